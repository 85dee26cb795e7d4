/** The state machine of a function with what its types tell: which context managers let every exception pass. */

import { type StateMachine, stateMachine } from '../flow.ts'
import type { ModuleTypes } from './program.ts'
import { maySwallow } from './protocol.ts'
import { type FunctionNode, unknown } from './type.ts'

export function typedStateMachine(types: ModuleTypes, node: FunctionNode): StateMachine {
  const { types: byNode } = types.walk(node)
  return stateMachine(node, ({ context_expr: manager }, isAsync) =>
    maySwallow(types.program, byNode.get(manager) ?? unknown, isAsync),
  )
}
