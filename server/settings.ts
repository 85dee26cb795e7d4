/** What a client has set, whether it says so at the start or later. Anything else than what is expected counts as not set. */

import { type Level, ruleIds } from '../language/rules/index.ts'

export interface Settings {
  readonly codeLens: boolean
  /** How loud rules are, by id; `*` stands for all that are not named. */
  readonly rules: Readonly<Record<string, Level>>
  /** Whether Python files get what Python servers lack, or nothing. */
  readonly python: 'coroutines' | 'off'
}

export const initialSettings: Settings = { codeLens: true, rules: {}, python: 'coroutines' }

const levels: ReadonlySet<unknown> = new Set<Level>(['error', 'warning', 'information', 'hint', 'off'])

/** Settings with those in `value` changed: an object as a client sends it, or one with a `coroscope` section. */
export function readSettings(before: Settings, value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return before
  if ('coroscope' in value) return readSettings(before, value.coroscope)
  const { codeLens, rules, python } = value as { codeLens?: unknown; rules?: unknown; python?: unknown }
  return {
    codeLens: typeof codeLens === 'boolean' ? codeLens : before.codeLens,
    rules: typeof rules === 'object' && rules !== null ? readLevels(rules) : before.rules,
    python: python === 'coroutines' || python === 'off' ? python : before.python,
  }
}

function readLevels(value: object): Settings['rules'] {
  const entries = Object.entries(value).filter(([id, level]) => (id === '*' || ruleIds.has(id)) && levels.has(level))
  return Object.fromEntries(entries)
}
