// Steps inside running code: over, into, out. A step belongs to one frame and keeps to its coroutine: whatever else the program
// runs meanwhile is passed over. Knows nothing of breakpoints, driving or history.

import type { Code, Frame } from '../engine/index.ts'
import type { Spot } from './arms.ts'
import type { CodeIndex } from './code-index.ts'
import { locationsOf } from './code-index.ts'

export type StepKind = 'over' | 'in' | 'out'

/** A step that is being taken. The session asks it at every stop of the machine whether this is where it ends. */
export class Step {
  readonly kind: StepKind
  private readonly index: CodeIndex
  private readonly justMyCode: boolean
  /** The frame the step belongs to. */
  readonly frame: Frame
  private readonly line: number
  private readonly pc: number
  /** Step into this call only: the name of what is called. */
  private readonly target: string | undefined
  private trapped: Frame[] = []

  constructor(index: CodeIndex, justMyCode: boolean, kind: StepKind, frame: Frame, pc: number, target?: string) {
    this.index = index
    this.justMyCode = justMyCode
    this.kind = kind
    this.frame = frame
    this.pc = pc
    this.line = pc >= 0 ? frame.code.positions[4 * pc] : -1
    this.target = target
    this.setTraps()
  }

  /** The instructions to arm while the step is taken. */
  spots(): readonly Spot[] {
    switch (this.kind) {
      case 'out':
        return []
      case 'over':
        return locationsOf(this.frame.code)
      case 'in':
        return this.index
          .allFiles()
          .filter(file => !this.justMyCode || !file.isLibrary)
          .flatMap(file => file.codes.flatMap(locationsOf))
    }
  }

  /** Does the step end before the instruction at `pc` of `frame`, where a line begins? */
  endsAtLine(frame: Frame, pc: number): boolean {
    if (this.kind === 'out') return false
    // A line begins anew when it is another one, or when a loop has come back to it.
    if (frame === this.frame) return frame.code.positions[4 * pc] !== this.line || pc <= this.pc
    if (this.kind === 'over') return false
    if (this.target !== undefined && !this.isTarget(frame.code)) return false
    return this.isInside(frame)
  }

  /** Control has entered a trapped frame: does the step end there? */
  endsInFrame(frame: Frame): boolean {
    if (frame === this.frame) {
      this.setTraps()
      return false
    }
    if (this.frame.isFinished) return this.isVisible(frame)
    // Not finished: its coroutine has suspended, which ends only a step out.
    return this.kind === 'out' && this.frame.coroutine !== null
  }

  /** Takes the traps away. */
  end(): void {
    for (const frame of this.trapped) frame.trap = false
    this.trapped = []
  }

  /**
   * Traps every visible frame that waits for this one: an exception may pass over some of them. The frame itself is trapped too when
   * it can suspend, since somebody else may resume it next time; and for a step out, whoever resumed its coroutine.
   */
  private setTraps(): void {
    this.end()
    const { frame, kind } = this
    if (frame.coroutine !== null) this.trapped.push(frame)
    const resumer = kind === 'out' && frame.coroutine !== null ? this.resumer() : null
    for (let outer = frame.back; outer !== null; outer = outer.back)
      if (this.isVisible(outer) || outer === resumer) this.trapped.push(outer)
    for (const one of this.trapped) one.trap = true
  }

  private isVisible(frame: Frame): boolean {
    return !this.justMyCode || !this.index.isForeign(frame.code)
  }

  /** Who gets control when the chain of awaits that the frame runs in suspends. */
  private resumer(): Frame | null {
    for (let frame: Frame | null = this.frame; frame !== null; frame = frame.back) {
      const { coroutine } = frame
      if (coroutine?.isActive) return frame.back
    }
    return null
  }

  /** Was `frame` called, awaited or resumed from the step's frame? */
  private isInside(frame: Frame): boolean {
    for (let one: Frame | null = frame; one !== null; one = one.back) if (one === this.frame) return true
    return false
  }

  private isTarget(code: Code): boolean {
    return code.name === this.target || (code.name === '__init__' && code.qualname.endsWith(`${this.target}.__init__`))
  }
}
