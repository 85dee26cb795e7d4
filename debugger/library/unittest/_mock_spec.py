"""Mocks that have the shape of something: create_autospec, and mock_open."""

from unittest import mock as _mock
from unittest.mock import (
    AsyncMock, AsyncMockMixin, DEFAULT, FunctionTypes, InvalidSpecError, MagicMock, NonCallableMagicMock, _callable,
    _instance_callable, _is_async_func, _is_instance_mock, _is_list, _is_magic, _signature_of, _SpecState,
)

__unittest = True


def _check_signature(spec, mock, skip_first, instance=False):
    # Calls of the mock that do not fit the signature raise TypeError.
    found = _signature_of(spec, instance, skip_first)
    if found is None:
        return
    function, signature = found

    def checksig(self, /, *args, **kwargs):
        signature.bind(*args, **kwargs)

    _copy_details(function, checksig)
    type(mock)._mock_check_sig = checksig
    type(mock).__signature__ = signature


def _copy_details(function, target):
    for name in ("__name__", "__doc__", "__text_signature__", "__module__"):
        try:
            setattr(target, name, getattr(function, name))
        except AttributeError:
            pass


def _set_signature(mock, original, instance=False):
    # A function of the same name and signature that hands its calls to the mock and has the attributes of one.
    skip_first = isinstance(original, type)
    found = _signature_of(original, instance, skip_first)
    if found is None:
        return mock
    function, signature = found
    if isinstance(mock, AsyncMockMixin):

        async def stand_in(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return await mock(*args, **kwargs)

    else:

        def stand_in(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return mock(*args, **kwargs)

    _copy_details(function, stand_in)
    name = getattr(original, "__name__", "funcopy")
    stand_in.__name__ = stand_in.__qualname__ = name if name.isidentifier() else "funcopy"
    _setup_function(stand_in, mock, signature)
    return stand_in


_ASSERTIONS = (
    "assert_called_with", "assert_not_called", "assert_called_once_with", "assert_called", "assert_called_once",
    "assert_has_calls", "assert_any_call", "reset_mock",
)
_ASYNC_ASSERTIONS = (
    "assert_awaited", "assert_awaited_once", "assert_awaited_with", "assert_awaited_once_with", "assert_any_await",
    "assert_has_awaits", "assert_not_awaited",
)


def _setup_function(function, mock, signature):
    function.mock = mock

    def forward(name):
        def method(*args, **kwargs):
            return getattr(mock, name)(*args, **kwargs)

        method.__name__ = name
        return method

    function.called = False
    function.call_count = 0
    function.call_args = None
    function.call_args_list = _mock._CallList()
    function.method_calls = _mock._CallList()
    function.mock_calls = _mock._CallList()
    function.return_value = mock.return_value
    function.side_effect = mock.side_effect
    function._mock_children = mock._mock_children
    for name in _ASSERTIONS:
        setattr(function, name, forward(name))
    if isinstance(mock, AsyncMockMixin):
        function.await_count = 0
        function.await_args = None
        function.await_args_list = _mock._CallList()
        for name in _ASYNC_ASSERTIONS:
            setattr(function, name, forward(name))

    def reset_mock():
        function.method_calls = _mock._CallList()
        function.mock_calls = _mock._CallList()
        mock.reset_mock()
        answer = function.return_value
        if _is_instance_mock(answer) and answer is not mock:
            answer.reset_mock()

    function.reset_mock = reset_mock
    function.__signature__ = signature
    mock._mock_delegate = function


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False, **kwargs):
    """A mock with the attributes of `spec`, which are mocks of the same kind; calls must fit the signatures.

    instance: `spec` is a class, and the mock is to be like an instance of it.
    """
    if _is_list(spec):
        spec = type(spec)
    is_type = isinstance(spec, type)
    if _is_instance_mock(spec):
        raise InvalidSpecError(f"Cannot autospec a Mock object. [object={spec!r}]")
    is_async = _is_async_func(spec)
    if spec is None:
        options = {}
    else:
        options = {"spec_set" if spec_set else "spec": spec}
    if options and instance:
        options["_spec_as_instance"] = True
    if not unsafe:
        _refuse_misspelt(kwargs)
    cls = MagicMock
    if isinstance(spec, property) or type(spec).__name__ in ("member_descriptor", "getset_descriptor"):
        # Descriptors are not known until they are asked for a value.
        options = {}
    elif is_type and instance and not _instance_callable(spec):
        cls = NonCallableMagicMock
    elif not _callable(spec):
        cls = NonCallableMagicMock
    if is_async:
        if instance:
            raise RuntimeError("Instance can not be True when create_autospec is mocking an async function")
        cls = AsyncMock
    options.update(kwargs)
    name = options.pop("name", _name)
    mock = cls(
        parent=_parent, _new_parent=_parent, _new_name="" if _parent is None else name, name=name, **options
    )
    if isinstance(spec, FunctionTypes):
        wrapped = mock
        mock = _set_signature(mock, spec)
    else:
        wrapped = mock
        _check_signature(spec, mock, is_type, instance)
    if _parent is not None and not instance:
        _parent._mock_children[name] = wrapped
    if is_type and not instance and "return_value" not in kwargs:
        mock.return_value = create_autospec(
            spec, spec_set, instance=True, _name="()", _parent=wrapped
        )
    for entry in dir(spec):
        if not _is_magic(entry):
            _add_attribute(mock, wrapped, spec, entry, is_type, spec_set)
    return mock


def _refuse_misspelt(kwargs):
    for name in kwargs:
        if name in ("autospect", "auto_spec", "set_spec"):
            raise RuntimeError(
                f"{name!r} might be a typo; use unsafe=True if this is intended"
            )


def _add_attribute(mock, keeper, spec, entry, is_type, spec_set):
    try:
        original = getattr(spec, entry)
    except AttributeError:
        return
    if not isinstance(original, FunctionTypes):
        # Made when it is asked for: what it has itself may go on without end.
        keeper._mock_children[entry] = _SpecState(original, spec_set, mock, entry, instance=False)
        return
    skip_first = _takes_self(spec, entry, is_type)
    cls = AsyncMock if _is_async_func(original) else MagicMock
    new = cls(
        parent=keeper, name=entry, _new_name=entry, _new_parent=keeper, _eat_self=skip_first,
        **{"spec_set" if spec_set else "spec": original},
    )
    keeper._mock_children[entry] = new
    _check_signature(original, new, skip_first)


def _takes_self(spec, entry, is_type):
    # Whether the first parameter of a function in a class is filled by the call of a method.
    if not is_type:
        if entry in getattr(spec, "__dict__", {}):
            return False
        spec = type(spec)
    for cls in spec.__mro__:
        found = cls.__dict__.get(entry)
        if found is None:
            continue
        if isinstance(found, (staticmethod, classmethod)):
            return False
        return isinstance(found, FunctionTypes) and is_type
    return is_type


def mock_open(mock=None, read_data=""):
    """A mock of open(): its handles read `read_data` anew for every call."""
    def fresh():
        import io

        return io.BytesIO(read_data) if isinstance(read_data, bytes) else io.StringIO(read_data)

    stream = fresh()
    if mock is None:
        mock = MagicMock(name="open", spec=_open_names)
    handle = MagicMock(spec=_file_names)
    handle.__enter__.return_value = handle

    # What the program has set as a return value goes before the data.

    def reading(method):
        def read(*args, **kwargs):
            value = getattr(handle, method).return_value
            return getattr(stream, method)(*args, **kwargs) if value is None else value

        return read

    def lines():
        if handle.readline.return_value is not None:
            while True:
                yield handle.readline.return_value
        yield from stream

    def next_line():
        value = handle.readline.return_value
        return next(stream) if value is None else value

    def leave(exc_type, exc_val, exc_tb):
        handle.close()

    handle.write.return_value = None
    for method in ("read", "readline", "readlines"):
        mocked = getattr(handle, method)
        mocked.return_value = None
        mocked.side_effect = reading(method)
    handle.__iter__.side_effect = lines
    handle.__next__.side_effect = next_line
    handle.__exit__.side_effect = leave

    def reset(*args, **kwargs):
        nonlocal stream
        stream = fresh()
        return DEFAULT

    mock.side_effect = reset
    mock.return_value = handle
    return mock


# Names of a file and of open(): files themselves are out of reach.
_file_names = [
    "__class__", "__del__", "__delattr__", "__dict__", "__dir__", "__doc__", "__enter__", "__eq__", "__exit__", "__format__",
    "__ge__", "__getattribute__", "__gt__", "__hash__", "__init__", "__iter__", "__le__", "__lt__", "__ne__", "__new__",
    "__next__", "__reduce__", "__repr__", "__setattr__", "__sizeof__", "__str__", "buffer", "close", "closed", "detach",
    "encoding", "errors", "fileno", "flush", "getbuffer", "getvalue", "isatty", "line_buffering", "mode", "name", "newlines",
    "peek", "raw", "read", "read1", "readable", "readinto", "readinto1", "readline", "readlines", "reconfigure", "seek",
    "seekable", "tell", "truncate", "writable", "write", "write_through", "writelines",
]
_open_names = [
    "__call__", "__class__", "__delattr__", "__dir__", "__doc__", "__eq__", "__format__", "__ge__", "__getattribute__",
    "__gt__", "__hash__", "__init__", "__le__", "__lt__", "__module__", "__name__", "__ne__", "__new__", "__qualname__",
    "__reduce__", "__repr__", "__self__", "__setattr__", "__sizeof__", "__str__", "__text_signature__",
]
