// Which special methods stand for which slot, and how a native slot is called as a method. CPython: typeobject.c slotdefs.
//
// Knows nothing of classes.

import { Compare } from './op.ts'
import type { SlotName } from './slot.ts'

/** Special methods by slot. */
export const SLOT_METHODS: { readonly [K in SlotName]?: readonly string[] } = {
  repr: ['__repr__'],
  str: ['__str__'],
  hash: ['__hash__'],
  compare: ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'],
  getattr: ['__getattribute__', '__getattr__'],
  setattr: ['__setattr__', '__delattr__'],
  get: ['__get__'],
  set: ['__set__', '__delete__'],
  bool: ['__bool__'],
  iter: ['__iter__'],
  next: ['__next__'],
  await: ['__await__'],
  aiter: ['__aiter__'],
  anext: ['__anext__'],
  len: ['__len__'],
  getItem: ['__getitem__'],
  setItem: ['__setitem__', '__delitem__'],
  contains: ['__contains__'],
  concat: ['__add__'],
  repeat: ['__mul__', '__rmul__'],
  inplaceConcat: ['__iadd__'],
  inplaceRepeat: ['__imul__'],
  int: ['__int__'],
  float: ['__float__'],
  index: ['__index__'],
  neg: ['__neg__'],
  pos: ['__pos__'],
  abs: ['__abs__'],
  invert: ['__invert__'],
  add: ['__add__', '__radd__'],
  sub: ['__sub__', '__rsub__'],
  mul: ['__mul__', '__rmul__'],
  matmul: ['__matmul__', '__rmatmul__'],
  truediv: ['__truediv__', '__rtruediv__'],
  floordiv: ['__floordiv__', '__rfloordiv__'],
  mod: ['__mod__', '__rmod__'],
  divmod: ['__divmod__', '__rdivmod__'],
  pow: ['__pow__', '__rpow__'],
  lshift: ['__lshift__', '__rlshift__'],
  rshift: ['__rshift__', '__rrshift__'],
  and: ['__and__', '__rand__'],
  xor: ['__xor__', '__rxor__'],
  or: ['__or__', '__ror__'],
  iadd: ['__iadd__'],
  isub: ['__isub__'],
  imul: ['__imul__'],
  imatmul: ['__imatmul__'],
  itruediv: ['__itruediv__'],
  ifloordiv: ['__ifloordiv__'],
  imod: ['__imod__'],
  ipow: ['__ipow__'],
  ilshift: ['__ilshift__'],
  irshift: ['__irshift__'],
  iand: ['__iand__'],
  ixor: ['__ixor__'],
  ior: ['__ior__'],
}

/** Rich comparison methods by Compare. */
export const COMPARE_METHODS: readonly string[] = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__']

/** The comparison with the operands exchanged. */
export const SWAPPED: readonly Compare[] = [Compare.Gt, Compare.Ge, Compare.Eq, Compare.Ne, Compare.Lt, Compare.Le]
