// The request table: one row for each request of the protocol and each of ours. A row says when the request may come and what
// answers it; the work is the session's.

import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Action, DataInfo, FrameInfo, PreviewOutcome, VariableInfo } from '../session/index.ts'
import { exportFormats, exportSession, SessionError } from '../session/index.ts'
import type { Arguments } from './arguments.ts'
import {
  address,
  dataBreakpoints,
  exceptionOptions,
  functionBreakpoints,
  instructionBreakpoints,
  sourceBreakpoints,
} from './breakpoints.ts'
import { capabilities } from './capabilities.ts'
import { clientAbilities } from './client.ts'
import type { Context } from './context.ts'
import { coroutineOf, exceptionDetails, scope, thread, threadOf, variable } from './convert.ts'
import { launchOptions } from './launch.ts'
import { fromBase64, memoryAt, memoryText, toBase64 } from './memory.ts'

/**
 * When a request may come. `always`: from `initialize` on. `launched`: once there is a program. `stopped`, `running`: only then.
 * `history`: while stopped, and when the program has run to its end.
 */
export type Duty = 'always' | 'launched' | 'stopped' | 'running' | 'history'

/** The body of the response, or a promise of it for what takes the program some time. */
export type Answer = object | undefined | Promise<object | undefined>

export interface Row {
  readonly duty: Duty
  answer(context: Context, args: Arguments, seq: number): Answer
}

const row =
  (duty: Duty) =>
  (answer: Row['answer']): Row => ({ duty, answer })
const always = row('always')
const launched = row('launched')
const stopped = row('stopped')
const running = row('running')
const history = row('history')

/** No view shows more of them at once. */
const mostInstructions = 10_000

const fileChanged = 'This file has changed since the program was started: restart it.'

/** Bytes in one answer. */
const mostBytes = 1 << 20

const actions = ['send', 'throw', 'close'] as const satisfies readonly Action[]

export const requests: Readonly<Record<string, Row>> = {
  // The life of a session
  initialize: always((c, args) => {
    c.setFormat({
      linesStartAt1: args.boolean('linesStartAt1') ?? true,
      columnsStartAt1: args.boolean('columnsStartAt1') ?? true,
      pathFormat: args.optionalString('pathFormat') === 'uri' ? 'uri' : 'path',
    })
    c.client = clientAbilities(args)
    c.adapterId = args.text('adapterID') ?? 'coro'
    c.initialized = true
    return capabilities
  }),
  launch: always((c, args) => {
    const options = launchOptions(args, path => c.convert.pathFromClient(path), c.host)
    c.session.launch(options)
    const { console = 'internalConsole' } = options
    if (console !== 'internalConsole') {
      try {
        c.openTerminal(console === 'integratedTerminal' ? 'integrated' : 'external', options.program)
      } catch (error) {
        c.session.unload()
        throw error
      }
    }
    c.afterwards(() => {
      c.send('process', { name: options.program, isLocalProcess: true, startMethod: 'launch' })
      c.send('initialized')
    })
    return undefined
  }),
  attach: always(() => {
    throw new SessionError(`There is nothing to attach to: a Coro program runs inside its debugger. Use 'launch'.`)
  }),
  configurationDone: always(c => {
    if (!c.awaitsTerminal) return c.going(() => c.session.begin())
    return c.whenReady(() => c.going(() => c.session.begin()))
  }),
  restart: launched((c, args) => {
    const changed = args.optionalObject('arguments')
    const options = changed && launchOptions(changed, path => c.convert.pathFromClient(path), c.host)
    c.memories.clear()
    return c.going(() => c.session.restart(options))
  }),
  terminate: launched(c => {
    c.afterwards(() => c.session.terminate())
    return undefined
  }),
  // Answered after those whose requests it breaks off.
  disconnect: always(c => {
    c.session.abandon()
    return Promise.resolve(undefined)
  }),
  cancel: always((c, args) => {
    args.optionalInteger('requestId')
    args.optionalString('progressId')
    c.session.cancel()
    return undefined
  }),

  // Breakpoints
  setBreakpoints: always((c, args) => {
    const source = args.object('source')
    const path = sourcePath(c, source)
    const breakpoints = c.session.setBreakpoints(path, sourceBreakpoints(c.convert, args))
    const checksums = source.objects('checksums').filter(one => one.string('algorithm') === 'SHA256')
    const message = checksums.some(one => c.session.hasChanged(path, one.string('checksum'))) ? fileChanged : undefined
    return {
      breakpoints: breakpoints.map(b =>
        c.convert.breakpoint(message === undefined ? b : { ...b, verified: false, message }),
      ),
    }
  }),
  setFunctionBreakpoints: always((c, args) => ({
    breakpoints: c.session.setFunctionBreakpoints(functionBreakpoints(args)).map(b => c.convert.breakpoint(b)),
  })),
  setInstructionBreakpoints: launched((c, args) => ({
    breakpoints: c.session.setInstructionBreakpoints(instructionBreakpoints(args)).map(b => c.convert.breakpoint(b)),
  })),
  setExceptionBreakpoints: always((c, args) => ({
    breakpoints: c.session.setExceptionFilters(exceptionOptions(args)).map(b => c.convert.breakpoint(b)),
  })),
  dataBreakpointInfo: stopped((c, args) => {
    const name = args.string('name')
    const info =
      args.boolean('asAddress') === true
        ? memoryDatum(c, name, args.optionalInteger('bytes') ?? 1)
        : c.session.dataInfo(
            args.has('variablesReference') ? c.container(args) : undefined,
            name,
            args.has('variablesReference') ? undefined : c.optionalFrame(args),
          )
    return {
      dataId: info.dataId ?? null,
      description: info.description,
      accessTypes: [...info.accessTypes],
      canPersist: info.canPersist,
    }
  }),
  setDataBreakpoints: launched((c, args) => ({
    breakpoints: c.session
      .setDataBreakpoints(dataBreakpoints(args), id => bytesOf(c, id))
      .map(b => c.convert.breakpoint(b)),
  })),
  breakpointLocations: launched((c, args) => {
    const line = c.convert.lineFromClient(args.integer('line'))
    const end = args.optionalInteger('endLine')
    const last = end === undefined ? line : c.convert.lineFromClient(end)
    const places = c.session.breakpointLocations(sourcePath(c, args.object('source')), line, last)
    return {
      breakpoints: places.map(place => ({
        line: c.convert.lineToClient(place.line),
        column: c.convert.columnToClient(place.column),
        endLine: c.convert.lineToClient(place.endLine),
        endColumn: c.convert.columnToClient(place.endColumn),
      })),
    }
  }),

  // Going on
  continue: stopped((c, args) => {
    const id = c.coroutine(args)
    const isAlone = args.boolean('singleThread') ?? false
    c.going(() => (isAlone ? c.session.continueAlone(id) : c.session.continue(id)))
    return { allThreadsContinued: !isAlone }
  }),
  next: stopped((c, args) =>
    step(c, args, id => {
      if (byInstruction(args)) c.session.stepInstruction(id)
      else if (args.boolean('singleThread') === true) c.session.stepAlone(id, 'over')
      else c.session.next(id)
    }),
  ),
  stepIn: stopped((c, args) => {
    const target = args.optionalInteger('targetId')
    return step(c, args, id => {
      if (byInstruction(args)) c.session.stepInstruction(id)
      else if (args.boolean('singleThread') === true && target === undefined) c.session.stepAlone(id, 'in')
      else c.session.stepIn(id, target)
    })
  }),
  stepOut: stopped((c, args) => step(c, args, id => c.session.stepOut(id))),
  stepBack: history((c, args) => back(c, args, id => c.session.stepBack(id))),
  reverseContinue: history((c, args) => back(c, args, id => c.session.reverseContinue(id))),
  restartFrame: stopped((c, args) => {
    const frame = c.frame(args)
    return c.going(() => c.session.restartFrame(frame))
  }),
  stepInTargets: stopped((c, args) => ({
    targets: c.session.stepInTargets(c.frame(args)).map(target => {
      const out: DebugProtocol.StepInTarget = { id: target.id, label: target.label }
      if (target.line !== undefined) out.line = c.convert.lineToClient(target.line)
      if (target.column !== undefined) out.column = c.convert.columnToClient(target.column)
      if (target.endLine !== undefined) out.endLine = c.convert.lineToClient(target.endLine)
      if (target.endColumn !== undefined) out.endColumn = c.convert.columnToClient(target.endColumn)
      return out
    }),
  })),
  gotoTargets: stopped((c, args) => {
    const line = c.convert.lineFromClient(args.integer('line'))
    const targets = c.session.gotoTargets(sourcePath(c, args.object('source')), line)
    return {
      targets: targets.map(target => ({ id: target.id, label: target.label, line: c.convert.lineToClient(line) })),
    }
  }),
  goto: stopped((c, args) => {
    c.coroutine(args)
    const target = args.integer('targetId')
    return c.going(() => c.session.goto(target))
  }),
  pause: running((c, args) => {
    args.integer('threadId')
    c.session.pause()
    return undefined
  }),
  terminateThreads: stopped((c, args) => {
    const ids = args.integers('threadIds').map(coroutineOf)
    return c.going(() => c.session.closeCoroutines(ids))
  }),

  // Looking
  threads: launched(c => ({ threads: c.session.threads().map(thread) })),
  stackTrace: stopped((c, args) => {
    const stack = c.session.stack(c.coroutine(args))
    const start = Math.max(0, args.optionalInteger('startFrame') ?? 0)
    const levels = args.optionalInteger('levels') ?? 0
    const page = stack.slice(start, levels > 0 ? start + levels : undefined)
    const format = args.optionalObject('format')
    const name = (frame: FrameInfo): string => (format === undefined ? frame.name : frameName(c, frame, format))
    return {
      stackFrames: page.map(frame => ({ ...c.convert.frame(frame, c.frames.of(frame)), name: name(frame) })),
      totalFrames: stack.length,
    }
  }),
  scopes: stopped((c, args) => ({
    scopes: c.session.scopes(c.frame(args)).map(info => scope(info, c.containers.of(info.container))),
  })),
  variables: stopped((c, args) => {
    const page = {
      start: Math.max(0, args.optionalInteger('start') ?? 0),
      count: Math.max(0, args.optionalInteger('count') ?? 0),
      filter: args.optionalOneOf('filter', ['indexed', 'named']),
      hex: hex(args),
    }
    return {
      variables: c.session
        .children(c.container(args), page)
        .map(info =>
          variable(
            info,
            c.referenceOf(info.container),
            info.place && c.places.of(info.place),
            info.origin && c.places.of(info.origin),
            c.memoryReference(info.memory),
          ),
        ),
    }
  }),
  locations: stopped((c, args) => {
    const reference = args.integer('locationReference')
    const place = c.places.get(reference)
    if (place === undefined)
      throw new SessionError(`There is no location ${reference}: locations live from one stop to the next.`)
    return { source: c.convert.source(c.session.sourceOf(place.file)), line: c.convert.lineToClient(place.line) }
  }),
  setVariable: stopped((c, args) =>
    valueBody(c, c.session.setChild(c.container(args), args.string('name'), args.string('value'), hex(args))),
  ),
  setExpression: stopped((c, args) =>
    valueBody(
      c,
      c.session.setExpression(args.string('expression'), args.string('value'), c.optionalFrame(args), hex(args)),
    ),
  ),
  evaluate: stopped((c, args) => {
    const expression = args.string('expression')
    const frame = c.optionalFrame(args)
    if (args.optionalString('context') !== 'repl')
      return resultBody(c, c.session.evaluate(expression, frame, hex(args)))
    return new Promise((resolve, reject) => {
      c.going(() =>
        c.session.execute(expression, frame, hex(args), result =>
          result instanceof SessionError ? reject(result) : resolve(resultBody(c, result)),
        ),
      )
    })
  }),
  readMemory: stopped((c, args) => {
    const { memory, offset } = c.memory(args)
    const count = Math.min(mostBytes, Math.max(0, args.integer('count')))
    const bytes = c.session.readMemory(memory, offset, count)
    const body: DebugProtocol.ReadMemoryResponse['body'] = { address: memoryText(c.memories.of(memory), offset) }
    if (bytes.length > 0) body.data = toBase64(bytes)
    if (bytes.length < count) body.unreadableBytes = count - bytes.length
    return body
  }),
  writeMemory: stopped((c, args) => {
    const { memory, offset } = c.memory(args)
    const bytes = fromBase64(args.string('data'))
    const written = c.session.writeMemory(memory, offset, bytes, args.boolean('allowPartial') ?? false)
    c.afterwards(() => {
      if (c.client.memoryEvent) c.send('memory', { memoryReference: c.memoryReference(memory), offset, count: written })
      c.invalidated()
    })
    return { offset, bytesWritten: written }
  }),
  completions: stopped((c, args) => {
    const text = args.string('text')
    const line = args.optionalInteger('line')
    const lines = text.split('\n')
    const before = lines
      .slice(0, line === undefined ? 0 : c.convert.lineFromClient(line) - 1)
      .reduce((n, l) => n + l.length + 1, 0)
    const offset = before + c.convert.columnFromClient(args.integer('column'))
    return {
      targets: c.session.completions(text, offset, c.optionalFrame(args)).map(item => ({
        label: item.label,
        type: item.kind,
        start: item.start - before,
        length: item.length,
      })),
    }
  }),
  exceptionInfo: stopped((c, args) => {
    c.coroutine(args)
    const details = c.session.exceptionInfo()
    return {
      exceptionId: details.typeName,
      description: details.description,
      breakMode: details.breakMode,
      details: exceptionDetails(details),
    }
  }),
  source: launched((c, args) => {
    const reference =
      args.optionalObject('source')?.optionalInteger('sourceReference') ?? args.integer('sourceReference')
    const path = reference > 0 ? c.references.path(reference) : args.optionalObject('source')?.optionalString('path')
    if (path === undefined) throw new SessionError(`There is no source ${reference}.`)
    return { content: c.session.sourceText(c.convert.pathFromClient(path)), mimeType: 'text/x-python' }
  }),
  disassemble: stopped((c, args) => {
    const count = Math.min(mostInstructions, Math.max(0, args.integer('instructionCount')))
    // One address for an instruction: offsets in bytes and in instructions are the same here.
    const from =
      address(args.string('memoryReference')) +
      (args.optionalInteger('offset') ?? 0) +
      (args.optionalInteger('instructionOffset') ?? 0)
    return { instructions: c.session.disassemble(from, count).map(one => c.convert.instruction(one)) }
  }),
  loadedSources: launched(c => ({ sources: c.session.sources().map(source => c.convert.source(source)) })),
  modules: launched((c, args) => {
    const all = c.session.modules()
    const start = Math.max(0, args.optionalInteger('startModule') ?? 0)
    const count = args.optionalInteger('moduleCount') ?? 0
    return {
      modules: all.slice(start, count > 0 ? start + count : undefined).map(module => ({
        id: module.name,
        name: module.name,
        path: c.convert.pathToClient(module.path),
        isUserCode: !module.isLibrary,
        coroutineFunctions: module.coroutineFunctions,
      })),
      totalModules: all.length,
    }
  }),

  // Ours
  'coroscope/coroutines': launched((c, args) => {
    const start = Math.max(0, args.optionalInteger('start') ?? 0)
    const infos = c.session.coroutines(start, Math.max(0, args.optionalInteger('count') ?? 0))
    return {
      time: c.session.time,
      coroutines: infos.map(info => ({ ...info, threadId: threadOf(info.id), isMain: info.kind === 'main' })),
      total: c.session.total,
      neverAwaited: c.session.neverAwaited(),
    }
  }),
  // The client's own selection follows a `stopped` event only.
  'coroscope/select': stopped((c, args) => {
    const threadId = args.integer('threadId')
    if (threadId !== threadOf(0)) c.coroutine(args)
    c.afterwards(() => {
      c.forgetHandles()
      c.send('stopped', { reason: 'goto', description: 'Selected', threadId, allThreadsStopped: true })
    })
    return {}
  }),
  'coroscope/breakOnResume': stopped((c, args) => ({ isSet: c.session.breakOnResume(c.coroutine(args)) })),
  'coroscope/drive': stopped((c, args) => {
    const id = c.coroutine(args)
    const action = args.oneOf('action', actions)
    const expression = args.text('expression')
    return new Promise((resolve, reject) => {
      c.session.drive(id, action, expression, result =>
        result instanceof SessionError ? reject(result) : resolve(result),
      )
    })
  }),
  'coroscope/preview': stopped((c, args) => {
    const id = c.coroutine(args)
    const wanted = args.someObjects('actions', 'a list of objects').map(item => ({
      action: item.oneOf('action', actions),
      expression: item.text('expression'),
    }))
    // What is wrong with the coroutine is wrong with all; what is wrong with one action, with that one.
    c.session.preview(id, [])
    return { outcomes: wanted.flatMap(one => tried(() => c.session.preview(id, [one]).map(previewBody))) }
  }),
  'coroscope/trace': launched((c, args) => {
    const to = args.optionalInteger('to')
    const answer = c.session.trace(args.optionalInteger('from') ?? 0, to ?? Number.MAX_SAFE_INTEGER)
    if (to === undefined) c.tracedUntil = answer.time
    return answer
  }),
  'coroscope/export': launched((c, args) => {
    const path = args.text('path')
    return exportSession(c.session, c.host, args.oneOf('format', exportFormats), path && c.convert.pathFromClient(path))
  }),
  'coroscope/travel': history((c, args) => {
    const future = args.optionalInteger('future')
    const moment =
      future === undefined
        ? c.session.momentAt(args.integer('time'))
        : c.session.takeFuture(future, args.optionalInteger('time'))
    c.afterwards(() => c.session.travel(moment))
    return { time: moment.time }
  }),
  'coroscope/stepBackOver': history((c, args) => back(c, args, id => c.session.stepBack(id))),
  'coroscope/stepBackInto': history((c, args) => back(c, args, id => c.session.stepBackInto(id))),
  'coroscope/stepBackOut': history((c, args) => back(c, args, id => c.session.stepBackOut(id))),
  'coroscope/previousSuspension': history((c, args) => {
    const id = c.earlierCoroutine(args)
    const moment = c.session.previousSuspension(id)
    c.afterwards(() => c.going(() => c.session.travelWith(moment, id)))
    return { time: moment.time }
  }),
  'coroscope/futures': launched((c, args) => {
    const withEvents = args.boolean('events') ?? false
    return {
      futures: c.session.futures().map(({ events, ...one }) => (withEvents ? { ...one, events } : one)),
    }
  }),
  'coroscope/history': launched(c => c.session.history()),
  'coroscope/fork': stopped((c, args) => {
    const { content } = exportSession(c.session, c.host, 'session', undefined)
    const { program, source } = c.session.options
    const configuration: Record<string, unknown> = {
      type: c.adapterId,
      request: 'launch',
      name: args.text('name') ?? 'Fork',
      program,
      sessionText: content,
    }
    if (source !== undefined) configuration.source = source
    const { startDebugging } = c.client
    if (startDebugging) c.afterwards(() => c.startDebugging(configuration))
    return { isStarted: startDebugging, configuration }
  }),
  'coroscope/cancelTask': stopped((c, args) => {
    const isAccepted = c.session.cancelTask(c.coroutine(args), args.text('message'))
    c.afterwards(() => c.invalidated())
    return { isAccepted }
  }),
  'coroscope/clock': stopped(c => c.session.clock()),
  'coroscope/advanceClock': stopped((c, args) => {
    const time = c.session.clockTarget(args.optionalNumber('seconds'))
    c.afterwards(() => c.going(() => c.session.advanceClock(time)))
    return { time }
  }),
}

/** What `dataBreakpointInfo` says of `bytes` bytes at an address. */
function memoryDatum(c: Context, address: string, bytes: number): DataInfo {
  const id = `${address}+${bytes}`
  const at = bytesOf(c, id)
  if (at === undefined) throw new SessionError(`There is no memory ${address}.`)
  return c.session.memoryInfo(at.memory, id, at.offset, at.count)
}

/** The bytes that an id of `memoryDatum` names. */
function bytesOf(c: Context, id: string): { memory: object; offset: number; count: number } | undefined {
  const match = /^(0x[0-9a-f]+)\+(\d{1,9})$/i.exec(id)
  const at = match === null ? undefined : memoryAt(match[1])
  const memory = at === undefined ? undefined : c.memories.get(at.number)
  return memory && { memory, offset: at!.offset, count: Number(match![2]) }
}

/** A frame's name as the client wants it: with parameters, module and line. */
function frameName(c: Context, frame: FrameInfo, format: Arguments): string {
  if (frame.kind === 'label') return frame.name
  const wants = (part: string): boolean => format.boolean(part) ?? false
  let { name } = frame
  if (wants('parameters')) {
    const isNamed = wants('parameterNames') || !(wants('parameterTypes') || wants('parameterValues'))
    const parts = c.session.parameters(frame, wants('hex')).map(one => {
      const typed = [isNamed ? one.name : '', wants('parameterTypes') ? one.type : ''].filter(text => text !== '')
      return [typed.join(': '), wants('parameterValues') ? one.value : ''].filter(text => text !== '').join('=')
    })
    name += `(${parts.join(', ')})`
  }
  if (wants('module') && frame.module !== undefined) name = `${frame.module}!${name}`
  if (wants('line')) name += `, line ${c.convert.lineToClient(frame.line)}`
  return name
}

const byInstruction = (args: Arguments): boolean =>
  args.optionalOneOf('granularity', ['statement', 'line', 'instruction']) === 'instruction'

function step(c: Context, args: Arguments, go: (coroutine: number) => void): undefined {
  const id = c.coroutine(args)
  return c.going(() => go(id))
}

function back(c: Context, args: Arguments, go: (coroutine: number) => void): undefined {
  const id = c.earlierCoroutine(args)
  return c.going(() => go(id))
}

const previewBody = (outcome: PreviewOutcome): object => ({
  ...outcome,
  leaves: outcome.leaves.map(({ id, ...frame }) => ({ threadId: threadOf(id), ...frame })),
})

function tried(preview: () => readonly object[]): readonly object[] {
  try {
    return preview()
  } catch (error) {
    if (!(error instanceof SessionError)) throw error
    return [{ outcome: 'refused', value: error.message, type: '', output: '', cleanups: [], leaves: [] }]
  }
}

const hex = (args: Arguments): boolean => args.optionalObject('format')?.boolean('hex') ?? false

/** The session's name of the source that a client names by path or reference. */
function sourcePath(c: Context, source: Arguments): string {
  const reference = source.optionalInteger('sourceReference') ?? 0
  const known = reference > 0 ? c.references.path(reference) : undefined
  return known ?? c.convert.pathFromClient(source.string('path'))
}

function valueBody(c: Context, info: VariableInfo): DebugProtocol.SetVariableResponse['body'] {
  const body: DebugProtocol.SetVariableResponse['body'] = {
    value: info.value,
    type: info.type,
    variablesReference: c.referenceOf(info.container),
  }
  if (info.indexed > 0) body.indexedVariables = info.indexed
  if (info.named > 0) body.namedVariables = info.named
  addReferences(c, info, body)
  return body
}

/** References that a value has besides its parts: to its bytes, and to where its coroutine stands. */
function addReferences(
  c: Context,
  info: VariableInfo,
  body: { memoryReference?: string; valueLocationReference?: number },
): void {
  const memory = c.memoryReference(info.memory)
  if (memory !== undefined) body.memoryReference = memory
  if (info.place !== undefined) body.valueLocationReference = c.places.of(info.place)
}

function resultBody(c: Context, info: VariableInfo): DebugProtocol.EvaluateResponse['body'] {
  const body: DebugProtocol.EvaluateResponse['body'] = {
    result: info.value,
    type: info.type,
    variablesReference: c.referenceOf(info.container),
  }
  if (info.indexed > 0) body.indexedVariables = info.indexed
  if (info.named > 0) body.namedVariables = info.named
  addReferences(c, info, body)
  return body
}
