"""Handlers that hold records back or hand them on. Those for files and networks are refused."""

import copy
import logging


class BufferingHandler(logging.Handler):
    """Keeps records until there are `capacity` of them."""

    def __init__(self, capacity):
        super().__init__()
        self.capacity = capacity
        self.buffer = []

    def shouldFlush(self, record):
        """Whether it is time to flush."""
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        with self.lock:
            self.buffer.clear()

    def close(self):
        try:
            self.flush()
        finally:
            super().close()


class MemoryHandler(BufferingHandler):
    """Keeps records, and gives them to a target when there are enough or one is grave."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        super().__init__(capacity)
        self.flushLevel = flushLevel
        self.target = target
        self.flushOnClose = flushOnClose

    def shouldFlush(self, record):
        return super().shouldFlush(record) or record.levelno >= self.flushLevel

    def setTarget(self, target):
        """Give the records to this handler."""
        with self.lock:
            self.target = target

    def flush(self):
        with self.lock:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()

    def close(self):
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            self.target = None
            super().close()


class QueueHandler(logging.Handler):
    """Puts records into a queue."""

    def __init__(self, queue):
        super().__init__()
        self.queue = queue
        self.listener = None

    def enqueue(self, record):
        """Put one in."""
        self.queue.put_nowait(record)

    def prepare(self, record):
        """The record as it goes into the queue: the text is made, and what may not travel is left out."""
        text = self.format(record)
        record = copy.copy(record)
        record.message = record.msg = text
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """Takes records from a queue and gives them to handlers. Doing so in a thread of its own, start(), is refused."""

    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue = queue
        self.handlers = handlers
        self._thread = None
        self.respect_handler_level = respect_handler_level

    def dequeue(self, block):
        """Take one."""
        return self.queue.get(block)

    def start(self):
        """Refused: there are no threads."""
        import threading

        threading.Thread(target=self._monitor).start()

    def _monitor(self):
        while (record := self.dequeue(True)) is not self._sentinel:
            self.handle(record)

    def prepare(self, record):
        """The record as it goes to the handlers."""
        return record

    def handle(self, record):
        """Give a record to all handlers."""
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def enqueue_sentinel(self):
        """Put in what ends the listener."""
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """It cannot have been started."""


def _refused(name, why, instead):
    def __init__(self, *args, **kwargs):
        raise NotImplementedError(f"logging.handlers.{name}() is not in Coro: {why}; {instead}")

    return type(name, (logging.Handler,), {"__init__": __init__, "__doc__": "Refused.", "__module__": __name__})


_FILES = "a program reaches no files", "use a StreamHandler on io.StringIO"
_NETWORK = "a program reaches no network", "use a QueueHandler"

BaseRotatingHandler = _refused("BaseRotatingHandler", *_FILES)
RotatingFileHandler = _refused("RotatingFileHandler", *_FILES)
TimedRotatingFileHandler = _refused("TimedRotatingFileHandler", *_FILES)
WatchedFileHandler = _refused("WatchedFileHandler", *_FILES)
SocketHandler = _refused("SocketHandler", *_NETWORK)
DatagramHandler = _refused("DatagramHandler", *_NETWORK)
SysLogHandler = _refused("SysLogHandler", *_NETWORK)
SMTPHandler = _refused("SMTPHandler", *_NETWORK)
HTTPHandler = _refused("HTTPHandler", *_NETWORK)
