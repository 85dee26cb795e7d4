// The part of the picture that is in view: from slots and rows to pixels and back, zooming about a point, keeping the playhead
// in sight. Pure numbers.

export interface Viewport {
  /** Size of the whole picture in CSS pixels. */
  readonly width: number
  readonly height: number
  /** Width of the column of names. */
  readonly gutter: number
  readonly rowHeight: number
  readonly slotWidth: number
  /** The slot at the left edge of the plot; may be a fraction, and a little less than 0. */
  readonly left: number
  /** Pixels scrolled down. */
  readonly top: number
  /** Whether a next step can be drawn after the last event: room is kept for it. */
  readonly hasNext: boolean
  /** So many of the first rows do not scroll. */
  readonly pinned?: number
}

/** Height of the ruler over the lanes. */
export const rulerHeight = 20
/** Room before the first slot, in pixels. */
const lead = 12
const minSlotWidth = 0.0005
const maxSlotWidth = 200

export const plotWidth = (view: Viewport): number => Math.max(1, view.width - view.gutter)

export const xOf = (view: Viewport, slot: number): number => view.gutter + lead + (slot - view.left) * view.slotWidth

export const slotAt = (view: Viewport, x: number): number => view.left + (x - view.gutter - lead) / view.slotWidth

/** Upper edge of a row. */
export const topOf = (view: Viewport, row: number): number =>
  rulerHeight + row * view.rowHeight - (row < (view.pinned ?? 0) ? 0 : view.top)

/** Middle of a row's line. */
export const yOf = (view: Viewport, row: number): number => topOf(view, row) + 0.64 * view.rowHeight

export function rowAt(view: Viewport, y: number): number {
  const fixed = Math.floor((y - rulerHeight) / view.rowHeight)
  return fixed < (view.pinned ?? 0) ? fixed : Math.floor((y - rulerHeight + view.top) / view.rowHeight)
}

/** Width of the column of names, by the longest name and what there is. */
export function gutterFor(width: number, longestName: number): number {
  return Math.round(Math.min(Math.max(72, longestName + 24), Math.max(72, width * 0.3), 220))
}

/** Rows are high enough for labels when there are few, and never too low to tell apart. */
export function rowHeightFor(height: number, rows: number): number {
  return Math.round(Math.min(64, Math.max(26, (height - rulerHeight - 8) / Math.max(1, rows))))
}

/** Room kept free after the last event, in pixels: for a preview of the next step, or for the words of an end. */
export const roomAfter = (view: Viewport): number => Math.min(view.hasNext ? 220 : 110, plotWidth(view) * 0.28)

/** `slots`, and the room after them, fill the plot. */
export function fitted(view: Viewport, slots: number): Viewport {
  const slotWidth = clampWidth(
    Math.min(naturalWidth * 1.2, (plotWidth(view) - lead - roomAfter(view)) / Math.max(1, slots)),
  )
  return { ...view, slotWidth, left: 0 }
}

/** Width of a slot at which words have the room they need. */
const naturalWidth = 72

/** All in view as long as it stays readable; after that the playhead is kept in view. */
export function follow(view: Viewport, slots: number, playhead: number): Viewport {
  const whole = fitted(view, slots)
  // Words use what room there is before them, so that slots may shrink a little; at its end a run is worth seeing as a whole.
  const least = naturalWidth * (view.hasNext ? 0.68 : 0.6)
  return whole.slotWidth >= least ? whole : reveal({ ...view, slotWidth: naturalWidth }, playhead)
}

/** Scrolled just so far that a slot is in view, with the room after it. */
export function reveal(view: Viewport, slot: number): Viewport {
  const span = (plotWidth(view) - lead) / view.slotWidth
  const after = roomAfter(view) / view.slotWidth
  if (slot + after > view.left + span) return { ...view, left: slot + after - span }
  if (slot < view.left) return { ...view, left: Math.max(0, slot - span / 3) }
  return view
}

/** Scrolled just so far down or up that rows are in view; the first of them wins where not all fit. */
export function revealRows(view: Viewport, first: number, last: number): Viewport {
  const pinned = view.pinned ?? 0
  if (last < pinned) return view
  const inner = view.height - rulerHeight
  const below = (last + 1) * view.rowHeight + 8 - inner
  const top = Math.min(Math.max(view.top, below), (Math.max(first, pinned) - pinned) * view.rowHeight)
  return top === view.top ? view : { ...view, top: Math.max(0, top) }
}

/** Zoomed by a factor; the slot under `x` stays there. */
export function zoom(view: Viewport, factor: number, x: number): Viewport {
  const slot = slotAt(view, x)
  const slotWidth = clampWidth(view.slotWidth * factor)
  const left = slot - (x - view.gutter - lead) / slotWidth
  return { ...view, slotWidth, left }
}

/** Moved by pixels, kept within the picture. */
export function pan(view: Viewport, dx: number, dy: number, slots: number, rows: number): Viewport {
  return clamp({ ...view, left: view.left + dx / view.slotWidth, top: view.top + dy }, slots, rows)
}

/** Kept within the picture. */
export function clamp(view: Viewport, slots: number, rows: number): Viewport {
  const span = (plotWidth(view) - lead - roomAfter(view)) / view.slotWidth
  const left = Math.max(0, Math.min(view.left, Math.max(0, slots - span)))
  const inner = view.height - rulerHeight
  const top = Math.max(0, Math.min(view.top, Math.max(0, rows * view.rowHeight + 8 - inner)))
  return left === view.left && top === view.top ? view : { ...view, left, top }
}

const clampWidth = (width: number): number => Math.min(maxSlotWidth, Math.max(minSlotWidth, width))
