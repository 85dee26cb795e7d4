// The lines that a person typed at the prompt, from one session to the next. A file that cannot be read or written is as good as none.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

const most = 1000

/** Where they are kept: COROSCOPE_HISTORY, or the folder for such things; an empty COROSCOPE_HISTORY: nowhere. */
export function historyFile(): string | undefined {
  const { COROSCOPE_HISTORY, XDG_STATE_HOME } = process.env
  if (COROSCOPE_HISTORY !== undefined) return COROSCOPE_HISTORY === '' ? undefined : COROSCOPE_HISTORY
  return join(XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'coroscope', 'drive-history')
}

/** The latest first, as readline wants them. */
export function readHistory(): string[] {
  const file = historyFile()
  if (file === undefined) return []
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines.filter(line => line !== '').reverse()
  } catch {
    return []
  }
}

/** `lines`: the latest first. */
export function writeHistory(lines: readonly string[]): void {
  const file = historyFile()
  if (file === undefined) return
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${lines.slice(0, most).reverse().join('\n')}\n`, { mode: 0o600 })
  } catch {
    // A home that cannot be written: the next session begins without.
  }
}
