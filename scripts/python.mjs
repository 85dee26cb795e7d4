/**
 * What the scripts share that compare with CPython 3.13: finding one, and loading our front end without a build.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** A python3.13 from PYTHON313, the PATH or pyenv; ends the process with a clear word if there is none. */
export function findPython() {
  const candidates = [process.env.PYTHON313, 'python3.13', 'python3', 'python']
  const versions = join(homedir(), '.pyenv', 'versions')
  if (existsSync(versions)) {
    for (const name of readdirSync(versions)) {
      if (name.startsWith('3.13')) candidates.push(join(versions, name, 'bin', 'python3.13'))
    }
  }
  for (const candidate of candidates) {
    if (!candidate) continue
    const code = 'import sys; print(sys.version_info[:2] == (3, 13))'
    const probe = spawnSync(candidate, ['-c', code], { encoding: 'utf8' })
    if (probe.status === 0 && probe.stdout.trim() === 'True') return candidate
  }
  console.error('No python3.13 found: set PYTHON313 to one, or put it on the PATH.')
  process.exit(2)
}

/** Runs Python code with `input`, a value sent as JSON, and gives the JSON value that it prints. */
export function askPython(python, code, input) {
  const answer = spawnSync(python, ['-c', code], { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 1 << 29 })
  if (answer.status !== 0) {
    console.error(answer.stderr)
    process.exit(2)
  }
  return JSON.parse(answer.stdout)
}

/** The front end as one module that a script can use. */
export function loadLanguage() {
  const directory = mkdtempSync(join(tmpdir(), 'coroscope-language-'))
  const outfile = join(directory, 'language.cjs')
  buildSync({
    entryPoints: [join(root, 'language/index.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  })
  const language = createRequire(import.meta.url)(outfile)
  rmSync(directory, { recursive: true })
  return language
}
