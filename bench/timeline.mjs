// How smooth the timeline is: frame times while zooming, panning and scrolling a run of 10,000, 100,000 and 1,000,000 events in a
// browser without a GPU; how long it takes until there is a picture, and until the whole run is in it, from a session's events and
// from a file; and what a view takes in memory.
//
//   node bench/timeline.mjs [--check]        --check: exit status 1 when a million events miss their aims
import { existsSync, readFileSync } from 'node:fs'
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
const ms = number => `${number.toFixed(number < 100 ? 1 : 0)} ms`
const row = cells => console.log(cells.map((cell, index) => String(cell).padStart([9, 7][index] ?? 13)).join(''))

async function inPage(name, count, tasks) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.setContent(`<style>${style} body{margin:0;height:100vh} .board{height:100%}</style>`)
  await page.addScriptTag({ content: bundle.outputFiles[0].text })
  const result = await page.evaluate(([f, n, k]) => globalThis[f](n, k), [name, count, tasks])
  result.processMB = await residentMB()
  await page.close()
  return result
}

/** Memory of the largest renderer, in MB; 0 where the system does not tell. */
async function residentMB() {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = processInfo
    .filter(each => each.type === 'renderer')
    .map(each => {
      const path = `/proc/${each.id}/status`
      return existsSync(path) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) / 1000 : 0
    })
  return Math.max(0, ...sizes)
}

row(['', '', 'session:', '', 'file:', '', 'frames:', '', 'script:', '', 'memory:', ''])
row(['events', 'lanes', 'first', 'whole', 'first', 'whole', 'median', 'p95', 'median', 'p95', 'JS heap', 'process'])
let missed = 0
for (const [count, tasks] of [
  [10_000, 20],
  [100_000, 200],
  [1_000_000, 200],
  [1_000_000, 10_000],
]) {
  const result = await inPage('measure', count, tasks)
  const file = await inPage('measureFile', count, tasks)
  const frames = [...result.frames].sort((a, b) => a - b)
  const scripts = [...result.scripts].sort((a, b) => a - b)
  row([
    result.events,
    result.lanes,
    ms(result.first),
    ms(result.whole),
    ms(file.first),
    ms(file.whole),
    ms(at(frames, 0.5)),
    ms(at(frames, 0.95)),
    ms(at(scripts, 0.5)),
    ms(at(scripts, 0.95)),
    `${result.heapMB.toFixed(0)} MB`,
    `${result.processMB.toFixed(0)} MB`,
  ])
  if (count === 1_000_000 && (at(frames, 0.5) > 17.5 || result.whole > 1000 || file.first > 1000)) missed++
}
await browser.close()
if (process.argv.includes('--check') && missed > 0) {
  console.error('a million events: 60 frames a second and a first paint under 1 s were wanted')
  process.exit(1)
}
