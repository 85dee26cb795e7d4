# What functools has written in C: these frames show in no traceback.

from _engine import name_in_messages as _name_in_messages


class _Unset:
    __slots__ = ()


_UNSET = _Unset()


class partial:
    """Create a new function with partial application of the given arguments and keywords."""

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial) and type(func) is cls is partial and not func.__dict__:
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = object.__new__(cls)
        self.func = func
        self.args = args
        self.keywords = keywords
        return self

    __slots__ = ("func", "args", "keywords", "__dict__", "__weakref__")

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        for active in _active:
            if active is self:
                return "..."
        _active.append(self)
        try:
            cls = type(self)
            name = f"functools.{cls.__qualname__}" if cls is partial else f"{cls.__module__}.{cls.__qualname__}"
            parts = [repr(self.func), *[repr(x) for x in self.args]]
            parts.extend([f"{k}={v!r}" for k, v in self.keywords.items()])
            return f"{name}({', '.join(parts)})"
        finally:
            _active.pop()

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords or None, self.__dict__ or None)

    def __setstate__(self, state):
        if not isinstance(state, tuple) or len(state) != 4:
            raise TypeError("invalid partial state")
        func, args, keywords, namespace = state
        self.func = func
        self.args = tuple(args)
        self.keywords = {} if keywords is None else dict(keywords)
        if namespace:
            self.__dict__.update(namespace)

    __class_getitem__ = classmethod(type(list[int]))


_active = []
partial.__module__ = "functools"


def reduce(function, iterable, initial=_UNSET, /):
    """Apply a function of two arguments cumulatively to the items of an iterable, from left to right."""
    it = iter(iterable)
    value = initial
    if value is _UNSET:
        for value in it:
            break
        else:
            raise TypeError("reduce() of empty iterable with no initial value")
    for x in it:
        value = function(value, x)
    return value


reduce.__module__ = "_functools"


class _Key:
    __slots__ = ("obj", "_compare")

    def __init__(self, obj, compare):
        self.obj = obj
        self._compare = compare

    def __lt__(self, other):
        return self._compare(self.obj, other.obj) < 0

    def __gt__(self, other):
        return self._compare(self.obj, other.obj) > 0

    def __eq__(self, other):
        return self._compare(self.obj, other.obj) == 0

    def __le__(self, other):
        return self._compare(self.obj, other.obj) <= 0

    def __ge__(self, other):
        return self._compare(self.obj, other.obj) >= 0

    __hash__ = None


def cmp_to_key(mycmp):
    """Convert a cmp= function into a key= function."""

    def key(obj):
        return _Key(obj, mycmp)

    return key


class _LruCacheWrapper:
    # The callable that lru_cache makes.
    def __init__(self, function, maxsize, typed, info):
        self._function = function
        self._maxsize = maxsize
        self._typed = typed
        self._info = info
        self._cache = {}
        self._hits = 0
        self._misses = 0

    def __call__(self, /, *args, **kwargs):
        if self._maxsize == 0:
            self._misses += 1
            return self._function(*args, **kwargs)
        key = _make_key(args, kwargs, self._typed)
        cache = self._cache
        found = cache.get(key, _UNSET)
        if found is not _UNSET:
            self._hits += 1
            if self._maxsize is not None:
                del cache[key]
                cache[key] = found
            return found
        self._misses += 1
        result = self._function(*args, **kwargs)
        if self._maxsize is not None and key not in cache and len(cache) >= self._maxsize:
            for oldest in cache:
                break
            del cache[oldest]
        cache[key] = result
        return result

    def cache_info(self):
        """Report cache statistics"""
        return self._info(self._hits, self._misses, self._maxsize, len(self._cache))

    def cache_clear(self):
        """Clear the cache and cache statistics"""
        self._hits = 0
        self._misses = 0
        self._cache = {}

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        return _method_type(self, obj)

    def __repr__(self):
        name = getattr(self, "__qualname__", "?")
        return f"<functools._lru_cache_wrapper object at {id(self):#x}>" if name == "?" else object.__repr__(self)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


_LruCacheWrapper.__name__ = _LruCacheWrapper.__qualname__ = "_lru_cache_wrapper"
_LruCacheWrapper.__module__ = "functools"
_method_type = type(_LruCacheWrapper(None, None, None, None).cache_clear)


def _make_key(args, kwargs, typed):
    key = args
    if kwargs:
        key = (*args, _UNSET)
        for item in kwargs.items():
            key += item
    if typed:
        key += tuple([type(v) for v in args])
        if kwargs:
            key += tuple([type(v) for v in kwargs.values()])
    elif len(key) == 1 and type(key[0]) in (int, str):
        return key[0]
    return key


_name_in_messages(partial, "functools.partial")
_name_in_messages(_LruCacheWrapper, "functools._lru_cache_wrapper")
