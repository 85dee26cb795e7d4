"""JSON texts from values."""

from _json import quote as _quote
from _json import write as _write

INFINITY = float("inf")


def encode_basestring(s):
    """A text as JSON, with the characters that it has."""
    return _quote(s, False)


def encode_basestring_ascii(s):
    """A text as JSON, in ASCII."""
    return _quote(s, True)


py_encode_basestring = c_encode_basestring = encode_basestring
py_encode_basestring_ascii = c_encode_basestring_ascii = encode_basestring_ascii


class JSONEncoder:
    """Makes JSON of dict, list, tuple, str, int, float, True, False, None and what is derived from them.

    skipkeys: leave out keys of other types. ensure_ascii: escape what is not ASCII. check_circular: ValueError for a container
    inside itself. allow_nan: write NaN and the infinities. sort_keys. indent: spaces, or a text, for each level. separators:
    (between items, behind keys). default: a function that makes something of any other value.
    """

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        """Something of which JSON can be made, for a value of which none can; TypeError."""
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        """The text of a value."""
        if isinstance(o, str):
            return _quote(str.__str__(o), self.ensure_ascii)
        if self.indent is None and not self.sort_keys:
            text = _write(o, bool(self.ensure_ascii), self.item_separator, self.key_separator)
            if text is not None:
                return text
        try:
            return "".join(self._chunks(o))
        except RecursionError:
            raise RecursionError(_TOO_DEEP) from None

    def iterencode(self, o, _one_shot=False):
        """Yield the text of a value in pieces."""
        return self._chunks(o)

    def _chunks(self, o):
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = " " * indent
        return _Writer(self, indent).value(o, 0)


class _Writer:
    # Writes one value. `level` is the depth of the container that is being written.

    def __init__(self, encoder, indent):
        self.encoder = encoder
        self.indent = indent
        self.inside = {} if encoder.check_circular else None

    def value(self, o, level):
        text = self.scalar(o)
        if text is not None:
            yield text
        elif isinstance(o, (list, tuple)):
            yield from self.list(o, level)
        elif isinstance(o, dict):
            yield from self.dict(o, level)
        else:
            self.enter(o)
            yield from self.value(self.encoder.default(o), level)
            self.leave(o)

    def scalar(self, o):
        # The text of what holds nothing else, or None.
        if isinstance(o, str):
            return _quote(str.__str__(o), self.encoder.ensure_ascii)
        if o is None:
            return "null"
        if o is True:
            return "true"
        if o is False:
            return "false"
        if isinstance(o, int):
            return int.__repr__(o)
        if isinstance(o, float):
            return self.float(o)
        return None

    def float(self, o):
        if o != o:
            text = "NaN"
        elif o == INFINITY:
            text = "Infinity"
        elif o == -INFINITY:
            text = "-Infinity"
        else:
            return float.__repr__(o)
        if not self.encoder.allow_nan:
            raise ValueError(f"Out of range float values are not JSON compliant: {o!r}")
        return text

    def enter(self, o):
        if self.inside is not None:
            if id(o) in self.inside:
                raise ValueError("Circular reference detected")
            self.inside[id(o)] = o

    def leave(self, o):
        if self.inside is not None:
            del self.inside[id(o)]

    def newline(self, level):
        return "\n" + self.indent * level

    def list(self, items, level):
        if not items:
            yield "[]"
            return
        self.enter(items)
        before = "["
        separator = self.encoder.item_separator
        if self.indent is not None:
            before += self.newline(level + 1)
            separator += self.newline(level + 1)
        for item in items:
            text = self.scalar(item)
            if text is not None:
                yield before + text
            else:
                yield before
                yield from self.value(item, level + 1)
            before = separator
        if self.indent is not None:
            yield self.newline(level)
        yield "]"
        self.leave(items)

    def dict(self, mapping, level):
        if not mapping:
            yield "{}"
            return
        self.enter(mapping)
        yield "{"
        separator = self.encoder.item_separator
        if self.indent is not None:
            separator += self.newline(level + 1)
        items = sorted(mapping.items()) if self.encoder.sort_keys else mapping.items()
        first = True
        for key, value in items:
            name = self.key(key)
            if name is None:
                continue
            if not first:
                yield separator
            elif self.indent is not None:
                yield self.newline(level + 1)
            first = False
            yield _quote(name, self.encoder.ensure_ascii)
            yield self.encoder.key_separator
            yield from self.value(value, level + 1)
        if not first and self.indent is not None:
            yield self.newline(level)
        yield "}"
        self.leave(mapping)

    def key(self, key):
        # The text of a key; None: it is left out.
        if isinstance(key, str):
            return str.__str__(key)
        text = self.scalar(key)
        if text is None and not self.encoder.skipkeys:
            raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")
        return text


_TOO_DEEP = "maximum recursion depth exceeded while encoding a JSON object"
