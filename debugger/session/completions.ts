// What could be typed next in the Debug Console: names that can be seen from a frame, attributes of what stands before a dot.

import type { Frame, Value } from '../engine/index.ts'
import { PyFunction, PyList, PyModule, PyType } from '../engine/index.ts'
import { NativeFunction } from '../engine/native.ts'
import type { CompletionInfo } from './contract.ts'
import { look } from './looks.ts'
import type { Run } from './run.ts'
import { entries, frameLocals } from './values.ts'

const keywords =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  )
const most = 300

/** Completions at `offset` of `text`, those that come from nearest first. */
export function completionsAt(run: Run, frame: Frame | null, text: string, offset: number): CompletionInfo[] {
  const before = text.slice(0, offset)
  const [prefix] = /[\w]*$/.exec(before)!
  const start = offset - prefix.length
  const item = (label: string, kind: CompletionInfo['kind']): CompletionInfo => ({
    label,
    kind,
    start,
    length: prefix.length,
  })
  const fits = (label: string): boolean =>
    label.startsWith(prefix) && (prefix.startsWith('_') || !label.startsWith('_'))
  const path = /((?:[\w]+|\[[^[\]]*\]|\([^()]*\)|\.)+)\.$/.exec(before.slice(0, start))
  if (path !== null) {
    return attributes(run, path[1], frame)
      .filter(fits)
      .slice(0, most)
      .map(name => item(name, 'property'))
  }
  const seen = new Map<string, CompletionInfo['kind']>()
  const add = (name: string, kind: CompletionInfo['kind']): void => {
    if (fits(name) && !seen.has(name)) seen.set(name, kind)
  }
  if (frame !== null) for (const [name, value] of frameLocals(frame)) add(name, kindOf(value))
  const globals = frame?.globals ?? run.globals
  for (const [key, value] of globals === undefined ? [] : entries(globals))
    if (typeof key === 'string') add(key, kindOf(value))
  for (const [key, value] of entries(run.machine.builtins)) if (typeof key === 'string') add(key, kindOf(value))
  for (const word of keywords) add(word, 'keyword')
  return [...seen].slice(0, most).map(([name, kind]) => item(name, kind))
}

/** `dir(expression)`, on a fork. */
function attributes(run: Run, expression: string, frame: Frame | null): string[] {
  const looked = look(run.machine, `__import__('builtins').dir(${expression})`, frame, value =>
    value instanceof PyList ? value.items.filter((name): name is string => typeof name === 'string') : [],
  )
  return looked.kind === 'value' ? looked.value : []
}

function kindOf(value: Value): CompletionInfo['kind'] {
  if (value instanceof PyFunction || value instanceof NativeFunction) return 'function'
  if (value instanceof PyType) return 'class'
  if (value instanceof PyModule) return 'module'
  return 'variable'
}
