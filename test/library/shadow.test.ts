// A module beside the program that has the name of one of the library: found first, but for those CPython has built in.

import { equal, match } from 'node:assert/strict'
import { run } from './run.ts'

describe('a module beside the program', () => {
  it('goes before the library module of its name', () => {
    const { out, err } = run('import asyncio, queue\nprint(queue.word)\nqueue.Queue\n', {
      'queue.py': 'word = "mine"\n',
    })
    equal(out, 'mine\n')
    match(
      err,
      /AttributeError: module 'queue' has no attribute 'Queue' \(consider renaming '\/p\/queue\.py' since it has the same name as the standard library module named 'queue' and the import system gives it precedence\)/,
    )
  })

  it('does not go before sys, time, abc, io and others that are built in or frozen', () => {
    const beside = Object.fromEntries(['sys', 'time', 'abc', 'io', 'os'].map(name => [`${name}.py`, 'print("mine")\n']))
    equal(run('import sys, time, abc, io, os\nprint(time.monotonic() > 0)\n', beside).out, 'True\n')
  })

  it('may be a package', () => {
    const { out, err } = run('import json\nprint(json.loads("1"))\nimport json.decoder\n', {
      'json/__init__.py': 'def loads(text):\n    return "mine"\n',
    })
    equal(out, 'mine\n')
    match(err, /ModuleNotFoundError: No module named 'json\.decoder'\n$/)
  })

  it('is not in the way when it is only a folder', () => {
    equal(run('import json\nprint(json.loads("1"))\n', { 'json/data.txt': '' }).out, '1\n')
  })

  it('is told from a third-party module while it is being imported', () => {
    match(
      run('import numpyx\n', { 'numpyx.py': 'import numpyx\nnumpyx.array\n' }).err,
      /module 'numpyx' has no attribute 'array' \(consider renaming '\/p\/numpyx\.py' if it has the same name as a third-party module you intended to import\)/,
    )
  })

  it('is found in a folder that the program puts on sys.path', () => {
    equal(
      run('import sys\nsys.path.insert(0, "/p/lib")\nimport tool\nprint(tool.x)\n', { 'lib/tool.py': 'x = 3\n' }).out,
      '3\n',
    )
  })
})
