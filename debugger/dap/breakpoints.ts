// The breakpoints in the arguments of a request, as the session takes them.

import type {
  BreakpointRequest,
  DataBreakpointRequest,
  ExceptionFilter,
  ExceptionFilterRequest,
  FunctionBreakpointRequest,
  InstructionBreakpointRequest,
  SuspensionMode,
} from '../session/index.ts'
import { SessionError } from '../session/index.ts'
import type { Arguments } from './arguments.ts'
import type { Convert } from './convert.ts'

const filters = [
  'raised',
  'uncaught',
  'leaving',
  'cancelled',
  'generatorExit',
  'stopIteration',
  'neverAwaited',
] as const satisfies ExceptionFilter[]

const modes = ['suspends', 'resumes', 'thrown', 'closed'] as const satisfies SuspensionMode[]

export function sourceBreakpoints(convert: Convert, args: Arguments): BreakpointRequest[] {
  // `lines` is the form before 1.0 of the protocol; some clients still send only that.
  if (!args.has('breakpoints'))
    return args.integers('lines').map(line => ({
      line: convert.lineFromClient(line),
      column: undefined,
      condition: undefined,
      hitCondition: undefined,
      logMessage: undefined,
      mode: undefined,
    }))
  return args.objects('breakpoints').map(item => {
    const column = item.optionalInteger('column')
    return {
      line: convert.lineFromClient(item.integer('line')),
      column: column === undefined ? undefined : convert.columnFromClient(column),
      condition: item.text('condition'),
      hitCondition: item.text('hitCondition'),
      logMessage: item.text('logMessage'),
      mode: mode(item),
    }
  })
}

/** `reached`, or left out: an ordinary breakpoint. */
function mode(item: Arguments): SuspensionMode | undefined {
  const wanted = item.optionalOneOf('mode', ['reached', ...modes])
  return wanted === 'reached' ? undefined : wanted
}

export function functionBreakpoints(args: Arguments): FunctionBreakpointRequest[] {
  return args.objects('breakpoints').map(item => ({
    name: item.string('name').trim(),
    condition: item.text('condition'),
    hitCondition: item.text('hitCondition'),
  }))
}

export function dataBreakpoints(args: Arguments): DataBreakpointRequest[] {
  return args.objects('breakpoints').map(item => ({
    dataId: item.string('dataId'),
    access: item.optionalOneOf('accessType', ['read', 'write', 'readWrite']) ?? 'write',
    condition: item.text('condition'),
    hitCondition: item.text('hitCondition'),
  }))
}

export function instructionBreakpoints(args: Arguments): InstructionBreakpointRequest[] {
  return args.objects('breakpoints').map(item => ({
    address: address(item.string('instructionReference')) + (item.optionalInteger('offset') ?? 0),
    condition: item.text('condition'),
    hitCondition: item.text('hitCondition'),
  }))
}

/** An address as `instructionPointerReference` gives it. */
export function address(text: string): number {
  if (!/^0x[0-9a-f]{1,12}$/i.test(text)) throw new SessionError(`'${text}' is no address: take one from a stack frame.`)
  return Number(text)
}

/** The three ways of naming a filter: alone, with a condition, or as a path of class names (`exceptionOptions`). */
export function exceptionOptions(args: Arguments): ExceptionFilterRequest[] {
  const alone = args.strings('filters').map(name => {
    const filter = filters.find(known => known === name)
    if (filter === undefined) throw new SessionError(`There is no exception filter '${name}'.`)
    return { filter, condition: undefined }
  })
  const conditional = args
    .objects('filterOptions')
    .map(item => ({ filter: item.oneOf('filterId', filters), condition: item.text('condition') }))
  const byClass = args.objects('exceptionOptions').flatMap((item): ExceptionFilterRequest[] => {
    const when = item.oneOf('breakMode', ['never', 'always', 'unhandled', 'userUnhandled'])
    // Only the last segment names classes; what stands before it is the tree that a client shows.
    const names = item.objects('path').at(-1)?.strings('names') ?? []
    if (when === 'never') return []
    const filter = when === 'always' ? 'raised' : when === 'unhandled' ? 'uncaught' : 'leaving'
    return [{ filter, condition: names.length === 0 ? undefined : names.join(', ') }]
  })
  return [...alone, ...conditional, ...byClass]
}
