// The built-in classes that the engine itself names, as bare objects; other files fill them in (native.ts defineType). Built-in
// classes never change, so all machines share them.
//
// Knows nothing of machines.

import { PyDict, Shape } from './dict.ts'
import { NO_SLOTS } from './slot.ts'
import { type Layout, PyType, Singleton } from './value.ts'

/** All built-in classes, in order of creation: bases first. */
export const BUILTIN_TYPES: PyType[] = []

/** A namespace: its class is set by adoptNamespaces. */
function namespace(): PyDict {
  return new PyDict(null as never, 0, Shape.private())
}

const typeType: PyType = new PyType(null as never, 0, 'type', [], namespace(), NO_SLOTS, false)
typeType.cls = typeType

/** A bare built-in class. `name` may be dotted: what stands before the last dot is its `__module__` (set by defineType). */
export function bareType(name: string, base?: PyType, layout?: Layout, cls: PyType = typeType): PyType {
  const dot = name.lastIndexOf('.')
  const type = new PyType(cls, 0, name.slice(dot + 1), base ? [base] : [], namespace(), NO_SLOTS, false)
  type.layout = layout ?? base?.layout ?? 'native'
  type.hasDict = base?.hasDict ?? false
  type.hasWeakref = base?.hasWeakref ?? false
  type.mro = base ? [type, ...base.mro] : [type]
  BUILTIN_TYPES.push(type)
  return type
}

const object = bareType('object', undefined, 'instance')
typeType.bases = [object]
typeType.base = object
typeType.mro = [typeType, object]
typeType.layout = 'type'
BUILTIN_TYPES.push(typeType)
const native = (name: string) => bareType(name, object, 'native')
const final = (name: string) => {
  const type = bareType(name, object, 'native')
  type.isBase = false
  return type
}
const int = bareType('int', object, 'int')
const bool = bareType('bool', int, 'int')
bool.isBase = false

/** The built-in classes by a short name. */
export const T = {
  object,
  type: typeType,
  none: final('NoneType'),
  notImplemented: final('NotImplementedType'),
  ellipsis: final('ellipsis'),
  int,
  bool,
  float: native('float'),
  complex: native('complex'),
  str: bareType('str', object, 'str'),
  bytes: native('bytes'),
  bytearray: native('bytearray'),
  memoryview: final('memoryview'),
  tuple: native('tuple'),
  list: native('list'),
  dict: native('dict'),
  set: native('set'),
  frozenset: native('frozenset'),
  range: final('range'),
  slice: final('slice'),
  mappingProxy: final('mappingproxy'),
  frameLocals: final('FrameLocalsProxy'),
  function: final('function'),
  method: final('method'),
  builtinFunction: final('builtin_function_or_method'),
  methodDescriptor: final('method_descriptor'),
  classMethodDescriptor: final('classmethod_descriptor'),
  slotWrapper: final('wrapper_descriptor'),
  methodWrapper: final('method-wrapper'),
  getsetDescriptor: final('getset_descriptor'),
  memberDescriptor: final('member_descriptor'),
  property: native('property'),
  classMethod: native('classmethod'),
  staticMethod: native('staticmethod'),
  super: native('super'),
  cell: final('cell'),
  code: final('code'),
  frame: final('frame'),
  traceback: final('traceback'),
  module: bareType('module', object, 'module'),
  generator: final('generator'),
  coroutine: final('coroutine'),
  asyncGenerator: final('async_generator'),
  coroutineWrapper: final('coroutine_wrapper'),
  asyncGenASend: final('async_generator_asend'),
  asyncGenAThrow: final('async_generator_athrow'),
  anextAwaitable: final('anext_awaitable'),
  asyncGenWrapped: final('async_generator_wrapped_value'),
}
for (const type of [
  T.function,
  T.module,
  T.generator,
  T.coroutine,
  T.asyncGenerator,
  T.method,
  T.set,
  T.frozenset,
  T.code,
])
  type.hasWeakref = true
T.function.hasDict = true
T.module.hasDict = true
typeType.hasDict = true

/** Every namespace is a dict; the first were made before the class dict was. */
export function adoptNamespaces(): void {
  for (const type of BUILTIN_TYPES) type.ns.cls = T.dict
}
adoptNamespaces()

export const NOT_IMPLEMENTED = new Singleton(T.notImplemented, 'NotImplemented')
export const ELLIPSIS = new Singleton(T.ellipsis, 'Ellipsis')
