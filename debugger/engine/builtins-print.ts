// print. Directly to the host while sys.stdout is the original and all objects print natively; else by the prelude, which
// calls `write` as often as CPython does.

import { nativeRepr } from './container-repr.ts'
import { nativeTruth } from './containers.ts'
import type { Machine } from './machine.ts'
import { defineModule } from './native.ts'
import { STDOUT, TextStream } from './text-stream.ts'
import { T } from './types.ts'
import { asStr, Instance, PyModule, type Result, type Value } from './value.ts'

/** `str(value)`, or undefined when Python code must run. */
export function nativeStr(m: Machine, value: Value): string | undefined {
  if (typeof value === 'string') return value
  if (value instanceof Instance && value.payload !== undefined) return undefined
  return m.typeOf(value).slots.str === T.object.slots.str || !m.typeOf(value).isHeap ? plainStr(m, value) : undefined
}

// Classes whose str is their repr.
function plainStr(m: Machine, value: Value): string | undefined {
  const { str } = m.typeOf(value).slots
  return str === null || str === T.object.slots.str ? nativeRepr(m, value) : undefined
}

// `sep` and `end`: None means the default. Undefined: it raised.
function separator(m: Machine, name: string, value: Value | undefined, fallback: string): string | undefined {
  if (value === undefined || value === null) return fallback
  const text = asStr(value)
  return text ?? m.raise('TypeError', `${name} must be None or a string, not ${m.typeName(value)}`)
}

function print(
  m: Machine,
  objects: Value[],
  sep: Value | undefined,
  end: Value | undefined,
  file: Value | undefined,
  flush: Value | undefined,
): Result {
  let target = file ?? null
  if (target === null) {
    target = STDOUT
    const sys = m.modules.getStr('sys')
    if (sys instanceof PyModule) {
      const stdout = sys.dict.getStr('stdout')
      if (stdout === undefined) return m.raise('RuntimeError', 'lost sys.stdout')
      if (stdout === null) return null
      target = stdout
    }
  }
  const between = separator(m, 'sep', sep, ' ')
  if (between === undefined) return undefined
  const last = separator(m, 'end', end, '\n')
  if (last === undefined) return undefined
  const isOriginal = target instanceof TextStream && target.stream !== 'stdin'
  if (isOriginal && nativeTruth(flush) !== undefined) {
    const texts: string[] = []
    for (const object of objects) {
      const text = nativeStr(m, object)
      if (text === undefined) break
      texts.push(text)
    }
    if (texts.length === objects.length) {
      const stream = target instanceof TextStream && target.stream === 'stderr' ? 'stderr' : 'stdout'
      m.write(stream, texts.join(between) + last)
      return null
    }
  }
  return m.callPrelude('print_to', target, m.tuple(objects), between, last, flush ?? false)
}

defineModule('builtins', {
  functions: { "print(*args, sep=' ', end='\\n', file=None, flush=False)": print },
})
