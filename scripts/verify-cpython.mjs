// Runs CPython's own tests on the engine: `npm run verify:cpython [-- PART …]` (only files whose name contains a part;
// `--reasons` prints each failure; `--method=TEXT` runs only methods with TEXT in their name). A Python 3.13 on this machine
// says where its tests are; they are copied to a temporary folder, beside our stand-ins for test.support and for modules that
// the engine does not have, and nothing of them is kept.
//
// A method counts as passed as unittest says; one that says itself that it cannot run here is skipped and counted apart.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { findPython } from './find-python.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The files, with the share of their methods that must pass; 0: reported only. */
const FILES = [
  ...['coroutines', 'generators', 'asyncgen', 'yield_from', 'contextlib_async'].map(name => [`test_${name}`, 95]),
  ...['contextlib', 'with', 'exceptions', 'exception_group', 'except_star', 'context'].map(name => [
    `test_${name}`,
    85,
  ]),
  ...['tasks', 'futures', 'locks', 'queues', 'taskgroups', 'timeouts', 'runners', 'waitfor', 'base_events'].map(
    name => [`test_asyncio.test_${name}`, 85],
  ),
  ...['functools', 'enum', 'dataclasses'].map(name => [`test_${name}`, 0]),
]

const parts = process.argv.slice(2).filter(arg => !arg.startsWith('--'))
const showsReasons = process.argv.includes('--reasons')
const only = process.argv.flatMap(arg => (arg.startsWith('--method=') ? [arg.slice('--method='.length)] : []))

const python = findPython()
const asked = spawnSync(python, ['-c', 'import os; print(os.path.join(os.path.dirname(os.__file__), "test"))'], {
  encoding: 'utf8',
})
const theirs = asked.stdout.trim()
if (!existsSync(join(theirs, 'test_coroutines.py'))) {
  console.error(`${python} comes without its tests: there is no ${join(theirs, 'test_coroutines.py')}`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'coroscope-verify-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

/** The tests, our stand-ins over them, and the engine to run them. */
async function prepare() {
  mkdirSync(join(folder, 'test/test_asyncio'), { recursive: true })
  for (const [name] of FILES) {
    const path = name.replaceAll('.', '/')
    if (existsSync(join(theirs, path))) cpSync(join(theirs, path), join(folder, 'test', path), { recursive: true })
    else cpSync(join(theirs, `${path}.py`), join(folder, 'test', `${path}.py`))
  }
  const ours = join(root, 'scripts/verify-cpython')
  cpSync(join(ours, 'driver.py'), join(folder, 'driver.py'))
  cpSync(join(ours, 'support'), join(folder, 'test'), { recursive: true })
  const runner = join(folder, 'run-tests.cjs')
  await build({
    entryPoints: [join(ours, 'run-tests.ts')],
    outfile: runner,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  })
  const names = join(folder, 'names.cjs')
  await build({
    entryPoints: [join(root, 'debugger/library/generated.ts')],
    outfile: names,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  })
  const { LIBRARY_NAMES } = (await import(names)).default
  // A stand-in is for a module that is missing, no more.
  for (const file of readdirSync(join(ours, 'missing'))) {
    const name = file.replace(/\.py$/, '')
    if (!Object.hasOwn(LIBRARY_NAMES, name))
      cpSync(join(ours, 'missing', file), join(folder, file), { recursive: true })
  }
  return runner
}

/** The methods of one file with what became of each. */
function runFile(runner, name) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--stack-size=4000', runner, folder, `test.${name}`, ...only], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines = []
    createInterface({ input: child.stdout }).on('line', line => lines.push(withRefusals(JSON.parse(line))))
    child.on('error', reject)
    child.on('close', () => resolve(lines))
  })
}

/** Methods that need a socket, though they say so only in other words. */
const SOCKETS = /\.(BaseEventTests|BaseEventLoopWithSelectorTests|BaseLoopSockSendfileTests|TestSelectorUtils)\./

/** A method that asks for a thread, a process or a socket, which a program cannot have here, is skipped. */
function withRefusals(method) {
  const isRefused =
    /is not in Coro: a program reaches no files/.test(method.reason) ||
    (method.outcome === 'error' && /\n\S*(Error|Skip): .* is not in Coro[:;]/.test(method.reason))
  const needsSocket = method.outcome !== 'passed' && SOCKETS.test(method.id)
  return isRefused || needsSocket
    ? { ...method, outcome: 'skipped', reason: needsSocket ? 'needs a socket' : method.reason }
    : method
}

/** The last line of a traceback, without what differs from method to method. */
function groupOf(reason) {
  const line =
    reason
      .trimEnd()
      .split('\n')
      .findLast(one => one.trim() !== '') ?? ''
  return line
    .replaceAll(/0x[0-9a-f]+/g, '0x…')
    .replaceAll(/\d{4,}/g, '…')
    .slice(0, 110)
}

const runner = await prepare()
let isBelow = false
console.log(
  `${'file'.padEnd(30)}${'passed'.padStart(8)}${'total'.padStart(8)}${'skipped'.padStart(9)}${'share'.padStart(9)}  wanted`,
)
for (const [name, wanted] of FILES) {
  if (parts.length > 0 && !parts.some(part => name.includes(part))) continue
  const methods = await runFile(runner, name)
  const count = outcome => methods.filter(one => one.outcome === outcome).length
  const passed = count('passed')
  const total = methods.length - count('skipped')
  const share = total === 0 ? 0 : (100 * passed) / total
  const isEnough = share >= wanted && count('broken') === 0
  if (!isEnough) isBelow = true
  console.log(
    `${name.padEnd(30)}${String(passed).padStart(8)}${String(total).padStart(8)}${String(count('skipped')).padStart(9)}${`${share.toFixed(1)} %`.padStart(9)}  ${wanted === 0 ? '' : `${wanted} %${isEnough ? '' : ' MISSED'}`}`,
  )
  const groups = new Map()
  for (const one of methods) {
    if (one.outcome === 'passed') continue
    const group = `${one.outcome === 'skipped' ? 'skipped: ' : ''}${groupOf(one.reason)}`
    groups.set(group, [...(groups.get(group) ?? []), one])
  }
  for (const [group, members] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`    ${String(members.length).padStart(4)}  ${group}`)
    if (group.startsWith('skipped: ') && !showsReasons) continue
    for (const { id, reason } of members) {
      console.log(`            ${id.replace(`test.${name}.`, '')}`)
      if (showsReasons) console.log(reason.replaceAll(/^/gm, '                '))
    }
  }
}
process.exitCode = isBelow ? 1 : 0
