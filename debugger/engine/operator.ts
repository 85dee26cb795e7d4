// Operators as CPython dispatches them: which operand's class is asked first, reflected forms, fallbacks, and the TypeErrors.
// A question that has to run Python code goes on, when that gives NotImplemented, at the next stage (Finish.Binary, Compare).
// CPython: Objects/abstract.c binary_op1, PyNumber_*, object.c do_richcompare.
//
// Knows nothing of instructions; natives may call these as their last act.

import { lookup } from './attribute.ts'
import { Finish } from './finish.ts'
import { iterOf } from './iterate.ts'
import type { Machine } from './machine.ts'
import { BINARY_SYMBOLS, Binary, COMPARE_SYMBOLS, Compare } from './op.ts'
import type { BinarySlot, SlotName, Slots, Unary } from './slot.ts'
import { SWAPPED } from './slot-methods.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { asInt, CALL, PyType, type Result, type Value } from './value.ts'

/** Slot of each Binary: plain, then in-place. */
const PLAIN: readonly SlotName[] = [
  ...([
    'add',
    'and',
    'floordiv',
    'lshift',
    'matmul',
    'mul',
    'mod',
    'or',
    'pow',
    'rshift',
    'sub',
    'truediv',
    'xor',
  ] as const),
]
const IN_PLACE_FROM = Binary.InplaceAdd
const IN_PLACE: readonly SlotName[] = PLAIN.map(name => `i${name}` as SlotName)

/** Stages of a binary operator: each asks one party. */
enum Stage {
  InPlace,
  /** The right operand first, when its class derives from the left one's. */
  RightFirst,
  Left,
  Right,
  Sequence,
  Error,
}

export interface BinaryState {
  readonly op: Binary
  readonly left: Value
  readonly right: Value
  readonly stage: number
  /** The right operand has been asked. */
  readonly isRightDone: boolean
}

/** `left op right`. */
export function binaryOperator(m: Machine, op: Binary, left: Value, right: Value): Result {
  return binaryFrom(m, op, left, right, op >= IN_PLACE_FROM ? Stage.InPlace : Stage.RightFirst, false)
}

/** Goes on after a stage gave NotImplemented. */
export function continueBinary(m: Machine, s: BinaryState): Result {
  return binaryFrom(m, s.op, s.left, s.right, s.stage, s.isRightDone)
}

function binaryFrom(m: Machine, op: Binary, left: Value, right: Value, from: number, rightDone: boolean): Result {
  const isInPlace = op >= IN_PLACE_FROM
  const plain = isInPlace ? op - IN_PLACE_FROM : op
  const name = PLAIN[plain]!
  const leftType = m.typeOf(left)
  const rightType = m.typeOf(right)
  let isRightDone = rightDone
  const ask = (slot: unknown, stage: number, isPower: boolean): Result => {
    const result = isPower
      ? (slot as NonNullable<Slots['pow']>)(m, left, right, null)
      : (slot as BinarySlot)(m, left, right)
    return result === CALL ? m.after(CALL, Finish.Binary, { op, left, right, stage: stage + 1, isRightDone }) : result
  }
  const isPower = plain === Binary.Power
  for (let stage = from; ; stage++) {
    switch (stage) {
      case Stage.InPlace: {
        const slot = leftType.slots[IN_PLACE[plain]!]
        if (slot === null) break
        const result = ask(slot, stage, false)
        if (result !== NOT_IMPLEMENTED) return result
        break
      }
      case Stage.RightFirst: {
        const right_ = rightType.slots[name]
        if (right_ === null || rightType === leftType || right_ === leftType.slots[name]) {
          isRightDone = true
          break
        }
        if (leftType.slots[name] === null || !rightType.mro.includes(leftType)) break
        isRightDone = true
        const result = ask(right_, stage, isPower)
        if (result !== NOT_IMPLEMENTED) return result
        break
      }
      case Stage.Left: {
        const slot = leftType.slots[name]
        if (slot === null) break
        const result = ask(slot, stage, isPower)
        if (result !== NOT_IMPLEMENTED) return result
        break
      }
      case Stage.Right: {
        if (isRightDone) break
        isRightDone = true
        const result = ask(rightType.slots[name], stage, isPower)
        if (result !== NOT_IMPLEMENTED) return result
        break
      }
      case Stage.Sequence: {
        const result = sequenceOperator(m, plain, isInPlace, left, right)
        if (result !== NOT_IMPLEMENTED) return result
        break
      }
      default:
        return binaryError(m, op, left, right)
    }
  }
}

/** `+` and `*` of sequences, after the numbers were asked. */
function sequenceOperator(m: Machine, plain: Binary, isInPlace: boolean, left: Value, right: Value): Result {
  const l = m.typeOf(left).slots
  if (plain === Binary.Add) {
    if (isInPlace && l.inplaceConcat !== null) return l.inplaceConcat(m, left, right)
    return l.concat === null ? NOT_IMPLEMENTED : l.concat(m, left, right)
  }
  if (plain !== Binary.Multiply) return NOT_IMPLEMENTED
  if (isInPlace && l.inplaceRepeat !== null) return repeat(m, l.inplaceRepeat, left, right)
  if (l.repeat !== null) return repeat(m, l.repeat, left, right)
  const r = m.typeOf(right).slots
  return r.repeat === null ? NOT_IMPLEMENTED : repeat(m, r.repeat, right, left)
}

function repeat(m: Machine, slot: BinarySlot, sequence: Value, count: Value): Result {
  if (asInt(count) !== undefined) return slot(m, sequence, count)
  const { index } = m.typeOf(count).slots
  if (index === null) {
    return m.raise('TypeError', `can't multiply sequence by non-int of type '${m.typeName(count)}'`)
  }
  return m.callPrelude('_sequence_repeat', sequence, count)
}

function binaryError(m: Machine, op: Binary, left: Value, right: Value): undefined {
  const symbol = op === Binary.Power ? '** or pow()' : op === Binary.InplacePower ? '**=' : BINARY_SYMBOLS[op]!
  const types = `'${m.typeName(left)}' and '${m.typeName(right)}'`
  if (
    op === Binary.Rshift &&
    m.typeOf(left) === T.builtinFunction &&
    (left as { def?: { name: string } }).def?.name === 'print'
  ) {
    return m.raise(
      'TypeError',
      `unsupported operand type(s) for >>: ${types}. Did you mean "print(<message>, file=<output_stream>)"?`,
    )
  }
  return m.raise('TypeError', `unsupported operand type(s) for ${symbol}: ${types}`)
}

// ---- comparison ----

export interface CompareState {
  readonly op: Compare
  readonly left: Value
  readonly right: Value
  readonly stage: number
  readonly isRightDone: boolean
}

/** `left op right` for the six comparisons. The result need not be a bool. */
export function compare(m: Machine, left: Value, right: Value, op: Compare): Result {
  return compareFrom(m, left, right, op, 0, false)
}

/** Goes on after one side gave NotImplemented. */
export function continueCompare(m: Machine, s: CompareState): Result {
  return compareFrom(m, s.left, s.right, s.op, s.stage, s.isRightDone)
}

function compareFrom(m: Machine, left: Value, right: Value, op: Compare, from: number, done: boolean): Result {
  const leftType = m.typeOf(left)
  const rightType = m.typeOf(right)
  let isRightDone = done
  for (let stage = from; stage < 3; stage++) {
    let result: Result = NOT_IMPLEMENTED
    if (stage === 1) {
      if (leftType.slots.compare !== null) result = leftType.slots.compare(m, left, right, op)
    } else {
      const { compare: slot } = rightType.slots
      if (slot === null || (stage === 0 && (rightType === leftType || !rightType.mro.includes(leftType)))) continue
      if (stage === 2 && isRightDone) continue
      isRightDone = true
      result = slot(m, right, left, SWAPPED[op]!)
    }
    if (result === CALL) return m.after(CALL, Finish.Compare, { op, left, right, stage: stage + 1, isRightDone })
    if (result !== NOT_IMPLEMENTED) return result
  }
  if (op === Compare.Eq) return left === right
  if (op === Compare.Ne) return left !== right
  const types = `'${leftType.name}' and '${rightType.name}'`
  return m.raise('TypeError', `'${COMPARE_SYMBOLS[op]}' not supported between instances of ${types}`)
}

// ---- unary ----

/** `bool(value)` as a JS boolean inside Result. CPython: PyObject_IsTrue. */
export function truth(m: Machine, value: Value): Result {
  switch (typeof value) {
    case 'boolean':
      return value
    case 'number':
      return value !== 0
    case 'bigint':
      return true
    case 'string':
      return value.length > 0
  }
  if (value === null) return false
  const { slots } = value.cls
  if (slots.bool !== null) return slots.bool(m, value)
  if (slots.len === null) return true
  const length = slots.len(m, value)
  return length === CALL ? m.after(CALL, Finish.LenToBool) : length === undefined ? undefined : length !== 0
}

const UNARY_SYMBOLS = { neg: '-', pos: '+', invert: '~' } as const

/** `-value`, `+value`, `~value`. */
export function unary(m: Machine, name: 'neg' | 'pos' | 'invert', value: Value): Result {
  const slot: Unary | null = m.typeOf(value).slots[name]
  if (slot === null) {
    return m.raise('TypeError', `bad operand type for unary ${UNARY_SYMBOLS[name]}: '${m.typeName(value)}'`)
  }
  return slot(m, unboxed(value))
}

// The plain int behind a bool: the slots of int want a number.
function unboxed(value: Value): Value {
  return typeof value === 'boolean' ? Number(value) : value
}

/** `repr(value)`. */
export function reprOf(m: Machine, value: Value): Result {
  return m.typeOf(value).slots.repr!(m, value)
}

/** `str(value)`. */
export function strOf(m: Machine, value: Value): Result {
  if (typeof value === 'string') return value
  return m.typeOf(value).slots.str!(m, value)
}

// ---- items ----

/** `container[key]`. CPython: PyObject_GetItem. */
export function getItem(m: Machine, container: Value, key: Value): Result {
  const { getItem: slot } = m.typeOf(container).slots
  if (slot !== null) return slot(m, container, key)
  if (container instanceof PyType) {
    const found = lookup(container, '__class_getitem__')
    if (found !== undefined && found !== null) {
      const get = m.typeOf(found).slots.get
      const bound = get === null ? found : get(m, found, undefined, container)
      return bound === undefined ? undefined : m.call(bound as Value, key)
    }
    if (container === T.type) return m.callPrelude('_generic_alias', container, key)
    return m.raise('TypeError', `type '${container.name}' is not subscriptable`)
  }
  return m.raise('TypeError', `'${m.typeName(container)}' object is not subscriptable`)
}

/** `container[key] = value`, or `del container[key]` when value is undefined. The result is null. */
export function setItemOf(m: Machine, container: Value, key: Value, value: Value | undefined): Result {
  const { setItem: slot } = m.typeOf(container).slots
  if (slot !== null) return slot(m, container, key, value)
  const verb = value === undefined ? "doesn't support item deletion" : 'does not support item assignment'
  return m.raise('TypeError', `'${m.typeName(container)}' object ${verb}`)
}

/** `item in container`: a bool. */
export function contains(m: Machine, container: Value, item: Value): Result {
  const type = m.typeOf(container)
  if (type.slots.contains !== null) return type.slots.contains(m, container, item)
  if (type.slots.iter === null && type.slots.getItem === null) {
    return m.raise('TypeError', `argument of type '${type.name}' is not iterable`)
  }
  return m.callPrelude('_contains', container, item)
}

/** `iter(value)`. */
export { iterOf }
