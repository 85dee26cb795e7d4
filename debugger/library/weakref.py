"""Weak references."""

from _engine import weak_box as _box
from _engine import weak_boxed as _boxed
from _engine import weak_references
from _engine import weak_shared as _shared
from collections.abc import MutableMapping as _MutableMapping
from collections.abc import MutableSet as _MutableSet

__all__ = [
    "ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType",
    "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize",
]

class ref:
    """A weak reference to an object."""

    # The machine reads the first two.
    __slots__ = ("__callback__", "_box", "_hash", "__weakref__")

    def __new__(cls, object, callback=None, /, *args, **kwargs):
        if callback is None and cls is ref:
            known = _shared(object, cls)
            if known is not None:
                return known
        self = super().__new__(cls)
        self.__callback__ = callback
        self._hash = None
        self._box = _box(object, self)
        return self

    def __init__(self, object, callback=None, /):
        pass

    def __call__(self):
        return _boxed(self._box)

    def __hash__(self):
        if self._hash is None:
            object = _boxed(self._box)
            if object is None:
                raise TypeError("weak object has gone away")
            self._hash = hash(object)
        return self._hash

    def __eq__(self, other):
        if not isinstance(other, ref):
            return NotImplemented
        mine = _boxed(self._box)
        its = _boxed(other._box)
        if mine is None or its is None:
            return self is other
        return mine == its

    def __repr__(self):
        object = _boxed(self._box)
        if object is None:
            return f"<weakref at {id(self):#x}; dead>"
        name = getattr(object, "__name__", None)
        named = f" ({name})" if isinstance(name, str) else ""
        cls = type(object)
        module = "" if cls.__module__ == "builtins" else f"{cls.__module__}."
        return f"<weakref at {id(self):#x}; to '{module}{cls.__qualname__}' at {id(object):#x}{named}>"

    __class_getitem__ = classmethod(type(list[int]))


ReferenceType = ref
ref.__qualname__ = ref.__name__ = "ReferenceType"


class WeakMethod(ref):
    """A custom `weakref.ref` subclass which simulates a weak reference to a bound method."""

    __slots__ = ("_func_ref", "_meth_type")

    def __new__(cls, meth, callback=None):
        try:
            obj = meth.__self__
            func = meth.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(meth)}") from None
        self = ref.__new__(cls, obj, callback)
        self._func_ref = func
        self._meth_type = type(meth)
        return self

    def __call__(self):
        obj = super().__call__()
        return None if obj is None else self._meth_type(self._func_ref, obj)

    def __eq__(self, other):
        if isinstance(other, WeakMethod):
            return ref.__eq__(self, other) and self._func_ref == other._func_ref
        return NotImplemented

    __hash__ = ref.__hash__


class _Proxy:
    # Stands for its object in everything.
    __slots__ = ("_ref",)

    def __init__(self, object, callback=None):
        _set(self, "_ref", ref(object, callback))

    def __getattribute__(self, name):
        return getattr(_target(self), name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __delattr__(self, name):
        delattr(_target(self), name)

    def __repr__(self):
        obj = _get(self, "_ref")()
        return f"<weakproxy at {id(self):#x} to {type(obj).__name__} at {id(obj):#x}>"

    def __str__(self):
        return str(_target(self))

    def __bool__(self):
        return bool(_target(self))

    def __len__(self):
        return len(_target(self))

    def __iter__(self):
        return iter(_target(self))

    def __next__(self):
        return next(_target(self))

    def __getitem__(self, key):
        return _target(self)[key]

    def __setitem__(self, key, value):
        _target(self)[key] = value

    def __delitem__(self, key):
        del _target(self)[key]

    def __contains__(self, item):
        return item in _target(self)

    def __eq__(self, other):
        return _target(self) == other

    __hash__ = None


def _forward(name, function):
    def method(self, *args):
        return function(_target(self), *[_target(arg) if isinstance(arg, _Proxy) else arg for arg in args])

    method.__name__ = name
    setattr(_Proxy, name, method)


def _forward_operators():
    import operator

    for name in ("lt", "le", "gt", "ge", "neg", "pos", "abs", "invert", "index"):
        _forward(f"__{name}__", getattr(operator, name))
    _forward("__int__", int)
    _forward("__float__", float)
    for name in ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor"):
        function = getattr(operator, f"{name}_" if name in ("and", "or") else name)
        _forward(f"__{name}__", function)
        _forward(f"__r{name}__", lambda self, other, function=function: function(other, self))
        _forward(f"__i{name}__", getattr(operator, f"i{name}"))


_forward_operators()
_get = object.__getattribute__
_set = object.__setattr__


def _target(proxy):
    obj = _get(proxy, "_ref")()
    if obj is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return obj


class _CallableProxy(_Proxy):
    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return _target(self)(*args, **kwargs)


ProxyType = _Proxy
CallableProxyType = _CallableProxy
ProxyTypes = (ProxyType, CallableProxyType)
_Proxy.__name__ = _Proxy.__qualname__ = "ProxyType"
_CallableProxy.__name__ = _CallableProxy.__qualname__ = "CallableProxyType"


def proxy(object, callback=None, /):
    """Create a proxy object that weakly references 'object'."""
    return _CallableProxy(object, callback) if callable(object) else _Proxy(object, callback)


def getweakrefcount(object, /):
    """Return the number of weak references to 'object'."""
    return len(weak_references(object))


def getweakrefs(object, /):
    """Return a list of all weak reference objects pointing to 'object'."""
    return weak_references(object)


class WeakValueDictionary(_MutableMapping):
    """Mapping class that references values weakly."""

    def __init__(self, other=(), /, **kw):
        self.data = {}
        self.update(other, **kw)

    def _prune(self):
        dead = [key for key, value in self.data.items() if value() is None]
        for key in dead:
            del self.data[key]

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self.data[key] = ref(value)

    def __delitem__(self, key):
        del self.data[key]

    def __len__(self):
        self._prune()
        return len(self.data)

    def __iter__(self):
        self._prune()
        return iter(list(self.data))

    def __contains__(self, key):
        value = self.data.get(key)
        return value is not None and value() is not None

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def copy(self):
        return WeakValueDictionary(self)

    __copy__ = copy

    def valuerefs(self):
        """Return a list of weak references to the values."""
        return list(self.data.values())


class WeakKeyDictionary(_MutableMapping):
    """Mapping class that references keys weakly."""

    def __init__(self, dict=None):
        self.data = {}
        if dict is not None:
            self.update(dict)

    def _prune(self):
        dead = [key for key in self.data if key() is None]
        for key in dead:
            del self.data[key]

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key)] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __len__(self):
        self._prune()
        return len(self.data)

    def __iter__(self):
        self._prune()
        for wr in list(self.data):
            obj = wr()
            if obj is not None:
                yield obj

    def __contains__(self, key):
        try:
            wr = ref(key)
        except TypeError:
            return False
        return wr in self.data

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def copy(self):
        return WeakKeyDictionary(self)

    __copy__ = copy

    def keyrefs(self):
        """Return a list of weak references to the keys."""
        return list(self.data)


class WeakSet(_MutableSet):
    """A set of weakly referenced objects."""

    def __init__(self, data=None):
        self.data = {}
        if data is not None:
            self.update(data)

    def _prune(self):
        dead = [wr for wr in self.data if wr() is None]
        for wr in dead:
            del self.data[wr]

    def __iter__(self):
        for wr in list(self.data):
            obj = wr()
            if obj is not None:
                yield obj

    def __len__(self):
        self._prune()
        return len(self.data)

    def __contains__(self, item):
        try:
            wr = ref(item)
        except TypeError:
            return False
        return wr in self.data

    def add(self, item):
        self.data[ref(item)] = None

    def discard(self, item):
        self.data.pop(ref(item), None)

    def remove(self, item):
        del self.data[ref(item)]

    def clear(self):
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def update(self, other):
        for element in other:
            self.add(element)

    def __repr__(self):
        return "{" + ", ".join([repr(wr) for wr in self.data]) + "}"


class finalize:
    """Class for finalization of weakrefable objects."""

    __slots__ = ()
    _registry = {}

    def __init__(self, obj, func, /, *args, **kwargs):
        import atexit

        if not finalize._registry:
            atexit.register(finalize._exitfunc)
        finalize._registry[self] = [ref(obj, self), func, args, kwargs, True]

    def __call__(self, _=None):
        info = finalize._registry.pop(self, None)
        if info:
            return info[1](*info[2], **info[3])

    def detach(self):
        """If alive then mark as dead and return (obj, func, args, kwargs); otherwise return None"""
        info = finalize._registry.pop(self, None)
        if info:
            return (info[0](), info[1], info[2], info[3])

    def peek(self):
        """If alive then return (obj, func, args, kwargs); otherwise return None"""
        info = finalize._registry.get(self)
        if info:
            return (info[0](), info[1], info[2], info[3])

    @property
    def alive(self):
        """Whether finalizer is alive"""
        return self in finalize._registry

    @property
    def atexit(self):
        """Whether finalizer should be called at exit"""
        info = finalize._registry.get(self)
        return bool(info) and info[4]

    @atexit.setter
    def atexit(self, value):
        info = finalize._registry.get(self)
        if info:
            info[4] = bool(value)

    @classmethod
    def _exitfunc(cls):
        for f in reversed(list(cls._registry)):
            if cls._registry[f][4]:
                f()
