/**
 * The two ways into the front end. Both take any text.
 */

import { type ParseResult, parseModule, parseRoot, parseTolerantly } from './parser.ts'
import type { ExpressionRoot, Module } from './tree.ts'

/** Parses the text of a module. */
export function parse(source: string): ParseResult<Module> {
  return parseTolerantly(source, parseModule)
}

/** Parses a lone expression, as `eval` takes it. */
export function parseExpression(source: string): ParseResult<ExpressionRoot> {
  return parseTolerantly(source, parseRoot)
}
