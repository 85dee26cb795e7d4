// Reading the arguments of a request. A client may send anything: each reader checks the type of one argument and, when it is
// wrong, says which and what it must be. Knows no request.

import { SessionError } from '../session/index.ts'

/** The arguments of one request, or one object inside them. */
export class Arguments {
  private readonly fields: Record<string, unknown>
  private readonly request: string

  constructor(request: string, value: unknown) {
    this.request = request
    if (value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value)))
      throw new SessionError(`'${request}': the arguments must be an object.`)
    this.fields = (value ?? {}) as Record<string, unknown>
  }

  has(name: string): boolean {
    return this.value(name) !== undefined
  }

  string(name: string): string {
    return this.optionalString(name) ?? this.missing(name, 'a string')
  }

  optionalString(name: string): string | undefined {
    const value = this.value(name)
    if (value === undefined) return undefined
    return typeof value === 'string' ? value : this.wrong(name, 'a string')
  }

  /** A string that says something; an empty one counts as left out, as editors send it for an empty box. */
  text(name: string): string | undefined {
    const value = this.optionalString(name)
    return value === undefined || value.trim() === '' ? undefined : value
  }

  integer(name: string): number {
    return this.optionalInteger(name) ?? this.missing(name, 'a whole number')
  }

  optionalInteger(name: string): number | undefined {
    const value = this.value(name)
    if (value === undefined) return undefined
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : this.wrong(name, 'a whole number')
  }

  optionalNumber(name: string): number | undefined {
    const value = this.value(name)
    if (value === undefined) return undefined
    return typeof value === 'number' && Number.isFinite(value) ? value : this.wrong(name, 'a number')
  }

  boolean(name: string): boolean | undefined {
    const value = this.value(name)
    if (value === undefined) return undefined
    return typeof value === 'boolean' ? value : this.wrong(name, 'true or false')
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    return this.optionalOneOf(name, choices) ?? this.missing(name, list(choices))
  }

  optionalOneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.value(name)
    if (value === undefined) return undefined
    return choices.find(choice => choice === value) ?? this.wrong(name, list(choices))
  }

  object(name: string): Arguments {
    return this.optionalObject(name) ?? this.missing(name, 'an object')
  }

  optionalObject(name: string): Arguments | undefined {
    const value = this.value(name)
    if (value === undefined) return undefined
    return typeof value === 'object' && !Array.isArray(value)
      ? new Arguments(this.request, value)
      : this.wrong(name, 'an object')
  }

  /** A list of objects; left out: empty. */
  objects(name: string): Arguments[] {
    return this.list(name).map(item =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? new Arguments(this.request, item)
        : this.wrong(name, 'a list of objects'),
    )
  }

  /** A list of objects that must be there. */
  someObjects(name: string, what: string): Arguments[] {
    return this.has(name) ? this.objects(name) : this.missing(name, what)
  }

  /** A list of strings; left out: empty. */
  strings(name: string): string[] {
    return this.list(name).map(item => (typeof item === 'string' ? item : this.wrong(name, 'a list of strings')))
  }

  /** A list of whole numbers; left out: empty. */
  integers(name: string): number[] {
    return this.list(name).map(item =>
      typeof item === 'number' && Number.isSafeInteger(item) ? item : this.wrong(name, 'a list of whole numbers'),
    )
  }

  private list(name: string): unknown[] {
    const value = this.value(name)
    if (value === undefined) return []
    return Array.isArray(value) ? value : this.wrong(name, 'a list')
  }

  private value(name: string): unknown {
    if (!Object.hasOwn(this.fields, name)) return undefined
    return this.fields[name] ?? undefined
  }

  private missing(name: string, what: string): never {
    throw new SessionError(`'${this.request}' needs '${name}': ${what}.`)
  }

  private wrong(name: string, what: string): never {
    throw new SessionError(`'${this.request}': '${name}' must be ${what}.`)
  }
}

const list = (choices: readonly string[]): string => choices.map(choice => `'${choice}'`).join(' or ')
