// What the adapter says it can do, in the answer to `initialize`. Each entry has a real meaning here: docs/dap.md says which.

import type { DebugProtocol } from '@vscode/debugprotocol'

const conditionDescription = 'ValueError, KeyError – or an expression: exception.errno == 2'

/** The filters of `setExceptionBreakpoints`, in the order in which an editor lists them. */
export const exceptionFilters: DebugProtocol.ExceptionBreakpointsFilter[] = [
  {
    filter: 'raised',
    label: 'Raised Exceptions',
    description: 'Stop when an exception is raised, whether or not it is caught.',
    default: false,
    supportsCondition: true,
    conditionDescription,
  },
  {
    filter: 'uncaught',
    label: 'Uncaught Exceptions',
    description: 'Stop where an exception is raised that nobody will catch.',
    default: true,
    supportsCondition: true,
    conditionDescription,
  },
  {
    filter: 'leaving',
    label: 'Exceptions Leaving a Coroutine',
    description: 'Stop when an exception ends a coroutine, generator or async generator and goes to who awaits it.',
    default: false,
    supportsCondition: true,
    conditionDescription,
  },
  {
    filter: 'cancelled',
    label: 'CancelledError',
    description: 'Stop where CancelledError arrives in a coroutine.',
    default: false,
    supportsCondition: true,
    conditionDescription,
  },
  {
    filter: 'generatorExit',
    label: 'GeneratorExit',
    description: 'Stop where GeneratorExit arrives in a coroutine that is closed and has something to clean up.',
    default: false,
    supportsCondition: true,
    conditionDescription,
  },
  {
    filter: 'stopIteration',
    label: 'StopIteration Escaping',
    description:
      'Stop where StopIteration would leave the body of a coroutine or generator, which turns it into a RuntimeError.',
    default: false,
    supportsCondition: true,
    conditionDescription,
  },
  {
    filter: 'neverAwaited',
    label: 'Never Awaited',
    description: 'Stop where a coroutine is destroyed that was never awaited.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Names of functions: fetch, Client.send',
  },
]

/** Breakpoints that wait for something to happen at an `await` or `yield` of the line. */
const breakpointModes: DebugProtocol.BreakpointMode[] = [
  { mode: 'reached', label: 'Reached', description: 'Stop when the line is reached.', appliesTo: ['source'] },
  {
    mode: 'suspends',
    label: 'Suspends',
    description: 'Stop when a coroutine is suspended at an await or yield of the line.',
    appliesTo: ['source'],
  },
  {
    mode: 'resumes',
    label: 'Resumes',
    description: 'Stop when a coroutine that is suspended here is resumed with a value.',
    appliesTo: ['source'],
  },
  {
    mode: 'thrown',
    label: 'Thrown Into',
    description: 'Stop when an exception is thrown into a coroutine that is suspended here.',
    appliesTo: ['source'],
  },
  {
    mode: 'closed',
    label: 'Closed',
    description: 'Stop when a coroutine that is suspended here is closed.',
    appliesTo: ['source'],
  },
]

export const capabilities: DebugProtocol.Capabilities & { readonly supportsANSIStyling: boolean } = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  exceptionBreakpointFilters: exceptionFilters,
  supportsExceptionFilterOptions: true,
  supportsExceptionOptions: true,
  breakpointModes,
  supportsExceptionInfoRequest: true,
  supportsStepBack: true,
  supportsStepInTargetsRequest: true,
  supportsRestartFrame: true,
  supportsGotoTargetsRequest: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsModulesRequest: true,
  supportsLoadedSourcesRequest: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportsTerminateThreadsRequest: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsValueFormattingOptions: true,
  supportsDelayedStackTraceLoading: true,
  supportsBreakpointLocationsRequest: true,
  supportsDisassembleRequest: true,
  supportsInstructionBreakpoints: true,
  supportsSteppingGranularity: true,
  supportsCancelRequest: true,
  supportsDataBreakpoints: true,
  supportsSingleThreadExecutionRequests: true,
  supportsANSIStyling: true,
  supportedChecksumAlgorithms: ['SHA256'],
  additionalModuleColumns: [{ attributeName: 'coroutineFunctions', label: 'Coroutine Functions', type: 'number' }],
  supportsDataBreakpointBytes: true,
  supportsReadMemoryRequest: true,
  supportsWriteMemoryRequest: true,
}
