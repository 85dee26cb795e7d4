// What the parts of a session share: the run, what controls it, what is seen at this stop, and in which state all is. Knows how a run is made
// and how a halt is told; not what anybody asked for.

import type { Breakpoints } from './breakpoints.ts'
import type { LoadedFile } from './code-index.ts'
import { compileLook } from './console.ts'
import type { LaunchOptions, SessionHost, SessionListener } from './contract.ts'
import { SessionError } from './contract.ts'
import type { ControlEvents, Going, Halt } from './control.ts'
import { Control } from './control.ts'
import { checkKept } from './keep.ts'
import { reprOnFork } from './looks.ts'
import { readBytes } from './memory.ts'
import { messages } from './messages.ts'
import { loadProgram } from './program.ts'
import type { ReadyProgram } from './run.ts'
import { Run } from './run.ts'
import { nameOf } from './source.ts'
import { View } from './view.ts'

/** `empty`: nothing launched. `ready`: loaded, breakpoints can be set. */
export type SessionState = 'empty' | 'ready' | 'running' | 'stopped' | 'ended'

/** What the machine may come to that is not for the stage to decide. */
export type Decisions = Pick<ControlEvents, 'outcome' | 'finished' | 'ended' | 'failed'>

/** Coroutines that come and go are told of one by one while there are no more than this many. */
const mostAnnounced = 2000
/** While the program runs, no more than so many at once. */
const mostWhileRunning = 64

export class Stage {
  readonly host: SessionHost
  readonly listener: SessionListener
  readonly breakpoints: Breakpoints
  state: SessionState = 'empty'
  /** Where and why the machine was halted last. */
  lastHalt: Halt | undefined
  private readonly decisions: Decisions
  private theRun: Run | undefined
  private theControl: Control | undefined
  /** What this stop looks like. Made anew at each. */
  private theView: View | undefined
  /** The coroutines that the listener has been told of. */
  private announced: ReadonlySet<number> = new Set()
  /** State of the registry when they were. */
  private announcedVersion = -1
  private printed: { readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly at: number }[] = []

  constructor(host: SessionHost, listener: SessionListener, breakpoints: Breakpoints, decisions: Decisions) {
    this.host = host
    this.listener = listener
    this.breakpoints = breakpoints
    this.decisions = decisions
  }

  get isLoaded(): boolean {
    return this.theRun !== undefined
  }

  get run(): Run {
    if (this.theRun === undefined) throw new SessionError(messages.nothingLaunched)
    return this.theRun
  }

  get control(): Control {
    if (this.theControl === undefined) throw new SessionError(messages.nothingLaunched)
    return this.theControl
  }

  get view(): View {
    if (this.theView === undefined) throw new SessionError(messages.nothingLaunched)
    return this.theView
  }

  /** Makes a run of the program that `options` name, or a SessionError that says what is wrong with it. */
  load(options: LaunchOptions): void {
    const program = loadProgram(this.host, options.program, options.source, 'coroscope')
    if (program.kind === 'failed') throw new SessionError(program.text.trimEnd(), program.status)
    const problem = options.drive === undefined ? undefined : expressionProblem(options.drive)
    if (problem !== undefined) throw new SessionError(messages.badDrive(options.drive!, problem))
    if (options.kept !== undefined) checkKept(this.host, options.kept, program)
    this.announced = new Set()
    this.announcedVersion = -1
    this.printed = []
    this.lastHalt = undefined
    const run = this.makeRun(options, program)
    this.theRun = run
    this.theControl = new Control(run, this.breakpoints, {
      ...this.decisions,
      now: () => this.host.now(),
      schedule: (slice, seconds) => this.host.schedule(slice, seconds),
      flush: () => this.flush(),
      input: given => this.listener.input?.(given) ?? false,
      halted: halt => this.halted(halt),
      log: (text, place) => this.listener.output('console', text, place),
    })
    if (program.warnings !== '') this.listener.output('stderr', program.warnings, undefined)
    for (const info of this.breakpoints.rebind(run.index)) this.listener.breakpointChanged(info)
  }

  private makeRun(options: LaunchOptions, program: ReadyProgram): Run {
    const run = new Run(this.host, options, program, {
      print: (stream, text, at) => this.printed.push({ stream, text, at }),
      loaded: file => this.loaded(file),
    })
    run.reprOnFork = value => reprOnFork(run.machine, value)
    return run
  }

  /** Starts what was loaded; `going` is set in motion instead of the program, when a session is opened again. */
  start(going?: () => void): void {
    const { machine, program, options, timeline } = this.run
    machine.finalizesAtExit = options.drive === undefined
    const main = machine.startModule(program.code, '__main__')
    // What is driven is loaded as an import would: `if __name__ == "__main__":` is for running the file.
    if (options.drive !== undefined) main.dict.setStr('__name__', nameOf(options.program).replace(/\.\w+$/, ''))
    if (!options.noDebug) timeline.mark()
    const firstLine = options.stopOnEntry && options.drive === undefined ? 'entry' : undefined
    this.state = 'running'
    if (going === undefined) this.control.go({ coroutine: 0, step: undefined, firstLine })
    else going()
  }

  /** Sets the machine going on somebody's request. */
  go(going: Going): void {
    this.state = 'running'
    this.listener.continued(going.coroutine)
    this.control.go(going)
  }

  /** The machine stands: what can be seen now is new, and everybody is told. */
  halted(halt: Halt): void {
    const { run } = this
    this.state = 'stopped'
    this.lastHalt = halt
    run.values.forget()
    if (!run.options.noDebug) run.watching.refresh(this.breakpoints)
    this.theView = new View(run)
    if (!run.options.noDebug) run.timeline.mark()
    const { reason, text, breakpoints } = halt
    const coroutine = run.inspector.find(halt.coroutine) === undefined ? 0 : halt.coroutine
    this.listener.stopped({ reason, coroutine, text, breakpoints })
    for (const memory of run.shownMemory.changed())
      this.listener.memoryChanged?.(memory, readBytes(memory, 0, Number.MAX_SAFE_INTEGER).length)
  }

  /** Sends out what was printed, and which coroutines have come and gone. */
  flush(): void {
    const { printed } = this
    this.printed = []
    for (let i = 0; i < printed.length; i++) {
      const { stream } = printed[i]
      let { text } = printed[i]
      while (printed[i + 1]?.stream === stream) text += printed[++i].text
      this.listener.output(stream, text, undefined)
    }
    this.announce()
    this.listener.changed(this.run.machine.time)
  }

  /** Tells which coroutines have come and gone. A flood of them helps nobody: whoever shows a list asks for it at the next stop. */
  private announce(): void {
    const { machine, inspector } = this.run
    const { version, size } = machine.registry
    if (version === this.announcedVersion || size > mostAnnounced) return
    const alive = new Set(inspector.all.map(one => one.id))
    const gone = [...this.announced].filter(id => !alive.has(id))
    const come = [...alive].filter(id => !this.announced.has(id))
    if (this.control.isGoing && gone.length + come.length > mostWhileRunning) return
    this.announcedVersion = version
    this.announced = alive
    for (const id of gone) this.listener.coroutine('exited', id)
    for (const id of come) this.listener.coroutine('started', id)
  }

  /** What was printed after this moment and has not gone out is taken back: it will be printed when the run comes there again. */
  unprint(): void {
    const { machine, timeline } = this.run
    if (this.printed.some(one => one.at > machine.trace.length)) timeline.unprint()
    this.printed = this.printed.filter(one => one.at <= machine.trace.length)
  }

  /** New code: breakpoints that waited for it are bound, and armed at once. */
  private loaded(file: LoadedFile): void {
    this.listener.sourceLoaded({ path: file.path, name: nameOf(file.path), isLibrary: file.isLibrary })
    if (this.theRun === undefined || this.theRun.index.file(file.path) !== file) return
    const changed = this.breakpoints.rebind(this.theRun.index)
    for (const info of changed) this.listener.breakpointChanged(info)
    if (changed.length > 0) this.control.armBreakpoints()
  }
}

/** Why a drive expression cannot be evaluated at all. */
function expressionProblem(expression: string): string | undefined {
  try {
    compileLook(expression)
    return undefined
  } catch (error) {
    if (error instanceof SessionError) return error.message
    throw error
  }
}
