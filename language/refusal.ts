/**
 * What Coro refuses although CPython runs it: one table, from which come the diagnostics, the documentation and the advice.
 *
 * Nothing of the syntax is refused; modules and built-in functions are that would let a program reach the host: threads, processes,
 * sockets, files. A module of CPython's library that the engine has is never refused, so the table only supplies words. This file
 * knows no engine: which modules there are is told by who asks.
 */

import type { Diagnostic } from './diagnostic.ts'
import { refusedUses } from './refused-use.ts'
import type { Scopes } from './scope.ts'
import { globalsIn, type NameInScope } from './scope-parts.ts'
import { standardModules } from './standard-modules.ts'
import type { ExceptHandler, Expression, Module, Span, Statement } from './tree.ts'
import { walk } from './tree-walk.ts'

/** One row of the table. */
export interface Refusal {
  /** A stable name of the row. */
  readonly code: string
  /** The modules (with all below them) or built-in names it covers. */
  readonly modules?: readonly string[]
  readonly builtins?: readonly string[]
  /** What is refused, for a table of contents. */
  readonly what: string
  readonly reason: string
  /** What to write instead. */
  readonly instead: string
}

/** The table. The last row is for every other module of CPython's library that the engine does not have. */
export const refusals: readonly Refusal[] = [
  {
    code: 'threads',
    modules: ['threading', '_thread', '_threading_local', 'queue', '_queue'],
    what: 'threads and what passes values between them',
    reason: 'a run must be a function of the program alone, and threads are scheduled by the host',
    instead: 'use asyncio tasks and asyncio.Queue, or coroutines that you drive yourself',
  },
  {
    code: 'processes',
    modules: ['subprocess', 'multiprocessing', '_multiprocessing', '_posixsubprocess', 'pty', 'signal', '_signal'],
    what: 'processes and signals',
    reason: 'a program reaches nothing outside itself',
    instead: 'write the other side as a coroutine of the same program',
  },
  {
    code: 'network',
    modules: [
      ...['socket', '_socket', 'ssl', '_ssl', 'select', 'selectors', 'socketserver', 'http', 'urllib', 'ftplib'],
      ...['smtplib', 'poplib', 'imaplib', 'xmlrpc', 'wsgiref', 'webbrowser', 'mailbox'],
    ],
    what: 'sockets and network protocols',
    reason: 'a program reaches nothing outside itself',
    instead: 'stand in for the network with a coroutine that yields the answers',
  },
  {
    code: 'files',
    modules: [
      ...['os', 'posix', 'nt', 'posixpath', 'ntpath', 'genericpath', 'pathlib', 'shutil', 'tempfile', 'glob', 'fcntl'],
      ...['fileinput', 'filecmp', 'mmap', 'stat', 'sqlite3', 'dbm', 'shelve', 'zipfile', 'tarfile', 'gzip', 'bz2'],
      ...['lzma', 'zipimport', 'zipapp', 'linecache', 'netrc'],
    ],
    builtins: ['open'],
    what: 'files, directories and the operating system',
    reason: 'a program reaches nothing outside itself',
    instead: 'keep text in the program, read it with input(), or use io.StringIO',
  },
  {
    code: 'native',
    modules: ['ctypes', '_ctypes', 'readline', 'curses', '_curses', 'tkinter', '_tkinter', 'turtle', 'idlelib'],
    what: 'native libraries, terminals and windows',
    reason: 'the engine runs Python code only, in the browser too',
    instead: 'print what you want to show',
  },
  {
    code: 'interpreter',
    modules: [
      ...['pdb', 'bdb', 'cProfile', 'profile', 'pstats', 'tracemalloc', 'faulthandler', 'trace', 'dis', 'opcode'],
      ...['symtable', 'ast', '_ast', 'code', 'codeop', 'importlib', 'runpy', 'pkgutil', 'site', 'sysconfig'],
      ...['py_compile', 'compileall', 'ensurepip', 'venv', 'marshal', '_imp'],
    ],
    builtins: ['help', 'copyright', 'credits', 'license'],
    what: "the insides of CPython's interpreter",
    reason: 'the engine is another one',
    instead: 'use the debugger: breakpoints, the Coroutines view and the Debug Console',
  },
  {
    code: 'library',
    what: "the rest of CPython's library",
    reason: 'it is not part of the engine',
    instead: 'leave out the import, or put a module of that name beside the program',
  },
]

const otherModules = refusals[refusals.length - 1]

/** What an asker knows of the engine and of the files around. */
export interface RefusalOptions {
  /** Dotted names of the library modules that the engine has. Left out, no import is refused. */
  readonly modules?: ReadonlySet<string> | ReadonlyMap<string, unknown>
  /** Whether there is a module of this name beside the program; such a one goes before the library's. */
  readonly isLocalModule?: (name: string) => boolean
}

/** What of a program is refused, in the order of the text. */
export function refuse(
  scopes: Scopes,
  options: RefusalOptions = {},
  partsUsing: PartsUsing = usesIn(scopes),
  tree?: Module,
  source = '',
): Diagnostic[] {
  // After `from somewhere import *` any name may be bound.
  const found = scopes.imports.some(node => node.names[0]?.name === '*') ? [] : refuseBuiltins(scopes, partsUsing)
  const { modules } = options
  if (modules !== undefined) {
    const { isLocalModule = () => false } = options
    refuseImports(scopes, (name, span) => {
      const top = name.split('.')[0]
      if (modules.has(name) || !standardModules.has(top) || isLocalModule(top)) return
      if (tree !== undefined && isGuarded(tree, span, guards)) return
      found.push(refusal(span, `module '${name}'`, refusalOfModule(name) ?? otherModules))
    })
    if (tree !== undefined) {
      const isOurs = (top: string): boolean => standardModules.has(top) && !isLocalModule(top)
      const references = (name: string): Iterable<Span> => globalReferences(scopes, name, partsUsing)
      for (const { span, name, code } of refusedUses(scopes, isOurs, references, tree, source)) {
        const row = refusals.find(one => one.code === code) ?? otherModules
        if (!isGuarded(tree, span, guardsOfCalls)) found.push(refusal(span, `'${name}'`, row))
      }
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** The exceptions by which a program says that it can do without a module. */
const guards: ReadonlySet<string> = new Set(['ImportError', 'ModuleNotFoundError', 'Exception', 'BaseException'])

/** The exceptions by which a program says that a call may be refused. */
const guardsOfCalls: ReadonlySet<string> = new Set([
  ...['AttributeError', 'NotImplementedError', 'PermissionError', 'OSError', 'RuntimeError', 'Exception'],
  'BaseException',
])

/**
 * Is the import, or the call, at this place one that may fail: in a `try` that catches what it would raise, or under `if TYPE_CHECKING`, which never
 * runs?
 */
function isGuarded(tree: Module, span: Span, guards: ReadonlySet<string>): boolean {
  let is = false
  const holds = (nodes: readonly Statement[]): boolean =>
    nodes.some(node => node.start <= span.start && span.end <= node.end)
  walk(tree, node => {
    if (is || span.end <= node.start || node.end <= span.start) return node.kind === 'Module'
    if (node.kind === 'Try' && holds(node.body)) is ||= node.handlers.some(handler => catches(handler, guards))
    else if (node.kind === 'If' && holds(node.body)) is ||= nameOf(node.test) === 'TYPE_CHECKING'
    return true
  })
  return is
}

function catches({ type }: ExceptHandler, guards: ReadonlySet<string>): boolean {
  if (type === null) return true
  const types = type.kind === 'Tuple' ? type.elts : [type]
  return types.some(one => guards.has(nameOf(one) ?? ''))
}

function nameOf(node: Expression): string | undefined {
  return node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : undefined
}

/** What importing a module of CPython's that the engine does not have is told at run time; undefined for any other name. */
export function missingModule(name: string): string | undefined {
  const top = name.split('.')[0]
  if (!standardModules.has(top)) return undefined
  return `module '${name}' is not in Coro; ${(refusalOfModule(name) ?? otherModules).instead}`
}

function refuseImports(scopes: Scopes, check: (name: string, span: Span) => void): void {
  for (const node of scopes.imports) {
    if (node.kind === 'Import') for (const alias of node.names) check(alias.name, alias.nameSpan)
    else if (node.level === 0 && node.module !== null) check(node.module, node.moduleSpan)
  }
}

type PartsUsing = (name: string) => Iterable<{ readonly globals: ReadonlyMap<string, readonly NameInScope[]> }>

function usesIn(scopes: Scopes): PartsUsing {
  const whole = { globals: globalsIn(scopes.all.slice(1)) }
  return () => [whole]
}

function refuseBuiltins(scopes: Scopes, partsUsing: PartsUsing): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const row of refusals) {
    for (const name of row.builtins ?? []) {
      const own = scopes.module.symbols.get(name)
      if (own?.isBound || own?.isGlobal) continue
      // Where the name is read and means the built-in: no scope on the way out binds it.
      for (const span of globalReferences(scopes, name, partsUsing)) found.push(refusal(span, `'${name}'`, row))
    }
  }
  return found
}

/** Where a name is read that is the module's or a built-in one. */
function globalReferences(scopes: Scopes, name: string, partsUsing: PartsUsing): Span[] {
  const places = [...(scopes.module.symbols.get(name)?.references ?? [])]
  for (const { globals } of partsUsing(name)) {
    for (const { symbol } of globals.get(name) ?? []) places.push(...symbol.references)
  }
  return places
}

function refusalOfModule(name: string): Refusal | undefined {
  const top = name.split('.')[0]
  return refusals.find(row => row.modules?.includes(name) || row.modules?.includes(top))
}

function refusal(span: Span, what: string, row: Refusal): Diagnostic {
  return {
    start: span.start,
    end: span.end,
    severity: 'error',
    type: 'NotInCoro',
    message: `${what} is not in Coro; ${row.instead}`,
    hint: row.reason,
    code: 'not-in-coro',
    phase: 'subset',
  }
}
