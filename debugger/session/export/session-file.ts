// A session as a file: which program, how it was started, what the person decided, and where they stand. A run is a function of program and
// choices, so this is all it takes to be there again. Knows the form of the file; not how choices are made again.

import { isTraceEvent, type TraceEvent } from '../../trace/index.ts'
import type {
  BreakpointRequest,
  ExceptionFilterRequest,
  FunctionBreakpointRequest,
  LaunchOptions,
} from '../contract.ts'
import { SessionError } from '../contract.ts'
import type { Moment } from '../timeline.ts'
import { sha256Hex } from './sha256.ts'

/** What the file says it is. */
const mark = 'coroscope session'
/** Of the form of the file: one that cannot be read by what was written for another is another. */
export const sessionFileVersion = 1

/** A text that a run was made of. */
export interface KeptSource {
  readonly path: string
  readonly sha256: string
}

/** A choice: when it was made, and what it was (see `driving.ts`). */
export interface KeptChoice {
  readonly time: number
  readonly key: string
}

/** A future that was left for another. */
export interface KeptFuture {
  readonly from: Moment
  readonly end: Moment
  readonly choices: readonly KeptChoice[]
  /** The first of its events. */
  readonly events: readonly TraceEvent[]
  readonly printed: number
}

/** Breakpoints as they were asked for. */
export interface KeptBreakpoints {
  /** By path. */
  readonly lines: Readonly<Record<string, readonly BreakpointRequest[]>>
  readonly functions: readonly FunctionBreakpointRequest[]
  readonly filters: readonly ExceptionFilterRequest[]
}

/** A session that can be opened again. Plain data. */
export interface Kept {
  readonly program: KeptSource
  /** The text of the program, where it was not a file. */
  readonly source: string | undefined
  /** Modules beside the program that it had imported. */
  readonly modules: readonly KeptSource[]
  readonly launch: Pick<LaunchOptions, 'program' | 'drive' | 'args' | 'justMyCode' | 'clock'>
  /** All of them, also those that were undone by going back and not replaced. */
  readonly choices: readonly KeptChoice[]
  /** What the program read from the real clock: machine time, seconds. */
  readonly readings: readonly (readonly [number, number])[]
  /** Where the person stood, and the furthest that these choices had led to. */
  readonly moment: Moment
  readonly end: Moment
  /** The coroutine that was selected. */
  readonly coroutine: number
  /** How many events there were at `moment`: the run must come to as many again. */
  readonly events: number
  readonly breakpoints: KeptBreakpoints
  readonly futures: readonly KeptFuture[]
}

export const keptSource = (path: string, source: string): KeptSource => ({ path, sha256: sha256Hex(source) })

/** Has a text changed since? */
export const isSameText = (kept: KeptSource, source: string): boolean => kept.sha256 === sha256Hex(source)

/** The file, one choice to a line. */
export function sessionFileText(kept: Kept): string {
  const { choices, futures, ...others } = kept
  const written = (list: readonly KeptChoice[]): unknown[] =>
    list.map(({ time, key }) => [time, JSON.parse(key) as unknown])
  const rest = { ...others, futures: futures.map(one => ({ ...one, choices: written(one.choices) })) }
  const fields = Object.entries({ is: mark, version: sessionFileVersion, ...rest })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`)
  const lines = choices.map(({ time, key }) => `\n    [${time}, ${key}]`)
  return `{\n${fields.join('')}  "choices": [${lines.join(',')}${lines.length > 0 ? '\n  ' : ''}]\n}\n`
}

/** What a session file says, or a SessionError that says why it cannot be opened. `name` is what the person called it. */
export function readSessionFile(text: string, name: string): Kept {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    const isCut = /^\s*\{/.test(text) && text.includes(mark)
    throw new SessionError(
      isCut
        ? `The session file '${name}' is cut short or damaged: it is not complete JSON.`
        : `'${name}' is no session file: it is not JSON.`,
    )
  }
  const reader = new Reader(file, name, '')
  if (reader.isObject && reader.has('is') && reader.at('is').value === mark) {
    const version = reader.at('version').value
    if (version !== sessionFileVersion)
      throw new SessionError(
        `The session file '${name}' was written by another version of Coroscope: it has form ${JSON.stringify(version)}, this one reads form ${sessionFileVersion}.`,
      )
    return keptOf(reader)
  }
  throw new SessionError(`'${name}' is no session file of Coroscope.`)
}

function keptOf(file: Reader): Kept {
  const launch = file.at('launch')
  const breakpoints = file.at('breakpoints')
  return {
    program: sourceOf(file.at('program')),
    source: file.has('source') ? file.at('source').text() : undefined,
    modules: file.at('modules').items().map(sourceOf),
    launch: {
      program: launch.at('program').text(),
      drive: launch.has('drive') ? launch.at('drive').text() : undefined,
      args: launch
        .at('args')
        .items()
        .map(one => one.text()),
      justMyCode: launch.at('justMyCode').boolean(),
      clock: launch.at('clock').oneOf(['virtual', 'real']),
    },
    choices: file.at('choices').items().map(choiceOf),
    readings: file
      .at('readings')
      .items()
      .map(one => {
        const [time, seconds] = one.items()
        if (time === undefined || typeof seconds?.value !== 'number') throw one.wrong('a time and seconds')
        return [time.count(), seconds.value] as const
      }),
    moment: momentOf(file.at('moment')),
    end: momentOf(file.at('end')),
    coroutine: file.at('coroutine').count(),
    events: file.at('events').count(),
    breakpoints: {
      lines: Object.fromEntries(
        breakpoints
          .at('lines')
          .entries()
          .map(([path, list]) => [path, list.items().map(one => lineOf(one))]),
      ),
      functions: breakpoints
        .at('functions')
        .items()
        .map(one => ({ name: one.at('name').text(), ...conditions(one) })),
      filters: breakpoints
        .at('filters')
        .items()
        .map(one => ({
          ...one.object(),
          filter: one.at('filter').text(),
          condition: one.optionalText('condition'),
        })) as readonly ExceptionFilterRequest[],
    },
    futures: file.at('futures').items().map(futureOf),
  }
}

function choiceOf(one: Reader): KeptChoice {
  const [time, what] = one.items()
  if (time === undefined || what?.items()[0]?.text() === undefined) throw one.wrong('a time and a choice')
  return { time: time.count(), key: JSON.stringify(what.value) }
}

const futureOf = (one: Reader): KeptFuture => ({
  from: momentOf(one.at('from')),
  end: momentOf(one.at('end')),
  choices: one.at('choices').items().map(choiceOf),
  events: one
    .at('events')
    .items()
    .map(event => {
      if (!isTraceEvent(event.value)) throw event.wrong('an event')
      return event.value
    }),
  printed: one.at('printed').count(),
})

const sourceOf = (at: Reader): KeptSource => ({ path: at.at('path').text(), sha256: at.at('sha256').text() })

const momentOf = (at: Reader): Moment => ({ time: at.at('time').count(), choices: at.at('choices').count() })

const conditions = (
  at: Reader,
): Pick<BreakpointRequest, 'condition' | 'hitCondition'> & Readonly<Record<string, unknown>> => ({
  ...at.object(),
  condition: at.optionalText('condition'),
  hitCondition: at.optionalText('hitCondition'),
})

const lineOf = (at: Reader): BreakpointRequest => ({
  ...conditions(at),
  line: at.at('line').count(),
  column: at.has('column') ? at.at('column').count() : undefined,
  logMessage: at.optionalText('logMessage'),
})

/** A place in the file, which knows how to say what is wrong with it. */
class Reader {
  readonly value: unknown
  private readonly file: string
  private readonly where: string

  constructor(value: unknown, file: string, where: string) {
    this.value = value
    this.file = file
    this.where = where
  }

  get isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value)
  }

  has(name: string): boolean {
    return this.isObject && Object.hasOwn(this.value as object, name)
  }

  at(name: string): Reader {
    const where = this.where === '' ? name : `${this.where}.${name}`
    const value = this.has(name) ? (this.value as Record<string, unknown>)[name] : undefined
    const reader = new Reader(value, this.file, where)
    if (value === undefined) throw reader.wrong('there')
    return reader
  }

  object(): Readonly<Record<string, unknown>> {
    if (!this.isObject) throw this.wrong('an object')
    return this.value as Readonly<Record<string, unknown>>
  }

  entries(): [string, Reader][] {
    return Object.keys(this.object()).map(name => [name, this.at(name)])
  }

  items(): Reader[] {
    if (!Array.isArray(this.value)) throw this.wrong('a list')
    return this.value.map((item, i) => new Reader(item, this.file, `${this.where}[${i}]`))
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.wrong('a text')
    return this.value
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.at(name).text() : undefined
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw this.wrong('true or false')
    return this.value
  }

  count(): number {
    if (!Number.isSafeInteger(this.value) || (this.value as number) < 0) throw this.wrong('a whole number')
    return this.value as number
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    const found = choices.find(choice => choice === this.value)
    if (found === undefined) throw this.wrong(choices.map(choice => `'${choice}'`).join(' or '))
    return found
  }

  wrong(what: string): SessionError {
    return new SessionError(`The session file '${this.file}' is damaged: '${this.where}' is not ${what}.`)
  }
}
