// A debugging session: what can be asked of it. Each request is a few lines here; the work is in the files it calls. Knows no protocol and no
// editor.

import type { Coroutine, Frame, Value } from '../engine/index.ts'
import { CO, PyBytes } from '../engine/index.ts'
import type { TraceEvent } from '../trace/index.ts'
import type { DataBreakpoint } from './breakpoints.ts'
import { Breakpoints } from './breakpoints.ts'
import type { Location } from './code-index.ts'
import { locationAt } from './code-index.ts'
import type {
  Action,
  BreakpointInfo,
  BreakpointRequest,
  ClockInfo,
  CompletionInfo,
  CoroutineInfo,
  DataBreakpointRequest,
  DataInfo,
  ExceptionDetails,
  ExceptionFilterRequest,
  FrameInfo,
  FunctionBreakpointRequest,
  FutureInfo,
  HistoryInfo,
  InstructionBreakpointRequest,
  InstructionInfo,
  LaunchOptions,
  ModuleInfo,
  Outcome,
  ParameterInfo,
  PreviewOutcome,
  ScopeInfo,
  SessionHost,
  SessionListener,
  SourceInfo,
  StepTarget,
  ThreadInfo,
  VariableInfo,
} from './contract.ts'
import { SessionError } from './contract.ts'
import type { Halt } from './control.ts'
import { inputChoice } from './control.ts'
import { dataIdOf, dataNameOf, findTarget, memoryTarget } from './data-targets.ts'
import { type Done, Driving } from './driving.ts'
import type { Kept, KeptChoice } from './export/session-file.ts'
import { sha256Hex as sha256 } from './export/sha256.ts'
import type { Seat } from './inspect.ts'
import { jumping } from './jump.ts'
import { keep, Reopening } from './keep.ts'
import type { Lives } from './lives.ts'
import { executeNow, look, rehearse } from './looks.ts'
import { cancellable, cancellation, clockInfo, clockTarget } from './loop-control.ts'
import { assignment, memoryOf, readBytes } from './memory.ts'
import { messages } from './messages.ts'
import { outcomeText } from './outcomes.ts'
import type { ReadyProgram } from './run.ts'
import { type SessionState, Stage } from './stage.ts'
import type { StepKind } from './stepping.ts'
import { Step } from './stepping.ts'
import type { Choice, Moment } from './timeline.ts'
import { isBefore } from './timeline.ts'
import { Travels } from './travels.ts'
import type { Page } from './values.ts'
import { type DeedWatcher, watchDeeds } from './witness.ts'

const longestResult = 20_000
const makesCoroutine = CO.COROUTINE | CO.GENERATOR | CO.ASYNC_GENERATOR

export class Session {
  private readonly stage: Stage
  private readonly driving: Driving
  private readonly travels: Travels
  /** The program ended by itself and its history is there. */
  private canGoBack = false

  constructor(host: SessionHost, listener: SessionListener) {
    this.stage = new Stage(host, listener, new Breakpoints(), {
      outcome: outcome => this.driving.outcome(outcome),
      finished: status => this.finished(status),
      ended: status => this.ended(status),
      failed: problem => this.failed(problem),
    })
    this.driving = new Driving(this.stage)
    this.travels = new Travels(this.stage, this.driving)
  }

  // The life of a session

  get state(): SessionState {
    return this.stage.state
  }

  /** Machine time: instructions executed. */
  get time(): number {
    return this.stage.isLoaded ? this.stage.run.machine.time : 0
  }

  /** In drive mode: the coroutine that the drive expression made, also when it has finished. */
  get drivenId(): number | undefined {
    return this.stage.isLoaded ? this.stage.run.progress.driven?.id : undefined
  }

  /** Loads a program; nothing runs yet. */
  launch(options: LaunchOptions): void {
    if (this.state !== 'empty') throw new SessionError(messages.alreadyLaunched)
    this.stage.load(options)
    this.stage.state = 'ready'
  }

  /** Takes a launch back that cannot be carried out. */
  unload(): void {
    if (this.state === 'ready') this.stage.state = 'empty'
  }

  /** Starts the program that was launched. */
  begin(): void {
    if (this.state === 'empty') return
    if (this.state !== 'ready') throw new SessionError(messages.alreadyStarted)
    this.start()
  }

  private start(): void {
    const { kept } = this.stage.run.options
    if (kept === undefined) this.stage.start()
    else this.stage.start(() => this.reopening(kept).begin())
  }

  /** Makes again what was done in a session that was kept. */
  private reopening(kept: Kept): Reopening {
    const remake = (choice: KeptChoice): Choice | undefined =>
      this.driving.remake(choice) ?? this.remakeExecution(choice)
    return new Reopening(this.stage, this.driving, this.travels, remake, kept)
  }

  /** All that it takes to be here again: a value for a session file. */
  keep(): Kept {
    return keep(this.stage)
  }

  /** Lets `watcher` see every choice and what comes of it. Gives what is to be called when there are no more. */
  watchDeeds(watcher: DeedWatcher): () => void {
    return watchDeeds(this.stage.run, this.driving, watcher)
  }

  get program(): ReadyProgram {
    return this.stage.run.program
  }

  get options(): LaunchOptions {
    return this.stage.run.options
  }

  /** Starts again from the beginning, with other options if some are given. */
  restart(options: LaunchOptions | undefined): void {
    const wanted = options ?? { ...this.stage.run.options, kept: undefined }
    const { control } = this.stage
    this.stage.load(wanted)
    control.abandon()
    this.driving.breakOff(messages.restarted)
    this.start()
  }

  /** Ends the program as the person asked for. */
  terminate(): void {
    if (this.state === 'ended' || this.state === 'empty') return
    this.abandon()
    this.stage.listener.ended(0)
  }

  /** Ends the program; nobody is told. */
  abandon(): void {
    this.canGoBack = false
    if (this.state === 'empty') return
    this.stage.control.abandon()
    this.driving.breakOff(messages.ended)
    this.stage.state = 'ended'
  }

  /** Gives up what takes long: a drive or a search through the history. */
  cancel(): void {
    if (this.state === 'running') this.stage.control.pause()
  }

  private finished(status: number): Halt | 'ended' | undefined {
    const uncaught = status === 0 ? undefined : this.travels.backToUncaught()
    if (uncaught !== undefined) return uncaught
    if (status !== 0 || !this.driving.finished()) return this.atEnd(status)
    this.driving.begin(this.stage.run.options.drive!)
    return undefined
  }

  /** The program is over: the person may want to go back from here. */
  private atEnd(status: number): Halt | 'ended' {
    const { options, progress } = this.stage.run
    if (options.stopAtEnd !== true || options.noDebug || progress.phase === 'driven') return 'ended'
    return { reason: 'end', coroutine: 0, text: messages.atEnd(status), breakpoints: [], exception: undefined }
  }

  private ended(status: number): void {
    this.driving.breakOff(messages.ended)
    this.canGoBack = !this.stage.run.options.noDebug
    this.stage.state = 'ended'
    this.stage.listener.ended(status)
  }

  private failed(problem: string): void {
    this.stage.listener.output('important', `${messages.mistake(problem)}\n`, undefined)
    this.ended(1)
  }

  // Breakpoints

  setBreakpoints(path: string, requests: readonly BreakpointRequest[]): BreakpointInfo[] {
    const { host, breakpoints } = this.stage
    return this.changed(breakpoints.setLines(host.resolve(path), requests, this.index))
  }

  setFunctionBreakpoints(requests: readonly FunctionBreakpointRequest[]): BreakpointInfo[] {
    return this.changed(this.stage.breakpoints.setFunctions(requests, this.index))
  }

  setInstructionBreakpoints(requests: readonly InstructionBreakpointRequest[]): BreakpointInfo[] {
    const { breakpoints, run } = this.stage
    const spotAt = (address: number): Location | undefined => {
      const spot = run.disassembly.spot(address)
      return spot && locationAt(spot.code, spot.pc)
    }
    return this.changed(breakpoints.setInstructions(requests, spotAt, run.index))
  }

  /** Code as instructions; `count` of them from `address` on. */
  disassemble(address: number, count: number): InstructionInfo[] {
    return this.stage.run.disassembly.instructions(address, count)
  }

  setExceptionFilters(requests: readonly ExceptionFilterRequest[]): BreakpointInfo[] {
    return this.changed(this.stage.breakpoints.setFilters(requests))
  }

  /** Can a child of a container, or what an expression names, be watched? */
  dataInfo(container: object | undefined, name: string, info: FrameInfo | undefined): DataInfo {
    const { view, run } = this.stage
    const nothing = (description: string): DataInfo => ({
      dataId: undefined,
      description,
      accessTypes: [],
      canPersist: false,
    })
    const found = container === undefined ? undefined : view.child(container, name)
    const expression = found === undefined ? name : found.child.expression
    if (expression === undefined) return nothing(messages.notWatchable(name))
    const data = view.dataName(expression, found === undefined ? info : found.home)
    try {
      const { isFixed } = findTarget(run, data)
      return {
        dataId: dataIdOf(data),
        description: expression,
        accessTypes: isFixed ? ['read'] : ['read', 'write', 'readWrite'],
        canPersist: data.frame === undefined,
      }
    } catch (error) {
      if (error instanceof SessionError) return nothing(error.message)
      throw error
    }
  }

  /** Bytes of an object that was shown. */
  memoryInfo(memory: object, id: string, offset: number, count: number): DataInfo {
    const { length } = readBytes(memory, offset, count)
    const isFixed = memoryOf(memory as Value) instanceof PyBytes
    return {
      dataId: length === 0 ? undefined : id,
      description: length === 0 ? messages.outsideMemory(readBytes(memory, 0, Number.MAX_SAFE_INTEGER).length) : id,
      accessTypes: isFixed ? ['read'] : ['read', 'write', 'readWrite'],
      canPersist: false,
    }
  }

  /** `memoryAt` finds the bytes that an id of `memoryInfo` names. */
  setDataBreakpoints(
    requests: readonly DataBreakpointRequest[],
    memoryAt: (id: string) => { readonly memory: object; readonly offset: number; readonly count: number } | undefined,
  ): BreakpointInfo[] {
    const { breakpoints, run } = this.stage
    const parse = (id: string): Pick<DataBreakpoint, 'name' | 'memory'> | undefined => {
      const at = memoryAt(id)
      const memory = at === undefined ? undefined : memoryOf(at.memory as Value)
      if (at !== undefined && memory !== undefined)
        return {
          name: { expression: id, frame: undefined },
          memory: memoryTarget(run, memory, at.offset, at.count),
        }
      const name = dataNameOf(id)
      return name && { name, memory: undefined }
    }
    return this.changed(breakpoints.setData(requests, parse, one => this.problemWith(one)))
  }

  private problemWith(one: DataBreakpoint): string | undefined {
    if (one.memory !== undefined) return undefined
    try {
      findTarget(this.stage.run, one.name)
      return undefined
    } catch (error) {
      if (error instanceof SessionError) return error.message
      throw error
    }
  }

  readMemory(memory: object, offset: number, count: number): Uint8Array {
    this.stage.run.shownMemory.show(memory)
    return readBytes(memory, offset, count)
  }

  /** Changes bytes as an assignment would; gives how many. */
  writeMemory(memory: object, offset: number, bytes: Uint8Array, isPartial: boolean): number {
    const { run } = this.stage
    const name = run.memoryNames.get(memory)
    const { text, written } = assignment(memory, name?.expression, offset, bytes, isPartial)
    const frame = name?.seat === undefined ? null : run.inspector.frameIn(name.seat)
    if (frame === undefined) throw new SessionError(messages.notThere(name!.expression))
    if (written > 0) this.executeNow(text, frame)
    run.shownMemory.show(memory)
    return written
  }

  /** Where breakpoints can be on these lines: one place for all the instructions that begin there. */
  breakpointLocations(path: string, line: number, lastLine: number): Location[] {
    const all = this.stage.run.index.between(this.stage.host.resolve(path), line, lastLine)
    return all.filter((place, i) => place.line !== all[i - 1]?.line || place.column !== all[i - 1]?.column)
  }

  private get index(): Stage['run']['index'] | undefined {
    return this.stage.isLoaded ? this.stage.run.index : undefined
  }

  /** Breakpoints can change while the program runs: they are armed at once. */
  private changed(infos: BreakpointInfo[]): BreakpointInfo[] {
    if (this.stage.isLoaded && this.state !== 'ended') this.stage.control.armBreakpoints()
    return infos
  }

  // Going on

  /** Continue with everything else standing still: a suspended coroutine is sent None again and again, one that runs runs until it waits. */
  continueAlone(id: number): void {
    const suspended = this.driving.drivable(id) ?? this.driving.suspended(id)
    if (suspended !== undefined)
      this.driving.set(suspended, 'send', undefined, { isRepeating: true, firstLine: undefined })
    else if (id !== 0) this.stepOut(id)
    else this.go(id, undefined)
  }

  /** Step over or into with everything else standing still: a suspended coroutine is sent None once. */
  stepAlone(id: number, kind: 'over' | 'in'): void {
    const suspended = this.driving.drivable(id) ?? this.driving.suspended(id)
    if (suspended === undefined) this.go(id, this.stepOf(kind, id, undefined))
    else
      this.driving.set(suspended, 'send', undefined, {
        isRepeating: false,
        firstLine: kind === 'in' ? 'step' : undefined,
      })
  }

  continue(id: number): void {
    const suspended = this.driving.drivable(id)
    if (suspended === undefined) this.go(id, undefined)
    else this.driving.set(suspended, 'send', undefined, { isRepeating: true, firstLine: undefined })
  }

  next(id: number): void {
    this.stepOr('over', id, suspended =>
      this.driving.set(suspended, 'send', undefined, { isRepeating: false, firstLine: undefined }),
    )
  }

  stepIn(id: number, target: number | undefined): void {
    const chosen = target === undefined ? undefined : this.driving.target(target)
    if (chosen?.does.kind === 'drive') {
      this.drive(id, chosen.does.action, chosen.does.expression, () => {})
      return
    }
    const call = chosen?.does.name
    this.stepOr(
      'in',
      id,
      suspended => this.driving.set(suspended, 'send', undefined, { isRepeating: false, firstLine: 'step' }),
      call,
    )
  }

  stepOut(id: number): void {
    this.stepOr('out', id, suspended =>
      this.driving.set(suspended, 'close', undefined, { isRepeating: false, firstLine: undefined }),
    )
  }

  /** One instruction; at a suspension in drive mode there is none to execute, so it drives as a step over does. */
  stepInstruction(id: number): void {
    const suspended = this.driving.drivable(id)
    if (suspended !== undefined) this.next(id)
    else if (this.driving.isOver || this.travels.isAtEnd) this.finish()
    else {
      this.stage.run.timeline.goOn()
      this.stage.go({ coroutine: id, step: undefined, firstLine: undefined, isInstruction: true })
    }
  }

  pause(): void {
    this.stage.control.pause()
  }

  /** A step inside running code; at a suspension in drive mode what the table says instead. */
  private stepOr(kind: StepKind, id: number, atSuspension: (suspended: Coroutine) => void, call?: string): void {
    const suspended = this.driving.drivable(id)
    if (suspended === undefined) this.go(id, this.stepOf(kind, id, call))
    else atSuspension(suspended)
  }

  private stepOf(kind: StepKind, id: number, call: string | undefined): Step | undefined {
    const { machine, index, options, inspector, standing } = this.stage.run
    const frame = inspector.topFrame(id)
    if (frame === undefined) return undefined
    const pc = frame === machine.frame && standing === 'before' ? frame.pc : frame.pc - 1
    return new Step(index, options.justMyCode, kind, frame, pc, call)
  }

  private go(coroutine: number, step: Step | undefined): void {
    if (this.driving.isOver || this.travels.isAtEnd) {
      this.finish()
      return
    }
    this.stage.run.timeline.goOn()
    this.stage.go({ coroutine, step, firstLine: undefined })
  }

  /** The person goes on although the driven coroutine is finished: the session is over, as when a program ends. */
  private finish(): void {
    this.stage.state = 'running'
    this.stage.host.schedule(() => {
      if (this.state !== 'running') return
      this.stage.flush()
      this.ended(this.stage.run.machine.status ?? 0)
    })
  }

  // Driving

  drive(id: number, action: Action, expression: string | undefined, done: Done<Outcome>): void {
    this.driving.drive(id, action, expression, done)
  }

  preview(
    id: number,
    actions: readonly { readonly action: Action; readonly expression: string | undefined }[],
  ): PreviewOutcome[] {
    return this.driving.preview(id, actions)
  }

  stepInTargets(info: FrameInfo): StepTarget[] {
    return this.driving.offer(info)
  }

  closeCoroutines(ids: readonly number[]): void {
    this.driving.close(ids)
  }

  // History

  stepBack(id: number): void {
    this.travels.stepBack(id)
  }

  reverseContinue(id: number): void {
    this.travels.reverseContinue(id)
  }

  stepBackInto(id: number): void {
    this.travels.stepBackInto(id)
  }

  stepBackOut(id: number): void {
    this.travels.stepBackOut(id)
  }

  /** When this coroutine was suspended before. */
  previousSuspension(id: number): Moment {
    return this.travels.previousSuspension(id)
  }

  /** Goes to a moment with a coroutine selected. */
  travelWith(moment: Moment, id: number): void {
    this.travels.travelWith(moment, id)
  }

  futures(): FutureInfo[] {
    return this.travels.futures()
  }

  /** How far the history reaches and how large it is. */
  history(): HistoryInfo {
    return this.travels.history()
  }

  /** Takes up a future that was left; gives where to travel in it. */
  takeFuture(id: number, time: number | undefined): Moment {
    return this.travels.takeFuture(id, time)
  }

  /** The program has run to its end, and one can go back from there. */
  get isTravelable(): boolean {
    return this.state === 'ended' && this.canGoBack
  }

  // The event loop

  /** `task.cancel(message)` on the task of a coroutine; whether it took the request. */
  cancelTask(id: number, message: string | undefined): boolean {
    const { run } = this.stage
    cancellable(run, id)
    let isAccepted = false
    run.timeline.choose(
      cancellation(run, run.machine.time, id, message, accepted => {
        isAccepted = accepted
      }),
    )
    run.timeline.mark()
    this.stage.flush()
    return isAccepted
  }

  clock(): ClockInfo {
    return clockInfo(this.stage.run)
  }

  /** Runs until the loop's clock shows the time of the next timer, or so many seconds more; gives that time. */
  clockTarget(seconds: number | undefined): number {
    return clockTarget(this.stage.run, seconds)
  }

  advanceClock(target: number): void {
    this.stage.run.timeline.goOn()
    this.stage.go({ coroutine: 0, step: undefined, firstLine: undefined, clock: target })
  }

  /** Where `travel` arrives that is asked for `time`. */
  momentAt(time: number): Moment {
    return this.travels.momentAt(time)
  }

  travel(moment: Moment): void {
    if (isBefore(moment, this.stage.run.timeline.start)) this.rerun(moment)
    else this.travels.travel(moment)
  }

  /** Goes to a moment that the history does not reach any more: the program is run again up to there, making the same choices. */
  private rerun(moment: Moment): void {
    const { stage } = this
    const { run, control, lastHalt } = stage
    const { known } = run.timeline
    const events = run.machine.trace.indexAt(moment.time + 1)
    const kept = { ...this.keep(), moment, end: moment, events }
    try {
      stage.load({ ...run.options, source: run.program.source, kept })
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      stage.listener.output('important', `${error.message}\n`, undefined)
      if (lastHalt !== undefined) stage.halted(lastHalt)
      return
    }
    control.abandon()
    this.driving.breakOff(messages.restarted)
    stage.run.timeline.expect(known)
    this.start()
  }

  restartFrame(info: FrameInfo): void {
    this.travels.restartFrame(info)
  }

  gotoTargets(path: string, line: number): { readonly id: number; readonly label: string }[] {
    return this.travels.offer(path, line)
  }

  goto(target: number): void {
    this.travels.goto(target)
  }

  trace(from: number, to: number): { time: number; events: TraceEvent[]; future: TraceEvent[] } {
    return this.travels.trace(from, to)
  }

  /** How many events of the trace have happened since a time. */
  eventsSince(time: number): number {
    return this.travels.eventsSince(time)
  }

  // Looking

  isCoroutine(id: number): boolean {
    return id === 0 || (this.stage.isLoaded && this.stage.run.inspector.find(id) !== undefined)
  }

  /** Is it one, or one that has finished? */
  wasCoroutine(id: number): boolean {
    return this.isCoroutine(id) || (this.stage.isLoaded && this.stage.run.lives.name(id) !== undefined)
  }

  /** Why `id` names no coroutine: it has finished, or there never was one. */
  whyNotCoroutine(id: number): string {
    return this.driving.whyNot(id)
  }

  /** The main program and every unfinished coroutine: `count` of them (0: all) from the `start`-th on. */
  coroutines(start = 0, count = 0): CoroutineInfo[] {
    if (this.state !== 'running' && this.state !== 'stopped') return []
    const { inspector, standing } = this.stage.run
    return inspector.coroutines(standing, start, count)
  }

  /** Halts when this suspended coroutine is resumed next; a second time: does not. */
  breakOnResume(id: number): boolean {
    const coroutine = this.stage.run.inspector.find(id)
    if (coroutine === undefined) throw new SessionError(messages.isMain)
    return this.stage.control.breakOnResume(coroutine)
  }

  /** Those that were destroyed without ever having been awaited; the latest of many. */
  neverAwaited(): ReturnType<Lives['neverAwaited']> {
    return this.stage.run.lives.neverAwaited(100)
  }

  /** How many coroutines there are, the main program included. */
  get total(): number {
    return this.state === 'running' || this.state === 'stopped' ? this.stage.run.inspector.count : 0
  }

  /** The same as a flat list shows them. */
  threads(): ThreadInfo[] {
    if (this.state !== 'running' && this.state !== 'stopped') return []
    const { inspector, standing } = this.stage.run
    return inspector.threads(standing)
  }

  stack(id: number): readonly FrameInfo[] {
    return this.stage.view.stack(id)
  }

  scopes(info: FrameInfo): readonly ScopeInfo[] {
    return this.stage.view.scopes(info)
  }

  children(container: object, page: Page): VariableInfo[] {
    return this.stage.view.children(container, page)
  }

  evaluate(expression: string, info: FrameInfo | undefined, hex: boolean): VariableInfo {
    return this.stage.view.evaluate(expression, info, hex, longestResult)
  }

  /** What is typed in the Debug Console: it really happens. In drive mode `send(…)`, `throw(…)` and `close()` drive. */
  execute(text: string, info: FrameInfo | undefined, hex: boolean, done: Done<VariableInfo>): void {
    if (text.trim() === '') throw new SessionError(messages.empty)
    const verb = this.verb(text, info)
    if (verb === 'finished') throw new SessionError(this.driving.whyNot(this.drivenId!))
    if (verb !== undefined) {
      const { coroutine, action, expression } = verb
      this.drive(coroutine, action, expression, result =>
        done(result instanceof SessionError ? result : { ...plain, value: outcomeText(result), type: result.type }),
      )
      return
    }
    const content = this.executeNow(text, this.stage.view.frameFor(info))
    const child = { name: text, content, expression: undefined, kind: 'data', readOnly: true } as const
    done(this.stage.run.values.render(child, hex, longestResult))
  }

  /** Assigns to a variable of a scope or to a part of a value. */
  setChild(container: object, name: string, value: string, hex: boolean): VariableInfo {
    const { expression, frame } = this.stage.view.childExpression(container, name)
    return this.assign(expression, value, frame, hex)
  }

  setExpression(expression: string, value: string, info: FrameInfo | undefined, hex: boolean): VariableInfo {
    return this.assign(expression, value, this.stage.view.frameFor(info), hex)
  }

  completions(text: string, offset: number, info: FrameInfo | undefined): CompletionInfo[] {
    return this.stage.view.completions(text, offset, info)
  }

  exceptionInfo(): ExceptionDetails {
    const { lastHalt, view } = this.stage
    if (lastHalt?.exception === undefined) throw new SessionError(messages.noException)
    return view.exceptionDetails(lastHalt.exception, lastHalt.breakMode ?? 'always')
  }

  sources(): SourceInfo[] {
    const { index } = this.stage.run
    return index.allFiles().map(file => ({ ...this.sourceOf(file.path), sha256: sha256(file.source) }))
  }

  sourceOf(path: string): SourceInfo {
    return this.stage.run.inspector.source(path)
  }

  sourceText(path: string): string {
    const file = this.stage.run.index.file(path)
    if (file === undefined) throw new SessionError(messages.noSource(path))
    return file.source
  }

  /** Is the text of a file another than the one that runs? Unknown files are not. */
  hasChanged(path: string, checksum: string): boolean {
    const file = this.index?.file(this.stage.host.resolve(path))
    return file !== undefined && !file.isLibrary && sha256(file.source) !== checksum.toLowerCase()
  }

  modules(): ModuleInfo[] {
    const { index } = this.stage.run
    return index.allFiles().map(file => ({
      name: file.module,
      path: file.path,
      isLibrary: file.isLibrary,
      coroutineFunctions: file.codes.filter(code => (code.flags & makesCoroutine) !== 0).length,
    }))
  }

  /** The parameters of a call, by the names and in the order of its function. */
  parameters(info: FrameInfo, hex: boolean): ParameterInfo[] {
    return this.stage.view.parameters(info, hex)
  }

  /** Executes `target = value`. */
  private assign(target: string, value: string, frame: Frame | null, hex: boolean): VariableInfo {
    if (value.trim() === '') throw new SessionError(messages.empty)
    this.executeNow(`${target} = (${value})`, frame)
    const { machine, values } = this.stage.run
    const looked = look(machine, target, frame, content =>
      values.render({ name: target, content, expression: target, kind: 'data', readOnly: false }, hex),
    )
    if (looked.kind === 'problem') throw new SessionError(looked.text)
    return looked.value
  }

  /** Executes for real, as a choice of the run; what fails changes nothing. */
  private executeNow(text: string, frame: Frame | null): Value {
    const { run } = this.stage
    const tried = rehearse(run.machine, text, frame)
    if (tried.kind === 'problem') throw new SessionError(tried.text)
    const seat = frame === null ? undefined : run.inspector.seatOf(frame)
    let value: Value = null
    run.timeline.choose(
      this.execution(run.machine.time, text, seat, result => {
        value = result
      }),
    )
    run.timeline.mark()
    this.stage.flush()
    return value
  }

  private execution(
    time: number,
    text: string,
    seat: Seat | undefined,
    done: ((value: Value) => void) | undefined,
  ): Choice {
    const { run } = this.stage
    return {
      time,
      key: JSON.stringify(['execute', text, seat ?? null]),
      apply: () => {
        const frame = seat === undefined ? null : (run.inspector.frameIn(seat) ?? null)
        const value = executeNow(run.machine, text, frame)
        done?.(value)
      },
    }
  }

  private remakeExecution({ time, key }: KeptChoice): Choice | undefined {
    const [what, text, seat] = JSON.parse(key) as unknown[]
    if (what === 'input') return inputChoice(this.stage.run.machine, time, typeof text === 'string' ? text : undefined)
    if (what === 'jump' && typeof seat === 'number')
      return jumping(this.stage.run, time, { seat: text as unknown as Seat, pc: seat })
    if (what === 'cancel' && typeof text === 'number')
      return cancellation(this.stage.run, time, text, typeof seat === 'string' ? seat : undefined)
    if (what !== 'execute' || typeof text !== 'string') return undefined
    return this.execution(time, text, (seat as Seat | null) ?? undefined, undefined)
  }

  private verb(
    text: string,
    info: FrameInfo | undefined,
  ): { coroutine: number; action: Action; expression: string | undefined } | 'finished' | undefined {
    const match = /^\s*\.?a?(send|throw|close)\s*\(([\s\S]*)\)\s*$/.exec(text)
    const id = info?.thread ?? this.stage.lastHalt?.coroutine ?? 0
    const coroutine = this.driving.drivable(id) ?? this.driving.suspended(id)
    if (match === null) return undefined
    if (coroutine === undefined) return this.isFinished(match[1]) ? 'finished' : undefined
    const expression = match[2].trim() === '' ? undefined : match[2]
    return { coroutine: coroutine.id, action: match[1] as Action, expression }
  }

  /** Is there nothing left to drive, and no function of the program's that is called as the verb is? */
  private isFinished(verb: string): boolean {
    const { driving, drivenId } = this
    if (drivenId === undefined || !driving.isOver) return false
    return this.stage.run.inspector.find(drivenId) === undefined && this.stage.run.globals?.getStr(verb) === undefined
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
