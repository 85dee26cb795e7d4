/** What a client has set, whether it says so at the start or later. Anything else than what is expected counts as not set. */

import { type Level, ruleIds } from '../language/rules/index.ts'
import { defaultInlays, type InlaySettings } from './features/inlay-hints.ts'

export interface Settings {
  readonly codeLens: boolean
  /** How loud rules are, by id; `*` stands for all that are not named. */
  readonly rules: Readonly<Record<string, Level>>
  /** Whether Python files get what Python servers lack, or nothing. */
  readonly python: 'coroutines' | 'off'
  /** The client shows values at the ends of lines itself while debugging. */
  readonly ownInlineValues: boolean
  readonly inlayHints: InlaySettings
}

export const initialSettings: Settings = {
  codeLens: true,
  rules: {},
  python: 'coroutines',
  ownInlineValues: false,
  inlayHints: defaultInlays,
}

const levels: ReadonlySet<unknown> = new Set<Level>(['error', 'warning', 'information', 'hint', 'off'])

/** Settings with those in `value` changed: an object as a client sends it, or one with a `coroscope` section. */
export function readSettings(before: Settings, value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return before
  if ('coroscope' in value) return readSettings(before, value.coroscope)
  const { codeLens, rules, python, ownInlineValues, inlayHints } = value as Partial<Record<keyof Settings, unknown>>
  return {
    codeLens: typeof codeLens === 'boolean' ? codeLens : before.codeLens,
    rules: typeof rules === 'object' && rules !== null ? readLevels(rules) : before.rules,
    python: python === 'coroutines' || python === 'off' ? python : before.python,
    ownInlineValues: typeof ownInlineValues === 'boolean' ? ownInlineValues : before.ownInlineValues,
    inlayHints: readInlays(before.inlayHints, inlayHints),
  }
}

function readInlays(before: InlaySettings, value: unknown): InlaySettings {
  if (typeof value === 'boolean') return { types: value, suspensionPoints: value, parameterNames: value }
  if (typeof value !== 'object' || value === null) return before
  const read = (name: keyof InlaySettings): boolean => {
    const set = (value as Partial<Record<string, unknown>>)[name]
    return typeof set === 'boolean' ? set : before[name]
  }
  return { types: read('types'), suspensionPoints: read('suspensionPoints'), parameterNames: read('parameterNames') }
}

function readLevels(value: object): Settings['rules'] {
  const entries = Object.entries(value).filter(([id, level]) => (id === '*' || ruleIds.has(id)) && levels.has(level))
  return Object.fromEntries(entries)
}
