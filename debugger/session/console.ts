// What a person types, compiled: expressions of watches and conditions, and statements of the Debug Console. Errors are CPython's words. Knows
// nothing of where it will run.

import type { Diagnostic } from '../../language/index.ts'
import { analyze, bind, firstSyntaxError, parseExpression, refuse, validate } from '../../language/index.ts'
import type { Code } from '../engine/index.ts'
import { compileExpression, compileStatements } from '../engine/index.ts'
import { SessionError } from './contract.ts'

/** How the text is called in tracebacks. */
const fileName = '<console>'
const mostKept = 500

/** Texts that were compiled before: a condition in a loop is compiled once. */
const expressions = new Map<string, Code | string>()
const statements = new Map<string, Code | string>()

/** Code of an expression, or a SessionError with what is wrong. */
export function compileLook(text: string): Code {
  return orError(remembered(expressions, text.trim(), expression))
}

/** Code of statements for real, or of an expression, whose value is then given. */
export function compileConsole(text: string): { readonly code: Code; readonly isExpression: boolean } {
  const asExpression = remembered(expressions, text.trim(), expression)
  if (typeof asExpression !== 'string') return { code: asExpression, isExpression: true }
  return { code: orError(remembered(statements, text, statement)), isExpression: false }
}

function expression(text: string): Code | string {
  const { tree, text: source, diagnostics } = parseExpression(text)
  const scopes = bind(tree, source)
  const found = [...diagnostics, ...scopes.diagnostics, ...validate(tree, source, scopes), ...refuse(scopes)]
  return problemOf(found) ?? compileExpression({ source: text, tree, scopes }, fileName, { hasSeparateLocals: true })
}

function statement(text: string): Code | string {
  const analysis = analyze(text, { path: fileName })
  return problemOf(analysis.diagnostics) ?? compileStatements(analysis, fileName, { hasSeparateLocals: true })
}

function problemOf(diagnostics: readonly Diagnostic[]): string | undefined {
  const error = firstSyntaxError(diagnostics)
  if (error === undefined) return undefined
  return error.code === 'not-in-coro' ? error.message : `${error.type}: ${error.message}`
}

function remembered(
  memory: Map<string, Code | string>,
  text: string,
  compile: (text: string) => Code | string,
): Code | string {
  const known = memory.get(text)
  if (known !== undefined) return known
  const made = compile(text)
  if (memory.size >= mostKept) memory.clear()
  memory.set(text, made)
  return made
}

function orError(result: Code | string): Code {
  if (typeof result === 'string') throw new SessionError(result)
  return result
}
