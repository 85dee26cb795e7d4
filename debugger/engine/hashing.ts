// Keys of dicts and sets: each hashable value that needs no Python code to be hashed or compared is mapped to a
// `NativeKey`, so that Python equality of two such values is `Map` equality of their keys.
//
//   str → itself (escaped when it starts with U+0000) · bool, int, float with an integral value → number or bigint ·
//   other float → number · NaN → the object · None → null · tuple, frozenset, bytes, complex → a string after U+0000 ·
//   an object that hashes by identity → the object
//
// Knows nothing of dicts, sets, the machine; computes no hash (see hash.ts for those).

import {
  BoundMethod,
  Instance,
  Obj,
  PyBytes,
  PyComplex,
  PyFloat,
  PyFunction,
  PyTuple,
  type PyType,
  type Value,
} from './value.ts'

export type NativeKey = null | number | bigint | string | Obj

/** How the instances of a class are hashed and compared for equality. */
export enum HashKind {
  /** `object.__hash__` and `object.__eq__`: the object is its own key. */
  Identity = 1,
  /** Both are a built-in type's: the content makes the key. */
  Content,
  /** `__hash__` or `__eq__` is written in the language. */
  Python,
  /** `__hash__` is None. */
  Unhashable,
}

/** What a built-in class other than those known here implements when it compares by content (range, slice, …). */
export interface ContentHashed {
  /** The key, equal for equal contents, or undefined when Python code would have to run. */
  contentKey(): NativeKey | undefined
}

/** How the instances of this class are hashed; kept on the class until its version changes. */
export function hashKindOf(cls: PyType): HashKind {
  return cls.hashKind ?? findHashKind(cls)
}

function findHashKind(cls: PyType): HashKind {
  const hash = lookup(cls, '__hash__')
  const equal = lookup(cls, '__eq__')
  const root = cls.mro[cls.mro.length - 1] as PyType
  // Constants are compiled before the classes are ready: those are plain values.
  if (root.ns.getStr('__hash__') === undefined) return HashKind.Content
  let kind: HashKind
  if (hash === null) kind = HashKind.Unhashable
  else if (hash === root.ns.getStr('__hash__') && equal === root.ns.getStr('__eq__')) kind = HashKind.Identity
  else if (hash instanceof Obj && equal instanceof Obj && !isWritten(hash) && !isWritten(equal)) kind = HashKind.Content
  else kind = HashKind.Python
  cls.hashKind = kind
  return kind
}

function lookup(cls: PyType, name: string): Value | undefined {
  for (const c of cls.mro) {
    const found = c.ns.getStr(name)
    if (found !== undefined) return found
  }
  return undefined
}

function isWritten(method: Obj): boolean {
  return method instanceof PyFunction || method instanceof Instance
}

/**
 * The key of a value; undefined when Python code has to run or the value is unhashable (`unhashableType` tells which).
 */
export function keyOf(value: Value): NativeKey | undefined {
  switch (typeof value) {
    case 'string':
      return value.charCodeAt(0) === 0 ? `\0s${value}` : value
    case 'number':
    case 'bigint':
      return value
    case 'boolean':
      return value ? 1 : 0
  }
  if (value === null) return null
  const kind = hashKindOf(value.cls)
  if (kind === HashKind.Identity) return value
  return kind === HashKind.Content ? contentKey(value) : undefined
}

/** The key of a str: as `keyOf`, for callers that know the type. */
export function keyOfString(text: string): string {
  return text.charCodeAt(0) === 0 ? `\0s${text}` : text
}

/** The str that a key stands for, or undefined when the key is not that of a str. */
export function stringOfKey(key: NativeKey): string | undefined {
  if (typeof key !== 'string') return undefined
  if (key.charCodeAt(0) !== 0) return key
  return key.charCodeAt(1) === 115 ? key.slice(2) : undefined
}

function contentKey(value: Obj): NativeKey | undefined {
  if (value instanceof PyFloat) return keyOfFloat(value)
  if (value instanceof PyTuple) return keyOfItems(value.items)
  if (value instanceof Instance) return value.payload === undefined ? undefined : keyOf(value.payload)
  if (value instanceof PyBytes) return `\0b${latin1(value.bytes)}`
  if (value instanceof BoundMethod) {
    const func = keyText(value.func instanceof Obj ? value.func : null)
    return func === undefined ? undefined : `\0m${func}${identityText(value.self)}`
  }
  if (value instanceof PyComplex) {
    return value.imag === 0 ? numberKey(value.real, value) : `\0c${value.real + 0},${value.imag + 0}`
  }
  return isContentHashed(value) ? value.contentKey() : undefined
}

function isContentHashed(value: Obj): value is Obj & ContentHashed {
  return 'contentKey' in value
}

function keyOfFloat(float: PyFloat): NativeKey {
  return numberKey(float.value, float)
}

// An int is a number below 2**53 and a bigint from there, so a float must follow suit to be equal to it.
function numberKey(x: number, owner: Obj): NativeKey {
  if (Number.isSafeInteger(x)) return x + 0
  if (Number.isInteger(x)) return BigInt(x)
  return Number.isNaN(x) ? owner : x
}

/** The key of a tuple of these items. */
export function keyOfItems(items: readonly Value[]): string | undefined {
  let text = '\0('
  for (let i = 0; i < items.length; i++) {
    const part = keyText(items[i] as Value)
    if (part === undefined) return undefined
    text += part
  }
  return text
}

/** The key of a frozenset with these element keys: their order does not count. */
export function keyOfElements(keys: Iterable<NativeKey>): string {
  const parts: string[] = []
  for (const key of keys) parts.push(textOfKey(key))
  return `\0{${parts.sort().join('')}`
}

function keyText(value: Value): string | undefined {
  const key = keyOf(value)
  return key === undefined ? undefined : textOfKey(key)
}

// A prefix code: no text of one key is the beginning of another's, so that joined texts are unambiguous.
function textOfKey(key: NativeKey): string {
  switch (typeof key) {
    case 'string':
      return `s${key.length}:${key}`
    case 'number':
    case 'bigint':
      return `n${key};`
  }
  return key === null ? 'N' : `o${identityOf(key)};`
}

function identityText(value: Value): string {
  return value instanceof Obj ? `o${identityOf(value)};` : textOfKey(keyOf(value) as NativeKey)
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] as number)
  return text
}

// Numbers of objects, given out when first asked for. Not part of a program's state: only equality of two counts.
const identities = new WeakMap<Obj, number>()
let lastIdentity = 0

/** A number that is unique to this object while it lives. */
export function identityOf(object: Obj): number {
  let id = identities.get(object)
  if (id === undefined) {
    id = ++lastIdentity
    identities.set(object, id)
  }
  return id
}

/**
 * The class to name in "unhashable type: …", or null when the value can be hashed (if need be, by Python code).
 * A tuple is as hashable as its items.
 */
export function unhashableType(value: Value): PyType | null {
  if (!(value instanceof Obj)) return null
  const kind = hashKindOf(value.cls)
  if (kind === HashKind.Unhashable) return value.cls
  if (kind !== HashKind.Content) return null
  const content = value instanceof Instance ? value.payload : value
  if (!(content instanceof PyTuple)) return null
  for (const item of content.items) {
    const found = unhashableType(item)
    if (found !== null) return found
  }
  return null
}
