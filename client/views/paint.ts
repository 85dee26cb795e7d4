// Lanes onto a canvas, by the grammar of a lane: weight and dash tell the state, hue tells which coroutine, shape tells how it
// ended. Draws what is in view only; where slots are narrower than a pixel, one column stands for many. Knows no events of
// the mouse and no requests.

import type { Area } from './area.ts'
import type { Arranged } from './arrangement.ts'
import { lastAtMost, lastAtMostFrom } from './columns.ts'
import { type Crossing, type Lane, LaneState, type Lanes, type Row } from './lanes.ts'
import { hueOf, type Theme } from './theme.ts'
import { rulerHeight, slotAt, topOf, type Viewport, xOf, yOf } from './viewport.ts'

/** What a step would do, drawn hatched beyond the playhead. */
export interface Ghost {
  readonly lane: number
  readonly how: 'send' | 'throw' | 'close'
  /** Value or exception's type that goes in. */
  readonly text: string
  readonly outcome: 'yielded' | 'returned' | 'raised' | 'closed' | 'unfinished'
  /** Value or exception's type that comes out. */
  readonly result: string
}

export interface Picture {
  readonly lanes: Lanes
  readonly arranged: Arranged
  readonly view: Viewport
  readonly theme: Theme
  /** Where the debugger is; what lies beyond was undone. */
  readonly playhead: number
  readonly selected: number | undefined
  /** Slot under the mouse. */
  readonly hover: number | undefined
  readonly ghost: Ghost | undefined
  /** A value on its way: the crossings of that slot, and how far they have come, 0 to 1. */
  readonly flight: { readonly slot: number; readonly progress: number } | undefined
  /** A piece that the person has marked. */
  readonly area?: Area | undefined
  /** Slots of what was looked for, ascending, and the one looked at. */
  readonly found?: readonly number[]
  readonly at?: number | undefined
  /** Slot where this run parts from another one. */
  readonly difference?: number | undefined
}

type Canvas = CanvasRenderingContext2D

const undoneAlpha = 0.35
/** Of so many folded lanes the control is shown. */
const mostFolded = 64

export function paint(canvas: Canvas, picture: Picture): void {
  const { view, theme, arranged } = picture
  const { rows, pinned } = arranged
  canvas.clearRect(0, 0, view.width, view.height)
  canvas.font = theme.font
  canvas.textBaseline = 'alphabetic'
  canvas.lineCap = 'butt'
  const first = Math.max(pinned, pinned + Math.floor(view.top / view.rowHeight) - 1)
  const last = Math.min(rows.length - 1, Math.ceil((view.top + view.height) / view.rowHeight))
  const strip = rulerHeight + pinned * view.rowHeight
  paintBand(canvas, picture, first, last, strip, view.height)
  if (pinned > 0) {
    canvas.fillStyle = theme.background
    canvas.fillRect(0, 0, view.width, strip)
    paintBand(canvas, picture, 0, pinned - 1, rulerHeight, strip)
    canvas.strokeStyle = theme.quiet
    canvas.lineWidth = 1
    canvas.setLineDash([])
    line(canvas, 0, strip - 0.5, view.width, strip - 0.5)
  }
  if (picture.ghost) {
    canvas.save()
    canvas.beginPath()
    canvas.rect(view.gutter, rulerHeight, view.width - view.gutter, view.height - rulerHeight)
    canvas.clip()
    paintGhost(canvas, picture, arranged.rowOf, picture.ghost)
    canvas.restore()
  }
  paintMarks(canvas, picture)
  paintPlayhead(canvas, picture)
  paintCorner(canvas, picture)
}

/** Some rows between two heights: grounds, lanes, crossings, names. */
function paintBand(canvas: Canvas, picture: Picture, first: number, last: number, top: number, bottom: number): void {
  const { view, lanes, playhead, arranged } = picture
  const { rows, rowOf } = arranged
  canvas.save()
  canvas.beginPath()
  canvas.rect(0, top, view.width, bottom - top)
  canvas.clip()
  paintRowGrounds(canvas, picture, rows, first, last)
  canvas.save()
  canvas.beginPath()
  canvas.rect(view.gutter, top, view.width - view.gutter, bottom - top)
  canvas.clip()
  const now = Math.min(playhead, lanes.lastSlot + 0.3)
  paintPart(canvas, picture, rows, rowOf, first, last, Number.NEGATIVE_INFINITY, now)
  if (lanes.lastSlot > playhead && !picture.ghost) {
    canvas.globalAlpha = undoneAlpha
    paintPart(canvas, picture, rows, rowOf, first, last, now, Number.POSITIVE_INFINITY)
    canvas.globalAlpha = 1
  }
  canvas.restore()
  paintNames(canvas, picture, rows, first, last)
  canvas.restore()
}

/** Lanes and crossings between two slots. */
function paintPart(
  canvas: Canvas,
  picture: Picture,
  rows: readonly Row[],
  rowOf: ReadonlyMap<number, number>,
  first: number,
  last: number,
  from: number,
  to: number,
): void {
  const { view } = picture
  const left = Math.max(from, slotAt(view, view.gutter))
  const right = Math.min(to, slotAt(view, view.width))
  if (right < left) return
  for (let row = first; row <= last; row++) {
    const { lane, folded = [] } = rows[row]!
    paintLane(canvas, picture, lane, row, left, right, to)
    // What is folded away still shows who had control.
    for (const inner of folded.slice(0, mostFolded)) paintRuns(canvas, picture, inner, row, left, right, to)
  }
  paintCrossings(canvas, picture, rowOf, left, right, from)
}

function paintRowGrounds(canvas: Canvas, picture: Picture, rows: readonly Row[], first: number, last: number): void {
  const { view, theme, selected } = picture
  for (let row = first; row <= last; row++) {
    const top = topOf(view, row)
    if (rows[row]!.lane.id === selected) {
      canvas.fillStyle = theme.selected
      canvas.fillRect(0, top, view.width, view.rowHeight)
      if (theme.isHighContrast) {
        canvas.strokeStyle = theme.playhead
        canvas.setLineDash([])
        canvas.lineWidth = 1
        canvas.strokeRect(0.5, top + 0.5, view.width - 1, view.rowHeight - 1)
      }
    }
  }
}

/** When a lane had control, and nothing else of it. */
function paintRuns(
  canvas: Canvas,
  picture: Picture,
  lane: Lane,
  row: number,
  left: number,
  right: number,
  limit: number,
): void {
  const { view, theme, lanes } = picture
  const y = yOf(view, row)
  const stop = Math.min(limit, lane.end?.slot ?? Math.min(limit, lanes.lastSlot + 0.3), right)
  const from = Math.max(left, lane.starts[0]!)
  if (stop <= from) return
  const first = Math.max(0, lastAtMost(lane.starts, from))
  const count = lastAtMost(lane.starts, stop) - first
  if (count > (stop - from) * view.slotWidth) {
    canvas.fillStyle = hueOf(theme, lane.id)
    canvas.fillRect(xOf(view, from), y - 3, Math.max(1, xOf(view, stop) - xOf(view, from)), 6)
    return
  }
  for (let i = first; i <= first + count; i++)
    if (lane.stateAt(i) === LaneState.Running) {
      const [x1, x2] = [
        xOf(view, Math.max(from, lane.starts[i]!)),
        xOf(view, Math.min(stop, lane.starts[i + 1] ?? stop)),
      ]
      paintSegment(canvas, view, LaneState.Running, hueOf(theme, lane.id), x1, x2, y)
    }
}

/** One lane's segments from `left` to `right`; `limit` is where time ends for this part of the picture. */
function paintLane(
  canvas: Canvas,
  picture: Picture,
  lane: Lane,
  row: number,
  left: number,
  right: number,
  limit: number,
): void {
  const { view, theme, lanes } = picture
  const y = yOf(view, row)
  const hue = hueOf(theme, lane.id)
  const ended = lane.neverAwaited === undefined ? lane.end?.slot : undefined
  const stop = Math.min(ended ?? Math.min(limit, Math.max(lanes.lastSlot + 0.3, picture.playhead)), limit)
  let index = Math.max(0, lastAtMost(lane.starts, left))
  const count = lastAtMost(lane.starts, right) - index
  if (count > (right - left) * view.slotWidth) paintDense(canvas, picture, lane, y, left, right, stop)
  else {
    for (; index < lane.starts.length && lane.starts[index]! <= right; index++) {
      const start = Math.max(lane.starts[index]!, left)
      const end = Math.min(lane.starts[index + 1] ?? stop, stop, right)
      if (end <= start && index > 0) continue
      paintSegment(canvas, view, lane.stateAt(index), hue, xOf(view, start), xOf(view, end), y)
      const note = lane.noteOf(index)
      if (note !== undefined && lane.starts[index]! >= left - 1 / view.slotWidth)
        paintNote(canvas, picture, note, xOf(view, start), xOf(view, end), y)
    }
  }
  if (lane.stateAt(0) === LaneState.Created && lane.starts[0]! >= left && lane.starts[0]! <= right)
    hollowDot(canvas, theme, hue, xOf(view, lane.starts[0]!), y)
  if (lane.end && lane.end.slot >= left && lane.end.slot <= right && lane.neverAwaited === undefined)
    paintEnd(canvas, picture, lane, xOf(view, lane.end.slot), y, hue)
  if (lane.neverAwaited !== undefined && lane.neverAwaited >= left && lane.neverAwaited <= right)
    warningMark(canvas, picture, xOf(view, lane.neverAwaited), y)
}

function paintSegment(
  canvas: Canvas,
  view: Viewport,
  state: LaneState,
  hue: string,
  x1: number,
  x2: number,
  y: number,
): void {
  const thick = Math.max(5, Math.min(10, view.rowHeight / 5))
  if (state === LaneState.Running) {
    canvas.fillStyle = hue
    canvas.fillRect(x1, y - thick / 2, Math.max(1, x2 - x1), thick)
    return
  }
  canvas.strokeStyle = hue
  const [width, dash] = strokeOf(state)
  canvas.lineWidth = width
  canvas.setLineDash(dash)
  const alpha = canvas.globalAlpha
  if (state === LaneState.Lent) canvas.globalAlpha = alpha * 0.45
  canvas.beginPath()
  canvas.moveTo(x1, y)
  canvas.lineTo(x2, y)
  canvas.stroke()
  canvas.globalAlpha = alpha
  canvas.setLineDash([])
}

function strokeOf(state: LaneState): [width: number, dash: number[]] {
  switch (state) {
    case LaneState.Created:
      return [1, [1, 3]]
    case LaneState.Delegating:
      return [1.5, [6, 4]]
    case LaneState.Lent:
      return [1, []]
    default:
      return [1.5, []]
  }
}

/** Many segments in each pixel: a column is as high as the lane is busy in it. */
function paintDense(
  canvas: Canvas,
  picture: Picture,
  lane: Lane,
  y: number,
  left: number,
  right: number,
  stop: number,
): void {
  const { view, theme } = picture
  const hue = hueOf(theme, lane.id)
  const from = Math.max(left, lane.starts[0]!)
  const to = Math.min(right, stop)
  const [x1, x2] = [Math.floor(xOf(view, from)), Math.ceil(xOf(view, to))]
  canvas.fillStyle = hue
  let index = Math.max(0, lastAtMost(lane.starts, from))
  let busySince: number | undefined
  const fillBusy = (until: number) => {
    if (busySince !== undefined) canvas.fillRect(busySince, y - 3, until - busySince, 6)
    busySince = undefined
  }
  for (let x = x1; x < x2; x++) {
    const end = slotAt(view, x + 1)
    let isRunning = lane.stateAt(index) === LaneState.Running
    const next = lastAtMostFrom(lane.starts, end, index)
    // A few states are enough to know; so many in one pixel surely hold a running one.
    for (let i = index + 1; i <= next && !isRunning && i < index + 4; i++)
      isRunning = lane.stateAt(i) === LaneState.Running
    if (next > index + 4) isRunning = true
    index = Math.max(index, next)
    // Busy columns side by side are one rectangle.
    if (isRunning) busySince ??= x
    else {
      fillBusy(x)
      if (x % 2 === 0 || lane.stateAt(index) === LaneState.Suspended) canvas.fillRect(x, y - 0.5, 1, 1)
    }
  }
  fillBusy(x2)
}

/** Small words over a line, if there is room for them. */
function paintNote(canvas: Canvas, picture: Picture, note: string, x1: number, x2: number, y: number): void {
  const { theme, view } = picture
  if (view.rowHeight < 38) return
  const room = Math.floor((x2 - x1 - 10) / theme.charWidth)
  // The line alone, if what it waits for has no room; half a word says nothing.
  const text = note.length <= room ? note : (note.split(' · ')[0] ?? '')
  if (text.length > room) return
  canvas.fillStyle = theme.quiet
  canvas.textAlign = 'left'
  canvas.fillText(text, x1 + 5, y + 14)
}

function paintEnd(canvas: Canvas, picture: Picture, lane: Lane, x: number, y: number, hue: string): void {
  const { theme, view } = picture
  const end = lane.end!
  if (view.slotWidth < 3) {
    // From afar an exception is still an instant to be seen; how the others ended is not.
    if (end.how === 'raise') {
      canvas.fillStyle = theme.error
      canvas.fillRect(x - 1, y - 6, 2, 12)
    }
    return
  }
  if (end.how === 'return') {
    canvas.fillStyle = hue
    circle(canvas, x, y, 4.5)
    canvas.fill()
  } else if (end.how === 'raise') cross(canvas, theme.error, x, y)
  else {
    canvas.fillStyle = hue
    canvas.fillRect(x - 4, y - 4, 8, 8)
  }
  if (end.text === '' || view.slotWidth < 24) return
  canvas.fillStyle = end.how === 'raise' ? theme.error : theme.text
  canvas.textAlign = 'left'
  canvas.fillText(shorten(end.text, 24), x + 9, y + 4)
}

function paintCrossings(
  canvas: Canvas,
  picture: Picture,
  rowOf: ReadonlyMap<number, number>,
  left: number,
  right: number,
  after: number,
): void {
  const { lanes, view } = picture
  const { crossings } = lanes
  let index = crossings.firstSince(Math.max(left, after))
  if (view.slotWidth < 3) {
    paintDenseCrossings(canvas, picture, rowOf, index, right)
    return
  }
  // Words stand before their arrow, as far back as the arrow before it on that row.
  const lastX = new Map<number, number>()
  const lowest = Math.ceil((view.top + view.height) / view.rowHeight)
  for (; index < crossings.length && crossings.slotAt(index) <= right; index++) {
    const crossing = crossings.at(index)
    const [from, to] = [rowOf.get(crossing.from), rowOf.get(crossing.to)]
    if (from === undefined || to === undefined) continue
    const flight = picture.flight?.slot === crossing.slot ? picture.flight.progress : 1
    const x = xOf(view, crossing.slot)
    const [upper, lower] = [Math.min(from, to), Math.max(from, to)]
    const room = x - (lastX.get(upper) ?? Number.NEGATIVE_INFINITY)
    paintCrossing(canvas, picture, crossing, yOf(view, from), yOf(view, to), room, flight)
    for (let row = upper; row < Math.min(lower, lowest); row++) lastX.set(row, x)
  }
}

/** One hairline for each pixel column in which control passed between two lanes. */
function paintDenseCrossings(
  canvas: Canvas,
  picture: Picture,
  rowOf: ReadonlyMap<number, number>,
  first: number,
  right: number,
): void {
  const { lanes, view, theme } = picture
  const { crossings } = lanes
  canvas.fillStyle = theme.line
  for (let x = 0, i = first; x < view.width; x++) {
    const end = Math.min(right, slotAt(view, view.gutter + x + 1))
    let top = Number.POSITIVE_INFINITY
    let bottom = Number.NEGATIVE_INFINITY
    for (let seen = 0; i < crossings.length && crossings.slotAt(i) <= end; i++) {
      if (seen++ > 8) {
        i = crossings.firstSince(end, i)
        break
      }
      const [from, to] = [rowOf.get(crossings.from(i)) ?? 0, rowOf.get(crossings.to(i)) ?? 0]
      top = Math.min(top, from, to)
      bottom = Math.max(bottom, from, to)
    }
    if (bottom > top) canvas.fillRect(view.gutter + x, yOf(view, top), 1, yOf(view, bottom) - yOf(view, top))
    if (i >= crossings.length || crossings.slotAt(i) > right) break
  }
}

function paintCrossing(
  canvas: Canvas,
  picture: Picture,
  crossing: Crossing,
  y1: number,
  y2: number,
  room: number,
  flight: number,
): void {
  const { view, theme } = picture
  const x = xOf(view, crossing.slot)
  const isError = crossing.how === 'throw' || crossing.how === 'raise' || crossing.how === 'cancel'
  const goesIn =
    crossing.how === 'send' || crossing.how === 'throw' || crossing.how === 'close' || crossing.how === 'await'
  // Going in: the colour of who receives; coming out: of who gives.
  const hue =
    isError && (crossing.text !== '' || crossing.how === 'cancel')
      ? theme.error
      : hueOf(theme, goesIn ? crossing.to : crossing.from)
  arrow(canvas, hue, x, y1, y2, crossing.how, view)
  if (flight < 1) {
    canvas.fillStyle = hue
    circle(canvas, x, y1 + (y2 - y1) * flight, 4)
    canvas.fill()
  }
  // What is awaited says nothing yet; what is returned or raised stands where the lane ends.
  if (
    view.slotWidth < 24 ||
    crossing.how === 'await' ||
    crossing.how === 'wake' ||
    crossing.how === 'cancel' ||
    crossing.how === 'return' ||
    crossing.how === 'raise'
  )
    return
  const label = crossing.how === 'yield' ? crossing.text : `${crossing.how} ${crossing.text}`.trim()
  const text = shorten(label, Math.min(30, Math.floor((room - 12) / theme.charWidth)))
  if (text === '') return
  canvas.fillStyle = isError ? theme.error : theme.text
  canvas.textAlign = 'right'
  // Beside its upper end, where the lane of whoever drives runs.
  canvas.fillText(text, x - 6, Math.min(y1, y2) + labelDrop(view))
}

const labelDrop = (view: Viewport): number => Math.min(18, view.rowHeight * 0.42)

function arrow(
  canvas: Canvas,
  hue: string,
  x: number,
  y1: number,
  y2: number,
  how: Crossing['how'],
  view: Viewport,
): void {
  const goesBack = how === 'yield' || how === 'return' || how === 'raise'
  const direction = Math.sign(y2 - y1)
  const tip = y2 - direction * Math.max(3, Math.min(5, view.rowHeight / 10))
  canvas.strokeStyle = hue
  canvas.lineWidth = 1.5
  // A wake-up passes no control: a thin row of dots.
  const isHint = how === 'wake' || how === 'cancel'
  if (isHint) canvas.lineWidth = 1.25
  canvas.setLineDash(isHint ? [2, 3] : goesBack ? [3, 3] : [])
  canvas.beginPath()
  canvas.moveTo(x, y1)
  canvas.lineTo(x, tip)
  canvas.stroke()
  canvas.setLineDash([])
  canvas.fillStyle = hue
  if (isHint) {
    circle(canvas, x, tip, 2.5)
    canvas.fill()
    return
  }
  if (how === 'close') {
    canvas.fillRect(x - 3.5, tip - direction * 3.5 - 3.5, 7, 7)
    return
  }
  canvas.beginPath()
  canvas.moveTo(x, tip)
  canvas.lineTo(x - 3.5, tip - direction * 6)
  canvas.lineTo(x + 3.5, tip - direction * 6)
  canvas.closePath()
  canvas.fill()
}

/** The next step as it would be: the same shapes, hatched. Laid out in pixels: it has no time yet. */
function paintGhost(canvas: Canvas, picture: Picture, rowOf: ReadonlyMap<number, number>, ghost: Ghost): void {
  const { view, theme, playhead } = picture
  const row = rowOf.get(ghost.lane)
  if (row === undefined) return
  const [yMain, y] = [yOf(view, rowOf.get(0) ?? 0), yOf(view, row)]
  const given = ghost.text === 'None' ? '' : ghost.text
  const label = shorten(`${ghost.how} ${given}`.trim(), 14)
  const start = xOf(view, playhead)
  const x1 = start + label.length * theme.charWidth + 16
  const x2 = x1 + 40
  const hue = hueOf(theme, ghost.lane)
  const inHue = ghost.how === 'throw' ? theme.error : hue
  canvas.save()
  paintSegment(canvas, view, LaneState.Lent, hueOf(theme, 0), start, x2, yMain)
  paintSegment(canvas, view, LaneState.Suspended, hue, start, x1, y)
  arrow(canvas, inHue, x1, yMain, y, ghost.how, view)
  hatch(canvas, hue, x1, x2, y, Math.max(5, Math.min(10, view.rowHeight / 5)))
  canvas.textAlign = 'right'
  canvas.fillStyle = ghost.how === 'throw' ? theme.error : theme.text
  canvas.fillText(label, x1 - 6, Math.min(y, yMain) + labelDrop(view))
  canvas.textAlign = 'left'
  const room = Math.floor((view.width - x2 - 12) / theme.charWidth)
  const result = shorten(ghost.result === 'None' ? '' : ghost.result, room)
  if (ghost.outcome === 'yielded') {
    arrow(canvas, hue, x2, y, yMain, 'yield', view)
    canvas.fillStyle = theme.text
    canvas.fillText(result, x2 + 7, Math.min(y, yMain) + labelDrop(view))
    paintSegment(canvas, view, LaneState.Suspended, hue, x2, x2 + 40, y)
  } else if (ghost.outcome !== 'unfinished') {
    if (ghost.outcome === 'raised') cross(canvas, theme.error, x2, y)
    else if (ghost.outcome === 'closed') canvas.strokeRect(x2 - 4, y - 4, 8, 8)
    else hollowDot(canvas, theme, hue, x2, y)
    canvas.fillStyle = ghost.outcome === 'raised' ? theme.error : theme.text
    canvas.fillText(result, x2 + 9, y + 4)
  }
  canvas.restore()
}

function hatch(canvas: Canvas, hue: string, x1: number, x2: number, y: number, thick: number): void {
  canvas.save()
  canvas.beginPath()
  canvas.rect(x1, y - thick / 2, x2 - x1, thick)
  canvas.clip()
  canvas.strokeStyle = hue
  canvas.lineWidth = 1.5
  canvas.beginPath()
  for (let x = x1 - thick; x < x2 + thick; x += 5) {
    canvas.moveTo(x, y + thick / 2)
    canvas.lineTo(x + thick, y - thick / 2)
  }
  canvas.stroke()
  canvas.restore()
  canvas.strokeStyle = hue
  canvas.lineWidth = 1
  canvas.strokeRect(x1 + 0.5, y - thick / 2, x2 - x1 - 1, thick)
}

function paintPlayhead(canvas: Canvas, picture: Picture): void {
  const { view, theme, playhead, hover } = picture
  canvas.setLineDash([])
  if (hover !== undefined) {
    const x = Math.round(xOf(view, hover)) + 0.5
    canvas.strokeStyle = theme.line
    canvas.lineWidth = 1
    line(canvas, x, rulerHeight, x, view.height)
  }
  const x = Math.round(xOf(view, playhead)) + 0.5
  if (x < view.gutter || x > view.width) return
  canvas.strokeStyle = theme.playhead
  canvas.lineWidth = theme.isHighContrast ? 2 : 1
  line(canvas, x, rulerHeight - 6, x, view.height)
  canvas.fillStyle = theme.playhead
  canvas.beginPath()
  canvas.moveTo(x - 6, 4)
  canvas.lineTo(x + 6, 4)
  canvas.lineTo(x + 6, 9)
  canvas.lineTo(x, 15)
  canvas.lineTo(x - 6, 9)
  canvas.closePath()
  canvas.fill()
}

function paintNames(canvas: Canvas, picture: Picture, rows: readonly Row[], first: number, last: number): void {
  const { view, theme } = picture
  canvas.textAlign = 'left'
  for (let row = first; row <= last; row++) {
    const { lane, depth, hasInner, isFolded, folded = [], isPinned } = rows[row]!
    const y = yOf(view, row)
    // Deep chains stop moving right: the name must keep room.
    const indent = 12 + Math.min(depth, 5) * 10
    canvas.fillStyle = hueOf(theme, lane.id)
    canvas.fillRect(indent - 8, y - 7, 3, 14)
    if (isPinned) pinMark(canvas, theme, indent - 6.5, y - 13)
    let room = view.gutter - indent - 6
    if (hasInner) {
      room -= 14
      triangle(canvas, theme, view.gutter - 10, y, isFolded === true)
      const count = isFolded ? `+${folded.length}` : ''
      canvas.fillStyle = theme.quiet
      canvas.textAlign = 'right'
      if (isFolded) canvas.fillText(count, view.gutter - 18, y + 4)
      canvas.textAlign = 'left'
      room -= count.length * theme.charWidth
    }
    canvas.fillStyle = theme.text
    canvas.fillText(shorten(lane.name, Math.floor(room / theme.charWidth)), indent, y + 4)
  }
}

/** Over everything: the corner above the names, and the lines that part names, ruler and plot. */
function paintCorner(canvas: Canvas, { view, theme }: Picture): void {
  canvas.fillStyle = theme.background
  canvas.fillRect(0, 0, view.gutter, rulerHeight)
  canvas.strokeStyle = theme.line
  canvas.lineWidth = 1
  canvas.setLineDash([])
  line(canvas, view.gutter - 0.5, 0, view.gutter - 0.5, view.height)
  line(canvas, 0, rulerHeight - 0.5, view.width, rulerHeight - 0.5)
}

/** What was found, the selected area, and where two runs part. */
function paintMarks(canvas: Canvas, { view, theme, area, found, at, difference, arranged }: Picture): void {
  canvas.save()
  canvas.beginPath()
  canvas.rect(view.gutter, 0, view.width - view.gutter, view.height)
  canvas.clip()
  canvas.setLineDash([])
  canvas.lineWidth = 1
  if (area) {
    const [x1, x2] = [xOf(view, Math.min(area.from, area.to)), xOf(view, Math.max(area.from, area.to))]
    const places = area.lanes.map(lane => arranged.rowOf.get(lane.id) ?? 0)
    const [top, bottom] = [topOf(view, Math.min(...places)), topOf(view, Math.max(...places)) + view.rowHeight]
    canvas.globalAlpha = 0.14
    canvas.fillStyle = theme.playhead
    canvas.fillRect(x1, top, x2 - x1, bottom - top)
    canvas.globalAlpha = 1
    canvas.strokeStyle = theme.playhead
    canvas.strokeRect(x1 + 0.5, top + 0.5, Math.max(1, x2 - x1 - 1), bottom - top - 1)
  }
  canvas.fillStyle = theme.warning
  let lastX = Number.NEGATIVE_INFINITY
  for (const slot of found ?? []) {
    const x = Math.round(xOf(view, slot))
    if (x <= lastX + 1 || x > view.width) continue
    lastX = x
    canvas.fillRect(x - 1, rulerHeight - 7, 2, 7)
  }
  if (at !== undefined) {
    const x = Math.round(xOf(view, at)) + 0.5
    canvas.strokeStyle = theme.warning
    canvas.lineWidth = 2
    line(canvas, x, rulerHeight - 8, x, view.height)
  }
  if (difference !== undefined) {
    const x = Math.round(xOf(view, difference)) + 0.5
    canvas.strokeStyle = theme.warning
    canvas.lineWidth = 1.5
    canvas.setLineDash([2, 3])
    line(canvas, x, 4, x, view.height)
    canvas.setLineDash([])
    canvas.fillStyle = theme.warning
    canvas.textAlign = 'left'
    canvas.fillText('first difference', x + 5, rulerHeight - 6)
  }
  canvas.restore()
}

function triangle(canvas: Canvas, theme: Theme, x: number, y: number, isFolded: boolean): void {
  canvas.fillStyle = theme.quiet
  canvas.beginPath()
  if (isFolded) {
    canvas.moveTo(x - 3, y - 4)
    canvas.lineTo(x + 3, y)
    canvas.lineTo(x - 3, y + 4)
  } else {
    canvas.moveTo(x - 4, y - 2)
    canvas.lineTo(x + 4, y - 2)
    canvas.lineTo(x, y + 4)
  }
  canvas.closePath()
  canvas.fill()
}

/** A pin above the name's bar: a head and a needle. */
function pinMark(canvas: Canvas, theme: Theme, x: number, y: number): void {
  canvas.fillStyle = theme.playhead
  circle(canvas, x, y, 3)
  canvas.fill()
  canvas.fillRect(x - 0.5, y, 1, 6)
}

function circle(canvas: Canvas, x: number, y: number, radius: number): void {
  canvas.beginPath()
  canvas.arc(x, y, radius, 0, Math.PI * 2)
}

function hollowDot(canvas: Canvas, theme: Theme, hue: string, x: number, y: number): void {
  circle(canvas, x, y, 3.5)
  canvas.fillStyle = theme.background
  canvas.fill()
  canvas.strokeStyle = hue
  canvas.lineWidth = 1.5
  canvas.setLineDash([])
  canvas.stroke()
}

function cross(canvas: Canvas, colour: string, x: number, y: number): void {
  canvas.strokeStyle = colour
  canvas.lineWidth = 2
  canvas.setLineDash([])
  line(canvas, x - 4.5, y - 4.5, x + 4.5, y + 4.5)
  line(canvas, x + 4.5, y - 4.5, x - 4.5, y + 4.5)
}

function warningMark(canvas: Canvas, picture: Picture, x: number, y: number): void {
  const { theme } = picture
  canvas.fillStyle = theme.warning
  canvas.beginPath()
  canvas.moveTo(x, y - 6)
  canvas.lineTo(x + 6, y + 5)
  canvas.lineTo(x - 6, y + 5)
  canvas.closePath()
  canvas.fill()
  canvas.fillStyle = theme.background
  canvas.fillRect(x - 0.75, y - 2, 1.5, 4)
  canvas.fillRect(x - 0.75, y + 3, 1.5, 1.5)
  if (picture.view.slotWidth < 24) return
  canvas.fillStyle = theme.warning
  canvas.textAlign = 'left'
  canvas.fillText('never awaited', x + 10, y - 4)
}

function line(canvas: Canvas, x1: number, y1: number, x2: number, y2: number): void {
  canvas.beginPath()
  canvas.moveTo(x1, y1)
  canvas.lineTo(x2, y2)
  canvas.stroke()
}

/** Text cut to so many characters, the cut marked. */
export function shorten(text: string, length: number): string {
  const flat = text.replace(/\s+/g, ' ')
  if (flat.length <= length) return flat
  return length < 2 ? '' : `${flat.slice(0, length - 1)}…`
}
