// Which instructions are armed: for breakpoints, for data breakpoints, and for the step that is being taken. Keeps them apart, so that ending a step
// leaves the breakpoints. Knows nothing of why an instruction is armed.

import type { Code, Machine } from '../engine/index.ts'

export interface Spot {
  readonly code: Code
  readonly pc: number
}

/** Instructions by code. */
type Armed = Map<Code, Set<number>>

export class Arms {
  private readonly machine: Machine
  private lasting = new Map<Code, Set<number>>()
  private passing = new Map<Code, Set<number>>()
  private watching = new Map<Code, Set<number>>()
  private next: Spot | undefined

  constructor(machine: Machine) {
    this.machine = machine
  }

  /** Arms exactly these for breakpoints. */
  setLasting(spots: Iterable<Spot>): void {
    const next = bySpot(spots)
    this.change(this.lasting, next, [this.passing, this.watching])
    this.lasting = next
  }

  /** Arms exactly these for the step that is being taken. */
  setPassing(spots: Iterable<Spot>): void {
    const next = bySpot(spots)
    this.change(this.passing, next, [this.lasting, this.watching])
    this.passing = next
  }

  /** Arms exactly these for data breakpoints. */
  setWatching(spots: Iterable<Spot>): void {
    const next = bySpot(spots)
    this.change(this.watching, next, [this.lasting, this.passing])
    this.watching = next
  }

  /** Makes the machine halt before the next instruction of the frame that runs a native just now. */
  armNext(): void {
    const { frame } = this.machine
    if (frame === null) return
    this.disarmNext()
    this.next = { code: frame.code, pc: frame.pc }
    this.machine.arm(frame.code, frame.pc)
  }

  /** Undoes `armNext`. */
  disarmNext(): void {
    const { next } = this
    this.next = undefined
    const isArmed = (map: Armed): boolean => map.get(next!.code)?.has(next!.pc) ?? false
    if (next !== undefined && ![this.lasting, this.passing, this.watching].some(isArmed))
      this.machine.disarm(next.code, next.pc)
  }

  /** Arms exactly `spots` while `action` runs, then what was armed before. */
  only<T>(spots: Iterable<Spot>, action: () => T): T {
    const { lasting, passing, watching } = this
    this.setLasting([])
    this.setWatching([])
    this.setPassing(spots)
    try {
      return action()
    } finally {
      this.setPassing(allSpots(passing))
      this.setLasting(allSpots(lasting))
      this.setWatching(allSpots(watching))
    }
  }

  isLasting(code: Code, pc: number): boolean {
    return this.lasting.get(code.template)?.has(pc) ?? false
  }

  isPassing(code: Code, pc: number): boolean {
    return this.passing.get(code.template)?.has(pc) ?? false
  }

  isWatching(code: Code, pc: number): boolean {
    return this.watching.get(code.template)?.has(pc) ?? false
  }

  private change(from: Armed, to: Armed, others: readonly Armed[]): void {
    const isOther = (code: Code, pc: number): boolean => others.some(other => other.get(code)?.has(pc))
    for (const [code, pcs] of from)
      for (const pc of pcs) if (!to.get(code)?.has(pc) && !isOther(code, pc)) this.machine.disarm(code, pc)
    for (const [code, pcs] of to)
      for (const pc of pcs) if (!from.get(code)?.has(pc) && !isOther(code, pc)) this.machine.arm(code, pc)
  }
}

function bySpot(spots: Iterable<Spot>): Armed {
  const map = new Map<Code, Set<number>>()
  for (const { code: own, pc } of spots) {
    const code = own.template
    const pcs = map.get(code)
    if (pcs === undefined) map.set(code, new Set([pc]))
    else pcs.add(pc)
  }
  return map
}

function* allSpots(map: Armed): Generator<Spot> {
  for (const [code, pcs] of map) for (const pc of pcs) yield { code, pc }
}
