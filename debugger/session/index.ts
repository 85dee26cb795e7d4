// A debugging session's API: what an adapter or a command needs.

export * from './contract.ts'
export { exportTrace, type TraceFormat, traceFormats } from './export/index.ts'
export {
  compileProgram,
  folderOf,
  isRefusal,
  loadModule,
  loadProgram,
  moduleFinder,
  type Program,
  refusalText,
} from './program.ts'
export { Session, type SessionState } from './session.ts'
export { syntaxErrorText, syntaxWarningText } from './syntax-error.ts'
