// Running the machine in slices, so that whoever waits gets a turn, and judging each stop of it: is this where the person wants to be?
// Knows breakpoints, steps and drives; knows nothing of what is shown.

import type { Coroutine, Frame, Machine, Outcome as MachineOutcome, PyException, Stop, Value } from '../engine/index.ts'
import { Op } from '../engine/index.ts'
import { monotonic } from '../engine/modules/time.ts'
import { everyUserLine } from './back.ts'
import type { Breakpoint, Breakpoints, DataBreakpoint, Filter } from './breakpoints.ts'
import { classNames, countsAsHit, isOneOf, parseLogMessage } from './breakpoints.ts'
import type { ExceptionDetails, ExceptionFilter, Place, StopReason, SuspensionMode } from './contract.ts'
import { exceptionMessage, holdsFor, look } from './looks.ts'
import type { Move } from './moves.ts'
import type { Run } from './run.ts'
import { isHidden, ownerOf, suspendedFrames } from './stack.ts'
import type { Step } from './stepping.ts'
import type { Choice, Moment } from './timeline.ts'

/** Instructions between two turns of the host's event loop: some ten milliseconds. */
const sliceLength = 400_000
/** Seconds that a slice may take, whatever its instructions do. */
const longestSlice = 0.05
/** Instructions that are run without a look at the clock, at least. */
const shortestRun = 64
/** Conditions and log points between two turns. */
const looksPerSlice = 16
/** Outcomes of a repeated drive between two turns. */
const outcomesPerSlice = 512
/** Seconds of a sleep after which a pause is looked for. */
const longestWait = 0.1
/** After a pause was asked for, the next line of the person's code is looked for this long. */
const pausePatience = 200_000
const pauseSeconds = 1
/** A value in the text of a stop. */
const longestShown = 60
/** Instructions that helpers may take inside one instruction of the person's code. */
const helperLimit = 100_000

/** What the machine was set going for. */
export interface Going {
  /** The coroutine that the request named. */
  readonly coroutine: number
  readonly step: Step | undefined
  /** Stop at the first line of the person's code, for this reason. */
  readonly firstLine: StopReason | undefined
  /** Stop after this one instruction. */
  readonly isInstruction?: boolean
  /** Stop at the first line of the person's code once the loop's clock shows this. */
  readonly clock?: number
}

export interface Halt {
  readonly reason: StopReason
  readonly coroutine: number
  readonly text: string | undefined
  readonly breakpoints: readonly number[]
  /** The exception at which the machine was halted. */
  readonly exception: PyException | undefined
  /** Why it was halted at: it was raised (the default), it leaves a coroutine, nobody catches it. */
  readonly breakMode?: ExceptionDetails['breakMode']
}

/** What the session does when the machine comes to something that is not its own. */
export interface ControlEvents {
  halted(halt: Halt): void
  /** The outcome of a drive or of the drive expression: undefined means go on. */
  outcome(outcome: MachineOutcome): Halt | undefined
  /** The machine has nothing more to run: undefined means go on (driving begins). */
  finished(status: number): Halt | 'ended' | undefined
  ended(status: number): void
  /** The machine or the debugger made a mistake: the run cannot go on. */
  failed(problem: string): void
  log(text: string, place: Place | undefined): void
  schedule(slice: () => void, seconds: number): void
  /** Seconds by the host's clock. */
  now(): number
  /** The program waits for a line; false: there is no input. */
  input(given: (line: string | undefined) => boolean): boolean
  /** After each slice: what was printed goes out. */
  flush(): void
}

export class Control {
  private readonly run: Run
  private readonly breakpoints: Breakpoints
  private readonly events: ControlEvents
  /** The armed instruction that was reached last. */
  private reached: { readonly frame: Frame; readonly pc: number; readonly time: number } | undefined
  private going: Going | undefined
  /** Machine time at which looking for a good place to pause ends; undefined: no pause was asked for. */
  private pauseBy: number | undefined
  /** The same by the host's clock, in seconds. */
  private pauseUntil = 0
  /** Instructions that are run without a look at the clock. */
  private pace = 16_384
  /** Work other than running forward, a piece at a time; false: it is done. */
  private job: (() => boolean) | undefined
  private turn = 0
  /** Frames in which suspended coroutines are to be met when they are resumed, and whose they are. */
  private readonly resumptions = new Map<Frame, number>()
  /** Expressions looked at since the host had its turn: each may take long without the program getting on. */
  private looks = 0
  /** The next instruction may write what is watched: it is executed alone. */
  private isWriting = false
  /** Where the program waits for a line of input. */
  private input: Moment | undefined
  /** Filters whose condition could not be evaluated; said once. */
  private readonly complained = new Set<number>()

  constructor(run: Run, breakpoints: Breakpoints, events: ControlEvents) {
    this.run = run
    this.breakpoints = breakpoints
    this.events = events
  }

  get isGoing(): boolean {
    return this.going !== undefined || this.job !== undefined
  }

  /** Sets the machine going; the first instruction runs after the caller's turn has ended. */
  go(going: Going): void {
    this.going = going
    // A breakpoint that we stand on has been seen.
    if (this.run.standing === 'before') this.run.machine.breakTime = this.run.machine.time
    this.arm()
    this.begin(() => this.slice())
  }

  /** Sets other work going: `piece` is called until it says false, then `done`; or `givenUp`, when a pause is asked for. */
  work(piece: () => boolean, done: () => void, givenUp: () => void = done): void {
    this.job = piece
    const turn = (): void => {
      if (this.job === undefined) return
      const isGivenUp = this.pauseBy !== undefined
      if (!isGivenUp && this.job()) {
        this.begin(turn)
        return
      }
      this.job = undefined
      this.pauseBy = undefined
      if (isGivenUp) givenUp()
      else done()
    }
    this.begin(turn)
  }

  /** Arms what the breakpoints say, also while running. */
  armBreakpoints(): void {
    if (this.run.options.noDebug) return
    this.run.arms.setLasting(this.breakpoints.armed().flatMap(one => one.places))
    this.run.moves.set(this.breakpoints)
    this.run.watching.set(this.breakpoints)
    this.run.machine.stopAtRaise = this.breakpoints.filtersOf(...raiseFilters).length > 0
  }

  /** Halts once when a suspended coroutine is resumed, or does not any more; true: it will. */
  breakOnResume(coroutine: Coroutine): boolean {
    const frame = suspendedFrames(coroutine)[0]?.frame
    if (frame === undefined || this.resumptions.delete(frame)) return false
    this.resumptions.set(frame, coroutine.id)
    return true
  }

  /** The person wants the machine to stand. */
  get isPausing(): boolean {
    return this.pauseBy !== undefined
  }

  pause(): void {
    if (this.input !== undefined && this.going !== undefined) {
      // Nothing runs: it stands where it waits for input.
      this.turn++
      this.halt({ ...this.halted('pause'), text: 'waiting for input' })
      return
    }
    if (this.pauseBy === undefined) this.pauseUntil = this.events.now() + pauseSeconds
    this.pauseBy ??= this.run.machine.time + pausePatience
    if (this.going !== undefined) this.arm()
  }

  /** Gives up whatever is going on, without a word. */
  abandon(): void {
    this.turn++
    this.endGoing()
    this.job = undefined
  }

  private begin(action: () => void, seconds = 0): void {
    const turn = ++this.turn
    this.events.schedule(() => {
      if (turn !== this.turn) return
      try {
        action()
      } catch (error) {
        // A mistake of ours, not of the program: it ends the run, not the host.
        this.abandon()
        this.events.failed(error instanceof Error ? error.message : String(error))
      }
    }, seconds)
  }

  private arm(): void {
    const { going, run } = this
    this.armBreakpoints()
    const isLooking = going?.firstLine !== undefined || going?.clock !== undefined || this.pauseBy !== undefined
    const everyLine = isLooking ? everyUserLine(run) : []
    for (const frame of this.resumptions.keys()) frame.trap = true
    run.arms.setPassing([...(going?.step?.spots() ?? []), ...everyLine])
  }

  private endGoing(): void {
    this.going?.step?.end()
    for (const frame of this.resumptions.keys()) frame.trap = false
    this.going = undefined
    this.pauseBy = undefined
    this.run.arms.setPassing([])
  }

  private slice(): void {
    const { machine, timeline } = this.run
    const end = machine.time + sliceLength
    const { noDebug } = this.run.options
    if (this.going?.isInstruction) {
      this.oneInstruction()
      return
    }
    if (this.waits()) return
    const { input } = this
    if (input !== undefined) {
      const { now } = timeline
      if (now.time === input.time && now.choices === input.choices) {
        this.awaitInput()
        if (this.input !== undefined) return
      }
      this.input = undefined
    }
    const began = this.events.now()
    while (this.going !== undefined) {
      if (this.events.now() - began > longestSlice) {
        // Instructions can be slow: whoever waits gets a turn all the same.
        this.events.flush()
        this.begin(() => this.slice())
        return
      }
      if (!noDebug && timeline.untilMark === 0) timeline.mark()
      const { isWriting } = this
      this.isWriting = false
      const start = this.events.now()
      const { time } = machine
      const limit = isWriting ? machine.time + 1 : Math.min(end, machine.time + this.pace)
      const stop = machine.run(noDebug ? limit : Math.min(limit, machine.time + Math.max(1, timeline.untilMark)))
      if (!isWriting) {
        const seconds = this.events.now() - start
        this.setPace(seconds)
        timeline.took(machine.time - time, seconds)
      }
      const written = noDebug ? undefined : this.atWrite(isWriting)
      if (stop.kind !== 'limit') {
        const judged = this.judge(stop)
        if (judged === 'ended') return
        const halt = judged ?? written
        this.run.arms.disarmNext()
        if (this.input !== undefined) {
          this.events.flush()
          return
        }
        if (halt !== undefined) this.halt(halt)
        else if (this.run.clock.owed > 0) {
          this.events.flush()
          if (this.waits()) return
        } else if (this.looks >= looksPerSlice) {
          this.looks = 0
          this.begin(() => this.slice())
          return
        }
        continue
      }
      this.run.standing = 'before'
      if (written !== undefined) {
        // What is shown is the instruction that has written.
        this.run.standing = 'inside'
        this.halt(written)
      } else if (this.pauseBy !== undefined && (machine.time >= this.pauseBy || this.events.now() >= this.pauseUntil))
        this.halt(this.halted('pause'))
      else if (machine.time >= end) {
        this.events.flush()
        this.begin(() => this.slice())
        return
      }
    }
  }

  /** A run that took long makes the next one shorter. */
  private setPace(seconds: number): void {
    if (seconds > longestSlice / 2) this.pace = Math.max(shortestRun, this.pace >> 2)
    else if (seconds < longestSlice / 8) this.pace = Math.min(sliceLength, this.pace << 1)
  }

  /** Waits a moment for what the program has slept by the real clock; a pause need not wait. */
  private waits(): boolean {
    const { clock } = this.run
    if (clock.owed <= 0 || this.pauseBy !== undefined) return false
    const seconds = Math.min(clock.owed, longestWait)
    clock.owed -= seconds
    this.begin(() => this.slice(), seconds)
    return true
  }

  /** Runs one instruction; what the machine's helpers do in it counts as part of it. */
  private oneInstruction(): void {
    const { machine } = this.run
    const end = machine.time + helperLimit
    do {
      const stop = machine.run(machine.time + 1)
      if (stop.kind === 'limit' || stop.kind === 'break' || stop.kind === 'trap') continue
      const halt = this.judge(stop)
      if (halt === 'ended') return
      if (this.input !== undefined) {
        this.events.flush()
        return
      }
      if (halt !== undefined) {
        this.halt(halt)
        return
      }
    } while (machine.frame !== null && isHidden(machine.frame) && machine.time < end)
    this.run.standing = 'before'
    this.halt(this.halted('step'))
  }

  /** Ends what is going on at this halt. */
  private halt(halt: Halt): void {
    this.endGoing()
    this.events.flush()
    this.events.halted(halt)
  }

  private judge(stop: Exclude<Stop, { kind: 'limit' }>): Halt | 'ended' | undefined {
    const { run } = this
    const going = this.going!
    switch (stop.kind) {
      case 'break':
        run.standing = 'before'
        return this.atBreak(stop.frame, going)
      case 'trap':
        run.standing = isAtStart(stop.frame) ? 'before' : 'inside'
        if (this.resumptions.has(stop.frame)) return this.resumed(stop.frame)
        return going.step?.endsInFrame(stop.frame) ? this.endStep(going, stop.frame) : undefined
      case 'raise':
        run.standing = 'inside'
        return this.atRaise(stop.frame, stop.exception)
      case 'halt':
        run.standing = run.machine.frame !== null && isAtStart(run.machine.frame) ? 'before' : 'inside'
        return this.atMoves(run.moves.take())
      case 'outcome': {
        run.standing = 'before'
        const moved = this.atMoves(run.moves.take())
        // A drive that is repeated takes longer than its few instructions say: the host gets its turn.
        this.looks += looksPerSlice / outcomesPerSlice
        const halt = this.events.outcome(stop.outcome)
        return halt === undefined || moved === undefined ? (halt ?? moved) : { ...halt, breakpoints: moved.breakpoints }
      }
      case 'finished': {
        const halt = this.events.finished(stop.status)
        if (halt !== 'ended') return halt
        this.endGoing()
        this.events.flush()
        this.events.ended(stop.status)
        return 'ended'
      }
      case 'waiting for input':
        run.standing = 'inside'
        this.awaitInput()
        return undefined
    }
  }

  /** A coroutine that was waited for has been resumed. */
  private resumed(frame: Frame): Halt {
    const id = this.resumptions.get(frame) ?? 0
    this.resumptions.delete(frame)
    frame.trap = false
    const name = this.run.lives.name(id) ?? `#${id}`
    return { ...this.halted('breakpoint'), coroutine: id, text: `${name} is resumed` }
  }

  /** Asks for a line of input; where nobody gives any, input() meets its end, as with `< /dev/null`. */
  private awaitInput(): void {
    const { machine, timeline } = this.run
    if (timeline.isInputNext) {
      timeline.chooseAgain()
      return
    }
    const { now } = timeline
    const turn = this.turn
    this.input = now
    const isAsked = this.events.input(line => {
      // The person has gone elsewhere meanwhile: who comes here again asks again.
      if (this.input !== now || turn !== this.turn) return false
      this.input = undefined
      timeline.choose(inputChoice(machine, now.time, line))
      this.begin(() => this.slice())
      return true
    })
    if (isAsked) return
    this.input = undefined
    machine.feedInput(undefined)
  }

  private atBreak(frame: Frame, going: Going): Halt | undefined {
    const { arms, machine, watching } = this.run
    const { pc } = frame
    const isSameLine = this.isSameLine(frame, pc)
    if (frame.code.lineStarts[pc] === 1) this.reached = { frame, pc, time: machine.time }
    const reached = arms.isLasting(frame.code, pc) ? this.breakpoints.at(frame.code, pc) : []
    const isItself = (one: Breakpoint): boolean =>
      one.kind === 'instruction' ||
      one.places.some(place => place.code === frame.code.template && place.pc === pc && place.suspendsAt !== undefined)
    const hit = reached.filter(one => (!isSameLine || isItself(one)) && this.counts(one, frame))
    if (hit.length > 0) {
      const reason = reasons[hit[0].kind]
      return { ...this.halted(reason), breakpoints: hit.map(one => one.id) }
    }
    if (arms.isWatching(frame.code, pc)) {
      const { reads, mayWrite } = watching.at(frame)
      const read = this.atRead(reads, frame)
      if (read !== undefined) return read
      this.isWriting = mayWrite
    }
    if (isSameLine || !arms.isPassing(frame.code, pc)) return undefined
    if (this.pauseBy !== undefined) return this.halted('pause')
    if (going.firstLine !== undefined) return this.halted(going.firstLine)
    if (going.clock !== undefined) {
      const time = monotonic(machine)
      if (time < going.clock) return undefined
      return { ...this.halted('clock'), text: `the clock shows ${Math.round(time * 1e6) / 1e6} s` }
    }
    if (going.step?.endsAtLine(frame, pc)) return this.endStep(going, machine.frame!)
    return undefined
  }

  /**
   * A `for` line begins twice in code, before the loop and at each turn; the first time control runs straight from one to the other,
   * which is no new line (CPython: a line event needs another line or a jump back).
   */
  private isSameLine(frame: Frame, pc: number): boolean {
    const { reached } = this
    if (reached === undefined || reached.frame !== frame || reached.pc >= pc) return false
    const { positions } = frame.code
    if (positions[4 * reached.pc] !== positions[4 * pc]) return false
    return this.run.machine.time - reached.time === pc - reached.pc
  }

  /** A step out of a coroutine ends when it suspends: it, and not who got control, is what the person looks at. */
  private endStep(going: Going, frame: Frame): Halt {
    const stepped = going.step!.frame.coroutine
    if (going.step!.kind === 'out' && stepped !== null && !going.step!.frame.isFinished)
      return { ...this.halted('step'), coroutine: stepped.id }
    return { ...this.halted('step'), coroutine: ownerOf(frame)?.id ?? 0 }
  }

  private halted(reason: StopReason): Halt {
    const { machine } = this.run
    const owner: Coroutine | undefined = machine.frame === null ? undefined : ownerOf(machine.frame)
    return { reason, coroutine: owner?.id ?? 0, text: undefined, breakpoints: [], exception: undefined }
  }

  /** The breakpoints here whose conditions hold, as a halt; log points say their piece and do not count. */
  hit(frame: Frame): Halt | undefined {
    const { arms, watching } = this.run
    const hit = this.breakpoints.at(frame.code, frame.pc).filter(one => this.counts(one, frame))
    if (hit.length > 0) return { ...this.halted(reasons[hit[0].kind]), breakpoints: hit.map(one => one.id) }
    return arms.isPassing(frame.code, frame.pc) ? this.atRead(watching.at(frame).reads, frame) : undefined
  }

  private atRead(reads: readonly DataBreakpoint[], frame: Frame): Halt | undefined {
    const read = reads.filter(one => this.counts(one, frame))
    if (read.length === 0) return undefined
    const text = `${read[0].name.expression} is read`
    return { ...this.halted('data breakpoint'), text, breakpoints: read.map(one => one.id) }
  }

  private counts(one: Breakpoint, frame: Frame | null): boolean {
    const { machine } = this.run
    if (one.mistake !== undefined) return false
    if (one.condition !== undefined && !this.holds(one, frame)) return false
    if (one.hits[one.hits.length - 1] !== machine.time) one.hits.push(machine.time)
    if (one.hit !== undefined && !countsAsHit(one.hit, one.hits.length)) return false
    if (one.logMessage === undefined) return true
    if (!this.run.timeline.isReplaying) this.log(one.logMessage, frame)
    return false
  }

  private holds(one: Breakpoint, frame: Frame | null): boolean {
    const { machine } = this.run
    this.looks++
    const looked = look(machine, `not not (${one.condition})`, frame, value => value === true)
    if (looked.kind === 'value') return looked.value
    // Said once: a condition in a loop that cannot be evaluated would fill the console.
    if (one.hits.length === 0) {
      this.complain(one.condition!, looked.text, frame)
      one.hits.push(machine.time)
    }
    return false
  }

  private complain(condition: string, problem: string, frame: Frame | null): void {
    this.events.log(
      `The condition '${condition}' of a breakpoint cannot be evaluated: ${problem}\n`,
      frame === null ? undefined : placeOf(frame),
    )
  }

  private log(message: string, frame: Frame | null): void {
    const { machine } = this.run
    this.looks++
    let text = ''
    try {
      for (const part of parseLogMessage(message)) {
        if ('text' in part) text += part.text
        else {
          const looked = look(machine, `f"{${part.field}}"`, frame, value => String(value))
          text += looked.kind === 'value' ? looked.value : `<${looked.text}>`
        }
      }
    } catch (error) {
      text = error instanceof Error ? error.message : String(error)
    }
    this.events.log(`${text}\n`, frame === null ? undefined : placeOf(frame))
  }

  /** Has something been written that is watched? `isSure`: an instruction that may write it has just been executed. */
  atWrite(isSure: boolean): Halt | undefined {
    const { values, machine, watching } = this.run
    const written = watching.written(isSure).filter(one => this.counts(one.breakpoint, machine.frame))
    if (written.length === 0) return undefined
    const [{ breakpoint, before, after }] = written
    const textOf = (value: Value | undefined): string =>
      value === undefined ? 'nothing' : values.text(value, longestShown)
    return {
      ...this.halted('data breakpoint'),
      text: `${breakpoint.name.expression}: ${textOf(before)} → ${textOf(after)}`,
      breakpoints: written.map(one => one.breakpoint.id),
    }
  }

  /** What happened to coroutines: is it what the person waits for? */
  atMoves(moves: readonly Move[]): Halt | undefined {
    const { inspector } = this.run
    for (const { coroutine, frame, line, what } of moves) {
      const { id } = coroutine
      const name = inspector.name(id)
      const halt = { coroutine: id, exception: undefined, breakpoints: [] }
      switch (what.kind) {
        case 'mode': {
          const hit = what.breakpoints.filter(one => this.counts(one, frame))
          if (hit.length === 0) break
          const [reason, words] = happened[what.mode]
          return { ...halt, reason, text: `${name} ${words} at line ${line}`, breakpoints: hit.map(one => one.id) }
        }
        case 'exception': {
          const { exception } = what
          const [filter] = this.breakpoints.filtersOf(what.filter)
          if (filter === undefined || !this.wants(filter, exception, frame)) break
          const where = what.filter === 'leaving' || what.filter === 'stopIteration' ? 'leaves' : 'arrives in'
          return {
            ...halt,
            reason: 'exception',
            text: `${this.textOf(exception)} ${where} ${name} at line ${line}`,
            breakpoints: [filter.id],
            exception,
            breakMode: what.filter === 'leaving' ? 'userUnhandled' : 'always',
          }
        }
        case 'never awaited': {
          const [filter] = this.breakpoints.filtersOf('neverAwaited')
          if (filter === undefined || !isNamed(coroutine, filter.condition)) break
          const place = `${coroutine.createdFile}:${coroutine.createdLine}`
          return {
            ...this.halted('exception'),
            text: `coroutine '${coroutine.qualname}' was never awaited; it was created at ${place}`,
            breakpoints: [filter.id],
          }
        }
      }
    }
    return undefined
  }

  /** An exception is raised: does the person want to stop there? */
  atRaise(frame: Frame, exception: PyException): Halt | undefined {
    const { options, index, moves } = this.run
    if (isHidden(frame) || (options.justMyCode && index.isForeign(frame.code))) return undefined
    const filter = this.breakpoints.filtersOf(...raiseFilters).find(one => {
      switch (one.filter) {
        case 'raised':
          return isRaised(frame, exception) && this.wants(one, exception, frame)
        default:
          return (
            !moves.hasArrived(exception, ownerOf(frame)) &&
            moves.arriving(exception) === one.filter &&
            this.wants(one, exception, frame)
          )
      }
    })
    if (filter === undefined) return undefined
    return { ...this.halted('exception'), text: this.textOf(exception), exception, breakpoints: [filter.id] }
  }

  /** Is an exception what a filter's condition asks for? Leaving the program on purpose is no exception to stop at. */
  wants(filter: Filter, exception: PyException, frame: Frame | null): boolean {
    const { condition } = filter
    if (condition === undefined) return !isOneOf(exception, ['SystemExit'])
    const names = classNames(condition)
    if (names !== undefined) return isOneOf(exception, names)
    this.looks++
    const looked = holdsFor(this.run.machine, condition, frame, exception)
    if (looked.kind === 'value') return looked.value
    if (!this.complained.has(filter.id)) this.complain(condition, looked.text, frame)
    this.complained.add(filter.id)
    return false
  }

  private textOf(exception: PyException): string {
    const { machine } = this.run
    const message = exceptionMessage(machine, exception)
    const name = machine.typeName(exception)
    return message === '' ? name : `${name}: ${message}`
  }
}

/** A line of input, or its end, given at a time. */
export const inputChoice = (machine: Machine, time: number, line: string | undefined): Choice => ({
  time,
  key: JSON.stringify(['input', line ?? null]),
  apply: () => machine.feedInput(line),
})

/** Filters for which the machine is asked to stop wherever something is raised. */
export const raiseFilters = ['raised', 'cancelled', 'generatorExit'] as const satisfies ExceptionFilter[]

const happened: Record<SuspensionMode, readonly [StopReason, string]> = {
  suspends: ['suspended', 'was suspended'],
  resumes: ['resumed', 'was resumed'],
  thrown: ['thrown into', 'was thrown into'],
  closed: ['closed', 'was closed'],
}

/** What the language itself uses to end loops and coroutines counts as raised only where a `raise` says so. */
const controlFlow = ['StopIteration', 'StopAsyncIteration', 'GeneratorExit', 'CancelledError']

function isRaised(frame: Frame, exception: PyException): boolean {
  return !isOneOf(exception, controlFlow) || frame.code.original[2 * (frame.pc - 1)] === Op.RaiseVarargs
}

/** Is the coroutine of one of these functions? */
function isNamed(coroutine: Coroutine, names: string | undefined): boolean {
  if (names === undefined) return true
  return (classNames(names) ?? []).some(name => name === coroutine.name || name === coroutine.label)
}

const reasons = {
  line: 'breakpoint',
  function: 'function breakpoint',
  instruction: 'instruction breakpoint',
  data: 'data breakpoint',
} as const

/** Control comes in at the first instruction, or at an exception handler; else in the middle of one. */
const isAtStart = (frame: Frame): boolean =>
  frame.pc === 0 || frame.code.exceptionTable.some(entry => entry.target === frame.pc)

function placeOf(frame: Frame): Place {
  return { file: frame.code.filename, line: frame.code.positions[4 * frame.pc] }
}
