// The host's clock as a program of a session reads it. Each reading is a choice of the run: a replay reads what was read before. A sleep is
// owed: the machine is made to halt after it, and the session waits before it runs on.

/** What the clock needs to know of the machine. */
interface Instant {
  readonly time: number
  readonly journal: { readonly isSilent: boolean }
}

export class RealClock {
  /** Seconds that the program has slept and nobody has waited for yet. */
  owed = 0
  private readonly host: () => number
  private readonly machine: () => Instant
  private readonly halt: () => void
  /** By machine time. */
  private readonly readings = new Map<number, number>()
  private latest = 0

  /** `halt` makes the machine stop before its next instruction. */
  constructor(host: () => number, machine: () => Instant, halt: () => void) {
    this.host = host
    this.machine = machine
    this.halt = halt
  }

  now(): number {
    const { time, journal } = this.machine()
    const known = this.readings.get(time)
    if (known !== undefined) return known
    const read = this.host() + this.owed
    // What is read on a fork has not happened.
    if (!journal.isSilent) {
      this.readings.set(time, read)
      this.latest = Math.max(this.latest, time)
    }
    return read
  }

  sleep(seconds: number): void {
    const { time, journal } = this.machine()
    // It was waited for when the program came here first.
    if (!journal.isSilent && time > this.latest) {
      this.owed += seconds
      this.latest = time
      this.halt()
    }
  }

  /** All that was read: machine time and seconds, for a session that is kept. */
  get kept(): readonly (readonly [number, number])[] {
    return [...this.readings]
  }

  /** Takes what another run read: this one reads the same, and does not sleep again where that one slept. */
  reopen(readings: readonly (readonly [number, number])[], end: number): void {
    for (const [time, seconds] of readings) this.readings.set(time, seconds)
    this.latest = end
  }

  /** Another future begins at `time`. */
  forgetAfter(time: number): void {
    for (const at of this.readings.keys()) if (at > time) this.readings.delete(at)
    this.latest = Math.min(this.latest, time)
  }
}
