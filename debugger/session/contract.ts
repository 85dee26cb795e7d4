// What a debugging session says and is asked, as plain data. Coroutines are numbered from 1 by creation, 0 is the main
// program; lines count from 1 and columns from 0, as in Python's own tracebacks. Knows nothing of any protocol.

import type { ModuleSource } from '../engine/index.ts'
import type { TraceEvent } from '../trace/index.ts'
import type { Kept } from './export/session-file.ts'

/** What a person can do to a suspended coroutine. */
export type Action = 'send' | 'throw' | 'close'

/** How a session is started; each field has been checked. */
export interface LaunchOptions {
  /** The file as the user named it; shown in tracebacks. */
  readonly program: string
  /** The text of the program, where there are no files (a page, a virtual workspace). */
  readonly source: string | undefined
  /** Drive mode: an expression that makes the coroutine, generator or async generator to be driven. */
  readonly drive: string | undefined
  readonly args: readonly string[]
  readonly stopOnEntry: boolean
  /** Stepping leaves out library frames. */
  readonly justMyCode: boolean
  readonly clock: 'virtual' | 'real'
  /** Run only: no breakpoint is armed and no history kept. */
  readonly noDebug: boolean
  /** Bound of the history, in MB (10**6 bytes). */
  readonly maxHistoryMB: number
  /** Where the program's output appears and its input is typed. */
  readonly console?: 'internalConsole' | 'integratedTerminal' | 'externalTerminal'
  /** At the end of the program: stop there, so that one can go back. */
  readonly stopAtEnd?: boolean
  /** A session that is opened again: what was done in it is done again first. */
  readonly kept?: Kept | undefined
}

/** Why the machine was halted. */
export type StopReason =
  | 'entry'
  | 'breakpoint'
  | 'function breakpoint'
  | 'instruction breakpoint'
  | 'data breakpoint'
  | 'exception'
  | 'pause'
  | 'step'
  | 'goto'
  | 'restart'
  | 'suspended'
  | 'resumed'
  | 'thrown into'
  | 'closed'
  | 'return'
  | 'end'
  | 'clock'

export interface Stopped {
  readonly reason: StopReason
  /** The coroutine that a view should select. */
  readonly coroutine: number
  /** What happened, in words. */
  readonly text: string | undefined
  readonly breakpoints: readonly number[]
}

/** What one send, throw or close led to. `raised` has the exception's type in `type` and its message in `value`. */
export interface Outcome {
  readonly outcome: 'yielded' | 'returned' | 'raised' | 'closed' | 'unfinished'
  readonly value: string
  readonly type: string
}

/** An outcome that was tried and taken back, with what it would have printed. */
export interface PreviewOutcome extends Outcome {
  readonly output: string
  /** The `finally` blocks of the person's files that would run, in their order. */
  readonly cleanups: readonly Place[]
  /** The coroutines that would be finished, each with the place where its frame is now: the innermost of the chain first. */
  readonly leaves: readonly LeftFrame[]
}

/** A frame that would not be there any more. */
export interface LeftFrame extends Place {
  readonly id: number
  /** `talk#1` */
  readonly name: string
}

export interface Place {
  readonly file: string
  readonly line: number
}

/** A coroutine, generator or async generator object that has not finished, or the main program (id 0). */
export interface CoroutineInfo {
  readonly id: number
  readonly name: string
  readonly kind: 'main' | 'coroutine' | 'generator' | 'async generator'
  readonly state: 'CORO_CREATED' | 'CORO_RUNNING' | 'CORO_SUSPENDED' | 'CORO_CLOSED'
  readonly file: string | undefined
  readonly line: number | undefined
  /** In words: the name of an awaited coroutine, or the type of another awaited object. */
  readonly awaiting: string | undefined
  readonly awaitingId: number | undefined
  readonly awaitedBy: number | undefined
  readonly createdAt: Place | undefined
  readonly lastSent: string | undefined
  readonly lastYielded: string | undefined
  readonly result: string | undefined
  readonly exception: string | undefined
  /** A part of the library that the program has no name for. */
  readonly isInternal?: true
  /** Machine time of its creation, and who made it (0: the main program). */
  readonly since?: number
  readonly createdBy?: number
  /** The asyncio task that it is the coroutine of: its name, and whether it was asked to end. */
  readonly task?: { readonly name: string; readonly isCancelling: boolean }
}

/** The least that a list shows of a coroutine. */
export type ThreadInfo = Pick<CoroutineInfo, 'id' | 'name' | 'state' | 'line' | 'task'>

/** How far one can go back and forward, and what keeping that costs. */
export interface HistoryInfo {
  /** Machine times: the earliest that needs no new run from the start, and the furthest. */
  readonly start: number
  readonly end: number
  readonly checkpoints: number
  /** What is kept, as far as it is counted, and its bound. */
  readonly bytes: number
  readonly maxBytes: number
}

/** A future that was left for another by going back and doing something else. */
export interface FutureInfo {
  readonly id: number
  /** Machine time at which it was left, and how far it went. */
  readonly from: number
  readonly end: number
  /** What was done in it, in words. */
  readonly choices: readonly string[]
  readonly events: readonly TraceEvent[]
}

/** The clock of the program, and what waits for it. */
export interface ClockInfo {
  /** Seconds on the loop's clock. */
  readonly time: number
  readonly isVirtual: boolean
  readonly timers: readonly { readonly when: number; readonly callback: string }[]
  readonly ready: readonly string[]
}

/** A source text: a file of the user's, or a library module that exists only inside the program. */
export interface SourceInfo {
  /** As in tracebacks. */
  readonly path: string
  readonly name: string
  /** Library modules have no file: their text is to be asked for. */
  readonly isLibrary: boolean
  /** SHA-256 of the text as UTF-8, in hexadecimal, where it was asked for. */
  readonly sha256?: string
}

/** A parameter of a call that runs, as it is now. */
export interface ParameterInfo {
  readonly name: string
  readonly type: string
  readonly value: string
}

/** A module as a view of modules shows it. */
export interface ModuleInfo {
  readonly name: string
  readonly path: string
  readonly isLibrary: boolean
  /** How many of its functions make coroutines, generators or async generators. */
  readonly coroutineFunctions: number
}

export interface FrameInfo {
  /** Position among the frames of its coroutine's stack, 0 innermost, labels included. */
  readonly index: number
  /** The coroutine whose stack it is part of. */
  readonly thread: number
  /** The coroutine in whose body it was entered. */
  readonly coroutine: number
  readonly name: string
  /** `label`: a line between two owners, no frame. `subtle`: library code. */
  readonly kind: 'normal' | 'label' | 'subtle'
  readonly source: SourceInfo | undefined
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly canRestart: boolean
  /** Of the instruction that it stands at; undefined for labels. */
  readonly address: number | undefined
  /** Module of the code, as in `sys.modules`. */
  readonly module: string | undefined
}

export interface VariableInfo {
  readonly name: string
  readonly value: string
  readonly type: string
  /** An expression that gives the value, for watches; undefined where there is none. */
  readonly expression: string | undefined
  /** What is inside, or undefined for a value without parts. */
  readonly container: object | undefined
  readonly indexed: number
  readonly named: number
  readonly kind: 'data' | 'property' | 'method' | 'class' | 'virtual'
  readonly readOnly: boolean
  /** Where the value's coroutine is suspended or its function defined. */
  readonly place: Place | undefined
  /** Where the value's coroutine was created. */
  readonly origin?: Place | undefined
  /** The value, when its bytes can be looked at. */
  readonly memory?: object | undefined
}

export interface ScopeInfo {
  readonly name: 'Locals' | 'Globals' | 'Coroutine' | 'Event loop'
  readonly container: object
  readonly expensive: boolean
  readonly indexed: number
  readonly named: number
}

/** A breakpoint as the user asked for it. */
export interface BreakpointRequest {
  readonly line: number
  readonly column: number | undefined
  readonly condition: string | undefined
  readonly hitCondition: string | undefined
  readonly logMessage: string | undefined
  /** Left out: it stops when the line is reached. */
  readonly mode?: SuspensionMode | undefined
}

/** What happens to a coroutine at an `await` or `yield`. */
export type SuspensionMode = 'suspends' | 'resumes' | 'thrown' | 'closed'

export type DataAccess = 'read' | 'write' | 'readWrite'

export interface DataBreakpointRequest {
  /** As `dataBreakpointInfo` gives it. */
  readonly dataId: string
  readonly access: DataAccess
  readonly condition: string | undefined
  readonly hitCondition: string | undefined
}

/** What can be watched; without `dataId`, `description` says why nothing can. */
export interface DataInfo {
  readonly dataId: string | undefined
  readonly description: string
  readonly accessTypes: readonly DataAccess[]
  /** The same name means the same datum in another run. */
  readonly canPersist: boolean
}

export interface FunctionBreakpointRequest {
  /** `name`, `Class.name` or `module:qualname`. */
  readonly name: string
  readonly condition: string | undefined
  readonly hitCondition: string | undefined
}

/** A breakpoint as it is. Unbound ones say why in `message`. */
export interface BreakpointInfo {
  readonly id: number
  readonly verified: boolean
  readonly message: string | undefined
  readonly path: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly endLine: number | undefined
  readonly endColumn: number | undefined
}

/**
 * Stop at exceptions: all that are raised; those that nobody will catch; those that leave a coroutine; CancelledError and GeneratorExit
 * where they arrive; StopIteration that would end a coroutine's body; coroutines that are destroyed and were never awaited.
 */
export type ExceptionFilter =
  | 'raised'
  | 'uncaught'
  | 'leaving'
  | 'cancelled'
  | 'generatorExit'
  | 'stopIteration'
  | 'neverAwaited'

export interface ExceptionFilterRequest {
  readonly filter: ExceptionFilter
  /**
   * Class names (`ValueError, KeyError`), or an expression in which `exception` is the exception; undefined: all. For `neverAwaited`
   * names are those of the functions.
   */
  readonly condition: string | undefined
}

export interface ExceptionDetails {
  readonly typeName: string
  readonly message: string
  readonly description: string
  readonly breakMode: 'always' | 'unhandled' | 'userUnhandled'
  readonly stackTrace: string
  readonly cause: ExceptionDetails | undefined
}

/** One instruction of the machine's code; an address between codes has none. */
export interface InstructionInfo {
  readonly address: number
  readonly text: string | undefined
  /** Qualified name of the code that begins here. */
  readonly code: string | undefined
  readonly path: string | undefined
  readonly place:
    | { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }
    | undefined
}

/** A breakpoint on an instruction. */
export interface InstructionBreakpointRequest {
  readonly address: number
  readonly condition: string | undefined
  readonly hitCondition: string | undefined
}

/** One way to go on from a frame: into a call of the line, or one action on a suspended coroutine. */
export interface StepTarget {
  readonly id: number
  readonly label: string
  readonly line: number | undefined
  readonly column: number | undefined
  readonly endLine: number | undefined
  readonly endColumn: number | undefined
  /** What choosing it does to the coroutine; undefined for a call. */
  readonly drive: { readonly action: Action; readonly expression: string | undefined } | undefined
}

export interface CompletionInfo {
  readonly label: string
  readonly kind: 'variable' | 'function' | 'class' | 'module' | 'property' | 'keyword' | 'method'
  /** UTF-16 offset in the text asked about where `label` replaces, and how much. */
  readonly start: number
  readonly length: number
}

/** What a session calls from outside: time to run, sources, output. Given by whoever hosts it. */
export interface SessionHost {
  /** Runs `slice` later, after what else is waiting had its turn, and not before so many seconds have passed. */
  schedule(slice: () => void, seconds?: number): void
  /** The bytes of a file, or why there are none. */
  read(path: string): FileContents
  /** The one spelling of a path that names a file (absolute, where there are folders). */
  resolve(path: string): string
  /** Seconds since 1970, for `clock: 'real'`. */
  now(): number
  /** Is the memory for a program used up? It then gets a MemoryError. */
  isHeapFull?(): boolean
  /** A module of the library by name. */
  library(name: string): ModuleSource | undefined
  /** Names of the library modules that a program can import. */
  readonly libraryNames: ReadonlySet<string>
  /** Waits for a terminal to connect; left out where there are none. */
  offerTerminal?(connected: (terminal: Terminal) => void): Promise<TerminalOffer>
}

export type FileContents =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'folder' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** A terminal in which a program's output appears and its input is typed. */
export interface Terminal {
  write(text: string): void
  /** Gives the next line without its line end, or undefined when there are no more. False: it was not wanted any more. */
  readLine(given: (line: string | undefined) => boolean): void
  close(): void
}

/** A terminal that waits for its program: what a client is to run for it. */
export interface TerminalOffer {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Nobody will come. */
  withdraw(): void
}

/** What a session tells. */
export interface SessionListener {
  output(category: 'stdout' | 'stderr' | 'console' | 'important', text: string, place: Place | undefined): void
  stopped(stop: Stopped): void
  continued(coroutine: number): void
  coroutine(reason: 'started' | 'exited', id: number): void
  /** `new`: one that nobody asked for in this session: it came with a session that was opened again. */
  breakpointChanged(info: BreakpointInfo, reason?: 'new'): void
  /** The program waits for a line of input; left out, or false: there is none. */
  input?(given: (line: string | undefined) => boolean): boolean
  /** Something takes a while; `done` is how much of it at most (0 to 1). */
  progress?(stage: 'start' | 'update' | 'end', title: string, done: number): void
  /** Bytes that were shown are others now. */
  memoryChanged?(memory: object, count: number): void
  sourceLoaded(source: SourceInfo): void
  /** Something that a view shows has changed; the machine's time. */
  changed(time: number): void
  /** The program is over. */
  ended(exitCode: number): void
}

/** A request that cannot be met; the message tells the person what to do next. */
export class SessionError extends Error {
  /** The program cannot be run: the exit status with which `coroscope run` would end. Undefined: the request itself is at fault. */
  readonly programStatus: number | undefined
  constructor(message: string, programStatus?: number) {
    super(message)
    this.programStatus = programStatus
  }
}
