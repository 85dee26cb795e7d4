// The whole run in a strip: who had control, as a column of that lane's colour at that lane's height, and the part in view.

import { lastAtMostFrom } from './columns.ts'
import { LaneState, type Lanes, type Row } from './lanes.ts'
import { hueOf, type Theme } from './theme.ts'
import { plotWidth, type Viewport } from './viewport.ts'

export interface Minimap {
  readonly lanes: Lanes
  readonly rows: readonly Row[]
  readonly view: Viewport
  readonly theme: Theme
  readonly playhead: number
  readonly slots: number
  readonly width: number
  readonly height: number
}

/** At most so many lanes are told apart in the strip. */
const maxRows = 200

/** Who ran when, without what is in view. */
export function paintStrip(canvas: CanvasRenderingContext2D, map: Minimap): void {
  const { lanes, theme, width, height, slots } = map
  canvas.clearRect(0, 0, width, height)
  const { rows } = map
  const step = Math.max(1, Math.ceil(rows.length / maxRows))
  for (let row = 0; row < rows.length; row += step) {
    const { lane } = rows[row]!
    const y = 2 + (row / rows.length) * (height - 5)
    canvas.fillStyle = hueOf(theme, lane.id)
    const until = lane.end?.slot ?? lanes.lastSlot
    const [x1, x2] = [Math.floor((lane.starts[0]! / slots) * width), Math.ceil((until / slots) * width)]
    const tall = Math.max(1.5, (height - 5) / rows.length)
    const fill = (from: number, to: number) => canvas.fillRect(from, y, to - from, tall)
    // Columns side by side are one rectangle: a busy run has hundreds of thousands of them.
    let since: number | undefined
    for (let x = x1, first = 0; x < x2; x++) {
      const last = lastAtMostFrom(lane.starts, ((x + 1) * slots) / width, first)
      let isRunning = false
      for (let i = first; i <= last && i < first + 3 && !isRunning; i++)
        isRunning = lane.stateAt(i) === LaneState.Running
      first = last
      if (isRunning) since ??= x
      else if (since !== undefined) {
        fill(since, x)
        since = undefined
      }
    }
    if (since !== undefined) fill(since, x2)
  }
}

/** The part in view and the playhead, over the strip. */
export function paintMapView(canvas: CanvasRenderingContext2D, map: Minimap): void {
  const { view, theme, slots, width, height } = map
  const left = (view.left / slots) * width
  const span = (plotWidth(view) / view.slotWidth / slots) * width
  canvas.strokeStyle = theme.quiet
  canvas.lineWidth = 1
  canvas.strokeRect(left + 0.5, 0.5, Math.max(6, Math.min(span, width - left) - 1), height - 1)
  canvas.fillStyle = theme.playhead
  canvas.fillRect(Math.round((map.playhead / slots) * width), 0, 1.5, height)
}

/** A strip that took longer than this (ms) is not made for every frame of a run that grows, but after this pause. */
const costly = 6
const pause = 250

/** Keeps the strip from frame to frame: only the part in view moves while one pans. */
export class MinimapPainter {
  private strip: HTMLCanvasElement | undefined
  private painted: readonly unknown[] = []
  private slots = 0
  private cost = 0
  private paintedAt = 0

  /** Returns for how many ms the strip may lag behind the run: it wants to be painted again then; 0: it is as it should be. */
  paint(canvas: CanvasRenderingContext2D, map: Minimap): number {
    const { lanes, theme, width, height, slots } = map
    const key = [lanes, theme, width, map.rows, lanes.events.length, slots]
    const isSame = (part: unknown, index: number) => part === this.painted[index]
    const isOld = !this.strip || !key.every(isSame)
    const hasGrown = this.strip !== undefined && key.slice(0, 3).every(isSame)
    const mayLag = hasGrown && this.cost > costly && performance.now() < this.paintedAt + pause
    if (isOld && !mayLag) {
      const start = performance.now()
      this.strip = document.createElement('canvas')
      this.strip.width = Math.max(1, Math.ceil(width))
      this.strip.height = height
      this.painted = key
      this.slots = slots
      const strip = this.strip.getContext('2d')
      if (strip) paintStrip(strip, map)
      this.paintedAt = performance.now()
      this.cost = this.paintedAt - start
    }
    canvas.clearRect(0, 0, width, height)
    if (this.strip) canvas.drawImage(this.strip, 0, 0, (this.strip.width * this.slots) / slots, height)
    paintMapView(canvas, map)
    return isOld && mayLag ? pause : 0
  }
}
