// The parts of a session that need no program: what is typed into breakpoints, the bytes of sources, lives read from events.

import assert from 'node:assert/strict'
import { TraceKind } from '../../debugger/engine/index.ts'
import { classNames, countsAsHit, parseHitCondition, parseLogMessage } from '../../debugger/session/breakpoints.ts'
import { RealClock } from '../../debugger/session/clock.ts'
import { Lives } from '../../debugger/session/lives.ts'
import { decodeSource } from '../../debugger/session/source.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'

describe('hit conditions', () => {
  const counted = (text: string): number[] => {
    const condition = parseHitCondition(text)
    assert.ok(condition, text)
    return [1, 2, 3, 4, 5, 6].filter(hits => countsAsHit(condition, hits))
  }
  it('count as they are written', () => {
    assert.deepEqual(counted('3'), [3])
    assert.deepEqual(counted('== 3'), [3])
    assert.deepEqual(counted('>= 3'), [3, 4, 5, 6])
    assert.deepEqual(counted('>3'), [4, 5, 6])
    assert.deepEqual(counted('< 3'), [1, 2])
    assert.deepEqual(counted('<= 3'), [1, 2, 3])
    assert.deepEqual(counted(' % 2 '), [2, 4, 6])
  })
  it('are refused when they are none', () => {
    for (const text of ['often', '', '> ', '3 times', '-1', '0', '% 0', '1.5'])
      assert.equal(parseHitCondition(text), undefined, text)
  })
})

describe('log messages', () => {
  it('are text and fields', () => {
    assert.deepEqual(parseLogMessage('a {b} c'), [{ text: 'a ' }, { field: 'b' }, { text: ' c' }])
    assert.deepEqual(parseLogMessage('{{x}} {y:>3}'), [{ text: '{x} ' }, { field: 'y:>3' }])
    assert.deepEqual(parseLogMessage(`{d['}']}{ {1: 2}[1] }`), [{ field: `d['}']` }, { field: ' {1: 2}[1] ' }])
    assert.deepEqual(parseLogMessage(''), [])
  })
  it('must close their braces', () => {
    assert.throws(() => parseLogMessage('a {b'), /without its }/)
  })
})

describe('class names of an exception filter', () => {
  it('are names with commas, and nothing else', () => {
    assert.deepEqual(classNames(' ValueError, asyncio.CancelledError '), ['ValueError', 'asyncio.CancelledError'])
    assert.equal(classNames('exception.args == 1'), undefined)
    assert.equal(classNames(''), undefined)
  })
})

describe('the text of a source', () => {
  const decode = (bytes: number[]): string => {
    const decoded = decodeSource(Uint8Array.from(bytes), 'x.py')
    return decoded.kind === 'text' ? decoded.text : decoded.message
  }
  const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')]
  it('is UTF-8, with or without a mark', () => {
    assert.equal(decode([...Buffer.from('é€😀')]), 'é€😀')
    assert.equal(decode([0xef, 0xbb, 0xbf, 0x78]), 'x')
    const long = 'é😀x'.repeat(5000)
    assert.equal(decode([...Buffer.from(long)]), long)
  })
  it('is what its first two lines declare', () => {
    assert.equal(decode([...ascii('# -*- coding: latin-1 -*-\n'), 0xe9]), '# -*- coding: latin-1 -*-\né')
    assert.equal(decode([...ascii('#!/bin/sh\n# vim: set fileencoding=iso-8859-1 :\n'), 0xe9]).at(-1), 'é')
    assert.match(decode(ascii('# coding: foo\n')), /^encoding problem: foo$/)
    assert.match(decode([...ascii('x = 1\n# coding: latin-1\n'), 0xe9]), /Non-UTF-8/)
  })
  it('says which byte is wrong', () => {
    for (const bad of [
      [0x80],
      [0xc0, 0x80],
      [0xe0, 0x80, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xe2, 0x82],
    ])
      assert.match(
        decode([...ascii('a\nb'), ...bad]),
        /^Non-UTF-8 code starting with '\\x\w\w' in file x\.py on line 2, but no encoding/,
      )
  })
})

describe('the real clock', () => {
  it('reads again what it has read, and owes what was slept', () => {
    let host = 100
    const machine = { time: 5, journal: { isSilent: false } }
    const clock = new RealClock(
      () => host,
      () => machine,
      () => {},
    )
    assert.equal(clock.now(), 100)
    machine.time = 10
    clock.sleep(2)
    assert.equal(clock.owed, 2)
    machine.time = 15
    host = 101
    assert.equal(clock.now(), 103)
    machine.time = 5
    assert.equal(clock.now(), 100)
    machine.time = 10
    clock.sleep(2)
    assert.equal(clock.owed, 2)
    machine.time = 15
    assert.equal(clock.now(), 103)
    machine.journal.isSilent = true
    machine.time = 20
    assert.equal(clock.now(), 103)
    machine.journal.isSilent = false
    clock.forgetAfter(5)
    machine.time = 15
    clock.owed = 0
    host = 200
    assert.equal(clock.now(), 200)
  })
})

describe('lives', () => {
  const list: TraceEvent[] = [
    { t: 1, kind: 'create', id: 1, by: 0, name: 'talk', type: 'coroutine', file: 'x.py', line: 3 },
    { t: 2, kind: 'resume', id: 1, by: 0, how: 'send', value: 'None' },
    { t: 3, kind: 'yield', id: 1, to: 0, value: "'a'", line: 4 },
    { t: 4, kind: 'resume', id: 1, by: 0, how: 'send', value: '5' },
    { t: 5, kind: 'return', id: 1, to: 0, value: '6' },
  ]
  it('follow the trace, and going back', () => {
    const events: TraceEvent[] = []
    const lives = new Lives({
      get length() {
        return events.length
      },
      events: (from, to) => events.slice(from, to),
      scan: (from, to, take) => {
        const kinds = {
          create: TraceKind.Create,
          resume: TraceKind.Send,
          yield: TraceKind.Yield,
          return: TraceKind.Return,
        }
        for (const [i, event] of events.slice(from, to).entries()) {
          const { kind } = event
          if (kind === 'create' || kind === 'resume' || kind === 'yield' || kind === 'return')
            take(from + i, kinds[kind], event.id, 0, 0)
        }
      },
    })
    events.push(...list.slice(0, 3))
    assert.equal(lives.name(1), 'talk#1')
    assert.equal(lives.lastYielded(1), "'a'")
    assert.equal(lives.howItEnded(1), undefined)
    events.push(...list.slice(3))
    assert.equal(lives.lastSent(1), '5')
    assert.deepEqual(lives.sentBefore(1, 5), ['5'])
    assert.equal(lives.howItEnded(1), 'returned 6')
    events.length = 3
    lives.cutTo(3)
    assert.equal(lives.lastSent(1), 'None')
    assert.equal(lives.howItEnded(1), undefined)
    assert.equal(lives.name(7), undefined)
  })
})
