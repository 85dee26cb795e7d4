// Data breakpoints while the program runs: which instructions are armed for them, which objects tell of their writes, and what has changed
// since it was looked at last. Knows nothing of how the machine is run.

import type { Frame, Op, Value } from '../engine/index.ts'
import type { Spot } from './arms.ts'
import type { Breakpoints, DataBreakpoint } from './breakpoints.ts'
import { SessionError } from './contract.ts'
import { type DataTarget, findTarget, isSameValue } from './data-targets.ts'
import type { Run } from './run.ts'

/** A data breakpoint that has found its datum. */
interface Watch {
  readonly breakpoint: DataBreakpoint
  target: DataTarget
  /** Its value when it was looked at last. */
  last: Value | undefined
  /** Machine time at which the datum was found: before it, it may not exist. */
  foundAt: number
}

/** A datum that was written. */
export interface Written {
  readonly breakpoint: DataBreakpoint
  readonly before: Value | undefined
  readonly after: Value | undefined
}

export class Watching {
  private readonly run: Run
  private watches: Watch[] = []
  /** Something that holds a datum is being written. */
  private isPending = false
  /** A part of the run is repeated to find a write. */
  isSearching = false

  constructor(run: Run) {
    this.run = run
    run.machine.journal.onWrite = () => {
      if (run.machine.journal.isSilent || (run.timeline.isReplaying && !this.isSearching)) return
      this.isPending = true
      run.arms.armNext()
    }
  }

  /** Watches what these breakpoints name; those that were watched stay with their objects. */
  set(breakpoints: Breakpoints): void {
    const before = new Map(this.watches.map(watch => [watch.breakpoint, watch]))
    this.watches = breakpoints.data.flatMap(breakpoint => {
      const known = before.get(breakpoint)
      if (known !== undefined) return [known]
      const target = this.find(breakpoint)
      return target === undefined ? [] : [{ breakpoint, target, last: target.read(), foundAt: this.run.machine.time }]
    })
    this.arm()
  }

  /** After going back or at a stop: data that were not there are looked for again, and what changed meanwhile has been seen. */
  refresh(breakpoints: Breakpoints): void {
    if (breakpoints.data.length === 0) return
    const { time } = this.run.machine
    for (const watch of this.watches) {
      if (time < watch.foundAt) {
        const found = this.find(watch.breakpoint)
        if (found !== undefined) watch.target = found
        watch.foundAt = found === undefined ? watch.foundAt : time
      }
      watch.last = watch.target.read()
    }
    this.isPending = false
    this.set(breakpoints)
  }

  /** Instructions that may read or write what is watched. */
  spots(): Spot[] {
    return this.watches.flatMap(watch => watch.target.spots())
  }

  /** What the data are now is what they were before. */
  begin(): void {
    this.isPending = false
    for (const watch of this.watches) watch.last = watch.target.read()
  }

  /** The data that the instruction a frame stands before reads, and whether it may write one. */
  at(frame: Frame): { readonly reads: DataBreakpoint[]; readonly mayWrite: boolean } {
    const reads: DataBreakpoint[] = []
    let mayWrite = false
    const op = frame.code.original[2 * frame.pc] as Op
    const arg = frame.code.original[2 * frame.pc + 1]
    for (const { breakpoint, target } of this.watches) {
      const kind = target.access(frame, op, arg)
      if (kind === 'read' && breakpoint.access !== 'write') reads.push(breakpoint)
      if (kind === 'write' && breakpoint.access !== 'read') mayWrite = true
    }
    return { reads, mayWrite }
  }

  /** What has been written since this was asked last. */
  written(isSure: boolean): Written[] {
    if (!isSure && !this.isPending) return []
    this.isPending = false
    const all: Written[] = []
    for (const watch of this.watches) {
      if (watch.breakpoint.access === 'read') continue
      const { last: before } = watch
      const after = watch.target.read()
      if (isSameValue(before, after)) continue
      watch.last = after
      all.push({ breakpoint: watch.breakpoint, before, after })
    }
    return all
  }

  private find(breakpoint: DataBreakpoint): DataTarget | undefined {
    try {
      return breakpoint.memory ?? findTarget(this.run, breakpoint.name)
    } catch (error) {
      if (error instanceof SessionError) return undefined
      throw error
    }
  }

  private arm(): void {
    const { machine, arms } = this.run
    machine.journal.watch(this.watches.flatMap(watch => watch.target.holders))
    arms.setWatching(this.spots())
  }
}
