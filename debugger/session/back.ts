// Finding an earlier moment: the previous line of a frame, the previous breakpoint. Goes back checkpoint by checkpoint and runs forward from
// each, watching what passes; the latest that fits is the answer. A stretch at a time, so that a long search can be broken off.

import type { Frame, Outcome, PyException } from '../engine/index.ts'
import { State } from '../engine/index.ts'
import type { Spot } from './arms.ts'
import { locationsOf } from './code-index.ts'
import type { Move } from './moves.ts'
import type { Run } from './run.ts'
import { runningFrames } from './stack.ts'
import type { Moment } from './timeline.ts'
import { isBefore } from './timeline.ts'

/** How outcomes and ends are noted while a part of the run is repeated. */
export interface Replayer {
  settle(outcome: Outcome): void
  finished(): boolean
}

/** Who is told of what passes while a part of a run is repeated. */
export interface Witness {
  /** An armed instruction is reached; true: `executed` is to be called after it. */
  seen?(frame: Frame): boolean
  executed?(): void
  raised?(exception: PyException, frame: Frame): void
  moved?(moves: readonly Move[]): void
}

/** Runs silently to `moment`, which is now or later, over everything that would halt. */
export function replayTo(run: Run, replayer: Replayer, moment: Moment, witness: Witness = {}): void {
  run.timeline.replay(moment, time => runUntil(run, replayer, time, witness))
  run.moves.forget()
}

/** Goes to a moment, earlier or later. */
export function travelTo(run: Run, replayer: Replayer, moment: Moment): void {
  run.arms.only([], () => run.timeline.travel(moment, time => runUntil(run, replayer, time)))
  run.moves.forget()
  run.standing = 'before'
}

/** Runs on to `moment` and gives the latest exception that was raised on the way, and when. */
export function lastRaise(run: Run, replayer: Replayer, moment: Moment): Raised | undefined {
  const { machine, timeline } = run
  let last: Raised | undefined
  machine.stopAtRaise = true
  replayTo(run, replayer, moment, {
    raised: exception => {
      last = { moment: timeline.now, exception }
    },
  })
  machine.stopAtRaise = false
  return last
}

/** Stands one instruction before `time`, at which an exception is raised: runs up to just that, and gives it. */
export function raiseHere(run: Run, time: number): PyException | undefined {
  const { machine } = run
  machine.stopAtRaise = true
  const stop = machine.run(time)
  machine.stopAtRaise = false
  if (stop.kind !== 'raise') return undefined
  run.standing = 'inside'
  return stop.exception
}

export interface Raised {
  readonly moment: Moment
  readonly exception: PyException
}

function runUntil(run: Run, replayer: Replayer, time: number, witness: Witness = {}): boolean {
  const { machine, arms } = run
  let isAlone = false
  do {
    const stop = machine.run(isAlone ? machine.time + 1 : time)
    if (isAlone) witness.executed?.()
    isAlone = false
    switch (stop.kind) {
      case 'outcome':
        replayer.settle(stop.outcome)
        return true
      case 'finished':
        return replayer.finished()
      case 'waiting for input':
        // What was typed then is the next choice.
        if (run.timeline.isInputNext) return true
        machine.feedInput(undefined)
        break
      case 'break':
        arms.disarmNext()
        isAlone = witness.seen?.(stop.frame) ?? false
        break
      case 'raise':
        witness.raised?.(stop.exception, stop.frame)
        break
      case 'halt':
        witness.moved?.(run.moves.take())
        break
      case 'limit':
      case 'trap':
        break
    }
  } while (machine.time < time)
  return true
}

/** A line that began, when, and in which activation. */
interface Seen {
  readonly moment: Moment
  readonly frame: Frame | null
}

/** A search backwards. `stretch` looks through one more and says whether to go on; then `found` has the answer, if there is one. */
export class Search {
  found: Moment | undefined
  private readonly run: Run
  private readonly replayer: Replayer
  private readonly bound: Moment
  private readonly wanted: Wanted
  private readonly from: Moment
  private end: Moment

  /** Looks between `bound` and now. */
  constructor(run: Run, replayer: Replayer, bound: Moment, wanted: Wanted) {
    this.run = run
    this.replayer = replayer
    this.bound = bound
    this.wanted = wanted
    this.from = run.timeline.now
    this.end = this.from
  }

  stretch(): boolean {
    const { run, end, bound, wanted } = this
    const { timeline } = run
    const index = timeline.marksBefore(end) - 1
    if (index < 0 || !isBefore(bound, end)) return false
    const spots = wanted.spots()
    timeline.goToMark(index)
    const lived = new Set(liveFrames(run))
    const seen: Seen[] = []
    wanted.begins?.()
    const note = (frame: Frame | null): void => {
      seen.push({ moment: timeline.now, frame })
    }
    const isInside = (last: Moment): boolean => isBefore(timeline.now, last) && !isBefore(timeline.now, bound)
    const { machine } = run
    const { stopAtRaise } = machine
    machine.stopAtRaise = wanted.raised !== undefined
    run.arms.only(spots, () =>
      replayTo(run, this.replayer, end, {
        raised: (exception, frame) => {
          if (isInside(this.from) && wanted.raised?.(exception, frame)) note(frame)
        },
        seen: frame => {
          if (isInside(this.from) && wanted.wrote?.(false)) note(frame)
          else if (isInside(end) && wanted.counts(frame)) note(frame)
          return wanted.mayWrite?.(frame) ?? false
        },
        executed: () => {
          if (isInside(this.from) && wanted.wrote?.(true)) note(machine.frame)
        },
        moved: moves => {
          if (isInside(this.from) && moves.some(one => wanted.moved?.(one))) note(machine.frame)
        },
      }),
    )
    machine.stopAtRaise = stopAtRaise
    this.found = wanted.choose(seen, lived)
    if (this.found !== undefined) return false
    timeline.goToMark(index)
    this.end = timeline.now
    return true
  }
}

/** What a search looks for. */
export interface Wanted {
  /** The instructions at which it may be. */
  spots(): readonly Spot[]
  /** Asked when one of them is reached. */
  counts(frame: Frame): boolean
  /** Asked of what happened to a coroutine; left out: that is not looked for. */
  moved?(move: Move): boolean
  /** Asked of each exception where it is raised; left out: that is not looked for. */
  raised?(exception: PyException, frame: Frame): boolean
  /** The search begins at a new place. */
  begins?(): void
  /** May the instruction that the frame stands before write something that is looked for? */
  mayWrite?(frame: Frame): boolean
  /** Was something written? `isSure`: an instruction that may write it has been executed alone. */
  wrote?(isSure: boolean): boolean
  /** Which of those that counted in a stretch it is; `lived`: the frames that were there when the stretch began. */
  choose(seen: readonly Seen[], lived: ReadonlySet<Frame>): Moment | undefined
}

/** The latest time that one of `spots` was reached and counted. */
export function lastOf(
  spots: readonly Spot[],
  counts: (frame: Frame) => boolean,
  more: Pick<Wanted, 'moved' | 'raised' | 'begins' | 'mayWrite' | 'wrote'> = {},
): Wanted {
  return { ...more, spots: () => spots, counts, choose: seen => seen[seen.length - 1]?.moment }
}

/** The latest line of the activation in which `coroutine` (0: main) stands, or when it has none, of the one that waits for it. */
export function previousLine(run: Run, coroutine: number): Wanted {
  return previousLineOf(run, frameChain(run, coroutine))
}

/** The line of whoever waits for the activation in which `coroutine` stands: where it was called, awaited or resumed. */
export function callingLine(run: Run, coroutine: number): Wanted {
  return previousLineOf(run, frameChain(run, coroutine).slice(1))
}

function previousLineOf(run: Run, waiting: readonly Frame[]): Wanted {
  const chain = waiting.map(frame => run.inspector.seatOf(frame))
  // Frames made again by a replay are other objects in the same seats.
  const frames = (): (Frame | undefined)[] => chain.map(seat => run.inspector.frameIn(seat))
  let depth = 0
  return {
    spots: () =>
      [...new Set(frames().flatMap(frame => (frame === undefined ? [] : [frame.code])))].flatMap(locationsOf),
    counts: () => true,
    choose: (seen, lived) => {
      const now = frames()
      for (; depth < now.length; depth++) {
        const frame = now[depth]
        if (frame === undefined) continue
        for (let i = seen.length - 1; i >= 0; i--) if (seen[i].frame === frame) return seen[i].moment
        // It was there before this stretch: its line is further back. Otherwise it began here: on to who called it.
        if (lived.has(frame)) return undefined
      }
      return undefined
    },
  }
}

/**
 * The line that was executed just before, wherever that was in calls that were made and coroutines that were awaited from where
 * `coroutine` (0: main) stands; or when it has just begun, in whoever waits for it.
 */
export function previousLineInside(run: Run, coroutine: number): Wanted {
  const chain = frameChain(run, coroutine).map(frame => run.inspector.seatOf(frame))
  const frames = (): (Frame | undefined)[] => chain.map(seat => run.inspector.frameIn(seat))
  let below: ReadonlySet<Frame>[] = []
  let depth = 0
  return {
    spots: () => {
      below = []
      return everyUserLine(run)
    },
    counts: reached => {
      const under = new Set<Frame>()
      for (let frame: Frame | null = reached; frame !== null; frame = frame.back) under.add(frame)
      below.push(under)
      return true
    },
    choose: (seen, lived) => {
      const now = frames()
      for (; depth < now.length; depth++) {
        const frame = now[depth]
        if (frame === undefined) continue
        for (let i = seen.length - 1; i >= 0; i--) if (below[i].has(frame)) return seen[i].moment
        if (lived.has(frame)) return undefined
      }
      return undefined
    },
  }
}

/** Every line of the person's code; of the library too, when that is asked for. */
export const everyUserLine = (run: Run): Spot[] =>
  run.index
    .allFiles()
    .filter(file => !file.isLibrary || !run.options.justMyCode)
    .flatMap(file => file.codes.flatMap(locationsOf))

/** The first line of an activation: where a call began. */
export function firstLine(run: Run, frame: Frame): Wanted {
  const seat = run.inspector.seatOf(frame)
  /** The earliest line that was met so far: it may have begun just where a stretch does. */
  let earliest: Moment | undefined
  return {
    spots: () => locationsOf(frame.code),
    counts: () => true,
    choose: (seen, lived) => {
      const now = run.inspector.frameIn(seat)
      if (now === undefined) return earliest
      earliest = seen.find(one => one.frame === now)?.moment ?? earliest
      return lived.has(now) ? undefined : earliest
    },
  }
}

const liveFrames = (run: Run): Frame[] => [
  ...runningFrames(run.machine).map(one => one.frame),
  // What has not begun yet begins later.
  ...run.inspector.all.flatMap(one => (one.frame === null || one.state === State.Created ? [] : [one.frame])),
]

/** The frame that `coroutine` (0: main) stands in or would go on in, and those that wait for it. Foreign frames are left out. */
function frameChain(run: Run, coroutine: number): Frame[] {
  const chain: Frame[] = []
  for (let frame: Frame | null = run.inspector.topFrame(coroutine) ?? null; frame !== null; frame = frame.back)
    if (!run.options.justMyCode || !run.index.isForeign(frame.code)) chain.push(frame)
  return chain
}
