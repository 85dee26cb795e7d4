// The page in a real browser: a newcomer's first minute, every control, errors, keys, links, themes and accessibility. Pictures
// go to test-results/page/. Exit status 0 only if every step was seen and the console stayed clean.
//
//   node scripts/e2e-page.mjs [--only=WORD]            CHROMIUM: the browser, if it is not where Debian puts it
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { servePage } from './serve-page.mjs'

const out = 'test-results/page'
mkdirSync(out, { recursive: true })
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// One folder up, so that the page is seen to work from a sub-path.
const server = await servePage({ root: 'dist', port: 0 })
const address = `${server.url}page/`
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})

/** How long anything may take, in ms: a machine may be slow. */
const patience = 120_000

/** --only=WORD: the checks whose names have the word. */
const only = process.argv.find(arg => arg.startsWith('--only='))?.slice('--only='.length)
const problems = []
let failed = 0

/** A fresh page; what the console says against it is kept, and so is every request that leaves this machine's page. */
async function open(options = {}, fragment = '') {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  page.setDefaultNavigationTimeout(patience)
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(String(error.stack ?? error)))
  page.on('request', request => {
    if (!request.url().startsWith(server.url) && !/^(?:blob|data):/.test(request.url()))
      problems.push(`asked for ${request.url()}`)
  })
  await page.goto(address + fragment)
  return page
}

async function check(name, test) {
  if (only !== undefined && !name.includes(only)) return
  const start = Date.now()
  try {
    await test()
    assert.deepEqual(problems, [], 'the console is clean')
    console.log(`  ok    ${name} (${Date.now() - start} ms)`)
  } catch (error) {
    failed++
    console.log(`  FAIL  ${name}: ${error.message}`)
    for (const [index, page] of browser
      .contexts()
      .flatMap(context => context.pages())
      .entries())
      await page.screenshot({ path: `${out}/failed-${name.replace(/\W+/g, '-')}-${index}.png` }).catch(() => undefined)
  }
  problems.length = 0
  for (const context of browser.contexts()) await context.close()
}

const state = page => page.locator('.badge').textContent()
const isState = (page, wanted) =>
  page.waitForFunction(text => document.querySelector('.badge')?.textContent === text, wanted)
const card = (page, text) => page.locator('.card').filter({ hasText: text }).first()
/** The card with its outcome known. */
const settledCard = async (page, text) => {
  await card(page, text).filter({ hasNotText: '→ …' }).waitFor()
  return card(page, text)
}
/** Waits until the picture does not move any more. */
const still = page =>
  page.evaluate(async () => {
    const picture = () => document.querySelector('canvas.lanes').toDataURL()
    let before = ''
    for (let same = 0; same < 5; ) {
      await new Promise(resolve => requestAnimationFrame(resolve))
      const now = picture()
      same = now === before ? same + 1 : 0
      before = now
    }
  })
const output = page => page.locator('.printed').textContent()
const story = page => page.locator('.state .story').textContent()
const position = page => page.locator('canvas.lanes').getAttribute('aria-valuetext')
const start = async (page, source, drive) => {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+a')
  await page.evaluate(text => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    const content = document.querySelector('.editor').shadowRoot.querySelector('.cm-content')
    content.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, source)
  await page.locator('#drive-expression').fill(drive)
  await page.locator('#drive-expression').press('Enter')
}
const events = async page => {
  await page.getByRole('button', { name: 'Table' }).click()
  const rows = await page.locator('.events tbody tr td:nth-child(2)').allTextContents()
  await page.getByRole('button', { name: 'Table' }).click()
  return rows
}

const talk = `class Ask:
    def __init__(self, question):
        self.question = question

    def __await__(self):
        answer = yield self.question
        return answer


async def talk(limit):
    total = 0
    try:
        while total < limit:
            try:
                total += await Ask(f"have {total}, more?")
            except ValueError as error:
                print("ignored:", error)
        return total
    finally:
        print("left with", total)
`

await check('first sight: a sample waits in CORO_CREATED, one button is lit', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await settledCard(page, 'send None')
  const [ready] = await page.evaluate(() =>
    performance.getEntriesByName('coroscope: interactive').map(mark => Math.round(mark.startTime)),
  )
  console.log(`        interactive ${ready} ms after its address was opened`)
  assert.equal(await page.locator('.lit:visible').count(), 1)
  assert.match(await page.locator('.lit:visible').textContent(), /send None/)
  await page.screenshot({ path: `${out}/first-sight-dark.png` })
})

/** A link's fragment, as the page makes it. */
const fragmentOf = (...parts) => `#1.${deflateRawSync(JSON.stringify(parts)).toString('base64url')}`

await check('three presses: suspended, suspended, finished', async () => {
  const begin = Date.now()
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await (await settledCard(page, 'send None')).click()
  await isState(page, 'CORO_SUSPENDED')
  assert.match(await story(page), /handed out 'heating'/)
  assert.match(await output(page), /^kettle on\n$/)
  await (await settledCard(page, 'send None')).click()
  await page.waitForFunction(() => /steeping/.test(document.querySelector('.state .story')?.textContent ?? ''))
  await page.screenshot({ path: `${out}/second-press-dark.png` })
  await (await settledCard(page, 'send None')).click()
  await isState(page, 'CORO_CLOSED')
  assert.match(await story(page), /returned 'tea for Ada'/)
  assert.equal(await output(page), 'kettle on\npouring\nkettle off\n')
  console.log(
    `        a newcomer has driven to the end ${((Date.now() - begin) / 1000).toFixed(1)} s after opening the address`,
  )
  await page.screenshot({ path: `${out}/finished-dark.png` })
})

await check('send a value, throw, close, and back again', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await start(page, talk, 'talk(10)')
  await page.waitForFunction(() => document.querySelector('.head h2')?.textContent === 'talk#1')
  await (await settledCard(page, 'send None')).click()
  await isState(page, 'CORO_SUSPENDED')
  const send = page.getByLabel('Value to send')
  await send.fill('4')
  await page.locator('#drive-send-hint').filter({ hasText: 'yields' }).waitFor()
  await send.press('Enter')
  await page.waitForFunction(() => /have 4/.test(document.querySelector('.state .story')?.textContent ?? ''))
  const thrown = page.getByLabel('Exception to throw')
  await thrown.fill('ValueError("too much")')
  await thrown.press('Enter')
  await page.waitForFunction(() => /ignored: too much/.test(document.querySelector('.printed')?.textContent ?? ''))
  assert.equal(await state(page), 'CORO_SUSPENDED')
  await still(page)
  await page.screenshot({ path: `${out}/thrown-dark.png` })
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await isState(page, 'CORO_CLOSED')
  assert.match(await output(page), /left with 4/)
  const told = await events(page)
  for (const words of ['you make talk#1', 'you send 4 to talk#1', 'you throw ValueError', 'you close talk#1'])
    assert.ok(
      told.some(line => line.includes(words)),
      `${words} in ${told.join(' | ')}`,
    )
  await page.getByRole('button', { name: '◂ Back' }).click()
  await isState(page, 'CORO_SUSPENDED')
  assert.doesNotMatch(await output(page), /left with/)
  await still(page)
  await page.screenshot({ path: `${out}/back-dark.png` })
  await page.getByRole('button', { name: '◂ Back' }).click()
  await page.waitForFunction(() => !/ignored/.test(document.querySelector('.printed')?.textContent ?? ''))
  assert.match(await story(page), /have 4/)
})

await check('lanes: drawn in the hues of the coroutines', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await (await settledCard(page, 'send None')).click()
  await isState(page, 'CORO_SUSPENDED')
  await still(page)
  const seen = await page.evaluate(() => {
    const canvas = document.querySelector('canvas.lanes')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const style = getComputedStyle(document.querySelector('.timeline'))
    const count = name => {
      const [r, g, b] = [1, 3, 5].map(at =>
        Number.parseInt(
          style
            .getPropertyValue(name)
            .trim()
            .slice(at, at + 2),
          16,
        ),
      )
      let pixels = 0
      for (let i = 0; i < data.length; i += 4) if (data[i] === r && data[i + 1] === g && data[i + 2] === b) pixels++
      return pixels
    }
    return { first: count('--coro-lane1'), second: count('--coro-lane2'), main: count('--coro-main') }
  })
  for (const [name, pixels] of Object.entries(seen)) assert.ok(pixels > 100, `${name}: ${pixels} pixels`)
})

await check('the timeline travels by key and by click, and the program with it', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  for (const word of ['heating', 'steeping']) {
    await (await settledCard(page, 'send None')).click()
    await page.waitForFunction(text => document.querySelector('.state .story')?.textContent?.includes(text), word)
  }
  const before = await position(page)
  await page.locator('canvas.lanes').focus()
  for (let i = 0; i < 12 && !(await position(page)).includes('heating'); i++) {
    const at = await position(page)
    await page.keyboard.press(',')
    await page.waitForFunction(
      text => document.querySelector('canvas.lanes').getAttribute('aria-valuetext') !== text,
      at,
    )
  }
  assert.match(await position(page), /heating/)
  await page.waitForFunction(() => /heating/.test(document.querySelector('.state .story')?.textContent ?? ''))
  assert.doesNotMatch(await output(page), /pouring/)
  await page.keyboard.press('End')
  await page.waitForFunction(
    text => document.querySelector('canvas.lanes').getAttribute('aria-valuetext') === text,
    before,
  )
  const box = await page.locator('canvas.lanes').boundingBox()
  await page.keyboard.press('f')
  await page.mouse.click(box.x + 160, box.y + box.height - 20)
  await page.waitForFunction(
    text => document.querySelector('canvas.lanes').getAttribute('aria-valuetext') !== text,
    before,
  )
})

await check('errors stand beside the field that caused them; a control that is off says why', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await (await settledCard(page, 'send None')).click()
  await isState(page, 'CORO_SUSPENDED')
  await page.getByLabel('Value to send').fill('nobody')
  await page.locator('#drive-send-hint.error').filter({ hasText: 'nobody' }).waitFor()
  await page.getByLabel('Exception to throw').fill('3')
  await page.getByLabel('Exception to throw').press('Enter')
  await page
    .locator('#drive-throw-hint.error')
    .filter({ hasText: /exceptions must|BaseException/ })
    .waitFor()
  assert.equal(await state(page), 'CORO_SUSPENDED')
  await page.screenshot({ path: `${out}/errors-dark.png` })
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await isState(page, 'CORO_CLOSED')
  const send = page.getByRole('button', { name: 'Send ▸' })
  assert.equal(await send.getAttribute('aria-disabled'), 'true')
  assert.match(await send.getAttribute('title'), /Finished|over/)
})

await check('a syntax error is underlined, and said where the program would start', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await start(page, 'async def f(:\n    pass\n', 'f()')
  await page.locator('.cm-lintRange-error').first().waitFor()
  await page.waitForFunction(() =>
    /SyntaxError|invalid syntax|line 1/.test(document.querySelector('.printed')?.textContent ?? ''),
  )
  await page.screenshot({ path: `${out}/syntax-error-dark.png` })
})

await check('an expression that makes no coroutine is refused in words', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await start(page, 'def f():\n    return 3\n', 'f()')
  await page.waitForFunction(() => /coroutine|generator/.test(document.querySelector('.printed')?.textContent ?? ''))
})

await check('a file is run as a whole; steps go line by line', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await start(page, 'for n in range(3):\n    print("n is", n)\n', '')
  await page.waitForFunction(() => document.querySelector('.printed')?.textContent === 'n is 0\nn is 1\nn is 2\n')
})

await check('a breakpoint set in the gutter stops the program; Pause stops an endless loop', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await start(page, 'async def f():\n    n = 0\n    while True:\n        n += 1\n', 'f()')
  await page.waitForFunction(() => document.querySelector('.head h2')?.textContent === 'f#1')
  await settledCard(page, 'close')
  await page.getByRole('button', { name: 'Run ▸▸' }).click()
  const pause = page.getByRole('button', { name: 'Pause ‖' })
  await pause.click()
  await page.getByRole('button', { name: 'Run ▸▸' }).waitFor()
  const gutter = await page.locator('.cm-marks').boundingBox()
  const fourth = await page.locator('.cm-line').nth(3).boundingBox()
  await page.mouse.click(gutter.x + gutter.width / 2, fourth.y + fourth.height / 2)
  await page.locator('.breakpoint').waitFor()
  await page.getByRole('button', { name: 'Run ▸▸' }).click()
  await page.waitForFunction(() => /line 4/.test(document.querySelector('.head')?.textContent ?? ''))
})

await check('a link holds the program; a damaged one says so', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await start(page, talk, 'talk(3)')
  await page.waitForFunction(() => document.querySelector('.head h2')?.textContent === 'talk#1')
  await page.getByRole('button', { name: 'Share' }).click()
  await page.waitForFunction(() => location.hash.length > 10)
  const fragment = await page.evaluate(() => location.hash)
  const other = await open({}, fragment)
  await other.waitForFunction(() => document.querySelector('.head h2')?.textContent === 'talk#1')
  assert.equal(await other.locator('#drive-expression').inputValue(), 'talk(3)')
  const bomb = `#1.${deflateRawSync(Buffer.alloc(50_000_000, 32)).toString('base64url')}`
  const half = fragment.slice(0, fragment.length / 2)
  for (const bad of ['#1.garbage!', '#1.', '#2.abc', '#%E0%A4%A', half, fragmentOf(1, 2, 3), fragmentOf(null), bomb]) {
    const third = await open({}, bad)
    await third.locator('.notice').filter({ hasText: 'damaged' }).waitFor()
    await isState(third, 'CORO_CREATED')
    await third.context().close()
  }
  // What is pasted into the address of a page that is open, too.
  await other.evaluate(() => {
    location.hash = '#1.more-garbage'
  })
  await other.locator('.notice').filter({ hasText: 'damaged' }).waitFor()
  assert.equal(await other.locator('.head h2').textContent(), 'talk#1')
})

await check('names and texts with markup in them are text', async () => {
  const name = '<img src=x onerror=alert(1)>.coro'
  const source = 'async def f():\n    print("<b>bold</b>")\n    raise ValueError("<script>alert(2)</script>")\n'
  const page = await open({}, fragmentOf(name, source, 'f()'))
  await isState(page, 'CORO_CREATED')
  await (await settledCard(page, 'send None')).click()
  await isState(page, 'CORO_CLOSED')
  assert.match(await output(page), /<b>bold<\/b>/)
  assert.match(await page.locator('.message').textContent(), /<script>alert\(2\)<\/script>/)
  assert.equal(await page.locator('img, b, .board script').count(), 0)
})

await check('a program is saved as a file and opened again; what is no text is refused', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save' }).click(),
  ])
  assert.equal(download.suggestedFilename(), 'first.coro')
  assert.match(readFileSync(await download.path(), 'utf8'), /async def make_tea/)
  const input = page.locator('input[type=file]')
  await input.setInputFiles({ name: 'mine.py', mimeType: 'text/plain', buffer: Buffer.from(talk) })
  await page.locator('#drive-expression').fill('talk(2)')
  await page.locator('#drive-expression').press('Enter')
  await page.waitForFunction(() => document.querySelector('.head h2')?.textContent === 'talk#1')
  await input.setInputFiles({ name: 'picture.py', mimeType: 'text/plain', buffer: Buffer.from([0, 1, 2, 0]) })
  await page.locator('.notice').filter({ hasText: 'picture.py is not a text file' }).waitFor()
  assert.equal(await page.locator('.head h2').textContent(), 'talk#1')
})

await check(
  'a link holds what was done so far; one whose steps cannot be repeated still opens the program',
  async () => {
    const page = await open()
    await isState(page, 'CORO_CREATED')
    await (await settledCard(page, 'send None')).click()
    await isState(page, 'CORO_SUSPENDED')
    await page.getByRole('button', { name: 'Share' }).click()
    await page.locator('.notice').filter({ hasText: 'what you did' }).waitFor()
    const fragment = await page.evaluate(() => location.hash)
    const other = await open({}, fragment)
    await isState(other, 'CORO_SUSPENDED')
    assert.match(await story(other), /heating/)
    assert.equal(await output(other), 'kettle on\n')
    await other.getByRole('button', { name: '◂ Back' }).click()
    await isState(other, 'CORO_CREATED')
    const broken = await open({}, fragmentOf('talk.coro', talk, 'talk(3)', '{"no": "session"}'))
    await broken.locator('.notice').filter({ hasText: 'The steps in it were left out' }).waitFor()
    await isState(broken, 'CORO_CREATED')
    assert.equal(await broken.locator('.head h2').textContent(), 'talk#1')
  },
)

await check(
  'the state machine: the live state is lit, the path drawn, a node goes to its line, SVG is saved',
  async () => {
    const page = await open()
    await isState(page, 'CORO_CREATED')
    await page.getByRole('tab', { name: 'State machine' }).click()
    await page.locator('svg.machine .node.start.here').waitFor()
    for (const line of ['22', '24']) {
      await (await settledCard(page, 'send None')).click()
      await page.locator(`svg.machine .node.here[data-line="${line}"]`).waitFor()
    }
    assert.equal(await page.locator('svg.machine .edge.taken').count(), 2)
    await page.screenshot({ path: `${out}/machine-dark.png` })
    await page.locator('svg.machine .node[data-line="22"]').focus()
    await page.keyboard.press('Enter')
    await page.locator('.cm-activeLineGutter').filter({ hasText: '22' }).waitFor()
    for (const [button, file, content] of [
      ['SVG', 'make_tea.svg', /^<svg .*<style>.*make_tea/s],
      ['Mermaid', 'make_tea.mmd', /^flowchart/],
      ['DOT', 'make_tea.dot', /^digraph/],
    ]) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ])
      assert.equal(download.suggestedFilename(), file)
      assert.match(readFileSync(await download.path(), 'utf8'), content)
    }
    await page.getByRole('button', { name: 'All edges' }).click()
    await page.locator('svg.machine .node.raised').waitFor()
    await page.getByText('In words').click()
    await page.locator('.machine-words li').filter({ hasText: 'send' }).first().waitFor()
  },
)

await check('timeline: search, pins, folding, grouping, an area in figures, keys', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  for (const word of ['heating', 'steeping']) {
    await (await settledCard(page, 'send None')).click()
    await page.waitForFunction(text => document.querySelector('.state .story')?.textContent?.includes(text), word)
  }
  const canvas = page.locator('canvas.lanes')
  await canvas.focus()
  await page.keyboard.press('/')
  await page.keyboard.type('steeping')
  await page.locator('.count-found').filter({ hasText: '1 of' }).waitFor()
  assert.match(await page.locator('.tip').textContent(), /steeping/)
  await page.keyboard.press('Escape')
  const picture = () => page.evaluate(() => document.querySelector('canvas.lanes').toDataURL())
  const changes = async key => {
    const before = await picture()
    await page.keyboard.press(key)
    await page
      .waitForFunction(was => document.querySelector('canvas.lanes').toDataURL() !== was, before, {
        timeout: patience / 2,
      })
      .catch(() => assert.fail(`${key} changes nothing`))
  }
  for (const key of ['m', 'm', 'g', 'g', 'Enter', 'Enter', 'w', 'd', 's', 'w', 'f']) await changes(key)
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.locator('.area-figures').filter({ hasText: 'instructions' }).waitFor()
  await page.screenshot({ path: `${out}/area-dark.png` })
  await page.keyboard.press('Escape')
  await page.locator('.area-figures').waitFor({ state: 'hidden' })
  for (const grouping of ['creator', 'function', 'await'])
    await page.getByLabel('How lanes are grouped').selectOption(grouping)
  await page.getByRole('button', { name: 'Keys' }).click()
  await page.getByText('previous and next event').waitFor()
})

await check('timeline by mouse: wheel zooms and pans, a drag marks an area or travels, minimap, names', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  for (const word of ['heating', 'steeping']) {
    await (await settledCard(page, 'send None')).click()
    await page.waitForFunction(text => document.querySelector('.state .story')?.textContent?.includes(text), word)
  }
  await still(page)
  const box = await page.locator('canvas.lanes').boundingBox()
  const picture = () => page.evaluate(() => document.querySelector('canvas.lanes').toDataURL())
  const changes = async (what, act) => {
    await still(page)
    const before = await picture()
    await act()
    await page
      .waitForFunction(was => document.querySelector('canvas.lanes').toDataURL() !== was, before)
      .catch(() => assert.fail(`${what} changes nothing`))
  }
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 30]
  await page.mouse.move(x, y)
  await changes('Ctrl+wheel', async () => {
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -400)
    await page.keyboard.up('Control')
  })
  await page.locator('canvas.minimap').waitFor()
  await changes('wheel', () => page.mouse.wheel(-200, 0))
  const map = await page.locator('canvas.minimap').boundingBox()
  await changes('a click on the minimap', () => page.mouse.click(map.x + 10, map.y + map.height / 2))
  await page.locator('canvas.lanes').focus()
  await page.keyboard.press('f')
  await page.keyboard.down('Shift')
  await page.mouse.move(x - 150, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(x + 60, y, { steps: 5 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await page.locator('.area-figures').filter({ hasText: 'instructions' }).waitFor()
  const before = await position(page)
  await page.mouse.move(x + 60, y)
  await page.mouse.down()
  await page.mouse.move(box.x + 130, y, { steps: 8 })
  await page.mouse.up()
  await page.waitForFunction(
    text => document.querySelector('canvas.lanes').getAttribute('aria-valuetext') !== text,
    before,
  )
  await page.waitForFunction(() => !/steeping/.test(document.querySelector('.state .story')?.textContent ?? ''))
  // A name is clicked: its coroutine is selected.
  await page.mouse.click(box.x + 20, box.y + 34)
  await page.waitForFunction(() => /^you$|^main$/.test(document.querySelector('.head h2')?.textContent ?? ''))
})

await check('two ways to go on are compared: on a fork, and after going back', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await (await settledCard(page, 'send None')).click()
  await isState(page, 'CORO_SUSPENDED')
  const close = page.locator('.card-box').filter({ has: await settledCard(page, 'close') })
  await close.hover()
  await close.getByRole('button', { name: /Compare/ }).click()
  const words = page.locator('.comparison-head p')
  await words.filter({ hasText: 'The same so far' }).waitFor()
  await (await settledCard(page, 'send None')).click()
  await words.filter({ hasText: /First difference at event \d+: you send None .*; in fork: close: / }).waitFor()
  await page.screenshot({ path: `${out}/compare-dark.png` })
  await page.getByRole('button', { name: 'Stop comparing' }).click()
  await page.locator('.comparison').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await words.filter({ hasText: 'No difference' }).waitFor()
})

/** Hands a file to the page as its Open button does. */
const openFile = (page, name, text) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })

await check('a trace is opened and travelled in; a cut, foreign or hand-edited one is refused in words', async () => {
  const trace = [
    {
      t: 10,
      kind: 'create',
      id: 1,
      by: 0,
      name: '<img src=x onerror=alert(1)>',
      type: 'coroutine',
      file: 'a.py',
      line: 3,
    },
    { t: 20, kind: 'resume', id: 1, by: 0, how: 'send', value: 'None' },
    { t: 30, kind: 'yield', id: 1, to: 0, value: "'<b>bold</b>'", line: 4 },
    { t: 40, kind: 'resume', id: 1, by: 0, how: 'send', value: '2' },
    { t: 50, kind: 'return', id: 1, to: 0, value: '3' },
  ]
  const text = trace.map(event => `${JSON.stringify(event)}\n`).join('')
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await openFile(page, 'run.jsonl', text)
  await page.waitForFunction(() =>
    /returns 3/.test(document.querySelector('canvas.lanes').getAttribute('aria-valuetext')),
  )
  await page.locator('canvas.lanes').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press(',')
  await page.keyboard.press(',')
  await page.locator('.head h2').filter({ hasText: '<img src=x onerror=alert(1)>#1' }).waitFor()
  assert.match(await story(page), /handed out '<b>bold<\/b>'/)
  assert.equal(await page.locator('.board img, .board b').count(), 0)
  assert.match(await page.getByRole('button', { name: 'Send ▸' }).getAttribute('title'), /recorded run/)
  await openFile(page, 'cut.jsonl', text.slice(0, -12))
  await page.locator('.message.error').filter({ hasText: 'ends in the middle of line 5' }).waitFor()
  for (const [bad, why] of [
    ['nothing at all', 'not a trace'],
    [`${text}{"t":60,"kind":"teleport","id":1}\n`, 'not known to this version'],
    [`${text}{"t":5,"kind":"close","id":1}\n`, 'time goes backwards'],
  ]) {
    await openFile(page, 'bad.jsonl', bad)
    await page.locator('.notice').filter({ hasText: why }).waitFor()
  }
  // The program can still be run.
  await page.getByRole('button', { name: /Start/ }).first().click()
  await isState(page, 'CORO_CREATED')
})

await check('ten thousand lanes', async () => {
  const lines = []
  for (let id = 1; id <= 10_000; id++)
    lines.push({ t: id, kind: 'create', id, by: 0, name: 'worker', type: 'coroutine', file: 'a.py', line: 3 })
  for (let id = 1; id <= 10_000; id++) {
    lines.push({ t: 10_000 + 2 * id, kind: 'resume', id, by: 0, how: 'send', value: 'None' })
    lines.push({ t: 10_001 + 2 * id, kind: 'yield', id, to: 0, value: 'None', line: 4 })
  }
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await openFile(page, 'many.jsonl', lines.map(event => JSON.stringify(event)).join('\n'))
  await page.waitForFunction(() =>
    /worker#10000/.test(document.querySelector('canvas.lanes').getAttribute('aria-valuetext')),
  )
  await page.getByLabel('How lanes are grouped').selectOption('function')
  await page.locator('canvas.lanes').focus()
  await page.keyboard.press('g')
  await still(page)
  await page.screenshot({ path: `${out}/ten-thousand-lanes.png` })
})

await check('the keyboard alone: from the sample to the end', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await settledCard(page, 'send None')
  const isOnCard = () => page.evaluate(() => document.activeElement?.classList.contains('card') ?? false)
  for (let i = 0; i < 60 && !(await isOnCard()); i++) {
    // Tab indents in the editor; Escape lets go of it first.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
  }
  assert.ok(await isOnCard(), 'a card of Next? is reached by Tab')
  for (const state of ['CORO_SUSPENDED', 'CORO_SUSPENDED', 'CORO_CLOSED']) {
    await settledCard(page, 'send None')
    const before = await story(page)
    await page.keyboard.press('Enter')
    await page.waitForFunction(was => document.querySelector('.state .story')?.textContent !== was, before)
    await isState(page, state)
  }
})

await check('every sample can be opened and driven', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  const count = await page.locator('header select option:not([hidden])').count()
  assert.ok(count >= 8, `${count} samples`)
  for (let index = 1; index < count; index++) {
    await page.locator('header select').selectOption(String(index))
    const drive = await page.locator('#drive-expression').inputValue()
    if (drive === '')
      await page.waitForFunction(() => (document.querySelector('.printed')?.textContent ?? '').length > 20)
    else {
      const name = /^(\w+)/.exec(drive)[1]
      await page.waitForFunction(text => document.querySelector('.head h2')?.textContent?.includes(text), name)
      await (await settledCard(page, 'send None')).click()
      await page.waitForFunction(() => document.querySelector('.badge')?.textContent !== 'CORO_CREATED')
    }
  }
})

await check('less motion where it is asked for', async () => {
  const frames = async options => {
    const page = await open(options)
    await isState(page, 'CORO_CREATED')
    await settledCard(page, 'send None')
    await still(page)
    return page.evaluate(async () => {
      const canvas = document.querySelector('canvas.lanes')
      const before = canvas.getAttribute('aria-valuetext')
      document.querySelector('.card').click()
      while (canvas.getAttribute('aria-valuetext') === before)
        await new Promise(resolve => requestAnimationFrame(resolve))
      const seen = new Set()
      const end = performance.now() + 400
      while (performance.now() < end) {
        await new Promise(resolve => requestAnimationFrame(resolve))
        seen.add(canvas.toDataURL())
      }
      const moving = [...document.querySelectorAll('button')].filter(each =>
        getComputedStyle(each)
          .transitionDuration.split(', ')
          .some(duration => duration !== '0s'),
      )
      return { pictures: seen.size, moving: moving.length }
    })
  }
  const less = await frames({ reducedMotion: 'reduce' })
  assert.equal(less.moving, 0, 'no button has a transition')
  assert.ok(less.pictures <= 4, `${less.pictures} pictures after a step`)
  const full = await frames({ reducedMotion: 'no-preference' })
  assert.ok(full.moving > 0)
})

await check('the page works from any sub-path of a static host', async () => {
  const root = mkdtempSync(join(tmpdir(), 'coroscope-page-'))
  cpSync('dist/page', join(root, 'a/b'), { recursive: true })
  const other = await servePage({ root, port: 0 })
  const context = await browser.newContext()
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  const asked = []
  page.on('request', request => asked.push(request.url()))
  try {
    await page.goto(`${other.url}a/b/`)
    await isState(page, 'CORO_CREATED')
    await (await settledCard(page, 'send None')).click()
    await isState(page, 'CORO_SUSPENDED')
    // The language server answers too: it underlines.
    await start(page, 'async def f(:\n    pass\n', 'f()')
    await page.locator('.cm-lintRange-error').first().waitFor()
    const outside = asked.filter(url => !url.startsWith(`${other.url}a/b/`) && !/^(?:blob|data):/.test(url))
    assert.deepEqual(outside, [])
  } finally {
    await context.close()
    await other.stop()
    rmSync(root, { recursive: true, force: true })
  }
})

await check('light, phone and high contrast', async () => {
  const looks = {
    light: { colorScheme: 'light' },
    phone: { viewport: { width: 400, height: 800 }, hasTouch: true },
    'high-contrast': { contrast: 'more', reducedMotion: 'reduce' },
    'high-contrast-light': { contrast: 'more', colorScheme: 'light' },
    'forced-colors': { forcedColors: 'active', colorScheme: 'dark' },
    'forced-colors-light': { forcedColors: 'active', colorScheme: 'light' },
  }
  for (const [name, options] of Object.entries(looks)) {
    const page = await open(options)
    await isState(page, 'CORO_CREATED')
    await settledCard(page, 'send None')
    if (name === 'phone') await page.screenshot({ path: `${out}/phone-first-sight.png` })
    await card(page, 'send None').click()
    await isState(page, 'CORO_SUSPENDED')
    await settledCard(page, 'send None')
    await still(page)
    await page.screenshot({ path: `${out}/${name}.png`, fullPage: name === 'phone' })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.equal(wide, 0, `${name}: nothing is wider than the window`)
  }
})

await check('a page that is loaded again has the program that was in it', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await start(page, talk, 'talk(3)')
  await page.waitForFunction(() => document.querySelector('.head h2')?.textContent === 'talk#1')
  await page.reload()
  await page.waitForFunction(() => document.querySelector('.head h2')?.textContent === 'talk#1')
  assert.equal(await page.locator('#drive-expression').inputValue(), 'talk(3)')
})

await check('the theme button turns the colours and is remembered', async () => {
  const page = await open()
  await isState(page, 'CORO_CREATED')
  await page.getByRole('button', { name: 'Use light colours' }).click()
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light')
  await page.reload()
  await page.getByRole('button', { name: 'Use dark colours' }).waitFor()
})

await check(
  'axe finds nothing to complain about: every look, every state, state machine, table, comparison, keys, a recorded trace',
  async () => {
    const looks = {
      dark: { colorScheme: 'dark' },
      light: { colorScheme: 'light' },
      'high contrast': { contrast: 'more' },
      phone: { viewport: { width: 400, height: 800 }, hasTouch: true },
      'forced colours': { forcedColors: 'active' },
    }
    for (const [name, options] of Object.entries(looks)) {
      const page = await open({ ...options, bypassCSP: true })
      await isState(page, 'CORO_CREATED')
      await settledCard(page, 'close')
      await page.evaluate(axeSource)
      const { violations: fresh } = await page.evaluate(() => globalThis.axe.run())
      assert.deepEqual(
        fresh.map(each => each.id),
        [],
        `${name}, created`,
      )
      await (await settledCard(page, 'send None')).click()
      await isState(page, 'CORO_SUSPENDED')
      await settledCard(page, 'close')
      const complaints = async what => {
        const { violations } = await page.evaluate(() => globalThis.axe.run())
        const told = violations.map(
          each => `${each.id}: ${each.nodes.map(node => node.target.flat().join(' ')).join(', ')}`,
        )
        assert.deepEqual(told, [], `${name}, ${what}`)
      }
      await complaints('first sight')
      await page.getByRole('button', { name: 'Table' }).click()
      await complaints('table')
      await page.getByRole('button', { name: 'Table' }).click()
      await page.getByRole('button', { name: 'Compare', exact: true }).click()
      await complaints('comparison')
      await page.getByRole('button', { name: 'Stop comparing' }).click()
      await page.getByRole('button', { name: 'Keys' }).click()
      await complaints('keys')
      await page.getByRole('button', { name: 'Keys' }).click()
      await page.getByLabel('Value to send').fill('nobody')
      await page.locator('#drive-send-hint.error').filter({ hasText: 'nobody' }).waitFor()
      await complaints('error beside a field')
      await page.getByRole('button', { name: 'Close', exact: true }).click()
      await isState(page, 'CORO_CLOSED')
      await complaints('finished')
      await page.getByRole('tab', { name: 'State machine' }).click()
      await page.locator('svg.machine').waitFor()
      await page.getByText('In words').click()
      await complaints('state machine')
      if (name !== 'phone') await page.screenshot({ path: `${out}/machine-${name.replace(' ', '-')}.png` })
      await page.getByRole('tab', { name: 'Timeline' }).click()
      await openFile(
        page,
        'run.jsonl',
        '{"t":1,"kind":"create","id":1,"by":0,"name":"f","type":"coroutine","file":"a.py","line":3}\n',
      )
      await page
        .locator('.message, .story')
        .filter({ hasText: /control|made/ })
        .first()
        .waitFor()
      await complaints('a recorded trace')
      await start(page, 'async def f(:\n    pass\n', 'f()')
      await page.waitForFunction(() => /SyntaxError|line 1/.test(document.querySelector('.printed')?.textContent ?? ''))
      await complaints('nothing could be started')
    }
  },
)

await browser.close()
await server.stop()
console.log(failed === 0 ? 'page: all seen' : `page: ${failed} failed; pictures in ${out}`)
process.exit(failed === 0 ? 0 : 1)
