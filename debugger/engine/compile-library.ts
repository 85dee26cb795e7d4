// What scripts/build-library.mjs calls: source of a library module to the text of its code, and the names it exports.
//
// Knows nothing of files.

import { analyze } from '../../language/index.ts'
import './index.ts'
import { encodeCode } from './code-text.ts'
import { compileModule } from './compile.ts'
import { libraryPath } from './library.ts'
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
  for (const [name, { spec, functions }] of NATIVE_MODULES) {
    if (name.startsWith('_')) continue
    const names = [...functions.map(f => f.def.name), ...Object.keys(spec.values ?? {})]
    result[name] = names.filter(n => !n.startsWith('_')).sort()
  }
  return result
}
