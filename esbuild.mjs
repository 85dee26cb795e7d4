// Bundles what is shipped: the extension, the language server, the debug adapter, the command, the views and the page.
// Entry points that are not there are skipped with a note, so that one folder can be worked on alone.
//
//   node esbuild.mjs [--production] [--watch] [--only=<word>]…
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build, context, transformSync } from 'esbuild'
import { packLibrary } from './scripts/build-library.mjs'

const production = process.argv.includes('--production')
const watch = process.argv.includes('--watch')
const only = process.argv.filter(arg => arg.startsWith('--only=')).map(arg => arg.slice('--only='.length))

/** The page has no files to read: the samples are put into its bundle, the newcomer's first. */
function samples() {
  const examples = existsSync('examples') ? readdirSync('examples').filter(name => name.endsWith('.coro')) : []
  const paths = ['client/page/first.coro', ...examples.sort().map(name => join('examples', name))]
  return paths
    .filter(path => existsSync(path))
    .map(path => ({ name: basename(path), source: readFileSync(path, 'utf8') }))
}

/** `@vscode/debugadapter` asks for a few Node modules it never uses in a browser. */
const nothing = {
  name: 'nothing',
  setup(bundler) {
    bundler.onResolve({ filter: /^(net|fs|url)$/ }, args => ({ path: args.path, namespace: 'nothing' }))
    bundler.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
  },
}

/** A command of `coroscope` is a bundle of its own, read when it is asked for: the text of a function (cli/load.ts). */
const commandsApart = {
  name: 'commands apart',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/[a-z-]+\.ts$/ }, args =>
      args.kind === 'dynamic-import' ? { path: args.path.replace(/ts$/, 'js'), external: true } : undefined,
    )
  },
}

let packed

/** The library as a file beside the bundles: written once, for all that read it. */
function packOnce() {
  if (packed !== undefined && !watch) return packed
  packed = packLibrary('../library.pack')
  mkdirSync('dist', { recursive: true })
  writeFileSync('dist/library.pack', packed.pack, 'latin1')
  return packed
}

/** Where there are files, the library's code is one of them, of which a run reads the modules that it imports. */
const libraryApart = {
  name: 'library apart',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]debugger[\\/]library[\\/]generated\.ts$/ }, () => ({
      contents: packOnce().module,
      loader: 'js',
    }))
  },
}

/** So are the names of Unicode's characters, which few programs ask for. */
const namesApart = {
  name: 'names apart',
  setup(bundler) {
    const file = '../unicode-names.js'
    bundler.onLoad({ filter: /[\\/]language[\\/]unicode-name-table\.ts$/ }, args => {
      const { code } = transformSync(readFileSync(args.path, 'utf8'), { loader: 'ts', format: 'cjs', minify: true })
      mkdirSync('dist', { recursive: true })
      writeFileSync('dist/unicode-names.js', code)
      const getters = ['words', 'names', 'aliases'].map(name => `get ${name}() { return require('${file}').${name} }`)
      return { contents: `module.exports = { ${getters.join(', ')} }`, loader: 'js' }
    })
    bundler.onResolve({ filter: /^\.\.\/unicode-names\.js$/ }, ({ path }) => ({ path, external: true }))
  },
}

/** In a worker of the extension, the same code comes as a text before the worker's own. */
const libraryBefore = {
  name: 'library before',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]debugger[\\/]library[\\/]generated\.ts$/ }, () => ({
      contents: packLibrary().module,
      loader: 'js',
    }))
  },
}

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  loader: { '.py': 'text', '.coro': 'text', '.svg': 'text' },
  define: { __VERSION__: JSON.stringify(JSON.parse(readFileSync('package.json', 'utf8')).version) },
}
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  plugins: [libraryApart, namesApart],
}
const browser = {
  ...common,
  platform: 'browser',
  target: 'es2022',
  external: ['vscode'],
  alias: { path: 'path-browserify', events: 'events' },
  define: { ...common.define, global: 'globalThis', process: '{"env":{},"platform":"web","argv":[]}' },
  plugins: [nothing],
}
const worker = { ...browser, format: 'iife' }
const command = { ...node, supported: { 'dynamic-import': false }, plugins: [commandsApart, libraryApart, namesApart] }

const targets = [
  { out: 'dist/client/extension.js', from: ['client/extension.ts'], options: node },
  { out: 'dist/client/extension.web.js', from: ['client/extension.web.ts'], options: { ...browser, format: 'cjs' } },
  { out: 'dist/webview/timeline.js', from: ['client/views/webview.ts'], options: { ...browser, format: 'iife' } },
  {
    out: 'dist/webview/machine.js',
    from: ['client/views/machine-webview.ts'],
    options: { ...browser, format: 'iife' },
  },
  { out: 'dist/webview/views.css', from: ['client/views/views.css'], options: browser },
  {
    out: 'dist/page/page.js',
    from: ['client/page/main.ts'],
    options: {
      ...browser,
      format: 'esm',
      define: { ...browser.define, COROSCOPE_SAMPLES: JSON.stringify(samples()) },
    },
  },
  { out: 'dist/page/page.css', from: ['client/page/page.css'], options: browser },
  { out: 'dist/server/node.js', from: ['server/main/node.ts'], options: node, shebang: true },
  { out: 'dist/server/worker.js', from: ['server/main/worker.ts'], options: worker, also: ['dist/page/server.js'] },
  { out: 'dist/adapter/node.js', from: ['debugger/main/node.ts'], options: node, shebang: true },
  {
    out: 'dist/adapter/worker.js',
    from: ['debugger/main/worker.ts'],
    options: { ...worker, plugins: [nothing, libraryBefore] },
  },
  // The page's is whole.
  { out: 'dist/page/adapter.js', from: ['debugger/main/worker.ts'], options: worker },
  { out: 'dist/cli/coroscope.js', from: ['cli/coroscope.ts'], options: command, shebang: true },
  ...lazilyImported('cli/coroscope.ts').map(name => ({
    out: `dist/cli/${name}.js`,
    from: [`cli/${name}.ts`],
    options: {
      ...command,
      banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
      footer: { js: '})' },
    },
  })),
]
const copies = [
  { from: 'client/page/index.html', to: 'dist/page/index.html' },
  { from: 'client/page/icon.svg', to: 'dist/page/icon.svg' },
]

const wanted = out => only.length === 0 || only.some(word => out.includes(word))

for (const { out, from, options, also = [], shebang } of targets) {
  if (!wanted(out) && !also.some(wanted)) continue
  const entry = from.find(path => existsSync(path))
  if (!entry) {
    console.log(`skipped ${out}: ${from[0]} is not there`)
    continue
  }
  const settings = { ...options, entryPoints: [entry], outfile: out }
  if (shebang && !readFileSync(entry, 'utf8').startsWith('#!')) settings.banner = { js: '#!/usr/bin/env node' }
  const copyToPage = {
    name: 'also',
    setup: bundler =>
      bundler.onEnd(result => {
        if (result.errors.length > 0) return
        for (const to of also) copy(out, to)
      }),
  }
  settings.plugins = [...(options.plugins ?? []), copyToPage]
  if (watch) await (await context(settings)).watch()
  else {
    const failed = await build(settings).then(
      () => false,
      () => true, // esbuild has printed what is wrong
    )
    if (failed) process.exitCode = 1
    else console.log(`${out.padEnd(32)} ${(statSync(out).size / 1024).toFixed(0).padStart(6)} kB`)
  }
}
// The first run leaves the host's code cache beside the command (cli/load.ts): not the user's.
if (!watch && !process.exitCode && wanted('dist/cli/run.js'))
  spawnSync(process.execPath, ['dist/cli/coroscope.js', 'run', '-'], { input: 'import asyncio\n' })
for (const { from, to } of copies) if (wanted(to) && existsSync(from)) copy(from, to)

/** Names of the files beside `path` that it imports when they are needed. */
function lazilyImported(path) {
  if (!existsSync(path)) return []
  const found = readFileSync(path, 'utf8').matchAll(/\bimport\(\s*'\.\/([a-z-]+)\.ts'\s*\)/g)
  return [...new Set(Array.from(found, match => match[1]))]
}

function copy(from, to) {
  mkdirSync(join(to, '..'), { recursive: true })
  copyFileSync(from, to)
}
