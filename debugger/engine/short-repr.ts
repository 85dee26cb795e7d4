// A short text of any value for people (trace events, variables, hovers): never runs the program, never fails, never long.
// Containers are cut, cycles shown as `...`, objects with a `__repr__` of their own as `<Name object>`.

import { bytesOf, PyByteArray } from './bytes.ts'
import { complexRepr } from './complex.ts'
import { PyDict } from './dict.ts'
import { PyException } from './exception.ts'
import { floatRepr } from './float-text.ts'
import { bitLength } from './int.ts'
import { NativeFunction } from './native.ts'
import { PyRange } from './range.ts'
import { PySet } from './set.ts'
import { bytesRepr, strRepr } from './str-repr.ts'
import { T } from './types.ts'
import {
  BoundMethod,
  Instance,
  type Obj,
  PyBytes,
  PyComplex,
  PyFloat,
  PyFunction,
  PyList,
  PyModule,
  PyTuple,
  PyType,
  Singleton,
  type Value,
} from './value.ts'

/** About `limit` characters of what repr(value) would show; longer texts end in '…'. */
export function shortRepr(value: Value, limit = 60): string {
  const text = write(value, limit, [])
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}

function write(value: Value, room: number, outer: readonly Obj[]): string {
  switch (typeof value) {
    case 'string':
      return value.length > room ? strRepr(value.slice(0, room)) : strRepr(value)
    case 'number':
      return String(value)
    case 'bigint':
      return bitLength(value) > 4 * room ? `<int of ${bitLength(value)} bits>` : String(value)
    case 'boolean':
      return value ? 'True' : 'False'
  }
  return value === null ? 'None' : writeObject(value, room, outer)
}

function writeObject(value: Obj, room: number, outer: readonly Obj[]): string {
  const name = value.cls.name
  if (value instanceof PyFloat) return floatRepr(value.value)
  if (value instanceof PyComplex) return complexRepr(value)
  if (value instanceof PyBytes) return bytesRepr(value.bytes.subarray(0, room))
  if (value instanceof PyByteArray) return `bytearray(${bytesRepr(bytesOf(value)!.subarray(0, room))})`
  if (value instanceof Singleton) return value.text
  if (value instanceof PyRange) {
    return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`
  }
  if (value instanceof PyType) return `<class '${value.qualname}'>`
  if (value instanceof PyFunction) return `<function ${value.qualname}>`
  if (value instanceof NativeFunction) return `<built-in ${value.def.name}>`
  if (value instanceof BoundMethod) {
    const { func } = value
    return `<bound method ${func instanceof PyFunction ? func.qualname : '?'}>`
  }
  if (value instanceof PyModule) return `<module ${write(value.dict.getStr('__name__') ?? null, room, outer)}>`
  if (outer.includes(value)) return '...'
  const inner = [...outer, value]
  if (value instanceof PyException) return sequence(`${name}(`, value.args.items, ')', room, inner)
  if (value instanceof PyList) return named(value, T.list, sequence('[', value.items, ']', room, inner))
  if (value instanceof PyTuple) {
    return named(value, T.tuple, sequence('(', value.items, value.items.length === 1 ? ',)' : ')', room, inner))
  }
  if (value instanceof PySet) {
    if (value.size === 0) return `${name}()`
    const text = sequence('{', value.elements(), '}', room, inner)
    return value.cls === T.set ? text : `${name}(${text})`
  }
  if (value instanceof PyDict) return named(value, T.dict, dict(value, room, inner))
  if (value instanceof Instance && value.payload !== undefined) return write(value.payload, room, inner)
  return `<${value.cls.isHeap ? value.cls.qualname : name} object>`
}

// An instance of a subclass is shown with the name of its class.
function named(value: Obj, type: PyType, text: string): string {
  return value.cls === type ? text : `${value.cls.name}(${text})`
}

function sequence(open: string, items: readonly Value[], close: string, room: number, outer: readonly Obj[]): string {
  if (outer.length > 8) return `${open}…${close}`
  let text = open
  for (let i = 0; i < items.length; i++) {
    if (i > 0) text += ', '
    if (text.length >= room) return `${text}…${close}`
    text += write(items[i] as Value, room - text.length, outer)
  }
  return text + close
}

function dict(value: PyDict, room: number, outer: readonly Obj[]): string {
  if (outer.length > 8) return '{…}'
  let text = '{'
  for (let i = value.next(0); i >= 0; i = value.next(i + 1)) {
    if (text.length > 1) text += ', '
    if (text.length >= room) return `${text}…}`
    text += `${write(value.keyAt(i), room - text.length, outer)}: `
    text += write(value.valueAt(i), Math.max(8, room - text.length), outer)
  }
  return `${text}}`
}
