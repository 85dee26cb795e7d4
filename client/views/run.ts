// A run as the views see it: which coroutines there are, what has happened, which one is selected, what each next step would
// lead to. Follows the debug adapter's events, asks it when something has changed, keeps what the adapter forgets (finished
// coroutines). Knows no page.

import type { TraceEvent } from '../../debugger/trace/index.ts'
import type {
  Action,
  CoroutineInfo,
  CoroutinesAnswer,
  Debuggee,
  Outcome,
  PreviewAnswer,
  TraceAnswer,
} from './debuggee.ts'
import { type Lane, Lanes } from './lanes.ts'
import { firstSince, recorded } from './recording.ts'
import { outcomeInWords, whyNotDrivable } from './words.ts'

/** `over`: the session has ended, its picture stays. */
export type Phase = 'none' | 'starting' | 'running' | 'stopped' | 'over'

/** A step that can be taken, and what it would lead to once that is known. */
export interface Offer {
  readonly action: Action
  readonly expression: string | undefined
  readonly outcome: Outcome | undefined
  /** Why there is no outcome. */
  readonly problem: string | undefined
}

/** What was last said to the person. */
export interface Message {
  readonly text: string
  readonly isError: boolean
}

/** What was sent is looked for in so many of the last events. */
const lookBack = 2000

/** The thread of the main program. */
const mainThread = 1

/** At most so many exceptions are offered. */
const mostThrows = 3

/** So many finished ones are kept at hand. */
const maxFinished = 4

/** How long a piece of a long run may take, in ms: the first one, before there is a picture, and those after it. */
const firstPiece = 120
const laterPiece = 24
/** Events between two looks at the clock. */
const stride = 500

interface Coming {
  readonly events: readonly TraceEvent[]
  /** Index of the next one. */
  next: number
  /** How many of the picture's events will have happened, once they are all in it. */
  readonly past: number
}

export class Run {
  phase: Phase = 'none'
  time = 0
  coroutines: readonly CoroutineInfo[] = []
  lanes = new Lanes()
  /** How many of the lanes' events have happened. */
  past = 0
  /** Id of the selected coroutine. */
  selectedId: number | undefined
  offers: readonly Offer[] = []
  message: Message | undefined
  /** Who drives: the main program, or the person. */
  mainName = 'main'

  /** A recorded run can be looked at, not driven. */
  isRecorded = false
  private showsInternal = false
  private debuggee: Debuggee | undefined
  /** Steps that were taken since what runs was paused; undefined: it was not. */
  private sincePause: number | undefined
  private readonly seen = new Map<number, CoroutineInfo>()
  /** Earliest time at which the debugger has been since the last answer: the trace before it is known. */
  private unchangedUntil = 0
  /** The trace is known up to this time. */
  private knownUntil = 0
  private refreshing = false
  private refreshAgain = false
  private travelling = false
  private wantedTime: number | undefined
  private offersFor = ''
  /** Events that have come and are not in the picture yet: a long run is taken in pieces, so that something is seen at once. */
  private coming: Coming | undefined
  private readonly listeners = new Set<() => void>()

  private readonly previews: boolean

  /** `previews`: whether each next step is tried; a view that does not show them need not ask. */
  constructor({ previews = true }: { readonly previews?: boolean } = {}) {
    this.previews = previews
  }

  /** Calls back after any change. */
  onChange(listener: () => void): void {
    this.listeners.add(listener)
  }

  /** Begins with another session, or with none. */
  use(debuggee: Debuggee | undefined, isDriven = false, isRecorded = false): void {
    this.debuggee = debuggee
    this.coming = undefined
    this.isRecorded = isRecorded
    this.mainName = isDriven ? 'you' : 'main'
    this.phase = debuggee ? 'starting' : 'none'
    this.sincePause = undefined
    this.time = 0
    this.coroutines = []
    this.lanes = new Lanes(this.mainName, this.showsInternal)
    this.past = 0
    this.selectedId = undefined
    this.offers = []
    this.offersFor = ''
    this.message = undefined
    this.unchangedUntil = 0
    this.knownUntil = 0
    this.seen.clear()
    this.changed()
  }

  /** Whether the library's own coroutines are shown. */
  showInternal(isShown: boolean): void {
    this.showsInternal = isShown
    const { coming, past } = this
    const events = coming ? this.lanes.events.concat(coming.events.slice(coming.next)) : this.lanes.events
    this.lanes = new Lanes(this.mainName, isShown)
    this.coming = { events, next: 0, past: coming?.past ?? past }
    this.growFor(firstPiece)
    this.changed()
  }

  /** Says something to the person. */
  tell(text: string, isError = false): void {
    this.message = { text, isError }
    this.changed()
  }

  /** The selected coroutine, also when it has finished. */
  get selected(): CoroutineInfo | undefined {
    if (this.selectedId === undefined) return undefined
    return this.coroutines.find(info => info.id === this.selectedId) ?? this.finished(this.selectedId)
  }

  /** Alive ones and, after them, the outermost that finished last; without the person who drives. */
  get all(): readonly CoroutineInfo[] {
    const alive = this.coroutines.filter(
      info => (!info.isMain || this.mainName === 'main') && (!info.isInternal || this.showsInternal),
    )
    const ids = new Set(this.coroutines.map(info => info.id))
    // What somebody awaited has handed its result on: the lanes show it, it needs no place here.
    const isOuter = (id: number) => this.lanes.byId.has(id) && this.lanes.byId.get(id)?.awaiter === undefined
    const gone = [...this.seen.keys()].filter(id => !ids.has(id) && isOuter(id)).slice(-maxFinished)
    const finished = gone.map(id => this.finished(id)).filter(info => info !== undefined)
    return [...alive, ...finished.reverse()]
  }

  /** Why the selected coroutine cannot be driven now, or undefined when it can. */
  get whyNot(): string | undefined {
    if (this.phase === 'none') return 'No program is running.'
    if (this.isRecorded) return recorded
    if (this.phase === 'starting') return 'The program is starting.'
    const { selected } = this
    const why = selected && whyNotDrivable(selected)
    if (why && selected?.state === 'CORO_CLOSED') return why
    if (this.phase === 'running') return 'The program is running.'
    if (this.phase === 'over') return 'The program is over. Start it again.'
    return selected ? why : 'No coroutine is selected.'
  }

  nameOf = (id: number): string =>
    (id === 0 ? this.mainName : this.seen.get(id)?.name) ?? this.lanes.byId.get(id)?.name ?? `#${id}`

  /** Takes an event of the debug adapter. */
  onEvent(event: string, body: unknown): void {
    switch (event) {
      case 'stopped': {
        const { threadId, text, reason } = (body ?? {}) as { threadId?: number; text?: string; reason?: string }
        this.phase = 'stopped'
        if (reason === 'pause') this.sincePause = 0
        else if (reason !== 'step' && reason !== 'breakpoint') this.sincePause = undefined
        this.offersFor = ''
        if (threadId !== undefined) this.selectThread(threadId)
        if (text) this.message = { text, isError: false }
        void this.refresh()
        return
      }
      case 'continued':
        this.phase = 'running'
        this.offers = []
        this.offersFor = ''
        this.changed()
        return
      case 'coroscope/changed':
        // Something happens before the first stop: the top level runs, and can be paused.
        if (this.phase === 'starting') this.phase = 'running'
        this.changedSince((body as { time?: number } | undefined)?.time ?? 0)
        void this.refresh()
        return
      case 'coroscope/ended':
        this.takeEnd(body as { time: number; from: number; events?: readonly TraceEvent[] })
        return
      case 'terminated':
        if (this.phase !== 'none') this.phase = 'over'
        this.offers = []
        this.changed()
        return
    }
  }

  private changedSince(time: number): void {
    this.unchangedUntil = Math.min(this.unchangedUntil, time)
    this.knownUntil = Math.min(this.knownUntil, time)
  }

  /** The program has ended, and with it whoever could be asked: what is not known yet comes with the news. */
  private takeEnd({ time, from, events }: { time: number; from: number; events?: readonly TraceEvent[] }): void {
    if (events === undefined || from > this.knownUntil) return
    this.time = time
    this.coroutines = []
    this.grow({ time, events, future: [] }, from)
    this.knownUntil = time
    this.changed()
  }

  select(id: number): void {
    if (this.selectedId === id) return
    this.selectedId = id
    this.message = undefined
    this.changed()
    void this.previewAll()
  }

  /** The debugger looks at another thread. */
  selectThread(threadId: number): void {
    // When what is driven has ended it stops in the main program; the one to look at is still the one that ended.
    if (this.mainName === 'you' && threadId === mainThread) return
    const found = this.coroutines.find(info => info.threadId === threadId)
    this.selectedId = found?.id ?? threadId - 1
  }

  /** Sends, throws or closes; the outcome or the error becomes the message. */
  async drive(action: Action, expression?: string): Promise<boolean> {
    const { selected } = this
    if (!this.debuggee || !selected) return false
    try {
      const asked = expression === undefined ? {} : { expression }
      const outcome = await this.request<Outcome>('coroscope/drive', { threadId: selected.threadId, action, ...asked })
      const did =
        action === 'send'
          ? `You sent ${expression ?? 'None'}`
          : action === 'throw'
            ? `You threw ${expression}`
            : 'You closed it'
      this.message = { text: `${did}: ${pastTense(outcome)}`, isError: false }
      this.changed()
      return true
    } catch (error) {
      this.fail(error)
      return false
    }
  }

  /** The message has been said elsewhere. */
  dismiss(): void {
    this.message = undefined
    this.changed()
  }

  /** What an action would do now; rejects with the adapter's words when it cannot be tried. */
  async preview(action: Action, expression: string | undefined): Promise<Outcome | undefined> {
    const { selected } = this
    if (!selected || this.phase !== 'stopped') return undefined
    const asked = expression === undefined ? {} : { expression }
    const answer = await this.request<PreviewAnswer>('coroscope/preview', {
      threadId: selected.threadId,
      actions: [{ action, ...asked }],
    })
    const [outcome] = answer.outcomes
    if (outcome?.outcome === 'refused') throw new Error(outcome.value)
    return outcome
  }

  /**
   * A step of the debugger: `next`, `stepIn`, `stepOut`, `stepBack`, `continue`, `pause`. Back from where a drive was paused undoes
   * what was paused: line by line there would be no end to an endless loop.
   */
  async step(wanted: string): Promise<void> {
    const isUndone = wanted === 'stepBack' && this.mainName === 'you' && this.sincePause === 0
    const command = isUndone ? 'reverseContinue' : wanted
    if (this.sincePause !== undefined && command !== 'pause')
      this.sincePause = Math.max(0, this.sincePause + (command === 'stepBack' ? -1 : 1))
    if (isUndone) this.sincePause = undefined
    const isAlive = this.coroutines.some(info => info.id === this.selectedId)
    const threadId = isAlive ? this.selected?.threadId : mainThread
    this.message = undefined
    // A program that goes on is not announced: the answer to the request is all there is, and a stop may come before it.
    if (command !== 'pause') this.onEvent('continued', undefined)
    try {
      await this.request(command, { threadId })
    } catch (error) {
      if (command !== 'pause' && this.phase === 'running') this.phase = 'stopped'
      this.fail(error)
      void this.previewAll()
    }
  }

  /** Goes to a time. While one journey is under way only the last wish is kept: a drag makes many. */
  async travel(time: number): Promise<void> {
    this.wantedTime = time
    if (this.travelling) return
    this.travelling = true
    this.message = undefined
    try {
      while (this.wantedTime !== undefined) {
        const wanted = this.wantedTime
        this.wantedTime = undefined
        await this.request('coroscope/travel', { time: wanted })
      }
    } catch (error) {
      this.fail(error)
    } finally {
      this.travelling = false
    }
  }

  private request<Answer>(command: string, args: object): Promise<Answer> {
    if (!this.debuggee) return Promise.reject(new Error('No program is running.'))
    return this.debuggee.request<Answer>(command, args)
  }

  private fail(error: unknown): void {
    this.message = { text: error instanceof Error ? error.message : String(error), isError: true }
    this.changed()
  }

  private changed(): void {
    for (const listener of this.listeners) listener()
  }

  /** Asks what has changed; while an answer is awaited, one more question at most is kept. */
  async refresh(): Promise<void> {
    if (this.refreshing) {
      this.refreshAgain = true
      return
    }
    this.refreshing = true
    const { debuggee } = this
    try {
      do {
        this.refreshAgain = false
        if (!debuggee) break
        // What happened before the earliest place we have been at since the last question cannot have changed.
        const from = this.unchangedUntil
        this.unchangedUntil = Number.POSITIVE_INFINITY
        const [coroutines, trace] = await Promise.all([
          debuggee.request<CoroutinesAnswer>('coroscope/coroutines'),
          debuggee.request<TraceAnswer>('coroscope/trace', { from }),
        ])
        if (debuggee !== this.debuggee) break
        this.take(coroutines, trace, from)
      } while (this.refreshAgain)
    } catch {
      this.unchangedUntil = 0
      // Before launch, and while a session ends, there is nothing to ask; the next event asks again.
    } finally {
      this.refreshing = false
    }
    if (debuggee !== this.debuggee && this.debuggee) void this.refresh()
    else void this.previewAll()
  }

  private take(answer: CoroutinesAnswer, trace: TraceAnswer, from: number): void {
    this.time = answer.time
    this.coroutines = answer.coroutines
    for (const info of answer.coroutines) this.seen.set(info.id, info)
    this.grow(trace, from)
    this.unchangedUntil = Math.min(this.unchangedUntil, trace.time, answer.time)
    this.knownUntil = trace.time
    if (this.selectedId === undefined || (!this.selected && this.phase === 'stopped')) {
      const main = answer.coroutines.find(info => info.isMain)
      const first = answer.coroutines.find(info => !info.isMain && !info.isInternal)
      // Before anything is driven the top level may have been stopped: then it has a line.
      const isInMain = this.mainName === 'you' && main?.line !== undefined
      this.selectedId = isInMain ? main?.id : (first?.id ?? this.lastDriven ?? answer.coroutines[0]?.id)
    }
    this.changed()
  }

  /**
   * Grows the lanes by what is new since time `from`; builds them anew when what was known is no longer how it went (two
   * branches of a run may well end in the same event, so every event is compared).
   */
  private grow({ events, future }: TraceAnswer, from: number): void {
    this.growFor(Number.POSITIVE_INFINITY)
    const known = this.lanes.events
    const start = firstSince(known, from)
    const fresh = future.length === 0 ? events : events.concat(future)
    const past = start + events.length
    if (beginsWith(fresh, known, start)) this.coming = { events: fresh, next: known.length - start, past }
    else {
      this.lanes = new Lanes(this.mainName, this.showsInternal)
      this.coming = { events: known.slice(0, start).concat(fresh), next: 0, past }
    }
    this.growFor(firstPiece)
  }

  /** Takes what is coming into the picture, for so long; the rest soon. */
  private growFor(duration: number): void {
    const { coming, lanes } = this
    if (!coming) return
    const { events } = coming
    const end = performance.now() + duration
    do {
      const stop = Math.min(events.length, coming.next + stride)
      while (coming.next < stop) lanes.push(events[coming.next++]!)
    } while (coming.next < events.length && performance.now() < end)
    this.past = Math.min(coming.past, lanes.events.length)
    if (coming.next >= events.length) this.coming = undefined
    else setTimeout(() => this.goOnGrowing(coming), 0)
  }

  private goOnGrowing(coming: Coming): void {
    if (coming !== this.coming) return
    this.growFor(laterPiece)
    this.changed()
    if (!this.coming) void this.previewAll()
  }

  /** The latest that the person made to drive, for a view that comes when it has finished. */
  private get lastDriven(): number | undefined {
    if (this.mainName !== 'you') return undefined
    let last: number | undefined
    for (const lane of this.lanes.byId.values()) if (lane.id > 0 && lane.createdBy === 0) last = lane.id
    return last
  }

  /** A coroutine the adapter no longer lists: how it ended is in the trace. */
  private finished(id: number): CoroutineInfo | undefined {
    const lane = this.lanes.byId.get(id)
    const known = this.seen.get(id) ?? (lane && infoOf(lane))
    if (!known || known.isMain) return undefined
    const isUndone = lane !== undefined && lane.starts[0]! > this.pastSlot
    if (isUndone) return undefined
    const { awaiting: _, awaitingId: __, awaitedBy: ___, ...rest } = known
    const end = lane?.end && lane.end.slot <= this.pastSlot ? lane.end : undefined
    const ending =
      end?.how === 'return' ? { result: end.text || 'None' } : end?.how === 'raise' ? { exception: end.text } : {}
    return { ...rest, state: 'CORO_CLOSED', ...ending }
  }

  private get pastSlot(): number {
    return this.past === 0 ? 0 : this.lanes.slotOf.at(this.past - 1)
  }

  /** Expressions of the exceptions that the code of a suspended coroutine names, as the adapter offers them. */
  private async exceptionsNamed(threadId: number): Promise<string[]> {
    try {
      const { stackFrames } = await this.request<{ stackFrames: { id: number }[] }>('stackTrace', {
        threadId,
        levels: 1,
      })
      const frameId = stackFrames[0]?.id
      if (frameId === undefined) return []
      const { targets } = await this.request<{ targets: { label: string }[] }>('stepInTargets', { frameId })
      const names = targets.flatMap(({ label }) => /^throw\((\w+)\)$/.exec(label)?.[1] ?? [])
      return names.filter(name => name !== 'GeneratorExit' && name !== 'CancelledError')
    } catch {
      // What is likely can be guessed without.
      return []
    }
  }

  /** Tries each step that can be taken from here, once for each place. */
  private async previewAll(): Promise<void> {
    if (!this.previews || this.coming) return
    const { selected } = this
    const key = `${this.time} ${selected?.id} ${selected?.state} ${this.phase}`
    if (key === this.offersFor) return
    this.offersFor = key
    if (!selected || this.whyNot !== undefined) {
      this.offers = []
      this.changed()
      return
    }
    const named = await this.exceptionsNamed(selected.threadId)
    if (key !== this.offersFor) return
    const wanted = offersFor(selected, this.lanes.events.slice(Math.max(0, this.past - lookBack), this.past), named)
    this.offers = wanted.map(each => ({ ...each, outcome: undefined, problem: undefined }))
    this.changed()
    for (const [index, { action, expression }] of wanted.entries()) {
      const result = await this.preview(action, expression).then(
        outcome => ({ outcome, problem: undefined }),
        (error: unknown) => ({ outcome: undefined, problem: error instanceof Error ? error.message : String(error) }),
      )
      if (key !== this.offersFor) return
      this.offers = this.offers.map((offer, at) => (at === index ? { ...offer, ...result } : offer))
      this.changed()
    }
  }
}

/** What a lane alone tells of a coroutine that came and went between two questions. */
const infoOf = ({ id, name, kind }: Lane): CoroutineInfo => ({
  threadId: id + 1,
  id,
  name,
  kind,
  state: 'CORO_CLOSED',
  isMain: id === 0,
})

/** The steps worth offering: None, what was sent before, an exception, the end. A fresh one accepts only None. */
export function offersFor(
  info: CoroutineInfo,
  events: readonly TraceEvent[],
  named: readonly string[] = [],
): { action: Action; expression: string | undefined }[] {
  const sends = ['None']
  const throws: string[] = []
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i]!
    if (event.kind !== 'resume' || event.id !== info.id) continue
    const value = event.how === 'send' ? event.value : undefined
    if (value !== undefined && isLiteral(value) && !sends.includes(value) && sends.length < 3) sends.push(value)
    const thrown = event.how === 'throw' ? event.exception : undefined
    if (thrown && !throws.includes(thrown) && throws.length < 1) throws.push(thrown)
  }
  for (const name of named)
    if (!throws.some(each => each.startsWith(name)) && throws.length < mostThrows) throws.push(name)
  if (throws.length === 0) throws.push('ValueError')
  const sendable = info.state === 'CORO_CREATED' ? ['None'] : sends
  return [
    ...sendable.map(expression => ({ action: 'send' as const, expression })),
    ...throws.map(expression => ({ action: 'throw' as const, expression })),
    { action: 'close' as const, expression: undefined },
  ]
}

/** Whether a repr can be sent again as it stands; `<Box object>` cannot, and one that was cut neither. */
function isLiteral(repr: string): boolean {
  return /^(?:-?\d|["'[({]|b["']|True$|False$)/.test(repr) && !/<\w|…|\.\.\./.test(repr)
}

/** Whether a list begins with what is known from `start` on. */
function beginsWith(fresh: readonly TraceEvent[], known: readonly TraceEvent[], start: number): boolean {
  if (known.length - start > fresh.length) return false
  for (let i = start; i < known.length; i++) if (!isSameEvent(known[i]!, fresh[i - start]!)) return false
  return true
}

const isSameEvent = (a: TraceEvent, b: TraceEvent): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

function pastTense(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'yielded':
      return `it yielded ${outcome.value}.`
    case 'returned':
      return `it returned ${outcome.value} and is finished.`
    case 'raised':
      return `it raised ${outcome.type}${outcome.value ? `: ${outcome.value}` : ''} and is finished.`
    case 'closed':
      return 'it is finished.'
    case 'unfinished':
      return outcomeInWords(outcome)
  }
}
