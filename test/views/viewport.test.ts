// The numbers of scrolling and zooming.

import assert from 'node:assert/strict'
import {
  clamp,
  follow,
  pan,
  revealRows,
  roomAfter,
  slotAt,
  type Viewport,
  xOf,
  zoom,
} from '../../client/views/viewport.ts'

const view: Viewport = {
  width: 900,
  height: 300,
  gutter: 100,
  rowHeight: 50,
  slotWidth: 72,
  left: 0,
  top: 0,
  hasNext: true,
}

describe('viewport', () => {
  it('slots and pixels are each other’s inverse', () => {
    for (const slot of [0, 0.3, 17.5]) assert.ok(Math.abs(slotAt(view, xOf(view, slot)) - slot) < 1e-9)
  })

  it('zooming keeps the slot under the mouse', () => {
    const before = slotAt(view, 500)
    for (const factor of [0.1, 0.9, 1.7]) assert.ok(Math.abs(slotAt(zoom(view, factor, 500), 500) - before) < 1e-9)
  })

  it('a short run is in view as a whole, a long one at its playhead', () => {
    const short = follow(view, 5, 5)
    assert.ok(xOf(short, 0) >= view.gutter && xOf(short, 5) <= view.width)
    const long = follow(view, 400, 399)
    assert.ok(long.slotWidth > 40, 'readable')
    assert.ok(xOf(long, 399) > view.gutter && xOf(long, 399) < view.width - roomAfter(long) + 1)
  })

  it('rows are scrolled into view, and only as far as need be', () => {
    assert.equal(revealRows(view, 0, 2), view, 'in view already')
    assert.equal(revealRows(view, 8, 9).top, 10 * 50 + 8 - (300 - 20))
    assert.equal(revealRows({ ...view, top: 400 }, 2, 3).top, 100)
    assert.equal(revealRows(view, 1, 30).top, 50, 'the first wins')
  })

  it('nothing can be dragged out of the picture', () => {
    const far = pan(view, 1e7, 1e7, 50, 30)
    assert.ok(xOf(far, 50) > view.gutter)
    assert.equal(pan(view, -1e7, -1e7, 50, 30).left, 0)
    assert.equal(clamp({ ...view, top: 500 }, 5, 2).top, 0)
  })
})
