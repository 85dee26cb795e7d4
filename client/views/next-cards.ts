// "Next?": a card for each step that can be taken, with what it would lead to. Pointing at one shows it on the timeline, a
// click takes it.

import { h } from './dom.ts'
import type { Offer, Run } from './run.ts'
import { outcomeInWords } from './words.ts'

export class NextCards {
  readonly element: HTMLElement
  private readonly run: Run
  private readonly preview: (offer: Offer | undefined) => void
  private readonly list = h('div', { class: 'cards' })
  private shown = ''
  /** Index of the button that had the focus when the cards went away; -1: none. */
  private leftFocus = -1

  private readonly compare: ((offer: Offer) => void) | undefined

  /** `compare`: takes a step on a fork, beside this run; absent where there are no forks. */
  constructor(run: Run, preview: (offer: Offer | undefined) => void, compare?: (offer: Offer) => void) {
    this.run = run
    this.compare = compare
    this.preview = preview
    this.element = h('div', { class: 'next' }, h('h3', { id: 'next-title' }, 'Next?'), this.list)
    this.list.setAttribute('role', 'group')
    this.list.setAttribute('aria-labelledby', 'next-title')
  }

  update(): void {
    const { offers, selected } = this.run
    this.element.hidden = offers.length === 0
    const key = JSON.stringify([offers, selected?.state, this.run.time])
    if (key === this.shown) return
    this.shown = key
    const buttons = () => [...this.list.querySelectorAll<HTMLElement>('button')]
    const focused = buttons().indexOf(document.activeElement as HTMLElement)
    // While the program runs there are no cards: who pressed one by key is put back on it when they come again.
    if (focused >= 0 && offers.length === 0) this.leftFocus = focused
    const isLost = document.activeElement === null || document.activeElement === document.body
    const wanted = focused >= 0 ? focused : isLost && offers.length > 0 ? this.leftFocus : -1
    // The one button a newcomer should press: a fresh coroutine can only be started.
    const lit = selected?.state === 'CORO_CREATED' ? 0 : -1
    this.list.replaceChildren(...offers.map((offer, index) => this.card(offer, index === lit)))
    if (wanted >= 0 && offers.length > 0) {
      buttons()[Math.min(wanted, buttons().length - 1)]?.focus()
      this.leftFocus = -1
    }
    if (offers.length === 0) this.preview(undefined)
  }

  private card(offer: Offer, isLit: boolean): HTMLElement {
    const { outcome, problem } = offer
    const words = outcome ? outcomeInWords(outcome) : (problem ?? '…')
    const show = () => this.preview(offer)
    const hide = () => this.preview(undefined)
    const card = h(
      'button',
      {
        type: 'button',
        class: `card ${offer.action}${isLit ? ' lit' : ''}${problem ? ' problem' : ''}`,
        title: words,
        onclick: () => {
          hide()
          void this.run.drive(offer.action, offer.expression)
        },
        onpointerenter: show,
        onpointerleave: hide,
        onfocus: show,
        onblur: hide,
      },
      h('span', { class: 'does' }, `${offer.action}${offer.expression === undefined ? '' : ` ${offer.expression}`}`),
      h('span', { class: 'then' }, words),
    )
    const { compare } = this
    if (!compare) return h('div', { class: 'card-box' }, card)
    const name = `${offer.action} ${offer.expression ?? ''}`.trim()
    const beside = h(
      'button',
      {
        type: 'button',
        class: 'compare',
        title: `Take this step on a fork, beside this run`,
        'aria-label': `Compare: ${name} on a fork`,
        onclick: () => compare(offer),
      },
      'Compare',
    )
    return h('div', { class: 'card-box' }, card, beside)
  }
}
