// Going back in time. A checkpoint begins an epoch; the first write to an object in an epoch puts a shallow copy of it here;
// going back puts the copies back, newest first, so that identity is kept. What was made since is unreachable then.
//
// Knows nothing of what the objects are, but for the machine's registers.

import type { Coroutine } from './coroutine.ts'
import { Coroutine as CoroutineClass } from './coroutine.ts'
import type { PyException } from './exception.ts'
import type { Frame } from './frame.ts'
import type { Epoch, Machine } from './machine.ts'
import type { GivenAddress } from './registry.ts'
import { renewVersions } from './slot-call.ts'
import { type Instance, type MutableObj, type Obj, PyType } from './value.ts'
import { Scales, weightOfCopy } from './weight.ts'

/** What an object held at some time. */
interface Content {
  /** The object's epoch then. */
  epoch: Epoch
  cls: PyType
  saved: unknown
}

/** What an object held, and no longer holds. Going back and forward exchanges the two. */
interface Entry extends Content {
  readonly object: MutableObj
  /** Rough size in bytes. */
  size: number
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
  readonly unnoticed: readonly Obj[]
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

/** The way from a checkpoint to the next one, which was gone back over and can be gone forward again. */
export interface Stretch {
  /** As they were saved; each has what its object held at the end of the stretch. */
  readonly entries: readonly Entry[]
  /** The checkpoint at the end of it. */
  readonly epoch: Epoch
  readonly registers: Registers
  /** Coroutines that were made in it and live on at its end. */
  readonly made: Coroutine[]
  readonly given: GivenAddress[]
}

/** What going back or forward has met and must be put right beside the objects themselves. */
class Touched {
  readonly coroutines = new Set<Coroutine>()
  readonly types: PyType[] = []
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
  private readonly scales = new Scales()
  /** Objects written in this epoch that are older, if somebody wants to know (survey.ts); the next epoch ends it. */
  written: MutableObj[] | null = null
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
      const size = weightOfCopy(saved)
      this.entries.push({ object, epoch: watched ?? object.epoch, cls: object.cls, saved, size })
      this.size += size
    }
    object.epoch = watched === undefined ? m.epoch : NEVER
    this.written?.push(object)
  }

  /** Is there a checkpoint that can be gone back to? */
  get isKeeping(): boolean {
    return this.checkpoints.length > 0
  }

  /** An epoch that nobody comes back to: from now on `written` has what is written that is older. */
  observe(m: Machine): Epoch {
    m.epoch = ++this.lastEpoch
    this.written = []
    if (m.frame !== null) this.save(m, m.frame)
    return m.epoch
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
    this.written = null
    m.registry.isLogged = true
    const registers = readRegisters(m)
    this.checkpoints.push({ epoch, start: this.entries.length, registers })
    this.size += sizeOfRegisters(registers)
    return epoch
  }

  /** What the latest copies hold, and the program does not any more, is there because of them: it counts as theirs. */
  weigh(): void {
    const { scales, entries } = this
    const start = this.checkpoints[this.checkpoints.length - 1]?.start ?? 0
    scales.begin()
    for (let i = start; i < entries.length; i++) {
      const entry = entries[i]!
      const more = scales.replaced(entry.object, entry.saved)
      entry.size += more
      this.size += more
    }
  }

  /** Puts everything back to where checkpoint() gave this epoch; it stays valid, later ones are gone. */
  rollback(m: Machine, epoch: Epoch): void {
    const index = this.indexOf(epoch)
    const touched = new Touched()
    this.undo(this.checkpoints[index]!.start, touched)
    for (const { registers } of this.checkpoints.splice(index + 1)) this.size -= sizeOfRegisters(registers)
    m.registry.rollbackAddresses(this.checkpoints[index]!.registers.addresses)
    this.arrive(m, touched)
  }

  /**
   * The same, but what lies between this checkpoint and the latest one can be gone over again: its stretches, the latest first. What came
   * after the latest checkpoint is gone.
   */
  retreat(m: Machine, epoch: Epoch): Stretch[] {
    const index = this.indexOf(epoch)
    const touched = new Touched()
    const stretches: Stretch[] = []
    const last = this.checkpoints.length - 1
    this.undo(this.checkpoints[last]!.start, touched)
    const { nextId } = this.checkpoints[index]!.registers
    const unfinished = m.registry.madeFrom(nextId)
    const held: Entry[] = []
    m.registry.rollbackAddresses(this.checkpoints[last]!.registers.addresses)
    for (let i = last; i > index; i--) {
      const { epoch, start, registers } = this.checkpoints[i]!
      const before = this.checkpoints[i - 1]!
      const entries = this.entries.slice(before.start, start)
      for (let at = entries.length - 1; at >= 0; at--) this.exchange(entries[at]!, held)
      const given = m.registry.rollbackAddresses(before.registers.addresses)
      stretches.push({ entries, epoch, registers, made: [], given })
    }
    this.putBackAll(held, touched)
    this.entries.length = this.checkpoints[index]!.start
    this.checkpoints.length = index + 1
    // Who was made in which of them: what lived at some time in between has been met.
    const lived = new Set([...unfinished, ...touched.coroutines])
    const made = [...lived].filter(c => c.id >= nextId).sort((a, b) => b.id - a.id)
    let at = 0
    for (const [i, { made: own }] of stretches.entries()) {
      const first = stretches[i + 1]?.registers.nextId ?? nextId
      while (at < made.length && made[at]!.id >= first) own.push(made[at++]!)
    }
    this.arrive(m, touched)
    return stretches
  }

  /** Goes forward again over these stretches, one after the other. Everything stands at the latest checkpoint. */
  advance(m: Machine, stretches: readonly Stretch[]): void {
    const touched = new Touched()
    const held: Entry[] = []
    for (const { entries, epoch, registers, made, given } of stretches) {
      for (const entry of entries) {
        this.exchange(entry, held)
        this.entries.push(entry)
      }
      this.checkpoints.push({ epoch, start: this.entries.length, registers })
      for (const c of made) touched.coroutines.add(c)
      m.registry.giveAgain(given, registers.addresses)
    }
    this.putBackAll(held, touched)
    this.arrive(m, touched)
  }

  /** These will not be gone over. */
  drop(stretches: readonly Stretch[]): void {
    for (const { entries, registers } of stretches) {
      for (const { size } of entries) this.size -= size
      this.size -= sizeOfRegisters(registers)
    }
  }

  private indexOf(epoch: Epoch): number {
    const index = this.checkpoints.findIndex(c => c.epoch === epoch)
    if (index < 0) throw new RangeError(`no checkpoint ${epoch}`)
    return index
  }

  /** Takes back what the entries from `start` on have saved: of each object, the oldest copy. */
  private undo(start: number, touched: Touched): void {
    const { entries } = this
    const last = this.checkpoints[this.checkpoints.length - 1]!.start
    const done = new Set<MutableObj>()
    for (let i = start; i < entries.length; i++) {
      const entry = entries[i]!
      this.size -= entry.size
      // After the latest checkpoint each was saved once.
      if (start < last) {
        if (done.has(entry.object)) continue
        done.add(entry.object)
      }
      this.putBack(entry.object, entry, touched)
    }
    entries.length = start
  }

  private putBack(object: MutableObj, { epoch, cls, saved }: Content, touched: Touched): void {
    object.restore(saved)
    object.cls = cls
    object.epoch = epoch
    if (this.watched.size > 0 && this.watched.has(object)) {
      this.watched.set(object, epoch)
      object.epoch = NEVER
    }
    if (object instanceof CoroutineClass) touched.coroutines.add(object)
    if (object instanceof PyType) touched.types.push(object)
  }

  /**
   * The object is to get what the entry has, and the entry what the object had. `held` says what objects are to hold after the entries
   * that have been gone over: it is put there once, at the end. Until then an object's epoch says where in `held` that is, which for the
   * very many entries of a long way is much faster than to look it up.
   */
  private exchange(entry: Entry, held: Entry[]): void {
    const { object, saved, cls, epoch } = entry
    if (object.epoch > NEVER - 1) {
      entry.saved = object.save()
      entry.cls = object.cls
      entry.epoch = (this.watched.size === 0 ? undefined : this.watched.get(object)) ?? object.epoch
      object.epoch = NEVER - 1 - held.length
      held.push({ object, saved, cls, epoch, size: 0 })
      return
    }
    const before = held[NEVER - 1 - object.epoch]!
    entry.saved = before.saved
    entry.cls = before.cls
    entry.epoch = before.epoch
    before.saved = saved
    before.cls = cls
    before.epoch = epoch
  }

  private putBackAll(held: readonly Entry[], touched: Touched): void {
    for (const one of held) this.putBack(one.object, one, touched)
  }

  /** All objects are as they were at the latest checkpoint: now the machine. */
  private arrive(m: Machine, { types, coroutines }: Touched): void {
    const { registers } = this.checkpoints[this.checkpoints.length - 1]!
    for (const type of types) renewVersions(type)
    writeRegisters(m, registers)
    m.registry.renew(registers.nextId, coroutines)
    m.trace.seek(registers.traceLength)
    m.behindVersion++
    m.roots = new WeakSet()
    m.epoch = ++this.lastEpoch
    this.written = null
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
      if (isForgotten) this.size -= sizeOfRegisters(checkpoint.registers)
      else {
        kept.push({ ...checkpoint, start: entries.length })
        older = isMerged ? new Set() : undefined
      }
      for (let at = checkpoint.start; at < end; at++) {
        const entry = this.entries[at]!
        if (kept.length === 0 || (isForgotten && older!.has(entry.object))) this.size -= entry.size
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
    const { start, registers } = this.checkpoints.pop()!
    this.size -= sizeOfRegisters(registers)
    const before = this.checkpoints[this.checkpoints.length - 1]
    const older = new Set<MutableObj>()
    if (before !== undefined && start < this.entries.length)
      for (let i = before.start; i < start; i++) older.add(this.entries[i]!.object)
    const late = this.entries.splice(start)
    for (const entry of late) {
      if (before === undefined || older.has(entry.object)) this.size -= entry.size
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
    unnoticed: m.unnoticed.slice(),
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
  m.unnoticed = r.unnoticed.slice()
  m.garbage = new Set(r.garbage)
  m.deletables = new Set(r.deletables)
  m.weak = new Map(r.weak)
  m.isExiting = r.isExiting
  m.extra = { ...r.extra }
}

const sizeOfRegisters = ({ suspects, garbage, deletables, weak }: Registers): number =>
  600 + 8 * suspects.length + 40 * (garbage.size + deletables.size) + 60 * weak.size
