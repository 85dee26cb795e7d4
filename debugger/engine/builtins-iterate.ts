// Built-in functions that consume iterables: all, any, iter, len, max, min, next, sorted, sum, aiter, anext.

import { lookup } from './attribute.ts'
import { lessThan } from './container-compare.ts'
import { itemsOf, nativeTruth } from './containers.ts'
import { CONTINUATIONS } from './continuations.ts'
import { Finish } from './finish.ts'
import { add, type Int } from './int.ts'
import { iterOf, nextOf } from './iterate.ts'
import { CallableIterator, NativeIterator } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineModule } from './native.ts'
import { sorted } from './sort.ts'
import { T } from './types.ts'
import { END, PyBytes, PyFloat, type Result, type Value } from './value.ts'

// any and all stop early, so an iterator must not be emptied for them.
function truths(m: Machine, iterable: Value): (boolean | undefined)[] | undefined | null {
  if (iterable instanceof NativeIterator) return undefined
  const items = itemsOf(m, iterable)
  return items === undefined || items === null ? items : items.map(nativeTruth)
}

function all(m: Machine, iterable: Value): Result {
  const list = truths(m, iterable)
  if (list === null) return undefined
  const first = list?.findIndex(truth => truth !== true)
  if (first === -1) return true
  return first !== undefined && list?.[first] === false ? false : m.callPrelude('all_of', iterable)
}

function any(m: Machine, iterable: Value): Result {
  const list = truths(m, iterable)
  if (list === null) return undefined
  const first = list?.findIndex(truth => truth !== false)
  if (first === -1) return false
  return first !== undefined && list?.[first] === true ? true : m.callPrelude('any_of', iterable)
}

// ---- sum ----

/** The sum when all items are exact ints and floats. CPython: builtin_sum_impl, with its compensated float summation. */
export function sumOf(m: Machine, items: readonly Value[], start: Value): Value | undefined {
  let total: Int = 0
  let i = 0
  if (typeof start === 'number' || typeof start === 'bigint') {
    total = start
    for (; i < items.length; i++) {
      const item = items[i]
      if (typeof item === 'boolean') total = add(total, item ? 1 : 0)
      else if (typeof item === 'number' || typeof item === 'bigint') total = add(total, item)
      else break
    }
    if (i === items.length) return total
    if (!isExactFloat(items[i] as Value)) return undefined
  } else if (!isExactFloat(start)) return undefined
  let x = typeof start === 'object' ? (start as PyFloat).value : Number(total)
  let compensation = 0
  for (; i < items.length; i++) {
    const item = items[i] as Value
    if (isExactFloat(item)) {
      const y = item.value
      const t = x + y
      compensation += Math.abs(x) >= Math.abs(y) ? x - t + y : y - t + x
      x = t
    } else if (typeof item === 'number' || typeof item === 'boolean') x += Number(item)
    else return undefined
  }
  return m.float(compensation !== 0 && Number.isFinite(compensation) ? x + compensation : x)
}

function isExactFloat(value: Value): value is PyFloat {
  return value instanceof PyFloat && value.cls === T.float
}

function sum(m: Machine, iterable: Value, given: Value | undefined): Result {
  const start = given === undefined ? 0 : given
  if (m.isInstance(start, T.str)) {
    return m.raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]")
  }
  if (start instanceof PyBytes) return m.raise('TypeError', "sum() can't sum bytes [use b''.join(seq) instead]")
  if (m.isInstance(start, T.bytearray)) {
    return m.raise('TypeError', "sum() can't sum bytearray [use b''.join(seq) instead]")
  }
  const items = itemsOf(m, iterable)
  if (items === null) return undefined
  if (items === undefined) return m.callPrelude('sum_of', iterable, start)
  return sumOf(m, items, start) ?? m.callPrelude('sum_of', m.tuple(items.slice()), start)
}

// ---- min and max ----

function extreme(
  m: Machine,
  name: 'min' | 'max',
  args: Value[],
  key: Value | undefined,
  fallback: Value | undefined,
): Result {
  if (args.length === 0) return m.raise('TypeError', `${name} expected at least 1 argument, got 0`)
  if (args.length > 1 && fallback !== undefined) {
    return m.raise('TypeError', `Cannot specify a default for ${name}() with multiple positional arguments`)
  }
  const items = args.length > 1 ? args : itemsOf(m, args[0] as Value)
  if (items === null) return undefined
  const iterable = items === undefined ? (args[0] as Value) : m.tuple(items.slice())
  if (items !== undefined && (key === undefined || key === null)) {
    if (items.length === 0) {
      return fallback === undefined ? m.raise('ValueError', `${name}() iterable argument is empty`) : fallback
    }
    const best = bestOf(items, name === 'max')
    if (best !== undefined) return best
  }
  return fallback === undefined
    ? m.callPrelude(name === 'max' ? 'max_of' : 'min_of', iterable, key ?? null)
    : m.callPrelude(name === 'max' ? 'max_default' : 'min_default', iterable, key ?? null, fallback)
}

function bestOf(items: readonly Value[], isMax: boolean): Value | undefined {
  let best = items[0] as Value
  for (let i = 1; i < items.length; i++) {
    const item = items[i] as Value
    const better = isMax ? lessThan(best, item) : lessThan(item, best)
    if (better === undefined) return undefined
    if (better) best = item
  }
  return best
}

// ---- iter and next ----

function iter(m: Machine, args: Value[]): Result {
  if (args.length === 0) return m.raise('TypeError', 'iter expected at least 1 argument, got 0')
  if (args.length > 2) return m.raise('TypeError', `iter expected at most 2 arguments, got ${args.length}`)
  const [object, sentinel] = args as [Value, Value | undefined]
  if (sentinel === undefined) return iterOf(m, object)
  if (lookup(m.typeOf(object), '__call__') === undefined) {
    return m.raise('TypeError', 'iter(v, w): v must be callable')
  }
  return new CallableIterator(m.epoch, object, sentinel)
}

function next(m: Machine, args: Value[]): Result {
  if (args.length === 0) return m.raise('TypeError', 'next expected at least 1 argument, got 0')
  if (args.length > 2) return m.raise('TypeError', `next expected at most 2 arguments, got ${args.length}`)
  const [iterator, fallback] = args as [Value, Value | undefined]
  const item = nextOf(m, iterator)
  if (item === END) return fallback === undefined ? m.raiseArgs('StopIteration', []) : fallback
  if (fallback === undefined) return item
  if (item === undefined && !m.raisedIs('StopIteration')) return undefined
  return m.after(item, Finish.StopDefault, fallback)
}

function len(m: Machine, object: Value): Result {
  const slot = m.typeOf(object).slots.len
  return slot === null ? m.raise('TypeError', `object of type '${m.typeName(object)}' has no len()`) : slot(m, object)
}

function aiter(m: Machine, object: Value): Result {
  const slot = m.typeOf(object).slots.aiter
  if (slot === null) return m.raise('TypeError', `'${m.typeName(object)}' object is not an async iterable`)
  return m.after(slot(m, object), Finish.Native, { name: 'aiterResult', data: null })
}

CONTINUATIONS.aiterResult = (m, _data, result) => {
  if (result === undefined || m.typeOf(result).slots.anext !== null) return result
  return m.raise('TypeError', `aiter() returned not an async iterator of type '${m.typeName(result)}'`)
}

function anext(m: Machine, iterator: Value, fallback: Value | undefined): Result {
  const slot = m.typeOf(iterator).slots.anext
  if (slot === null) return m.raise('TypeError', `'${m.typeName(iterator)}' object is not an async iterator`)
  if (fallback !== undefined) return m.callPrelude('anext_with_default', iterator, fallback)
  return slot(m, iterator)
}

defineModule('builtins', {
  functions: {
    'all(iterable, /)': all,
    'any(iterable, /)': any,
    'sum(iterable, /, start=0)': sum,
    'max(*args, key=None, default=<unrepresentable>)': (
      m: Machine,
      args: Value[],
      key: Value | undefined,
      fallback: Value | undefined,
    ) => extreme(m, 'max', args, key, fallback),
    'min(*args, key=None, default=<unrepresentable>)': (
      m: Machine,
      args: Value[],
      key: Value | undefined,
      fallback: Value | undefined,
    ) => extreme(m, 'min', args, key, fallback),
    'iter(*args)': iter,
    'next(*args)': next,
    'len(obj, /)': len,
    'sorted(*args, key=None, reverse=False)': sorted,
    'aiter(async_iterable, /)': aiter,
    'anext(aiterator, default=<unrepresentable>, /)': anext,
  },
})
