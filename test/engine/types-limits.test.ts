// Operations that would exhaust the host end in a Python exception, soon.

import { equal } from 'node:assert/strict'
import { runProgram } from './types-run.ts'

/** What evaluating an expression comes to: the class of the exception, or of the value. */
function outcome(expression: string): string {
  const program = `
try:
    r = type(${expression}).__name__
except Exception as e:
    r = type(e).__name__
print(r)
`
  return runProgram(program).stdout.trim()
}

const CASES: Readonly<Record<string, string>> = {
  '10 ** 10 ** 10': 'MemoryError',
  '1 << 10 ** 10': 'MemoryError',
  '1 << 10 ** 20': 'OverflowError',
  '3 ** (2 ** 30)': 'MemoryError',
  'pow(3, 3 ** 100000, 3 ** 100000 + 2)': 'MemoryError',
  '"a" * 10 ** 12': 'MemoryError',
  'b"a" * 10 ** 12': 'MemoryError',
  'bytes(10 ** 12)': 'MemoryError',
  '"a".center(10 ** 12)': 'MemoryError',
  '"%1000000000000d" % 1': 'MemoryError',
  'format(1, "1000000000000")': 'MemoryError',
  'format(1.0, ".2000000000f")': 'MemoryError',
  '"ab".replace("", "x" * 10 ** 8)': 'MemoryError',
  '"\\t".expandtabs(10 ** 9)': 'MemoryError',
  '(5).to_bytes(10 ** 12, "big")': 'MemoryError',
  'int("9" * 10 ** 6)': 'ValueError',
  'float("9" * 10 ** 6)': 'float',
  'float("0." + "1" * 10 ** 6)': 'float',
  'str(10 ** 5000)': 'ValueError',
  '__import__("math").factorial(10 ** 9)': 'MemoryError',
  '__import__("math").comb(10 ** 9, 10 ** 8)': 'MemoryError',
  '__import__("re").match("(a*)*b", "a" * 30)': 'RuntimeError',
  '__import__("re").compile("(" * 5000 + ")" * 5000)': 'PatternError',
}

describe('types: limits', () => {
  for (const [expression, expected] of Object.entries(CASES)) {
    it(expression, () => equal(outcome(expression), expected))
  }
})
