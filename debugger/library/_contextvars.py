# What contextvars has written in C: these frames show in no traceback.

import sys as _sys

from _engine import anchor as _anchor
from _engine import context_class as _context_class
from _engine import context_run as _context_run
from _engine import copy_context as _copy_context
from _engine import current_context as _current
from _engine import name_in_messages as _name_in_messages

_GenericAlias = type(list[int])


class _Missing:
    __slots__ = ()

    def __repr__(self):
        return "<Token.MISSING>"


_MISSING = _Missing()
_UNSET = object()


class Context:
    """A mapping of ContextVars to their values."""

    __slots__ = ("_data", "_previous", "_entered", "__weakref__")

    def __init__(self, *args, **kwargs):
        if args or kwargs:
            raise TypeError("Context() does not accept any arguments")
        self._data = {}
        self._previous = None
        self._entered = False

    def __init_subclass__(cls):
        raise TypeError("type 'Context' is not an acceptable base type")

    def run(self, callable, /, *args, **kwargs):
        return _context_run(self, callable, args, kwargs)

    def copy(self):
        new = Context()
        new._data = self._data
        return new

    def __getitem__(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError(f"a ContextVar key was expected, got {var!r}")
        return self._data[var]

    def __contains__(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError(f"a ContextVar key was expected, got {var!r}")
        return var in self._data

    def get(self, var, default=None, /):
        if not isinstance(var, ContextVar):
            raise TypeError(f"a ContextVar key was expected, got {var!r}")
        return self._data.get(var, default)

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)

    def keys(self):
        return self._data.keys()

    def values(self):
        return self._data.values()

    def items(self):
        return self._data.items()

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._data == other._data

    __hash__ = None


class Token:
    __slots__ = ("_context", "_var", "_old_value", "_used")

    MISSING = _MISSING

    def __init_subclass__(cls):
        raise TypeError("type 'Token' is not an acceptable base type")

    def __init__(self):
        raise RuntimeError("Tokens can only be created by ContextVars")

    @property
    def var(self):
        return self._var

    @property
    def old_value(self):
        return self._old_value

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self._var!r} at {id(self):#x}>"

    __class_getitem__ = classmethod(_GenericAlias)


class ContextVar:
    __slots__ = ("_name", "_default")

    def __init_subclass__(cls):
        raise TypeError("type 'ContextVar' is not an acceptable base type")

    def __init__(self, *names, default=_UNSET):
        if len(names) != 1:
            raise TypeError(f"ContextVar() takes exactly 1 positional argument ({len(names)} given)")
        (name,) = names
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=_UNSET, /):
        value = _current()._data.get(self, _UNSET)
        if value is not _UNSET:
            return value
        if default is not _UNSET:
            return default
        if self._default is not _UNSET:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        context = _current()
        token = object.__new__(Token)
        token._context = context
        token._var = self
        token._old_value = context._data.get(self, _MISSING)
        token._used = False
        context._data = {**context._data, self: value}
        return token

    def reset(self, token, /):
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        context = _current()
        if token._context is not context:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        data = {**context._data}
        if token._old_value is _MISSING:
            data.pop(self, None)
        else:
            data[self] = token._old_value
        context._data = data

    def __repr__(self):
        default = "" if self._default is _UNSET else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default} at {id(self):#x}>"

    __class_getitem__ = classmethod(_GenericAlias)


_context_class(Context)


def copy_context():
    return _copy_context()


for _cls in (Context, ContextVar, Token):
    _cls.__module__ = "_contextvars"
    _name_in_messages(_cls, f"_contextvars.{_cls.__name__}")
if "collections.abc" in _sys.modules:
    _sys.modules["collections.abc"].Mapping.register(Context)
del _cls
_anchor(Context)
