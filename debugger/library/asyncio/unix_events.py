"""The usual event loop: nothing comes from outside, so that all it can wait for is time."""

import math
import sys
import time

from _engine import anchor as _anchor

from asyncio import base_events, events, tasks

__all__ = ("SelectorEventLoop", "DefaultEventLoopPolicy", "EventLoop")


class _Clock:
    # Stands where other loops ask the system for events.

    def __init__(self, loop):
        self._loop = loop
        # While a runner waits for tasks that it has cancelled: when that gets pointless, and after how many rounds.
        self._patience = None

    def select(self, timeout):
        if self._patience is not None:
            until, rounds = self._patience
            if rounds == 0 or self._loop.time() > until:
                self._patience = None
                _report_endless_shutdown(self._loop)
            self._patience = until, rounds - 1
        if timeout is None:
            _report_deadlock(self._loop)
        elif timeout > 0:
            # A wait is as long as whole milliseconds, so that timers set shortly after one another are due together.
            time.sleep(math.ceil(timeout * 1e3) * 1e-3)
        return ()

    def close(self):
        pass

    def get_map(self):
        return {}


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    def __init__(self, selector=None):
        super().__init__()
        self._selector = _Clock(self) if selector is None else selector

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop
_anchor(_UnixSelectorEventLoop)


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy


# ---- what CPython would wait for, for ever ----


_ENDLESS = 86400.0, 20_000


def _lose_patience(loop):
    # From now on only tasks that were cancelled and do not end are waited for: a day, or twenty thousand rounds of the loop.
    clock = loop._selector
    if isinstance(clock, _Clock):
        seconds, rounds = _ENDLESS
        clock._patience = loop.time() + seconds, rounds


def _regain_patience(loop):
    if isinstance(loop._selector, _Clock):
        loop._selector._patience = None


def _report_deadlock(loop):
    _report(loop, "deadlock: nothing is ready to run and no timer is set, so this would wait for ever")


def _report_endless_shutdown(loop):
    _report(loop, "the shutdown does not end: these tasks were cancelled when the main one had ended, and still run")


def _report(loop, what):
    lines = [f"asyncio: {what}"]
    for task in tasks._in_order_of_creation(loop):
        lines.append(f"  {task.get_name()!r} waits for {_what_it_waits_for(task)}")
    sys.stderr.write("\n".join(lines) + "\n")
    raise SystemExit(3)


def _named(frame):
    # A method by the class of its object: that may be a class the program has never heard of.
    code = frame.f_code
    owner = frame.f_locals.get("self")
    if owner is None or "." not in code.co_qualname:
        return f"{code.co_qualname}()"
    return f"{type(owner).__name__}.{code.co_name}()"


def _what_it_waits_for(task):
    # The innermost await of the program itself, and what of the library it awaits.
    place = what = None
    coro = task.get_coro()
    while coro is not None:
        frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None) or getattr(coro, "ag_frame", None)
        if frame is not None:
            code = frame.f_code
            if not code.co_filename.startswith("<library>"):
                place, what = f"{code.co_filename}:{frame.f_lineno}, in {code.co_name}", None
            elif what is None or ("__(" in what and not code.co_name.startswith("_")):
                what = _named(frame)
        coro = getattr(coro, "cr_await", None) or getattr(coro, "gi_yieldfrom", None) or getattr(coro, "ag_await", None)
    waiter = task._fut_waiter
    if what is None:
        if isinstance(waiter, tasks.Task):
            what = f"the task {waiter.get_name()!r}"
        elif isinstance(waiter, tasks._GatheringFuture):
            what = f"gather() of {len(waiter._children)}"
        else:
            what = repr(waiter)
    return what if place is None else f"{what} at {place}"
