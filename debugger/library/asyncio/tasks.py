"""Tasks and the ways to wait for several awaitables: wait, gather, as_completed, wait_for, shield, sleep.

What a task is, and its steps, is in _asyncio. The names of callbacks here are seen by programs: the reprs of tasks and
handles show them.
"""

import _asyncio
from _engine import anchor as _anchor
from _engine import bare_yield as _bare_yield
from _engine import iterable_coroutine as _iterable_coroutine
from _asyncio import (
    Task, _current_tasks, _eager_tasks, _enter_task, _leave_task, _register_eager_task, _register_task,
    _scheduled_tasks, _swap_current_task, _unregister_eager_task, _unregister_task, current_task,
)

from asyncio import coroutines, exceptions, futures

__all__ = (
    "Task", "create_task", "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "wait", "wait_for", "as_completed",
    "sleep", "gather", "shield", "ensure_future", "run_coroutine_threadsafe", "current_task", "all_tasks",
    "create_eager_task_factory", "eager_task_factory", "_register_task", "_unregister_task", "_enter_task", "_leave_task",
)

# There is one implementation, under the names of both that CPython has.
_CTask = _PyTask = Task
_c_register_task = _py_register_task = _register_task
_c_unregister_task = _py_unregister_task = _unregister_task
_c_enter_task = _py_enter_task = _enter_task
_c_leave_task = _py_leave_task = _leave_task
_c_swap_current_task = _py_swap_current_task = _swap_current_task
_c_current_task = _py_current_task = current_task
FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


# Tasks and futures out of other things.


def all_tasks(loop=None):
    """The tasks of a loop (the running one) that are not done, as a set."""
    loop = _asyncio.get_running_loop() if loop is None else loop
    return {task for task in _asyncio._known_tasks() if futures._get_loop(task) is loop and not task.done()}


def _in_order_of_creation(loop):
    return [task for task in _asyncio._known_tasks() if futures._get_loop(task) is loop and not task.done()]


def create_task(coro, *, name=None, context=None):
    """Let a coroutine run beside the current task, as a task of the running loop."""
    options = {} if context is None else {"context": context}
    return _asyncio.get_running_loop().create_task(coro, name=name, **options)


def ensure_future(coro_or_future, *, loop=None):
    """A future as it is, a coroutine or other awaitable as a new task."""
    if futures.isfuture(coro_or_future):
        if loop is None or loop is coro_or_future.get_loop():
            return coro_or_future
        raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
    if coroutines.iscoroutine(coro_or_future):
        coro = coro_or_future
    elif hasattr(type(coro_or_future), "__await__"):

        async def _wrap_awaitable(awaitable):
            return await awaitable

        coro = _wrap_awaitable(coro_or_future)
    else:
        raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
    return (_asyncio.get_event_loop() if loop is None else loop).create_task(coro)


def run_coroutine_threadsafe(coro, loop):
    """Refused: it is for other threads."""
    raise NotImplementedError("run_coroutine_threadsafe() is not in Coro: there are no threads; use create_task()")


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks run their first step at once."""

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(Task)


# Waiting for time.


@_iterable_coroutine
def __sleep0():
    yield


async def sleep(delay, result=None):
    """Wait that many seconds; with 0 or less, let everything that is ready have its turn. Returns `result`."""
    if delay <= 0:
        # As `await __sleep0()`, whose generator is made when somebody looks at it.
        await _bare_yield
        return result
    if delay != delay:
        raise ValueError("Invalid delay: NaN (not a number)")
    loop = _asyncio.get_running_loop()
    over = loop.create_future()
    alarm = loop.call_later(delay, futures._set_result_unless_cancelled, over, result)
    try:
        return await over
    finally:
        alarm.cancel()


async def wait_for(fut, timeout):
    """Wait for one awaitable, at most that many seconds: then it is cancelled and TimeoutError raised."""
    from asyncio import timeouts

    if timeout is not None and timeout <= 0:
        # Only what is done already is in time.
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except exceptions.CancelledError as error:
            raise TimeoutError from error
    async with timeouts.timeout(timeout):
        return await fut


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(fut):
    over = _asyncio.get_running_loop().create_future()

    def cb(fut):
        _release_waiter(over)

    fut.add_done_callback(cb)
    try:
        fut.cancel()
        await over
    finally:
        fut.remove_done_callback(cb)


# Waiting for several.


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures or tasks until the time is over or `return_when` holds. Returns the sets (done, pending)."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = set(fs)
    if any([coroutines.iscoroutine(f) for f in fs]):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    return await _wait(fs, timeout, return_when, _asyncio.get_running_loop())


def _failed(future):
    return not future.cancelled() and future.exception() is not None


async def _wait(fs, timeout, return_when, loop):
    over = loop.create_future()
    alarm = None if timeout is None else loop.call_later(timeout, _release_waiter, over)
    missing = len(fs)

    def _on_completion(f):
        nonlocal missing
        missing -= 1
        enough = missing <= 0 or return_when == FIRST_COMPLETED or return_when == FIRST_EXCEPTION and _failed(f)
        if enough:
            if alarm is not None:
                alarm.cancel()
            _release_waiter(over)

    for f in fs:
        f.add_done_callback(_on_completion)
    try:
        await over
    finally:
        if alarm is not None:
            alarm.cancel()
        for f in fs:
            f.remove_done_callback(_on_completion)
    return {f for f in fs if f.done()}, {f for f in fs if not f.done()}


class _AsCompletedIterator:
    # Finished futures go through a queue, in which None says that the time is over.

    def __init__(self, aws, timeout):
        from asyncio import queues

        loop = _asyncio.get_event_loop()
        self._arrived = queues.Queue()
        self._running = {ensure_future(aw, loop=loop) for aw in set(aws)}
        self._to_give = len(self._running)
        self._alarm = None
        for future in self._running:
            future.add_done_callback(self._handle_completion)
        if self._running and timeout is not None:
            self._alarm = loop.call_later(timeout, self._handle_timeout)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        self._count(StopAsyncIteration)
        return await self._wait_for_one()

    def __next__(self):
        self._count(StopIteration)
        return self._wait_for_one(resolve=True)

    def _count(self, end):
        if not self._to_give:
            raise end
        self._to_give -= 1

    async def _wait_for_one(self, resolve=False):
        future = await self._arrived.get()
        if future is None:
            raise exceptions.TimeoutError
        return future.result() if resolve else future

    def _handle_completion(self, f):
        # After the timeout nothing is running any more for this iterator.
        if self._running:
            self._running.remove(f)
            self._arrived.put_nowait(f)
            if not self._running and self._alarm is not None:
                self._alarm.cancel()

    def _handle_timeout(self):
        late, self._running = self._running, set()
        for future in late:
            future.remove_done_callback(self._handle_completion)
            self._arrived.put_nowait(None)


def as_completed(fs, *, timeout=None):
    """Iterate over awaitables in the order they finish: `for` gives coroutines to await, `async for` the futures."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expects an iterable of awaitables, not {type(fs).__name__}")
    return _AsCompletedIterator(fs, timeout)


class _GatheringFuture(futures.Future):
    # The future of gather(). Cancelling it cancels the children, whose ends then end it.

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        # A list, so that all of them are asked.
        accepted = any([child.cancel(msg=msg) for child in self._children])
        self._cancel_requested = self._cancel_requested or accepted
        return accepted


_anchor(_GatheringFuture)


def _outcome(future):
    # The result, or the exception as a value.
    if future.cancelled():
        message = future._cancel_message
        return exceptions.CancelledError("" if message is None else message)
    error = future.exception()
    return future.result() if error is None else error


def gather(*coros_or_futures, return_exceptions=False):
    """A future of the list of all results, in the order of the arguments; the first exception ends it.

    With `return_exceptions`, exceptions are among the results.
    """
    if not coros_or_futures:
        empty = _asyncio.get_event_loop().create_future()
        empty.set_result([])
        return empty
    loop = _asyncio._get_running_loop()
    outer = None
    # The same argument twice is one child with two places in the result.
    child_of = {}
    missing = 0

    def _done_callback(fut, cur_task=None):
        nonlocal missing
        missing -= 1
        if outer is None or outer.done():
            if not fut.cancelled():
                # Looked at, so that nobody reports it as never retrieved.
                fut.exception()
        elif not return_exceptions and fut.cancelled():
            outer.set_exception(fut._make_cancelled_error())
        elif not return_exceptions and fut.exception() is not None:
            outer.set_exception(fut.exception())
        elif missing == 0:
            results = [_outcome(child) for child in outer._children]
            if outer._cancel_requested:
                # Asked for, though every child ended in another way or return_exceptions hides it.
                outer.set_exception(outer._children[-1]._make_cancelled_error())
            else:
                outer.set_result(results)

    early = []
    for arg in coros_or_futures:
        if arg in child_of:
            continue
        child = child_of[arg] = ensure_future(arg, loop=loop)
        if loop is None:
            loop = child.get_loop()
        if child is not arg:
            # Nobody else knows this task: its destruction is the gathering's matter.
            child._log_destroy_pending = False
        missing += 1
        if child.done():
            early.append(child)
        else:
            child.add_done_callback(_done_callback)
    outer = _GatheringFuture([child_of[arg] for arg in coros_or_futures], loop=loop)
    for child in early:
        _done_callback(child)
    return outer


def shield(arg):
    """A future that ends as the awaitable does, while cancelling it does not cancel the awaitable."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def _inner_done_callback(inner):
        error = None if inner.cancelled() else inner.exception()
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
        elif error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def _outer_done_callback(outer):
        if not inner.done():
            inner.remove_done_callback(_inner_done_callback)

    inner.add_done_callback(_inner_done_callback)
    outer.add_done_callback(_outer_done_callback)
    return outer
