// Setting out with the packaged extension in a real VS Code: a newcomer's first three minutes by the clock, a folder without trust,
// several folders, the walkthrough, welcome content, samples, launch.json, marks in the editor, menus of the Coroutines view, dialogs
// for exports and traces. Pictures go to test-results/setting-out/. Exit status 0 only if every step was seen.
//
//   npm run package && node scripts/e2e-setting-out.mjs [--only=WORD] [FILE.vsix]            CHROMIUM, COROSCOPE_VSCODE_DIR: see scripts/vscode-server.mjs
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packaged, talk } from './e2e-subject.mjs'
import { startDriver } from './vscode-driver.mjs'
import { startServer } from './vscode-server.mjs'

const lost = `async def forgotten():
    pass


def main():
    forgotten()
    print("gone")


main()
`
const tasks = `import asyncio


async def child():
    await asyncio.sleep(1)
    return 3


async def main():
    print("got", await asyncio.create_task(child()))


asyncio.run(main())
`
const folder = mkdtempSync(join(tmpdir(), 'coroscope-setting-out-'))
const [one, two, untrusted] = ['one', 'two', 'untrusted'].map(each => {
  mkdirSync(join(folder, each, '.vscode'), { recursive: true })
  return join(folder, each)
})
for (const each of [one, untrusted]) writeFileSync(join(each, 'talk.coro'), talk)
writeFileSync(join(untrusted, 'bad.coro'), 'async def f(:\n    pass\n')
writeFileSync(join(one, 'lost.coro'), lost)
writeFileSync(join(one, 'bad.coro'), 'x = 1\n\nasync def f(:\n    pass\n')
writeFileSync(join(one, 'tasks.py'), tasks)
writeFileSync(join(two, 'second.coro'), 'def count():\n    yield 1\n    yield 2\n')
writeFileSync(join(two, '.vscode/launch.json'), '{\n  "version": "0.2.0",\n  "configurations": [\n    \n  ]\n}\n')
const workspace = join(folder, 'both.code-workspace')
writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }] }))

const settings = { 'workbench.colorTheme': 'Default Dark Modern' }
const only = process.argv.find(arg => arg.startsWith('--only='))?.slice('--only='.length) ?? ''
let passed = 0
let failed = false

/** Runs steps in a fresh VS Code. */
async function inVsCode(part, options, steps) {
  if (failed || !part.includes(only)) return
  console.log(part)
  const server = await startServer({ vsix: packaged(), settings, ...options })
  const driver = await startDriver({ url: server.url, out: `test-results/setting-out/${part.replace(/\W+/g, '-')}` })
  await steps(driver, (title, act) => driver.step(title, act))
  passed += driver.passed
  failed = driver.failed
  await driver.close()
  await server.stop()
}

await inVsCode('a newcomer, with the README only', {}, async (driver, step) => {
  const { page } = driver
  const steps = []
  let start = 0
  const noted = what => steps.push(`${((Date.now() - start) / 1000).toFixed(1)} s ${what}`)
  await step('an empty window', async () => {
    await page.goto(driver.url)
    await page.waitForSelector('.monaco-workbench .statusbar-item')
    start = Date.now()
  })
  await step('the walkthrough opens the first sample', async () => {
    await driver.command('Welcome: Open Walkthrough...')
    await driver.choice('See a coroutine, and drive it').click()
    const button = page.locator('.getting-started .monaco-button, .gettingStartedContainer .monaco-button').filter({
      hasText: 'Open the first sample',
    })
    await button.first().waitFor()
    noted('the walkthrough is open')
    await driver.shoot('walkthrough')
    await button.first().click()
    await page.waitForSelector('.tab[data-resource-name="first.coro"]')
    noted('the sample is open')
  })
  await step('Drive… makes the coroutine; Enter', async () => {
    await driver.asks(() => driver.lens('Drive…').last().click({ timeout: 5000 }))
    assert.equal(await driver.input.inputValue(), 'make_tea("Ada")')
    await page.keyboard.press('Enter')
    await driver.coroutine(/make_tea#1.*created/)
    noted('make_tea("Ada") waits in CORO_CREATED')
  })
  await step('three steps: heating, steeping, tea', async () => {
    for (const word of ['heating', 'steeping']) {
      await driver.stepOver()
      await driver.coroutine(new RegExp(`make_tea#1.*'${word}'`))
      noted(`send(None): '${word}'`)
    }
    await driver.stepOver()
    const frame = await driver.timeline()
    await frame.waitForFunction(() => /tea for Ada/.test(document.querySelector('.story')?.textContent ?? ''))
    noted("send(None): returned 'tea for Ada'")
  })
  await step('and back', async () => {
    await driver.toolBar('Step Back').click()
    await driver.coroutine(/make_tea#1.*'steeping'/)
    noted('Step Back: suspended again')
  })
  console.log(steps.map(line => `        ${line}`).join('\n'))
})

await inVsCode(
  'a folder without trust',
  { asksForTrust: true, settings: { ...settings, 'security.workspace.trust.startupPrompt': 'never' } },
  async (driver, step) => {
    const { page } = driver
    await step('the extension is on in Restricted Mode: diagnostics, lenses, state machine', async () => {
      await driver.openFolder(untrusted)
      await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).first().waitFor()
      await driver.openFile('bad.coro')
      await page.waitForSelector('.squiggly-error')
      await driver.openFile('talk.coro')
      await driver.lens('State machine').last().click()
      const frame = await driver.frameWith('.machine-view')
      await frame.waitForSelector('svg.machine .node')
      await page.keyboard.press('Control+1')
    })
    const dialog = page.locator('.monaco-dialog-box')
    await step('before it debugs anything VS Code itself asks; who says no is left alone', async () => {
      await driver.asks(() => driver.lens('Drive…').last().click({ timeout: 5000 }))
      await driver.answer('talk(10)')
      await dialog.getByText('Cancel').click()
      await dialog.waitFor({ state: 'hidden' })
      assert.equal(await page.locator('.notifications-toasts .codicon-error').count(), 0)
      assert.equal(await page.locator('.pane-composite-part.panel canvas').count(), 0)
    })
    await step('who says yes drives', async () => {
      await driver.asks(() => driver.lens('Drive…').last().click({ timeout: 5000 }))
      await driver.answer('talk(10)')
      await dialog.getByText(/Trust .* & Continue/).click()
      await driver.coroutine(/talk#1.*created/)
      await driver.stepOver()
      await driver.coroutine(/talk#1.*'have 0'/)
    })
  },
)

await inVsCode('several folders', {}, async (driver, step) => {
  const { page } = driver
  await step('open the workspace', () => driver.openFolder(workspace, 'workspace'))

  await step('welcome content, while nothing runs', async () => {
    await driver.openFile('second.coro')
    await page.keyboard.press('Control+Shift+d')
    const words = page.locator('.welcome-view-content').filter({ hasText: 'its coroutines are here' }).first()
    await driver.insist(
      'the Coroutines view unfolds',
      () => page.locator('.pane-header').filter({ hasText: 'Coroutines' }).first().click(),
      () => words.isVisible(),
    )
    const samples = page.locator('.welcome-view-content .monaco-button').filter({ hasText: 'Open samples' }).first()
    await samples.click()
    await driver.choice('custom_awaitable.coro').waitFor()
    await page.keyboard.press('Escape')
  })

  await step('the timeline says what to do while it is empty; axe finds nothing', async () => {
    await driver.command('Coroscope: Show Timeline')
    const frame = await driver.timeline()
    await frame.getByText('No program is running').first().waitFor()
    assert.deepEqual(await driver.complaints(frame), [])
  })

  await step('the welcome view drives a generator of the second folder', async () => {
    await page.locator('.welcome-view-content .monaco-button').filter({ hasText: 'Drive a coroutine' }).first().click()
    await driver.choice('count()').click()
    await driver.coroutine(/count#1.*created/)
    await driver.stepOver()
    await driver.coroutine(/count#1.*1/)
    await driver.stopDebugging()
  })

  await step('a program that cannot be started: F5 says why, and leads there', async () => {
    await driver.openFile('bad.coro')
    await page.keyboard.press('F5')
    const told = driver.notification('SyntaxError: invalid syntax')
    await told.waitFor()
    await told.getByText('Go to Line 3').click()
    await page.waitForFunction(() =>
      document.querySelector('#status\\.editor\\.selection')?.textContent?.startsWith('Ln 3,'),
    )
    assert.equal(await page.locator('.monaco-dialog-box').count(), 0)
  })

  await step('launch.json: what can be written there is offered', async () => {
    await driver.openFile('launch.json')
    await driver.goToLine(4)
    await page.keyboard.press('End')
    const offered = page.locator('.suggest-widget.visible .monaco-list-row')
    await driver.insist(
      'suggestions',
      () => page.keyboard.press('Control+Space'),
      async () => (await offered.filter({ hasText: 'Coroscope' }).count()) > 0,
    )
    await page.keyboard.type('Drive')
    await offered.filter({ hasText: 'Coroscope: Drive a coroutine' }).first().click()
    await page.waitForFunction(() =>
      /"drive":/.test([...document.querySelectorAll('.view-line')].map(each => each.textContent).join('')),
    )
    await driver.shoot('launch-json')
    await driver.command('File: Revert File')
  })

  await step('drive, and see where it stands: gutter, line, inline values, status bar', async () => {
    await driver.openFile('talk.coro')
    // The lines where it can wait have a mark of their own.
    await page.locator('.glyph-margin-widgets [class*="ced-"], .glyph-margin-widgets .cgmr').first().waitFor()
    await driver.asks(() => driver.lens('Drive…').last().click({ timeout: 5000 }))
    await driver.answer('talk(10)')
    await driver.coroutine(/talk#1.*created/)
    await driver.stepOver()
    await driver.coroutine(/talk#1.*'have 0'/)
    await driver.until('inline values', async () =>
      (await driver.texts('.editor-instance .view-line')).some(line => /talk#1.*yielded 'have 0'/.test(line)),
    )
    await page.locator('.statusbar-item').filter({ hasText: "talk#1 suspended · 'have 0'" }).first().waitFor()
    // The selected one's line is lit, the lines of its await chain softly.
    await driver.until('lit lines', async () => (await page.locator('.view-overlays .cdr[class*="ced-"]').count()) >= 2)
  })

  await step('a click selects the thread, a double click goes to where it is suspended', async () => {
    const line = () => page.locator('#status\\.editor\\.selection').textContent()
    await driver.row(/^\s*Ask/).click()
    await page.locator('.statusbar-item').filter({ hasText: 'Ask.__await__#2 suspended' }).first().waitFor()
    await driver.row(/^\s*talk#1/).click()
    await page.locator('.statusbar-item').filter({ hasText: 'talk#1 suspended' }).first().waitFor()
    await driver.insist(
      'line 14',
      () => driver.row(/^\s*talk#1/).dblclick(),
      async () => /Ln 14\b/.test(await line()),
    )
  })

  await step('the menu of a row: send, throw, break when it resumes, fork, go to', async () => {
    const menu = async item => {
      await driver.insist(
        item,
        async () => {
          await page.keyboard.press('Escape')
          await driver.row(/^\s*talk#1/).click({ button: 'right' })
        },
        () => driver.menuItem(item).isVisible(),
      )
      if (item === 'Send…') await driver.shoot('menu')
      // A menu takes no click in its first moment.
      const entry = driver.menuItem(item)
      await driver.insist(
        `${item} is taken`,
        () => entry.click({ timeout: 2000 }).catch(() => undefined),
        async () => !(await entry.isVisible()),
      )
    }
    await menu('Send…')
    await driver.answer('4')
    await driver.coroutine(/talk#1.*'have 4'/)
    await menu('Throw…')
    await driver.input.waitFor()
    await page.keyboard.press('Escape')
    await menu('Break when it Resumes')
    await driver.coroutine(/talk#1.*breaks when resumed/)
    await menu('Break when it Resumes')
    await driver.until('no mark', async () => !(await driver.coroutineRows()).some(row => /breaks when/.test(row)))
    await menu('Fork')
    await page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: 'fork of' }).first().waitFor()
    const frame = await driver.timeline()
    await frame
      .locator('.comparison-head p')
      .filter({ hasText: /same so far|No difference/ })
      .waitFor()
    await frame.getByText('Stop comparing').click()
    const forked = page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: 'fork of' }).first()
    await driver.insist(
      'the end of the fork',
      async () => {
        await forked.hover()
        await forked
          .locator('.codicon-debug-stop')
          .click({ timeout: 5000 })
          .catch(() => undefined)
      },
      async () =>
        (await page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: 'fork of' }).count()) === 0,
    )
    await driver.coroutine(/talk#1.*'have 4'/)
  })

  const kept = join(one, 'kept.jsonl')
  const test = join(one, 'test_talk.py')
  await step('the session is exported by a dialog: as a trace, as a test for CPython', async () => {
    for (const [format, path, holds] of [
      ['Events as JSON lines', kept, /"kind":"resume"/],
      ['as a test that passes on CPython', test, /def test_/],
    ]) {
      await driver.command('Coroscope: Export Session…')
      await driver.choice(format).click()
      await driver.path(path)
      await driver.until(`${path}`, () => existsSync(path) && holds.test(readFileSync(path, 'utf8')))
      await page.waitForSelector(`.tab.active[data-resource-name="${path.split('/').at(-1)}"]`)
    }
    await driver.openFile('talk.coro')
  })

  await step('the run is compared with a trace from a dialog; the first difference is marked', async () => {
    await driver.toolBar('Step Back').click()
    await driver.coroutine(/talk#1.*'have 0'/)
    await driver.command('Coroscope: Compare with Trace…')
    await driver.path(kept)
    const frame = await driver.timeline()
    const words = frame.locator('.comparison-head p')
    await words.filter({ hasText: 'The same so far' }).waitFor()
    await driver.asks(() => driver.toolBar('Send').click({ timeout: 5000 }))
    await driver.answer('7')
    await driver.coroutine(/talk#1.*'have 7'/)
    await words
      .filter({ hasText: /First difference at event \d+: you send 7 .*; in kept\.jsonl: you send 4/ })
      .waitFor()
    assert.deepEqual(await driver.complaints(frame), [])
    await frame.getByText('Stop comparing').click()
  })

  await step('the state machine is saved as a file', async () => {
    await driver.openFile('talk.coro')
    await driver.lens('State machine').last().click()
    const frame = await driver.frameWith('.machine-view')
    await frame.waitForFunction(() => document.querySelector('.machine-head h2')?.textContent === 'talk')
    const path = join(one, 'talk.svg')
    await frame.getByRole('button', { name: 'SVG' }).click()
    await driver.path(path)
    await driver.until(path, () => existsSync(path) && /^<svg/.test(readFileSync(path, 'utf8')))
    await driver.stopDebugging()
  })

  await step('a trace is opened by a dialog, and travelled in', async () => {
    await driver.command('Coroscope: Open Trace…')
    await driver.path(kept)
    const frame = await driver.timeline()
    const at = () => frame.locator('canvas.lanes').getAttribute('aria-valuetext')
    await driver.until('its end', async () => /have 4/.test((await at()) ?? ''))
    assert.deepEqual(await driver.complaints(frame), [])
    await frame.locator('canvas.lanes').focus()
    await page.keyboard.press(',')
    await driver.until('the event before', async () => /awaits Ask/.test((await at()) ?? ''))
    assert.equal(await frame.getByRole('button', { name: 'Run ▸▸' }).getAttribute('aria-disabled'), 'true')
    await frame.getByRole('button', { name: '◂ Back' }).click()
    await driver.until('the one before that', async () => /makes Ask/.test((await at()) ?? ''))
    await frame
      .locator('.message, .story')
      .filter({ hasText: /control|waits|handed/ })
      .first()
      .waitFor()
    assert.match(await frame.getByRole('button', { name: 'Send ▸' }).getAttribute('title'), /recorded run/)
  })

  await step('one that was never awaited is marked, with where it was created', async () => {
    await driver.openFile('lost.coro')
    await driver.breakAt(7)
    await page.keyboard.press('F5')
    await driver.coroutine(/forgotten#1.*created at line 6, never awaited/)
    const marked = driver.row(/^\s*forgotten#1/)
    await driver.insist(
      'line 6',
      () => marked.click(),
      async () => /Ln 6\b/.test(await page.locator('#status\\.editor\\.selection').textContent()),
    )
    await driver.stopDebugging()
  })

  await step('Debug this Python File in Coroscope, by the button over the editor', async () => {
    await driver.openFile('tasks.py')
    await driver.breakAt(6)
    const button = page
      .locator('.editor-actions .action-label[aria-label^="Debug this Python File in Coroscope"]')
      .first()
    await button.click()
    await driver.coroutine(/child#2.*running at line 6/)
    await driver.command('Coroscope: Show Timeline')
    const frame = await driver.timeline()
    await frame.locator('.head h2').filter({ hasText: 'child#2' }).waitFor()
    await page.keyboard.press('F5')
    await driver.until('its end', async () => (await page.locator('[class*="codicon-debug-stackframe"]').count()) === 0)
    // The end of the child wakes main: told in the table beside the picture.
    await frame.getByRole('button', { name: 'Table' }).click()
    await frame
      .locator('.events td')
      .filter({ hasText: /^child#2 wakes Task-1 \(main#1\)/ })
      .first()
      .waitFor()
  })
})

rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
console.log(failed ? 'setting out: failed; pictures in test-results/setting-out' : `setting out: all ${passed} seen`)
process.exit(failed ? 1 : 0)
