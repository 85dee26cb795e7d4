// One run of a program: the machine, and what is kept beside it for as long as it lives. Makes these things and holds them; what is done
// with them is elsewhere.

import type { PyDict } from '../engine/dict.ts'
import type { Coroutine, Value } from '../engine/index.ts'
import { isMachinesOwn, Machine, PyModule } from '../engine/index.ts'
import { Arms } from './arms.ts'
import { RealClock } from './clock.ts'
import { CodeIndex, type LoadedFile } from './code-index.ts'
import type { LaunchOptions, SessionHost } from './contract.ts'
import { Disassembly } from './disassembly.ts'
import { Inspector, type Seat, type Standing } from './inspect.ts'
import { Lives } from './lives.ts'
import { ShownMemory } from './memory.ts'
import { Moves } from './moves.ts'
import { folderOf, moduleFinder, type Program } from './program.ts'
import { Timeline } from './timeline.ts'
import { Values } from './values.ts'
import { Watching } from './watching.ts'

/** How far a run has come, beyond what the machine knows. Immutable: each change is a new one, so that checkpoints can keep it. */
export interface Progress {
  /** `program`: the file's own top level runs. `driven`: it has run, and a person drives. */
  readonly phase: 'program' | 'driven'
  /** The coroutine that the drive expression made. */
  readonly driven: Coroutine | undefined
  /** What a person has set going and is not over. */
  readonly drive: Drive | undefined
}

/** One send, throw or close that is going on, or the making of the coroutine to drive. */
export interface Drive {
  /** Undefined while the drive expression is being evaluated. */
  readonly coroutine: Coroutine | undefined
  readonly action: 'send' | 'throw' | 'close'
  /** Continue: `send(None)` again after each yield. */
  readonly isRepeating: boolean
  /** How many choices had been made with this one: tells it from every other that is going on. */
  readonly choice: number
  /** The drive inside which it was set going; that one goes on when this has its outcome. */
  readonly outer: Drive | undefined
}

export interface RunEvents {
  /** `at` is the length of the trace with this output. */
  print(stream: 'stdout' | 'stderr', text: string, at: number): void
  loaded(file: LoadedFile): void
}

export type ReadyProgram = Extract<Program, { kind: 'ready' }>

export class Run {
  readonly options: LaunchOptions
  readonly program: ReadyProgram
  readonly machine: Machine
  readonly index = new CodeIndex()
  readonly disassembly = new Disassembly(this.index)
  readonly arms: Arms
  readonly moves: Moves
  readonly watching: Watching
  readonly timeline: Timeline<Progress>
  /** Read only where the program asked for the real clock. */
  readonly clock: RealClock
  readonly lives: Lives
  readonly inspector: Inspector
  readonly values: Values
  /** How bytes that were shown can be named in an assignment. */
  readonly memoryNames = new WeakMap<object, { readonly expression: string; readonly seat: Seat | undefined }>()
  readonly shownMemory = new ShownMemory()
  progress: Progress = { phase: 'program', driven: undefined, drive: undefined }
  /** Where the innermost frame stands while the machine is halted. */
  standing: Standing = 'before'

  constructor(host: SessionHost, options: LaunchOptions, program: ReadyProgram, events: RunEvents) {
    this.options = options
    this.program = program
    const { index } = this
    this.clock = new RealClock(
      () => host.now(),
      () => this.machine,
      () => this.arms.armNext(),
    )
    const load = (
      path: string,
      module: string,
      source: string,
      isLibrary: boolean,
      code: LoadedFile['codes'][0],
    ): void => events.loaded(index.add(path, module, source, isLibrary, code))
    const find = moduleFinder(host, folderOf(program.path), found =>
      load(found.path, found.name, found.source, false, found.code),
    )
    this.machine = new Machine({
      argv: [options.program, ...options.args],
      write: (stream, text) => {
        if (options.noDebug || this.timeline.isFreshOutput()) events.print(stream, text, this.machine.trace.length)
      },
      modules: find,
      library: name => {
        const module = host.library(name)
        // Nobody is shown the machine's own helpers.
        if (module !== undefined && !isMachinesOwn(name) && index.file(module.path) === undefined)
          load(module.path, name, '', true, module.code)
        return module
      },
      source: filename => index.file(filename)?.source,
      isHeapFull: () => this.isHeapFull(host),
      ...(options.clock === 'real'
        ? { now: () => this.clock.now(), sleep: (seconds: number) => this.clock.sleep(seconds) }
        : {}),
    })
    // Nobody asks what happened.
    if (options.noDebug) this.machine.trace.isOn = false
    index.add(program.path, '__main__', program.source, false, program.code)
    this.arms = new Arms(this.machine)
    this.moves = new Moves(this.machine, index, options.justMyCode)
    this.timeline = new Timeline<Progress>(
      this.machine,
      options.maxHistoryMB,
      () => this.progress,
      progress => {
        this.progress = progress
        this.lives.cutTo(this.machine.trace.length)
      },
      time => this.clock.forgetAfter(time),
    )
    this.lives = new Lives(this.machine.trace)
    this.inspector = new Inspector(this.machine, index, this.lives, this.disassembly)
    this.watching = new Watching(this)
    this.values = new Values(this.machine, value => this.reprOnFork(value))
  }

  /** Is there no memory left, even without a history? */
  private isHeapFull({ isHeapFull }: SessionHost): boolean {
    if (isHeapFull === undefined || !isHeapFull()) return false
    return !this.timeline.release() || isHeapFull()
  }

  /** Set once the machine stands; values are rendered only while it is halted. */
  reprOnFork: (value: Value) => string = () => '…'

  /** The namespace of the program's own module. */
  get globals(): PyDict | undefined {
    const main = this.machine.modules.getStr('__main__')
    return main instanceof PyModule ? main.dict : undefined
  }
}
