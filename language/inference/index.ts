/** What the values of a program are, found without running it. */

export { annotatedType } from './annotation.ts'
export { typedStateMachine } from './machine.ts'
export { decoratorNames, type LoadedModule, ModuleTypes, Program, type ResolveModule, wrapperOf } from './program.ts'
export { awaitedType, enteredType, iteratedType } from './protocol.ts'
export { raisesOf } from './raises.ts'
export {
  type Class,
  type Exchange,
  isInstanceOf,
  membersOf,
  type Suspendable,
  type Type,
  typeName,
  typeText,
  type UserClass,
  type UserFunction,
} from './type.ts'
export { type FlowEvent, type Walk, walkModule } from './walk.ts'
