// What can be seen while the program stands still: coroutines with their states, stacks, scopes. Everything here is read from the
// machine; nothing is run.

import type { Coroutine, Frame, Instance, Machine, Value } from '../engine/index.ts'
import { kindWord, State } from '../engine/index.ts'
import { isInternal } from '../engine/library.ts'
import type { CodeIndex } from './code-index.ts'
import { locationAt } from './code-index.ts'
import type { CoroutineInfo, FrameInfo, ScopeInfo, SourceInfo, ThreadInfo } from './contract.ts'
import type { Disassembly } from './disassembly.ts'
import type { Lives } from './lives.ts'
import { nameOf } from './source.ts'
import type { Owned } from './stack.ts'
import { awaitChain, isHidden, runningFrames, suspendedFrames } from './stack.ts'
import type { Loop } from './tasks.ts'
import { handleText, runningLoop, taskInfo, nameOf as taskName, taskOf } from './tasks.ts'
import type { Child, Container } from './values.ts'
import { entries, frameLocals, names } from './values.ts'

/** Whether the innermost running frame stands before its next instruction or inside the one it has begun. */
export type Standing = 'before' | 'inside'

/** A frame of a stack and the frame of the machine that it shows; labels have none. */
export interface StackEntry {
  readonly info: FrameInfo
  readonly frame: Frame | undefined
  /** The coroutine that has ended, where that is what is shown. */
  readonly ended?: Coroutine
}

/** Whose a frame is, and how many frames of the same owner it stands on. */
export interface Seat {
  readonly owner: number
  readonly height: number
}

export class Inspector {
  private readonly machine: Machine
  private readonly index: CodeIndex
  private readonly lives: Lives
  private readonly disassembly: Disassembly
  private list: readonly Coroutine[] = []
  /** Version of the registry that `list` was made of. */
  private listed = -1

  constructor(machine: Machine, index: CodeIndex, lives: Lives, disassembly: Disassembly) {
    this.machine = machine
    this.index = index
    this.lives = lives
    this.disassembly = disassembly
  }

  /** All unfinished coroutines by creation, so by id. Kept until one comes or goes. */
  get all(): readonly Coroutine[] {
    const { registry } = this.machine
    if (this.listed !== registry.version) {
      this.list = registry.unfinished()
      this.listed = registry.version
    }
    return this.list
  }

  find(id: number): Coroutine | undefined {
    const { all } = this
    let low = 0
    let high = all.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (all[middle].id < id) low = middle + 1
      else high = middle
    }
    return all[low]?.id === id ? all[low] : undefined
  }

  name(id: number): string {
    return id === 0 ? 'main' : (this.lives.name(id) ?? `#${id}`)
  }

  /** The main program first, then every unfinished coroutine by creation: `count` of them (0: all) from the `start`-th on. */
  coroutines(standing: Standing, start: number, count: number): CoroutineInfo[] {
    const running = this.runningTops()
    const { all } = this
    const end = count > 0 ? start + count : all.length + 1
    const chosen = all.slice(Math.max(0, start - 1), Math.max(0, end - 1))
    const infos = chosen.map(one => this.coroutine(one, running.get(one.id), standing))
    return start > 0 ? infos : [this.main(running.get(0), standing), ...infos]
  }

  /** What a flat list shows of each, in the same order. There may be very many. */
  threads(standing: Standing): ThreadInfo[] {
    const running = this.runningTops()
    const { name, state, line } = this.main(running.get(0), standing)
    const infos: ThreadInfo[] = [{ id: 0, name, state, line }]
    for (const one of this.all) {
      const top = running.get(one.id)
      infos.push({
        id: one.id,
        name: `${one.label}#${one.id}`,
        ...taskPart(one),
        state: top !== undefined ? 'CORO_RUNNING' : states[one.state],
        line:
          top !== undefined
            ? this.lineOf(top, standing)
            : one.state === State.Created
              ? one.code.firstLine
              : one.frame?.line,
      })
    }
    return infos
  }

  get count(): number {
    return this.machine.registry.size + 1
  }

  private runningTops(): Map<number, Frame> {
    const running = new Map<number, Frame>()
    for (const { frame, owner } of runningFrames(this.machine))
      if (!running.has(owner) && !isHidden(frame)) running.set(owner, frame)
    return running
  }

  private main(top: Frame | undefined, standing: Standing): CoroutineInfo {
    return {
      ...nothing,
      id: 0,
      name: 'main',
      kind: 'main',
      state: 'CORO_RUNNING',
      file: top?.code.filename,
      line: top && this.lineOf(top, standing),
    }
  }

  coroutine(one: Coroutine, top: Frame | undefined, standing: Standing): CoroutineInfo {
    const { id, delegate, awaiter, frame } = one
    const state = top !== undefined ? 'CORO_RUNNING' : states[one.state]
    const isStarted = one.state !== State.Created || top !== undefined
    const line = top !== undefined ? this.lineOf(top, standing) : isStarted ? frame?.line : one.code.firstLine
    const since = this.lives.since(id)
    const awaited = delegate === null ? this.lives.awaiting(id) : undefined
    const isAwaiting = awaited !== undefined && state === 'CORO_SUSPENDED' && awaited.line === frame?.line
    return {
      id,
      name: `${one.label}#${id}`,
      kind: kindWord(one),
      state,
      file: one.code.filename,
      line,
      awaiting: delegate !== null ? this.name(delegate.id) : isAwaiting ? awaited.what : undefined,
      awaitingId: delegate?.id,
      awaitedBy: awaiter?.id,
      createdAt: one.createdFile === '' ? undefined : { file: one.createdFile, line: one.createdLine },
      lastSent: this.lives.lastSent(id),
      lastYielded: this.lives.lastYielded(id),
      result: undefined,
      exception: undefined,
      ...(since === undefined ? {} : { since }),
      createdBy: one.createdBy,
      ...taskPart(one),
      ...(isInternal(one.code, one.createdFile) ? { isInternal: true } : {}),
    }
  }

  /** The stack of a coroutine (0: main), innermost first, with labels where one owner hands over to the next. */
  stack(id: number, standing: Standing): StackEntry[] {
    const running = runningFrames(this.machine)
    const from = running.findIndex(one => one.owner === id)
    const coroutine = id === 0 ? undefined : this.find(id)
    const frames = from >= 0 ? running.slice(from) : coroutine === undefined ? [] : awaitChain(coroutine)
    const out: StackEntry[] = []
    let owners = frames[0]?.owner
    let link: Owned['link']
    let through = ''
    for (const one of frames) {
      if (one.owner !== owners || link !== undefined) {
        if (out.length > 0)
          out.push(label(out.length, id, one.owner, `— ${link ?? 'resumed by'} ${this.name(one.owner)}${through} —`))
        owners = one.owner
      }
      link = one.link
      through = one.task === undefined ? '' : ` through ${taskName(one.task)}`
      if (isHidden(one.frame)) continue
      const isTop = one.frame === this.machine.frame
      out.push({ info: this.frame(out.length, id, one, isTop ? standing : 'inside'), frame: one.frame })
    }
    return out
  }

  /** What is shown of a coroutine that has ended: it has no frame any more, but an end. */
  ended(coroutine: Coroutine, thread: number): StackEntry {
    const { id, code } = coroutine
    const { line, column, endLine, endColumn } = locationAt(code, 0)
    const info: FrameInfo = {
      ...label(0, thread, id, `${this.name(id)} ${this.lives.howItEnded(id) ?? ''}`.trimEnd()).info,
      kind: 'normal',
      source: this.source(code.filename),
      line,
      column,
      endLine,
      endColumn,
      module: this.index.fileOf(code)?.module,
    }
    return { info, frame: undefined, ended: coroutine }
  }

  /** The innermost frame that `id` has, or would go on in. */
  topFrame(id: number): Frame | undefined {
    const top = runningFrames(this.machine).find(one => one.owner === id)
    if (top !== undefined) return top.frame
    const coroutine = id === 0 ? undefined : this.find(id)
    return coroutine === undefined ? undefined : suspendedFrames(coroutine)[0]?.frame
  }

  /** Where a frame stands, in words that hold as long as it lives, also when a replay makes it anew. */
  seatOf(frame: Frame): Seat {
    const owner = runningFrames(this.machine).find(one => one.frame === frame)?.owner ?? frame.coroutine?.id ?? 0
    return { owner, height: this.framesOf(owner).indexOf(frame) }
  }

  frameIn(seat: Seat): Frame | undefined {
    return this.framesOf(seat.owner)[seat.height]
  }

  /** The frames of one owner, its own first. */
  private framesOf(owner: number): Frame[] {
    const running = runningFrames(this.machine).filter(one => one.owner === owner)
    if (running.length > 0) return running.map(one => one.frame).reverse()
    const frame = owner === 0 ? undefined : this.find(owner)?.frame
    return frame === undefined || frame === null ? [] : [frame]
  }

  scopes(entry: StackEntry): ScopeInfo[] {
    const { frame } = entry
    const out: ScopeInfo[] = []
    const add = (name: ScopeInfo['name'], container: Container | undefined, expensive: boolean): void => {
      const real = container ?? empty
      out.push({ name, container: real, expensive, indexed: real.indexed, named: real.named })
    }
    if (frame !== undefined) {
      const isModule = frame.locals !== null && frame.locals === frame.globals
      if (!isModule) add('Locals', localsContainer(frame), false)
      add(isModule ? 'Locals' : 'Globals', globalsContainer(frame), !isModule)
      if (isModule) add('Globals', globalsContainer(frame), true)
    }
    add('Coroutine', this.coroutineScope(entry), false)
    const loop = runningLoop(this.machine)
    if (loop !== undefined) add('Event loop', loopScope(loop), false)
    return out
  }

  source(path: string): SourceInfo {
    const file = this.index.file(path)
    return { path, name: nameOf(path), isLibrary: file?.isLibrary ?? path.startsWith('<') }
  }

  private frame(index: number, thread: number, one: Owned, standing: Standing): FrameInfo {
    const { frame, owner } = one
    const { code } = frame
    const pc = Math.min(Math.max(0, standing === 'before' ? frame.pc : frame.pc - 1), code.lineStarts.length - 1)
    const place = locationAt(code, pc)
    const isForeign = this.index.isForeign(code)
    return {
      index,
      thread,
      coroutine: owner,
      name: code.qualname,
      kind: isForeign ? 'subtle' : 'normal',
      source: this.source(code.filename),
      line: place.line,
      column: place.column,
      endLine: place.endLine,
      endColumn: place.endColumn,
      canRestart: false,
      address: this.disassembly.address(code, pc),
      module: this.index.fileOf(code)?.module,
    }
  }

  private lineOf(frame: Frame, standing: Standing): number {
    if (standing === 'inside' || frame !== this.machine.frame) return frame.line
    return locationAt(frame.code, Math.min(frame.pc, frame.code.lineStarts.length - 1)).line
  }

  /** The names are those of the public documentation: views look for them. */
  private coroutineScope({ info, ended }: StackEntry): Container | undefined {
    const { coroutine: id } = info
    const coroutine = ended ?? (id === 0 ? undefined : this.find(id))
    const isRunningNow = runningFrames(this.machine).find(one => one.owner === id && !isHidden(one.frame))
    if (coroutine === undefined) {
      return names(() => [text('state', 'CORO_RUNNING'), text('kind', 'main program')])
    }
    const seen = this.coroutine(coroutine, isRunningNow?.frame, 'inside')
    const place = (file: string | undefined, line: number | undefined): string | undefined =>
      line === undefined ? undefined : `${file}:${line}`
    const suspended = seen.state === 'CORO_SUSPENDED' ? place(seen.file, seen.line) : undefined
    return names(() => [
      text('state', seen.state),
      text('kind', seen.kind),
      text('awaiting', seen.awaiting),
      text('awaited by', seen.awaitedBy === undefined ? undefined : this.name(seen.awaitedBy)),
      text('created at', place(seen.createdAt?.file, seen.createdAt?.line)),
      text('suspended at', suspended),
      text('last sent', seen.lastSent),
      text('last yielded', seen.lastYielded),
      text('result', this.lives.result(id)),
      text('exception', this.lives.exception(id)),
      { name: 'object', content: coroutine, expression: undefined, kind: 'virtual', readOnly: true },
    ])
  }
}

const taskPart = (one: Coroutine): Pick<CoroutineInfo, 'task'> => {
  const task = taskOf(one)
  return task === undefined ? {} : { task: taskInfo(task) }
}

/** The clock, what runs, what is ready and what waits for its time. */
function loopScope(loop: Loop): Container | undefined {
  const { ready, timers, time, current } = loop
  const value = (name: string, content: Value): Child => ({
    name,
    content,
    expression: undefined,
    kind: 'virtual',
    readOnly: true,
  })
  const handle = (name: string, one: Instance, before = ''): Child => {
    const words = handleText(one)
    return words === undefined ? value(name, one) : text(name, before + words)
  }
  return names(() => [
    text('time', `${seconds(time)} s`),
    current === undefined ? text('current task', undefined) : value('current task', current),
    text('ready', String(ready.length)),
    ...ready.slice(0, mostHandles).map((one, i) => handle(`ready ${i}`, one)),
    text('timers', String(timers.length)),
    ...timers
      .slice(0, mostHandles)
      .map(({ when, handle: one }, i) =>
        handle(`timer ${i} · in ${seconds(when - time)} s`, one, `at ${seconds(when)} s: `),
      ),
    value('loop', loop.object),
  ])
}

/** Handles that a scope shows. */
const mostHandles = 1000

const seconds = (time: number): string => String(Math.round(time * 1e6) / 1e6)

const nothing = {
  awaiting: undefined,
  awaitingId: undefined,
  awaitedBy: undefined,
  createdAt: undefined,
  lastSent: undefined,
  lastYielded: undefined,
  result: undefined,
  exception: undefined,
} as const

const states = {
  [State.Created]: 'CORO_CREATED',
  [State.Suspended]: 'CORO_SUSPENDED',
  [State.Closed]: 'CORO_CLOSED',
} as const

const empty: Container = { indexed: 0, named: 0, children: () => [] }

const text = (name: string, value: string | undefined): Child => ({
  name,
  content: { text: value ?? '—', type: '' },
  expression: undefined,
  kind: 'virtual',
  readOnly: true,
})

/** Containers of a frame, the same object each time it is asked for during one stop: see Values. */
function localsContainer(frame: Frame): Container | undefined {
  return names(() =>
    frameLocals(frame).map(([name, content]) => ({ name, content, expression: name, kind: 'data', readOnly: false })),
  )
}

function globalsContainer(frame: Frame): Container | undefined {
  return names(() =>
    entries(frame.globals).flatMap(([key, content]): Child[] =>
      typeof key === 'string' && key !== '__builtins__'
        ? [{ name: key, content, expression: key, kind: 'data', readOnly: false }]
        : [],
    ),
  )
}

function label(index: number, thread: number, coroutine: number, name: string): StackEntry {
  const info: FrameInfo = {
    index,
    thread,
    coroutine,
    name,
    kind: 'label',
    source: undefined,
    line: 0,
    column: 0,
    endLine: 0,
    endColumn: 0,
    canRestart: false,
    address: undefined,
    module: undefined,
  }
  return { info, frame: undefined }
}
