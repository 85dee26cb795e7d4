/** The state machine of the function at a place. */

import type { StateMachine } from '../../language/index.ts'
import { typedStateMachine } from '../../language/inference/index.ts'
import type { Feature } from '../feature.ts'
import { kindOf } from '../functions.ts'
import { isFunction, nodePath } from '../nodes.ts'
import { typesOf } from '../types.ts'

/** Of the innermost function around the place whose call makes something to drive. Asked by `coroscope/stateMachine`. */
export const machineAt: Feature<[offset: number], StateMachine | undefined> = {
  capability: {},
  answer(analysis, offset) {
    const around = nodePath(analysis, offset)
      .reverse()
      .find(node => isFunction(node) && kindOf(analysis, node) !== 'function')
    return isFunction(around) ? typedStateMachine(typesOf(analysis), around) : undefined
  },
}
