// What a data breakpoint watches: a local, a variable shared with closures, a global, an attribute or an item. Says which instructions read
// or write it, and which objects hold it. Reads the machine; runs only the expression that names an object, on a fork.

import { parseExpression } from '../../language/index.ts'
import { PyByteArray } from '../engine/bytes.ts'
import { PyDict } from '../engine/dict.ts'
import { keyOf } from '../engine/hashing.ts'
import type { Code, Frame, MutableObj, Value } from '../engine/index.ts'
import { Cell, Instance, Op, PyBytes, PyFloat, PyList, PyModule, PyTuple, PyType } from '../engine/index.ts'
import type { Spot } from './arms.ts'
import { SessionError } from './contract.ts'
import type { Seat } from './inspect.ts'
import { look } from './looks.ts'
import { messages } from './messages.ts'
import type { Run } from './run.ts'

/** The name of a datum, from one stop to another and from one run to the next: an expression, and the frame it is meant in. */
export interface DataName {
  readonly expression: string
  /** Undefined: in the program's module. */
  readonly frame: (Seat & { readonly function: string }) | undefined
}

/** As a client holds it. */
export const dataIdOf = ({ expression, frame }: DataName): string =>
  frame === undefined ? expression : `${expression} @ ${frame.owner}.${frame.height} ${frame.function}`

/** The name that an id stands for; undefined: none. */
export function dataNameOf(id: string): DataName | undefined {
  const match = /^(.+?)(?: @ (\d+)\.(\d+) (\S+))?$/s.exec(id)
  if (match === null) return undefined
  const [, expression, owner, height, name] = match
  const frame = owner === undefined ? undefined : { owner: Number(owner), height: Number(height), function: name }
  return { expression, frame }
}

export interface DataTarget {
  /** The value now; undefined: there is none. */
  read(): Value | undefined
  /** The objects whose change may be a change of it. */
  readonly holders: readonly MutableObj[]
  /** Can it be changed at all? */
  readonly isFixed: boolean
  /** Instructions that may read or write it. */
  spots(): Spot[]
  /** What the instruction that the frame stands before does to it. */
  access(frame: Frame, op: Op, arg: number): 'read' | 'write' | undefined
}

/** The datum of that name as it is now, or a SessionError that says why there is none. */
export function findTarget(run: Run, name: DataName): DataTarget {
  const { inspector } = run
  const { expression, frame: home } = name
  const frame = home === undefined ? null : inspector.frameIn(home)
  if (frame === undefined || (frame !== null && frame.code.qualname !== home?.function))
    throw new SessionError(messages.notThere(expression))
  const { tree, diagnostics } = parseExpression(expression)
  const { body } = tree
  if (diagnostics.some(one => one.severity === 'error')) throw new SessionError(messages.notWatchable(expression))
  const textOf = (node: { readonly start: number; readonly end: number }): string =>
    expression.slice(node.start, node.end)
  switch (body.kind) {
    case 'Name':
      return variable(run, body.id, frame, home)
    case 'Attribute':
      return attribute(run, evaluated(run, textOf(body.value), frame), body.attr, expression)
    case 'Subscript':
      return item(run, evaluated(run, textOf(body.value), frame), evaluated(run, textOf(body.slice), frame), expression)
    default:
      throw new SessionError(messages.notWatchable(expression))
  }
}

/** Same value: numbers and texts by value, everything else by identity. */
export const isSameValue = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || (a instanceof PyFloat && b instanceof PyFloat && Object.is(a.value, b.value))

function evaluated(run: Run, expression: string, frame: Frame | null): Value {
  const { machine } = run
  const looked = look(machine, expression, frame, value => value)
  if (looked.kind === 'problem') throw new SessionError(looked.text)
  return looked.value
}

function variable(run: Run, name: string, frame: Frame | null, seat: Seat | undefined): DataTarget {
  const globals = frame?.globals ?? run.globals
  if (frame !== null && frame.locals instanceof PyDict && frame.locals !== globals)
    return inNamespace(run, frame.locals, name)
  const slot = frame === null || frame.locals instanceof PyDict ? -1 : frame.code.varNames.indexOf(name)
  if (frame !== null && slot >= 0) {
    const held = frame.slots[slot]
    return held instanceof Cell ? cell(run, held, name) : local(run, frame.code, slot, seat!)
  }
  if (globals?.getStr(name) === undefined) throw new SessionError(messages.unknownVariable(name))
  return inNamespace(run, globals, name)
}

const fastReads: readonly Op[] = [Op.LoadFast, Op.LoadFastCheck, Op.LoadFastAndClear]
const fastWrites: readonly Op[] = [Op.StoreFast, Op.DeleteFast]

/** A local variable of the function that runs in one seat. */
function local(run: Run, code: Code, slot: number, seat: Seat): DataTarget {
  const { inspector } = run
  return {
    read: () => {
      const frame = inspector.frameIn(seat)
      const held = frame?.code.template === code.template ? frame.slots[slot] : undefined
      return held instanceof Cell ? held.value : held
    },
    holders: [],
    isFixed: false,
    spots: () => spotsIn([code], (op, arg) => arg === slot && (fastReads.includes(op) || fastWrites.includes(op))),
    access: (frame, op, arg) => {
      if (frame.code.template !== code.template || arg !== slot) return undefined
      const kind = fastReads.includes(op) ? 'read' : fastWrites.includes(op) ? 'write' : undefined
      return kind !== undefined && inspector.frameIn(seat) === frame ? kind : undefined
    },
  }
}

/** A variable that a function shares with those inside it. */
function cell(run: Run, watched: Cell, name: string): DataTarget {
  const kinds = { [Op.LoadDeref]: 'read', [Op.StoreDeref]: 'write', [Op.DeleteDeref]: 'write' } as const
  return {
    read: () => watched.value,
    holders: [watched],
    isFixed: false,
    spots: () => spotsIn(allCodes(run), (op, arg, code) => op in kinds && code.varNames[arg] === name),
    access: (frame, op, arg) => (frame.slots[arg] === watched ? kinds[op as keyof typeof kinds] : undefined),
  }
}

const nameReads: readonly Op[] = [Op.LoadGlobal, Op.LoadName]
const nameWrites: readonly Op[] = [Op.StoreGlobal, Op.StoreName, Op.DeleteGlobal, Op.DeleteName]

/** A name in the namespace of a module or of a class body that runs. */
function inNamespace(run: Run, dict: PyDict, name: string): DataTarget {
  const isModule = (value: Value | undefined): boolean => value instanceof PyModule && value.dict === dict
  return {
    read: () => dict.getStr(name),
    holders: [dict],
    isFixed: false,
    spots: () =>
      spotsIn(
        allCodes(run),
        (op, arg, code) =>
          code.names[arg] === name &&
          (nameReads.includes(op) || nameWrites.includes(op) || attributeAccess(op) !== undefined),
      ),
    access: (frame, op, arg) => {
      if (frame.code.names[arg] !== name) return undefined
      const attributeKind = attributeAccess(op)
      if (attributeKind !== undefined) return isModule(frame.slots[frame.sp - 1]) ? attributeKind : undefined
      const isOurs =
        frame.locals === dict ||
        (frame.globals === dict && (op === Op.LoadGlobal || op === Op.StoreGlobal || op === Op.DeleteGlobal))
      if (!isOurs) return undefined
      return nameReads.includes(op) ? 'read' : nameWrites.includes(op) ? 'write' : undefined
    },
  }
}

function attributeAccess(op: Op): 'read' | 'write' | undefined {
  if (op === Op.LoadAttr || op === Op.LoadMethod) return 'read'
  return op === Op.StoreAttr || op === Op.DeleteAttr ? 'write' : undefined
}

function attribute(run: Run, object: Value, name: string, expression: string): DataTarget {
  if (object instanceof PyModule) {
    if (object.dict.getStr(name) === undefined) throw new SessionError(messages.unknownVariable(expression))
    return inNamespace(run, object.dict, name)
  }
  const { machine } = run
  const found = storage(object, name)
  if (found === undefined) throw new SessionError(messages.notStored(expression))
  return {
    read: found.read,
    holders: found.holders,
    isFixed: false,
    spots: () =>
      spotsIn(allCodes(run), (op, arg, code) => attributeAccess(op) !== undefined && code.names[arg] === name),
    access: (frame, op, arg) => {
      const kind = attributeAccess(op)
      if (kind === undefined || frame.code.names[arg] !== name) return undefined
      const on = frame.slots[frame.sp - 1]
      if (on === object) return kind
      // A class's attribute is read through its instances.
      const isThrough = object instanceof PyType && on !== undefined && machine.isInstance(on, object)
      return isThrough && kind === 'read' && storage(on, name) === undefined ? kind : undefined
    },
  }
}

/** Where an object keeps an attribute of its own. */
function storage(
  object: Value,
  name: string,
): { read(): Value | undefined; readonly holders: readonly MutableObj[] } | undefined {
  if (object instanceof PyType) {
    if (!object.isHeap || object.ns.getStr(name) === undefined) return undefined
    return { read: () => object.ns.getStr(name), holders: [object, object.ns] }
  }
  if (!(object instanceof Instance) && !(object instanceof PyList)) return undefined
  if (object.dict?.getStr(name) !== undefined)
    return { read: () => object.dict?.getStr(name), holders: [object, object.dict] }
  if (!(object instanceof Instance)) return undefined
  const slot = object.cls.slotNames.indexOf(name)
  if (slot < 0 || object.slots?.[slot] === undefined) return undefined
  return { read: () => object.slots?.[slot], holders: [object] }
}

function item(run: Run, container: Value, key: Value, expression: string): DataTarget {
  const at = (i: number, length: number): number => (i < 0 ? i + length : i)
  const isKey = (other: Value | undefined): boolean => {
    if (other === undefined) return false
    if (container instanceof PyDict) return keyOf(other) === keyOf(key)
    return typeof other === 'number' && typeof key === 'number' && at(other, length()) === at(key, length())
  }
  const length = (): number =>
    container instanceof PyList || container instanceof PyTuple
      ? container.items.length
      : container instanceof PyByteArray || container instanceof PyBytes
        ? container.bytes.length
        : 0
  const read = (): Value | undefined => {
    if (container instanceof PyDict) {
      const known = keyOf(key)
      return known === undefined ? undefined : container.get(known)
    }
    if (typeof key !== 'number') return undefined
    if (container instanceof PyList || container instanceof PyTuple) return container.items[at(key, length())]
    if (container instanceof PyByteArray || container instanceof PyBytes) return container.bytes[at(key, length())]
    return undefined
  }
  if (read() === undefined) throw new SessionError(messages.notStored(expression))
  const isFixed = !(container instanceof PyDict || container instanceof PyList || container instanceof PyByteArray)
  return {
    read,
    holders: isFixed ? [] : [container],
    isFixed,
    spots: () => spotsIn(allCodes(run), op => subscriptAccess(op) !== undefined),
    access: (frame, op) => {
      const kind = subscriptAccess(op)
      const isOurs = frame.slots[frame.sp - 2] === container && isKey(frame.slots[frame.sp - 1])
      return kind !== undefined && isOurs ? kind : undefined
    },
  }
}

function subscriptAccess(op: Op): 'read' | 'write' | undefined {
  if (op === Op.BinarySubscr) return 'read'
  return op === Op.StoreSubscr || op === Op.DeleteSubscr ? 'write' : undefined
}

/** Bytes of a bytearray. */
export function memoryTarget(run: Run, object: PyByteArray | PyBytes, from: number, count: number): DataTarget {
  const text = (): string =>
    [...object.bytes.subarray(from, from + count)].map(byte => byte.toString(16).padStart(2, '0')).join(' ')
  const isFixed = object instanceof PyBytes
  return {
    read: text,
    holders: isFixed ? [] : [object],
    isFixed,
    spots: () => spotsIn(allCodes(run), op => subscriptAccess(op) !== undefined),
    access: (frame, op) => {
      const key = frame.slots[frame.sp - 1]
      if (frame.slots[frame.sp - 2] !== object || typeof key !== 'number') return undefined
      const at = key < 0 ? key + object.bytes.length : key
      return at >= from && at < from + count ? subscriptAccess(op) : undefined
    },
  }
}

const allCodes = (run: Run): Code[] => run.index.allFiles().flatMap(file => file.codes)

function spotsIn(codes: readonly Code[], fits: (op: Op, arg: number, code: Code) => boolean): Spot[] {
  const spots: Spot[] = []
  for (const code of codes)
    for (let pc = 0; pc < code.lineStarts.length; pc++)
      if (fits(code.original[2 * pc] as Op, code.original[2 * pc + 1], code)) spots.push({ code, pc })
  return spots
}
