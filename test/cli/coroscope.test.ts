// The command as a person or a script meets it: output, exit status, and what is said when something is wrong. What CPython says in the
// same place was recorded from CPython 3.13.0.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const command = resolve('dist/cli/coroscope.js')
let folder = ''

interface Result {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

function coroscope(args: string[], input = ''): Result {
  const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { stdout, stderr: stderr.replaceAll(folder, '.'), status }
}

function file(name: string, text: string | Buffer): string {
  writeFileSync(join(folder, name), text)
  return name
}

function run(text: string, args: string[] = [], input = ''): Result {
  return coroscope(['run', file('program.py', text), ...args], input)
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'coroscope-cli-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

describe('coroscope run', () => {
  it('prints what the program prints and ends with its status', () => {
    assert.deepEqual(run('print("hello", 1 + 1)'), { stdout: 'hello 2\n', stderr: '', status: 0 })
    assert.deepEqual(run('import sys\nprint(sys.argv)', ['a', '-b']), {
      stdout: "['program.py', 'a', '-b']\n",
      stderr: '',
      status: 0,
    })
    assert.equal(run('import sys\nsys.exit(3)').status, 3)
    assert.deepEqual(run('import sys\nsys.exit("bye")'), { stdout: '', stderr: 'bye\n', status: 1 })
    assert.equal(run('print(__name__, __file__ is not None)').stdout, '__main__ True\n')
  })

  it('prints a traceback of what nobody catches', () => {
    const { stdout, stderr, status } = run('def f(x):\n    return 1 / x\n\nprint("before")\nf(0)\n')
    assert.equal(status, 1)
    assert.equal(stdout, 'before\n')
    assert.equal(
      stderr,
      `Traceback (most recent call last):
  File "./program.py", line 5, in <module>
    f(0)
    ~^^^
  File "./program.py", line 2, in f
    return 1 / x
           ~~^~~
ZeroDivisionError: division by zero
`,
    )
  })

  it('prints syntax errors as CPython does', () => {
    const cases: [string, string][] = [
      ['def f(:\n', '  File "./program.py", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax\n'],
      [
        'if 1:\nx\n',
        `  File "./program.py", line 2\n    x\n    ^\nIndentationError: expected an indented block after 'if' statement on line 1\n`,
      ],
      ['x = 1\n\n\n  y=2', '  File "./program.py", line 4\n    y=2\nIndentationError: unexpected indent\n'],
      [
        'def f():\n    await x\n',
        `  File "./program.py", line 2\n    await x\n    ^^^^^^^\nSyntaxError: 'await' outside async function\n`,
      ],
    ]
    for (const [text, stderr] of cases) assert.deepEqual(run(text), { stdout: '', stderr, status: 1 })
  })

  it('refuses what is outside the subset before anything runs', () => {
    const { stdout, stderr, status } = run('print("no")\nimport socket\n')
    assert.equal(stdout, '')
    assert.match(stderr, /^\.\/program\.py:2: .*socket.* is not in Coro; /)
    assert.equal(status, 2)
  })

  it('says what is wrong with the file, in CPython’s words', () => {
    assert.deepEqual(coroscope(['run', 'missing.py']), {
      stdout: '',
      stderr: `coroscope: can't open file './missing.py': [Errno 2] No such file or directory\n`,
      status: 2,
    })
    mkdirSync(join(folder, 'empty'), { recursive: true })
    assert.deepEqual(coroscope(['run', 'empty']), {
      stdout: '',
      stderr: `coroscope: can't find '__main__' module in './empty'\n`,
      status: 1,
    })
    const binary = coroscope(['run', file('image.py', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]))])
    assert.equal(binary.status, 1)
    assert.equal(
      binary.stderr,
      `SyntaxError: Non-UTF-8 code starting with '\\x89' in file ./image.py on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n`,
    )
    const nul = coroscope(['run', file('nul.py', 'x=1\0\n')])
    assert.deepEqual(nul, {
      stdout: '',
      stderr: '  File "./nul.py", line 1\n    x=1\nSyntaxError: source code cannot contain null bytes\n',
      status: 1,
    })
  })

  it('tells of a null byte before bytes that are no UTF-8', () => {
    const { stderr, status } = coroscope(['run', file('elf.py', Buffer.from([120, 10, 0x7f, 0x45, 0, 0xff, 10]))])
    assert.equal(status, 1)
    assert.equal(stderr, '  File "./elf.py", line 2\n    \x7fE\nSyntaxError: source code cannot contain null bytes\n')
  })

  it('runs modules and packages with -m, and imports what is beside the program', () => {
    mkdirSync(join(folder, 'pack'), { recursive: true })
    file('pack/__init__.py', 'name = "pack"\n')
    file('pack/__main__.py', 'from . import name\nfrom .part import double\nprint(name, double(4), __name__)\n')
    file('pack/part.coro', 'def double(x):\n    return 2 * x\n')
    assert.deepEqual(coroscope(['run', '-m', 'pack']), { stdout: 'pack 8 __main__\n', stderr: '', status: 0 })
    assert.equal(coroscope(['run', '-m', 'nowhere']).stderr, 'coroscope: No module named nowhere\n')
    assert.equal(run('import pack.part\nprint(pack.part.double(3))').stdout, '6\n')
    file('bad.py', 'def f(:\n')
    assert.match(run('import bad\n').stderr, /SyntaxError: invalid syntax\n$/)
  })

  it('reads standard input', () => {
    assert.equal(run('name = input("who? ")\nprint("hi", name)\n', [], 'Ann\n').stdout, 'who? hi Ann\n')
    assert.match(run('input()\n').stderr, /EOFError: EOF when reading a line\n$/)
  })

  it('runs a program from standard input', () => {
    assert.deepEqual(coroscope(['run', '-', 'x'], 'import sys\nprint(sys.argv, 1)\n'), {
      stdout: "['-', 'x'] 1\n",
      stderr: '',
      status: 0,
    })
  })

  it('writes all of a large output', () => {
    const { stdout, status } = run('for i in range(200000):\n    print("line", i)\n')
    assert.equal(status, 0)
    assert.equal(stdout.split('\n').length, 200001)
    assert.ok(stdout.endsWith('line 199999\n'))
  })

  it('is quiet when its reader goes', async () => {
    const child = spawn(process.execPath, [command, 'run', file('much.py', 'while True:\n    print("x" * 1000)\n')], {
      cwd: folder,
    })
    let stderr = ''
    child.stderr.on('data', chunk => {
      stderr += String(chunk)
    })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    await once(child, 'exit')
    assert.equal(stderr, '')
  })

  it('ends at Ctrl-C with a traceback where the loop begins again, and by the signal', async () => {
    const child = spawn(
      process.execPath,
      [command, 'run', file('loop.py', 'print("on", flush=True)\nwhile True:\n    pass\n')],
      { cwd: folder },
    )
    let stderr = ''
    child.stderr.on('data', chunk => {
      stderr += String(chunk)
    })
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    const [status, signal] = (await once(child, 'close')) as [number | null, string | null]
    assert.equal(process.platform === 'win32' ? status : signal, process.platform === 'win32' ? 130 : 'SIGINT')
    assert.match(
      stderr,
      /Traceback \(most recent call last\):\n.*line 2, in <module>\n {4}while True:\n {10}\^{4}\nKeyboardInterrupt\n$/,
    )
  })

  it('says how it is used', () => {
    for (const args of [['run'], ['run', '--clock', 'moon', 'x.py'], ['run', '--fast', 'x.py'], ['run', '-m']]) {
      const { stderr, status } = coroscope(args)
      assert.equal(status, 2)
      assert.match(stderr, /usage: coroscope run/)
    }
  })
})

describe('coroscope', () => {
  it('lists its commands, and knows its version', () => {
    assert.match(coroscope(['--help']).stdout, /drive FILE EXPR/)
    assert.match(coroscope(['--version']).stdout, /^Coroscope \d+\.\d+\.\d+ /)
    assert.deepEqual([coroscope([]).status, coroscope(['fly']).status], [2, 2])
    assert.match(coroscope(['fly']).stderr, /no command 'fly'/)
    assert.match(coroscope(['runn', 'x.py']).stderr, /no command 'runn'; did you mean run\?/)
    assert.match(coroscope(['x.py']).stderr, /no command 'x.py': coroscope run x.py runs a program/)
  })
  it('says how each command is used, on standard output when asked', () => {
    for (const name of ['run', 'drive', 'trace', 'check', 'graph', 'dump', 'language-server', 'debug-adapter']) {
      for (const args of [
        [name, '--help'],
        [name, '-h'],
        ['help', name],
      ]) {
        const { stdout, stderr, status } = coroscope(args)
        assert.deepEqual([status, stderr], [0, ''], args.join(' '))
        assert.ok(stdout.startsWith(`usage: coroscope ${name} `), stdout)
      }
    }
    assert.match(coroscope(['debug-adapter', '--port', '70000']).stderr, /'70000' is no port: a number from 0 to 65535/)
    assert.match(coroscope(['dump', 'film', 'x.py']).stderr, /'film' cannot be shown: tokens, tree, ast, scopes, code/)
  })
})

describe('coroscope check', () => {
  it('prints each finding with its place', () => {
    const good = file('good.py', 'print(1)\n')
    const bad = file('bad.py', 'x = 1\ndef f(:\n')
    const outside = file('outside.py', 'import socket\n')
    assert.deepEqual(coroscope(['check', good]), { stdout: '', stderr: '', status: 0 })
    const wrong = coroscope(['check', bad])
    assert.match(wrong.stdout, /^bad\.py:2:7: error: SyntaxError: invalid syntax/)
    assert.equal(wrong.status, 1)
    const refused = coroscope(['check', good, outside])
    assert.match(refused.stdout, /^outside\.py:1:\d+: error: .*socket/)
    assert.equal(refused.status, 1)
  })
})

describe('coroscope dump', () => {
  const text = 'async def f(x):\n    return await x\n'
  it('shows each stage', () => {
    const path = file('dump.py', text)
    assert.match(coroscope(['dump', 'tokens', path]).stdout, /async/)
    assert.match(coroscope(['dump', 'tree', path]).stdout, /AsyncFunctionDef/)
    assert.equal(
      coroscope(['dump', 'ast', file('tiny.py', 'x = 1\n')]).stdout,
      `Module(\n   body=[\n      Assign(\n         targets=[\n            Name(id='x', ctx=Store())],\n         value=Constant(value=1))])\n`,
    )
    assert.match(coroscope(['dump', 'scopes', path]).stdout, /function f line 1\n {4}x: local, parameter/)
    assert.match(coroscope(['dump', 'code', path]).stdout, /GetAwaitable/)
  })
  it('shows tokens and trees of broken text, and says why there is no code', () => {
    const path = file('broken.py', 'def f(:\n')
    assert.equal(coroscope(['dump', 'tree', path]).status, 0)
    assert.match(coroscope(['dump', 'code', path]).stderr, /SyntaxError: invalid syntax/)
    assert.equal(coroscope(['dump', 'nothing', path]).status, 2)
  })
})

const talk = `class Ask:
    def __await__(self):
        return (yield 'x?')


async def talk(n):
    try:
        return n + await Ask()
    except ValueError:
        print('caught')
        return -1


if __name__ == '__main__':
    c = talk(1)
    print(c.send(None))
    try:
        c.send(4)
    except StopIteration as stop:
        print(stop.value)
`

describe('coroscope trace', () => {
  it('tells what happened to the coroutines, in each format', () => {
    const path = file('talk.py', talk)
    const text = coroscope(['trace', path])
    assert.equal(text.status, 0)
    assert.match(text.stdout, /talk#1 create <- main coroutine /)
    assert.match(text.stdout, /talk#1 resume <- main send 4/)
    assert.match(text.stdout, /talk#1 return -> main 5/)
    for (const line of coroscope(['trace', '--format', 'jsonl', path]).stdout.trim().split('\n'))
      assert.equal(typeof JSON.parse(line).t, 'number')
    assert.match(
      coroscope(['trace', path, '--format=mermaid']).stdout,
      /^sequenceDiagram\n {4}participant c0 as main\n/,
    )
    const chrome = JSON.parse(coroscope(['trace', path, '--format', 'chrome']).stdout) as {
      traceEvents: { ph: string }[]
    }
    assert.ok(chrome.traceEvents.filter(event => event.ph === 'B').length > 3)
    assert.match(coroscope(['trace', path, '--format', 'html']).stdout, /^<!doctype html>[\s\S]*<svg/)
    assert.match(coroscope(['trace', path, '--format', 'pytest']).stdout, /\("talk", "returns", "int", shown\("5"\)\)/)
    assert.equal(coroscope(['trace', '--output', 'out.mmd', '--format=mermaid', path]).stdout, '')
    assert.match(readFileSync(join(folder, 'out.mmd'), 'utf8'), /^sequenceDiagram/)
  })
  it('writes saved sessions in every form', () => {
    coroscope(['drive', file('talk.py', talk), 'talk(1)'], 'send\nsave kept.json\n')
    for (const [format, form] of [
      ['text', /talk#1 resume <- main send None/],
      ['pytest', /assert drive\.send\(\) == yielded\("str", "'x\?'"\)/],
      ['session', /"is": "coroscope session"/],
    ] as const)
      assert.match(coroscope(['trace', '--session', 'kept.json', '--format', format]).stdout, form)
  })
  it('says what is wrong with its arguments', () => {
    const path = file('talk.py', talk)
    const cases: [string[], RegExp][] = [
      [['--format', 'film', path], /there is no format 'film': pytest, session, text/],
      [['--format'], /--format needs a value/],
      [[], /which file\?\nusage: coroscope trace/],
      [['--fast', path], /there is no option '--fast'/],
      [['--format', 'session', path], /a run by itself is no session/],
      [['--session', 'nowhere.json'], /'nowhere.json' cannot be read: there is no such file/],
      [['--session', path], /is no session file/],
      [['--output', 'no/such/file', path], /'no\/such\/file' cannot be written: ENOENT/],
      [['nowhere.py'], /can't open file/],
    ]
    for (const [args, message] of cases) {
      const { stderr, status } = coroscope(['trace', ...args])
      assert.match(stderr, message)
      assert.equal(status, 2)
    }
  })
})
