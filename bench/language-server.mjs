// How fast language servers answer on a long file: ours, and pyright and ruff where they are installed.
//
//   node bench/language-server.mjs [FILE.py…]        files to measure on, else two of 10,000 and 1,000 lines are written
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bigFile, oneClass, oneLine } from './big-file.mjs'
import { LanguageClient } from './language-client.mjs'

const isThere = command => spawnSync(command, ['--version']).status === 0

const servers = [
  { name: 'coroscope', command: [process.execPath, 'dist/server/node.js', '--stdio'], languageId: 'coro' },
  ...(isThere('pyright')
    ? [{ name: 'pyright', command: ['pyright-langserver', '--stdio'], languageId: 'python' }]
    : []),
  ...(isThere('ruff') ? [{ name: 'ruff', command: ['ruff', 'server'], languageId: 'python' }] : []),
]

const sorted = numbers => [...numbers].sort((a, b) => a - b)
const at = (numbers, share) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]
const shown = numbers =>
  numbers.length === 0 ? '        –' : `${at(numbers, 0.5).toFixed(1).padStart(7)} / ${at(numbers, 0.95).toFixed(1)}`

/** What is typed, a letter at a time, in a place inside of a function. */
const typed = '\n    result = await asyncio.sleep(delay, [1, 2])\n    print(result.value)'

async function measure(server, text) {
  const started = performance.now()
  const client = new LanguageClient(server.command)
  const uri = pathToFileURL(join(tmpdir(), 'big.py')).href
  const capabilities = await client.initialize(null)
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: server.languageId, version: 1, text },
  })
  const first = await client.diagnostics(uri, 1, 60_000)
  const cold = performance.now() - started
  const opened = client.memory
  const times = { edit: [], member: [], completion: [], hover: [], tokens: [], delta: [], range: [], symbols: [] }
  const timed = async (name, request) => {
    const start = performance.now()
    const result = await request()
    times[name].push(performance.now() - start)
    return result
  }
  const lines = text.split('\n')
  // Places behind a line that ends a statement in a function.
  const places = lines.flatMap((line, i) => (/^ {4}\w.*[\w)]$/.test(line) && !line.includes('"""') ? [i] : []))
  const count = server.name === 'coroscope' ? 24 : 3
  const textDocument = { uri }
  let version = 1
  let resultId
  for (let round = 0; round < count; round++) {
    const line = places[Math.floor(((round + 0.5) / count) * places.length)]
    let position = { line, character: lines[line].length }
    const change = async (range, inserted) => {
      version++
      const arrived = client.diagnostics(uri, version)
      await timed('edit', () => {
        client.notify('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [{ range, text: inserted }],
        })
        return arrived
      })
    }
    const from = position
    for (const letter of server.name === 'coroscope' ? typed : typed.slice(0, 20)) {
      await change({ start: position, end: position }, letter)
      position =
        letter === '\n'
          ? { line: position.line + 1, character: 0 }
          : { line: position.line, character: position.character + 1 }
      if (letter === '.' && capabilities.completionProvider !== undefined) {
        await timed('member', () => client.request('textDocument/completion', { textDocument, position }))
      }
    }
    if (capabilities.completionProvider !== undefined) {
      await timed('completion', () => client.request('textDocument/completion', { textDocument, position }))
    }
    const name = { line: from.line, character: Math.max(5, from.character - 2) }
    if (capabilities.hoverProvider) {
      await timed('hover', () => client.request('textDocument/hover', { textDocument, position: name }))
    }
    if (capabilities.semanticTokensProvider !== undefined) {
      const range = { start: { line: from.line, character: 0 }, end: { line: from.line + 60, character: 0 } }
      await timed('range', () => client.request('textDocument/semanticTokens/range', { textDocument, range }))
      const full = await timed('tokens', () => client.request('textDocument/semanticTokens/full', { textDocument }))
      resultId = full?.resultId
    }
    if (capabilities.documentSymbolProvider) {
      await timed('symbols', () => client.request('textDocument/documentSymbol', { textDocument }))
    }
    await change({ start: from, end: position }, '')
    if (resultId !== undefined) {
      const params = { textDocument, previousResultId: resultId }
      await timed('delta', () => client.request('textDocument/semanticTokens/full/delta', params))
    }
  }
  const { memory } = client
  await client.end()
  return { cold, found: first?.length, times, opened, memory }
}

/** Two thousand modules: how soon is a symbol found among them, and how long does a letter take meanwhile. */
async function measureWorkspace(server, folder) {
  const root = join(folder, 'workspace')
  mkdirSync(root)
  for (let i = 0; i < 2000; i++) {
    const directory = join(root, `package_${Math.floor(i / 100)}`)
    if (i % 100 === 0) mkdirSync(directory)
    const own = `async def worker_${i}(n):\n    await step_${i}(n)\n\n\nasync def step_${i}(n):\n    return n\n`
    writeFileSync(join(directory, `module_${i}.py`), own + bigFile(80))
  }
  const client = new LanguageClient(server.command)
  const started = performance.now()
  await client.initialize(pathToFileURL(root).href)
  const uri = pathToFileURL(join(root, 'typed.py')).href
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: server.languageId, version: 1, text: 'x = 1\n' },
  })
  await client.diagnostics(uri, 1)
  let done = false
  const asked = client.request('workspace/symbol', { query: 'worker_1999' }).then(found => {
    done = true
    return { found: found?.length ?? 0, after: performance.now() - started }
  })
  const letters = []
  for (let version = 2; !done || version < 20; version++) {
    const start = performance.now()
    const arrived = client.diagnostics(uri, version)
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }
    client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text: 'y' }] })
    await arrived
    letters.push(performance.now() - start)
  }
  const { found, after } = await asked
  const { memory } = client
  await client.end()
  return { found, after, letters, memory }
}

/** Texts that nobody should write: how long does a letter in the middle take until something is said of it, and until all is? */
async function measureOdd(server, text) {
  const client = new LanguageClient(server.command)
  const uri = pathToFileURL(join(tmpdir(), 'odd.py')).href
  await client.initialize(null)
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: server.languageId, version: 1, text } })
  await client.diagnostics(uri, 1, 60_000)
  const lines = text.split('\n')
  const line = Math.floor(lines.length / 2)
  const found = lines[line].indexOf(' ', Math.floor(lines[line].length / 2))
  const character = found < 0 ? lines[line].length : found
  const letters = []
  for (let version = 2; version < 26; version++) {
    const at = { line, character: character + version - 2 }
    const start = performance.now()
    const arrived = client.diagnostics(uri, version)
    const change = { range: { start: at, end: at }, text: '1' }
    client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] })
    await arrived
    letters.push(performance.now() - start)
  }
  await client.end()
  return letters
}

function print(title, results) {
  console.log(`\n${title}`)
  console.log(`${''.padEnd(36)}${results.map(({ name }) => name.padStart(18)).join('')}`)
  const row = (label, cell) =>
    console.log(`${label.padEnd(36)}${results.map(({ result }) => cell(result).padStart(18)).join('')}`)
  row('start to first diagnostics, ms', result => result.cold.toFixed(0))
  for (const [name, label] of [
    ['edit', 'keystroke to diagnostics'],
    ['member', "'.' to completion"],
    ['completion', 'completion'],
    ['hover', 'hover'],
    ['tokens', 'semantic tokens, file'],
    ['delta', 'semantic tokens, difference'],
    ['range', 'semantic tokens, 60 lines'],
    ['symbols', 'document symbols'],
  ]) {
    row(`${label}, ms p50 / p95`, result => shown(result.times[name]))
  }
  row('memory when open / at the end, MB', result => `${result.opened.toFixed(0)} / ${result.memory.toFixed(0)}`)
}

export async function languageServers(files = []) {
  const folder = mkdtempSync(join(tmpdir(), 'coroscope-server-'))
  try {
    const texts =
      files.length > 0
        ? files.map(path => [path, readFileSync(path, 'utf8')])
        : [10_000, 1000].map(lines => [`${lines} lines`, bigFile(lines)])
    for (const [title, text] of texts) {
      const results = []
      for (const server of servers) results.push({ name: server.name, result: await measure(server, text) })
      print(title, results)
    }
    for (const [title, text] of files.length > 0
      ? []
      : [
          ['one class of 10,000 lines', oneClass(10_000)],
          ['a sum of 800 kB on one line', oneLine(800_000)],
        ])
      console.log(`\n${title}: keystroke to diagnostics ${shown(await measureOdd(servers[0], text))} ms`)
    const { found, after, letters, memory } = await measureWorkspace(servers[0], folder)
    console.log(
      `\n2000 files: a symbol of the last (${found} found) after ${after.toFixed(0)} ms; a letter meanwhile ${shown(letters)} ms; ${memory.toFixed(0)} MB`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await languageServers(process.argv.slice(2))
