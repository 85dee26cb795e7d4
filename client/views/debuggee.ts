// What the views ask of whoever holds the debug adapter (a web worker beside the page, or the editor behind a webview), and
// the shapes of its answers.

import type { TraceEvent } from '../../debugger/trace/index.ts'

export interface Debuggee {
  /** Asks the debug adapter; rejects with its message. */
  request<Answer>(command: string, args?: object): Promise<Answer>
}

export type Action = 'send' | 'throw' | 'close'

export interface CoroutineInfo {
  readonly threadId: number
  readonly id: number
  readonly name: string
  readonly kind: string
  readonly state: 'CORO_CREATED' | 'CORO_RUNNING' | 'CORO_SUSPENDED' | 'CORO_CLOSED'
  readonly file?: string
  readonly line?: number
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
}

/** What one action led to, or would lead to. For `raised`, `type` is the exception's type and `value` its message. */
export interface Outcome {
  readonly outcome: 'yielded' | 'returned' | 'raised' | 'closed' | 'unfinished'
  readonly value: string
  readonly type: string
  /** What it would print; previews only. */
  readonly output?: string
  /** The `finally` blocks that would run; previews only. */
  readonly cleanups?: readonly { readonly file: string; readonly line: number }[]
}

export interface CoroutinesAnswer {
  readonly time: number
  readonly coroutines: readonly CoroutineInfo[]
}

export interface PreviewAnswer {
  /** `refused`: it cannot be done, and `value` says why. */
  readonly outcomes: readonly (Outcome | { readonly outcome: 'refused'; readonly value: string })[]
}

/** `future`: what was undone by going back and has not been replaced yet. */
export interface TraceAnswer {
  readonly time: number
  readonly events: readonly TraceEvent[]
  readonly future: readonly TraceEvent[]
}
