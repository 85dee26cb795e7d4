// Differential fuzzer: random coroutine programs run on CPython 3.13 and on the engine must print the same.
//
//   node scripts/fuzz-flow.mjs [COUNT [FIRST]] [--drop]     seeds FIRST … (default 1), 500 of them; differing programs stay in out/fuzz-flow
//
// With --drop the programs keep nothing alive, so that the moments of destruction are compared as well.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { buildLibrary } from './build-library.mjs'
import { findPython } from './find-python.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [count = 500, first = 1] = process.argv
  .slice(2)
  .filter(arg => /^\d+$/.test(arg))
  .map(Number)
const drop = process.argv.includes('--drop') ? ['--drop'] : []
const folder = join(root, 'out/fuzz-flow/programs')
const shown = 3

await buildLibrary()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const outfile = join(root, 'out/fuzz-flow/run/corpus.mjs')
await build({
  entryPoints: [join(root, 'test/engine/corpus.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'error',
})
const { runProgram } = await import(pathToFileURL(outfile).href)

const script = join(root, 'scripts/fuzz-flow.py')
const made = spawnSync(findPython(), [script, String(first), String(count), folder, ...drop], { stdio: 'inherit' })
if (made.status !== 0) process.exit(2)
const records = Object.entries(JSON.parse(readFileSync(join(folder, 'records.json'), 'utf8')))
const different = []
for (const [name, expected] of records) {
  const path = join(folder, name)
  const { stdout, stderr, status } = runProgram(path)
  // What is printed while the interpreter shuts down is not in the record.
  const seen = stdout.startsWith(expected) ? expected : stdout
  if (seen === expected && status === 0) {
    rmSync(path)
    continue
  }
  different.push(name)
  if (different.length <= shown) show(name, seen, expected, stderr)
}
console.log(`${records.length} programs, ${different.length} differ: ${different.join(' ')}`)
process.exitCode = different.length === 0 ? 0 : 1

/** The texts around the first place where they differ. */
function show(name, seen, expected, stderr) {
  let at = 0
  while (at < seen.length && seen[at] === expected[at]) at++
  const around = text => JSON.stringify(text.slice(Math.max(0, at - 100), at + 120))
  console.log(`${name}\n  engine  ${around(seen)}\n  CPython ${around(expected)}\n${stderr.slice(-300)}`)
}
