/**
 * A document that is edited says what a fresh analysis of its text says: tree, tokens, scopes, findings.
 * `LIVE_EDITS=100000` makes more of it than the usual run.
 */

import assert from 'node:assert/strict'
import { type Analysis, analyze, dumpTokens, dumpTree, LiveAnalysis, type Scope } from '../../language/index.ts'
import { randomEdits } from './edits.ts'

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
  const seed = Number(process.env.LIVE_SEED ?? 11)

  it(`is analysed as a fresh one, ${wanted} times`, function () {
    this.timeout(0)
    let live = new LiveAnalysis('')
    let count = 0
    for (const { before, start, end, inserted, after, isFirst } of randomEdits(seed, wanted)) {
      if (isFirst) live = new LiveAnalysis(before)
      live.edit({ start, end }, inserted)
      // Several edits may come between two questions.
      if (count++ % 4 === 1) continue
      const [got, fresh] = [described(live.analysis), described(analyze(after))]
      try {
        assert.deepEqual(got, fresh)
      } catch (error) {
        const what = JSON.stringify({ count, before, start, end, inserted })
        throw new Error(`after ${what.slice(0, 6000)}: ${(error as Error).message.slice(0, 3000)}`)
      }
    }
  })

  it('says of a string in another line what is said of it there', () => {
    const live = new LiveAnalysis('x = 1\n\n\nprint(f"a\\d{x}")\n')
    described(live.analysis)
    live.edit({ start: 0, end: 0 }, 'y = 2\n\n')
    assert.deepEqual(described(live.analysis), described(analyze(live.text.source)))
  })
})
