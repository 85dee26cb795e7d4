// The instructions that a program executes seldom: a second switch behind the one of interpret.ts, whose loop the host's
// compiler turns into machine code as a whole, and so faster the shorter it is.

import { asyncIterator } from './awaitable.ts'
import type { Code } from './code.ts'
import { Coroutine } from './coroutine.ts'
import type { PyDict } from './dict.ts'
import type { PyException } from './exception.ts'
import type { Frame } from './frame.ts'
import * as ins from './instruction.ts'
import type { Machine } from './machine.ts'
import { Op } from './op.ts'
import { getItem, setItemOf, unary } from './operator.ts'
import { PySlice } from './slice.ts'
import { T } from './types.ts'
import { CALL, Cell, END, type PyFunction, type PyList, type PyTuple, type Result, type Value } from './value.ts'

/** One value less on the frame's stack. */
function dropping(frame: Frame, result: Result): Result {
  frame.sp--
  return result
}

/**
 * Executes one instruction of `frame`, whose registers are stored. The result is to be pushed; END: nothing is, all has been
 * done; CALL and undefined as everywhere.
 */
export function seldom(m: Machine, frame: Frame, op: Op, arg: number): Result | typeof END {
  const { code, slots } = frame
  let { sp } = frame
  switch (op) {
    case Op.LoadFastAndClear:
      slots[sp++] = slots[arg]
      slots[arg] = undefined
      break
    case Op.DeleteFast:
      if (slots[arg] === undefined) {
        frame.sp = sp
        return ins.unboundLocal(m, code, arg)
      }
      slots[arg] = undefined
      break
    case Op.DeleteGlobal:
      frame.sp = sp
      if (!ins.deleteGlobal(m, frame, code.names[arg]!)) return undefined
      break
    case Op.DeleteDeref: {
      const cell = slots[arg] as Cell
      if (cell.value === undefined) {
        frame.sp = sp
        return ins.unboundCell(m, code, arg)
      }
      m.touch(cell)
      cell.value = undefined
      break
    }
    case Op.MakeCell:
      slots[arg] = new Cell(T.cell, m.epoch, slots[arg])
      break
    case Op.CopyFreeVars: {
      const closure = frame.func!.closure!
      const base = code.slotCount - arg
      for (let i = 0; i < arg; i++) slots[base + i] = closure[i]
      break
    }
    case Op.UnaryNegative: {
      const v = slots[sp - 1]!
      if (typeof v === 'number') {
        slots[sp - 1] = 0 - v
        break
      }
      frame.sp = --sp
      return unary(m, 'neg', v)
    }
    case Op.UnaryInvert:
      frame.sp = --sp
      return unary(m, 'invert', slots[sp]!)
    case Op.DeleteAttr:
      frame.sp = --sp
      return ins.done(m, m.setAttr(slots[sp]!, code.names[arg]!, undefined))
    case Op.DeleteSubscr:
      sp -= 2
      frame.sp = sp
      return ins.done(m, setItemOf(m, slots[sp]!, slots[sp + 1]!, undefined))
    case Op.BinarySlice:
      sp -= 3
      frame.sp = sp
      return getItem(m, slots[sp]!, new PySlice(slots[sp + 1]!, slots[sp + 2]!, null))
    case Op.StoreSlice:
      sp -= 4
      frame.sp = sp
      return ins.done(m, setItemOf(m, slots[sp + 1]!, new PySlice(slots[sp + 2]!, slots[sp + 3]!, null), slots[sp]!))
    case Op.BuildSlice:
      sp -= arg
      slots[sp] = new PySlice(slots[sp]!, slots[sp + 1]!, arg === 3 ? slots[sp + 2]! : null)
      sp++
      break
    case Op.CallEx: {
      const kwargs = arg & 1 ? (slots[--sp] as PyDict) : null
      sp -= 3
      frame.sp = sp
      return ins.callExtended(m, slots[sp]!, slots[sp + 1], slots[sp + 2] as PyTuple, kwargs)
    }
    case Op.ToArgs:
      frame.sp = sp
      return dropping(frame, ins.toArguments(m, slots[sp - 1]!, slots[sp - arg]!))
    case Op.ToMapping:
      frame.sp = sp
      return dropping(frame, ins.toMapping(m, slots[sp - 1]!, arg === 0 ? undefined : slots[sp - arg]!))
    case Op.MakeFunction: {
      const made = code.consts.length > 0 ? (slots[sp - 1] as unknown as Code) : code
      slots[sp - 1] = ins.makeFunction(m, frame, made)
      break
    }
    case Op.SetFunctionAttribute:
      sp--
      ins.setFunctionAttribute(m, slots[sp] as PyFunction, arg, slots[sp - 1]!)
      slots[sp - 1] = slots[sp]
      break
    case Op.BuildSet:
      sp -= arg
      frame.sp = sp
      return ins.buildSet(m, slots.slice(sp, sp + arg) as Value[])
    case Op.BuildMap:
      sp -= 2 * arg
      frame.sp = sp
      return ins.buildMap(m, slots, sp, arg)
    case Op.BuildConstKeyMap: {
      const keys = slots[sp - 1] as PyTuple
      sp -= arg + 1
      frame.sp = sp
      return ins.buildConstKeyMap(m, slots, sp, keys)
    }
    case Op.SetAdd:
      frame.sp = --sp
      return ins.done(m, ins.setAdd(m, slots[sp - arg]!, slots[sp]!))
    case Op.MapAdd:
      sp -= 2
      frame.sp = sp
      return ins.done(m, setItemOf(m, slots[sp - arg]!, slots[sp]!, slots[sp + 1]!))
    case Op.ToList:
      frame.sp = --sp
      return ins.toList(m, slots[sp]!, code.original[2 * frame.pc] === Op.SetUpdate)
    case Op.ListExtend: {
      const from = slots[--sp] as PyList | PyTuple
      const list = slots[sp - arg] as PyList
      if (list.epoch !== m.epoch) m.touch(list)
      for (const item of from.items) list.items.push(item)
      break
    }
    case Op.SetUpdate:
      frame.sp = --sp
      return ins.done(m, ins.setUpdate(m, slots[sp - arg]!, slots[sp]!))
    case Op.DictUpdate:
      frame.sp = --sp
      return ins.done(m, ins.dictUpdate(m, slots[sp - arg]!, slots[sp]!))
    case Op.DictMerge:
      frame.sp = --sp
      return ins.done(m, ins.dictMerge(m, slots[sp - arg] as PyDict, slots[sp] as PyDict, slots[sp - arg - 3]!))
    case Op.UnpackEx: {
      const { items } = slots[--sp] as PyTuple | PyList
      sp = ins.unpackExtended(m, items, arg, slots, sp)
      break
    }
    case Op.ConvertValue:
      frame.sp = --sp
      return ins.convert(m, slots[sp]!, arg)
    case Op.FormatWithSpec:
      sp -= 2
      frame.sp = sp
      return ins.format(m, slots[sp]!, slots[sp + 1]!)
    case Op.GetYieldFromIter: {
      const v = slots[sp - 1]!
      if (v instanceof Coroutine && v.cls === T.generator) break
      frame.sp = --sp
      return ins.yieldFromIterator(m, frame, v)
    }
    case Op.CleanupThrow: {
      const exception = slots[sp - 1] as PyException
      sp -= 3
      frame.sp = sp
      if (exception.cls.mro.includes(m.exceptionType('StopIteration'))) {
        slots[sp++] = null
        slots[sp++] = ins.stopValueOf(exception)
        break
      }
      return ins.reraise(m, frame, exception)
    }
    case Op.GetAiter:
      frame.sp = --sp
      return asyncIterator(m, slots[sp]!)
    case Op.EndAsyncFor: {
      const exception = slots[sp - 1] as PyException
      sp -= 2
      frame.sp = sp
      if (exception.cls.mro.includes(m.exceptionType('StopAsyncIteration'))) break
      return ins.reraise(m, frame, exception)
    }

    // ---- exceptions and with ----
    case Op.BeforeWith:
    case Op.BeforeAsyncWith: {
      frame.sp = --sp
      const exit = ins.withExit(m, slots[sp]!, op === Op.BeforeAsyncWith)
      if (exit === undefined) {
        return undefined
      }
      const manager = slots[sp]!
      if (exit === CALL) {
        return ins.withEnterAfterExit(m, manager, op === Op.BeforeAsyncWith)
      }
      slots[sp++] = exit
      frame.sp = sp
      return ins.withEnter(m, manager, op === Op.BeforeAsyncWith)
    }
    case Op.WithExceptStart:
      frame.sp = sp
      return ins.withExceptStart(m, slots[sp - 4]!, slots[sp - 1] as PyException)
    case Op.CheckEgMatch:
      sp -= 2
      frame.sp = sp
      return ins.checkGroupMatch(m, slots[sp] as PyException, slots[sp + 1]!)
    case Op.EgMatched: {
      const pair = slots[sp - 1] as PyTuple
      slots[sp - 1] = pair.items[1]
      slots[sp++] = pair.items[0]
      if (pair.items[0] !== null) frame.handled = pair.items[0] as PyException
      break
    }
    case Op.Reraise: {
      const exception = slots[--sp] as PyException
      // The instruction to raise "as from" lies below; only f_lineno would show it.
      sp -= arg
      frame.sp = sp
      return ins.reraise(m, frame, exception)
    }
    case Op.ToException:
      frame.sp = --sp
      return ins.toException(m, slots[sp]!, arg === 1)
    case Op.RaiseVarargs:
      sp -= arg
      frame.sp = sp
      return ins.raise(m, frame, arg, slots[sp], slots[sp + 1])

    // ---- pattern matching ----
    case Op.GetLen:
      frame.sp = sp
      return ins.lengthOf(m, slots[sp - 1]!)
    case Op.MatchSequence:
      slots[sp] = m.typeOf(slots[sp - 1]!).pattern === 'sequence'
      sp++
      break
    case Op.MatchMapping:
      slots[sp] = m.typeOf(slots[sp - 1]!).pattern === 'mapping'
      sp++
      break
    case Op.MatchKeys:
      frame.sp = sp
      return m.callPrelude('_match_keys', slots[sp - 2]!, slots[sp - 1]!)
    case Op.MatchClass:
      sp -= 3
      frame.sp = sp
      return m.callPrelude('_match_class', slots[sp]!, slots[sp + 1]!, arg, slots[sp + 2]!)
    default:
      return ins.rare(m, frame, op, arg)
  }
  frame.sp = sp
  return END
}
