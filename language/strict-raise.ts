/**
 * How the alternatives for wrong text report it: helpers for the tables of strict-grammar.ts and strict-statement.ts.
 */

import type { BadAlternative, BadGroup, Captures, Match, Raise } from './strict-engine.ts'
import type { Strict } from './strict-state.ts'

/** A group of alternatives for wrong text. */
export function bad(...alternatives: readonly (readonly [string, Raise?])[]): BadGroup {
  return {
    bad: alternatives.map(
      ([pattern, raise]): BadAlternative => (raise === undefined ? { pattern } : { pattern, raise }),
    ),
  }
}

/** A group of alternatives for wrong text that CPython tries in the first pass too. */
export function always(group: BadGroup): BadGroup {
  return { ...group, always: true }
}

/** The matches of a list, with what is merely grouped laid open. */
export function flatten(match: Match | undefined): readonly Match[] {
  if (match === undefined || match.last < match.first) return []
  if (match.kind !== '') return [match]
  return match.items.flatMap(flatten)
}

/** The name of what a match would become, as messages have it (`_PyPegen_get_expr_name`). */
export function nameOf(match: Match): string {
  const only = match.kind === '' ? flatten(match)[0] : match
  return names[only.kind] ?? 'expression'
}

const names: Readonly<Record<string, string>> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  Constant: 'literal',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
  True: 'True',
  False: 'False',
  None: 'None',
  Ellipsis: 'ellipsis',
}

function fill(captures: Captures, message: string): string {
  return message.replace(/\{(\w+)\}/g, (_, part: string) => nameOf(captures[part]))
}

/** At the match `a`; `{a}` in the message names what it is. */
export function at(message: string): Raise {
  return (strict, captures) => strict.raiseRange(fill(captures, message), captures.a.first, captures.a.last)
}

/** From the match `a` to the match `b`. */
export function range(message: string): Raise {
  return (strict, captures) => strict.raiseRange(fill(captures, message), captures.a.first, captures.b.last)
}

/** From the match `a` to where the tokenizer is. */
export function from(message: string): Raise {
  return (strict, captures) => strict.raiseFrom(message, captures.a.first)
}

/** At the last token that was read. */
export function last(message: string): Raise {
  return strict => strict.raiseAtToken(message)
}

/** At the token after what matched. */
export function next(message: string): Raise {
  return strict => strict.raiseAtNext(message)
}

/** A block is missing after the head whose keyword is the match `a`. */
export function noBlock(what: string): Raise {
  return (strict, captures) => {
    const message = `expected an indented block after ${what} on line ${strict.lineOf(captures.a.first)}`
    strict.raiseAtToken(message, strict.filled - 1, 'IndentationError')
  }
}

/** The part of `match` that cannot be a target (`_PyPegen_get_invalid_target`). */
export function invalidPart(strict: Strict, match: Match, use: 'assign' | 'for' | 'delete'): Match | undefined {
  switch (match.kind) {
    case '':
    case 'List':
    case 'Tuple':
      for (const item of flatten({ ...match, kind: '' })) {
        const part = invalidPart(strict, item, use)
        if (part !== undefined) return part
      }
      return undefined
    case 'Starred':
      return use === 'delete' ? match : invalidPart(strict, match.items[0], use)
    case 'Compare':
      if (use !== 'for') return match
      // The loop's own `in` was taken for a comparison: what is before it is the target.
      return strict.tokenText(match.items[1].first) === 'in' ? invalidPart(strict, match.items[0], use) : undefined
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return undefined
    default:
      return match
  }
}

/** The match `a` is used as a target; passes if it can be one. */
export function target(use: 'assign' | 'for' | 'delete'): Raise {
  return (strict, captures) => {
    const part = invalidPart(strict, captures.a, use)
    if (part === undefined) return
    const verb = use === 'delete' ? 'delete' : 'assign to'
    strict.raiseRange(`cannot ${verb} ${nameOf(part)}`, part.first, part.last)
  }
}
