"""Transports: what carries the bytes of a protocol. None is made here; a program writes its own, in memory."""

__all__ = (
    "BaseTransport", "ReadTransport", "WriteTransport", "Transport", "DatagramTransport", "SubprocessTransport",
)


def _to_be_given(names):
    # Methods that a transport of the program's own is to define.
    def method(self, *args, **kwargs):
        raise NotImplementedError

    return {name: method for name in names.split()}


class BaseTransport:
    """What all transports have."""

    __slots__ = ("_extra",)

    def __init__(self, extra=None):
        self._extra = {} if extra is None else extra

    def get_extra_info(self, name, default=None):
        """What is known of the other side."""
        return self._extra.get(name, default)

    locals().update(_to_be_given("is_closing close set_protocol get_protocol"))


class ReadTransport(BaseTransport):
    """From which bytes come."""

    __slots__ = ()
    locals().update(_to_be_given("is_reading pause_reading resume_reading"))


class WriteTransport(BaseTransport):
    """To which bytes go."""

    __slots__ = ()
    locals().update(_to_be_given(
        "set_write_buffer_limits get_write_buffer_size get_write_buffer_limits write write_eof can_write_eof abort"))

    def writelines(self, list_of_data):
        """Write several pieces as one."""
        self.write(b"".join(list_of_data))


class Transport(ReadTransport, WriteTransport):
    """Bytes in both directions."""

    __slots__ = ()


class DatagramTransport(BaseTransport):
    """Datagrams."""

    __slots__ = ()
    locals().update(_to_be_given("sendto abort"))


class SubprocessTransport(BaseTransport):
    """A process."""

    __slots__ = ()
    locals().update(_to_be_given("get_pid get_returncode get_pipe_transport send_signal terminate kill"))


class _FlowControlMixin(Transport):
    """Pauses the protocol's writing while more than the high mark waits to be sent."""

    __slots__ = ("_loop", "_protocol_paused", "_high_water", "_low_water")

    def __init__(self, extra=None, loop=None):
        super().__init__(extra)
        assert loop is not None
        self._loop = loop
        self._protocol_paused = False
        self._set_write_buffer_limits()

    def _tell_protocol(self, method):
        try:
            method()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                "message": f"protocol.{method.__name__}() failed",
                "exception": exc,
                "transport": self,
                "protocol": self._protocol,
            })

    def _maybe_pause_protocol(self):
        if self.get_write_buffer_size() > self._high_water and not self._protocol_paused:
            self._protocol_paused = True
            self._tell_protocol(self._protocol.pause_writing)

    def _maybe_resume_protocol(self):
        if self._protocol_paused and self.get_write_buffer_size() <= self._low_water:
            self._protocol_paused = False
            self._tell_protocol(self._protocol.resume_writing)

    def get_write_buffer_limits(self):
        """The low and the high mark."""
        return (self._low_water, self._high_water)

    def _set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = 64 * 1024 if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f"high ({high!r}) must be >= low ({low!r}) must be >= 0")
        self._high_water = high
        self._low_water = low

    def set_write_buffer_limits(self, high=None, low=None):
        """Set the marks."""
        self._set_write_buffer_limits(high=high, low=low)
        self._maybe_pause_protocol()

    locals().update(_to_be_given("get_write_buffer_size"))
