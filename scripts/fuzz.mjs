// Differential fuzzer: the random coroutine programs of fuzz-program.mjs run on CPython 3.13 and on the engine; what they print
// to standard output must be the same.
//
//   node scripts/fuzz.mjs [COUNT [FIRST]]     COUNT programs (default 1000) from seed FIRST (default 1) on; those that differ stay
//                                             in out/fuzz/programs
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { findPython } from './find-python.mjs'
import { program } from './fuzz-program.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [count = 1000, first = 1] = process.argv.slice(2).map(Number)
const folder = join(root, 'out/fuzz/programs')
const shown = 3

/** Runs each program in a namespace of its own and writes what it printed. */
const recorder = `
import contextlib, io, json, pathlib, sys, warnings
warnings.simplefilter('ignore')
sys.unraisablehook = lambda *_: None
folder = pathlib.Path(sys.argv[1])
records = {}
for path in sorted(folder.glob('*.py')):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try: exec(compile(path.read_text(encoding='utf-8'), path.name, 'exec'), {'__name__': '__main__'})
        except BaseException as e: print('uncaught', type(e).__name__, e)
    records[path.name] = out.getvalue()
(folder / 'records.json').write_text(json.dumps(records), encoding='utf-8')
`

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (let seed = first; seed < first + count; seed++) writeFileSync(join(folder, `p${seed}.py`), program(seed))
const recorded = spawnSync(findPython(), ['-c', recorder, folder], { stdio: 'inherit' })
if (recorded.status !== 0) process.exit(2)

const outfile = join(root, 'out/fuzz/run/corpus.mjs')
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

const different = []
for (const [name, expected] of Object.entries(JSON.parse(readFileSync(join(folder, 'records.json'), 'utf8')))) {
  const path = join(folder, name)
  const { stdout, stderr, status } = runProgram(path)
  const seen = status === 0 ? stdout : `${stdout}uncaught ${stderr.trimEnd().split('\n').at(-1).replace(': ', ' ')}\n`
  // What is printed while CPython shuts down is not in the record.
  if (seen.startsWith(expected)) {
    rmSync(path)
    continue
  }
  different.push(name)
  if (different.length <= shown) show(name, seen.split('\n'), expected.split('\n'))
}
console.log(`${count} programs, ${different.length} differ ${different.join(' ')}`)
process.exitCode = different.length === 0 ? 0 : 1

/** The lines around the first that differs. */
function show(name, seen, expected) {
  let at = 0
  while (at < seen.length && seen[at] === expected[at]) at++
  const around = lines => lines.slice(Math.max(0, at - 2), at + 2).join('\n    ')
  console.log(`${name} line ${at + 1}\n  engine\n    ${around(seen)}\n  CPython\n    ${around(expected)}`)
}
