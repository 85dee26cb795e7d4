/** What is kept over edits: after any of them, the findings are those of a fresh check. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { analyze, LiveAnalysis } from '../../language/index.ts'
import { Program } from '../../language/inference/index.ts'
import { check, checkWithin, type Finding } from '../../language/rules/index.ts'
import { randomEdits } from '../language/edits.ts'
import { cases } from './cases.ts'

/** A small random number generator, the same on every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

const pieces = [
  'await ',
  'async ',
  'f()',
  '\n',
  ' ',
  'x',
  '(',
  ')',
  ':',
  '    ',
  'return ',
  'c = f()\n',
  'def f(): pass\n',
  'asyncio.',
  '#',
  '"',
]

function plain(findings: readonly Finding[]): object[] {
  return findings.map(({ start, end, code, message, hint, severity }) => ({
    start,
    end,
    code,
    message,
    hint,
    severity,
  }))
}

function fresh(source: string): object[] {
  const analysis = analyze(source, { path: 'a' })
  return plain(check(new Program().typesOf(analysis, 'a')))
}

describe('rules: while a program is edited', function () {
  this.timeout(300_000)

  it('say what a fresh check says, edit for edit', () => {
    const programs = [
      Object.values(cases)
        .map(programs => programs[0])
        .join('\n'),
      ...['actors', 'pipeline', 'cleanup'].map(name => readFileSync(`examples/${name}.coro`, 'utf8')),
    ]
    programs.forEach((source, i) => {
      const random = randomFrom(i + 1)
      const live = new LiveAnalysis(source, { path: 'a' })
      const program = new Program()
      for (let count = 0; count < 120; count++) {
        const { length } = live.text.source
        const start = random(length + 1)
        const end = random(3) === 0 ? Math.min(length, start + random(12)) : start
        const inserted = random(4) === 0 ? '' : pieces[random(pieces.length)]
        const before = live.text.source
        live.edit({ start, end }, inserted)
        const found = plain(check(program.typesOf(live.analysis, 'a')))
        assert.deepEqual(
          found,
          fresh(live.text.source),
          `program ${i}, edit ${count}: ${JSON.stringify({ start, end, inserted, around: before.slice(start - 20, end + 20) })}`,
        )
        // Back to something that parses, so that much is kept.
        if (random(2) === 0) live.edit({ start, end: start + inserted.length }, before.slice(start, end))
      }
    })
  })

  it('come in pieces when there is little time, and are complete in the end', () => {
    const source = Object.values(cases)
      .map(programs => programs[0])
      .join('\n')
    const live = new LiveAnalysis(source, { path: 'a' })
    const program = new Program()
    const types = program.typesOf(live.analysis, 'a')
    let rounds = 0
    for (;;) {
      let left = 3
      const { found, isComplete } = checkWithin(types, {}, () => left-- > 0)
      rounds++
      assert.ok(rounds < 1000)
      if (!isComplete) continue
      assert.deepEqual(plain(found), fresh(source))
      break
    }
    assert.ok(rounds > 5)
  })

  it('are complete in the end when letters come between the pieces', () => {
    for (let seed = 1; seed < 4; seed++) {
      let live = new LiveAnalysis('')
      let program = new Program()
      let count = 0
      for (const { before, start, end, inserted, after, isFirst } of randomEdits(seed, 200)) {
        if (isFirst) {
          live = new LiveAnalysis(before)
          program = new Program()
        }
        live.edit({ start, end }, inserted)
        const types = program.typesOf(live.analysis, 'a')
        let left = count++ % 7
        checkWithin(types, {}, () => left-- > 0)
        if (count % 3 === 0) assert.deepEqual(plain(check(types)), fresh(after), `seed ${seed}, edit ${count}`)
      }
    }
  })

  it('stay where they are in a long class while it is read again', () => {
    const method = (n: number) => `    async def m${n}(self):\n        self.m0()\n`
    const source = `import asyncio\nclass C:\n${[0, 1, 2, 3].map(method).join('')}`
    const live = new LiveAnalysis(source, { path: 'a' })
    const program = new Program()
    const shown = (goesOn: boolean): string[] => {
      const { found } = checkWithin(program.typesOf(live.analysis, 'a'), {}, () => goesOn)
      return found
        .filter(item => item.code === 'never-awaited')
        .map(item => live.text.source.slice(item.start - 8, item.end))
    }
    const one = '        self.m0()'
    assert.deepEqual(shown(true), [one, one, one, one])
    const at = live.text.source.indexOf('m2(self)')
    live.edit({ start: at, end: at }, 'long_')
    assert.deepEqual(shown(false), [one, one, one, one])
    // What lies between two places that were touched is doubtful.
    const call = live.text.source.lastIndexOf('self.m0()')
    live.edit({ start: call, end: call }, 'await ')
    assert.deepEqual(shown(false), [one, one])
    assert.deepEqual(shown(true), [one, one, one])
  })
})
