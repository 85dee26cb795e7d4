// Which instructions are armed: for breakpoints, and for the step that is being taken. Keeps the two apart, so that ending a step
// leaves the breakpoints. Knows nothing of why an instruction is armed.

import type { Code, Machine } from '../engine/index.ts'

export interface Spot {
  readonly code: Code
  readonly pc: number
}

export class Arms {
  private readonly machine: Machine
  private lasting = new Map<Code, Set<number>>()
  private passing = new Map<Code, Set<number>>()
  private next: Spot | undefined

  constructor(machine: Machine) {
    this.machine = machine
  }

  /** Arms exactly these for breakpoints. */
  setLasting(spots: Iterable<Spot>): void {
    const next = bySpot(spots)
    this.change(this.lasting, next, this.passing)
    this.lasting = next
  }

  /** Arms exactly these for the step that is being taken. */
  setPassing(spots: Iterable<Spot>): void {
    const next = bySpot(spots)
    this.change(this.passing, next, this.lasting)
    this.passing = next
  }

  /** Makes the machine halt before the next instruction of the frame that runs a native just now. */
  armNext(): void {
    const { frame } = this.machine
    if (frame === null) return
    this.next = { code: frame.code, pc: frame.pc }
    this.machine.arm(frame.code, frame.pc)
  }

  /** Undoes `armNext`. */
  disarmNext(): void {
    const { next } = this
    this.next = undefined
    if (next !== undefined && !this.isLasting(next.code, next.pc) && !this.isPassing(next.code, next.pc))
      this.machine.disarm(next.code, next.pc)
  }

  /** Arms exactly `spots` while `action` runs, then what was armed before. */
  only<T>(spots: Iterable<Spot>, action: () => T): T {
    const { lasting, passing } = this
    this.setLasting([])
    this.setPassing(spots)
    try {
      return action()
    } finally {
      this.setPassing(allSpots(passing))
      this.setLasting(allSpots(lasting))
    }
  }

  isLasting(code: Code, pc: number): boolean {
    return this.lasting.get(code)?.has(pc) ?? false
  }

  isPassing(code: Code, pc: number): boolean {
    return this.passing.get(code)?.has(pc) ?? false
  }

  private change(from: Map<Code, Set<number>>, to: Map<Code, Set<number>>, other: Map<Code, Set<number>>): void {
    for (const [code, pcs] of from)
      for (const pc of pcs) if (!to.get(code)?.has(pc) && !other.get(code)?.has(pc)) this.machine.disarm(code, pc)
    for (const [code, pcs] of to)
      for (const pc of pcs) if (!from.get(code)?.has(pc) && !other.get(code)?.has(pc)) this.machine.arm(code, pc)
  }
}

function bySpot(spots: Iterable<Spot>): Map<Code, Set<number>> {
  const map = new Map<Code, Set<number>>()
  for (const { code, pc } of spots) {
    const pcs = map.get(code)
    if (pcs === undefined) map.set(code, new Set([pc]))
    else pcs.add(pc)
  }
  return map
}

function* allSpots(map: Map<Code, Set<number>>): Generator<Spot> {
  for (const [code, pcs] of map) for (const pc of pcs) yield { code, pc }
}
