/**
 * The kinds of token and the list that holds them.
 *
 * Tokens are three parallel arrays of numbers, since a file has a hundred thousand of them and the parser looks at each several
 * times. What is between tokens is either kept as trivia (comments, line ends that end nothing, continuation lines)
 * or is white space, so that tokens, trivia and gaps together are the source, unit for unit. This file
 * knows how tokens are stored, not how they are found.
 */

/** The kinds; keywords are kinds of their own, soft keywords (`match`, `case`, `type`, `_`) are names. */
export enum TokenKind {
  EndMarker,
  Newline,
  Indent,
  Dedent,
  Name,
  Number,
  String,
  FStringStart,
  FStringMiddle,
  FStringEnd,
  /** A character that starts no token. */
  Unknown,

  LeftParenthesis,
  RightParenthesis,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Colon,
  Comma,
  Semicolon,
  Dot,
  Ellipsis,
  Arrow,
  Exclamation,
  ColonEqual,
  Equal,
  PlusEqual,
  MinusEqual,
  StarEqual,
  SlashEqual,
  PercentEqual,
  AmpersandEqual,
  BarEqual,
  CaretEqual,
  LeftShiftEqual,
  RightShiftEqual,
  DoubleStarEqual,
  DoubleSlashEqual,
  AtEqual,
  Plus,
  Minus,
  Star,
  Slash,
  Bar,
  Ampersand,
  Less,
  Greater,
  Percent,
  EqualEqual,
  NotEqual,
  /** `<>`, which only ever was an operator in Python 2. */
  LessGreater,
  LessEqual,
  GreaterEqual,
  Tilde,
  Caret,
  LeftShift,
  RightShift,
  DoubleStar,
  DoubleSlash,
  At,

  False,
  None,
  True,
  And,
  As,
  Assert,
  Async,
  Await,
  Break,
  Class,
  Continue,
  Def,
  Del,
  Elif,
  Else,
  Except,
  Finally,
  For,
  From,
  Global,
  If,
  Import,
  In,
  Is,
  Lambda,
  Nonlocal,
  Not,
  Or,
  Pass,
  Raise,
  Return,
  Try,
  While,
  With,
  Yield,

  // Trivia
  Comment,
  /** A line end that ends no statement. */
  BlankNewline,
  /** A backslash and the line end after it. */
  Continuation,
  /** A byte order mark. */
  Mark,
}

const firstKeyword = TokenKind.False
const lastKeyword = TokenKind.Yield

/** The hard keywords by their text. */
export const keywords: ReadonlyMap<string, TokenKind> = new Map(
  [
    'False None True and as assert async await break class continue def del elif else except finally for from global if import',
    'in is lambda nonlocal not or pass raise return try while with yield',
  ]
    .join(' ')
    .split(' ')
    .map((word, index) => [word, (firstKeyword + index) as TokenKind]),
)

/** Whether a kind is a hard keyword. */
export function isKeyword(kind: TokenKind): boolean {
  return kind >= firstKeyword && kind <= lastKeyword
}

/** Tokens or trivia in the order of the text, as parallel arrays; offsets are UTF-16. */
export class TokenList {
  readonly kinds: TokenKind[]
  readonly starts: number[]
  readonly ends: number[]

  constructor(kinds: TokenKind[] = [], starts: number[] = [], ends: number[] = []) {
    this.kinds = kinds
    this.starts = starts
    this.ends = ends
  }

  get length(): number {
    return this.kinds.length
  }

  push(kind: TokenKind, start: number, end: number): void {
    this.kinds.push(kind)
    this.starts.push(start)
    this.ends.push(end)
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    this.kinds.length = length
    this.starts.length = length
    this.ends.length = length
  }
}

/** A token as a value, for those who do not count nanoseconds. */
export interface Token {
  readonly kind: TokenKind
  readonly start: number
  readonly end: number
}

/** The tokens of a text and what lies between them. */
export interface Tokens {
  readonly source: string
  readonly significant: TokenList
  readonly trivia: TokenList
}

/** Tokens and trivia together in the order of the text, white space left out. */
export function* everyToken(tokens: Tokens): Generator<Token> {
  const { significant, trivia } = tokens
  let t = 0
  for (let i = 0; i < significant.length; i++) {
    while (t < trivia.length && trivia.starts[t] < significant.ends[i] && trivia.ends[t] <= significant.starts[i]) {
      yield { kind: trivia.kinds[t], start: trivia.starts[t], end: trivia.ends[t] }
      t++
    }
    yield { kind: significant.kinds[i], start: significant.starts[i], end: significant.ends[i] }
  }
  for (; t < trivia.length; t++) yield { kind: trivia.kinds[t], start: trivia.starts[t], end: trivia.ends[t] }
}

/** The index of the last significant token that starts at or before `offset`, or -1. */
export function tokenIndexAt(tokens: Tokens, offset: number): number {
  const starts = tokens.significant.starts
  let low = -1
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle] <= offset) low = middle
    else high = middle - 1
  }
  return low
}
