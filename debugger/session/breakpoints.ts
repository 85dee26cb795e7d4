// Breakpoints as they are set and where they are bound. Hit counts are kept by time, so that going back takes hits back too. Knows
// neither how a machine is made to stop nor how a condition is evaluated.

import { parseExpression } from '../../language/index.ts'
import type { Code, PyException } from '../engine/index.ts'
import type { CodeIndex, Location } from './code-index.ts'
import type {
  BreakpointInfo,
  BreakpointRequest,
  DataAccess,
  DataBreakpointRequest,
  ExceptionFilter,
  ExceptionFilterRequest,
  FunctionBreakpointRequest,
  InstructionBreakpointRequest,
  SuspensionMode,
} from './contract.ts'
import { SessionError } from './contract.ts'
import type { DataName, DataTarget } from './data-targets.ts'
import type { KeptBreakpoints } from './export/session-file.ts'
import { messages } from './messages.ts'

/** An exception filter as it is set. */
export interface Filter extends ExceptionFilterRequest {
  readonly id: number
}

export interface Breakpoint {
  readonly id: number
  readonly kind: 'line' | 'function' | 'instruction' | 'data'
  /** Source path of a line breakpoint, name of a function breakpoint, address of an instruction. */
  readonly where: string
  readonly line: number
  readonly column: number | undefined
  readonly condition: string | undefined
  readonly hit: HitCondition | undefined
  readonly logMessage: string | undefined
  /** What must happen at a suspension point of the line; undefined: it is reached. */
  readonly mode: SuspensionMode | undefined
  /** What is wrong with how it was asked for; it is then never bound. */
  readonly mistake: string | undefined
  places: readonly Location[]
  /** Machine times at which it was reached (and its condition held), ascending. */
  hits: number[]
}

/** A breakpoint on the reading or writing of a datum. */
export interface DataBreakpoint extends Breakpoint {
  readonly access: DataAccess
  readonly name: DataName
  /** Bytes of an object, where it was made for those. */
  readonly memory: DataTarget | undefined
}

/** When a hit counts: `5` (the fifth), `>= 3`, `% 2`. */
export interface HitCondition {
  readonly operator: '==' | '>' | '>=' | '<' | '<=' | '%'
  readonly count: number
}

export function parseHitCondition(text: string): HitCondition | undefined {
  const match = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d+)\s*$/.exec(text)
  if (match === null) return undefined
  const operator = match[1] === undefined || match[1] === '=' ? '==' : (match[1] as HitCondition['operator'])
  const count = Number(match[2])
  return Number.isSafeInteger(count) && count > 0 ? { operator, count } : undefined
}

export function countsAsHit(condition: HitCondition, hits: number): boolean {
  switch (condition.operator) {
    case '==':
      return hits === condition.count
    case '>':
      return hits > condition.count
    case '>=':
      return hits >= condition.count
    case '<':
      return hits < condition.count
    case '<=':
      return hits <= condition.count
    case '%':
      return hits % condition.count === 0
  }
}

export class Breakpoints {
  private nextId = 1
  private readonly lines = new Map<string, Breakpoint[]>()
  private functions: Breakpoint[] = []
  private instructions: Breakpoint[] = []
  data: readonly DataBreakpoint[] = []
  private filters: Filter[] = []
  /** What was asked for, as it was asked for: for a session that is kept. */
  private readonly askedLines = new Map<string, readonly BreakpointRequest[]>()
  private askedFunctions: readonly FunctionBreakpointRequest[] = []
  private askedFilters: readonly ExceptionFilterRequest[] | undefined

  /** Replaces the breakpoints of one source. One that was asked for before keeps its number and its hits. */
  setLines(path: string, requests: readonly BreakpointRequest[], index: CodeIndex | undefined): BreakpointInfo[] {
    this.askedLines.set(path, requests)
    const before = this.lines.get(path) ?? []
    const now = requests.map(request => {
      const made = this.make('line', path, request.line, request)
      const same = before.find(old => isSame(old, made))
      if (same === undefined) return made
      before.splice(before.indexOf(same), 1)
      return same
    })
    this.lines.set(path, now)
    return now.map(one => this.bind(one, index))
  }

  setFunctions(requests: readonly FunctionBreakpointRequest[], index: CodeIndex | undefined): BreakpointInfo[] {
    this.askedFunctions = requests
    this.functions = requests.map(request => this.make('function', request.name, 0, { ...request, ...plain }))
    return this.functions.map(one => this.bind(one, index))
  }

  /** Replaces the breakpoints on instructions; `spotAt` finds them. They are bound at once or not at all. */
  setInstructions(
    requests: readonly InstructionBreakpointRequest[],
    spotAt: (address: number) => Location | undefined,
    index: CodeIndex,
  ): BreakpointInfo[] {
    this.instructions = requests.map(request => {
      const made = this.make('instruction', String(request.address), 0, {
        ...request,
        ...plain,
      })
      const place = spotAt(request.address)
      made.places = place === undefined ? [] : [place]
      return made
    })
    return this.instructions.map(one => this.bind(one, index))
  }

  /** Replaces the data breakpoints; `problemOf` says why one cannot be set now. One that was asked for before keeps its number. */
  setData(
    requests: readonly DataBreakpointRequest[],
    parse: (id: string) => Pick<DataBreakpoint, 'name' | 'memory'> | undefined,
    problemOf: (one: DataBreakpoint) => string | undefined,
  ): BreakpointInfo[] {
    const before = [...this.data]
    const problems = new Map<DataBreakpoint, string | undefined>()
    this.data = requests.map((request): DataBreakpoint => {
      const parsed = parse(request.dataId)
      const made: DataBreakpoint = {
        ...this.make('data', request.dataId, 0, { ...request, ...plain }),
        access: request.access,
        name: parsed?.name ?? { expression: '', frame: undefined },
        memory: parsed?.memory,
      }
      if (parsed === undefined) problems.set(made, messages.noDatum(request.dataId))
      const index = before.findIndex(old => old.where === made.where && old.access === made.access && isSame(old, made))
      return index < 0 ? made : before.splice(index, 1)[0]
    })
    return this.data.map(one => info(one.id, one.mistake ?? problems.get(one) ?? problemOf(one)))
  }

  setFilters(requests: readonly ExceptionFilterRequest[]): BreakpointInfo[] {
    this.askedFilters = requests
    const made = requests.map(request => ({ ...request, id: this.nextId++, mistake: filterMistake(request.condition) }))
    this.filters = made.filter(one => one.mistake === undefined)
    return made.map(one => info(one.id, one.mistake))
  }

  /** All that was asked for, in lines, functions and exceptions. */
  get kept(): KeptBreakpoints {
    const lines = [...this.askedLines].filter(([, requests]) => requests.length > 0)
    return { lines: Object.fromEntries(lines), functions: this.askedFunctions, filters: this.askedFilters ?? [] }
  }

  /** Sets what another session had set and nobody has set in this one; gives the new ones. */
  reopen(kept: KeptBreakpoints, index: CodeIndex): BreakpointInfo[] {
    const added: BreakpointInfo[] = []
    for (const [path, requests] of Object.entries(kept.lines)) {
      const there = this.askedLines.get(path) ?? []
      const missing = requests.filter(
        one => !there.some(other => other.line === one.line && other.column === one.column),
      )
      if (missing.length > 0) added.push(...this.setLines(path, [...there, ...missing], index).slice(there.length))
    }
    const functions = kept.functions.filter(one => !this.askedFunctions.some(other => other.name === one.name))
    if (functions.length > 0) this.setFunctions([...this.askedFunctions, ...functions], index)
    if (this.askedFilters === undefined) this.setFilters(kept.filters)
    return added
  }

  /** Binds again what new code may have given a place; gives those that changed. */
  rebind(index: CodeIndex): BreakpointInfo[] {
    const changed: BreakpointInfo[] = []
    for (const one of this.all()) {
      if (one.kind === 'data') continue
      const before = one.places.length
      const now = this.bind(one, index)
      if (one.places.length !== before) changed.push(now)
    }
    return changed
  }

  all(): Breakpoint[] {
    return [...[...this.lines.values()].flat(), ...this.functions, ...this.instructions, ...this.data]
  }

  /** Those that stop when an instruction is reached. */
  armed(): Breakpoint[] {
    return this.all().filter(one => one.mode === undefined)
  }

  /** The breakpoints bound to an instruction. */
  at(code: Code, pc: number): Breakpoint[] {
    return this.armed().filter(one => one.places.some(place => place.code === code.template && place.pc === pc))
  }

  /** Those that stop when something happens at a suspension point. */
  moded(): Breakpoint[] {
    return this.all().filter(one => one.mode !== undefined && one.places.length > 0)
  }

  /** Forgets hits after `time`. */
  goBack(time: number): void {
    for (const one of this.all()) while (one.hits.length > 0 && one.hits[one.hits.length - 1] > time) one.hits.pop()
  }

  filtersOf(...names: readonly ExceptionFilter[]): Filter[] {
    return this.filters.filter(one => names.includes(one.filter))
  }

  private make(
    kind: Breakpoint['kind'],
    where: string,
    line: number,
    request: Pick<BreakpointRequest, 'column' | 'condition' | 'hitCondition' | 'logMessage' | 'mode'>,
  ): Breakpoint {
    const { column, condition, hitCondition, logMessage, mode } = request
    const hit = hitCondition === undefined ? undefined : parseHitCondition(hitCondition)
    const mistake = hitCondition !== undefined && hit === undefined ? messages.badHitCondition(hitCondition) : undefined
    return {
      id: this.nextId++,
      kind,
      where,
      line,
      column,
      condition,
      hit,
      logMessage,
      mode,
      mistake,
      places: [],
      hits: [],
    }
  }

  private bind(one: Breakpoint, index: CodeIndex | undefined): BreakpointInfo {
    if (one.mistake !== undefined) return info(one.id, one.mistake)
    if (index === undefined) return info(one.id, messages.notLoaded)
    if (one.kind === 'line') one.places = linePlaces(one, index)
    else if (one.kind === 'function') one.places = index.functions(one.where)
    if (one.places.length > 0) return bound(one, index)
    if (one.kind === 'instruction') return info(one.id, messages.noInstruction)
    if (one.mode !== undefined && index.atOrAfter(one.where, one.line).length > 0)
      return info(one.id, messages.noSuspension(one.line))
    const isLoaded = index.file(one.where) !== undefined
    return info(one.id, one.kind === 'function' ? messages.noFunction(one.where) : messages.noCode(isLoaded, one.line))
  }
}

/**
 * All statements of the line, or with a column the statement or suspension point nearest to it. With a mode: suspension points of just
 * this line.
 */
function linePlaces(one: Breakpoint, index: CodeIndex): Location[] {
  const all =
    one.mode === undefined ? index.atOrAfter(one.where, one.line) : index.between(one.where, one.line, one.line)
  const places = all
    .filter(place => place.suspendsAt !== undefined || one.mode === undefined)
    .filter(place => one.mode !== undefined || one.column !== undefined || place.suspendsAt === undefined)
  if (one.column === undefined || places.length === 0) return places
  if (places[0].line !== one.line) return places.filter(place => place.suspendsAt === undefined)
  const { column } = one
  const after = places.find(place => place.column >= column)
  return [after ?? places[places.length - 1]]
}

const plain = { column: undefined, logMessage: undefined, mode: undefined } as const

function isSame(a: Breakpoint, b: Breakpoint): boolean {
  return (
    a.line === b.line &&
    a.column === b.column &&
    a.condition === b.condition &&
    a.logMessage === b.logMessage &&
    a.mode === b.mode &&
    a.mistake === b.mistake &&
    a.hit?.operator === b.hit?.operator &&
    a.hit?.count === b.hit?.count
  )
}

function bound(one: Breakpoint, index: CodeIndex): BreakpointInfo {
  const [place] = one.places
  return {
    id: one.id,
    verified: true,
    message: undefined,
    path: index.fileOf(place.code)?.path,
    line: place.line,
    column: place.column,
    endLine: place.endLine,
    endColumn: place.endColumn,
  }
}

function info(id: number, problem: string | undefined): BreakpointInfo {
  return {
    id,
    verified: problem === undefined,
    message: problem,
    path: undefined,
    line: undefined,
    column: undefined,
    endLine: undefined,
    endColumn: undefined,
  }
}

/** `ValueError, KeyError` as a list; undefined for anything else. */
export function classNames(text: string): string[] | undefined {
  return /^\s*[\w.]+(?:\s*,\s*[\w.]+)*\s*$/.test(text) ? text.split(',').map(name => name.trim()) : undefined
}

/** What is wrong with the condition of an exception filter: it is a list of names, or else an expression. */
function filterMistake(condition: string | undefined): string | undefined {
  if (condition === undefined || classNames(condition) !== undefined) return undefined
  const problem = parseExpression(condition).diagnostics.find(one => one.severity === 'error')
  return problem === undefined ? undefined : messages.badExceptionCondition(problem.message)
}

/** Is the exception of one of these classes? */
export const isOneOf = (exception: PyException, names: readonly string[]): boolean =>
  exception.cls.mro.some(type => names.some(name => type.name === name || name.endsWith(`.${type.name}`)))

/** One part of a log message: text, or the inside of `{…}` with its format as in an f-string. */
export type LogPart = { readonly text: string } | { readonly field: string }

/** `{{` and `}}` are braces. */
export function parseLogMessage(message: string): LogPart[] {
  const parts: LogPart[] = []
  let text = ''
  for (let i = 0; i < message.length; i++) {
    const two = message.slice(i, i + 2)
    if (two === '{{' || two === '}}') {
      text += message[i++]
      continue
    }
    if (message[i] !== '{') {
      text += message[i]
      continue
    }
    const end = fieldEnd(message, i + 1)
    if (end < 0) throw new SessionError(messages.openBrace)
    if (text !== '') parts.push({ text })
    text = ''
    parts.push({ field: message.slice(i + 1, end) })
    i = end
  }
  if (text !== '') parts.push({ text })
  return parts
}

function fieldEnd(message: string, from: number): number {
  let depth = 0
  for (let i = from; i < message.length; i++) {
    const unit = message[i]
    if (unit === '"' || unit === "'") {
      const close = message.indexOf(unit, i + 1)
      if (close < 0) return -1
      i = close
    } else if (unit === '{' || unit === '(' || unit === '[') depth++
    else if (unit === ')' || unit === ']') depth--
    else if (unit === '}' && depth-- === 0) return i
  }
  return -1
}
