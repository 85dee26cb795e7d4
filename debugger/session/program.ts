// From a path to code that can run: the program itself and the modules beside it. What cannot run is said as CPython says it,
// or by our refusal. Knows no machine that runs and no debugger.

import type { Analysis, Diagnostic } from '../../language/index.ts'
import { analyze, firstSyntaxError, missingModule, SourceText, warningsOf } from '../../language/index.ts'
import type { Code, ModuleError, ModuleSource } from '../engine/index.ts'
import { compileModule } from '../engine/index.ts'
import type { FileContents } from './contract.ts'
import { decodeSource } from './source.ts'
import { syntaxErrorText, syntaxWarningText } from './syntax-error.ts'

/** What loading needs of the host. */
export interface Files {
  read(path: string): FileContents
  resolve(path: string): string
  /** Names of the library modules that a program can import. */
  readonly libraryNames: ReadonlySet<string>
}

export type Program =
  | {
      readonly kind: 'ready'
      readonly path: string
      readonly source: string
      readonly analysis: Analysis
      readonly code: Code
      /** `__package__` of a program that was started by its module name. */
      readonly package: string | undefined
      /** What CPython prints while it compiles the program: its SyntaxWarnings. */
      readonly warnings: string
    }
  /** `text` is for standard error; `status` is the exit status. */
  | { readonly kind: 'failed'; readonly text: string; readonly status: number; readonly source: string | undefined }

/** Suffixes of modules, in the order in which they are looked for. */
const suffixes = ['.coro', '.py']

/**
 * The program at `path`, ready to run. `source` is its text where there are no files. Statuses and words are those of
 * `python3.13 FILE`; a program outside the subset has status 2.
 */
export function loadProgram(files: Files, path: string, source: string | undefined, command: string): Program {
  const full = files.resolve(path)
  if (source !== undefined) return compileProgram(files, full, source)
  const contents = files.read(full)
  switch (contents.kind) {
    case 'file':
      return decodeProgram(files, full, contents.bytes)
    case 'folder': {
      const main = findFile(files, `${full}/__main__`)
      if (main !== undefined) return decodeProgram(files, main.path, main.bytes)
      return failed(`${command}: can't find '__main__' module in '${full}'\n`, 1)
    }
    case 'missing':
      return failed(`${command}: can't open file '${full}': [Errno 2] No such file or directory\n`, 2)
    case 'unreadable':
      return failed(`${command}: can't open file '${full}': ${contents.reason}\n`, 2)
  }
}

/** The program that `-m name` runs, in the folder `root`: a module, or the `__main__` of a package. */
export function loadModule(files: Files, name: string, root: string, command: string): Program {
  const path = `${files.resolve(root)}/${name.replaceAll('.', '/')}`
  const isPackage = findFile(files, `${path}/__init__`) !== undefined
  const found = isPackage ? findFile(files, `${path}/__main__`) : findFile(files, path)
  if (found !== undefined) {
    const program = decodeProgram(files, found.path, found.bytes)
    const parent = isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')))
    return program.kind === 'ready' ? { ...program, package: parent } : program
  }
  // Of the library only what has a `__main__`: `-m unittest`.
  if (!isPackage && files.libraryNames.has(`${name}.__main__`)) {
    return compileProgram(files, `<library>/${name}/__main__.py`, `import ${name}.__main__\n`)
  }
  const why = isPackage
    ? `No module named ${name}.__main__; '${name}' is a package and cannot be directly executed`
    : `No module named ${name}`
  return failed(`${command}: ${why}\n`, 1)
}

function decodeProgram(files: Files, path: string, bytes: Uint8Array): Program {
  const decoded = decodeSource(bytes, path)
  return decoded.kind === 'text' ? compileProgram(files, path, decoded.text) : failed(decoded.text, 1)
}

/** Analyses and compiles a text that is known by `path`. */
export function compileProgram(files: Files, path: string, source: string): Program {
  const analysis = analyzeFor(files, path, source)
  const error = firstSyntaxError(analysis.diagnostics)
  const warnings = warningsOf(analysis, error)
    .map(one => syntaxWarningText(one, source, path))
    .join('')
  if (error !== undefined && !isRefusal(error))
    return failed(warnings + syntaxErrorText(error, source, path), 1, source)
  const refusals = analysis.diagnostics.filter(isRefusal)
  if (refusals.length > 0) return failed(refusals.map(one => refusalText(one, source, path)).join(''), 2, source)
  return { kind: 'ready', path, source, analysis, code: compileModule(analysis, path), package: undefined, warnings }
}

/** The analysis of a file, which knows what can be imported there. */
export function analyzeFor(files: Files, path: string, source: string): Analysis {
  const folder = folderOf(path)
  return analyze(source, {
    path,
    modules: files.libraryNames,
    isLocalModule: name =>
      findFile(files, `${folder}/${name}`) !== undefined || files.read(`${folder}/${name}`).kind === 'folder',
  })
}

const failed = (text: string, status: number, source?: string): Program => ({ kind: 'failed', text, status, source })

/** True for what CPython runs and Coro does not. */
export const isRefusal = (one: Diagnostic): boolean => one.severity === 'error' && one.code === 'not-in-coro'

/** `file:line: … is not in Coro; …` */
export function refusalText(refusal: Diagnostic, source: string, path: string): string {
  const line = new SourceText(source).lineAt(refusal.start) + 1
  return `${path}:${line}: ${refusal.message}\n`
}

interface FoundFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The file `stem` with one of our suffixes. */
function findFile(files: Files, stem: string): FoundFile | undefined {
  for (const suffix of suffixes) {
    const contents = files.read(stem + suffix)
    if (contents.kind === 'file') return { path: stem + suffix, bytes: contents.bytes }
  }
  return undefined
}

/** A module of the user's that has been compiled. */
export interface LoadedModule {
  readonly name: string
  readonly path: string
  readonly source: string
  readonly code: Code
}

/**
 * Finds and compiles the modules beside a program. Each is compiled once, so that going back and running on meets the same
 * code. `loaded` is told of each new one.
 */
export function moduleFinder(
  files: Files,
  root: string,
  loaded: (module: LoadedModule) => void,
): (name: string, search: readonly string[] | null) => ModuleSource | ModuleError | undefined {
  const known = new Map<string, ModuleSource | ModuleError>()
  const compile = (name: string, found: FoundFile, isPackage: boolean): ModuleSource | ModuleError => {
    const earlier = known.get(found.path)
    if (earlier !== undefined) return earlier
    const made = compileFound(found, isPackage)
    known.set(found.path, made.module)
    if ('code' in made.module) loaded({ name, path: found.path, source: made.source, code: made.module.code })
    return made.module
  }
  return (name, search) => {
    const tail = name.slice(name.lastIndexOf('.') + 1)
    for (const folder of search ?? [root]) {
      const inside = findFile(files, `${folder}/${tail}/__init__`)
      if (inside !== undefined) return compile(name, inside, true)
      const beside = findFile(files, `${folder}/${tail}`)
      if (beside !== undefined) return compile(name, beside, false)
    }
    // A folder without __init__ is a package, too: a namespace, when nothing else has the name.
    for (const folder of search ?? [root]) {
      if (files.read(`${folder}/${tail}`).kind !== 'folder') continue
      const made = compile(name, { path: `${folder}/${tail}/__init__.py`, bytes: new Uint8Array() }, true)
      return 'code' in made ? { ...made, isNamespace: true } : made
    }
    return absentModule(name)
  }
}

/** The error for a module of CPython's library that the engine does not have. */
function absentModule(name: string): ModuleError | undefined {
  const message = missingModule(name)
  if (message === undefined) return undefined
  const nowhere = { line: 0, column: 0, endLine: 0, endColumn: 0, text: '' }
  return { path: '', error: { type: 'ModuleNotFoundError', message, ...nowhere } }
}

function compileFound(found: FoundFile, isPackage: boolean): { module: ModuleSource | ModuleError; source: string } {
  const { path, bytes } = found
  const decoded = decodeSource(bytes, path)
  if (decoded.kind === 'error') {
    return { module: { path, error: undecodable(decoded.message) }, source: '' }
  }
  const source = decoded.text
  // A module says what it cannot import when it tries to.
  const analysis = analyze(source, { path })
  const problem = firstSyntaxError(analysis.diagnostics.filter(one => !isRefusal(one)))
  const said = warningsOf(analysis, problem).map(one => syntaxWarningText(one, source, path))
  const warnings = said.length > 0 ? { warnings: said.join('') } : {}
  if (problem === undefined) {
    return { module: { path, code: compileModule(analysis, path), isPackage, ...warnings }, source }
  }
  const text = new SourceText(source)
  const start = text.positionAt(problem.start)
  const end = text.positionAt(problem.end)
  const error = {
    type: problem.type,
    message: problem.message,
    line: problem.reported?.lineno ?? start.line + 1,
    column: start.character,
    endLine: problem.reported?.end_lineno ?? end.line + 1,
    endColumn: end.character,
    text: `${text.lineText(start.line)}\n`,
  }
  return { module: { path, error, ...warnings }, source }
}

/** The error of a module whose bytes are no text; CPython reads modules otherwise than the program, and words two of them so. */
function undecodable(message: string): ModuleError['error'] {
  const type = 'SyntaxError'
  const place = { line: 1, column: 0, endLine: 1, endColumn: 0, text: '' }
  if (message.includes('null bytes')) {
    return { ...place, type, message: 'source code string cannot contain null bytes', text: undefined }
  }
  const encoding = /^encoding problem: (.*)$/.exec(message)
  if (encoding === null) return { ...place, type, message }
  return { ...place, type, message: `unknown encoding: ${encoding[1]}`, line: 0, column: -1, text: null }
}

/** The folder that holds a file. */
export function folderOf(path: string): string {
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash)
}
