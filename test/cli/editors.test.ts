// The configurations of docs/editors.md, run as they stand there in the editors that are installed; NVIM_DAP names a folder with nvim-dap.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

const page = readFileSync('docs/editors.md', 'utf8')
let folder = ''
let env: NodeJS.ProcessEnv = {}

/** The block of the page whose first line is a comment with this name, as a file. */
function block(name: string): string {
  const found = [...page.matchAll(/^```\w+\n([\s\S]*?)^```/gm)].find(match =>
    match[1].split('\n')[0].endsWith(` ${name}`),
  )
  assert.ok(found, `docs/editors.md has no block ${name}`)
  const file = join(folder, name)
  writeFileSync(file, found[1])
  return file
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const has = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0

function run(command: string, args: string[]): string {
  const { stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', timeout: 170_000 })
  return stdout + stderr
}

const talk = `class Ask:
    def __await__(self):
        return (yield 'x?')


async def talk(n):
    got = await Ask()
    total = n + got
    print('got', got)
    return total
`

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'coroscope-editors-'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'coroscope'),
    `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli/coroscope.js')}' "$@"\n`,
  )
  chmodSync(join(bin, 'coroscope'), 0o755)
  env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, HOME: folder, XDG_CONFIG_HOME: folder }
  file('talk.coro', talk)
  file('wrong.coro', 'async def f():\n    pass\n\n\ndef g():\n    await f()\n')
})
after(() => rmSync(folder, { recursive: true, force: true }))

describe('docs/editors.md', () => {
  it('Neovim gets diagnostics and hover', function () {
    if (!has('nvim', '--version')) this.skip()
    const script = file(
      'try-lsp.lua',
      `dofile('${block('coroscope-lsp.lua')}')
vim.cmd('edit wrong.coro')
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, d in ipairs(vim.diagnostic.get(0)) do print('DIAGNOSTIC', d.lnum + 1, d.message) end
vim.api.nvim_win_set_cursor(0, { 6, 11 })
for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/hover', vim.lsp.util.make_position_params(), 10000) or {}) do
  print('HOVER', vim.inspect(answer.result))
end
print('SYNTAX', vim.bo.filetype, vim.bo.syntax)
vim.cmd('qa!')`,
    )
    const output = run('nvim', ['--headless', '-u', 'NONE', '-c', `luafile ${script}`])
    assert.match(output, /DIAGNOSTIC 6 .*'await' outside async function/)
    assert.match(output, /HOVER[\s\S]*async def f\(\)/)
    assert.match(output, /SYNTAX coro python/)
  })

  for (const transport of ['coroscope-dap.lua', 'coroscope-dap-tcp.lua'])
    it(`nvim-dap stops, steps, goes back, drives and exports (${transport})`, function () {
      const { NVIM_DAP } = process.env
      if (!has('nvim', '--version') || NVIM_DAP === undefined || !existsSync(NVIM_DAP)) this.skip()
      const script = file(
        'try-dap.lua',
        `vim.opt.rtp:prepend('${NVIM_DAP}')
dofile('${block('coroscope-dap.lua')}')
${transport === 'coroscope-dap.lua' ? '' : `dofile('${block(transport)}')`}
local dap = require('dap')
local stops, ended = 0, false
dap.listeners.after.event_stopped['try'] = function(_, body) stops = stops + 1; print('STOPPED', body.reason, body.text or '') end
dap.listeners.after.event_terminated['try'] = function() ended = true end
vim.notify = function(text) print('NOTE', text) end
local function wait_for(count, line)
  -- The plugin learns of the frame some messages after the stop.
  vim.wait(15000, function()
    local session = dap.session()
    return stops >= count and session and session.current_frame and session.current_frame.line == line
  end, 20)
  local frame = dap.session() and dap.session().current_frame
  print('AT', frame and frame.name, frame and frame.line)
end
vim.cmd('edit talk.coro')
vim.bo.filetype = 'coro'
vim.api.nvim_win_set_cursor(0, { 9, 0 })
dap.set_breakpoint()
local configuration = vim.deepcopy(dap.configurations.coro[2])
configuration.drive = 'talk(40)'
configuration.program = vim.fn.expand('%:p')
dap.run(configuration)
wait_for(1, 6)
coroscope_drive('send', 'None')
wait_for(2, 3)
coroscope_drive('send', '2')
wait_for(3, 9)
dap.step_over()
wait_for(4, 10)
dap.step_back()
wait_for(5, 9)
local scopes
dap.session():request('scopes', { frameId = dap.session().current_frame.id }, function(_, body) scopes = body.scopes end)
vim.wait(5000, function() return scopes ~= nil end, 20)
local variables
dap.session():request('variables', { variablesReference = scopes[1].variablesReference }, function(_, body) variables = body.variables end)
vim.wait(5000, function() return variables ~= nil end, 20)
for _, v in ipairs(variables) do print('VARIABLE', v.name, v.value) end
dap.clear_breakpoints()
vim.wait(300, function() return false end)
dap.continue()
vim.wait(15000, function() return stops >= 6 end, 20)
coroscope_export('session')
vim.wait(5000, function() return vim.fn.filereadable('talk.session.json') == 1 end, 20)
dap.terminate()
vim.wait(5000, function() return ended end, 20)
print('ENDED', ended)
vim.cmd('qa!')`,
      )
      const output = run('nvim', ['--headless', '-u', 'NONE', '-c', `luafile ${script}`])
      const lines = output.split(/\r?\n/).filter(line => /^(STOPPED|AT|VARIABLE|ENDED|NOTE)/.test(line))
      assert.match(
        lines.join('\n'),
        /^STOPPED entry .*\nAT talk 6\n[\s\S]*STOPPED suspended talk#1 yielded 'x\?'\n[\s\S]*AT Ask.__await__ 3\nSTOPPED breakpoint .*\nAT talk 9\nSTOPPED step .*\nAT talk 10\nSTOPPED step .*\nAT talk 9\nVARIABLE n 40\nVARIABLE got 2\nVARIABLE total 42\nSTOPPED return talk#1 returned 42\n/,
        output,
      )
      assert.match(lines.join('\n'), /NOTE wrote talk.session.json\n[\s\S]*ENDED true/)
      assert.equal(JSON.parse(readFileSync(join(folder, 'talk.session.json'), 'utf8')).is, 'coroscope session')
    })

  it('Emacs gets diagnostics and hover through Eglot', function () {
    if (!has('emacs', '-q', '--batch', '--eval', "(progn (package-initialize) (require 'eglot))")) this.skip()
    const script = file(
      'try.el',
      `(package-initialize)
(load "${block('coroscope.el')}")
(require 'eglot)
(setq eglot-sync-connect 20)
(find-file "wrong.coro")
(princ (format "MODE %s\\n" major-mode))
(unless (eglot-current-server) (call-interactively #'eglot))
(let ((n 0))
  (while (and (< n 200) (null (flymake-diagnostics)))
    (accept-process-output nil 0.1)
    (flymake-start)
    (setq n (1+ n))))
(dolist (d (flymake-diagnostics))
  (princ (format "DIAGNOSTIC %s %s\\n" (line-number-at-pos (flymake-diagnostic-beg d)) (flymake-diagnostic-text d))))
(goto-char (point-min))
(search-forward "await f")
(backward-char)
(princ (format "HOVER %S\\n" (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
(eglot-shutdown (eglot-current-server))`,
    )
    const output = run('emacs', ['-q', '--batch', '-l', script])
    assert.match(output, /MODE coro-mode/)
    assert.match(output, /DIAGNOSTIC 6 .*'await' outside async function/)
    assert.match(output, /HOVER [\s\S]*async def f\(\)/)
  })

  it('a TCP client in Python drives a coroutine', async function () {
    if (!has('python3', '--version')) this.skip()
    const server = spawn(process.execPath, [resolve('dist/cli/coroscope.js'), 'debug-adapter', '--port', '0'], {
      cwd: folder,
    })
    let said = ''
    server.stderr.on('data', chunk => {
      said += String(chunk)
    })
    for (let i = 0; i < 4800 && !/\d{4,5}/.test(said); i++) await new Promise(done => setTimeout(done, 25))
    const port = /(\d{4,5})/.exec(said)?.[1]
    assert.ok(port, said)
    file('count.coro', 'def count():\n    yield 1\n    print("two")\n    yield 2\n    return 3\n')
    const output = run('python3', [block('client.py'), port, 'count.coro', 'count()'])
    assert.equal(output, 'yielded 1\ntwo\nyielded 2\nreturned 3\n')
    server.kill()
  })
})
