/**
 * The front end: text to tokens, tree and diagnostics.
 */

export { type Analysis, type AnalyzeOptions, analyze, type Part, warningsOf } from './analyze.ts'
export type { Diagnostic, DiagnosticType, Phase, ReportedPlace, Severity, Sink } from './diagnostic.ts'
export { DiagnosticList, firstSyntaxError, warningsBefore } from './diagnostic.ts'
export { type DumpAstOptions, dumpAst, dumpTokens, dumpTree } from './dump.ts'
export { type MachineState, type StateMachine, stateMachine, type Transition } from './flow.ts'
export { dumpMachine, machineToDot, machineToMermaid } from './flow-dump.ts'
export { absentName, absentNames, modulesWithAbsences } from './library/absences.ts'
export { LiveAnalysis } from './live.ts'
export { parse, parseExpression } from './parse.ts'
export type { ParseResult } from './parser.ts'
export { missingModule, type Refusal, type RefusalOptions, refusals, refuse } from './refusal.ts'
export {
  compareByCodePoint,
  Flag,
  mangle,
  type Resolution,
  Scope,
  type ScopeKind,
  ScopeSymbol,
  type Scopes,
} from './scope.ts'
export { standardModules } from './standard-modules.ts'
export { type ControlPoint, controlPoints, suspensionPoints } from './suspension.ts'
export { type BindOptions, bind } from './symbols.ts'
export type { AstPosition, Columns, Position } from './text.ts'
export { SourceText } from './text.ts'
export type { Token, TokenList, Tokens } from './token.ts'
export { everyToken, isKeyword, TokenKind, tokenIndexAt } from './token.ts'
export * from './tree.ts'
export { children, eachChild, walk } from './tree-walk.ts'
export { codePointOfName, nameOfCodePoint } from './unicode-name.ts'
export { validate } from './validate.ts'
