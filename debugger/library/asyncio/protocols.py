"""Protocols: what a transport would call. There are no transports but those that a program writes itself."""

__all__ = ("BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol")


class BaseProtocol:
    """What all protocols have."""

    __slots__ = ()

    def connection_made(self, transport):
        """The connection is there."""

    def connection_lost(self, exc):
        """The connection has ended, with an error or None."""

    def pause_writing(self):
        """Enough is waiting to be sent: write no more for now."""

    def resume_writing(self):
        """Writing may go on."""


class Protocol(BaseProtocol):
    """For streams."""

    __slots__ = ()

    def data_received(self, data):
        """Bytes have come."""

    def eof_received(self):
        """No more bytes will come."""


class BufferedProtocol(BaseProtocol):
    """For streams, with a buffer of its own."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """Where the next bytes are to be put."""

    def buffer_updated(self, nbytes):
        """That many bytes were put there."""

    def eof_received(self):
        """No more bytes will come."""


class DatagramProtocol(BaseProtocol):
    """For datagrams."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """A datagram has come."""

    def error_received(self, exc):
        """Sending or receiving failed with this OSError."""


class SubprocessProtocol(BaseProtocol):
    """For the pipes of a process."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The process wrote bytes to one of its pipes."""

    def pipe_connection_lost(self, fd, exc):
        """One of the pipes to the process was closed."""

    def process_exited(self):
        """The process has ended."""
