// Runs every program under test/fixtures/run and examples on CPython 3.13 and keeps what it printed, beside the program as
// `<name>.expected.json` {stdout, stderr, status}. The tests compare the engine with these records and need no Python.
//
//   npm run record [-- PART ...]     only programs whose path contains one of the parts
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPython } from './find-python.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const python = findPython()
const parts = process.argv.slice(2)
const expected = program => `${program.slice(0, -extname(program).length)}.expected.json`

/** Programs, each with the file its record goes to. Folders named `_…` and files beginning with `_` are parts of programs. */
function programs() {
  const fixtures = join(root, 'test/fixtures/run')
  const examples = join(root, 'examples')
  const run = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(py|coro)$/.test(name) && !name.split(/[\\/]/).some(part => part.startsWith('_')))
    .map(name => ({ program: join(fixtures, name), record: expected(join(fixtures, name)) }))
  const shown = readdirSync(examples)
    .filter(name => name.endsWith('.coro'))
    .map(name => ({ program: join(examples, name), record: expected(join(root, 'test/fixtures/examples', name)) }))
  return [...run, ...shown].filter(({ program }) => parts.length === 0 || parts.some(part => program.includes(part)))
}

const library = spawnSync(python, ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
  encoding: 'utf8',
}).stdout.trim()

let changed = 0
const all = programs()
for (const { program, record } of all) {
  const input = readIfThere(program.replace(/\.\w+$/, '.stdin'))
  const result = spawnSync(python, [basename(program)], {
    cwd: dirname(program),
    encoding: 'utf8',
    input: input ?? '',
    timeout: 20_000,
    env: { PATH: process.env.PATH, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1', TERM: 'dumb' },
  })
  if (result.error || result.status === null) {
    console.error(`${program}: ${result.error?.message ?? `ended by ${result.signal}`}`)
    process.exitCode = 1
    continue
  }
  // CPython names files by their absolute paths; in records the folder of the program is `<dir>`, its library `<lib>`.
  const portable = output => output.replaceAll(dirname(program), '<dir>').replaceAll(library, '<lib>')
  const seen = { stdout: portable(result.stdout), stderr: portable(result.stderr), status: result.status }
  const text = `${JSON.stringify(seen, null, 1)}\n`
  if (/ at 0x[0-9a-f]{6,}/.test(result.stdout)) console.warn(`${program}: prints an address, which no two runs share`)
  if (readIfThere(record) !== text) {
    changed += 1
    writeFileSync(record, text)
  }
}
// What CPython compiles small programs to, for the tests of the compiler.
if (parts.length === 0) {
  const result = spawnSync(python, [join(root, 'scripts/record-code.py'), join(root, 'test/fixtures/code')], {
    stdio: 'inherit',
  })
  if (result.status !== 0) process.exitCode = 1
}
console.log(`${all.length} programs run on CPython 3.13, ${changed} records changed`)

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
