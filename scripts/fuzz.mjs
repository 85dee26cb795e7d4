// Differential fuzzer: the random coroutine programs of fuzz-program.mjs on CPython 3.13 and on the engine, 200 to a process, with what
// goes to standard error among what is printed: values, exceptions and their chains, at which moment a coroutine was never awaited, a
// generator is closed because its last reference goes, and which exceptions that loses. Each difference is a bug: make it smaller and
// put it under test/fixtures/run.
//
//   node scripts/fuzz.mjs [COUNT [FIRST]]     COUNT programs (default 1000) from seed FIRST (default 1) on; those that differ stay in
//                                             out/fuzz/SEED with both outputs
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { findPython } from './find-python.mjs'
import { program } from './fuzz-program.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, process.env.FUZZ_OUT ?? 'out/fuzz')
const python = findPython()
const [count = 1000, first = 1] = process.argv.slice(2).map(Number)
const BATCH = 200

/**
 * Runs programs one after the other and prints a JSON list of what each wrote to stdout and stderr (in one text). When the
 * collector would run is chance: it runs between two programs, with its output dropped.
 */
const ORACLE = `
import gc, io, json, os, sys
gc.disable()
results = []
for source in json.load(sys.stdin):
    out = io.StringIO()
    keep = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = out
    try:
        exec(compile(source, "<program>", "exec"), {"__name__": "__main__"})
    except BaseException as e:
        print("uncaught", type(e).__name__, e)
        e = None
    finally:
        sys.stdout, sys.stderr = keep
    results.append(out.getvalue())
    sys.stdout = sys.stderr = io.StringIO()
    gc.collect()
    sys.stdout, sys.stderr = keep
json.dump(results, sys.stdout)
sys.stdout.flush()
os._exit(0)
`

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const outfile = join(folder, 'engine.cjs')
await build({
  stdin: {
    contents: `
import { analyze } from './language/index.ts'
import { compileModule, Machine } from './debugger/engine/index.ts'
import { library } from './debugger/main/library.ts'
export function run(source) {
  const analysis = analyze(source, { path: '<program>' })
  const error = analysis.diagnostics.find(each => each.severity === 'error')
  if (error) return 'error: ' + error.message
  const written = []
  const machine = new Machine({ library, write: (_stream, text) => written.push(text) })
  // What is in cycles ends when the collector runs, which is not compared.
  machine.finalizesAtExit = false
  machine.startModule(compileModule(analysis, '<program>'))
  for (;;) {
    const stop = machine.run(machine.time + 2_000_000)
    if (stop.kind === 'finished') return written.join('')
    if (stop.kind === 'limit') return written.join('') + 'NO END'
    return written.join('') + 'STOP ' + stop.kind
  }
}`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
})
const { run } = createRequire(import.meta.url)(outfile)

/** Without addresses, and without the lines of tracebacks: the text of a program run by exec() is not found. */
const comparable = text =>
  text
    .replace(/0x[0-9a-f]+/g, '0x')
    .split('\n')
    .filter(line => !/^ {2}|^Traceback|RuntimeWarning: Enable tracemalloc/.test(line))
    .map(line => line.replace(/^.*RuntimeWarning: /, 'RuntimeWarning: '))
    .join('\n')

let different = 0
for (let start = first; start < first + count; start += BATCH) {
  const seeds = Array.from({ length: Math.min(BATCH, first + count - start) }, (_, i) => start + i)
  const sources = seeds.map(program)
  const oracle = spawnSync(python, ['-c', ORACLE], {
    input: JSON.stringify(sources),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 120_000,
  })
  if (oracle.status !== 0) {
    console.error(oracle.stderr || oracle.error)
    process.exit(2)
  }
  JSON.parse(oracle.stdout).forEach((recorded, i) => {
    let written
    try {
      written = run(sources[i])
    } catch (e) {
      written = `OUR FAULT ${e.stack}`
    }
    const expected = comparable(recorded)
    const actual = comparable(written)
    if (actual === expected) return
    different++
    const place = join(folder, String(seeds[i]))
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'program.py'), sources[i])
    writeFileSync(join(place, 'expected.txt'), expected)
    writeFileSync(join(place, 'actual.txt'), actual)
    console.log(`seed ${seeds[i]} differs: ${place}`)
  })
}
console.log(`${count} programs from seed ${first}: ${different} differ`)
process.exitCode = different === 0 ? 0 : 1
