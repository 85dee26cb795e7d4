// list.sort and sorted: natively when all keys compare natively, else by the prelude, which calls `__lt__` in CPython's order.
//
// Knows nothing of how keys are computed.

import { lessThan } from './container-compare.ts'
import { checkCount, itemsOf, nativeTruth } from './containers.ts'
import type { Machine } from './machine.ts'
import { PyFloat, type PyList, type Result, type Value } from './value.ts'

/**
 * The stable order of these keys as indices, or undefined when comparing needs Python code, raises, or is not a total order
 * (NaN), where the algorithm would show.
 */
export function orderOfKeys(keys: readonly Value[], reverse: boolean): number[] | undefined {
  const order = keys.map((_, i) => i)
  if (!keys.every(isTotallyOrdered)) return undefined
  let isNative = true
  const less = (a: Value, b: Value): boolean => {
    const result = isNative ? lessThan(a, b) : false
    if (result === undefined) isNative = false
    return result === true
  }
  if (keys.length === 1) return order
  if (reverse) {
    order.sort((i, j) => {
      const a = keys[i] as Value
      const b = keys[j] as Value
      return less(b, a) ? -1 : less(a, b) ? 1 : i - j
    })
  } else {
    order.sort((i, j) => {
      const a = keys[i] as Value
      const b = keys[j] as Value
      return less(a, b) ? -1 : less(b, a) ? 1 : i - j
    })
  }
  return isNative ? order : undefined
}

function isTotallyOrdered(key: Value): boolean {
  return !(key instanceof PyFloat && Number.isNaN(key.value))
}

/** `list.sort(*, key=None, reverse=False)`. */
export function sortList(m: Machine, self: PyList, key: Value | undefined, reverse: Value | undefined): Result {
  const isReversed = nativeTruth(reverse)
  if (isReversed === undefined) return m.callPrelude('list_sort', self, key ?? null, reverse ?? false)
  const order = key === undefined || key === null ? orderOfKeys(self.items, isReversed) : undefined
  if (order === undefined) return m.callPrelude('list_sort', self, key ?? null, isReversed)
  m.touch(self)
  const { items } = self
  self.items = order.map(i => items[i] as Value)
  return null
}

/** `sorted(iterable, /, *, key=None, reverse=False)`. */
export function sorted(m: Machine, args: Value[], key: Value | undefined, reverse: Value | undefined): Result {
  if (!checkCount(m, 'sorted', args, 1, 1)) return undefined
  const iterable = args[0] as Value
  const isReversed = nativeTruth(reverse)
  if ((key === undefined || key === null) && isReversed !== undefined) {
    const items = itemsOf(m, iterable)
    if (items === null) return undefined
    const order = items === undefined ? undefined : orderOfKeys(items, isReversed)
    if (order !== undefined) return m.list(order.map(i => (items as readonly Value[])[i] as Value))
    if (items !== undefined) return m.callPrelude('sorted_list', m.list(items.slice()), null, isReversed)
  }
  return m.callPrelude('sorted_list', iterable, key ?? null, reverse ?? false)
}
