"""Regular expressions."""

from _re import Match, Pattern, PatternError
from _re import compile as _compile_pattern

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "escape",
    "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE", "MULTILINE",
    "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag", "PatternError",
]

error = PatternError


class RegexFlag(int):
    """Flags of compile() and the functions of this module; they combine with |, & and ^."""

    _names = (
        (256, "ASCII"), (2, "IGNORECASE"), (4, "LOCALE"), (32, "UNICODE"), (8, "MULTILINE"), (16, "DOTALL"), (64, "VERBOSE"),
        (128, "DEBUG"),
    )

    @property
    def value(self):
        return int(self)

    @property
    def name(self):
        names = [name for bit, name in self._names if self & bit]
        return "|".join(names) if names else "NOFLAG"

    def __or__(self, other):
        return RegexFlag(int(self) | int(other)) if isinstance(other, int) else NotImplemented

    def __and__(self, other):
        return RegexFlag(int(self) & int(other)) if isinstance(other, int) else NotImplemented

    def __xor__(self, other):
        return RegexFlag(int(self) ^ int(other)) if isinstance(other, int) else NotImplemented

    def __invert__(self):
        return RegexFlag(int(self) ^ 510)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __contains__(self, other):
        return int(self) & int(other) == int(other)

    def __repr__(self):
        names = [f"re.{name}" for bit, name in self._names if int(self) & bit]
        rest = int(self) & ~510
        if rest:
            names.append(hex(rest))
        return "|".join(names) if names else "re.NOFLAG"

    __str__ = __repr__

    def __format__(self, spec):
        return format(str(self), spec)

    def __hash__(self):
        return hash(int(self))


NOFLAG = RegexFlag(0)
ASCII = A = RegexFlag(256)
IGNORECASE = I = RegexFlag(2)
LOCALE = L = RegexFlag(4)
UNICODE = U = RegexFlag(32)
MULTILINE = M = RegexFlag(8)
DOTALL = S = RegexFlag(16)
VERBOSE = X = RegexFlag(64)
DEBUG = RegexFlag(128)
for _member, _name in [
    (NOFLAG, "NOFLAG"), (ASCII, "ASCII"), (ASCII, "A"), (IGNORECASE, "IGNORECASE"), (IGNORECASE, "I"), (LOCALE, "LOCALE"),
    (LOCALE, "L"), (UNICODE, "UNICODE"), (UNICODE, "U"), (MULTILINE, "MULTILINE"), (MULTILINE, "M"), (DOTALL, "DOTALL"),
    (DOTALL, "S"), (VERBOSE, "VERBOSE"), (VERBOSE, "X"), (DEBUG, "DEBUG"),
]:
    setattr(RegexFlag, _name, _member)
del _member, _name

# Compiled patterns by (type, pattern, flags), oldest first.
_cache = {}
_MAXCACHE = 512


def match(pattern, string, flags=0):
    """A match at the beginning of the string, or None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """A match of the whole string, or None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """The first match anywhere in the string, or None."""
    return _compile(pattern, flags).search(string)


def sub(pattern, repl, string, *args, count=0, flags=0):
    """The string with every match (or count of them) replaced; repl is a template or a function of the match."""
    if args:
        count, flags = _positional("sub", "count", count, flags, args)
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, *args, count=0, flags=0):
    """As sub(), with the number of replacements."""
    if args:
        count, flags = _positional("subn", "count", count, flags, args)
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, *args, maxsplit=0, flags=0):
    """The parts of the string between matches, and what groups matched."""
    if args:
        maxsplit, flags = _positional("split", "maxsplit", maxsplit, flags, args)
    return _compile(pattern, flags).split(string, maxsplit)


def _positional(function, name, number, flags, args):
    """The optional arguments when they are given by position, which is deprecated."""
    if number != 0:
        raise TypeError(f"{function}() got multiple values for argument '{name}'")
    number, *args = args
    if args:
        if flags != 0:
            raise TypeError(f"{function}() got multiple values for argument 'flags'")
        flags, *args = args
        if args:
            given = 5 + len(args)
            raise TypeError(f"{function}() takes from {2 + (name == 'count')} to {4 + (name == 'count')} positional arguments but {given} were given")
    import warnings

    warnings.warn(f"'{name}' is passed as positional argument", DeprecationWarning, stacklevel=3)
    return number, flags


def findall(pattern, string, flags=0):
    """All matches: strings, or tuples of groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """An iterator over all matches."""
    return _compile(pattern, flags).finditer(string)


def compile(pattern, flags=0):
    """A pattern that can be used again."""
    return _compile(pattern, flags)


def purge():
    """Forget the compiled patterns."""
    _cache.clear()


_special_chars_map = {i: "\\" + chr(i) for i in b"()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    """A pattern that matches exactly this text."""
    if isinstance(pattern, str):
        return pattern.translate(_special_chars_map)
    pattern = str(pattern, "latin1")
    return pattern.translate(_special_chars_map).encode("latin1")


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    try:
        return _cache[type(pattern), pattern, flags]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    compiled = _compile_pattern(pattern, flags)
    if len(_cache) >= _MAXCACHE:
        del _cache[next(iter(_cache))]
    _cache[type(pattern), pattern, flags] = compiled
    return compiled
