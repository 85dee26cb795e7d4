// Modules that cannot be run, and circles of modules: as CPython 3.13 words them (each was tried there).

import { equal, match } from 'node:assert/strict'
import { run } from './run.ts'

const caught =
  'try:\n    import a\nexcept ImportError as error:\n    print(error)\nexcept SyntaxError as error:\n    print(error.args)\n'

describe('a broken module', () => {
  it('is a SyntaxError with its line and the end of the line', () => {
    equal(
      run(caught, { 'a.py': 'def f(:\n    pass\n' }).out,
      "('invalid syntax', ('/p/a.py', 1, 7, 'def f(:\\n', 1, 8))\n",
    )
  })

  it('has its warnings printed when it is compiled', () => {
    equal(
      run('import a\nimport a\n', { 'a.py': 'x = "\\d"\n' }).err,
      '/p/a.py:1: SyntaxWarning: invalid escape sequence \'\\d\'\n  x = "\\d"\n',
    )
  })

  it('may be no text', () => {
    equal(run(caught, { 'a.py': 'x = 1\0\n' }).out, "('source code string cannot contain null bytes',)\n")
    equal(run(caught, { 'a.py': '# coding: nope\n' }).out, "('unknown encoding: nope', ('/p/a.py', 0, 0, None))\n")
  })

  it('is not kept, and is run again by the next import', () => {
    const source =
      'import sys\nfor _ in range(2):\n    try:\n        import a\n    except ZeroDivisionError:\n        print("a" in sys.modules)\n'
    equal(run(source, { 'a.py': 'print("run")\n1 / 0\n' }).out, 'run\nFalse\nrun\nFalse\n')
  })
})

describe('modules in a circle', () => {
  it('lack what has not been run yet', () => {
    equal(
      run(caught, { 'a.py': 'from b import y\nx = 1\n', 'b.py': 'from a import x\ny = 2\n' }).out,
      "cannot import name 'x' from partially initialized module 'a' (most likely due to a circular import) (/p/a.py)\n",
    )
    match(
      run('import a\n', { 'a.py': 'import b\nx = 1\n', 'b.py': 'import a\nprint(a.x)\n' }).err,
      /AttributeError: module 'a' has no attribute 'x' \(consider renaming '\/p\/a\.py' if it has the same name as a third-party module you intended to import\)\n$/,
    )
  })
})
