// Going back in time. A checkpoint begins an epoch; the first write to an object in an epoch puts a shallow copy of it here;
// going back puts the copies back, newest first, so that identity is kept. What was made since is unreachable then.
//
// Knows nothing of what the objects are, but for the machine's registers.

import type { Coroutine } from './coroutine.ts'
import { Coroutine as CoroutineClass, State } from './coroutine.ts'
import type { PyException } from './exception.ts'
import type { Frame } from './frame.ts'
import type { Epoch, Machine } from './machine.ts'
import { renewVersions } from './slot-call.ts'
import { type Instance, type MutableObj, type Obj, PyType } from './value.ts'

interface Entry {
  readonly object: MutableObj
  /** The object's epoch before. */
  readonly epoch: Epoch
  readonly cls: PyType
  readonly saved: unknown
}

/** The machine's registers at a checkpoint. */
interface Registers {
  readonly time: number
  readonly frame: Frame | null
  readonly raised: PyException | null
  readonly isReraise: boolean
  readonly activation: Coroutine | null
  readonly recursionLimit: number
  readonly intMaxStrDigits: number
  readonly nextId: number
  readonly status: number | undefined
  readonly originDepth: number
  readonly tracked: number
  readonly suspects: readonly Obj[]
  readonly garbage: ReadonlySet<Obj>
  readonly deletables: ReadonlySet<Instance>
  readonly weak: ReadonlyMap<Obj, readonly Instance[]>
  readonly isExiting: boolean
  readonly addresses: number
  readonly extra: Readonly<Record<string, unknown>>
  readonly traceLength: number
}

interface Checkpoint {
  readonly epoch: Epoch
  /** Where its entries begin. */
  start: number
  readonly registers: Registers
}

const NONE: ReadonlySet<Obj> = new Set()
const NO_INSTANCES: ReadonlySet<Instance> = new Set()
const NO_REFERENCES: ReadonlyMap<Obj, readonly Instance[]> = new Map()

/** An epoch that no machine is ever in: a write to an object of it is always announced. */
const NEVER: Epoch = -1

export class Journal {
  /** Objects whose every write is told to `onWrite` before it happens, with the epoch in which each was really saved last. */
  private readonly watched = new Map<MutableObj, Epoch>()
  /** Told of writes to watched objects. */
  onWrite: ((object: MutableObj) => void) | null = null
  private entries: Entry[] = []
  private checkpoints: Checkpoint[] = []
  private lastEpoch: Epoch = 1
  /** While true, output does not reach the host (previews, hovers). */
  isSilent = false
  /** Rough size of what is kept, in bytes. */
  size = 0

  /** Before the first write in this epoch. */
  save(m: Machine, object: MutableObj): void {
    const watched = this.watched.size === 0 ? undefined : this.watched.get(object)
    if (watched !== undefined) {
      this.onWrite?.(object)
      if (watched === m.epoch) return
      this.watched.set(object, m.epoch)
    }
    if (this.checkpoints.length > 0) {
      const saved = object.save()
      this.entries.push({ object, epoch: watched ?? object.epoch, cls: object.cls, saved })
      this.size += sizeOf(saved)
    }
    object.epoch = watched === undefined ? m.epoch : NEVER
  }

  /** Watches exactly these. */
  watch(objects: Iterable<MutableObj>): void {
    const wanted = new Set(objects)
    for (const [object, epoch] of this.watched)
      if (!wanted.has(object)) {
        object.epoch = epoch
        this.watched.delete(object)
      }
    for (const object of wanted)
      if (!this.watched.has(object)) {
        this.watched.set(object, object.epoch)
        object.epoch = NEVER
      }
  }

  /** Begins an epoch; its number is the way back. */
  checkpoint(m: Machine): Epoch {
    const epoch = ++this.lastEpoch
    m.epoch = epoch
    m.registry.isLogged = true
    this.checkpoints.push({ epoch, start: this.entries.length, registers: readRegisters(m) })
    return epoch
  }

  /** Puts everything back to where checkpoint() gave this epoch; it stays valid, later ones are gone. */
  rollback(m: Machine, epoch: Epoch): void {
    const index = this.checkpoints.findIndex(c => c.epoch === epoch)
    if (index < 0) throw new RangeError(`no checkpoint ${epoch}`)
    const checkpoint = this.checkpoints[index]!
    const revived = new Set<Coroutine>()
    const types: PyType[] = []
    for (let i = this.entries.length - 1; i >= checkpoint.start; i--) {
      const { object, epoch: before, cls, saved } = this.entries[i]!
      object.restore(saved)
      object.cls = cls
      object.epoch = before
      if (this.watched.has(object)) {
        this.watched.set(object, before)
        object.epoch = NEVER
      }
      this.size -= sizeOf(saved)
      if (object instanceof CoroutineClass && object.state !== State.Closed) revived.add(object)
      if (object instanceof PyType) types.push(object)
    }
    this.entries.length = checkpoint.start
    this.checkpoints.length = index + 1
    for (const type of types) renewVersions(type)
    const { registers } = checkpoint
    writeRegisters(m, registers)
    m.registry.rollback(registers.nextId, revived)
    m.registry.rollbackAddresses(registers.addresses)
    m.trace.truncate(registers.traceLength)
    m.behindVersion++
    m.roots = new WeakSet()
    m.epoch = ++this.lastEpoch
    m.stop = null
    m.reported = null
    m.breakTime = -1
  }

  /** All checkpoints that can be gone back to, oldest first, with their times. */
  list(): readonly { readonly epoch: Epoch; readonly time: number }[] {
    return this.checkpoints.map(c => ({ epoch: c.epoch, time: c.registers.time }))
  }

  /** Gives up one checkpoint; what was kept for it goes over to the one before, or away with the oldest. */
  forget(m: Machine, epoch: Epoch): void {
    const last = this.checkpoints[this.checkpoints.length - 1]
    if (last?.epoch === epoch) this.forgetLast(m)
    else this.forgetAll(m, new Set([epoch]))
  }

  /** Gives up many at once, which costs no more than one. */
  forgetAll(m: Machine, epochs: ReadonlySet<Epoch>): void {
    const kept: Checkpoint[] = []
    const entries: Entry[] = []
    /** Objects that the last kept checkpoint has saved: of them only that older copy is needed. */
    let older: Set<MutableObj> | undefined
    for (const [i, checkpoint] of this.checkpoints.entries()) {
      const end = this.checkpoints[i + 1]?.start ?? this.entries.length
      const isForgotten = epochs.has(checkpoint.epoch)
      const isMerged = isForgotten || epochs.has(this.checkpoints[i + 1]?.epoch ?? 0)
      if (!isForgotten) {
        kept.push({ ...checkpoint, start: entries.length })
        older = isMerged ? new Set() : undefined
      }
      for (let at = checkpoint.start; at < end; at++) {
        const entry = this.entries[at]!
        if (kept.length === 0 || (isForgotten && older!.has(entry.object))) this.size -= sizeOf(entry.saved)
        else {
          entries.push(entry)
          if (isMerged) older!.add(entry.object)
        }
      }
    }
    const isOldestGone = kept[0]?.epoch !== this.checkpoints[0]?.epoch
    this.entries = entries
    this.checkpoints = kept
    if (isOldestGone) this.forgetOlder(m)
  }

  /** The latest checkpoint only: what it has saved goes over to the one before. */
  private forgetLast(m: Machine): void {
    const { start } = this.checkpoints.pop()!
    const before = this.checkpoints[this.checkpoints.length - 1]
    const older = new Set<MutableObj>()
    if (before !== undefined && start < this.entries.length)
      for (let i = before.start; i < start; i++) older.add(this.entries[i]!.object)
    const late = this.entries.splice(start)
    for (const entry of late) {
      if (before === undefined || older.has(entry.object)) this.size -= sizeOf(entry.saved)
      else this.entries.push(entry)
    }
    if (before === undefined) this.forgetOlder(m)
  }

  private forgetOlder(m: Machine): void {
    const oldest = this.checkpoints[0]
    m.registry.isLogged = oldest !== undefined
    m.registry.forgetAddresses(oldest?.registers.addresses ?? Number.POSITIVE_INFINITY)
  }
}

function readRegisters(m: Machine): Registers {
  const { time, frame, raised, isReraise, activation, recursionLimit, intMaxStrDigits, nextId, status, originDepth } = m
  const { tracked, isExiting } = m
  return {
    ...{
      time,
      frame,
      raised,
      isReraise,
      activation,
      recursionLimit,
      intMaxStrDigits,
      nextId,
      status,
      originDepth,
      tracked,
      isExiting,
    },
    suspects: m.suspects.slice(),
    garbage: m.garbage.size === 0 ? NONE : new Set(m.garbage),
    deletables: m.deletables.size === 0 ? NO_INSTANCES : new Set(m.deletables),
    weak: m.weak.size === 0 ? NO_REFERENCES : new Map(m.weak),
    addresses: m.registry.addresses,
    extra: { ...m.extra },
    traceLength: m.trace.length,
  }
}

function writeRegisters(m: Machine, r: Registers): void {
  m.time = r.time
  m.frame = r.frame
  m.raised = r.raised
  m.isReraise = r.isReraise
  m.activation = r.activation
  m.recursionLimit = r.recursionLimit
  m.intMaxStrDigits = r.intMaxStrDigits
  m.nextId = r.nextId
  m.status = r.status
  m.originDepth = r.originDepth
  m.tracked = r.tracked
  m.suspects = r.suspects.slice()
  m.garbage = new Set(r.garbage)
  m.deletables = new Set(r.deletables)
  m.weak = new Map(r.weak)
  m.isExiting = r.isExiting
  m.extra = { ...r.extra }
}

function sizeOf(saved: unknown): number {
  if (Array.isArray(saved)) return 80 + 8 * saved.length
  if (typeof saved !== 'object' || saved === null) return 80
  const parts = saved as { slots?: unknown; items?: unknown; values?: unknown; natives?: unknown }
  let size = 160
  for (const part of [parts.slots, parts.items, parts.values, parts.natives]) {
    if (Array.isArray(part)) size += 8 * part.length
  }
  return size
}
