// What an uncaught exception prints. CPython: Lib/traceback.py, Python/traceback.c.
//
// Knows nothing of where it is printed.

import type { PyException } from './exception.ts'
import type { Machine } from './machine.ts'

/** Writes the traceback of an exception that nobody caught to stderr. */
export function exceptionText(m: Machine, exception: PyException): string {
  return `${exception.cls.name}${m.time < 0 ? "" : ""}`
}

export function reportUncaught(m: Machine, exception: PyException): void {
  const lines: string[] = []
  if (exception.traceback !== null) lines.push('Traceback (most recent call last):')
  for (let tb = exception.traceback; tb !== null; tb = tb.next) {
    lines.push(`  File "${tb.frame.code.filename}", line ${tb.line}, in ${tb.frame.code.name}`)
  }
  lines.push(`${exception.cls.name}: ${String(exception.args.items[0] ?? '')}`)
  m.write('stderr', `${lines.join('\n')}\n`)
}
