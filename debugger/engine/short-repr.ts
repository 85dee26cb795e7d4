// A short text for a value, for the trace and for views: at most 60 characters, made without running the program and without
// looking deep.
//
// Knows nothing of `repr()` of the language, which may run the program.

import { Coroutine, KIND_WORDS } from './coroutine.ts'
import { PyDict } from './dict.ts'
import { PyException } from './exception.ts'
import { floatRepr } from './float-text.ts'
import { PySet } from './set.ts'
import { strRepr } from './str-repr.ts'
import {
  BoundMethod,
  Instance,
  PyBytes,
  PyFloat,
  PyFunction,
  PyList,
  PyModule,
  PyTuple,
  PyType,
  Singleton,
  type Value,
} from './value.ts'

export const SHORT = 60
const ITEMS = 6

export function shortRepr(value: Value): string {
  const text = describe(value, 2)
  return text.length <= SHORT ? text : `${text.slice(0, SHORT - 1)}…`
}

function describe(value: Value, depth: number): string {
  switch (typeof value) {
    case 'number':
      return String(value)
    case 'bigint':
      return value < 10n ** 60n && value > -(10n ** 60n) ? String(value) : '<large int>'
    case 'boolean':
      return value ? 'True' : 'False'
    case 'string':
      return strRepr(value.length > SHORT ? value.slice(0, SHORT) : value)
  }
  if (value === null) return 'None'
  if (value instanceof PyFloat) return floatRepr(value.value)
  if (value instanceof Singleton) return value.text
  if (value instanceof PyTuple) {
    const inner = items(value.items, depth)
    return value.items.length === 1 ? `(${inner},)` : `(${inner})`
  }
  if (value instanceof PyList) return `[${items(value.items, depth)}]`
  if (value instanceof PySet) return value.size === 0 ? 'set()' : `{${items(value.elements(), depth)}}`
  if (value instanceof PyDict) {
    if (depth === 0) return '{…}'
    const parts: string[] = []
    for (let i = value.next(0); i >= 0 && parts.length < ITEMS; i = value.next(i + 1)) {
      parts.push(`${describe(value.keyAt(i), depth - 1)}: ${describe(value.valueAt(i), depth - 1)}`)
    }
    return `{${parts.join(', ')}${value.size > ITEMS ? ', …' : ''}}`
  }
  if (value instanceof PyBytes) return `b'…' (${value.bytes.length} bytes)`
  if (value instanceof PyException) return `${value.cls.name}(${items(value.args.items, depth)})`
  if (value instanceof Coroutine) return `<${KIND_WORDS[value.kind]} ${value.qualname}#${value.id}>`
  if (value instanceof PyFunction) return `<function ${value.qualname}>`
  if (value instanceof BoundMethod) return `<bound method of ${value.self === null ? 'None' : describe(value.self, 0)}>`
  if (value instanceof PyType) return `<class '${value.name}'>`
  if (value instanceof PyModule) return `<module ${String(value.dict.getStr('__name__'))}>`
  if (value instanceof Instance && value.payload !== undefined) return describe(value.payload, depth)
  return `<${value.cls.name} object>`
}

function items(values: readonly Value[], depth: number): string {
  if (depth === 0) return values.length === 0 ? '' : '…'
  const shown = values.slice(0, ITEMS).map(value => describe(value, depth - 1))
  return values.length > ITEMS ? `${shown.join(', ')}, …` : shown.join(', ')
}
