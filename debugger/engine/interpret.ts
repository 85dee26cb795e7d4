// The interpreter: one switch, a case for each opcode. Local copies of the running frame's registers are written back before
// anything that may look at the frame, raise, or push another one. A case that has its result leaves the switch with it in
// `r`: a value is pushed, CALL means m.frame is what runs now, undefined means m.raised unwinds. A case that `continue`s has
// done everything itself.
//
// The table of instructions is op.ts; what needs more than a few lines is in the files named for it.

import { fastBinary, fastCompare } from './arithmetic.ts'
import { awaitIterator, isCoroutineLike, nextAwaitable } from './awaitable.ts'
import {
  type AttributeCache,
  type GlobalCache,
  globalCache,
  loadAttribute,
  loadMethod,
  storeAttribute,
} from './cache.ts'
import { begin, callFunction, callStack } from './call.ts'
import type { Code } from './code.ts'
import { AsyncGenWrapped, Coroutine, Kind, State } from './coroutine.ts'
import { deliver } from './deliver.ts'
import { settle, suspect } from './destruction.ts'
import { PyDict, withValue } from './dict.ts'
import type { PyException } from './exception.ts'
import { Finish } from './finish.ts'
import { Frame } from './frame.ts'
import * as ins from './instruction.ts'
import { ListIterator, RangeIterator, TupleIterator } from './iterators.ts'
import { returned, sendReturns, yielded } from './leave.ts'
import { Lets, letsOf } from './lets.ts'
import { letGo } from './letting-go.ts'
import type { Machine, Stop } from './machine.ts'
import { Binary, Op } from './op.ts'
import { binaryOperator, compare, contains, getItem, iterOf, setItemOf, truth } from './operator.ts'
import { send, sendTo } from './resume.ts'
import { seldom } from './seldom.ts'
import { startCoroutine } from './start-coroutine.ts'
import { T } from './types.ts'
import { unwind } from './unwind.ts'
import {
  BoundMethod,
  CALL,
  type Cell,
  END,
  Instance,
  PyFunction,
  PyList,
  PyTuple,
  type Result,
  type Value,
} from './value.ts'

const LIMIT: Stop = { kind: 'limit' }

/** Runs until m.time reaches `limit` or something stops the machine. */
export function interpret(m: Machine, limit: number): Stop {
  if (m.frame === null) return { kind: 'finished', status: m.status ?? 0 }
  // A halt may have been asked for by what set this going.
  if (!m.isUnstopped) m.stop = null
  let frame: Frame = m.frame
  let code: Code = frame.code
  let ops: Int32Array = code.loadedOps ?? code.ops
  let slots: (Value | undefined)[] = frame.slots
  let sp = 0
  let pc = 0
  let time = m.time
  // What the instructions of `code` may let go of; null while nothing finalizable is alive.
  let lets: Uint8Array | null = null
  // When to look up before an instruction: at the limit, or at once when the last one let go of something.
  let pause = limit
  // The instruction under a breakpoint that was reported here is executed.
  let ignoredBreak = m.breakTime === time ? frame.pc : -1
  let entered = m.isEntering
  m.isEntering = false

  for (;;) {
    // Control enters m.frame: load its registers.
    if (m.stop !== null) {
      m.time = time
      return ins.stopped(m)
    }
    if (m.raised !== null) {
      m.time = time
      if (!unwind(m)) return ins.stopped(m)
      entered = true
      continue
    }
    if (m.frame === null) return ins.stopped(m)
    frame = m.frame
    if (frame.epoch !== m.epoch) m.touch(frame)
    code = frame.code
    ops = code.loadedOps ?? code.ops
    slots = frame.slots
    sp = frame.sp
    pc = frame.pc
    if (frame.trap && entered) {
      m.time = time
      return { kind: 'trap', frame }
    }
    entered = true
    if (m.suspects.length !== 0) pause = 0
    lets = m.tracked === 0 ? null : (code.lets ?? letsOf(code))

    run: for (;;) {
      if (time >= pause) {
        frame.pc = pc
        frame.sp = sp
        m.time = time
        if (time >= limit) return LIMIT
        pause = limit
        if (settle(m)) break
      }
      time++
      let op: number = ops[2 * pc]!
      const arg: number = ops[2 * pc + 1]!
      pc++
      let r: Result
      if (op === Op.Break) {
        if (ignoredBreak !== pc - 1) {
          frame.pc = pc - 1
          frame.sp = sp
          m.time = m.breakTime = time - 1
          return { kind: 'break', frame }
        }
        ignoredBreak = -1
        op = code.original[2 * (pc - 1)]!
      }
      if (lets !== null) {
        const kind = lets[pc - 1] as Lets
        if (kind !== Lets.Nothing && m.tracked !== 0) {
          // Most instructions handle numbers, which nobody misses.
          let isLetGo: boolean
          if (kind === Lets.PoppedOne) {
            const value = slots[sp - 1]
            isLetGo = typeof value === 'object' && value !== null
          } else if (kind === Lets.Local) {
            const value = slots[arg]
            isLetGo = typeof value === 'object' && value !== null
          } else if (kind === Lets.Awaited || kind === Lets.Iterated) {
            const value = slots[sp - 1]
            if (!(value instanceof Coroutine)) isLetGo = true
            else if (kind === Lets.Iterated) isLetGo = value.kind !== Kind.Generator
            else isLetGo = !isCoroutineLike(value)
          } else if (kind === Lets.Receiver) {
            const receiver = slots[sp - 2]
            isLetGo = !(receiver instanceof Coroutine) || receiver.state !== State.Closed
          } else if ((kind === Lets.HeldCall || kind === Lets.MethodCall) && op === Op.Call) {
            const callee = slots[sp - arg - 2]
            const receiver = slots[sp - arg - 1]
            if (callee instanceof PyFunction) isLetGo = kind === Lets.MethodCall && receiver === undefined
            else isLetGo = !(receiver instanceof Coroutine)
          } else if (kind === Lets.Popped) {
            isLetGo = typeof slots[sp - 1] === 'object' || typeof slots[sp - 2] === 'object'
          } else isLetGo = true
          if (isLetGo) {
            letGo(m, frame, kind, op, arg, sp)
            if (m.suspects.length !== 0) pause = 0
          }
        }
      }
      switch (op) {
        case Op.Nop:
        case Op.Resume:
          continue
        case Op.LoadFast:
          slots[sp++] = slots[arg]
          // The next is often another one, which is done at once.
          if (ops[2 * pc] === Op.LoadFast && time < pause) {
            slots[sp++] = slots[ops[2 * pc + 1]!]
            pc++
            time++
          }
          continue
        case Op.LoadFastCheck: {
          const v = slots[arg]
          if (v === undefined) {
            frame.pc = pc
            frame.sp = sp
            m.time = time
            r = ins.unboundLocal(m, code, arg)
            break
          }
          slots[sp++] = v
          continue
        }
        case Op.StoreFast:
          slots[arg] = slots[--sp]
          continue
        case Op.LoadConst:
          slots[sp++] = code.loadedConsts![arg] as Value
          continue
        case Op.LoadGlobal: {
          const cache = code.caches[pc] as GlobalCache | undefined
          if (cache !== undefined && cache.shape !== null && frame.globals.shape === cache.shape) {
            if (cache.index >= 0) {
              slots[sp++] = frame.globals.values[cache.index]
              continue
            }
            if (frame.builtins.shape === cache.builtinsShape && cache.builtinsShape !== null) {
              slots[sp++] = frame.builtins.values[cache.builtinsIndex]
              continue
            }
          }
          frame.pc = pc
          frame.sp = sp
          m.time = time
          r = globalCache(m, frame, pc, code.loadedNames![arg]!)
          break
        }
        case Op.StoreGlobal: {
          const { globals } = frame
          if (globals.epoch !== m.epoch) m.touch(globals)
          globals.setStr(code.loadedNames![arg]!, slots[--sp]!)
          continue
        }
        case Op.LoadDeref: {
          const v = (slots[arg] as Cell).value
          if (v === undefined) {
            frame.pc = pc
            frame.sp = sp
            m.time = time
            r = ins.unboundCell(m, code, arg)
            break
          }
          slots[sp++] = v
          continue
        }
        case Op.StoreDeref: {
          const cell = slots[arg] as Cell
          if (cell.epoch !== m.epoch) m.touch(cell)
          cell.value = slots[--sp]
          continue
        }
        case Op.LoadClosure:
          slots[sp++] = slots[arg]
          continue
        case Op.PopTop:
          sp--
          continue
        case Op.Copy:
          slots[sp] = slots[sp - arg]
          sp++
          continue
        case Op.Swap: {
          const top = slots[sp - 1]
          slots[sp - 1] = slots[sp - arg]
          slots[sp - arg] = top
          continue
        }
        case Op.PushNull:
          slots[sp++] = undefined
          continue

        // ---- operators ----
        case Op.BinaryOp: {
          const b = slots[sp - 1]!
          const a = slots[sp - 2]!
          if (typeof a === 'number' && typeof b === 'number') {
            if (arg === Binary.Add || arg === Binary.InplaceAdd) {
              const n = a + b
              if (n <= 9007199254740991 && n >= -9007199254740991) {
                slots[--sp - 1] = n
                continue
              }
            } else if (arg === Binary.Subtract || arg === Binary.InplaceSubtract) {
              const n = a - b
              if (n <= 9007199254740991 && n >= -9007199254740991) {
                slots[--sp - 1] = n
                continue
              }
            } else if (arg === Binary.Multiply || arg === Binary.InplaceMultiply) {
              const n = a * b
              if (n <= 9007199254740991 && n >= -9007199254740991) {
                slots[--sp - 1] = n + 0
                continue
              }
            }
          }
          const fast = fastBinary(m, arg, a, b)
          if (fast !== undefined) {
            slots[--sp - 1] = fast
            continue
          }
          sp -= 2
          frame.pc = pc
          frame.sp = sp
          m.time = time
          r = binaryOperator(m, arg, a, b)
          break
        }
        case Op.CompareOp: {
          const b = slots[sp - 1]!
          const a = slots[sp - 2]!
          const fast = fastCompare(arg & 15, a, b)
          if (fast !== undefined) {
            // A conditional jump, if it comes next, is done at once.
            const next = ops[2 * pc]
            if ((next === Op.PopJumpIfFalse || next === Op.PopJumpIfTrue) && time < pause) {
              sp -= 2
              pc = fast === (next === Op.PopJumpIfTrue) ? ops[2 * pc + 1]! : pc + 1
              time++
            } else slots[--sp - 1] = fast
            continue
          }
          sp -= 2
          frame.pc = pc
          frame.sp = sp
          m.time = time
          r = compare(m, a, b, arg & 15)
          if (arg & 16 && typeof r !== 'boolean' && r !== undefined) {
            r = r === CALL ? m.after(CALL, Finish.Truth) : truth(m, r)
          }
          break
        }
        case Op.IsOp: {
          const b = slots[--sp]
          const a = slots[sp - 1]
          slots[sp - 1] = (a === b) !== (arg === 1)
          continue
        }
        case Op.ContainsOp: {
          sp -= 2
          frame.pc = pc
          frame.sp = sp
          m.time = time
          r = contains(m, slots[sp + 1]!, slots[sp]!)
          if (r === CALL) {
            r = m.after(CALL, Finish.Truth)
            if (arg === 1) r = m.after(CALL, Finish.Not)
          } else if (arg === 1 && r !== undefined) r = r !== true
          break
        }
        case Op.UnaryNot:
          slots[sp - 1] = !slots[sp - 1]
          continue
        case Op.ToBool: {
          const v = slots[sp - 1]!
          if (typeof v === 'boolean') continue
          if (v === null) {
            slots[sp - 1] = false
            continue
          }
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          r = truth(m, v)
          break
        }

        // ---- attributes and items ----
        case Op.LoadAttr: {
          const o = slots[sp - 1]!
          const cache = code.caches[pc] as AttributeCache | undefined
          if (cache !== undefined && o instanceof Instance && o.cls.version === cache.version) {
            const { dict } = o
            if (cache.kind === 1) {
              if (dict !== null && dict.shape === cache.shape) {
                slots[sp - 1] = dict.values[cache.index]
                continue
              }
            } else if (cache.kind === 2) {
              if (dict === null || dict.shape === cache.shape) {
                slots[sp - 1] = cache.value
                continue
              }
            } else if (cache.kind === 3) {
              const v = o.slots![cache.index]
              if (v !== undefined) {
                slots[sp - 1] = v
                continue
              }
            }
          }
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          r = loadAttribute(m, code, pc, o, code.loadedNames![arg]!)
          break
        }
        case Op.LoadMethod: {
          const o = slots[sp - 1]!
          const cache = code.caches[pc] as AttributeCache | undefined
          if (cache !== undefined && cache.kind === 4) {
            if (o instanceof Instance) {
              if (o.cls.version === cache.version && (o.dict === null || o.dict.shape === cache.shape)) {
                slots[sp - 1] = cache.value
                slots[sp++] = o
                continue
              }
            } else if (cache.shape === null && m.typeOf(o).version === cache.version) {
              slots[sp - 1] = cache.value
              slots[sp++] = o
              continue
            }
          }
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          const found = loadMethod(m, code, pc, o, code.loadedNames![arg]!)
          if (found === END) {
            slots[sp++] = m.methodFunction
            slots[sp++] = o
            continue
          }
          if (found === CALL) r = m.after(CALL, Finish.PushNull)
          else if (found !== undefined) {
            slots[sp++] = found
            slots[sp++] = undefined
            continue
          } else r = undefined
          break
        }
        case Op.StoreAttr: {
          const o = slots[sp - 1]!
          const cache = code.caches[pc] as AttributeCache | undefined
          if (cache !== undefined && o instanceof Instance && o.cls.version === cache.version) {
            const { dict } = o
            if (cache.kind === 1) {
              if (dict !== null && dict.shape === cache.shape) {
                if (dict.epoch !== m.epoch) m.touch(dict)
                dict.values[cache.index] = slots[sp - 2]!
                sp -= 2
                continue
              }
            } else if (cache.kind === 5) {
              // A new name at the end: the dict goes on to the next shape.
              if (dict !== null && dict.shape === cache.shape) {
                if (dict.epoch !== m.epoch) m.touch(dict)
                dict.shape = cache.nextShape
                dict.values = withValue(dict.values, slots[sp - 2]!)
                dict.size++
                sp -= 2
                continue
              }
            } else if (cache.kind === 3) {
              if (o.epoch !== m.epoch) m.touch(o)
              o.slots![cache.index] = slots[sp - 2]
              sp -= 2
              continue
            }
          }
          sp -= 2
          frame.pc = pc
          frame.sp = sp
          m.time = time
          r = storeAttribute(m, code, pc, o, code.loadedNames![arg]!, slots[sp]!)
          if (r === CALL) r = m.after(CALL, Finish.Discard)
          else if (r !== undefined) continue
          break
        }
        case Op.BinarySubscr: {
          const key = slots[sp - 1]!
          const o = slots[sp - 2]!
          if (typeof key === 'number') {
            if (o instanceof PyList && o.cls === T.list) {
              const { items } = o
              const i = key < 0 ? key + items.length : key
              if (i >= 0 && i < items.length) {
                slots[--sp - 1] = items[i]
                continue
              }
            } else if (o instanceof PyTuple && o.cls === T.tuple) {
              const { items } = o
              const i = key < 0 ? key + items.length : key
              if (i >= 0 && i < items.length) {
                slots[--sp - 1] = items[i]
                continue
              }
            }
          } else if (typeof key === 'string' && o instanceof PyDict && o.cls === T.dict) {
            const v = o.getStr(key)
            if (v !== undefined) {
              slots[--sp - 1] = v
              continue
            }
          }
          sp -= 2
          frame.pc = pc
          frame.sp = sp
          m.time = time
          r = getItem(m, o, key)
          break
        }
        case Op.StoreSubscr: {
          const key = slots[sp - 1]!
          const o = slots[sp - 2]!
          const v = slots[sp - 3]!
          if (typeof key === 'number' && o instanceof PyList && o.cls === T.list) {
            const i = key < 0 ? key + o.items.length : key
            if (i >= 0 && i < o.items.length) {
              if (o.epoch !== m.epoch) m.touch(o)
              o.items[i] = v
              sp -= 3
              continue
            }
          }
          sp -= 3
          frame.pc = pc
          frame.sp = sp
          m.time = time
          r = setItemOf(m, o, key, v)
          if (r === CALL) r = m.after(CALL, Finish.Discard)
          else if (r !== undefined) continue
          break
        }

        // ---- jumps and loops ----
        case Op.Jump:
        case Op.JumpBackward:
          pc = arg
          continue
        case Op.PopJumpIfFalse:
          if (slots[--sp] === false) pc = arg
          continue
        case Op.PopJumpIfTrue:
          if (slots[--sp] === true) pc = arg
          continue
        case Op.PopJumpIfNone:
          if (slots[--sp] === null) pc = arg
          continue
        case Op.PopJumpIfNotNone:
          if (slots[--sp] !== null) pc = arg
          continue
        case Op.GetIter:
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          r = iterOf(m, slots[sp]!)
          break
        case Op.ForIter: {
          const it = slots[sp - 1]!
          if (it instanceof RangeIterator) {
            const { value, step, left } = it
            if (typeof left === 'number' && typeof value === 'number' && typeof step === 'number') {
              if (left === 0) {
                sp--
                pc = arg
                continue
              }
              if (it.epoch !== m.epoch) m.touch(it)
              const next = value + step
              if (next <= 9007199254740991 && next >= -9007199254740991) {
                it.left = left - 1
                it.value = next
                // So is the binding of the loop's variable to the number.
                if (ops[2 * pc] === Op.StoreFast && time < pause) {
                  const variable = ops[2 * pc + 1]!
                  if (typeof slots[variable] !== 'object') {
                    slots[variable] = value
                    pc++
                    time++
                    continue
                  }
                }
                slots[sp++] = value
                continue
              }
            }
          } else if (it instanceof ListIterator) {
            const { list } = it
            if (list !== null && it.index < list.items.length) {
              if (it.epoch !== m.epoch) m.touch(it)
              slots[sp++] = list.items[it.index++]
              continue
            }
          } else if (it instanceof TupleIterator) {
            const { items } = it
            if (items !== null && it.index < items.length) {
              if (it.epoch !== m.epoch) m.touch(it)
              slots[sp++] = items[it.index++]
              continue
            }
          }
          frame.pc = pc
          frame.sp = sp
          m.time = time
          const next = it instanceof Coroutine && it.cls === T.generator ? send(m, it, null) : ins.nextOf(m, it)
          if (next === CALL) {
            r = m.after(CALL, Finish.ForNext)
            break
          }
          if (next === END || (next === undefined && ins.isStop(m))) {
            sp--
            pc = arg
            if (m.tracked !== 0) {
              suspect(m, it)
              if (m.suspects.length !== 0) pause = 0
            }
            continue
          }
          r = next as Value | undefined
          break
        }

        // ---- calls ----
        case Op.Call: {
          const base = sp - arg
          const self = slots[base - 1]
          const callee = slots[base - 2]!
          if (callee instanceof PyFunction) {
            const target = callee.code
            const count = self === undefined ? arg : arg + 1
            sp = base - 2
            frame.pc = pc
            frame.sp = sp
            m.time = time
            if (count === target.plainArgCount) {
              const inner = new Frame(m.epoch, target, callee.globals, callee.builtins, null, callee, frame)
              const to = inner.slots
              const from = self === undefined ? base : base - 1
              for (let i = 0; i < count; i++) to[i] = slots[from + i]
              m.time = time
              r = begin(m, inner)
              if (r === CALL) {
                // Straight on in the callee.
                frame = inner
                code = target
                ops = code.loadedOps ?? code.ops
                slots = to
                sp = frame.sp
                pc = 0
                if (lets !== null) lets = code.lets ?? letsOf(code)
                continue
              }
            } else {
              m.time = time
              r =
                self === undefined
                  ? callFunction(m, callee, slots, base, arg, null)
                  : callFunction(m, callee, slots, base - 1, arg + 1, null)
            }
            break
          }
          sp = base - 2
          frame.pc = pc
          frame.sp = sp
          m.time = time
          if (self !== undefined) r = callStack(m, callee, slots, base - 1, arg + 1, null)
          else if (callee instanceof BoundMethod) {
            slots[base - 1] = callee.self
            r = callStack(m, callee.func, slots, base - 1, arg + 1, null)
          } else r = callStack(m, callee, slots, base, arg, null)
          break
        }
        case Op.CallKw: {
          const names = (slots[sp - 1] as PyTuple).items
          const base = sp - 1 - arg
          const self = slots[base - 1]
          const callee = slots[base - 2]!
          sp = base - 2
          frame.pc = pc
          frame.sp = sp
          m.time = time
          if (self !== undefined) r = callStack(m, callee, slots, base - 1, arg + 1, names)
          else if (callee instanceof BoundMethod) {
            slots[base - 1] = callee.self
            r = callStack(m, callee.func, slots, base - 1, arg + 1, names)
          } else r = callStack(m, callee, slots, base, arg, names)
          break
        }
        case Op.ReturnConst:
        case Op.ReturnValue: {
          const v = op === Op.ReturnConst ? (code.loadedConsts![arg] as Value) : slots[--sp]!
          const back = frame.back
          if (frame.coroutine === null) {
            const { finish } = frame
            const isInit = finish === Finish.Init && v === null && frame.finishNext === null
            if ((finish === Finish.Push || isInit) && back !== null) {
              frame.isFinished = true
              frame.pc = pc
              if (back.epoch !== m.epoch) m.touch(back)
              back.slots[back.sp++] = isInit ? (frame.finishData as Value) : v
              m.frame = back
              // Straight on in the caller.
              if (!back.trap) {
                frame = back
                code = frame.code
                ops = code.loadedOps ?? code.ops
                slots = frame.slots
                sp = frame.sp
                pc = frame.pc
                lets = m.tracked === 0 ? null : (code.lets ?? letsOf(code))
                continue
              }
              break run
            }
            frame.isFinished = true
            frame.pc = pc
            frame.sp = sp
            m.time = time
            m.frame = back
            if (back === null) ins.bottomReturned(m, frame, v)
            else deliver(m, frame.finish, frame.finishData, frame.finishNext, v)
          } else {
            frame.pc = pc
            frame.sp = sp
            m.time = time
            returned(m, frame, v)
          }
          break run
        }

        // ---- building and taking apart ----
        case Op.BuildTuple:
          sp -= arg
          slots[sp] = m.tuple(slots.slice(sp, sp + arg) as Value[])
          sp++
          continue
        case Op.BuildList:
          sp -= arg
          slots[sp] = new PyList(T.list, m.epoch, slots.slice(sp, sp + arg) as Value[])
          sp++
          continue
        case Op.BuildString: {
          sp -= arg
          let text = ''
          for (let i = 0; i < arg; i++) text += slots[sp + i] as string
          slots[sp++] = text
          continue
        }
        case Op.ListAppend: {
          const list = slots[sp - 1 - arg] as PyList
          if (list.items.length >= m.limits.items) {
            frame.pc = pc
            frame.sp = --sp
            m.time = time
            r = m.raise('MemoryError')
            break
          }
          if (list.epoch !== m.epoch) m.touch(list)
          list.items.push(slots[--sp]!)
          continue
        }
        case Op.UnpackPrepare: {
          const v = slots[sp - 1]!
          if (v instanceof PyTuple && v.cls === T.tuple && v.items.length === arg) continue
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          r = ins.unpackPrepare(m, v, arg)
          break
        }
        case Op.UnpackSequence: {
          const { items } = slots[--sp] as PyTuple | PyList
          for (let i = arg - 1; i >= 0; i--) slots[sp++] = items[i]
          continue
        }
        case Op.FormatSimple: {
          const v = slots[sp - 1]!
          if (typeof v === 'string') continue
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          r = ins.format(m, v, '')
          break
        }

        // ---- generators and coroutines ----
        case Op.ReturnGenerator: {
          // The call of the function, and this end of it, is one thing: see begin() in call.ts.
          time--
          frame.pc = pc
          frame.sp = sp
          m.time = time
          const { back } = frame
          const made = startCoroutine(m, frame)
          m.frame = back
          const { finish, finishData, finishNext } = frame
          frame.finish = Finish.Push
          frame.finishData = undefined
          frame.finishNext = null
          if (finish === Finish.Push && back !== null) {
            if (back.epoch !== m.epoch) m.touch(back)
            back.slots[back.sp++] = made
          } else deliver(m, finish, finishData, finishNext, made)
          break run
        }
        case Op.YieldValue:
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          yielded(m, frame, slots[sp]!)
          break run
        case Op.AsyncGenWrap:
          slots[sp - 1] = new AsyncGenWrapped(slots[sp - 1]!)
          continue
        case Op.GetAwaitable:
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          r = awaitIterator(m, slots[sp]!, arg)
          break
        case Op.Send: {
          const v = slots[--sp]!
          frame.pc = pc
          frame.sp = sp
          m.time = time
          const sent = sendTo(m, frame, slots[sp - 1]!, v)
          if (sent === END) {
            slots[sp++] = null
            pc = arg
            continue
          }
          if (sent === undefined && ins.isStopIteration(m)) {
            sendReturns(m, frame, ins.takeStopValue(m))
            r = CALL
            break
          }
          r = sent as Result
          break
        }
        case Op.EndSend:
          sp--
          slots[sp - 1] = slots[sp]
          continue
        case Op.GetAnext:
          frame.pc = pc
          frame.sp = sp
          m.time = time
          r = nextAwaitable(m, slots[sp - 1]!)
          break
        case Op.PushExcInfo: {
          const exception = slots[sp - 1] as PyException
          slots[sp - 1] = frame.handled
          slots[sp++] = exception
          frame.handled = exception
          continue
        }
        case Op.PopExcept:
          frame.handled = slots[--sp] as PyException | null
          continue
        case Op.CheckExcMatch:
          frame.pc = pc
          frame.sp = --sp
          m.time = time
          r = ins.checkMatch(m, slots[sp - 1] as PyException, slots[sp]!)
          break

        default:
          frame.pc = pc
          frame.sp = sp
          m.time = time
          {
            const result = seldom(m, frame, op, arg)
            sp = frame.sp
            if (result === END) {
              if (m.suspects.length !== 0) pause = 0
              continue
            }
            r = result
          }
          break
      }
      // The result of the instruction.
      if (r === CALL) break
      if (r !== undefined) {
        slots[sp++] = r
        if (m.tracked !== 0) {
          if (lets === null) lets = code.lets ?? letsOf(code)
          if (m.suspects.length !== 0) pause = 0
        }
        continue
      }
      break
    }
  }
}
