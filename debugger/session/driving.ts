// Driving: send, throw and close on a chosen coroutine, what they would lead to, and the drive expression that makes the coroutine. Each is a
// choice of the run, so that it can be undone and done again.

import type { Coroutine, Machine, Outcome as MachineOutcome, Value } from '../engine/index.ts'
import { Coroutine as CoroutineObject, EXCEPTIONS, isRunning, PyException, PyType, State } from '../engine/index.ts'
import type { Replayer } from './back.ts'
import { cleanupsOf } from './cleanups.ts'
import { compileLook } from './console.ts'
import type {
  Action,
  FrameInfo,
  LeftFrame,
  Outcome,
  Place,
  PreviewOutcome,
  StepTarget,
  StopReason,
} from './contract.ts'
import { SessionError } from './contract.ts'
import type { Halt } from './control.ts'
import type { KeptChoice } from './export/session-file.ts'
import { onFork } from './fork.ts'
import { evaluateNow, exceptionText, look } from './looks.ts'
import { messages } from './messages.ts'
import { describeLook, describeOutcome, outcomeText, reasonOf } from './outcomes.ts'
import type { Drive } from './run.ts'
import type { Stage } from './stage.ts'
import type { Target } from './targets.ts'
import { callTargets, driveTargets } from './targets.ts'
import type { Choice } from './timeline.ts'

/** What is told to whoever asked for something that takes the program some time. */
export type Done<T> = (result: T | SessionError) => void

/** How the machine goes once a drive is set. */
interface How {
  /** Continue: `send(None)` again after each yield. */
  readonly isRepeating: boolean
  readonly firstLine: StopReason | undefined
}

const actions = ['send', 'throw', 'close'] as const satisfies readonly Action[]

const once: How = { isRepeating: false, firstLine: undefined }

/** Somebody who asked for a drive and has not been answered. */
interface Waiting {
  readonly choice: number
  /** What was asked for, in words. */
  readonly what: string
  readonly done: Done<Outcome>
}

/** A coroutine, and the expression whose value is sent or thrown. */
interface Order {
  readonly coroutine: Coroutine
  readonly expression: string | undefined
}

export class Driving implements Replayer {
  /** Is told of every outcome, also when it is replayed, while the machine stands at it. */
  witness: ((drive: Drive, outcome: MachineOutcome) => void) | undefined
  private readonly stage: Stage
  /** Ways to go on that were offered at a stop; a number is an index. */
  private targets: Target[] = []
  private offeredAt: Halt | undefined
  /** Who waits for the outcome of which drive: one that is paused goes on being waited for. */
  private waiting: Waiting[] = []

  constructor(stage: Stage) {
    this.stage = stage
  }

  /** In drive mode, with no drive going on: the machine stands at a suspension, not inside running code. */
  get isBetween(): boolean {
    const { progress } = this.stage.run
    return progress.phase === 'driven' && progress.drive === undefined
  }

  /** Between two drives, with nothing that could go on: the driven coroutine is finished. */
  get isOver(): boolean {
    return this.isBetween && this.stage.run.machine.frame === null
  }

  /** The coroutine to which the table of actions at a suspension applies when `id` is selected. */
  drivable(id: number): Coroutine | undefined {
    if (!this.isBetween) return undefined
    const { inspector, progress } = this.stage.run
    const chosen = inspector.find(id)
    if (chosen !== undefined && !isRunning(chosen)) return chosen
    const { driven } = progress
    return id === 0 && driven !== undefined && driven.state !== State.Closed ? driven : undefined
  }

  /** A coroutine that can be driven though the program goes on by itself: one that is suspended or new. */
  suspended(id: number): Coroutine | undefined {
    const chosen = this.stage.run.inspector.find(id)
    return chosen === undefined || isRunning(chosen) ? undefined : chosen
  }

  /** send, throw or close; `done` gets the outcome, and the session halts again. */
  drive(id: number, action: Action, expression: string | undefined, done: Done<Outcome>): void {
    const order = this.check(id, action, expression)
    this.choose(order.coroutine, action, order.expression, once.isRepeating)
    const { timeline, inspector } = this.stage.run
    this.waiting.push({ choice: timeline.now.choices, what: `${action} on ${inspector.name(id)}`, done })
    this.stage.go({ coroutine: id, step: undefined, firstLine: once.firstLine })
  }

  /** Continue, step over, step into at a suspension. */
  set(coroutine: Coroutine, action: Action, expression: string | undefined, how: How): void {
    this.choose(coroutine, action, expression, how.isRepeating)
    this.stage.go({ coroutine: coroutine.id, step: undefined, firstLine: how.firstLine })
  }

  /** What each action would lead to; nothing of it stays. */
  preview(
    id: number,
    actions: readonly { readonly action: Action; readonly expression: string | undefined }[],
  ): PreviewOutcome[] {
    const { machine, values, arms, index } = this.stage.run
    const cleanups = cleanupsOf(index)
    this.checkCoroutine(id)
    return actions.map(({ action, expression }) => {
      const order = this.check(id, action, expression)
      const passed: Place[] = []
      const standing = this.standing(order.coroutine)
      const outcome = (): PreviewOutcome =>
        onFork(
          machine,
          () => machine.drive(order.coroutine, action, this.value(order)),
          ({ look, output }) => ({
            ...describeLook(machine, values, { ...order, action }, look),
            output,
            cleanups: passed,
            leaves: standing.filter(one => one.coroutine.state === State.Closed).map(one => one.left),
          }),
          undefined,
          frame => {
            const place = cleanups.at(frame)
            if (place !== undefined && !passed.some(one => one.file === place.file && one.line === place.line))
              passed.push(place)
          },
        )
      return arms.only(cleanups.spots, outcome)
    })
  }

  /** Every coroutine that is not finished, and where it is: the chain of this one from the innermost on, then the others by age. */
  private standing(first: Coroutine): { readonly coroutine: Coroutine; readonly left: LeftFrame }[] {
    const { machine, inspector } = this.stage.run
    const chain: Coroutine[] = []
    for (let one: Coroutine | null = first; one !== null; one = one.delegate) chain.unshift(one)
    const own = new Set(chain)
    return [...chain, ...machine.coroutines.filter(one => !own.has(one))].flatMap(coroutine => {
      const { frame, id } = coroutine
      if (frame === null || frame.code.isLibrary) return []
      return [{ coroutine, left: { id, name: inspector.name(id), file: frame.code.filename, line: frame.line } }]
    })
  }

  /** The ways to go on from a frame. */
  offer(info: FrameInfo): StepTarget[] {
    const { machine, lives, index } = this.stage.run
    const coroutine = this.drivable(info.thread) ?? this.suspended(info.thread)
    const frame = this.stage.view.frame(info)
    const file = frame === undefined ? undefined : index.fileOf(frame.code)
    if (coroutine !== undefined) this.targets = driveTargets(machine, coroutine, lives)
    else this.targets = frame === undefined || file === undefined ? [] : callTargets(file, frame, info.line)
    this.offeredAt = this.stage.lastHalt
    return this.targets.map(({ shown, does }, id) => ({
      ...shown,
      id,
      drive: does.kind === 'drive' ? does : undefined,
    }))
  }

  target(id: number): Target {
    const target = this.targets[id]
    if (target === undefined || this.offeredAt !== this.stage.lastHalt) throw new SessionError(messages.noTarget(id))
    return target
  }

  /** close() on each of these, one after the other. */
  close(ids: readonly number[]): void {
    const [first, ...rest] = ids
    if (first === undefined) return
    this.drive(first, 'close', undefined, result => {
      if (result instanceof SessionError) return
      this.stage.host.schedule(() => {
        if (rest.length > 0 && this.stage.state === 'stopped' && this.stage.run.inspector.find(rest[0]) !== undefined)
          this.close(rest)
      })
    })
  }

  /** Whoever waits for an outcome gets this instead. */
  breakOff(reason: string): void {
    this.tell(
      () => true,
      () => new SessionError(reason),
    )
  }

  /** After going back: whoever waits for the outcome of a drive that is not going on here will not get one. */
  lookBack(): void {
    const going = new Set<number>()
    for (let drive = this.stage.run.progress.drive; drive !== undefined; drive = drive.outer) going.add(drive.choice)
    this.tell(
      one => !going.has(one.choice),
      one => new SessionError(messages.undone(one.what)),
    )
  }

  /** Evaluates the drive expression: the machine goes on from there. */
  begin(expression: string): void {
    const { run } = this.stage
    run.timeline.choose(this.beginning(run.machine.time, expression))
  }

  private beginning(time: number, expression: string): Choice {
    const { run } = this.stage
    return {
      time,
      key: JSON.stringify(['begin', expression]),
      apply: () => {
        run.progress = {
          phase: 'driven',
          driven: undefined,
          drive: {
            coroutine: undefined,
            action: 'send',
            isRepeating: false,
            choice: run.timeline.now.choices,
            outer: undefined,
          },
        }
        run.machine.evaluate(compileLook(expression), null)
      },
    }
  }

  /** The choice that was kept as `key`, to be made again; undefined: it is none of driving. */
  remake({ time, key }: KeptChoice): Choice | undefined {
    const [what, ...rest] = JSON.parse(key) as unknown[]
    if (what === 'begin' && typeof rest[0] === 'string') return this.beginning(time, rest[0])
    if (what !== 'drive') return undefined
    const [id, action, expression] = rest
    const known = actions.find(one => one === action)
    if (typeof id !== 'number' || known === undefined) return undefined
    return this.driven(time, id, known, typeof expression === 'string' ? expression : undefined, false)
  }

  /** A drive, or the drive expression, has its outcome. Undefined: go on. */
  outcome(outcome: MachineOutcome): Halt | undefined {
    const { machine, values, inspector, progress } = this.stage.run
    const { drive } = progress
    if (drive === undefined) return undefined
    this.settle(outcome)
    if (drive.coroutine === undefined) return this.firstHalt(outcome)
    const told = describeOutcome(machine, values, drive, outcome)
    this.tell(
      one => one.choice === drive.choice,
      () => told,
    )
    if (drive.isRepeating && told.outcome === 'yielded' && !this.stage.control.isPausing) {
      this.choose(drive.coroutine, 'send', undefined, true)
      return undefined
    }
    const { id } = drive.coroutine
    return {
      reason: reasonOf(told),
      coroutine: id,
      text: `${inspector.name(id)} ${outcomeText(told)}`,
      breakpoints: [],
      exception: outcome.kind === 'raised' ? outcome.exception : undefined,
    }
  }

  /** Notes an outcome; the same when it happens and when it is replayed. */
  settle(outcome: MachineOutcome): void {
    const { run } = this.stage
    const { drive, driven } = run.progress
    if (drive === undefined) return
    this.witness?.(drive, outcome)
    const made = drive.coroutine === undefined && outcome.kind !== 'raised' ? outcome.value : undefined
    run.progress = { ...run.progress, drive: drive.outer, driven: made instanceof CoroutineObject ? made : driven }
  }

  /** In a replay: does the run go on after the top level has ended? */
  finished(): boolean {
    const { options, progress } = this.stage.run
    return options.drive !== undefined && progress.phase === 'program'
  }

  /** Why `id` names no coroutine: it has finished, or there never was one. */
  whyNot(id: number): string {
    const { lives } = this.stage.run
    const how = lives.howItEnded(id)
    const name = lives.name(id)
    return how === undefined || name === undefined ? messages.noCoroutine(id + 1) : messages.finished(name, how)
  }

  private tell(isMeant: (one: Waiting) => boolean, result: (one: Waiting) => Outcome | SessionError): void {
    const told = this.waiting.filter(isMeant)
    this.waiting = this.waiting.filter(one => !told.includes(one))
    for (const one of told) one.done(result(one))
  }

  /** What is to be done, or a SessionError that says why it cannot be. */
  private check(id: number, action: Action, expression: string | undefined): Order {
    const { machine } = this.stage.run
    const coroutine = this.checkCoroutine(id)
    if (action === 'close' && expression !== undefined) throw new SessionError(messages.closeTakesNothing)
    if (action === 'throw' && expression === undefined) throw new SessionError(messages.throwNeeds)
    if (expression === undefined) return { coroutine, expression }
    // Tried on a fork first, so that an expression with a mistake changes nothing.
    const looked = look(machine, expression, coroutine.frame, value =>
      action === 'throw' ? whatIsThrown(machine, value) : 'value',
    )
    if (looked.kind === 'problem') throw new SessionError(looked.text)
    if (looked.value === 'class') return { coroutine, expression: `(${expression})()` }
    if (looked.value === 'value' || looked.value === 'exception') return { coroutine, expression }
    throw new SessionError(messages.notException(looked.value.type))
  }

  /** The coroutine that can be driven now, or a SessionError that says why it cannot be. */
  private checkCoroutine(id: number): Coroutine {
    const { machine, inspector } = this.stage.run
    if (id === 0) throw new SessionError(messages.isMain)
    const coroutine = inspector.find(id)
    if (coroutine === undefined) throw new SessionError(this.whyNot(id))
    if (machine.raised !== null) throw new SessionError(messages.atException)
    if (isRunning(coroutine)) throw new SessionError(messages.isRunning(inspector.name(id)))
    return coroutine
  }

  private value({ coroutine, expression }: Order): Value {
    return expression === undefined ? null : evaluateNow(this.stage.run.machine, expression, coroutine.frame)
  }

  private choose(coroutine: Coroutine, action: Action, expression: string | undefined, isRepeating: boolean): void {
    const { run } = this.stage
    run.timeline.choose(this.driven(run.machine.time, coroutine.id, action, expression, isRepeating, coroutine))
  }

  private driven(
    time: number,
    id: number,
    action: Action,
    expression: string | undefined,
    isRepeating: boolean,
    coroutine?: Coroutine,
  ): Choice {
    const { run } = this.stage
    return {
      time,
      key: JSON.stringify(['drive', id, action, expression ?? null]),
      apply: () => {
        // A replay may have made the coroutine anew.
        const now = run.inspector.find(id) ?? coroutine
        if (now === undefined) throw new SessionError(this.whyNot(id))
        const value = this.value({ coroutine: now, expression })
        const { progress, timeline } = run
        const drive = { coroutine: now, action, isRepeating, choice: timeline.now.choices, outer: progress.drive }
        run.progress = { ...progress, drive }
        run.machine.drive(now, action, value)
      },
    }
  }

  /** The drive expression has been evaluated: a coroutine to drive, or a mistake to tell of. */
  private firstHalt(outcome: MachineOutcome): Halt {
    const { machine, options, progress } = this.stage.run
    const { drive: expression = '' } = options
    const halt: Halt = {
      reason: 'entry',
      coroutine: progress.driven?.id ?? 0,
      text: undefined,
      breakpoints: [],
      exception: undefined,
    }
    if (outcome.kind !== 'raised') {
      if (outcome.value instanceof CoroutineObject) return halt
      const text = messages.notDrivable(expression, article(machine.typeName(outcome.value)))
      this.stage.listener.output('important', `${text}\n`, undefined)
      return { ...halt, reason: 'exception', text }
    }
    const { exception } = outcome
    const text = messages.driveRaised(expression, exceptionText(machine, exception))
    this.stage.listener.output('important', `${text}\n`, undefined)
    return { ...halt, reason: 'exception', text, exception }
  }
}

/** A class is made an instance, as `throw` and `raise` do. */
function whatIsThrown(machine: Machine, value: Value): 'class' | 'exception' | { readonly type: string } {
  if (value instanceof PyException) return 'exception'
  if (value instanceof PyType && value.mro.includes(EXCEPTIONS.BaseException!)) return 'class'
  return { type: machine.typeName(value) }
}

/** `a list`, `an int`. */
const article = (type: string): string => `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`
