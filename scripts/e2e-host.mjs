// Runs test/host inside the extension host of a real VS Code, with the `vscode` API. Exit status 0 only if every test passed.
//
//   npm run build && node scripts/e2e-host.mjs [--only=WORD]        CHROMIUM, COROSCOPE_VSCODE_DIR: see scripts/vscode-server.mjs
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { talk } from './e2e-subject.mjs'
import { startServer } from './vscode-server.mjs'

const folder = mkdtempSync(join(tmpdir(), 'coroscope-host-'))
const tests = join(folder, 'host.js')
await build({
  entryPoints: ['test/host/host.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  outfile: tests,
  define: { ONLY: JSON.stringify(process.argv.find(arg => arg.startsWith('--only='))?.slice('--only='.length) ?? '') },
})

const [one, two] = ['one', 'two'].map(name => {
  const path = join(folder, name)
  mkdirSync(path)
  return path
})
writeFileSync(join(one, 'talk.coro'), talk)
writeFileSync(join(one, 'bad.coro'), 'async def f(:\n    pass\n')
writeFileSync(join(one, 'counter.coro'), 'for n in range(3):\n    print(n)\n')
writeFileSync(join(one, 'plain.py'), 'def f():\n    yield 1\n\n\nprint(list(f()))\n')
writeFileSync(join(two, 'second.coro'), 'print("second")\n')
const workspace = join(folder, 'both.code-workspace')
writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }] }))

// A development extension is read from this folder: nothing needs to be packed.
const server = await startServer({ options: ['--vscode-option', 'enable-smoke-test-driver'] })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
  ],
})
const page = await browser.newPage({ viewport: { width: 1440, height: 960 } })
const remote = path => `vscode-remote://${new URL(server.url).host}${resolve(path)}`
let finish
const ended = new Promise(resolve => {
  finish = resolve
})
await page.exposeFunction('codeAutomationLog', (_type, args) => {
  const text = args.map(each => (typeof each === 'string' ? each : JSON.stringify(each))).join(' ')
  if (/^ {2}(?:ok|FAIL) |^in the extension host|^activation/.test(text)) console.log(text)
})
await page.exposeFunction('codeAutomationExit', code => finish(code))
const payload = JSON.stringify([
  ['extensionDevelopmentPath', remote('.')],
  ['extensionTestsPath', remote(tests)],
])
await page.goto(`${server.url}/?workspace=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload)}`)
const late = setTimeout(() => finish('the tests did not end'), 600_000)
const code = await ended
clearTimeout(late)
if (code !== 0) {
  mkdirSync('test-results/host', { recursive: true })
  await page.screenshot({ path: 'test-results/host/end.png' }).catch(() => undefined)
  if (typeof code === 'string') console.log(code)
}
await browser.close()
await server.stop()
rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
process.exit(code === 0 ? 0 : 1)
