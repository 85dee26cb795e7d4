// What is run from outside: the program, a drive of a coroutine, an evaluation; and how the program ends. CPython:
// Python/pythonrun.c, Modules/main.c.
//
// Knows nothing of who asks.

import { FRAME_DEPTH } from './call.ts'
import { close } from './close.ts'
import type { Code } from './code.ts'
import { CONTINUATIONS } from './continuations.ts'
import { type Coroutine, Kind, State } from './coroutine.ts'
import { deliver, takeRaised } from './deliver.ts'
import { finalizeProgram } from './destruction.ts'
import { PyDict } from './dict.ts'
import { PyException } from './exception.ts'
import { exceptionField } from './exception-types.ts'
import { Finish } from './finish.ts'
import { Frame } from './frame.ts'
import { makeModule } from './import.ts'
import type { Machine } from './machine.ts'
import { send } from './resume.ts'
import { throwInto } from './throw.ts'
import { asInt, CALL, Cell, END, PyModule, type Result, type Value } from './value.ts'

/** Makes `__main__` and its frame; run() then runs the program. */
export function startModule(m: Machine, code: Code, name: string): PyModule {
  const module = makeModule(m, name, null, null, false)
  module.dict.setStr('__annotations__', m.dict())
  module.dict.setStr('__builtins__', m.modules.getStr('builtins') ?? null)
  module.dict.setStr('__file__', code.filename)
  module.dict.setStr('__cached__', null)
  m.touch(m.modules)
  m.modules.setStr(name, module)
  const slash = code.filename.lastIndexOf('/')
  if (slash >= 0) {
    // CPython: sys.path[0] is the folder of the program.
    m.extra.programFolder = code.filename.slice(0, slash)
    const sys = m.modules.getStr('sys')
    if (sys instanceof PyModule) sys.dict.setStr('path', m.list([code.filename.slice(0, slash)]))
  }
  const frame = new Frame(m.epoch, code, module.dict, m.builtins, module.dict, null, null)
  frame.depth = FRAME_DEPTH
  frame.finish = Finish.Native
  frame.finishData = { name: 'programEnds', data: null }
  m.frame = frame
  return module
}

CONTINUATIONS.programEnds = (m, _data, result) => {
  if (result !== undefined) {
    m.status = 0
    return atExit(m)
  }
  const exception = takeRaised(m)
  const exit = exitCode(m, exception)
  m.status = exit?.status ?? 1
  if (exit !== undefined && exit.text === undefined) return atExit(m)
  const report =
    exit === undefined ? m.callPrelude('_report_uncaught', exception) : m.callPrelude('_report_exit', exit.text!)
  return m.after(report, Finish.Native, { name: 'reported', data: null })
}
CONTINUATIONS.reported = (m, _data, result) => {
  if (result === undefined) {
    const exit = exitCode(m, takeRaised(m))
    if (exit !== undefined) m.status = exit.status
  }
  return atExit(m)
}

function atExit(m: Machine): Result {
  return m.after(m.callPrelude('_run_exit_functions'), Finish.Native, { name: 'programEnded', data: null })
}

CONTINUATIONS.programEnded = (m, _data, result) => {
  if (result === undefined) m.raised = null
  const finalized = m.finalizesAtExit ? finalizeProgram(m) : null
  if (finalized === CALL) return m.after(CALL, Finish.Native, { name: 'programFinalized', data: null })
  return programIsOver(m)
}

CONTINUATIONS.programFinalized = (m, _data, result) => {
  if (result === undefined) m.raised = null
  return programIsOver(m)
}

function programIsOver(m: Machine): Result {
  m.stop = { kind: 'finished', status: m.status ?? 0 }
  return null
}

/** Status of SystemExit and what is to be written; undefined for other exceptions. CPython: handle_system_exit. */
function exitCode(m: Machine, exception: PyException): { status: number; text?: Value } | undefined {
  if (!exception.cls.mro.includes(m.exceptionType('SystemExit'))) return undefined
  const code = exceptionField(exception, 'code')
  if (code === null) return { status: 0 }
  const number = asInt(code)
  if (number !== undefined) return { status: Number(BigInt.asUintN(8, BigInt(number))) }
  return { status: 1, text: code }
}

/** A frame without one below has returned: only the program's and those of drives and evaluations have none. */
export function bottomReturned(m: Machine, frame: Frame, value: Value): void {
  deliver(m, frame.finish, frame.finishData, frame.finishNext, value)
  if (m.frame === null && m.isUnstopped) m.stop = { kind: 'outcome', outcome: { kind: 'returned', value } }
}

/** An exception has left the last frame. */
export function bottomRaised(m: Machine): void {
  m.stop = { kind: 'outcome', outcome: { kind: 'raised', exception: takeRaised(m) } }
}

export type DriveAction = 'send' | 'throw' | 'close' | 'asend' | 'athrow' | 'aclose' | 'next'

/**
 * Resumes a coroutine from outside; run() ends with the outcome, after which what ran before can go on. The value is what is
 * sent, or the exception that is thrown. An async generator is driven as if each item were awaited: `yielded` is what its
 * inner awaits yield or an item.
 */
export function drive(m: Machine, c: Coroutine, action: DriveAction, value: Value = null): void {
  const before = m.frame
  m.held.add(c)
  const result = startDrive(m, c, action, value)
  if (result === CALL) {
    m.after(CALL, Finish.Outcome, before)
    return
  }
  if (result === END || result === undefined) {
    const exception = result === END ? m.exception('StopIteration', []) : takeRaised(m)
    m.pendingStop = { kind: 'outcome', outcome: { kind: 'raised', exception } }
    return
  }
  m.pendingStop = { kind: 'outcome', outcome: { kind: 'returned', value: result } }
}

function startDrive(m: Machine, c: Coroutine, action: DriveAction, value: Value): Result | typeof END {
  switch (action) {
    case 'close':
    case 'aclose':
      return close(m, c)
    case 'throw':
    case 'athrow':
      if (!(value instanceof PyException)) {
        return m.raise('TypeError', 'exceptions must be classes or instances deriving from BaseException, not object')
      }
      return c.state === State.Created ? throwCreated(m, c, value) : throwInto(m, c, value, [value])
    default:
      return send(m, c, value)
  }
}

function throwCreated(m: Machine, c: Coroutine, exception: PyException): Result {
  return throwInto(m, c, exception, [exception])
}

/** Is it an async generator (whose items come wrapped)? */
export function isAsyncGenerator(c: Coroutine): boolean {
  return c.kind === Kind.AsyncGenerator
}

/** Runs code in a frame's scope (null: in the main module); run() ends with the outcome. */
export function evaluateCode(m: Machine, code: Code, frame: Frame | null): void {
  const visible = frame
  const main = m.modules.getStr('__main__')
  const globals = visible !== null ? visible.globals : main instanceof PyModule ? main.dict : m.namespace()
  const locals = visible === null ? globals : frameLocals(m, visible)
  const inner = new Frame(m.epoch, code, globals, m.builtins, locals, null, m.frame)
  inner.depth = (m.frame?.depth ?? 0) + FRAME_DEPTH
  inner.finish = Finish.Outcome
  m.frame = inner
}

/** `frame.f_locals` as a dict: a snapshot for functions, the namespace itself for modules and classes. */
export function frameLocals(m: Machine, frame: Frame): PyDict {
  if (frame.locals instanceof PyDict) return frame.locals
  const dict = m.dict()
  const { varNames } = frame.code
  const cells = new Set(frame.code.cellSlots)
  for (let i = 0; i < varNames.length; i++) {
    let value = frame.slots[i]
    if (cells.has(i) && value instanceof Cell) value = value.value
    const name = varNames[i]!
    if (value !== undefined && !name.startsWith('.')) dict.setStr(name, value)
  }
  return dict
}
