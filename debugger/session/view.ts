// What can be seen at one stop: stacks, scopes, variables, values of expressions. One is made at each stop and thrown away when the program
// goes on; what it gave out is worth nothing afterwards.

import { PyDict } from '../engine/dict.ts'
import type { Frame, PyException, PyTraceback } from '../engine/index.ts'
import { State } from '../engine/index.ts'
import { completionsAt } from './completions.ts'
import type { CompletionInfo, ExceptionDetails, FrameInfo, ParameterInfo, ScopeInfo, VariableInfo } from './contract.ts'
import { SessionError } from './contract.ts'
import type { DataName } from './data-targets.ts'
import type { StackEntry } from './inspect.ts'
import { exceptionMessage, exceptionText, look } from './looks.ts'
import { messages } from './messages.ts'
import type { Run } from './run.ts'
import type { Child, Container, Page } from './values.ts'
import { frameLocals } from './values.ts'

/** Of a parameter in the name of a frame. */
const longestParameter = 60

export class View {
  private readonly run: Run
  private readonly stacks = new Map<number, readonly StackEntry[]>()
  private readonly entries = new Map<FrameInfo, StackEntry>()
  private readonly scopesOf = new Map<FrameInfo, readonly ScopeInfo[]>()
  /** The frame whose locals a container shows: where its variables are assigned. */
  private readonly homes = new Map<object, FrameInfo>()

  constructor(run: Run) {
    this.run = run
  }

  stack(id: number): readonly FrameInfo[] {
    return this.stackEntries(id).map(entry => entry.info)
  }

  /** The machine's frame that `info` shows; undefined for a label. */
  frame(info: FrameInfo): Frame | undefined {
    const entry = this.entries.get(info)
    if (entry === undefined) throw new SessionError(messages.noFrame)
    return entry.frame
  }

  scopes(info: FrameInfo): readonly ScopeInfo[] {
    const known = this.scopesOf.get(info)
    if (known !== undefined) return known
    const entry = this.entries.get(info)
    if (entry === undefined) throw new SessionError(messages.noFrame)
    const made = this.run.inspector.scopes(entry)
    this.scopesOf.set(info, made)
    for (const scope of made) this.homes.set(scope.container, info)
    return made
  }

  children(container: object, page: Page): VariableInfo[] {
    const home = this.homes.get(container)
    const children = this.run.values.page(container as Container, page)
    for (const child of children) {
      if (home !== undefined && child.container !== undefined) this.homes.set(child.container, home)
      this.remember(child, home)
    }
    return children
  }

  /** The expression that names a child, and the frame it is to be evaluated in. */
  childExpression(container: object, name: string): { expression: string; frame: Frame | null } {
    const { child, home } = this.child(container, name)
    if (child.readOnly || child.expression === undefined) throw new SessionError(messages.readOnly(name))
    return { expression: child.expression, frame: this.frameFor(home) }
  }

  /** A child of a container by name, and the frame that the container belongs to. */
  child(container: object, name: string): { readonly child: Child; readonly home: FrameInfo | undefined } {
    const all = (container as Container).children({ start: 0, count: 0, filter: undefined, hex: false })
    const child = all.find(one => one.name === name)
    if (child === undefined) throw new SessionError(messages.unknownVariable(name))
    return { child, home: this.homes.get(container) }
  }

  /** The value of an expression, looked at on a fork. */
  evaluate(expression: string, info: FrameInfo | undefined, hex: boolean, longest: number): VariableInfo {
    if (expression.trim() === '') throw new SessionError(messages.empty)
    const frame = this.frameFor(info)
    const looked = look(this.run.machine, expression, frame, value =>
      this.run.values.render(
        { name: expression, content: value, expression, kind: 'data', readOnly: true },
        hex,
        longest,
      ),
    )
    if (looked.kind === 'problem') throw new SessionError(looked.text)
    if (info !== undefined && looked.value.container !== undefined) this.homes.set(looked.value.container, info)
    this.remember(looked.value, info)
    return looked.value
  }

  /** How the bytes of a value can be written. */
  private remember({ memory, expression }: VariableInfo, info: FrameInfo | undefined): void {
    if (memory === undefined) return
    const frame = this.frameFor(info)
    const seat = frame === null ? undefined : this.run.inspector.seatOf(frame)
    if (expression !== undefined) this.run.memoryNames.set(memory, { expression, seat })
  }

  /** The name by which a datum can be found again. */
  dataName(expression: string, info: FrameInfo | undefined): DataName {
    const frame = this.frameFor(info)
    if (frame === null || frame.globals === frame.locals) {
      if (frame === null || frame.globals === this.run.globals) return { expression, frame: undefined }
    }
    return { expression, frame: { ...this.run.inspector.seatOf(frame), function: frame.code.qualname } }
  }

  /** The parameters of a call as they are now. */
  parameters(info: FrameInfo, hex: boolean): ParameterInfo[] {
    const frame = this.frame(info)
    if (frame === undefined || frame.locals instanceof PyDict) return []
    const { code } = frame
    const count = code.argCount + code.kwOnlyCount
    const names = new Set(code.varNames.slice(0, count))
    return frameLocals(frame)
      .filter(([name]) => names.has(name))
      .map(([name, content]) => {
        const child = { name, content, expression: undefined, kind: 'data', readOnly: true } as const
        const { value, type } = this.run.values.render(child, hex, longestParameter)
        return { name, value, type }
      })
  }

  frameFor(info: FrameInfo | undefined): Frame | null {
    return info === undefined ? null : (this.frame(info) ?? null)
  }

  completions(text: string, offset: number, info: FrameInfo | undefined): CompletionInfo[] {
    return completionsAt(this.run, this.frameFor(info), text, offset)
  }

  exceptionDetails(exception: PyException, breakMode: ExceptionDetails['breakMode']): ExceptionDetails {
    const { machine } = this.run
    const inner = exception.cause ?? (exception.suppressContext ? null : exception.context)
    return {
      typeName: machine.typeName(exception),
      message: exceptionMessage(machine, exception),
      description: exceptionText(machine, exception),
      breakMode,
      stackTrace: tracebackText(exception.traceback),
      cause: inner === null ? undefined : this.exceptionDetails(inner, breakMode),
    }
  }

  private stackEntries(id: number): readonly StackEntry[] {
    const known = this.stacks.get(id)
    if (known !== undefined) return known
    const made = this.run.inspector.stack(id, this.run.standing).map((entry): StackEntry => {
      const { frame, info } = entry
      return frame === undefined ? entry : { frame, info: { ...info, canRestart: this.canRestart(frame, info) } }
    })
    const { machine, progress, inspector } = this.run
    const isOver = id === 0 && machine.frame === null && progress.drive === undefined
    if (isOver && progress.driven?.state === State.Closed) made.push(inspector.ended(progress.driven, id))
    this.stacks.set(id, made)
    for (const entry of made) this.entries.set(entry.info, entry)
    return made
  }

  /** A call in the person's code can be taken back to its start; a coroutine that is being driven can be made afresh. */
  private canRestart(frame: Frame, info: FrameInfo): boolean {
    if (this.run.options.noDebug || info.kind !== 'normal' || frame.locals instanceof PyDict) return false
    return (
      frame.coroutine === null ||
      frame.coroutine.state !== State.Created ||
      frame.coroutine === this.run.progress.driven
    )
  }
}

/** Where an exception passed, as the lines of a traceback, outermost first. */
function tracebackText(first: PyTraceback | null): string {
  const lines: string[] = []
  for (let one = first; one !== null; one = one.next)
    lines.push(`  File "${one.frame.code.filename}", line ${one.line}, in ${one.frame.code.name}`)
  return lines.join('\n')
}
