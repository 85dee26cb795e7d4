// How a machine comes to life: classes made ready, builtins and sys.modules filled, the prelude run.
//
// Knows nothing of programs.

import { EXCEPTIONS } from './exception-types.ts'
import { Finish } from './finish.ts'
import { fillNative, makeModule, moduleFrame } from './import.ts'
import { interpret } from './interpret.ts'
import type { Machine } from './machine.ts'
import { EXIT, QUIT } from './quitter.ts'
import { readyTypes } from './type-ready.ts'
import { ELLIPSIS, NOT_IMPLEMENTED, T } from './types.ts'
import { PyModule } from './value.ts'

/** Built-in classes that have a name in builtins. */
const NAMED = [
  ...[T.object, T.type, T.int, T.bool, T.float, T.complex, T.str, T.bytes, T.bytearray, T.memoryview, T.tuple, T.list],
  ...[T.dict, T.set, T.frozenset, T.range, T.slice, T.property, T.classMethod, T.staticMethod, T.super],
]

export function startMachine(m: Machine): void {
  readyTypes()
  const { builtins } = m
  builtins.setStr('__name__', 'builtins')
  builtins.setStr('__doc__', 'Built-in functions, types, exceptions, and other objects.')
  builtins.setStr('__package__', '')
  builtins.setStr('__loader__', null)
  builtins.setStr('__spec__', null)
  fillNative(m, 'builtins', builtins)
  for (const type of NAMED) builtins.setStr(type.name, type)
  for (const [name, type] of Object.entries(EXCEPTIONS)) if (!name.startsWith('_')) builtins.setStr(name, type)
  builtins.setStr('NotImplemented', NOT_IMPLEMENTED)
  builtins.setStr('Ellipsis', ELLIPSIS)
  builtins.setStr('quit', QUIT)
  builtins.setStr('exit', EXIT)
  builtins.setStr('__debug__', true)
  m.modules.setStr('builtins', new PyModule(T.module, m.epoch, builtins))
  runPrelude(m)
}

function runPrelude(m: Machine): void {
  const source = m.options.library('_prelude')
  if (source === undefined) throw new Error('the library has no prelude')
  const module = makeModule(m, '_prelude', source.path, null, false)
  m.prelude = module.dict
  module.dict.setStr('__name__', 'builtins')
  const isTraced = m.trace.isOn
  m.trace.isOn = false
  m.frame = moduleFrame(m, source.code, module.dict)
  m.frame.finish = Finish.Outcome
  const stop = interpret(m, Number.POSITIVE_INFINITY)
  if (stop.kind !== 'outcome' || stop.outcome.kind === 'raised') {
    const raised = stop.kind === 'outcome' && stop.outcome.kind === 'raised' ? stop.outcome.exception : undefined
    const line = raised?.traceback?.line ?? raised?.traceback?.next?.line
    throw new Error(`the prelude failed: ${raised?.cls.name}: ${String(raised?.args.items[0])} (line ${line})`)
  }
  m.trace.isOn = isTraced
  m.frame = null
  m.time = 0
  m.nextId = 1
}
