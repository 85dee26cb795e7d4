// The walls of the house: which folder may import which, and which packages. TypeScript's project references already
// refuse most of it; this test closes the holes (packages, transitive references) and is the shortest statement of them.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** Folders from the text of a program to its pictures, and what each may import. A longer path wins over a shorter one. */
const allowed: Record<string, readonly string[]> = {
  language: [],
  'debugger/trace': [],
  'debugger/engine': ['language', 'debugger/trace'],
  'debugger/library': [],
  'debugger/session': ['debugger/engine', 'language', 'debugger/trace'],
  'debugger/dap': ['debugger/session', 'debugger/trace', '@vscode/debugadapter', '@vscode/debugprotocol'],
  'debugger/main': [
    'debugger/dap',
    'debugger/session',
    'debugger/engine',
    'debugger/library',
    'debugger/trace',
    'language',
    'node:',
    '@vscode/debugadapter',
  ],
  server: [
    'language',
    'vscode-languageserver',
    'vscode-languageserver-protocol',
    'vscode-languageserver-types',
    'vscode-languageserver-textdocument',
    'vscode-jsonrpc',
  ],
  'server/main': ['server', 'language', 'debugger/library', 'vscode-languageserver', 'node:'],
  client: ['debugger/trace', 'vscode', 'vscode-languageclient', 'node:'],
  'client/views': ['debugger/trace', '@dagrejs/dagre'],
  'client/page': ['client/views', 'debugger/trace', '@codemirror/', 'codemirror', '@lezer/', '@vscode/debugprotocol'],
  cli: [
    'language',
    'debugger/engine',
    'debugger/library',
    'debugger/session',
    'debugger/dap',
    'debugger/main',
    'debugger/trace',
    'server',
    'server/main',
    'node:',
  ],
}

const root = resolve(process.cwd())
const folders = Object.keys(allowed).sort((a, b) => b.length - a.length)
const folderOf = (file: string): string | undefined =>
  folders.find(folder => file === folder || file.startsWith(`${folder}/`))

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map(name => join(folder, name).replaceAll('\\', '/'))
}

/** Every module specifier that a file imports or re-exports, statically or by `import()`. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  )
  return [...found].map(match => match[1] ?? match[2] ?? match[3] ?? '')
}

function isAllowed(file: string, folder: string, specifier: string): boolean {
  const rules = allowed[folder] ?? []
  if (specifier.startsWith('.')) {
    const target = relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/')
    const owner = folderOf(target)
    return owner === folder || (owner !== undefined && rules.includes(owner))
  }
  return rules.some(
    rule =>
      specifier === rule || specifier.startsWith(`${rule}/`) || (/[:/]$/.test(rule) && specifier.startsWith(rule)),
  )
}

/** Lines of code below a folder in which something stands, other than in comments and texts. */
const linesWith =
  (what: RegExp) =>
  (folder: string): string[] =>
    sources(folder).flatMap(file =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .map((line, index) => ({ line, at: `${file}:${index + 1}` }))
        .filter(
          ({ line }) =>
            !/^\s*(?:\/\/|\* |\*\/|\/\*)/.test(line) &&
            what.test(line.replace(/'[^']*'|"[^"]*"|`[^`]*`|\/\/.*/g, '""')),
        )
        .map(({ at, line }) => `${at} ${line.trim()}`),
    )

describe('architecture', () => {
  for (const folder of Object.keys(allowed)) {
    it(`${folder} imports only ${allowed[folder]?.join(', ') || 'itself'}`, () => {
      const own = sources(folder).filter(file => folderOf(file) === folder)
      const broken = own.flatMap(file =>
        imports(file)
          .filter(specifier => !isAllowed(file, folder, specifier))
          .map(specifier => `${file} imports ${specifier}`),
      )
      assert.deepEqual(broken, [])
    })
  }

  it('sees through the ways of writing an import', () => {
    assert.equal(isAllowed('language/a.ts', 'language', '../debugger/engine/machine.ts'), false)
    assert.equal(isAllowed('debugger/dap/a.ts', 'debugger/dap', 'vscode'), false)
    assert.equal(isAllowed('debugger/dap/a.ts', 'debugger/dap', '../session/index.ts'), true)
    assert.equal(isAllowed('server/main/node.ts', 'server/main', 'node:fs'), true)
    assert.equal(isAllowed('server/features/hover.ts', 'server', 'node:fs'), false)
  })

  it('the engine reads no clock and draws no random number of the host', () => {
    const forbidden =
      /\bnew Date\(\s*\)|\b(?:Date\.now|performance\.now|Math\.random|setTimeout|setInterval|queueMicrotask)\b/
    assert.deepEqual(['language', 'debugger/engine', 'debugger/trace'].flatMap(linesWith(forbidden)), [])
  })

  it('the engine has nothing of the host’s own coroutines', () => {
    const forbidden =
      /\bnew Promise\b|\basync\s*(?:function\b|\w+\s*=>|\()|\bfunction\s*\*|^\s*(?:(?:public|private|protected|static)\s+)*\*\s*[\w[]/
    for (const line of [
      'function* f() {',
      '  private *items() {',
      '  *[Symbol.iterator]() {',
      'const f = async () => 1',
    ])
      assert.match(line, forbidden)
    assert.deepEqual(linesWith(forbidden)('debugger/engine'), [])
  })
})
