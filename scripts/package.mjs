// Packs the extension into one .vsix for every platform: bundles for production, then vsce. A warning of vsce is a failure, and
// so is a bundle that has grown too large to start fast.
//
//   node scripts/package.mjs [--out FILE]
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const at = process.argv.indexOf('--out')
const out = at < 0 ? `${name}-${version}.vsix` : process.argv[at + 1]

/** Largest sizes, in kB: what is loaded when the extension starts, and the whole package. */
const limits = { 'dist/client/extension.js': 500, 'dist/client/extension.web.js': 500 }
const packageLimit = 3000

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const text = stdout + stderr
  if (status !== 0) fail(text)
  return text
}

function fail(text) {
  console.error(text.trim())
  process.exit(1)
}

const kB = path => statSync(path).size / 1000

run('esbuild.mjs', '--production')
for (const [path, limit] of Object.entries(limits))
  if (kB(path) > limit) fail(`${path} has ${kB(path).toFixed(0)} kB; at most ${limit} kB keep the start fast.`)

const text = run(
  'node_modules/@vscode/vsce/vsce',
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  '--out',
  out,
)
if (/\bwarning\b/i.test(text)) fail(text)
if (kB(out) > packageLimit) fail(`${out} has ${kB(out).toFixed(0)} kB; at most ${packageLimit} kB are wanted.`)
console.log(`${out}: ${kB(out).toFixed(0)} kB`)
