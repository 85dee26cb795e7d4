"""Extract, format and print tracebacks of programs."""

import sys
from _engine import places_text as _places_text
from _engine import prelude_function as _prelude_function
from _engine import source_line as _source_line
from _engine import traceback_places as _traceback_places

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack", "format_tb",
    "print_exc", "format_exc", "print_exception", "print_last", "print_stack", "print_tb", "clear_frames", "FrameSummary",
    "StackSummary", "TracebackException", "walk_stack", "walk_tb", "print_list",
]

_report = _prelude_function("exception_report")
_only = _prelude_function("exception_only")


class _Unset:
    def __repr__(self):
        return "<implicit>"


_sentinel = _Unset()


class FrameSummary:
    """Information about a single frame from a traceback."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "locals")

    def __init__(
        self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
        end_colno=None, **kwargs,
    ):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self._line = line
        self.locals = None if locals is None else {k: repr(v) for k, v in locals.items()}

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = _source_line(self.filename, self.lineno)
        return self._line.strip()

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename, self.lineno, self.name, self.locals) == (
                other.filename, other.lineno, other.name, other.locals,
            )
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    __hash__ = None

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    def _place(self):
        return (self.filename, self.lineno, self.name, self.end_lineno, self.colno, self.end_colno)


class StackSummary(list):
    """A list of FrameSummary objects, representing a stack of frames."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Create a StackSummary from a traceback or stack object."""
        result = cls()
        for frame, lineno in frame_gen:
            code = frame.f_code
            result.append(FrameSummary(code.co_filename, lineno, code.co_name))
        return _limited(result, limit)

    @classmethod
    def from_list(cls, a_list):
        """Create a StackSummary object from a supplied list of FrameSummary objects or old-style list of tuples."""
        result = cls()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """Format the lines for a single FrameSummary."""
        return _places_text([frame_summary._place()])

    def format(self, **kwargs):
        """Format the stack ready for printing."""
        return [self.format_frame_summary(frame) for frame in self]


def _limited(summary, limit):
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is not None:
        summary[:] = summary[:limit] if limit >= 0 else summary[limit:]
    return summary


def walk_tb(tb):
    """Walk a traceback yielding the frame and line number for each frame."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    """Walk a stack yielding the frame and line number for each frame."""
    if f is None:
        f = sys._getframe(1)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def extract_tb(tb, limit=None):
    """Return a StackSummary object representing a list of pre-processed entries from traceback."""
    result = StackSummary()
    for filename, lineno, name, end_lineno, colno, end_colno in _traceback_places(tb):
        result.append(
            FrameSummary(filename, lineno, name, end_lineno=end_lineno, colno=colno, end_colno=end_colno)
        )
    return _limited(result, limit)


def extract_stack(f=None, limit=None):
    """Extract the raw traceback from the current stack frame."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def format_list(extracted_list):
    """Format a list of tuples or FrameSummary objects for printing."""
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    """Print the list of tuples as returned by extract_tb() or extract_stack() as a formatted stack trace."""
    _print(format_list(extracted_list), file)


def format_tb(tb, limit=None):
    """A shorthand for 'format_list(extract_tb(tb, limit))'."""
    return extract_tb(tb, limit=limit).format()


def format_stack(f=None, limit=None):
    """Shorthand for 'format_list(extract_stack(f, limit))'."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def _print(lines, file):
    if file is None:
        file = sys.stderr
    for line in lines:
        print(line, file=file, end="")


def print_tb(tb, limit=None, file=None):
    """Print up to 'limit' stack trace entries from the traceback 'tb'."""
    _print(format_tb(tb, limit), file)


def print_stack(f=None, limit=None, file=None):
    """Print a stack trace from its invocation point."""
    if f is None:
        f = sys._getframe().f_back
    _print(format_stack(f, limit), file)


def _value_of(exc, value, tb):
    if value is _sentinel:
        if tb is not _sentinel:
            raise ValueError("Both or neither of value and tb must be given")
        if isinstance(exc, BaseException) or exc is None:
            return exc
        raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
    return value


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """Format a stack trace and the exception information."""
    value = _value_of(exc, value, tb)
    if value is None:
        return ["NoneType: None\n"]
    if isinstance(value, BaseExceptionGroup) or limit is not None:
        return [_report(value, chain)]
    return list(_chunks(value, chain, set()))


def _chunks(value, chain, seen):
    seen.add(id(value))
    if chain:
        cause, context = value.__cause__, value.__context__
        if cause is not None and id(cause) not in seen:
            yield from _chunks(cause, chain, seen)
            yield "\nThe above exception was the direct cause of the following exception:\n\n"
        elif cause is None and context is not None and not value.__suppress_context__ and id(context) not in seen:
            yield from _chunks(context, chain, seen)
            yield "\nDuring handling of the above exception, another exception occurred:\n\n"
    if isinstance(value, BaseExceptionGroup):
        yield _report(value, False)
        return
    if value.__traceback__ is not None:
        yield "Traceback (most recent call last):\n"
        yield from format_tb(value.__traceback__)
    yield from _only(value)


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """Format the exception part of a traceback."""
    value = exc if value is _sentinel else value
    if value is None:
        return ["NoneType: None\n"]
    return _only(value)


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True, **kwargs):
    """Print exception up to 'limit' stack trace entries from 'tb' to 'file'."""
    _print(format_exception(exc, value, tb, limit, chain), file)


def print_exc(limit=None, file=None, chain=True):
    """Shorthand for 'print_exception(sys.exception(), limit=limit, file=file, chain=chain)'."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """Like print_exc() but return a string."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the last uncaught exception again."""
    if not hasattr(sys, "last_exc"):
        raise ValueError("no last exception")
    print_exception(sys.last_exc, limit=limit, file=file, chain=chain)


def clear_frames(tb):
    """Clear all references to local variables in the frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


class TracebackException:
    """An exception ready for rendering."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        self._value = exc_value
        self.exc_type = exc_type
        self.stack = extract_tb(exc_traceback, limit=limit)
        self._text = format_exception(exc_type, exc_value, exc_traceback)
        self._only_text = format_exception_only(exc_value)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__cause__ = exc_value.__cause__ and self._of(exc_value.__cause__)
        self.__context__ = exc_value.__context__ and self._of(exc_value.__context__)
        self.__suppress_context__ = exc_value.__suppress_context__
        self.exceptions = (
            [self._of(e) for e in exc_value.exceptions] if isinstance(exc_value, BaseExceptionGroup) else None
        )

    @classmethod
    def _of(cls, exc):
        return cls(type(exc), exc, exc.__traceback__)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Create a TracebackException from an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type_str(self):
        cls = self.exc_type
        return cls.__qualname__ if cls.__module__ in ("builtins", "__main__") else f"{cls.__module__}.{cls.__qualname__}"

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Format the exception."""
        yield from self._text if chain else format_exception(self._value, chain=False)

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Format the exception part of the traceback."""
        yield from self._only_text

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the result of self.format(chain=chain) to 'file'."""
        _print(self.format(chain=chain), file)

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self._text == other._text
        return NotImplemented

    __hash__ = None

    def __str__(self):
        return str(self._value)
