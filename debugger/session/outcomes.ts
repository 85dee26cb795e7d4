// What a send, throw or close led to, in words.

import type { Machine, Outcome as MachineOutcome } from '../engine/index.ts'
import type { Action, Outcome, StopReason } from './contract.ts'
import type { Look } from './fork.ts'
import { exceptionMessage, problemText } from './looks.ts'
import type { Values } from './values.ts'

/** The outcome of `action` as it is told. The end of a close() without a value is `closed`. */
export function describeOutcome(machine: Machine, values: Values, action: Action, outcome: MachineOutcome): Outcome {
  switch (outcome.kind) {
    case 'yielded':
      return { outcome: 'yielded', value: values.text(outcome.value), type: machine.typeName(outcome.value) }
    case 'returned':
      return {
        outcome: action === 'close' ? 'closed' : 'returned',
        value: values.text(outcome.value),
        type: machine.typeName(outcome.value),
      }
    case 'raised':
      return {
        outcome: 'raised',
        value: exceptionMessage(machine, outcome.exception),
        type: machine.typeName(outcome.exception),
      }
  }
}

/** The same for what was tried on a fork, which may also not have come to an end. */
export function describeLook(machine: Machine, values: Values, action: Action, look: Look): Outcome {
  if (look.kind === 'unfinished' || look.kind === 'exited')
    return { outcome: 'unfinished', value: problemText(machine, look), type: '' }
  return describeOutcome(machine, values, action, look)
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
