"""Streams in memory. Real files are out of reach."""

from _engine import name_in_messages as _name_in_messages

__all__ = [
    "BlockingIOError", "open", "IOBase", "RawIOBase", "BytesIO", "StringIO", "BufferedIOBase", "TextIOBase",
    "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END", "DEFAULT_BUFFER_SIZE",
]

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
DEFAULT_BUFFER_SIZE = 8192
open = open
BlockingIOError = BlockingIOError


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    """The abstract base class for all I/O classes."""

    _closed = False

    def _unsupported(self, name):
        raise UnsupportedOperation(name)

    def _check_open(self):
        if self._closed:
            raise ValueError("I/O operation on closed file")

    @property
    def closed(self):
        return self._closed

    def close(self):
        self._closed = True

    def flush(self):
        self._check_open()

    def fileno(self):
        self._unsupported("fileno")

    def isatty(self):
        self._check_open()
        return False

    def readable(self):
        return False

    def writable(self):
        return False

    def seekable(self):
        return False

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check_open()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        lines = []
        total = 0
        for line in self:
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                break
        return lines

    def writelines(self, lines):
        self._check_open()
        for line in lines:
            self.write(line)


class RawIOBase(IOBase):
    """Base class for raw binary I/O."""


class BufferedIOBase(IOBase):
    """Base class for buffered IO objects."""


class TextIOBase(IOBase):
    """Base class for text I/O."""

    encoding = None
    errors = None
    newlines = None


class _Memory:
    # Position and content of StringIO and BytesIO: `_parts` are the pieces not yet joined to `_data`.

    def readable(self):
        self._check_open()
        return True

    writable = seekable = readable

    def tell(self):
        self._check_open()
        return self._pos

    def _amount(self, size):
        return None if size is None or size < 0 else size

    def truncate(self, size=None):
        self._check_open()
        if size is None:
            size = self._pos
        elif size < 0:
            raise ValueError(f"Negative size value {size}" if isinstance(self, StringIO) else f"negative size value {size}")
        self._set(self.getvalue()[:size])
        return size


class StringIO(_Memory, TextIOBase):
    """Text I/O implementation using an in-memory buffer."""

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        if newline is not None and not isinstance(newline, str):
            raise TypeError(f"newline must be str or None, not {type(newline).__name__}")
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        self._newline = newline
        self._parts = []
        self._data = ""
        self._pos = 0
        self._closed = False
        if initial_value:
            self.write(initial_value)
            self._pos = 0

    line_buffering = False

    def _join(self):
        if self._parts:
            self._data += "".join(self._parts)
            self._parts = []
        return self._data

    def _set(self, data):
        self._parts = []
        self._data = data

    def getvalue(self):
        self._check_open()
        return self._join()

    def write(self, s, /):
        self._check_open()
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got '{type(s).__name__}'")
        length = len(s)
        if self._newline is None:
            s = s.replace("\r\n", "\n").replace("\r", "\n")
        elif self._newline in ("\r", "\r\n"):
            s = s.replace("\n", self._newline)
        if self._parts is not None and self._pos == len(self._data) + sum([len(p) for p in self._parts]):
            self._parts.append(s)
            if len(self._parts) > 64:
                self._join()
        else:
            data = self._join()
            if self._pos > len(data):
                data += "\0" * (self._pos - len(data))
            self._data = data[: self._pos] + s + data[self._pos + len(s) :]
        self._pos += len(s)
        return length

    def read(self, size=-1, /):
        self._check_open()
        data = self._join()
        size = self._amount(size)
        start = self._pos
        stop = len(data) if size is None else min(len(data), start + size)
        self._pos = max(start, stop)
        return data[start:stop]

    def readline(self, size=-1, /):
        self._check_open()
        data = self._join()
        size = self._amount(size)
        at = data.find("\n", self._pos)
        stop = len(data) if at < 0 else at + 1
        if size is not None:
            stop = min(stop, self._pos + size)
        line = data[self._pos : stop]
        self._pos = max(self._pos, stop)
        return line

    def seek(self, pos, whence=0, /):
        self._check_open()
        if whence == 0:
            if pos < 0:
                raise ValueError(f"Negative seek position {pos}")
            self._pos = pos
        elif whence in (1, 2):
            if pos != 0:
                raise OSError("Can't do nonzero cur-relative seeks")
            if whence == 2:
                self._pos = len(self._join())
        else:
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        return self._pos


class BytesIO(_Memory, BufferedIOBase):
    """Buffered I/O implementation using an in-memory bytes buffer."""

    def __init__(self, initial_bytes=b""):
        self._data = bytearray(initial_bytes or b"")
        self._pos = 0
        self._closed = False

    def _set(self, data):
        self._data = bytearray(data)

    def getvalue(self):
        self._check_open()
        return bytes(self._data)

    def getbuffer(self):
        self._check_open()
        return memoryview(self._data)

    def write(self, b, /):
        self._check_open()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        b = bytes(b)
        if self._pos > len(self._data):
            self._data.extend(bytes(self._pos - len(self._data)))
        self._data[self._pos : self._pos + len(b)] = b
        self._pos += len(b)
        return len(b)

    def read(self, size=-1, /):
        self._check_open()
        size = self._amount(size)
        start = self._pos
        stop = len(self._data) if size is None else min(len(self._data), start + size)
        self._pos = max(start, stop)
        return bytes(self._data[start:stop])

    read1 = read

    def readinto(self, b, /):
        data = self.read(len(b))
        b[: len(data)] = data
        return len(data)

    def readline(self, size=-1, /):
        self._check_open()
        size = self._amount(size)
        at = self._data.find(b"\n", self._pos)
        stop = len(self._data) if at < 0 else at + 1
        if size is not None:
            stop = min(stop, self._pos + size)
        line = bytes(self._data[self._pos : stop])
        self._pos = max(self._pos, stop)
        return line

    def seek(self, pos, whence=0, /):
        self._check_open()
        if whence == 0:
            if pos < 0:
                raise ValueError(f"negative seek value {pos}")
            self._pos = pos
        elif whence == 1:
            self._pos = max(0, self._pos + pos)
        elif whence == 2:
            self._pos = max(0, len(self._data) + pos)
        else:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        return self._pos


for _cls in (StringIO, BytesIO):
    _cls.__module__ = "_io"
del _cls


_name_in_messages(StringIO, "_io.StringIO")
_name_in_messages(BytesIO, "_io.BytesIO")
