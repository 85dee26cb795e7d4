/**
 * The tree: one interface for each class of CPython 3.13's `ast`, with the same class and field names (Parser/Python.asdl).
 *
 * `kind` is the class name. Operators and contexts are their class names as strings. An absent optional field is `null`. Every
 * node has `start` and `end`, the UTF-16 offsets of what CPython gives as `lineno`/`col_offset` and `end_lineno`/`end_col_offset`
 * (so a decorated function starts at its `def`, and a parenthesised expression starts inside its parentheses). Beyond CPython's:
 * spans of the names that CPython keeps as bare strings, and `Error` nodes where half-typed text was recovered. Left out:
 * `type_comment` and `type_ignores`, which are always empty unless asked for.
 *
 * A tree of a text with errors has missing parts: a `Name` with an empty `id` and zero width stands for an expression that was
 * expected, an empty string with a zero-width span for a name. This file knows no text and no tokens.
 */

import type { Span } from './text.ts'

export type { Span } from './text.ts'

export type Context = 'Load' | 'Store' | 'Del'
export type BooleanOperator = 'And' | 'Or'
export type UnaryOperator = 'Invert' | 'Not' | 'UAdd' | 'USub'
export type BinaryOperator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'MatMult'
  | 'Div'
  | 'Mod'
  | 'Pow'
  | 'LShift'
  | 'RShift'
  | 'BitOr'
  | 'BitXor'
  | 'BitAnd'
  | 'FloorDiv'
export type ComparisonOperator = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn'

// Modules

export interface Module extends Span {
  readonly kind: 'Module'
  readonly body: readonly Statement[]
}

/** The root of a lone expression (`eval`, a watch, a drive). */
export interface ExpressionRoot extends Span {
  readonly kind: 'Expression'
  readonly body: Expression
}

// Statements

interface FunctionFields extends Span {
  readonly name: string
  readonly nameSpan: Span
  readonly args: Arguments
  readonly body: readonly Statement[]
  readonly decorator_list: readonly Expression[]
  readonly returns: Expression | null
  readonly type_params: readonly TypeParameter[]
}

export interface FunctionDef extends FunctionFields {
  readonly kind: 'FunctionDef'
}

export interface AsyncFunctionDef extends FunctionFields {
  readonly kind: 'AsyncFunctionDef'
}

export interface ClassDef extends Span {
  readonly kind: 'ClassDef'
  readonly name: string
  readonly nameSpan: Span
  readonly bases: readonly Expression[]
  readonly keywords: readonly Keyword[]
  readonly body: readonly Statement[]
  readonly decorator_list: readonly Expression[]
  readonly type_params: readonly TypeParameter[]
}

export interface Return extends Span {
  readonly kind: 'Return'
  readonly value: Expression | null
}

export interface Delete extends Span {
  readonly kind: 'Delete'
  readonly targets: readonly Expression[]
}

export interface Assign extends Span {
  readonly kind: 'Assign'
  readonly targets: readonly Expression[]
  readonly value: Expression
}

export interface TypeAlias extends Span {
  readonly kind: 'TypeAlias'
  readonly name: Name
  readonly type_params: readonly TypeParameter[]
  readonly value: Expression
}

export interface AugAssign extends Span {
  readonly kind: 'AugAssign'
  readonly target: Expression
  readonly op: BinaryOperator
  readonly value: Expression
}

export interface AnnAssign extends Span {
  readonly kind: 'AnnAssign'
  readonly target: Expression
  readonly annotation: Expression
  readonly value: Expression | null
  /** 1 for a bare name that is not in parentheses. */
  readonly simple: 0 | 1
}

interface ForFields extends Span {
  readonly target: Expression
  readonly iter: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}

export interface For extends ForFields {
  readonly kind: 'For'
}

export interface AsyncFor extends ForFields {
  readonly kind: 'AsyncFor'
}

export interface While extends Span {
  readonly kind: 'While'
  readonly test: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}

/** An `elif` is an `If` alone in `orelse`, starting at its keyword. */
export interface If extends Span {
  readonly kind: 'If'
  readonly test: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}

interface WithFields extends Span {
  readonly items: readonly WithItem[]
  readonly body: readonly Statement[]
}

export interface With extends WithFields {
  readonly kind: 'With'
}

export interface AsyncWith extends WithFields {
  readonly kind: 'AsyncWith'
}

export interface Match extends Span {
  readonly kind: 'Match'
  readonly subject: Expression
  readonly cases: readonly MatchCase[]
}

export interface Raise extends Span {
  readonly kind: 'Raise'
  readonly exc: Expression | null
  readonly cause: Expression | null
}

interface TryFields extends Span {
  readonly body: readonly Statement[]
  readonly handlers: readonly ExceptHandler[]
  readonly orelse: readonly Statement[]
  readonly finalbody: readonly Statement[]
}

export interface Try extends TryFields {
  readonly kind: 'Try'
}

export interface TryStar extends TryFields {
  readonly kind: 'TryStar'
}

export interface Assert extends Span {
  readonly kind: 'Assert'
  readonly test: Expression
  readonly msg: Expression | null
}

export interface Import extends Span {
  readonly kind: 'Import'
  readonly names: readonly Alias[]
}

export interface ImportFrom extends Span {
  readonly kind: 'ImportFrom'
  readonly module: string | null
  /** The span of the dotted name (after the dots); zero width when there is none. */
  readonly moduleSpan: Span
  readonly names: readonly Alias[]
  readonly level: number
}

export interface Global extends Span {
  readonly kind: 'Global'
  readonly names: readonly string[]
  readonly nameSpans: readonly Span[]
}

export interface Nonlocal extends Span {
  readonly kind: 'Nonlocal'
  readonly names: readonly string[]
  readonly nameSpans: readonly Span[]
}

export interface ExpressionStatement extends Span {
  readonly kind: 'Expr'
  readonly value: Expression
}

export interface Pass extends Span {
  readonly kind: 'Pass'
}

export interface Break extends Span {
  readonly kind: 'Break'
}

export interface Continue extends Span {
  readonly kind: 'Continue'
}

/** Text that fits nowhere, with the parts of it that could be understood. */
export interface ErrorNode extends Span {
  readonly kind: 'Error'
  readonly children: readonly Node[]
}

export type Statement =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExpressionStatement
  | Pass
  | Break
  | Continue
  | ErrorNode

// Expressions

export interface BoolOp extends Span {
  readonly kind: 'BoolOp'
  readonly op: BooleanOperator
  readonly values: readonly Expression[]
}

export interface NamedExpr extends Span {
  readonly kind: 'NamedExpr'
  readonly target: Expression
  readonly value: Expression
}

export interface BinOp extends Span {
  readonly kind: 'BinOp'
  readonly left: Expression
  readonly op: BinaryOperator
  readonly right: Expression
}

export interface UnaryOp extends Span {
  readonly kind: 'UnaryOp'
  readonly op: UnaryOperator
  readonly operand: Expression
}

export interface Lambda extends Span {
  readonly kind: 'Lambda'
  readonly args: Arguments
  readonly body: Expression
}

export interface IfExp extends Span {
  readonly kind: 'IfExp'
  readonly test: Expression
  readonly body: Expression
  readonly orelse: Expression
}

export interface Dict extends Span {
  readonly kind: 'Dict'
  /** `null` where the value at the same index is unpacked (`**value`). */
  readonly keys: readonly (Expression | null)[]
  readonly values: readonly Expression[]
}

export interface SetDisplay extends Span {
  readonly kind: 'Set'
  readonly elts: readonly Expression[]
}

export interface ListComp extends Span {
  readonly kind: 'ListComp'
  readonly elt: Expression
  readonly generators: readonly Comprehension[]
}

export interface SetComp extends Span {
  readonly kind: 'SetComp'
  readonly elt: Expression
  readonly generators: readonly Comprehension[]
}

export interface DictComp extends Span {
  readonly kind: 'DictComp'
  readonly key: Expression
  readonly value: Expression
  readonly generators: readonly Comprehension[]
}

export interface GeneratorExp extends Span {
  readonly kind: 'GeneratorExp'
  readonly elt: Expression
  readonly generators: readonly Comprehension[]
}

export interface Await extends Span {
  readonly kind: 'Await'
  readonly value: Expression
}

export interface Yield extends Span {
  readonly kind: 'Yield'
  readonly value: Expression | null
}

export interface YieldFrom extends Span {
  readonly kind: 'YieldFrom'
  readonly value: Expression
}

export interface Compare extends Span {
  readonly kind: 'Compare'
  readonly left: Expression
  readonly ops: readonly ComparisonOperator[]
  readonly comparators: readonly Expression[]
}

export interface Call extends Span {
  readonly kind: 'Call'
  readonly func: Expression
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
}

/** A replacement field of an f-string. */
export interface FormattedValue extends Span {
  readonly kind: 'FormattedValue'
  readonly value: Expression
  /** -1, or the character code of `s`, `r` or `a`. */
  readonly conversion: number
  readonly format_spec: JoinedStr | null
}

export interface JoinedStr extends Span {
  readonly kind: 'JoinedStr'
  readonly values: readonly Expression[]
}

export interface Constant extends Span {
  readonly kind: 'Constant'
  readonly value: ConstantValue
  /** The literal's first part has the prefix `u` (`Constant.kind == 'u'`). */
  readonly kind_u?: true
}

export interface Attribute extends Span {
  readonly kind: 'Attribute'
  readonly value: Expression
  readonly attr: string
  readonly attrSpan: Span
  readonly ctx: Context
}

export interface Subscript extends Span {
  readonly kind: 'Subscript'
  readonly value: Expression
  readonly slice: Expression
  readonly ctx: Context
}

export interface Starred extends Span {
  readonly kind: 'Starred'
  readonly value: Expression
  readonly ctx: Context
}

export interface Name extends Span {
  readonly kind: 'Name'
  /** NFKC-normalised; empty for a missing expression. */
  readonly id: string
  readonly ctx: Context
}

export interface List extends Span {
  readonly kind: 'List'
  readonly elts: readonly Expression[]
  readonly ctx: Context
}

export interface Tuple extends Span {
  readonly kind: 'Tuple'
  readonly elts: readonly Expression[]
  readonly ctx: Context
  /** Written with its own parentheses, which are then part of the span. */
  readonly parenthesized: boolean
}

/** Only as (part of) the `slice` of a Subscript. */
export interface Slice extends Span {
  readonly kind: 'Slice'
  readonly lower: Expression | null
  readonly upper: Expression | null
  readonly step: Expression | null
}

export type Expression =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetDisplay
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice
  | ErrorNode

/** The value of a literal, told apart by `type`. */
export type ConstantValue =
  | StringValue
  | BytesValue
  | IntegerValue
  | FloatValue
  | ComplexValue
  | NoneValue
  | TrueValue
  | FalseValue
  | EllipsisValue

export interface StringValue {
  readonly type: 'str'
  /** The characters in UTF-16. A lone surrogate stands for itself. */
  readonly value: string
  /**
   * The code points; present only where `value` cannot tell them: a high surrogate followed by a low one, written as two escapes,
   * which are two characters in Python.
   */
  readonly points?: readonly number[]
}

export interface BytesValue {
  readonly type: 'bytes'
  readonly value: Uint8Array
}

export interface IntegerValue {
  readonly type: 'int'
  readonly value: bigint
}

export interface FloatValue {
  readonly type: 'float'
  readonly value: number
}

export interface ComplexValue {
  readonly type: 'complex'
  readonly imag: number
}

export interface NoneValue {
  readonly type: 'None'
}

export interface TrueValue {
  readonly type: 'True'
}

export interface FalseValue {
  readonly type: 'False'
}

export interface EllipsisValue {
  readonly type: 'Ellipsis'
}

// Parts

export interface Comprehension extends Span {
  readonly kind: 'comprehension'
  readonly target: Expression
  readonly iter: Expression
  readonly ifs: readonly Expression[]
  readonly is_async: 0 | 1
}

export interface ExceptHandler extends Span {
  readonly kind: 'ExceptHandler'
  readonly type: Expression | null
  readonly name: string | null
  readonly nameSpan: Span | null
  readonly body: readonly Statement[]
}

/** The parameters of a function or lambda; the span covers what is between the parentheses. */
export interface Arguments extends Span {
  readonly kind: 'arguments'
  readonly posonlyargs: readonly Argument[]
  readonly args: readonly Argument[]
  readonly vararg: Argument | null
  readonly kwonlyargs: readonly Argument[]
  /** One for each of `kwonlyargs`; `null` without default. */
  readonly kw_defaults: readonly (Expression | null)[]
  readonly kwarg: Argument | null
  /** Of the last of `posonlyargs` and `args`. */
  readonly defaults: readonly Expression[]
}

export interface Argument extends Span {
  readonly kind: 'arg'
  readonly arg: string
  readonly argSpan: Span
  readonly annotation: Expression | null
}

export interface Keyword extends Span {
  readonly kind: 'keyword'
  /** `null` for `**value`. */
  readonly arg: string | null
  readonly argSpan: Span | null
  readonly value: Expression
}

export interface Alias extends Span {
  readonly kind: 'alias'
  /** Dotted in an `import`; `*` in a star import. */
  readonly name: string
  readonly nameSpan: Span
  readonly asname: string | null
  readonly asnameSpan: Span | null
}

export interface WithItem extends Span {
  readonly kind: 'withitem'
  readonly context_expr: Expression
  readonly optional_vars: Expression | null
}

export interface MatchCase extends Span {
  readonly kind: 'match_case'
  readonly pattern: Pattern
  readonly guard: Expression | null
  readonly body: readonly Statement[]
}

// Patterns

export interface MatchValue extends Span {
  readonly kind: 'MatchValue'
  readonly value: Expression
}

export interface MatchSingleton extends Span {
  readonly kind: 'MatchSingleton'
  readonly value: NoneValue | TrueValue | FalseValue
}

export interface MatchSequence extends Span {
  readonly kind: 'MatchSequence'
  readonly patterns: readonly Pattern[]
}

export interface MatchMapping extends Span {
  readonly kind: 'MatchMapping'
  readonly keys: readonly Expression[]
  readonly patterns: readonly Pattern[]
  readonly rest: string | null
  readonly restSpan: Span | null
}

export interface MatchClass extends Span {
  readonly kind: 'MatchClass'
  readonly cls: Expression
  readonly patterns: readonly Pattern[]
  readonly kwd_attrs: readonly string[]
  readonly kwdSpans: readonly Span[]
  readonly kwd_patterns: readonly Pattern[]
}

export interface MatchStar extends Span {
  readonly kind: 'MatchStar'
  /** `null` for `*_`. */
  readonly name: string | null
  readonly nameSpan: Span
}

export interface MatchAs extends Span {
  readonly kind: 'MatchAs'
  readonly pattern: Pattern | null
  /** `null` for the wildcard `_`. */
  readonly name: string | null
  readonly nameSpan: Span
}

export interface MatchOr extends Span {
  readonly kind: 'MatchOr'
  readonly patterns: readonly Pattern[]
}

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr
  | ErrorNode

// Type parameters

export interface TypeVar extends Span {
  readonly kind: 'TypeVar'
  readonly name: string
  readonly nameSpan: Span
  readonly bound: Expression | null
  readonly default_value: Expression | null
}

export interface ParamSpec extends Span {
  readonly kind: 'ParamSpec'
  readonly name: string
  readonly nameSpan: Span
  readonly default_value: Expression | null
}

export interface TypeVarTuple extends Span {
  readonly kind: 'TypeVarTuple'
  readonly name: string
  readonly nameSpan: Span
  readonly default_value: Expression | null
}

export type TypeParameter = TypeVar | ParamSpec | TypeVarTuple

export type Node =
  | Module
  | ExpressionRoot
  | Statement
  | Expression
  | Pattern
  | TypeParameter
  | Comprehension
  | ExceptHandler
  | Arguments
  | Argument
  | Keyword
  | Alias
  | WithItem
  | MatchCase

export type NodeKind = Node['kind']

/** A missing expression is a `Name` of zero width with an empty id. */
export function isMissing(node: Node): boolean {
  return node.kind === 'Name' && node.id === ''
}
