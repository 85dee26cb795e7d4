// Native part of module re (`_re`): compile, and the methods of patterns and matches. The functions of the module and its
// flags are written in the language (library re.py). CPython: Modules/_sre/sre.c.

import { sizeArgument } from '../arguments.ts'
import { lookup } from '../attribute.ts'
import { bytesOf } from '../bytes.ts'
import { latin1 } from '../codec.ts'
import { fits } from '../containers.ts'
import { makeAlias } from '../generic-alias.ts'
import { hashOf } from '../hash.ts'
import { keyOf } from '../hashing.ts'
import { ITERATOR_SLOTS, NativeIterator } from '../iterators.ts'
import type { Machine } from '../machine.ts'
import { MappingProxy } from '../mapping-proxy.ts'
import { defineModule, defineType } from '../native.ts'
import { Compare } from '../op.ts'
import { codePoints } from '../str.ts'
import { bytesRepr, strRepr } from '../str-repr.ts'
import { NOT_IMPLEMENTED, T } from '../types.ts'
import { asInt, asStr, END, PyBytes, type PyType, type Result, type Value } from '../value.ts'
import { PATTERN_ERROR, raisePatternError } from './re-error.ts'
import type { Mode } from './re-match.ts'
import {
  execute,
  type Match,
  matchType,
  Pattern,
  patternType,
  pieceOf,
  Scan,
  type Target,
  targetOf,
} from './re-objects.ts'
import { parsePattern } from './re-parse.ts'
import { compileProgram } from './re-program.ts'
import { parseTemplate, type Template } from './re-template.ts'
import { RE } from './re-tree.ts'

const MAXSIZE = Number.MAX_SAFE_INTEGER

/** The characters of a pattern or template: code points of a str, bytes as Latin-1. */
function charsOf(source: Value): readonly string[] {
  const text = asStr(source)
  return text !== undefined ? codePoints(text) : Array.from(bytesOf(source)!, b => String.fromCharCode(b))
}

function compile(m: Machine, source: Value, flags: Value | undefined): Result {
  const text = asStr(source)
  const bytes = text === undefined ? bytesOf(source) : undefined
  if (text === undefined && bytes === undefined) {
    return m.raise('TypeError', 'first argument must be string or compiled pattern')
  }
  const bits = asInt(flags ?? 0)
  if (bits === undefined)
    return m.raise('TypeError', `unsupported operand type(s) for &: '${m.typeName(flags!)}' and 'int'`)
  const parsed = parsePattern(charsOf(source), Number(bits), text !== undefined)
  if ('message' in parsed) return raisePatternError(m, parsed, source)
  const program = compileProgram(parsed)
  if ('message' in program) return raisePatternError(m, { message: program.message, position: undefined }, source)
  return new Pattern(text ?? new PyBytes(T.bytes, bytes!), parsed.flags, program, parsed.groupIndex)
}

type Args = readonly [string: Value, pos: Value | undefined, endpos: Value | undefined]

function target(m: Machine, self: Pattern, [string, pos, endpos]: Args): Target | undefined {
  const from = sizeArgument(m, pos, 0)
  const to = from === undefined ? undefined : sizeArgument(m, endpos, MAXSIZE)
  return from === undefined || to === undefined ? undefined : targetOf(m, self, string, from, to)
}

function matching(mode: Mode) {
  return (m: Machine, self: Pattern, ...args: Args): Result => {
    const t = target(m, self, args)
    return t && execute(m, self, t, t.pos, mode)
  }
}

function findAll(m: Machine, self: Pattern, ...args: Args): Result {
  const t = target(m, self, args)
  if (t === undefined) return undefined
  const empty = self.isText ? '' : new PyBytes(T.bytes, new Uint8Array(0))
  const { groups } = self.program
  const out: Value[] = []
  const scan = new Scan(t.pos)
  for (;;) {
    const match = scan.next(m, self, t)
    if (match === undefined) return undefined
    if (match === null) return m.list(out)
    if (groups <= 1) out.push(match.group(groups, empty))
    else out.push(m.tuple(Array.from({ length: groups }, (_, i) => match.group(i + 1, empty))))
  }
}

function split(m: Machine, self: Pattern, string: Value, maxsplit: Value | undefined): Result {
  const limit = sizeArgument(m, maxsplit, 0)
  const t = limit === undefined ? undefined : target(m, self, [string, undefined, undefined])
  if (limit === undefined || t === undefined) return undefined
  const out: Value[] = []
  const scan = new Scan(0)
  let last = 0
  for (let n = 0; limit === 0 || n < limit; n++) {
    const match = scan.next(m, self, t)
    if (match === undefined) return undefined
    if (match === null) break
    const [start, end] = match.span(0)
    out.push(pieceOf(string, last, start))
    for (let i = 1; i <= self.program.groups; i++) out.push(match.group(i, null))
    last = end
  }
  out.push(pieceOf(string, last, t.endpos))
  return m.list(out)
}

/** A template for this pattern; undefined: raised. */
function templateOf(m: Machine, self: Pattern, source: Value): Template | undefined {
  if (self.lastTemplate !== undefined && self.lastTemplate.source === source) return self.lastTemplate.template
  const isText = asStr(source) !== undefined
  const template = parseTemplate(charsOf(source), self.program.groups, self.groupIndex, isText)
  if (!Array.isArray(template)) return raisePatternError(m, template as never, source)
  self.lastTemplate = { source, template }
  return template
}

/** The text a template gives for a match, as str or Latin-1 of bytes. */
function expand(template: Template, match: Match): string {
  let out = ''
  for (const part of template) {
    if (typeof part === 'string') out += part
    else {
      const value = match.group(part, '')
      out += asStr(value) ?? latin1(bytesOf(value)!)
    }
  }
  return out
}

const fromText = (self: Pattern, text: string): Value =>
  self.isText
    ? text
    : new PyBytes(
        T.bytes,
        Uint8Array.from(text, c => c.charCodeAt(0)),
      )

function substitute(counted: boolean) {
  return (m: Machine, self: Pattern, repl: Value, string: Value, count: Value | undefined): Result => {
    const limit = sizeArgument(m, count, 0)
    if (limit === undefined) return undefined
    const isTemplate = asStr(repl) !== undefined || bytesOf(repl) !== undefined
    if (!isTemplate) {
      if (target(m, self, [string, undefined, undefined]) === undefined) return undefined
      if (lookup(m.typeOf(repl), '__call__') === undefined) {
        return m.raise('TypeError', `decoding to str: need a bytes-like object, ${m.typeName(repl)} found`)
      }
      return m.callPrelude('re_substitute', self, repl, string, limit, counted)
    }
    const template = templateOf(m, self, repl)
    const t = template === undefined ? undefined : target(m, self, [string, undefined, undefined])
    if (template === undefined || t === undefined) return undefined
    const parts: string[] = []
    const piece = (start: number, end: number) => {
      const value = pieceOf(string, start, end)
      return asStr(value) ?? latin1(bytesOf(value)!)
    }
    const scan = new Scan(0)
    let last = 0
    let n = 0
    let size = 0
    for (; limit === 0 || n < limit; n++) {
      const match = scan.next(m, self, t)
      if (match === undefined) return undefined
      if (match === null) break
      const [start, end] = match.span(0)
      if ((asStr(repl) !== undefined) !== self.isText) {
        const [expected, found] = self.isText ? ['str instance', 'bytes'] : ['a bytes-like object', 'str']
        return m.raise('TypeError', `sequence item ${start > 0 ? 1 : 0}: expected ${expected}, ${found} found`)
      }
      const text = expand(template, match)
      parts.push(piece(last, start), text)
      size += start - last + text.length
      if (!fits(m, size)) return undefined
      last = end
    }
    parts.push(piece(last, t.endpos))
    const out = n === 0 && self.isText && typeof string === 'string' ? string : fromText(self, parts.join(''))
    return counted ? m.tuple([out, n]) : out
  }
}

/** What finditer() gives. */
class FindIterator extends NativeIterator {
  readonly pattern: Pattern
  readonly target: Target
  private from: number
  private mustAdvance = false
  constructor(epoch: number, pattern: Pattern, t: Target) {
    super()
    this.cls = findIteratorType
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.pattern = pattern
    this.target = t
    this.from = t.pos
  }
  get bound(): number {
    return this.from < 0 ? 0 : this.target.endpos - this.from + 1
  }
  next(m: Machine): Value | undefined | typeof END {
    m.touch(this)
    const scan = new Scan(this.from)
    scan.mustAdvance = this.mustAdvance
    const match = scan.next(m, this.pattern, this.target)
    this.from = scan.from
    this.mustAdvance = scan.mustAdvance
    return match === null ? END : match
  }
  save(): unknown {
    return { from: this.from, mustAdvance: this.mustAdvance }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

const findIteratorType: PyType = defineType({ name: 'callable_iterator', slots: ITERATOR_SLOTS })

function flagNames(flags: number): string {
  const names: string[] = []
  let rest = flags
  const take = (bit: number, name: string) => {
    if (rest & bit) names.push(`re.${name}`)
    rest &= ~bit
  }
  take(RE.I, 'IGNORECASE')
  take(RE.L, 'LOCALE')
  take(RE.M, 'MULTILINE')
  take(RE.S, 'DOTALL')
  take(RE.X, 'VERBOSE')
  take(RE.DEBUG, 'DEBUG')
  take(RE.A, 'ASCII')
  if (rest !== 0) names.push(`0x${rest.toString(16)}`)
  return names.join('|')
}

const sourceRepr = (source: Value) =>
  typeof source === 'string' ? strRepr(source) : bytesRepr((source as PyBytes).bytes)

defineType({
  type: patternType,
  name: 're.Pattern',
  classMethods: { '__class_getitem__(item, /)': (m: Machine, cls: PyType, item: Value) => makeAlias(m, cls, item) },
  isBase: false,
  slots: {
    repr: (_m, self: Pattern) => {
      const text = codePoints(sourceRepr(self.source)).slice(0, 200).join('')
      // Unicode is what str patterns are anyway.
      const flags = flagNames(self.isText ? self.flags & ~RE.U : self.flags)
      return flags === '' ? `re.compile(${text})` : `re.compile(${text}, ${flags})`
    },
    hash: (_m, self: Pattern) => hashOf(self.contentKey()),
    compare: (_m, self: Pattern, other, op) => {
      if (!(other instanceof Pattern) || (op !== Compare.Eq && op !== Compare.Ne)) return NOT_IMPLEMENTED
      return (self.contentKey() === other.contentKey()) === (op === Compare.Eq)
    },
  },
  members: {
    pattern: (_m: Machine, self: Pattern) => self.source,
    flags: (_m: Machine, self: Pattern) => self.flags,
    groups: (_m: Machine, self: Pattern) => self.program.groups,
  },
  getset: {
    groupindex: (m: Machine, self: Pattern) => {
      const dict = m.dict()
      for (const [name, index] of self.groupIndex) dict.set(keyOf(name)!, name, index)
      return new MappingProxy(dict)
    },
  },
  methods: {
    'match(string, pos=0, endpos=sys.maxsize)': matching('match'),
    'fullmatch(string, pos=0, endpos=sys.maxsize)': matching('fullmatch'),
    'search(string, pos=0, endpos=sys.maxsize)': matching('search'),
    'findall(string, pos=0, endpos=sys.maxsize)': findAll,
    'finditer(string, pos=0, endpos=sys.maxsize)': (m: Machine, self: Pattern, ...args: Args): Result => {
      const t = target(m, self, args)
      return t && new FindIterator(m.epoch, self, t)
    },
    'split(string, maxsplit=0)': split,
    'sub(repl, string, count=0)': substitute(false),
    'subn(repl, string, count=0)': substitute(true),
    '__copy__()': (_m: Machine, self: Pattern) => self,
    '__deepcopy__(memo, /)': (_m: Machine, self: Pattern) => self,
  },
})

/** The number of a group given by number or name; undefined: IndexError was raised. */
function groupNumber(m: Machine, self: Match, group: Value): number | undefined {
  const n = asInt(group)
  const name = n === undefined ? asStr(group) : undefined
  const index = n !== undefined ? Number(n) : name === undefined ? undefined : self.pattern.groupIndex.get(name)
  if (index === undefined || index < 0 || index > self.pattern.program.groups)
    return m.raise('IndexError', 'no such group')
  return index
}

function group(m: Machine, self: Match, args: Value[]): Result {
  const out: Value[] = []
  for (const arg of args.length === 0 ? [0] : args) {
    const index = groupNumber(m, self, arg)
    if (index === undefined) return undefined
    out.push(self.group(index, null))
  }
  return out.length === 1 ? out[0]! : m.tuple(out)
}

/** start(), end(), span() of a group. */
function spanOf(deliver: (m: Machine, span: readonly [number, number]) => Value) {
  return (m: Machine, self: Match, which: Value | undefined): Result => {
    const index = groupNumber(m, self, which ?? 0)
    return index === undefined ? undefined : deliver(m, self.span(index))
  }
}

function lastGroup(self: Match): Value {
  for (const [name, index] of self.pattern.groupIndex) if (index === self.lastIndex) return name
  return null
}

defineType({
  type: matchType,
  name: 're.Match',
  classMethods: { '__class_getitem__(item, /)': (m: Machine, cls: PyType, item: Value) => makeAlias(m, cls, item) },
  isBase: false,
  slots: {
    repr: (_m, self: Match) => {
      const [start, end] = self.span(0)
      const text = self.group(0, null)
      const repr = typeof text === 'string' ? strRepr(text) : bytesRepr((text as PyBytes).bytes)
      return `<re.Match object; span=(${start}, ${end}), match=${codePoints(repr).slice(0, 50).join('')}>`
    },
    getItem: ((m: Machine, self: Match, key: Value) => group(m, self, [key])) as never,
  },
  members: {
    string: (_m: Machine, self: Match) => self.text,
    re: (_m: Machine, self: Match) => self.pattern,
    pos: (_m: Machine, self: Match) => self.pos,
    endpos: (_m: Machine, self: Match) => self.endpos,
  },
  getset: {
    lastindex: (_m: Machine, self: Match) => (self.lastIndex === 0 ? null : self.lastIndex),
    lastgroup: (_m: Machine, self: Match) => lastGroup(self),
    regs: (m: Machine, self: Match) =>
      m.tuple(Array.from({ length: self.marks.length / 2 }, (_, i) => m.tuple([...self.span(i)]))),
  },
  methods: {
    'group(*args)': group,
    'groups(default=None)': (m: Machine, self: Match, absent: Value | undefined) =>
      m.tuple(Array.from({ length: self.pattern.program.groups }, (_, i) => self.group(i + 1, absent ?? null))),
    'groupdict(default=None)': (m: Machine, self: Match, absent: Value | undefined) => {
      const dict = m.dict()
      for (const [name, index] of self.pattern.groupIndex)
        dict.set(keyOf(name)!, name, self.group(index, absent ?? null))
      return dict
    },
    'start(group=0, /)': spanOf((_m, span) => span[0]),
    'end(group=0, /)': spanOf((_m, span) => span[1]),
    'span(group=0, /)': spanOf((m, span) => m.tuple([...span])),
    'expand(template)': (m: Machine, self: Match, template: Value): Result => {
      const isTemplate = asStr(template) !== undefined || bytesOf(template) !== undefined
      if (!isTemplate) return m.raise('TypeError', `expected str instance, ${m.typeName(template)} found`)
      const parsed = templateOf(m, self.pattern, template)
      return parsed && fromText(self.pattern, expand(parsed, self))
    },
    '__copy__()': (_m: Machine, self: Match) => self,
    '__deepcopy__(memo, /)': (_m: Machine, self: Match) => self,
  },
})

defineModule('_re', {
  functions: { 'compile(pattern, flags=0, /)': compile },
  values: { Pattern: patternType, Match: matchType, PatternError: PATTERN_ERROR },
})
