"""Functional tools for creating and using iterators."""

import operator as _operator
from _engine import name_in_messages as _name_in_messages


def _index(value):
    return _operator.index(value) if not isinstance(value, int) else value


class count:
    """Return a count object whose .__next__() method returns consecutive values."""

    __slots__ = ("_value", "_step")

    def __init__(self, start=0, step=1):
        if not hasattr(start, "__add__") or isinstance(start, str) or isinstance(step, str):
            raise TypeError("a number is required")
        self._value = start
        self._step = step

    def __iter__(self):
        return self

    def __next__(self):
        value = self._value
        self._value = value + self._step
        return value

    def __repr__(self):
        if isinstance(self._step, int) and self._step == 1:
            return f"count({self._value!r})"
        return f"count({self._value!r}, {self._step!r})"


class cycle:
    """Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely."""

    __slots__ = ("_it", "_saved", "_index")

    def __init__(self, iterable, /):
        self._it = iter(iterable)
        self._saved = []
        self._index = -1

    def __iter__(self):
        return self

    def __next__(self):
        if self._it is not None:
            for item in self._it:
                self._saved.append(item)
                return item
            self._it = None
        if not self._saved:
            raise StopIteration
        self._index += 1
        if self._index >= len(self._saved):
            self._index = 0
        return self._saved[self._index]


class repeat:
    """repeat(object [,times]) -> create an iterator which returns the object for the specified number of times."""

    __slots__ = ("_object", "_times")

    def __init__(self, object, times=None):
        self._object = object
        self._times = None if times is None else max(_index(times), 0)

    def __iter__(self):
        return self

    def __next__(self):
        if self._times is not None:
            if self._times <= 0:
                raise StopIteration
            self._times -= 1
        return self._object

    def __length_hint__(self):
        if self._times is None:
            raise TypeError("len() of unsized object")
        return self._times

    def __repr__(self):
        if self._times is None:
            return f"repeat({self._object!r})"
        return f"repeat({self._object!r}, {self._times})"


class accumulate:
    """Return series of accumulated sums (or other binary function results)."""

    __slots__ = ("_it", "_func", "_total", "_initial", "_started")

    def __init__(self, iterable, func=None, *, initial=None):
        self._it = iter(iterable)
        self._func = func
        self._initial = initial
        self._started = False

    def __iter__(self):
        return self

    def __next__(self):
        if not self._started:
            self._started = True
            if self._initial is not None:
                self._total = self._initial
                return self._total
            self._total = next(self._it)
            return self._total
        if not hasattr(self, "_total"):
            raise StopIteration
        item = next(self._it)
        self._total = self._total + item if self._func is None else self._func(self._total, item)
        return self._total


class batched:
    """Batch data into tuples of length n. The last batch may be shorter than n."""

    __slots__ = ("_it", "_n", "_strict")

    def __init__(self, iterable, n, *, strict=False):
        n = _index(n)
        if n < 1:
            raise ValueError("n must be at least one")
        self._it = iter(iterable)
        self._n = n
        self._strict = strict

    def __iter__(self):
        return self

    def __next__(self):
        if self._it is None:
            raise StopIteration
        batch = []
        for item in self._it:
            batch.append(item)
            if len(batch) == self._n:
                return tuple(batch)
        self._it = None
        if not batch:
            raise StopIteration
        if self._strict:
            raise ValueError("batched(): incomplete batch")
        return tuple(batch)


class chain:
    """Return a chain object whose .__next__() method returns elements from the first iterable until it is exhausted."""

    __slots__ = ("_sources", "_active")

    def __init__(self, *iterables):
        self._sources = iter(iterables)
        self._active = None

    @classmethod
    def from_iterable(cls, iterable, /):
        """Alternative chain() constructor taking a single iterable argument that evaluates lazily."""
        self = cls()
        self._sources = iter(iterable)
        return self

    def __iter__(self):
        return self

    def __next__(self):
        while self._sources is not None:
            if self._active is None:
                for source in self._sources:
                    self._active = iter(source)
                    break
                else:
                    self._sources = None
                    break
            for item in self._active:
                return item
            self._active = None
        raise StopIteration

    __class_getitem__ = classmethod(type(list[int]))


class compress:
    """Return data elements corresponding to true selector elements."""

    __slots__ = ("_data", "_selectors")

    def __init__(self, data, selectors):
        self._data = iter(data)
        self._selectors = iter(selectors)

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            item = next(self._data)
            if next(self._selectors):
                return item


class dropwhile:
    """Drop items from the iterable while predicate(item) is true."""

    __slots__ = ("_predicate", "_it", "_started")

    def __init__(self, predicate, iterable, /):
        self._predicate = predicate
        self._it = iter(iterable)
        self._started = False

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            item = next(self._it)
            if self._started:
                return item
            if not self._predicate(item):
                self._started = True
                return item


class takewhile:
    """Return successive entries from an iterable as long as the predicate evaluates to true for each entry."""

    __slots__ = ("_predicate", "_it")

    def __init__(self, predicate, iterable, /):
        self._predicate = predicate
        self._it = iter(iterable)

    def __iter__(self):
        return self

    def __next__(self):
        if self._it is None:
            raise StopIteration
        item = next(self._it)
        if self._predicate(item):
            return item
        self._it = None
        raise StopIteration


class filterfalse:
    """Return those items of iterable for which function(item) is false."""

    __slots__ = ("_function", "_it")

    def __init__(self, function, iterable, /):
        self._function = function
        self._it = iter(iterable)

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            item = next(self._it)
            if not (item if self._function is None else self._function(item)):
                return item


class starmap:
    """Return an iterator whose values are returned from the function evaluated with an argument tuple."""

    __slots__ = ("_function", "_it")

    def __init__(self, function, iterable, /):
        self._function = function
        self._it = iter(iterable)

    def __iter__(self):
        return self

    def __next__(self):
        return self._function(*next(self._it))


class pairwise:
    """Return an iterator of overlapping pairs taken from the input iterator."""

    __slots__ = ("_it", "_old", "_started")

    def __init__(self, iterable, /):
        self._it = iter(iterable)
        self._started = False

    def __iter__(self):
        return self

    def __next__(self):
        if not self._started:
            self._old = next(self._it)
            self._started = True
        new = next(self._it)
        old = self._old
        self._old = new
        return (old, new)


class islice:
    """Return an iterator whose next() method returns selected values from an iterable."""

    __slots__ = ("_it", "_next", "_stop", "_step", "_count")

    def __init__(self, iterable, /, *args):
        if not args:
            raise TypeError("islice expected at least 2 arguments, got 1")
        if len(args) > 3:
            raise TypeError(f"islice expected at most 4 arguments, got {len(args) + 1}")
        s = slice(*args)
        start = _slice_part(s.start, "Indices")
        stop = _slice_part(s.stop, "Stop argument" if len(args) == 1 else "Indices")
        step = _slice_part(s.step, "Step")
        self._it = iter(iterable)
        self._next = 0 if start is None else start
        self._stop = stop
        self._step = 1 if step is None else step
        self._count = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self._it is None:
            raise StopIteration
        stop = self._stop
        while self._count < self._next:
            if stop is not None and self._count >= stop:
                self._it = None
                raise StopIteration
            self._count += 1
            try:
                next(self._it)
            except StopIteration:
                self._it = None
                raise
        if stop is not None and self._count >= stop:
            self._it = None
            raise StopIteration
        try:
            item = next(self._it)
        except StopIteration:
            self._it = None
            raise
        self._count += 1
        self._next += self._step
        if stop is not None and self._next > stop:
            self._next = stop
        return item


def _slice_part(value, word):
    if value is None:
        return None
    if not isinstance(value, int):
        if not hasattr(value, "__index__"):
            value = -1
        else:
            value = _operator.index(value)
    if word == "Step":
        if value < 1:
            raise ValueError("Step for islice() must be a positive integer or None.")
    elif value < 0:
        verb = "must" if word == "Indices" else "must"
        noun = "Indices for islice()" if word == "Indices" else "Stop argument for islice()"
        raise ValueError(f"{noun} {verb} be None or an integer: 0 <= x <= sys.maxsize.")
    return value


class zip_longest:
    """Return a zip_longest object whose .__next__() method returns a tuple; missing values are filled in."""

    __slots__ = ("_its", "_active", "_fillvalue")

    def __init__(self, *iterables, fillvalue=None):
        self._its = [iter(it) for it in iterables]
        self._active = len(iterables)
        self._fillvalue = fillvalue

    def __iter__(self):
        return self

    def __next__(self):
        if not self._active:
            raise StopIteration
        values = []
        i = 0
        for it in self._its:
            if it is None:
                values.append(self._fillvalue)
            else:
                for item in it:
                    values.append(item)
                    break
                else:
                    self._active -= 1
                    self._its[i] = None
                    if not self._active:
                        raise StopIteration
                    values.append(self._fillvalue)
            i += 1
        return tuple(values)


class product:
    """Cartesian product of input iterables. Equivalent to nested for-loops."""

    __slots__ = ("_pools", "_indexes")

    def __init__(self, *iterables, repeat=1):
        if not isinstance(repeat, int):
            repeat = _operator.index(repeat)
        if repeat < 0:
            raise ValueError("repeat argument cannot be negative")
        pools = [tuple(pool) for pool in iterables] * repeat
        self._pools = pools
        self._indexes = None
        for pool in pools:
            if not pool:
                self._pools = None

    def __iter__(self):
        return self

    def __next__(self):
        pools = self._pools
        if pools is None:
            raise StopIteration
        indexes = self._indexes
        if indexes is None:
            self._indexes = indexes = [0] * len(pools)
        else:
            i = len(pools) - 1
            while i >= 0:
                indexes[i] += 1
                if indexes[i] < len(pools[i]):
                    break
                indexes[i] = 0
                i -= 1
            else:
                self._pools = None
                raise StopIteration
        return tuple([pool[i] for pool, i in zip(pools, indexes)])


class combinations:
    """Return successive r-length combinations of elements in the iterable."""

    __slots__ = ("_pool", "_indexes", "_r")

    def __init__(self, iterable, r):
        self._pool = tuple(iterable)
        self._r = _index(r)
        if self._r < 0:
            raise ValueError("r must be non-negative")
        self._indexes = None
        if self._r > len(self._pool):
            self._pool = None

    def __iter__(self):
        return self

    def __next__(self):
        pool = self._pool
        if pool is None:
            raise StopIteration
        r = self._r
        indexes = self._indexes
        if indexes is None:
            self._indexes = indexes = [*range(r)]
        else:
            n = len(pool)
            i = r - 1
            while i >= 0 and indexes[i] == i + n - r:
                i -= 1
            if i < 0:
                self._pool = None
                raise StopIteration
            indexes[i] += 1
            for j in range(i + 1, r):
                indexes[j] = indexes[j - 1] + 1
        return tuple([pool[i] for i in indexes])


class combinations_with_replacement:
    """Return successive r-length combinations of elements in the iterable allowing repeats."""

    __slots__ = ("_pool", "_indexes", "_r")

    def __init__(self, iterable, r):
        self._pool = tuple(iterable)
        self._r = _index(r)
        if self._r < 0:
            raise ValueError("r must be non-negative")
        self._indexes = None
        if not self._pool and self._r:
            self._pool = None

    def __iter__(self):
        return self

    def __next__(self):
        pool = self._pool
        if pool is None:
            raise StopIteration
        r = self._r
        indexes = self._indexes
        if indexes is None:
            self._indexes = indexes = [0] * r
        else:
            n = len(pool)
            i = r - 1
            while i >= 0 and indexes[i] == n - 1:
                i -= 1
            if i < 0:
                self._pool = None
                raise StopIteration
            indexes[i:] = [indexes[i] + 1] * (r - i)
        return tuple([pool[i] for i in indexes])


class permutations:
    """Return successive r-length permutations of elements in the iterable."""

    __slots__ = ("_pool", "_indexes", "_cycles", "_r")

    def __init__(self, iterable, r=None):
        self._pool = tuple(iterable)
        if r is None:
            r = len(self._pool)
        elif not isinstance(r, int):
            raise TypeError("Expected int as r")
        if r < 0:
            raise ValueError("r must be non-negative")
        self._r = r
        self._indexes = None
        if r > len(self._pool):
            self._pool = None

    def __iter__(self):
        return self

    def __next__(self):
        pool = self._pool
        if pool is None:
            raise StopIteration
        r = self._r
        n = len(pool)
        indexes = self._indexes
        if indexes is None:
            self._indexes = indexes = [*range(n)]
            self._cycles = [*range(n, n - r, -1)]
        else:
            cycles = self._cycles
            i = r - 1
            while i >= 0:
                cycles[i] -= 1
                if cycles[i]:
                    j = n - cycles[i]
                    indexes[i], indexes[j] = indexes[j], indexes[i]
                    break
                indexes[i:] = indexes[i + 1 :] + indexes[i : i + 1]
                cycles[i] = n - i
                i -= 1
            else:
                self._pool = None
                raise StopIteration
        return tuple([pool[i] for i in indexes[:r]])


class groupby:
    """Make an iterator that returns consecutive keys and groups from the iterable."""

    __slots__ = ("_it", "_key", "_target", "_current_key", "_current_value", "_group")

    def __init__(self, iterable, key=None):
        self._it = iter(iterable)
        self._key = key
        self._target = self._current_key = self._current_value = _MISSING
        self._group = None

    def __iter__(self):
        return self

    def __next__(self):
        self._group = None
        while self._current_key is self._target or (
            self._target is not _MISSING and self._current_key == self._target
        ):
            self._advance()
        self._target = self._current_key
        self._group = group = _grouper(self, self._target)
        return (self._current_key, group)

    def _advance(self):
        value = next(self._it)
        self._current_key = value if self._key is None else self._key(value)
        self._current_value = value


class _grouper:
    __slots__ = ("_parent", "_target")

    def __init__(self, parent, target):
        self._parent = parent
        self._target = target

    def __iter__(self):
        return self

    def __next__(self):
        parent = self._parent
        if parent._group is not self:
            raise StopIteration
        if parent._current_value is _MISSING:
            parent._advance()
        if not parent._target == parent._current_key:
            raise StopIteration
        value = parent._current_value
        parent._current_value = _MISSING
        return value


class _tee:
    """Iterator wrapped to make it copyable."""

    __slots__ = ("_it", "_link")

    def __new__(cls, iterable, /):
        self = object.__new__(cls)
        if isinstance(iterable, _tee):
            self._it = iterable._it
            self._link = iterable._link
        else:
            self._it = iter(iterable)
            self._link = [None, None]
        return self

    def __iter__(self):
        return self

    def __next__(self):
        link = self._link
        if link[1] is None:
            link[0] = next(self._it)
            link[1] = [None, None]
        value, self._link = link
        return value

    def __copy__(self):
        return _tee(self)


def tee(iterable, n=2, /):
    """Returns a tuple of n independent iterators."""
    if not isinstance(n, int):
        n = _operator.index(n)
    if n < 0:
        raise ValueError("n must be >= 0")
    if n == 0:
        return ()
    first = _tee(iterable)
    return (first, *[_tee(first) for _ in range(n - 1)])


class _Missing:
    __slots__ = ()


_MISSING = _Missing()


for _class in (
    count, cycle, repeat, accumulate, batched, chain, compress, dropwhile, takewhile, filterfalse, starmap, pairwise, islice,
    zip_longest, product, combinations, combinations_with_replacement, permutations, groupby, _grouper, _tee,
):
    _name_in_messages(_class, f"itertools.{_class.__name__}")
del _class
