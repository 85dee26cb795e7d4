// The state machine of a function: the graph, the live state lit, the path taken drawn, a list that says the same in words, and
// what can be saved. A click on a node goes to its line. Tells its owner what the person wants; asks nobody.

import { h } from './dom.ts'
import { type Machine, machineInWords, stateInWords, type Walk } from './machine.ts'
import { placeMachine } from './machine-layout.ts'
import { machineSvg, type SvgColours } from './machine-svg.ts'

export interface MachineActions {
  /** The person wants to see a line of the machine's file. */
  reveal(file: string, line: number): void
  /** The person wants to keep the picture or its text. */
  save(name: string, text: string): void
}

export class MachineView {
  readonly element: HTMLElement
  private readonly actions: MachineActions
  private machine: Machine | undefined
  private walk: Walk | undefined
  private isWhole = false
  private zoom: number | undefined
  private shown = ''
  private readonly title = h('h2', {})
  private readonly place = h('p', { class: 'quiet-text', role: 'status' })
  private readonly stage = h('div', {
    class: 'machine-stage',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Graph of the states',
  })
  private readonly list = h('ul', {})
  private readonly words: HTMLElement
  private readonly tools: HTMLElement
  private readonly empty = h('p', { class: 'empty' })
  private readonly whole: HTMLButtonElement

  constructor(actions: MachineActions) {
    this.actions = actions
    const button = (label: string, title: string, onclick: () => void) =>
      h('button', { type: 'button', class: 'quiet', title, onclick }, label)
    this.whole = h(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-pressed': 'false',
        title: 'Also draw exceptions that nothing catches and a close() that just closes',
        onclick: () => this.toggleWhole(),
      },
      'All edges',
    )
    this.tools = h(
      'div',
      { class: 'machine-tools', role: 'toolbar', 'aria-label': 'State machine' },
      this.whole,
      button('−', 'Zoom out (-)', () => this.zoomBy(1 / 1.2)),
      button('+', 'Zoom in (+)', () => this.zoomBy(1.2)),
      button('Fit', 'Fit the picture (F)', () => this.fit()),
      button('SVG', 'Save the picture', () => this.save('svg')),
      button('Mermaid', 'Save as a Mermaid flowchart', () => this.save('mmd')),
      button('DOT', 'Save for Graphviz', () => this.save('dot')),
    )
    this.words = h('details', { class: 'machine-words' }, h('summary', {}, 'In words'), this.list)
    this.element = h(
      'section',
      { class: 'machine-view', 'aria-label': 'State machine' },
      h('div', { class: 'machine-head' }, this.title, this.place, this.tools),
      this.stage,
      this.empty,
      this.words,
    )
    this.listen()
    this.show(undefined, undefined)
  }

  /** Another function, or another place in it. */
  show(machine: Machine | undefined, walk: Walk | undefined): void {
    const isNew = machine?.name !== this.machine?.name || machine?.file !== this.machine?.file
    this.machine = machine
    this.walk = walk
    if (isNew) this.zoom = undefined
    this.draw()
  }

  /** Words where there is no function to show. */
  say(text: string): void {
    this.empty.textContent = text
  }

  private draw(): void {
    const { machine, walk } = this
    const has = machine !== undefined
    this.stage.hidden = !has
    this.tools.hidden = !has
    this.words.hidden = !has
    this.empty.hidden = has
    if (!machine) {
      this.title.textContent = 'State machine'
      this.place.textContent = ''
      this.shown = ''
      return
    }
    this.title.textContent = machine.name
    const state = machine.states.find(each => each.id === walk?.at)
    this.place.textContent =
      walk === undefined ? '' : state ? `${walk.name} is at ${stateInWords(state)}` : `${walk.name} is running`
    const svg = machineSvg(placeMachine(machine, walk, this.isWhole), walk, `State machine of ${machine.name}`)
    if (svg !== this.shown) {
      this.shown = svg
      const focused = (document.activeElement as Element | null)?.getAttribute('data-state')
      const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
      this.stage.replaceChildren(document.importNode(drawn, true))
      if (focused) this.stage.querySelector<SVGElement>(`[data-state="${CSS.escape(focused)}"]`)?.focus()
      this.list.replaceChildren(...machineInWords(machine).map(line => h('li', {}, line)))
      this.applyZoom()
      this.stage.querySelector('.here')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
  }

  private listen(): void {
    this.stage.addEventListener('click', event => this.go(event.target as Element))
    this.stage.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Enter' || event.key === ' ') this.go(event.target as Element)
      else if (event.key === '+' || event.key === '=') this.zoomBy(1.2)
      else if (event.key === '-') this.zoomBy(1 / 1.2)
      else if (event.key.toLowerCase() === 'f') this.fit()
      else return
      event.preventDefault()
    })
    this.stage.addEventListener(
      'wheel',
      event => {
        if (!event.ctrlKey && !event.metaKey) return
        event.preventDefault()
        this.zoomBy(Math.exp(-event.deltaY / 300))
      },
      { passive: false },
    )
    new ResizeObserver(() => this.applyZoom()).observe(this.stage)
  }

  private go(target: Element): void {
    const line = target.closest('[data-line]')?.getAttribute('data-line')
    if (line && this.machine) this.actions.reveal(this.machine.file, Number(line))
  }

  private toggleWhole(): void {
    this.isWhole = !this.isWhole
    this.whole.setAttribute('aria-pressed', String(this.isWhole))
    this.draw()
  }

  private fit(): void {
    this.zoom = undefined
    this.applyZoom()
  }

  private zoomBy(factor: number): void {
    this.zoom = Math.min(4, Math.max(0.2, (this.zoom ?? this.fitting()) * factor))
    this.applyZoom()
  }

  /** The scale at which all of it is in view; never larger than it was drawn. */
  private fitting(): number {
    const svg = this.stage.querySelector('svg')
    if (!svg) return 1
    const { width, height } = svg.viewBox.baseVal
    const [w, ht] = [this.stage.clientWidth - 8, this.stage.clientHeight - 8]
    return Math.max(0.7, Math.min(1, w / width, ht / height))
  }

  private applyZoom(): void {
    const svg = this.stage.querySelector('svg')
    if (!svg) return
    const scale = this.zoom ?? this.fitting()
    svg.setAttribute('width', String(Math.round(svg.viewBox.baseVal.width * scale)))
    svg.setAttribute('height', String(Math.round(svg.viewBox.baseVal.height * scale)))
  }

  private save(kind: 'svg' | 'mmd' | 'dot'): void {
    const { machine, walk } = this
    if (!machine) return
    const title = `State machine of ${machine.name}`
    const text =
      kind === 'mmd'
        ? machine.mermaid
        : kind === 'dot'
          ? machine.dot
          : machineSvg(placeMachine(machine, walk, this.isWhole), walk, title, this.colours())
    this.actions.save(`${machine.name.replace(/[^\p{L}\p{N}_]+/gu, '-')}.${kind}`, text)
  }

  /** The theme's colours, as they are now. */
  private colours(): SvgColours {
    const style = getComputedStyle(this.element)
    const probe = h('span', {})
    this.element.append(probe)
    const value = (name: string) => {
      probe.style.color = style.getPropertyValue(`--coro-${name}`)
      return getComputedStyle(probe).color
    }
    const [background, text, quiet, line, accent, error, panel] = [
      'background',
      'text',
      'quiet',
      'line',
      'accent',
      'error',
      'raised',
    ].map(value) as [string, string, string, string, string, string, string]
    probe.remove()
    return { background, text, quiet, line, accent, error, panel }
  }
}
