// The classes generator, coroutine, async_generator and their helpers, as the language sees them. CPython:
// Objects/genobject.c gen_methods, coro_methods, async_gen_methods and the awaitable objects.
//
// Knows nothing of how they run (resume.ts).

import { stepAnext, unpackSent } from './anext.ts'
import { closeVia, sendVia, throwVia } from './async-generator.ts'
import { BareYield, makeBareYield } from './bare-yield.ts'
import { awaited, isRunning } from './chain.ts'
import { close } from './close.ts'
import { CO } from './code.ts'
import { codeObject } from './code-object.ts'
import { CONTINUATIONS } from './continuations.ts'
import {
  AnextAwaitable,
  AsyncGenASend,
  AsyncGenAThrow,
  type AsyncGenWrapped,
  Coroutine,
  CoroutineWrapper,
  KIND_WORDS,
  Kind,
  State,
} from './coroutine.ts'
import { address } from './descriptor.ts'
import { PyException, PyTraceback } from './exception.ts'
import { EXCEPTIONS } from './exception-types.ts'
import { Finish } from './finish.ts'
import { isException, type Machine } from './machine.ts'
import { defineModule, defineType, type Getter, type NativeFn, type Setter } from './native.ts'
import { send } from './resume.ts'
import { throwInto, throwInvalid } from './throw.ts'
import { T } from './types.ts'
import { CALL, END, PyFunction, PyTuple, PyType, type Result, type Value } from './value.ts'

/** END as the exception that a method call shows. */
function orStop(m: Machine, result: Result | typeof END): Result {
  return result === END ? m.raise('StopIteration') : result
}

// ---- throw(type[, value[, traceback]]) ----

const DEPRECATED = 'the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.'

/**
 * The exception that the arguments of throw() mean, then `then(exception)`. CPython: _gen_throw, from "throw_here".
 * `what` names the method for the warning.
 */
function withException(m: Machine, args: readonly Value[], name: string, data: unknown): Result {
  if (args.length > 1) {
    const warned = m.warn('DeprecationWarning', DEPRECATED)
    const state = { args, name, data }
    if (warned === CALL) return m.after(CALL, Finish.Native, { name: 'throwWarned', data: state })
    return warned === undefined ? undefined : throwChecked(m, state)
  }
  return throwChecked(m, { args, name, data })
}

interface ThrowState {
  readonly args: readonly Value[]
  /** Continuation that gets the exception. */
  readonly name: string
  readonly data: unknown
}

CONTINUATIONS.throwWarned = (m, data, result) =>
  result === undefined ? undefined : throwChecked(m, data as ThrowState)

function throwChecked(m: Machine, state: ThrowState): Result {
  const [type, value = null, traceback = null] = state.args
  if (traceback !== null && !(traceback instanceof PyTraceback)) {
    return refuse(m, state, 'throw() third argument must be a traceback object')
  }
  if (type instanceof PyType && type.mro.includes(EXCEPTIONS.BaseException!)) {
    if (value instanceof PyException && value.cls.mro.includes(type)) return thrown(m, state, value)
    const args = value === null ? [] : value instanceof PyTuple ? value.items : [value]
    const made = m.callWith(type, args, null)
    if (made === CALL) return m.after(CALL, Finish.Native, { name: 'throwMade', data: state })
    return made === undefined ? undefined : thrown(m, state, made)
  }
  if (isException(type)) {
    if (value !== null) return refuse(m, state, 'instance exception may not have a separate value')
    return thrown(m, state, type)
  }
  return refuse(
    m,
    state,
    `exceptions must be classes or instances deriving from BaseException, not ${m.typeName(type!)}`,
  )
}

function refuse(m: Machine, state: ThrowState, message: string): Result {
  const error = m.exception('TypeError', [message])
  return state.name === 'throwCoroutine'
    ? throwInvalid(m, state.data as Coroutine, state.args, error)
    : m.raiseValue(error)
}

// A class whose constructor raises: that is thrown in instead (PyErr_NormalizeException).
CONTINUATIONS.throwMade = (m, data, made) => {
  const state = data as ThrowState
  if (made !== undefined) return thrown(m, state, made)
  const raised = m.raised!
  m.raised = null
  return thrown(m, state, raised)
}

function thrown(m: Machine, state: ThrowState, exception: Value): Result {
  if (!isException(exception)) {
    return m.raise(
      'TypeError',
      `calling ${String(m.typeName(state.args[0]!))} should have returned an instance of BaseException, not ${m.typeName(exception)}`,
    )
  }
  const traceback = state.args[2] ?? null
  if (traceback !== null) {
    m.touch(exception)
    exception.traceback = traceback as PyTraceback
  }
  return CONTINUATIONS[state.name]!(m, { args: state.args, data: state.data }, exception)
}

interface Thrown {
  readonly args: readonly Value[]
  readonly data: unknown
}

CONTINUATIONS.throwCoroutine = (m, data, exception) => {
  const { args, data: target } = data as Thrown
  return throwInto(m, target as Coroutine, exception as PyException, args)
}
CONTINUATIONS.throwThrough = (m, data, exception) => {
  const { args, data: target } = data as Thrown
  return throwVia(m, target as AsyncGenASend | AsyncGenAThrow, exception as PyException, args)
}

const throwArguments = 'throw(typ, val=<unrepresentable>, tb=<unrepresentable>, /)'

function given(...values: (Value | undefined)[]): Value[] {
  return values.filter(value => value !== undefined)
}

const throwMethod: NativeFn = (m: Machine, self: Coroutine, type: Value, value?: Value, traceback?: Value) =>
  type instanceof PyException && value === undefined
    ? throwInto(m, self, type, [type])
    : withException(m, given(type, value, traceback), 'throwCoroutine', self)

// ---- attributes ----

const nameAttribute = (field: 'name' | 'qualname'): readonly [Getter, Setter] => [
  (_m: Machine, self: Coroutine) => self[field],
  (m: Machine, self: Coroutine, value: Value | undefined) => {
    if (typeof value !== 'string') return m.raise('TypeError', `__${field}__ must be set to a string object`)
    m.touch(self)
    self[field] = value
    return null
  },
]

function attributes(prefix: 'gi' | 'cr' | 'ag', awaitName: string): Record<string, Getter | readonly [Getter, Setter]> {
  return {
    __name__: nameAttribute('name'),
    __qualname__: nameAttribute('qualname'),
    [`${prefix}_${awaitName}`]: (m: Machine, self: Coroutine) => {
      const found = awaited(self) ?? null
      return found instanceof BareYield ? (makeBareYield(m, self) ?? null) : found
    },
    [`${prefix}_running`]: (_m: Machine, self: Coroutine) => (prefix === 'ag' ? self.isAsyncRunning : isRunning(self)),
    [`${prefix}_frame`]: (_m: Machine, self: Coroutine) => self.frame,
    [`${prefix}_suspended`]: (_m: Machine, self: Coroutine) => self.state === State.Suspended && !isRunning(self),
    [`${prefix}_code`]: (m: Machine, self: Coroutine) => codeObject(m, self.code),
  }
}

const coroutineRepr = (word: string) => (m: Machine, self: Coroutine) =>
  `<${word} object ${self.qualname} at ${address(m, self)}>`

const itself = (_m: Machine, self: Value) => self

defineType({
  type: T.generator,
  slots: {
    iter: itself,
    next: (m, self: Coroutine) => send(m, self, null),
    repr: coroutineRepr('generator'),
  },
  methods: {
    'send(value, /)': (m: Machine, self: Coroutine, value: Value) => orStop(m, send(m, self, value)),
    [throwArguments]: throwMethod,
    'close()': (m: Machine, self: Coroutine) => close(m, self),
    '__sizeof__()': () => 200,
  },
  classMethods: {
    '__class_getitem__(item, /)': (m: Machine, cls: PyType, item: Value) => m.callPrelude('_generic_alias', cls, item),
  },
  getset: attributes('gi', 'yieldfrom'),
})

defineType({
  type: T.coroutine,
  slots: {
    await: (_m, self: Coroutine) => new CoroutineWrapper(self),
    repr: coroutineRepr('coroutine'),
  },
  methods: {
    'send(value, /)': (m: Machine, self: Coroutine, value: Value) => orStop(m, send(m, self, value)),
    [throwArguments]: throwMethod,
    'close()': (m: Machine, self: Coroutine) => close(m, self),
  },
  classMethods: {
    '__class_getitem__(item, /)': (m: Machine, cls: PyType, item: Value) => m.callPrelude('_generic_alias', cls, item),
  },
  getset: { ...attributes('cr', 'await'), cr_origin: (_m, self: Coroutine) => self.origin },
})

defineType({
  type: T.coroutineWrapper,
  slots: {
    iter: itself,
    next: (m, self: CoroutineWrapper) => send(m, self.coroutine, null),
  },
  methods: {
    'send(value, /)': (m: Machine, self: CoroutineWrapper, value: Value) => orStop(m, send(m, self.coroutine, value)),
    [throwArguments]: (m: Machine, self: CoroutineWrapper, type: Value, value?: Value, traceback?: Value) =>
      withException(m, given(type, value, traceback), 'throwCoroutine', self.coroutine),
    'close()': (m: Machine, self: CoroutineWrapper) => close(m, self.coroutine),
  },
})

// ---- async generators ----

/** Calls the firstiter hook once, then delivers the awaitable. CPython: async_gen_init_hooks. */
function hooked(m: Machine, self: Coroutine, awaitable: AsyncGenASend | AsyncGenAThrow): Result {
  m.tracked++
  if (self.isHooked) return awaitable
  m.touch(self)
  self.isHooked = true
  self.finalizer = (m.extra.asyncGenFinalizer as Value | undefined) ?? null
  const first = (m.extra.asyncGenFirstIter as Value | undefined) ?? null
  return first === null ? awaitable : m.after(m.call(first, self), Finish.Data, awaitable)
}

defineType({
  type: T.asyncGenerator,
  slots: {
    aiter: itself,
    anext: (m, self: Coroutine) => hooked(m, self, new AsyncGenASend(m.epoch, self, null)),
    repr: coroutineRepr('async_generator'),
  },
  methods: {
    'asend(value, /)': (m: Machine, self: Coroutine, value: Value) =>
      hooked(m, self, new AsyncGenASend(m.epoch, self, value)),
    'athrow(typ, val=<unrepresentable>, tb=<unrepresentable>, /)': (
      m: Machine,
      self: Coroutine,
      type: Value,
      value?: Value,
      traceback?: Value,
    ) => {
      const args = given(type, value, traceback)
      if (args.length > 1) {
        const warned = m.warn(
          'DeprecationWarning',
          'the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.',
        )
        return m.after(warned, Finish.Native, { name: 'athrowWarned', data: { self, args } })
      }
      return makeAThrow(m, self, args)
    },
    'aclose()': (m: Machine, self: Coroutine) => hooked(m, self, new AsyncGenAThrow(m.epoch, self, null)),
  },
  classMethods: {
    '__class_getitem__(item, /)': (m: Machine, cls: PyType, item: Value) => m.callPrelude('_generic_alias', cls, item),
  },
  getset: attributes('ag', 'await'),
})

CONTINUATIONS.athrowWarned = (m, data, result) => {
  if (result === undefined) return undefined
  const { self, args } = data as { self: Coroutine; args: readonly Value[] }
  return makeAThrow(m, self, args)
}

/** `agen.athrow(…)`: a class is instantiated; what is no exception is refused when the object is awaited. */
function makeAThrow(m: Machine, self: Coroutine, args: readonly Value[]): Result {
  const [type, value = null] = args
  if (!(type instanceof PyType && type.mro.includes(EXCEPTIONS.BaseException!))) {
    return hooked(m, self, new AsyncGenAThrow(m.epoch, self, args))
  }
  if (value instanceof PyException && value.cls.mro.includes(type)) {
    return hooked(m, self, new AsyncGenAThrow(m.epoch, self, [value]))
  }
  const made = m.callWith(type, value === null ? [] : value instanceof PyTuple ? value.items : [value], null)
  return m.after(made, Finish.Native, { name: 'athrowMade', data: self })
}

// A class whose constructor raises: that is thrown in instead.
CONTINUATIONS.athrowMade = (m, data, made) => {
  const self = data as Coroutine
  const exception = made ?? m.raised!
  if (made === undefined) m.raised = null
  const awaitable = new AsyncGenAThrow(m.epoch, self, [exception])
  awaitable.isMade = true
  return hooked(m, self, awaitable)
}

type Through = AsyncGenASend | AsyncGenAThrow

const throughMethods = {
  'send(value, /)': (m: Machine, self: Through, value: Value) => orStop(m, sendVia(m, self, value)),
  [throwArguments]: (m: Machine, self: Through, type: Value, value?: Value, traceback?: Value) =>
    withException(m, given(type, value, traceback), 'throwThrough', self),
  'close()': (m: Machine, self: Through) => closeVia(m, self),
}
const throughSlots = {
  iter: itself,
  await: itself,
  next: (m: Machine, self: Through) => sendVia(m, self, null),
}
defineType({ type: T.asyncGenASend, slots: throughSlots, methods: throughMethods })
defineType({ type: T.asyncGenAThrow, slots: throughSlots, methods: throughMethods })

defineType({
  type: T.asyncGenWrapped,
  slots: { repr: (m, self: AsyncGenWrapped) => `<async_generator_wrapped_value object at ${address(m, self)}>` },
})

const sendAnext = (m: Machine, self: AnextAwaitable, value: Value) =>
  stepAnext(m, self, self.wrapped instanceof Coroutine ? send(m, self.wrapped, value) : sendVia(m, self.wrapped, value))

CONTINUATIONS.throwAnext = (m, data, exception) => {
  const { args, data: self } = data as Thrown
  const { wrapped } = self as AnextAwaitable
  const result =
    wrapped instanceof Coroutine
      ? throwInto(m, wrapped, exception as PyException, args)
      : throwVia(m, wrapped, exception as PyException, args)
  return orStop(m, stepAnext(m, self as AnextAwaitable, result))
}

defineType({
  type: T.anextAwaitable,
  slots: {
    iter: itself,
    await: itself,
    next: (m, self: AnextAwaitable) => sendAnext(m, self, null),
  },
  methods: {
    'send(value, /)': (m: Machine, self: AnextAwaitable, value: Value) => {
      const sent = unpackSent(m, self, value)
      return sent === undefined ? undefined : orStop(m, sendAnext(m, self, sent))
    },
    [throwArguments]: (m: Machine, self: AnextAwaitable, type: Value, value?: Value, traceback?: Value) =>
      withException(m, given(type, value, traceback), 'throwAnext', self),
    'close()': (m: Machine, { wrapped }: AnextAwaitable) =>
      wrapped instanceof Coroutine ? close(m, wrapped) : closeVia(m, wrapped),
  },
})

// ---- for the library ----

CONTINUATIONS.anextMade = (_m, _data, made) =>
  made === undefined ? undefined : new AnextAwaitable(made as Coroutine, undefined)

defineModule('_engine', {
  functions: {
    // anext(iterator, default), from what __anext__ gave.
    'anext_awaitable(awaitable, default, /)': (m: Machine, awaitable: Value, fallback: Value) => {
      if (awaitable instanceof AsyncGenASend || (awaitable instanceof Coroutine && awaitable.kind === Kind.Coroutine)) {
        m.extra.hasAnextWithDefault = true
        return new AnextAwaitable(awaitable, fallback)
      }
      return m.after(m.callPrelude('_anext_or', awaitable, fallback), Finish.Native, { name: 'anextMade', data: null })
    },
    // types.coroutine: the same function with CO_ITERABLE_COROUTINE.
    'iterable_coroutine(function, /)': (m: Machine, func: Value) => {
      if (!(func instanceof PyFunction)) return m.raise('TypeError', 'types.coroutine() expects a callable')
      m.touch(func)
      func.code = func.code.withFlags(func.code.flags | CO.ITERABLE_COROUTINE)
      return func
    },
  },
})

/** `CORO_CREATED` … for a coroutine of any kind. */
export function stateName(c: Coroutine): 'CORO_CREATED' | 'CORO_RUNNING' | 'CORO_SUSPENDED' | 'CORO_CLOSED' {
  if (c.state === State.Closed) return 'CORO_CLOSED'
  if (c.state === State.Created) return 'CORO_CREATED'
  return isRunning(c) ? 'CORO_RUNNING' : 'CORO_SUSPENDED'
}

/** `generator`, `coroutine` or `async generator`. */
export function kindWord(c: Coroutine): (typeof KIND_WORDS)[number] {
  return KIND_WORDS[c.kind]
}
