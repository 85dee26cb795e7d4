// What the adapter says it can do, in the answer to `initialize`. Each entry has a real meaning here: docs/dap.md says which.

import type { DebugProtocol } from '@vscode/debugprotocol'

/** The filters of `setExceptionBreakpoints`, in the order in which an editor lists them. */
export const exceptionFilters: DebugProtocol.ExceptionBreakpointsFilter[] = [
  {
    filter: 'raised',
    label: 'Raised Exceptions',
    description: 'Stop when an exception is raised, whether or not it is caught.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Class names (ValueError, KeyError) or an expression over `exception`',
  },
  {
    filter: 'uncaught',
    label: 'Uncaught Exceptions',
    description: 'Stop where an exception is raised that nobody will catch.',
    default: true,
    supportsCondition: true,
    conditionDescription: 'Class names (ValueError, KeyError) or an expression over `exception`',
  },
  {
    filter: 'leaving',
    label: 'Exceptions Leaving a Coroutine',
    description: 'Stop when an exception leaves a coroutine, generator or async generator.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Class names (ValueError, KeyError) or an expression over `exception`',
  },
]

/** Modes of a source breakpoint on a line with a suspension point. */
export const breakpointModes: DebugProtocol.BreakpointMode[] = [
  {
    mode: 'suspend',
    label: 'Suspends',
    description: 'Stop when a coroutine suspends on this line.',
    appliesTo: ['source'],
  },
  {
    mode: 'resume',
    label: 'Is resumed',
    description: 'Stop when a coroutine suspended on this line is resumed.',
    appliesTo: ['source'],
  },
  {
    mode: 'throw',
    label: 'Is thrown into',
    description: 'Stop when an exception is thrown in at this line.',
    appliesTo: ['source'],
  },
  {
    mode: 'close',
    label: 'Is closed',
    description: 'Stop when a coroutine suspended on this line is closed.',
    appliesTo: ['source'],
  },
]

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  exceptionBreakpointFilters: exceptionFilters,
  supportsExceptionFilterOptions: true,
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
  supportTerminateDebuggee: true,
  supportsTerminateThreadsRequest: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsValueFormattingOptions: true,
  supportsDelayedStackTraceLoading: true,
  supportsBreakpointLocationsRequest: true,
  supportsCancelRequest: true,
}
