// The events as a table: what the timeline draws, in words, for those who read instead of look. A long run is shown a page at a time.

import { h } from './dom.ts'
import type { Lanes } from './lanes.ts'
import { eventInWords } from './words.ts'

/** Rows of a page. */
const pageSize = 200

export class EventTable {
  readonly element: HTMLElement
  private readonly travel: (time: number) => void
  private readonly body = h('tbody', {})
  private readonly range = h('span', { class: 'quiet-text', role: 'status' })
  private readonly earlier: HTMLButtonElement
  private readonly later: HTMLButtonElement
  private lanes: Lanes | undefined
  private past = 0
  /** Index of the first event of the page. */
  private first = 0

  constructor(travel: (time: number) => void) {
    this.travel = travel
    const turn = (by: number) => () => this.turn(by)
    this.earlier = h('button', { type: 'button', class: 'quiet', onclick: turn(-1) }, 'Earlier events')
    this.later = h('button', { type: 'button', class: 'quiet', onclick: turn(1) }, 'Later events')
    const head = h(
      'tr',
      {},
      h('th', { scope: 'col' }, 'Time'),
      h('th', { scope: 'col' }, 'What happened'),
      h('th', { scope: 'col' }, 'Undone'),
    )
    this.element = h(
      'div',
      { class: 'events', tabindex: 0, role: 'region', 'aria-label': 'Events', hidden: true },
      h('div', { class: 'event-pages' }, this.earlier, this.later, this.range),
      h('table', {}, h('thead', {}, head), this.body),
    )
  }

  /** Shows the page with the place where the debugger is. */
  show(lanes: Lanes, past: number): void {
    this.lanes = lanes
    this.past = past
    this.first = Math.max(0, Math.min(past - Math.floor(pageSize / 2), lanes.events.length - pageSize))
    this.fill()
    this.body.querySelector('.now')?.scrollIntoView({ block: 'nearest' })
  }

  private turn(by: number): void {
    const most = Math.max(0, (this.lanes?.events.length ?? 0) - pageSize)
    this.first = Math.max(0, Math.min(most, this.first + by * pageSize))
    this.fill()
    this.element.scrollTop = 0
  }

  private fill(): void {
    const { lanes, past, first } = this
    if (!lanes) return
    const name = (id: number) => lanes.byId.get(id)?.name ?? `#${id}`
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.event
    const rows = lanes.events.slice(first, first + pageSize).map((event, index) => {
      const at = first + index
      const onclick = () => this.travel(event.t)
      const time = h('button', { class: 'link', type: 'button', 'data-event': at, onclick }, String(event.t))
      const state = at >= past ? 'undone' : at === past - 1 ? 'now' : ''
      return h(
        'tr',
        { class: state, 'aria-current': state === 'now' ? 'step' : undefined },
        h('td', { class: 'number' }, time),
        h('td', {}, eventInWords(event, name)),
        h('td', {}, state === 'undone' ? 'undone' : ''),
      )
    })
    this.body.replaceChildren(...rows)
    if (focused) this.body.querySelector<HTMLElement>(`[data-event="${focused}"]`)?.focus()
    const last = Math.min(lanes.events.length, first + pageSize)
    this.range.textContent = `Events ${lanes.events.length === 0 ? 0 : first + 1} to ${last} of ${lanes.events.length}`
    this.earlier.disabled = first === 0
    this.later.disabled = last >= lanes.events.length
  }
}
