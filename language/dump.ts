/**
 * Tokens and trees as text: for people, for tests, and as CPython's `ast.dump` prints them.
 */

import { constantRepr, stringRepr } from './python-repr.ts'
import { SourceText } from './text.ts'
import { everyToken, TokenKind, type Tokens } from './token.ts'
import type { ExpressionRoot, Module, Node, NodeKind } from './tree.ts'

/** One line for each token and piece of trivia: place, kind, text. */
export function dumpTokens(tokens: Tokens): string {
  const text = new SourceText(tokens.source)
  const lines: string[] = []
  for (const { kind, start, end } of everyToken(tokens)) {
    const from = text.positionAt(start)
    const to = text.positionAt(end)
    const place = `${from.line + 1}:${from.character}-${to.line + 1}:${to.character}`
    lines.push(`${place.padEnd(14)} ${TokenKind[kind].padEnd(16)} ${JSON.stringify(tokens.source.slice(start, end))}`)
  }
  return `${lines.join('\n')}\n`
}

/** What a field of a node holds, for printing. */
type FieldValue = Node | readonly FieldValue[] | Scalar | null

/** Text that is printed as it is. */
interface Scalar {
  readonly text: string
  /** An operator or context: a node without fields. */
  readonly isNode?: true
}

function scalar(text: string): Scalar {
  return { text }
}

function bare(name: string): Scalar {
  return { text: `${name}()`, isNode: true }
}

function name(text: string): Scalar {
  return { text: stringRepr(text) }
}

function optionalName(text: string | null): Scalar | null {
  return text === null ? null : name(text)
}

function names(texts: readonly string[]): Scalar[] {
  return texts.map(name)
}

type Fields = readonly (readonly [string, FieldValue])[]

/** The fields of a node in the order of CPython's `_fields`. */
function fieldsOf(node: Node): Fields {
  switch (node.kind) {
    case 'Module':
    case 'Expression':
      return [['body', node.body]]
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return [
        ['name', name(node.name)],
        ['args', node.args],
        ['body', node.body],
        ['decorator_list', node.decorator_list],
        ['returns', node.returns],
        ['type_params', node.type_params],
      ]
    case 'ClassDef':
      return [
        ['name', name(node.name)],
        ['bases', node.bases],
        ['keywords', node.keywords],
        ['body', node.body],
        ['decorator_list', node.decorator_list],
        ['type_params', node.type_params],
      ]
    case 'Return':
    case 'Expr':
    case 'Await':
    case 'Yield':
    case 'YieldFrom':
    case 'MatchValue':
      return [['value', node.value]]
    case 'Delete':
      return [['targets', node.targets]]
    case 'Assign':
      return [
        ['targets', node.targets],
        ['value', node.value],
      ]
    case 'TypeAlias':
      return [
        ['name', node.name],
        ['type_params', node.type_params],
        ['value', node.value],
      ]
    case 'AugAssign':
      return [
        ['target', node.target],
        ['op', bare(node.op)],
        ['value', node.value],
      ]
    case 'AnnAssign':
      return [
        ['target', node.target],
        ['annotation', node.annotation],
        ['value', node.value],
        ['simple', scalar(String(node.simple))],
      ]
    case 'For':
    case 'AsyncFor':
      return [
        ['target', node.target],
        ['iter', node.iter],
        ['body', node.body],
        ['orelse', node.orelse],
      ]
    case 'While':
    case 'If':
      return [
        ['test', node.test],
        ['body', node.body],
        ['orelse', node.orelse],
      ]
    case 'With':
    case 'AsyncWith':
      return [
        ['items', node.items],
        ['body', node.body],
      ]
    case 'Match':
      return [
        ['subject', node.subject],
        ['cases', node.cases],
      ]
    case 'Raise':
      return [
        ['exc', node.exc],
        ['cause', node.cause],
      ]
    case 'Try':
    case 'TryStar':
      return [
        ['body', node.body],
        ['handlers', node.handlers],
        ['orelse', node.orelse],
        ['finalbody', node.finalbody],
      ]
    case 'Assert':
      return [
        ['test', node.test],
        ['msg', node.msg],
      ]
    case 'Import':
      return [['names', node.names]]
    case 'ImportFrom':
      return [
        ['module', optionalName(node.module)],
        ['names', node.names],
        ['level', scalar(String(node.level))],
      ]
    case 'Global':
    case 'Nonlocal':
      return [['names', names(node.names)]]
    case 'Pass':
    case 'Break':
    case 'Continue':
      return []
    case 'Error':
      return [['children', node.children]]
    case 'BoolOp':
      return [
        ['op', bare(node.op)],
        ['values', node.values],
      ]
    case 'NamedExpr':
      return [
        ['target', node.target],
        ['value', node.value],
      ]
    case 'BinOp':
      return [
        ['left', node.left],
        ['op', bare(node.op)],
        ['right', node.right],
      ]
    case 'UnaryOp':
      return [
        ['op', bare(node.op)],
        ['operand', node.operand],
      ]
    case 'Lambda':
      return [
        ['args', node.args],
        ['body', node.body],
      ]
    case 'IfExp':
      return [
        ['test', node.test],
        ['body', node.body],
        ['orelse', node.orelse],
      ]
    case 'Dict':
      return [
        ['keys', node.keys],
        ['values', node.values],
      ]
    case 'Set':
      return [['elts', node.elts]]
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return [
        ['elt', node.elt],
        ['generators', node.generators],
      ]
    case 'DictComp':
      return [
        ['key', node.key],
        ['value', node.value],
        ['generators', node.generators],
      ]
    case 'Compare':
      return [
        ['left', node.left],
        ['ops', node.ops.map(bare)],
        ['comparators', node.comparators],
      ]
    case 'Call':
      return [
        ['func', node.func],
        ['args', node.args],
        ['keywords', node.keywords],
      ]
    case 'FormattedValue':
      return [
        ['value', node.value],
        ['conversion', scalar(String(node.conversion))],
        ['format_spec', node.format_spec],
      ]
    case 'JoinedStr':
      return [['values', node.values]]
    case 'Constant':
      return [
        ['value', scalar(constantRepr(node.value))],
        ['kind', node.kind_u === true ? name('u') : null],
      ]
    case 'Attribute':
      return [
        ['value', node.value],
        ['attr', name(node.attr)],
        ['ctx', bare(node.ctx)],
      ]
    case 'Subscript':
      return [
        ['value', node.value],
        ['slice', node.slice],
        ['ctx', bare(node.ctx)],
      ]
    case 'Starred':
      return [
        ['value', node.value],
        ['ctx', bare(node.ctx)],
      ]
    case 'Name':
      return [
        ['id', name(node.id)],
        ['ctx', bare(node.ctx)],
      ]
    case 'List':
    case 'Tuple':
      return [
        ['elts', node.elts],
        ['ctx', bare(node.ctx)],
      ]
    case 'Slice':
      return [
        ['lower', node.lower],
        ['upper', node.upper],
        ['step', node.step],
      ]
    case 'comprehension':
      return [
        ['target', node.target],
        ['iter', node.iter],
        ['ifs', node.ifs],
        ['is_async', scalar(String(node.is_async))],
      ]
    case 'ExceptHandler':
      return [
        ['type', node.type],
        ['name', optionalName(node.name)],
        ['body', node.body],
      ]
    case 'arguments':
      return [
        ['posonlyargs', node.posonlyargs],
        ['args', node.args],
        ['vararg', node.vararg],
        ['kwonlyargs', node.kwonlyargs],
        ['kw_defaults', node.kw_defaults],
        ['kwarg', node.kwarg],
        ['defaults', node.defaults],
      ]
    case 'arg':
      return [
        ['arg', name(node.arg)],
        ['annotation', node.annotation],
      ]
    case 'keyword':
      return [
        ['arg', optionalName(node.arg)],
        ['value', node.value],
      ]
    case 'alias':
      return [
        ['name', name(node.name)],
        ['asname', optionalName(node.asname)],
      ]
    case 'withitem':
      return [
        ['context_expr', node.context_expr],
        ['optional_vars', node.optional_vars],
      ]
    case 'match_case':
      return [
        ['pattern', node.pattern],
        ['guard', node.guard],
        ['body', node.body],
      ]
    case 'MatchSingleton':
      return [['value', scalar(constantRepr(node.value))]]
    case 'MatchSequence':
    case 'MatchOr':
      return [['patterns', node.patterns]]
    case 'MatchMapping':
      return [
        ['keys', node.keys],
        ['patterns', node.patterns],
        ['rest', optionalName(node.rest)],
      ]
    case 'MatchClass':
      return [
        ['cls', node.cls],
        ['patterns', node.patterns],
        ['kwd_attrs', names(node.kwd_attrs)],
        ['kwd_patterns', node.kwd_patterns],
      ]
    case 'MatchStar':
      return [['name', optionalName(node.name)]]
    case 'MatchAs':
      return [
        ['pattern', node.pattern],
        ['name', optionalName(node.name)],
      ]
    case 'TypeVar':
      return [
        ['name', name(node.name)],
        ['bound', node.bound],
        ['default_value', node.default_value],
      ]
    case 'ParamSpec':
    case 'TypeVarTuple':
      return [
        ['name', name(node.name)],
        ['default_value', node.default_value],
      ]
  }
}

/** The classes without positions in CPython's `ast`. */
const unplaced: ReadonlySet<NodeKind> = new Set([
  'Module',
  'Expression',
  'comprehension',
  'arguments',
  'withitem',
  'match_case',
])

export interface DumpAstOptions {
  /** Print positions too (`include_attributes=True`). */
  readonly attributes?: boolean
  /** Spaces for a level; 3 when left out. */
  readonly indent?: number
}

/** Exactly what `ast.dump(ast.parse(source), indent=3)` prints in Python 3.13. */
export function dumpAst(tree: Module | ExpressionRoot, text: SourceText, options: DumpAstOptions = {}): string {
  return new AstDumper(text, options).format(tree, 0).text
}

interface Formatted {
  readonly text: string
  readonly isSimple: boolean
}

class AstDumper {
  private readonly text: SourceText
  private readonly attributes: boolean
  private readonly indent: number

  constructor(text: SourceText, options: DumpAstOptions) {
    this.text = text
    this.attributes = options.attributes ?? false
    this.indent = options.indent ?? 3
  }

  format(value: FieldValue, level: number): Formatted {
    if (value === null) return { text: 'None', isSimple: true }
    if (isList(value)) return this.formatList(value, level)
    if ('text' in value) return { text: value.text, isSimple: true }
    return this.formatNode(value, level + 1)
  }

  private lineStart(level: number): string {
    return `\n${' '.repeat(this.indent * level)}`
  }

  private formatList(values: readonly FieldValue[], level: number): Formatted {
    if (values.length === 0) return { text: '[]', isSimple: true }
    const start = this.lineStart(level + 1)
    const items = values.map(value => this.format(value, level + 1).text)
    return { text: `[${start}${items.join(`,${start}`)}]`, isSimple: false }
  }

  private formatNode(node: Node, level: number): Formatted {
    const args: string[] = []
    let allSimple = true
    for (const [field, value] of fieldsOf(node)) {
      if (value === null || (isList(value) && value.length === 0)) continue
      const formatted = this.format(value, level)
      allSimple &&= formatted.isSimple
      args.push(`${field}=${formatted.text}`)
    }
    if (this.attributes && !unplaced.has(node.kind)) {
      const from = this.text.astPositionAt(node.start)
      const to = this.text.astPositionAt(node.end)
      args.push(`lineno=${from.lineno}`, `col_offset=${from.col_offset}`)
      args.push(`end_lineno=${to.lineno}`, `end_col_offset=${to.col_offset}`)
    }
    if (allSimple && args.length <= 3) return { text: `${node.kind}(${args.join(', ')})`, isSimple: args.length === 0 }
    const start = this.lineStart(level)
    return { text: `${node.kind}(${start}${args.join(`,${start}`)})`, isSimple: false }
  }
}

function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value)
}

/** The tree with offsets, one node a line; `Error` nodes and missing names show. */
export function dumpTree(root: Node): string {
  const lines: string[] = []
  const visit = (label: string, value: FieldValue, level: number): void => {
    const indent = '  '.repeat(level)
    if (value === null) lines.push(`${indent}${label}: None`)
    else if (isList(value)) {
      value.forEach((item, index) => {
        visit(`${label}[${index}]`, item, level)
      })
    } else if ('text' in value) lines.push(`${indent}${label}: ${value.text.replace(/\(\)$/, '')}`)
    else visitNode(label, value, level)
  }
  const visitNode = (label: string, node: Node, level: number): void => {
    const prefix = label === '' ? '' : `${label}: `
    const simple: string[] = []
    const deep: [string, FieldValue][] = []
    for (const [field, value] of fieldsOf(node)) {
      if (value === null || (isList(value) && value.length === 0)) continue
      if (!isList(value) && 'text' in value) {
        if (field !== 'ctx' || value.text !== 'Load()') simple.push(value.text.replace(/\(\)$/, ''))
      } else deep.push([field, value])
    }
    const details = simple.length > 0 ? ` ${simple.join(' ')}` : ''
    lines.push(`${'  '.repeat(level)}${prefix}${node.kind}${details} ${node.start}-${node.end}`)
    for (const [field, value] of deep) visit(field, value, level + 1)
  }
  visitNode('', root, 0)
  return `${lines.join('\n')}\n`
}
