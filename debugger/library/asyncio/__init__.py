"""The asyncio package, on the machine's clock."""

from asyncio import exceptions
from asyncio import format_helpers
from asyncio import coroutines
from asyncio import futures
from asyncio import tasks
from asyncio import events
from asyncio import base_events
from asyncio import unix_events
from asyncio import mixins
from asyncio import locks
from asyncio import queues
from asyncio import timeouts
from asyncio import taskgroups
from asyncio import runners
from asyncio import threads
from asyncio.coroutines import iscoroutinefunction, iscoroutine
from asyncio.events import (
    AbstractEventLoopPolicy, AbstractEventLoop, AbstractServer, Handle, TimerHandle, get_event_loop_policy,
    set_event_loop_policy, get_event_loop, set_event_loop, new_event_loop, _set_running_loop, get_running_loop,
    _get_running_loop, get_child_watcher, set_child_watcher,
)
from asyncio.base_events import BaseEventLoop, Server
from asyncio.unix_events import SelectorEventLoop, EventLoop, DefaultEventLoopPolicy
from asyncio.exceptions import (
    BrokenBarrierError, CancelledError, InvalidStateError, TimeoutError, IncompleteReadError, LimitOverrunError,
    SendfileNotAvailableError,
)
from asyncio.futures import Future, wrap_future, isfuture
from asyncio.locks import Lock, Event, Condition, Semaphore, BoundedSemaphore, Barrier
from asyncio.queues import Queue, PriorityQueue, LifoQueue, QueueFull, QueueEmpty, QueueShutDown
from asyncio.runners import Runner, run
from asyncio.taskgroups import TaskGroup
from asyncio.tasks import (
    Task, create_task, FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, wait, wait_for, as_completed, sleep,
    gather, shield, ensure_future, run_coroutine_threadsafe, current_task, all_tasks, create_eager_task_factory,
    eager_task_factory, _register_task, _unregister_task, _enter_task, _leave_task,
)
from asyncio.threads import to_thread
from asyncio.timeouts import Timeout, timeout, timeout_at

_LATER = {
    "protocols": ("BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol"),
    "transports": (
        "BaseTransport", "ReadTransport", "WriteTransport", "Transport", "DatagramTransport", "SubprocessTransport",
    ),
    "streams": (
        "StreamReader", "StreamWriter", "StreamReaderProtocol", "open_connection", "start_server", "open_unix_connection", "start_unix_server",
    ),
    "subprocess": ("create_subprocess_exec", "create_subprocess_shell"),
    "base_futures": (),
    "base_tasks": (),
    "constants": (),
    "log": (),
}

__all__ = (
    base_events.__all__ + coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__ + locks.__all__ + queues.__all__
    + runners.__all__ + taskgroups.__all__ + tasks.__all__ + threads.__all__ + timeouts.__all__ + unix_events.__all__
    + _LATER["protocols"] + _LATER["streams"] + _LATER["subprocess"] + _LATER["transports"]
)


def __getattr__(name):
    # What few programs use is loaded when one does.
    for part, names in _LATER.items():
        if name == part or name in names:
            module = __import__(f"asyncio.{part}", fromlist=["*"])
            globals()[name] = value = module if name == part else getattr(module, name)
            return value
    raise AttributeError(f"module 'asyncio' has no attribute {name!r}", name=name, obj=_this)


def __dir__():
    return sorted({*globals(), *__all__, *_LATER})


import sys as _sys

_this = _sys.modules["asyncio"]
