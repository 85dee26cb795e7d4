/**
 * What kind of object an expression certainly makes: the constants that CPython's optimizer folds (Python/ast_opt.c) and the
 * displays and comprehensions whose type is plain to see (Python/compile.c `infer_type`). Serves the warnings of `validate.ts` and
 * the comparison of mapping keys. Folds as far as the type needs it, never further.
 */

import type { ConstantValue, Expression } from './tree.ts'

/** A folded constant. Numbers carry their value where it is cheap to know; strings, bytes and tuples their length. */
export type Folded =
  | { readonly type: 'int' | 'bool'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex' }
  | { readonly type: 'str' | 'bytes'; readonly length: number }
  | { readonly type: 'tuple'; readonly items: readonly Folded[] }
  | { readonly type: 'NoneType' | 'ellipsis' }

/** The constant that CPython folds `node` to, or undefined. */
export function fold(node: Expression): Folded | undefined {
  switch (node.kind) {
    case 'Constant':
      return foldedConstant(node.value)
    case 'Name':
      return node.id === '__debug__' && node.ctx === 'Load' ? { type: 'bool', value: 1n } : undefined
    case 'UnaryOp': {
      const operand = fold(node.operand)
      return operand === undefined ? undefined : foldUnary(node.op, operand)
    }
    case 'BinOp': {
      // A long chain of operators that lean to the left is folded from its left end.
      const chain = [node]
      let left = node.left
      while (left.kind === 'BinOp') {
        chain.push(left)
        left = left.left
      }
      let value = fold(left)
      for (let i = chain.length - 1; i >= 0 && value !== undefined; i--) {
        const right = fold(chain[i].right)
        value = right === undefined ? undefined : foldBinary(chain[i].op, value, right)
      }
      return value
    }
    case 'Tuple': {
      if (node.ctx !== 'Load') return undefined
      const items: Folded[] = []
      for (const element of node.elts) {
        const item = fold(element)
        if (item === undefined) return undefined
        items.push(item)
      }
      return { type: 'tuple', items }
    }
    case 'Subscript': {
      if (node.ctx !== 'Load' || (node.value.kind !== 'Constant' && node.value.kind !== 'Tuple')) return undefined
      const value = fold(node.value)
      const index = value === undefined ? undefined : fold(node.slice)
      return value === undefined || index === undefined ? undefined : foldSubscript(value, index)
    }
    default:
      return undefined
  }
}

/** The name of the type that `node` makes, where it is plain: a display, a comprehension, a function, text or a constant. */
export function plainType(node: Expression): string | undefined {
  switch (node.kind) {
    case 'Tuple':
      return 'tuple'
    case 'List':
    case 'ListComp':
      return 'list'
    case 'Dict':
    case 'DictComp':
      return 'dict'
    case 'Set':
    case 'SetComp':
      return 'set'
    case 'GeneratorExp':
      return 'generator'
    case 'Lambda':
      return 'function'
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str'
    default:
      return fold(node)?.type
  }
}

/**
 * A text that is the same for two constants exactly when they are equal in Python (`1 == 1.0 == True`, `0.0 == -0.0`); undefined for
 * what is no constant. For the keys of mapping patterns: literals, signed numbers and complex sums.
 */
export function equalityKey(node: Expression): string | undefined {
  if (node.kind === 'Constant' && node.value.type === 'str') {
    return `str ${node.value.points?.join(' ') ?? JSON.stringify(node.value.value)}`
  }
  if (node.kind === 'Constant' && node.value.type === 'bytes') return `bytes ${node.value.value.join(' ')}`
  const number = complexValue(node)
  if (number !== undefined) {
    if (number.imag === 0) return realKey(number.real)
    return `complex ${realKey(number.real)} ${realKey(number.imag)}`
  }
  const folded = fold(node)
  return folded?.type === 'NoneType' ? 'None' : undefined
}

interface ComplexNumber {
  readonly real: bigint | number
  readonly imag: number
}

function complexValue(node: Expression): ComplexNumber | undefined {
  switch (node.kind) {
    case 'Constant':
      switch (node.value.type) {
        case 'int':
        case 'float':
          return { real: node.value.value, imag: 0 }
        case 'complex':
          return { real: 0, imag: node.value.imag }
        case 'True':
          return { real: 1n, imag: 0 }
        case 'False':
          return { real: 0n, imag: 0 }
        default:
          return undefined
      }
    case 'UnaryOp': {
      const value = complexValue(node.operand)
      return value === undefined || node.op !== 'USub' ? undefined : { real: -value.real, imag: -value.imag }
    }
    case 'BinOp': {
      const left = complexValue(node.left)
      const right = complexValue(node.right)
      if (left === undefined || right === undefined || (node.op !== 'Add' && node.op !== 'Sub')) return undefined
      return { real: left.real, imag: node.op === 'Add' ? right.imag : -right.imag }
    }
    default:
      return undefined
  }
}

function realKey(value: bigint | number): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : String(value)
  return String(value)
}

function foldedConstant(value: ConstantValue): Folded {
  switch (value.type) {
    case 'int':
      return { type: 'int', value: value.value }
    case 'float':
      return { type: 'float', value: value.value }
    case 'True':
      return { type: 'bool', value: 1n }
    case 'False':
      return { type: 'bool', value: 0n }
    case 'complex':
      return { type: 'complex' }
    case 'str':
    case 'bytes':
      return { type: value.type, length: value.value.length }
    case 'None':
      return { type: 'NoneType' }
    case 'Ellipsis':
      return { type: 'ellipsis' }
  }
}

function foldUnary(op: string, operand: Folded): Folded | undefined {
  if (op === 'Not') return { type: 'bool', value: isTrue(operand) ? 0n : 1n }
  switch (operand.type) {
    case 'int':
    case 'bool':
      return {
        type: 'int',
        value: op === 'USub' ? -operand.value : op === 'Invert' ? ~operand.value : operand.value,
      }
    case 'float':
      return op === 'Invert' ? undefined : { type: 'float', value: op === 'USub' ? -operand.value : operand.value }
    case 'complex':
      return op === 'Invert' ? undefined : operand
    default:
      return undefined
  }
}

function isTrue(value: Folded): boolean {
  switch (value.type) {
    case 'int':
    case 'bool':
      return value.value !== 0n
    case 'float':
      return value.value !== 0
    case 'str':
    case 'bytes':
      return value.length > 0
    case 'tuple':
      return value.items.length > 0
    case 'NoneType':
      return false
    default:
      return true
  }
}

function foldBinary(op: string, left: Folded, right: Folded): Folded | undefined {
  if (isInt(left) && isInt(right))
    return foldIntegers(op, left.value, right.value, left.type === 'bool' && right.type === 'bool')
  if (isNumber(left) && isNumber(right)) return foldNumbers(op, left, right)
  if (op === 'Add' && left.type === right.type) {
    if (left.type === 'tuple' && right.type === 'tuple')
      return { type: 'tuple', items: [...left.items, ...right.items] }
    if ('length' in left && 'length' in right) return { type: left.type, length: left.length + right.length }
  }
  if (op === 'Mult') {
    if (isInt(right)) return repeat(left, right.value)
    if (isInt(left)) return repeat(right, left.value)
  }
  return undefined
}

function isInt(value: Folded): value is Extract<Folded, { value: bigint }> {
  return value.type === 'int' || value.type === 'bool'
}

function isNumber(value: Folded): boolean {
  return isInt(value) || value.type === 'float' || value.type === 'complex'
}

/** The longest results that CPython folds, in bits (Python/ast_opt.c `MAX_INT_SIZE`). */
const maximumBits = 128

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length
}

function foldIntegers(op: string, a: bigint, b: bigint, bools: boolean): Folded | undefined {
  switch (op) {
    case 'Add':
      return { type: 'int', value: a + b }
    case 'Sub':
      return { type: 'int', value: a - b }
    case 'Mult':
      return a !== 0n && b !== 0n && bitLength(a) + bitLength(b) > maximumBits
        ? undefined
        : { type: 'int', value: a * b }
    case 'Div':
      return b === 0n ? undefined : { type: 'float', value: Number(a) / Number(b) }
    case 'FloorDiv':
    case 'Mod': {
      if (b === 0n) return undefined
      const remainder = ((a % b) + b) % b
      return { type: 'int', value: op === 'Mod' ? remainder : (a - remainder) / b }
    }
    case 'Pow':
      if (b < 0n) return a === 0n ? undefined : { type: 'float', value: Number(a) ** Number(b) }
      if (a !== 0n && b > 0n && BigInt(bitLength(a)) * b > BigInt(maximumBits)) return undefined
      return { type: 'int', value: a ** b }
    case 'LShift':
      if (b < 0n || (a !== 0n && b > BigInt(maximumBits)) || (a !== 0n && bitLength(a) + Number(b) > maximumBits)) {
        return undefined
      }
      return { type: 'int', value: a === 0n ? 0n : a << b }
    case 'RShift':
      return b < 0n ? undefined : { type: 'int', value: b > 1_000_000n ? (a < 0n ? -1n : 0n) : a >> b }
    case 'BitOr':
      return { type: bools ? 'bool' : 'int', value: a | b }
    case 'BitXor':
      return { type: bools ? 'bool' : 'int', value: a ^ b }
    case 'BitAnd':
      return { type: bools ? 'bool' : 'int', value: a & b }
    default:
      return undefined
  }
}

function foldNumbers(op: string, left: Folded, right: Folded): Folded | undefined {
  if (left.type === 'complex' || right.type === 'complex') {
    const divisorMayBeZero = op === 'Div' && right.type !== 'complex' && !isTrue(right)
    return ['Add', 'Sub', 'Mult', 'Div', 'Pow'].includes(op) && !divisorMayBeZero ? { type: 'complex' } : undefined
  }
  const a = Number('value' in left ? left.value : 0)
  const b = Number('value' in right ? right.value : 0)
  switch (op) {
    case 'Add':
      return { type: 'float', value: a + b }
    case 'Sub':
      return { type: 'float', value: a - b }
    case 'Mult':
      return { type: 'float', value: a * b }
    case 'Div':
      return b === 0 ? undefined : { type: 'float', value: a / b }
    case 'FloorDiv':
      return b === 0 ? undefined : { type: 'float', value: Math.floor(a / b) }
    case 'Mod':
      return b === 0 ? undefined : { type: 'float', value: a - b * Math.floor(a / b) }
    case 'Pow': {
      const value = a ** b
      if ((a === 0 && b < 0) || (!Number.isFinite(value) && Number.isFinite(a) && Number.isFinite(b))) {
        return a < 0 && Number.isNaN(value) ? { type: 'complex' } : undefined
      }
      return { type: 'float', value }
    }
    default:
      return undefined
  }
}

/** CPython folds repetitions up to 4,096 characters and 256 elements. */
function repeat(sequence: Folded, count: bigint): Folded | undefined {
  const times = count < 0n ? 0 : count > 5000n ? 5000 : Number(count)
  if (sequence.type === 'tuple') {
    const { items } = sequence
    if (items.length > 0 && items.length * times > 256) return undefined
    return { type: 'tuple', items: Array.from({ length: items.length === 0 ? 0 : times }, () => items).flat() }
  }
  if (sequence.type === 'str' || sequence.type === 'bytes') {
    if (sequence.length > 0 && sequence.length * times > 4096) return undefined
    return { type: sequence.type, length: sequence.length * times }
  }
  return undefined
}

function foldSubscript(value: Folded, index: Folded): Folded | undefined {
  if (!isInt(index)) return undefined
  const length = value.type === 'tuple' ? value.items.length : 'length' in value ? value.length : 0
  const at = Number(index.value < 0n ? index.value + BigInt(length) : index.value)
  if (!(at >= 0 && at < length)) return undefined
  if (value.type === 'tuple') return value.items[at]
  return value.type === 'bytes' ? { type: 'int', value: 0n } : { type: 'str', length: 1 }
}
