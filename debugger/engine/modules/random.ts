// Native part of module random (`_random`): the Mersenne Twister MT19937 as CPython's Modules/_randommodule.c.
//
// Seeding with None takes the machine's seed: a run is determined by the program and its choices.

import type { PyDict } from '../dict.ts'
import { truncToInt } from '../float.ts'
import { hashOf } from '../hash.ts'
import { abs, type Int } from '../int.ts'
import { intFromBytes } from '../int-bytes.ts'
import type { Machine } from '../machine.ts'
import { defineModule, defineType } from '../native.ts'
import { asInt, MutableObj, PyFloat, PyTuple, type PyType, type Result, type Value } from '../value.ts'

const N = 624
const M = 397

/** `_random.Random`. */
export class PyRandom extends MutableObj {
  private state = new Uint32Array(N)
  private index = N
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
  }

  /** CPython: init_genrand. */
  private initialize(seed: number): void {
    const { state } = this
    state[0] = seed
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1]! ^ (state[i - 1]! >>> 30)
      state[i] = Math.imul(1812433253, previous) + i
    }
    this.index = N
  }

  /** Seeds with a non-negative int of any size. CPython: random_seed, init_by_array. */
  seed(n: Int): void {
    const key: number[] = []
    for (let rest = BigInt(n); rest > 0n; rest >>= 32n) key.push(Number(rest & 0xffffffffn))
    if (key.length === 0) key.push(0)
    this.initialize(19650218)
    const { state } = this
    let i = 1
    let j = 0
    for (let k = Math.max(N, key.length); k > 0; k--) {
      const previous = state[i - 1]! ^ (state[i - 1]! >>> 30)
      state[i] = (state[i]! ^ Math.imul(previous, 1664525)) + key[j]! + j
      i++
      j++
      if (i >= N) {
        state[0] = state[N - 1]!
        i = 1
      }
      if (j >= key.length) j = 0
    }
    for (let k = N - 1; k > 0; k--) {
      const previous = state[i - 1]! ^ (state[i - 1]! >>> 30)
      state[i] = (state[i]! ^ Math.imul(previous, 1566083941)) - i
      i++
      if (i >= N) {
        state[0] = state[N - 1]!
        i = 1
      }
    }
    state[0] = 0x80000000
  }

  private refill(): void {
    const { state } = this
    for (let k = 0; k < N; k++) {
      const y = (state[k]! & 0x80000000) | (state[(k + 1) % N]! & 0x7fffffff)
      state[k] = state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.index = 0
  }

  /** The next 32 bits. */
  next(): number {
    if (this.index >= N) this.refill()
    let y = this.state[this.index++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  /** The numbers getstate() shows: the state, then the index. */
  numbers(): number[] {
    return [...this.state, this.index]
  }

  setNumbers(numbers: readonly number[]): void {
    this.state = Uint32Array.from(numbers.slice(0, N))
    this.index = numbers[N]!
  }

  save(): unknown {
    return { cls: this.cls, state: this.state.slice(), index: this.index, dict: this.dict }
  }
  restore(saved: unknown): void {
    const s = saved as { cls: PyType; state: Uint32Array; index: number; dict: PyDict | null }
    this.cls = s.cls
    this.state = s.state.slice()
    this.index = s.index
    this.dict = s.dict
  }
}

function seed(m: Machine, self: PyRandom, n: Value | undefined): Result {
  let by: Int
  if (n === undefined || n === null) by = m.options.seed ?? 0
  else {
    const int = asInt(n)
    if (int !== undefined) by = abs(int)
    else {
      // Other values by their hash, as an unsigned machine word.
      const hash = n instanceof PyFloat && Number.isNaN(n.value) ? truncToInt(0) : hashOf(n)
      if (typeof hash !== 'number' && typeof hash !== 'bigint')
        return m.raise('TypeError', `unhashable type: '${m.typeName(n)}'`)
      by = BigInt.asUintN(64, BigInt(hash))
    }
  }
  m.touch(self)
  self.seed(by)
  return null
}

const randomType = defineType({
  name: '_random.Random',
  isBase: true,
  hasDict: true,
  doc: 'Random() -> create a random number generator with its own internal state.',
  new: ['Random(*args, **kwargs)', (m: Machine, cls: PyType) => new PyRandom(cls, m.epoch)],
  init: ['Random(x=None, /)', seed],
  methods: {
    'seed(n=None, /)': seed,
    'random()': (m: Machine, self: PyRandom) => {
      m.touch(self)
      const a = self.next() >>> 5
      const b = self.next() >>> 6
      return m.float((a * 67108864 + b) / 9007199254740992)
    },
    'getrandbits(k, /)': (m: Machine, self: PyRandom, k: Value): Result => {
      const bits = asInt(k)
      if (bits === undefined)
        return m.raise('TypeError', `'${m.typeName(k)}' object cannot be interpreted as an integer`)
      if (bits < 0) return m.raise('ValueError', 'number of bits must be non-negative')
      if (bits > m.limits.intBits) return m.raise('MemoryError')
      if (bits === 0) return 0
      m.touch(self)
      if (bits <= 32) return self.next() >>> (32 - Number(bits))
      const words = Math.ceil(Number(bits) / 32)
      const bytes = new Uint8Array(words * 4)
      const view = new DataView(bytes.buffer)
      for (let i = 0, left = Number(bits); i < words; i++, left -= 32) {
        view.setUint32(4 * i, left < 32 ? self.next() >>> (32 - left) : self.next(), true)
      }
      return m.orRaise(intFromBytes(bytes, 'little', false))
    },
    'getstate()': (m: Machine, self: PyRandom) => m.tuple(self.numbers()),
    'setstate(state, /)': (m: Machine, self: PyRandom, state: Value): Result => {
      if (!(state instanceof PyTuple)) return m.raise('TypeError', 'state vector must be a tuple')
      if (state.items.length !== N + 1) return m.raise('ValueError', 'state vector is the wrong size')
      const numbers = state.items.map(item => Number(asInt(item)))
      if (numbers.some(n => !Number.isInteger(n))) return m.raise('TypeError', 'an integer is required')
      const index = numbers[N]!
      if (index < 0 || index > N) return m.raise('ValueError', 'invalid state')
      m.touch(self)
      self.setNumbers(numbers)
      return null
    },
  },
})

defineModule('_random', { values: { Random: randomType } })
