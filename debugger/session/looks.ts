// Running what a person typed: on a fork, for watches, hovers, conditions and log points, and for the `repr` of objects that have their own;
// or for real, for the Debug Console.

import { PyDict } from '../engine/dict.ts'
import { Finish } from '../engine/finish.ts'
import type { Frame, Machine, Value } from '../engine/index.ts'
import { CALL, Cell, type PyException } from '../engine/index.ts'
import { compileConsole, compileLook } from './console.ts'
import { SessionError } from './contract.ts'
import type { Look } from './fork.ts'
import { onFork, runToOutcome } from './fork.ts'
import { messages } from './messages.ts'

/** What an expression gave, read while the fork still stood. */
export type Looked<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly text: string }

/** Instructions that a small helper such as a `repr` may take. */
const shortLimit = 200_000
/** The same for what is executed for real in one go. */
const nowLimit = 20_000_000

/** Evaluates an expression on a fork; `read` sees the value before all is taken back. */
export function look<T>(
  machine: Machine,
  expression: string,
  frame: Frame | null,
  read: (value: Value) => T,
): Looked<T> {
  try {
    const code = compileLook(expression)
    return onFork(
      machine,
      () => machine.evaluate(code, frame),
      ({ look }) => readLook(machine, look, read),
    )
  } catch (error) {
    if (!(error instanceof SessionError)) throw error
    return { kind: 'problem', text: error.message }
  }
}

/** Does `condition`, an expression in which `exception` is this exception, hold in the scope of a frame? */
export function holdsFor(
  machine: Machine,
  condition: string,
  frame: Frame | null,
  exception: PyException,
): Looked<boolean> {
  try {
    const code = compileLook(`lambda exception: not not (${condition})`)
    return onFork(
      machine,
      () => machine.evaluate(code, frame),
      ({ look }) => {
        const test = valueIn(look)
        if (test === undefined) return readLook(machine, look, () => false)
        return callOnFork(machine, test, exception, inner => readLook(machine, inner, value => value === true))
      },
    )
  } catch (error) {
    if (!(error instanceof SessionError)) throw error
    return { kind: 'problem', text: error.message }
  }
}

/** Executes statements or an expression on a fork: what a rehearsal says of them. */
export function rehearse(machine: Machine, text: string, frame: Frame | null): Looked<undefined> {
  const { code } = compileConsole(text)
  return onFork(
    machine,
    () => machine.evaluate(code, frame),
    ({ look }) => readLook(machine, look, () => undefined),
  )
}

function readLook<T>(machine: Machine, look: Look, read: (value: Value) => T): Looked<T> {
  const value = valueIn(look)
  return value === undefined
    ? { kind: 'problem', text: problemText(machine, look) }
    : { kind: 'value', value: read(value) }
}

/** The value that an evaluation ended with. */
const valueIn = (look: Look): Value | undefined =>
  look.kind === 'returned' || look.kind === 'yielded' ? look.value : undefined

/** Evaluates an expression for real that was tried on a fork before. */
export function evaluateNow(machine: Machine, expression: string, frame: Frame | null): Value {
  return meanwhile(machine, () => {
    machine.evaluate(compileLook(expression), frame)
    return outcomeNow(machine)
  })
}

/** Executes for real. Names that are assigned reach the frame's own variables. The value of an expression, else None. */
export function executeNow(machine: Machine, text: string, frame: Frame | null): Value {
  const { code } = compileConsole(text)
  return meanwhile(machine, () => {
    machine.evaluate(code, frame)
    const locals = machine.frame?.locals
    const value = outcomeNow(machine)
    if (frame !== null && locals instanceof PyDict && locals !== frame.locals) writeLocals(machine, frame, locals)
    return value
  })
}

/** Calls a method for real, as the program could. */
export function callMethodNow(machine: Machine, object: Value, name: string, args: readonly Value[]): Value {
  return meanwhile(machine, () => {
    const before = machine.frame
    settle(machine, machine.callMethod(object, name, ...args), before)
    return outcomeNow(machine)
  })
}

/** What a call has come to at once, or will, is an outcome of the machine. */
function settle(machine: Machine, result: ReturnType<Machine['call']>, before: Frame | null): void {
  if (result === CALL) machine.after(CALL, Finish.Outcome, before)
  else if (result !== undefined) machine.pendingStop = { kind: 'outcome', outcome: { kind: 'returned', value: result } }
  else {
    const exception = machine.raised!
    machine.raised = null
    machine.pendingStop = { kind: 'outcome', outcome: { kind: 'raised', exception } }
  }
}

/** Where an exception is on its way, it waits until `action` is done. */
function meanwhile<T>(machine: Machine, action: () => T): T {
  const { raised, reported, isReraise } = machine
  machine.raised = null
  const result = action()
  machine.raised = raised
  machine.reported = reported
  machine.isReraise = isReraise
  return result
}

function outcomeNow(machine: Machine): Value {
  const look = runToOutcome(machine, machine.time + nowLimit)
  const value = valueIn(look)
  if (value === undefined) throw new SessionError(problemText(machine, look))
  return value
}

/** Puts what was assigned in a copy of a function's locals into the function's slots and cells (PEP 667). */
function writeLocals(machine: Machine, frame: Frame, locals: PyDict): void {
  machine.touch(frame)
  const cells = new Set(frame.code.cellSlots)
  frame.code.varNames.forEach((name, slot) => {
    if (name.startsWith('.')) return
    const value = locals.getStr(name)
    const held = frame.slots[slot]
    if (cells.has(slot) && held instanceof Cell) {
      if (held.value === value) return
      machine.touch(held)
      held.value = value
    } else frame.slots[slot] = value
  })
}

/** Calls a function on a fork, for what it says of a value. */
function callOnFork<T>(machine: Machine, callee: Value, value: Value, read: (look: Look) => T): T {
  return onFork(
    machine,
    () => {
      const before = machine.frame
      settle(machine, machine.call(callee, value), before)
    },
    ({ look }) => read(look),
    shortLimit,
  )
}

/** `repr(value)` by the object's own `__repr__`. Never fails: what goes wrong is said in angle brackets. */
export function reprOnFork(machine: Machine, value: Value): string {
  return callOnFork(machine, machine.builtins.getStr('repr')!, value, look => {
    const text = valueIn(look)
    if (typeof text === 'string') return text
    const why = look.kind === 'raised' ? `raised ${machine.typeName(look.exception)}` : 'takes too long'
    return `<${machine.typeName(value)} object: its repr ${why}>`
  })
}

/** What a person should know of an expression that gave no value. */
export function problemText(machine: Machine, look: Look): string {
  switch (look.kind) {
    case 'raised':
      return exceptionText(machine, look.exception)
    case 'unfinished':
      return look.why === 'input' ? messages.wantsInput : messages.tooLong
    case 'exited':
      return messages.exits
    case 'yielded':
    case 'returned':
      return ''
  }
}

/** `ValueError: x`, as the last line of a traceback. */
export function exceptionText(machine: Machine, exception: PyException): string {
  const message = exceptionMessage(machine, exception)
  const name = machine.typeName(exception)
  return message === '' ? name : `${name}: ${message}`
}

/** `str(exception)`. */
export function exceptionMessage(machine: Machine, exception: PyException): string {
  return callOnFork(machine, machine.builtins.getStr('str')!, exception, look => {
    const text = valueIn(look)
    return typeof text === 'string' ? text : ''
  })
}
