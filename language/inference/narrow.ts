/** What a condition says of the variables in it: `x is None`, `isinstance(x, C)`, `x`, and these with `not`, `and`, `or`. */

import type { Expression } from '../tree.ts'
import type { Program } from './program.ts'
import type { State } from './state.ts'
import { joinAll, membersOf, sameClass, type Type, unknown } from './type.ts'

/** Changes a state to one in which `test` has been found true, or false. */
export function narrow(
  program: Program,
  state: State,
  test: Expression,
  truth: boolean,
  typeOf: (node: Expression) => Type | undefined,
  depth = 0,
): void {
  const again = (inner: Expression, isTrue: boolean): void => narrow(program, state, inner, isTrue, typeOf, depth + 1)
  if (depth > 100) return
  switch (test.kind) {
    case 'UnaryOp':
      if (test.op === 'Not') again(test.operand, !truth)
      return
    case 'BoolOp':
      // All parts of a true `and` are true, all of a false `or` false.
      if ((test.op === 'And') === truth) for (const value of test.values) again(value, truth)
      return
    case 'Name':
      keep(state, test.id, member => (truth ? member.kind !== 'none' : isPerhapsFalse(program, member)))
      return
    case 'NamedExpr':
      again(test.target, truth)
      return
    case 'Compare': {
      if (test.ops.length !== 1 || (test.left.kind !== 'Name' && test.left.kind !== 'NamedExpr')) return
      const [op] = test.ops
      const [right] = test.comparators
      const target = test.left.kind === 'NamedExpr' ? test.left.target : test.left
      if (target.kind !== 'Name' || right.kind !== 'Constant' || right.value.type !== 'None') return
      if (op !== 'Is' && op !== 'IsNot') return
      const isNone = (op === 'Is') === truth
      keep(state, target.id, member => (member.kind === 'none') === isNone)
      return
    }
    case 'Call':
      call(state, test, truth, typeOf)
      return
    default:
  }
}

function call(
  state: State,
  test: Extract<Expression, { kind: 'Call' }>,
  truth: boolean,
  typeOf: (node: Expression) => Type | undefined,
): void {
  const [first, second] = test.args
  const name = test.func.kind === 'Name' ? test.func.id : test.func.kind === 'Attribute' ? test.func.attr : ''
  if (first?.kind !== 'Name') return
  if (name === 'isinstance' && second !== undefined) {
    const type = typeOf(second)
    if (type?.kind === 'class' && truth) {
      const { cls } = type
      const opaque = cls.kind === 'library' && cls.module !== 'builtins'
      state.variables.set(first.id, opaque ? unknown : { kind: 'object', cls, args: [] })
    } else if (type?.kind === 'class') {
      keep(state, first.id, member => !(member.kind === 'object' && sameClass(member.cls, type.cls)))
    } else if (truth) state.variables.set(first.id, unknown)
    return
  }
  // Whoever asks what a value is knows more than we do.
  if (
    /^(?:iscoroutine|isawaitable|isfuture|isgenerator|isasyncgen|iscoroutinefunction|callable|hasattr|issubclass)$/.test(
      name,
    )
  ) {
    state.variables.set(first.id, unknown)
  }
}

/** Where nothing is left, a variable may have been changed by what we do not see. */
function keep(state: State, name: string, is: (member: Type) => boolean): void {
  const type = state.variables.get(name)
  if (type === undefined || type.kind === 'unknown') return
  const members = membersOf(type)
  const left = members.filter(is)
  if (left.length === members.length) return
  state.variables.set(name, left.length === 0 ? unknown : joinAll(left))
}

function isPerhapsFalse(program: Program, type: Type): boolean {
  switch (type.kind) {
    case 'none':
    case 'unknown':
      return true
    case 'object':
      if (type.cls.kind === 'library') return type.cls.module === 'builtins' || type.cls.module === 'collections'
      return (
        program.findMember(type.cls, '__bool__').found !== 'no' ||
        program.findMember(type.cls, '__len__').found !== 'no'
      )
    default:
      return false
  }
}
