"""TaskGroup: a stage that only moves forward, the members still running, and the errors so far."""

from asyncio import events, exceptions, tasks

__all__ = ("TaskGroup",)

# What the body of `async with` is doing.
_NEW = 0
_OPEN = 1
_LEAVING = 2


def _ends_program(error):
    return isinstance(error, (SystemExit, KeyboardInterrupt))


class TaskGroup:
    """Tasks that end together: `async with` waits for all, and the first error cancels the others."""

    def __init__(self):
        self._stage = _NEW
        self._failing = False
        self._woke_parent = False
        self._loop = self._parent = self._idle = None
        self._tasks = set()
        self._errors = []
        self._fatal = None

    def __repr__(self):
        parts = [f"{name}={len(held)}" for name, held in (("tasks", self._tasks), ("errors", self._errors)) if held]
        if self._failing:
            parts.append("cancelling")
        elif self._stage != _NEW:
            parts.append("entered")
        return f"<TaskGroup{''.join([' ' + part for part in parts])}>"

    async def __aenter__(self):
        if self._stage != _NEW:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._loop = events.get_running_loop()
        self._parent = tasks.current_task(self._loop)
        if self._parent is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        self._stage = _OPEN
        return self

    async def __aexit__(self, et, exc, tb):
        self._stage = _LEAVING
        cancellation = None
        try:
            if exc is not None:
                if isinstance(exc, exceptions.CancelledError):
                    cancellation = exc
                self._note_fatal(exc)
                self._fail()
            while self._tasks:
                self._idle = self._loop.create_future()
                try:
                    await self._idle
                except exceptions.CancelledError as error:
                    # While failing, a cancellation of the parent is the group's own or comes too late to matter.
                    if not self._failing:
                        cancellation = error
                        self._fail()
                self._idle = None
            # An interrupt or exit goes before everything else.
            if self._fatal is not None:
                raise self._fatal
            if self._woke_parent and self._parent.uncancel() == 0:
                # Nobody but the group asked for it.
                cancellation = None
            if cancellation is not None and not self._errors:
                raise cancellation
            if exc is not None and not isinstance(exc, exceptions.CancelledError):
                self._errors.append(exc)
            if self._errors:
                if self._parent.cancelling():
                    # The errors hide a cancellation from outside: the next await of the parent meets it.
                    self._parent.uncancel()
                    self._parent.cancel()
                raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None
        finally:
            # An error in flight refers to this frame: it must not be referred to from here.
            self._parent = self._errors = self._fatal = None
            exc = tb = cancellation = None

    def create_task(self, coro, *, name=None, context=None):
        """Start a task as a member of the group; RuntimeError outside the `async with` or once the group fails."""
        refusal = None
        if self._stage == _NEW:
            refusal = "has not been entered"
        elif self._stage == _LEAVING and not self._tasks:
            refusal = "is finished"
        elif self._failing:
            refusal = "is shutting down"
        if refusal is not None:
            coro.close()
            raise RuntimeError(f"TaskGroup {self!r} {refusal}")
        options = {} if context is None else {"context": context}
        task = self._loop.create_task(coro, name=name, **options)
        if task.done():
            # An eager task that never had to wait.
            self._on_task_done(task)
        else:
            self._tasks.add(task)
            task.add_done_callback(self._on_task_done)
        try:
            return task
        finally:
            del task

    def _fail(self):
        if not self._failing:
            self._failing = True
            for member in self._tasks:
                if not member.done():
                    member.cancel()

    def _note_fatal(self, error):
        if self._fatal is None and _ends_program(error):
            self._fatal = error

    # The reprs of members show this name.
    def _on_task_done(self, task):
        self._tasks.discard(task)
        if not self._tasks and self._idle is not None and not self._idle.done():
            self._idle.set_result(True)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        self._errors.append(error)
        self._note_fatal(error)
        if self._parent.done():
            self._loop.call_exception_handler({
                "message": f"Task {task!r} has errored out but its parent task {self._parent} is already completed",
                "exception": error,
                "task": task,
            })
        elif not self._failing and not self._woke_parent:
            self._fail()
            self._woke_parent = True
            self._parent.cancel()
