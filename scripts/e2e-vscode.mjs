// The packaged extension in a real VS Code, driven like a person would: a squiggle, F5, driving by code lens and tool bar, step
// back, the Coroutines view, the timeline. Pictures go to test-results/vscode/. Exit status 0 only if every step was seen.
//
//   npm run package && node scripts/e2e-vscode.mjs [--web] [--pictures] [FILE.vsix]
//
// --web: the extension runs in the browser's worker host, as on vscode.dev. --pictures: docs/images/vscode.png is taken anew.
// CHROMIUM, COROSCOPE_VSCODE_DIR: see scripts/vscode-server.mjs.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manifest, packaged, talk } from './e2e-subject.mjs'
import { startDriver } from './vscode-driver.mjs'
import { startServer } from './vscode-server.mjs'

const isWeb = process.argv.includes('--web')
const out = isWeb ? 'test-results/vscode-web' : 'test-results/vscode'
mkdirSync(out, { recursive: true })
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
if (isWeb) settings['remote.extensionKind'] = { [`${manifest.publisher}.${manifest.name}`]: ['web'] }
const server = await startServer({ vsix: packaged(), settings })
const driver = await startDriver({ url: server.url, out })
const { page } = driver
const step = (title, act) => driver.step(title, act)
const shoot = title => driver.shoot(title)
const openFile = file => driver.openFile(file)
const command = title => driver.command(title)
const coroutine = pattern => driver.coroutine(pattern)
const coroutineRows = () => driver.coroutineRows()
const until = (what, test) => driver.until(what, test)
const timeline = () => driver.timeline()
const complaints = async (frame, what) => assert.deepEqual(await driver.complaints(frame), [], what)

await step('open the folder', () => driver.openFolder(workspace))

await step('a syntax error is underlined', async () => {
  await openFile('bad.coro')
  await page.waitForSelector('.squiggly-error')
  assert.equal((await page.locator('#status\\.editor\\.mode').textContent()).trim(), 'Coro')
})

await step('code lenses over what can be driven', async () => {
  await openFile('talk.coro')
  await driver.lens('Drive…').first().waitFor()
})

await step('drive: the coroutine waits in CORO_CREATED', async () => {
  await driver.asks(() => driver.lens('Drive…').last().click({ timeout: 5000 }))
  assert.equal(await driver.input.inputValue(), 'talk()')
  await driver.answer('talk(10)')
  await coroutine(/talk#1.*created/)
})

await step('the timeline shows it', async () => {
  const frame = await timeline()
  await frame.waitForSelector('.badge.coro_created')
  await frame.waitForSelector('.card.lit')
})

await step('webviews that are loaded again in mid-session come back to where it stands', async () => {
  // The documents that are there now are marked: what comes without the mark is new.
  await (await timeline()).evaluate(() => document.body.setAttribute('data-old', ''))
  await command('Developer: Reload Webviews')
  const frame = await driver.frameWith('body:not([data-old]) canvas.lanes')
  await frame.waitForSelector('.badge.coro_created')
  await frame.waitForSelector('.card.lit')
})

await step('step over sends None', async () => {
  await driver.stepOver()
  await coroutine(/talk#1.*'have 0'/)
})

await step('send a value by the tool bar', async () => {
  await driver.asks(() => driver.toolBar('Send').click({ timeout: 5000 }))
  await driver.input.fill('4')
  await driver.choice("yields 'have 4'").waitFor()
  await shoot('send-box')
  await page.keyboard.press('Enter')
  await coroutine(/talk#1.*'have 4'/)
})

await step('the timeline has grown', async () => {
  const frame = await timeline()
  await frame.waitForFunction(() => /have 4/.test(document.querySelector('.story')?.textContent ?? ''))
  if (process.argv.includes('--pictures')) {
    mkdirSync('docs/images', { recursive: true })
    await page.mouse.move(900, 560)
    await page.waitForTimeout(800)
    await page.screenshot({ path: 'docs/images/vscode.png' })
  }
})

await step('the Coroutines view is filtered and grouped', async () => {
  await command('Coroscope: Filter Coroutines…')
  await driver.answer('Ask')
  await until('only the chain of Ask', async () => {
    const rows = await coroutineRows()
    return rows.some(row => /Ask/.test(row)) && !rows.some(row => /main/.test(row))
  })
  await command('Coroscope: Clear the Filter')
  await coroutine(/main/)
  await command('Coroscope: Group Coroutines…')
  await driver.choice('by the file').click()
  await coroutine(/^talk\.coro/)
  await command('Coroscope: Group Coroutines…')
  await driver.choice('each under the one that made it').click()
  await until('no files', async () => !(await coroutineRows()).some(row => /^talk\.coro/.test(row)))
  await command('Coroscope: Group Coroutines…')
  await driver.choice('Await tree').click()
  await coroutine(/talk#1.*'have 4'/)
})

await step('the state machine beside the code, the live state lit', async () => {
  await command('Coroscope: Show State Machine')
  const frame = await driver.frameWith('.machine-view')
  await frame.waitForSelector('svg.machine .node')
  // The cursor is where the debugger stands, in __await__; the machine of talk is shown from its lens.
  await driver.lens('State machine').last().click()
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
  await driver.toolBar('Step Back').click()
  await coroutine(/talk#1.*'have 0'/)
})

await step('throw by the tool bar', async () => {
  await driver.asks(() => driver.toolBar('Throw').click({ timeout: 5000 }))
  await driver.input.fill('ValueError("no")')
  await driver.choice('raises ValueError').waitFor()
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
  await (await timeline()).waitForSelector('body.vscode-light')
})

await step('high contrast', async () => {
  await command('Preferences: Color Theme')
  await driver.answer('Dark High Contrast')
  await page.waitForSelector('.monaco-workbench.hc-black')
  const frame = await timeline()
  await frame.waitForSelector('body.vscode-high-contrast')
  await complaints(frame, 'timeline in high contrast')
  await shoot('high-contrast')
  await command('Preferences: Color Theme')
  await driver.answer('Dark Modern')
  await page.waitForSelector('.monaco-workbench.vs-dark')
})

await step('stop', async () => {
  await driver.stopDebugging()
})

await step('F5 without a launch.json runs the file to a breakpoint', async () => {
  await openFile('run.coro')
  await driver.breakAt(22) // the second send
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
  await driver.breakAt(2)
  await command('Coroscope: Debug this Python File in Coroscope')
  await coroutine(/f#1.*running at line 2/)
  await page.keyboard.press('Shift+F5')
  await page.waitForFunction(() => !document.querySelector('[class*="codicon-debug-stackframe"]'))
})

await step('samples open as copies', async () => {
  await command('Coroscope: Open Samples')
  await driver.choice('custom_awaitable.coro').click()
  await page.waitForSelector('.tab.active[data-resource-name="custom_awaitable.coro"]')
  await driver.lens('Drive…').first().waitFor()
})

await step('a window that is loaded again while debugging: nothing is left over, the tab comes back', async () => {
  await openFile('talk.coro')
  await driver.asks(() => driver.lens('Drive…').last().click({ timeout: 5000 }))
  await driver.answer('talk(10)')
  await coroutine(/talk#1.*created/)
  await page.reload()
  await page.waitForSelector('.explorer-folders-view .monaco-list-row, .debug-call-stack')
  const frame = await driver.frameWith('.machine-view')
  await frame.waitForSelector('svg.machine')
  await timeline()
  assert.equal(await page.locator('.notifications-toasts .codicon-error').count(), 0)
  // It can be driven anew.
  await openFile('talk.coro')
  await driver.asks(() => driver.lens('Drive…').last().click({ timeout: 5000 }))
  await page.keyboard.press('Enter')
  await coroutine(/talk#1.*created/)
  await driver.stopDebugging()
})

await driver.close()
await server.stop()
rmSync(workspace, { recursive: true, force: true, maxRetries: 5 })
console.log(driver.failed ? `VS Code: failed; pictures in ${out}` : `VS Code: all ${driver.passed} seen`)
process.exit(driver.failed ? 1 : 0)
