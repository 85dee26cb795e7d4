"""Replacing attributes and dict items for a while: patch and its relatives."""

import sys
from types import ModuleType

from unittest import mock as _mock
from unittest.mock import (
    AsyncMock, DEFAULT, InvalidSpecError, MagicMock, NonCallableMagicMock, NonCallableMock, _builtins, _callable,
    _instance_callable, _is_async_obj, _is_instance_mock, _is_list,
)

__unittest = True

_MISSPELT_OPTIONS = ("autospect", "auto_spec", "set_spec")


class _Decorating:
    # A context manager that can also be put on a function, a coroutine function, or a class for its test methods.

    def __call__(self, func):
        if isinstance(func, type):
            return self.decorate_class(func)
        if _mock._is_async_func(func):
            return self.decorate_async_callable(func)
        return self.decorate_callable(func)

    def decorate_class(self, klass):
        for name in dir(klass):
            if not name.startswith(patch.TEST_PREFIX):
                continue
            method = getattr(klass, name)
            if callable(method):
                setattr(klass, name, self.copy()(method))
        return klass

    def start(self):
        """Begin now, until stop()."""
        result = self.__enter__()
        _Decorating._active_patches.append(self)
        return result

    def stop(self):
        """End what start() began."""
        try:
            _Decorating._active_patches.remove(self)
        except ValueError:
            # It was not begun, or stopall() has ended it.
            return None
        return self.__exit__(None, None, None)

    _active_patches = []


class _Entered:
    # Enters the patches of a decorated function in order, and leaves them the other way round.

    def __init__(self, patchings):
        self._patchings = patchings

    def begin(self, args, kwargs):
        self._entered = []
        extra = []
        try:
            for each in self._patchings:
                value = each.__enter__()
                self._entered.append(each)
                if each.attribute_name is not None:
                    kwargs = {**kwargs, **value}
                elif each.new is DEFAULT:
                    extra.append(value)
        except BaseException as error:
            if not self.end(type(error), error, error.__traceback__):
                raise
        return (*args, *extra), kwargs

    def end(self, *exc_info):
        swallowed = False
        while self._entered:
            if self._entered.pop().__exit__(*exc_info):
                swallowed = True
                exc_info = None, None, None
        return swallowed


class _patch(_Decorating):
    attribute_name = None

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, *, unsafe=False):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        if not unsafe:
            for name in kwargs:
                if name in _MISSPELT_OPTIONS:
                    raise RuntimeError(f"{name!r} might be a typo; use unsafe=True if this is intended")
        if _is_instance_mock(spec):
            raise InvalidSpecError(f"Cannot spec attr {attribute!r} as the spec has already been mocked out. [spec={spec!r}]")
        if _is_instance_mock(spec_set):
            raise InvalidSpecError(
                f"Cannot spec attr {attribute!r} as the spec_set target has already been mocked out. [spec_set={spec_set!r}]"
            )
        self.getter = getter
        self.attribute = attribute
        self.new = new
        self.new_callable = new_callable
        self.spec = spec
        self.create = create
        self.has_local = False
        self.spec_set = spec_set
        self.autospec = autospec
        self.kwargs = kwargs
        self.additional_patchers = []
        self.is_started = False

    def copy(self):
        other = _patch(
            self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set, self.autospec,
            self.new_callable, self.kwargs,
        )
        other.attribute_name = self.attribute_name
        other.additional_patchers = [each.copy() for each in self.additional_patchers]
        return other

    def decorate_callable(self, func):
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func
        from functools import wraps

        @wraps(func)
        def patched(*args, **keywargs):
            entered = _Entered(patched.patchings)
            newargs, newkeywargs = entered.begin(args, keywargs)
            try:
                result = func(*newargs, **newkeywargs)
            except BaseException as error:
                if not entered.end(type(error), error, error.__traceback__):
                    raise
                return None
            entered.end(None, None, None)
            return result

        patched.patchings = [self]
        return patched

    def decorate_async_callable(self, func):
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func
        from functools import wraps

        @wraps(func)
        async def patched(*args, **keywargs):
            entered = _Entered(patched.patchings)
            newargs, newkeywargs = entered.begin(args, keywargs)
            try:
                result = await func(*newargs, **newkeywargs)
            except BaseException as error:
                if not entered.end(type(error), error, error.__traceback__):
                    raise
                return None
            entered.end(None, None, None)
            return result

        patched.patchings = [self]
        return patched

    def get_original(self):
        """What the attribute is, and whether the target itself has it."""
        target = self.getter()
        name = self.attribute
        try:
            original, local = target.__dict__[name], True
        except (AttributeError, KeyError):
            original, local = getattr(target, name, DEFAULT), False
        if name in _builtins and isinstance(target, ModuleType):
            # A built-in name may be patched in a module that does not have it.
            self.create = True
        if not self.create and original is DEFAULT:
            raise AttributeError(f"{target} does not have the attribute {name!r}")
        return original, local

    def __enter__(self):
        """Put the new value in place."""
        if self.is_started:
            raise RuntimeError("Patch is already started")
        self.target = self.getter()
        original, local = self.get_original()
        new = self._new_value(original)
        self.temp_original = original
        self.is_local = local
        self._entered = []
        self.is_started = True
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            found = {}
            if self.new is DEFAULT:
                found[self.attribute_name] = new
            for each in self.additional_patchers:
                value = each.__enter__()
                self._entered.append(each)
                if each.new is DEFAULT:
                    found.update(value)
            return found
        except BaseException as error:
            if not self.__exit__(type(error), error, error.__traceback__):
                raise

    def _new_value(self, original):
        spec, spec_set, autospec = self.spec, self.spec_set, self.autospec
        # False is as good as not given.
        spec = None if spec is False else spec
        spec_set = None if spec_set is False else spec_set
        autospec = None if autospec is False else autospec
        if spec is not None and autospec is not None:
            raise TypeError("Can't specify spec and autospec")
        if (spec is not None or autospec is not None) and spec_set not in (True, None):
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec")
        if self.new is DEFAULT and autospec is None:
            return self._plain_mock(original, spec, spec_set)
        if autospec is not None:
            return self._autospecced(original, spec_set, autospec)
        if self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")
        return self.new

    def _plain_mock(self, original, spec, spec_set):
        inherit = False
        if spec is True:
            spec = original
            if spec_set is True:
                spec_set, spec = original, None
        elif spec is not None:
            if spec_set is True:
                spec_set, spec = spec, None
        elif spec_set is True:
            spec_set = original
        if spec is not None or spec_set is not None:
            if original is DEFAULT:
                raise TypeError("Can't use 'spec' with create=True")
            # For a class that is mocked, instances are like those of the class.
            inherit = isinstance(original, type)
        cls = AsyncMock if spec is None and _is_async_obj(original) else MagicMock
        options = {}
        if self.new_callable is not None:
            cls = self.new_callable
        elif spec is not None or spec_set is not None:
            shape = spec if spec_set is None else spec_set
            if _is_async_obj(shape):
                cls = AsyncMock
            elif "__call__" not in shape if _is_list(shape) else not callable(shape):
                cls = NonCallableMagicMock
        if spec is not None:
            options["spec"] = spec
        if spec_set is not None:
            options["spec_set"] = spec_set
        if isinstance(cls, type) and issubclass(cls, NonCallableMock) and self.attribute:
            options["name"] = self.attribute
        options.update(self.kwargs)
        new = cls(**options)
        if inherit and _is_instance_mock(new):
            shape = spec if spec_set is None else spec_set
            if not _is_list(shape) and not _instance_callable(shape):
                cls = NonCallableMagicMock
            options.pop("name")
            new.return_value = cls(_new_parent=new, _new_name="()", **options)
        return new

    def _autospecced(self, original, spec_set, autospec):
        if self.new is not DEFAULT:
            raise TypeError("autospec creates the mock for you. Can't specify autospec and new.")
        if original is DEFAULT:
            raise TypeError("Can't use 'autospec' with create=True")
        if autospec is True:
            autospec = original
        if _is_instance_mock(self.target):
            raise InvalidSpecError(
                f"Cannot autospec attr {self.attribute!r} as the patch target has already been mocked out. "
                f"[target={self.target!r}, attr={autospec!r}]"
            )
        if _is_instance_mock(autospec):
            name = getattr(self.target, "__name__", self.target)
            raise InvalidSpecError(
                f"Cannot autospec attr {self.attribute!r} from target {name!r} as it has already been mocked out. "
                f"[target={self.target!r}, attr={autospec!r}]"
            )
        return _mock.create_autospec(autospec, spec_set=bool(spec_set), _name=self.attribute, **self.kwargs)

    def __exit__(self, *exc_info):
        """Put the old value back."""
        if not self.is_started:
            return None
        if self.is_local and self.temp_original is not DEFAULT:
            setattr(self.target, self.attribute, self.temp_original)
        else:
            delattr(self.target, self.attribute)
            # What a class gets back by itself, and what an object needs, differ.
            if not self.create and (
                not hasattr(self.target, self.attribute)
                or self.attribute in ("__doc__", "__module__", "__defaults__", "__annotations__", "__kwdefaults__")
            ):
                setattr(self.target, self.attribute, self.temp_original)
        del self.temp_original
        del self.is_local
        del self.target
        self.is_started = False
        swallowed = False
        while self._entered:
            if self._entered.pop().__exit__(*exc_info):
                swallowed = True
        return swallowed


def _resolve(name):
    # The object of a dotted name: modules are imported on the way.
    first, *rest = name.split(".")
    path = first
    found = __import__(first)
    for part in rest:
        path += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            try:
                __import__(path)
            except ModuleNotFoundError:
                pass
            found = getattr(found, part)
    return found


def _get_target(target):
    try:
        path, attribute = target.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}") from None
    return (lambda: _resolve(path)), attribute


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
                  new_callable=None, *, unsafe=False, **kwargs):
    """Replace an attribute of an object for a while. See patch."""
    if type(target) is str:
        raise TypeError(f"{target!r} must be the actual object to be patched, not a str")
    return _patch(
        lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe
    )


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """Replace several attributes of an object for a while: name=value; where the value is DEFAULT a mock is made, and
    given to the decorated function by name."""
    getter = (lambda: _resolve(target)) if type(target) is str else (lambda: target)
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    made = []
    for name, new in kwargs.items():
        each = _patch(getter, name, new, spec, create, spec_set, autospec, new_callable, {})
        each.attribute_name = name
        made.append(each)
    made[0].additional_patchers = made[1:]
    return made[0]


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *,
          unsafe=False, **kwargs):
    """Replace what 'package.module.name' is for a while: for the body of `with`, a decorated function or the test methods of
    a decorated class.

    new: the value instead; left out, a MagicMock (AsyncMock for a coroutine function), which a function gets as an argument.
    """
    getter, attribute = _get_target(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe)


class _patch_dict(_Decorating):
    """Set items of a dict for a while; afterwards it is as before. clear: begin with none."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = dict(values)
        self.values.update(kwargs)
        self.clear = clear
        self._original = None

    def copy(self):
        return _patch_dict(self.in_dict, self.values, self.clear)

    def decorate_callable(self, f):
        from functools import wraps

        @wraps(f)
        def _inner(*args, **kw):
            self._patch_dict()
            try:
                return f(*args, **kw)
            finally:
                self._unpatch_dict()

        return _inner

    def decorate_async_callable(self, f):
        from functools import wraps

        @wraps(f)
        async def _inner(*args, **kw):
            self._patch_dict()
            try:
                return await f(*args, **kw)
            finally:
                self._unpatch_dict()

        return _inner

    def __enter__(self):
        """Set the items."""
        self._patch_dict()
        return self.in_dict

    def _patch_dict(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _resolve(self.in_dict)
        target = self.in_dict
        try:
            original = target.copy()
        except AttributeError:
            # Something like a mapping, with the least that it takes.
            original = {key: target[key] for key in target}
        self._original = original
        if self.clear:
            _clear_dict(target)
        try:
            target.update(self.values)
        except AttributeError:
            for key in self.values:
                target[key] = self.values[key]

    def _unpatch_dict(self):
        target = self.in_dict
        _clear_dict(target)
        try:
            target.update(self._original)
        except AttributeError:
            for key in self._original:
                target[key] = self._original[key]

    def __exit__(self, *args):
        """Put the dict back as it was."""
        if self._original is not None:
            self._unpatch_dict()
            self._original = None
        return False


def _clear_dict(in_dict):
    try:
        in_dict.clear()
    except AttributeError:
        for key in list(in_dict):
            del in_dict[key]


def _patch_stopall():
    """End every patch that was begun with start(), the last one first."""
    for each in reversed(list(_Decorating._active_patches)):
        each.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _patch_stopall
patch.TEST_PREFIX = "test"
