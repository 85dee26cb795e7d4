// Differential fuzzer: random drives of examples and of a zoo of coroutines, each exported as a test, must pass on CPython 3.13.
//
//   node scripts/fuzz-drives.mjs [COUNT [FIRST]]     seeds FIRST … (default 1), 200 of them; tests that fail stay in out/fuzz-drives
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { buildLibrary } from './build-library.mjs'
import { findPython } from './find-python.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)
const [count = 200, first = 1] = process.argv.slice(2).map(Number)
const folder = join(root, 'out/fuzz-drives')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

await buildLibrary()
const outfile = join(folder, 'run/drives.cjs')
await build({
  entryPoints: [join(root, 'test/trace/random-drives.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'error',
})
const { randomDrive } = (await import(pathToFileURL(outfile).href)).default

const python = findPython()
let different = 0
for (let seed = first; seed < first + count; seed++) {
  const file = join(folder, `test_${seed}.py`)
  const { what, test } = await randomDrive(seed, file)
  writeFileSync(file, test)
  const { status, stderr } = spawnSync(python, ['-B', '-W', 'ignore', file], { encoding: 'utf8' })
  if (status === 0) rmSync(file)
  else {
    different++
    console.log(`${seed}: ${what}\n${stderr.trimEnd().split('\n').slice(-4).join('\n')}`)
  }
}
rmSync(join(folder, 'run'), { recursive: true })
console.log(`${count} drives, ${different} differ`)
process.exitCode = different === 0 ? 0 : 1
