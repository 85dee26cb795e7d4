// How soon one can begin: the page's first paint and time to interactive (the first step's outcome is known, a press drives), with an
// empty cache and with a filled one; and what VS Code says the extension's activation took.
//
//   node bench/start.mjs [--page]            --page: the page only. COROSCOPE_VSCODE_DIR, CHROMIUM: see scripts/vscode-server.mjs
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { servePage } from '../scripts/serve-page.mjs'
import { startDriver } from '../scripts/vscode-driver.mjs'
import { startServer } from '../scripts/vscode-server.mjs'

const rounds = 7
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1]
const told = list =>
  `${median(list).toFixed(0).padStart(6)} ms   (${Math.min(...list).toFixed(0)} to ${Math.max(...list).toFixed(0)})`

async function page() {
  if (!existsSync('dist/page/index.html')) throw new Error('there is no page in dist/page: npm run build:page')
  const size = readdirSync('dist/page')
    .filter(name => !name.endsWith('.map'))
    .reduce((sum, name) => sum + statSync(join('dist/page', name)).size, 0)
  const server = await servePage({ port: 0 })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const visit = async context => {
    const each = await context.newPage()
    await each.goto(server.url)
    await each.waitForFunction(() => performance.getEntriesByName('coroscope: interactive').length > 0, undefined, {
      timeout: 180_000,
    })
    const times = await each.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      interactive: performance.getEntriesByName('coroscope: interactive')[0].startTime,
    }))
    await each.close()
    return times
  }
  const cold = []
  const warm = []
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext()
    cold.push(await visit(context))
    warm.push(await visit(context))
    await context.close()
  }
  await browser.close()
  await server.stop()
  console.log(`page, ${(size / 1e6).toFixed(1)} MB of files, ${rounds} visits each: median (least to most)`)
  for (const [name, list] of [
    ['empty cache', cold],
    ['filled cache', warm],
  ]) {
    console.log(`  ${name.padEnd(13)} first paint      ${told(list.map(each => each.paint))}`)
    console.log(`  ${name.padEnd(13)} interactive      ${told(list.map(each => each.interactive))}`)
  }
}

/** VS Code times each extension's activation and shows it under Running Extensions. */
async function activation() {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const vsix = `${name}-${version}.vsix`
  if (!existsSync(vsix)) throw new Error(`${vsix} is not there: npm run package`)
  const folder = mkdtempSync(join(tmpdir(), 'coroscope-start-'))
  writeFileSync(join(folder, 'a.coro'), 'async def f():\n    pass\n')
  const server = await startServer({ vsix })
  const driver = await startDriver({ url: server.url, out: 'test-results/start' })
  const times = []
  for (let round = 0; round < rounds; round++) {
    await driver.openFolder(folder)
    await driver.openFile('a.coro')
    await driver.lens('Drive…').first().waitFor()
    await driver.command('Developer: Show Running Extensions')
    const row = driver.page
      .locator('.runtime-extensions-editor .monaco-list-row')
      .filter({ hasText: 'Coroscope' })
      .first()
    await driver.until('its activation', async () => /\d+ ?ms/.test((await row.textContent()) ?? ''))
    times.push(Number(/(\d+) ?ms/.exec((await row.textContent()) ?? '')?.[1]))
  }
  await driver.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  console.log(`extension, as VS Code's Running Extensions tells, ${rounds} windows: median (least to most)`)
  console.log(`  ${'a .coro file'.padEnd(13)} activation       ${told(times)}`)
}

await page()
if (!process.argv.includes('--page')) await activation()
process.exit(0)
