// The one object behind generators, coroutines and async generators (`kind` supplies the differing words). Plain data; what resumes, suspends and ends them is in resume.ts, throw.ts, close.ts and leave.ts.
//
// A chain of awaits: `outer.delegate` is the coroutine it awaits, whose `awaiter` is `outer`, and so on to the innermost, whose
// frame really runs. Resuming is O(1): the outermost remembers the innermost, valid while `stamp` equals m.behindVersion.

import type { Code } from './code.ts'
import { type Continuation, Finish } from './finish.ts'
import type { Frame } from './frame.ts'
import { T } from './types.ts'
import { type Instance, MutableObj, Obj, type Value } from './value.ts'

export enum Kind {
  Generator,
  Coroutine,
  AsyncGenerator,
}

/** The words of messages, by Kind. */
export const KIND_WORDS = ['generator', 'coroutine', 'async generator'] as const

export enum State {
  Created,
  Suspended,
  Closed,
}

export enum Mode {
  /** send(), next(), throw(), a `for`: the end is StopIteration (StopAsyncIteration) in the caller. */
  Send,
  /** close(): to yield is an error, the end is a value. */
  Close,
}

enum Flag {
  AsyncRunning = 1,
  Hooked = 2,
  AsyncClosed = 4,
  Finalized = 8,
}

/**
 * One resumption of a coroutine, from whoever resumed it directly until something is yielded to them or it ends. There is at
 * most one per coroutine at a time, so its object is used again; it is saved with the coroutine. Most coroutines are only
 * awaited and never have one.
 */
export class Activation {
  /** The frame that gets what it yields or returns; null at the bottom of what run() started. */
  caller: Frame | null = null
  /** What the activation is for. */
  mode = Mode.Send
  /** throw(): the coroutine of the chain that the exception has reached; its awaiter is next. Else null. */
  throwLevel: Coroutine | null = null
  /** throw(): the exception that it was called with, which the caller holds until it is over. */
  thrown: Value = null
  /** Machine time at which it began. */
  startedAt = 0
  /** The asend or athrow object it goes through, if any. */
  via: Value = null
  /** The coroutine of the activation that was going on before. */
  below: Coroutine | null = null
  /** What is to be done with its outcome, as in Frame. */
  finish: Finish = Finish.Push
  finishData: unknown = undefined
  finishNext: Continuation | null = null
  /** Of a task's coroutine: the handle of a step of it, to be used again (asyncio-loop.ts). Never state. */
  stepHandle: Instance | null = null
}

export class Coroutine extends MutableObj {
  readonly kind: Kind
  /** By creation, from 1. */
  readonly id: number
  name: string
  qualname: string
  /** Created, Suspended or Closed; whether it runs: isRunning (chain.ts). */
  state = State.Created
  /** Null when finished. */
  frame: Frame | null
  readonly code: Code
  /** The coroutine this one delegates to, or null. */
  delegate: Coroutine | null = null
  /** The coroutine that delegates to this one, or null. */
  awaiter: Coroutine | null = null
  /** Innermost of the chain below, when `stamp` is m.behindVersion. */
  innermost: Coroutine
  stamp = -1
  /** Number of coroutines from this one to `innermost`. */
  chainDepth = 1
  /** Resumed directly, and not yet suspended again. */
  isActive = false
  /** The latest resumption; null when it has never been resumed directly. Going on while `isActive`. */
  activation: Activation | null = null
  /** `(filename, line, function)` of creation, when sys.set_coroutine_origin_tracking_depth asks for it; else null. */
  origin: Value = null
  /** Where it was created: code and instruction; null outside all code. */
  private readonly createdIn: Code | null
  private readonly createdPc: number
  readonly createdBy: number
  /** Bits, by Flag. */
  private flags = 0
  /** Of an async generator: its finalizer hook. Closed before it began: the frame, whose variables live as long as it does. */
  finalizer: Value = null
  /** The asyncio task whose coroutine it is. It does not keep the task alive. */
  task: Instance | null = null
  /** Neighbours among the unfinished ones (registry.ts). */
  older: Coroutine | null = null
  newer: Coroutine | null = null
  constructor(
    kind: Kind,
    epoch: number,
    id: number,
    frame: Frame,
    name: string,
    qualname: string,
    creator: Frame | null,
    by: number,
  ) {
    super()
    this.cls = kind === Kind.Coroutine ? T.coroutine : kind === Kind.Generator ? T.generator : T.asyncGenerator
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.kind = kind
    this.id = id
    this.frame = frame
    this.code = frame.code
    this.name = name
    this.qualname = qualname
    this.innermost = this
    this.createdIn = creator === null ? null : creator.code
    this.createdPc = creator === null ? 0 : creator.pc - 1
    this.createdBy = by
  }
  /** Of an async generator: ag_running. */
  get isAsyncRunning(): boolean {
    return (this.flags & Flag.AsyncRunning) !== 0
  }
  set isAsyncRunning(is: boolean) {
    this.flags = is ? this.flags | Flag.AsyncRunning : this.flags & ~Flag.AsyncRunning
  }
  /** Of an async generator: the hooks have been called. CPython: ag_hooks_inited. */
  get isHooked(): boolean {
    return (this.flags & Flag.Hooked) !== 0
  }
  set isHooked(is: boolean) {
    this.flags = is ? this.flags | Flag.Hooked : this.flags & ~Flag.Hooked
  }
  /** Of an async generator: ag_closed. */
  get isAsyncClosed(): boolean {
    return (this.flags & Flag.AsyncClosed) !== 0
  }
  set isAsyncClosed(is: boolean) {
    this.flags = is ? this.flags | Flag.AsyncClosed : this.flags & ~Flag.AsyncClosed
  }
  /** Its finalizer has been called, which happens once. CPython: _PyGC_FINALIZED. */
  get isFinalized(): boolean {
    return (this.flags & Flag.Finalized) !== 0
  }
  set isFinalized(is: boolean) {
    this.flags = is ? this.flags | Flag.Finalized : this.flags & ~Flag.Finalized
  }
  get createdFile(): string {
    return this.createdIn?.filename ?? ''
  }
  get createdLine(): number {
    return this.createdIn?.positions[4 * this.createdPc] ?? 0
  }
  /** How people are told of it: the qualified name, without the functions it was defined in. */
  get label(): string {
    return labelOf(this.qualname)
  }
  save(): unknown {
    const { name, qualname, state, frame, delegate, awaiter, origin, isActive, flags, finalizer, task } = this
    const activation = this.activation === null ? null : { ...this.activation }
    return { name, qualname, state, frame, delegate, awaiter, origin, isActive, flags, finalizer, activation, task }
  }
  restore(saved: unknown): void {
    const s = saved as Saved
    this.name = s.name
    this.qualname = s.qualname
    this.state = s.state
    this.frame = s.frame
    this.delegate = s.delegate
    this.awaiter = s.awaiter
    this.origin = s.origin
    this.isActive = s.isActive
    this.flags = s.flags
    this.finalizer = s.finalizer
    this.task = s.task
    if (s.activation === null) this.activation = null
    else {
      this.activation ??= new Activation()
      Object.assign(this.activation, s.activation)
    }
    this.stamp = -1
  }
}

/** What `save` gives. */
type Saved = Pick<Coroutine, 'name' | 'qualname' | 'state' | 'frame' | 'delegate' | 'awaiter' | 'origin' | 'isActive'> &
  Pick<Coroutine, 'finalizer' | 'task' | 'activation'> & { readonly flags: number }

/** A qualified name without the functions it was defined in. */
export function labelOf(qualname: string): string {
  const at = qualname.lastIndexOf('<locals>.')
  return at < 0 ? qualname : qualname.slice(at + '<locals>.'.length)
}

/** `coroutine.__await__()`. */
export class CoroutineWrapper extends Obj {
  readonly coroutine: Coroutine
  constructor(coroutine: Coroutine) {
    super()
    this.cls = T.coroutineWrapper
    this.coroutine = coroutine
  }
}

/** What an async generator yields, as opposed to what it awaits. */
export class AsyncGenWrapped extends Obj {
  readonly value: Value
  constructor(value: Value) {
    super()
    this.cls = T.asyncGenWrapped
    this.value = value
  }
}

export enum AwaitState {
  Init,
  Iter,
  Closed,
}

/** `agen.asend(v)`, `agen.__anext__()`. */
export class AsyncGenASend extends MutableObj {
  readonly generator: Coroutine
  readonly value: Value
  state = AwaitState.Init
  constructor(epoch: number, generator: Coroutine, value: Value) {
    super()
    this.cls = T.asyncGenASend
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.generator = generator
    this.value = value
  }
  save(): unknown {
    return this.state
  }
  restore(saved: unknown): void {
    this.state = saved as AwaitState
  }
}

/** `agen.athrow(…)` (args) or `agen.aclose()` (args null). */
export class AsyncGenAThrow extends MutableObj {
  readonly generator: Coroutine
  args: readonly Value[] | null
  /** The exception was made from a class: nobody else holds it, and it is let go of when it is thrown. */
  isMade = false
  state = AwaitState.Init
  /** Time of the activation in which it was first sent to. */
  startedAt = -1
  constructor(epoch: number, generator: Coroutine, args: readonly Value[] | null) {
    super()
    this.cls = T.asyncGenAThrow
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.generator = generator
    this.args = args
  }
  save(): unknown {
    return { args: this.args, state: this.state, startedAt: this.startedAt }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/**
 * `anext(iterator, default)`: what `__anext__` gave, whose StopAsyncIteration means the default. An awaitable of the
 * program's own is wrapped in a hidden coroutine that does this (then `default` is undefined).
 */
export class AnextAwaitable extends Obj {
  readonly wrapped: Coroutine | AsyncGenASend
  readonly default: Value | undefined
  constructor(wrapped: Coroutine | AsyncGenASend, fallback: Value | undefined) {
    super()
    this.cls = T.anextAwaitable
    this.wrapped = wrapped
    this.default = fallback
  }
}
