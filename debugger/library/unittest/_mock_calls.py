"""What mocks record: calls and lists of calls, and the objects that stand for 'anything' and 'not given'."""

__unittest = True


class _SentinelObject:
    "Unique, named, sentinel object."

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinel:
    """sentinel.name is an object of its own for every name."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == "__bases__":
            # Tools that look for documented objects take whatever has this for a class.
            raise AttributeError
        return self._sentinels.setdefault(name, _SentinelObject(name))

    def __reduce__(self):
        return "sentinel"


sentinel = _Sentinel()
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING


class _ANY:
    "A helper object that compares equal to everything."

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _ANY()


class _AnyComparer(list):
    # A list that `in` and remove() compare part by part, so that ANY is found on either side.
    def __contains__(self, item):
        return any(
            len(item) == len(each) and all(e == i or i == e for e, i in zip(each, item)) for each in self
        )


def _format_call_signature(name, args, kwargs):
    parts = [repr(arg) for arg in args]
    parts += [f"{key}={value!r}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _taken_apart(value):
    # Name, positional and keyword arguments of anything that may be compared with a call; None when it is no call.
    name, args, kwargs = "", (), {}
    n = len(value)
    if n == 3:
        name, args, kwargs = value
    elif n == 2:
        first, second = value
        if isinstance(first, str):
            name = first
            if isinstance(second, tuple):
                args = second
            else:
                kwargs = second
        else:
            args, kwargs = first, second
    elif n == 1:
        (only,) = value
        if isinstance(only, str):
            name = only
        elif isinstance(only, tuple):
            args = only
        else:
            kwargs = only
    elif n:
        return None
    return name, args, kwargs


class _Call(tuple):
    """A call: (args, kwargs), or (name, args, kwargs) for one of an attribute. Equal to tuples with some of these."""

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        found, args, kwargs = _taken_apart(value) or ("", (), {})
        if found or len(value) == 3:
            name = found
        return tuple.__new__(cls, (args, kwargs) if two else (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def __eq__(self, other):
        try:
            len(other)
        except TypeError:
            return NotImplemented
        if len(self) == 2:
            mine = ("", *self)
        else:
            mine = tuple(self)
        parent, its_parent = self._mock_parent, getattr(other, "_mock_parent", None)
        if parent and its_parent and parent != its_parent:
            return False
        its = _taken_apart(other)
        if its is None:
            return False
        # A call without a name is equal to one with any name.
        if mine[0] and its[0] != mine[0]:
            return False
        # ANY may be on either side: the given one goes first.
        return (its[1], its[2]) == (mine[1], mine[2])

    __ne__ = object.__ne__

    def __call__(self, /, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        return _Call((self._mock_name, args, kwargs), name=self._mock_name + "()", parent=self)

    def __getattr__(self, attr):
        if self._mock_name is None:
            return _Call(name=attr, from_kall=False)
        return _Call(name=f"{self._mock_name}.{attr}", parent=self, from_kall=False)

    def __getattribute__(self, attr):
        # The methods of tuples are names of calls.
        if attr in tuple.__dict__ and not (attr.startswith("__") and attr.endswith("__")):
            raise AttributeError
        return tuple.__getattribute__(self, attr)

    def _get_call_arguments(self):
        return tuple(self)[-2:]

    @property
    def args(self):
        """The positional arguments."""
        return self._get_call_arguments()[0]

    @property
    def kwargs(self):
        """The keyword arguments."""
        return self._get_call_arguments()[1]

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or "call"
            return f"call{name}" if name.startswith("()") else name
        if len(self) == 2:
            name, (args, kwargs) = "call", self
        else:
            name, args, kwargs = self
            if not name:
                name = "call"
            elif name.startswith("()"):
                name = f"call{name}"
            else:
                name = f"call.{name}"
        return _format_call_signature(name, args, kwargs)

    def call_list(self):
        """The calls that a chain like call.a(1).b() makes, in their order."""
        calls = []
        thing = self
        while thing is not None:
            if thing._mock_from_kall:
                calls.append(thing)
            thing = thing._mock_parent
        return _CallList(reversed(calls))


class _CallList(list):
    """Calls in order; `in` also finds a run of calls."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        n = len(value)
        return any(self[i : i + n] == value for i in range(len(self) - n + 1))

    def __repr__(self):
        import pprint

        return pprint.pformat(list(self))


call = _Call(from_kall=False)
