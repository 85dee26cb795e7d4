/** `coroscope check` and `coroscope graph`, as a person or a script meets them. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const command = resolve('dist/cli/coroscope.js')
let folder = ''

function coroscope(args: string[], input = '') {
  const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  })
  return { stdout, stderr, status }
}

function file(name: string, text: string): string {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
  return name
}

const dropped = 'import asyncio\nasync def f(): await asyncio.sleep(0)\nasync def main():\n    f()\n    await f()\n'
const wrong = 'import asyncio\nasync def f(): await asyncio.sleep(0)\nasync def main():\n    asyncio.run(f())\n'

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'coroscope-check-'))
})

after(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('coroscope check', () => {
  it('shows the source, the hint and the repair; warnings are no failure', () => {
    assert.deepEqual(coroscope(['check', file('dropped.py', dropped)]), {
      stdout: `dropped.py:4:5: warning: coroutine 'f' was never awaited [never-awaited]
  4 |     f()
    |     ^^^
    = Await it, hand it to a task, or keep what the call makes.
    = fix: Add 'await'
1 warning in 1 file
`,
      stderr: '',
      status: 0,
    })
  })

  it('ends with status 1 when there are errors, also in folders and from standard input', () => {
    file('project/deep/wrong.py', wrong)
    file('project/good.coro', 'print(1)\n')
    file('project/.hidden/wrong.py', wrong)
    file('project/notes.txt', 'no program')
    const found = coroscope(['check', 'project'])
    assert.equal(found.status, 1)
    assert.match(found.stdout, /^project\/deep\/wrong\.py:4:5: error: asyncio\.run\(\) cannot be called/)
    assert.match(found.stdout, /1 error in 2 files\n$/)
    const piped = coroscope(['check', '-'], wrong)
    assert.equal(piped.status, 1)
    assert.match(piped.stdout, /^<stdin>:4:5: error/)
    assert.equal(coroscope(['check', 'not-there.py']).status, 2)
  })

  it('takes refusals, and files that are no text, for errors like others', () => {
    const refused = coroscope(['check', file('refused.py', 'import ctypes\n')])
    assert.equal(refused.status, 1)
    assert.match(refused.stdout, /^refused\.py:1:8: error: module 'ctypes' is not in Coro; .* \[not-in-coro\]\n/)
    writeFileSync(join(folder, 'binary.py'), Buffer.from([0x78, 0x20, 0xff, 0xfe, 0x00]))
    const binary = coroscope(['check', 'binary.py', 'refused.py', '--format=json'])
    assert.equal(binary.status, 1)
    assert.equal(binary.stderr, '')
    const codes = JSON.parse(binary.stdout).map((item: { file: string; code: string }) => `${item.file} ${item.code}`)
    assert.deepEqual(codes, ['binary.py SyntaxError', 'refused.py not-in-coro'])
    assert.match(coroscope(['check', 'binary.py']).stdout, /^binary\.py:1:1: error: SyntaxError: Non-UTF-8 code/)
  })

  it('shows no control characters of a source', () => {
    const { stdout } = coroscope(['check', file('escape.py', "x = '\\x1b[31m' $ 1\n".replace('\\x1b', '\x1b'))])
    assert.match(stdout, / {2}1 \| x = '\ufffd\[31m' \$ 1\n/)
  })

  it('writes JSON with repairs', () => {
    const { stdout, status } = coroscope(['check', '--format', 'json', file('dropped.py', dropped)])
    assert.equal(status, 0)
    assert.deepEqual(JSON.parse(stdout), [
      {
        file: 'dropped.py',
        line: 4,
        column: 5,
        endLine: 4,
        endColumn: 8,
        severity: 'warning',
        code: 'never-awaited',
        message: "coroutine 'f' was never awaited",
        hint: 'Await it, hand it to a task, or keep what the call makes.',
        fixes: [
          {
            title: "Add 'await'",
            isPreferred: true,
            edits: [{ start: { line: 4, column: 5 }, end: { line: 4, column: 5 }, newText: 'await ' }],
          },
        ],
      },
    ])
    assert.deepEqual(JSON.parse(coroscope(['check', '--format=json', file('good.py', 'print(1)\n')]).stdout), [])
  })

  it('writes SARIF', () => {
    const { stdout, status } = coroscope(['check', '--format=sarif', file('wrong.py', wrong)])
    assert.equal(status, 1)
    const log = JSON.parse(stdout)
    assert.equal(log.version, '2.1.0')
    const [run] = log.runs
    assert.equal(run.tool.driver.name, 'coroscope')
    const [result] = run.results
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, 'run-in-loop')
    assert.equal(result.level, 'error')
    assert.deepEqual(result.locations[0].physicalLocation, {
      artifactLocation: { uri: 'wrong.py' },
      region: { startLine: 4, startColumn: 5, endLine: 4, endColumn: 21 },
    })
    assert.equal(result.fixes[0].artifactChanges[0].replacements[0].insertedContent.text, 'await ')
  })

  it('writes addresses of files as SARIF wants them', () => {
    const addressOf = (path: string): string => {
      const { stdout } = coroscope(['check', '--format=sarif', path])
      return JSON.parse(stdout).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri
    }
    assert.equal(addressOf(file('a b/we,ird%#?.py', wrong)), 'a%20b/we,ird%25%23%3F.py')
    assert.equal(addressOf(file('x:y.py', wrong)), './x:y.py')
    file('wrong.py', wrong)
    assert.match(addressOf(join(folder, 'wrong.py')), /^file:\/\/\/.*\/wrong\.py$/)
  })

  it("writes annotations of GitHub's workflows", () => {
    const { stdout } = coroscope(['check', '--format', 'github', file('bad.py', 'x = 1\ny = $\n')])
    assert.equal(stdout, '::error file=bad.py,line=2,endLine=2,col=5,endColumn=6,title=SyntaxError::invalid syntax\n')
    const hinted = coroscope(['check', '--format', 'github', file('a,b/100%:1.py', wrong)])
    assert.match(hinted.stdout, /^::error file=a%2Cb\/100%25%3A1\.py,line=4,.*loop%0AAwait the coroutine instead\.\n$/)
  })

  it('is as loud as it is told to be', () => {
    file('dropped.py', dropped)
    assert.equal(coroscope(['check', '--rule', 'never-awaited=error', 'dropped.py']).status, 1)
    assert.deepEqual(coroscope(['check', '--rule=never-awaited=off', 'dropped.py']), {
      stdout: '',
      stderr: '',
      status: 0,
    })
    file('silenced.py', dropped.replace('    f()', '    f()  # coro: ignore[never-awaited]'))
    assert.equal(coroscope(['check', 'silenced.py']).stdout, '')
    file('python.py', 'import threading\nprint(missing)\n')
    assert.equal(coroscope(['check', '--coroutines', 'python.py']).stdout, '')
    assert.match(coroscope(['check', '--rule=nothing=off', 'python.py']).stderr, /there is no rule 'nothing'/)
    assert.match(coroscope(['check', '--rule=never-awaited=loud', 'python.py']).stderr, /'loud' is none of/)
    assert.match(coroscope(['check', '--format=xml', 'python.py']).stderr, /there is no format 'xml'/)
    assert.equal(coroscope(['check', '--fast', 'python.py']).status, 2)
  })

  it('follows imports beside the program', () => {
    file('app/client.py', 'import asyncio\nasync def load(): await asyncio.sleep(0)\n')
    file(
      'app/main.py',
      'from client import load, lod\nimport nowhere\nasync def main():\n    load()\n    await load()\n',
    )
    const { stdout } = coroscope(['check', 'app/main.py'])
    assert.match(stdout, /main\.py:1:26: warning: cannot import name 'lod' from 'client' \[unresolved-import\]/)
    assert.match(stdout, /main\.py:2:8: warning: No module named 'nowhere' \[unresolved-import\]/)
    assert.match(stdout, /main\.py:4:5: warning: coroutine 'load' was never awaited/)
  })
})

describe('coroscope graph', () => {
  const program =
    'class C:\n    def talk(self):\n        try:\n            yield 1\n        except ValueError:\n            yield 2\ndef other():\n    yield 3\ndef plain(): pass\n'

  it('draws one function or all, for Mermaid, Graphviz and readers', () => {
    const path = file('machines.py', program)
    assert.equal(
      coroscope(['graph', path, 'C.talk']).stdout,
      `flowchart TD
  start(["C.talk created"])
  s1["line 4: yield 1"]
  s2["line 6: yield 2"]
  returned(["returned"])
  start -->|"send"| s1
  s1 -->|"send"| returned
  s1 -.->|"throw ValueError"| s2
  s2 -->|"send"| returned
`,
    )
    assert.equal(coroscope(['graph', path, 'talk']).stdout, coroscope(['graph', path, 'C.talk']).stdout)
    assert.match(coroscope(['graph', path, 'other', '--format', 'dot']).stdout, /^digraph "other" \{\n {2}start /)
    const all = coroscope(['graph', path]).stdout
    assert.match(all, /^flowchart TD\n {2}subgraph g1\["C\.talk"\]\n {4}m1_start\(\["C\.talk created"\]\)/)
    assert.match(all, /subgraph g2\["other"\]/)
    assert.match(coroscope(['graph', path, '--format=dot']).stdout, /subgraph cluster_2 \{\n {4}label="other";/)
    assert.match(
      coroscope(['graph', path, 'other', '--format=text']).stdout,
      /^other\n {2}start created\n {2}s1 line 8: yield 3\n/,
    )
  })

  it('says what is wrong', () => {
    file('machines.py', program)
    assert.deepEqual(coroscope(['graph', 'machines.py', 'plain']), {
      stdout: '',
      stderr: "coroscope graph: machines.py has no function 'plain' that can be suspended\n",
      status: 1,
    })
    assert.equal(coroscope(['graph', file('empty.py', 'x = 1\n')]).status, 1)
    assert.match(coroscope(['graph', file('broken.py', 'def f(:\n')]).stderr, /SyntaxError/)
    assert.match(coroscope(['graph', 'machines.py', '--format=png']).stderr, /no format 'png'/)
    assert.equal(coroscope(['graph']).status, 2)
  })
})
