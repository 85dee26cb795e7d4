// The benchmark: our engine against CPython 3.13 in one run, as a debugging session (debugger attached, history kept, a breakpoint
// armed that is never hit), and how fast things answer. Prints tables; asserts nothing.
//
//   npm run bench [-- PROGRAM…]        PYTHON313 names the CPython to compare with, else one is looked for

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findPython } from '../scripts/find-python.mjs'
import { Adapter } from './adapter.mjs'
import { debuggerRows } from './debugger.mjs'
import { languageServers } from './language-server.mjs'

const folder = 'bench/programs'
const python = findPython()
const wanted = process.argv.slice(2)
const programs = readdirSync(folder).filter(
  name => name.endsWith('.py') && (wanted.length === 0 || wanted.some(word => name.includes(word))),
)

/** `name operations seconds ns-per-operation` lines, by name. */
const results = text => new Map([...text.matchAll(/^(\w+) \d+ \S+ (\S+)$/gm)].map(([, name, ns]) => [name, Number(ns)]))

function runPython(path) {
  try {
    return results(execFileSync(python, [path], { encoding: 'utf8', maxBuffer: 1 << 28 }))
  } catch {
    return new Map()
  }
}

async function runOurs(path) {
  const source = readFileSync(path, 'utf8').split('\n')
  const line = source.findIndex(text => text.startsWith('def never_called')) + 2
  const adapter = new Adapter()
  try {
    await adapter.launch({ program: resolve(path), clock: 'real' }, [line])
    const event = await adapter.event('terminated', 'stopped')
    if (event.event === 'stopped') throw new Error(`stopped: ${JSON.stringify(event.body)}`)
    return results(adapter.stdout)
  } finally {
    await adapter.end()
  }
}

const milliseconds = action => {
  const start = process.hrtime.bigint()
  action()
  return Number(process.hrtime.bigint() - start) / 1e6
}
const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const percentile95 = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * 0.95)]
const repeat = (count, action) => Array.from({ length: count }, action)

async function speed() {
  console.log(`${'program'.padEnd(24)}${'CPython ns'.padStart(12)}${'ours ns'.padStart(12)}${'ratio'.padStart(9)}`)
  const ratios = []
  for (const name of programs) {
    const path = join(folder, name)
    const theirs = runPython(path)
    const ours = await runOurs(path).catch(error => {
      console.log(`${name.padEnd(24)}  ${error.message}`)
      return new Map()
    })
    for (const [row, ns] of ours) {
      const reference = theirs.get(row)
      const ratio = reference === undefined ? Number.NaN : ns / reference
      if (reference !== undefined) ratios.push(ratio)
      console.log(
        `${row.padEnd(24)}${(reference ?? Number.NaN).toFixed(1).padStart(12)}${ns.toFixed(1).padStart(12)}${ratio.toFixed(2).padStart(9)}`,
      )
    }
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
  console.log(`${'geometric mean'.padEnd(48)}${mean.toFixed(2).padStart(9)}\n`)
}

function startUp(scratch) {
  const empty = join(scratch, 'empty.py')
  writeFileSync(empty, '')
  const node = median(repeat(9, () => milliseconds(() => spawnSync(process.execPath, ['-e', '0']))))
  const ours = median(
    repeat(9, () => milliseconds(() => spawnSync(process.execPath, ['dist/cli/coroscope.js', 'run', empty]))),
  )
  console.log(`start of node                        ${node.toFixed(1)} ms`)
  console.log(`start of coroscope run, empty file   ${ours.toFixed(1)} ms (${(ours / node).toFixed(2)} x node)`)
}

const stepped = `import time


def work(n):
    total = 0
    for i in range(n):
        total += i
        if total > 1000:
            total -= 1000
    return total


work(WARM)
print(work(400))
`

async function latencies(scratch) {
  const program = join(scratch, 'stepped.py')
  writeFileSync(program, stepped.replace('WARM', '1000'))
  const first = []
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    const adapter = new Adapter()
    await adapter.launch({ program, stopOnEntry: true })
    await adapter.event('stopped')
    first.push(performance.now() - start)
    await adapter.end()
  }
  console.log(`launch to first stopped              ${median(first).toFixed(1)} ms (process start included)`)

  // About ten million instructions before the place where the steps are taken.
  writeFileSync(program, stepped.replace('WARM', '1_000_000'))
  const adapter = new Adapter()
  await adapter.launch({ program }, [14])
  await adapter.event('stopped')
  const timed = async (command, args, count) => {
    const times = []
    for (let i = 0; i < count; i++) {
      const start = performance.now()
      await adapter.request(command, args)
      await adapter.event('stopped')
      times.push(performance.now() - start)
    }
    return times
  }
  await timed('stepIn', { threadId: 1 }, 1)
  const next = await timed('next', { threadId: 1 }, 200)
  const back = await timed('stepBack', { threadId: 1 }, 100)
  const { time } = await adapter.request('coroscope/coroutines', {})
  console.log(`next round trip                      p95 ${percentile95(next).toFixed(2)} ms`)
  console.log(
    `stepBack round trip                  p95 ${percentile95(back).toFixed(2)} ms (history of ${(time / 1e6).toFixed(1)} million instructions)`,
  )
  await adapter.end()
}

const scratch = mkdtempSync(join(tmpdir(), 'coroscope-bench-'))
try {
  await speed()
  startUp(scratch)
  await latencies(scratch)
  await debuggerRows(scratch)
  await languageServers()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
