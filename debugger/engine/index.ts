// The engine: compile a program, make a machine, run it.

import './builtins.ts'
import './coroutine-types.ts'
import './frame-object.ts'
import './range.ts'
import './slice.ts'
import './type.ts'
import './type-bytearray.ts'
import './type-bytes.ts'
import './type-complex.ts'
import './type-float.ts'
import './type-int.ts'
import './type-memoryview.ts'
import './type-str.ts'

export { awaited, isRunning } from './chain.ts'
export { CO, type Code } from './code.ts'
export { compileExpression, compileModule, compileStatements } from './compile.ts'
export { AnextAwaitable, AsyncGenASend, AsyncGenAThrow, Coroutine, CoroutineWrapper, Kind, State } from './coroutine.ts'
export { kindWord, stateName } from './coroutine-types.ts'
export { dumpCode } from './dump-code.ts'
export { PyException, PyTraceback } from './exception.ts'
export { EXCEPTIONS, exceptionField } from './exception-types.ts'
export { Frame, visibleFrame } from './frame.ts'
export type { Stretch } from './journal.ts'
export { isMachinesOwn, type LibraryTable, libraryFrom } from './library.ts'
export {
  type Epoch,
  type Limits,
  Machine,
  type MachineOptions,
  type ModuleError,
  type ModuleSource,
  type Outcome,
  type Stop,
} from './machine.ts'
export { OPS, Op } from './op.ts'
export { frameLocals } from './session-run.ts'
export { shortRepr } from './short-repr.ts'
export { TraceKind, type TraceListener } from './trace-log.ts'
export { exceptionText } from './traceback.ts'
export { T } from './types.ts'
export * from './value.ts'
