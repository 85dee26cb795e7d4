/** Random edits of programs, the same on every run. */

import { readdirSync, readFileSync } from 'node:fs'

/** The programs that come with the project. */
export const programs: readonly string[] = [
  ...readdirSync('examples').map(name => `examples/${name}`),
  ...readdirSync('bench/programs').map(name => `bench/programs/${name}`),
]
  .filter(name => /\.(coro|py)$/.test(name))
  .map(name => readFileSync(name, 'utf8'))

/** What is put in: characters that mean something to a tokenizer, and beginnings of statements. */
const pieces = [
  ...[
    '\n',
    '\r\n',
    '\r',
    ' ',
    '    ',
    '\t',
    '  ',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '"""',
    "'''",
    'f"{',
    '\\',
    '\\\n',
    '#',
    ':',
  ],
  ...[
    'é',
    '😀',
    '\u0000',
    '\ufeff',
    '\f',
    '\ud800',
    '=',
    '.',
    ',',
    '@',
    ';',
    '\n\n\n',
    '# comment\n',
    '1',
    'x',
    '0777',
    '1if',
  ],
  ...[
    'async ',
    'await ',
    'yield ',
    'return 1\n',
    'global x\n',
    'nonlocal x\n',
    'pass\n',
    'else:\n',
    'elif x:\n',
    'except:\n',
  ],
  ...[
    'finally:\n',
    'def f():\n',
    'class C:\n',
    'async def g(a, *, b=1):\n    await a\n',
    'if x:\n    pass\n',
    'import os.path\n',
  ],
  ...[
    'from __future__ import annotations\n',
    'from m import *\n',
    '[y := 1 for y in x]\n',
    '"\\d"\n',
    'x: int = 1\n',
    'open("f")\n',
  ],
  ...[
    'def __x(a, a): return __x\n',
    'match x:\n    case 1: pass\n',
    'type A[T: int] = T\n',
    '"é"; await x\n',
    'x is 1\n',
    'print -1\n',
  ],
  ...[
    'def f():\n    global g\n    g = 1\n    return __debug__\n',
    'lambda: (yield)\n',
    'try:\n    pass\nexcept* E:\n    break\n',
  ],
]

/** A small random number generator. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

/** A text and a change of it. */
export interface TextEdit {
  readonly before: string
  readonly start: number
  readonly end: number
  readonly inserted: string
  readonly after: string
  /** `before` is a text that has nothing to do with the one before it. */
  readonly isFirst: boolean
}

/** `count` edits, some dozens of each text. */
export function* randomEdits(seed: number, count: number): Generator<TextEdit> {
  const random = randomFrom(seed)
  let source = ''
  for (let edit = 0; edit < count; edit++) {
    const isFirst = edit % 40 === 0
    if (isFirst) {
      // A program, or a few statements of one.
      source = programs[random(programs.length)]
      if (random(3) > 0) source = source.slice(random(source.length)).slice(0, 1500)
    }
    const before = source
    const start = random(source.length + 1)
    const end = random(3) === 0 ? Math.min(source.length, start + random(random(4) === 0 ? 200 : 6)) : start
    const other = programs[random(programs.length)]
    const from = random(other.length)
    const inserted =
      random(4) === 0 ? '' : random(6) === 0 ? other.slice(from, from + random(150)) : pieces[random(pieces.length)]
    source = source.slice(0, start) + inserted + source.slice(end)
    yield { before, start, end, inserted, after: source, isFirst }
  }
}
