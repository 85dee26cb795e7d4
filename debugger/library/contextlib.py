"""Tools for `with`: managers made of generators, stacks of managers, and small managers for common needs."""

import sys
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import _check_methods
from functools import wraps
from types import GenericAlias, MethodType

__all__ = [
    "asynccontextmanager", "contextmanager", "closing", "nullcontext", "AbstractContextManager",
    "AbstractAsyncContextManager", "AsyncExitStack", "ContextDecorator", "ExitStack", "redirect_stdout",
    "redirect_stderr", "suppress", "aclosing", "chdir", "AsyncContextDecorator",
]


# ---- what a manager is ----


class AbstractContextManager(ABC):
    """What has __enter__ and __exit__. __enter__ gives the manager itself unless a class says otherwise."""

    __slots__ = ()

    def __enter__(self):
        """The manager, for `as`."""
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        """The body has ended, perhaps with an exception; a true result swallows it."""

    @classmethod
    def __subclasshook__(cls, C):
        return _check_methods(C, "__enter__", "__exit__") if cls is AbstractContextManager else NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


class AbstractAsyncContextManager(ABC):
    """What has __aenter__ and __aexit__. __aenter__ gives the manager itself unless a class says otherwise."""

    __slots__ = ()

    async def __aenter__(self):
        """The manager, for `as`."""
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        """The body has ended, perhaps with an exception; a true result swallows it."""

    @classmethod
    def __subclasshook__(cls, C):
        return _check_methods(C, "__aenter__", "__aexit__") if cls is AbstractAsyncContextManager else NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


# ---- managers as decorators ----


class ContextDecorator:
    """Lets a manager be put on a function: every call runs inside it."""

    def _recreate_cm(self):
        # For one call. Managers that can be used only once make another one here.
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner


class AsyncContextDecorator:
    """Lets an asynchronous manager be put on a coroutine function: every call runs inside it."""

    def _recreate_cm(self):
        # For one call. Managers that can be used only once make another one here.
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)

        return inner


# ---- managers made of generators ----


class _OfGenerator:
    # A generator that yields once, in the middle of what it does before and after the body.

    def __init__(self, func, args, kwds):
        self._made_by = func, args, kwds
        self.gen = func(*args, **kwds)
        doc = getattr(func, "__doc__", None)
        self.__doc__ = type(self).__doc__ if doc is None else doc

    def _recreate_cm(self):
        return type(self)(*self._made_by)

    def _begin(self):
        # The arguments are let go: the generator has what it needs of them.
        del self._made_by


def _is_thrown_back(thrown, raised, traceback):
    # A generator has raised while `thrown` was thrown into it. Is it that exception again, so that `with` goes on raising it?
    again = raised is thrown
    if not again and isinstance(raised, RuntimeError):
        # A generator cannot raise StopIteration: it becomes the cause of a RuntimeError.
        again = raised.__cause__ is thrown and isinstance(thrown, (StopIteration, StopAsyncIteration))
    if again:
        # What the way through the generator has added to its traceback says nothing to the reader.
        thrown.__traceback__ = traceback
    return again


class _GeneratorContextManager(_OfGenerator, AbstractContextManager, ContextDecorator):
    """A manager made by @contextmanager."""

    def __enter__(self):
        self._begin()
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        generator = self.gen
        if typ is None:
            problem = "generator didn't stop"
            try:
                next(generator)
            except StopIteration:
                return False
        else:
            problem = "generator didn't stop after throw()"
            thrown = typ() if value is None else value
            try:
                generator.throw(thrown)
            except StopIteration as end:
                # It has ended, which swallows the exception, unless that is what was thrown.
                return end is not thrown
            except BaseException as raised:
                if not _is_thrown_back(thrown, raised, traceback):
                    raise
                return False
        try:
            raise RuntimeError(problem)
        finally:
            generator.close()


class _AsyncGeneratorContextManager(_OfGenerator, AbstractAsyncContextManager, AsyncContextDecorator):
    """A manager made by @asynccontextmanager."""

    async def __aenter__(self):
        self._begin()
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        generator = self.gen
        if typ is None:
            problem = "generator didn't stop"
            try:
                await anext(generator)
            except StopAsyncIteration:
                return False
        else:
            problem = "generator didn't stop after athrow()"
            thrown = typ() if value is None else value
            try:
                await generator.athrow(thrown)
            except StopAsyncIteration as end:
                return end is not thrown
            except BaseException as raised:
                if not _is_thrown_back(thrown, raised, traceback):
                    raise
                return False
        try:
            raise RuntimeError(problem)
        finally:
            await generator.aclose()


def contextmanager(func):
    """Make a function of managers of a generator function: what is before its `yield` runs at the beginning of the body, what
    is behind it at the end; an exception of the body is raised at the `yield`."""

    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


def asynccontextmanager(func):
    """As contextmanager, for an asynchronous generator function and `async with`."""

    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return helper


# ---- small managers ----


class closing(AbstractContextManager):
    """Closes a thing at the end of the body."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    """Closes a thing, like an asynchronous generator, by aclose() at the end of the body."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """Does nothing: where a manager is needed that may not be there."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *excinfo):
        pass


class suppress(AbstractContextManager):
    """Swallows exceptions of these classes, also those inside a group."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        if exctype is None:
            return None
        wanted = self._exceptions
        if issubclass(exctype, wanted):
            return True
        if not issubclass(exctype, BaseExceptionGroup):
            return False
        rest = excinst.split(wanted)[1]
        if rest is not None:
            raise rest
        return True


class _Redirect(AbstractContextManager):
    # Can be entered again inside itself: what to go back to is a stack.
    _stream = None

    def __init__(self, new_target):
        self._target = new_target
        self._before = []

    def __enter__(self):
        self._before.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._target)
        return self._target

    def __exit__(self, exctype, excinst, exctb):
        setattr(sys, self._stream, self._before.pop())


class redirect_stdout(_Redirect):
    """Lets sys.stdout be another stream during the body."""

    _stream = "stdout"


class redirect_stderr(_Redirect):
    """Lets sys.stderr be another stream during the body."""

    _stream = "stderr"


class chdir(AbstractContextManager):
    """Refused: there is no working directory."""

    def __init__(self, path):
        raise PermissionError("contextlib.chdir is not in Coro: a program reaches no files")

    def __exit__(self, *excinfo):
        pass


# ---- stacks ----


def _methods_of(manager, enter, leave, protocol):
    # The methods that `with` would call, found in the class as it finds them.
    cls = type(manager)
    try:
        return getattr(cls, enter), getattr(cls, leave)
    except AttributeError:
        raise TypeError(
            f"'{cls.__module__}.{cls.__qualname__}' object does not support the {protocol} protocol"
        ) from None


class _Stack:
    # What ExitStack and AsyncExitStack share. Each entry: whether it is synchronous, and a function that takes what
    # __exit__ takes.

    def __init__(self):
        self._exit_callbacks = deque()

    def pop_all(self):
        """Move everything to a new stack, so that this one ends nothing."""
        other = type(self)()
        other._exit_callbacks, self._exit_callbacks = self._exit_callbacks, deque()
        return other

    def push(self, exit):
        """Call the __exit__ of a manager, or a function that takes what __exit__ takes, at the end."""
        method = getattr(type(exit), "__exit__", None)
        self._exit_callbacks.append((True, exit if method is None else MethodType(method, exit)))
        return exit

    def enter_context(self, cm):
        """Enter a manager that is left at the end. Returns what it gives for `as`."""
        enter, leave = _methods_of(cm, "__enter__", "__exit__", "context manager")
        result = enter(cm)
        self._exit_callbacks.append((True, MethodType(leave, cm)))
        return result

    def callback(self, callback, /, *args, **kwds):
        """Call a function with these arguments at the end."""

        def at_end(exc_type, exc, tb):
            callback(*args, **kwds)

        at_end.__wrapped__ = callback
        self._exit_callbacks.append((True, at_end))
        return callback


class _Unwinding:
    # What is known while the entries of a stack are called, the last one first: the exception that is on its way out, and
    # whether it is another one than came in.

    def __init__(self, incoming):
        self.outside = sys.exception()
        self.current = incoming
        self.was_swallowed = False
        self.is_new = False

    def details(self):
        error = self.current
        return (None, None, None) if error is None else (type(error), error, error.__traceback__)

    def returned(self, swallows):
        if swallows:
            self.current = None
            self.was_swallowed = True
            self.is_new = False

    def raised(self, error):
        # Nested `with` statements would have raised it while the one before was handled: the chain of contexts is made so.
        link, context = error, error.__context__
        while context is not None and context is not self.current and context is not self.outside:
            link, context = context, context.__context__
        if context is not None and context is not self.current:
            link.__context__ = self.current
        self.current = error
        self.is_new = True


class ExitStack(_Stack, AbstractContextManager):
    """Managers and functions that are left and called at the end of the body, the last one first."""

    def __enter__(self):
        return self

    def __exit__(self, *exc_details):
        incoming = exc_details[1]
        state = _Unwinding(incoming)
        entries = self._exit_callbacks
        while entries:
            is_sync, leave = entries.pop()
            try:
                state.returned(leave(*state.details()))
            except BaseException as error:
                state.raised(error)
        if state.is_new:
            error, context = state.current, state.current.__context__
            try:
                raise error
            finally:
                # Raising has put what is handled outside in its place.
                error.__context__ = context
        return incoming is not None and state.was_swallowed

    def close(self):
        """End everything now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_Stack, AbstractAsyncContextManager):
    """An ExitStack for `async with`, that also takes asynchronous managers and coroutine functions."""

    async def __aenter__(self):
        return self

    async def enter_async_context(self, cm):
        """Enter an asynchronous manager that is left at the end. Returns what it gives for `as`."""
        enter, leave = _methods_of(cm, "__aenter__", "__aexit__", "asynchronous context manager")
        result = await enter(cm)
        self._exit_callbacks.append((False, MethodType(leave, cm)))
        return result

    def push_async_exit(self, exit):
        """Await the __aexit__ of a manager, or a coroutine function that takes what __aexit__ takes, at the end."""
        method = getattr(type(exit), "__aexit__", None)
        self._exit_callbacks.append((False, exit if method is None else MethodType(method, exit)))
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """Call and await a coroutine function with these arguments at the end."""

        async def at_end(exc_type, exc, tb):
            await callback(*args, **kwds)

        at_end.__wrapped__ = callback
        self._exit_callbacks.append((False, at_end))
        return callback

    async def aclose(self):
        """End everything now."""
        await self.__aexit__(None, None, None)

    async def __aexit__(self, *exc_details):
        incoming = exc_details[1]
        state = _Unwinding(incoming)
        entries = self._exit_callbacks
        while entries:
            is_sync, leave = entries.pop()
            try:
                result = leave(*state.details())
                state.returned(result if is_sync else await result)
            except BaseException as error:
                state.raised(error)
        if state.is_new:
            error, context = state.current, state.current.__context__
            try:
                raise error
            finally:
                error.__context__ = context
        return incoming is not None and state.was_swallowed
