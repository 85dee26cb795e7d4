// A VS Code that can be driven by a browser: code-server on this machine, found or installed, started with fresh folders and
// one extension. Knows nothing of what is tested.
//
// COROSCOPE_VSCODE_DIR names a folder with an installation (or where to make one); without it, one in the user's cache is used, or
// .vscode-test in this folder.
// An installation needs Linux, a C++ compiler, make, python3 and, on Debian, libkrb5-dev; about 1 GB and some minutes.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'

const versions = { node: '24.21.0', 'code-server': '4.139.1' }

/** Paths of the server's own Node and of its entry, inside an installation. */
const places = folder => ({
  node: join(folder, `node24/node_modules/node/node_modules/node-linux-${process.arch}/bin/node`),
  entry: join(folder, 'code-server/node_modules/code-server/out/node/entry.js'),
})

/** Settings that keep the workbench quiet: no welcome page, nothing fetched, no extra panes. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.layoutControl.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.accessibilitySupport': 'off',
  'debug.toolBarLocation': 'docked',
  'files.simpleDialog.enable': true,
}

/** The server's Node and entry; installs them where they are not. */
export function findServer() {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'coroscope/vscode')
  const usual = existsSync(places(cache).entry) ? cache : '.vscode-test'
  const folder = resolve(process.env.COROSCOPE_VSCODE_DIR ?? usual)
  const found = places(folder)
  if (!existsSync(found.node) || !existsSync(found.entry)) install(folder, found)
  return found
}

function install(folder, found) {
  console.log(`installing VS Code (code-server ${versions['code-server']}) in ${folder}; this takes some minutes`)
  if (existsSync('/etc/debian_version') && spawnSync('dpkg', ['-s', 'libkrb5-dev']).status !== 0) {
    must('apt-get', ['-o', 'DPkg::Lock::Timeout=600', 'update', '-qq'], {})
    must(
      'apt-get',
      ['-o', 'DPkg::Lock::Timeout=600', 'install', '-y', '-qq', '--no-install-recommends', 'libkrb5-dev'],
      {},
    )
  }
  const npm = (name, env) => {
    const here = join(folder, name === 'node' ? 'node24' : name)
    mkdirSync(here, { recursive: true })
    if (!existsSync(join(here, 'package.json'))) writeFileSync(join(here, 'package.json'), '{"private":true}\n')
    const args = ['install', '--save-exact', '--no-audit', '--no-fund', `${name}@${versions[name]}`]
    must('npm', args, { cwd: here, env: { ...process.env, npm_config_yes: 'true', ...env } })
  }
  npm('node', {})
  // Its native modules are built against the headers that come with that Node; nothing else is fetched.
  const nodeFolder = dirname(dirname(found.node))
  npm('code-server', {
    PATH: join(nodeFolder, 'bin') + delimiter + process.env.PATH,
    npm_config_nodedir: nodeFolder,
  })
}

function must(command, args, options) {
  for (let attempt = 1; ; attempt++) {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options })
    if (status === 0) return
    if (attempt === 2) throw new Error(`failed: ${command} ${args.join(' ')}`)
  }
}

/**
 * Starts the server, with an extension installed if one is given, and options of its own; resolves to its address and a function
 * that ends it. `asksForTrust`: folders are not trusted before somebody says so.
 */
export async function startServer({ vsix, settings = {}, options = [], asksForTrust = false }) {
  const { node, entry } = findServer()
  const folder = mkdtempSync(join(tmpdir(), 'coroscope-vscode-'))
  const [data, extensions, config] = ['data', 'extensions', 'config.yaml'].map(name => join(folder, name))
  mkdirSync(join(data, 'User'), { recursive: true })
  writeFileSync(join(data, 'User/settings.json'), JSON.stringify({ ...quiet, ...settings }))
  writeFileSync(config, 'auth: none\n')
  const base = [entry, '--config', config, '--user-data-dir', data, '--extensions-dir', extensions]
  const env = { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH }
  for (const name of ['VSCODE_IPC_HOOK_CLI', 'PORT', 'PASSWORD']) delete env[name]
  const installed =
    vsix === undefined
      ? { status: 0 }
      : spawnSync(node, [...base, '--install-extension', resolve(vsix), '--force'], { env, encoding: 'utf8' })
  if (installed.status !== 0)
    throw new Error(`the extension was not installed:\n${brief(installed.stdout + installed.stderr)}`)
  const port = await freePort()
  const log = join(folder, 'server.log')
  const file = openSync(log, 'w')
  const arguments_ = [
    '--auth',
    'none',
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--disable-telemetry',
    '--disable-update-check',
    ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    '--disable-getting-started-override',
    '--disable-proxy',
    ...options,
  ]
  // A group of its own: the server forks, and the whole group is ended at the end.
  const child = spawn(node, [...base, ...arguments_], { env, stdio: ['ignore', file, file], detached: true })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise(resolve => child.once('exit', resolve))
      signal(child, 'SIGTERM')
      const late = setTimeout(() => signal(child, 'SIGKILL'), 5000)
      await gone
      clearTimeout(late)
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; !(await answers(`${url}/healthz`)); i++) {
    if (i > 1800 || child.exitCode !== null) {
      const text = brief(readFileSync(log, 'utf8'))
      await stop()
      throw new Error(`the server did not start:\n${text}`)
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return { url, stop, log }
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name)
  } catch {
    // It has gone already.
  }
}

const answers = url =>
  new Promise(resolve => {
    get(url, response => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** The server's errors quote whole minified lines; those are left out. */
const brief = text =>
  text
    .split('\n')
    .filter(line => line.length < 400)
    .join('\n')
    .slice(-3000)
