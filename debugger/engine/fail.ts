// The outcome of a pure operation that cannot give a value: which Python exception, in CPython's words.
//
// The value files (int.ts, float.ts, str*.ts, …) never see the machine: they return a `Fail`, and the native that called
// them raises it. Never thrown.

import type { Value } from './value.ts'

/** An exception to be raised: the name of a built-in exception class and its message, or its arguments when it has several. */
export class Fail {
  readonly type: string
  readonly message: string
  /** The exception's arguments when they are not just the message (UnicodeDecodeError: encoding, object, start, end, reason). */
  readonly args: readonly Value[] | undefined
  constructor(type: string, message: string, args?: readonly Value[]) {
    this.type = type
    this.message = message
    this.args = args
  }
}

/** `ValueError(message)`. */
export const valueError = (message: string): Fail => new Fail('ValueError', message)
/** `TypeError(message)`. */
export const typeError = (message: string): Fail => new Fail('TypeError', message)
/** `OverflowError(message)`. */
export const overflowError = (message: string): Fail => new Fail('OverflowError', message)
/** `ZeroDivisionError(message)`. */
export const zeroDivision = (message: string): Fail => new Fail('ZeroDivisionError', message)
/** `IndexError(message)`. */
export const indexError = (message: string): Fail => new Fail('IndexError', message)
/** `MemoryError()`: a result larger than the engine's limits. */
export const memoryError = (): Fail => new Fail('MemoryError', '')
