// What the library's asyncio asks of the engine (`_engine`): see asyncio-objects.ts, asyncio-future.ts, asyncio-task.ts,
// asyncio-loop.ts, and debugger/library/_asyncio.py, which has the rare cases.

import type { TaskChange } from '../../trace/event.ts'
import { BARE_YIELD } from '../bare-yield.ts'
import { Kind } from '../coroutine.ts'
import { suspectDeletables } from '../destruction.ts'
import type { PyDict } from '../dict.ts'
import type { PyException } from '../exception.ts'
import type { Machine } from '../machine.ts'
import { defineModule } from '../native.ts'
import { BoundMethod, type Instance, type PyList, type PyType, type Value } from '../value.ts'
import { addCallback, beginFuture, keepCallbacks } from './asyncio-future.ts'
import {
  copyContext,
  currentContext,
  makeHandle,
  queueOf,
  runInContext,
  runOne,
  runReady,
  tellTimer,
} from './asyncio-loop.ts'
import { F, FUTURE, isFuture, PENDING, type Setup, TASK } from './asyncio-objects.ts'
import { beginTask, runStep, stepOf, stepSoon, wakeUpOf } from './asyncio-task.ts'
import type { Deque } from './deque.ts'

/** Tasks of the program's coroutines that have not ended, oldest first. Weakly known: through their coroutines. */
function pendingTasks(m: Machine): Instance[] {
  const tasks: Instance[] = []
  for (const { task } of m.registry.unfinished()) {
    if (task !== null && task.slots![F.State] === PENDING) tasks.push(task)
  }
  return tasks
}

/** With more finalizable objects than this, asynchronous generators are not looked for after each round of the loop. */
const LOOKED_FOR = 64

function suspectAsyncGenerators(m: Machine): void {
  for (const c of m.registry.unfinished()) {
    if (c.kind === Kind.AsyncGenerator && !c.isActive && c.awaiter === null) m.suspects.push(c)
  }
}

defineModule('_engine', {
  values: { Future: FUTURE, Task: TASK, bare_yield: BARE_YIELD },
  functions: {
    'asyncio_rare(functions, /)': (m: Machine, functions: PyDict) => {
      m.extra.asyncioRare = functions
      return null
    },
    'asyncio_setup(handle, timer, call_soon, current, cancelled, invalid_state, /)': (
      m: Machine,
      handle: PyType,
      timer: PyType,
      soon: Value,
      current: PyDict,
      cancelled: PyType,
      invalidState: PyType,
    ) => {
      m.extra.asyncio = { handle, timer, callSoon: soon, current, cancelled, invalidState } satisfies Setup
      return null
    },
    'context_class(cls, /)': (m: Machine, cls: PyType) => {
      m.extra.contextClass = cls
      return null
    },
    'current_context()': currentContext,
    'copy_context()': copyContext,
    'context_run(context, callable, args, kwargs, /)': (
      m: Machine,
      context: Instance,
      callee: Value,
      args: { items: Value[] } & Value,
      kwargs: PyDict,
    ) => runInContext(m, context, callee, args.items, kwargs),
    'begin_future(future, loop, /)': (m: Machine, future: Instance, loop: Value) => {
      beginFuture(m, future, loop)
      return null
    },
    'begin_task(task, coro, name, context, /)': (
      m: Machine,
      task: Instance,
      coro: Value,
      name: Value,
      context: Value,
    ) => {
      beginTask(m, task, coro, name, context)
      return null
    },
    'set_source_traceback(future, stack, /)': (m: Machine, future: Instance, stack: Value) => {
      m.touch(future)
      future.slots![F.SourceTraceback] = stack
      return null
    },
    'set_waiter(task, future, /)': (m: Machine, task: Instance, future: Value) => {
      m.touch(task)
      task.slots![F.Waiter] = future
      return null
    },
    'forget_coro(task, /)': (m: Machine, task: Instance) => {
      m.touch(task)
      task.slots![F.Coro] = null
      return null
    },
    'clear_must_cancel(task, /)': (m: Machine, task: Instance) => {
      m.touch(task)
      task.slots![F.MustCancel] = false
      return null
    },
    // [(callback, context), …] in the place of a future's callbacks: how many fewer they are.
    'keep_callbacks(future, pairs, /)': (m: Machine, future: Instance, pairs: PyList) =>
      keepCallbacks(
        m,
        future,
        pairs.items.flatMap(pair => (pair as PyList).items),
      ),
    'add_callback(future, callback, context, /)': addCallback,
    'wake_up_of(task, /)': (_m: Machine, task: Instance) => wakeUpOf(task),
    'step_of(task, exception, /)': (_m: Machine, task: Instance, exception: Value) =>
      stepOf(task, exception as PyException | null),
    'step_soon(task, exception, /)': (m: Machine, task: Instance, exception: Value) =>
      stepSoon(m, task, exception as PyException | null),
    'run_step(task, exception, /)': (m: Machine, task: Instance, exception: Value) =>
      runStep(m, task, exception as PyException | null),
    'is_future(object, /)': (_m: Machine, object: Value) => isFuture(object),
    'is_plain_loop(loop, /)': (m: Machine, loop: Value) => queueOf(m, loop) !== undefined,
    'pending_tasks()': (m: Machine) => m.list(pendingTasks(m)),
    'make_handle(callback, args, loop, context, /)': makeHandle,
    'run_handle(handle, /)': runOne,
    // Runs as many handles of the queue as are there now.
    'run_ready(ready, /)': (m: Machine, ready: Deque) => runReady(m, ready),
    // Async generators that this loop is to close, oldest first. Weakly known: those that nobody holds close themselves.
    'async_generators_of(loop, /)': (m: Machine, loop: Value) =>
      m.list(
        m.registry.unfinished().filter(({ finalizer }) => finalizer instanceof BoundMethod && finalizer.self === loop),
      ),
    // Tells the trace of a timer: `change` is one of TASK_CHANGES.
    'tell_timer(change, handle, /)': (m: Machine, change: Value, handle: Instance) => {
      if (m.trace.isOn) tellTimer(m, change as TaskChange, handle)
      return null
    },
    // What futures and tasks that are done held on to: they are not looked through when they are let go of.
    'look_for_lost()': (m: Machine) => {
      suspectDeletables(m)
      if (m.tracked <= LOOKED_FOR) suspectAsyncGenerators(m)
      return null
    },
  },
})
