// The selected coroutine in words: name, state, where it is suspended, what came out last, who waits for whom; and, when there
// are several, the others to choose from.

import type { CoroutineInfo } from './debuggee.ts'
import { h } from './dom.ts'
import type { Run } from './run.ts'
import { storyOf } from './words.ts'

/** At most so many others are listed as buttons; the timeline has them all. */
const maxChips = 24

export class StateCard {
  readonly element = h('div', { class: 'state' })
  private readonly run: Run
  private readonly actions: { select(id: number): void; reveal(file: string, line: number): void }
  private shown = ''

  constructor(run: Run, actions: { select(id: number): void; reveal(file: string, line: number): void }) {
    this.run = run
    this.actions = actions
  }

  update(): void {
    const { run } = this
    const infos = run.all
    // Told apart by what is shown, so that focus on a button survives an update that changes nothing.
    const key = JSON.stringify([run.phase, run.selected, infos.length, infos.slice(0, maxChips)])
    if (key === this.shown) return
    this.shown = key
    const { selected } = run
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.coroutine
    this.element.replaceChildren(
      this.chips(infos),
      ...(selected ? this.card(selected) : [h('p', { class: 'story' }, this.nothing())]),
    )
    if (focused) this.element.querySelector<HTMLElement>(`[data-coroutine="${focused}"]`)?.focus()
  }

  private nothing(): string {
    switch (this.run.phase) {
      case 'none':
        return 'Nothing is running.'
      case 'starting':
        return 'Starting…'
      case 'running':
        return 'The program is running.'
      case 'over':
        return 'The program is over.'
      case 'stopped':
        return 'No coroutine has been made yet. Calling an async function or a generator function makes one.'
    }
  }

  private chips(infos: readonly CoroutineInfo[]): HTMLElement {
    const others = infos.slice(0, maxChips).map(info =>
      h(
        'button',
        {
          type: 'button',
          class: `chip ${hueClass(info.id)}`,
          'aria-pressed': String(info.id === this.run.selectedId),
          'data-coroutine': info.id,
          onclick: () => this.actions.select(info.id),
        },
        h('span', { class: `sign ${signOf(info)}`, 'aria-hidden': 'true' }),
        info.name,
        h('span', { class: 'quiet-text' }, wordOf(info)),
      ),
    )
    const rest = infos.length - others.length
    const more = rest > 0 ? h('span', { class: 'quiet-text' }, `and ${rest} more on the timeline`) : undefined
    const row = h('div', { class: 'chips', role: 'group', 'aria-label': 'Coroutines' }, ...others, more)
    row.hidden = infos.length < 2
    return row
  }

  private card(info: CoroutineInfo): HTMLElement[] {
    const { file, line, createdAt } = info
    const place = (at: number, from: string | undefined, words: string) =>
      from === undefined
        ? words
        : h('button', { type: 'button', class: 'link', onclick: () => this.actions.reveal(from, at) }, words)
    const head = h(
      'div',
      { class: 'head' },
      h('span', { class: `swatch ${hueClass(info.id)}`, 'aria-hidden': 'true' }),
      h('h2', {}, info.name),
      h('span', { class: `badge ${info.state.toLowerCase()}` }, info.state),
      line === undefined || info.state === 'CORO_CLOSED' ? undefined : place(line, file, `line ${line}`),
    )
    const awaiter = info.awaitedBy === undefined ? undefined : this.run.nameOf(info.awaitedBy)
    const facts: [string, string | HTMLElement | false | undefined][] = [
      ['sent', info.lastSent],
      ['yielded', info.lastYielded],
      ['awaits', info.awaiting],
      ['awaited by', awaiter],
      // What the drive expression made was made in no file.
      [
        'made at',
        createdAt && !createdAt.file.startsWith('<') && place(createdAt.line, createdAt.file, `line ${createdAt.line}`),
      ],
      ['returned', info.result],
      ['raised', info.exception],
    ]
    const list = h('dl', { class: 'facts' })
    for (const [name, value] of facts)
      if (value !== undefined && value !== false && value !== '')
        list.append(h('div', {}, h('dt', {}, name), h('dd', {}, value)))
    const story = info.isMain ? 'The main program: the top level of the file.' : storyOf(info)
    return [head, h('p', { class: 'story' }, story), list]
  }
}

/** The class that carries a lane's hue. */
export const hueClass = (id: number): string => (id <= 0 ? 'hue-main' : `hue-${((id - 1) % 8) + 1}`)

function wordOf(info: CoroutineInfo): string {
  const sign = signOf(info)
  return sign === 'delegating' ? 'awaiting' : sign === 'closed' ? 'finished' : sign
}

function signOf(info: CoroutineInfo): string {
  switch (info.state) {
    case 'CORO_CREATED':
      return 'created'
    case 'CORO_RUNNING':
      return 'running'
    case 'CORO_SUSPENDED':
      return info.awaitingId === undefined ? 'suspended' : 'delegating'
    case 'CORO_CLOSED':
      return info.exception === undefined ? 'closed' : 'failed'
  }
}
