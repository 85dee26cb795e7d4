// Takes the pictures of the page that the documentation shows, dark and light: a conversation in the middle, one value sent,
// the next step pointed at. The picture of VS Code is taken by `node scripts/e2e-vscode.mjs --pictures`.
//
//   npm run build && node scripts/make-pictures.mjs        CHROMIUM: the browser, if it is not where Debian puts it
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { servePage } from './serve-page.mjs'

mkdirSync('docs/images', { recursive: true })
const server = await servePage({ port: 0 })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
for (const colorScheme of ['dark', 'light']) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme, reducedMotion: 'reduce' })
  await page.goto(server.url)
  const next = page.locator('.card.send').filter({ hasNotText: '→ …' }).first()
  await next.click()
  await page.locator('.badge.coro_suspended').waitFor()
  await next.click()
  await page.locator('.story').filter({ hasText: 'steeping' }).waitFor()
  await page.locator('.card.close').filter({ hasNotText: '→ …' }).hover()
  await page.locator('.card.close:focus, .card.close:hover').first().waitFor()
  const path = `docs/images/page-${colorScheme}.png`
  await page.screenshot({ path })
  console.log(path)
  if (colorScheme === 'light') continue
  await page.mouse.move(0, 0)
  await page.getByRole('tab', { name: 'State machine' }).click()
  await page.locator('svg.machine .here').waitFor()
  await page.screenshot({ path: 'docs/images/page-machine.png' })
  console.log('docs/images/page-machine.png')
}
await browser.close()
await server.stop()
