// The manifest agrees with itself and with the files beside it.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

interface Manifest {
  readonly bin: Record<string, string>
  readonly activationEvents: string[]
  readonly contributes: {
    readonly commands: {
      command: string
      title: string
      category?: string
      icon?: string | { light: string; dark: string }
    }[]
    readonly menus: Record<string, { command: string }[]>
    readonly keybindings: { command: string }[]
    readonly views: Record<string, { id: string }[]>
    readonly languages: { configuration: string; icon: { light: string; dark: string } }[]
    readonly grammars: { path: string }[]
    readonly colors: { id: string }[]
    readonly configuration: { properties: Record<string, { description?: string; markdownDescription?: string }> }
    readonly walkthroughs: { steps: { media: { markdown: string } }[] }[]
  }
}

const { bin, contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const sources = readdirSync('client')
  .filter(name => name.endsWith('.ts'))
  .map(name => readFileSync(`client/${name}`, 'utf8'))
  .join('\n')

describe('manifest', () => {
  const commands = new Set(contributes.commands.map(each => each.command))

  it('every command has a title, a category and an implementation', () => {
    for (const { command, title, category } of contributes.commands) {
      const name = command.replace('coroscope.', '')
      assert.ok(title && category === 'Coroscope', command)
      assert.ok(new RegExp(`['.]${name}'|\\b${name}:|\\b${name},`).test(sources), `${command} is registered`)
    }
  })

  it('menus and keys name commands that exist', () => {
    for (const item of [...Object.values(contributes.menus).flat(), ...contributes.keybindings])
      assert.ok(commands.has(item.command), item.command)
  })

  it('files it names are there', () => {
    const icons = contributes.commands.flatMap(({ icon }) => (typeof icon === 'object' ? [icon.light, icon.dark] : []))
    const files = [
      ...icons,
      ...contributes.languages.flatMap(each => [each.configuration, each.icon.light, each.icon.dark]),
      ...contributes.grammars.map(each => each.path),
      ...contributes.walkthroughs.flatMap(each => each.steps.map(step => step.media.markdown)),
    ]
    for (const file of files) assert.ok(existsSync(file), file)
  })

  it('the command, the language server and the debug adapter are npm commands', async () => {
    assert.deepEqual(Object.keys(bin), ['coroscope', 'coroscope-debug-adapter', 'coroscope-language-server'])
    for (const file of Object.values(bin)) assert.match(readFileSync(file, 'utf8'), /^#!\/usr\/bin\/env node\n/, file)
    const requests = {
      'coroscope-language-server': { jsonrpc: '2.0', id: 1, method: 'initialize', params: { capabilities: {} } },
      'coroscope-debug-adapter': { seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'coro' } },
    }
    for (const [name, request] of Object.entries(requests)) {
      const served = spawn(process.execPath, [bin[name] ?? '', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
      const message = JSON.stringify(request)
      served.stdin.write(`Content-Length: ${message.length}\r\n\r\n${message}`)
      let answer = ''
      for await (const part of served.stdout) {
        answer += String(part)
        if (/"capabilities"|"supportsStepBack"/.test(answer)) break
      }
      served.kill()
      assert.match(answer, /"capabilities"|"supportsStepBack"/, name)
    }
  })

  it('every setting is described, and read somewhere or used by the language client', () => {
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      assert.ok(setting.description ?? setting.markdownDescription, name)
      const read = name.replace('coroscope.', '')
      const isServers = read === 'trace.server' || read.startsWith('inlayHints.')
      assert.ok(sources.includes(`'${read}'`) || isServers, `${name} is read`)
    }
  })

  it('the eight hues of lanes are theme colours', () => {
    for (let hue = 1; hue <= 8; hue++) assert.ok(contributes.colors.some(each => each.id === `coroscope.lane${hue}`))
  })

  it('language configuration: its patterns compile and mean what they say', () => {
    const config = JSON.parse(readFileSync('syntaxes/coro.language-configuration.json', 'utf8')) as {
      indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string }
      onEnterRules: { beforeText: string }[]
      wordPattern: { pattern: string; flags: string }
    }
    const more = new RegExp(config.indentationRules.increaseIndentPattern)
    const less = new RegExp(config.indentationRules.decreaseIndentPattern)
    for (const line of ['async def f(x):  # why', 'if a: ', 'try:', '    case {"a": 1}:']) assert.match(line, more)
    for (const line of ['x = {1: 2}', 'if a: b()', 'return x']) assert.doesNotMatch(line, more)
    for (const line of ['    else:', '  except ValueError as e:', 'finally:']) assert.match(line, less)
    assert.doesNotMatch('else_ = 3', less)
    for (const rule of config.onEnterRules) assert.ok(new RegExp(rule.beforeText))
    assert.deepEqual('naïve_1 = β2'.match(new RegExp(config.wordPattern.pattern, `g${config.wordPattern.flags}`)), [
      'naïve_1',
      'β2',
    ])
  })
})
