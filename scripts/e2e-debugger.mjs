// What VS Code itself has for debuggers, over our adapter in a real VS Code: breakpoint modes, the disassembly, the bytes of a variable,
// stepping back. Pictures go to test-results/debugger/. Exit status 0 only if every step was seen.
//
//   npm run package && node scripts/e2e-debugger.mjs [FILE.vsix]
//
// CHROMIUM, COROSCOPE_VSCODE_DIR: see scripts/vscode-server.mjs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packaged } from './e2e-subject.mjs'
import { startDriver } from './vscode-driver.mjs'
import { startServer } from './vscode-server.mjs'

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

const server = await startServer({ vsix: packaged(), settings: { 'workbench.colorTheme': 'Default Dark Modern' } })
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

/** The instruction that the disassembly shows as the one that is next. */
const instruction = () =>
  page.evaluate(() => {
    const mark = document.querySelector('.disassembly-view [class*="codicon-debug-stackframe"]')
    return mark?.closest('.monaco-list-row')?.textContent ?? ''
  })

await step('open the folder', () => driver.openFolder(workspace))

await step('run to a breakpoint at an await', async () => {
  await driver.openFile('bytes.coro')
  await driver.breakAt(8)
  await page.keyboard.press('F5')
  await page.waitForSelector('[class*="codicon-debug-stackframe"]')
  await driver.coroutine(/talk#1.*running at line 8/)
})

await step('step back by the tool bar', async () => {
  await driver.toolBar('Step Back').click()
  await stoppedAt(7)
  await driver.stepOver()
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
  const before = await instruction()
  await driver.stepOver()
  await driver.until('the next instruction', async () => !['', before].includes(await instruction()))
  await driver.shoot('after-the-instruction')
  await page.keyboard.press('Control+w')
})

await step('a variable offers its bytes', async () => {
  const data = row('Variables', 'bytearray(b')
  await data.hover()
  // The editor for bytes is an extension of its own, which a click would fetch; what it reads is seen in the extension host's tests.
  await data.locator('.action-label[aria-label*="Binary Data"]').waitFor()
})

await step('a breakpoint is given a mode', async () => {
  await driver.insist(
    'the modes of a breakpoint',
    async () => {
      await page.keyboard.press('Escape')
      await row('Breakpoints', 'bytes.coro').click({ button: 'right' })
      await driver.menuItem('Edit Mode').click()
    },
    () => driver.choice('Suspends').isVisible(),
  )
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
