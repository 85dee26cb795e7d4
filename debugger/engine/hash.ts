// Hash values, for `hash()` and for the places where a hash can be seen: the order of a set of numbers, and the
// comparison of keys with those whose `__hash__` is Python code. Numbers, tuples and frozensets hash exactly as in
// CPython 3.13 on 64 bits (its str hashes differ from run to run; ours do not).
//
// Knows nothing of the machine; runs no Python code. How keys are compared is hashing.ts.

import type { Hash } from './dict.ts'
import { type ContentHashed, HashKind, hashKindOf, identityOf } from './hashing.ts'
import { normalInt } from './int.ts'
import { BoundMethod, Instance, Obj, PyBytes, PyComplex, PyFloat, PyTuple, type Value } from './value.ts'

/** The modulus of numeric hashes: `sys.hash_info.modulus`. */
const MODULUS = (1n << 61n) - 1n
const NONE_HASH = 0xfca86420

/** A built-in type whose content determines its hash, beyond the types known here. */
export interface ContentHash extends ContentHashed {
  /** The hash, or undefined when Python code would have to run. */
  contentHash(): Hash | undefined
}

/** `hash(value)`; undefined when Python code has to run or the value is unhashable. */
export function hashOf(value: Value): Hash | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return hashOfInt(value)
    case 'boolean':
      return value ? 1 : 0
    case 'string':
      return hashOfString(value)
  }
  if (value === null) return NONE_HASH
  const kind = hashKindOf(value.cls)
  if (kind === HashKind.Identity) return identityOf(value)
  if (kind !== HashKind.Content) return undefined
  if (value instanceof PyFloat) return Number.isNaN(value.value) ? identityOf(value) : hashOfDouble(value.value)
  if (value instanceof PyTuple) return hashOfItems(value.items)
  if (value instanceof Instance) return value.payload === undefined ? undefined : hashOf(value.payload)
  if (value instanceof PyBytes) return hashOfString(String.fromCharCode(...value.bytes.subarray(0, 4096)))
  if (value instanceof PyComplex) return hashOfComplex(value.real, value.imag)
  if (value instanceof BoundMethod) return hashOfMethod(value)
  return 'contentHash' in value ? (value as Obj & ContentHash).contentHash() : identityOf(value)
}

/**
 * The hash when it is the same in every run of CPython (numbers, None, tuples and frozensets of those), else undefined.
 * Only such elements have an order in a set that a program may rely on.
 */
export function stableHash(value: Value): Hash | undefined {
  if (typeof value === 'number') return hashOfInt(value)
  if (typeof value === 'string') return undefined
  if (!(value instanceof Obj)) return hashOf(value)
  if (value instanceof PyFloat) return Number.isNaN(value.value) ? undefined : hashOf(value)
  if (value instanceof PyTuple)
    return value.items.every(item => stableHash(item) !== undefined) ? hashOf(value) : undefined
  if (value instanceof PyComplex) return hashOf(value)
  if (value instanceof Instance && value.payload !== undefined && hashKindOf(value.cls) === HashKind.Content) {
    return stableHash(value.payload)
  }
  return 'stableHash' in value ? (value as Obj & { stableHash(): Hash | undefined }).stableHash() : undefined
}

// CPython: long_hash.
export function hashOfInt(n: number | bigint): Hash {
  if (typeof n === 'number') {
    if (n === -1) return -2
    return n
  }
  const hash = n < 0n ? -(-n % MODULUS) : n % MODULUS
  return hash === -1n ? -2 : normalInt(hash)
}

/** CPython: _Py_HashDouble, for all but NaN. */
export function hashOfDouble(x: number): Hash {
  if (Number.isInteger(x)) return Number.isSafeInteger(x) ? hashOfInt(x + 0) : hashOfInt(BigInt(x))
  if (!Number.isFinite(x)) return x > 0 ? 314159 : -314159
  let mantissa = Math.abs(x)
  let exponent = 0
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    exponent--
  }
  // 2**61 is 1 modulo 2**61 - 1.
  const power = BigInt((61 - (-exponent % 61)) % 61)
  const hash = ((BigInt(mantissa) << power) % MODULUS) * (x < 0 ? -1n : 1n)
  return hash === -1n ? -2 : normalInt(hash)
}

function hashOfComplex(real: number, imag: number): Hash {
  const hash = BigInt(hashOfDouble(real)) + 1000003n * BigInt(hashOfDouble(imag))
  return signed(hash, -2n)
}

const XXPRIME_1 = 11400714785074694791n
const XXPRIME_2 = 14029467366897019727n
const XXPRIME_5 = 2870177450012600261n
const MASK = (1n << 64n) - 1n

/** Hash of a tuple with these items. CPython: tuplehash (xxHash). */
export function hashOfItems(items: readonly Value[]): Hash | undefined {
  let acc = XXPRIME_5
  for (const item of items) {
    const lane = hashOf(item)
    if (lane === undefined) return undefined
    acc = mixLane(acc, lane)
  }
  return finishLanes(acc, items.length)
}

/** Hash of a tuple whose items have these hashes. */
export function hashOfHashes(hashes: readonly Hash[]): Hash {
  let acc = XXPRIME_5
  for (const lane of hashes) acc = mixLane(acc, lane)
  return finishLanes(acc, hashes.length)
}

function mixLane(acc: bigint, lane: Hash): bigint {
  const sum = (acc + BigInt.asUintN(64, BigInt(lane)) * XXPRIME_2) & MASK
  return ((((sum << 31n) | (sum >> 33n)) & MASK) * XXPRIME_1) & MASK
}

function finishLanes(acc: bigint, length: number): Hash {
  return signed(acc + (BigInt(length) ^ XXPRIME_5 ^ 3527539n), 1546275796n)
}

/** Hash of a frozenset whose elements have these hashes. CPython: frozenset_hash. */
export function hashOfElements(hashes: readonly Hash[]): Hash {
  let hash = 0n
  for (const h of hashes) hash ^= shuffleBits(BigInt.asUintN(64, BigInt(h)))
  hash ^= (BigInt(hashes.length + 1) * 1927868237n) & MASK
  hash ^= (hash >> 11n) ^ (hash >> 25n)
  return signed(hash * 69069n + 907133923n, 590923713n)
}

function shuffleBits(h: bigint): bigint {
  return ((h ^ 89869747n ^ ((h << 16n) & MASK)) * 3644798167n) & MASK
}

// As Py_hash_t; -1 means an error in CPython and is replaced.
function signed(bits: bigint, insteadOfMinusOne: bigint): Hash {
  const hash = BigInt.asIntN(64, bits)
  return normalInt(hash === -1n ? insteadOfMinusOne : hash)
}

// FNV-1a over UTF-16 units, twice with different offsets, to 53 bits.
function hashOfString(text: string): Hash {
  if (text.length === 0) return 0
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x85ebca6b)
  }
  return (a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff)
}

function hashOfMethod(method: BoundMethod): Hash {
  const self = method.self instanceof Obj ? identityOf(method.self) : Number(hashOf(method.self))
  const func = method.func instanceof Obj ? identityOf(method.func) : 0
  return self * 31 + func
}

/** The hash of a value that has a native key. */
export function hashOfNative(value: Value): Hash {
  return hashOf(value) as Hash
}
