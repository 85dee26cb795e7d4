"""The asyncio package, on the machine's clock."""

from asyncio import exceptions
from asyncio import format_helpers
from asyncio import coroutines
from asyncio import futures
from asyncio import tasks
from asyncio import events
from asyncio import mixins
from asyncio import locks
from asyncio import queues
from asyncio import timeouts
from asyncio import taskgroups
from asyncio import runners
from asyncio import threads
from asyncio.coroutines import *
from asyncio.events import *
from asyncio.exceptions import *
from asyncio.futures import *
from asyncio.locks import *
from asyncio.queues import *
from asyncio.runners import *
from asyncio.taskgroups import *
from asyncio.tasks import *
from asyncio.threads import *
from asyncio.timeouts import *

base_events = events

__all__ = (
    coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__ + locks.__all__ + queues.__all__
    + runners.__all__ + taskgroups.__all__ + tasks.__all__ + threads.__all__ + timeouts.__all__
)
