// Objects of types and modules that change (bytearray, memoryview, random generators, hash objects, match iterators) are the
// same again after going back.

import { equal } from 'node:assert/strict'
import { start } from './machine-run.ts'

const PROGRAM = `
import _random, hashlib, re, struct

b = bytearray(b'start')
view = memoryview(b)
r = _random.Random(5)
h = hashlib.sha256(b'x')
found = re.finditer('[a-z]([0-9])?', 'a1bc2d3ef' * 3)
numbers = iter(range(10**20, 10**20 + 30))
for i in range(30):
    b.append(65 + i % 20)
    b[i % len(b)] = i
    if i % 5 == 0:
        b += b'xyz'
        del b[1:3]
    if i == 20:
        struct.pack_into('<h', b, 2, 777)
        view.release()
    h.update(bytes([i]))
    m = next(found, None)
    print(i, bytes(b), r.getrandbits(40), h.hexdigest()[:8], m and m.groups(), next(numbers))
print(r.random(), hashlib.md5(b).hexdigest(), list(found)[-1:])
`

describe('types: going back', () => {
  it('runs on from any checkpoint as the first time', () => {
    const straight = start(PROGRAM)
    equal(straight.machine.run(Number.POSITIVE_INFINITY).kind, 'finished')
    const expected = straight.written.join('')
    const total = straight.machine.time
    const { machine, written } = start(PROGRAM)
    const marks: { epoch: number; length: number }[] = []
    for (let time = 0; time < total; time += Math.ceil(total / 23)) {
      machine.run(time)
      if (machine.status !== undefined) break
      marks.push({ epoch: machine.checkpoint(), length: written.length })
    }
    machine.run(Number.POSITIVE_INFINITY)
    equal(written.join(''), expected)
    for (const mark of marks.reverse()) {
      machine.rollback(mark.epoch)
      written.length = mark.length
      machine.run(Number.POSITIVE_INFINITY)
      equal(written.join(''), expected)
    }
  })

  it('keeps sys.set_int_max_str_digits() apart', () => {
    const program = `
import sys
def show():
    try:
        return len(str(10 ** 5000))
    except ValueError:
        return 'limit'
print(show())
sys.set_int_max_str_digits(0)
print(show())
`
    const { machine, written } = start(program)
    while (written.length === 0) machine.run(machine.time + 1)
    const epoch = machine.checkpoint()
    machine.run(Number.POSITIVE_INFINITY)
    const first = written.join('')
    equal(first.includes('5001'), true)
    machine.rollback(epoch)
    equal(machine.intMaxStrDigits, 4300)
    machine.run(Number.POSITIVE_INFINITY)
  })
})
