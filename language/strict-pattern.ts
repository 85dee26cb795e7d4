/**
 * The notation of the rules in strict-expression.ts and strict-statement.ts, read into a tree: that of PEP 617, with `->` for what
 * a match is. Knows how patterns are written, not what they match.
 */

import { operators } from './operator.ts'
import { keywords, TokenKind } from './token.ts'

/** A part of a pattern. */
export type PatternNode =
  | { readonly type: 'token'; readonly kind: TokenKind }
  | { readonly type: 'soft'; readonly word: string }
  | { readonly type: 'rule'; readonly name: string }
  | { readonly type: 'group'; readonly alternatives: readonly Sequence[] }
  | { readonly type: 'optional'; readonly inner: PatternNode }
  | { readonly type: 'repeat'; readonly inner: PatternNode; readonly minimum: number }
  | { readonly type: 'separated'; readonly inner: PatternNode; readonly separator: PatternNode }
  | { readonly type: 'ahead'; readonly inner: PatternNode; readonly wanted: boolean }
  | { readonly type: 'forced'; readonly inner: PatternNode; readonly text: string }
  | { readonly type: 'cut' }

/** A part of an alternative, with its name if it has one. */
export interface Part {
  readonly name: string | undefined
  readonly node: PatternNode
}

/** One alternative. */
export interface Sequence {
  readonly parts: readonly Part[]
  /** After `->`: the class of the match. */
  readonly kind: string
  /** After `-> =`: the part that is the match. */
  readonly value: string | undefined
}

const tokenClasses: Readonly<Record<string, TokenKind>> = {
  NAME: TokenKind.Name,
  NUMBER: TokenKind.Number,
  STRING: TokenKind.String,
  NEWLINE: TokenKind.Newline,
  INDENT: TokenKind.Indent,
  DEDENT: TokenKind.Dedent,
  END: TokenKind.EndMarker,
  FSTRING_START: TokenKind.FStringStart,
  FSTRING_MIDDLE: TokenKind.FStringMiddle,
  FSTRING_END: TokenKind.FStringEnd,
  /** There is none unless asked for; but to look for one, a token must be read. */
  TYPE_COMMENT: TokenKind.Mark,
}

const lexeme = /\s*(->\s*=?\s*\w+|'[^']+'|"[^"]+"|\w+=(?=\S)|\w+|&&|[&!~()[\]|*+?.])/y

/** Reads one pattern. */
export class PatternReader {
  private readonly words: string[] = []
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
    lexeme.lastIndex = 0
    let end = 0
    for (let match = lexeme.exec(text); match !== null; match = lexeme.exec(text)) {
      this.words.push(match[1])
      end = lexeme.lastIndex
    }
    if (text.slice(end).trim() !== '') throw new Error(`cannot read pattern at ${text.slice(end)}`)
  }

  read(): readonly Sequence[] {
    const alternatives = this.readAlternatives()
    if (this.at < this.words.length) throw new Error(`cannot read pattern ${this.text}`)
    return alternatives
  }

  private get word(): string | undefined {
    return this.words[this.at]
  }

  private accept(word: string): boolean {
    if (this.words[this.at] !== word) return false
    this.at++
    return true
  }

  private readAlternatives(): Sequence[] {
    const out = [this.readSequence()]
    while (this.word === '|') {
      this.at++
      out.push(this.readSequence())
    }
    return out
  }

  private readSequence(): Sequence {
    const parts: Part[] = []
    let kind = ''
    let value: string | undefined
    for (;;) {
      const { word } = this
      if (word === undefined || word === '|' || word === ')' || word === ']') break
      if (word.startsWith('->')) {
        const result = word.slice(2).trim()
        if (result.startsWith('=')) value = result.slice(1).trim()
        else kind = result
        this.at++
        continue
      }
      parts.push(this.readPart())
    }
    return { parts, kind, value }
  }

  private readPart(): Part {
    let name: string | undefined
    if (/^\w+=$/.test(this.word!)) {
      name = this.word!.slice(0, -1)
      this.at++
    }
    return { name, node: this.readPrefixed() }
  }

  private readPrefixed(): PatternNode {
    switch (this.word) {
      case '~':
        this.at++
        return { type: 'cut' }
      case '&':
      case '!': {
        const wanted = this.word === '&'
        this.at++
        return { type: 'ahead', inner: this.readPrefixed(), wanted }
      }
      case '&&': {
        this.at++
        const text = this.word!.slice(1, -1)
        return { type: 'forced', inner: this.readAtom(), text }
      }
      default:
        return this.readSuffixed()
    }
  }

  private readSuffixed(): PatternNode {
    let node = this.readAtom()
    for (;;) {
      switch (this.word) {
        case '*':
          this.at++
          node = { type: 'repeat', inner: node, minimum: 0 }
          break
        case '+':
          this.at++
          node = { type: 'repeat', inner: node, minimum: 1 }
          break
        case '?':
          this.at++
          node = { type: 'optional', inner: node }
          break
        case '.': {
          this.at++
          const inner = this.readAtom()
          if (!this.accept('+')) throw new Error(`+ expected in ${this.text}`)
          node = { type: 'separated', inner, separator: node }
          break
        }
        default:
          return node
      }
    }
  }

  private readAtom(): PatternNode {
    const word = this.words[this.at++]
    if (word === '(' || word === '[') {
      const alternatives = this.readAlternatives()
      this.at++
      const group: PatternNode = { type: 'group', alternatives }
      return word === '(' ? group : { type: 'optional', inner: group }
    }
    if (word.startsWith("'")) {
      const text = word.slice(1, -1)
      const kind = keywords.get(text) ?? operators.get(text)
      if (kind === undefined) throw new Error(`no token ${word}`)
      return { type: 'token', kind }
    }
    if (word.startsWith('"')) return { type: 'soft', word: word.slice(1, -1) }
    const kind = tokenClasses[word]
    return kind === undefined ? { type: 'rule', name: word } : { type: 'token', kind }
  }
}
