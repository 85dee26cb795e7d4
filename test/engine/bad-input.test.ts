// Programs that try to exhaust their host end in a Python exception, or can be stopped; none shows the host's own errors.

import { deepEqual, equal, match } from 'node:assert/strict'
import { compileModule, Machine } from '../../debugger/engine/index.ts'
import { DEFAULT_LIMITS } from '../../debugger/engine/machine.ts'
import { library } from '../../debugger/main/library.ts'
import { analyze } from '../../language/index.ts'

const LONG = 100_000

interface Ended {
  readonly stop: string
  readonly output: string
}

/** Runs a program for so many instructions at most, with lists of at most 100,000 items. */
function run(source: string, instructions = 20_000_000, isHeapFull?: () => boolean): Ended {
  const analysis = analyze(source, { path: 'bad.py' })
  const error = analysis.diagnostics.find(each => each.severity === 'error')
  if (error !== undefined) return { stop: 'refused', output: `${error.type}: ${error.message}` }
  let output = ''
  const machine = new Machine({
    library,
    limits: { ...DEFAULT_LIMITS, items: LONG },
    write: (_stream, text) => {
      output += text
    },
    ...(isHeapFull === undefined ? {} : { isHeapFull }),
  })
  machine.trace.isOn = false
  machine.startModule(compileModule(analysis, 'bad.py'))
  const { kind } = machine.run(instructions)
  return { stop: kind, output: output.trimEnd().split('\n').at(-1) ?? '' }
}

const ENDLESS = `
def endless():
    i = 0
    while True:
        yield i
        i += 1
`

describe('bad input: generators without end', () => {
  const filled = [
    'list',
    'tuple',
    'sorted',
    'bytearray(i & 255 for i in G)',
    '"".join(map(str, G))',
    '[*G]',
    'print(*G)',
  ]
  for (const collect of filled) {
    it(`${collect} ends in MemoryError`, () => {
      const call = collect.includes('G') ? collect.replace('G', 'endless()') : `${collect}(endless())`
      deepEqual(run(`${ENDLESS}${call}`), { stop: 'finished', output: 'MemoryError' })
    })
  }
  for (const search of ['sum', 'max', 'min', 'all', 'any(i < 0 for i in G)', '-1 in G', 'for i in G: pass']) {
    it(`${search} can be stopped`, () => {
      const call = search.includes('G')
        ? search.replace('G', 'endless()')
        : `${search}(${search === 'all' ? 'i >= 0 for i in ' : ''}endless())`
      equal(run(`${ENDLESS}${call}`, 200_000).stop, 'limit')
    })
  }
  for (const native of [
    'sum(iter(int, 1))',
    'list(iter(int, 1))',
    'for x in iter(int, 1): pass',
    '1 in iter(int, 1)',
  ]) {
    it(`${native} leaves the host alive`, () => {
      const { stop, output } = run(native, 200_000)
      equal(stop === 'limit' || output === 'MemoryError', true, `${stop} ${output}`)
    })
  }
})

describe('bad input: memory', () => {
  it('a program that fills the heap gets a MemoryError, which it can catch', () => {
    let looks = 0
    const program = `
kept = {}
try:
    for i in range(10 ** 9): kept[i] = [i]
except MemoryError:
    print("full")
`
    deepEqual(
      run(program, 1e9, () => ++looks > 3),
      { stop: 'finished', output: 'full' },
    )
  })
  it('large sequences are counted between two looks', () => {
    const { output } = run('x = []\nwhile True: x.append([0] * 90_000)', 1e9, () => true)
    equal(output, 'MemoryError')
  })
})

describe('bad input: deep and long texts', () => {
  const many = (text: string, count = LONG): string => text.repeat(count)
  const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
    parentheses: [`${many('(')}1${many(')')}`, /^SyntaxError: too many nested parentheses$/],
    brackets: [`${many('[')}1${many(']')}`, /^SyntaxError: too many nested parentheses$/],
    braces: [`${many('{1:')}1${many('}')}`, /^SyntaxError: too many nested parentheses$/],
    calls: [`${many('f(')}1${many(')')}`, /^SyntaxError: too many nested parentheses$/],
    'open parentheses': [many('('), /^SyntaxError: too many nested parentheses$/],
    'f-strings': [`${many("f'{")}1${many("}'")}`, /^SyntaxError: too many nested f-strings$/],
    'replacement fields': [`f"${many('{x:')}${many('}')}"`, /^SyntaxError: f-string: expressions nested too deeply$/],
    'a long f-string': [`f"{${many('(')}1${many(')')}}"`, /^SyntaxError: too many nested parentheses$/],
    patterns: [`match 1:\n  case ${many('[')}${many(']')}: pass`, /^SyntaxError: too many nested parentheses$/],
    indents: [
      Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}if 1:\n`).join(''),
      /^IndentationError: too many levels of indentation$/,
    ],
    signs: [`${many('-')}1`, /^RecursionError: /],
    negations: [`${many('not ')}1`, /^RecursionError: /],
    awaits: [`async def f():\n  ${many('await ')}x`, /Error: /],
    attributes: [`x${many('.x')}`, /^RecursionError: /],
    sums: [`1${many('+1')}`, /^RecursionError: /],
    powers: [`1${many('**1')}`, /^RecursionError: /],
    lambdas: [`${many('lambda: ')}1`, /^RecursionError: /],
    conditions: [`${many('1 if 0 else ')}1`, /^RecursionError: /],
  }
  for (const [name, [source, message]] of Object.entries(refused)) {
    it(`${name}: refused`, () => match(run(source).output, message))
  }
  const accepted: Readonly<Record<string, readonly [string, string]>> = {
    targets: [`${many('x = ')}1\nprint(x)`, '1'],
    decorators: [`d = lambda f: f\n${many('@d\n')}def f(): pass\nprint(1)`, '1'],
    'fields of an f-string': [`x = 1\nprint(len(f"${many('{x}')}"))`, `${LONG}`],
    'type parameters': [`def f[${Array.from({ length: 20_000 }, (_, i) => `T${i}`).join()}](): pass\nprint(1)`, '1'],
    arguments: [`def f(*a): return len(a)\nprint(f(${many('1,', 90_000)}))`, '90000'],
    'alternatives of a pattern': [`match 1:\n  case ${many('0|', 20_000)}1: print(1)`, '1'],
    'parts of a string': [`print(len(${many('"a" ')}))`, `${LONG}`],
    'a chain of comparisons': [`print(1${many(' < 2', 1)}${many(' <= 2', 20_000)})`, 'True'],
    'statements on a line': [`${many('x = 1; ')}print(x)`, '1'],
    'a name': [`${many('x')} = 1\nprint(1)`, '1'],
  }
  for (const [name, [source, output]] of Object.entries(accepted)) {
    it(`${name}: accepted`, () => deepEqual(run(source), { stop: 'finished', output }))
  }
})

describe('bad input: chains of coroutines', () => {
  const chain = `
import sys, types
sys.setrecursionlimit(10 ** 6)
@types.coroutine
def pause(): yield 1
async def leaf(): await pause(); return 0
async def wrap(c): return await c
def make():
    c = leaf()
    for i in range(${LONG}): c = wrap(c)
    return c
`
  it('100,000 deep: resumed, thrown into, let go of', () => {
    const program = `${chain}
c = make(); c.send(None)
try: c.send(None)
except StopIteration as e: print(e.value, end=" ")
c = make(); c.send(None)
try: c.throw(ValueError("v"))
except ValueError as e: print(e, end=" ")
c = make(); c.send(None)
del c
print("end")
`
    deepEqual(run(program, 1e9), { stop: 'finished', output: '0 v end' })
  })
})
