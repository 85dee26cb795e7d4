// The module sys: what of it makes sense in a sandbox. What a program can set is kept in registers of the machine, so that
// going back takes it along.

import { nativeRepr } from '../container-repr.ts'
import type { Frame } from '../frame.ts'
import { visibleFrame } from '../frame.ts'
import type { Machine } from '../machine.ts'
import { defineModule, defineType } from '../native.ts'
import { handledException } from '../raise.ts'
import { makeStruct, structType } from '../struct-type.ts'
import { STDERR, STDIN, STDOUT } from '../text-stream.ts'
import { T } from '../types.ts'
import { asInt, asStr, Instance, PyFloat, type Result, type Value } from '../value.ts'

const VERSION = '3.13.0 (Coroscope)'

const versionType = structType('sys.version_info', ['major', 'minor', 'micro', 'releaselevel', 'serial'])
const versionInfo = makeStruct(versionType, [3, 13, 0, 'final', 0])

const hooksType = structType('asyncgen_hooks', ['firstiter', 'finalizer'])

const float = (x: number) => new PyFloat(T.float, x)

const floatInfo = makeStruct(
  structType('sys.float_info', [
    ...[
      'max',
      'max_exp',
      'max_10_exp',
      'min',
      'min_exp',
      'min_10_exp',
      'dig',
      'mant_dig',
      'epsilon',
      'radix',
      'rounds',
    ],
  ]),
  [
    ...[float(Number.MAX_VALUE), 1024, 308, float(2.2250738585072014e-308), -1021, -307, 15, 53],
    ...[float(Number.EPSILON), 2, 1],
  ],
)

const intInfo = makeStruct(
  structType('sys.int_info', [
    'bits_per_digit',
    'sizeof_digit',
    'default_max_str_digits',
    'str_digits_check_threshold',
  ]),
  [30, 4, 4300, 640],
)

const hashInfo = makeStruct(
  structType('sys.hash_info', [
    ...['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff'],
  ]),
  [64, 2305843009213693951n, 314159, 0, 1000003, 'siphash13', 64, 128, 0],
)

const flags = makeStruct(
  structType('sys.flags', [
    ...['debug', 'inspect', 'interactive', 'optimize', 'dont_write_bytecode', 'no_user_site', 'no_site'],
    ...['ignore_environment', 'verbose', 'bytes_warning', 'quiet', 'hash_randomization', 'isolated', 'dev_mode'],
    ...['utf8_mode', 'warn_default_encoding', 'safe_path', 'int_max_str_digits'],
  ]),
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, false, 0, 0, false, 4300],
)

/** What sys.implementation is: a namespace of plain values. */
const namespaceType = defineType({
  name: 'types.SimpleNamespace',
  layout: 'instance',
  hasDict: true,
  slots: {
    repr: (m, self: Instance) => {
      const { dict } = self
      const parts = (dict?.keyList() ?? []).map(
        key => `${String(key)}=${nativeRepr(m, dict?.getStr(key as string) ?? null)}`,
      )
      return `namespace(${parts.join(', ')})`
    },
  },
})

// ---- frames and exceptions ----

function frameAt(m: Machine, depth: Value | undefined): Result {
  const n = depth === undefined ? 0 : asInt(depth)
  if (n === undefined) {
    return m.raise('TypeError', `'${m.typeName(depth as Value)}' object cannot be interpreted as an integer`)
  }
  let frame: Frame | null = visibleFrame(m.frame)
  for (let i = 0; i < n && frame !== null; i++) frame = visibleFrame(frame.back)
  return frame ?? m.raise('ValueError', 'call stack is not deep enough')
}

function exceptionInfo(m: Machine): Result {
  const exception = handledException(m)
  return m.tuple(exception === null ? [null, null, null] : [exception.cls, exception, exception.traceback])
}

// ---- limits ----

function setRecursionLimit(m: Machine, limit: Value): Result {
  const n = asInt(limit)
  if (n === undefined) {
    return m.raise('TypeError', `'${m.typeName(limit)}' object cannot be interpreted as an integer`)
  }
  if (n < 1) return m.raise('ValueError', 'recursion limit must be greater or equal than 1')
  if (n > 2147483647) return m.raise('OverflowError', 'Python int too large to convert to C int')
  let depth = 0
  for (let frame = visibleFrame(m.frame); frame !== null; frame = visibleFrame(frame.back)) depth++
  if (depth >= n) {
    return m.raise(
      'RecursionError',
      `cannot set the recursion limit to ${n} at the recursion depth ${depth}: the limit is too low`,
    )
  }
  m.recursionLimit = Number(n)
  return null
}

function setMaxDigits(m: Machine, maxdigits: Value): Result {
  const n = asInt(maxdigits)
  if (n === undefined) {
    return m.raise('TypeError', `'${m.typeName(maxdigits)}' object cannot be interpreted as an integer`)
  }
  if (n !== 0 && n < 640) return m.raise('ValueError', 'maxdigits must be 0 or larger than 640')
  m.intMaxStrDigits = Number(n)
  return null
}

// ---- coroutines ----

function setHooks(m: Machine, firstiter: Value | undefined, finalizer: Value | undefined): Result {
  for (const [name, hook] of [
    ['firstiter', firstiter],
    ['finalizer', finalizer],
  ] as const) {
    if (hook === undefined || hook === null) continue
    if (!m.typeOf(hook).mro.some(cls => cls.ns.hasStr('__call__'))) {
      return m.raise('TypeError', `callable ${name} expected, got ${m.typeName(hook)}`)
    }
  }
  if (firstiter !== undefined) m.extra.asyncGenFirstIter = firstiter
  if (finalizer !== undefined) m.extra.asyncGenFinalizer = finalizer
  return null
}

function setOriginDepth(m: Machine, depth: Value): Result {
  const n = asInt(depth)
  if (n === undefined) {
    return m.raise('TypeError', `'${m.typeName(depth)}' object cannot be interpreted as an integer`)
  }
  if (n < 0) return m.raise('ValueError', 'depth must be >= 0')
  m.originDepth = Number(n)
  return null
}

// ---- what a sandbox refuses ----

function refuse(name: string, reason: string): (m: Machine) => Result {
  return m => m.raise('NotImplementedError', `sys.${name}() is not in Coro: ${reason}`)
}

defineModule('sys', {
  doc: 'This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.',
  functions: {
    'exit(status=None, /)': (m: Machine, status: Value | undefined) =>
      m.raiseArgs('SystemExit', status === undefined ? [] : [status]),
    'exc_info()': exceptionInfo,
    'exception()': (m: Machine) => handledException(m),
    '_getframe(depth=0, /)': frameAt,
    '_getframemodulename(depth=0)': (m: Machine, depth: Value | undefined) => {
      const frame = frameAt(m, depth)
      if (frame === undefined) {
        m.raised = null
        return null
      }
      return (frame as Frame).globals.getStr('__name__') ?? null
    },
    'getrecursionlimit()': (m: Machine) => m.recursionLimit,
    'setrecursionlimit(limit, /)': setRecursionLimit,
    'get_int_max_str_digits()': (m: Machine) => m.intMaxStrDigits,
    'set_int_max_str_digits(maxdigits)': setMaxDigits,
    'get_asyncgen_hooks()': (m: Machine) =>
      makeStruct(hooksType, [
        (m.extra.asyncGenFirstIter as Value | undefined) ?? null,
        (m.extra.asyncGenFinalizer as Value | undefined) ?? null,
      ]),
    'set_asyncgen_hooks(firstiter=None, finalizer=None)': setHooks,
    'get_coroutine_origin_tracking_depth()': (m: Machine) => m.originDepth,
    'set_coroutine_origin_tracking_depth(depth)': setOriginDepth,
    'intern(string, /)': (m: Machine, text: Value) => {
      if (typeof text === 'string') return text
      if (text instanceof Instance && asStr(text) !== undefined)
        return m.raise('TypeError', `can't intern ${m.typeName(text)}`)
      return m.raise('TypeError', `intern() argument must be str, not ${m.typeName(text)}`)
    },
    'displayhook(object, /)': (m: Machine, value: Value) => m.callPrelude('display_hook', value),
    'excepthook(exctype, value, traceback, /)': (m: Machine, _type: Value, value: Value) =>
      m.callPrelude('except_hook', value),
    'unraisablehook(unraisable, /)': (m: Machine, info: Value) => m.callPrelude('unraisable_hook', info),
    'getdefaultencoding()': () => 'utf-8',
    'getfilesystemencoding()': () => 'utf-8',
    'getfilesystemencodeerrors()': () => 'surrogateescape',
    'is_finalizing()': () => false,
    'getswitchinterval()': () => float(0.005),
    'setswitchinterval(interval, /)': () => null,
    'getunicodeinternedsize()': () => 0,
    'addaudithook(hook)': refuse('addaudithook', 'there is nothing to audit in a sandbox'),
    'call_tracing(func, args, /)': refuse('call_tracing', 'use the debugger'),
    'breakpointhook(*args, **kws)': () => null,
    'gettrace()': () => null,
    'getprofile()': () => null,
    'getallocatedblocks()': () => 0,
    'audit(event, /, *args)': () => null,
    'getsizeof(*args)': refuse('getsizeof', 'objects have no size in bytes here'),
    'getrefcount(object, /)': refuse('getrefcount', 'references are not counted here'),
    'settrace(function, /)': refuse('settrace', 'use the debugger'),
    'setprofile(function, /)': refuse('setprofile', 'use the debugger'),
  },
  values: {
    version: VERSION,
    version_info: versionInfo,
    hexversion: 0x030d00f0,
    api_version: 1013,
    copyright: 'Coroscope',
    platform: 'linux',
    byteorder: 'little',
    maxsize: 9223372036854775807n,
    maxunicode: 0x10ffff,
    executable: '',
    prefix: '',
    base_prefix: '',
    exec_prefix: '',
    base_exec_prefix: '',
    platlibdir: 'lib',
    abiflags: '',
    float_repr_style: 'short',
    pycache_prefix: null,
    dont_write_bytecode: true,
    float_info: floatInfo,
    int_info: intInfo,
    hash_info: hashInfo,
    flags,
    stdin: STDIN,
    stdout: STDOUT,
    stderr: STDERR,
    __stdin__: STDIN,
    __stdout__: STDOUT,
    __stderr__: STDERR,
  },
  fresh: (m, namespace) => {
    const implementation = m.namespace()
    implementation.setStr('name', 'cpython')
    implementation.setStr('cache_tag', 'cpython-313')
    implementation.setStr('version', versionInfo)
    implementation.setStr('hexversion', 0x030d00f0)
    namespace.setStr('implementation', new Instance(namespaceType, m.epoch, implementation))
    const argv = m.options.argv ?? ['']
    namespace.setStr('argv', m.list([...argv]))
    namespace.setStr('orig_argv', m.list([...argv]))
    namespace.setStr('path', m.list([typeof m.extra.programFolder === 'string' ? m.extra.programFolder : '']))
    namespace.setStr('modules', m.modules)
    namespace.setStr('warnoptions', m.list([]))
    namespace.setStr('meta_path', m.list([]))
    namespace.setStr('path_importer_cache', m.dict())
    namespace.setStr('path_hooks', m.list([]))
    namespace.setStr('builtin_module_names', m.tuple(['builtins', 'sys', 'time']))
    for (const name of ['displayhook', 'excepthook', 'unraisablehook']) {
      namespace.setStr(`__${name}__`, namespace.getStr(name) as Value)
    }
  },
})
