// The timeline: lanes on a canvas with a playhead that travels, zoom and pan by mouse, wheel, touch and keys, a minimap when
// there is more than fits, and a table that says the same in words. Tells its owner what the person wants; asks nobody.

import { h } from './dom.ts'
import { Lanes, lastAtMost, type Row } from './lanes.ts'
import { MinimapPainter } from './minimap.ts'
import { type Ghost, paint } from './paint.ts'
import { readTheme, type Theme } from './theme.ts'
import {
  clamp,
  fitted,
  follow,
  gutterFor,
  pan,
  plotWidth,
  reveal,
  revealRows,
  rowAt,
  rowHeightFor,
  rulerHeight,
  slotAt,
  type Viewport,
  xOf,
  zoom,
} from './viewport.ts'
import { eventInWords } from './words.ts'

export interface TimelineActions {
  /** The person wants to be at this machine time. */
  travel(time: number): void
  /** The person picked a lane. */
  select(id: number): void
  /** The person wants to see the line of an event. */
  reveal(file: string, line: number): void
}

const minimapHeight = 24
const flightTime = 320

export class Timeline {
  readonly element: HTMLElement
  private lanes = new Lanes()
  /** How many of the events have happened; the rest was undone. */
  private past = 0
  private selected: number | undefined
  private ghost: Ghost | undefined
  private hover: number | undefined
  private view: Viewport = {
    width: 0,
    height: 0,
    gutter: 100,
    rowHeight: 44,
    slotWidth: 72,
    left: 0,
    top: 0,
    hasNext: true,
  }
  /** Whether the picture still fits itself to what happens; off once the person zooms. */
  private isFollowing = true
  private theme: Theme | undefined
  private flight: { slot: number; start: number } | undefined
  private frame = 0
  /** Width of the longest name, for the lanes it was measured for. */
  private measured: { rows: readonly Row[]; longest: number } = { rows: [], longest: 0 }
  private readonly mapPainter = new MinimapPainter()
  private isTable = false
  private readonly actions: TimelineActions
  private readonly canvas = h('canvas', {
    class: 'lanes',
    tabindex: 0,
    role: 'slider',
    'aria-orientation': 'horizontal',
  })
  private readonly minimap = h('canvas', { class: 'minimap', 'aria-hidden': 'true' })
  private readonly tip = h('div', { class: 'tip', role: 'tooltip', hidden: true })
  private readonly table = h('div', {
    class: 'events',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Events',
    hidden: true,
  })
  private readonly empty = h('p', { class: 'empty' })
  private readonly tableButton = h(
    'button',
    { class: 'quiet', type: 'button', 'aria-pressed': 'false', onclick: () => this.toggleTable() },
    'Table',
  )

  constructor(actions: TimelineActions) {
    this.actions = actions
    this.canvas.setAttribute('aria-label', 'Timeline: position of the debugger')
    const fitButton = h(
      'button',
      { class: 'quiet', type: 'button', title: 'Fit everything (F)', onclick: () => this.fitAll() },
      'Fit',
    )
    const keys = 'Drag or , . to travel · A D to pan · W S to zoom · F to fit · ↑ ↓ to pick a coroutine'
    this.element = h(
      'section',
      { class: 'timeline', 'aria-label': 'Timeline' },
      h('div', { class: 'timeline-tools' }, h('span', { class: 'keys' }, keys), fitButton, this.tableButton),
      h('div', { class: 'plot' }, this.canvas, this.tip, this.table, this.empty),
      this.minimap,
    )
    this.listen()
    new ResizeObserver(() => this.resize()).observe(this.canvas)
    this.say('No program is running.')
  }

  /** Words instead of a picture, while there is none. */
  say(text: string): void {
    this.empty.textContent = text
    this.empty.hidden = text === ''
  }

  /** New events, or another place in them. A longer list that begins the same only grows the picture. */
  show(lanes: Lanes, past: number, selected: number | undefined, hasNext: boolean): void {
    const grew = lanes === this.lanes && past > this.past
    this.lanes = lanes
    this.past = past
    this.selected = selected
    this.view = { ...this.view, hasNext }
    this.say('')
    this.arrange()
    if (grew && !wantsStillness()) this.flight = { slot: this.lanes.slots[this.here]!, start: performance.now() }
    if (this.isFollowing) this.view = follow(this.view, this.slots, this.playhead)
    else this.view = reveal(this.view, this.playhead)
    this.view = this.withActors(this.view)
    this.view = clamp(this.view, this.slots, this.rows)
    this.describe()
    this.draw()
  }

  /** The selected lane, and the one that the last event is about, in view. */
  private withActors(view: Viewport): Viewport {
    const event = this.lanes.events[this.past - 1]
    const ids = [this.selected, event === undefined || event.kind === 'output' ? undefined : event.id]
    const rows = this.lanes.order()
    const places = ids.filter(id => id !== undefined).map(id => rows.findIndex(row => row.lane.id === id))
    const found = places.filter(place => place >= 0)
    return found.length === 0 ? view : revealRows(view, Math.min(...found), Math.max(...found))
  }

  /** Draws what a step would do, until it is called with nothing. */
  preview(ghost: Ghost | undefined): void {
    this.ghost = ghost
    if (ghost) this.view = reveal(this.view, this.playhead)
    this.draw()
  }

  /** Reads the colours again, after the theme has changed. */
  restyle(): void {
    this.theme = undefined
    this.arrange()
    this.draw()
  }

  private get playhead(): number {
    return (this.past === 0 ? 0 : this.lanes.slotOf[this.past - 1]!) + 0.3
  }

  /** Index of the slot the playhead stands after. */
  private get here(): number {
    return lastAtMost(this.lanes.slots, this.playhead)
  }

  private get slots(): number {
    return Math.max(this.lanes.lastSlot, this.playhead) + 0.3
  }

  private get rows(): number {
    return this.lanes.order().length
  }

  private nameOf = (id: number): string => this.lanes.byId.get(id)?.name ?? `#${id}`

  private arrange(): void {
    this.theme ??= readTheme(this.element)
    const rows = this.lanes.order()
    if (rows !== this.measured.rows) {
      let longest = 0
      for (const { lane, depth } of rows)
        longest = Math.max(longest, lane.name.length * this.theme.charWidth + Math.min(depth, 5) * 10)
      this.measured = { rows, longest }
    }
    const gutter = gutterFor(this.view.width, this.measured.longest)
    const rowHeight = rowHeightFor(this.view.height, this.rows)
    this.view = clamp({ ...this.view, gutter, rowHeight }, this.slots, this.rows)
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.canvas
    if (clientWidth === 0 || clientHeight === 0) return
    this.view = { ...this.view, width: clientWidth, height: clientHeight }
    this.arrange()
    if (this.isFollowing) {
      const followed = this.withActors(follow(this.view, this.slots, this.playhead))
      this.view = clamp(followed, this.slots, this.rows)
    }
    this.draw()
  }

  private draw(): void {
    if (this.frame !== 0) return
    this.frame = requestAnimationFrame(() => {
      this.frame = 0
      this.paintNow()
      if (this.flight) this.draw()
    })
  }

  private paintNow(): void {
    const { width, height } = this.view
    const theme = this.theme
    if (!theme || width === 0) return
    const progress = this.flight ? Math.min(1, (performance.now() - this.flight.start) / flightTime) : 1
    const flight =
      this.flight && progress < 1 ? { slot: this.flight.slot, progress: 1 - (1 - progress) ** 3 } : undefined
    if (!flight) this.flight = undefined
    const { lanes, view, playhead, selected, hover, ghost } = this
    paint(context(this.canvas, width, height), { lanes, view, theme, playhead, selected, hover, ghost, flight })
    const isWide = this.slots * view.slotWidth > plotWidth(view)
    if (this.minimap.hidden === isWide) this.minimap.hidden = !isWide
    if (isWide) {
      const map = context(this.minimap, this.minimap.clientWidth, minimapHeight)
      this.mapPainter.paint(map, {
        lanes,
        view,
        theme,
        playhead,
        slots: this.slots,
        width: this.minimap.clientWidth,
        height: minimapHeight,
      })
    }
  }

  private describe(): void {
    const event = this.lanes.events[this.past - 1]
    this.canvas.setAttribute('aria-valuemin', '0')
    this.canvas.setAttribute('aria-valuemax', String(this.lanes.events.length))
    this.canvas.setAttribute('aria-valuenow', String(this.past))
    this.canvas.setAttribute(
      'aria-valuetext',
      event ? eventInWords(event, this.nameOf) : 'The program has been loaded.',
    )
    if (this.isTable) this.fillTable()
  }

  private toggleTable(): void {
    this.isTable = !this.isTable
    this.table.hidden = !this.isTable
    this.tableButton.setAttribute('aria-pressed', String(this.isTable))
    if (this.isTable) {
      this.fillTable()
      this.table.focus()
    }
  }

  /** The events about the playhead, in words; a long trace is not put into the page as a whole. */
  private fillTable(): void {
    const { events } = this.lanes
    const first = Math.max(0, this.past - 200)
    const rows = events.slice(first, this.past + 100).map((event, index) => {
      const at = first + index
      const travel = h(
        'button',
        { class: 'link', type: 'button', onclick: () => this.actions.travel(event.t) },
        String(event.t),
      )
      return h(
        'tr',
        { class: at >= this.past ? 'undone' : at === this.past - 1 ? 'now' : '' },
        h('td', { class: 'number' }, travel),
        h('td', {}, eventInWords(event, this.nameOf)),
        h('td', {}, at >= this.past ? 'undone' : ''),
      )
    })
    const head = h('tr', {}, h('th', {}, 'Time'), h('th', {}, 'What happened'), h('th', {}, ''))
    this.table.replaceChildren(h('table', {}, h('thead', {}, head), h('tbody', {}, ...rows)))
    this.table.querySelector('.now')?.scrollIntoView({ block: 'nearest' })
  }

  private listen(): void {
    let drag: 'travel' | 'pan' | undefined
    this.canvas.addEventListener('pointerdown', event => {
      if (event.offsetX < this.view.gutter) {
        const row = this.lanes.order()[rowAt(this.view, event.offsetY)]
        if (event.offsetY > rulerHeight && row) this.actions.select(row.lane.id)
        return
      }
      drag = event.button === 1 || event.shiftKey ? 'pan' : 'travel'
      this.canvas.setPointerCapture(event.pointerId)
      if (drag === 'travel') this.travelTo(slotAt(this.view, event.offsetX))
    })
    this.canvas.addEventListener('pointermove', event => {
      if (drag === 'pan') {
        this.panBy(-event.movementX, -event.movementY)
      } else if (drag === 'travel') this.travelTo(slotAt(this.view, event.offsetX))
      this.pointAt(event.offsetX, event.offsetY)
    })
    const release = () => {
      drag = undefined
    }
    this.canvas.addEventListener('pointerup', release)
    this.canvas.addEventListener('pointercancel', release)
    this.canvas.addEventListener('pointerleave', () => this.pointAt(-1, -1))
    this.canvas.addEventListener('dblclick', event => {
      const at = this.lanes.events[this.lanes.eventOf[this.nearest(slotAt(this.view, event.offsetX))]!]
      if (at?.kind === 'create') this.actions.reveal(at.file, at.line)
    })
    this.canvas.addEventListener(
      'wheel',
      event => {
        event.preventDefault()
        if (event.ctrlKey || event.metaKey) this.zoomBy(Math.exp(-event.deltaY / 200), event.offsetX)
        else if (event.shiftKey) this.panBy(event.deltaY, 0)
        else this.panBy(event.deltaX, event.deltaY)
      },
      { passive: false },
    )
    this.canvas.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (this.onKey(event.key)) event.preventDefault()
    })
    let isMapDrag = false
    const jump = (event: PointerEvent) => {
      const slot = (event.offsetX / Math.max(1, this.minimap.clientWidth)) * this.slots
      const span = plotWidth(this.view) / this.view.slotWidth
      this.isFollowing = false
      this.view = clamp({ ...this.view, left: slot - span / 2 }, this.slots, this.rows)
      this.draw()
    }
    this.minimap.addEventListener('pointerdown', event => {
      isMapDrag = true
      this.minimap.setPointerCapture(event.pointerId)
      jump(event)
    })
    this.minimap.addEventListener('pointermove', event => {
      if (isMapDrag) jump(event)
    })
    this.minimap.addEventListener('pointerup', () => {
      isMapDrag = false
    })
  }

  /** Whether the key means something here. */
  private onKey(key: string): boolean {
    const step = plotWidth(this.view) / 6
    const middle = this.view.gutter + plotWidth(this.view) / 2
    const acts: Record<string, () => void> = {
      ',': () => this.stepEvent(-1),
      '.': () => this.stepEvent(1),
      ArrowLeft: () => this.stepEvent(-1),
      ArrowRight: () => this.stepEvent(1),
      Home: () => this.travelToEvent(0),
      End: () => this.travelToEvent(this.lanes.events.length - 1),
      ArrowUp: () => this.stepLane(-1),
      ArrowDown: () => this.stepLane(1),
      a: () => this.panBy(-step, 0),
      d: () => this.panBy(step, 0),
      w: () => this.zoomBy(1.4, middle),
      s: () => this.zoomBy(1 / 1.4, middle),
      '+': () => this.zoomBy(1.4, middle),
      '=': () => this.zoomBy(1.4, middle),
      '-': () => this.zoomBy(1 / 1.4, middle),
      f: () => this.fitAll(),
    }
    const act = acts[key.length === 1 ? key.toLowerCase() : key]
    act?.()
    return act !== undefined
  }

  private fitAll(): void {
    this.isFollowing = true
    this.view = fitted({ ...this.view, top: 0 }, this.slots)
    this.draw()
  }

  private zoomBy(factor: number, x: number): void {
    this.isFollowing = false
    this.view = clamp(zoom(this.view, factor, x), this.slots, this.rows)
    this.draw()
  }

  private panBy(dx: number, dy: number): void {
    if (dx !== 0) this.isFollowing = false
    this.view = pan(this.view, dx, dy, this.slots, this.rows)
    this.draw()
  }

  private stepLane(by: number): void {
    const rows = this.lanes.order()
    const at = rows.findIndex(row => row.lane.id === this.selected)
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
    if (next) this.actions.select(next.lane.id)
  }

  /** To the event before or after the playhead that has a slot of its own. */
  private stepEvent(by: number): void {
    const next = this.lanes.eventOf[this.here + by]
    if (next !== undefined) this.travelToEvent(next)
  }

  private travelTo(slot: number): void {
    const at = Math.max(0, lastAtMost(this.lanes.slots, slot))
    if (at !== this.here) this.travelToEvent(this.lanes.eventOf[at]!)
  }

  private travelToEvent(index: number): void {
    const time = index < 0 ? 0 : this.lanes.events[index]?.t
    if (time !== undefined) this.actions.travel(time)
  }

  /** The slot nearest to a place, by its index. */
  private nearest(slot: number): number {
    const { slots } = this.lanes
    const before = Math.max(0, lastAtMost(slots, slot))
    const after = slots[before + 1]
    return after !== undefined && after - slot < slot - slots[before]! ? before + 1 : before
  }

  private pointAt(x: number, y: number): void {
    const isInside = x >= this.view.gutter && y > rulerHeight && this.lanes.lastSlot > 0
    const index = this.nearest(slotAt(this.view, x))
    const slot = this.lanes.slots[index]!
    const event = isInside ? this.lanes.events[this.lanes.eventOf[index]!] : undefined
    const near = event && Math.abs(xOf(this.view, slot) - x) < Math.max(6, this.view.slotWidth / 2)
    const hover = near ? slot : undefined
    if (hover !== this.hover) {
      this.hover = hover
      this.tip.hidden = hover === undefined
      if (event) this.tip.textContent = eventInWords(event, this.nameOf)
      this.draw()
    }
    if (hover !== undefined) {
      const left = Math.min(x + 12, this.view.width - this.tip.offsetWidth - 4)
      this.tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.min(y + 16, this.view.height - 28)}px)`
    }
  }
}

/** Whether the system, or the editor around a webview, asks for less motion. */
const wantsStillness = (): boolean =>
  matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion')

/** A context whose unit is a CSS pixel, whatever the screen's. */
function context(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = devicePixelRatio || 1
  const [w, ht] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== w || canvas.height !== ht) {
    canvas.width = w
    canvas.height = ht
  }
  const found = canvas.getContext('2d')!
  found.setTransform(ratio, 0, 0, ratio, 0, 0)
  return found
}
