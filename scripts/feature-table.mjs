// Writes the table of features in docs/lsp.md: what other language servers answer is in docs/language-server-features.json; what ours
// answers is read off its `initialize` result, and counts only when the feature's tests pass.
//
//   npm run build && node scripts/feature-table.mjs
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { LanguageClient } from '../bench/language-client.mjs'

const { servers, rows } = JSON.parse(readFileSync('docs/language-server-features.json', 'utf8'))

/** Titles of the tests of the server that pass. */
function passingTests() {
  const files = readdirSync('out/test/server').filter(
    name => name.endsWith('.test.js') && !/^(?:live|typing)\./.test(name),
  )
  const args = [
    'mocha',
    '--no-config',
    '--timeout',
    '300000',
    '--reporter',
    'json',
    ...files.map(name => `out/test/server/${name}`),
  ]
  const { stdout } = spawnSync('npx', args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  return new Set(JSON.parse(stdout.slice(stdout.indexOf('{\n'))).passes.map(test => test.title))
}

/** Whether `a.b.c`, or `a.b=value`, is among the capabilities. */
function has(capabilities, path) {
  const [names, value] = path.split('=')
  const found = names.split('.').reduce((at, name) => at?.[name], capabilities)
  return value === undefined ? found !== undefined && found !== false : String(found) === value
}

const client = new LanguageClient([process.execPath, 'dist/server/node.js', '--stdio'])
const capabilities = await client.initialize(null)
await client.end()
const passing = passingTests()

const cells = { y: 'yes', '-': '–', '?': '?' }
const lines = [`| feature | ${servers.join(' | ')} | **Coroscope** |`, `|---|${'---|'.repeat(servers.length + 1)}`]
let failures = 0
for (const { feature, others, capability, tests } of rows) {
  const isOffered = capability.every(path => has(capabilities, path))
  const missing = tests.filter(title => !passing.has(title))
  const isHeld = tests.length > 0 && missing.length === 0
  if (isOffered !== isHeld) {
    failures++
    console.error(
      `${feature}: ${isOffered ? `offered, but not held by a test: ${missing.join('; ')}` : 'tested, but not offered'}`,
    )
  }
  const own = isOffered && isHeld ? '**yes**' : '–'
  lines.push(
    `| ${feature} | ${others
      .split(' ')
      .map(mark => cells[mark])
      .join(' | ')} | ${own} |`,
  )
}
const page = readFileSync('docs/lsp.md', 'utf8')
const marked = /(<!-- features: written by scripts\/feature-table\.mjs -->\n)[\s\S]*(<!-- end of features -->)/
if (!marked.test(page)) throw new Error('docs/lsp.md has no place for the table')
writeFileSync('docs/lsp.md', page.replace(marked, `$1\n${lines.join('\n')}\n\n$2`))
console.log(`${rows.length} features, ${lines.filter(line => line.endsWith('**yes** |')).length} of them ours`)
process.exitCode = failures === 0 ? 0 : 1
