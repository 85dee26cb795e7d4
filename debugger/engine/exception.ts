// Exception objects. The class tree is in exception-types.ts.
//
// Knows nothing of how exceptions travel.

import type { PyDict } from './dict.ts'
import type { Frame } from './frame.ts'
import { T } from './types.ts'
import { MutableObj, type PyTuple, type PyType, type Value } from './value.ts'

/** One entry of `__traceback__`: the frame and instruction where an exception passed. */
export class PyTraceback extends MutableObj {
  readonly frame: Frame
  /** Index of the instruction. */
  readonly lasti: number
  readonly line: number
  /** Towards where it was raised. */
  next: PyTraceback | null
  constructor(epoch: number, frame: Frame, lasti: number, line: number, next: PyTraceback | null) {
    super()
    this.cls = T.traceback
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.frame = frame
    this.lasti = lasti
    this.line = line
    this.next = next
  }
  save(): unknown {
    return this.next
  }
  restore(saved: unknown): void {
    this.next = saved as PyTraceback | null
  }
}

/** An instance of BaseException or a subclass. */
export class PyException extends MutableObj {
  args: PyTuple
  context: PyException | null = null
  cause: PyException | null = null
  suppressContext = false
  traceback: PyTraceback | null = null
  dict: PyDict | null = null
  /** Fields of certain classes by attribute name (`value`, `name`, `obj`, `errno`, `exceptions` …); undefined: not set. */
  fields: Record<string, Value | undefined> | null = null
  constructor(cls: PyType, epoch: number, args: PyTuple) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.args = args
  }
  save(): unknown {
    const { cls, args, context, cause, suppressContext, traceback, dict, fields } = this
    return { cls, args, context, cause, suppressContext, traceback, dict, fields: fields && { ...fields } }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}
