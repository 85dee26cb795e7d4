"""Printing data structures readably: what does not fit a line is broken at its items."""

import sys as _sys
import types as _types

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Print a value to a stream (sys.stdout)."""
    printer = PrettyPrinter(
        stream=stream, indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
        underscore_numbers=underscore_numbers,
    )
    printer.pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """The text that pprint prints, without the last newline."""
    return PrettyPrinter(
        indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
        underscore_numbers=underscore_numbers,
    ).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """As pprint, with dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """A repr that marks a container inside itself by `<Recursion on …>`."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Whether eval() could make the value from its text."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    """Whether a container is inside itself."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _safe_key:
    # Compares values; those that have no order go by the text of their types and where they are.

    __slots__ = ["obj"]

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            mine, its = self.obj, other.obj
            return (str(type(mine)), id(mine)) < (str(type(its)), id(its))


def _safe_tuple(t):
    return _safe_key(t[0]), _safe_key(t[1])


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


class PrettyPrinter:
    """The options of a printer: spaces for each level, characters in a line, how deep to go, and where to print."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        indent = int(indent)
        width = int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = _sys.stdout if stream is None else stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        """Print a value and a newline."""
        if self._stream is not None:
            self._stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        """The text of a value."""
        return self._laid_out(object, 0, 0, {}, 0)

    def isrecursive(self, object):
        """Whether a container is inside itself."""
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        """Whether eval() could make the value from its text."""
        text, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """Text on one line, whether it is readable, whether it is recursive. `context` has the ids of what it is in."""
        return self._safe_repr(object, context, maxlevels, level)

    def _repr(self, object, context, level):
        text, readable, recursive = self.format(object, context.copy(), self._depth, level)
        return text

    def _safe_repr(self, object, context, maxlevels, level):
        cls = type(object)
        if cls in _SCALARS:
            return repr(object), True, False
        written_by = getattr(cls, "__repr__", None)
        if issubclass(cls, int) and written_by is int.__repr__:
            return f"{object:_d}" if self._underscore_numbers else repr(object), True, False
        is_dict = issubclass(cls, dict) and written_by is dict.__repr__
        is_tuple = issubclass(cls, tuple) and written_by is tuple.__repr__
        if not is_dict and not is_tuple and not (issubclass(cls, list) and written_by is list.__repr__):
            text = repr(object)
            return text, bool(text) and not text.startswith("<"), False
        if not object:
            return "{}" if is_dict else "()" if is_tuple else "[]", True, False
        before, after = "{}" if is_dict else "()" if is_tuple else "[]"
        if maxlevels and level >= maxlevels:
            if is_tuple and len(object) == 1:
                after = ",)"
            return f"{before}...{after}", False, id(object) in context
        if id(object) in context:
            return _recursion(object), False, True
        context[id(object)] = 1
        level += 1
        readable, recursive = True, False
        items = []
        rows = (self._items_of(object) if is_dict else ((each,) for each in object))
        for row in rows:
            texts = []
            for each in row:
                text, can_read, is_inside = self.format(each, context, maxlevels, level)
                texts.append(text)
                readable = readable and can_read
                recursive = recursive or is_inside
            items.append(": ".join(texts))
        del context[id(object)]
        if is_tuple and len(items) == 1:
            after = ",)"
        return before + ", ".join(items) + after, readable, recursive

    def _items_of(self, mapping):
        return sorted(mapping.items(), key=_safe_tuple) if self._sort_dicts else mapping.items()

    # What follows gives text that begins at column `indent` of a line and leaves `allowance` columns for what comes after
    # it. `level` is the depth of what it is in.

    def _laid_out(self, object, indent, allowance, context, level):
        if id(object) in context:
            return _recursion(object)
        text = self._repr(object, context, level)
        if len(text) <= self._width - indent - allowance:
            return text
        layout = _layout_of(object)
        if layout is None:
            return text
        context[id(object)] = 1
        text = layout(self, object, indent, allowance, context, level + 1)
        del context[id(object)]
        return text

    def _margin(self):
        return " " * (self._indent_per_level - 1)

    def _dict(self, object, indent, allowance, context, level):
        items = self._pairs(self._items_of(object), indent, allowance + 1, context, level) if object else ""
        return f"{{{self._margin()}{items}}}"

    def _pairs(self, items, indent, allowance, context, level):
        indent += self._indent_per_level
        rows = []
        rest = len(items)
        for key, value in items:
            rest -= 1
            shown = self._repr(key, context, level)
            column = indent + len(shown) + 2
            rows.append(f"{shown}: " + self._laid_out(value, column, 1 if rest else allowance, context, level))
        return (",\n" + " " * indent).join(rows)

    def _items(self, items, indent, allowance, context, level):
        indent += self._indent_per_level
        newline = ",\n" + " " * indent
        room = whole = self._width - indent + 1
        parts = []
        before = ""
        rest = len(items)
        for item in items:
            rest -= 1
            after = 1 if rest else allowance
            if not rest:
                room -= allowance
                whole -= allowance
            if self._compact:
                # As many in a line as fit.
                text = self._repr(item, context, level)
                needed = len(text) + 2
                if room < needed:
                    room = whole
                    before = before and newline
                if room >= needed:
                    room -= needed
                    parts.append(before + text)
                    before = ", "
                    continue
            parts.append(before + self._laid_out(item, indent, after, context, level))
            before = newline
        return self._margin() + "".join(parts)

    def _fields(self, rows, indent, allowance, context, level):
        # name=value, each on a line of its own.
        texts = []
        rest = len(rows)
        for name, value in rows:
            rest -= 1
            if id(value) in context:
                shown = "..."
            else:
                shown = self._laid_out(value, indent + len(name) + 1, 1 if rest else allowance, context, level)
            texts.append(f"{name}={shown}")
        return (",\n" + " " * indent).join(texts)

    def _ordered_dict(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        name = type(object).__name__
        items = list(object.items())
        return f"{name}({self._laid_out(items, indent + len(name) + 1, allowance + 1, context, level)})"

    def _list(self, object, indent, allowance, context, level):
        return f"[{self._items(object, indent, allowance + 1, context, level)}]"

    def _tuple(self, object, indent, allowance, context, level):
        after = ",)" if len(object) == 1 else ")"
        return f"({self._items(object, indent, allowance + len(after), context, level)}{after}"

    def _set(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        name = type(object).__name__
        before, after = ("{", "}") if type(object) is set else (name + "({", "})")
        indent += len(before) - 1
        items = sorted(object, key=_safe_key)
        return before + self._items(items, indent, allowance + len(after), context, level) + after

    def _str(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        if level == 1:
            indent += 1
            allowance += 1
        room = self._width - indent
        chunks = []
        lines = object.splitlines(True)
        text = ""
        for i, line in enumerate(lines):
            is_last = i == len(lines) - 1
            text = repr(line)
            if len(text) <= room - (allowance if is_last else 0):
                chunks.append(text)
            else:
                chunks.extend(_wrapped_words(line, room, allowance if is_last else 0))
        if len(chunks) == 1:
            return text
        shown = ("\n" + " " * indent).join(chunks)
        return f"({shown})" if level == 1 else shown

    def _bytes(self, object, indent, allowance, context, level):
        if len(object) <= 4:
            return repr(object)
        if level == 1:
            indent += 1
            allowance += 1
        chunks = _wrapped_bytes(object, self._width - indent, allowance)
        shown = ("\n" + " " * indent).join(chunks)
        return f"({shown})" if level == 1 else shown

    def _bytearray(self, object, indent, allowance, context, level):
        return f"bytearray({self._bytes(bytes(object), indent + 10, allowance + 1, context, level + 1)})"

    def _mapping_proxy(self, object, indent, allowance, context, level):
        inside = self._laid_out(object.copy(), indent + 13, allowance + 1, context, level)
        return f"mappingproxy({inside})"

    def _namespace(self, object, indent, allowance, context, level):
        cls = type(object)
        # The class's own name is written for classes derived from it only.
        name = "namespace" if cls is _types.SimpleNamespace else cls.__name__
        fields = self._fields(list(object.__dict__.items()), indent + len(name) + 1, allowance, context, level)
        return f"{name}({fields})"

    def _dataclass(self, object, indent, allowance, context, level):
        from dataclasses import fields

        name = type(object).__name__
        rows = [(field.name, getattr(object, field.name)) for field in fields(object) if field.repr]
        return f"{name}({self._fields(rows, indent + len(name) + 1, allowance, context, level)})"

    def _defaultdict(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        factory = self._repr(object.default_factory, context, level)
        name = type(object).__name__
        indent += len(name) + 1
        inside = self._dict(object, indent, allowance + 1, context, level)
        return f"{name}({factory},\n{' ' * indent}{inside})"

    def _counter(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        name = type(object).__name__
        items = self._pairs(object.most_common(), indent + len(name) + 1, allowance + 2, context, level)
        return f"{name}({{{self._margin()}{items}}})"

    def _chain_map(self, object, indent, allowance, context, level):
        if not object.maps:
            return repr(object)
        name = type(object).__name__
        indent += len(name) + 1
        rest = len(object.maps)
        parts = []
        for each in object.maps:
            rest -= 1
            parts.append(self._laid_out(each, indent, 1 if rest else allowance + 1, context, level))
        return f"{name}(" + (",\n" + " " * indent).join(parts) + ")"

    def _deque(self, object, indent, allowance, context, level):
        if not object:
            return repr(object)
        name = type(object).__name__
        indent += len(name) + 1
        if object.maxlen is None:
            return f"{name}([{self._items(object, indent, allowance + 2, context, level)}])"
        limit = self._repr(object.maxlen, context, level)
        return f"{name}([{self._items(object, indent, 2, context, level)}],\n{' ' * indent}maxlen={limit})"

    def _data(self, object, indent, allowance, context, level):
        # UserDict, UserList and UserString: as what they wrap.
        return self._laid_out(object.data, indent, allowance, context, level - 1)


_SCALARS = frozenset({str, bytes, bytearray, float, complex, bool, type(None)})

_LAYOUTS = {
    dict.__repr__: PrettyPrinter._dict,
    list.__repr__: PrettyPrinter._list,
    tuple.__repr__: PrettyPrinter._tuple,
    set.__repr__: PrettyPrinter._set,
    frozenset.__repr__: PrettyPrinter._set,
    str.__repr__: PrettyPrinter._str,
    bytes.__repr__: PrettyPrinter._bytes,
    bytearray.__repr__: PrettyPrinter._bytearray,
    _types.MappingProxyType.__repr__: PrettyPrinter._mapping_proxy,
    _types.SimpleNamespace.__repr__: PrettyPrinter._namespace,
}

_COLLECTIONS = (
    ("OrderedDict", PrettyPrinter._ordered_dict), ("defaultdict", PrettyPrinter._defaultdict),
    ("Counter", PrettyPrinter._counter), ("ChainMap", PrettyPrinter._chain_map), ("deque", PrettyPrinter._deque),
    ("UserDict", PrettyPrinter._data), ("UserList", PrettyPrinter._data), ("UserString", PrettyPrinter._data),
)


def _layout_of(object):
    # How to break this value into lines: known for a class that is written by one of these __repr__ methods.
    written_by = type(object).__repr__
    found = _LAYOUTS.get(written_by)
    if found is not None:
        return found
    collections = _sys.modules.get("collections")
    if collections is not None:
        for name, layout in _COLLECTIONS:
            if getattr(collections, name).__repr__ is written_by:
                return layout
    params = getattr(object, "__dataclass_params__", None)
    if params is not None and not isinstance(object, type) and params.repr:
        if "__create_fn__" in getattr(getattr(written_by, "__wrapped__", None), "__qualname__", ""):
            return PrettyPrinter._dataclass
    return None


def _wrapped_words(line, room, allowance):
    # Breaks a line after the white space behind a word.
    words = []
    start = 0
    while start < len(line):
        end = start
        while end < len(line) and not line[end].isspace():
            end += 1
        while end < len(line) and line[end].isspace():
            end += 1
        words.append(line[start:end])
        start = end
    chunks = []
    current = ""
    for i, word in enumerate(words):
        if i == len(words) - 1:
            room -= allowance
        if current and len(repr(current + word)) > room:
            chunks.append(repr(current))
            current = word
        else:
            current += word
    if current:
        chunks.append(repr(current))
    return chunks


def _wrapped_bytes(object, width, allowance):
    # Breaks after every multiple of four bytes where the line is full.
    chunks = []
    current = b""
    last = len(object) // 4 * 4
    for i in range(0, len(object), 4):
        part = object[i : i + 4]
        if i == last:
            width -= allowance
        if current and len(repr(current + part)) > width:
            chunks.append(repr(current))
            current = part
        else:
            current += part
    if current:
        chunks.append(repr(current))
    return chunks
