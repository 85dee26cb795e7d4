// What the trace says of an exception that leaves a coroutine is what CPython 3.13 prints for `str(exception)`.

import { deepEqual, equal } from 'node:assert/strict'
import { start } from './machine-run.ts'

/** Each expression, and its message as CPython 3.13 printed it. */
const cases: readonly (readonly [string, string])[] = [
  ["KeyError('k')", "'k'"],
  ['KeyError(1, 2)', '(1, 2)'],
  ["KeyError('a', 'b')", "('a', 'b')"],
  ["ValueError('x')", 'x'],
  ["ValueError('a', 2)", "('a', 2)"],
  ['ValueError(3)', '3'],
  ['ValueError()', ''],
  ["OSError(2, 'No such file')", '[Errno 2] No such file'],
  ["OSError(2, 'No such file', 'f.txt')", "[Errno 2] No such file: 'f.txt'"],
  ["OSError('x')", 'x'],
  ["ExceptionGroup('g', [ValueError(1), ValueError(2)])", 'g (2 sub-exceptions)'],
  ["ExceptionGroup('g', [ValueError(1)])", 'g (1 sub-exception)'],
]

const program = `async def fail(error):
    raise error


for error in [${cases.map(([expression]) => expression).join(', ')}]:
    try:
        fail(error).send(None)
    except Exception as e:
        print(str(e))
`

describe('the message of an exception in the trace', () => {
  it('is what the program sees', () => {
    const { machine } = start(program)
    equal(machine.run(50_000_000).kind, 'finished')
    const told = machine.trace.events().flatMap(event => (event.kind === 'raise' ? [event.message] : []))
    deepEqual(
      told,
      cases.map(([, message]) => message),
    )
  })
})
