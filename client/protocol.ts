// What the debug adapter answers beyond the Debug Adapter Protocol: the shapes of the `coroscope/…` messages the extension
// uses. Types only; docs of the protocol say what each field means.

export type CoroutineState = 'CORO_CREATED' | 'CORO_RUNNING' | 'CORO_SUSPENDED' | 'CORO_CLOSED'

/** One coroutine, generator or async generator that is alive, or the main program (id 0). */
export interface CoroutineInfo {
  readonly threadId: number
  readonly id: number
  /** As in `talk#1`. */
  readonly name: string
  readonly kind: string
  readonly state: CoroutineState
  readonly file?: string
  readonly line?: number
  /** What it waits for, in words. */
  readonly awaiting?: string
  readonly awaitingId?: number
  readonly awaitedBy?: number
  readonly createdAt?: { readonly file: string; readonly line: number }
  readonly lastSent?: string
  readonly lastYielded?: string
  readonly result?: string
  readonly exception?: string
  readonly isMain?: boolean
  /** A part of the library that the program has no name for. */
  readonly isInternal?: boolean
  /** Machine time of its creation, and who made it. */
  readonly since?: number
  readonly createdBy?: number
}

/** Answer to `coroscope/coroutines`. */
export interface CoroutinesAnswer {
  readonly time: number
  readonly coroutines: readonly CoroutineInfo[]
  /** Those that were destroyed without ever having been awaited. */
  readonly neverAwaited?: readonly NeverAwaited[]
}

export interface NeverAwaited {
  readonly id: number
  readonly name: string
  readonly createdAt: { readonly file: string; readonly line: number }
}

/** Answer to `coroscope/export`. */
export interface ExportAnswer {
  readonly fileName: string
  readonly content: string
}

export type Action = 'send' | 'throw' | 'close'

/** What one send, throw or close led to, or would lead to. For `raised`, `type` is the exception's type, `value` its message. */
export interface Outcome {
  readonly outcome: 'yielded' | 'returned' | 'raised' | 'closed' | 'unfinished'
  readonly value: string
  readonly type: string
  /** What it would print; previews only. */
  readonly output?: string
  /** The `finally` blocks that would run; previews only. */
  readonly cleanups?: readonly { readonly file: string; readonly line: number }[]
}

/** Answer to `coroscope/preview`. */
export interface PreviewAnswer {
  /** `refused`: it cannot be done, and `value` says why. */
  readonly outcomes: readonly (Outcome | { readonly outcome: 'refused'; readonly value: string })[]
}
