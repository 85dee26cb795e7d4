/**
 * A document that is edited says what a fresh analysis of its text says: tree, tokens, scopes, findings.
 * `LIVE_EDITS=100000` makes more of it than the usual run.
 */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { type Analysis, analyze, dumpTokens, dumpTree, LiveAnalysis, type Scope } from '../../language/index.ts'

const programs = [
  ...readdirSync('examples').map(name => `examples/${name}`),
  ...readdirSync('bench/programs').map(name => `bench/programs/${name}`),
]
  .filter(name => /\.(coro|py)$/.test(name))
  .map(name => readFileSync(name, 'utf8'))

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

function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

function scopesText(scope: Scope): unknown {
  const symbols = [...scope.symbols.values()].map(({ name, flags, resolution, definitions, references }) =>
    [name, flags, resolution, placesText(definitions), placesText(references)].join(' '),
  )
  const { kind, name, yields, isAsync, returnsValue, isInlined, parameters } = scope
  return {
    is: [kind, name, scope.parent?.name, yields, isAsync, returnsValue, isInlined, parameters].join(' '),
    symbols: symbols.sort(),
    children: scope.children.map(scopesText),
  }
}

function placesText(places: readonly { start: number; end: number }[]): string {
  return places.map(({ start, end }) => `${start}-${end}`).join()
}

/** All that is said of a text, as values to compare. */
function described(analysis: Analysis): unknown {
  const { text, tree, tokens, scopes, diagnostics } = analysis
  return {
    lines: text.lineStarts,
    tree: dumpTree(tree),
    tokens: dumpTokens(tokens),
    scopes: scopesText(scopes.module),
    all: scopes.all.map(scope => `${scope.kind} ${scope.name} ${scope.node.start}`),
    found: scopes.all.map(scope => scopes.find(scope.node)?.name),
    calls: scopes.keywordCalls.map(({ node, scope }) => `${node.start} ${scope.name}`),
    imports: scopes.imports.map(node => node.start),
    diagnostics,
  }
}

describe('language: a text that is edited', () => {
  const wanted = Number(process.env.LIVE_EDITS ?? 3000)

  it(`is analysed as a fresh one, ${wanted} times`, function () {
    this.timeout(0)
    const random = randomFrom(Number(process.env.LIVE_SEED ?? 11))
    let source = ''
    let live = new LiveAnalysis(source)
    for (let edit = 0; edit < wanted; edit++) {
      if (edit % 40 === 0) {
        // Some edits from each program, or from a few statements of it.
        source = programs[random(programs.length)]
        if (random(3) > 0) source = source.slice(random(source.length)).slice(0, 1500)
        live = new LiveAnalysis(source)
      }
      const before = source
      const start = random(source.length + 1)
      const end = random(3) === 0 ? Math.min(source.length, start + random(random(4) === 0 ? 200 : 6)) : start
      const other = programs[random(programs.length)]
      const from = random(other.length)
      const inserted =
        random(4) === 0 ? '' : random(6) === 0 ? other.slice(from, from + random(150)) : pieces[random(pieces.length)]
      source = source.slice(0, start) + inserted + source.slice(end)
      live.edit({ start, end }, inserted)
      // Several edits may come between two questions.
      if (random(4) === 0) continue
      const [got, fresh] = [described(live.analysis), described(analyze(source))]
      try {
        assert.deepEqual(got, fresh)
      } catch (error) {
        const what = JSON.stringify({ edit, before, start, end, inserted })
        throw new Error(`after ${what.slice(0, 6000)}: ${(error as Error).message.slice(0, 3000)}`)
      }
    }
  })
})
