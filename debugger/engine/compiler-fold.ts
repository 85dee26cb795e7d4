/**
 * Expressions whose value is known while compiling. CPython: Python/ast_opt.c (3.13), as far as a program can notice.
 * What would fail is left for the run; large results are not computed.
 */

import type { BinOp, Expression, UnaryOp } from '../../language/tree.ts'
import { boolean, type Constant, isTrue, TRUE } from './compiler-constant.ts'

/** CPython's bounds on what folding may produce: bits of an int, characters of a str, items of a tuple. */
const INT_BITS = 128
const STRING_LENGTH = 4096
const TUPLE_ITEMS = 256

const known = new WeakMap<Expression, { constant: Constant | null }>()

/** The constant that an expression is, or null. */
export function constantOf(expression: Expression): Constant | null {
  switch (expression.kind) {
    case 'Constant':
      return expression.value
    case 'Name':
      return expression.ctx === 'Load' && expression.id === '__debug__' ? TRUE : null
    case 'Tuple':
    case 'UnaryOp':
    case 'BinOp':
    case 'Subscript': {
      let entry = known.get(expression)
      if (entry === undefined) {
        entry = { constant: compute(expression) }
        known.set(expression, entry)
      }
      return entry.constant
    }
    default:
      return null
  }
}

/** The constants that all of some expressions are, or null. */
export function constantsOf(expressions: readonly (Expression | null)[]): Constant[] | null {
  const constants: Constant[] = []
  for (const expression of expressions) {
    const constant = expression === null ? null : constantOf(expression)
    if (constant === null) return null
    constants.push(constant)
  }
  return constants
}

function compute(expression: Expression): Constant | null {
  switch (expression.kind) {
    case 'Tuple': {
      if (expression.ctx !== 'Load') return null
      const items = constantsOf(expression.elts)
      return items === null ? null : { type: 'tuple', items }
    }
    case 'UnaryOp':
      return unary(expression)
    case 'BinOp':
      return binary(expression)
    case 'Subscript': {
      if (expression.ctx !== 'Load') return null
      const value = constantOf(expression.value)
      const index = value === null ? null : constantOf(expression.slice)
      return value === null || index === null ? null : subscript(value, index)
    }
    default:
      return null
  }
}

function unary(expression: UnaryOp): Constant | null {
  const operand = constantOf(expression.operand)
  if (operand === null) return null
  if (expression.op === 'Not') return boolean(!isTrue(operand))
  if (operand.type === 'float') {
    if (expression.op === 'USub') return { type: 'float', value: -operand.value }
    return expression.op === 'UAdd' ? operand : null
  }
  if (operand.type === 'complex') {
    if (expression.op === 'UAdd') return operand
    return expression.op === 'USub' ? { type: 'complex', real: -(operand.real ?? 0), imag: -operand.imag } : null
  }
  const value = asInteger(operand)
  if (value === null) return null
  // ~True is deprecated: the warning comes at run time.
  if (expression.op === 'Invert') return operand.type === 'int' ? { type: 'int', value: ~value } : null
  return { type: 'int', value: expression.op === 'USub' ? -value : value }
}

function asInteger(constant: Constant): bigint | null {
  if (constant.type === 'int') return constant.value
  return constant.type === 'True' ? 1n : constant.type === 'False' ? 0n : null
}

function asFloat(constant: Constant): number | null {
  if (constant.type === 'float') return constant.value
  const integer = asInteger(constant)
  if (integer === null) return null
  const value = Number(integer)
  return Number.isSafeInteger(value) ? value : null
}

function binary(expression: BinOp): Constant | null {
  const left = constantOf(expression.left)
  if (left === null) return null
  const right = constantOf(expression.right)
  if (right === null) return null
  const a = asInteger(left)
  const b = asInteger(right)
  if (a !== null && b !== null) {
    const result = integers(expression.op, a, b)
    const areBools = left.type !== 'int' && right.type !== 'int'
    return areBools && BITWISE.has(expression.op) && result?.type === 'int' ? boolean(result.value !== 0n) : result
  }
  if (left.type === 'complex' || right.type === 'complex') return complexes(expression.op, left, right)
  if (left.type === 'float' || right.type === 'float') {
    const x = asFloat(left)
    const y = asFloat(right)
    return x === null || y === null ? null : floats(expression.op, x, y)
  }
  if (expression.op === 'Add') {
    if (left.type === 'str' && right.type === 'str' && left.points === undefined && right.points === undefined)
      return { type: 'str', value: left.value + right.value }
    if (left.type === 'bytes' && right.type === 'bytes')
      return { type: 'bytes', value: Uint8Array.of(...left.value, ...right.value) }
    if (left.type === 'tuple' && right.type === 'tuple')
      return { type: 'tuple', items: [...left.items, ...right.items] }
  }
  if (expression.op === 'Mult') return repeat(left, b) ?? repeat(right, a)
  return null
}

/** These make a bool of two bools. */
const BITWISE: ReadonlySet<string> = new Set(['BitAnd', 'BitOr', 'BitXor'])

function repeat(sequence: Constant, count: bigint | null): Constant | null {
  if (count === null || count < 0n || count > BigInt(STRING_LENGTH)) return null
  const times = Number(count)
  if (sequence.type === 'str' && sequence.points === undefined && sequence.value.length * times <= STRING_LENGTH)
    return { type: 'str', value: sequence.value.repeat(times) }
  if (sequence.type === 'bytes' && sequence.value.length * times <= STRING_LENGTH)
    return { type: 'bytes', value: Uint8Array.from(Array.from({ length: times }, () => [...sequence.value]).flat()) }
  if (sequence.type === 'tuple' && sequence.items.length * times <= TUPLE_ITEMS)
    return { type: 'tuple', items: Array.from({ length: times }, () => sequence.items).flat() }
  return null
}

function integers(op: BinOp['op'], a: bigint, b: bigint): Constant | null {
  const value = integerResult(op, a, b)
  return value === null ? null : typeof value === 'number' ? { type: 'float', value } : { type: 'int', value }
}

function integerResult(op: BinOp['op'], a: bigint, b: bigint): bigint | number | null {
  switch (op) {
    case 'Add':
      return a + b
    case 'Sub':
      return a - b
    case 'Mult':
      return bits(a) + bits(b) > INT_BITS ? null : a * b
    case 'FloorDiv':
      return b === 0n ? null : floorDivide(a, b)
    case 'Mod':
      return b === 0n ? null : a - floorDivide(a, b) * b
    case 'Pow':
      return b < 0n || b > 128n || bits(a) * Number(b) > INT_BITS ? null : a ** b
    case 'LShift':
      return b < 0n || b > 128n || bits(a) + Number(b) > INT_BITS ? null : a << b
    case 'RShift':
      return b < 0n || b > 1000n ? null : a >> b
    case 'BitAnd':
      return a & b
    case 'BitOr':
      return a | b
    case 'BitXor':
      return a ^ b
    case 'Div': {
      const x = Number(a)
      const y = Number(b)
      return b === 0n || !Number.isSafeInteger(x) || !Number.isSafeInteger(y) ? null : x / y
    }
    default:
      return null
  }
}

function bits(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}

function floats(op: BinOp['op'], x: number, y: number): Constant | null {
  switch (op) {
    case 'Add':
      return { type: 'float', value: x + y }
    case 'Sub':
      return { type: 'float', value: x - y }
    case 'Mult':
      return { type: 'float', value: x * y }
    case 'Div':
      return y === 0 ? null : { type: 'float', value: x / y }
    default:
      return null
  }
}

function complexes(op: BinOp['op'], left: Constant, right: Constant): Constant | null {
  const parts = (c: Constant) => (c.type === 'complex' ? [c.real ?? 0, c.imag] : [asFloat(c), 0])
  const [a, b] = parts(left)
  const [c, d] = parts(right)
  if (a == null || b == null || c == null || d == null) return null
  if (op === 'Add') return { type: 'complex', real: a + c, imag: b + d }
  return op === 'Sub' ? { type: 'complex', real: a - c, imag: b - d } : null
}

function subscript(value: Constant, index: Constant): Constant | null {
  const at = asInteger(index)
  if (at === null) return null
  if (value.type === 'tuple') return value.items.at(toIndex(at, value.items.length)) ?? null
  if (value.type === 'bytes') {
    const byte = value.value.at(toIndex(at, value.value.length))
    return byte === undefined ? null : { type: 'int', value: BigInt(byte) }
  }
  if (value.type === 'str' && value.points === undefined && isAscii(value.value)) {
    const character = value.value.at(toIndex(at, value.value.length))
    return character === undefined ? null : { type: 'str', value: character }
  }
  return null
}

/** An index for `at()`, out of range when it is out of range. */
function toIndex(at: bigint, length: number): number {
  return at >= -BigInt(length) && at < BigInt(length) ? Number(at) : length
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}
