// How smooth the timeline is: frame times while zooming, panning and scrolling a run of 10,000, 100,000 and 1,000,000 events in a
// browser without a GPU, and how long it takes until the first picture.
//
//   node bench/timeline.mjs [--check]        --check: exit status 1 when a million events miss their aims
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'

const bundle = await build({
  entryPoints: ['bench/timeline/page.ts'],
  bundle: true,
  write: false,
  format: 'iife',
  minify: true,
})
const style = readFileSync('client/views/views.css', 'utf8')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--disable-background-networking'],
})
const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
const ms = number => `${number.toFixed(1).padStart(7)} ms`
console.log('   events  lanes   lanes built  first paint   frame median      p95      script median     p95       heap')
let missed = 0
for (const [count, tasks] of [
  [10_000, 20],
  [100_000, 200],
  [1_000_000, 200],
  [1_000_000, 10_000],
]) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 480 } })
  await page.setContent(`<style>${style} body{margin:0;height:100vh}</style>`)
  await page.addScriptTag({ content: bundle.outputFiles[0].text })
  const result = await page.evaluate(([n, k]) => globalThis.measure(n, k), [count, tasks])
  const frames = [...result.frames].sort((a, b) => a - b)
  const scripts = [...result.scripts].sort((a, b) => a - b)
  console.log(
    String(result.events).padStart(9),
    String(result.lanes).padStart(6),
    ms(result.build).padStart(13),
    ms(result.paint).padStart(12),
    ms(at(frames, 0.5)).padStart(14),
    ms(at(frames, 0.95)),
    ms(at(scripts, 0.5)).padStart(14),
    ms(at(scripts, 0.95)),
    `${result.heapMB.toFixed(0)} MB`.padStart(9),
  )
  if (count === 1_000_000 && (at(frames, 0.5) > 17.5 || result.build + result.paint > 1000)) missed++
  await page.close()
}
await browser.close()
if (process.argv.includes('--check') && missed > 0) {
  console.error('a million events: 60 frames a second and a first paint under 1 s were wanted')
  process.exit(1)
}
