// Names: the errors about unbound ones, and the instructions that look them up in mappings. CPython: ceval.c LOAD_NAME and
// friends, format_exc_check_arg.
//
// Knows nothing of the instruction loop.

import type { Code } from './code.ts'
import { CONTINUATIONS } from './continuations.ts'
import { dropRaised } from './destruction.ts'
import { PyDict } from './dict.ts'
import { setExceptionField } from './exception-types.ts'
import { Finish } from './finish.ts'
import type { Frame } from './frame.ts'
import type { Machine } from './machine.ts'
import { getItem, setItemOf } from './operator.ts'
import { T } from './types.ts'
import { CALL, type Cell, type Result, type Value } from './value.ts'

function nameError(m: Machine, name: string, message: string, type = 'NameError'): undefined {
  m.raise(type, message)
  setExceptionField(m, m.raised!, 'name', name)
  return undefined
}

/** `NameError: name 'x' is not defined`. */
export function undefinedName(m: Machine, _frame: Frame, name: string): undefined {
  return nameError(m, name, `name '${name}' is not defined`)
}

/** A local that is unbound. */
export function unboundLocal(m: Machine, code: Code, slot: number): undefined {
  const name = code.varNames[slot]!
  return m.raise('UnboundLocalError', `cannot access local variable '${name}' where it is not associated with a value`)
}

/** A cell that is empty. */
export function unboundCell(m: Machine, code: Code, slot: number): undefined {
  const index = code.cellSlots.indexOf(slot)
  if (index >= 0 && index < code.cellNames.length) return unboundLocal(m, code, slot)
  const name = code.varNames[slot]!
  return nameError(
    m,
    name,
    `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
  )
}

/** LoadName and LoadFromDictOrGlobals: the mapping, then globals, then builtins. */
export function loadName(m: Machine, frame: Frame, mapping: Value, name: string): Result {
  if (mapping instanceof PyDict && mapping.cls === T.dict) {
    const own = mapping.getStr(name)
    return own === undefined ? fromGlobals(m, frame, name) : own
  }
  return m.after(getItem(m, mapping, name), Finish.NameFallback, name)
}

function fromGlobals(m: Machine, frame: Frame, name: string): Result {
  let found = frame.globals.getStr(name)
  if (found === undefined) found = frame.builtins.getStr(name)
  return found === undefined ? undefinedName(m, frame, name) : found
}
CONTINUATIONS.nameFallback = (m, data) => fromGlobals(m, m.frame!, data as string)

/** StoreName. The result is null. */
export function storeName(m: Machine, frame: Frame, name: string, value: Value): Result {
  const { locals } = frame
  if (locals instanceof PyDict && locals.cls === T.dict) {
    m.touch(locals)
    locals.setStr(name, value)
    return null
  }
  return setItemOf(m, locals, name, value)
}

/** DeleteName. The result is null. */
export function deleteName(m: Machine, frame: Frame, name: string): Result {
  const { locals } = frame
  if (locals instanceof PyDict && locals.cls === T.dict) {
    m.touch(locals)
    return locals.deleteStr(name) === undefined ? undefinedName(m, frame, name) : null
  }
  const result = setItemOf(m, locals, name, undefined)
  if (result === undefined && m.raisedIs('KeyError')) {
    dropRaised(m)
    return undefinedName(m, frame, name)
  }
  return result
}

/** LoadFromDictOrDeref: the mapping, then the cell. */
export function loadFromMappingOrCell(m: Machine, frame: Frame, mapping: Value, slot: number): Result {
  const name = frame.code.varNames[slot]!
  if (mapping instanceof PyDict) {
    const own = mapping.getStr(name)
    if (own !== undefined) return own
  } else {
    const found = getItem(m, mapping, name)
    if (found === CALL || found !== undefined || !m.raisedIs('KeyError')) return found
    dropRaised(m)
  }
  const cell = frame.slots[slot] as Cell
  return cell.value === undefined ? unboundCell(m, frame.code, slot) : cell.value
}
