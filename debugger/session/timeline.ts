// A run as program and recorded choices, with checkpoints along it: where we are, how to get back to an earlier moment, and what
// was undone. Knows nothing of breakpoints, steps or coroutines.

import type { Epoch, Machine, Stretch } from '../engine/index.ts'
import { TraceKind } from '../engine/index.ts'
import type { TraceEvent } from '../trace/index.ts'
import type { HistoryInfo } from './contract.ts'

/** A point of a run: so many instructions executed, so many choices made. */
export interface Moment {
  readonly time: number
  readonly choices: number
}

export const isBefore = (a: Moment, b: Moment): boolean =>
  a.time < b.time || (a.time === b.time && a.choices < b.choices)

/** Something that a person decided. `key` tells two alike choices; `apply` does it again when the run is replayed. */
export interface Choice {
  readonly time: number
  readonly key: string
  apply(): void
}

const isSameChoice = (a: Choice, b: Choice | undefined): boolean => a.time === b?.time && a.key === b.key

const isDrive = (choice: Choice): boolean => /^\["(?:drive|begin)"/.test(choice.key)

const isInput = (choice: Choice): boolean => choice.key.startsWith('["input"')

/** What is known of a run that is made again. */
export interface Known {
  readonly end: Moment
  readonly printed: number
}

/** A future that was left for another. */
export interface OldFuture {
  readonly id: number
  /** Where the new one branched off. */
  readonly from: Moment
  /** How far it went. */
  readonly end: Moment
  /** What was done in it, from the start of the run. */
  readonly choices: readonly Choice[]
  /** The events that were undone when it was left. */
  readonly events: readonly TraceEvent[]
  /** Length of the trace as far as its output had been shown. */
  readonly printed: number
}

/** Old futures that are kept, and events of each. */
const mostFutures = 50
const mostEvents = 20_000

/** A checkpoint, and what the session must remember to go on from it. */
interface Mark<S> extends Moment {
  readonly epoch: Epoch
  readonly state: S
}

/** A checkpoint that was gone back over, and the way to it from the one before. */
interface Ahead<S> {
  readonly mark: Mark<S>
  readonly stretch: Stretch
}

/** Instructions between two checkpoints, at least, unless they are slow ones. */
export const markInterval = 100_000
/** Going to any moment runs less than the way between two checkpoints again: that should take no longer, in seconds. */
const longestWay = 0.02
const leastInterval = 20_000
/** Running time, in seconds, over which the pace of a program is measured. */
const paceTime = 0.1
const bytesPerMB = 1_000_000
/** A program that writes much between two checkpoints gets fewer, so that keeping copies stays a small part of the work. */
const instructionsPerByte = 0.25
/** Part of the bound that is made free when it is reached. */
const roomMade = 0.25

export class Timeline<S> {
  private readonly machine: Machine
  private readonly maxBytes: number
  private readonly readState: () => S
  private readonly writeState: (state: S) => void
  private readonly diverged: (time: number) => void
  private marks: Mark<S>[] = []
  /** Checkpoints that were gone back over, the nearest last: they lie ahead of the one in `marks` with the index `branch`. */
  private ahead: Ahead<S>[] = []
  private branch = -1
  private choices: Choice[] = []
  private applied = 0
  /** Instructions between two checkpoints of this program, and what its pace is being measured by. */
  private interval = markInterval
  private measured = { instructions: 0, seconds: 0 }
  /** Size of the journal at the latest checkpoint. */
  private sizeAtMark = 0
  /** Length of the trace when the latest output was shown that has not been taken back. */
  private printed = 0
  /** The furthest moment that the present choices have led to. */
  private furthest: Moment = { time: 0, choices: 0 }
  /** Is told of each choice before it is made, also when it is made again. */
  beforeChoice: ((choice: Choice) => void) | undefined
  /** Futures that were left, the latest last. */
  private left: OldFuture[] = []
  private nextFuture = 1
  /** True while a part of the run is executed that has been executed before. */
  isReplaying = false

  constructor(
    machine: Machine,
    maxHistoryMB: number,
    readState: () => S,
    writeState: (state: S) => void,
    diverged: (time: number) => void,
  ) {
    this.machine = machine
    this.maxBytes = maxHistoryMB * bytesPerMB
    this.readState = readState
    this.writeState = writeState
    this.diverged = diverged
  }

  get now(): Moment {
    return { time: this.machine.time, choices: this.applied }
  }

  /** The furthest moment that can be travelled to. */
  get end(): Moment {
    return isBefore(this.furthest, this.now) ? this.now : this.furthest
  }

  /** The earliest moment that can be travelled to. */
  get start(): Moment {
    return this.marks[0] ?? this.now
  }

  /** How much is kept. */
  get extent(): HistoryInfo {
    const { marks, ahead, machine, maxBytes } = this
    const checkpoints = marks.length + ahead.length
    return { start: this.start.time, end: this.end.time, checkpoints, bytes: machine.journal.size, maxBytes }
  }

  /** Events that were undone by going back and would happen again. */
  get future(): readonly TraceEvent[] {
    return this.machine.trace.ahead()
  }

  /** Every choice of this run, also those that were undone and not replaced. */
  get chosen(): readonly Choice[] {
    return this.choices
  }

  /** Takes up the choices of a run of the same program that is to be repeated: they lie ahead. */
  reopen(choices: readonly Choice[]): void {
    this.choices = [...choices]
  }

  /** Takes over the futures that were left in that run. */
  reopenFutures(futures: readonly Omit<OldFuture, 'id'>[]): void {
    this.left = futures.map(future => ({ ...future, id: this.nextFuture++ }))
  }

  /** What a repeated run is known to come to: how far it goes, and how much of its output has been shown. */
  get known(): Known {
    return { end: this.end, printed: Math.max(this.printed, this.machine.trace.length) }
  }

  expect({ end, printed }: Known): void {
    this.furthest = end
    this.printed = printed
  }

  /** Takes a checkpoint here, unless there is one. */
  mark(): void {
    const last = this.marks[this.marks.length - 1]
    if (last !== undefined && last.time === this.machine.time && last.choices === this.applied) return
    this.machine.journal.weigh()
    this.marks.push({
      ...this.now,
      epoch: this.machine.checkpoint(),
      state: this.readState(),
    })
    // What lay ahead is reached.
    if (this.ahead.length > 0 && !isBefore(this.now, this.ahead[0].mark)) this.dropAhead(this.ahead.length)
    this.sizeAtMark = this.machine.journal.size
    this.thin()
  }

  /** Instructions to run until the next checkpoint is due. Longer when much was written since the last one. */
  get untilMark(): number {
    const last = this.marks[this.marks.length - 1]
    // A whole number: the host compiles the interpreter's loop for limits that are.
    const written = Math.ceil(instructionsPerByte * (this.machine.journal.size - this.sizeAtMark))
    const interval = Math.max(this.interval, written)
    return last === undefined ? 0 : Math.max(0, last.time + interval - this.machine.time)
  }

  /** So many instructions took so long: a program whose instructions are slow gets more checkpoints. */
  took(instructions: number, seconds: number): void {
    const { measured } = this
    measured.instructions += instructions
    measured.seconds += seconds
    if (measured.seconds < paceTime) return
    const pace = measured.instructions / measured.seconds
    this.interval = Math.min(markInterval, Math.max(leastInterval, Math.round(pace * longestWay)))
    this.measured = { instructions: 0, seconds: 0 }
  }

  /** Makes a choice here and now. One that is the same as what was chosen here before keeps the future. */
  choose(choice: Choice): void {
    const earlier = this.choices[this.applied]
    const isOther = earlier === undefined ? isBefore(this.now, this.end) : !isSameChoice(earlier, choice)
    if (isOther) this.forgetFuture()
    this.mark()
    this.choices[this.applied++] = choice
    this.beforeChoice?.(choice)
    choice.apply()
  }

  /** In a replay: was a line of input given just here? */
  get isInputNext(): boolean {
    const next = this.choices[this.applied]
    return next !== undefined && next.time === this.machine.time && isInput(next)
  }

  /** The program goes on by itself from here: choices that were made later are no more. */
  goOn(): void {
    // What was typed is typed again where the program asks for it.
    let next = this.applied
    while (next < this.choices.length && isInput(this.choices[next])) next++
    if (next < this.choices.length) this.forgetFuture()
  }

  /** The moment before the latest choice at or before now; undefined when none was made. What was typed in is part of what asked for it. */
  beforeLastChoice(): Moment | undefined {
    let index = this.applied - 1
    while (index >= 0 && isInput(this.choices[index])) index--
    return index < 0 ? undefined : { time: this.choices[index].time, choices: index }
  }

  /** Had nothing been chosen yet at this moment? */
  isBeforeChoices(moment: Moment): boolean {
    return this.choices.slice(0, moment.choices).every(isInput)
  }

  /** The moment at `time`; where a choice was made just then, before it. */
  momentAt(time: number): Moment {
    const clamped = Math.min(Math.max(time, 0), this.end.time)
    let choices = 0
    while (choices < this.choices.length && this.choices[choices].time < clamped) choices++
    return { time: clamped, choices: Math.max(choices, clamped === this.start.time ? this.start.choices : 0) }
  }

  /** How many checkpoints lie before `moment`. */
  marksBefore(moment: Moment): number {
    let count = 0
    while (count < this.marks.length && isBefore(this.marks[count], moment)) count++
    return count
  }

  /** Goes back to a checkpoint, which stays. What lies between can be gone over again without being run. */
  goToMark(index: number): void {
    if (isBefore(this.furthest, this.now)) this.furthest = this.now
    const { machine, marks } = this
    if (this.ahead.length === 0) this.mark()
    else if (index < this.branch) {
      // Checkpoints that were made on the way again are not needed.
      machine.rollback(marks[this.branch].epoch)
      marks.length = this.branch + 1
    }
    if (this.ahead.length > 0 && index >= this.branch) machine.rollback(marks[index].epoch)
    else {
      const stretches = machine.retreat(marks[index].epoch)
      const passed = marks.slice(index + 1).reverse()
      this.ahead.push(...passed.map((mark, i) => ({ mark, stretch: stretches[i] })))
      this.branch = index
    }
    marks.length = index + 1
    this.arriveAt(marks[index])
  }

  private arriveAt(mark: Mark<S>): void {
    this.sizeAtMark = this.machine.journal.size
    this.applied = mark.choices
    this.writeState(mark.state)
  }

  /** Goes forward to the last checkpoint at or before `moment` that was gone back over, if that is nearer than where the run stands. */
  private goForward(moment: Moment): void {
    const { ahead, marks, machine } = this
    let count = 0
    while (count < ahead.length && !isBefore(moment, ahead[ahead.length - 1 - count].mark)) count++
    const last = ahead[ahead.length - count]
    if (count === 0 || !isBefore(this.now, last.mark)) return
    const passed = ahead.splice(ahead.length - count).reverse()
    machine.rollback(marks[this.branch].epoch)
    marks.length = this.branch + 1
    machine.advance(passed.map(one => one.stretch))
    marks.push(...passed.map(one => one.mark))
    this.branch = marks.length - 1
    this.arriveAt(last.mark)
  }

  /** Forgets the furthest `count` checkpoints that lie ahead. */
  private dropAhead(count: number): void {
    this.machine.journal.drop(this.ahead.splice(0, count).map(one => one.stretch))
  }

  markMoment(index: number): Moment {
    return this.marks[index]
  }

  /**
   * Runs on to `moment`, which is later than now or is now, making again the choices in between. `run` executes up to a time and
   * handles the outcomes of what was chosen; it says whether it came that far.
   */
  replay(moment: Moment, run: (time: number) => boolean): void {
    this.isReplaying = true
    try {
      let stuck = 0
      /** The latest that was done was to set a drive going. */
      let isDriven = false
      while (isBefore(this.now, moment)) {
        const next = this.applied < moment.choices ? this.choices[this.applied] : undefined
        if (next !== undefined && next.time <= this.machine.time) {
          // A drive that took no time has its outcome before the next begins.
          if (isDriven && !isInput(next)) run(this.machine.time)
          this.applied++
          this.beforeChoice?.(next)
          next.apply()
          isDriven = isDrive(next)
          continue
        }
        isDriven = false
        const { time } = this.machine
        if (!run(Math.min(moment.time, next?.time ?? moment.time))) break
        // An outcome may take no time; a run that never gets there (of another program) must not be waited for.
        stuck = this.machine.time === time ? stuck + 1 : 0
        if (stuck > 1) break
        if (this.untilMark === 0) this.mark()
      }
      if (isDriven) run(this.machine.time)
    } finally {
      this.isReplaying = false
    }
  }

  /** Goes to a moment, earlier or later. */
  travel(moment: Moment, run: (time: number) => boolean): void {
    if (isBefore(moment, this.now)) {
      let index = this.marksBefore(moment)
      // A checkpoint exactly there will do as well.
      const exact = this.marks[index]
      if (exact === undefined || exact.time !== moment.time || exact.choices !== moment.choices) index--
      this.goToMark(Math.max(0, index))
    }
    this.goForward(moment)
    this.replay(moment, run)
  }

  /** Is the output that was just traced to be shown? What was printed before and is printed again is not. */
  isFreshOutput(): boolean {
    const { length } = this.machine.trace
    if (length <= this.printed) return false
    this.printed = length
    return true
  }

  /** Does output that was shown lie ahead again between here and `end`, a length of the trace? */
  hasUnprinted(end: number): boolean {
    return this.machine.trace.hasAhead(TraceKind.Output, end)
  }

  /** What was printed after this moment has not been shown after all. */
  unprint(): void {
    this.printed = Math.min(this.printed, this.machine.trace.length)
  }

  /** Makes again the choice that lies just here. */
  chooseAgain(): void {
    const next = this.choices[this.applied]
    if (next !== undefined) this.choose(next)
  }

  /** Futures that can be gone back to. */
  get futures(): readonly OldFuture[] {
    return this.left
  }

  /** Where the run must stand before `future` can be taken up: the last moment that it and the present have in common. */
  branchOf(future: OldFuture): Moment {
    let common = 0
    while (common < this.choices.length && isSameChoice(this.choices[common], future.choices[common])) common++
    const ours = this.choices[common]
    const theirs = future.choices[common]
    const time = Math.min(ours?.time ?? future.from.time, theirs?.time ?? future.from.time)
    return { time, choices: common }
  }

  /** Takes up an old future, which lies ahead then. The run stands where it branches off; what lay ahead is kept in its place. */
  takeUp(future: OldFuture): void {
    this.keepFuture()
    this.left = this.left.filter(one => one !== future)
    this.choices = [...future.choices]
    this.forgetAhead()
    this.printed = Math.max(this.machine.trace.length, future.printed)
    this.furthest = future.end
    this.diverged(this.machine.time)
  }

  /** What lies ahead is kept, when somebody decided something in it. */
  private keepFuture(): void {
    if (this.choices.length === this.applied) return
    this.left.push({
      id: this.nextFuture++,
      from: this.now,
      end: this.end,
      choices: [...this.choices],
      events: this.machine.trace.ahead(0, Number.POSITIVE_INFINITY, mostEvents),
      printed: this.printed,
    })
    if (this.left.length > mostFutures) this.left.shift()
  }

  private forgetFuture(): void {
    this.keepFuture()
    this.choices.length = this.applied
    this.forgetAhead()
    this.printed = this.machine.trace.length
    this.furthest = this.now
    this.diverged(this.machine.time)
  }

  /** There is no memory left: gives up all but the latest checkpoint. False: that frees nothing. */
  release(): boolean {
    const { marks, machine } = this
    if (this.isReplaying || machine.journal.isSilent || marks.length + this.ahead.length <= 1) return false
    this.dropAhead(this.ahead.length)
    const last = marks[marks.length - 1]
    machine.journal.forgetAll(machine, new Set(marks.slice(0, -1).map(mark => mark.epoch)))
    this.marks = [last]
    return true
  }

  /** What lies ahead will be something else. */
  private forgetAhead(): void {
    this.dropAhead(this.ahead.length)
    this.machine.trace.cut()
  }

  /**
   * Keeps the history within its bound: checkpoints get further apart with age, and at last the oldest are given up. Some room is made
   * at once, since giving up one costs as much as giving up many.
   */
  private thin(): void {
    const { journal } = this.machine
    if (journal.size <= this.maxBytes) return
    // The way forward can be run again.
    while (journal.size > this.maxBytes && this.ahead.length > 0) this.dropAhead(1)
    if (journal.size <= this.maxBytes) return
    const enough = this.maxBytes * (1 - roomMade)
    while (journal.size > enough && this.marks.length > 1) {
      const given = new Set(this.marks.length > 2 ? this.leastNeeded() : [this.marks[0]])
      journal.forgetAll(this.machine, new Set([...given].map(mark => mark.epoch)))
      this.marks = this.marks.filter(mark => !given.has(mark))
    }
  }

  /**
   * The checkpoints whose loss costs least, a third of them, no two side by side: the gap that each leaves, seen from now, is smallest.
   * Never the first or the last.
   */
  private leastNeeded(): Mark<S>[] {
    const { marks } = this
    const cost = (i: number): number =>
      (marks[i + 1].time - marks[i - 1].time) / (1 + this.machine.time - marks[i].time)
    const order = Array.from({ length: marks.length - 2 }, (_, i) => i + 1).sort((a, b) => cost(a) - cost(b))
    const chosen = new Set<number>()
    for (const i of order) {
      if (chosen.size * 3 >= marks.length) break
      if (!chosen.has(i - 1) && !chosen.has(i + 1)) chosen.add(i)
    }
    return [...chosen].map(i => marks[i])
  }
}
