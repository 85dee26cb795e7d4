// Values as a person reads them: one line of text, and what is inside, page by page and only when asked. Reads the program's objects
// and runs none of its code, but through `repr`, which the session answers on a fork.

import { nativeRepr } from '../engine/container-repr.ts'
import { PyDict } from '../engine/dict.ts'
import type { Code, Machine, Value } from '../engine/index.ts'
import {
  Cell,
  Coroutine,
  Instance,
  Obj,
  PyException,
  PyFunction,
  PyList,
  PyModule,
  PyTuple,
  PyType,
} from '../engine/index.ts'
import { PySet } from '../engine/set.ts'
import type { Place, VariableInfo } from './contract.ts'
import { memoryOf } from './memory.ts'

/** What can be opened in a variables view. The object is the handle: the same value gives the same container during one stop. */
export interface Container {
  /** Children that are counted (items) and children with names (attributes). */
  readonly indexed: number
  readonly named: number
  children(page: Page): Child[]
}

/** Which children to give. `count` 0: all. */
export interface Page {
  readonly start: number
  readonly count: number
  readonly filter: 'indexed' | 'named' | undefined
  readonly hex: boolean
}

/** A child before it is rendered. A `text` stands for itself. */
export interface Child {
  readonly name: string
  readonly content: Value | { readonly text: string; readonly type: string }
  readonly expression: string | undefined
  readonly kind: VariableInfo['kind']
  readonly readOnly: boolean
}

/** More of a line than this says nothing more in a list of variables. */
const longestLine = 400
const longestText = 100_000

export class Values {
  private readonly machine: Machine
  private readonly reprOnFork: (value: Value) => string
  private containers = new Map<Obj, Container>()

  constructor(machine: Machine, reprOnFork: (value: Value) => string) {
    this.machine = machine
    this.reprOnFork = reprOnFork
  }

  /** Containers live from one stop to the next. */
  forget(): void {
    this.containers = new Map()
  }

  /** `repr(value)`, cut to a length. */
  text(value: Value, longest = longestText): string {
    const text = nativeRepr(this.machine, value) ?? this.reprOnFork(value)
    return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
  }

  render(child: Child, hex: boolean, longest = longestLine): VariableInfo {
    const { name, content, expression, kind, readOnly } = child
    if (isText(content))
      return {
        name,
        value: content.text,
        type: content.type,
        expression,
        container: undefined,
        indexed: 0,
        named: 0,
        kind,
        readOnly,
        place: undefined,
      }
    const container = this.container(content, expression)
    return {
      name,
      value: hex ? (hexText(content) ?? this.text(content, longest)) : this.text(content, longest),
      type: this.machine.typeName(content),
      expression,
      container,
      indexed: container?.indexed ?? 0,
      named: container?.named ?? 0,
      kind,
      readOnly,
      place: placeOf(content),
      origin: originOf(content),
      memory: memoryOf(content),
    }
  }

  page(container: Container, page: Page): VariableInfo[] {
    return container.children(page).map(child => this.render(child, page.hex))
  }

  /** What is inside a value; undefined when nothing is. */
  container(value: Value, expression: string | undefined): Container | undefined {
    if (!(value instanceof Obj)) return undefined
    const made = this.make(value, expression)
    const known = this.containers.get(value)
    // It may have been counted on a fork that has been taken back, or before something was executed.
    if (known !== undefined) return made && Object.assign(known, { indexed: made.indexed, named: made.named })
    if (made !== undefined) this.containers.set(value, made)
    return made
  }

  private make(value: Obj, expression: string | undefined): Container | undefined {
    const at = (part: string): string | undefined =>
      expression === undefined ? undefined : `${operand(expression)}${part}`
    const attribute = (name: string, content: Child['content'], kind: Child['kind'] = 'property'): Child => ({
      name,
      content,
      expression: at(`.${name}`),
      kind,
      readOnly: isText(content),
    })
    const item = (index: number, content: Value, readOnly: boolean): Child => ({
      name: String(index),
      content,
      expression: at(`[${index}]`),
      kind: 'data',
      readOnly,
    })
    const attributes = (dict: PyDict | null): Child[] =>
      dict === null
        ? []
        : entries(dict).map(([key, content]) => attribute(typeof key === 'string' ? key : this.text(key), content))

    if (value instanceof PyList)
      return sequence(
        () => value.items,
        (i, content) => item(i, content, false),
        () => attributes(value.dict),
      )
    if (value instanceof PyTuple)
      return sequence(
        () => value.items,
        (i, content) => item(i, content, true),
        () => attributes(value.dict),
      )
    if (value instanceof PySet) {
      return sequence(
        () => value.elements(),
        (i, content) => ({ ...item(i, content, true), expression: undefined }),
        () => [],
      )
    }
    if (value instanceof PyDict) {
      return sequence(
        () => entries(value),
        (_, [key, content]) => {
          const text = this.text(key, longestLine)
          return {
            name: text,
            content,
            expression: isPlain(key) ? at(`[${text}]`) : undefined,
            kind: 'data',
            readOnly: false,
          }
        },
        () => [],
      )
    }
    if (value instanceof PyModule) return names(() => attributes(value.dict))
    if (value instanceof PyType) return value.isHeap ? names(() => attributes(value.ns)) : undefined
    if (value instanceof PyException) {
      return names(() => [
        attribute('args', value.args),
        ...(value.cause === null ? [] : [attribute('__cause__', value.cause)]),
        ...(value.context === null ? [] : [attribute('__context__', value.context)]),
        ...Object.entries(value.fields ?? {}).flatMap(([name, field]) =>
          field === undefined ? [] : [attribute(name, field)],
        ),
        ...attributes(value.dict),
      ])
    }
    if (value instanceof Coroutine) return names(() => this.coroutineParts(value, attribute))
    if (value instanceof PyFunction) {
      const cells = value.closure ?? []
      if (cells.length === 0 && value.dict === null) return undefined
      return names(() => [
        ...cells.map((cell, i) => attribute(value.code.freeNames[i] ?? `cell ${i}`, cell.value ?? unbound, 'virtual')),
        ...attributes(value.dict),
      ])
    }
    if (value instanceof Cell) return names(() => [attribute('cell_contents', value.value ?? unbound)])
    if (value instanceof Instance) {
      const slotNames = value.cls.slotNames
      return names(() => [
        ...(value.slots ?? []).flatMap((content, i) =>
          content === undefined ? [] : [attribute(slotNames[i] ?? String(i), content)],
        ),
        ...attributes(value.dict),
      ])
    }
    return undefined
  }

  private coroutineParts(
    value: Coroutine,
    attribute: (name: string, content: Child['content'], kind?: Child['kind']) => Child,
  ): Child[] {
    const { frame } = value
    const locals = frame === null ? [] : frameLocals(frame)
    return [
      { ...attribute('__name__', value.name), readOnly: false },
      ...locals.map(([name, content]) => ({
        ...attribute(name, content, 'virtual'),
        expression: undefined,
        readOnly: true,
      })),
    ]
  }
}

const unbound = { text: '<unbound>', type: '' }

const isText = (content: Child['content']): content is { readonly text: string; readonly type: string } =>
  typeof content === 'object' && content !== null && !(content instanceof Obj)

/** Keys whose repr is an expression that gives the key. */
const isPlain = (key: Value): boolean =>
  typeof key === 'string' || typeof key === 'number' || typeof key === 'boolean' || key === null

/** An expression that a `.` or `[` can follow. */
const operand = (expression: string): string => (/^[\w.[\]'"]+$/.test(expression) ? expression : `(${expression})`)

/** `hex(value)` for ints. */
function hexText(value: Value): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`
}

/** Keys and values of a dict, in order. */
export function entries(dict: PyDict): [Value, Value][] {
  const all: [Value, Value][] = []
  for (let at = dict.next(0); at >= 0; at = dict.next(at + 1)) all.push([dict.keyAt(at), dict.valueAt(at)])
  return all
}

/** Names and values of a frame's locals: slots (through cells), or the namespace of a module or class body. */
export function frameLocals(frame: { code: Code; slots: (Value | undefined)[]; locals: Value }): [string, Value][] {
  if (frame.locals instanceof PyDict)
    return entries(frame.locals).flatMap(([key, value]) =>
      typeof key === 'string' ? [[key, value] as [string, Value]] : [],
    )
  const all: [string, Value][] = []
  frame.code.varNames.forEach((name, slot) => {
    const held = frame.slots[slot]
    const value = held instanceof Cell ? held.value : held
    if (value !== undefined && !name.startsWith('.')) all.push([name, value])
  })
  return all
}

function placeOf(value: Value): Place | undefined {
  if (value instanceof Coroutine && value.frame !== null) return { file: value.code.filename, line: value.frame.line }
  if (value instanceof PyFunction) return { file: value.code.filename, line: value.code.firstLine }
  return undefined
}

function originOf(value: Value): Place | undefined {
  if (!(value instanceof Coroutine) || value.createdFile === '') return undefined
  return { file: value.createdFile, line: value.createdLine }
}

/** Items by index, then attributes. */
function sequence<T>(
  items: () => readonly T[],
  child: (index: number, item: T) => Child,
  attributes: () => Child[],
): Container | undefined {
  const indexed = items().length
  const named = attributes().length
  if (indexed + named === 0) return undefined
  return {
    indexed,
    named,
    children: page => {
      const out: Child[] = []
      if (page.filter !== 'named') {
        const all = items()
        const end = page.count > 0 ? Math.min(all.length, page.start + page.count) : all.length
        for (let i = page.start; i < end; i++) out.push(child(i, all[i]))
      }
      if (page.filter !== 'indexed') out.push(...attributes())
      return out
    },
  }
}

export function names(children: () => Child[]): Container | undefined {
  const named = children().length
  if (named === 0) return undefined
  return {
    indexed: 0,
    named,
    children: page => {
      if (page.filter === 'indexed') return []
      const all = children()
      return page.count > 0 ? all.slice(page.start, page.start + page.count) : all.slice(page.start)
    },
  }
}
