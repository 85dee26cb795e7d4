// Draws the extension's icon, client/icons/coroscope.png: two lanes, control going down (send) and coming back (yield).
// Plain shapes as distance functions, sampled four by four in each pixel; the PNG is written with zlib alone.
//
//   node scripts/make-icon.mjs
import { writeFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'

const size = 256
const hex = text => [1, 3, 5].map(at => Number.parseInt(text.slice(at, at + 2), 16))
const [ground, blue, amber, quiet] = ['#14181f', '#4fc1ff', '#ffb454', '#5b6675'].map(hex)

/** Distance to a line of a given width with round ends; negative inside. */
const line = (x1, y1, x2, y2, width) => (x, y) => {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) - width / 2
}
const disc = (cx, cy, radius) => (x, y) => Math.hypot(x - cx, y - cy) - radius
const box = (cx, cy, half, radius) => (x, y) => {
  const [dx, dy] = [Math.abs(x - cx) - half + radius, Math.abs(y - cy) - half + radius]
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius
}

// From back to front.
const shapes = [
  [box(128, 128, 128, 52), ground],
  [line(84, 84, 172, 84, 5), quiet],
  [line(84, 84, 84, 172, 9), blue],
  [line(172, 172, 172, 84, 9), amber],
  [line(36, 84, 84, 84, 26), blue],
  [line(172, 84, 220, 84, 26), blue],
  [line(84, 172, 172, 172, 26), amber],
  [line(190, 172, 220, 172, 7), amber],
  [disc(36, 172, 9), amber],
]

const rows = []
for (let y = 0; y < size; y++) {
  const row = Buffer.alloc(1 + size * 4)
  for (let x = 0; x < size; x++) {
    const sum = [0, 0, 0, 0]
    for (let sample = 0; sample < 16; sample++) {
      const [sx, sy] = [x + ((sample % 4) + 0.5) / 4, y + (Math.floor(sample / 4) + 0.5) / 4]
      const top = shapes.findLast(([distance]) => distance(sx, sy) < 0)
      if (top) for (const [i, part] of [...top[1], 255].entries()) sum[i] += part
    }
    const cover = sum[3] / 255
    for (let i = 0; i < 3; i++) row[1 + x * 4 + i] = cover ? Math.round(sum[i] / cover) : 0
    row[1 + x * 4 + 3] = Math.round(sum[3] / 16)
  }
  rows.push(row)
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
const header = Buffer.alloc(13)
header.writeUInt32BE(size, 0)
header.writeUInt32BE(size, 4)
header.set([8, 6, 0, 0, 0], 8)
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pixels = deflateSync(Buffer.concat(rows), { level: 9 })
const png = Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
writeFileSync('client/icons/coroscope.png', png)
console.log(`client/icons/coroscope.png ${png.length} bytes`)
