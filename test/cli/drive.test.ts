// `coroscope drive` as a script meets it on standard input, and as a person meets it on a terminal.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const command = resolve('dist/cli/coroscope.js')
let folder = ''

interface Result {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

function coroscope(args: string[], lines: string[] = []): Result {
  const input = lines.map(line => `${line}\n`).join('')
  const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    timeout: 120_000,
  })
  return { stdout, stderr: stderr.replaceAll(folder, '.'), status }
}

const talk = `class Ask:
    def __await__(self):
        return (yield 'x?')


async def talk(n):
    try:
        return n + await Ask()
    except ValueError:
        print('caught')
        return -1


async def ticks():
    try:
        yield 1
        yield 2
    finally:
        print('over')


def count():
    n = 0
    while True:
        n += 1
        yield n
`

const drive = (lines: string[], expression = 'talk(1)'): Result => coroscope(['drive', 'talk.py', expression], lines)

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'coroscope-drive-'))
  writeFileSync(join(folder, 'talk.py'), talk)
})
after(() => rmSync(folder, { recursive: true, force: true }))

describe('coroscope drive, from a script', () => {
  it('shows state, chain and what would come next', () => {
    const { stdout, stderr, status } = drive(['send', 'send(4)'])
    assert.deepEqual([stderr, status], ['', 0])
    assert.equal(
      stdout,
      `talk#1  CORO_CREATED  talk.py:6
  send(None)            → yielded 'x?'
  throw(ValueError)     → raised ValueError
  throw(GeneratorExit)  → raised GeneratorExit
  throw(CancelledError) → raised CancelledError
  close()               → closed
→ yielded 'x?'
talk#1  CORO_SUSPENDED  talk.py:8
  at Ask.__await__, line 3
  awaited at talk, line 8
  send(None)            → raised TypeError: unsupported operand type(s) for +: 'int' and 'NoneType'
  throw(ValueError)     → returned -1, printing "caught\\n"
  throw(GeneratorExit)  → raised GeneratorExit
  throw(CancelledError) → raised CancelledError
  close()               → closed
→ returned 5
finished; back undoes the last step, restart makes a fresh one
`,
    )
  })

  it('throws, goes back, looks and closes', () => {
    const lines = [
      'send',
      'throw ValueError("x")',
      'back',
      'locals',
      'print n + 1',
      'run n = 9',
      'send 2',
      'back',
      'close',
    ]
    const { stdout, stderr, status } = drive(lines)
    assert.deepEqual([stderr, status], ['What was printed after this is undone with it.\n', 0])
    assert.match(stdout, /caught\n→ returned -1\nfinished/)
    assert.match(stdout, /\n {2}n = 1\n2\n→ returned 3\n/)
    assert.match(stdout, /→ closed\n/)
  })

  it('goes line by line, to breakpoints, and over several steps back', () => {
    const { stdout, stderr, status } = drive([
      'step',
      'over',
      'list',
      'break 99',
      'break 10 if n == 1',
      'break',
      'out',
      'throw ValueError',
      'where',
      'clear 10',
      'continue',
      'back 2',
    ])
    assert.equal(
      stderr,
      'coroscope drive: line 4: There is no code on line 99 or after it.\nWhat was printed after this is undone with it.\n',
    )
    assert.equal(status, 1)
    assert.match(stdout, /talk#1 {2}CORO_RUNNING {2}talk.py:7\n {6}6 {2}async def talk\(n\):\n {2}▸ {3}7 {6}try:\n/)
    assert.match(stdout, /breakpoint at talk.py:10\n {2}talk.py:10 if n == 1\n/)
    assert.match(stdout, /→ breakpoint\ntalk#1 {2}CORO_RUNNING {2}talk.py:10\n/)
    assert.match(stdout, /1 cleared\ncaught\n→ returned -1\nfinished/)
  })

  it('drives generators without end and async generators', () => {
    const counted = drive(['send', 'send 5', 'asend 1', 'close'], 'count()')
    assert.match(counted.stdout, /→ yielded 1\n[\s\S]*→ yielded 2\n[\s\S]*→ closed\n/)
    assert.equal(counted.stderr, 'coroscope drive: line 3: count#1 is no async generator: use send\n')
    const ticked = drive(['asend', 'asend(None)', 'athrow KeyError("k")'], 'ticks()')
    assert.match(ticked.stdout, /→ yielded 1\n[\s\S]*→ yielded 2\n[\s\S]*over\n→ raised KeyError: 'k'\n/)
    assert.match(drive(['asend', 'aclose'], 'ticks()').stdout, /over\n→ closed\n/)
    assert.match(drive(['break 26 if n == 4', 'continue', 'print n'], 'count()').stdout, /→ breakpoint\n[\s\S]*\n4\n$/)
  })

  it('drives what takes long, though the module has ended', () => {
    writeFileSync(
      join(folder, 'long.py'),
      'def count():\n    n = 0\n    while n < 200_000:\n        n += 1\n    yield n\n',
    )
    const { stdout } = coroscope(['drive', 'long.py', 'count()'], ['send'])
    assert.match(stdout, /send\(None\) {12}→ yielded 200000\n[\s\S]*→ yielded 200000\n/)
  })

  it('selects another coroutine', () => {
    const { stdout, stderr } = drive(['send', 'coroutines', 'select 2', 'close', 'select 9', 'select 1'])
    assert.match(stdout, / {4}0 {2}main {2}CORO_RUNNING/)
    assert.match(stdout, / {4}2 {2}Ask.__await__#2 {2}CORO_SUSPENDED {2}line 3\n/)
    assert.equal(stderr, 'coroscope drive: line 5: there is no coroutine 9: coroutines lists them\n')
  })

  it('says what is wrong with the line of the script it is on, goes on, and ends with status 1', () => {
    const { stdout, stderr, status } = drive([
      '# a comment, and an empty line',
      '',
      'fly',
      'sned',
      'send nonsense',
      'throw',
      'throw 3',
      'locals now',
      'back',
      'print 1 +',
      'travel far',
      'send',
      'send 4',
      'send',
      'quit',
      'send',
    ])
    assert.equal(
      stderr,
      `coroscope drive: line 3: there is no command 'fly': help lists them
coroscope drive: line 4: there is no command 'sned': help lists them
coroscope drive: line 5: NameError: name 'nonsense' is not defined
coroscope drive: line 6: Say what to throw, for example ValueError("x").
coroscope drive: line 7: exceptions must be classes or instances deriving from BaseException, not int
coroscope drive: line 8: 'locals' takes nothing after it
coroscope drive: line 9: There is nothing before this: it is the start of the program.
coroscope drive: line 10: SyntaxError: invalid syntax
coroscope drive: line 11: 'far' is no number
coroscope drive: line 14: talk#1 is finished: returned 5.
`,
    )
    assert.match(stdout, /→ returned 5/)
    assert.equal(status, 1)
  })

  it('refuses what cannot be driven', () => {
    const cases: [string[], RegExp, number][] = [
      [['talk.py', '[1]'], /gives a list, which cannot be driven/, 2],
      [['talk.py', 'talk('], /cannot be evaluated/, 2],
      [['talk.py', 'talk()'], /'talk\(\)' raised TypeError: talk\(\) missing 1 required positional argument: 'n'/, 2],
      [['missing.py', 'f()'], /can't open file '\.\/missing.py'/, 2],
      [['.', 'f()'], /can't find '__main__' module/, 1], // as python3.13 does
      [[], /which file\?\nusage: coroscope drive/, 2],
      [['talk.py'], /which coroutine\? .*'talk\("Ada"\)'\nusage/, 2],
      [['--fast', 'talk.py', 'talk(1)'], /there is no option '--fast'\nusage/, 2],
      [['--clock', 'moon', 'talk.py', 'talk(1)'], /--clock is 'virtual' or 'real'/, 2],
      [['--session'], /--session needs a session file/, 2],
      [['--session', 'none.json'], /'none.json' cannot be read: there is no such file/, 2],
      [['--session', 'talk.py'], /'talk.py' is no session file: it is not JSON/, 2],
    ]
    for (const [args, message, status] of cases) {
      const result = coroscope(['drive', ...args])
      assert.match(result.stderr, message)
      assert.equal(result.status, status, result.stderr)
      assert.equal(result.stdout, '')
    }
    writeFileSync(join(folder, 'wrong.py'), 'print("hi")\n1 / 0\n')
    const wrong = coroscope(['drive', 'wrong.py', 'f()'])
    assert.deepEqual([wrong.stdout, wrong.status], ['hi\n', 1])
    assert.match(wrong.stderr, /ZeroDivisionError: division by zero\n$/)
    writeFileSync(join(folder, 'broken.py'), 'def f(:\n')
    assert.equal(coroscope(['drive', 'broken.py', 'f()']).status, 1)
  })

  it('saves the session, opens it again at the same moment, and exports it', () => {
    const first = drive([
      'send',
      'save',
      'save a.json',
      'export pytest',
      'export mermaid -',
      'export',
      'export html no/such',
    ])
    assert.match(first.stdout, /wrote talk.session.json\nwrote a.json\nwrote test_talk.py\nsequenceDiagram\n/)
    assert.equal(
      first.stderr,
      `coroscope drive: line 6: export as what? pytest, session, text, jsonl, mermaid, chrome, html
coroscope drive: line 7: 'no/such' cannot be written: ENOENT
`,
    )
    assert.ok(existsSync(join(folder, 'a.json')))
    assert.match(
      readFileSync(join(folder, 'test_talk.py'), 'utf8'),
      /assert drive\.send\(\) == yielded\("str", "'x\?'"\)/,
    )
    const again = coroscope(['drive', '--session', 'talk.session.json'], ['send 4', 'back', 'back'])
    assert.deepEqual([again.stderr, again.status], ['', 0])
    assert.match(again.stdout, /^talk#1 {2}CORO_SUSPENDED {2}talk.py:8\n[\s\S]*→ returned 5\n[\s\S]*CORO_CREATED/)
  })

  it('gives the program the lines that it asks for, and none of them to anybody else', () => {
    writeFileSync(
      join(folder, 'ask.py'),
      `title = input("title? ")


def talk(n):
    while True:
        name = input(f"name {n}? ")
        print("hello", title, name)
        n = yield name
`,
    )
    const lines = ['Dr', 'send', 'Who', 'send 2', 'Jones', 'back', 'send 7', 'Smith', 'export pytest', 'save', 'send 3']
    const { stdout, stderr, status } = coroscope(['drive', 'ask.py', 'talk(1)'], [...lines, 'Last'])
    assert.deepEqual([stderr, status], ['What was printed after this is undone with it.\n', 0])
    assert.match(stdout, /^title\? talk#1 {2}CORO_CREATED/)
    assert.match(stdout, /name 1\? hello Dr Who\n→ yielded 'Who'\n/)
    assert.match(stdout, /name 7\? hello Dr Smith\n→ yielded 'Smith'\n/)
    assert.match(stdout, /name 3\? hello Dr Last\n→ yielded 'Last'\n/)
    const test = readFileSync(join(folder, 'test_ask.py'), 'utf8')
    assert.match(test, /INPUT = "Dr\\nWho\\nSmith\\n"/)
    assert.match(test, /drive\.send\("7"\) == yielded\("str", "'Smith'", prints="name 7\? hello Dr Smith\\n"\)/)
    const again = coroscope(['drive', '--session', 'ask.session.json'], ['send 9', 'End'])
    assert.deepEqual([again.stderr, again.status], ['', 0])
    assert.match(again.stdout, /name 9\? hello Dr End\n→ yielded 'End'\n/)
    assert.match(coroscope(['drive', 'ask.py', 'talk(1)']).stderr, /EOFError: EOF when reading a line\n$/)
  })

  it('lists its commands, and how it is used', () => {
    const { stdout } = drive(['help'])
    for (const word of ['send [EXPR]', 'athrow EXPR', 'continue', 'export FORMAT [FILE]', 'travel TIME', 'quit'])
      assert.ok(stdout.includes(`\n${word} `), word)
    assert.match(coroscope(['drive', '--help']).stdout, /^usage: coroscope drive [\s\S]*--session SESSION/)
  })
})

describe('coroscope drive, on a terminal', () => {
  /** Types lines into `coroscope drive` on a pseudo-terminal made by script(1). */
  async function type(lines: string[][], history: string): Promise<string> {
    const quoted = [process.execPath, command, 'drive', 'talk.py', 'talk(1)'].map(word => `'${word}'`).join(' ')
    const child = spawn('script', ['-qec', quoted, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, COROSCOPE_HISTORY: history, TERM: 'xterm', NO_COLOR: '1' },
    })
    let shown = ''
    child.stdout.on('data', chunk => {
      shown += String(chunk)
    })
    // A line is typed when the prompt stands alone after what the one before has printed: a completion shows it again too.
    let typed = 0
    const isPrompted = (): boolean => plain(shown.slice(typed)).endsWith('(drive) ')
    for (const keys of lines) {
      for (let i = 0; i < 4800 && !isPrompted(); i++) await new Promise(r => setTimeout(r, 25))
      typed = shown.length
      // A tab amid other keys would be taken for pasted text.
      for (const key of keys) {
        const before = shown.length
        child.stdin.write(key)
        for (let k = 0; k < 400 && shown.length === before; k++) await new Promise(r => setTimeout(r, 25))
      }
    }
    if (child.exitCode === null) await new Promise(r => child.once('exit', r))
    return plain(shown)
  }

  /** The text without what a terminal is told by it. */
  function plain(text: string): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    return text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '')
  }

  it('completes, remembers lines from session to session, and says errors without a line number', async function () {
    if (spawnSync('script', ['--version']).status !== 0) this.skip()
    const history = join(folder, 'history', 'lines')
    const first = await type([['sen', '\t', '\n'], ['send 4\n'], ['fly\n'], ['\x04']], history)
    assert.match(first, /\(drive\) .*send \n→ yielded 'x\?'\n/)
    assert.match(first, /→ returned 5\n/)
    assert.match(first, /\nthere is no command 'fly': help lists them\n/)
    assert.doesNotMatch(first, /line 3:/)
    assert.deepEqual(readFileSync(history, 'utf8').split('\n').slice(0, 3), ['send ', 'send 4', 'fly'])
    const second = await type([['\x1b[A', '\x1b[A', '\x1b[A', '\n'], ['quit\n']], history)
    assert.match(second, /→ yielded 'x\?'\n/)
  })
})
