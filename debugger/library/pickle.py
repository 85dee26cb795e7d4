"""Objects as bytes and back. Written are the protocols from 2 on (0 and 1 are asked for and written as 2); read is what these hold."""

import copyreg as _copyreg
import io as _io
import struct as _struct
import sys as _sys
from collections import deque as _deque_type
from functools import partial as _partial

__all__ = [
    "PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load", "loads", "PickleBuffer",
    "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL",
]

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4
format_version = "4.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]

_FRAME_SIZE = 64 * 1024
_BATCH = 1000


class PickleError(Exception):
    """What pickling and unpickling raise."""

    __module__ = "_pickle"


class PicklingError(PickleError):
    """An object that cannot be pickled."""

    __module__ = "_pickle"


class UnpicklingError(PickleError):
    """Bytes that no pickler has written."""

    __module__ = "_pickle"


class PickleBuffer:
    """Bytes that protocol 5 hands over beside the pickle."""

    def __init__(self, object):
        self._view = memoryview(object)

    def raw(self):
        return self._view

    def release(self):
        self._view.release()


# Names of modules that Python 2 had, for protocol 2.
_OLD_MODULES = {"builtins": "__builtin__", "copyreg": "copy_reg", "queue": "Queue", "configparser": "ConfigParser"}
_NEW_MODULES = {old: new for new, old in _OLD_MODULES.items()}
_OLD_NAMES = {
    ("builtins", "range"): ("__builtin__", "xrange"), ("functools", "reduce"): ("__builtin__", "reduce"),
    ("builtins", "int"): ("__builtin__", "long"), ("builtins", "chr"): ("__builtin__", "unichr"), ("builtins", "str"): ("__builtin__", "unicode"),
    ("builtins", "zip"): ("itertools", "izip"), ("builtins", "map"): ("itertools", "imap"),
    ("builtins", "filter"): ("itertools", "ifilter"),
}
_NEW_NAMES = {old: new for new, old in _OLD_NAMES.items()}


def _by_path(holder, dotted):
    found = holder
    for name in dotted.split("."):
        if name == "<locals>":
            raise AttributeError(f"Can't get local object {dotted!r}")
        found = getattr(found, name)
    return found


def _module_of(obj, name):
    module = getattr(obj, "__module__", None)
    if isinstance(module, str):
        return module
    for key, candidate in list(_sys.modules.items()):
        if key in ("__main__", "__mp_main__") or candidate is None:
            continue
        try:
            if _by_path(candidate, name) is obj:
                return key
        except AttributeError:
            pass
    return "__main__"


def _deque(obj):
    return type(obj), ((), obj.maxlen) if obj.maxlen is not None else (), getattr(obj, "__dict__", None) or None, iter(obj)


def _pattern(obj):
    import re

    return re.compile, (obj.pattern, obj.flags)


# What the engine's own types do not say by __reduce_ex__.
_REDUCERS = {
    complex: lambda obj: (complex, (obj.real, obj.imag)),
    range: lambda obj: (range, (obj.start, obj.stop, obj.step)),
    slice: lambda obj: (slice, (obj.start, obj.stop, obj.step)),
    _deque_type: _deque,
    type(PickleBuffer(b"").raw): lambda obj: (getattr, (obj.__self__, obj.__func__.__name__)),
    type(...): lambda obj: "Ellipsis",
    type(NotImplemented): lambda obj: "NotImplemented",
    type(len): lambda obj: obj.__name__ if type(getattr(obj, "__self__", None)) in (type(None), type(_sys)) else (getattr, (obj.__self__, obj.__name__)),
}


_NEVER = frozenset((
    "generator coroutine async_generator coroutine_wrapper frame traceback code module memoryview cell dict_keys dict_values dict_items"
    " async_generator_asend async_generator_athrow"
).split())


class Pickler:
    """Writes pickles to a file."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = DEFAULT_PROTOCOL
        elif protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif protocol > HIGHEST_PROTOCOL:
            raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
        if buffer_callback is not None and protocol < 5:
            raise ValueError("buffer_callback needs protocol >= 5")
        try:
            self._write_out = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute") from None
        self._asked = protocol
        self.proto = max(protocol, 2)
        self.bin = True
        self.fast = False
        self.memo = {}
        self._fix = fix_imports and self.proto < 3
        self._callback = buffer_callback
        self._parts = []
        self._size = 0

    def clear_memo(self):
        """Forget which objects were written."""
        self.memo.clear()

    def dump(self, obj):
        """Write the pickle of an object."""
        if not hasattr(self, "memo"):
            raise PicklingError(f"Pickler.__init__() was not called by {type(self).__name__}.__init__()")
        self._parts, self._size = [], 0
        if self._asked >= 2:
            self._write_out(b"\x80" + bytes([self.proto]))
        self._save(obj)
        self._put(b".")
        self._end_frame()

    # ---- output ----

    def _put(self, data):
        self._parts.append(data)
        self._size += len(data)

    def _end_frame(self):
        data = b"".join(self._parts)
        self._parts, self._size = [], 0
        if self.proto >= 4 and len(data) >= 4:
            data = b"\x95" + _struct.pack("<Q", len(data)) + data
        if data:
            self._write_out(data)

    def _put_large(self, head, data):
        if self.proto >= 4 and len(data) >= _FRAME_SIZE:
            self._end_frame()
            self._write_out(head)
            self._write_out(data)
        else:
            self._put(head + data)

    def _memoize(self, obj):
        if self.fast:
            return
        index = len(self.memo)
        self.memo[id(obj)] = index, obj
        if self.proto >= 4:
            self._put(b"\x94")
        elif index < 256:
            self._put(b"q" + bytes([index]))
        else:
            self._put(b"r" + _struct.pack("<I", index))

    def _get(self, index):
        self._put(b"h" + bytes([index]) if index < 256 else b"j" + _struct.pack("<I", index))

    # ---- objects ----

    def persistent_id(self, obj):
        """What stands for an object that is kept elsewhere; None for any other."""
        return None

    def _save(self, obj, by_id=True):
        if self.proto >= 4 and self._size >= _FRAME_SIZE:
            self._end_frame()
        if by_id:
            known = self.persistent_id(obj)
            if known is not None:
                self._save(known, False)
                self._put(b"Q")
                return
        if obj is None or obj is True or obj is False:
            self._put({None: b"N", True: b"\x88", False: b"\x89"}[obj])
            return
        kind = type(obj)
        if kind is int:
            return self._save_int(obj)
        if kind is float:
            return self._put(b"G" + _struct.pack(">d", obj))
        known = self.memo.get(id(obj))
        if known is not None:
            return self._get(known[0])
        save = self._KINDS.get(kind)
        if save is not None and kind not in (set, frozenset, type):
            return save(self, obj)
        reduced = NotImplemented
        override = getattr(self, "reducer_override", None)
        if override is not None:
            reduced = override(obj)
        if reduced is NotImplemented:
            if save is not None:
                return save(self, obj)
            table = getattr(self, "dispatch_table", _copyreg.dispatch_table)
            reduce = table.get(kind) or _REDUCERS.get(kind)
            if reduce is None and kind.__module__ == "re" and kind.__name__ == "Pattern":
                reduce = _pattern
            if kind.__name__ in _NEVER and kind.__module__ in ("builtins", "types"):
                raise TypeError(f"cannot pickle {kind.__name__!r} object")
            if reduce is not None:
                reduced = reduce(obj)
            elif issubclass(kind, type):
                return self._save_class(obj)
            elif (reduce := getattr(obj, "__reduce_ex__", None)) is not None:
                reduced = reduce(self.proto)
            elif (reduce := getattr(obj, "__reduce__", None)) is not None:
                reduced = reduce()
            else:
                raise PicklingError(f"Can't pickle {kind.__name__!r} object: {obj!r}")
        if isinstance(reduced, str):
            return self._save_global(obj, reduced)
        if not isinstance(reduced, tuple):
            raise PicklingError("__reduce__ must return a string or tuple")
        if not 2 <= len(reduced) <= 6:
            raise PicklingError("tuple returned by __reduce__ must contain 2 through 6 elements")
        self._save_reduced(*reduced, obj=obj)

    def _save_reduced(self, func, args, state=None, items=None, pairs=None, setter=None, *, obj=None):
        if not callable(func):
            raise PicklingError("first item of the tuple returned by __reduce__ must be callable")
        if not isinstance(args, tuple):
            raise PicklingError("second item of the tuple returned by __reduce__ must be a tuple")
        name = getattr(func, "__name__", "")
        if name == "__newobj__":
            cls, *rest = args
            if not hasattr(cls, "__new__"):
                raise PicklingError("args[0] from __newobj__ args has no __new__")
            if obj is not None and cls is not obj.__class__:
                raise PicklingError("args[0] from __newobj__ args has the wrong class")
            self._save(cls)
            self._save(tuple(rest))
            self._put(b"\x81")
        elif name == "__newobj_ex__":
            cls, rest, kwargs = args
            if self.proto >= 4:
                self._save(cls)
                self._save(rest)
                self._save(kwargs)
                self._put(b"\x92")
            else:
                self._save(_partial(cls.__new__, cls, *rest, **kwargs))
                self._save(())
                self._put(b"R")
        else:
            self._save(func)
            self._save(args)
            self._put(b"R")
        if obj is not None:
            known = self.memo.get(id(obj))
            if known is not None:
                # Its arguments lead to itself, and have written it already.
                self._put(b"0")
                self._get(known[0])
            else:
                self._memoize(obj)
        if items is not None:
            self._appends(items)
        if pairs is not None:
            self._set_items(pairs)
        if state is not None:
            if setter is None:
                self._save(state)
                self._put(b"b")
            else:
                self._save(setter)
                self._save(obj)
                self._save(state)
                self._put(b"\x86R0")

    def _save_int(self, obj):
        if 0 <= obj < 256:
            self._put(b"K" + bytes([obj]))
        elif 0 <= obj < 65536:
            self._put(b"M" + _struct.pack("<H", obj))
        elif -(2**31) <= obj < 2**31:
            self._put(b"J" + _struct.pack("<i", obj))
        else:
            size = (obj.bit_length() >> 3) + 1
            data = obj.to_bytes(size, "little", signed=True)
            if obj < 0 and size > 1 and data[-1] == 255 and data[-2] & 128:
                data = data[:-1]
            head = b"\x8a" + bytes([len(data)]) if len(data) < 256 else b"\x8b" + _struct.pack("<i", len(data))
            self._put(head + data)

    def _save_bytes(self, obj):
        if self.proto < 3:
            import codecs

            if obj:
                return self._save_reduced(codecs.encode, (str(obj, "latin1"), "latin1"), obj=obj)
            return self._save_reduced(bytes, (), obj=obj)
        size = len(obj)
        if size < 256:
            self._put(b"C" + bytes([size]) + obj)
        else:
            self._put_large(b"B" + _struct.pack("<I", size) if size < 2**32 else b"\x8e" + _struct.pack("<Q", size), obj)
        self._memoize(obj)

    def _save_bytearray(self, obj):
        if self.proto < 5:
            return self._save_reduced(bytearray, (bytes(obj),) if obj else (), obj=obj)
        self._put_large(b"\x96" + _struct.pack("<Q", len(obj)), bytes(obj))
        self._memoize(obj)

    def _save_buffer(self, obj):
        if self.proto < 5:
            raise PicklingError("PickleBuffer can only be pickled with protocol >= 5")
        if self._callback is not None and not self._callback(obj):
            self._put(b"\x97")
            if obj.raw().readonly:
                self._put(b"\x98")
        elif obj.raw().readonly:
            self._save_bytes(bytes(obj.raw()))
        else:
            self._save_bytearray(bytearray(obj.raw()))

    def _save_str(self, obj):
        data = obj.encode("utf-8", "surrogatepass")
        size = len(data)
        if size < 256 and self.proto >= 4:
            self._put(b"\x8c" + bytes([size]) + data)
        else:
            self._put_large(b"X" + _struct.pack("<I", size) if size < 2**32 else b"\x8d" + _struct.pack("<Q", size), data)
        self._memoize(obj)

    def _save_tuple(self, obj):
        if not obj:
            return self._put(b")")
        short = len(obj) <= 3
        if not short:
            self._put(b"(")
        for item in obj:
            self._save(item)
        known = self.memo.get(id(obj))
        if known is not None:
            # It leads to itself.
            self._put(b"0" * len(obj) if short else b"1")
            return self._get(known[0])
        self._put((b"\x85", b"\x86", b"\x87")[len(obj) - 1] if short else b"t")
        self._memoize(obj)

    def _save_list(self, obj):
        self._put(b"]")
        self._memoize(obj)
        self._appends(obj)

    def _batches(self, items):
        batch = []
        for item in items:
            batch.append(item)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def _appends(self, items):
        for batch in self._batches(items):
            if len(batch) > 1:
                self._put(b"(")
            for item in batch:
                self._save(item)
            self._put(b"e" if len(batch) > 1 else b"a")

    def _save_dict(self, obj):
        self._put(b"}")
        self._memoize(obj)
        self._set_items(obj.items())

    def _set_items(self, pairs):
        for batch in self._batches(pairs):
            if len(batch) > 1:
                self._put(b"(")
            for key, value in batch:
                self._save(key)
                self._save(value)
            self._put(b"u" if len(batch) > 1 else b"s")

    def _save_set(self, obj):
        if self.proto < 4:
            return self._save_reduced(set, (list(obj),), obj=obj)
        self._put(b"\x8f")
        self._memoize(obj)
        for batch in self._batches(obj):
            self._put(b"(")
            for item in batch:
                self._save(item)
            self._put(b"\x90")

    def _save_frozenset(self, obj):
        if self.proto < 4:
            return self._save_reduced(frozenset, (list(obj),), obj=obj)
        self._put(b"(")
        for item in obj:
            self._save(item)
        known = self.memo.get(id(obj))
        if known is not None:
            self._put(b"1")
            return self._get(known[0])
        self._put(b"\x91")
        self._memoize(obj)

    def _save_class(self, obj):
        for value in (None, NotImplemented, ...):
            if obj is type(value):
                return self._save_reduced(type, (value,), obj=obj)
        self._save_global(obj)

    def _save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, "__qualname__", None) or obj.__name__
        module = _module_of(obj, name)
        try:
            __import__(module)
            holder = _sys.modules[module]
        except (ImportError, KeyError):
            raise PicklingError(f"Can't pickle {obj!r}: import of module {module!r} failed") from None
        if "<locals>" in name.split("."):
            raise AttributeError(f"Can't get local object {name!r}")
        try:
            found = _by_path(holder, name)
        except AttributeError:
            raise PicklingError(f"Can't pickle {obj!r}: attribute lookup {name} on {module} failed") from None
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module}.{name}")
        if self.proto >= 4:
            self._save(module)
            self._save(name)
            self._put(b"\x93")
        else:
            *above, last = name.split(".")
            if above:
                # A name inside a class: reached by getattr.
                parent = _by_path(holder, ".".join(above))
                return self._save_reduced(getattr, (parent, last), obj=obj)
            if self._fix:
                module, last = _OLD_NAMES.get((module, last), (_OLD_MODULES.get(module, module), last))
            self._put(b"c" + module.encode("ascii") + b"\n" + last.encode("ascii") + b"\n")
        self._memoize(obj)

    _KINDS = {
        bytes: _save_bytes, bytearray: _save_bytearray, PickleBuffer: _save_buffer, str: _save_str, tuple: _save_tuple,
        list: _save_list, dict: _save_dict, set: _save_set, frozenset: _save_frozenset, type: _save_class,
        type(_by_path): _save_global,
    }


class Unpickler:
    """Reads pickles from a file."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        try:
            self._file_read, self._file_line = file.read, file.readline
        except AttributeError:
            raise TypeError("file must have 'read' and 'readline' attributes") from None
        self.memo = {}
        self._encoding = encoding, errors
        self._fix = fix_imports
        self._buffers = None if buffers is None else iter(buffers)
        self._proto = 0

    def persistent_load(self, pid):
        """The object that an id stands for."""
        raise UnpicklingError("A load persistent id instruction was encountered, but no persistent_load function was specified.")

    def find_class(self, module_name, global_name, /):
        """The object of this name in a module."""
        if self._proto < 3 and self._fix:
            module_name, global_name = _NEW_NAMES.get((module_name, global_name), (module_name, global_name))
            module_name = _NEW_MODULES.get(module_name, module_name)
        __import__(module_name)
        holder = _sys.modules[module_name]
        if self._proto < 4:
            return getattr(holder, global_name)
        try:
            return _by_path(holder, global_name)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {global_name!r} on {holder!r}") from None

    def _read(self, size):
        data = self._file_read(size)
        if len(data) < size:
            if not data and size == 1:
                raise EOFError("Ran out of input")
            raise UnpicklingError("pickle data was truncated")
        return data

    def _line(self):
        line = self._file_line()
        if not line.endswith(b"\n"):
            raise UnpicklingError("pickle data was truncated")
        return line[:-1]

    def _number(self, size, signed=False):
        return int.from_bytes(self._read(size), "little", signed=signed)

    def _pop_mark(self):
        if not self._marks:
            raise UnpicklingError("could not find MARK")
        items, self._stack = self._stack, self._marks.pop()
        return items

    def _pop(self):
        if not self._stack:
            raise UnpicklingError("unexpected MARK found" if self._marks else "pickle data was truncated")
        return self._stack.pop()

    def load(self):
        """The object that the pickle stands for."""
        self._stack, self._marks = [], []
        self._proto = 0
        steps = self._STEPS
        while True:
            code = self._read(1)[0]
            if code == 46:
                return self._pop()
            step = steps.get(code)
            if step is None:
                shown = chr(code) if 32 <= code < 127 and code != 39 else f"\\x{code:02x}"
                raise UnpicklingError(f"invalid load key, '{shown}'.")
            step(self)

    # ---- what each code does ----

    def _push(self, value):
        self._stack.append(value)

    def _protocol(self):
        self._proto = self._read(1)[0]
        if self._proto > HIGHEST_PROTOCOL:
            raise ValueError(f"unsupported pickle protocol: {self._proto}")

    def _frame(self):
        size = self._number(8)
        data = self._file_read(size)
        if len(data) < size:
            raise UnpicklingError("pickle exhausted before end of frame")
        outer_read, outer_line = self._file_read, self._file_line
        inner = _io.BytesIO(data)

        def read(size=-1):
            found = inner.read(size)
            if found or size == 0:
                return found
            self._file_read, self._file_line = outer_read, outer_line
            return outer_read(size)

        def readline():
            return inner.readline() or outer_line()

        self._file_read, self._file_line = read, readline

    def _text_int(self):
        line = self._line()
        self._push({b"00": False, b"01": True}[line] if line in (b"00", b"01") else int(line))

    def _text_long(self):
        self._push(int(self._line().rstrip(b"L") or b"0"))

    def _text_float(self):
        self._push(float(self._line()))

    def _old_text(self, data):
        encoding, errors = self._encoding
        self._push(data if encoding == "bytes" else data.decode(encoding, errors))

    def _quoted(self):
        line = self._line().strip()
        if len(line) < 2 or line[:1] != line[-1:] or line[:1] not in (b"'", b'"'):
            raise UnpicklingError("the STRING opcode argument must be quoted")
        self._old_text(line[1:-1].decode("unicode_escape").encode("latin1"))

    def _tuple(self, count):
        items = [self._pop() for _ in range(count)]
        self._push(tuple(reversed(items)))

    def _global(self):
        module, name = self._line().decode("utf-8"), self._line().decode("utf-8")
        self._push(self.find_class(module, name))

    def _stack_global(self):
        name, module = self._pop(), self._pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError("STACK_GLOBAL requires str")
        self._push(self.find_class(module, name))

    def _reduce(self):
        args, func = self._pop(), self._pop()
        self._push(func(*args))

    def _new(self):
        args, cls = self._pop(), self._pop()
        self._push(cls.__new__(cls, *args))

    def _new_ex(self):
        kwargs, args, cls = self._pop(), self._pop(), self._pop()
        self._push(cls.__new__(cls, *args, **kwargs))

    def _instance(self, cls, args):
        if not args and isinstance(cls, type) and not hasattr(cls, "__getinitargs__"):
            return cls.__new__(cls)
        return cls(*args)

    def _old_instance(self):
        module, name = self._line().decode("ascii"), self._line().decode("ascii")
        args = self._pop_mark()
        self._push(self._instance(self.find_class(module, name), args))

    def _old_object(self):
        cls, *args = self._pop_mark()
        self._push(self._instance(cls, args))

    def _build(self):
        state = self._pop()
        target = self._stack[-1]
        setter = getattr(target, "__setstate__", None)
        if setter is not None:
            setter(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            own = target.__dict__
            for key, value in state.items():
                own[_sys.intern(key) if type(key) is str else key] = value
        if slots:
            for key, value in slots.items():
                setattr(target, key, value)

    def _append_all(self):
        items = self._pop_mark()
        target = self._stack[-1]
        extend = getattr(target, "extend", None)
        if extend is not None:
            extend(items)
        else:
            for item in items:
                target.append(item)

    def _append(self):
        item = self._pop()
        self._stack[-1].append(item)

    def _set_item(self):
        value, key = self._pop(), self._pop()
        self._stack[-1][key] = value

    def _set_all(self):
        items = self._pop_mark()
        target = self._stack[-1]
        for i in range(0, len(items), 2):
            target[items[i]] = items[i + 1]

    def _add_all(self):
        items = self._pop_mark()
        target = self._stack[-1]
        if isinstance(target, set):
            target.update(items)
        else:
            for item in items:
                target.add(item)

    def _dict(self):
        items = self._pop_mark()
        self._push({items[i]: items[i + 1] for i in range(0, len(items), 2)})

    def _mark(self):
        self._marks.append(self._stack)
        self._stack = []

    def _drop(self):
        if self._stack:
            del self._stack[-1]
        else:
            self._pop_mark()

    def _recall(self, index):
        if index not in self.memo:
            raise UnpicklingError(f"Memo value not found at index {index}")
        self._push(self.memo[index])

    def _remember(self, index):
        self.memo[index] = self._stack[-1]

    def _next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError("pickle stream refers to out-of-band data but no *buffers* argument was given")
        try:
            self._push(next(self._buffers))
        except StopIteration:
            raise UnpicklingError("not enough out-of-band buffers") from None

    def _read_only(self):
        view = memoryview(self._stack[-1])
        if not view.readonly:
            self._stack[-1] = view.toreadonly()

    _STEPS = {
        0x80: _protocol, 0x95: _frame,
        78: lambda u: u._push(None), 0x88: lambda u: u._push(True), 0x89: lambda u: u._push(False),
        75: lambda u: u._push(u._number(1)), 77: lambda u: u._push(u._number(2)), 74: lambda u: u._push(u._number(4, True)),
        0x8A: lambda u: u._push(u._number(u._number(1), True)), 0x8B: lambda u: u._push(u._number(u._number(4), True)),
        71: lambda u: u._push(_struct.unpack(">d", u._read(8))[0]),
        73: _text_int, 76: _text_long, 70: _text_float, 83: _quoted,
        84: lambda u: u._old_text(u._read(u._number(4))), 85: lambda u: u._old_text(u._read(u._number(1))),
        86: lambda u: u._push(u._line().decode("raw_unicode_escape")),
        67: lambda u: u._push(u._read(u._number(1))), 66: lambda u: u._push(u._read(u._number(4))),
        0x8E: lambda u: u._push(u._read(u._number(8))), 0x96: lambda u: u._push(bytearray(u._read(u._number(8)))),
        0x8C: lambda u: u._push(u._read(u._number(1)).decode("utf-8", "surrogatepass")),
        88: lambda u: u._push(u._read(u._number(4)).decode("utf-8", "surrogatepass")),
        0x8D: lambda u: u._push(u._read(u._number(8)).decode("utf-8", "surrogatepass")),
        41: lambda u: u._push(()), 0x85: lambda u: u._tuple(1), 0x86: lambda u: u._tuple(2), 0x87: lambda u: u._tuple(3),
        116: lambda u: u._push(tuple(u._pop_mark())),
        93: lambda u: u._push([]), 108: lambda u: u._push(u._pop_mark()), 97: _append, 101: _append_all,
        125: lambda u: u._push({}), 100: _dict, 115: _set_item, 117: _set_all,
        0x8F: lambda u: u._push(set()), 0x90: _add_all, 0x91: lambda u: u._push(frozenset(u._pop_mark())),
        99: _global, 0x93: _stack_global, 82: _reduce, 0x81: _new, 0x92: _new_ex, 105: _old_instance, 111: _old_object, 98: _build,
        40: _mark, 48: _drop, 49: lambda u: u._pop_mark(), 50: lambda u: u._push(u._stack[-1]),
        103: lambda u: u._recall(int(u._line())), 104: lambda u: u._recall(u._number(1)), 106: lambda u: u._recall(u._number(4)),
        112: lambda u: u._remember(int(u._line())), 113: lambda u: u._remember(u._number(1)), 114: lambda u: u._remember(u._number(4)),
        0x94: lambda u: u._remember(len(u.memo)),
        80: lambda u: u._push(u.persistent_load(u._line().decode("ascii"))), 81: lambda u: u._push(u.persistent_load(u._pop())),
        0x97: _next_buffer, 0x98: _read_only,
    }


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Write the pickle of an object to a file."""
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """The pickle of an object."""
    file = _io.BytesIO()
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return file.getvalue()


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object of the pickle that a file holds next."""
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object of a pickle."""
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return load(_io.BytesIO(data), fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers)
