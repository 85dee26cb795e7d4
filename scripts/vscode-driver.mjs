// A person at a VS Code in a browser: opens files, gives commands, clicks, waits until something is seen. Every wait is for a
// condition, and a generous one: a machine may be slow. Knows nothing of what is tested.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

/** How long anything may take, in ms. */
export const patience = 120_000

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const quickInput = '.quick-input-widget:not([style*="display: none"])'

/** Opens a browser for a server; pictures go to `out`. */
export async function startDriver({ url, out, viewport = { width: 1440, height: 960 } }) {
  mkdirSync(out, { recursive: true })
  const profile = mkdtempSync(join(tmpdir(), 'coroscope-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport,
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
  page.setDefaultTimeout(patience)
  page.setDefaultNavigationTimeout(patience)
  return new Driver(page, url, out, async () => {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  })
}

class Driver {
  failed = false
  picture = 0
  passed = 0

  constructor(page, url, out, close) {
    Object.assign(this, { page, url, out, close })
  }

  /** One thing that must be seen; after the first that is not, the rest is left out. */
  async step(title, act) {
    if (this.failed) return
    const start = Date.now()
    try {
      await act()
      await this.shoot(title)
      this.passed++
      console.log(`  ok    ${title} (${Date.now() - start} ms)`)
    } catch (error) {
      this.failed = true
      await this.shoot(`failed-${title}`).catch(() => undefined)
      console.log(`  FAIL  ${title}: ${error.message}`)
      for (const text of await this.told()) console.log(`        VS Code told: ${text}`)
    }
  }

  /** What VS Code has told in notifications, also in those that are gone from the corner. */
  async told() {
    try {
      await this.page.keyboard.press('Escape')
      await this.command('Notifications: Show Notifications')
      await this.page.locator('.notifications-center.visible').waitFor({ timeout: 20_000 })
      return await this.texts('.notifications-center .notification-list-item-message')
    } catch {
      return []
    }
  }

  shoot(title) {
    const number = String(++this.picture).padStart(2, '0')
    return this.page.screenshot({ path: `${this.out}/${number}-${title.replace(/\W+/g, '-').slice(0, 60)}.png` })
  }

  /** Opens a folder or a workspace, and waits until its files are seen. */
  async openFolder(path, kind = 'folder') {
    await this.page.goto(`${this.url}/?${kind}=${encodeURIComponent(path)}`)
    await this.page.waitForSelector('.explorer-folders-view .monaco-list-row')
  }

  texts(selector) {
    return this.page.$$eval(selector, list => list.map(each => each.textContent.replaceAll('\u00a0', ' ')))
  }

  coroutineRows() {
    return this.texts('.pane:has(.title[title*="Coroutines"], [aria-label*="Coroutines Section"]) .monaco-list-row')
  }

  /** The row of the Coroutines view that says this. */
  row(pattern) {
    return this.page
      .locator('.pane:has(.title[title*="Coroutines"], [aria-label*="Coroutines Section"]) .monaco-list-row')
      .filter({ hasText: pattern })
      .first()
  }

  async until(what, test) {
    const end = Date.now() + patience
    while (!(await test())) {
      if (Date.now() > end)
        throw new Error(`waited for ${what}; the view has: ${(await this.coroutineRows()).join(' | ')}`)
      await this.page.waitForTimeout(80)
    }
  }

  /** Waits until some row of the Coroutines view says this. */
  coroutine(pattern) {
    return this.until(`a coroutine that says ${pattern}`, async () =>
      (await this.coroutineRows()).some(row => pattern.test(row)),
    )
  }

  /** Tries again until it holds: a click into a view that is being redrawn may be lost. `pause`: how long a first try has, in ms. */
  async insist(what, act, test, pause = 500) {
    const end = Date.now() + patience
    for (; ; pause = Math.max(pause, Math.min(2 * pause, 8000))) {
      await act()
      const soon = Date.now() + pause
      do {
        if (await test()) return
        await this.page.waitForTimeout(50)
      } while (Date.now() < soon)
      if (Date.now() > end) throw new Error(`tried again and again: ${what}`)
    }
  }

  get input() {
    return this.page
      .locator(`${quickInput} .quick-input-filter input, ${quickInput} .quick-input-box input`)
      .filter({ visible: true })
      .first()
  }

  /** A row of the quick input. */
  choice(text) {
    return this.page.locator(`${quickInput} .monaco-list-row`).filter({ hasText: text }).first()
  }

  async openFile(file) {
    await this.insist(
      `${file} is offered`,
      async () => {
        await this.page.keyboard.press('Escape')
        await this.asks(() => this.page.keyboard.press('Control+p'))
        await this.input.fill(file)
      },
      () => this.choice(file).isVisible(),
      20_000,
    )
    await this.choice(file).click()
    await this.page.waitForSelector(`.tab.active[data-resource-name="${file}"]`)
    await this.page.waitForSelector('.editor-instance .monaco-editor.focused .view-line')
  }

  /** A command by the palette. */
  async command(title) {
    await this.insist(
      `${title} is offered`,
      async () => {
        await this.asks(() => this.page.keyboard.press('F1'))
        await this.input.fill(`>${title}`)
      },
      () => this.choice(title).isVisible(),
      20_000,
    )
    await this.choice(title).click()
  }

  /** `place`: a line, or `line:column`. */
  async goToLine(place) {
    await this.asks(() => this.page.keyboard.press('Control+g'))
    await this.input.fill(`:${place}`)
    await this.input.press('Enter')
    await this.page.waitForFunction(
      text => document.querySelector('#status\\.editor\\.selection')?.textContent?.startsWith(text),
      `Ln ${String(place).split(':')[0]},`,
    )
    await this.page.waitForSelector('.editor-instance .monaco-editor.focused')
  }

  /** Sets a breakpoint in the open file, where none is. */
  async breakAt(line) {
    await this.goToLine(line)
    const mark = this.page.locator('.editor-instance .glyph-margin-widgets .codicon-debug-breakpoint')
    await this.insist(
      `a breakpoint at line ${line}`,
      () => this.page.keyboard.press('F9'),
      () => mark.first().isVisible(),
      10_000,
    )
  }

  /** Steps over; a key that comes before VS Code knows that the program has stopped does nothing. */
  async stepOver() {
    await this.page.waitForSelector('.action-label.codicon-debug-step-over:not(.disabled)')
    await this.page.keyboard.press('F10')
  }

  /** Does what opens an input box, until it is open. */
  asks(open) {
    return this.insist(
      'a question',
      () => open()?.catch(() => undefined),
      () => this.input.isVisible(),
      10_000,
    )
  }

  /** Answers the input box that is open. */
  async answer(text) {
    await this.input.waitFor()
    await this.input.fill(text)
    await this.input.press('Enter')
  }

  /** Answers the dialog for a file's path that a command opens. What it reads of the folder late puts its own text in place of what was typed. */
  async path(path) {
    const soon = { timeout: 2000 }
    const isOpen = async () =>
      (await this.input.isVisible()) && (await this.input.inputValue(soon).catch(() => '')).startsWith('/')
    await this.until('the dialog', isOpen)
    await this.insist(
      `${path} in the dialog`,
      async () => {
        const typed = this.input.fill(path, soon).then(() => this.input.press('Enter', soon))
        await typed.catch(() => undefined)
      },
      async () => !(await isOpen()),
    )
  }

  lens(text) {
    return this.page.locator('.codelens-decoration a').filter({ hasText: text })
  }

  toolBar(label) {
    return this.page
      .locator(`.debug-toolbar .action-label[aria-label^="${label}"], .action-label[aria-label^="${label}"]`)
      .first()
  }

  /** An entry of the context menu that is open; the menu lives in a shadow tree. */
  menuItem(text) {
    return this.page.locator('.context-view .monaco-menu .action-item').filter({ hasText: text }).first()
  }

  notification(text) {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first()
  }

  async stopDebugging() {
    await this.insist(
      'the end of debugging',
      () => this.page.keyboard.press('Shift+F5'),
      async () => (await this.page.locator('.codicon-debug-stop').count()) === 0,
      10_000,
    )
  }

  /** The document of the webview that has such an element. */
  async frameWith(selector) {
    const end = Date.now() + patience
    while (Date.now() < end) {
      for (const frame of this.page.frames()) if (await frame.$(selector).catch(() => null)) return frame
      await this.page.waitForTimeout(100)
    }
    throw new Error(`no webview with ${selector} appeared`)
  }

  timeline() {
    return this.frameWith('canvas.lanes')
  }

  /** What axe-core has against a webview, in words. */
  async complaints(frame) {
    await frame.evaluate(axeSource)
    const { violations } = await frame.evaluate(() => globalThis.axe.run(document.body))
    return violations.map(each => `${each.id}: ${each.nodes.map(node => node.target.flat().join(' ')).join(', ')}`)
  }
}
