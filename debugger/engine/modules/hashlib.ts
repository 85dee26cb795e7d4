// Native part of module hashlib (`_hashlib`): hash objects. The module's functions are in library hashlib.py.

import { bytesOf } from '../bytes.ts'
import type { Machine } from '../machine.ts'
import { defineModule, defineType } from '../native.ts'
import { T } from '../types.ts'
import { asStr, MutableObj, PyBytes, type PyType, type Result, type Value } from '../value.ts'
import { DIGESTS } from './digests.ts'

/** A hash object: what it was fed so far. */
class PyHash extends MutableObj {
  readonly name: string
  /** Never changed in place. */
  parts: readonly Uint8Array[]
  constructor(epoch: number, name: string, parts: readonly Uint8Array[]) {
    super()
    this.cls = hashType
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.name = name
    this.parts = parts
  }
  digest(): Uint8Array {
    const message = new Uint8Array(this.parts.reduce((n, part) => n + part.length, 0))
    let at = 0
    for (const part of this.parts) {
      message.set(part, at)
      at += part.length
    }
    return DIGESTS[this.name]!.compute(message)
  }
  save(): unknown {
    return this.parts
  }
  restore(saved: unknown): void {
    this.parts = saved as readonly Uint8Array[]
  }
}

/** Bytes to be hashed, copied; undefined: raised. */
function data(m: Machine, value: Value): Uint8Array | undefined {
  const bytes = bytesOf(value)
  if (bytes !== undefined) return bytes.slice()
  return asStr(value) !== undefined
    ? m.raise('TypeError', 'Strings must be encoded before hashing')
    : m.raise('TypeError', 'object supporting the buffer API required')
}

const hex = (bytes: Uint8Array) => Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('')

const hashType: PyType = defineType({
  name: '_hashlib.HASH',
  slots: {
    repr: (m, self: PyHash) => `<${self.name} _hashlib.HASH object @ 0x${m.idOf(self).toString(16)}>`,
  },
  getset: {
    name: (_m: Machine, self: PyHash) => self.name,
    digest_size: (_m: Machine, self: PyHash) => DIGESTS[self.name]!.digestSize,
    block_size: (_m: Machine, self: PyHash) => DIGESTS[self.name]!.blockSize,
  },
  methods: {
    'update(obj, /)': (m: Machine, self: PyHash, obj: Value): Result => {
      const bytes = data(m, obj)
      if (bytes === undefined) return undefined
      m.touch(self)
      self.parts = [...self.parts, bytes]
      return null
    },
    'digest()': (_m: Machine, self: PyHash) => new PyBytes(T.bytes, self.digest()),
    'hexdigest()': (_m: Machine, self: PyHash) => hex(self.digest()),
    'copy()': (m: Machine, self: PyHash) => new PyHash(m.epoch, self.name, self.parts),
  },
})

defineModule('_hashlib', {
  functions: {
    "new(name, data=b'', /)": (m: Machine, name: Value, initial: Value | undefined): Result => {
      const text = asStr(name)
      if (text === undefined) return m.raise('TypeError', `new() argument 'name' must be str, not ${m.typeName(name)}`)
      const known = text.toLowerCase().replaceAll('-', text.toLowerCase().startsWith('sha3') ? '_' : '')
      if (!Object.hasOwn(DIGESTS, known)) return m.raise('ValueError', `unsupported hash type ${text}`)
      const bytes = initial === undefined ? new Uint8Array(0) : data(m, initial)
      return bytes && new PyHash(m.epoch, known, bytes.length === 0 ? [] : [bytes])
    },
  },
  values: { HASH: hashType },
})
