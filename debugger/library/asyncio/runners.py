"""run() and Runner: a loop of their own for a main coroutine, and a clean end of everything left in it."""

import contextvars

from asyncio import coroutines, events, tasks, unix_events

__all__ = ("Runner", "run")


class Runner:
    """A loop made on first use and closed by close() or the end of `with`; several coroutines can run in it."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._debug = debug
        self._loop_factory = loop_factory
        self._loop = self._context = None
        self._closed = False

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def get_loop(self):
        """The loop; RuntimeError after close()."""
        if self._closed:
            raise RuntimeError("Runner is closed")
        if self._loop is None:
            if self._loop_factory is None:
                loop = events.new_event_loop()
                events.set_event_loop(loop)
            else:
                loop = self._loop_factory()
            if self._debug is not None:
                loop.set_debug(self._debug)
            self._context = contextvars.copy_context()
            self._loop = loop
        return self._loop

    def run(self, coro, *, context=None):
        """Run a coroutine to its end as a task, in this context or the runner's own. Returns its result."""
        if not coroutines.iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        if events._get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        loop = self.get_loop()
        task = loop.create_task(coro, context=self._context if context is None else context)
        return loop.run_until_complete(task)

    def close(self):
        """Cancel the tasks left, finish asynchronous generators, close the loop."""
        loop = self._loop
        if loop is None:
            return
        try:
            _end_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            if self._loop_factory is None:
                events.set_event_loop(None)
            loop.close()
            self._loop = None
            self._closed = True


def run(main, *, debug=None, loop_factory=None):
    """Run a coroutine in a new loop. Returns its result."""
    if events._get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


def _end_tasks(loop):
    left = tasks.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        # The usual loop gives up on a task that swallows its cancellation and goes on for ever; CPython would hang.
        usual = isinstance(loop, unix_events.SelectorEventLoop)
        if usual:
            unix_events._lose_patience(loop)
        loop.run_until_complete(tasks.gather(*left, return_exceptions=True))
        if usual:
            unix_events._regain_patience(loop)
    for task in left:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            loop.call_exception_handler({
                "message": "unhandled exception during asyncio.run() shutdown",
                "exception": error,
                "task": task,
            })
