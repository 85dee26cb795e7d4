// The machine: everything a run consists of, and the API for natives and for the session. What it does is in the files it
// calls; here are the registers.
//
// Knows nothing of DAP, clocks, files: the host gives what is needed from outside.

import { getAttribute, setAttribute } from './attribute.ts'
import { callMethod, callValue } from './call.ts'
import type { Code } from './code.ts'
import type { Coroutine } from './coroutine.ts'
import { PyDict, Shape } from './dict.ts'
import { PyException } from './exception.ts'
import { EXCEPTIONS } from './exception-types.ts'
import { Fail } from './fail.ts'
import { append, type Continuation, Finish } from './finish.ts'
import { applyFinish } from './finish-apply.ts'
import type { Frame } from './frame.ts'
import { interpret } from './interpret.ts'
import { Journal, type Stretch } from './journal.ts'
import { Op } from './op.ts'
import { newInstanceOfException, setContext } from './raise.ts'
import { CoroutineRegistry } from './registry.ts'
import { type DriveAction, drive, evaluateCode, startModule } from './session-run.ts'
import { startMachine } from './start.ts'
import type { Survey } from './survey.ts'
import { TraceLog } from './trace-log.ts'
import { ELLIPSIS, NOT_IMPLEMENTED, T } from './types.ts'
import {
  CALL,
  type Instance,
  type MutableObj,
  Obj,
  PyFloat,
  PyList,
  type PyModule,
  PyTuple,
  type PyType,
  type Result,
  type Value,
} from './value.ts'
import { isWarmedUp, warmUp } from './warm-up.ts'

export type Epoch = number

/** Bounds whose overstepping ends in a clear Python exception or stop. */
export interface Limits {
  /** Largest size of one str, bytes, list …, in items. */
  readonly items: number
  /** Largest int, in bits. */
  readonly intBits: number
  /** Text written to stdout and stderr, in UTF-16 units. */
  readonly output: number
}

/** Instructions between two looks at how much memory is used, and items of large sequences made between them. */
const HEAP_SLICE = 500_000
/** A program that has executed this many instructions is worth the warm-up. */
const WARM_AFTER = 80_000
const HEAP_ITEMS = 1 << 22

export const DEFAULT_LIMITS: Limits = { items: 1 << 26, intBits: 1 << 27, output: 1 << 28 }

/** A module found beside the program or in the library. */
export interface ModuleSource {
  /** Shown in tracebacks and as `__file__`. */
  readonly path: string
  readonly code: Code
  readonly isPackage: boolean
  /** A folder without `__init__`: anything else of its name on the path goes before it. */
  readonly isNamespace?: boolean
  /** What CPython prints while it compiles the module: its SyntaxWarnings. */
  readonly warnings?: string
}

/** A module that was found and cannot be run: the SyntaxError to raise. */
export interface ModuleError {
  readonly path: string
  readonly error: {
    message: string
    line: number
    column: number
    endLine: number
    endColumn: number
    /** The line, with its end; null: no line can be shown; undefined: the error has no place at all. */
    text: string | null | undefined
    type: string
  }
  /** As in ModuleSource. */
  readonly warnings?: string
}

export interface MachineOptions {
  readonly argv?: readonly string[]
  /** Seed of `random` when the program gives none. */
  readonly seed?: number
  readonly limits?: Limits
  readonly write: (stream: 'stdout' | 'stderr', text: string) => void
  /** Finds a module of the user's by dotted name; `search` are the folders of `__path__` (packages) or null (sys.path). */
  readonly modules?: (name: string, search: readonly string[] | null) => ModuleSource | ModuleError | undefined
  /** Source text of a file shown in tracebacks, by the name in Code.filename. */
  readonly source?: (filename: string) => string | undefined
  /** Modules written in the language that come with Coroscope, by name. `_prelude` is always needed. */
  readonly library: (name: string) => ModuleSource | undefined
  /** Seconds since 1970 by the host's clock; without it time is virtual. */
  readonly now?: () => number
  /** Is the memory that the host grants used up? Asked now and then; the program then gets a MemoryError. */
  readonly isHeapFull?: () => boolean
  /** Is a standard stream a terminal? Without it none is. */
  readonly isTerminal?: (stream: 'stdin' | 'stdout' | 'stderr') => boolean
  /** Waits that long by the host's clock; without it a sleep only moves the virtual clock on. */
  readonly sleep?: (seconds: number) => void
}

/** How a drive or an evaluation ended. */
export type Outcome =
  | { readonly kind: 'yielded'; readonly value: Value }
  | { readonly kind: 'returned'; readonly value: Value }
  | { readonly kind: 'raised'; readonly exception: PyException }

/** Why run() returned. */
export type Stop =
  | { readonly kind: 'limit' }
  /** The next instruction of `frame` has an armed breakpoint. */
  | { readonly kind: 'break'; readonly frame: Frame }
  /** Control has entered a frame whose `trap` is set. */
  | { readonly kind: 'trap'; readonly frame: Frame }
  /** An exception was raised in `frame` and `m.stopAtRaise` wants to know; `isCaught`: somebody will handle it. */
  | { readonly kind: 'raise'; readonly frame: Frame; readonly exception: PyException }
  /** drive() or evaluate() is done; what ran before can go on. */
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** The program is over. */
  | { readonly kind: 'finished'; readonly status: number }
  /** halt() was called; nothing else has happened. */
  | { readonly kind: 'halt' }
  /** input() waits: give m.feedInput(line) and run on. */
  | { readonly kind: 'waiting for input'; readonly prompt: string }

export class Machine {
  readonly options: MachineOptions
  readonly limits: Limits
  // ---- registers: saved by checkpoint() (journal.ts) ----
  /** Instructions executed. Exact whenever run() is not running, and in natives. */
  time = 0
  /** The running frame; null before the start and after the end. */
  frame: Frame | null = null
  /** The exception on its way up. */
  raised: PyException | null = null
  /** The coroutine of the innermost activation that is going on. */
  activation: Coroutine | null = null
  recursionLimit = 1000
  /** sys.get_int_max_str_digits(); 0: no limit. */
  intMaxStrDigits = 4300
  /** Next coroutine id. */
  nextId = 1
  /** The program has ended, with this status. */
  status: number | undefined = undefined
  /** sys.set_coroutine_origin_tracking_depth. */
  originDepth = 0
  /** How many finalizable objects are alive: unfinished coroutines, instances with `__del__`. */
  tracked = 0
  /** Objects that the last instruction let go of (destruction.ts). */
  suspects: Obj[] = []
  /** Finalizable objects in unreachable cycles: they wait for gc.collect() or the end. */
  garbage: Set<Obj> = new Set()
  /** What seems to be lost, with nobody to notice: it waits until a search is worth it (destruction.ts). */
  unnoticed: Obj[] = []
  /** Instances with `__del__` that has not been called. */
  deletables: Set<Instance> = new Set()
  /** Objects with weak references, and those, oldest first (weak.ts). */
  weak: Map<Obj, readonly Instance[]> = new Map()
  /** The end has come: what is left is being finalized. */
  isExiting = false
  /** Plain immutable values that natives keep per machine (hooks of sys, the loop …), by name. Copied by checkpoint(). */
  extra: Record<string, unknown> = {}
  // ---- not part of the program's state ----
  epoch: Epoch = 1
  /** Bumped when a coroutine is resumed behind the back of the one that awaits it: innermost caches go stale. */
  behindVersion = 1
  /** The latest search for what is reachable; good while its epoch lasts (survey.ts). */
  survey: Survey | null = null
  /** Raise m.raised again: no traceback entry for the frame it comes from. */
  isReraise = false
  /** Time at which an armed breakpoint was reported: there it is passed over. */
  breakTime = -1
  /** Second result of LoadMethod: the function that goes with the receiver. */
  methodFunction: Value = null
  /** What run() is to report, if it must return before its limit. */
  stop: Stop | null = null
  /** A halt came just when control entered a frame: the next run() begins with that. */
  isEntering = false
  /** run() stops with kind 'raise' when an exception is raised in visible code. */
  stopAtRaise = false
  /** The exception that such a stop was about: it goes on without another. */
  reported: PyException | null = null
  /** Outcome of a drive that ran nothing: the next run() reports it. */
  pendingStop: Stop | null = null
  /** Whether what is left at the end of the program is finalized; a session that goes on driving says no. */
  finalizesAtExit = true
  /** Objects that the session keeps alive. */
  readonly held: Set<Obj> = new Set()
  /** Items of sequences made since the host was last asked for the heap. */
  private newItems = 0
  /** Namespaces of modules, as far as a search has met them. */
  roots: WeakSet<PyDict> = new WeakSet()
  readonly journal: Journal
  readonly trace: TraceLog
  readonly registry: CoroutineRegistry
  // ---- namespaces ----
  readonly builtins: PyDict
  /** sys.modules. */
  readonly modules: PyDict
  /** The prelude's namespace. */
  prelude: PyDict
  /** Modules that natives need, by name, once imported. */
  sys: PyModule | null = null

  constructor(options: MachineOptions) {
    this.options = options
    this.limits = options.limits ?? DEFAULT_LIMITS
    this.journal = new Journal()
    this.trace = new TraceLog(this)
    this.registry = new CoroutineRegistry()
    this.builtins = this.namespace()
    this.modules = this.dict()
    this.prelude = this.namespace()
    startMachine(this)
  }

  // ---- running ----

  /** Runs until `time` reaches `limit`, or something else stops it. */
  run(limit: number): Stop {
    const { pendingStop } = this
    if (pendingStop !== null) {
      this.pendingStop = null
      return pendingStop
    }
    for (;;) {
      try {
        if (!isWarmedUp() && limit - this.time > WARM_AFTER) {
          const stop = interpret(this, this.time + WARM_AFTER)
          if (stop.kind !== 'limit') return stop
          warmUp(this.options)
        }
        if (this.options.isHeapFull === undefined) return interpret(this, limit)
        const end = Math.min(limit, this.time + HEAP_SLICE)
        const stop = interpret(this, end)
        if (stop.kind !== 'limit') return stop
        if (this.options.isHeapFull() && this.raised === null) this.raise('MemoryError')
        if (end === limit) return stop
      } catch (error) {
        // A native that outgrew the host (deeply nested data, a huge result): the program gets Python's exception.
        const type = hostLimit(error)
        if (type === undefined) throw error
        this.raise(type, type === 'RecursionError' ? 'maximum recursion depth exceeded' : undefined)
      }
    }
  }

  /** A sequence of this many items is about to be made: is there memory for it, as far as is known? */
  hasRoomFor(items: number): boolean {
    this.newItems += items
    if (this.newItems < HEAP_ITEMS) return true
    this.newItems = 0
    return this.options.isHeapFull?.() !== true
  }

  /** Makes the module (`__main__`) and its frame: run() then runs it. */
  startModule(code: Code, name = '__main__'): PyModule {
    return startModule(this, code, name)
  }

  /** Resumes a coroutine from outside: run() then ends with its outcome. `value`: what is sent, or the exception to throw. */
  drive(coroutine: Coroutine, action: DriveAction, value: Value = null): void {
    drive(this, coroutine, action, value)
  }

  /** Runs code in the scope of a frame (null: the main module): run() then ends with its outcome. */
  evaluate(code: Code, frame: Frame | null): void {
    evaluateCode(this, code, frame)
  }

  /** Begins an epoch: rollback(epoch) comes back to exactly this state. */
  checkpoint(): Epoch {
    return this.journal.checkpoint(this)
  }

  rollback(epoch: Epoch): void {
    this.pendingStop = null
    this.journal.rollback(this, epoch)
  }

  /** The same, but what lies between that checkpoint and the latest one can be gone over again: its stretches, the latest first. */
  retreat(epoch: Epoch): Stretch[] {
    this.pendingStop = null
    return this.journal.retreat(this, epoch)
  }

  /** Goes forward again over stretches, which begin at the latest checkpoint, without running them. */
  advance(stretches: readonly Stretch[]): void {
    this.pendingStop = null
    this.journal.advance(this, stretches)
  }

  /** Answers 'waiting for input': the line without its line end, which the last one may lack; undefined: the input has ended. */
  feedInput(line: string | undefined, hasEnd = true): void {
    if (line === undefined) {
      this.raise('EOFError', 'EOF when reading a line')
      return
    }
    const frame = this.frame!
    this.touch(frame)
    frame.slots[frame.sp++] = hasEnd ? `${line}\n` : line
  }

  /** Makes run() return once control has gone where it is going; an outcome or an end has precedence. For listeners. */
  halt(): void {
    this.stop ??= HALT
  }

  /** Nothing but a halt has been noted. */
  get isUnstopped(): boolean {
    return this.stop === null || this.stop === HALT
  }

  /** Is a loop about to begin again? CPython hears signals there. */
  get isAtLoopEnd(): boolean {
    const { frame } = this
    return frame !== null && frame.code.original[2 * frame.pc] === Op.JumpBackward
  }

  /** Raises KeyboardInterrupt where the program stands, as Ctrl-C does. */
  interrupt(): void {
    const { frame } = this
    if (frame === null || this.raised !== null) return
    if (this.isAtLoopEnd) {
      this.touch(frame)
      frame.pc++
    }
    this.raise('KeyboardInterrupt')
  }

  /** Breakpoint on an instruction. */
  arm(code: Code, pc: number): void {
    code.ops[2 * pc] = Op.Break
  }

  disarm(code: Code, pc: number): void {
    code.ops[2 * pc] = code.original[2 * pc]!
  }

  // ---- raising ----

  /** Raises `type(message)`; without a message `type()`. For a native: `return m.raise('ValueError', '…')`. */
  raise(type: string | PyType, message?: string): undefined {
    return this.raiseArgs(type, message === undefined ? [] : [message])
  }

  /** Raises `type(*args)`: `m.raiseArgs('KeyError', [key])`. Only for built-in classes. */
  raiseArgs(type: string | PyType, args: readonly Value[]): undefined {
    const exception = this.exception(type, args)
    setContext(this, exception)
    this.raised = exception
    return undefined
  }

  /** Raises what a pure operation reported. */
  raiseFail(fail: Fail): undefined {
    return this.raiseArgs(fail.type, fail.args ?? (fail.message === '' ? [] : [fail.message]))
  }

  /** The value, or raises. */
  orRaise(value: Value | Fail): Value | undefined {
    return value instanceof Fail ? this.raiseFail(value) : value
  }

  raiseValue(exception: PyException): undefined {
    this.raised = exception
    return undefined
  }

  /** `type(*args)` for a built-in exception class, without running anything. */
  exception(type: string | PyType, args: readonly Value[]): PyException {
    const cls = typeof type === 'string' ? EXCEPTIONS[type]! : type
    return newInstanceOfException(this, cls, args)
  }

  /** A built-in exception class by name. */
  exceptionType(name: string): PyType {
    return EXCEPTIONS[name]!
  }

  /** Is the raised exception an instance of this class? Used where a native's callee may have failed in an expected way. */
  raisedIs(type: string | PyType): boolean {
    const cls = typeof type === 'string' ? EXCEPTIONS[type]! : type
    return this.raised?.cls.mro.includes(cls) ?? false
  }

  // ---- calling: the last act of a native ----

  /** Calls any callable. */
  call(callee: Value, ...args: Value[]): Result {
    return callValue(this, callee, args, null)
  }

  /** Calls with an argument list and keywords. The list is not kept. */
  callWith(callee: Value, args: readonly Value[], kwargs: PyDict | null): Result {
    return callValue(this, callee, args, kwargs)
  }

  /** Calls the special method `name` of `type(self)`; raises AttributeError when there is none. */
  callMethod(self: Value, name: string, ...args: Value[]): Result {
    return callMethod(this, self, name, args)
  }

  /** Calls a function of the prelude (debugger/library/prelude.py). */
  callPrelude(name: string, ...args: Value[]): Result {
    const callee = this.prelude.getStr(name)
    if (callee === undefined) throw new Error(`no '${name}' in the prelude`)
    return callValue(this, callee, args, null)
  }

  /**
   * What is to be done with the result of a call: `return m.after(m.call(f, x), Finish.CheckLen)`. If the call has pushed a
   * frame, the frame remembers it; if there is a result already, or an exception, it is done at once.
   */
  after(result: Result, finish: Finish, data?: unknown): Result {
    if (result !== CALL) return applyFinish(this, finish, data, result)
    const frame = this.frame!
    const holder = frame.coroutine !== null ? this.activation!.activation! : frame
    if (holder.finish === Finish.Push) {
      holder.finish = finish
      holder.finishData = data
      return CALL
    }
    const last: Continuation = { finish, data, next: null }
    holder.finishNext = append(holder.finishNext, last)
    return CALL
  }

  // ---- classes and attributes ----

  /** `type(value)`. */
  typeOf(value: Value): PyType {
    switch (typeof value) {
      case 'number':
      case 'bigint':
        return T.int
      case 'string':
        return T.str
      case 'boolean':
        return T.bool
      default:
        return value === null ? T.none : value.cls
    }
  }

  /** `type(value).__name__`, for messages. */
  typeName(value: Value): string {
    return this.typeOf(value).name
  }

  /** Is the class of the value this one or derived from it (PyObject_TypeCheck: no hooks)? */
  isInstance(value: Value, type: PyType): boolean {
    const cls = this.typeOf(value)
    return cls === type || cls.mro.includes(type)
  }

  /** Is it the same class or derived (PyType_IsSubtype)? */
  isSubtype(cls: PyType, type: PyType): boolean {
    return cls === type || cls.mro.includes(type)
  }

  /** `getattr(object, name)`. */
  getAttr(object: Value, name: string): Result {
    return getAttribute(this, object, name)
  }

  /** `setattr(object, name, value)`; value undefined deletes. The result is null. */
  setAttr(object: Value, name: string, value: Value | undefined): Result {
    return setAttribute(this, object, name, value)
  }

  // ---- making values ----

  /** `...` */
  get ellipsis(): Value {
    return ELLIPSIS
  }

  /** `NotImplemented`. */
  get notImplemented(): Value {
    return NOT_IMPLEMENTED
  }

  float(value: number): PyFloat {
    return new PyFloat(T.float, value)
  }

  tuple(items: readonly Value[]): PyTuple {
    return items.length === 0 ? EMPTY_TUPLE : new PyTuple(T.tuple, items)
  }

  /** The list takes the array over. */
  list(items: Value[]): PyList {
    return new PyList(T.list, this.epoch, items)
  }

  dict(): PyDict {
    return new PyDict(T.dict, this.epoch)
  }

  /** A dict for names, in shape mode. */
  namespace(): PyDict {
    return new PyDict(T.dict, this.epoch, Shape.private())
  }

  // ---- changing values ----

  /** Before the first change of an object in an epoch. Cheap when done already. */
  touch(object: MutableObj): void {
    if (object.epoch !== this.epoch) this.journal.save(this, object)
  }

  // ---- the outside ----

  /** Text to stdout or stderr of the host. */
  write(stream: 'stdout' | 'stderr', text: string): void {
    this.trace.output(stream, text)
    if (!this.journal.isSilent) this.options.write(stream, text)
  }

  /** `warnings.warn(message, category)`: may call. The result is None. */
  warn(category: string, message: string, stackLevel = 1): Result {
    return this.callPrelude('_warn', message, EXCEPTIONS[category]!, stackLevel)
  }

  /** All unfinished coroutine objects in creation order. */
  get coroutines(): readonly Coroutine[] {
    return this.registry.unfinished()
  }

  /** A number that stays with the object: `id()`. */
  idOf(value: Value): number {
    return this.registry.idOf(value)
  }
}

const HALT: Stop = { kind: 'halt' }

export const EMPTY_TUPLE = new PyTuple(T.tuple, [])

/** Which Python exception stands for what the host throws when a native goes beyond its bounds. */
function hostLimit(error: unknown): 'RecursionError' | 'MemoryError' | undefined {
  if (!(error instanceof RangeError)) return undefined
  if (error.message.includes('call stack')) return 'RecursionError'
  return /Invalid (string|array|typed array) length|allocation failed|BigInt/.test(error.message)
    ? 'MemoryError'
    : undefined
}

/** Is it one of our exceptions (not just any object)? */
export function isException(value: unknown): value is PyException {
  return value instanceof PyException && value instanceof Obj
}
