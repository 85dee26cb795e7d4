/**
 * What the server says of a document that is edited is what it says of one that is opened with the same text.
 *
 * `LIVE_EDITS=100000` makes more of it than the usual run; `LIVE_SEED=n` begins elsewhere, so that it can be run in parts.
 */

import assert from 'node:assert/strict'
import { type Analysis, analyze, LiveAnalysis } from '../../language/index.ts'
import { codeLens } from '../../server/features/code-lens.ts'
import { diagnostics } from '../../server/features/diagnostics.ts'
import { folding } from '../../server/features/folding.ts'
import { inlayHints } from '../../server/features/inlay-hints.ts'
import { encodedTokens, encodeTokens, semanticTokens } from '../../server/features/semantic-tokens.ts'
import { documentSymbols } from '../../server/features/symbols.ts'
import { namesOf } from '../../server/names.ts'
import { randomEdits } from '../language/edits.ts'

function described(analysis: Analysis, offset: number): unknown {
  const occurrence = namesOf(analysis).at(offset)
  return {
    diagnostics: diagnostics.answer(analysis),
    tokens: [encodedTokens(analysis), encodeTokens(analysis, semanticTokens.answer(analysis))],
    range: semanticTokens.answer(analysis, { start: offset, end: offset + 200 }),
    symbols: documentSymbols.answer(analysis),
    folding: folding.answer(analysis),
    lenses: codeLens.answer(analysis),
    hints: inlayHints.answer(analysis, { start: 0, end: analysis.source.length }),
    name: occurrence && {
      owner: occurrence.binding.owner?.name,
      places: occurrence.binding.occurrences.map(
        ({ span, isDefinition }) => `${span.start} ${span.end} ${isDefinition}`,
      ),
    },
  }
}

describe('server: a document that is edited', () => {
  const wanted = Number(process.env.LIVE_EDITS ?? 600)
  const seed = Number(process.env.LIVE_SEED ?? 23)

  it(`is spoken of as a fresh one, ${wanted} times, seed ${seed}`, function () {
    this.timeout(0)
    let live = new LiveAnalysis('')
    for (const { before, start, end, inserted, after, isFirst } of randomEdits(seed, wanted)) {
      if (isFirst) live = new LiveAnalysis(before)
      live.edit({ start, end }, inserted)
      const [got, fresh] = [described(live.analysis, start), described(analyze(after), start)]
      try {
        assert.deepEqual(got, fresh)
      } catch (error) {
        const what = JSON.stringify({ before, start, end, inserted })
        throw new Error(`after ${what.slice(0, 6000)}: ${(error as Error).message.slice(0, 3000)}`)
      }
    }
  })

  it('forgets what names meant when all of them may mean something else', () => {
    // The star import makes all doubtful; of `main` nothing is left but a call.
    const before = [
      'raise RuntimeError(1)\n\n\n"x" 1\n\n\nn = 1\n\n\n',
      'def never_called():from m import *\n    return 0\n\n\n',
      'def main():\n    print(1)\n\n\nmain()\n',
    ].join('')
    const start = before.indexOf('in():')
    for (const end of [start + 4, start + 5, start + 6, start + 12, start + 18]) {
      const live = new LiveAnalysis(before)
      described(live.analysis, 0)
      live.edit({ start, end }, 'lambda: (yield)\nt\n')
      const fresh = analyze(`${before.slice(0, start)}lambda: (yield)\nt\n${before.slice(end)}`)
      assert.deepEqual(described(live.analysis, 0), described(fresh, 0), `${start}-${end}`)
    }
  })
})
