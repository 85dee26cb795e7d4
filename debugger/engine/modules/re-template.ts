// Replacement templates of sub() and expand(). CPython: Lib/re/_parser.py parse_template.

import { strRepr } from '../str-repr.ts'
import { ESCAPES, isAsciiLetter, isDigit, isOctal, length, MAXGROUPS, reading, Source, Stop } from './re-source.ts'
import type { PatternError } from './re-tree.ts'

/** A replacement template: literal parts and group numbers. */
export type Template = readonly (string | number)[]

/** Reads a template. */
export function parseTemplate(
  chars: readonly string[],
  groups: number,
  groupIndex: ReadonlyMap<string, number>,
  isText: boolean,
): Template | PatternError {
  return reading(() => readTemplate(new Source(chars, isText), groups, groupIndex))
}

function readTemplate(source: Source, groups: number, groupIndex: ReadonlyMap<string, number>): Template {
  const parts: (string | number)[] = []
  let literal = ''
  const addGroup = (index: number, back: number) => {
    if (index > groups) source.fail(`invalid group reference ${index}`, back)
    if (literal !== '') parts.push(literal)
    literal = ''
    parts.push(index)
  }
  for (let char = source.get(); char !== undefined; char = source.get()) {
    if (char[0] !== '\\') {
      literal += char
      continue
    }
    const c = char.slice(1)
    if (c === 'g') {
      if (!source.match('<')) source.fail('missing <')
      const name = source.getUntil('>', 'group name')
      let index: number
      if (/^[0-9]+$/.test(name)) {
        index = Number(name)
        if (index >= MAXGROUPS) source.fail(`invalid group reference ${BigInt(name)}`, name.length + 1)
      } else {
        source.checkGroupName(name, 1)
        const known = groupIndex.get(name)
        if (known === undefined) {
          throw new Stop({ message: `unknown group name ${strRepr(name)}`, position: undefined, type: 'IndexError' })
        }
        index = known
      }
      addGroup(index, length(name) + 1)
    } else if (c === '0') {
      const sequence = char + source.getWhile(2, isOctal)
      literal += String.fromCharCode(Number.parseInt(sequence.slice(1), 8) & 0xff)
    } else if (isDigit(c)) {
      let sequence = char
      let isCode = false
      if (isDigit(source.next)) {
        sequence += source.get()
        if (isOctal(c) && isOctal(sequence[2]) && isOctal(source.next)) {
          sequence += source.get()
          isCode = true
          const code = Number.parseInt(sequence.slice(1), 8)
          if (code > 0o377) source.fail(`octal escape value ${sequence} outside of range 0-0o377`, sequence.length)
          literal += String.fromCharCode(code)
        }
      }
      if (!isCode) addGroup(Number(sequence.slice(1)), sequence.length - 1)
    } else {
      const code = ESCAPES[char]
      if (code !== undefined) literal += String.fromCharCode(code)
      else if (isAsciiLetter(c)) source.fail(`bad escape ${char}`, length(char))
      else literal += char
    }
  }
  if (literal !== '') parts.push(literal)
  return parts
}
