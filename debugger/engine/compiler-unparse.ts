/**
 * Expressions as text: what annotations are under `from __future__ import annotations`. CPython: Python/ast_unparse.c.
 */

import { constantRepr, stringRepr } from '../../language/python-repr.ts'
import type {
  Arguments,
  BinaryOperator,
  ComparisonOperator,
  Comprehension,
  Expression,
  FormattedValue,
  Lambda,
  UnaryOperator,
} from '../../language/tree.ts'

/** How tightly an expression binds; one that binds less tightly than its place asks for is put in parentheses. */
enum Level {
  Named,
  Tuple,
  Test,
  Or,
  And,
  Not,
  Compare,
  BitOr,
  BitXor,
  BitAnd,
  Shift,
  Arithmetic,
  Term,
  Factor,
  Power,
  Await,
  Atom,
}

const BINARY: Record<BinaryOperator, readonly [string, Level]> = {
  Add: ['+', Level.Arithmetic],
  Sub: ['-', Level.Arithmetic],
  Mult: ['*', Level.Term],
  MatMult: ['@', Level.Term],
  Div: ['/', Level.Term],
  Mod: ['%', Level.Term],
  FloorDiv: ['//', Level.Term],
  LShift: ['<<', Level.Shift],
  RShift: ['>>', Level.Shift],
  BitOr: ['|', Level.BitOr],
  BitXor: ['^', Level.BitXor],
  BitAnd: ['&', Level.BitAnd],
  Pow: ['**', Level.Power],
}

const UNARY: Record<UnaryOperator, readonly [string, Level]> = {
  Invert: ['~', Level.Factor],
  Not: ['not ', Level.Not],
  UAdd: ['+', Level.Factor],
  USub: ['-', Level.Factor],
}

const COMPARE: Record<ComparisonOperator, string> = {
  Eq: '==',
  NotEq: '!=',
  Lt: '<',
  LtE: '<=',
  Gt: '>',
  GtE: '>=',
  Is: 'is',
  IsNot: 'is not',
  In: 'in',
  NotIn: 'not in',
}

export function unparse(e: Expression): string {
  return text(e, Level.Test)
}

function list(elements: readonly Expression[], level = Level.Test): string {
  return elements.map(e => text(e, level)).join(', ')
}

function text(e: Expression, level: Level): string {
  const wrap = (own: Level, inner: string) => (level > own ? `(${inner})` : inner)
  switch (e.kind) {
    case 'Constant':
      return e.value.type === 'Ellipsis'
        ? '...'
        : (e.kind_u ? 'u' : '') + constantRepr(e.value).replaceAll('inf', '1e309')
    case 'Name':
      return e.id
    case 'Attribute': {
      const space = e.value.kind === 'Constant' && e.value.value.type === 'int' ? ' ' : ''
      return `${text(e.value, Level.Atom)}${space}.${e.attr}`
    }
    case 'Subscript':
      return `${text(e.value, Level.Atom)}[${text(e.slice, Level.Tuple)}]`
    case 'Starred':
      return `*${text(e.value, Level.BitOr)}`
    case 'Slice': {
      const part = (x: Expression | null) => (x === null ? '' : text(x, Level.Test))
      return `${part(e.lower)}:${part(e.upper)}${e.step === null ? '' : `:${part(e.step)}`}`
    }
    case 'Tuple':
      if (e.elts.length === 0) return '()'
      return wrap(Level.Tuple, list(e.elts) + (e.elts.length === 1 ? ',' : ''))
    case 'List':
      return `[${list(e.elts)}]`
    case 'Set':
      return `{${list(e.elts)}}`
    case 'Dict':
      return `{${e.values.map((value, i) => dictItem(e.keys[i] ?? null, value)).join(', ')}}`
    case 'BoolOp': {
      const own = e.op === 'And' ? Level.And : Level.Or
      return wrap(own, e.values.map(v => text(v, own + 1)).join(e.op === 'And' ? ' and ' : ' or '))
    }
    case 'NamedExpr':
      return wrap(Level.Named, `${text(e.target, Level.Atom)} := ${text(e.value, Level.Atom)}`)
    case 'BinOp': {
      const [symbol, own] = BINARY[e.op]
      const fromRight = e.op === 'Pow' ? 1 : 0
      return wrap(own, `${text(e.left, own + fromRight)} ${symbol} ${text(e.right, own + 1 - fromRight)}`)
    }
    case 'UnaryOp': {
      const [symbol, own] = UNARY[e.op]
      return wrap(own, symbol + text(e.operand, own))
    }
    case 'Lambda':
      return wrap(Level.Test, lambda(e))
    case 'IfExp':
      return wrap(
        Level.Test,
        `${text(e.body, Level.Test + 1)} if ${text(e.test, Level.Test + 1)} else ${text(e.orelse, Level.Test)}`,
      )
    case 'Compare': {
      const rest = e.comparators.map((c, i) => ` ${COMPARE[e.ops[i]!]} ${text(c, Level.Compare + 1)}`)
      return wrap(Level.Compare, text(e.left, Level.Compare + 1) + rest.join(''))
    }
    case 'ListComp':
      return `[${text(e.elt, Level.Test)}${generators(e.generators)}]`
    case 'SetComp':
      return `{${text(e.elt, Level.Test)}${generators(e.generators)}}`
    case 'GeneratorExp':
      return `(${text(e.elt, Level.Test)}${generators(e.generators)})`
    case 'DictComp':
      return `{${text(e.key, Level.Test)}: ${text(e.value, Level.Test)}${generators(e.generators)}}`
    case 'Yield':
      return e.value === null ? '(yield)' : `(yield ${text(e.value, Level.Test)})`
    case 'YieldFrom':
      return `(yield from ${text(e.value, Level.Test)})`
    case 'Await':
      return wrap(Level.Await, `await ${text(e.value, Level.Atom)}`)
    case 'Call': {
      const only = e.args.length === 1 && e.keywords.length === 0 ? e.args[0]! : null
      if (only?.kind === 'GeneratorExp') return text(e.func, Level.Atom) + text(only, Level.Test)
      const keywords = e.keywords.map(k =>
        k.arg === null ? `**${text(k.value, Level.BitOr)}` : `${k.arg}=${text(k.value, Level.Test)}`,
      )
      return `${text(e.func, Level.Atom)}(${[...e.args.map(a => text(a, Level.Test)), ...keywords].join(', ')})`
    }
    case 'JoinedStr':
      return `f${stringRepr(joined(e.values))}`
    case 'FormattedValue':
      return `f${stringRepr(field(e))}`
    case 'Error':
      throw new Error('a tree with errors cannot be compiled')
  }
}

function dictItem(key: Expression | null, value: Expression): string {
  return key === null ? `**${text(value, Level.BitOr)}` : `${text(key, Level.Test)}: ${text(value, Level.Test)}`
}

function generators(list: readonly Comprehension[]): string {
  return list
    .map(g => {
      const head = `${g.is_async ? ' async for ' : ' for '}${text(g.target, Level.Tuple)} in ${text(g.iter, Level.Test + 1)}`
      return head + g.ifs.map(c => ` if ${text(c, Level.Test + 1)}`).join('')
    })
    .join('')
}

function lambda(e: Lambda): string {
  const parameters = parameterList(e.args)
  return `lambda${parameters === '' ? '' : ` ${parameters}`}: ${text(e.body, Level.Test)}`
}

function parameterList(args: Arguments): string {
  const positional = [...args.posonlyargs, ...args.args]
  const withoutDefault = positional.length - args.defaults.length
  const parts: string[] = []
  positional.forEach((arg, i) => {
    const value = i < withoutDefault ? '' : `=${text(args.defaults[i - withoutDefault]!, Level.Test)}`
    parts.push(arg.arg + value)
    if (i + 1 === args.posonlyargs.length) parts.push('/')
  })
  if (args.vararg !== null) parts.push(`*${args.vararg.arg}`)
  else if (args.kwonlyargs.length > 0) parts.push('*')
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i] ?? null
    parts.push(arg.arg + (value === null ? '' : `=${text(value, Level.Test)}`))
  })
  if (args.kwarg !== null) parts.push(`**${args.kwarg.arg}`)
  return parts.join(', ')
}

function joined(values: readonly Expression[]): string {
  return values
    .map(value => {
      if (value.kind === 'Constant' && value.value.type === 'str')
        return value.value.value.replaceAll('{', '{{').replaceAll('}', '}}')
      if (value.kind === 'FormattedValue') return field(value)
      return value.kind === 'JoinedStr' ? joined(value.values) : text(value, Level.Test)
    })
    .join('')
}

function field(e: FormattedValue): string {
  const inner = text(e.value, Level.Test + 1)
  const conversion = e.conversion > 0 ? `!${String.fromCharCode(e.conversion)}` : ''
  const spec = e.format_spec === null ? '' : `:${joined(e.format_spec.values)}`
  return `{${inner.startsWith('{') ? ' ' : ''}${inner}${conversion}${spec}}`
}
