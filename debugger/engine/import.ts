// Modules: finding them (native, library, the host's), running them once, and the import instructions. CPython:
// Lib/importlib/_bootstrap.py, Python/import.c. The walk over dotted names is written in the prelude (_import).
//
// Knows nothing of files: the host finds sources.

import { absentName } from '../../language/index.ts'
import { getAttribute, lookup } from './attribute.ts'
import { enter } from './call.ts'
import type { Code } from './code.ts'
import { CONTINUATIONS } from './continuations.ts'
import { PyDict } from './dict.ts'
import { setExceptionField } from './exception-types.ts'
import { Finish } from './finish.ts'
import { Frame } from './frame.ts'
import { isMachinesOwn } from './library.ts'
import type { Machine, ModuleError, ModuleSource } from './machine.ts'
import { NATIVE_MODULES, NativeFunction } from './native.ts'
import { setItemOf } from './operator.ts'
import { bareType, T } from './types.ts'
import { CALL, Instance, PyList, PyModule, PyTuple, type Result, type Value } from './value.ts'

/** `importlib.machinery.ModuleSpec`, as far as programs look at it. */
const specType = bareType('ModuleSpec', T.object, 'instance')
specType.hasDict = true

function makeSpec(m: Machine, name: string, origin: string | null, search: Value): Instance {
  const dict = m.namespace()
  dict.setStr('name', name)
  dict.setStr('loader', null)
  dict.setStr('origin', origin)
  dict.setStr('submodule_search_locations', search)
  dict.setStr('_initializing', true)
  dict.setStr('parent', search === null ? name.slice(0, Math.max(0, name.lastIndexOf('.'))) : name)
  return new Instance(specType, m.epoch, dict)
}

/** A module object with the names every module has. */
export function makeModule(m: Machine, name: string, file: string | null, search: Value, hasSpec: boolean): PyModule {
  const dict = m.namespace()
  dict.setStr('__name__', name)
  dict.setStr('__doc__', null)
  const parent = search === null ? name.slice(0, Math.max(0, name.lastIndexOf('.'))) : name
  dict.setStr('__package__', hasSpec ? parent : null)
  dict.setStr('__loader__', null)
  dict.setStr('__spec__', hasSpec ? makeSpec(m, name, file, search) : null)
  if (search !== null) dict.setStr('__path__', search)
  if (file !== null) dict.setStr('__file__', file)
  return new PyModule(T.module, m.epoch, dict)
}

/** The frame of a module's body. */
export function moduleFrame(m: Machine, code: Code, namespace: PyDict): Frame {
  return new Frame(m.epoch, code, namespace, m.builtins, namespace, null, m.frame)
}

/** A native module's object, made and put into sys.modules; undefined when there is none of this name. */
export function nativeModule(m: Machine, name: string): PyModule | undefined {
  const native = NATIVE_MODULES.get(name)
  if (native === undefined) return undefined
  const module = makeModule(m, name, null, null, true)
  fillNative(m, name, module.dict)
  const spec = module.dict.getStr('__spec__') as Instance
  spec.dict!.setStr('_initializing', false)
  m.touch(m.modules)
  m.modules.setStr(name, module)
  return module
}

/** Functions and values of a native module into a namespace. */
export function fillNative(m: Machine, name: string, namespace: PyDict): void {
  const native = NATIVE_MODULES.get(name)
  if (native === undefined) return
  for (const fn of native.functions) namespace.setStr(fn.def.name, fn)
  for (const { values = {} } of native.specs) for (const key in values) namespace.setStr(key, values[key]!)
  for (const spec of native.specs) spec.fresh?.(m, namespace)
  for (const { doc } of native.specs) if (doc !== undefined) namespace.setStr('__doc__', doc)
}

/**
 * Modules that CPython has built in, frozen, or loaded before a program begins: one of that name beside the program is not found
 * (Lib/importlib/_bootstrap.py, BuiltinImporter and FrozenImporter go before sys.path).
 */
const UNSHADOWED: ReadonlySet<string> = new Set([
  ...[
    'abc',
    'atexit',
    'builtins',
    'codecs',
    'encodings',
    'errno',
    'faulthandler',
    'gc',
    'genericpath',
    'io',
    'itertools',
  ],
  ...['marshal', 'ntpath', 'os', 'posix', 'posixpath', 'pwd', 'runpy', 'site', 'stat', 'sys', 'time', 'zipimport'],
])

/** Can a module beside the program, on sys.path, take the place of this one of the library? */
function isShadowable(name: string): boolean {
  return !name.startsWith('_') && !UNSHADOWED.has(name)
}

/** The folders of sys.path; null: only the program's own. */
function searchPath(m: Machine): readonly string[] | null {
  const sys = m.modules.getStr('sys')
  const path = sys instanceof PyModule ? sys.dict.getStr('path') : undefined
  if (!(path instanceof PyList)) return null
  const folders = path.items.filter(folder => typeof folder === 'string')
  return folders.length === 1 && folders[0] === m.extra.programFolder ? null : folders
}

/** A module of this name: the first on sys.path, and the library after it, as CPython's library lies at the end of sys.path. */
function find(m: Machine, name: string, folders: readonly string[] | null): ModuleSource | ModuleError | undefined {
  const isTop = folders === null && !name.includes('.')
  const isOurs = folders?.[0]?.startsWith('<library>/') === true
  if (isOurs || (isTop && !isShadowable(name))) {
    const ours = ofLibrary(m, name)
    if (ours !== undefined) return ours
  }
  const beside = isOurs ? undefined : m.options.modules?.(name, isTop ? searchPath(m) : folders)
  // What a package of the program's own lacks is said as CPython says it.
  if (folders !== null && beside !== undefined && 'error' in beside && beside.error.type === 'ModuleNotFoundError') {
    return isOurs ? beside : undefined
  }
  const isFound = beside !== undefined && !('error' in beside && beside.error.type === 'ModuleNotFoundError')
  if (isFound && !('isNamespace' in beside && beside.isNamespace === true)) return beside
  return (isTop ? ofLibrary(m, name) : undefined) ?? beside
}

/** A module of the library that programs can import. */
function ofLibrary(m: Machine, name: string): ModuleSource | undefined {
  return isMachinesOwn(name) ? undefined : m.options.library(name)
}

/**
 * Loads one module by its full name: the rest of the path is imported already. `search`: the package's `__path__`, or None.
 * Natives for the prelude: the result is the module (CALL while its body runs).
 */
export function loadModule(m: Machine, name: string, search: Value): Result {
  const folders = search instanceof PyList || search instanceof PyTuple ? (search.items as string[]) : null
  const isShadowed = folders === null && isShadowable(name) && NATIVE_MODULES.has(name) && isBeside(m, name)
  const native = isShadowed ? undefined : nativeModule(m, name)
  if (native !== undefined) return native
  const found = find(m, name, folders)
  if (found === undefined) {
    m.raise('ModuleNotFoundError', `No module named '${name}'`)
    setExceptionField(m, m.raised!, 'name', name)
    return undefined
  }
  if ('error' in found) {
    const { type, message, line, column, endLine, endColumn, text } = found.error
    if (type === 'ModuleNotFoundError') {
      m.raise(type, message)
      setExceptionField(m, m.raised!, 'name', name)
      return undefined
    }
    if (found.warnings !== undefined) m.write('stderr', found.warnings)
    if (text === undefined) return m.raise(type, message)
    const place = [found.path, line, column + 1, text]
    const where = m.tuple(text === null ? place : [...place, endLine, endColumn + 1])
    return m.raiseArgs(type, [message, where])
  }
  if (found.warnings !== undefined) m.write('stderr', found.warnings)
  return runModule(m, name, found)
}

/** Is there a module of this name beside the program? */
function isBeside(m: Machine, name: string): boolean {
  const found = m.options.modules?.(name, searchPath(m))
  if (found === undefined || ('error' in found && found.error.type === 'ModuleNotFoundError')) return false
  return !('isNamespace' in found && found.isNamespace === true)
}

function runModule(m: Machine, name: string, source: ModuleSource): Result {
  const slash = source.path.lastIndexOf('/')
  const search = source.isPackage ? m.list([slash < 0 ? '' : source.path.slice(0, slash)]) : null
  const module = makeModule(m, name, source.path, search, true)
  module.dict.setStr('__builtins__', m.builtins)
  m.touch(m.modules)
  m.modules.setStr(name, module)
  if (enter(m, moduleFrame(m, source.code, module.dict)) === undefined) return undefined
  return m.after(CALL, Finish.Native, { name: 'moduleDone', data: { module, name } })
}

CONTINUATIONS.moduleDone = (m, data, result) => {
  const { module, name } = data as { module: PyModule; name: string }
  const spec = module.dict.getStr('__spec__')
  if (spec instanceof Instance) {
    m.touch(spec.dict!)
    spec.dict!.setStr('_initializing', false)
  }
  if (result !== undefined) {
    const replaced = m.modules.getStr(name)
    return replaced === undefined ? module : replaced
  }
  m.touch(m.modules)
  m.modules.deleteStr(name)
  return undefined
}

/** ImportName. CPython: import_name, PyImport_ImportModuleLevelObject. */
export function importName(m: Machine, frame: Frame, name: string, from: Value, level: Value): Result {
  const hook = frame.builtins.getStr('__import__')
  if (hook === undefined) return m.raise('ImportError', '__import__ not found')
  if (!(hook instanceof NativeFunction)) {
    return m.call(hook, name, frame.globals, frame.locals ?? null, from, level)
  }
  if (level === 0 && !name.includes('.')) {
    const known = m.modules.getStr(name) ?? (isShadowable(name) ? undefined : nativeModule(m, name))
    const isWhole = from === null || (known instanceof PyModule && known.dict.getStr('__path__') === undefined)
    if (isWhole && known instanceof PyModule && !isStarting(known)) return known
  }
  return importModule(m, name, frame.globals, from, level)
}

/** `__import__(name, globals, locals, fromlist, level)`. */
export function importModule(m: Machine, name: string, globals: Value, from: Value, level: Value): Result {
  const namespace = globals instanceof PyDict ? globals : m.dict()
  return m.callPrelude('_import', name, namespace, from, level)
}

function isStarting(module: PyModule): boolean {
  const spec = module.dict.getStr('__spec__')
  return spec instanceof Instance && spec.dict?.getStr('_initializing') === true
}

/** ImportFrom. CPython: import_from. */
export function importFrom(m: Machine, _frame: Frame, module: Value, name: string): Result {
  const found = getAttribute(m, module, name)
  if (found !== undefined) {
    return typeof found === 'symbol'
      ? m.after(found, Finish.Native, { name: 'importFrom', data: { module, name } })
      : found
  }
  return fromFailed(m, module, name)
}
CONTINUATIONS.importFrom = (m, data, result) => {
  const { module, name } = data as { module: Value; name: string }
  return result === undefined ? fromFailed(m, module, name) : result
}

function fromFailed(m: Machine, module: Value, name: string): Value | undefined {
  if (!m.raisedIs('AttributeError')) return undefined
  m.raised = null
  const own = module instanceof PyModule ? module.dict : undefined
  const package_ = own?.getStr('__name__')
  if (typeof package_ === 'string') {
    const sub = m.modules.getStr(`${package_}.${name}`)
    if (sub !== undefined) return sub
  }
  const shown = typeof package_ === 'string' ? package_ : '<unknown module name>'
  const file = own?.getStr('__file__')
  let message: string
  const absent = isOfLibrary(file) ? absentName(shown, name) : undefined
  if (absent !== undefined) message = absent
  else if (typeof file !== 'string') message = `cannot import name '${name}' from '${shown}' (unknown location)`
  else if (module instanceof PyModule && isStarting(module)) {
    message = `cannot import name '${name}' from partially initialized module '${shown}' (most likely due to a circular import) (${file})`
  } else message = `cannot import name '${name}' from '${shown}' (${file})`
  m.raise('ImportError', message)
  setExceptionField(m, m.raised!, 'name', shown)
  setExceptionField(m, m.raised!, 'path', typeof file === 'string' ? file : null)
  setExceptionField(m, m.raised!, 'name_from', name)
  return undefined
}

/** Whether a module with this `__file__` comes with the engine: a native one has none. */
function isOfLibrary(file: Value | undefined): boolean {
  return typeof file !== 'string' || file.startsWith('<library>/')
}

/** CallIntrinsic1 ImportStar. CPython: import_all_from. */
export function importStar(m: Machine, frame: Frame, module: Value): Result {
  if (!(module instanceof PyModule) || lookup(module.cls, '__getattr__') !== undefined) {
    return m.callPrelude('_import_star', module, frame.locals ?? frame.globals)
  }
  const all = module.dict.getStr('__all__')
  if (all !== undefined && !(all instanceof PyList || all instanceof PyTuple)) {
    return m.callPrelude('_import_star', module, frame.locals ?? frame.globals)
  }
  const names =
    all === undefined
      ? module.dict.keyList().filter(key => typeof key === 'string' && !key.startsWith('_'))
      : (all as PyList | PyTuple).items
  const target = frame.locals ?? frame.globals
  for (const key of names) {
    if (typeof key !== 'string') {
      const where = all === undefined ? '__dict__' : '__all__'
      const item = all === undefined ? 'Key' : 'Item'
      return m.raise(
        'TypeError',
        `${item} in ${String(module.dict.getStr('__name__'))}.${where} must be str, not ${m.typeName(key)}`,
      )
    }
    const value = module.dict.getStr(key)
    // A module may make a name when asked (PEP 562).
    if (value === undefined) return m.callPrelude('_import_star', module, target)
    if (target instanceof PyDict) {
      m.touch(target)
      target.setStr(key, value)
    } else setItemOf(m, target, key, value)
  }
  return null
}
