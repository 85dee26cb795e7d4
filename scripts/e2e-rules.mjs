// The packaged extension in a real VS Code: bugs that no other tool reports are underlined, and each is repaired by a click on its
// quick fix. Pictures go to test-results/rules/. Exit status 0 only if every one was seen, repaired and gone.
//
//   npm run package && node scripts/e2e-rules.mjs [FILE.vsix]
//
// CHROMIUM, COROSCOPE_VSCODE_DIR: see scripts/vscode-server.mjs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packaged } from './e2e-subject.mjs'
import { startDriver } from './vscode-driver.mjs'
import { startServer } from './vscode-server.mjs'

const out = 'test-results/rules'
const work = 'import asyncio\n\n\nasync def work():\n    await asyncio.sleep(1)\n    return 1\n\n\n'

/** Each bug: the program, the line (from 1) and words of its message, the repair, and what the program has afterwards. */
const bugs = [
  {
    file: 'assigned',
    text: `${work}async def main():\n    result = work()\n    print("done")\n`,
    line: 10,
    message: "coroutine 'work' was never awaited",
    fix: "Add 'await'",
    after: 'result = await work()',
  },
  {
    file: 'argument',
    text: `${work}async def main():\n    print(work())\n`,
    line: 10,
    message: "print() is given the coroutine 'work'",
    fix: "Add 'await'",
    after: 'print(await work())',
  },
  {
    file: 'twice',
    text: `${work}async def main():\n    job = work()\n    await job\n    await job\n`,
    line: 12,
    message: 'cannot reuse already awaited coroutine',
    fix: "Call 'work()' again",
    after: 'await work()',
  },
  {
    file: 'run_inside',
    text: `${work}async def main():\n    asyncio.run(work())\n`,
    line: 10,
    message: 'asyncio.run() cannot be called from a running event loop',
    fix: "Use 'await'",
    after: 'await work()',
  },
  {
    file: 'async_init',
    text: 'class Client:\n    async def __init__(self):\n        self.jobs = []\n',
    line: 2,
    message: "__init__() should return None, not 'coroutine'",
    fix: "Leave out the 'async'",
    after: '    def __init__(self):',
  },
  {
    file: 'plain_anext',
    text: 'class Jobs:\n    def __aiter__(self):\n        return self\n\n    def __anext__(self):\n        return 1\n',
    line: 5,
    message: 'received an invalid object from __anext__: int',
    fix: "Make it 'async'",
    after: 'async def __anext__(self):',
  },
  {
    file: 'swallowed',
    text: `${work}async def main():\n    try:\n        await work()\n    except asyncio.CancelledError:\n        pass\n`,
    line: 12,
    message: 'CancelledError is swallowed here',
    fix: 'Raise it again',
    after: '        raise',
  },
  {
    file: 'finally_await',
    text: `${work}async def jobs():\n    try:\n        yield 1\n    finally:\n        await work()\n\n\nasync def main():\n    async for job in jobs():\n        print(job)\n`,
    line: 13,
    message: 'whoever leaves the loop early does not wait for this',
    fix: "Close it where it is iterated: 'contextlib.aclosing'",
    after: 'async with contextlib.aclosing(jobs()) as items:',
  },
  {
    file: 'unreleased',
    text: `${work}async def main():\n    lock = asyncio.Lock()\n    await lock.acquire()\n    await work()\n`,
    line: 11,
    message: "'lock' is acquired and never released",
    fix: "Use 'async with lock'",
    after: 'async with lock:',
  },
  {
    file: 'spinning',
    text: 'import asyncio\n\n\nasync def main(queue):\n    await asyncio.sleep(0)\n    while not queue:\n        pass\n',
    line: 6,
    message: 'this loop waits without letting go',
    fix: "Add 'await asyncio.sleep(0)'",
    after: '        await asyncio.sleep(0)',
  },
  {
    file: 'at_import',
    text: 'import asyncio\n\nloop = asyncio.get_event_loop()\n',
    line: 3,
    message: 'There is no current event loop when a module is imported',
    fix: "Use 'new_event_loop'",
    after: 'loop = asyncio.new_event_loop()',
  },
]

const workspace = mkdtempSync(join(tmpdir(), 'coroscope-rules-'))
for (const { file, text } of bugs) writeFileSync(join(workspace, `${file}.coro`), text)
const server = await startServer({
  vsix: packaged(),
  settings: {
    'workbench.colorTheme': 'Default Dark Modern',
    'files.autoSave': 'afterDelay',
    'files.autoSaveDelay': 100,
  },
})
const driver = await startDriver({ url: server.url, out, viewport: { width: 1280, height: 1000 } })
const { page } = driver

/** The problems of the Problems panel, as text. */
const problems = () =>
  page.$$eval('.markers-panel-container .monaco-list-row, .markers-panel .monaco-list-row', rows =>
    rows.map(row => row.textContent.replaceAll('\u00a0', ' ')),
  )

async function repair({ file, line, message, fix, after }) {
  const path = join(workspace, `${file}.coro`)
  await driver.openFile(`${file}.coro`)
  await page.waitForSelector('.squiggly-warning, .squiggly-error')
  await driver.until(`the problem '${message}'`, async () => (await problems()).some(row => row.includes(message)))
  await driver.goToLine(`${line}:99`)
  // The problem ends on the line; the bulb offers what belongs to the line.
  const action = page.locator('.action-widget .monaco-list-row').filter({ hasText: fix }).first()
  await driver.until(`the repair '${fix}'`, async () => {
    // A key that is pressed while the editor is busy elsewhere may be lost.
    await page.keyboard.press('Control+.')
    return action.waitFor({ timeout: 5000 }).then(
      () => true,
      () => page.keyboard.press('Escape').then(() => false),
    )
  })
  await driver.shoot(`${file}-offered`)
  await action.click()
  await driver.until(`'${after}' in the file`, () => readFileSync(path, 'utf8').includes(after))
  await driver.until('the problem to go', async () => !(await problems()).some(row => row.includes(message)))
  await driver.shoot(`${file}-repaired`)
}

await driver.step('open the folder, and its problems', async () => {
  await driver.openFolder(workspace)
  await page.keyboard.press('Control+Shift+m')
  await page.waitForSelector('.markers-panel')
})
for (const bug of bugs) await driver.step(`${bug.file}: ${bug.message} → ${bug.fix}`, () => repair(bug))

await driver.close()
await server.stop()
rmSync(workspace, { recursive: true, force: true, maxRetries: 5 })
console.log(driver.failed ? `not repaired; pictures in ${out}` : 'all repaired by a click')
process.exit(driver.failed ? 1 : 0)
