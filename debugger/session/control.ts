// Running the machine in slices, so that whoever waits gets a turn, and judging each stop of it: is this where the person wants to be?
// Knows breakpoints, steps and drives; knows nothing of what is shown.

import type { Coroutine, Frame, Outcome as MachineOutcome, PyException, Stop } from '../engine/index.ts'
import type { Breakpoint, Breakpoints } from './breakpoints.ts'
import { countsAsHit, isWanted, parseLogMessage } from './breakpoints.ts'
import type { Place, StopReason } from './contract.ts'
import { exceptionMessage, look } from './looks.ts'
import type { Run } from './run.ts'
import { isHidden, ownerOf, suspendedFrames } from './stack.ts'
import type { Step } from './stepping.ts'

/** Instructions between two turns of the host's event loop: some ten milliseconds. */
const sliceLength = 400_000
/** Conditions and log points between two turns. */
const looksPerSlice = 16
/** Seconds of a sleep after which a pause is looked for. */
const longestWait = 0.1
/** After a pause was asked for, the next line of the person's code is looked for this long. */
const pausePatience = 200_000
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
}

export interface Halt {
  readonly reason: StopReason
  readonly coroutine: number
  readonly text: string | undefined
  readonly breakpoints: readonly number[]
  /** The exception at which the machine was halted. */
  readonly exception: PyException | undefined
  /** Nobody catches it. */
  readonly isUncaught?: boolean
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
  log(text: string, place: Place): void
  schedule(slice: () => void, seconds: number): void
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
  /** Work other than running forward, a piece at a time; false: it is done. */
  private job: (() => boolean) | undefined
  private turn = 0
  /** Frames in which suspended coroutines are to be met when they are resumed, and whose they are. */
  private readonly resumptions = new Map<Frame, number>()
  /** Expressions looked at since the host had its turn: each may take long without the program getting on. */
  private looks = 0

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

  /** Sets other work going: `piece` is called until it says false, then `done`. */
  work(piece: () => boolean, done: () => void): void {
    this.job = piece
    const turn = (): void => {
      if (this.job === undefined) return
      if (this.job()) this.begin(turn)
      else {
        this.job = undefined
        done()
      }
    }
    this.begin(turn)
  }

  /** Arms what the breakpoints say, also while running. */
  armBreakpoints(): void {
    if (this.run.options.noDebug) return
    this.run.arms.setLasting(this.breakpoints.all().flatMap(one => one.places))
    this.run.machine.stopAtRaise = this.breakpoints.filter('raised') !== undefined
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
    const isLooking = going?.firstLine !== undefined || this.pauseBy !== undefined
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
    while (this.going !== undefined) {
      if (!noDebug && timeline.untilMark === 0) timeline.mark()
      const stop = machine.run(noDebug ? end : Math.min(end, machine.time + timeline.untilMark))
      if (stop.kind !== 'limit') {
        const halt = this.judge(stop)
        if (halt === 'ended') return
        this.run.arms.disarmNext()
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
      if (this.pauseBy !== undefined && machine.time >= this.pauseBy) this.halt(this.halted('pause'))
      else if (machine.time >= end) {
        this.events.flush()
        this.begin(() => this.slice())
        return
      }
    }
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
      case 'outcome':
        run.standing = 'before'
        return this.events.outcome(stop.outcome)
      case 'finished': {
        const halt = this.events.finished(stop.status)
        if (halt !== 'ended') return halt
        this.endGoing()
        this.events.flush()
        this.events.ended(stop.status)
        return 'ended'
      }
      case 'waiting for input':
        // There is no standard input in a debugging session: input() meets its end, as with `< /dev/null`.
        run.machine.feedInput(undefined)
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

  private atBreak(frame: Frame, going: Going): Halt | undefined {
    const { arms, machine } = this.run
    const { pc } = frame
    const isSameLine = this.isSameLine(frame, pc)
    this.reached = { frame, pc, time: machine.time }
    const reached = arms.isLasting(frame.code, pc) ? this.breakpoints.at(frame.code, pc) : []
    const hit = reached.filter(one => (!isSameLine || one.kind === 'instruction') && this.counts(one, frame))
    if (hit.length > 0) {
      const reason = reasons[hit[0].kind]
      return { ...this.halted(reason), breakpoints: hit.map(one => one.id) }
    }
    if (isSameLine || !arms.isPassing(frame.code, pc)) return undefined
    if (this.pauseBy !== undefined) return this.halted('pause')
    if (going.firstLine !== undefined) return this.halted(going.firstLine)
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

  /** The breakpoints here whose conditions hold; log points say their piece and do not count. */
  hit(frame: Frame, pc: number): Breakpoint[] {
    return this.breakpoints.at(frame.code, pc).filter(one => this.counts(one, frame))
  }

  private counts(one: Breakpoint, frame: Frame): boolean {
    const { machine } = this.run
    if (one.mistake !== undefined) return false
    if (one.condition !== undefined && !this.holds(one, frame)) return false
    if (one.hits[one.hits.length - 1] !== machine.time) one.hits.push(machine.time)
    if (one.hit !== undefined && !countsAsHit(one.hit, one.hits.length)) return false
    if (one.logMessage === undefined) return true
    if (!this.run.timeline.isReplaying) this.log(one.logMessage, frame)
    return false
  }

  private holds(one: Breakpoint, frame: Frame): boolean {
    const { machine } = this.run
    this.looks++
    const looked = look(machine, `not not (${one.condition})`, frame, value => value === true)
    if (looked.kind === 'value') return looked.value
    // Said once: a condition in a loop that cannot be evaluated would fill the console.
    if (one.hits.length === 0) {
      this.events.log(
        `The condition '${one.condition}' of a breakpoint cannot be evaluated: ${looked.text}\n`,
        placeOf(frame),
      )
      one.hits.push(machine.time)
    }
    return false
  }

  private log(message: string, frame: Frame): void {
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
    this.events.log(`${text}\n`, placeOf(frame))
  }

  private atRaise(frame: Frame, exception: PyException): Halt | undefined {
    const { machine, options, index } = this.run
    const filter = this.breakpoints.filter('raised')
    if (filter === undefined || isHidden(frame) || (options.justMyCode && index.isForeign(frame.code))) return undefined
    if (!isWanted(exception, filter.condition)) return undefined
    const name = machine.typeName(exception)
    const message = exceptionMessage(machine, exception)
    return { ...this.halted('exception'), text: message === '' ? name : `${name}: ${message}`, exception }
  }
}

const reasons = { line: 'breakpoint', function: 'function breakpoint', instruction: 'instruction breakpoint' } as const

/** Control comes in at the first instruction, or at an exception handler; else in the middle of one. */
const isAtStart = (frame: Frame): boolean =>
  frame.pc === 0 || frame.code.exceptionTable.some(entry => entry.target === frame.pc)

function placeOf(frame: Frame): Place {
  return { file: frame.code.filename, line: frame.code.positions[4 * frame.pc] }
}

const everyUserLine = (run: Run): { code: Frame['code']; pc: number }[] => {
  const spots: { code: Frame['code']; pc: number }[] = []
  for (const file of run.index.allFiles()) {
    if (file.isLibrary && run.options.justMyCode) continue
    for (const code of file.codes)
      for (let pc = 0; pc < code.lineStarts.length; pc++) if (code.lineStarts[pc] === 1) spots.push({ code, pc })
  }
  return spots
}
