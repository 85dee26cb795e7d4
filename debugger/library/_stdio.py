"""What sys.stdin reads, and the streams of bytes below sys.stdin, sys.stdout and sys.stderr. The host gives a line at a time; what
it gave and nobody has read yet is kept here."""

import sys as _sys
from _engine import name_in_messages as _name_in_messages, wait_for_input as _wait_for_input
from io import UnsupportedOperation as _UnsupportedOperation
from operator import index as _index

# At most one line.
_text = ""
_bytes = b""
is_closed = False


def _check(is_closed):
    if is_closed:
        raise ValueError("I/O operation on closed file.")


def _line():
    # As the host gives it, with its line end; "" at the end.
    try:
        return _wait_for_input("")
    except EOFError:
        return ""


def _amount(size):
    if size is None:
        return -1
    if not hasattr(type(size), "__index__"):
        raise TypeError(f"argument should be integer or None, not '{type(size).__name__}'")
    return _index(size)


# ---- sys.stdin as text ----


def close():
    global is_closed
    is_closed = True


def read(size=-1):
    global _text
    size = _amount(size)
    _check(is_closed)
    parts, _text = [_text], ""
    length = len(parts[0])
    while size < 0 or length < size:
        line = _line()
        if not line:
            break
        parts.append(line)
        length += len(line)
    text = "".join(parts)
    if 0 <= size < length:
        text, _text = text[:size], text[size:]
    return text


def readline(size=-1):
    global _text
    size = _index(size)
    _check(is_closed)
    line = _text or _line()
    end = len(line)
    if 0 <= size < end:
        end = size
    line, _text = line[:end], line[end:]
    return line


def readlines(hint=-1):
    hint = _amount(hint)
    lines = []
    total = 0
    while line := readline():
        lines.append(line)
        total += len(line)
        if 0 < hint <= total:
            break
    return lines


def next_line():
    line = readline()
    if not line:
        raise StopIteration
    return line


def input_line(prompt):
    """What input() gives: a line without its end."""
    global _text
    _check(is_closed)
    line, _text = _text or _wait_for_input(prompt), ""
    return line.removesuffix("\n")


def refuse(what):
    """A stream other than sys.stdin cannot do that."""
    raise _UnsupportedOperation(what)


def refuse_text(what):
    """sys.stdin cannot do that."""
    _check(is_closed)
    raise _UnsupportedOperation(what)


# ---- bytes ----


class _Buffer:
    """A stream of bytes."""

    def __init__(self, name):
        self.name = f"<{name}>"
        self._text = getattr(_sys, f"__{name}__")

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__} name={self.name!r}>"

    @property
    def closed(self):
        return self._text.closed

    def flush(self):
        _check(self.closed)

    def fileno(self):
        return self._text.fileno()

    def isatty(self):
        return self._text.isatty()

    def close(self):
        self._text.close()

    def seekable(self):
        return False

    def readable(self):
        return self._text.readable()

    def writable(self):
        return self._text.writable()

    def __enter__(self):
        _check(self.closed)
        return self

    def __exit__(self, *args):
        self.close()


class BufferedReader(_Buffer):
    """The bytes of sys.stdin."""

    mode = "rb"

    def read(self, size=-1, /):
        global _bytes
        size = _amount(size)
        _check(self.closed)
        parts, _bytes = [_bytes], b""
        length = len(parts[0])
        while size < 0 or length < size:
            line = _line().encode()
            if not line:
                break
            parts.append(line)
            length += len(line)
        data = b"".join(parts)
        if 0 <= size < length:
            data, _bytes = data[:size], data[size:]
        return data

    def read1(self, size=-1, /):
        return self.readline(size)

    def readline(self, size=-1, /):
        global _bytes
        size = _amount(size)
        _check(self.closed)
        line = _bytes or _line().encode()
        end = len(line)
        if 0 <= size < end:
            end = size
        line, _bytes = line[:end], line[end:]
        return line

    def readlines(self, hint=-1, /):
        hint = _amount(hint)
        lines = []
        total = 0
        while line := self.readline():
            lines.append(line)
            total += len(line)
            if 0 < hint <= total:
                break
        return lines

    def __iter__(self):
        _check(self.closed)
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data, /):
        raise _UnsupportedOperation("write")


class BufferedWriter(_Buffer):
    """The bytes of sys.stdout or sys.stderr: they must be UTF-8, since a run prints text."""

    mode = "wb"

    def write(self, data, /):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(memoryview(data))
        try:
            text = data.decode()
        except UnicodeDecodeError:
            name = self.name.strip("<>")
            raise NotImplementedError(
                f"sys.{name}.buffer.write() of what is not UTF-8 is not in Coro: a run prints text"
            ) from None
        self._text.write(text)
        return len(data)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def read(self, size=-1, /):
        raise _UnsupportedOperation("read")


for _class in (BufferedReader, BufferedWriter):
    _class.__module__ = "_io"
    _name_in_messages(_class, f"_io.{_class.__name__}")

_buffers = {}


def buffer(name):
    """The stream of bytes below sys.<name>."""
    if name not in _buffers:
        _buffers[name] = (BufferedReader if name == "stdin" else BufferedWriter)(name)
    return _buffers[name]
