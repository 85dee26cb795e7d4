// Two runs, one above the other: the live one and one that was kept or read from a file, with the first place where they part.
// Zoom and pan go together. Knows no files.

import type { TraceEvent } from '../../debugger/trace/index.ts'
import { h } from './dom.ts'
import { Lanes } from './lanes.ts'
import { firstDifference } from './recording.ts'
import { Timeline } from './timeline.ts'
import { eventInWords } from './words.ts'

export class Comparison {
  readonly element: HTMLElement
  private readonly live: Timeline
  private readonly kept: Timeline
  private readonly reference: readonly TraceEvent[]
  private readonly lanes: Lanes
  private readonly name: string
  private readonly words = h('p', { role: 'status' })
  /** How far the live run was compared, and how many events of it are the same in both. */
  private compared: { readonly lanes: Lanes; readonly past: number; readonly same: number } | undefined

  constructor(
    name: string,
    reference: readonly TraceEvent[],
    live: Timeline,
    showsInternal: boolean,
    close: () => void,
  ) {
    this.live = live
    this.reference = reference
    this.name = name
    this.lanes = new Lanes(live.mainName, showsInternal)
    for (const event of reference) this.lanes.push(event)
    this.kept = new Timeline({
      travel: () => undefined,
      select: () => undefined,
      reveal: () => undefined,
      moved: part => live.moveTo(part),
    })
    this.kept.element.setAttribute('aria-label', `Timeline of ${name}`)
    this.element = h(
      'section',
      { class: 'comparison', 'aria-label': 'Comparison of two runs' },
      h(
        'div',
        { class: 'comparison-head' },
        h('strong', {}, name),
        this.words,
        h('button', { type: 'button', class: 'quiet', onclick: close }, 'Stop comparing'),
      ),
      this.kept.element,
    )
  }

  /** The live run has come this far. What it has not done yet is no difference. */
  update(lanes: Lanes, past: number): void {
    const known = this.compared?.lanes === lanes ? this.compared : undefined
    if (known?.past === past) return
    // The live run's list only grows: what was the same stays the same.
    const difference = firstDifference(lanes.events, this.reference, known?.same)
    this.compared = { lanes, past, same: difference ?? lanes.events.length }
    const isBehind = past < this.reference.length && (difference === undefined || difference >= past)
    const at = isBehind || difference === undefined || difference >= past ? undefined : difference
    this.kept.show(this.lanes, this.reference.length, undefined, false)
    this.kept.markDifference(at)
    this.live.markDifference(at)
    const tell = (from: Lanes, index: number) => {
      const event = from.events[index]
      return event === undefined ? 'nothing more' : eventInWords(event, id => from.byId.get(id)?.name ?? `#${id}`)
    }
    this.words.textContent =
      at !== undefined
        ? `First difference at event ${at + 1}: ${tell(lanes, at)}; in ${this.name}: ${tell(this.lanes, at)}.`
        : isBehind
          ? `The same so far: ${past} of ${this.reference.length} events.`
          : 'No difference.'
  }

  moveTo(part: Parameters<Timeline['moveTo']>[0]): void {
    this.kept.moveTo(part)
  }

  /** Ends the comparison. */
  end(): void {
    this.live.markDifference(undefined)
    this.element.remove()
  }
}
