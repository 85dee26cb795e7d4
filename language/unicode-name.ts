/**
 * Characters by their Unicode names, for `\N{…}`.
 *
 * The table is unpacked when a name is first asked for.
 */

import { aliases, names, words } from './unicode-name-table.ts'

const alphabet = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter(
  char => !'\\`$\'"'.includes(char),
)
const gapMark = 88
const longMark = 87

let byName: Map<string, number> | undefined

/** The code point that a name or alias means, upper or lower case; `undefined` if there is none. */
export function codePointOfName(text: string): number | undefined {
  const name = text.toUpperCase()
  return computedCodePoint(name) ?? table().get(name)
}

function table(): Map<string, number> {
  if (byName !== undefined) return byName
  byName = unpack()
  for (const alias of aliases.split(';')) {
    const equals = alias.indexOf('=')
    byName.set(alias.slice(equals + 1), Number.parseInt(alias.slice(0, equals), 16))
  }
  return byName
}

/**
 * For each character: how many words it shares with the one before and how many follow (one digit, `shared * 9 + count - 1`, or
 * a mark and two digits), then the words by rank. A mark and three digits tell how many code points are passed over.
 */
function unpack(): Map<string, number> {
  const digit = new Uint8Array(128)
  for (const [index, char] of alphabet.entries()) digit[char.charCodeAt(0)] = index
  const vocabulary = words.split(' ')
  const out = new Map<string, number>()
  let at = 0
  const read = (): number => digit[names.charCodeAt(at++)]
  let point = -1
  let previous: string[] = []
  while (at < names.length) {
    point++
    let head = read()
    if (head === gapMark) {
      point += (read() * 90 + read()) * 90 + read()
      head = read()
    }
    let shared = Math.floor(head / 9)
    let count = (head % 9) + 1
    if (head === longMark) {
      shared = read()
      count = read()
    }
    const parts = previous.slice(0, shared)
    for (let i = 0; i < count; i++) {
      const first = read()
      if (first < 66) parts.push(vocabulary[first])
      else if (first < 86) parts.push(vocabulary[66 + (first - 66) * 90 + read()])
      else parts.push(vocabulary[66 + 1800 + (first - 86) * 8100 + read() * 90 + read()])
    }
    out.set(parts.join(' '), point)
    previous = parts
  }
  return out
}

const hangulLeads = 'G GG N D DD R M B BB S SS _ J JJ C K T P H'.split(' ').map(part => part.replace('_', ''))
const hangulVowels = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ')
const hangulTails = '_ G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'
  .split(' ')
  .map(part => part.replace('_', ''))

/** Names made by rule (The Unicode Standard, 4.8): the ranges are those of Unicode 15.1. */
const ideographs: readonly (readonly [string, readonly (readonly [number, number])[]])[] = [
  [
    'CJK UNIFIED IDEOGRAPH-',
    [
      [0x3400, 0x4dbf],
      [0x4e00, 0x9fff],
      [0x20000, 0x2a6df],
      [0x2a700, 0x2b739],
      [0x2b740, 0x2b81d],
      [0x2b820, 0x2cea1],
      [0x2ceb0, 0x2ebe0],
      [0x2ebf0, 0x2ee5d],
      [0x30000, 0x3134a],
      [0x31350, 0x323af],
    ],
  ],
  [
    'CJK COMPATIBILITY IDEOGRAPH-',
    [
      [0xf900, 0xfa6d],
      [0xfa70, 0xfad9],
      [0x2f800, 0x2fa1d],
    ],
  ],
  [
    'TANGUT IDEOGRAPH-',
    [
      [0x17000, 0x187f7],
      [0x18d00, 0x18d08],
    ],
  ],
  ['NUSHU CHARACTER-', [[0x1b170, 0x1b2fb]]],
  ['KHITAN SMALL SCRIPT CHARACTER-', [[0x18b00, 0x18cd5]]],
]

function computedCodePoint(name: string): number | undefined {
  const hangul = /^HANGUL SYLLABLE ([BCDGHJKMNPRST]*)([AEIOUWY]+)([BCDGHJKLMNPST]*)$/.exec(name)
  if (hangul !== null) {
    const lead = hangulLeads.indexOf(hangul[1])
    const vowel = hangulVowels.indexOf(hangul[2])
    const tail = hangulTails.indexOf(hangul[3])
    return lead < 0 || vowel < 0 || tail < 0 ? undefined : 0xac00 + (lead * 21 + vowel) * 28 + tail
  }
  for (const [prefix, ranges] of ideographs) {
    if (!name.startsWith(prefix)) continue
    const digits = name.slice(prefix.length)
    if (!/^[\dA-F]{4,5}$/.test(digits)) return undefined
    const point = Number.parseInt(digits, 16)
    return ranges.some(([first, last]) => point >= first && point <= last) ? point : undefined
  }
  return undefined
}

let byPoint: Map<number, string> | undefined

/** The name of a character; `undefined` if it has none. The inverse of `codePointOfName`, without aliases. */
export function nameOfCodePoint(point: number): string | undefined {
  if (point >= 0xac00 && point <= 0xd7a3) {
    const index = point - 0xac00
    const lead = hangulLeads[Math.floor(index / 588)]
    const vowel = hangulVowels[Math.floor((index % 588) / 28)]
    return `HANGUL SYLLABLE ${lead}${vowel}${hangulTails[index % 28]}`
  }
  for (const [prefix, ranges] of ideographs) {
    if (ranges.some(([first, last]) => point >= first && point <= last)) {
      return prefix + point.toString(16).toUpperCase().padStart(4, '0')
    }
  }
  byPoint ??= new Map([...unpack()].map(([name, code]) => [code, name]))
  return byPoint.get(point)
}
