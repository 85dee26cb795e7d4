/**
 * Classes of characters as CPython's tokenizer sees them: identifiers (PEP 3131), digits, printability.
 *
 * The host knows the properties of characters, perhaps of a later Unicode than CPython 3.13; what that has added does not count.
 */

import { turns } from './unicode-assigned.ts'

const identifierStart = 1
const identifierPart = 2
const decimalDigit = 4
const hexDigit = 8
const blank = 16

/** For each ASCII unit, the classes it is in. */
const asciiClasses = new Uint8Array(128)
for (let unit = 0; unit < 128; unit++) {
  const char = String.fromCharCode(unit)
  let classes = 0
  if (/[A-Za-z_]/.test(char)) classes |= identifierStart
  if (/\w/.test(char)) classes |= identifierPart
  if (/\d/.test(char)) classes |= decimalDigit
  if (/[\da-fA-F]/.test(char)) classes |= hexDigit
  if (/[ \t\f]/.test(char)) classes |= blank
  asciiClasses[unit] = classes
}

/** Whether a UTF-16 unit may start a name: beyond ASCII the tokenizer takes anything and judges the whole name afterwards. */
export function startsName(unit: number): boolean {
  return unit < 128 ? (asciiClasses[unit] & identifierStart) !== 0 : unit >= 128
}

/** Whether a UTF-16 unit may go on a name; see `startsName`. */
export function continuesName(unit: number): boolean {
  return unit < 128 ? (asciiClasses[unit] & identifierPart) !== 0 : unit >= 128
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}

export function isHexDigit(unit: number): boolean {
  return unit < 128 && (asciiClasses[unit] & hexDigit) !== 0
}

/** Space, tab or form feed. */
export function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 12
}

const xidStart = /^[\p{XID_Start}_]/u
const xidContinue = /^\p{XID_Continue}/u

/**
 * The index in `name` of the first code point that no identifier can have there, or -1 (CPython: `_PyUnicode_ScanIdentifier`).
 */
export function firstNonIdentifier(name: string): number {
  for (let i = 0; i < name.length; i++) {
    const point = name.codePointAt(i)!
    const char = String.fromCodePoint(point)
    if (!(i === 0 ? xidStart : xidContinue).test(char) || !isAssigned(point)) return i
    if (point > 0xffff) i++
  }
  return -1
}

const unprintable = /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/u

/** `str.isprintable()` of one code point. */
export function isPrintable(point: number): boolean {
  if (point < 127) return point >= 32
  return !unprintable.test(String.fromCodePoint(point)) && isAssigned(point)
}

let turningPoints: number[] | undefined

/** Whether the Unicode of CPython 3.13 has the code point. */
function isAssigned(point: number): boolean {
  if (turningPoints === undefined) {
    let sum = 0
    turningPoints = turns.split(' ').map(difference => {
      sum += Number.parseInt(difference, 16)
      return sum
    })
  }
  let low = 0
  let high = turningPoints.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (turningPoints[middle] <= point) low = middle + 1
    else high = middle
  }
  return low % 2 === 1
}

/** `U+00E9`: at least four digits, as CPython writes a code point. */
export function codePointName(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}
