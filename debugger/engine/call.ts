// Calling anything. Arguments lie on a stack (an operand stack or an array) as positional values, then keyword values, whose
// names come apart, so that a call copies them straight into the callee's slots. CPython: Objects/call.c, ceval.c
// initialize_locals, Python/getargs.c.
//
// Knows nothing of instructions.

import { hasFinalizer, lookup } from './attribute.ts'
import { CO, type Code } from './code.ts'
import { madeDeletable } from './destruction.ts'
import { PyDict, Shape } from './dict.ts'
import { EXCEPTIONS, makeException } from './exception-types.ts'
import { Finish } from './finish.ts'
import { Frame } from './frame.ts'
import { keyOf } from './hashing.ts'
import type { Machine } from './machine.ts'
import { type NativeDef, NativeFunction } from './native.ts'
import { strOf } from './operator.ts'
import { startCoroutine } from './start-coroutine.ts'
import { T } from './types.ts'
import { BoundMethod, CALL, type Construction, Instance, PyFunction, PyType, type Result, type Value } from './value.ts'

type Stack = readonly (Value | undefined)[]
/** Names of the last arguments. */
export type KeywordNames = readonly Value[] | null

/**
 * What a frame adds to the recursion depth. One of the program's own is a whole unit; one of the prelude counts within a unit,
 * since their number has its own bound (as CPython bounds the recursion of C functions). Ints, so that a frame holds no box.
 */
export const FRAME_DEPTH = 1 << 14
export const HIDDEN_DEPTH = 1
const MOST_HIDDEN = 10_000

/** Is a new frame at this depth too deep? */
export function isTooDeep(m: Machine, depth: number): boolean {
  return depth >= (m.recursionLimit + 1) * FRAME_DEPTH || (depth & (FRAME_DEPTH - 1)) > MOST_HIDDEN
}

/** Calls with an argument list and a dict of keywords. */
export function callValue(m: Machine, callee: Value, args: readonly Value[], kwargs: PyDict | null): Result {
  if (kwargs === null || kwargs.size === 0) return callStack(m, callee, args, 0, args.length, null)
  const names = kwargs.keyList()
  for (const name of names) {
    if (typeof name !== 'string' && !m.isInstance(name, T.str)) return m.raise('TypeError', 'keywords must be strings')
  }
  return callStack(m, callee, [...args, ...kwargs.valueList()], 0, args.length + names.length, names)
}

/** Calls `callee` with `stack[base … base + count)`, the last names.length of which are keywords. */
export function callStack(
  m: Machine,
  callee: Value,
  stack: Stack,
  base: number,
  count: number,
  names: KeywordNames,
): Result {
  if (callee instanceof PyFunction) return callFunction(m, callee, stack, base, count, names)
  if (callee instanceof NativeFunction) return callNative(m, callee, stack, base, count, names)
  if (callee instanceof BoundMethod) {
    return callStack(m, callee.func, [callee.self, ...stack.slice(base, base + count)] as Stack, 0, count + 1, names)
  }
  if (callee instanceof PyType) return callType(m, callee, stack, base, count, names)
  const type = m.typeOf(callee)
  const call = lookup(type, '__call__')
  if (call === undefined) return m.raise('TypeError', `'${type.name}' object is not callable`)
  if (call instanceof PyFunction || (call instanceof NativeFunction && call.self === undefined)) {
    return callStack(m, call, [callee, ...stack.slice(base, base + count)], 0, count + 1, names)
  }
  const bound = bindSpecial(m, call, callee, type)
  if (bound === CALL) return m.raise('TypeError', `'${type.name}' object is not callable`)
  return bound === undefined ? undefined : callStack(m, bound, stack, base, count, names)
}

/** What a special method found on the class gives for this receiver; CALL when its `__get__` has to run. */
export function bindSpecial(m: Machine, found: Value, self: Value, type: PyType): Result {
  const get = m.typeOf(found).slots.get
  return get === null ? found : get(m, found, self, type)
}

/** Calls the special method `name` of type(self). */
export function callMethod(m: Machine, self: Value, name: string, args: readonly Value[]): Result {
  const type = m.typeOf(self)
  const found = lookup(type, name)
  if (found === undefined) return m.raise('AttributeError', `'${type.name}' object has no attribute '${name}'`)
  return callFound(m, found, self, args)
}

/** Calls a special method that was looked up on type(self). */
export function callFound(m: Machine, found: Value, self: Value, args: readonly Value[]): Result {
  if (found instanceof PyFunction) {
    const { code } = found
    const count = args.length + 1
    if (count === code.plainArgCount) {
      const frame = new Frame(m.epoch, code, found.globals, found.builtins, null, found, m.frame)
      const { slots } = frame
      slots[0] = self
      for (let i = 1; i < count; i++) slots[i] = args[i - 1]
      return begin(m, frame)
    }
  }
  if (found instanceof PyFunction || (found instanceof NativeFunction && found.self === undefined)) {
    return callStack(m, found, [self, ...args], 0, args.length + 1, null)
  }
  const bound = bindSpecial(m, found, self, m.typeOf(self))
  if (bound === CALL) return m.after(CALL, Finish.CallWith, args)
  return bound === undefined ? undefined : callStack(m, bound, args, 0, args.length, null)
}

// ---- functions written in the language ----

/** Pushes the frame of a function with its arguments bound. */
export function callFunction(
  m: Machine,
  func: PyFunction,
  stack: Stack,
  base: number,
  count: number,
  names: KeywordNames,
): Result {
  const { code } = func
  const frame = new Frame(m.epoch, code, func.globals, func.builtins, null, func, m.frame)
  if (names === null && count === code.plainArgCount) {
    const { slots } = frame
    for (let i = 0; i < count; i++) slots[i] = stack[base + i]
  } else if (!bindArguments(m, func, frame.slots, stack, base, count, names)) return undefined
  return begin(m, frame)
}

/** What CPython's Py_EnterRecursiveCall says it was about, by the function of the prelude that is one too many. */
const DOING: Readonly<Record<string, string>> = {
  container_repr: ' while getting the repr of an object',
  repr_in: ' while getting the repr of an object',
  sequence_eq: ' in comparison',
  sequence_order: ' in comparison',
  compare_values: ' in comparison',
  dict_eq: ' in comparison',
  _find: ' in comparison',
  set_compare: ' in comparison',
  isinstance_any: ' in __instancecheck__',
  issubclass_any: ' in __subclasscheck__',
}

function doingWhat({ flags, name }: Code): string {
  return flags & CO.HIDDEN ? (DOING[name] ?? '') : ''
}

/** Begins a call whose arguments are bound: makes its frame the running one, or gives the coroutine that the call is for. */
export function begin(m: Machine, frame: Frame): Result {
  if (!frame.code.makesCoroutine) return enter(m, frame)
  // As if its ReturnGenerator had run, which counts no time.
  const back = frame.back
  if (isTooDeep(m, (back === null ? 0 : back.depth) + FRAME_DEPTH)) {
    return m.raise('RecursionError', 'maximum recursion depth exceeded')
  }
  frame.pc = 1
  return startCoroutine(m, frame)
}

/** Makes a new frame the running one, unless the recursion is too deep. */
export function enter(m: Machine, frame: Frame): typeof CALL | undefined {
  const back = frame.back
  const depth = (back === null ? 0 : back.depth) + (frame.code.flags & CO.HIDDEN ? HIDDEN_DEPTH : FRAME_DEPTH)
  frame.depth = depth
  if (isTooDeep(m, depth)) return m.raise('RecursionError', `maximum recursion depth exceeded${doingWhat(frame.code)}`)
  m.frame = frame
  return CALL
}

/**
 * Parameters from arguments, defaults and keywords; false when it raised. CPython: ceval.c initialize_locals. Slots hold the
 * parameters in order: positional, keyword-only, *args, **kwargs.
 */
export function bindArguments(
  m: Machine,
  func: PyFunction,
  slots: (Value | undefined)[],
  stack: Stack,
  base: number,
  count: number,
  names: KeywordNames,
): boolean {
  const { code } = func
  const { argCount, kwOnlyCount } = code
  const positional = names === null ? count : count - names.length
  const total = argCount + kwOnlyCount
  const hasVarargs = (code.flags & CO.VARARGS) !== 0
  let kwargs: PyDict | null = null
  if (code.flags & CO.VARKEYWORDS) {
    kwargs = m.dict()
    slots[total + (hasVarargs ? 1 : 0)] = kwargs
  }
  const given = Math.min(positional, argCount)
  for (let i = 0; i < given; i++) slots[i] = stack[base + i]
  if (hasVarargs) {
    const rest: Value[] = []
    for (let i = given; i < positional; i++) rest.push(stack[base + i] as Value)
    slots[total] = m.tuple(rest)
  }
  if (names !== null) {
    for (let k = 0; k < names.length; k++) {
      const value = stack[base + positional + k] as Value
      const name = names[k]!
      const text = typeof name === 'string' ? name : ((name as Instance).payload as string)
      let index = code.posOnlyCount
      while (index < total && code.varNames[index] !== text) index++
      if (index === total) {
        if (kwargs !== null) {
          kwargs.set(keyOf(text)!, name, value)
          continue
        }
        if (positionalOnlyAsKeywords(m, func, names)) return false
        const hint = suggestKeyword(text, code.varNames.slice(code.posOnlyCount, total))
        m.raise('TypeError', `${func.qualname}() got an unexpected keyword argument '${text}'${hint}`)
        return false
      }
      if (slots[index] !== undefined) {
        m.raise('TypeError', `${func.qualname}() got multiple values for argument '${text}'`)
        return false
      }
      slots[index] = value
    }
  }
  const { defaults, kwdefaults } = func
  if (positional > argCount && !hasVarargs) {
    tooMany(m, func, positional, slots)
    return false
  }
  if (positional < argCount) {
    const required = argCount - (defaults?.length ?? 0)
    let missing = 0
    for (let i = positional; i < required; i++) if (slots[i] === undefined) missing++
    if (missing > 0) {
      missingArguments(
        m,
        func,
        'positional',
        code.varNames.slice(0, required).filter((_, i) => slots[i] === undefined),
      )
      return false
    }
    if (defaults !== null) {
      for (let i = Math.max(required, 0); i < argCount; i++) {
        if (slots[i] === undefined) slots[i] = defaults[i - required]
      }
    }
  }
  if (kwOnlyCount > 0) {
    let missing: string[] | null = null
    for (let i = argCount; i < total; i++) {
      if (slots[i] !== undefined) continue
      const value = kwdefaults === null ? undefined : kwdefaults.getStr(code.varNames[i]!)
      if (value !== undefined) slots[i] = value
      else {
        missing ??= []
        missing.push(code.varNames[i]!)
      }
    }
    if (missing !== null) {
      missingArguments(m, func, 'keyword-only', missing)
      return false
    }
  }
  return true
}

// CPython: positional_only_passed_as_keyword.
function positionalOnlyAsKeywords(m: Machine, func: PyFunction, names: readonly Value[]): boolean {
  const wrong = func.code.varNames.slice(0, func.code.posOnlyCount).filter(name => names.includes(name))
  if (wrong.length === 0) return false
  m.raise(
    'TypeError',
    `${func.qualname}() got some positional-only arguments passed as keyword arguments: '${wrong.join(', ')}'`,
  )
  return true
}

function suggestKeyword(name: string, candidates: readonly string[]): string {
  const best = suggest(name, candidates)
  return best === undefined ? '' : `. Did you mean '${best}'?`
}

function missingArguments(m: Machine, func: PyFunction, kind: string, names: readonly string[]): void {
  const quoted = names.map(name => `'${name}'`)
  const last = quoted.length
  const list =
    last === 1
      ? quoted[0]
      : last === 2
        ? `${quoted[0]} and ${quoted[1]}`
        : `${quoted.slice(0, -1).join(', ')}, and ${quoted[last - 1]}`
  m.raise('TypeError', `${func.qualname}() missing ${last} required ${kind} argument${last === 1 ? '' : 's'}: ${list}`)
}

// CPython: too_many_positional.
function tooMany(m: Machine, func: PyFunction, given: number, slots: Stack): void {
  const { code } = func
  let keywordOnly = 0
  for (let i = code.argCount; i < code.argCount + code.kwOnlyCount; i++) if (slots[i] !== undefined) keywordOnly++
  const defaults = func.defaults?.length ?? 0
  const plural = defaults > 0 || code.argCount !== 1
  const signature = defaults > 0 ? `from ${code.argCount - defaults} to ${code.argCount}` : `${code.argCount}`
  const keywords =
    keywordOnly > 0
      ? ` positional argument${given === 1 ? '' : 's'} (and ${keywordOnly} keyword-only argument${keywordOnly === 1 ? '' : 's'})`
      : ''
  const verb = given === 1 && keywordOnly === 0 ? 'was' : 'were'
  m.raise(
    'TypeError',
    `${func.qualname}() takes ${signature} positional argument${plural ? 's' : ''} but ${given}${keywords} ${verb} given`,
  )
}

// ---- natives ----

/** Calls a native function with its arguments bound by its signature. */
export function callNative(
  m: Machine,
  callee: NativeFunction,
  stack: Stack,
  base: number,
  count: number,
  names: KeywordNames,
): Result {
  const { def } = callee
  let self = callee.self
  if (def.hasSelf && self === undefined) {
    // An unbound method: the receiver is the first argument.
    if (count - (names?.length ?? 0) < 1) {
      if (def.kind === 'new') return m.raise('TypeError', `${def.qualname}(): not enough arguments`)
      return m.raise('TypeError', `unbound method ${def.qualname}() needs an argument`)
    }
    self = stack[base] as Value
    const owner = def.owner!
    if (def.kind === 'method' || def.kind === 'slot') {
      const type = m.typeOf(self)
      if (type !== owner && !type.mro.includes(owner)) {
        const verb = def.kind === 'slot' ? 'requires' : "doesn't apply to"
        return m.raise(
          'TypeError',
          def.kind === 'slot'
            ? `descriptor '${def.name}' ${verb} a '${owner.name}' object but received a '${type.name}'`
            : `descriptor '${def.name}' for '${owner.name}' objects ${verb} a '${type.name}' object`,
        )
      }
    } else if (!(self instanceof PyType) || !self.mro.includes(owner)) {
      if (def.kind === 'new') {
        return self instanceof PyType
          ? m.raise('TypeError', `${owner.name}.__new__(${self.name}): ${self.name} is not a subtype of ${owner.name}`)
          : m.raise('TypeError', `${owner.name}.__new__(X): X is not a type object (${m.typeName(self)})`)
      }
      return m.raise(
        'TypeError',
        self instanceof PyType
          ? `descriptor '${def.name}' requires a subtype of '${owner.name}' but received '${self.name}'`
          : `descriptor '${def.name}' for type '${owner.name}' needs a type, not a '${m.typeName(self)}' as arg 2`,
      )
    }
    base++
    count--
  }
  if (def.unwrapsSelf) self = plain(self!)
  const { signature, fn } = def
  if (names === null && signature.isPlain && count >= signature.required && count <= signature.positional) {
    if (def.hasSelf) {
      switch (signature.positional) {
        case 0:
          return fn(m, self)
        case 1:
          return fn(m, self, count > 0 ? stack[base] : undefined)
        case 2:
          return fn(m, self, count > 0 ? stack[base] : undefined, count > 1 ? stack[base + 1] : undefined)
        case 3: {
          const [a, b] = [count > 0 ? stack[base] : undefined, count > 1 ? stack[base + 1] : undefined]
          return fn(m, self, a, b, count > 2 ? stack[base + 2] : undefined)
        }
      }
    } else {
      switch (signature.positional) {
        case 0:
          return fn(m)
        case 1:
          return fn(m, count > 0 ? stack[base] : undefined)
        case 2:
          return fn(m, count > 0 ? stack[base] : undefined, count > 1 ? stack[base + 1] : undefined)
      }
    }
  }
  const args = bindNative(m, def, self, stack, base, count, names)
  if (args === undefined) return undefined
  if (def.hasSelf) args.unshift(self)
  return fn(m, ...args)
}

/** The plain int or str that a receiver stands for. */
export function plain(self: Value): Value {
  if (typeof self === 'boolean') return self ? 1 : 0
  return self instanceof Instance && self.payload !== undefined ? self.payload : self
}

type NativeArguments = (Value | undefined | Value[] | PyDict)[]

/** Classes whose calls without keywords are counted before the arguments are parsed (tp_vectorcall). */
const HAS_VECTORCALL: ReadonlySet<PyType> = new Set([T.int, T.str])

/** CPython: getargs.c _PyArg_UnpackKeywords, _PyArg_CheckPositional, methodobject.c. */
function bindNative(
  m: Machine,
  def: NativeDef,
  self: Value | undefined,
  stack: Stack,
  base: number,
  count: number,
  names: KeywordNames,
): NativeArguments | undefined {
  const s = def.signature
  const positional = names === null ? count : count - names.length
  const given = Math.min(positional, s.positional)
  const full = def.kind === 'classmethod' && self instanceof PyType ? `${self.qualname}.${def.name}` : def.fullName
  // getargs.c knows the function's own name only.
  const own = def.kind === 'new' || def.name === '__init__' ? def.owner!.name : def.name
  if (s.isPositionalOnly || (s.varargs && !s.kwargs && s.names.length === 0)) {
    if (names !== null && names.length > 0) return m.raise('TypeError', `${full}() takes no keyword arguments`)
    if (s.isPositionalOnly && (positional > s.positional || positional < s.required)) {
      return wrongCount(m, def, positional)
    }
  } else if (names === null && count > s.names.length && def.kind === 'new' && HAS_VECTORCALL.has(self as PyType)) {
    return wrongCount(m, def, positional)
  } else if (!s.varargs && !s.kwargs && count > s.names.length) {
    const only = positional === 0 ? 'keyword ' : ''
    const n = s.names.length
    return m.raise('TypeError', `${own}() takes at most ${n} ${only}argument${n === 1 ? '' : 's'} (${count} given)`)
  } else if (!s.varargs && positional > s.positional) {
    if (s.positional === 0) return m.raise('TypeError', `${own}() takes no positional arguments`)
    const words = s.required < s.positional ? 'at most' : 'exactly'
    const n = s.positional
    return m.raise(
      'TypeError',
      `${own}() takes ${words} ${n} positional argument${n === 1 ? '' : 's'} (${positional} given)`,
    )
  }
  const values: (Value | undefined)[] = new Array(s.names.length).fill(undefined)
  for (let i = 0; i < given; i++) values[i] = stack[base + i]
  let rest: Value[] | undefined
  if (s.varargs) {
    rest = []
    for (let i = given; i < positional; i++) rest.push(stack[base + i] as Value)
  }
  let kwargs: PyDict | undefined
  if (s.kwargs) kwargs = m.dict()
  if (names !== null) {
    for (let k = 0; k < names.length; k++) {
      const key = names[k]!
      const name = typeof key === 'string' ? key : ((key as Instance).payload as string)
      const value = stack[base + positional + k] as Value
      const index = s.names.indexOf(name, s.posOnly)
      if (index < 0) {
        if (kwargs === undefined) {
          // sorted() hands its arguments to list.sort().
          const function_ = own === 'sorted' ? 'sort' : own
          const hint = suggestKeyword(name, s.names.slice(s.posOnly))
          return m.raise('TypeError', `${function_}() got an unexpected keyword argument '${name}'${hint}`)
        }
        kwargs.set(keyOf(name)!, key, value)
        continue
      }
      if (values[index] !== undefined) {
        return m.raise('TypeError', `argument for ${own}() given by name ('${name}') and position (${index + 1})`)
      }
      values[index] = value
    }
  }
  for (let i = 0; i < s.names.length; i++) {
    if (values[i] === undefined && s.isRequired[i]) {
      if (i < s.posOnly) {
        const words = s.required < s.positional ? 'at least' : 'exactly'
        const n = Math.min(s.required, s.posOnly)
        return m.raise(
          'TypeError',
          `${own}() takes ${words} ${n} positional argument${n === 1 ? '' : 's'} (${positional} given)`,
        )
      }
      return m.raise('TypeError', `${own}() missing required argument '${s.names[i]}' (pos ${i + 1})`)
    }
  }
  const args: NativeArguments = values.slice(0, s.positional)
  if (rest !== undefined) args.push(rest)
  for (let i = s.positional; i < s.names.length; i++) args.push(values[i])
  if (kwargs !== undefined) args.push(kwargs)
  return args
}

function wrongCount(m: Machine, def: NativeDef, given: number): undefined {
  const { required, positional } = def.signature
  if (def.kind !== 'slot' && def.kind !== 'new') {
    if (positional === 0) return m.raise('TypeError', `${def.fullName}() takes no arguments (${given} given)`)
    if (positional === 1 && required === 1) {
      return m.raise('TypeError', `${def.fullName}() takes exactly one argument (${given} given)`)
    }
  }
  const name = def.kind === 'new' ? def.owner!.name : def.name
  const few = given < required
  const n = few ? required : positional
  const words = required === positional ? '' : few ? 'at least ' : 'at most '
  const head = def.kind === 'slot' ? 'expected' : `${name} expected`
  return m.raise('TypeError', `${head} ${words}${n} argument${n === 1 ? '' : 's'}, got ${given}`)
}

// ---- classes ----

/** CPython: typeobject.c type_call. */
function callType(m: Machine, type: PyType, stack: Stack, base: number, count: number, names: KeywordNames): Result {
  if (type.cls !== T.type) {
    const call = lookup(type.cls, '__call__')
    if (call !== T.type.ns.getStr('__call__')) {
      if (call instanceof PyFunction) {
        return callFunction(m, call, [type, ...stack.slice(base, base + count)], 0, count + 1, names)
      }
      const bound = bindSpecial(m, call!, type, type.cls)
      return bound === undefined ? undefined : callStack(m, bound as Value, stack, base, count, names)
    }
  }
  return createInstance(m, type, stack, base, count, names)
}

/** `type.__call__(cls, …)`: `__new__`, then `__init__`. */
export function createInstance(
  m: Machine,
  type: PyType,
  stack: Stack,
  base: number,
  count: number,
  names: KeywordNames,
): Result {
  if (type === T.type && count === 1 && names === null) return m.typeOf(stack[base] as Value)
  if (type === T.str && count === 1 && names === null) return strOf(m, stack[base] as Value)
  const { create, initialize } = constructionOf(type)
  if (
    create === OBJECT.create &&
    type.layout === 'instance' &&
    (type.isHeap || type === T.object) &&
    !type.isAbstract
  ) {
    if (initialize instanceof PyFunction) {
      const self = newInstance(m, type)
      const { code } = initialize
      const frame = new Frame(m.epoch, code, initialize.globals, initialize.builtins, null, initialize, m.frame)
      if (names === null && count + 1 === code.plainArgCount) {
        const { slots } = frame
        slots[0] = self
        for (let i = 0; i < count; i++) slots[i + 1] = stack[base + i]
      } else {
        const args = [self, ...stack.slice(base, base + count)]
        if (!bindArguments(m, initialize, frame.slots, args, 0, count + 1, names)) return undefined
      }
      frame.finish = Finish.Init
      frame.finishData = self
      return enter(m, frame)
    }
    if (initialize === OBJECT.initialize && count === 0) return newInstance(m, type)
  }
  if (type.layout === 'exception' && names === null && create === OBJECT.createException) {
    // Built-in classes, and those that change neither __new__ nor __init__: made in one go.
    if (initialize === OBJECT.initializeException && !type.mro.includes(EXCEPTIONS.OSError!)) {
      return makeException(m, type, stack.slice(base, base + count) as Value[])
    }
  }
  if (create === undefined || create === null)
    return m.raise('TypeError', `cannot create '${typeTitle(type)}' instances`)
  const args = stack.slice(base, base + count) as Value[]
  const made = callStack(m, unwrapStatic(create), [type, ...args], 0, count + 1, names)
  return m.after(made, Finish.New, { type, args, names })
}

function constructionOf(type: PyType): Construction {
  const { construction, version } = type
  if (construction !== null && construction.version === version) return construction
  const create = lookup(type, '__new__')
  const found: Construction = {
    version,
    create,
    initialize: lookup(type, '__init__'),
    hasFinalizer: type.isHeap && hasFinalizer(type),
  }
  type.construction = found
  return found
}

/** After `__new__`: `__init__` if it made an instance of the class. */
export function initializeInstance(
  m: Machine,
  made: Value,
  data: { type: PyType; args: readonly Value[]; names: KeywordNames },
): Result {
  const cls = m.typeOf(made)
  if (cls !== data.type && !cls.mro.includes(data.type)) return made
  const { create, initialize } = constructionOf(cls)
  if (initialize === undefined || initialize === OBJECT.initialize) {
    // object.__init__ complains about arguments that __new__ did not take either.
    const isTaken = data.args.length === 0 || create !== OBJECT.create
    if (isTaken || initialize === undefined) return made
  }
  const count = data.args.length
  let result: Result
  if (initialize instanceof PyFunction || initialize instanceof NativeFunction) {
    result = callStack(m, initialize, [made, ...data.args], 0, count + 1, data.names)
  } else {
    const bound = bindSpecial(m, initialize!, made, cls)
    if (bound === undefined) return undefined
    result = callStack(m, bound as Value, data.args, 0, count, data.names)
  }
  return m.after(result, Finish.Init, made)
}

/** `__new__` is a static method in a class namespace. */
function unwrapStatic(value: Value): Value {
  if (value instanceof NativeFunction || value instanceof PyFunction) return value
  const inner = (value as { callable?: Value } | null)?.callable
  return inner === undefined ? value : inner
}

/** A new instance of a class written in the language, with its dict and slots. */
export function newInstance(m: Machine, type: PyType): Instance {
  let dict: PyDict | null = null
  if (type.hasDict) {
    type.instanceShape ??= Shape.root()
    dict = new PyDict(T.dict, m.epoch, type.instanceShape)
  }
  const self = new Instance(type, m.epoch, dict)
  if (type.slotNames.length > 0) self.slots = new Array(type.slotNames.length).fill(undefined)
  if (constructionOf(type).hasFinalizer) madeDeletable(m, self)
  return self
}

/** As `tp_name`: built-in classes of modules have the module in it. */
export function typeTitle(type: PyType): string {
  if (type.isHeap) return type.name
  const module = type.ns.getStr('__module__')
  return typeof module === 'string' && module !== 'builtins' ? `${module}.${type.name}` : type.name
}

/** `object.__new__` and `object.__init__` as they lie in object's namespace: set by type-ready.ts. */
export const OBJECT: {
  create: Value | undefined
  initialize: Value | undefined
  /** `BaseException.__new__` and `__init__`. */
  createException: Value | undefined
  initializeException: Value | undefined
} = { create: undefined, initialize: undefined, createException: undefined, initializeException: undefined }

/** The closest of the candidates by edit distance, as CPython's suggestions (suggestions.c): undefined when none is close. */
export function suggest(name: string, candidates: readonly string[]): string | undefined {
  const MOVE = 2
  if (candidates.length >= 750 || name.length > 40) return undefined
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    if (candidate === name) continue
    let max = Math.floor(((name.length + candidate.length + 3) * MOVE) / 6)
    max = Math.min(max, bestDistance - 1)
    const distance = editDistance(name, candidate, max)
    if (distance > max) continue
    if (best === undefined || distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** CPython: suggestions.c levenshtein_distance; a change of case costs 1, any other move 2. */
function editDistance(a: string, b: string, max: number): number {
  const substitution = (x: string, y: string) => (x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? 1 : 2)
  while (a && b && a[0] === b[0]) {
    a = a.slice(1)
    b = b.slice(1)
  }
  while (a && b && a.at(-1) === b.at(-1)) {
    a = a.slice(0, -1)
    b = b.slice(0, -1)
  }
  if (!a || !b) return (a.length + b.length) * 2
  if (a.length > 40 || b.length > 40) return max + 1
  if (b.length < a.length) [a, b] = [b, a]
  if ((b.length - a.length) * 2 > max) return max + 1
  const row = Array.from(a, (_, i) => (i + 1) * 2)
  let result = 0
  for (let i = 0; i < b.length; i++) {
    let distance = i * 2
    result = i * 2
    let minimum = Number.POSITIVE_INFINITY
    for (let j = 0; j < a.length; j++) {
      const substitute = distance + substitution(b[i]!, a[j]!)
      distance = row[j]!
      const insertDelete = Math.min(result, distance) + 2
      result = Math.min(insertDelete, substitute)
      row[j] = result
      if (result < minimum) minimum = result
    }
    if (minimum > max) return max + 1
  }
  return result
}
