// A debugging session's API: what an adapter or a command needs.

export * from './contract.ts'
export {
  convertSession,
  type Exported,
  type ExportFormat,
  exportFormats,
  exportSession,
  exportTrace,
  reopenOptions,
  runPytest,
  type TraceFormat,
  traceFormats,
} from './export/index.ts'
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
export { Session } from './session.ts'
export type { SessionState } from './stage.ts'
export { syntaxErrorText, syntaxWarningText } from './syntax-error.ts'
