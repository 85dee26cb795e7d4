// A debugging session: what can be asked of it, and in which state. Each request is a few lines here; the work is in the files it calls.
// Knows no protocol and no editor.

import { parseExpression } from '../../language/index.ts'
import type { Coroutine, Frame, Outcome as MachineOutcome } from '../engine/index.ts'
import { Coroutine as CoroutineObject, isRunning, State } from '../engine/index.ts'
import type { TraceEvent } from '../trace/index.ts'
import type { Replayer, Wanted } from './back.ts'
import { firstLine, lastOf, previousLine, Search, travelTo } from './back.ts'
import { Breakpoints } from './breakpoints.ts'
import type { LoadedFile, Location } from './code-index.ts'
import type {
  Action,
  BreakpointInfo,
  BreakpointRequest,
  CompletionInfo,
  CoroutineInfo,
  ExceptionDetails,
  ExceptionFilterRequest,
  FrameInfo,
  FunctionBreakpointRequest,
  LaunchOptions,
  Outcome,
  PreviewOutcome,
  ScopeInfo,
  SessionHost,
  SessionListener,
  SourceInfo,
  StepTarget,
  StopReason,
  VariableInfo,
} from './contract.ts'
import { SessionError } from './contract.ts'
import type { Going, Halt } from './control.ts'
import { Control } from './control.ts'
import { onFork } from './fork.ts'
import { evaluateNow, exceptionText, look, reprOnFork } from './looks.ts'
import { messages } from './messages.ts'
import { describeLook, describeOutcome, outcomeText, reasonOf } from './outcomes.ts'
import { loadProgram } from './program.ts'
import type { ReadyProgram } from './run.ts'
import { Run } from './run.ts'
import type { StepKind } from './stepping.ts'
import { Step } from './stepping.ts'
import type { Target } from './targets.ts'
import { callTargets, driveTargets } from './targets.ts'
import type { Moment } from './timeline.ts'
import type { Page } from './values.ts'
import { View } from './view.ts'

/** `empty`: nothing launched. `ready`: loaded, breakpoints can be set. */
export type SessionState = 'empty' | 'ready' | 'running' | 'stopped' | 'ended'

/** What is told to whoever asked for something that takes the program some time. */
export type Done<T> = (result: T | SessionError) => void

const longestResult = 20_000

export class Session {
  private readonly host: SessionHost
  private readonly listener: SessionListener
  private readonly breakpoints = new Breakpoints()
  private run: Run | undefined
  private control: Control | undefined
  private current: SessionState = 'empty'
  /** Where and why the machine was halted last. */
  private lastHalt: Halt | undefined
  /** The coroutines that the listener has been told of. */
  private announced = new Set<number>()
  /** What this stop looks like. Made anew at each. */
  private view: View | undefined
  /** Ways to go on, and moments to go to, that were offered during this stop; a number is an index. */
  private targets: Target[] = []
  private moments: Moment[] = []
  private driveDone: Done<Outcome> | undefined
  private printed: { readonly stream: 'stdout' | 'stderr'; readonly text: string }[] = []

  /** What a replay must do beside running the machine. */
  private readonly replayer: Replayer = {
    settle: outcome => this.settle(outcome),
    finished: () => this.run?.options.drive !== undefined && this.run.progress.phase === 'program',
  }

  constructor(host: SessionHost, listener: SessionListener) {
    this.host = host
    this.listener = listener
  }

  // The life of a session

  get state(): SessionState {
    return this.current
  }

  /** Machine time: instructions executed. */
  get time(): number {
    return this.run?.machine.time ?? 0
  }

  /** In drive mode: the coroutine that the drive expression made, also when it has finished. */
  get drivenId(): number | undefined {
    return this.run?.progress.driven?.id
  }

  /** Loads a program; nothing runs yet. */
  launch(options: LaunchOptions): void {
    if (this.current !== 'empty') throw new SessionError(messages.alreadyLaunched)
    this.load(options)
    this.current = 'ready'
  }

  /** Starts the program that was launched. */
  begin(): void {
    if (this.current === 'empty') return
    if (this.current !== 'ready') throw new SessionError(messages.alreadyStarted)
    this.start()
  }

  /** Starts again from the beginning, with other options if some are given. */
  restart(options: LaunchOptions | undefined): void {
    const wanted = options ?? this.theRun.options
    this.control?.abandon()
    this.finishDrive(new SessionError(messages.restarted))
    this.load(wanted)
    this.start()
  }

  /** Ends the program as the person asked for. */
  terminate(): void {
    if (this.current === 'ended' || this.current === 'empty') return
    this.abandon()
    this.listener.ended(0)
  }

  /** Ends the program; nobody is told. */
  abandon(): void {
    this.control?.abandon()
    this.finishDrive(new SessionError(messages.ended))
    if (this.current !== 'empty') this.current = 'ended'
  }

  /** Gives up what takes long: a drive or a search through the history. */
  cancel(_request: number | undefined): void {
    if (this.current === 'running') this.theControl.pause()
  }

  private load(options: LaunchOptions): void {
    const program = loadProgram(this.host, options.program, options.source, 'coroscope')
    if (program.kind === 'failed') throw new SessionError(program.text.trimEnd())
    if (options.drive !== undefined) {
      const problem = expressionProblem(options.drive)
      if (problem !== undefined) throw new SessionError(messages.badDrive(options.drive, problem))
    }
    this.announced = new Set()
    this.printed = []
    this.lastHalt = undefined
    this.run = this.makeRun(options, program)
    this.control = this.makeControl(this.run)
    if (program.warnings !== '') this.listener.output('stderr', program.warnings, undefined)
    for (const info of this.breakpoints.rebind(this.run.index)) this.listener.breakpointChanged(info)
  }

  private makeRun(options: LaunchOptions, program: ReadyProgram): Run {
    const run = new Run(this.host, options, program, {
      print: (stream, text) => this.printed.push({ stream, text }),
      loaded: file => this.loaded(file),
    })
    run.reprOnFork = value => reprOnFork(run.machine, value)
    return run
  }

  private makeControl(run: Run): Control {
    return new Control(run, this.breakpoints, {
      schedule: slice => this.host.schedule(slice),
      flush: () => this.flush(),
      halted: halt => this.halted(halt),
      outcome: (outcome, going) => this.driven(outcome, going),
      finished: status => this.finished(status),
      ended: status => this.ended(status),
      log: (text, place) => this.listener.output('console', text, place),
    })
  }

  private start(): void {
    const { machine, program, options, timeline } = this.theRun
    machine.startModule(program.code, '__main__')
    if (!options.noDebug) timeline.mark()
    this.current = 'running'
    this.theControl.go({
      coroutine: 0,
      step: undefined,
      firstLine: options.stopOnEntry && options.drive === undefined ? 'entry' : undefined,
      isRepeating: false,
    })
  }

  private get theRun(): Run {
    if (this.run === undefined) throw new SessionError(messages.nothingLaunched)
    return this.run
  }

  private get theControl(): Control {
    if (this.control === undefined) throw new SessionError(messages.nothingLaunched)
    return this.control
  }

  /** New code: breakpoints that waited for it are bound, and armed at once. */
  private loaded(file: LoadedFile): void {
    this.listener.sourceLoaded({
      path: file.path,
      name: file.path.slice(file.path.lastIndexOf('/') + 1),
      isLibrary: file.isLibrary,
    })
    if (this.run === undefined) return
    const changed = this.breakpoints.rebind(this.run.index)
    for (const info of changed) this.listener.breakpointChanged(info)
    if (changed.length > 0) this.control?.armBreakpoints()
  }

  // What comes back from the machine

  private flush(): void {
    const { printed } = this
    this.printed = []
    for (let i = 0; i < printed.length; i++) {
      let { text } = printed[i]
      const { stream } = printed[i]
      while (printed[i + 1]?.stream === stream) text += printed[++i].text
      this.listener.output(stream, text, undefined)
    }
    this.announce()
    this.listener.changed(this.time)
  }

  private announce(): void {
    const alive = new Set(this.theRun.machine.coroutines.map(one => one.id))
    for (const id of this.announced) if (!alive.has(id)) this.listener.coroutine('exited', id)
    for (const id of alive) if (!this.announced.has(id)) this.listener.coroutine('started', id)
    this.announced = alive
  }

  private halted(halt: Halt): void {
    const run = this.theRun
    this.current = 'stopped'
    this.lastHalt = halt
    run.values.forget()
    this.view = new View(run)
    this.targets = []
    this.moments = []
    if (!run.options.noDebug) run.timeline.mark()
    const { reason, text, breakpoints } = halt
    this.listener.stopped({
      reason,
      coroutine: this.isCoroutine(halt.coroutine) ? halt.coroutine : 0,
      text,
      breakpoints,
    })
  }

  private ended(status: number): void {
    this.finishDrive(new SessionError(messages.ended))
    this.current = 'ended'
    this.listener.ended(status)
  }

  private finished(status: number): Halt | 'ended' | undefined {
    const { options, progress } = this.theRun
    if (options.drive === undefined || progress.phase === 'driven' || status !== 0) return 'ended'
    this.beginDriving(options.drive)
    return undefined
  }

  private beginDriving(expression: string): void {
    const { run } = this
    if (run === undefined) return
    run.timeline.choose({
      time: run.machine.time,
      key: `begin ${expression}`,
      apply: () => {
        run.progress = { phase: 'driven', driven: undefined, drive: { coroutine: undefined, action: 'send' } }
        run.machine.evaluate(expression, null)
      },
    })
  }

  /** A drive or the drive expression has its outcome. */
  private driven(outcome: MachineOutcome, going: Going): Halt | undefined {
    const { run } = this
    const drive = run?.progress.drive
    if (run === undefined || drive === undefined) return undefined
    this.settle(outcome)
    if (drive.coroutine === undefined) return this.firstHalt(outcome)
    const told = describeOutcome(run.machine, run.values, drive.action, outcome)
    const done = this.driveDone
    this.driveDone = undefined
    done?.(told)
    if (going.isRepeating && outcome.kind === 'yielded') {
      this.chooseDrive(drive.coroutine, 'send', undefined)
      return undefined
    }
    return {
      reason: reasonOf(told),
      coroutine: drive.coroutine.id,
      text: `${run.inspector.name(drive.coroutine.id)} ${outcomeText(told)}`,
      breakpoints: [],
      exception: outcome.kind === 'raised' ? outcome.exception : undefined,
    }
  }

  /** The drive expression has been evaluated: a coroutine to drive, or a mistake to tell of. */
  private firstHalt(outcome: MachineOutcome): Halt {
    const { machine, options, progress } = this.theRun
    const expression = options.drive ?? ''
    const halt: Halt = {
      reason: 'entry',
      coroutine: progress.driven?.id ?? 0,
      text: undefined,
      breakpoints: [],
      exception: undefined,
    }
    if (progress.driven !== undefined) return halt
    const exception = outcome.kind === 'raised' ? outcome.exception : undefined
    const text =
      exception !== undefined
        ? messages.driveRaised(expression, exceptionText(machine, exception))
        : messages.notDrivable(expression, outcome.kind === 'raised' ? '' : article(machine.typeName(outcome.value)))
    this.listener.output('important', `${text}\n`, undefined)
    return { ...halt, reason: 'exception', text, exception }
  }

  private finishDrive(result: Outcome | SessionError): void {
    const done = this.driveDone
    this.driveDone = undefined
    done?.(result)
  }

  // Breakpoints

  setBreakpoints(path: string, requests: readonly BreakpointRequest[]): BreakpointInfo[] {
    const known = this.host.resolve(path)
    return this.changeBreakpoints(() => this.breakpoints.setLines(known, requests, this.run?.index))
  }

  setFunctionBreakpoints(requests: readonly FunctionBreakpointRequest[]): BreakpointInfo[] {
    return this.changeBreakpoints(() => this.breakpoints.setFunctions(requests, this.run?.index))
  }

  setExceptionFilters(requests: readonly ExceptionFilterRequest[]): BreakpointInfo[] {
    return this.changeBreakpoints(() => this.breakpoints.setFilters(requests))
  }

  breakpointLocations(path: string, line: number, lastLine: number): Location[] {
    return this.theRun.index.between(this.host.resolve(path), line, lastLine)
  }

  private changeBreakpoints(change: () => BreakpointInfo[]): BreakpointInfo[] {
    const infos = change()
    if (this.current !== 'ended') this.control?.armBreakpoints()
    return infos
  }

  // Going on

  continue(id: number): void {
    const suspended = this.drivable(id)
    if (suspended === undefined) {
      if (this.nothingLeft()) return this.finish()
      return this.go({ coroutine: id, step: undefined, firstLine: undefined, isRepeating: this.isDriving })
    }
    this.setDriving(suspended, 'send', undefined, { isRepeating: true, firstLine: undefined })
  }

  next(id: number): void {
    const suspended = this.drivable(id)
    if (suspended === undefined) return this.step('over', id)
    this.setDriving(suspended, 'send', undefined, { isRepeating: false, firstLine: undefined })
  }

  stepIn(id: number, target: number | undefined): void {
    const chosen = target === undefined ? undefined : this.target(target)
    if (chosen?.does.kind === 'drive') return this.drive(id, chosen.does.action, chosen.does.expression, () => {})
    const suspended = this.drivable(id)
    if (suspended === undefined) return this.step('in', id, chosen?.does.name)
    this.setDriving(suspended, 'send', undefined, { isRepeating: false, firstLine: 'step' })
  }

  stepOut(id: number): void {
    const suspended = this.drivable(id)
    if (suspended === undefined) return this.step('out', id)
    this.setDriving(suspended, 'close', undefined, { isRepeating: false, firstLine: undefined })
  }

  pause(_coroutine: number): void {
    this.theControl.pause()
  }

  private step(kind: StepKind, id: number, target?: string): void {
    const { machine, index, options, inspector, standing } = this.theRun
    if (this.nothingLeft()) return this.finish()
    const frame = inspector.topFrame(id)
    if (frame === undefined)
      return this.go({ coroutine: id, step: undefined, firstLine: undefined, isRepeating: false })
    const pc = frame === machine.frame && standing === 'before' ? frame.pc : frame.pc - 1
    const step = new Step(machine, index, options.justMyCode, kind, frame, pc, target)
    this.go({ coroutine: id, step, firstLine: undefined, isRepeating: false })
  }

  private go(going: Going): void {
    const { timeline } = this.theRun
    timeline.goOn()
    this.current = 'running'
    this.listener.continued(going.coroutine)
    this.theControl.go(going)
  }

  /** True while a drive is going on inside which the machine was halted. */
  private get isDriving(): boolean {
    return this.theRun.progress.drive !== undefined
  }

  /** In drive mode, between drives, with nothing that could run by itself. */
  private nothingLeft(): boolean {
    const { progress, machine } = this.theRun
    return progress.phase === 'driven' && progress.drive === undefined && machine.frame === null
  }

  /** The person goes on although the driven coroutine is finished: the session is over, as when a program ends. */
  private finish(): void {
    this.current = 'running'
    this.host.schedule(() => {
      if (this.current !== 'running') return
      this.flush()
      this.ended(0)
    })
  }

  // Driving

  /** The selected coroutine when the table of actions at a suspension applies to it: in drive mode, between two drives. */
  private drivable(id: number): Coroutine | undefined {
    const { progress, machine, inspector } = this.theRun
    if (progress.phase !== 'driven' || progress.drive !== undefined) return undefined
    const chosen = inspector.find(id)
    if (chosen !== undefined && !isRunning(chosen)) return chosen
    const { driven } = progress
    return id === 0 && driven !== undefined && driven.state !== State.Closed ? driven : undefined
  }

  /** send, throw or close; `done` gets the outcome, and the session halts again. */
  drive(id: number, action: Action, expression: string | undefined, done: Done<Outcome>): void {
    const coroutine = this.checkDrive(id, action, expression)
    this.driveDone = done
    this.setDriving(coroutine, action, expression, { isRepeating: false, firstLine: undefined })
  }

  /** What each action would lead to; nothing of it stays. */
  preview(
    id: number,
    actions: readonly { readonly action: Action; readonly expression: string | undefined }[],
  ): PreviewOutcome[] {
    return actions.map(({ action, expression }) => {
      const coroutine = this.checkDrive(id, action, expression)
      const { machine, values } = this.theRun
      return onFork(
        machine,
        () => machine.drive(coroutine, action, this.driveValue(coroutine, expression)),
        ({ look, output }) => ({ ...describeLook(machine, values, action, look), output }),
      )
    })
  }

  stepInTargets(info: FrameInfo): StepTarget[] {
    const { machine, lives, index } = this.theRun
    const coroutine = this.drivable(info.coroutine)
    const frame = this.theView.frame(info)
    const file = frame === undefined ? undefined : index.fileOf(frame.code)
    this.targets =
      coroutine !== undefined
        ? driveTargets(machine, coroutine, lives)
        : frame === undefined || file === undefined
          ? []
          : callTargets(file, frame, info.line)
    return this.targets.map((target, id) => ({ ...target.shown, id }))
  }

  /** close() on each of these. */
  closeCoroutines(ids: readonly number[]): void {
    const [first, ...rest] = ids
    if (first === undefined) return
    this.drive(first, 'close', undefined, () => {
      if (rest.length > 0) this.host.schedule(() => this.closeRest(rest))
    })
  }

  private closeRest(ids: readonly number[]): void {
    if (this.current === 'stopped' && this.isCoroutine(ids[0])) this.closeCoroutines(ids)
  }

  private target(id: number): Target {
    const target = this.targets[id]
    if (target === undefined) throw new SessionError(messages.noTarget(id))
    return target
  }

  /** The coroutine that can be driven so, or a SessionError that says why it cannot. */
  private checkDrive(id: number, action: Action, expression: string | undefined): Coroutine {
    const { machine, inspector } = this.theRun
    if (id === 0) throw new SessionError(messages.isMain)
    const coroutine = inspector.find(id)
    if (coroutine === undefined) throw new SessionError(this.whyNotCoroutine(id, id + 1))
    if (isRunning(coroutine)) throw new SessionError(messages.isRunning(inspector.name(id)))
    if (action === 'close' && expression !== undefined) throw new SessionError(messages.closeTakesNothing)
    if (action === 'throw' && expression === undefined) throw new SessionError(messages.throwNeeds)
    if (expression !== undefined) {
      // Tried on a fork first, so that an expression with a mistake changes nothing.
      const looked = look(machine, expression, coroutine.frame, () => undefined)
      if (looked.kind === 'problem') throw new SessionError(looked.text)
    }
    return coroutine
  }

  private driveValue(coroutine: Coroutine, expression: string | undefined): ReturnType<typeof evaluateNow> {
    return expression === undefined ? null : evaluateNow(this.theRun.machine, expression, coroutine.frame)
  }

  private setDriving(
    coroutine: Coroutine,
    action: Action,
    expression: string | undefined,
    how: { readonly isRepeating: boolean; readonly firstLine: StopReason | undefined },
  ): void {
    this.chooseDrive(coroutine, action, expression)
    this.current = 'running'
    this.listener.continued(coroutine.id)
    this.theControl.go({ coroutine: coroutine.id, step: undefined, ...how })
  }

  private chooseDrive(coroutine: Coroutine, action: Action, expression: string | undefined): void {
    const run = this.theRun
    const { id } = coroutine
    run.timeline.choose({
      time: run.machine.time,
      key: JSON.stringify(['drive', id, action, expression ?? null]),
      apply: () => {
        // A replay may have made the coroutine anew.
        const now = run.inspector.find(id) ?? coroutine
        const value = this.driveValue(now, expression)
        run.progress = { ...run.progress, drive: { coroutine: now, action } }
        run.machine.drive(now, action, value)
      },
    })
  }

  // History

  /** The previous line of the coroutine; at a suspension in drive mode, before the last drive. */
  stepBack(id: number): void {
    if (this.isBetweenDrives) return this.undoDrive()
    const run = this.theRun
    this.search(previousLine(run, id), id, 'step', () => this.undoDrive())
  }

  /** The previous breakpoint; at a suspension in drive mode, before the last drive. */
  reverseContinue(id: number): void {
    if (this.isBetweenDrives) return this.undoDrive()
    const spots = this.breakpoints.all().flatMap(one => one.places)
    const counts = (frame: Frame): boolean => this.theControl.hit(frame, frame.pc).length > 0
    this.search(lastOf(spots, counts), id, 'breakpoint', () => {
      if (this.isDriving) this.undoDrive()
      else this.goToStart()
    })
  }

  /** Goes to a time, earlier or later; the session halts there. */
  travel(time: number): void {
    this.checkHistory()
    const { timeline } = this.theRun
    this.arrive(timeline.momentAt(time), 'goto', this.lastHalt?.coroutine ?? 0)
  }

  /** The time that `travel(time)` arrives at. */
  clampTime(time: number): number {
    return this.theRun.timeline.momentAt(time).time
  }

  /** Takes a call back to where it began; a coroutine that is driven is made afresh. */
  restartFrame(info: FrameInfo): void {
    const frame = this.theView.frame(info)
    const { progress, options } = this.theRun
    if (frame === undefined || !info.canRestart) throw new SessionError(messages.cannotRestart)
    if (
      options.drive !== undefined &&
      frame.coroutine !== null &&
      frame.coroutine === progress.driven &&
      this.isBetweenDrives
    ) {
      this.beginDriving(options.drive)
      this.current = 'running'
      this.listener.continued(info.coroutine)
      return this.theControl.go({
        coroutine: info.coroutine,
        step: undefined,
        firstLine: undefined,
        isRepeating: false,
      })
    }
    this.search(firstLine(this.theRun, frame), info.coroutine, 'restart', () => this.goToStart())
  }

  /** Where `goto` can go from here for a line: back to when it was last reached. */
  gotoTargets(path: string, line: number): { readonly id: number; readonly label: string }[] {
    this.checkHistory()
    const run = this.theRun
    const spots = run.index.between(this.host.resolve(path), line, line)
    if (spots.length === 0) return []
    const { now } = run.timeline
    const search = new Search(
      run,
      this.replayer,
      this.lowerBound,
      lastOf(spots, () => true),
    )
    while (search.stretch()) {
      // Each turn looks through one more stretch.
    }
    travelTo(run, this.replayer, now)
    if (search.found === undefined) return []
    this.moments.push(search.found)
    return [{ id: this.moments.length - 1, label: `back to when line ${line} was last reached` }]
  }

  goto(target: number): void {
    const moment = this.moments[target]
    if (moment === undefined) throw new SessionError(messages.noTarget(target))
    this.arrive(moment, 'goto', this.lastHalt?.coroutine ?? 0)
  }

  trace(from: number, to: number): { time: number; events: TraceEvent[]; future: TraceEvent[] } {
    const { machine, timeline } = this.theRun
    const inside = (event: TraceEvent): boolean => event.t >= from && event.t <= to
    return { time: machine.time, events: machine.trace.events().filter(inside), future: timeline.future.filter(inside) }
  }

  private checkHistory(): void {
    if (this.theRun.options.noDebug) throw new SessionError(messages.noHistory)
  }

  private get isBetweenDrives(): boolean {
    const { progress } = this.theRun
    return progress.phase === 'driven' && progress.drive === undefined
  }

  /** In drive mode a search does not go back beyond the drive that is going on. */
  private get lowerBound(): Moment {
    const { timeline, progress } = this.theRun
    return (progress.phase === 'driven' ? timeline.beforeLastChoice() : undefined) ?? timeline.start
  }

  private undoDrive(): void {
    this.checkHistory()
    const run = this.theRun
    const moment = run.timeline.beforeLastChoice()
    // The first choice made the coroutine: before it there is nothing to drive.
    if (moment === undefined || (moment.choices === 0 && run.progress.phase === 'driven'))
      throw new SessionError(messages.atStart)
    this.arrive(moment, 'step', run.progress.driven?.id ?? 0)
  }

  private goToStart(): void {
    const { timeline } = this.theRun
    travelTo(this.theRun, this.replayer, timeline.start)
    this.lookBack()
    this.theControl.go({ coroutine: 0, step: undefined, firstLine: 'entry', isRepeating: false })
  }

  private search(wanted: Wanted, id: number, reason: StopReason, otherwise: () => void): void {
    this.checkHistory()
    const run = this.theRun
    const { now } = run.timeline
    const search = new Search(run, this.replayer, this.lowerBound, wanted)
    this.current = 'running'
    this.listener.continued(id)
    this.theControl.work(
      () => search.stretch(),
      () => {
        if (search.found !== undefined) return this.arriveNow(search.found, reason, id)
        travelTo(run, this.replayer, now)
        this.current = 'stopped'
        try {
          otherwise()
        } catch (error) {
          if (!(error instanceof SessionError)) throw error
          this.arriveNow(now, reason, id, error.message)
        }
      },
    )
  }

  private arrive(moment: Moment, reason: StopReason, id: number): void {
    this.current = 'running'
    this.listener.continued(id)
    this.theControl.work(
      () => false,
      () => this.arriveNow(moment, reason, id),
    )
  }

  private arriveNow(moment: Moment, reason: StopReason, id: number, text?: string): void {
    const run = this.theRun
    travelTo(run, this.replayer, moment)
    this.lookBack()
    const at = run.machine.frame
    const hit = at !== null && reason === 'breakpoint' ? this.breakpoints.at(at.code, at.pc).map(one => one.id) : []
    const owner = this.isCoroutine(id) && (id !== 0 || !this.isBetweenDrives) ? id : (run.progress.driven?.id ?? 0)
    this.flush()
    this.halted({ reason, coroutine: owner, text, breakpoints: hit, exception: undefined })
  }

  /** After going back: what had been counted since is forgotten. */
  private lookBack(): void {
    const { machine, lives } = this.theRun
    lives.cutTo(machine.trace.length)
    this.breakpoints.goBack(machine.time)
  }

  /** Notes an outcome; the same when it happens and when it is replayed. */
  private settle(outcome: MachineOutcome): void {
    const run = this.theRun
    const { drive } = run.progress
    if (drive === undefined) return
    const made = drive.coroutine === undefined && outcome.kind === 'returned' ? outcome.value : undefined
    run.progress = {
      ...run.progress,
      drive: undefined,
      driven: made instanceof CoroutineObject ? made : run.progress.driven,
    }
  }

  // Looking

  isCoroutine(id: number): boolean {
    return id === 0 || this.run?.inspector.find(id) !== undefined
  }

  /** Why `id` names no coroutine: it has finished, or there never was one. */
  whyNotCoroutine(id: number, thread: number): string {
    const how = this.run?.lives.howItEnded(id)
    const name = this.run?.lives.name(id)
    return how === undefined || name === undefined ? messages.noCoroutine(thread) : messages.finished(name, how)
  }

  coroutines(): CoroutineInfo[] {
    if (this.run === undefined || this.current === 'ended' || this.current === 'ready') return []
    return this.run.inspector.coroutines(this.run.standing)
  }

  stack(id: number): readonly FrameInfo[] {
    return this.theView.stack(id)
  }

  scopes(info: FrameInfo): readonly ScopeInfo[] {
    return this.theView.scopes(info)
  }

  children(container: object, page: Page): VariableInfo[] {
    return this.theView.children(container, page)
  }

  evaluate(expression: string, info: FrameInfo | undefined, hex: boolean): VariableInfo {
    return this.theView.evaluate(expression, info, hex, longestResult)
  }

  /** What is typed in the Debug Console: it really happens. In drive mode `send(…)`, `throw(…)` and `close()` drive. */
  execute(text: string, info: FrameInfo | undefined, hex: boolean, done: Done<VariableInfo>): void {
    if (text.trim() === '') throw new SessionError(messages.empty)
    const verb = this.verb(text, info)
    if (verb !== undefined) {
      const { coroutine, action, expression } = verb
      return this.drive(coroutine, action, expression, result =>
        done(result instanceof SessionError ? result : { ...plain, value: outcomeText(result), type: result.type }),
      )
    }
    const value = this.executeNow(text, this.theView.frameFor(info))
    done(
      this.theRun.values.render(
        { name: text, content: value, expression: undefined, kind: 'data', readOnly: true },
        hex,
        longestResult,
      ),
    )
    this.listener.changed(this.time)
  }

  /** Assigns to a variable of a scope or to a part of a value, by executing `target = value`. */
  setChild(container: object, name: string, value: string, hex: boolean): VariableInfo {
    const { expression, frame } = this.theView.childExpression(container, name)
    return this.assign(expression, value, frame, hex)
  }

  setExpression(expression: string, value: string, info: FrameInfo | undefined, hex: boolean): VariableInfo {
    return this.assign(expression, value, this.theView.frameFor(info), hex)
  }

  private assign(target: string, value: string, frame: Frame | null, hex: boolean): VariableInfo {
    if (value.trim() === '') throw new SessionError(messages.empty)
    const { machine, values } = this.theRun
    this.executeNow(`${target} = (${value})`, frame)
    const looked = look(machine, target, frame, now =>
      values.render({ name: target, content: now, expression: target, kind: 'data', readOnly: false }, hex),
    )
    this.listener.changed(this.time)
    if (looked.kind === 'problem') throw new SessionError(looked.text)
    return looked.value
  }

  /** Executes for real, as a choice of the run; what fails changes nothing. */
  private executeNow(text: string, frame: Frame | null): ReturnType<typeof evaluateNow> {
    const run = this.theRun
    const tried = look(run.machine, text, frame, () => undefined)
    if (tried.kind === 'problem') throw new SessionError(tried.text)
    const seat = frame === null ? undefined : run.inspector.seatOf(frame)
    let value: ReturnType<typeof evaluateNow> = null
    run.timeline.choose({
      time: run.machine.time,
      key: JSON.stringify(['execute', text, seat ?? null]),
      apply: () => {
        value = evaluateNow(run.machine, text, seat === undefined ? null : (run.inspector.frameIn(seat) ?? null))
      },
    })
    run.timeline.mark()
    this.flush()
    return value
  }

  private verb(
    text: string,
    info: FrameInfo | undefined,
  ): { coroutine: number; action: Action; expression: string | undefined } | undefined {
    const match = /^\s*\.?(send|throw|close)\s*\(([\s\S]*)\)\s*$/.exec(text)
    const coroutine = this.drivable(info?.coroutine ?? this.lastHalt?.coroutine ?? 0)
    if (match === null || coroutine === undefined) return undefined
    const expression = match[2].trim() === '' ? undefined : match[2]
    return { coroutine: coroutine.id, action: match[1] as Action, expression }
  }

  completions(text: string, offset: number, info: FrameInfo | undefined): CompletionInfo[] {
    return this.theView.completions(text, offset, info)
  }

  exceptionInfo(_coroutine: number): ExceptionDetails {
    const exception = this.lastHalt?.exception
    if (exception === undefined) throw new SessionError(messages.noException)
    return this.theView.exceptionDetails(exception, this.lastHalt?.isUncaught ? 'unhandled' : 'always')
  }

  sources(): SourceInfo[] {
    return this.theRun.index.allFiles().map(file => this.sourceOf(file.path))
  }

  sourceOf(path: string): SourceInfo {
    return this.theRun.inspector.source(path)
  }

  sourceText(path: string): string {
    const file = this.theRun.index.file(path)
    if (file === undefined) throw new SessionError(messages.noSource(path))
    return file.source
  }

  modules(): { readonly name: string; readonly path: string; readonly isLibrary: boolean }[] {
    return this.theRun.index.allFiles().map(file => ({ name: file.module, path: file.path, isLibrary: file.isLibrary }))
  }

  private get theView(): View {
    if (this.view === undefined) throw new SessionError(messages.nothingLaunched)
    return this.view
  }
}

const plain: Omit<VariableInfo, 'value' | 'type'> = {
  name: '',
  expression: undefined,
  container: undefined,
  indexed: 0,
  named: 0,
  kind: 'virtual',
  readOnly: true,
  place: undefined,
}

/** Why a drive expression cannot be evaluated at all. */
function expressionProblem(expression: string): string | undefined {
  return parseExpression(expression).diagnostics.find(one => one.severity === 'error')?.message
}

/** `a list`, `an int`. */
const article = (type: string): string => `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`
