// The packaged extension in a real VS Code, driven like a person would: a squiggle, F5, driving by code lens and tool bar, step
// back, the Coroutines view, the timeline. Pictures go to test-results/vscode/. Exit status 0 only if every step was seen.
//
//   npm run package && node scripts/e2e-vscode.mjs [--web] [--pictures] [FILE.vsix]
//
// --web: the extension runs in the browser's worker host, as on vscode.dev. --pictures: docs/images/vscode.png is taken anew.
// CHROMIUM, COROSCOPE_VSCODE_DIR: see scripts/vscode-server.mjs.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startServer } from './vscode-server.mjs'

const isWeb = process.argv.includes('--web')
const out = isWeb ? 'test-results/vscode-web' : 'test-results/vscode'
mkdirSync(out, { recursive: true })
const { name, publisher, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const vsix = process.argv.slice(2).find(word => word.endsWith('.vsix')) ?? `${name}-${version}.vsix`
if (!existsSync(vsix)) {
  console.error(`${vsix} is not there; make it: npm run package`)
  process.exit(2)
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
            total += await Ask(f"have {total}")
        return total
    finally:
        print("left with", total)
`
const run = `${talk}

conversation = talk(3)
print(conversation.send(None))
print(conversation.send(1))
conversation.close()
`
const workspace = mkdtempSync(join(tmpdir(), 'coroscope-workspace-'))
writeFileSync(join(workspace, 'talk.coro'), talk)
writeFileSync(join(workspace, 'run.coro'), run)
writeFileSync(join(workspace, 'bad.coro'), 'async def f(:\n    pass\n')
writeFileSync(join(workspace, 'plain.py'), 'def f():\n    yield 1\n\n\nprint(list(f()))\n')

const settings = { 'workbench.colorTheme': 'Default Dark Modern' }
if (isWeb) settings['remote.extensionKind'] = { [`${publisher}.${name}`]: ['web'] }
const server = await startServer({ vsix, settings })
const profile = mkdtempSync(join(tmpdir(), 'coroscope-chromium-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  viewport: { width: 1440, height: 960 },
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Only this machine's own server is looked up.
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
  ],
})
const page = context.pages()[0] ?? (await context.newPage())
page.setDefaultTimeout(45_000)

let picture = 0
let failed = false
const shoot = title =>
  page.screenshot({ path: `${out}/${String(++picture).padStart(2, '0')}-${title.replace(/\W+/g, '-')}.png` })

async function step(title, act) {
  if (failed) return
  const start = Date.now()
  try {
    await act()
    await shoot(title)
    console.log(`  ok    ${title} (${Date.now() - start} ms)`)
  } catch (error) {
    failed = true
    await shoot(`failed-${title}`).catch(() => undefined)
    console.log(`  FAIL  ${title}: ${error.message}`)
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const quickInput = '.quick-input-widget:not([style*="display: none"])'
const texts = selector => page.$$eval(selector, list => list.map(each => each.textContent.replaceAll('\u00a0', ' ')))
const coroutineRows = () =>
  texts('.pane:has(.title[title*="Coroutines"], [aria-label*="Coroutines Section"]) .monaco-list-row')

async function openFile(file) {
  await page.keyboard.press('Control+p')
  const input = page.locator(`${quickInput} .quick-input-filter input`)
  await input.waitFor()
  await input.fill(file)
  await page.locator(`${quickInput} .monaco-list-row`).filter({ hasText: file }).first().click()
  await page.waitForSelector(`.tab.active[data-resource-name="${file}"]`)
  await page.waitForSelector('.editor-instance .monaco-editor.focused .view-line')
}

async function command(title) {
  await page.keyboard.press('F1')
  const input = page.locator(`${quickInput} .quick-input-filter input`)
  await input.waitFor()
  await input.fill(`>${title}`)
  await page.locator(`${quickInput} .monaco-list-row`).filter({ hasText: title }).first().click()
}

/** Waits until some row of the Coroutines view says this. */
const coroutine = pattern =>
  until(`a coroutine that says ${pattern}`, async () => (await coroutineRows()).some(row => pattern.test(row)))

async function until(what, test) {
  const end = Date.now() + 45_000
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`waited for ${what}; the view has: ${(await coroutineRows()).join(' | ')}`)
    await page.waitForTimeout(80)
  }
}

/** The document of the webview that has such an element. */
async function frameWith(selector) {
  for (let i = 0; i < 300; i++) {
    for (const frame of page.frames()) if (await frame.$(selector).catch(() => null)) return frame
    await page.waitForTimeout(100)
  }
  throw new Error(`no webview with ${selector} appeared`)
}

const timeline = () => frameWith('canvas.lanes')

/** What axe-core has against a webview fails the step. */
async function complaints(frame, what) {
  await frame.evaluate(axeSource)
  const { violations } = await frame.evaluate(() => globalThis.axe.run(document.body))
  const told = violations.map(each => `${each.id}: ${each.nodes.map(node => node.target.flat().join(' ')).join(', ')}`)
  assert.deepEqual(told, [], what)
}

const toolBar = label =>
  page.locator(`.debug-toolbar .action-label[aria-label^="${label}"], .action-label[aria-label^="${label}"]`).first()

await step('open the folder', async () => {
  await page.goto(`${server.url}/?folder=${encodeURIComponent(workspace)}`)
  await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 90_000 })
})

await step('a syntax error is underlined', async () => {
  await openFile('bad.coro')
  await page.waitForSelector('.squiggly-error')
  assert.equal((await page.locator('#status\\.editor\\.mode').textContent()).trim(), 'Coro')
})

await step('code lenses over what can be driven', async () => {
  await openFile('talk.coro')
  await page.locator('.codelens-decoration a').filter({ hasText: 'Drive…' }).first().waitFor()
})

await step('drive: the coroutine waits in CORO_CREATED', async () => {
  await page.locator('.codelens-decoration a').filter({ hasText: 'Drive…' }).last().click()
  const input = page.locator(`${quickInput} .quick-input-filter input, ${quickInput} .quick-input-box input`).first()
  await input.waitFor()
  assert.equal(await input.inputValue(), 'talk()')
  await input.fill('talk(10)')
  await page.keyboard.press('Enter')
  await coroutine(/talk#1.*created/)
})

await step('the timeline shows it', async () => {
  const frame = await timeline()
  await frame.waitForSelector('.badge.coro_created')
  await frame.waitForSelector('.card.lit')
})

await step('webviews that are loaded again in mid-session come back to where it stands', async () => {
  await command('Developer: Reload Webviews')
  await page.waitForTimeout(1000)
  const frame = await timeline()
  await frame.waitForSelector('.badge.coro_created')
  await frame.waitForSelector('.card.lit')
})

await step('step over sends None', async () => {
  await page.keyboard.press('F10')
  await coroutine(/talk#1.*'have 0'/)
})

await step('send a value by the tool bar', async () => {
  await toolBar('Send').click()
  const input = page.locator(`${quickInput} .quick-input-filter input, ${quickInput} .quick-input-box input`).first()
  await input.waitFor()
  await input.fill('4')
  await page.locator(`${quickInput} .monaco-list-row`).filter({ hasText: "yields 'have 4'" }).first().waitFor()
  await shoot('send-box')
  await page.keyboard.press('Enter')
  await coroutine(/talk#1.*'have 4'/)
})

await step('the timeline has grown', async () => {
  const frame = await timeline()
  await frame.waitForFunction(() => /have 4/.test(document.querySelector('.story')?.textContent ?? ''))
  await page.waitForTimeout(500)
  if (process.argv.includes('--pictures')) {
    mkdirSync('docs/images', { recursive: true })
    await page.mouse.move(900, 560)
    await page.waitForTimeout(800)
    await page.screenshot({ path: 'docs/images/vscode.png' })
  }
})

await step('the Coroutines view is filtered and grouped', async () => {
  await command('Coroscope: Filter Coroutines…')
  const input = page.locator(`${quickInput} .quick-input-box input`).first()
  await input.waitFor()
  await input.fill('Ask')
  await page.keyboard.press('Enter')
  await until('only the chain of Ask', async () => {
    const rows = await coroutineRows()
    return rows.some(row => /Ask/.test(row)) && !rows.some(row => /main/.test(row))
  })
  await command('Coroscope: Clear the Filter')
  await coroutine(/main/)
  await command('Coroscope: Group Coroutines…')
  await page.locator(`${quickInput} .monaco-list-row`).filter({ hasText: 'by the file' }).first().click()
  await coroutine(/^talk\.coro/)
  await command('Coroscope: Group Coroutines…')
  await page.locator(`${quickInput} .monaco-list-row`).filter({ hasText: 'Await tree' }).first().click()
  await coroutine(/talk#1.*'have 4'/)
})

await step('the state machine beside the code, the live state lit', async () => {
  await command('Coroscope: Show State Machine')
  const frame = await frameWith('.machine-view')
  await frame.waitForSelector('svg.machine .node')
  // The cursor is where the debugger stands, in __await__; the machine of talk is shown from its lens.
  await page.locator('.codelens-decoration a').filter({ hasText: 'State machine' }).last().click()
  await frame.waitForFunction(() => document.querySelector('.machine-head h2')?.textContent === 'talk')
  await frame.waitForSelector('svg.machine .node.here[data-state="s1"]')
  await frame.waitForSelector('svg.machine .edge.taken')
  await complaints(frame, 'state machine')
  if (process.argv.includes('--pictures')) {
    await page.mouse.move(620, 560)
    await page.waitForTimeout(800)
    await page.screenshot({ path: 'docs/images/vscode-machine.png' })
  }
  await shoot('machine')
  await page.keyboard.press('Control+1')
})

await step('the timeline has nothing that axe complains about', async () => complaints(await timeline(), 'timeline'))

await step('a fork takes the step beside this run', async () => {
  const frame = await timeline()
  const box = frame.locator('.card-box').filter({ has: frame.locator('.card.close') })
  await box.hover()
  await box.locator('.compare').click()
  await frame.waitForFunction(() =>
    /irst difference|same so far/.test(document.querySelector('.comparison-head p')?.textContent ?? ''),
  )
  await shoot('fork')
  await frame.getByText('Stop comparing').click()
  const forked = page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: 'fork of' }).first()
  await forked.hover()
  await forked.locator('.codicon-debug-stop').click()
  await page.waitForFunction(() => !document.querySelector('.debug-call-stack')?.textContent?.includes('fork of'))
  await coroutine(/talk#1.*'have 4'/)
})

await step('step back by the tool bar', async () => {
  await toolBar('Step Back').click()
  await coroutine(/talk#1.*'have 0'/)
})

await step('throw by the tool bar', async () => {
  await toolBar('Throw').click()
  const input = page.locator(`${quickInput} .quick-input-filter input, ${quickInput} .quick-input-box input`).first()
  await input.waitFor()
  await input.fill('ValueError("no")')
  await page.locator(`${quickInput} .monaco-list-row`).filter({ hasText: 'raises ValueError' }).first().waitFor()
  await page.keyboard.press('Escape')
})

await step('a step from the timeline: close', async () => {
  const frame = await timeline()
  await frame.locator('.card.close').click()
  await until('the close to be told', async () => /finished/.test(await frame.locator('.message').textContent()))
})

await step('light theme', async () => {
  await command('Preferences: Toggle between Light/Dark Themes')
  await page.waitForSelector('.monaco-workbench.vs')
  await page.waitForTimeout(800)
})

await step('high contrast', async () => {
  await command('Preferences: Color Theme')
  const input = page.locator(`${quickInput} .quick-input-filter input`)
  await input.waitFor()
  await input.fill('Dark High Contrast')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.monaco-workbench.hc-black')
  await page.waitForTimeout(800)
  await complaints(await timeline(), 'timeline in high contrast')
  await shoot('high-contrast')
  await command('Preferences: Color Theme')
  await input.waitFor()
  await input.fill('Dark Modern')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.monaco-workbench.vs-dark')
})

await step('stop', async () => {
  await page.keyboard.press('Shift+F5')
  await page.waitForFunction(() => !document.querySelector('.debug-toolbar .codicon-debug-stop'))
})

await step('F5 without a launch.json runs the file to a breakpoint', async () => {
  await openFile('run.coro')
  await page.keyboard.press('Control+g')
  const input = page.locator(`${quickInput} .quick-input-filter input`)
  await input.waitFor()
  await input.fill(':22') // the second send
  await page.keyboard.press('Enter')
  await page.keyboard.press('F9')
  await page.waitForSelector('.codicon-debug-breakpoint')
  await page.keyboard.press('F5')
  await page.waitForSelector('[class*="codicon-debug-stackframe"]')
  await coroutine(/talk#1.*'have 0'/)
})

await step('it runs to its end', async () => {
  await page.keyboard.press('F5')
  await page.waitForFunction(() => !document.querySelector('[class*="codicon-debug-stackframe"]'))
})

await step('a Python file is debugged too', async () => {
  await openFile('plain.py')
  await page.keyboard.press('Control+g')
  const input = page.locator(`${quickInput} .quick-input-filter input`)
  await input.waitFor()
  await input.fill(':2')
  await page.keyboard.press('Enter')
  await page.keyboard.press('F9')
  await command('Coroscope: Debug this Python File in Coroscope')
  await coroutine(/f#1.*running at line 2/)
  await page.keyboard.press('Shift+F5')
  await page.waitForFunction(() => !document.querySelector('[class*="codicon-debug-stackframe"]'))
})

await step('samples open as copies', async () => {
  await command('Coroscope: Open Samples')
  await page.locator(`${quickInput} .monaco-list-row`).filter({ hasText: 'custom_awaitable.coro' }).first().click()
  await page.waitForSelector('.tab.active[data-resource-name="custom_awaitable.coro"]')
  await page.locator('.codelens-decoration a').filter({ hasText: 'Drive…' }).first().waitFor()
})

await step('a window that is loaded again while debugging: nothing is left over, the tab comes back', async () => {
  await openFile('talk.coro')
  await page.locator('.codelens-decoration a').filter({ hasText: 'Drive…' }).last().click()
  const input = page.locator(`${quickInput} .quick-input-filter input, ${quickInput} .quick-input-box input`).first()
  await input.waitFor()
  await input.fill('talk(10)')
  await page.keyboard.press('Enter')
  await coroutine(/talk#1.*created/)
  await page.reload()
  await page.waitForSelector('.explorer-folders-view .monaco-list-row, .debug-call-stack', { timeout: 90_000 })
  const frame = await frameWith('.machine-view')
  await frame.waitForSelector('svg.machine')
  await timeline()
  assert.equal(await page.locator('.notifications-toasts .codicon-error').count(), 0)
  // It can be driven anew.
  await openFile('talk.coro')
  await page.locator('.codelens-decoration a').filter({ hasText: 'Drive…' }).last().click()
  await input.waitFor()
  await page.keyboard.press('Enter')
  await coroutine(/talk#1.*created/)
  await page.keyboard.press('Shift+F5')
})

await context.close()
await server.stop()
for (const folder of [profile, workspace]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
console.log(failed ? `VS Code: failed; pictures in ${out}` : 'VS Code: all seen')
process.exit(failed ? 1 : 0)
