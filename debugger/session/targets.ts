// The ways to go on that a person is offered: into which call of a line, and what can be done to a suspended coroutine. Reads code and
// the events of a run; runs nothing.

import { analyze, SourceText, walk } from '../../language/index.ts'
import type { Coroutine, Frame, Machine, Value } from '../engine/index.ts'
import { EXCEPTIONS, Kind, PyType } from '../engine/index.ts'
import type { LoadedFile } from './code-index.ts'
import type { Action, StepTarget } from './contract.ts'
import type { Lives } from './lives.ts'

/** A target and what choosing it does. */
export interface Target {
  readonly shown: Omit<StepTarget, 'id' | 'drive'>
  readonly does:
    | { readonly kind: 'drive'; readonly action: Action; readonly expression: string | undefined }
    | { readonly kind: 'call'; readonly name: string }
}

const anywhere = { line: undefined, column: undefined, endLine: undefined, endColumn: undefined }
const mostValues = 5

/** send(None), send(v) for values sent before, throw(E) for exceptions the code names, close(). */
export function driveTargets(machine: Machine, coroutine: Coroutine, lives: Lives): Target[] {
  const drive = (label: string, action: Action, expression?: string): Target => ({
    shown: { ...anywhere, label: coroutine.kind === Kind.AsyncGenerator ? `a${label}` : label },
    does: { kind: 'drive', action, expression },
  })
  const sent = lives.sentBefore(coroutine.id, mostValues).filter(isLiteral)
  const thrown = [...exceptionsNamed(machine, coroutine), 'GeneratorExit']
  return [
    drive('send(None)', 'send'),
    ...sent.map(value => drive(`send(${value})`, 'send', value)),
    ...thrown.map(name => drive(`throw(${name})`, 'throw', name)),
    drive('throw(CancelledError)', 'throw', `__import__('asyncio').CancelledError`),
    drive('close()', 'close'),
  ]
}

/** Values whose repr, as events give it (shortened), is sure to be an expression. */
const isLiteral = (text: string): boolean => /^(?:-?\d[\w.+-]*|True|False|'[^'\\…]*'|"[^"\\…]*")$/.test(text)

/** The exception classes that the coroutine's code, or that of what it awaits, names by a global or built-in name. */
function exceptionsNamed(machine: Machine, coroutine: Coroutine): string[] {
  const found = new Set<string>()
  for (let one: Coroutine | null = coroutine; one !== null; one = one.delegate) {
    const { frame } = one
    if (frame === null) continue
    for (const name of frame.code.names) {
      const value = frame.globals.getStr(name) ?? machine.builtins.getStr(name)
      if (isException(value) && name !== 'GeneratorExit') found.add(name)
    }
  }
  return [...found]
}

const isException = (value: Value | undefined): boolean =>
  value instanceof PyType && value.mro.includes(EXCEPTIONS.BaseException!)

/** The calls on the line that `frame` stands on, from left to right. */
export function callTargets(file: LoadedFile, frame: Frame, line: number): Target[] {
  const text = new SourceText(file.source)
  const targets: Target[] = []
  const { code } = frame
  walk(analyze(file.source, { path: file.path }).tree, node => {
    if (node.kind !== 'Call' || text.lineAt(node.start) + 1 !== line) return true
    const name = node.func.kind === 'Name' ? node.func.id : node.func.kind === 'Attribute' ? node.func.attr : undefined
    if (name === undefined || !code.names.concat(code.varNames).includes(name)) return true
    const start = text.positionAt(node.start)
    const end = text.positionAt(node.end)
    const label = file.source.slice(node.start, node.end).replace(/\s+/g, ' ')
    targets.push({
      shown: {
        label: label.length > 60 ? `${label.slice(0, 59)}…` : label,
        line,
        column: start.character,
        endLine: end.line + 1,
        endColumn: end.character,
      },
      does: { kind: 'call', name },
    })
    return true
  })
  return targets
}
