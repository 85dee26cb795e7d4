/**
 * A small parser of parsing expression grammars, for one purpose: to fail where CPython fails.
 *
 * CPython 3.13 parses with a PEG (PEP 617). Which SyntaxError it reports depends on the order in which its parser tries things and
 * on how far it has read, so to report the same one, the same things must be tried in the same order. Rules are written in the
 * notation of PEP 617 (`'x'` a token, `"x"` a soft keyword, `&` `!` look ahead, `&&` force, `~` cut, `s.e+` separated) and are
 * compiled to closures. A match is a stretch of tokens with a name; no tree is built. This file knows no rule of Python.
 */

import { type Part, type PatternNode, PatternReader, type Sequence } from './strict-pattern.ts'
import type { Strict } from './strict-state.ts'
import { TokenKind } from './token.ts'

/** A stretch of tokens, by their indices, that a rule has matched. */
export interface Match {
  /** The `ast` class it would become; `''` if it is just a sequence, `token` for a token. */
  readonly kind: string
  readonly first: number
  /** The last token, included; less than `first` when nothing was taken. */
  readonly last: number
  readonly items: readonly Match[]
}

/** What the named parts of an alternative have matched. */
export type Captures = Readonly<Record<string, Match>>

/** Raises the error of an alternative that should not match, or lets it pass. */
export type Raise = (strict: Strict, captures: Captures) => void

/** An alternative that matches wrong text. If it matches and raises nothing, the alternatives after it in its group are not tried. */
export interface BadAlternative {
  readonly pattern: string
  readonly raise?: Raise
}

/** Alternatives for wrong text, tried as one: in the second pass only, unless they are always tried. */
export interface BadGroup {
  readonly bad: readonly BadAlternative[]
  readonly always?: boolean
}

export type Alternative = string | BadGroup

export interface Rule {
  readonly alternatives: readonly Alternative[]
  readonly memo?: boolean
  /** Not so much as looked up, unless rules for wrong text take part. */
  readonly onlyInvalid?: boolean
}

type Matcher = (strict: Strict) => Match | undefined

/** A pattern that failed after its cut: no other alternative is tried. */
const cutFailure: Match = { kind: 'cut', first: 0, last: -1, items: [] }
const nothing: readonly Match[] = []

/** What a rule may be made of beside patterns: a matcher written by hand. */
export type Special = (grammar: Grammar) => Matcher

/** Rules by name, compiled when first used. */
export class Grammar {
  private readonly rules: Readonly<Record<string, Rule | Special>>
  private readonly compiled = new Map<string, Matcher>()

  constructor(rules: Readonly<Record<string, Rule | Special>>) {
    this.rules = rules
  }

  /** The matcher of a rule. */
  rule(name: string): Matcher {
    const known = this.compiled.get(name)
    if (known !== undefined) return known
    let target: Matcher | undefined
    // Rules refer to each other: the name stands for what will be there.
    const late: Matcher = strict => target!(strict)
    this.compiled.set(name, late)
    const rule = this.rules[name]
    if (rule === undefined) throw new Error(`no rule ${name}`)
    target = typeof rule === 'function' ? rule(this) : this.compileRule(name, rule)
    this.compiled.set(name, target)
    return target
  }

  private compileRule(name: string, rule: Rule): Matcher {
    const matcher = alternation(rule.alternatives.map(alternative => this.compileAlternative(alternative)))
    const counted: Matcher = strict => {
      strict.enter()
      const result = matcher(strict)
      strict.leave()
      return result
    }
    const remembering = rule.memo === true ? memoized(name, counted) : counted
    if (rule.onlyInvalid !== true) return remembering
    return strict => (strict.invalid ? remembering(strict) : undefined)
  }

  private compileAlternative(alternative: Alternative): Matcher {
    if (typeof alternative === 'string') {
      const sequences = new PatternReader(alternative).read()
      // A cut reaches the rule, not just its alternative.
      return sequences.length === 1 ? this.sequence(sequences[0]) : this.alternatives(sequences)
    }
    const always = alternative.always ?? false
    const parts = alternative.bad.map(({ pattern, raise }) => ({ sequence: this.captured(pattern), raise }))
    return strict => {
      if (!strict.invalid && !always) return undefined
      const mark = strict.mark
      for (const { sequence, raise } of parts) {
        const captures = sequence(strict)
        if (captures !== undefined) {
          raise?.(strict, captures)
          strict.mark = mark
          return undefined
        }
      }
      return undefined
    }
  }

  /** A matcher for a pattern that gives what its named parts matched. */
  captured(pattern: string): (strict: Strict) => Captures | undefined {
    const alternatives = new PatternReader(pattern).read()
    if (alternatives.length !== 1) throw new Error(`one alternative expected: ${pattern}`)
    const parts = alternatives[0].parts.map(part => ({ name: part.name, matcher: this.part(part) }))
    return strict => {
      const mark = strict.mark
      const captures: Record<string, Match> = Object.create(null)
      for (const { name, matcher } of parts) {
        const match = matcher(strict)
        if (match === undefined) {
          strict.mark = mark
          return undefined
        }
        if (name !== undefined) captures[name] = match
      }
      return captures
    }
  }

  /** A matcher for a pattern. */
  pattern(text: string): Matcher {
    return this.alternatives(new PatternReader(text).read())
  }

  private alternatives(alternatives: readonly Sequence[]): Matcher {
    return alternation(alternatives.map(sequence => this.sequence(sequence)))
  }

  private sequence(sequence: Sequence): Matcher {
    const { kind } = sequence
    const matchers = sequence.parts.map(part => this.part(part))
    const cutAt = sequence.parts.findIndex(part => part.node.type === 'cut')
    const valueAt = valueIndex(sequence)
    if (matchers.length === 1 && kind === '') return matchers[0]
    return strict => {
      const mark = strict.mark
      const items: Match[] = []
      let valueMatch: Match | undefined
      for (let i = 0; i < matchers.length; i++) {
        const match = matchers[i](strict)
        if (match === undefined) {
          strict.mark = mark
          return cutAt >= 0 && i > cutAt ? cutFailure : undefined
        }
        if (i === valueAt) valueMatch = match
        if (match.kind !== 'token' && match.last >= match.first) items.push(match)
      }
      return valueMatch ?? { kind, first: mark, last: strict.mark - 1, items }
    }
  }

  private part(part: Part): Matcher {
    return this.node(part.node)
  }

  private node(node: PatternNode): Matcher {
    switch (node.type) {
      case 'token':
        return token(node.kind)
      case 'soft':
        return softKeyword(node.word)
      case 'rule':
        return this.rule(node.name)
      case 'group':
        return this.alternatives(node.alternatives)
      case 'optional': {
        const inner = this.node(node.inner)
        return strict => inner(strict) ?? empty(strict)
      }
      case 'repeat':
        return repeat(this.node(node.inner), node.minimum)
      case 'separated':
        return separated(this.node(node.inner), this.node(node.separator))
      case 'ahead': {
        const inner = this.node(node.inner)
        return strict => {
          const mark = strict.mark
          const found = inner(strict) !== undefined
          strict.mark = mark
          return found === node.wanted ? empty(strict) : undefined
        }
      }
      case 'forced': {
        const inner = this.node(node.inner)
        return strict => inner(strict) ?? strict.raiseExpected(node.text)
      }
      case 'cut':
        return empty
    }
  }
}

/** The part that is the match: the one named so, or the only one that takes anything. */
function valueIndex({ kind, value, parts }: Sequence): number {
  if (value !== undefined) return parts.findIndex(part => part.name === value)
  if (kind !== '') return -1
  const takers = parts.filter(part => part.node.type !== 'ahead' && part.node.type !== 'cut')
  return takers.length === 1 ? parts.indexOf(takers[0]) : -1
}

function empty(strict: Strict): Match {
  return { kind: '', first: strict.mark, last: strict.mark - 1, items: nothing }
}

function alternation(matchers: readonly Matcher[]): Matcher {
  if (matchers.length === 1) {
    const only = matchers[0]
    return strict => {
      const match = only(strict)
      return match === cutFailure ? undefined : match
    }
  }
  return strict => {
    for (const matcher of matchers) {
      const match = matcher(strict)
      if (match === cutFailure) return undefined
      if (match !== undefined) return match
    }
    return undefined
  }
}

function memoized(name: string, matcher: Matcher): Matcher {
  return strict => {
    const mark = strict.mark
    const memo = strict.memo(name)
    const known = memo.get(mark)
    if (known !== undefined) {
      if (known === null) return undefined
      strict.mark = known.last + 1
      return known.match
    }
    const match = matcher(strict)
    memo.set(mark, match === undefined ? null : { match, last: strict.mark - 1 })
    return match
  }
}

function token(kind: TokenKind): Matcher {
  return strict => {
    if (strict.kind() !== kind) return undefined
    return strict.take()
  }
}

function softKeyword(word: string): Matcher {
  return strict => {
    if (strict.kind() !== TokenKind.Name || strict.word() !== word) return undefined
    return strict.take()
  }
}

function repeat(inner: Matcher, minimum: number): Matcher {
  return strict => {
    const first = strict.mark
    const items: Match[] = []
    for (;;) {
      const before = strict.mark
      const match = inner(strict)
      if (match === undefined) break
      items.push(match)
      if (strict.mark === before) break
    }
    if (items.length < minimum) {
      strict.mark = first
      return undefined
    }
    return { kind: '', first, last: strict.mark - 1, items }
  }
}

function separated(inner: Matcher, separator: Matcher): Matcher {
  return strict => {
    const first = strict.mark
    const start = inner(strict)
    if (start === undefined) return undefined
    const items = [start]
    for (;;) {
      const mark = strict.mark
      if (separator(strict) === undefined) break
      const next = inner(strict)
      if (next === undefined) {
        strict.mark = mark
        break
      }
      items.push(next)
    }
    return { kind: '', first, last: strict.mark - 1, items }
  }
}
