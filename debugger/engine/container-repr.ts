// `repr` of containers as far as no Python code is needed; an item with a `__repr__` written in the language sends the whole
// container to the prelude, which has the same recursion guard (`[...]`).

import { complexRepr } from './complex.ts'
import { Coroutine } from './coroutine.ts'
import type { PyDict } from './dict.ts'
import { Fail } from './fail.ts'
import { floatRepr } from './float-text.ts'
import { intToString } from './int-text.ts'
import type { Machine } from './machine.ts'
import { NativeFunction } from './native.ts'
import { PySet } from './set.ts'
import { bytesRepr, strRepr } from './str-repr.ts'
import { T } from './types.ts'
import {
  BoundMethod,
  Instance,
  type Obj,
  type PyBytes,
  PyComplex,
  type PyFloat,
  PyFunction,
  type PyList,
  PyModule,
  type PyTuple,
  PyType,
  type Result,
  Singleton,
  type Value,
} from './value.ts'

const DEPTH_LIMIT = 64
/** Text beyond this is left to the prelude, which can be paused. */
const LENGTH_LIMIT = 1 << 24

/** `repr(self)` of a list, tuple, dict, set …: natively or by the prelude. */
export function reprOfContainer(m: Machine, self: Obj): Result {
  const text = nativeRepr(m, self)
  return text === undefined ? m.callPrelude('container_repr', self) : text
}

/** `repr(value)`; undefined when Python code must run (or when it would raise). */
export function nativeRepr(m: Machine, value: Value): string | undefined {
  const writer = new ReprWriter(m)
  return writer.write(value) ? writer.text : undefined
}

class ReprWriter {
  text = ''
  private readonly m: Machine
  private readonly active: Obj[] = []

  constructor(m: Machine) {
    this.m = m
  }

  /** Appends the repr; false: it needs Python code. */
  write(value: Value): boolean {
    if (this.text.length > LENGTH_LIMIT) return false
    switch (typeof value) {
      case 'string':
        this.text += strRepr(value)
        return true
      case 'number':
        this.text += value
        return true
      case 'boolean':
        this.text += value ? 'True' : 'False'
        return true
      case 'bigint': {
        const digits = intToString(value)
        if (digits instanceof Fail) return false
        this.text += digits
        return true
      }
    }
    if (value === null) {
      this.text += 'None'
      return true
    }
    return this.writeObject(value)
  }

  private writeObject(value: Obj): boolean {
    if (value.cls === T.float) return this.add(floatRepr((value as PyFloat).value))
    if (value.cls === T.list) {
      return this.nested(value, '[...]', () => this.items('[', (value as PyList).items, ']'))
    }
    if (value.cls === T.tuple) {
      const { items } = value as PyTuple
      return this.nested(value, '(...)', () => this.items('(', items, items.length === 1 ? ',)' : ')'))
    }
    if (value.cls === T.dict) return this.nested(value, '{...}', () => this.dict(value as PyDict))
    if (value instanceof PySet && !value.cls.isHeap) {
      const name = value.cls === T.set ? '' : `${value.cls.name}`
      if (value.size === 0) return this.add(`${name === '' ? 'set' : name}()`)
      const guard = `${value.cls.name}(...)`
      const [open, close] = name === '' ? ['{', '}'] : [`${name}({`, '})']
      return this.nested(value, guard, () => this.items(open as string, value.elements(), close as string))
    }
    if (value.cls === T.bytes) return this.add(bytesRepr((value as PyBytes).bytes))
    if (value instanceof PyComplex && value.cls === T.complex) return this.add(complexRepr(value))
    return this.other(value)
  }

  // Classes whose `repr` slot is known to push no frame.
  private other(value: Obj): boolean {
    const repr = value.cls.slots.repr
    if (repr === null) return false
    const isSimple =
      value instanceof Coroutine ||
      value instanceof PyFunction ||
      value instanceof NativeFunction ||
      value instanceof Singleton ||
      value instanceof PyModule ||
      (value instanceof PyType && value.cls === T.type) ||
      (value instanceof Instance && value.payload === undefined && repr === T.object.slots.repr)
    if (!isSimple || value instanceof BoundMethod) return false
    const result = repr(this.m, value as never)
    return typeof result === 'string' ? this.add(result) : false
  }

  private add(text: string): boolean {
    this.text += text
    return true
  }

  private nested(value: Obj, guard: string, write: () => boolean): boolean {
    if (this.active.includes(value)) return this.add(guard)
    if (this.active.length >= DEPTH_LIMIT) return false
    this.active.push(value)
    const done = write()
    this.active.pop()
    return done
  }

  private items(open: string, items: readonly Value[], close: string): boolean {
    this.text += open
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.text += ', '
      if (!this.write(items[i] as Value)) return false
    }
    this.text += close
    return true
  }

  private dict(dict: PyDict): boolean {
    this.text += '{'
    let separator = ''
    for (let i = dict.next(0); i >= 0; i = dict.next(i + 1)) {
      this.text += separator
      if (!this.write(dict.keyAt(i))) return false
      this.text += ': '
      if (!this.write(dict.valueAt(i))) return false
      separator = ', '
    }
    this.text += '}'
    return true
  }
}
