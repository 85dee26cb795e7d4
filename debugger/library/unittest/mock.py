"""Mocks: objects that take any use, answer as told and remember how they were used."""

__all__ = (
    "Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec", "AsyncMock", "ThreadingMock",
    "FILTER_DIR", "NonCallableMock", "NonCallableMagicMock", "mock_open", "PropertyMock", "seal",
)

import builtins
from functools import partial
from types import CodeType, FunctionType, MethodType

from unittest.util import safe_repr
from unittest._mock_calls import (
    ANY, DEFAULT, _ANY, _AnyComparer, _Call, _CallList, _format_call_signature, _missing, _SentinelObject, call, sentinel,
)

__unittest = True

_builtins = {name for name in dir(builtins) if not name.startswith("_")}

FILTER_DIR = True


class InvalidSpecError(Exception):
    """Raised for a mock given as the specification of another."""


# ---- what kind of thing is it ----


def _is_magic(name):
    return f"__{name[2:-2]}__" == name


def _is_exception(obj):
    return isinstance(obj, BaseException) or isinstance(obj, type) and issubclass(obj, BaseException)


def _is_instance_mock(obj):
    return issubclass(type(obj), NonCallableMock)


def _is_list(obj):
    # A specification by names.
    return type(obj) in (list, tuple)


def _is_async_obj(obj):
    if _is_instance_mock(obj) and not isinstance(obj, AsyncMock):
        return False
    import inspect

    obj = getattr(obj, "__func__", obj)
    return inspect.iscoroutinefunction(obj) or inspect.isawaitable(obj)


def _is_async_func(obj):
    import inspect

    return bool(getattr(obj, "__code__", None)) and inspect.iscoroutinefunction(obj)


def _extract_mock(obj):
    # What create_autospec made for a function stands for the mock behind it.
    if isinstance(obj, FunctionTypes) and hasattr(obj, "mock"):
        return obj.mock
    return obj


def _callable(obj):
    if isinstance(obj, type):
        return True
    if isinstance(obj, (staticmethod, classmethod, MethodType)):
        return _callable(obj.__func__)
    return getattr(obj, "__call__", None) is not None


def _instance_callable(obj):
    # For a class: whether its instances can be called.
    if not isinstance(obj, type):
        return getattr(obj, "__call__", None) is not None
    return any(each.__dict__.get("__call__") is not None for each in obj.__mro__)


def _signature_of(spec, as_instance, eat_self):
    # (what is called, its signature), or None when that cannot be known.
    import inspect

    if isinstance(spec, type) and not as_instance:
        spec = spec.__init__
        eat_self = True
    elif isinstance(spec, (classmethod, staticmethod)):
        eat_self = eat_self or isinstance(spec, classmethod)
        spec = spec.__func__
    elif not isinstance(spec, FunctionTypes):
        try:
            spec = spec.__call__
        except AttributeError:
            return None
    try:
        return spec, inspect.signature(partial(spec, None) if eat_self else spec)
    except ValueError:
        return None


# ---- mocks ----


class Base:
    _mock_return_value = DEFAULT
    _mock_side_effect = None

    def __init__(self, /, *args, **kwargs):
        pass


def _kept(name):
    # An attribute that lives in the mock, or in the function that create_autospec made for it.
    slot = "_mock_" + name

    def get(self):
        keeper = self._mock_delegate
        return self.__dict__[slot] if keeper is None else getattr(keeper, name)

    def set(self, value):
        keeper = self._mock_delegate
        if keeper is None:
            self.__dict__[slot] = value
        else:
            setattr(keeper, name, value)

    return property(get, set)


_MISSPELT = ("assert", "assret", "asert", "aseert", "assrt")
_deleted = sentinel.DELETED


class _SpecState:
    # An attribute of an autospecced mock that is made when asked for.
    def __init__(self, spec, spec_set=False, parent=None, name=None, ids=None, instance=False):
        self.spec = spec
        self.ids = ids
        self.spec_set = spec_set
        self.parent = parent
        self.instance = instance
        self.name = name


class NonCallableMock(Base):
    """A mock that cannot be called."""

    def __new__(cls, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="",
                _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):
        # A class of its own for every mock: special methods are found in classes.
        bases = (cls,)
        given = spec_set or spec
        if given is not None and not issubclass(cls, AsyncMockMixin) and _is_async_obj(given):
            bases = (AsyncMockMixin, cls)
        namespace = {"__doc__": cls.__doc__}
        if issubclass(cls, MagicMixin):
            namespace.update(_proxies)
        return object.__new__(type(cls.__name__, bases, namespace))

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="",
                 _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):
        if _new_parent is None:
            _new_parent = parent
        own = self.__dict__
        own["_mock_parent"] = parent
        own["_mock_name"] = name
        own["_mock_new_name"] = _new_name
        own["_mock_new_parent"] = _new_parent
        own["_mock_sealed"] = False
        if spec_set is not None:
            spec = spec_set
            spec_set = True
        if _eat_self is None:
            _eat_self = parent is not None
        self._mock_add_spec(spec, spec_set, _spec_as_instance, _eat_self)
        own["_mock_children"] = {}
        own["_mock_wraps"] = wraps
        own["_mock_delegate"] = None
        own["_mock_called"] = False
        own["_mock_call_args"] = None
        own["_mock_call_count"] = 0
        own["_mock_call_args_list"] = _CallList()
        own["_mock_mock_calls"] = _CallList()
        own["method_calls"] = _CallList()
        own["_mock_unsafe"] = unsafe
        if kwargs:
            self.configure_mock(**kwargs)

    called = _kept("called")
    call_count = _kept("call_count")
    call_args = _kept("call_args")
    call_args_list = _kept("call_args_list")
    mock_calls = _kept("mock_calls")

    def attach_mock(self, mock, attribute):
        """Make a mock an attribute of this one, so that its calls are recorded here, too."""
        inner = _extract_mock(mock)
        inner._mock_parent = inner._mock_new_parent = None
        inner._mock_name = ""
        inner._mock_new_name = None
        setattr(self, attribute, mock)

    def mock_add_spec(self, spec, spec_set=False):
        """Let only the attributes of `spec` (an object, or names) be read, and set if spec_set."""
        self._mock_add_spec(spec, spec_set)

    def _mock_add_spec(self, spec, spec_set, _spec_as_instance=False, _eat_self=False):
        if _is_instance_mock(spec):
            raise InvalidSpecError(f"Cannot spec a Mock object. [object={spec!r}]")
        spec_class = signature = None
        awaited = []
        if spec is not None and not _is_list(spec):
            spec_class = spec if isinstance(spec, type) else type(spec)
            found = _signature_of(spec, _spec_as_instance, _eat_self)
            signature = found and found[1]
            names = dir(spec)
            awaited = [name for name in names if _is_async_func(_static_function(spec, name))]
            spec = names
        own = self.__dict__
        own["_spec_class"] = spec_class
        own["_spec_set"] = spec_set
        own["_spec_signature"] = signature
        own["_mock_methods"] = spec
        own["_spec_asyncs"] = awaited

    @property
    def return_value(self):
        """The value to be returned when the mock is called."""
        value = self._mock_return_value
        if self._mock_delegate is not None:
            value = self._mock_delegate.return_value
        if value is DEFAULT and self._mock_wraps is None:
            value = self._get_child_mock(_new_parent=self, _new_name="()")
            self.return_value = value
        return value

    @return_value.setter
    def return_value(self, value):
        if self._mock_delegate is not None:
            self._mock_delegate.return_value = value
        else:
            self._mock_return_value = value
            _check_and_set_parent(self, value, None, "()")

    @property
    def __class__(self):
        if self._spec_class is None:
            return type(self)
        return self._spec_class

    @property
    def side_effect(self):
        """What calling the mock does: raise it, give its next item, or call it with the same arguments."""
        keeper = self._mock_delegate
        if keeper is None:
            return self._mock_side_effect
        effect = keeper.side_effect
        if effect is not None and not callable(effect) and not isinstance(effect, _SideEffects) and not _is_exception(effect):
            effect = keeper.side_effect = _SideEffects(effect)
        return effect

    @side_effect.setter
    def side_effect(self, value):
        value = _try_iter(value)
        keeper = self._mock_delegate
        if keeper is None:
            self._mock_side_effect = value
        else:
            keeper.side_effect = value

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forget all calls; what is configured stays unless asked."""
        visited = [] if visited is None else visited
        if id(self) in visited:
            return
        visited.append(id(self))
        self.called = False
        self.call_args = None
        self.call_count = 0
        self.mock_calls = _CallList()
        self.call_args_list = _CallList()
        self.method_calls = _CallList()
        if return_value:
            self._mock_return_value = DEFAULT
        if side_effect:
            self._mock_side_effect = None
        for child in self._mock_children.values():
            if not isinstance(child, _SpecState) and child is not _deleted:
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)
        answer = self._mock_return_value
        if _is_instance_mock(answer) and answer is not self:
            answer.reset_mock(visited)

    def configure_mock(self, /, **kwargs):
        """Set attributes; a name with dots is that of an attribute of an attribute."""
        # The ones with fewer dots go first: they may replace what the others are set on.
        for path, value in sorted(kwargs.items(), key=lambda item: item[0].count(".")):
            *parents, name = path.split(".")
            target = self
            for each in parents:
                target = getattr(target, each)
            setattr(target, name, value)

    def __getattr__(self, name):
        if name in ("_mock_methods", "_mock_unsafe"):
            raise AttributeError(name)
        allowed = self._mock_methods
        if allowed is not None:
            if name not in allowed or name in _all_magics:
                raise AttributeError(f"Mock object has no attribute {name!r}")
        elif _is_magic(name):
            raise AttributeError(name)
        if not self._mock_unsafe and (not allowed or name not in allowed):
            if name.startswith(_MISSPELT) or name in _ATTRIB_DENY_LIST:
                raise AttributeError(
                    f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to be an attribute."
                )
        child = self._mock_children.get(name)
        if child is _deleted:
            raise AttributeError(name)
        if child is None:
            wraps = None if self._mock_wraps is None else getattr(self._mock_wraps, name)
            child = self._get_child_mock(parent=self, name=name, wraps=wraps, _new_name=name, _new_parent=self)
            self._mock_children[name] = child
        elif isinstance(child, _SpecState):
            try:
                child = create_autospec(child.spec, child.spec_set, child.instance, child.parent, child.name)
            except InvalidSpecError:
                target = self.__dict__["_mock_name"] or self
                raise InvalidSpecError(
                    f"Cannot autospec attr {name!r} from target {target!r} as it has already been mocked out. "
                    f"[target={self!r}, attr={child.spec!r}]"
                ) from None
            self._mock_children[name] = child
        return child

    def _extract_mock_name(self):
        parts = [self._mock_new_name]
        parent = self._mock_new_parent
        last = self
        # `()` follows its name directly.
        dot = "" if parts == ["()"] else "."
        while parent is not None:
            last = parent
            parts.append(parent._mock_new_name + dot)
            dot = "" if parent._mock_new_name == "()" else "."
            parent = parent._mock_new_parent
        parts.reverse()
        first = last._mock_name or "mock"
        if len(parts) > 1 and parts[1] not in ("()", "()."):
            first += "."
        parts[0] = first
        return "".join(parts)

    def __repr__(self):
        name = self._extract_mock_name()
        shown = "" if name in ("mock", "mock.") else f" name={name!r}"
        spec = ""
        if self._spec_class is not None:
            spec = f" {'spec_set' if self._spec_set else 'spec'}={self._spec_class.__name__!r}"
        return f"<{type(self).__name__}{shown}{spec} id='{id(self)}'>"

    def __dir__(self):
        if not FILTER_DIR:
            return object.__dir__(self)
        kids = [name for name, value in self._mock_children.items() if value is not _deleted]
        own = [name for name in self.__dict__ if not name.startswith("_") or _is_magic(name)]
        of_class = dir(type(self))
        if self._mock_methods:
            of_class = list(self._mock_methods) + [name for name in of_class if not name.startswith("_")]
        else:
            of_class = [name for name in of_class if not name.startswith("_") or _is_magic(name)]
        return sorted({*of_class, *own, *kids})

    def __setattr__(self, name, value):
        allowed = self._mock_methods if "_mock_methods" in self.__dict__ else None
        if name in _setattr_directly:
            return object.__setattr__(self, name, value)
        if self._spec_set and allowed is not None and name not in allowed and name not in self.__dict__:
            raise AttributeError(f"Mock object has no attribute '{name}'")
        if name in _unsupported_magics:
            raise AttributeError(f"Attempting to set unsupported magic method {name!r}.")
        if name in _all_magics:
            if allowed is not None and name not in allowed:
                raise AttributeError(f"Mock object has no attribute '{name}'")
            if _is_instance_mock(value):
                # One without a name takes this one; it is not told of calls as methods are.
                _check_and_set_parent(self, value, None, name)
                setattr(type(self), name, value)
                self._mock_children[name] = value
            else:
                setattr(type(self), name, _as_method(name, value))
                value = partial(value, self)
        elif name == "__class__":
            self._spec_class = value
            return None
        elif _check_and_set_parent(self, value, name, name):
            self._mock_children[name] = value
        if self._mock_sealed and not hasattr(self, name):
            raise AttributeError(f"Cannot set {self._extract_mock_name()}.{name}")
        return object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name in _all_magics and name in type(self).__dict__:
            delattr(type(self), name)
            if name not in self.__dict__:
                # What a class has made up by itself.
                return
        known = self._mock_children.get(name, _missing)
        if name in self.__dict__:
            object.__delattr__(self, name)
        elif known is _deleted:
            raise AttributeError(name)
        if known is not _missing:
            del self._mock_children[name]
        self._mock_children[name] = _deleted

    # -- comparing calls --

    def _format_mock_call_signature(self, args, kwargs):
        return _format_call_signature(self._mock_name or "mock", args, kwargs)

    def _format_mock_failure_message(self, args, kwargs, action="call"):
        expected = self._format_mock_call_signature(args, kwargs)
        actual = self._format_mock_call_signature(*self.call_args)
        return f"expected {action} not found.\nExpected: {expected}\n  Actual: {actual}"

    def _signature_for(self, name):
        # Of an attribute by the name that a recorded call has: 'a.b', '().c'.
        if not name:
            return self._spec_signature
        signature = None
        children = self._mock_children
        for part in name.replace("()", "").split("."):
            child = children.get(part)
            if child is None or isinstance(child, _SpecState):
                break
            # A function that create_autospec made has its mock behind it.
            child = _extract_mock(child)
            children = child._mock_children
            signature = child._spec_signature
        return signature

    def _call_matcher(self, _call):
        # The call with its arguments in one order, whether they were given by name or not; the error if they do not fit.
        if isinstance(_call, tuple) and len(_call) > 2:
            signature = self._signature_for(_call[0])
        else:
            signature = self._spec_signature
        if signature is None:
            return _call
        name, args, kwargs = ("", *_call) if len(_call) == 2 else _call
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            return error.with_traceback(None)
        return call(name, bound.args, bound.kwargs)

    def _calls_repr(self):
        if not self.mock_calls:
            return ""
        return f"\nCalls: {safe_repr(self.mock_calls)}."

    def _title(self):
        return self._mock_name or "mock"

    def assert_not_called(self):
        """The mock was never called."""
        if self.call_count:
            raise AssertionError(
                f"Expected '{self._title()}' to not have been called. Called {self.call_count} times."
                f"{self._calls_repr()}"
            )

    def assert_called(self):
        """The mock was called."""
        if not self.call_count:
            raise AssertionError(f"Expected '{self._title()}' to have been called.")

    def assert_called_once(self):
        """The mock was called exactly once."""
        if self.call_count != 1:
            raise AssertionError(
                f"Expected '{self._title()}' to have been called once. Called {self.call_count} times."
                f"{self._calls_repr()}"
            )

    def assert_called_with(self, /, *args, **kwargs):
        """The last call had these arguments."""
        if self.call_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"expected call not found.\nExpected: {expected}\n  Actual: not called.")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        if self._call_matcher(self.call_args) != expected:
            cause = expected if isinstance(expected, Exception) else None
            raise AssertionError(self._format_mock_failure_message(args, kwargs)) from cause

    def assert_called_once_with(self, /, *args, **kwargs):
        """There was one call, with these arguments."""
        if self.call_count != 1:
            raise AssertionError(
                f"Expected '{self._title()}' to be called once. Called {self.call_count} times.{self._calls_repr()}"
            )
        return self.assert_called_with(*args, **kwargs)

    def assert_has_calls(self, calls, any_order=False):
        """These calls were made one after the other, or in any order with others between."""
        self._assert_has(calls, any_order, self.mock_calls, "Calls", self._mock_name)

    def _assert_has(self, calls, any_order, recorded, what, title):
        expected = [self._call_matcher(each) for each in calls]
        cause = next((each for each in expected if isinstance(each, Exception)), None)
        actual = _CallList(self._call_matcher(each) for each in recorded)
        if not any_order:
            if expected in actual:
                return
            if cause is None:
                problem = f"{what} not found."
            else:
                errors = [each if isinstance(each, Exception) else None for each in expected]
                problem = f"Error processing expected {what.lower()}.\nErrors: {errors}"
            margin = "  " if what == "Calls" else ""
            raise AssertionError(
                f"{problem}\nExpected: {_CallList(calls)}\n{margin}Actual: {safe_repr(recorded)}"
            ) from cause
        left = list(actual)
        missing = []
        for each in expected:
            try:
                left.remove(each)
            except ValueError:
                missing.append(each)
        if missing:
            if what == "Awaits":
                raise AssertionError(f"{tuple(missing)!r} not all found in await list") from cause
            raise AssertionError(
                f"{title or 'mock'!r} does not contain all of {tuple(missing)!r} in its call list, found {left!r} instead"
            ) from cause

    def assert_any_call(self, /, *args, **kwargs):
        """Some call had these arguments."""
        self._assert_any(args, kwargs, self.call_args_list, "call")

    def _assert_any(self, args, kwargs, recorded, what):
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = expected if isinstance(expected, Exception) else None
        if cause or expected not in _AnyComparer([self._call_matcher(each) for each in recorded]):
            shown = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"{shown} {what} not found") from cause

    def _get_child_mock(self, /, **kw):
        """What attributes and return values are made of; by default of the mock's own class."""
        if self._mock_sealed:
            name = f".{kw['name']}" if "name" in kw else "()"
            raise AttributeError(self._extract_mock_name() + name)
        name = kw.get("_new_name")
        if name in self._spec_asyncs:
            return AsyncMock(**kw)
        cls = type(self)
        if issubclass(cls, MagicMock) and name in _async_method_magics:
            return AsyncMock(**kw)
        if issubclass(cls, AsyncMockMixin):
            is_plain = name in _all_sync_magics or self._mock_methods and name in self._mock_methods
            return (MagicMock if is_plain else AsyncMock)(**kw)
        if issubclass(cls, CallableMixin):
            return cls.__mro__[1](**kw)
        if issubclass(cls, NonCallableMagicMock):
            return MagicMock(**kw)
        return Mock(**kw)


def _static_function(spec, name):
    # What `name` is in a class or an object, without running any code for it.
    owners = spec.__mro__ if isinstance(spec, type) else (spec, *type(spec).__mro__)
    for owner in owners:
        found = getattr(owner, "__dict__", {}).get(name)
        if found is not None:
            found = getattr(found, "__func__", found) if isinstance(found, (classmethod, staticmethod)) else found
            while isinstance(found, FunctionType) and hasattr(found, "__wrapped__"):
                found = found.__wrapped__
            return found
    return None


def _check_and_set_parent(parent, value, name, new_name):
    # Makes a mock without name and parent the child of another; False when it has them, or would be inside itself.
    value = _extract_mock(value)
    if not _is_instance_mock(value):
        return False
    if value._mock_name or value._mock_new_name or value._mock_parent is not None or value._mock_new_parent is not None:
        return False
    above = parent
    while above is not None:
        if above is value:
            return False
        above = above._mock_new_parent
    if new_name:
        value._mock_new_parent = parent
        value._mock_new_name = new_name
    if name:
        value._mock_parent = parent
        value._mock_name = name
    return True


class _SideEffects:
    # The iterator of side effects that a mock takes one by one.
    def __init__(self, obj):
        self.obj = iter(obj)

    def __next__(self):
        return next(self.obj)


def _try_iter(obj):
    if obj is None or _is_exception(obj) or _callable(obj):
        return obj
    try:
        return iter(obj)
    except TypeError:
        # Neither to be called nor to be gone through: left as it is.
        return obj


class CallableMixin(Base):
    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None, spec_set=None,
                 parent=None, _spec_state=None, _new_name="", _new_parent=None, **kwargs):
        self.__dict__["_mock_return_value"] = return_value
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name, _new_parent, **kwargs)
        self.side_effect = side_effect

    def _mock_check_sig(self, /, *args, **kwargs):
        # Replaced by one that binds the arguments where there is a signature.
        pass

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(*args, **kwargs)
        self._increment_mock_call(*args, **kwargs)
        return self._mock_call(*args, **kwargs)

    def _mock_call(self, /, *args, **kwargs):
        return self._execute_mock_call(*args, **kwargs)

    def _increment_mock_call(self, /, *args, **kwargs):
        self.called = True
        self.call_count += 1
        made = _Call((args, kwargs), two=True)
        self.call_args = made
        self.call_args_list.append(made)
        self.mock_calls.append(_Call(("", args, kwargs)))
        # Every mock above records it by the way that leads here: `name` for its mock_calls, `method` for method_calls.
        name = self._mock_new_name
        method = self._mock_name if self._mock_parent is not None else None
        is_call = name == "()"
        above = self._mock_new_parent
        while above is not None:
            if method is not None:
                above.method_calls.append(_Call((method, args, kwargs)))
                method = f"{above._mock_name}.{method}" if above._mock_parent is not None else None
            above.mock_calls.append(_Call((name, args, kwargs)))
            own = above._mock_new_name
            if own:
                name = own + ("" if is_call else ".") + name
                is_call = own == "()"
            above = above._mock_new_parent

    def _execute_mock_call(self, /, *args, **kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not _callable(effect):
                value = next(effect)
                if _is_exception(value):
                    raise value
            else:
                value = effect(*args, **kwargs)
            if value is not DEFAULT:
                return value
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_delegate and self._mock_delegate.return_value is not DEFAULT:
            return self._mock_delegate.return_value
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """A mock that can be called.

    spec: only its attributes may be read (spec_set: and set). side_effect: what a call does. return_value: what it gives.
    wraps: calls go on to this object. name: shown. Other names with their values are set as attributes.
    """


# ---- special methods ----

_numeric = (
    "add sub mul matmul truediv floordiv mod lshift rshift and xor or pow"
).split()
_magics = {
    f"__{name}__" for name in [
        *"lt gt le ge eq ne getitem setitem delitem len contains str sizeof enter exit".split(),
        *"divmod rdivmod neg pos abs invert complex int float index round trunc floor ceil bool next".split(),
        *"fspath aiter hash iter".split(), *_numeric, *("i" + name for name in _numeric), *("r" + name for name in _numeric),
    ]
}
_non_defaults = {
    f"__{name}__" for name in (
        "get set delete reversed missing reduce reduce_ex getinitargs getnewargs getstate setstate getformat repr dir "
        "subclasses format getnewargs_ex"
    ).split()
}
_async_method_magics = {"__aenter__", "__aexit__", "__anext__"}
_sync_async_magics = {"__aiter__"}
_async_magics = _sync_async_magics | _async_method_magics
_all_sync_magics = _magics | _non_defaults
_all_magics = _all_sync_magics | _async_magics
_unsupported_magics = {
    "__getattr__", "__setattr__", "__init__", "__new__", "__prepare__", "__instancecheck__", "__subclasscheck__", "__del__",
}
_ATTRIB_DENY_LIST = frozenset(
    name.removeprefix("assert_") for name in dir(NonCallableMock) if name.startswith("assert_")
)
_setattr_directly = {
    "_mock_methods", "_mock_unsafe", "_spec_class", "_spec_set", "_spec_signature", "_spec_asyncs", "_mock_sealed",
    "_mock_delegate", "_mock_wraps", "_mock_children", "_mock_check_sig", "_mock_name", "_mock_new_name", "_mock_parent",
    "_mock_new_parent", "_mock_return_value", "_mock_side_effect", "return_value", "side_effect", "called", "call_count",
    "call_args", "call_args_list", "mock_calls", "await_count", "await_args", "await_args_list", "_mock_await_count",
    "_mock_await_args", "_mock_await_args_list",
}
_fixed_values = {
    "__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented, "__ge__": NotImplemented, "__int__": 1,
    "__contains__": False, "__len__": 0, "__exit__": False, "__complex__": 1j, "__float__": 1.0, "__bool__": True,
    "__index__": 1, "__aexit__": False,
}
_values_of_self = {
    "__hash__": lambda self: object.__hash__(self),
    "__str__": lambda self: object.__str__(self),
    "__sizeof__": lambda self: object.__sizeof__(self),
    "__fspath__": lambda self: f"{type(self).__name__}/{self._extract_mock_name()}/{id(self)}",
}


def _as_method(name, function):
    # A function set on a mock as a special method gets the mock as its first argument.
    def method(self, /, *args, **kw):
        return function(self, *args, **kw)

    method.__name__ = name
    return method


def _eq_of(self):
    def __eq__(other):
        value = self.__eq__._mock_return_value
        if value is not DEFAULT:
            return value
        return True if self is other else NotImplemented

    return __eq__


def _ne_of(self):
    def __ne__(other):
        if self.__ne__._mock_return_value is not DEFAULT:
            return DEFAULT
        return False if self is other else NotImplemented

    return __ne__


def _iter_of(self):
    def __iter__():
        value = self.__iter__._mock_return_value
        return iter([]) if value is DEFAULT else iter(value)

    return __iter__


def _aiter_of(self):
    def __aiter__():
        value = self.__aiter__._mock_return_value
        return _AsyncIterator(iter([] if value is DEFAULT else value))

    return __aiter__


_effects_of_self = {"__eq__": _eq_of, "__ne__": _ne_of, "__iter__": _iter_of, "__aiter__": _aiter_of}


class _AsyncIterator:
    def __init__(self, iterator):
        self.iterator = iterator

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return next(self.iterator)
        except StopIteration:
            raise StopAsyncIteration from None


class MagicProxy(Base):
    # In the class of a mock: makes the mock of a special method when it is first used.

    def __init__(self, name):
        self.name = name

    def __get__(self, obj, _type=None):
        if obj is None:
            return self
        name = self.name
        method = obj._get_child_mock(name=name, _new_name=name, _new_parent=obj)
        setattr(obj, name, method)
        if name in _fixed_values:
            method.return_value = _fixed_values[name]
        elif name in _values_of_self:
            method.return_value = _values_of_self[name](obj)
        elif name in _effects_of_self:
            method.side_effect = _effects_of_self[name](obj)
        return method


_proxies = {name: MagicProxy(name) for name in _magics | _async_method_magics}


class MagicMixin(Base):
    # The class of each mock is made with all proxies; a specification takes those away that it does not have.

    def __init__(self, /, *args, **kw):
        super().__init__(*args, **kw)
        self._mock_set_magics()

    def _mock_set_magics(self):
        allowed = self._mock_methods
        if allowed is None:
            return
        cls = type(self)
        present = cls.__dict__
        for name, proxy in _proxies.items():
            if name in allowed:
                if name not in present:
                    setattr(cls, name, proxy)
            elif name in present:
                delattr(cls, name)


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A MagicMock that cannot be called."""

    def mock_add_spec(self, spec, spec_set=False):
        """Let only the attributes of `spec` (an object, or names) be read, and set if spec_set."""
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()


class MagicMock(MagicMixin, Mock):
    """A Mock that has the special methods of containers, numbers and context managers."""

    def mock_add_spec(self, spec, spec_set=False):
        """Let only the attributes of `spec` (an object, or names) be read, and set if spec_set."""
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()

    def reset_mock(self, /, *args, return_value=False, **kwargs):
        """Forget all calls; what is configured stays unless asked. Special methods get their usual values again."""
        super().reset_mock(*args, return_value=return_value, **kwargs)
        if return_value:
            for name in _magics:
                method = self._mock_children.get(name)
                if _is_instance_mock(method) and name in _fixed_values:
                    method.return_value = _fixed_values[name]


# ---- coroutine functions ----


class AsyncMockMixin(Base):
    await_count = _kept("await_count")
    await_args = _kept("await_args")
    await_args_list = _kept("await_args_list")

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        from inspect import _is_coroutine_mark

        own = self.__dict__
        own["_is_coroutine_mark"] = _is_coroutine_mark
        own["_mock_await_count"] = 0
        own["_mock_await_args"] = None
        own["_mock_await_args_list"] = _CallList()
        # Tools look at a function's code to see whether it is one of a coroutine.
        code = NonCallableMock(spec_set=CodeType)
        code.co_flags = 0x80 | 4 | 8
        own["__code__"] = code
        own["__name__"] = "AsyncMock"
        own["__defaults__"] = ()
        own["__kwdefaults__"] = {}
        own["__annotations__"] = None

    async def _execute_mock_call(self, /, *args, **kwargs):
        # Recorded when it is awaited, whatever comes of it but an effect that has run out.
        made = _Call((args, kwargs), two=True)
        self.await_count += 1
        self.await_args = made
        self.await_args_list.append(made)
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not _callable(effect):
                try:
                    value = next(effect)
                except StopIteration:
                    # A coroutine cannot raise StopIteration.
                    raise StopAsyncIteration from None
                if _is_exception(value):
                    raise value
            elif _is_async_obj(effect):
                value = await effect(*args, **kwargs)
            else:
                value = effect(*args, **kwargs)
            if value is not DEFAULT:
                return value
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_wraps is not None:
            if _is_async_obj(self._mock_wraps):
                return await self._mock_wraps(*args, **kwargs)
            return self._mock_wraps(*args, **kwargs)
        return self.return_value

    def assert_awaited(self):
        """The mock was awaited."""
        if not self.await_count:
            raise AssertionError(f"Expected {self._title()} to have been awaited.")

    def assert_awaited_once(self):
        """The mock was awaited exactly once."""
        if self.await_count != 1:
            raise AssertionError(
                f"Expected {self._title()} to have been awaited once. Awaited {self.await_count} times."
            )

    def assert_awaited_with(self, /, *args, **kwargs):
        """The last await had these arguments."""
        if self.await_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"Expected await: {expected}\nNot awaited")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        if self._call_matcher(self.await_args) != expected:
            cause = expected if isinstance(expected, Exception) else None
            raise AssertionError(self._format_mock_failure_message(args, kwargs, action="await")) from cause

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """There was one await, with these arguments."""
        if self.await_count != 1:
            raise AssertionError(
                f"Expected {self._title()} to have been awaited once. Awaited {self.await_count} times."
            )
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """Some await had these arguments."""
        self._assert_any(args, kwargs, self.await_args_list, "await")

    def assert_has_awaits(self, calls, any_order=False):
        """These awaits were made one after the other, or in any order with others between."""
        self._assert_has(calls, any_order, self.await_args_list, "Awaits", self._mock_name)

    def assert_not_awaited(self):
        """The mock was never awaited."""
        if self.await_count:
            raise AssertionError(f"Expected {self._title()} to not have been awaited. Awaited {self.await_count} times.")

    def reset_mock(self, /, *args, **kwargs):
        """Forget all calls and awaits; what is configured stays unless asked."""
        super().reset_mock(*args, **kwargs)
        self.await_count = 0
        self.await_args = None
        self.await_args_list = _CallList()


class AsyncMagicMixin(MagicMixin):
    pass


class AsyncMock(AsyncMockMixin, AsyncMagicMixin, Mock):
    """A MagicMock of a coroutine function: calling it gives a coroutine."""


class ThreadingMixin(Base):
    DEFAULT_TIMEOUT = None

    def __init__(self, *args, timeout=DEFAULT, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__["_mock_wait_timeout"] = self.DEFAULT_TIMEOUT if timeout is DEFAULT else timeout

    def _get_child_mock(self, /, **kw):
        if isinstance(kw.get("parent"), ThreadingMixin):
            kw["timeout"] = kw["parent"]._mock_wait_timeout
        elif isinstance(kw.get("_new_parent"), ThreadingMixin):
            kw["timeout"] = kw["_new_parent"]._mock_wait_timeout
        return super()._get_child_mock(**kw)

    def wait_until_called(self, *, timeout=DEFAULT):
        """Wait for a call by another thread; there are none here, so one must have been made."""
        if not self.called:
            limit = self._mock_wait_timeout if timeout is DEFAULT else timeout
            raise AssertionError(f"{self._title()} was not called before timeout({limit}).")

    def wait_until_any_call_with(self, *args, **kwargs):
        """As wait_until_called, for a call with these arguments."""
        if not any(made == _Call((args, kwargs), two=True) for made in self.call_args_list):
            shown = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"{self._title()} was not called before timeout({self._mock_wait_timeout}).")


class ThreadingMock(ThreadingMixin, MagicMixin, Mock):
    """A mock that threads wait for."""


class PropertyMock(Mock):
    """A mock to be used as a property: reading calls it without arguments, setting with the value."""

    def _get_child_mock(self, /, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, val):
        self(val)


def seal(mock):
    """Let a mock, and all mocks in it, make no new attributes."""
    mock._mock_sealed = True
    for name in dir(mock):
        try:
            child = getattr(mock, name)
        except AttributeError:
            continue
        if not isinstance(child, NonCallableMock):
            continue
        if isinstance(child._mock_children.get(name), _SpecState):
            continue
        if child._mock_new_parent is mock:
            seal(child)


FunctionTypes = (FunctionType, MethodType)

from unittest._mock_spec import create_autospec, mock_open, _set_signature
from unittest._mock_patch import (
    patch, _patch, _patch_dict, _patch_multiple, _patch_object, _patch_stopall, _get_target,
)
