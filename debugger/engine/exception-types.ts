// The tree of built-in exception classes and their attributes. CPython: Objects/exceptions.c.
//
// Knows nothing of how exceptions travel. Groups' split() and subgroup() are written in the prelude.

import { PyByteArray } from './bytes.ts'
import { PyDict } from './dict.ts'
import { PyException } from './exception.ts'
import type { Machine } from './machine.ts'
import { defineType, type Getter, type NativeFn, type Setter, type TypeSpec } from './native.ts'
import { bareType, T } from './types.ts'
import { PyBytes, PyTuple, type PyType, type Result, type Value } from './value.ts'

/** Indentation is derivation. */
const TREE = `
BaseException
 BaseExceptionGroup
 GeneratorExit
 KeyboardInterrupt
 SystemExit
 Exception
  ArithmeticError
   FloatingPointError
   OverflowError
   ZeroDivisionError
  AssertionError
  AttributeError
  BufferError
  EOFError
  ImportError
   ModuleNotFoundError
  LookupError
   IndexError
   KeyError
  MemoryError
  NameError
   UnboundLocalError
  OSError
   BlockingIOError
   ChildProcessError
   ConnectionError
    BrokenPipeError
    ConnectionAbortedError
    ConnectionRefusedError
    ConnectionResetError
   FileExistsError
   FileNotFoundError
   InterruptedError
   IsADirectoryError
   NotADirectoryError
   PermissionError
   ProcessLookupError
   TimeoutError
  ReferenceError
  RuntimeError
   NotImplementedError
   PythonFinalizationError
   RecursionError
  StopAsyncIteration
  StopIteration
  SyntaxError
   _IncompleteInputError
   IndentationError
    TabError
  SystemError
  TypeError
  ValueError
   UnicodeError
    UnicodeDecodeError
    UnicodeEncodeError
    UnicodeTranslateError
  Warning
   BytesWarning
   DeprecationWarning
   EncodingWarning
   FutureWarning
   ImportWarning
   PendingDeprecationWarning
   ResourceWarning
   RuntimeWarning
   SyntaxWarning
   UnicodeWarning
   UserWarning
`

/** Every built-in exception class by name. */
export const EXCEPTIONS: Record<string, PyType> = Object.create(null) as Record<string, PyType>

const path: PyType[] = []
for (const line of TREE.trim().split('\n')) {
  const name = line.trim()
  const depth = line.length - name.length
  path.length = depth
  const type = bareType(name, path[depth - 1] ?? T.object, 'exception')
  type.hasDict = true
  type.hasWeakref = true
  EXCEPTIONS[name] = type
  path.push(type)
}
/** `class ExceptionGroup(BaseExceptionGroup, Exception)`. */
{
  const base = EXCEPTIONS.BaseExceptionGroup!
  const exception = EXCEPTIONS.Exception!
  const type = bareType('ExceptionGroup', base, 'exception')
  type.bases = [base, exception]
  type.mro = [type, base, exception, EXCEPTIONS.BaseException!, T.object]
  type.hasDict = true
  EXCEPTIONS.ExceptionGroup = type
}
EXCEPTIONS.EnvironmentError = EXCEPTIONS.OSError!
EXCEPTIONS.IOError = EXCEPTIONS.OSError!

/** Class of `OSError(errno, …)` by errno. */
const ERRNO_CLASSES: Record<number, string> = {
  1: 'PermissionError',
  2: 'FileNotFoundError',
  3: 'ProcessLookupError',
  4: 'InterruptedError',
  10: 'ChildProcessError',
  11: 'BlockingIOError',
  13: 'PermissionError',
  17: 'FileExistsError',
  20: 'NotADirectoryError',
  21: 'IsADirectoryError',
  32: 'BrokenPipeError',
  103: 'ConnectionAbortedError',
  104: 'ConnectionResetError',
  108: 'BrokenPipeError',
  110: 'TimeoutError',
  111: 'ConnectionRefusedError',
}

/** Fields that a class adds, by class. */
const FIELDS: Record<string, readonly string[]> = {
  StopIteration: ['value'],
  SystemExit: ['code'],
  AttributeError: ['name', 'obj'],
  NameError: ['name'],
  ImportError: ['msg', 'name', 'path', 'name_from'],
  OSError: ['errno', 'strerror', 'filename', 'filename2'],
  SyntaxError: ['msg', 'filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset', 'print_file_and_line'],
  UnicodeDecodeError: ['encoding', 'object', 'start', 'end', 'reason'],
  UnicodeEncodeError: ['encoding', 'object', 'start', 'end', 'reason'],
  UnicodeTranslateError: ['object', 'start', 'end', 'reason'],
}

/** What becomes `args`: the file name of an OSError does not. */
function keptArgs(cls: PyType, args: readonly Value[]): readonly Value[] {
  return args.length > 2 && args.length <= 5 && cls.mro.includes(EXCEPTIONS.OSError!) ? args.slice(0, 2) : args
}

/** An instance of a class whose `__new__` and `__init__` are the built-in ones. */
export function makeException(m: Machine, cls: PyType, args: readonly Value[]): PyException {
  const self = new PyException(cls, m.epoch, m.tuple(args))
  initException(m, self, args)
  return self
}

/** The built-in initialisation of each class that was met: null for those without fields. */
const INIT_OF = new WeakMap<PyType, Init | null>()

/** What `__init__` of the built-in classes does with the arguments. Raises nothing. */
export function initException(m: Machine, self: PyException, args: readonly Value[]): void {
  let init = INIT_OF.get(self.cls)
  if (init === undefined) {
    init = null
    for (const cls of self.cls.mro) {
      const own = cls.isHeap ? undefined : INIT[cls.name]
      if (own !== undefined) {
        init = own
        break
      }
    }
    INIT_OF.set(self.cls, init)
  }
  if (init !== null) self.fields = Object.assign(self.fields ?? Object.create(null), init(m, args))
}

type Init = (m: Machine, args: readonly Value[]) => Fields
type Fields = Record<string, Value | undefined>
const INIT: Record<string, Init> = {
  StopIteration: (_m, args) => ({ value: args[0] ?? null }),
  SystemExit: (m, args) => ({ code: args.length === 0 ? null : args.length === 1 ? args[0]! : m.tuple(args) }),
  ImportError: (_m, args) => ({ msg: args.length === 1 ? args[0]! : null, name: null, path: null, name_from: null }),
  AttributeError: () => ({ obj: null, name: null }),
  NameError: () => ({ name: null }),
  OSError: (_m, args) => {
    if (args.length < 2 || args.length > 5) return { errno: null, strerror: null, filename: null, filename2: null }
    return { errno: args[0]!, strerror: args[1]!, filename: args[2] ?? null, filename2: args[4] ?? null }
  },
  SyntaxError: (_m, args) => {
    const where = args[1]
    const info = where instanceof PyTuple ? where.items : []
    return {
      msg: args[0] ?? null,
      filename: info[0] ?? null,
      lineno: info[1] ?? null,
      offset: info[2] ?? null,
      text: info[3] ?? null,
      end_lineno: info[4] ?? null,
      end_offset: info[5] ?? null,
      print_file_and_line: null,
    }
  },
  UnicodeDecodeError: (_m, [encoding, object, ...rest]) => {
    // CPython keeps a copy of what may change.
    const kept = object instanceof PyByteArray ? new PyBytes(T.bytes, object.bytes.slice()) : object
    return unicodeFields(['encoding', 'object', 'start', 'end', 'reason'], [encoding!, kept!, ...rest])
  },
  UnicodeEncodeError: (_m, args) => unicodeFields(['encoding', 'object', 'start', 'end', 'reason'], args),
  UnicodeTranslateError: (_m, args) => unicodeFields(['object', 'start', 'end', 'reason'], args),
}

function unicodeFields(names: readonly string[], args: readonly Value[]): Fields {
  return Object.fromEntries(names.map((name, i) => [name, args[i]]))
}

/** A field of an exception, or None. */
export function exceptionField(exception: PyException, name: string): Value {
  return exception.fields?.[name] ?? null
}

/** Sets a field. */
export function setExceptionField(m: Machine, exception: PyException, name: string, value: Value | undefined): void {
  m.touch(exception)
  exception.fields ??= Object.create(null) as Fields
  exception.fields[name] = value
}

const init: NativeFn = (m: Machine, self: PyException, args: Value[], kwargs: PyDict): Result => {
  const allowed = allowedKeywords(self.cls)
  for (const key of kwargs.keyList()) {
    if (allowed.length === 0) return m.raise('TypeError', `${self.cls.name}() takes no keyword arguments`)
    if (!allowed.includes(key as string)) {
      const owner = self.cls.mro.find(cls => KEYWORDS[cls.name] && !cls.isHeap)!.name
      return m.raise('TypeError', `${owner}() got an unexpected keyword argument '${String(key)}'`)
    }
  }
  m.touch(self)
  self.args = m.tuple(keptArgs(self.cls, args))
  initException(m, self, args)
  for (const key of kwargs.keyList()) setExceptionField(m, self, key as string, kwargs.getStr(key as string))
  return null
}

const KEYWORDS: Record<string, readonly string[]> = {
  ImportError: ['name', 'path', 'name_from'],
  AttributeError: ['name', 'obj'],
  NameError: ['name'],
}

function allowedKeywords(cls: PyType): readonly string[] {
  for (const c of cls.mro) if (!c.isHeap && KEYWORDS[c.name]) return KEYWORDS[c.name]!
  return []
}

const create: NativeFn = (m: Machine, cls: PyType, args: Value[]): Result => {
  let type = cls
  if (cls === EXCEPTIONS.OSError && args.length >= 2 && args.length <= 5 && typeof args[0] === 'number') {
    const name = ERRNO_CLASSES[args[0]]
    if (name) type = EXCEPTIONS[name]!
  }
  const self = new PyException(type, m.epoch, m.tuple(args))
  initException(m, self, args)
  self.args = m.tuple(keptArgs(type, args))
  return self
}

/** `str(exception)` where it needs no Python code: undefined otherwise. */
function strOf(m: Machine, self: PyException): Result {
  const { items } = self.args
  if (items.length === 0) return ''
  if (items.length > 1) return m.callPrelude('repr', self.args)
  return m.callPrelude('str', items[0]!)
}

const setOrNone =
  (field: 'context' | 'cause'): Setter =>
  (m: Machine, self: never, value: Value | undefined) => {
    const exception = self as PyException
    const word = `exception ${field}`
    if (value === undefined) return m.raise('TypeError', `__${field}__ may not be deleted`)
    if (value !== null && !(value instanceof PyException)) {
      return m.raise('TypeError', `${word} must be None or derive from BaseException`)
    }
    m.touch(exception)
    exception[field] = value
    if (field === 'cause') exception.suppressContext = true
    return null
  }

/** What copies and pickles are made from. CPython: BaseException_reduce, OSError_reduce, ImportError_reduce, AttributeError_reduce. */
function reduced(m: Machine, self: PyException): Value {
  const state = m.dict()
  const is = (name: string): boolean => m.isInstance(self, EXCEPTIONS[name]!)
  const named = is('ImportError') ? ['name', 'path', 'name_from'] : is('AttributeError') ? ['name'] : []
  for (const name of named) {
    const value = exceptionField(self, name)
    if (value !== null) state.setStr(name, value)
  }
  if (self.dict !== null)
    for (const key of self.dict.keyList()) if (typeof key === 'string') state.setStr(key, self.dict.getStr(key)!)
  if (is('AttributeError')) state.setStr('args', self.args)
  let { args } = self
  if (is('OSError') && args.items.length === 2) {
    const [file, other] = [exceptionField(self, 'filename'), exceptionField(self, 'filename2')]
    if (file !== null) args = m.tuple([...args.items, file, ...(other === null ? [] : [null, other])])
  }
  return m.tuple(state.size === 0 ? [self.cls, args] : [self.cls, args, state])
}

defineType({
  type: EXCEPTIONS.BaseException!,
  isBase: true,
  new: ['BaseException(*args, **kwargs)', create],
  init: ['BaseException(*args, **kwargs)', init],
  slots: {
    str: strOf,
    repr: (m, self: PyException) => {
      const { items } = self.args
      if (items.length === 1) return m.callPrelude('_exception_repr', self.cls.name, items[0]!)
      return items.length === 0 ? `${self.cls.name}()` : m.callPrelude('_exception_repr_many', self.cls.name, self.args)
    },
  },
  methods: {
    'with_traceback(object, /)': (m: Machine, self: PyException, traceback: Value) => {
      if (setTraceback(m, self as never, traceback) === undefined) return undefined
      return self
    },
    'add_note(object, /)': (m: Machine, self: PyException, note: Value) => {
      if (m.typeOf(note) !== T.str && !m.isInstance(note, T.str)) {
        return m.raise('TypeError', `note must be a str, not '${m.typeName(note)}'`)
      }
      return m.callPrelude('_add_note', self, note)
    },
    '__reduce__()': (m: Machine, self: PyException) => reduced(m, self),
    '__setstate__(state, /)': (m: Machine, self: PyException, state: Value) => {
      if (state === null) return null
      if (!(state instanceof PyDict)) return m.raise('TypeError', 'state is not a dictionary')
      // As attributes are set: `args` is one that is no item of the dict.
      return m.callPrelude('_set_attributes', self, state)
    },
  },
  getset: {
    __dict__: [
      (m: Machine, self: PyException) => {
        if (self.dict === null) {
          m.touch(self)
          self.dict = m.namespace()
        }
        return self.dict
      },
      (m: Machine, self: PyException, value: Value | undefined) => {
        if (value === undefined) return m.raise('TypeError', 'cannot delete __dict__')
        if (!(value instanceof PyDict))
          return m.raise('TypeError', `__dict__ must be set to a dictionary, not a '${m.typeName(value)}'`)
        m.touch(self)
        self.dict = value
        return null
      },
    ],
    args: [
      (_m: Machine, self: PyException) => self.args,
      (m: Machine, self: PyException, value: Value | undefined) => {
        if (!(value instanceof PyTuple)) {
          return value === undefined
            ? m.raise('TypeError', 'args may not be deleted')
            : m.callPrelude('_set_args', self, value)
        }
        m.touch(self)
        self.args = value
        return null
      },
    ],
    __traceback__: [(_m: Machine, self: PyException) => self.traceback, setTraceback as Setter],
    __context__: [(_m: Machine, self: PyException) => self.context, setOrNone('context')],
    __cause__: [(_m: Machine, self: PyException) => self.cause, setOrNone('cause')],
    __suppress_context__: [
      (_m: Machine, self: PyException) => self.suppressContext,
      (m: Machine, self: PyException, value: Value | undefined) => {
        m.touch(self)
        self.suppressContext = value === true
        return null
      },
    ],
  },
})

function setTraceback(m: Machine, self: never, value: Value | undefined): Value | undefined {
  const exception = self as PyException
  if (value === undefined) return m.raise('TypeError', '__traceback__ may not be deleted')
  if (value !== null && m.typeOf(value) !== T.traceback) {
    return m.raise('TypeError', '__traceback__ must be a traceback or None')
  }
  m.touch(exception)
  exception.traceback = value as PyException['traceback']
  return null
}

const field = (name: string): readonly [Getter, Setter] => [
  (_m: Machine, self: PyException) => exceptionField(self, name),
  (m: Machine, self: PyException, value: Value | undefined) => {
    setExceptionField(m, self, name, value)
    return null
  },
]

const STR_OF: Record<string, (m: Machine, self: PyException) => Result> = {
  KeyError: (m, self) => {
    const { items } = self.args
    return items.length === 1 ? m.callPrelude('repr', items[0]!) : strOf(m, self)
  },
  ImportError: (m, self) => {
    const message = exceptionField(self, 'msg')
    return typeof message === 'string' ? message : strOf(m, self)
  },
  OSError: (m, self) => {
    const { errno, strerror, filename, filename2 } = (self.fields ?? {}) as Fields
    if (filename != null)
      return m.callPrelude('_oserror_str', errno ?? null, strerror ?? null, filename, filename2 ?? null)
    if (errno != null && strerror != null) return m.callPrelude('_oserror_str', errno, strerror, null, null)
    return strOf(m, self)
  },
  SyntaxError: (m, self) => {
    const file = exceptionField(self, 'filename')
    const line = exceptionField(self, 'lineno')
    const message = exceptionField(self, 'msg')
    const name = typeof file === 'string' ? file.slice(file.lastIndexOf('/') + 1) : null
    if (typeof message !== 'string') return m.callPrelude('str', message)
    if (name !== null && typeof line === 'number') return `${message} (${name}, line ${line})`
    if (name !== null) return `${message} (${name})`
    return typeof line === 'number' ? `${message} (line ${line})` : message
  },
  UnicodeDecodeError: (m, self) => m.callPrelude('_unicode_error_str', self, 'decode'),
  UnicodeEncodeError: (m, self) => m.callPrelude('_unicode_error_str', self, 'encode'),
  UnicodeTranslateError: (m, self) => m.callPrelude('_unicode_error_str', self, 'translate'),
}

for (const [name, fields] of Object.entries(FIELDS)) {
  const str = STR_OF[name]
  const getset = Object.fromEntries(fields.map(f => [f, field(f)]))
  defineType({ type: EXCEPTIONS[name]!, members: getset, ...(str === undefined ? {} : { slots: { str } }) } as TypeSpec)
}
defineType({ type: EXCEPTIONS.KeyError!, slots: { str: STR_OF.KeyError! as never } })

const groupItems = (self: PyException): Value => exceptionField(self, 'exceptions')

defineType({
  type: EXCEPTIONS.BaseExceptionGroup!,
  new: [
    'BaseExceptionGroup(message, exceptions, /)',
    (m: Machine, cls: PyType, message: Value, exceptions: Value) => {
      if (!m.isInstance(message, T.str)) {
        return m.raise('TypeError', `BaseExceptionGroup.__new__() argument 1 must be str, not ${m.typeName(message)}`)
      }
      return m.callPrelude('_new_exception_group', cls, message, exceptions)
    },
  ],
  slots: {
    str: (m, self: PyException) => {
      const count = (groupItems(self) as PyTuple).items.length
      return m.callPrelude('_group_str', exceptionField(self, 'message'), count)
    },
  },
  members: {
    message: (_m: Machine, self: PyException) => exceptionField(self, 'message'),
    exceptions: (_m: Machine, self: PyException) => groupItems(self),
  },
  methods: {
    'derive(excs, /)': (m: Machine, self: PyException, exceptions: Value) =>
      m.call(EXCEPTIONS.BaseExceptionGroup!, exceptionField(self, 'message'), exceptions),
    'split(condition, /)': (m: Machine, self: PyException, condition: Value) =>
      m.callPrelude('_group_split', self, condition),
    'subgroup(condition, /)': (m: Machine, self: PyException, condition: Value) =>
      m.callPrelude('_group_subgroup', self, condition),
  },
  classMethods: {
    '__class_getitem__(item, /)': (m: Machine, cls: PyType, item: Value) => m.callPrelude('_generic_alias', cls, item),
  },
})

/** Last part of BaseExceptionGroup.__new__: the checked items, and the sequence that was given. */
export function makeGroup(m: Machine, cls: PyType, message: Value, items: readonly Value[], given: Value): PyException {
  const self = new PyException(cls, m.epoch, m.tuple([message, given]))
  self.fields = Object.assign(Object.create(null) as Fields, { message, exceptions: m.tuple(items) })
  return self
}
