// Looking at values by running something on a fork: expressions of watches, hovers, conditions and log points, and the `repr` of
// objects that have their own. The program never notices.

import type { Frame, Machine, PyException, Value } from '../engine/index.ts'
import { SessionError } from './contract.ts'
import type { Look } from './fork.ts'
import { onFork, runToOutcome } from './fork.ts'
import { messages } from './messages.ts'

/** What an expression gave, read while the fork still stood. */
export type Looked<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly text: string }

/** Evaluates an expression on a fork; `read` sees the value before all is taken back. */
export function look<T>(
  machine: Machine,
  expression: string,
  frame: Frame | null,
  read: (value: Value) => T,
): Looked<T> {
  return onFork(
    machine,
    () => machine.evaluate(expression, frame),
    ({ look }) =>
      look.kind === 'returned'
        ? { kind: 'value', value: read(look.value) }
        : { kind: 'problem', text: problemText(machine, look) },
  )
}

/** `repr(value)` by the object's own `__repr__`, on a fork. Never fails: what goes wrong is said in angle brackets. */
export function reprOnFork(machine: Machine, value: Value): string {
  return onFork(
    machine,
    () => machine.callForOutcome(machine.builtins.getStr('repr')!, [value]),
    ({ look }) =>
      look.kind === 'returned' && typeof look.value === 'string'
        ? look.value
        : `<${machine.typeName(value)} object: its repr ${reprProblem(machine, look)}>`,
    200_000,
  )
}

const reprProblem = (machine: Machine, look: Look): string =>
  look.kind === 'raised' ? `raised ${machine.typeName(look.exception)}` : 'takes too long'

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
  return onFork(
    machine,
    () => machine.callForOutcome(machine.builtins.getStr('str')!, [exception]),
    ({ look }) => (look.kind === 'returned' && typeof look.value === 'string' ? look.value : ''),
    200_000,
  )
}

/** Evaluates for real what was tried on a fork before; a SessionError when it fails all the same. */
export function evaluateNow(machine: Machine, expression: string, frame: Frame | null): Value {
  machine.evaluate(expression, frame)
  const look = runToOutcome(machine, machine.time + nowLimit)
  if (look.kind === 'returned') return look.value
  throw new SessionError(problemText(machine, look))
}

const nowLimit = 20_000_000
