// Going back: by line, by breakpoint, by drive, to any time. What is undone stays known as the future until something else is chosen.

import type { TraceEvent } from '../trace/index.ts'
import type { Raised, Wanted } from './back.ts'
import { firstLine, lastOf, lastRaise, previousLine, raiseHere, Search, travelTo } from './back.ts'
import type { FrameInfo, StopReason } from './contract.ts'
import { SessionError } from './contract.ts'
import type { Halt } from './control.ts'
import type { Driving } from './driving.ts'
import { exceptionText } from './looks.ts'
import { messages } from './messages.ts'
import { ownerOf } from './stack.ts'
import type { Stage } from './stage.ts'
import type { Moment } from './timeline.ts'

/** What a stop at an earlier moment is said to be. */
export type Why = Pick<Halt, 'reason' | 'text' | 'breakpoints'>

export const because = (reason: StopReason, text?: string): Why => ({ reason, text, breakpoints: [] })

export class Travels {
  private readonly stage: Stage
  private readonly driving: Driving
  /** Moments to go to that were offered at a stop; a number is an index. */
  private moments: Moment[] = []
  private offeredAt: Halt | undefined
  /** When the run ended with an exception that was stopped at already. */
  private uncaughtAt: number | undefined

  constructor(stage: Stage, driving: Driving) {
    this.stage = stage
    this.driving = driving
  }

  /** The previous line of the coroutine; at a suspension in drive mode, before the last drive. */
  stepBack(id: number): void {
    if (this.driving.isBetween) this.undoDrive()
    else
      this.search(
        previousLine(this.stage.run, id),
        id,
        () => because('step'),
        () => this.undoDrive(),
      )
  }

  /** The previous breakpoint, or the start; at a suspension in drive mode, before the last drive. */
  reverseContinue(id: number): void {
    if (this.driving.isBetween) {
      this.undoDrive()
      return
    }
    const { control, breakpoints, run } = this.stage
    const { watching } = run
    watching.isSearching = true
    const spots = [...breakpoints.armed().flatMap(one => one.places), ...watching.spots()]
    const halts = new Map<string, Halt>()
    const { timeline } = run
    const keyOf = (moment: Moment): string => `${moment.time} ${moment.choices}`
    const noted = (halt: Halt | undefined): boolean => {
      if (halt !== undefined) halts.set(keyOf(timeline.now), halt)
      return halt !== undefined
    }
    const wanted = lastOf(spots, frame => noted(control.hit(frame)), {
      moved: move => noted(control.atMoves([move])),
      begins: () => watching.begin(),
      mayWrite: frame => watching.at(frame).mayWrite,
      wrote: isSure => noted(control.atWrite(isSure)),
    })
    const found = (moment: Moment): Why => halts.get(keyOf(moment)) ?? because('breakpoint')
    this.search(wanted, id, found, () => {
      if (run.progress.drive !== undefined) this.undoDrive()
      else this.goToStart()
    })
  }

  /** The moment at a time that can be travelled to. */
  momentAt(time: number): Moment {
    this.checkHistory()
    return this.stage.run.timeline.momentAt(time)
  }

  /** Goes to a moment, earlier or later, at once. */
  travel(moment: Moment): void {
    this.arriveNow(moment, because('goto'), this.stage.lastHalt?.coroutine ?? 0)
  }

  /** Takes a call back to where it began; the coroutine that is driven is made afresh. */
  restartFrame(info: FrameInfo): void {
    const { view, run } = this.stage
    const frame = view.frame(info)
    const { progress, options } = run
    if (frame === undefined || !info.canRestart) throw new SessionError(messages.cannotRestart)
    if (options.drive !== undefined && this.driving.isBetween && frame.coroutine === progress.driven) {
      this.driving.begin(options.drive)
      this.stage.go({ coroutine: info.coroutine, step: undefined, firstLine: undefined })
      return
    }
    this.search(
      firstLine(run, frame),
      info.coroutine,
      () => because('restart'),
      () => this.goToStart(),
    )
  }

  /** Where `goto` can go from here for a line: back to when it was last reached. */
  offer(path: string, line: number): { readonly id: number; readonly label: string }[] {
    this.checkHistory()
    const { run, host } = this.stage
    const spots = run.index.statements(host.resolve(path), line, line)
    if (spots.length === 0) return []
    const { now } = run.timeline
    const search = new Search(
      run,
      this.driving,
      this.lowerBound,
      lastOf(spots, () => true),
    )
    while (search.stretch()) {
      // Each turn looks through one more stretch.
    }
    travelTo(run, this.driving, now)
    if (search.found === undefined) return []
    if (this.offeredAt !== this.stage.lastHalt) this.moments = []
    this.offeredAt = this.stage.lastHalt
    this.moments.push(search.found)
    return [{ id: this.moments.length - 1, label: `back to when line ${line} was last reached` }]
  }

  goto(target: number): void {
    const moment = this.moments[target]
    if (moment === undefined || this.offeredAt !== this.stage.lastHalt)
      throw new SessionError(messages.noTarget(target))
    this.arrive(moment, because('goto'), this.stage.lastHalt?.coroutine ?? 0)
  }

  trace(from: number, to: number): { time: number; events: TraceEvent[]; future: TraceEvent[] } {
    const { machine, timeline } = this.stage.run
    const { trace } = machine
    const isInside = (event: TraceEvent): boolean => event.t >= from && event.t <= to
    return {
      time: machine.time,
      events: trace.events(trace.indexAt(from), trace.indexAt(to + 1)),
      future: timeline.future.filter(isInside),
    }
  }

  private checkHistory(): void {
    if (this.stage.run.options.noDebug) throw new SessionError(messages.noHistory)
  }

  /**
   * The program has ended with an exception that nobody caught, and the person wants to stop at those: back to where it was raised.
   * Undefined: nothing to stop at, or it was stopped at before.
   */
  backToUncaught(): Halt | undefined {
    const { run, breakpoints, control } = this.stage
    const { machine, timeline, options } = run
    const [filter] = breakpoints.filtersOf('uncaught')
    if (filter === undefined || options.noDebug || this.uncaughtAt === machine.time) return undefined
    const end = timeline.now
    this.uncaughtAt = end.time
    let last: Raised | undefined
    for (let index = timeline.marksBefore(end) - 1; index >= 0 && last === undefined; index--) {
      timeline.goToMark(index)
      const upTo = timeline.marksBefore(end) > index + 1 ? timeline.markMoment(index + 1) : end
      run.arms.only([], () => {
        last = lastRaise(run, this.driving, upTo)
      })
    }
    if (last === undefined || !control.wants(filter, last.exception, null)) {
      travelTo(run, this.driving, end)
      return undefined
    }
    travelTo(run, this.driving, { time: last.moment.time - 1, choices: last.moment.choices })
    const exception = raiseHere(run, last.moment.time)
    this.stage.unprint()
    this.lookBack()
    if (exception === undefined) return undefined
    const { frame } = machine
    return {
      reason: 'exception',
      coroutine: frame === null ? 0 : (ownerOf(frame)?.id ?? 0),
      text: exceptionText(machine, exception),
      breakpoints: [filter.id],
      exception,
      breakMode: 'unhandled',
    }
  }

  /** In drive mode a search does not go back beyond the drive that is going on. */
  private get lowerBound(): Moment {
    const { timeline, progress } = this.stage.run
    return (progress.phase === 'driven' ? timeline.beforeLastChoice() : undefined) ?? timeline.start
  }

  private undoDrive(): void {
    this.checkHistory()
    const { timeline, progress } = this.stage.run
    const moment = timeline.beforeLastChoice()
    // The first choice of drive mode made the coroutine: before it there is nothing to drive.
    if (moment === undefined || (moment.choices === 0 && progress.phase === 'driven'))
      throw new SessionError(messages.atStart)
    this.arrive(moment, because('step'), progress.driven?.id ?? 0)
  }

  private goToStart(): void {
    travelTo(this.stage.run, this.driving, this.stage.run.timeline.start)
    this.lookBack()
    this.stage.go({ coroutine: 0, step: undefined, firstLine: 'entry' })
  }

  /** Looks backwards, a stretch at a time, and halts where it is found; `otherwise`: it is nowhere. */
  private search(wanted: Wanted, id: number, why: (found: Moment) => Why, otherwise: () => void): void {
    this.checkHistory()
    const { run, listener, control } = this.stage
    const { now } = run.timeline
    const search = new Search(run, this.driving, this.lowerBound, wanted)
    this.stage.state = 'running'
    listener.continued(id)
    const done = (): void => {
      if (search.found !== undefined) {
        this.arriveNow(search.found, why(search.found), id)
        return
      }
      travelTo(run, this.driving, now)
      try {
        otherwise()
      } catch (error) {
        if (!(error instanceof SessionError)) throw error
        this.arriveNow(now, because('step', error.message), id)
      }
    }
    control.work(() => search.stretch(), done)
  }

  private arrive(moment: Moment, why: Why, id: number): void {
    this.stage.state = 'running'
    this.stage.listener.continued(id)
    this.stage.control.work(
      () => false,
      () => this.arriveNow(moment, why, id),
    )
  }

  /** Goes to a moment and halts there, with the coroutine `id` selected. */
  arriveNow(moment: Moment, why: Why, id: number): void {
    const { run } = this.stage
    const before = run.machine.trace.length
    run.watching.isSearching = false
    travelTo(run, this.driving, moment)
    this.lookBack()
    if (run.timeline.hasUnprinted(before)) this.stage.listener.output('console', `${messages.unprinted}\n`, undefined)
    if (why.reason === 'data breakpoint' && why.text?.includes('→')) run.standing = 'inside'
    const isThere = run.inspector.find(id) !== undefined || (id === 0 && !this.driving.isBetween)
    this.stage.flush()
    const coroutine = isThere ? id : (run.progress.driven?.id ?? 0)
    const { reason, text, breakpoints } = why
    this.stage.halted({ reason, coroutine, text, breakpoints, exception: undefined })
  }

  /** After going back: what had been counted since is forgotten. */
  private lookBack(): void {
    const { machine, lives, moves } = this.stage.run
    moves.forget()
    lives.cutTo(machine.trace.length)
    this.stage.breakpoints.goBack(machine.time)
  }
}
