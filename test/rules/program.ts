/** Checking the text of a test: what the rules say, line by line, and what their repairs make of it. */

import { analyze } from '../../language/index.ts'
import { Program } from '../../language/inference/index.ts'
import { type CheckOptions, check, type Finding, findingsAt } from '../../language/rules/index.ts'

/** Rules that are not what a test is about say nothing. */
export const quiet = { levels: { 'async-without-await': 'off', 'never-suspends': 'off' } } as const

export interface Checked {
  readonly source: string
  readonly findings: readonly Finding[]
  /** `line id`, sorted. */
  readonly found: readonly string[]
}

export function checkText(source: string, options: CheckOptions = {}): Checked {
  const analysis = analyze(source, { path: 'test.py' })
  const types = new Program().typesOf(analysis, 'test.py')
  const findings = check(types, options)
  const found = findings.map(({ start, code }) => `${analysis.text.lineAt(start) + 1} ${code}`)
  return { source, findings, found: [...new Set(found)].sort(byLine) }
}

/** What the text says of itself: `# <- id, id` at the end of a line. */
export function expected(source: string): string[] {
  const marks: string[] = []
  source.split('\n').forEach((line, i) => {
    const mark = /#\s*<-\s*(.+)$/.exec(line)
    for (const id of mark?.[1].split(',') ?? []) marks.push(`${i + 1} ${id.trim()}`)
  })
  return marks.sort(byLine)
}

function byLine(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : a > b ? 1 : 0)
}

/** The text after the first repair of a rule, the preferred one first; undefined where it has none. */
export function repaired(source: string, id: string, options: CheckOptions = {}): string | undefined {
  const types = new Program().typesOf(analyze(source, { path: 'test.py' }), 'test.py')
  const found = findingsAt(types, { start: 0, end: source.length }, options).filter(item => item.code === id)
  const fixes = found.flatMap(item => item.fixes ?? [])
  const fix = fixes.find(item => item.isPreferred) ?? fixes[0]
  if (fix === undefined) return undefined
  let text = source
  for (const { span, newText } of [...fix.edits].sort(
    (a, b) => b.span.start - a.span.start || b.span.end - a.span.end,
  )) {
    text = text.slice(0, span.start) + newText + text.slice(span.end)
  }
  return text
}
