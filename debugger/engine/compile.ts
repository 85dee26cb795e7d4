/**
 * From what the front end knows of a text to Code. The ways in: a module, code for `exec` and the debug console, a lone
 * expression.
 *
 * The tree must be free of errors. Knows no files and no machine.
 */

import type { Analysis, Scopes } from '../../language/index.ts'
import { SourceText } from '../../language/text.ts'
import type { ExpressionRoot, Module } from '../../language/tree.ts'
import type { Code } from './code.ts'
import { compileExpression as compileValue } from './compiler-expression.ts'
import { lineLocation } from './compiler-location.ts'
import { compileModuleOrClassBody } from './compiler-statement.ts'
import { type Compilation, Unit } from './compiler-unit.ts'
import { Op } from './op.ts'

export interface CompileOptions {
  /** Names at top level go through the locals mapping (`exec` with separate locals, the debug console in a frame). */
  readonly hasSeparateLocals?: boolean
  /** Expression statements at top level print their value, as at the prompt. */
  readonly isInteractive?: boolean
  /** The library's own code: its frames are left out of tracebacks. */
  readonly isHidden?: boolean
}

/** A tree with its scopes. */
interface Bound<Tree> {
  readonly source: string
  readonly tree: Tree
  readonly scopes: Scopes
}

/** Code of a module: run with its namespace as globals. */
export function compileModule(analysis: Analysis, filename: string, options: CompileOptions = {}): Code {
  return compileStatements(analysis, filename, options)
}

/** Code of a sequence of statements for `exec`, or of one at the prompt. */
export function compileStatements(bound: Bound<Module>, filename: string, options: CompileOptions = {}): Code {
  const unit = topLevel(bound, filename, options)
  compileModuleOrClassBody(unit, lineLocation(1), bound.tree.body)
  return unit.finish(true)
}

/** Code of a lone expression for `eval`, a watch or a drive: returns its value. */
export function compileExpression(bound: Bound<ExpressionRoot>, filename: string, options: CompileOptions = {}): Code {
  const unit = topLevel(bound, filename, options)
  compileValue(unit, bound.tree.body)
  unit.emit(unit.at(bound.tree.body), Op.ReturnValue)
  return unit.finish(false)
}

function topLevel(bound: Bound<Module | ExpressionRoot>, filename: string, options: CompileOptions): Unit {
  const compilation: Compilation = {
    filename,
    text: new SourceText(bound.source),
    scopes: bound.scopes,
    futureAnnotations: bound.scopes.futureAnnotations,
    hasSeparateLocals: options.hasSeparateLocals ?? false,
    isInteractive: options.isInteractive ?? false,
    isHidden: options.isHidden ?? false,
  }
  return new Unit(compilation, 'module', bound.scopes.module, '<module>', 1, null)
}
