// The one object behind generators, coroutines and async generators (`kind` supplies the differing words), and the
// activations that run them. Plain data; what resumes, suspends and ends them is in resume.ts.
//
// A chain of awaits: `outer.delegate` is the coroutine it awaits, whose `awaiter` is `outer`, and so on to the innermost, whose
// frame really runs. Resuming is O(1): the outermost remembers the innermost, valid while `stamp` equals m.behindVersion.

import { type Continuation, Finish } from './finish.ts'
import type { Frame } from './frame.ts'
import { T } from './types.ts'
import { MutableObj, Obj, type Value } from './value.ts'

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

export class Coroutine extends MutableObj {
  readonly kind: Kind
  /** By creation, from 1. */
  readonly id: number
  name: string
  qualname: string
  /** Created, Suspended or Closed; whether it runs: see `activation` and isRunning (resume.ts). */
  state = State.Created
  /** Null when finished. */
  frame: Frame | null
  readonly code: Frame['code']
  /** The coroutine this one delegates to, or null. */
  delegate: Coroutine | null = null
  /** The coroutine that delegates to this one, or null. */
  awaiter: Coroutine | null = null
  /** What stands between the awaiter and this one (a coroutine_wrapper, asend … object), or null. */
  link: Value = null
  /** Innermost of the chain below, when `stamp` is m.behindVersion. */
  innermost: Coroutine
  stamp = -1
  /** Number of coroutines from this one to `innermost`. */
  chainDepth = 1
  /** Resumed directly, and not yet suspended again. */
  isActive = false
  /** `(filename, line, function)` of creation, when sys.set_coroutine_origin_tracking_depth asks for it; else null. */
  origin: Value = null
  /** Where it was created. */
  readonly createdFile: string
  readonly createdLine: number
  readonly createdBy: number
  /** Async generators. */
  isAsyncRunning = false
  isHooked = false
  isAsyncClosed = false
  finalizer: Value = null
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
    super(kind === Kind.Coroutine ? T.coroutine : kind === Kind.Generator ? T.generator : T.asyncGenerator, epoch)
    this.kind = kind
    this.id = id
    this.frame = frame
    this.code = frame.code
    this.name = name
    this.qualname = qualname
    this.innermost = this
    this.createdFile = creator?.code.filename ?? ''
    this.createdLine = creator?.line ?? 0
    this.createdBy = by
  }
  save(): unknown {
    const { name, qualname, state, frame, delegate, awaiter, link, isActive, origin } = this
    const { isAsyncRunning, isHooked, isAsyncClosed, finalizer } = this
    return {
      name,
      qualname,
      state,
      frame,
      delegate,
      awaiter,
      link,
      isActive,
      origin,
      isAsyncRunning,
      isHooked,
      isAsyncClosed,
      finalizer,
    }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
    this.stamp = -1
  }
}

/** How an activation came about, and so what its end means to the caller. */
export enum Mode {
  /** send(), next(), throw(): end is StopIteration (StopAsyncIteration) in the caller. */
  Send,
  /** A `for` loop or a native that iterates: end is END. */
  For,
  /** next(g, default): end is `data`. */
  Default,
  /** close(). */
  Close,
  /** throw(GeneratorExit) and close() of a chain: the inner one is closed on behalf of `data`, the one that awaits it. */
  CloseInner,
  /** drive(): end and yield are outcomes. */
  Drive,
}

/** One resumption that is going on: from whoever resumed `outer` until something is yielded to it or `outer` ends. */
export class Activation extends MutableObj {
  readonly outer: Coroutine
  /** The frame that gets the result; null for drive() at the bottom. */
  readonly caller: Frame | null
  mode: Mode
  data: unknown
  /** The activation that was going on before. */
  readonly below: Activation | null
  /** Finish kinds to be applied to what it delivers, as in Frame. */
  finish: Finish = Finish.Push
  finishData: unknown = undefined
  finishNext: Continuation | null = null
  constructor(
    epoch: number,
    outer: Coroutine,
    caller: Frame | null,
    mode: Mode,
    data: unknown,
    below: Activation | null,
  ) {
    super(T.object, epoch)
    this.outer = outer
    this.caller = caller
    this.mode = mode
    this.data = data
    this.below = below
  }
  save(): unknown {
    const { mode, data, finish, finishData, finishNext } = this
    return { mode, data, finish, finishData, finishNext }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** `coroutine.__await__()`. */
export class CoroutineWrapper extends Obj {
  readonly coroutine: Coroutine
  constructor(coroutine: Coroutine) {
    super(T.coroutineWrapper)
    this.coroutine = coroutine
  }
}

/** What an async generator yields, as opposed to what it awaits. */
export class AsyncGenWrapped extends Obj {
  readonly value: Value
  constructor(value: Value) {
    super(T.asyncGenWrapped)
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
    super(T.asyncGenASend, epoch)
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
  readonly args: readonly Value[] | null
  state = AwaitState.Init
  constructor(epoch: number, generator: Coroutine, args: readonly Value[] | null) {
    super(T.asyncGenAThrow, epoch)
    this.generator = generator
    this.args = args
  }
  save(): unknown {
    return this.state
  }
  restore(saved: unknown): void {
    this.state = saved as AwaitState
  }
}
