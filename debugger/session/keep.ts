// Keeping a session, and opening one that was kept: its choices are made again, a stretch at a time, and the person stands where they stood.
// Knows the run; not the form of the file.

import { travelTo } from './back.ts'
import type { SessionHost } from './contract.ts'
import { SessionError } from './contract.ts'
import type { Driving } from './driving.ts'
import type { Kept, KeptChoice } from './export/session-file.ts'
import { isSameText, keptSource } from './export/session-file.ts'
import { messages } from './messages.ts'
import { folderOf, type Program } from './program.ts'
import { decodeSource, nameOf } from './source.ts'
import type { Stage } from './stage.ts'
import type { Choice, Moment } from './timeline.ts'
import { isBefore } from './timeline.ts'
import { because, type Travels } from './travels.ts'

/** Events of each old future that are kept. */
const mostEvents = 500
/** Instructions between two turns of the host while a session is opened again. */
const stretch = 2_000_000

/** All that it takes to be here again. */
export function keep(stage: Stage): Kept {
  const { run, breakpoints, lastHalt } = stage
  const { program, options, index, timeline, clock, machine } = run
  if (options.noDebug) throw new SessionError(messages.noHistory)
  const modules = index.allFiles().filter(file => !file.isLibrary && file.path !== program.path)
  const { drive, args, justMyCode, clock: clockKind } = options
  return {
    program: keptSource(program.path, program.source),
    source: options.source,
    modules: modules.map(file => keptSource(file.path, file.source)),
    launch: { program: options.program, drive, args, justMyCode, clock: clockKind },
    choices: timeline.chosen.map(({ time, key }) => ({ time, key })),
    readings: clock.kept,
    moment: timeline.now,
    end: timeline.end,
    coroutine: lastHalt?.coroutine ?? 0,
    events: machine.trace.length,
    breakpoints: breakpoints.kept,
    futures: timeline.futures.map(({ from, end, choices, events, printed }) => ({
      from,
      end,
      choices: choices.map(({ time, key }) => ({ time, key })),
      events: events.slice(0, mostEvents),
      printed,
    })),
  }
}

/** Throws, in words, when the program is not the one that was kept. */
export function checkKept(host: SessionHost, kept: Kept, program: Extract<Program, { kind: 'ready' }>): void {
  if (!isSameText(kept.program, program.source)) throw new SessionError(messages.programChanged(nameOf(program.path)))
  const [was, is] = [folderOf(kept.program.path), folderOf(program.path)]
  for (const module of kept.modules) {
    // The folder may have been moved: modules lie where they lay beside the program.
    const path = module.path.startsWith(`${was}/`) ? is + module.path.slice(was.length) : module.path
    const contents = host.read(path)
    if (contents.kind !== 'file') throw new SessionError(messages.moduleGone(path))
    const decoded = decodeSource(contents.bytes, path)
    if (decoded.kind !== 'text' || !isSameText(module, decoded.text))
      throw new SessionError(messages.programChanged(nameOf(path)))
  }
}

/** Makes the choices of a kept session again. */
export class Reopening {
  private readonly stage: Stage
  private readonly driving: Driving
  private readonly travels: Travels
  private readonly remake: (choice: KeptChoice) => Choice | undefined
  private readonly kept: Kept
  private problem: string | undefined

  constructor(
    stage: Stage,
    driving: Driving,
    travels: Travels,
    remake: (choice: KeptChoice) => Choice | undefined,
    kept: Kept,
  ) {
    this.stage = stage
    this.driving = driving
    this.travels = travels
    this.remake = remake
    this.kept = kept
  }

  /** The program has been started and stands at its beginning. */
  begin(): void {
    const { stage, kept } = this
    const { run, breakpoints, listener, control } = stage
    for (const info of breakpoints.reopen(kept.breakpoints, run.index)) listener.breakpointChanged(info, 'new')
    run.timeline.reopen(this.remakeAll(kept.choices))
    run.timeline.reopenFutures(kept.futures.map(future => ({ ...future, choices: this.remakeAll(future.choices) })))
    run.clock.reopen(kept.readings, kept.end.time)
    control.work(
      () => this.goOn(),
      () => this.arrive(),
    )
  }

  /** As many as are known here. */
  private remakeAll(choices: readonly KeptChoice[]): Choice[] {
    const all: Choice[] = []
    for (const choice of choices) {
      const made = this.remake(choice)
      if (made === undefined) {
        this.problem = messages.goesElsewhere
        break
      }
      all.push(made)
    }
    return all
  }

  /** One more stretch towards the end; false: it has been reached, or cannot be. */
  private goOn(): boolean {
    const { stage, kept } = this
    const { timeline } = stage.run
    const before = timeline.now
    if (this.problem !== undefined || !isBefore(before, kept.end)) return false
    try {
      travelTo(stage.run, this.driving, this.next(before.time + stretch))
      stage.flush()
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      this.problem = error.message
      return false
    }
    if (isBefore(before, timeline.now)) return true
    this.problem = messages.goesElsewhere
    return false
  }

  private next(time: number): Moment {
    const { end, choices } = this.kept
    if (time >= end.time) return end
    return { time, choices: Math.min(end.choices, choices.filter(choice => choice.time <= time).length) }
  }

  private arrive(): void {
    const { kept, stage, travels } = this
    const { machine, timeline } = stage.run
    const done = timeline.now.choices
    const moment = isBefore(timeline.now, kept.moment) ? timeline.now : kept.moment
    travels.arriveNow(moment, because('goto'), kept.coroutine)
    if (this.problem === undefined && machine.trace.length !== kept.events) this.problem = messages.goesElsewhere
    if (this.problem === undefined) return
    const text = messages.notReopened(done, kept.choices.length, this.problem)
    stage.listener.output('important', `${text}\n`, undefined)
  }
}
