/**
 * Constants of the language as the compiler handles them: told apart as CPython tells them apart (1, 1.0 and True are
 * three constants, 0.0 and -0.0 two), put into Code once each, and turned into values of the machine.
 * CPython: Objects/codeobject.c _PyCode_ConstantKey.
 */

import type { ComplexValue, ConstantValue } from '../../language/tree.ts'
import type { Code } from './code.ts'
import { keyOf } from './hashing.ts'
import { PySet } from './set.ts'
import { ELLIPSIS, T } from './types.ts'
import { PyBytes, PyComplex, PyFloat, PyTuple, type Value } from './value.ts'

/** A literal, or a tuple or frozenset of such. */
export type Constant =
  | Exclude<ConstantValue, ComplexValue>
  /** A literal has no real part; a sum of literals has. */
  | (ComplexValue & { readonly real?: number })
  | { readonly type: 'tuple' | 'frozenset'; readonly items: readonly Constant[] }

export const NONE: Constant = { type: 'None' }
export const TRUE: Constant = { type: 'True' }
export const FALSE: Constant = { type: 'False' }
export const ELLIPSIS_CONSTANT: Constant = { type: 'Ellipsis' }

export const string = (value: string): Constant => ({ type: 'str', value })
export const integer = (value: number | bigint): Constant => ({ type: 'int', value: BigInt(value) })
export const tuple = (items: readonly Constant[]): Constant => ({ type: 'tuple', items })
export const boolean = (value: boolean): Constant => (value ? TRUE : FALSE)

/** Equal for the same constant only. */
export function constantKey(constant: Constant): string {
  switch (constant.type) {
    case 'str':
      return `s${JSON.stringify(constant.points ?? constant.value)}`
    case 'bytes':
      return `b${[...constant.value].join(',')}`
    case 'int':
      return `i${constant.value}`
    case 'float':
      return `f${floatKey(constant.value)}`
    case 'complex':
      return `c${floatKey(constant.real ?? 0)},${floatKey(constant.imag)}`
    case 'tuple':
    case 'frozenset':
      return `${constant.type}(${constant.items.map(constantKey).join(';')})`
    default:
      return constant.type
  }
}

/** Tells 0.0 from -0.0. */
function floatKey(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** `bool(constant)`. */
export function isTrue(constant: Constant): boolean {
  switch (constant.type) {
    case 'str':
      return constant.value !== ''
    case 'bytes':
      return constant.value.length > 0
    case 'int':
      return constant.value !== 0n
    case 'float':
      return constant.value !== 0
    case 'complex':
      return constant.imag !== 0 || (constant.real ?? 0) !== 0
    case 'tuple':
    case 'frozenset':
      return constant.items.length > 0
    case 'None':
    case 'False':
      return false
    default:
      return true
  }
}

/** The value that the machine works with. */
export function constantValue(constant: Constant): Value {
  switch (constant.type) {
    case 'str':
      return constant.value
    case 'bytes':
      return new PyBytes(T.bytes, constant.value)
    case 'int': {
      const small = Number(constant.value)
      return Number.isSafeInteger(small) ? small : constant.value
    }
    case 'float':
      return new PyFloat(T.float, constant.value)
    case 'complex':
      return new PyComplex(T.complex, constant.real ?? 0, constant.imag)
    case 'tuple':
      return new PyTuple(T.tuple, constant.items.map(constantValue))
    case 'frozenset': {
      const set = new PySet(T.frozenset, 0)
      for (const item of constant.items) {
        const value = constantValue(item)
        set.add(keyOf(value)!, value)
      }
      return set
    }
    case 'None':
      return null
    case 'True':
      return true
    case 'False':
      return false
    case 'Ellipsis':
      return ELLIPSIS
  }
}

/** The constants of one block of code, each once. */
export class ConstantTable {
  readonly entries: (Constant | Code)[] = []
  private readonly indexes = new Map<string, number>()

  add(constant: Constant): number {
    const key = constantKey(constant)
    let index = this.indexes.get(key)
    if (index === undefined) {
      index = this.entries.length
      this.entries.push(constant)
      this.indexes.set(key, index)
    }
    return index
  }

  addCode(code: Code): number {
    this.entries.push(code)
    return this.entries.length - 1
  }

  /** The constant at an index, or undefined when it is code. */
  constantAt(index: number): Constant | undefined {
    const entry = this.entries[index]!
    return 'type' in entry ? entry : undefined
  }
}
