// Watching what moves coroutines, for breakpoints that wait for something to happen at an `await` and for filters on exceptions that
// arrive or leave. Notes what fits while an instruction runs and makes the machine halt after it; conditions are looked at then.

import type { Coroutine, Frame, Machine, PyException, TraceListener } from '../engine/index.ts'
import { CO } from '../engine/index.ts'
import type { Breakpoint, Breakpoints } from './breakpoints.ts'
import type { CodeIndex } from './code-index.ts'
import type { ExceptionFilter, SuspensionMode } from './contract.ts'

/** Something that happened to a coroutine and that somebody waits for. */
export interface Move {
  readonly coroutine: Coroutine
  /** Its frame; also when it has finished meanwhile. */
  readonly frame: Frame | null
  readonly line: number
  readonly what:
    | { readonly kind: 'mode'; readonly mode: SuspensionMode; readonly breakpoints: readonly Breakpoint[] }
    | { readonly kind: 'exception'; readonly filter: ExceptionFilter; readonly exception: PyException }
    | { readonly kind: 'never awaited' }
}

const modeOf = { send: 'resumes', throw: 'thrown', close: 'closed' } as const

export class Moves implements TraceListener {
  private readonly machine: Machine
  private readonly index: CodeIndex
  private readonly justMyCode: boolean
  private moded: readonly Breakpoint[] = []
  private filters: ReadonlySet<ExceptionFilter> = new Set()
  private noted: Move[] = []
  /** Told of last, and where: going up from there it arrives nowhere else. */
  private arrived: { readonly exception: PyException; readonly coroutine: Coroutine } | undefined

  constructor(machine: Machine, index: CodeIndex, justMyCode: boolean) {
    this.machine = machine
    this.index = index
    this.justMyCode = justMyCode
  }

  /** Waits for what these breakpoints say. The machine is only asked to tell when somebody waits. */
  set(breakpoints: Breakpoints): void {
    this.moded = breakpoints.moded()
    this.filters = new Set(
      breakpoints
        .filtersOf('leaving', 'stopIteration', 'cancelled', 'generatorExit', 'neverAwaited')
        .map(one => one.filter),
    )
    this.machine.trace.listener = this.moded.length > 0 || this.filters.size > 0 ? this : null
    if (this.machine.trace.listener === null) this.noted = []
  }

  /** What was noted since the last time. */
  take(): Move[] {
    const { noted } = this
    this.noted = []
    return noted
  }

  /** The run has gone back: what had arrived may arrive again. */
  forget(): void {
    this.noted = []
    this.arrived = undefined
  }

  /** Was its arrival in this coroutine told of already? */
  hasArrived(exception: PyException, coroutine: Coroutine | undefined): boolean {
    return exception === this.arrived?.exception && coroutine === this.arrived.coroutine
  }

  suspended(inner: Coroutine, outer: Coroutine): void {
    this.along(inner, outer, 'suspends')
  }

  resumed(inner: Coroutine, outer: Coroutine, how: 'send' | 'throw' | 'close', exception: PyException | null): void {
    this.along(inner, outer, modeOf[how])
    if (exception === null) return
    const visible = chainOf(inner, outer).find(one => this.isVisible(one))
    if (visible !== undefined) this.arrives(exception, visible)
  }

  /** An exception comes into a coroutine of the person's code, from outside or from the library. */
  private arrives(exception: PyException, coroutine: Coroutine): void {
    const filter = this.arriving(exception)
    if (filter === undefined || this.hasArrived(exception, coroutine)) return
    this.arrived = { exception, coroutine }
    this.note(coroutine, { kind: 'exception', filter, exception })
  }

  left(coroutine: Coroutine, exception: PyException): void {
    if (!this.isVisible(coroutine)) {
      const { awaiter } = coroutine
      if (awaiter !== null && this.isVisible(awaiter)) this.arrives(exception, awaiter)
      return
    }
    if (this.filters.has('stopIteration') && isEscapedStop(exception)) {
      this.note(coroutine, { kind: 'exception', filter: 'stopIteration', exception })
      return
    }
    if (!this.filters.has('leaving')) return
    // How close() ends a coroutine is no failure.
    if (exception.cls.mro.some(type => type.name === 'GeneratorExit')) return
    this.note(coroutine, { kind: 'exception', filter: 'leaving', exception })
  }

  closed(coroutine: Coroutine): void {
    this.along(coroutine, coroutine, 'closed')
  }

  neverAwaited(coroutine: Coroutine): void {
    if (this.filters.has('neverAwaited') && this.isVisible(coroutine)) this.note(coroutine, { kind: 'never awaited' })
  }

  /** The filter that waits for an exception of this class to arrive. */
  arriving(exception: PyException): 'cancelled' | 'generatorExit' | undefined {
    for (const { name } of exception.cls.mro) {
      if (name === 'CancelledError' && this.filters.has('cancelled')) return 'cancelled'
      if (name === 'GeneratorExit' && this.filters.has('generatorExit')) return 'generatorExit'
    }
    return undefined
  }

  /** Notes those of a chain that stand at a suspension point with a breakpoint of this mode. */
  private along(inner: Coroutine, outer: Coroutine, mode: SuspensionMode): void {
    if (this.moded.length === 0) return
    for (const one of chainOf(inner, outer)) {
      const { frame } = one
      if (frame === null) continue
      const { code } = frame
      const at = frame.pc - 1
      const reached = this.moded.filter(
        breakpoint =>
          breakpoint.mode === mode &&
          breakpoint.places.some(place => place.code === code.template && place.suspendsAt?.includes(at)),
      )
      if (reached.length > 0) this.note(one, { kind: 'mode', mode, breakpoints: reached })
    }
  }

  private note(coroutine: Coroutine, what: Move['what']): void {
    // What happens on a fork does not happen.
    if (this.machine.journal.isSilent) return
    const { frame } = coroutine
    const raisedAt = what.kind === 'exception' ? lineIn(what.exception, frame) : undefined
    this.noted.push({ coroutine, frame, line: raisedAt ?? frame?.line ?? coroutine.code.firstLine, what })
    this.machine.halt()
  }

  private isVisible(one: Coroutine): boolean {
    if (one.code.flags & CO.HIDDEN) return false
    return !this.justMyCode || !this.index.isForeign(one.code)
  }
}

/** The line of a frame that an exception came from; undefined when it was not there yet. */
function lineIn(exception: PyException, frame: Frame | null): number | undefined {
  let line: number | undefined
  for (let one = exception.traceback; one !== null; one = one.next) if (one.frame === frame) line = one.line
  return line
}

/** PEP 479: StopIteration that would leave the body of a coroutine has become a RuntimeError. */
function isEscapedStop(exception: PyException): boolean {
  const { cause, cls, args } = exception
  const isStop = cause?.cls.mro.some(type => type.name === 'StopIteration' || type.name === 'StopAsyncIteration')
  return isStop === true && cls.name === 'RuntimeError' && String(args.items[0]).includes(' raised Stop')
}

/** From the innermost coroutine of a chain of awaits to the outermost. */
function chainOf(inner: Coroutine, outer: Coroutine): Coroutine[] {
  const chain = [inner]
  for (let one: Coroutine | null = inner; one !== outer && one !== null; one = one.awaiter)
    if (one.awaiter !== null) chain.push(one.awaiter)
  return chain
}
