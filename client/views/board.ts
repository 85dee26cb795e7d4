// The board: the timeline, and under it the selected coroutine with everything that can be done to it. One for the page and
// for the editor's panel.

import { h } from './dom.ts'
import { DriveBar } from './drive-bar.ts'
import { NextCards } from './next-cards.ts'
import type { Ghost } from './paint.ts'
import type { Offer, Run } from './run.ts'
import { StateCard } from './state-card.ts'
import { Timeline } from './timeline.ts'

export interface BoardActions {
  /** The person wants to see a line. */
  reveal(file: string, line: number): void
  /** The person picked a coroutine. */
  selected?(threadId: number): void
  /** The person wants to start, or to start again; absent where somebody else starts programs. */
  start?(): void
}

export class Board {
  readonly element: HTMLElement
  readonly timeline: Timeline
  private readonly run: Run
  private readonly parts: readonly { update(): void }[]

  constructor(run: Run, actions: BoardActions) {
    this.run = run
    const select = (id: number) => {
      run.select(id)
      const threadId = run.selected?.threadId
      if (threadId !== undefined) actions.selected?.(threadId)
    }
    this.timeline = new Timeline({
      travel: time => void run.travel(time),
      select,
      reveal: (file, line) => actions.reveal(file, line),
    })
    const state = new StateCard(run, { select, reveal: actions.reveal })
    const preview = (offer: Offer | undefined) => this.timeline.preview(offer && this.ghostOf(offer))
    const next = new NextCards(run, preview)
    const drive = new DriveBar(run, preview, actions.start)
    this.parts = [state, next, drive]
    const inspector = h(
      'section',
      { class: 'inspector', 'aria-label': 'Selected coroutine' },
      state.element,
      next.element,
      drive.element,
    )
    this.element = h('div', { class: 'board' }, this.timeline.element, inspector)
    run.onChange(() => this.update())
    this.update()
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
    for (const part of this.parts) part.update()
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
