/**
 * The operators and delimiters, found by their longest match.
 */

import { TokenKind } from './token.ts'

const texts: readonly (readonly [string, TokenKind])[] = [
  ['(', TokenKind.LeftParenthesis],
  [')', TokenKind.RightParenthesis],
  ['[', TokenKind.LeftBracket],
  [']', TokenKind.RightBracket],
  ['{', TokenKind.LeftBrace],
  ['}', TokenKind.RightBrace],
  [':', TokenKind.Colon],
  [',', TokenKind.Comma],
  [';', TokenKind.Semicolon],
  ['.', TokenKind.Dot],
  ['...', TokenKind.Ellipsis],
  ['->', TokenKind.Arrow],
  ['!', TokenKind.Exclamation],
  [':=', TokenKind.ColonEqual],
  ['=', TokenKind.Equal],
  ['+=', TokenKind.PlusEqual],
  ['-=', TokenKind.MinusEqual],
  ['*=', TokenKind.StarEqual],
  ['/=', TokenKind.SlashEqual],
  ['%=', TokenKind.PercentEqual],
  ['&=', TokenKind.AmpersandEqual],
  ['|=', TokenKind.BarEqual],
  ['^=', TokenKind.CaretEqual],
  ['<<=', TokenKind.LeftShiftEqual],
  ['>>=', TokenKind.RightShiftEqual],
  ['**=', TokenKind.DoubleStarEqual],
  ['//=', TokenKind.DoubleSlashEqual],
  ['@=', TokenKind.AtEqual],
  ['+', TokenKind.Plus],
  ['-', TokenKind.Minus],
  ['*', TokenKind.Star],
  ['/', TokenKind.Slash],
  ['|', TokenKind.Bar],
  ['&', TokenKind.Ampersand],
  ['<', TokenKind.Less],
  ['>', TokenKind.Greater],
  ['%', TokenKind.Percent],
  ['==', TokenKind.EqualEqual],
  ['!=', TokenKind.NotEqual],
  ['<>', TokenKind.LessGreater],
  ['<=', TokenKind.LessEqual],
  ['>=', TokenKind.GreaterEqual],
  ['~', TokenKind.Tilde],
  ['^', TokenKind.Caret],
  ['<<', TokenKind.LeftShift],
  ['>>', TokenKind.RightShift],
  ['**', TokenKind.DoubleStar],
  ['//', TokenKind.DoubleSlash],
  ['@', TokenKind.At],
]

/** The operators and delimiters by their text. */
export const operators: ReadonlyMap<string, TokenKind> = new Map(texts)

const lengths: number[] = []
/** For each first unit, what may start there, the longest first. */
const candidates: { readonly second: number; readonly third: number; readonly kind: TokenKind }[][] = []

for (const [text, kind] of texts) {
  lengths[kind] = text.length
  const first = text.charCodeAt(0)
  candidates[first] ??= []
  candidates[first].push({
    second: text.length > 1 ? text.charCodeAt(1) : -1,
    third: text.length > 2 ? text.charCodeAt(2) : -1,
    kind,
  })
}
for (const list of candidates) list?.sort((a, b) => lengths[b.kind] - lengths[a.kind])

/** The operator at `offset`, or `Unknown`. */
export function operatorAt(source: string, offset: number): TokenKind {
  const list = candidates[source.charCodeAt(offset)]
  if (list === undefined) return TokenKind.Unknown
  for (const candidate of list) {
    if (candidate.second >= 0 && candidate.second !== source.charCodeAt(offset + 1)) continue
    if (candidate.third >= 0 && candidate.third !== source.charCodeAt(offset + 2)) continue
    return candidate.kind
  }
  return TokenKind.Unknown
}

/** The number of characters of an operator. */
export function operatorLength(kind: TokenKind): number {
  return lengths[kind]
}
