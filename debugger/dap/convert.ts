// Between the session's words and the protocol's: the only place that knows where a client starts to count, how it writes
// paths, and that a coroutine is a "thread".

import type { DebugProtocol } from '@vscode/debugprotocol'
import type {
  BreakpointInfo,
  ExceptionDetails,
  FrameInfo,
  InstructionInfo,
  ScopeInfo,
  SourceInfo,
  Stopped,
  ThreadInfo,
  VariableInfo,
} from '../session/index.ts'

/** How a client counts and writes paths; set by `initialize`. */
export interface ClientFormat {
  readonly linesStartAt1: boolean
  readonly columnsStartAt1: boolean
  readonly pathFormat: 'path' | 'uri'
}

export const defaultFormat: ClientFormat = { linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' }

/** Addresses of instructions as clients write them. */
export const addressText = (address: number): string => `0x${address.toString(16)}`

/** The main program is thread 1, coroutine n is thread n + 1. */
export const threadOf = (coroutine: number): number => coroutine + 1
export const coroutineOf = (thread: number): number => thread - 1

/** Numbers of library sources; the same for the whole session. */
export class SourceReferences {
  private readonly paths: string[] = []

  of(path: string): number {
    const known = this.paths.indexOf(path)
    return known >= 0 ? known + 1 : this.paths.push(path)
  }

  path(reference: number): string | undefined {
    return this.paths[reference - 1]
  }
}

export class Convert {
  private readonly format: ClientFormat
  private readonly references: SourceReferences

  constructor(format: ClientFormat, references: SourceReferences) {
    this.format = format
    this.references = references
  }

  /** A client's line as the session counts, from 1. */
  lineFromClient(line: number): number {
    return this.format.linesStartAt1 ? line : line + 1
  }

  lineToClient(line: number): number {
    return this.format.linesStartAt1 ? line : line - 1
  }

  /** A client's column as the session counts, from 0. */
  columnFromClient(column: number): number {
    return this.format.columnsStartAt1 ? column - 1 : column
  }

  columnToClient(column: number): number {
    return this.format.columnsStartAt1 ? column + 1 : column
  }

  pathFromClient(path: string): string {
    return path.startsWith('file://') ? pathOfUri(path) : path
  }

  pathToClient(path: string): string {
    if (this.format.pathFormat === 'path' || /^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path
    return `file://${path.startsWith('/') ? '' : '/'}${path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')}`
  }

  source(source: SourceInfo): DebugProtocol.Source {
    return source.isLibrary
      ? {
          name: source.name,
          path: source.path,
          sourceReference: this.references.of(source.path),
          origin: 'library of Coro',
          presentationHint: 'deemphasize',
        }
      : { name: source.name, path: this.pathToClient(source.path), ...this.checksum(source) }
  }

  private checksum({ sha256 }: SourceInfo): Pick<DebugProtocol.Source, 'checksums'> {
    return sha256 === undefined ? {} : { checksums: [{ algorithm: 'SHA256', checksum: sha256 }] }
  }

  frame(frame: FrameInfo, id: number): DebugProtocol.StackFrame {
    const out: DebugProtocol.StackFrame = {
      id,
      name: frame.name,
      line: frame.kind === 'label' ? 0 : this.lineToClient(frame.line),
      column: frame.kind === 'label' ? 0 : this.columnToClient(frame.column),
      presentationHint: frame.kind,
    }
    if (frame.kind === 'label') return out
    if (frame.source !== undefined) out.source = this.source(frame.source)
    out.endLine = this.lineToClient(frame.endLine)
    out.endColumn = this.columnToClient(frame.endColumn)
    out.canRestart = frame.canRestart
    if (frame.address !== undefined) out.instructionPointerReference = addressText(frame.address)
    if (frame.module !== undefined) out.moduleId = frame.module
    return out
  }

  instruction(info: InstructionInfo): DebugProtocol.DisassembledInstruction {
    const out: DebugProtocol.DisassembledInstruction = {
      address: addressText(info.address),
      instruction: info.text ?? '',
    }
    if (info.text === undefined) out.presentationHint = 'invalid'
    if (info.code !== undefined) out.symbol = info.code
    if (info.path !== undefined && info.place !== undefined) {
      out.location = { name: nameOf(info.path), path: this.pathToClient(info.path) }
      out.line = this.lineToClient(info.place.line)
      out.column = this.columnToClient(info.place.column)
      out.endLine = this.lineToClient(info.place.endLine)
      out.endColumn = this.columnToClient(info.place.endColumn)
    }
    return out
  }

  breakpoint(info: BreakpointInfo): DebugProtocol.Breakpoint {
    const out: DebugProtocol.Breakpoint = { id: info.id, verified: info.verified }
    if (info.message !== undefined) {
      out.message = info.message
      out.reason = 'failed'
    }
    if (info.path !== undefined) out.source = { name: nameOf(info.path), path: this.pathToClient(info.path) }
    if (info.line !== undefined) out.line = this.lineToClient(info.line)
    if (info.column !== undefined) out.column = this.columnToClient(info.column)
    if (info.endLine !== undefined) out.endLine = this.lineToClient(info.endLine)
    if (info.endColumn !== undefined) out.endColumn = this.columnToClient(info.endColumn)
    return out
  }
}

/** `talk#1 · CORO_SUSPENDED · line 14`: the best a flat list of threads can say. */
export function thread(info: ThreadInfo): DebugProtocol.Thread {
  const parts = [info.task === undefined ? info.name : `${info.name} (${info.task.name})`]
  if (info.id !== 0) parts.push(info.state)
  if (info.line !== undefined) parts.push(`line ${info.line}`)
  return { id: threadOf(info.id), name: parts.join(' · ') }
}

export function scope(info: ScopeInfo, reference: number): DebugProtocol.Scope {
  const out: DebugProtocol.Scope = { name: info.name, variablesReference: reference, expensive: info.expensive }
  if (info.name === 'Locals') out.presentationHint = 'locals'
  if (info.indexed > 0) out.indexedVariables = info.indexed
  if (info.named > 0) out.namedVariables = info.named
  return out
}

/**
 * `place`: a reference to where the value's coroutine is suspended, or its function defined; `origin`: to where the coroutine was created.
 * `memory`: address of its bytes.
 */
export function variable(
  info: VariableInfo,
  reference: number,
  place: number | undefined,
  origin: number | undefined,
  memory: string | undefined,
): DebugProtocol.Variable {
  const out: DebugProtocol.Variable = {
    name: info.name,
    value: info.value,
    type: info.type,
    variablesReference: reference,
  }
  if (info.expression !== undefined) out.evaluateName = info.expression
  if (info.indexed > 0) out.indexedVariables = info.indexed
  if (info.named > 0) out.namedVariables = info.named
  if (place !== undefined) out.valueLocationReference = place
  if (origin !== undefined) out.declarationLocationReference = origin
  if (memory !== undefined) out.memoryReference = memory
  const hint: DebugProtocol.VariablePresentationHint = { kind: info.kind }
  if (info.readOnly) hint.attributes = ['readOnly']
  out.presentationHint = hint
  return out
}

export function stopped(stop: Stopped): DebugProtocol.StoppedEvent['body'] {
  const out: DebugProtocol.StoppedEvent['body'] = {
    reason: stop.reason,
    threadId: threadOf(stop.coroutine),
    allThreadsStopped: true,
  }
  if (stop.text !== undefined) {
    out.text = stop.text
    out.description = descriptions[stop.reason] ?? stop.text
  }
  if (stop.breakpoints.length > 0) out.hitBreakpointIds = [...stop.breakpoints]
  return out
}

const descriptions: Partial<Record<Stopped['reason'], string>> = {
  exception: 'Paused on exception',
  suspended: 'Suspended',
  return: 'Returned',
}

export function exceptionDetails(details: ExceptionDetails): DebugProtocol.ExceptionDetails {
  const out: DebugProtocol.ExceptionDetails = {
    message: details.message,
    typeName: details.typeName,
    fullTypeName: details.typeName,
    evaluateName: 'exception',
    stackTrace: details.stackTrace,
  }
  if (details.cause !== undefined) out.innerException = [exceptionDetails(details.cause)]
  return out
}

const nameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

function pathOfUri(uri: string): string {
  const path = uri.slice('file://'.length)
  try {
    const decoded = decodeURIComponent(path)
    return /^\/[A-Za-z]:/.test(decoded) ? decoded.slice(1) : decoded
  } catch {
    return path
  }
}
