// The whole run in a strip: who had control, as a column of that lane's colour at that lane's height, and the part in view.

import { LaneState, type Lanes, lastAtMost, type Row } from './lanes.ts'
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
    for (let x = x1; x < x2; x++) {
      const first = lastAtMost(lane.starts, (x * slots) / width)
      const last = lastAtMost(lane.starts, ((x + 1) * slots) / width)
      for (let i = Math.max(0, first); i <= last && i < Math.max(0, first) + 3; i++)
        if (lane.states[i] === LaneState.Running) {
          canvas.fillRect(x, y, 1, Math.max(1.5, (height - 5) / rows.length))
          break
        }
    }
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

/** Keeps the strip from frame to frame: only the part in view moves while one pans. */
export class MinimapPainter {
  private strip: HTMLCanvasElement | undefined
  private painted: readonly unknown[] = []

  paint(canvas: CanvasRenderingContext2D, map: Minimap): void {
    const { lanes, theme, width, height, slots } = map
    const key = [lanes, map.rows, lanes.events.length, theme, width, slots]
    if (!this.strip || key.some((part, index) => part !== this.painted[index])) {
      this.strip = document.createElement('canvas')
      this.strip.width = Math.max(1, Math.ceil(width))
      this.strip.height = height
      this.painted = key
      const strip = this.strip.getContext('2d')
      if (strip) paintStrip(strip, map)
    }
    canvas.clearRect(0, 0, width, height)
    canvas.drawImage(this.strip, 0, 0)
    paintMapView(canvas, map)
  }
}
