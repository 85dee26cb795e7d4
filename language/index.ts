/**
 * The front end: text to tokens, tree and diagnostics.
 */

export type { Diagnostic, DiagnosticType, Phase, ReportedPlace, Severity, Sink } from './diagnostic.ts'
export { DiagnosticList, firstSyntaxError } from './diagnostic.ts'
export { type DumpAstOptions, dumpAst, dumpTokens, dumpTree } from './dump.ts'
export { parse, parseExpression } from './parse.ts'
export type { ParseResult } from './parser.ts'
export type { AstPosition, Position } from './text.ts'
export { SourceText } from './text.ts'
export type { Token, TokenList, Tokens } from './token.ts'
export { everyToken, isKeyword, TokenKind, tokenIndexAt } from './token.ts'
export * from './tree.ts'
export { children, eachChild, walk } from './tree-walk.ts'
