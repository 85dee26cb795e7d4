// What scripts/build-library.mjs calls: source of a library module to the text of its code, and the names it exports.
//
// Knows nothing of files.

import { analyze } from '../../language/index.ts'
import './index.ts'
import { encodeCode } from './code-text.ts'
import { compileModule } from './compile.ts'
import { type LibraryTable, libraryFrom, libraryPath } from './library.ts'
import { Machine } from './machine.ts'
import { NATIVE_MODULES } from './native.ts'

export interface CompiledModule {
  readonly code: string
  /** Top-level names without a leading underscore. */
  readonly names: readonly string[]
  readonly errors: readonly { readonly line: number; readonly message: string }[]
}

/** Modules whose frames show nowhere: the prelude, and what CPython has written in C. */
const HIDDEN: ReadonlySet<string> = new Set([
  '_prelude',
  '_asyncio',
  '_containers',
  '_contextvars',
  '_functools',
  '_stdio',
  'itertools',
  'operator',
])

/** Compiles one module. */
export function compileLibrary(source: string, name: string, isPackage: boolean): CompiledModule {
  const path = libraryPath(name, isPackage)
  const analysis = analyze(source, { path })
  const errors = analysis.diagnostics
    .filter(diagnostic => diagnostic.severity === 'error' && diagnostic.code !== 'not-in-coro')
    .map(diagnostic => ({
      line: analysis.source.slice(0, diagnostic.start).split('\n').length,
      message: diagnostic.message,
    }))
  if (errors.length > 0) return { code: '', names: [], errors }
  const code = encodeCode(compileModule(analysis, path, { isHidden: HIDDEN.has(name) }))
  const names = [...analysis.scopes.module.symbols.values()]
    .filter(symbol => (symbol.isAssigned || symbol.isImported) && !symbol.name.startsWith('_'))
    .map(symbol => symbol.name)
  return { code, names, errors }
}

/** Names of the native modules that a program can import. */
export function nativeNames(): Record<string, string[]> {
  const result: Record<string, string[]> = {}
  for (const [name, { specs, functions }] of NATIVE_MODULES) {
    if (name.startsWith('_')) continue
    const names = [...functions.map(f => f.def.name), ...specs.flatMap(({ values = {} }) => Object.keys(values))]
    result[name] = names.filter(n => !n.startsWith('_')).sort()
  }
  return result
}

/** Asks each module what it has: names made when asked for, by a star import or for each run are not in its text. */
const ASK = `
import sys

for name in NAMES:
    try:
        __import__(name)
        module = sys.modules[name]
        found = {*dir(module), *getattr(module, "__all__", ())}
        print(name, *sorted(each for each in found if each[:1] != "_"))
    except Exception:
        pass
`

/** Public names of these modules as a program finds them; a module that cannot be imported by itself is left out. */
export function namesAtRunTime(table: LibraryTable, modules: readonly string[]): Record<string, string[]> {
  let printed = ''
  const machine = new Machine({
    argv: [''],
    library: libraryFrom(table),
    write: (_stream, text) => {
      printed += text
    },
  })
  machine.trace.isOn = false
  const list = modules.filter(name => !name.endsWith('__main__')).map(name => JSON.stringify(name))
  const source = ASK.replace('NAMES', `(${list.join(', ')},)`)
  machine.startModule(compileModule(analyze(source, { path: '<names>' }), '<names>'), '__main__')
  machine.run(500_000_000)
  const result: Record<string, string[]> = {}
  for (const line of printed.split('\n')) {
    const [name, ...names] = line.split(' ')
    if (name !== undefined && name !== '') result[name] = names
  }
  return result
}
