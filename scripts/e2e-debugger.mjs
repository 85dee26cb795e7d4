// What VS Code itself has for debuggers, over our adapter in a real VS Code: breakpoint modes, the disassembly, the bytes of a variable,
// stepping back. Pictures go to test-results/debugger/. Exit status 0 only if every step was seen.
//
//   npm run package && node scripts/e2e-debugger.mjs [FILE.vsix]
//
// CHROMIUM, COROSCOPE_VSCODE_DIR: see scripts/vscode-server.mjs.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDriver } from './vscode-driver.mjs'
import { startServer } from './vscode-server.mjs'

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const vsix = process.argv.slice(2).find(word => word.endsWith('.vsix')) ?? `${name}-${version}.vsix`
if (!existsSync(vsix)) {
  console.error(`${vsix} is not there; make it: npm run package`)
  process.exit(2)
}

const workspace = mkdtempSync(join(tmpdir(), 'coroscope-workspace-'))
writeFileSync(
  join(workspace, 'bytes.coro'),
  `class Ask:
    def __await__(self):
        return (yield "question")


async def talk(data):
    first = data[0]
    answer = await Ask()
    return first + answer


data = bytearray(b"hello")
one = talk(data)
one.send(None)
try:
    one.send(1)
except StopIteration as end:
    print(end.value)
`,
)

const server = await startServer({ vsix, settings: { 'workbench.colorTheme': 'Default Dark Modern' } })
const driver = await startDriver({ url: server.url, out: 'test-results/debugger' })
const { page } = driver
const step = (title, act) => driver.step(title, act)
/** A row of the pane of the debug side bar whose title begins so. */
const row = (pane, text) =>
  page.locator(`.pane:has([aria-label^="${pane} Section"]) .monaco-list-row`).filter({ hasText: text }).first()
const stoppedAt = line =>
  page.waitForFunction(
    text => document.querySelector('#status\\.editor\\.selection')?.textContent?.startsWith(text),
    `Ln ${line},`,
  )

await step('open the folder', () => driver.openFolder(workspace))

await step('run to a breakpoint at an await', async () => {
  await driver.openFile('bytes.coro')
  await driver.goToLine(8)
  await page.keyboard.press('F9')
  await page.waitForSelector('.codicon-debug-breakpoint')
  await page.keyboard.press('F5')
  await page.waitForSelector('[class*="codicon-debug-stackframe"]')
  await driver.coroutine(/talk#1.*running at line 8/)
})

await step('step back by the tool bar', async () => {
  await driver.toolBar('Step Back').click()
  await stoppedAt(7)
  await page.keyboard.press('F10')
  await stoppedAt(8)
})

await step('the disassembly', async () => {
  await driver.command('Open Disassembly View')
  await page.locator('.disassembly-view .monaco-list-row, .disassembly-view .monaco-table-tr').first().waitFor()
  await page.waitForFunction(() =>
    /LOAD|CALL|AWAIT|Load|Call|Await/.test(document.querySelector('.disassembly-view')?.textContent ?? ''),
  )
})

await step('a step by one instruction', async () => {
  await page.getByText('0x100008').first().click()
  await page.keyboard.press('F10')
  await page.waitForTimeout(1500)
  await driver.shoot('after-the-instruction')
  await page.keyboard.press('Control+w')
})

await step('a variable offers its bytes', async () => {
  const data = row('Variables', 'bytearray(b')
  await data.hover()
  const button = data.locator('.action-label[aria-label*="Binary Data"]')
  await button.waitFor()
  await button.click()
  // The editor for bytes is an extension of its own, which VS Code asks to install.
  await page.waitForTimeout(2000)
})

await step('a breakpoint is given a mode', async () => {
  await page.keyboard.press('Escape')
  await row('Breakpoints', 'bytes.coro').click({ button: 'right' })
  await driver.menuItem('Edit Mode').click()
  await driver.choice('Suspends').waitFor()
  await driver.shoot('the-modes')
  await driver.choice('Suspends').click()
})

await step('it stops when the coroutine is suspended there', async () => {
  await driver.toolBar('Continue').click()
  await driver.coroutine(/talk#1.*suspended at line 8|talk#1.*'question'/)
})

await step('stop', () => driver.stopDebugging())

await driver.close()
await server.stop()
rmSync(workspace, { recursive: true, force: true, maxRetries: 5 })
console.log(driver.failed ? 'VS Code: failed; pictures in test-results/debugger' : `VS Code: all ${driver.passed} seen`)
process.exit(driver.failed ? 1 : 0)
