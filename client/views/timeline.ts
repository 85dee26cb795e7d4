// The timeline: lanes on a canvas with a playhead that travels, zoom and pan by mouse, wheel, touch and keys, a minimap when
// there is more than fits, search, folding, pins, figures of a selected area, and a table that says the same in words. Tells its
// owner what the person wants; asks nobody.

import { type Area, type AreaFigures, figuresOf } from './area.ts'
import { type Arranged, Arrangement, type Grouping } from './arrangement.ts'
import { h } from './dom.ts'
import { EventTable } from './event-table.ts'
import { Lanes, type Row } from './lanes.ts'
import { MinimapPainter } from './minimap.ts'
import { type Ghost, paint } from './paint.ts'
import { Search } from './search.ts'
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
  /** The person wants to see the library's own coroutines, or not. Absent: there is no such choice. */
  showInternal?(isShown: boolean): void
  /** The person wants to keep this run to compare with, or to stop comparing. Absent: there is nothing to compare with. */
  keep?(): void
  /** The part in view has changed by the person's hand. */
  moved?(view: Pick<Viewport, 'slotWidth' | 'left'>): void
}

const minimapHeight = 24
const flightTime = 320
/** A value is seen on its way when no more than so many events came at once. */
const mostFlown = 200
/** Width of the right part of a name where a click folds. */
const foldWidth = 22

const groupings: readonly [Grouping, string][] = [
  ['await', 'by await'],
  ['creator', 'by creator'],
  ['function', 'by function'],
]

const keysHelp = [
  [', .  ← →', 'previous and next event'],
  ['Home End', 'first and last event'],
  ['W S', 'zoom in and out; also Ctrl+wheel'],
  ['A D', 'pan; also wheel, Shift+wheel'],
  ['F', 'fit everything'],
  ['↑ ↓', 'pick a coroutine'],
  ['M', 'pin its lane to the top'],
  ['Enter', 'fold or unfold what is under it'],
  ['G', 'fold or unfold everything'],
  ['/', 'search; N and P: next and previous place'],
  ['Shift+← →', 'select an area; also Shift+drag'],
  ['Esc', 'let go of the area'],
] as const

export class Timeline {
  readonly element: HTMLElement
  private lanes = new Lanes()
  /** How many of the events have happened; the rest was undone. */
  private past = 0
  private selected: number | undefined
  private ghost: Ghost | undefined
  private hover: number | undefined
  private area: Area | undefined
  private difference: number | undefined
  private readonly arrangement = new Arrangement()
  private readonly search = new Search()
  /** Index of the event that was found and is looked at. */
  private foundAt: number | undefined
  private foundSlots: readonly number[] = []
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
  /** How the picture goes on as the run does: it follows the playhead, or holds everything, until the person zooms or pans. */
  private mode: 'follow' | 'fit' | 'free' = 'follow'
  private theme: Theme | undefined
  private flight: { slot: number; start: number } | undefined
  private frame = 0
  /** Width of the longest name, for the lanes it was measured for. */
  private measured: { rows: readonly Row[]; longest: number } = { rows: [], longest: 0 }
  private readonly mapPainter = new MinimapPainter()
  private mapTimer: ReturnType<typeof setTimeout> | undefined
  private isTable = false
  private readonly actions: TimelineActions
  private readonly canvas = h('canvas', {
    class: 'lanes',
    tabindex: 0,
    role: 'slider',
    'aria-valuemin': 0,
    'aria-valuemax': 0,
    'aria-valuenow': 0,
    'aria-orientation': 'horizontal',
  })
  private readonly minimap = h('canvas', { class: 'minimap', 'aria-hidden': 'true' })
  private readonly tip = h('div', { class: 'tip', role: 'tooltip', hidden: true })
  private readonly table: EventTable
  private readonly empty = h('p', { class: 'empty' })
  private readonly figures = h('div', { class: 'area-figures', role: 'status', hidden: true })
  private readonly help: HTMLElement
  private readonly tableButton = h(
    'button',
    { class: 'quiet', type: 'button', 'aria-pressed': 'false', onclick: () => this.toggleTable() },
    'Table',
  )
  private readonly keepButton = h(
    'button',
    {
      class: 'quiet',
      type: 'button',
      'aria-pressed': 'false',
      title: 'Keep this run, and compare what comes with it',
      onclick: () => this.actions.keep?.(),
    },
    'Compare',
  )
  private readonly helpButton = h(
    'button',
    { class: 'quiet', type: 'button', title: 'Keys', 'aria-expanded': 'false', onclick: () => this.toggleHelp() },
    'Keys',
  )
  private readonly input = h('input', {
    type: 'search',
    class: 'search',
    placeholder: 'Search (/)',
    'aria-label': 'Search the timeline',
    spellcheck: 'false',
    autocomplete: 'off',
  })
  private readonly count = h('span', { class: 'quiet-text count-found', role: 'status' })

  constructor(actions: TimelineActions) {
    this.actions = actions
    this.table = new EventTable(time => actions.travel(time))
    this.canvas.setAttribute('aria-label', 'Timeline: position of the debugger')
    const grouping = h(
      'select',
      {
        class: 'quiet',
        'aria-label': 'How lanes are grouped',
        title: 'How lanes are grouped',
        onchange: () => this.group(grouping.value as Grouping),
      },
      ...groupings.map(([value, label]) => h('option', { value }, label)),
    )
    const fitButton = h(
      'button',
      { class: 'quiet', type: 'button', title: 'Fit everything (F)', onclick: () => this.fitAll() },
      'Fit',
    )
    const internal = h(
      'button',
      {
        class: 'quiet',
        type: 'button',
        'aria-pressed': 'false',
        title: 'Show coroutines that the library makes for itself',
        onclick: () => {
          const isShown = internal.getAttribute('aria-pressed') !== 'true'
          internal.setAttribute('aria-pressed', String(isShown))
          actions.showInternal?.(isShown)
        },
      },
      'Library',
    )
    this.help = h(
      'div',
      { class: 'keys-help', hidden: true, tabindex: 0, role: 'region', 'aria-label': 'Keys of the timeline' },
      h('dl', {}, ...keysHelp.map(([key, what]) => h('div', { class: 'key' }, h('dt', {}, key), h('dd', {}, what)))),
    )
    this.element = h(
      'section',
      { class: 'timeline', 'aria-label': 'Timeline' },
      h(
        'div',
        { class: 'timeline-tools', role: 'toolbar', 'aria-label': 'Timeline' },
        this.input,
        this.count,
        grouping,
        actions.showInternal && internal,
        actions.keep && this.keepButton,
        fitButton,
        this.tableButton,
        this.helpButton,
      ),
      h('div', { class: 'plot' }, this.canvas, this.tip, this.figures, this.help, this.table.element, this.empty),
      this.minimap,
    )
    this.listen()
    this.listenToSearch()
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
    const before = this.past
    const grew = lanes === this.lanes && past > before
    if (lanes !== this.lanes) this.forget(lanes)
    this.lanes = lanes
    this.past = past
    this.selected = selected
    this.view = { ...this.view, hasNext }
    this.say('')
    this.arrange()
    if (grew && past - before <= mostFlown && !wantsStillness())
      this.flight = { slot: this.lanes.slots.at(this.here), start: performance.now() }
    this.view = this.mode === 'free' ? reveal(this.view, this.playhead) : this.kept(this.view)
    this.view = this.withActors(this.view)
    this.view = clamp(this.view, this.slots, this.rows)
    this.describe()
    this.draw()
  }

  /** Other lanes have come. A run that was only built anew keeps what the person has set; another run begins afresh. */
  private forget(lanes: Lanes): void {
    const isOther = lanes.events[0]?.t !== this.lanes.events[0]?.t
    if (isOther && this.lanes.events.length > 0) {
      this.arrangement.reset()
      this.mode = 'follow'
    }
    this.area = undefined
    this.figures.hidden = true
    this.foundAt = undefined
    this.foundSlots = []
    this.lanes = lanes
    if (this.input.value !== '') this.look()
  }

  /** Who drives, in this picture. */
  get mainName(): string {
    return this.nameOf(0)
  }

  /** Another run is shown beside this one, or not any more. */
  setComparing(isComparing: boolean): void {
    this.keepButton.setAttribute('aria-pressed', String(isComparing))
  }

  /** Where this run parts from another one: index of the event; undefined: nowhere. */
  markDifference(index: number | undefined): void {
    const { slotOf, lastSlot } = this.lanes
    this.difference = index === undefined ? undefined : index < slotOf.length ? slotOf.at(index) : lastSlot
    if (this.difference !== undefined && this.mode === 'free') this.view = reveal(this.view, this.difference)
    this.draw()
  }

  /** The same part in view as in another timeline. */
  moveTo(part: Pick<Viewport, 'slotWidth' | 'left'>): void {
    this.mode = 'free'
    this.view = clamp({ ...this.view, ...part }, this.slots, this.rows)
    this.draw()
  }

  /** As it was, with more in it. */
  private kept(view: Viewport): Viewport {
    return this.mode === 'fit' ? fitted(view, this.slots) : follow(view, this.slots, this.playhead)
  }

  /** The selected lane, and the one that the last event is about, in view. */
  private withActors(view: Viewport): Viewport {
    const event = this.lanes.events[this.past - 1]
    const ids = [this.selected, event === undefined || event.kind === 'output' ? undefined : event.id]
    const { rowOf } = this.arranged
    const found = ids
      .map(id => (id === undefined ? undefined : rowOf.get(this.lanes.laneOf(id))))
      .filter(place => place !== undefined)
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

  /** Paints what is due at once instead of with the next frame; for measuring. */
  flush(): void {
    if (this.frame === 0) return
    cancelAnimationFrame(this.frame)
    this.frame = 0
    this.paintNow()
  }

  private get playhead(): number {
    return (this.past === 0 ? 0 : this.lanes.slotOf.at(this.past - 1)) + 0.3
  }

  /** Index of the slot the playhead stands after. */
  private get here(): number {
    return this.lanes.slots.lastAtMost(this.playhead)
  }

  private get slots(): number {
    return Math.max(this.lanes.lastSlot, this.playhead) + 0.3
  }

  private get arranged(): Arranged {
    return this.arrangement.arrange(this.lanes)
  }

  private get rows(): number {
    return this.arranged.rows.length
  }

  private nameOf = (id: number): string => this.lanes.byId.get(id)?.name ?? `#${id}`

  private arrange(): void {
    this.theme ??= readTheme(this.element)
    const { rows, pinned } = this.arranged
    if (rows !== this.measured.rows) {
      let longest = 0
      for (const { lane, depth, hasInner } of rows)
        longest = Math.max(
          longest,
          lane.name.length * this.theme.charWidth + Math.min(depth, 5) * 10 + (hasInner ? 18 : 0),
        )
      this.measured = { rows, longest }
    }
    const gutter = gutterFor(this.view.width, this.measured.longest)
    const rowHeight = rowHeightFor(this.view.height, this.rows)
    this.view = clamp({ ...this.view, gutter, rowHeight, pinned }, this.slots, this.rows)
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.canvas
    if (clientWidth === 0 || clientHeight === 0) return
    this.view = { ...this.view, width: clientWidth, height: clientHeight }
    this.arrange()
    if (this.mode !== 'free') this.view = clamp(this.withActors(this.kept(this.view)), this.slots, this.rows)
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
    const { arranged, area, difference } = this
    const at = this.foundAt === undefined ? undefined : lanes.slotOf.at(this.foundAt)
    const found = this.foundSlots
    const marks = { area, difference, at, found }
    const picture = { lanes, arranged, view, theme, playhead, selected, hover, ghost, flight, ...marks }
    paint(context(this.canvas, width, height), picture)
    const isWide = this.slots * view.slotWidth > plotWidth(view)
    if (this.minimap.hidden === isWide) this.minimap.hidden = !isWide
    if (isWide) {
      const map = context(this.minimap, this.minimap.clientWidth, minimapHeight)
      const lag = this.mapPainter.paint(map, {
        lanes,
        rows: arranged.rows,
        view,
        theme,
        playhead,
        slots: this.slots,
        width: this.minimap.clientWidth,
        height: minimapHeight,
      })
      if (lag > 0 && this.mapTimer === undefined)
        this.mapTimer = setTimeout(() => {
          this.mapTimer = undefined
          this.draw()
        }, lag)
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
    if (this.isTable) this.table.show(this.lanes, this.past)
  }

  private toggleTable(): void {
    this.isTable = !this.isTable
    this.table.element.hidden = !this.isTable
    this.tableButton.setAttribute('aria-pressed', String(this.isTable))
    if (!this.isTable) return
    this.table.show(this.lanes, this.past)
    this.table.element.focus()
  }

  private toggleHelp(): void {
    this.help.hidden = !this.help.hidden
    this.helpButton.setAttribute('aria-expanded', String(!this.help.hidden))
  }

  private group(by: Grouping): void {
    this.arrangement.group(by)
    this.rearranged()
  }

  /** Rows have come, gone or changed places. */
  private rearranged(): void {
    this.arrange()
    this.view = clamp(this.withActors(this.view), this.slots, this.rows)
    this.draw()
  }

  private listenToSearch(): void {
    this.input.addEventListener('input', () => this.look())
    this.input.addEventListener('keydown', event => {
      if (event.key === 'Enter') this.goToFound(event.shiftKey ? -1 : 1)
      else if (event.key === 'Escape') {
        this.input.value = ''
        this.look()
        this.canvas.focus()
      } else return
      event.preventDefault()
      event.stopPropagation()
    })
  }

  private look(): void {
    this.foundAt = undefined
    this.search.start(this.lanes, this.input.value, () => {
      this.foundSlots = this.search.found.map(index => this.lanes.slotOf.at(index))
      if (this.foundAt === undefined && this.search.found.length > 0) this.goToFound(1)
      this.tellFound()
      this.draw()
    })
  }

  private tellFound(): void {
    const { found, isDone } = this.search
    if (this.input.value.trim() === '') this.count.textContent = ''
    else if (found.length === 0) this.count.textContent = isDone ? 'not found' : 'looking…'
    else {
      const at = this.foundAt === undefined ? 0 : found.indexOf(this.foundAt) + 1
      this.count.textContent = `${at} of ${found.length}${isDone && found.length < 10_000 ? '' : '+'}`
    }
  }

  /** To the next place that was found, or the one before. */
  private goToFound(by: 1 | -1): void {
    const from = this.foundAt ?? this.past - 2
    const next = this.search.next(from, by)
    this.foundAt = next
    if (next !== undefined) {
      const slot = this.lanes.slotOf.at(next)
      const event = this.lanes.events[next]!
      this.mode = 'free'
      const span = plotWidth(this.view) / this.view.slotWidth
      if (slot < this.view.left || slot > this.view.left + span * 0.9)
        this.view = { ...this.view, left: slot - span / 2 }
      const row = this.arranged.rowOf.get(this.lanes.laneOf(event.kind === 'output' ? event.by : event.id))
      if (row !== undefined) this.view = revealRows(this.view, row, row)
      this.view = clamp(this.view, this.slots, this.rows)
      const words = eventInWords(event, this.nameOf)
      this.tip.textContent = words
      this.tip.hidden = false
      this.placeTip(xOf(this.view, slot), rulerHeight)
      this.canvas.setAttribute('aria-valuetext', words)
    }
    this.tellFound()
    this.draw()
  }

  /** Marks a piece of the picture and says what is in it. */
  private selectArea(area: Area | undefined, isDone: boolean): void {
    this.area = area
    this.figures.hidden = area === undefined
    if (area && isDone) this.figures.replaceChildren(...figuresInWords(figuresOf(this.lanes, area)))
    else if (area) this.figures.replaceChildren(h('p', {}, `${area.lanes.length} lanes`))
    this.draw()
  }

  private areaBetween(from: number, to: number, firstRow: number, lastRow: number): Area {
    const { rows } = this.arranged
    const clampRow = (row: number) => Math.min(rows.length - 1, Math.max(0, row))
    const [first, last] = [clampRow(Math.min(firstRow, lastRow)), clampRow(Math.max(firstRow, lastRow))]
    const lanes = rows.slice(first, last + 1).flatMap(row => [row.lane, ...(row.folded ?? [])])
    return { from: Math.max(0, from), to: Math.max(0, to), lanes }
  }

  /** By keys: the area from the playhead grows by one event to a side, over all lanes. */
  private growArea(by: number): void {
    const { slots } = this.lanes
    const start = this.area?.from ?? slots.at(this.here)
    const end = Math.max(0, slots.lastAtMost(this.area?.to ?? start) + by)
    const to = slots.at(Math.min(end, slots.length - 1))
    this.selectArea(this.areaBetween(start, to, 0, this.rows - 1), true)
  }

  private listen(): void {
    let drag: 'travel' | 'pan' | 'area' | undefined
    let origin = { slot: 0, row: 0 }
    this.canvas.addEventListener('pointerdown', event => {
      if (event.offsetX < this.view.gutter) {
        this.clickName(event.offsetX, event.offsetY)
        return
      }
      drag = event.button === 1 ? 'pan' : event.shiftKey ? 'area' : 'travel'
      this.canvas.setPointerCapture(event.pointerId)
      const slot = slotAt(this.view, event.offsetX)
      origin = { slot, row: rowAt(this.view, event.offsetY) }
      if (drag === 'travel') {
        if (this.area) this.selectArea(undefined, true)
        this.travelTo(slot)
      }
    })
    const areaTo = (event: PointerEvent) =>
      this.areaBetween(origin.slot, slotAt(this.view, event.offsetX), origin.row, rowAt(this.view, event.offsetY))
    this.canvas.addEventListener('pointermove', event => {
      if (drag === 'pan') {
        this.panBy(-event.movementX, -event.movementY)
      } else if (drag === 'travel') this.travelTo(slotAt(this.view, event.offsetX))
      else if (drag === 'area') this.selectArea(areaTo(event), false)
      this.pointAt(event.offsetX, event.offsetY)
    })
    const release = () => {
      drag = undefined
    }
    this.canvas.addEventListener('pointerup', event => {
      if (drag === 'area') this.selectArea(areaTo(event), true)
      release()
    })
    this.canvas.addEventListener('pointercancel', release)
    this.canvas.addEventListener('pointerleave', () => this.pointAt(-1, -1))
    this.canvas.addEventListener('dblclick', event => {
      const at = this.lanes.events[this.lanes.eventOf.at(this.nearest(slotAt(this.view, event.offsetX)))]
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
      if (this.onKey(event.key, event.shiftKey)) event.preventDefault()
    })
    let isMapDrag = false
    const jump = (event: PointerEvent) => {
      const slot = (event.offsetX / Math.max(1, this.minimap.clientWidth)) * this.slots
      const span = plotWidth(this.view) / this.view.slotWidth
      this.mode = 'free'
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
  private onKey(key: string, isShifted: boolean): boolean {
    if (isShifted && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      this.growArea(key === 'ArrowLeft' ? -1 : 1)
      return true
    }
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
      m: () => this.pin(),
      g: () => this.foldAll(),
      Enter: () => this.fold(this.selected),
      '/': () => this.input.focus(),
      n: () => this.goToFound(1),
      p: () => this.goToFound(-1),
      Escape: () => this.selectArea(undefined, true),
    }
    const act = acts[key.length === 1 ? key.toLowerCase() : key]
    act?.()
    return act !== undefined
  }

  private pin(): void {
    if (this.selected === undefined) return
    this.arrangement.togglePin(this.selected)
    this.rearranged()
  }

  private fold(id: number | undefined): void {
    if (id === undefined || !this.arranged.rows.some(row => row.lane.id === id && row.hasInner)) return
    this.arrangement.toggleFold(id)
    this.rearranged()
  }

  private foldAll(): void {
    this.arrangement.foldAll(this.lanes)
    this.rearranged()
  }

  /** A click on the column of names: selects a lane, or folds what is under it. */
  private clickName(x: number, y: number): void {
    const row = this.arranged.rows[rowAt(this.view, y)]
    if (y <= rulerHeight || !row) return
    if (row.hasInner && x > this.view.gutter - foldWidth) this.fold(row.lane.id)
    else this.actions.select(row.lane.id)
  }

  private fitAll(): void {
    this.mode = 'fit'
    this.view = fitted({ ...this.view, top: 0 }, this.slots)
    this.tellMoved()
    this.draw()
  }

  private tellMoved(): void {
    const { slotWidth, left } = this.view
    this.actions.moved?.({ slotWidth, left })
  }

  private zoomBy(factor: number, x: number): void {
    this.mode = 'free'
    this.view = clamp(zoom(this.view, factor, x), this.slots, this.rows)
    this.tellMoved()
    this.draw()
  }

  private panBy(dx: number, dy: number): void {
    if (dx !== 0) this.mode = 'free'
    this.view = pan(this.view, dx, dy, this.slots, this.rows)
    if (dx !== 0) this.tellMoved()
    this.draw()
  }

  private stepLane(by: number): void {
    const { rows } = this.arranged
    const at = rows.findIndex(row => row.lane.id === this.selected)
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
    if (next) this.actions.select(next.lane.id)
  }

  /** To the event before or after the playhead that has a slot of its own. */
  private stepEvent(by: number): void {
    const next = this.lanes.eventOf.at(this.here + by)
    if (!Number.isNaN(next)) this.travelToEvent(next)
  }

  private travelTo(slot: number): void {
    const at = Math.max(0, this.lanes.slots.lastAtMost(slot))
    if (at !== this.here) this.travelToEvent(this.lanes.eventOf.at(at))
  }

  private travelToEvent(index: number): void {
    const time = index < 0 ? 0 : this.lanes.events[index]?.t
    if (time !== undefined) this.actions.travel(time)
  }

  /** The slot nearest to a place, by its index. */
  private nearest(slot: number): number {
    const { slots } = this.lanes
    const before = Math.max(0, slots.lastAtMost(slot))
    return slots.at(before + 1) - slot < slot - slots.at(before) ? before + 1 : before
  }

  private pointAt(x: number, y: number): void {
    const isInside = x >= this.view.gutter && y > rulerHeight && this.lanes.lastSlot > 0
    const index = this.nearest(slotAt(this.view, x))
    const slot = this.lanes.slots.at(index)
    const event = isInside ? this.lanes.events[this.lanes.eventOf.at(index)] : undefined
    const near = event && Math.abs(xOf(this.view, slot) - x) < Math.max(6, this.view.slotWidth / 2)
    const hover = near ? slot : undefined
    if (hover !== this.hover) {
      this.hover = hover
      this.tip.hidden = hover === undefined
      if (event) this.tip.textContent = eventInWords(event, this.nameOf)
      this.draw()
    }
    if (hover !== undefined) this.placeTip(x, y)
  }

  private placeTip(x: number, y: number): void {
    const left = Math.min(x + 12, this.view.width - this.tip.offsetWidth - 4)
    const top = Math.max(4, Math.min(y + 16, this.view.height - this.tip.offsetHeight - 4))
    this.tip.style.transform = `translate(${Math.max(4, left)}px, ${top}px)`
  }
}

/** An area's figures as small tables. */
function figuresInWords(figures: AreaFigures): HTMLElement[] {
  const span = figures.to - figures.from
  const whole = figures.states.reduce((sum, each) => sum + each.time, 0)
  const lanes = figures.lanes === 1 ? '1 lane' : `${figures.lanes} lanes`
  const rows = (head: readonly string[], lines: readonly (readonly string[])[]) =>
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...head.map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, ...lines.map(line => h('tr', {}, ...line.map(text => h('td', {}, text))))),
    )
  const percent = (time: number) => `${whole === 0 ? 0 : Math.round((100 * time) / whole)} %`
  return [
    h('p', {}, `${span} instructions · ${lanes}`),
    rows(
      ['State', 'Instructions', '', 'Times'],
      figures.states.map(each => [each.state, String(each.time), percent(each.time), String(each.count)]),
    ),
    rows(
      ['Event', 'Times'],
      figures.events.map(each => [each.kind, String(each.count)]),
    ),
  ]
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
