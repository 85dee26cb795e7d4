/**
 * Names of Python's built-ins and of the modules a coroutine program imports, with their signatures, as recorded from CPython 3.13.
 *
 * Says what Python has; what of it the engine has is for the asker to know.
 */

import { libraryNames } from './recorded-names.ts'

/** A name of a module or an attribute of a built-in type. */
export interface LibraryName {
  readonly name: string
  readonly kind: 'class' | 'exception' | 'function' | 'coroutine function' | 'module' | 'value'
  /** `(parameters) -> result`; empty when it is not callable or not known. */
  readonly signature: string
}

type Table = ReadonlyMap<string, LibraryName>

interface Library {
  readonly modules: ReadonlyMap<string, Table>
  readonly types: ReadonlyMap<string, Table>
  /** Names that modules have beside those that they show. */
  readonly others: ReadonlyMap<string, ReadonlySet<string>>
}

const kinds: Readonly<Record<string, LibraryName['kind']>> = {
  C: 'class',
  E: 'exception',
  F: 'function',
  A: 'coroutine function',
  M: 'module',
  V: 'value',
}

let library: Library | undefined

/** Read when it is first asked for: a server that only checks syntax does not need it. */
function theLibrary(): Library {
  if (library !== undefined) return library
  const modules = new Map<string, Map<string, LibraryName>>()
  const types = new Map<string, Map<string, LibraryName>>()
  const others = new Map<string, ReadonlySet<string>>()
  let table = new Map<string, LibraryName>()
  let module = ''
  for (const line of libraryNames.trim().split('\n')) {
    const space = line.indexOf(' ')
    const word = line.slice(0, space)
    const rest = line.slice(space + 1)
    if (word === 'module' || word === 'type') {
      table = new Map()
      module = rest
      ;(word === 'module' ? modules : types).set(rest, table)
      continue
    }
    if (word === 'also') {
      others.set(module, new Set(rest.split(' ')))
      continue
    }
    const bracket = rest.indexOf('(')
    const name = bracket < 0 ? rest : rest.slice(0, bracket)
    table.set(name, { name, kind: kinds[word], signature: bracket < 0 ? '' : rest.slice(bracket) })
  }
  library = { modules, types, others }
  return library
}

/** The names of a module, by name; undefined for a module that is not recorded. */
export function moduleNames(module: string): Table | undefined {
  return theLibrary().modules.get(module)
}

/** Whether a recorded module has a name, though it does not show it. */
export function isHiddenName(module: string, name: string): boolean {
  return theLibrary().others.get(module)?.has(name) === true
}

export function knownModules(): string[] {
  return [...theLibrary().modules.keys()].filter(name => name !== 'builtins')
}

export function builtin(name: string): LibraryName | undefined {
  return moduleNames('builtins')?.get(name)
}

export function builtinNames(): LibraryName[] {
  return [...(moduleNames('builtins')?.values() ?? [])]
}

/** The names of all recorded coroutine functions, whatever their module. */
export function coroutineFunctions(): string[] {
  const tables = [...theLibrary().modules.values()]
  return tables.flatMap(table =>
    [...table.values()].filter(entry => entry.kind === 'coroutine function').map(entry => entry.name),
  )
}

/** The attributes of the instances of a type: `str`, `generator`, `asyncio.Queue`. */
export function attributesOfType(type: string): Table | undefined {
  return theLibrary().types.get(type)
}

/** A signature without its `self`. */
export function boundSignature(signature: string): string {
  return signature.replace(/^\((?:self|cls|\$self)(?:, \/)?(?:, )?/, '(')
}
