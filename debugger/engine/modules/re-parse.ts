// Regular expressions of module re: from the text of a pattern to a tree. Library reference "Regular Expression Syntax";
// CPython: Lib/re/_parser.py, whose errors and their positions are kept.
//
// Knows nothing of matching.

import { codePointOfName } from '../../../language/index.ts'
import { strRepr } from '../str-repr.ts'
import { isAlphaChar } from '../unicode.ts'
import {
  ESCAPES,
  isAsciiLetter,
  isDigit,
  isHex,
  isOctal,
  length,
  MAXGROUPS,
  reading,
  Source,
  Stop,
} from './re-source.ts'
import {
  MAXREPEAT,
  type Node,
  type ParsedPattern,
  type PatternError,
  type Place,
  RE,
  type SetItem,
  widthOf,
} from './re-tree.ts'

const FLAGS: Readonly<Record<string, number>> = { i: RE.I, L: RE.L, m: RE.M, s: RE.S, x: RE.X, a: RE.A, u: RE.U }
const TYPE_FLAGS = RE.A | RE.L | RE.U

/** Reads a pattern. `chars` are its characters (bytes patterns: one per byte). */
export function parsePattern(chars: readonly string[], flags: number, isText: boolean): ParsedPattern | PatternError {
  return reading(() => new Parser(chars, flags, isText).parse())
}

const PLACES: Readonly<Record<string, Place>> = {
  '\\A': 'string start',
  '\\b': 'boundary',
  '\\B': 'no boundary',
  '\\Z': 'string end',
}
const CATEGORIES: Readonly<Record<string, SetItem>> = {
  '\\d': { kind: 'category', category: 'digit', negated: false },
  '\\D': { kind: 'category', category: 'digit', negated: true },
  '\\s': { kind: 'category', category: 'space', negated: false },
  '\\S': { kind: 'category', category: 'space', negated: true },
  '\\w': { kind: 'category', category: 'word', negated: false },
  '\\W': { kind: 'category', category: 'word', negated: true },
}

class Parser {
  private readonly source: Source
  private flags: number
  private readonly groupIndex = new Map<string, number>()
  /** Width by group; undefined while the group is open. */
  private readonly widths: (readonly [number, number] | undefined)[] = [undefined]
  /** Number of groups when the outermost look-behind began. */
  private lookBehindGroups: number | undefined
  /** Where groups that did not exist yet were referred to by conditions. */
  private readonly referencePositions = new Map<number, number>()

  constructor(chars: readonly string[], flags: number, isText: boolean) {
    this.source = new Source(chars, isText)
    this.flags = flags
  }

  parse(): ParsedPattern {
    const node = this.alternatives((this.flags & RE.X) !== 0, 0)
    const flags = this.fixFlags()
    if (this.source.next !== undefined) this.source.fail('unbalanced parenthesis')
    for (const [group, position] of this.referencePositions) {
      if (group >= this.widths.length) throw new Stop({ message: `invalid group reference ${group}`, position })
    }
    const widths = this.widths.map(width => width ?? ([0, 0] as const))
    return { node, flags, groups: this.widths.length - 1, groupIndex: this.groupIndex, widths }
  }

  // CPython: fix_flags.
  private fixFlags(): number {
    const { flags } = this
    const wrong = (message: string) => new Stop({ message, position: undefined, type: 'ValueError' })
    if (this.source.isText) {
      if (flags & RE.L) throw wrong('cannot use LOCALE flag with a str pattern')
      if (flags & RE.A && flags & RE.U) throw wrong('ASCII and UNICODE flags are incompatible')
      return flags & RE.A ? flags : flags | RE.U
    }
    if (flags & RE.U) throw wrong('cannot use UNICODE flag with a bytes pattern')
    if (flags & RE.L && flags & RE.A) throw wrong('ASCII and LOCALE flags are incompatible')
    return flags
  }

  // CPython: _parse_sub.
  private alternatives(verbose: boolean, nested: number): Node {
    if (nested > 400) throw new Stop({ message: 'too deeply nested pattern', position: this.source.tell() })
    let isVerbose = verbose
    const items: Node[] = []
    for (;;) {
      items.push(this.sequence(isVerbose, nested + 1, nested === 0 && items.length === 0))
      if (!this.source.match('|')) break
      if (nested === 0) isVerbose = (this.flags & RE.X) !== 0
    }
    return items.length === 1 ? items[0]! : { kind: 'branch', items }
  }

  // CPython: _parse.
  private sequence(verbose: boolean, nested: number, first = false): Node {
    const source: Source = this.source
    const items: Node[] = []
    let isVerbose = verbose
    for (;;) {
      const char = source.next
      if (char === undefined || char === '|' || char === ')') break
      source.get()
      if (isVerbose) {
        if (/^[ \t\n\r\v\f]$/.test(char)) continue
        if (char === '#') {
          for (let c = source.get(); c !== undefined && c !== '\n'; ) c = source.get()
          continue
        }
      }
      if (char[0] === '\\') items.push(this.escape(char))
      else if (char === '[') items.push(this.set())
      else if (char === '*' || char === '+' || char === '?' || char === '{') this.repeat(char, items)
      else if (char === '.') items.push({ kind: 'any' })
      else if (char === '^') items.push({ kind: 'at', place: 'start' })
      else if (char === '$') items.push({ kind: 'at', place: 'end' })
      else if (char === '(') {
        const node = this.group(isVerbose, nested, first && items.length === 0)
        if (node === 'flags') isVerbose = (this.flags & RE.X) !== 0
        else if (node !== 'comment') items.push(node)
      } else items.push({ kind: 'char', code: char.codePointAt(0)! })
    }
    // A non-capturing group without flags is its content.
    return items.length === 1 ? items[0]! : { kind: 'sequence', items }
  }

  private repeat(char: string, items: Node[]): void {
    const source: Source = this.source
    const here = source.tell()
    let min = 0
    let max = MAXREPEAT
    if (char === '?') max = 1
    else if (char === '+') min = 1
    else if (char === '{') {
      if (source.next === '}') {
        items.push({ kind: 'char', code: 123 })
        return
      }
      const low = source.getWhile(Number.POSITIVE_INFINITY, isDigit)
      const high = source.match(',') ? source.getWhile(Number.POSITIVE_INFINITY, isDigit) : low
      if (!source.match('}')) {
        items.push({ kind: 'char', code: 123 })
        source.seek(here)
        return
      }
      const tooLarge = () =>
        new Stop({ message: 'the repetition number is too large', position: undefined, type: 'OverflowError' })
      if (low !== '') {
        min = Number(low)
        if (min >= MAXREPEAT) throw tooLarge()
      }
      if (high !== '') {
        max = Number(high)
        if (max >= MAXREPEAT) throw tooLarge()
        if (max < min) source.fail('min repeat greater than max repeat', source.tell() - here)
      }
    }
    const item = items.at(-1)
    if (item === undefined || item.kind === 'at') source.fail('nothing to repeat', source.tell() - here + char.length)
    if (item.kind === 'repeat') source.fail('multiple repeat', source.tell() - here + char.length)
    const mode = source.match('?') ? 'lazy' : source.match('+') ? 'possessive' : 'greedy'
    items[items.length - 1] = { kind: 'repeat', min, max, mode, item }
  }

  private set(): Node {
    const source: Source = this.source
    const here = source.tell() - 1
    const items: SetItem[] = []
    const negated = source.match('^')
    const get = () => source.get() ?? source.fail('unterminated character set', source.tell() - here)
    for (;;) {
      const char = get()
      if (char === ']' && items.length > 0) break
      const one = this.setItem(char)
      if (!source.match('-')) {
        items.push(one)
        continue
      }
      const that = get()
      if (that === ']') {
        items.push(one, { kind: 'char', code: 45 })
        break
      }
      const two = this.setItem(that)
      const bad = () => source.fail(`bad character range ${char}-${that}`, length(char) + 1 + length(that))
      if (one.kind !== 'char' || two.kind !== 'char' || two.code < one.code) bad()
      else items.push({ kind: 'range', low: one.code, high: two.code })
    }
    return { kind: 'set', negated, items }
  }

  private setItem(char: string): SetItem {
    if (char[0] !== '\\') return { kind: 'char', code: char.codePointAt(0)! }
    // CPython: _class_escape.
    const code = ESCAPES[char]
    if (code !== undefined) return { kind: 'char', code }
    const category = CATEGORIES[char]
    if (category !== undefined) return category
    const numeric = this.numericEscape(char)
    if (numeric !== undefined) return { kind: 'char', code: numeric }
    if (isOctal(char[1])) {
      const sequence = char + this.source.getWhile(2, isOctal)
      return { kind: 'char', code: this.octal(sequence) }
    }
    return { kind: 'char', code: this.plainEscape(char) }
  }

  private octal(sequence: string): number {
    const code = Number.parseInt(sequence.slice(1), 8)
    if (code > 0o377) {
      this.source.fail(`octal escape value ${sequence} outside of range 0-0o377`, sequence.length)
    }
    return code
  }

  /** \x, \u, \U: the code; undefined for other escapes. */
  private numericEscape(char: string): number | undefined {
    const c = char[1]!
    const size = c === 'x' ? 2 : c === 'u' && this.source.isText ? 4 : c === 'U' && this.source.isText ? 8 : 0
    if (c === 'N' && this.source.isText) {
      if (!this.source.match('{')) this.source.fail('missing {')
      const name = this.source.getUntil('}', 'character name')
      const code = codePointOfName(name)
      if (code !== undefined) return code
      this.source.fail(`undefined character name ${strRepr(name)}`, name.length + '\\N{}'.length)
    }
    if (size === 0) return undefined
    const sequence = char + this.source.getWhile(size, isHex)
    if (sequence.length !== size + 2) this.source.fail(`incomplete escape ${sequence}`, sequence.length)
    const code = Number.parseInt(sequence.slice(2), 16)
    if (code > 0x10ffff) this.source.fail(`bad escape ${sequence}`, sequence.length)
    return code
  }

  private plainEscape(char: string): number {
    const c = char.slice(1)
    if (isAsciiLetter(c) || isDigit(c)) this.source.fail(`bad escape ${char}`, length(char))
    return c.codePointAt(0)!
  }

  // CPython: _escape.
  private escape(char: string): Node {
    const source: Source = this.source
    const place = PLACES[char]
    if (place !== undefined) return { kind: 'at', place }
    const category = CATEGORIES[char]
    if (category !== undefined) return { kind: 'set', negated: false, items: [category] }
    const code = ESCAPES[char] ?? this.numericEscape(char)
    if (code !== undefined) return { kind: 'char', code }
    const c = char[1]!
    if (c === '0') {
      const sequence = char + source.getWhile(2, isOctal)
      return { kind: 'char', code: Number.parseInt(sequence.slice(1), 8) }
    }
    if (isDigit(c) && char.length === 2) {
      let sequence = char
      if (isDigit(source.next)) {
        sequence += source.get()
        if (isOctal(sequence[1]) && isOctal(sequence[2]) && isOctal(source.next)) {
          sequence += source.get()
          return { kind: 'char', code: this.octal(sequence) }
        }
      }
      const group = Number(sequence.slice(1))
      if (group >= this.widths.length) source.fail(`invalid group reference ${group}`, sequence.length - 1)
      if (this.widths[group] === undefined) source.fail('cannot refer to an open group', sequence.length)
      this.checkLookBehind(group)
      return { kind: 'reference', group }
    }
    return { kind: 'char', code: this.plainEscape(char) }
  }

  private checkLookBehind(group: number): void {
    if (this.lookBehindGroups === undefined) return
    if (this.widths[group] === undefined) this.source.fail('cannot refer to an open group')
    if (group >= this.lookBehindGroups) {
      this.source.fail('cannot refer to group defined in the same lookbehind subpattern')
    }
  }

  private group(verbose: boolean, nested: number, first: boolean): Node | 'comment' | 'flags' {
    const source: Source = this.source
    const start = source.tell() - 1
    const unterminated = () => source.fail('missing ), unterminated subpattern', source.tell() - start)
    let name: string | undefined
    let captures = true
    let isAtomic = false
    let add = 0
    let remove = 0
    if (source.match('?')) {
      const end = () => source.fail('unexpected end of pattern')
      let char = source.get() ?? end()
      if (char === 'P') {
        if (source.match('<')) {
          name = source.getUntil('>', 'group name')
          source.checkGroupName(name, 1)
        } else if (source.match('=')) {
          return this.namedReference()
        } else {
          char = source.get() ?? end()
          source.fail(`unknown extension ?P${char}`, length(char) + 2)
        }
      } else if (char === ':') captures = false
      else if (char === '#') {
        for (;;) {
          if (source.next === undefined) source.fail('missing ), unterminated comment', source.tell() - start)
          if (source.get() === ')') return 'comment'
        }
      } else if (char === '=' || char === '!' || char === '<') {
        const behind = char === '<'
        let outer: number | undefined
        if (behind) {
          char = source.get() ?? end()
          if (char !== '=' && char !== '!') source.fail(`unknown extension ?<${char}`, length(char) + 2)
          outer = this.lookBehindGroups
          this.lookBehindGroups ??= this.widths.length
        }
        const item = this.alternatives(verbose, nested + 1)
        if (behind) this.lookBehindGroups = outer
        if (!source.match(')')) unterminated()
        const isEmpty = item.kind === 'sequence' && item.items.length === 0
        if (char === '!' && isEmpty) return { kind: 'failure' }
        return { kind: 'look', behind, negated: char === '!', item, position: source.tell() }
      } else if (char === '(') {
        return this.conditional(verbose, nested, unterminated)
      } else if (char === '>') {
        captures = false
        isAtomic = true
      } else if (char in FLAGS || char === '-') {
        const flags = this.inlineFlags(char)
        if (flags === undefined) {
          if (!first) source.fail('global flags not at the start of the expression', source.tell() - start)
          return 'flags'
        }
        ;[add, remove] = flags
        captures = false
      } else source.fail(`unknown extension ?${char}`, length(char) + 1)
    }
    const index = captures ? this.openGroup(name) : undefined
    const isVerbose = (verbose || (add & RE.X) !== 0) && (remove & RE.X) === 0
    const item = this.alternatives(isVerbose, nested + 1)
    if (!source.match(')')) unterminated()
    if (index !== undefined) this.widths[index] = widthOf(item, this.widths)
    return isAtomic ? { kind: 'atomic', item } : { kind: 'group', index, add, remove, item }
  }

  private namedReference(): Node {
    const source: Source = this.source
    const name = source.getUntil(')', 'group name')
    source.checkGroupName(name, 1)
    const group = this.groupIndex.get(name)
    if (group === undefined) source.fail(`unknown group name ${strRepr(name)}`, length(name) + 1)
    if (this.widths[group] === undefined) source.fail('cannot refer to an open group', length(name) + 1)
    this.checkLookBehind(group)
    return { kind: 'reference', group }
  }

  private conditional(verbose: boolean, nested: number, unterminated: () => never): Node {
    const source: Source = this.source
    const name = source.getUntil(')', 'group name')
    let group: number
    if (/^[0-9]+$/.test(name)) {
      group = Number(name)
      if (group === 0) source.fail('bad group number', name.length + 1)
      if (group >= MAXGROUPS) source.fail(`invalid group reference ${BigInt(name)}`, name.length + 1)
      if (!this.referencePositions.has(group)) this.referencePositions.set(group, source.tell() - name.length - 1)
    } else {
      source.checkGroupName(name, 1)
      const known = this.groupIndex.get(name)
      if (known === undefined) source.fail(`unknown group name ${strRepr(name)}`, length(name) + 1)
      group = known
    }
    this.checkLookBehind(group)
    const yes = this.sequence(verbose, nested + 1)
    let no: Node | undefined
    if (source.match('|')) {
      no = this.sequence(verbose, nested + 1)
      if (source.next === '|') source.fail('conditional backref with more than two branches')
    }
    if (!source.match(')')) unterminated()
    return { kind: 'conditional', group, yes, no }
  }

  private openGroup(name: string | undefined): number {
    const index = this.widths.length
    this.widths.push(undefined)
    if (name !== undefined) {
      const old = this.groupIndex.get(name)
      if (old !== undefined) {
        this.source.fail(
          `redefinition of group name ${strRepr(name)} as group ${index}; was group ${old}`,
          length(name) + 1,
        )
      }
      this.groupIndex.set(name, index)
    }
    return index
  }

  // CPython: _parse_flags. Undefined: the flags were global ones.
  private inlineFlags(firstChar: string): readonly [number, number] | undefined {
    const source: Source = this.source
    let char: string | undefined = firstChar
    let add = 0
    let remove = 0
    const unknown = (c: string, otherwise: string): never =>
      source.fail(isAlphaChar(c) ? 'unknown flag' : otherwise, length(c))
    if (char !== '-') {
      for (;;) {
        const flag = FLAGS[char]!
        if (source.isText && char === 'L') source.fail("bad inline flags: cannot use 'L' flag with a str pattern")
        if (!source.isText && char === 'u') source.fail("bad inline flags: cannot use 'u' flag with a bytes pattern")
        add |= flag
        if (flag & TYPE_FLAGS && (add & TYPE_FLAGS) !== flag) {
          source.fail("bad inline flags: flags 'a', 'u' and 'L' are incompatible")
        }
        char = source.get() ?? source.fail('missing -, : or )')
        if (char === ')' || char === '-' || char === ':') break
        if (!(char in FLAGS)) unknown(char, 'missing -, : or )')
      }
    }
    if (char === ')') {
      this.flags |= add
      return undefined
    }
    if (char === '-') {
      char = source.get() ?? source.fail('missing flag')
      if (!(char in FLAGS)) unknown(char, 'missing flag')
      for (;;) {
        const flag = FLAGS[char]!
        if (flag & TYPE_FLAGS) source.fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
        remove |= flag
        char = source.get() ?? source.fail('missing :')
        if (char === ':') break
        if (!(char in FLAGS)) unknown(char, 'missing :')
      }
    }
    if (add & remove) source.fail('bad inline flags: flag turned on and off', 1)
    return [add, remove]
  }
}
