// Going back: by line, by breakpoint, by drive, to any time. What is undone stays known as the future until something else is chosen.

import type { Frame, PyException } from '../engine/index.ts'
import { isRunning, State } from '../engine/index.ts'
import type { TraceEvent } from '../trace/index.ts'
import type { Raised, Wanted } from './back.ts'
import {
  callingLine,
  everyUserLine,
  firstLine,
  lastOf,
  lastRaise,
  previousLine,
  previousLineInside,
  raiseHere,
  Search,
  travelTo,
} from './back.ts'
import type { FrameInfo, FutureInfo, HistoryInfo, StopReason } from './contract.ts'
import { SessionError } from './contract.ts'
import { type Halt, raiseFilters } from './control.ts'
import type { Driving } from './driving.ts'
import { type Jump, jumping, jumpTo } from './jump.ts'
import { exceptionText } from './looks.ts'
import { messages } from './messages.ts'
import { ownerOf } from './stack.ts'
import type { Stage } from './stage.ts'
import type { Moment } from './timeline.ts'

/** What a stop at an earlier moment is said to be. */
export type Why = Pick<Halt, 'reason' | 'text' | 'breakpoints'> &
  Partial<Pick<Halt, 'coroutine'>> & {
    /** Inside the instruction that raises an exception. */
    readonly isRaise?: boolean
  }

export const because = (reason: StopReason, text?: string): Why => ({ reason, text, breakpoints: [] })

/** A search that takes more stretches than this is told of. */
const patientStretches = 8
/** Stretches of history that are looked through while somebody waits for a list of targets. */
const mostStretches = 60

export class Travels {
  private readonly stage: Stage
  private readonly driving: Driving
  /** Where to go that was offered at a stop; a number is an index. */
  private destinations: ({ readonly label: string } & ({ readonly moment: Moment } | { readonly jump: Jump }))[] = []
  private offeredAt: Halt | undefined
  /** When the run ended with an exception that was stopped at already. */
  private uncaughtAt: number | undefined

  constructor(stage: Stage, driving: Driving) {
    this.stage = stage
    this.driving = driving
  }

  /** The previous line of the coroutine; at a suspension in drive mode, before the last drive. */
  stepBack(id: number): void {
    this.goBack(id, () => previousLine(this.stage.run, id))
  }

  /** The line executed just before, also in what was called or awaited. */
  stepBackInto(id: number): void {
    this.goBack(id, () => previousLineInside(this.stage.run, id))
  }

  /** The line that called, awaited or resumed what runs here. */
  stepBackOut(id: number): void {
    this.goBack(id, () => callingLine(this.stage.run, id))
  }

  private goBack(id: number, wanted: () => Wanted): void {
    const { run } = this.stage
    const why = (): Why => because('step')
    if (this.isAtEnd) {
      const last = lastOf(everyUserLine(run), () => true)
      this.search(last, 0, why, () => this.goToStart())
    } else if (this.driving.isBetween) this.undoDrive()
    else this.search(wanted(), id, why, () => this.undoDrive())
  }

  /** The program has run to its end and nobody drives. */
  get isAtEnd(): boolean {
    const { machine, progress } = this.stage.run
    return machine.frame === null && progress.phase === 'program'
  }

  /** When a coroutine, or what it awaits, was suspended before: the latest time, or the one before where it is suspended now. */
  previousSuspension(id: number): Moment {
    this.checkHistory()
    const { inspector, lives, machine, timeline } = this.stage.run
    const coroutine = inspector.find(id)
    const times = lives.suspensions(id).filter(time => time < machine.time)
    const isSuspended = coroutine !== undefined && coroutine.state === State.Suspended && !isRunning(coroutine)
    // Where it is suspended now it was suspended last.
    if (isSuspended && lives.suspendedAt(id) !== machine.time) times.pop()
    const time = times[times.length - 1]
    if (time === undefined) throw new SessionError(messages.noSuspensionBefore(inspector.name(id)))
    return timeline.momentAt(time)
  }

  /** Goes to a moment with this coroutine selected. */
  travelWith(moment: Moment, id: number): void {
    this.arrive(moment, because('goto'), id)
  }

  history(): HistoryInfo {
    this.checkHistory()
    return this.stage.run.timeline.extent
  }

  /** Futures that were left for another. */
  futures(): FutureInfo[] {
    return this.stage.run.timeline.futures.map(one => {
      const apart = one.choices.filter((choice, i) => i >= one.from.choices || choice.time > one.from.time)
      return {
        id: one.id,
        from: one.from.time,
        end: one.end.time,
        choices: apart.map(choice => choiceText(choice.key)),
        events: one.events,
      }
    })
  }

  /** Goes on in a future that was left, as far as it went or to `time`. */
  takeFuture(id: number, time: number | undefined): Moment {
    this.checkHistory()
    const { timeline } = this.stage.run
    const future = timeline.futures.find(one => one.id === id)
    if (future === undefined) throw new SessionError(messages.noFuture(id))
    travelTo(this.stage.run, this.driving, timeline.branchOf(future))
    this.lookBack()
    timeline.takeUp(future)
    return time === undefined || time >= future.end.time ? future.end : timeline.momentAt(time)
  }

  /** The previous breakpoint, or the start; at a suspension in drive mode, before the last drive. */
  reverseContinue(id: number): void {
    if (this.driving.isBetween && !this.isAtEnd) {
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
    /** Halts inside the instruction that raises. */
    const raises = new Set<Halt>()
    const raised = (exception: PyException, frame: Frame): boolean => {
      const halt = control.atRaise(frame, exception)
      if (halt !== undefined) raises.add(halt)
      return noted(halt)
    }
    const wanted = lastOf(spots, frame => noted(control.hit(frame)), {
      ...(breakpoints.filtersOf(...raiseFilters).length > 0 ? { raised } : {}),
      moved: move => noted(control.atMoves([move])),
      begins: () => watching.begin(),
      mayWrite: frame => watching.at(frame).mayWrite,
      wrote: isSure => noted(control.atWrite(isSure)),
    })
    const found = (moment: Moment): Why => {
      const halt = halts.get(keyOf(moment))
      return halt === undefined ? because('breakpoint') : { ...halt, isRaise: raises.has(halt) }
    }
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

  /** Where `goto` can go from here for a line: to a statement of the same block, or back to when the line was last reached. */
  offer(path: string, line: number): { readonly id: number; readonly label: string }[] {
    this.checkHistory()
    const file = this.stage.host.resolve(path)
    if (this.offeredAt !== this.stage.lastHalt) this.destinations = []
    this.offeredAt = this.stage.lastHalt
    const before = this.destinations.length
    const jump = jumpTo(this.stage.run, file, line)
    if (jump !== undefined) this.destinations.push({ label: `jump to line ${line}`, jump })
    const moment = this.lastReached(file, line)
    if (moment !== undefined) this.destinations.push({ label: `back to when line ${line} was last reached`, moment })
    return this.destinations.slice(before).map(({ label }, i) => ({ id: before + i, label }))
  }

  /** When a line was reached last, as far as can be seen at once. */
  private lastReached(file: string, line: number): Moment | undefined {
    const { run } = this.stage
    const spots = run.index.statements(file, line, line)
    if (spots.length === 0) return undefined
    const { now } = run.timeline
    const wanted = lastOf(spots, () => true)
    const search = new Search(run, this.driving, this.lowerBound, wanted)
    for (let i = 0; i < mostStretches && search.stretch(); i++) {
      // Each turn looks through one more stretch.
    }
    travelTo(run, this.driving, now)
    return search.found
  }

  goto(target: number): void {
    const destination = this.destinations[target]
    if (destination === undefined || this.offeredAt !== this.stage.lastHalt)
      throw new SessionError(messages.noTarget(target))
    const id = this.stage.lastHalt?.coroutine ?? 0
    const { run } = this.stage
    if ('moment' in destination) {
      this.arrive(destination.moment, because('goto'), id)
      return
    }
    run.timeline.choose(jumping(run, run.machine.time, destination.jump))
    this.arrive(run.timeline.now, because('goto'), id)
  }

  trace(from: number, to: number): { time: number; events: TraceEvent[]; future: TraceEvent[] } {
    const { machine } = this.stage.run
    const { trace } = machine
    return {
      time: machine.time,
      events: trace.events(trace.indexAt(from), trace.indexAt(to + 1)),
      future: trace.ahead(from, to),
    }
  }

  /** How many events have happened since a time, so that nobody has to make them to count them. */
  eventsSince(time: number): number {
    const { trace } = this.stage.run.machine
    return trace.length - trace.indexAt(time)
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
    const exception = this.raiseAgain(last.moment)
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
    if (moment === undefined || (progress.phase === 'driven' && timeline.isBeforeChoices(moment)))
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
    const all = run.timeline.marksBefore(now)
    let looked = 0
    const stretch = (): boolean => {
      looked++
      // Only what takes a while is told of.
      if (looked === patientStretches) listener.progress?.('start', messages.lookingBack, looked / all)
      else if (looked > patientStretches) listener.progress?.('update', messages.lookingBack, looked / all)
      return search.stretch()
    }
    const done = (): void => {
      if (looked >= patientStretches) listener.progress?.('end', messages.lookingBack, 1)
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
    const givenUp = (): void => {
      if (looked >= patientStretches) listener.progress?.('end', messages.lookingBack, 1)
      this.arriveNow(now, because('pause', messages.givenUp), id)
    }
    control.work(stretch, done, givenUp)
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
    const exception = why.isRaise ? this.raiseAgain(moment) : undefined
    if (exception === undefined) travelTo(run, this.driving, moment)
    this.lookBack()
    if (run.timeline.hasUnprinted(before)) this.stage.listener.output('console', `${messages.unprinted}\n`, undefined)
    if (why.reason === 'data breakpoint' && why.text?.includes('→')) run.standing = 'inside'
    const isThere = run.inspector.find(id) !== undefined || (id === 0 && !this.driving.isBetween)
    this.stage.flush()
    const { reason, text, breakpoints } = why
    const { frame } = run.machine
    const owner = frame === null || this.driving.isBetween ? undefined : (ownerOf(frame)?.id ?? 0)
    // A step or a breakpoint is where the program stands; a moment is looked at from where one was.
    const coroutine =
      (reason === 'goto' ? undefined : (why.coroutine ?? owner)) ?? (isThere ? id : (run.progress.driven?.id ?? 0))
    this.stage.halted({ reason, coroutine, text, breakpoints, exception })
  }

  /** Goes to the instruction at whose end, `moment`, an exception is raised, and gives that. */
  private raiseAgain({ time, choices }: Moment): PyException | undefined {
    const { run } = this.stage
    travelTo(run, this.driving, { time: time - 1, choices })
    return raiseHere(run, time)
  }

  /** After going back: what had been counted since is forgotten. */
  private lookBack(): void {
    const { machine, lives, moves } = this.stage.run
    moves.forget()
    lives.cutTo(machine.trace.length)
    this.stage.breakpoints.goBack(machine.time)
    this.driving.lookBack()
  }
}

/** What a person did, in words: `send(5)` to #3. */
function choiceText(key: string): string {
  const [what, ...rest] = JSON.parse(key) as unknown[]
  const value = rest[2] ?? ''
  switch (what) {
    case 'begin':
      return `begin ${rest[0]}`
    case 'drive':
      return `${rest[1]}(${value}) on #${rest[0]}`
    case 'execute':
      return `execute ${rest[0]}`
    case 'jump':
      return `jump to instruction ${rest[1]}`
    case 'cancel':
      return `cancel #${rest[0]}`
    case 'input':
      return `input ${JSON.stringify(rest[0])}`
    default:
      return String(what)
  }
}
