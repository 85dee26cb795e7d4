// The board: the timeline, and under it the selected coroutine with everything that can be done to it. One for the page and
// for the editor's panel.

import type { TraceEvent } from '../../debugger/trace/index.ts'
import { Comparison } from './compare.ts'
import { h } from './dom.ts'
import { DriveBar } from './drive-bar.ts'
import type { Machine } from './machine.ts'
import type { MachineView } from './machine-view.ts'
import { NextCards } from './next-cards.ts'
import type { Ghost } from './paint.ts'
import { Recording, TraceReader } from './recording.ts'
import type { Offer, Run } from './run.ts'
import { StateCard } from './state-card.ts'
import { Timeline } from './timeline.ts'
import { machineWalk } from './walk.ts'

/** The state machine beside the timeline, where somebody can make one. */
export interface BoardMachine {
  readonly view: MachineView
  /** The machine of the function to show, and the names its file goes by. */
  current(): { readonly machine: Machine; readonly paths: readonly string[] } | undefined
  /** The tab has come to the front: what it shows may be old. */
  shown(): void
}

export interface BoardActions {
  /** The person wants to see a line. */
  reveal(file: string, line: number): void
  /** The person picked a coroutine. */
  selected?(threadId: number): void
  /** The person wants to see a step on a fork beside this run; absent where there are no forks. */
  fork?(offer: Offer, threadId: number): void
  /** A recorded run has taken the place of the one before. */
  opened?(): void
  /** The person wants to start, or to start again; absent where somebody else starts programs. */
  start?(): void
}

/** How long a file is read at once, in ms: between two pieces there is a picture. */
const pieceOfReading = 60

const nextTurn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

export class Board {
  readonly element: HTMLElement
  readonly timeline: Timeline
  private readonly run: Run
  private readonly actions: BoardActions
  private readonly machine: BoardMachine | undefined
  private readonly pictures: HTMLElement
  private comparison: Comparison | undefined
  private recording: Recording | undefined
  /** Reads the file that was opened last. */
  private reader: TraceReader | undefined
  private readonly parts: readonly { update(): void }[]

  constructor(run: Run, actions: BoardActions, machine?: BoardMachine) {
    this.run = run
    this.actions = actions
    this.machine = machine
    const select = (id: number) => {
      run.select(id)
      const threadId = run.selected?.threadId
      if (threadId !== undefined) actions.selected?.(threadId)
    }
    this.timeline = new Timeline({
      travel: time => void run.travel(time),
      select,
      reveal: (file, line) => actions.reveal(file, line),
      showInternal: isShown => run.showInternal(isShown),
      keep: () => this.keep(),
      moved: part => this.comparison?.moveTo(part),
    })
    const state = new StateCard(run, { select, reveal: actions.reveal })
    const preview = (offer: Offer | undefined) => this.timeline.preview(offer && this.ghostOf(offer))
    const { fork } = actions
    const compare = (offer: Offer) => {
      const threadId = run.selected?.threadId
      if (threadId !== undefined) fork?.(offer, threadId)
    }
    const next = new NextCards(run, preview, fork && compare)
    const drive = new DriveBar(run, preview, actions.start)
    this.parts = [state, next, drive]
    const inspector = h(
      'section',
      { class: 'inspector', 'aria-label': 'Selected coroutine' },
      state.element,
      next.element,
      drive.element,
    )
    this.pictures = h('div', { class: 'pictures' }, this.timeline.element)
    const picture = machine ? this.tabs(machine) : this.pictures
    this.element = h('div', { class: 'board' }, picture, inspector)
    run.onChange(() => this.update())
    this.update()
  }

  /** The timeline and the state machine as two tabs. */
  private tabs(machine: BoardMachine): HTMLElement {
    const views: [string, HTMLElement][] = [
      ['Timeline', this.pictures],
      ['State machine', machine.view.element],
    ]
    const tabs = views.map(([name, view], index) => {
      const [id, panel] = [`view-tab-${index}`, `view-${index}`]
      view.id = panel
      view.setAttribute('role', 'tabpanel')
      view.setAttribute('aria-labelledby', id)
      view.removeAttribute('aria-label')
      const show = () => choose(index)
      return h('button', { type: 'button', role: 'tab', id, 'aria-controls': panel, onclick: show }, name)
    })
    const choose = (chosen: number) => {
      for (const [index, tab] of tabs.entries()) {
        tab.setAttribute('aria-selected', String(index === chosen))
        tab.tabIndex = index === chosen ? 0 : -1
        views[index]![1].hidden = index !== chosen
      }
      if (chosen === 1) machine.shown()
    }
    const bar = h('div', { class: 'view-tabs', role: 'tablist', 'aria-label': 'Pictures' }, ...tabs)
    bar.addEventListener('keydown', event => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
      const next = tabs.findIndex(tab => tab.tabIndex === 0) === 0 ? 1 : 0
      choose(next)
      tabs[next]?.focus()
      event.preventDefault()
    })
    choose(0)
    return h('div', { class: 'views' }, bar, ...views.map(([, view]) => view))
  }

  /** Keeps the run as it is now, to compare what comes with it; or ends comparing. */
  keep(): void {
    if (this.comparison) this.endComparison()
    else if (this.run.past > 0) this.compareWith('kept', this.run.lanes.events.slice(0, this.run.past))
  }

  /** Shows another run under the live one. */
  compareWith(name: string, events: readonly TraceEvent[]): void {
    this.endComparison()
    const { run } = this
    this.comparison = new Comparison(name, events, this.timeline, run.lanes.showsInternal, () => this.endComparison())
    this.pictures.append(this.comparison.element)
    this.timeline.setComparing(true)
    this.update()
  }

  get isComparing(): boolean {
    return this.comparison !== undefined
  }

  private endComparison(): void {
    this.comparison?.end()
    this.comparison = undefined
    this.timeline.setComparing(false)
  }

  /**
   * Shows a trace from a file instead of a run, or beside it; rejects with an Error for the person when it cannot be read. Of a long
   * one the beginning is seen while the rest is read.
   */
  async openTrace(name: string, text: string, role: 'open' | 'compare'): Promise<void> {
    const { run } = this
    const reader = new TraceReader(text)
    this.reader = reader
    reader.readFor(pieceOfReading)
    if (role === 'compare' && run.phase !== 'none') {
      while (!reader.isDone) {
        run.tell(`Reading ${name}: ${Math.round(100 * reader.progress)} %`)
        await nextTurn()
        if (this.reader !== reader) return
        reader.readFor(pieceOfReading)
      }
      run.dismiss()
      this.compareWith(name, reader.events)
    } else {
      this.endComparison()
      const recording = new Recording(reader.events)
      this.recording = recording
      recording.onMove = time => {
        if (this.recording !== recording) return
        run.onEvent('coroscope/changed', { time })
        run.onEvent('stopped', { threadId: undefined })
      }
      run.use(recording, false, true)
      this.actions.opened?.()
      run.onEvent('stopped', undefined)
      while (!reader.isDone) {
        await nextTurn()
        if (this.recording !== recording || this.reader !== reader || !run.isRecorded) return
        const known = reader.events.length
        try {
          reader.readFor(pieceOfReading)
        } catch (error) {
          const what = error instanceof Error ? error.message : String(error)
          run.tell(`${what} What comes before it is shown.`, true)
          return
        } finally {
          recording.grew(known)
        }
        run.tell(`Reading ${name}: ${Math.round(100 * reader.progress)} %`)
      }
      run.dismiss()
    }
    if (reader.warning !== undefined) run.tell(reader.warning, true)
  }

  /** Draws the state machine again, after the run or the program has changed. */
  updateMachine(): void {
    const { machine, run } = this
    if (!machine || machine.view.element.hidden) return
    const current = machine.current()
    machine.view.show(current?.machine, current && machineWalk(current.machine, current.paths, run))
  }

  private update(): void {
    const { run } = this
    if (run.phase === 'none' || (run.phase === 'starting' && run.lanes.events.length === 0))
      this.timeline.say(
        run.phase === 'none' ? 'No program is running. Drive a coroutine to see its lane.' : 'Starting…',
      )
    else
      this.timeline.show(
        run.lanes,
        run.past,
        run.selectedId,
        run.phase !== 'over' && run.selected?.state !== 'CORO_CLOSED',
      )
    this.comparison?.update(run.lanes, run.past)
    for (const part of this.parts) part.update()
    this.updateMachine()
  }

  /** What an offer would look like on the timeline. */
  private ghostOf(offer: Offer): Ghost | undefined {
    const { outcome } = offer
    const lane = this.run.selectedId
    if (!outcome || lane === undefined) return undefined
    const result = outcome.outcome === 'raised' ? outcome.type : outcome.outcome === 'closed' ? '' : outcome.value
    return { lane, how: offer.action, text: offer.expression ?? '', outcome: outcome.outcome, result }
  }
}
