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


def _safe_repr(value):
    try:
        return repr(value)
    except Exception:
        return "<local repr() failed>"


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
        self.locals = None if locals is None else {k: _safe_repr(v) for k, v in locals.items()}

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
            held = frame.f_locals if capture_locals else None
            result.append(FrameSummary(code.co_filename, lineno, code.co_name, locals=held))
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
        text = _places_text([frame_summary._place()])
        if text.count("\n") == 1 and frame_summary._line:
            # The text is known though the file is not.
            text += f"    {frame_summary._line.strip()}\n"
        if frame_summary.locals:
            text += "".join(f"    {name} = {value}\n" for name, value in sorted(frame_summary.locals.items()))
        return text

    def format(self, **kwargs):
        """Format the stack ready for printing. Of the same line again and again three are shown."""
        result = []
        last = None
        again = 0
        for frame in self:
            text = self.format_frame_summary(frame, **kwargs)
            if text is None:
                continue
            place = (frame.filename, frame.lineno, frame.name)
            if place != last:
                result += _repeated(again)
                last, again = place, 0
            again += 1
            if again <= _SHOWN_REPEATS:
                result.append(text)
        return result + _repeated(again)


_SHOWN_REPEATS = 3


def _repeated(times):
    more = times - _SHOWN_REPEATS
    if more <= 0:
        return []
    return [f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n"]


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
    return _extracted(tb, limit, False)


def _extracted(tb, limit, with_locals):
    result = StackSummary()
    for filename, lineno, name, end_lineno, colno, end_colno in _traceback_places(tb):
        held = None
        if with_locals:
            # Hidden frames have no place.
            while (tb.tb_frame.f_code.co_filename, tb.tb_frame.f_code.co_name) != (filename, name):
                tb = tb.tb_next
            held = tb.tb_frame.f_locals
            tb = tb.tb_next
        result.append(
            FrameSummary(
                filename, lineno, name, end_lineno=end_lineno, colno=colno, end_colno=end_colno, locals=held
            )
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
    if isinstance(value, BaseExceptionGroup) and limit is None:
        return [_report(value, chain)]
    tb = value.__traceback__ if tb is _sentinel else tb
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """Format the exception part of a traceback."""
    value = exc if value is _sentinel else value
    if value is None:
        return ["NoneType: None\n"]
    # Without a traceback it is not known which names there were.
    lines = _only(value, None)
    if show_group and isinstance(value, BaseExceptionGroup):
        lines = list(lines)
        for each in value.exceptions:
            lines += ["   " + line for line in format_exception_only(each, show_group=True)]
    return lines


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
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))

        def made(error):
            if error is None or id(error) in seen:
                return None
            return TracebackException(
                type(error), error, error.__traceback__, limit=limit, capture_locals=capture_locals, compact=compact,
                max_group_width=max_group_width, max_group_depth=max_group_depth, _seen=seen,
            )

        self._value = exc_value
        self._exc_type = exc_type if save_exc_type else None
        self._type = exc_type
        self._has_traceback = exc_traceback is not None
        self.stack = _extracted(exc_traceback, limit, capture_locals)
        self._only_text = ["NoneType: None\n"] if exc_value is None else _only(exc_value, exc_traceback)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)
        self.__cause__ = made(getattr(exc_value, "__cause__", None))
        is_needed = not compact or self.__cause__ is None and not self.__suppress_context__
        self.__context__ = made(getattr(exc_value, "__context__", None)) if is_needed else None
        self.exceptions = None
        self._group_text = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [made(each) for each in exc_value.exceptions]
            self._group_text = _report(exc_value, False)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Create a TracebackException from an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        import warnings

        warnings.warn("Deprecated in 3.13. Use exc_type_str instead.", DeprecationWarning, stacklevel=2)
        return self._exc_type

    @property
    def exc_type_str(self):
        cls = self._type
        return cls.__qualname__ if cls.__module__ in ("builtins", "__main__") else f"{cls.__module__}.{cls.__qualname__}"

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Format the exception."""
        if chain:
            if self.__cause__ is not None:
                yield from self.__cause__.format(chain=chain)
                yield "\nThe above exception was the direct cause of the following exception:\n\n"
            elif self.__context__ is not None and not self.__suppress_context__:
                yield from self.__context__.format(chain=chain)
                yield "\nDuring handling of the above exception, another exception occurred:\n\n"
        if self._group_text is not None:
            yield self._group_text
            return
        if self._has_traceback:
            yield "Traceback (most recent call last):\n"
            yield from self.stack.format()
        yield from self._only_text

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Format the exception part of the traceback."""
        yield from format_exception_only(self._value, show_group=True) if show_group else self._only_text

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the result of self.format(chain=chain) to 'file'."""
        _print(self.format(chain=chain), file)

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self._parts() == other._parts()
        return NotImplemented

    __hash__ = None

    def _parts(self):
        return self._type, list(self.stack), self._only_text, self.__cause__, self.__context__

    def __str__(self):
        return str(self._value)
