// The breakpoints in the arguments of a request, as the session takes them.

import type {
  BreakpointRequest,
  ExceptionFilterRequest,
  FunctionBreakpointRequest,
  InstructionBreakpointRequest,
} from '../session/index.ts'
import { SessionError } from '../session/index.ts'
import type { Arguments } from './arguments.ts'
import type { Convert } from './convert.ts'

const filters = ['raised', 'uncaught'] as const

export function sourceBreakpoints(convert: Convert, args: Arguments): BreakpointRequest[] {
  // `lines` is the form before 1.0 of the protocol; some clients still send only that.
  if (!args.has('breakpoints'))
    return args.integers('lines').map(line => ({
      line: convert.lineFromClient(line),
      column: undefined,
      condition: undefined,
      hitCondition: undefined,
      logMessage: undefined,
    }))
  return args.objects('breakpoints').map(item => {
    const column = item.optionalInteger('column')
    return {
      line: convert.lineFromClient(item.integer('line')),
      column: column === undefined ? undefined : convert.columnFromClient(column),
      condition: item.text('condition'),
      hitCondition: item.text('hitCondition'),
      logMessage: item.text('logMessage'),
    }
  })
}

export function functionBreakpoints(args: Arguments): FunctionBreakpointRequest[] {
  return args.objects('breakpoints').map(item => ({
    name: item.string('name').trim(),
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

/** Both ways of naming a filter: alone, or with a condition. */
export function exceptionOptions(args: Arguments): ExceptionFilterRequest[] {
  const alone = args.strings('filters').map(name => {
    const filter = filters.find(known => known === name)
    if (filter === undefined) throw new SessionError(`There is no exception filter '${name}'.`)
    return { filter, condition: undefined }
  })
  const conditional = args
    .objects('filterOptions')
    .map(item => ({ filter: item.oneOf('filterId', filters), condition: item.text('condition') }))
  return [...alone, ...conditional]
}
