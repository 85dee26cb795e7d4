// How a class is named in reprs and messages. CPython: typeobject.c type_repr.
//
// Knows nothing of machines.

import type { PyType, Value } from './value.ts'

/** `__module__` of a class. */
export function moduleOf(type: PyType): Value {
  return type.ns.getStr('__module__') ?? 'builtins'
}

/** `module.qualname`, without `builtins.`. */
export function typeTitleOf(type: PyType): string {
  const module = moduleOf(type)
  return module === 'builtins' || typeof module !== 'string' ? type.qualname : `${module}.${type.qualname}`
}
