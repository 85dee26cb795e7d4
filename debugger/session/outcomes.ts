// What a send, throw or close led to, in words.

import type { Coroutine, Machine, Outcome as MachineOutcome } from '../engine/index.ts'
import { Kind } from '../engine/index.ts'
import type { Action, Outcome, StopReason } from './contract.ts'
import type { Look } from './fork.ts'
import { exceptionMessage, problemText } from './looks.ts'
import type { Values } from './values.ts'

/** What was driven, and how. */
export interface Driven {
  readonly coroutine: Coroutine | undefined
  readonly action: Action
}

/**
 * An outcome as it is told. What close() delivers is the end (`closed`); an async generator has ended when it raises
 * StopAsyncIteration, as its `async for` would see it.
 */
export function describeOutcome(machine: Machine, values: Values, driven: Driven, outcome: MachineOutcome): Outcome {
  if (outcome.kind !== 'raised') {
    const { value } = outcome
    const kind = driven.action === 'close' ? 'closed' : outcome.kind
    return { outcome: kind, value: values.text(value), type: machine.typeName(value) }
  }
  const type = machine.typeName(outcome.exception)
  if (driven.coroutine?.kind === Kind.AsyncGenerator && type === 'StopAsyncIteration')
    return { outcome: 'returned', value: 'None', type: 'NoneType' }
  return { outcome: 'raised', value: exceptionMessage(machine, outcome.exception), type }
}

/** The same for what was tried on a fork, which may also not have come to an end. */
export function describeLook(machine: Machine, values: Values, driven: Driven, look: Look): Outcome {
  if (look.kind === 'unfinished' || look.kind === 'exited')
    return { outcome: 'unfinished', value: problemText(machine, look), type: '' }
  return describeOutcome(machine, values, driven, look)
}

/** `yielded 'x?'`, `returned 3`, `raised ValueError: x`, `closed`. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'yielded':
    case 'returned':
      return `${outcome.outcome} ${outcome.value}`
    case 'raised':
      return `raised ${outcome.type}${outcome.value === '' ? '' : `: ${outcome.value}`}`
    case 'closed':
      return outcome.value === 'None' ? 'closed' : `closed, returning ${outcome.value}`
    case 'unfinished':
      return outcome.value
  }
}

/** Why the machine halts after an outcome. */
export function reasonOf(outcome: Outcome): StopReason {
  switch (outcome.outcome) {
    case 'yielded':
      return 'suspended'
    case 'raised':
      return 'exception'
    case 'returned':
    case 'closed':
    case 'unfinished':
      return 'return'
  }
}
