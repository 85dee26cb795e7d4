/**
 * `from __future__ import …`: which features a module asks for, and what is wrong with how it asks.
 * CPython: Python/future.c. Knows nothing of what the features do.
 */

import type { Diagnostic, ReportedPlace } from './diagnostic.ts'
import type { SourceText } from './text.ts'
import type { ImportFrom, Module } from './tree.ts'

const features: ReadonlySet<string> = new Set([
  'nested_scopes',
  'generators',
  'division',
  'absolute_import',
  'with_statement',
  'print_function',
  'unicode_literals',
  'barry_as_FLUFL',
  'generator_stop',
  'annotations',
])

/** The features that the `__future__` imports at the head of `tree` name. */
export function futureFeatures(tree: Module): ReadonlySet<string> {
  const found = new Set<string>()
  for (const statement of futureImports(tree)) for (const alias of statement.names) found.add(alias.name)
  return found
}

/**
 * Errors of the `__future__` imports at the head of the module. One further down is the compiler's to report (`validate.ts`):
 * it comes after the errors of the symbol table.
 */
export function validateFuture(tree: Module, text: SourceText): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  for (const statement of futureImports(tree)) {
    for (const { name } of statement.names) {
      if (features.has(name)) continue
      diagnostics.push({
        start: statement.start,
        end: statement.end,
        severity: 'error',
        type: 'SyntaxError',
        message: name === 'braces' ? 'not a chance' : `future feature ${name} is not defined`,
        phase: 'future',
        reported: startOf(statement, text),
      })
    }
  }
  return diagnostics
}

/** CPython gives these errors no end column (Python/future.c, `PyErr_SyntaxLocationObject`). */
function startOf(statement: ImportFrom, text: SourceText): ReportedPlace {
  const { lineno, col_offset } = text.astPositionAt(statement.start)
  return { lineno, offset: col_offset + 1, end_lineno: lineno, end_offset: null }
}

/** The `__future__` imports that stand where they may: after the docstring, before any other statement. */
export function futureImports(tree: Module): ImportFrom[] {
  const found: ImportFrom[] = []
  for (let i = 0; i < tree.body.length; i++) {
    const statement = tree.body[i]
    if (statement.kind === 'ImportFrom' && statement.module === '__future__' && statement.level === 0) {
      found.push(statement)
      continue
    }
    const isDocstring =
      i === 0 &&
      statement.kind === 'Expr' &&
      statement.value.kind === 'Constant' &&
      statement.value.value.type === 'str'
    if (!isDocstring) break
  }
  return found
}
