// Type slots: what a class does natively, one field per operation, as CPython's PyTypeObject. A class written in the language
// gets, for each special method it defines, the slot function that calls it (slot-call.ts); a built-in class gets, for each
// slot it has, the special method that calls it (native.ts). So instructions only ever look at slots.
//
// Every slot may return `undefined` (raised) or CALL (a frame was pushed whose result is the answer). Operands arrive as they
// are, except that `self` of the unary and item slots of `int` and `str` is already the plain value.

import type { Machine } from './machine.ts'
import type { END, PyType, Result, Value } from './value.ts'

export type Unary = (m: Machine, self: Value) => Result
/** Number slots are asked with the operands in source order, for the left and for the right operand's class alike. */
export type BinarySlot = (m: Machine, left: Value, right: Value) => Result

/** Field names are those of the special methods; `setItem` and `set`, `setattr` with value undefined delete. */
export class Slots {
  // object
  repr: Unary | null = null
  str: Unary | null = null
  hash: Unary | null = null
  /** `op` is Compare (op.ts). NotImplemented lets the other operand try. */
  compare: ((m: Machine, self: Value, other: Value, op: number) => Result) | null = null
  getattr: ((m: Machine, self: Value, name: string) => Result) | null = null
  setattr: ((m: Machine, self: Value, name: string, value: Value | undefined) => Result) | null = null
  /** `__get__`: `object` is undefined when looked up on the class itself. */
  get: ((m: Machine, self: Value, object: Value | undefined, owner: PyType) => Result) | null = null
  /** `__set__` and `__delete__`. */
  set: ((m: Machine, self: Value, object: Value, value: Value | undefined) => Result) | null = null
  bool: Unary | null = null
  // iteration
  iter: Unary | null = null
  /** Next item; the sentinel END (value.ts) when exhausted, without raising. */
  next: ((m: Machine, self: Value) => Result | typeof END) | null = null
  await: Unary | null = null
  aiter: Unary | null = null
  anext: Unary | null = null
  // containers
  len: Unary | null = null
  getItem: BinarySlot | null = null
  setItem: ((m: Machine, self: Value, key: Value, value: Value | undefined) => Result) | null = null
  contains: BinarySlot | null = null
  /** sq_concat, sq_repeat: asked after the number slots of both operands (`self` is always the sequence). */
  concat: BinarySlot | null = null
  repeat: BinarySlot | null = null
  inplaceConcat: BinarySlot | null = null
  inplaceRepeat: BinarySlot | null = null
  // numbers
  int: Unary | null = null
  float: Unary | null = null
  index: Unary | null = null
  neg: Unary | null = null
  pos: Unary | null = null
  abs: Unary | null = null
  invert: Unary | null = null
  add: BinarySlot | null = null
  sub: BinarySlot | null = null
  mul: BinarySlot | null = null
  matmul: BinarySlot | null = null
  truediv: BinarySlot | null = null
  floordiv: BinarySlot | null = null
  mod: BinarySlot | null = null
  divmod: BinarySlot | null = null
  pow: ((m: Machine, left: Value, right: Value, modulus: Value) => Result) | null = null
  lshift: BinarySlot | null = null
  rshift: BinarySlot | null = null
  and: BinarySlot | null = null
  xor: BinarySlot | null = null
  or: BinarySlot | null = null
  iadd: BinarySlot | null = null
  isub: BinarySlot | null = null
  imul: BinarySlot | null = null
  imatmul: BinarySlot | null = null
  itruediv: BinarySlot | null = null
  ifloordiv: BinarySlot | null = null
  imod: BinarySlot | null = null
  ipow: BinarySlot | null = null
  ilshift: BinarySlot | null = null
  irshift: BinarySlot | null = null
  iand: BinarySlot | null = null
  ixor: BinarySlot | null = null
  ior: BinarySlot | null = null
}

export type SlotName = keyof Slots
/** Of classes that are not ready yet. */
export const NO_SLOTS: Slots = new Slots()
export const SLOT_NAMES = Object.keys(NO_SLOTS) as SlotName[]
