"""Values from JSON texts."""

from _json import scan as _scan
from _json import scan_string as _scan_string

__all__ = ["JSONDecoder", "JSONDecodeError"]

NaN = float("nan")
PosInf = float("inf")
NegInf = float("-inf")


class JSONDecodeError(ValueError):
    """A text is no JSON: `msg`, and the place `pos`, line `lineno` and column `colno` of `doc`."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


_CONSTANTS = {"-Infinity": NegInf, "Infinity": PosInf, "NaN": NaN}
_WORDS = {"null": None, "true": True, "false": False}


def scanstring(s, end, strict=True):
    """The string that begins at `end`, behind its quote, and where it ends."""
    text, place = _scan_string(s, end, strict)
    if place < 0:
        raise JSONDecodeError(text, s, ~place)
    return text, place


py_scanstring = c_scanstring = scanstring


def _skip(s, i):
    while i < len(s) and s[i] in " \t\n\r":
        i += 1
    return i


class JSONDecoder:
    """Makes values of JSON: dict, list, str, int, float, True, False, None.

    object_hook: makes a value of each dict; object_pairs_hook: of its list of pairs. parse_float, parse_int, parse_constant: make
    a value of the text of a number, and of NaN and the infinities. strict: control characters in strings are errors.
    """

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.memo = {}
        self.scan_once = self._scan_once
        self._is_usual = not (object_hook or parse_float or parse_int or parse_constant or object_pairs_hook)

    def decode(self, s):
        """The value of a text that is nothing but JSON."""
        value, end = self.raw_decode(s, _skip(s, 0))
        end = _skip(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        """The value that begins at `idx`, and where it ends."""
        try:
            return self.scan_once(s, idx)
        except StopIteration as err:
            raise JSONDecodeError("Expecting value", s, err.value) from None

    def _scan_once(self, s, idx):
        if idx < 0:
            raise ValueError("idx cannot be negative")
        if self._is_usual:
            found = _scan(s, idx, self.strict)
            if found is not None:
                value, end = found
                if end >= 0:
                    return found
                raise JSONDecodeError(value, s, ~end)
        return self._value(s, idx)

    def _value(self, s, i):
        char = s[i : i + 1]
        if char == '"':
            return scanstring(s, i + 1, self.strict)
        if char == "{":
            try:
                return self._object(s, i + 1)
            except RecursionError:
                raise RecursionError(_too_deep("object")) from None
        if char == "[":
            try:
                return self._array(s, i + 1)
            except RecursionError:
                raise RecursionError(_too_deep("array")) from None
        for word in _WORDS:
            if s.startswith(word, i):
                return _WORDS[word], i + len(word)
        for word in _CONSTANTS:
            if s.startswith(word, i):
                return self.parse_constant(word), i + len(word)
        return self._number(s, i)

    def _number(self, s, i):
        start = i
        if s[i : i + 1] == "-":
            i += 1
        if s[i : i + 1] == "0":
            i += 1
        else:
            i = _past_digits(s, i)
            if i == start or s[i - 1] == "-":
                raise JSONDecodeError("Expecting value", s, start)
        whole = i
        if s[i : i + 1] == ".":
            end = _past_digits(s, i + 1)
            if end > i + 1:
                i = end
        if s[i : i + 1] in ("e", "E"):
            digits = i + 2 if s[i + 1 : i + 2] in ("+", "-") else i + 1
            end = _past_digits(s, digits)
            if end > digits:
                i = end
        text = s[start:i]
        return (self.parse_int if i == whole else self.parse_float)(text), i

    def _array(self, s, i):
        items = []
        i = _skip(s, i)
        if s[i : i + 1] == "]":
            return items, i + 1
        while True:
            item, i = self._value(s, i)
            items.append(item)
            i, is_end = _next(s, i, "]", "array")
            if is_end:
                return items, i

    def _object(self, s, i):
        pairs = []
        i = _skip(s, i)
        if s[i : i + 1] == "}":
            return self._made(pairs), i + 1
        while True:
            if s[i : i + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", s, i)
            key, i = scanstring(s, i + 1, self.strict)
            i = _skip(s, i)
            if s[i : i + 1] != ":":
                raise JSONDecodeError("Expecting ':' delimiter", s, i)
            value, i = self._value(s, _skip(s, i + 1))
            pairs.append((key, value))
            i, is_end = _next(s, i, "}", "object")
            if is_end:
                return self._made(pairs), i

    def _made(self, pairs):
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs)
        made = dict(pairs)
        return made if self.object_hook is None else self.object_hook(made)


def _too_deep(kind):
    return f"maximum recursion depth exceeded while decoding a JSON {kind} from a unicode string"


def _past_digits(s, i):
    while i < len(s) and s[i] in "0123456789":
        i += 1
    return i


def _next(s, i, close, kind):
    # Behind an item: where it goes on, and whether that was all.
    i = _skip(s, i)
    if s[i : i + 1] == close:
        return i + 1, True
    if s[i : i + 1] != ",":
        raise JSONDecodeError("Expecting ',' delimiter", s, i)
    after = _skip(s, i + 1)
    if s[after : after + 1] == close:
        raise JSONDecodeError(f"Illegal trailing comma before end of {kind}", s, i)
    return after, False
