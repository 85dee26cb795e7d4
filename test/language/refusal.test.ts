/** What Coro refuses: the words, and that nothing else is refused. */

import assert from 'node:assert/strict'
import { analyze, type RefusalOptions, refusals, standardModules } from '../../language/index.ts'

const modules = new Set(['asyncio', 'collections', 'collections.abc', 'random'])

function check(source: string, expected: readonly string[], options: RefusalOptions = { modules }): void {
  const { diagnostics, source: text } = analyze(source, options)
  assert.deepEqual(
    diagnostics.map(item => `${text.slice(item.start, item.end)}: ${item.message} [${item.code}]`),
    expected,
  )
}

const files = 'is not in Coro; keep text in the program, read it with input(), or use io.StringIO [not-in-coro]'

describe('language: refusals', () => {
  it('refuses modules that reach the host, with what to write instead', () => {
    check('import socket', [
      "socket: module 'socket' is not in Coro; stand in for the network with a coroutine that yields the answers [not-in-coro]",
    ])
    check('from os import path', [`os: module 'os' ${files}`])
    check('def f():\n  import asyncio, os.path as p', [`os.path: module 'os.path' ${files}`])
  })

  it('refuses the rest of the library by name', () => {
    check('import antigravity', [
      "antigravity: module 'antigravity' is not in Coro; leave out the import, or put a module of that name beside the program [not-in-coro]",
    ])
    check('import collections.nothing', [
      "collections.nothing: module 'collections.nothing' is not in Coro; leave out the import, or put a module of that name beside the program [not-in-coro]",
    ])
  })

  it('leaves alone what the engine has, what lies beside the program, and what CPython does not have either', () => {
    check('import asyncio, collections.abc as c, numpy\nfrom random import choice\nfrom . import socket', [])
    check('import queue', [], { modules, isLocalModule: name => name === 'queue' })
    check('import socket', [], {})
  })

  it('refuses open() unless the program has its own', () => {
    check('open("x")', [`open: 'open' ${files}`])
    check('def f():\n  return [open for x in y]', [`open: 'open' ${files}`])
    check('def open(): pass\nopen()', [])
    check('def f(open): return lambda: open()', [])
    check('def f():\n  global open\n  open = 1\nopen', [])
    check('x.open()\nfrom beside import *\nopen()', [])
  })

  it('refuses calls of what a module has but cannot do, unless the program catches it', () => {
    const modules = new Set(['threading', 'asyncio', 'io', 'gc', 'sys', 'builtins', 'concurrent', 'concurrent.futures'])
    const tasks =
      'is not in Coro; use asyncio tasks and asyncio.Queue, or coroutines that you drive yourself [not-in-coro]'
    const see = (source: string, expected: readonly string[]): void => check(source, expected, { modules })
    see('import threading as t\nx = t.Thread(target=print)\nx.start()', [`t.Thread: 'threading.Thread' ${tasks}`])
    see('from threading import Thread\ndef f():\n  Thread().start()', [`Thread: 'threading.Thread' ${tasks}`])
    see('import asyncio\nasync def f():\n  await asyncio.to_thread(print)', [
      `asyncio.to_thread: 'asyncio.to_thread' ${tasks}`,
    ])
    see('import concurrent.futures\nwith concurrent.futures.ThreadPoolExecutor() as p: pass', [
      `concurrent.futures.ThreadPoolExecutor: 'concurrent.futures.ThreadPoolExecutor' ${tasks}`,
    ])
    see('from concurrent import futures\nfutures.ThreadPoolExecutor(2)', [
      `futures.ThreadPoolExecutor: 'concurrent.futures.ThreadPoolExecutor' ${tasks}`,
    ])
    see('import io\nio.open("x")', [`io.open: 'io.open' ${files}`])
    see('from io import open\nopen("x")', [`open: 'io.open' ${files}`])
    // Nothing is started, nothing is called, it is caught, or it is something else.
    see('import threading\nx = threading.Thread(target=print)\nx.run()\ny.start()', [])
    see('import sys, gc\nprint(sys.settrace, gc.collect())\nx.settrace()', [])
    see('import gc\ntry:\n  gc.get_objects()\nexcept AttributeError: pass', [])
    see('import io\nio = x\nio.open("x")', [])
    see('import io\ndef f(io): io.open("x")', [])
  })

  it('has advice in every row, and names only modules that CPython has', () => {
    for (const row of refusals) {
      assert.ok(row.what && row.reason && row.instead, row.code)
      for (const name of row.modules ?? []) assert.ok(standardModules.has(name), name)
    }
  })
})
