// Compiles the modules written in the language (debugger/library/**/*.py) into debugger/library/generated.ts, which nobody
// edits and git ignores: their code as text, and the names of every module for the language server.
//
//   node scripts/build-library.mjs            as a command; does nothing when the result is up to date
//   import { buildLibrary } from './scripts/build-library.mjs'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = join(root, 'debugger/library')
const target = join(folder, 'generated.ts')

/** All files below a folder with this ending, as paths relative to the folder. */
function filesBelow(directory, ending) {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith(ending))
    .sort()
}

/** Newest change of what the result depends on: the modules, the front end and the compiler. */
function newestInput() {
  const inputs = [
    ...filesBelow(folder, '.py').map(path => join(folder, path)),
    ...filesBelow(join(root, 'language'), '.ts').map(path => join(root, 'language', path)),
    ...filesBelow(join(root, 'debugger/engine'), '.ts').map(path => join(root, 'debugger/engine', path)),
    fileURLToPath(import.meta.url),
  ]
  return Math.max(...inputs.map(path => statSync(path).mtimeMs))
}

/** Files that are the machine's own: no program imports them. */
const own = new Set(['prelude', 'warm_up'])

/** Writes debugger/library/generated.ts. Throws with a message for people when a module has an error. */
export async function buildLibrary({ force = false } = {}) {
  if (!force && existsSync(target) && statSync(target).mtimeMs >= newestInput()) return
  const outfile = join(root, 'out/library/compile-library.cjs')
  mkdirSync(dirname(outfile), { recursive: true })
  await build({
    entryPoints: [join(root, 'debugger/engine/compile-library.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  })
  const require = createRequire(import.meta.url)
  delete require.cache[outfile]
  const { compileLibrary, namesAtRunTime, nativeNames } = require(outfile)
  const table = {}
  const names = nativeNames()
  for (const path of filesBelow(folder, '.py')) {
    const isPackage = path.endsWith('__init__.py')
    const file = isPackage ? dirname(path) : path.slice(0, -3)
    const name = own.has(file) ? `_${file}` : file.split(/[\\/]/).join('.')
    const compiled = compileLibrary(readFileSync(join(folder, path), 'utf8'), name, isPackage)
    if (compiled.errors.length > 0) {
      const shown = compiled.errors.map(e => `${relative(root, join(folder, path))}:${e.line}: ${e.message}`)
      throw new Error(shown.join('\n'))
    }
    table[name] = { code: compiled.code, isPackage }
    if (own.has(file)) continue
    names[name] = [...new Set([...(names[name] ?? []), ...compiled.names])].sort()
  }
  // Modules that another one puts into sys.modules under a second name.
  names['os.path'] = names.posixpath
  const found = namesAtRunTime(
    table,
    Object.keys(names).filter(name => !name.startsWith('_')),
  )
  for (const [name, more] of Object.entries(found)) names[name] = [...new Set([...names[name], ...more])].sort()
  const text = [
    '// Made by scripts/build-library.mjs from the .py files of this folder.',
    '',
    '/** Compiled modules by name: see engine/library.ts. */',
    `export const LIBRARY: Readonly<Record<string, { readonly code: string; readonly isPackage: boolean }>> = ${JSON.stringify(table)}`,
    '',
    '/** Public names of each module that can be imported, native ones included. */',
    `export const LIBRARY_NAMES: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(names)}`,
    '',
  ].join('\n')
  writeFileSync(target, text)
}

/**
 * The library for bundles that can read files: `pack` holds the code of all modules one after the other, `module` is the text of
 * a module that exports what generated.ts does and reads from the pack (at `file`, relative to the bundle) when asked. Without a
 * file it reads from a text that whoever starts it has put into the global `COROSCOPE_PACK`.
 */
export function packLibrary(file) {
  const lines = readFileSync(target, 'utf8').split('\n')
  const constantOf = name => {
    const line = lines.find(text => text.startsWith(`export const ${name}:`))
    return JSON.parse(line.slice(line.indexOf('> = ') + 4))
  }
  const index = {}
  let pack = ''
  for (const [name, { code, isPackage }] of Object.entries(constantOf('LIBRARY'))) {
    // The code is JSON: written without characters of more than a byte it means the same, and is read faster.
    const text = code.replace(/[^\0-\x7f]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    index[name] = [pack.length, text.length, isPackage]
    pack += text
  }
  const fromText = `const read = (offset, length) => globalThis.COROSCOPE_PACK.slice(offset, offset + length)`
  const fromFile = `
    import { openSync, readSync } from 'node:fs'
    import { join } from 'node:path'
    let file
    function read(offset, length) {
      file ??= openSync(join(__dirname, ${JSON.stringify(file)}), 'r')
      const bytes = Buffer.allocUnsafe(length)
      if (readSync(file, bytes, 0, length, offset) !== length) throw new Error('the file of the library is cut short')
      return bytes.toString('latin1')
    }
  `
  const module = `
    ${file === undefined ? fromText : fromFile}
    const index = ${JSON.stringify(index)}
    const entry = ([name, [offset, length, isPackage]]) =>
      [name, { isPackage, get code() { return read(offset, length) } }]
    export const LIBRARY = /* @__PURE__ */ Object.fromEntries(/* @__PURE__ */ Object.entries(index).map(entry))
    export const LIBRARY_NAMES = ${JSON.stringify(constantOf('LIBRARY_NAMES'))}
  `
  return { pack, module }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildLibrary({ force: process.argv.includes('--force') }).catch(error => {
    console.error(error.message)
    process.exitCode = 1
  })
}
