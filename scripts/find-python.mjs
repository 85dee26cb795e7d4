// Finds a Python 3.13, the oracle of everything that is recorded. Users and tests never need one.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The command of a Python 3.13: `PYTHON313`, then PATH, then pyenv's. Ends the process with a clear message if there is none. */
export function findPython() {
  const pyenv = join(homedir(), '.pyenv', 'versions')
  const candidates = [
    process.env.PYTHON313,
    'python3.13',
    'python3',
    ...(existsSync(pyenv)
      ? readdirSync(pyenv)
          .filter(name => name.startsWith('3.13'))
          .map(name => join(pyenv, name, 'bin', 'python3.13'))
      : []),
  ]
  for (const command of candidates.filter(Boolean)) {
    const answer = spawnSync(command, ['-c', 'import sys; print(sys.version_info[:2] == (3, 13))'], {
      encoding: 'utf8',
    })
    if (answer.status === 0 && answer.stdout.trim() === 'True') return command
  }
  console.error('No Python 3.13 found. Put python3.13 on PATH, or set PYTHON313 to its path.')
  process.exit(2)
}
