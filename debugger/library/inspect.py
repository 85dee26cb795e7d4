"""What live objects are, and the states of coroutines."""

import sys
import types
from collections import OrderedDict as _OrderedDict
from collections import namedtuple as _namedtuple
from collections.abc import Awaitable as _Awaitable

from _inspect_source import (
    ArgInfo, Arguments, Attribute, ClassFoundException, ClosureVars, EndOfBlock, FrameInfo, Traceback, classify_class_attrs,
    findsource, formatannotationrelativeto, formatargvalues, getabsfile, getargs, getargvalues, getblock, getcallargs,
    getclasstree, getclosurevars, getcomments, getframeinfo, getinnerframes, getlineno, getmembers_static, getmodulename,
    getouterframes, getsource, getsourcelines, indentsize, stack, trace, walktree,
)

__all__ = [
    "AGEN_CLOSED", "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "ArgInfo", "Arguments", "Attribute",
    "BoundArguments", "BufferFlags", "CORO_CLOSED", "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED",
    "CO_ASYNC_GENERATOR", "CO_COROUTINE", "CO_GENERATOR", "CO_ITERABLE_COROUTINE", "CO_NESTED", "CO_NEWLOCALS",
    "CO_NOFREE", "CO_OPTIMIZED", "CO_VARARGS", "CO_VARKEYWORDS", "ClassFoundException", "ClosureVars", "EndOfBlock",
    "FrameInfo", "FullArgSpec", "GEN_CLOSED", "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "Parameter", "Signature",
    "TPFLAGS_IS_ABSTRACT", "Traceback", "classify_class_attrs", "cleandoc", "currentframe", "findsource",
    "formatannotation", "formatannotationrelativeto", "formatargvalues", "get_annotations", "getabsfile", "getargs",
    "getargvalues", "getasyncgenlocals", "getasyncgenstate", "getattr_static", "getblock", "getcallargs",
    "getclasstree", "getclosurevars", "getcomments", "getcoroutinelocals", "getcoroutinestate", "getdoc", "getfile",
    "getframeinfo", "getfullargspec", "getgeneratorlocals", "getgeneratorstate", "getinnerframes", "getlineno",
    "getmembers", "getmembers_static", "getmodule", "getmodulename", "getmro", "getouterframes", "getsource",
    "getsourcefile", "getsourcelines", "indentsize", "isabstract", "isasyncgen", "isasyncgenfunction", "isawaitable",
    "isbuiltin", "isclass", "iscode", "iscoroutine", "iscoroutinefunction", "isdatadescriptor", "isframe",
    "isfunction", "isgenerator", "isgeneratorfunction", "isgetsetdescriptor", "ismemberdescriptor", "ismethod",
    "ismethoddescriptor", "ismethodwrapper", "ismodule", "isroutine", "istraceback", "markcoroutinefunction",
    "signature", "stack", "trace", "unwrap", "walktree",
]

TPFLAGS_IS_ABSTRACT = 1 << 20


def __getattr__(name):
    # An enumeration of flags takes time to make, and hardly anybody asks for this one.
    if name == "BufferFlags":
        global BufferFlags
        import enum

        bits = {
            "SIMPLE": 0x0, "WRITABLE": 0x1, "FORMAT": 0x4, "ND": 0x8, "STRIDES": 0x18, "C_CONTIGUOUS": 0x38,
            "F_CONTIGUOUS": 0x58, "ANY_CONTIGUOUS": 0x98, "INDIRECT": 0x118, "CONTIG": 0x9, "CONTIG_RO": 0x8,
            "STRIDED": 0x19, "STRIDED_RO": 0x18, "RECORDS": 0x1D, "RECORDS_RO": 0x1C, "FULL": 0x11D, "FULL_RO": 0x11C,
            "READ": 0x100, "WRITE": 0x200,
        }
        BufferFlags = enum.IntFlag(name, bits, module=__name__)
        return BufferFlags
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


CO_OPTIMIZED = 1
CO_NEWLOCALS = 2
CO_VARARGS = 4
CO_VARKEYWORDS = 8
CO_NESTED = 16
CO_GENERATOR = 32
CO_NOFREE = 64
CO_COROUTINE = 128
CO_ITERABLE_COROUTINE = 256
CO_ASYNC_GENERATOR = 512

# ---- predicates ----


def ismodule(object):
    """Return true if the object is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Return true if the object is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Return true if the object is an instance method."""
    return isinstance(object, types.MethodType)


def ismethoddescriptor(object):
    """Return true if the object is a method descriptor, but not a function, method or data descriptor."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return hasattr(tp, "__get__") and not hasattr(tp, "__set__") and not hasattr(tp, "__delete__")


def isdatadescriptor(object):
    """Return true if the object is a data descriptor."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return hasattr(tp, "__set__") or hasattr(tp, "__delete__")


def ismemberdescriptor(object):
    """Return true if the object is a member descriptor."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Return true if the object is a getset descriptor."""
    return isinstance(object, types.GetSetDescriptorType)


def isfunction(object):
    """Return true if the object is a user-defined function."""
    return isinstance(object, types.FunctionType)


def ismethodwrapper(object):
    """Return true if the object is a method wrapper."""
    return isinstance(object, types.MethodWrapperType)


def isbuiltin(object):
    """Return true if the object is a built-in function or method."""
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    """Return true if the object is any kind of function or method."""
    return (
        isbuiltin(object)
        or isfunction(object)
        or ismethod(object)
        or ismethoddescriptor(object)
        or ismethodwrapper(object)
    )


def isabstract(object):
    """Return true if the object is an abstract base class (ABC)."""
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", None))


def _unwrap_partial(f):
    while True:
        if ismethod(f):
            f = f.__func__
        elif type(f).__name__ == "partial" and hasattr(f, "func"):
            f = f.func
        else:
            return f


def _has_code_flag(f, flag):
    f = _unwrap_partial(f)
    if not isfunction(f):
        return False
    return bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """Return true if the object is a user-defined generator function."""
    return _has_code_flag(obj, CO_GENERATOR)


class _Mark:
    __slots__ = ()


_is_coroutine_mark = _Mark()


def markcoroutinefunction(func):
    """Decorator to ensure callable is recognised as a coroutine function."""
    if hasattr(func, "__func__"):
        func = func.__func__
    func._is_coroutine_mark = _is_coroutine_mark
    return func


def iscoroutinefunction(obj):
    """Return true if the object is a coroutine function."""
    if _has_code_flag(obj, CO_COROUTINE):
        return True
    f = _unwrap_partial(obj)
    if isfunction(f) or not isclass(f):
        return getattr(f, "_is_coroutine_mark", None) is _is_coroutine_mark
    return False


def isasyncgenfunction(obj):
    """Return true if the object is an asynchronous generator function."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """Return true if the object is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isgenerator(object):
    """Return true if the object is a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Return true if the object is a coroutine."""
    return isinstance(object, types.CoroutineType)


def isawaitable(object):
    """Return true if object can be passed to an ``await`` expression."""
    return (
        isinstance(object, types.CoroutineType)
        or isinstance(object, types.GeneratorType)
        and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
        or isinstance(object, _Awaitable)
    )


def istraceback(object):
    """Return true if the object is a traceback."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Return true if the object is a frame object."""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Return true if the object is a code object."""
    return isinstance(object, types.CodeType)


# ---- states ----

GEN_CREATED = "GEN_CREATED"
GEN_RUNNING = "GEN_RUNNING"
GEN_SUSPENDED = "GEN_SUSPENDED"
GEN_CLOSED = "GEN_CLOSED"


def getgeneratorstate(generator):
    """Get current state of a generator-iterator."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    if generator.gi_frame is None:
        return GEN_CLOSED
    return GEN_CREATED


def getgeneratorlocals(generator):
    """Get the mapping of generator local variables to their current values."""
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    frame = getattr(generator, "gi_frame", None)
    return frame.f_locals if frame is not None else {}


CORO_CREATED = "CORO_CREATED"
CORO_RUNNING = "CORO_RUNNING"
CORO_SUSPENDED = "CORO_SUSPENDED"
CORO_CLOSED = "CORO_CLOSED"


def getcoroutinestate(coroutine):
    """Get current state of a coroutine object."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    if coroutine.cr_frame is None:
        return CORO_CLOSED
    return CORO_CREATED


def getcoroutinelocals(coroutine):
    """Get the mapping of coroutine local variables to their current values."""
    frame = getattr(coroutine, "cr_frame", None)
    return frame.f_locals if frame is not None else {}


AGEN_CREATED = "AGEN_CREATED"
AGEN_RUNNING = "AGEN_RUNNING"
AGEN_SUSPENDED = "AGEN_SUSPENDED"
AGEN_CLOSED = "AGEN_CLOSED"


def getasyncgenstate(agen):
    """Get current state of an asynchronous generator object."""
    if agen.ag_running:
        return AGEN_RUNNING
    if agen.ag_suspended:
        return AGEN_SUSPENDED
    if agen.ag_frame is None:
        return AGEN_CLOSED
    return AGEN_CREATED


def getasyncgenlocals(agen):
    """Get the mapping of asynchronous generator local variables to their current values."""
    if not isasyncgen(agen):
        raise TypeError(f"{agen!r} is not a Python async generator")
    frame = getattr(agen, "ag_frame", None)
    return frame.f_locals if frame is not None else {}


# ---- members and documentation ----


def getmembers(object, predicate=None):
    """Return all members of an object as (name, value) pairs sorted by name."""
    results = []
    for key in dir(object):
        try:
            value = getattr(object, key)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            results.append((key, value))
    results.sort(key=lambda pair: pair[0])
    return results


class _Sentinel:
    __slots__ = ()


_sentinel = _Sentinel()


def getattr_static(obj, attr, default=_sentinel):
    """Retrieve attributes without triggering dynamic lookup via the descriptor protocol."""
    if not isinstance(obj, type):
        namespace = getattr(obj, "__dict__", {})
        if attr in namespace:
            return namespace[attr]
        mro = type(obj).__mro__
    else:
        mro = obj.__mro__
    for cls in mro:
        if attr in cls.__dict__:
            return cls.__dict__[attr]
    if isinstance(obj, type):
        for cls in type(obj).__mro__:
            if attr in cls.__dict__:
                return cls.__dict__[attr]
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


def getmro(cls):
    "Return tuple of base classes (including cls) in method resolution order."
    return cls.__mro__


def cleandoc(doc):
    """Clean up indentation from docstrings."""
    lines = doc.expandtabs().split("\n")
    margin = sys.maxsize
    for line in lines[1:]:
        content = len(line.lstrip(" "))
        if content:
            margin = min(margin, len(line) - content)
    if lines:
        lines[0] = lines[0].lstrip(" ")
    if margin < sys.maxsize:
        for i in range(1, len(lines)):
            lines[i] = lines[i][margin:]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """Get the documentation string for an object."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    return cleandoc(doc) if isinstance(doc, str) else None


def getmodule(object, _filename=None):
    """Return the module an object was defined in, or None if not found."""
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, "__module__", None))


def unwrap(func, *, stop=None):
    """Get the object wrapped by *func*."""
    f = func
    seen = {id(f)}
    while hasattr(func, "__wrapped__"):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError(f"wrapper loop when unwrapping {f!r}")
        seen.add(id(func))
    return func


def currentframe():
    """Return the frame of the caller."""
    return sys._getframe(1)


def getfile(object):
    """Work out which source or compiled file an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError(
        "module, class, method, function, traceback, frame, or "
        f"code object was expected, got {type(object).__name__}"
    )


getsourcefile = getfile


# ---- signatures ----


class _empty:
    """Marker object for Signature.empty and Parameter.empty."""


class _ParameterKind(int):
    def __new__(cls, value, name, description):
        self = int.__new__(cls, value)
        self.name = name
        self.description = description
        return self

    @property
    def value(self):
        return int(self)

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"


_POSITIONAL_ONLY = _ParameterKind(0, "POSITIONAL_ONLY", "positional-only")
_POSITIONAL_OR_KEYWORD = _ParameterKind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
_VAR_POSITIONAL = _ParameterKind(2, "VAR_POSITIONAL", "variadic positional")
_KEYWORD_ONLY = _ParameterKind(3, "KEYWORD_ONLY", "keyword-only")
_VAR_KEYWORD = _ParameterKind(4, "VAR_KEYWORD", "variadic keyword")


def formatannotation(annotation, base_module=None):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


class Parameter:
    """Represents a parameter in a function signature."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        if not isinstance(kind, _ParameterKind):
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind")
        if default is not _empty and kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f"{kind.description} parameters cannot have default values")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if not name.isidentifier():
            raise ValueError(f"{name!r} is not a valid parameter name")
        self._name = name
        self._kind = kind
        self._default = default
        self._annotation = annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, *, name=_empty, kind=_empty, annotation=_empty, default=_empty):
        """Creates a customized copy of the Parameter."""
        return type(self)(
            self._name if name is _empty else name,
            self._kind if kind is _empty else kind,
            default=self._default if default is _empty else default,
            annotation=self._annotation if annotation is _empty else annotation,
        )

    __replace__ = replace

    def __str__(self):
        formatted = self._name
        if self._annotation is not _empty:
            formatted = f"{formatted}: {formatannotation(self._annotation)}"
        if self._default is not _empty:
            sign = " = " if self._annotation is not _empty else "="
            formatted = f"{formatted}{sign}{self._default!r}"
        if self._kind == _VAR_POSITIONAL:
            return "*" + formatted
        if self._kind == _VAR_KEYWORD:
            return "**" + formatted
        return formatted

    def __repr__(self):
        return f'<{self.__class__.__name__} "{self}">'

    def __hash__(self):
        return hash((self._name, int(self._kind), self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (
            self._name == other._name
            and self._kind == other._kind
            and self._default == other._default
            and self._annotation == other._annotation
        )


class BoundArguments:
    """Result of `Signature.bind` call. Holds the mapping of arguments to the function's parameters."""

    __slots__ = ("arguments", "_signature")

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                break
            if name not in self.arguments:
                break
            arg = self.arguments[name]
            if param.kind == _VAR_POSITIONAL:
                args.extend(arg)
            else:
                args.append(arg)
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, param in self._signature.parameters.items():
            if not started:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
            if not started:
                continue
            if name in self.arguments:
                arg = self.arguments[name]
                if param.kind == _VAR_KEYWORD:
                    kwargs.update(arg)
                else:
                    kwargs[name] = arg
        return kwargs

    def apply_defaults(self):
        """Set default values for missing arguments."""
        new = []
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                new.append((name, self.arguments[name]))
            elif param.default is not _empty:
                new.append((name, param.default))
            elif param.kind is _VAR_POSITIONAL:
                new.append((name, ()))
            elif param.kind is _VAR_KEYWORD:
                new.append((name, {}))
        self.arguments = dict(new)

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    __hash__ = None

    def __repr__(self):
        args = [f"{arg}={value!r}" for arg, value in self.arguments.items()]
        return f"<{self.__class__.__name__} ({', '.join(args)})>"


class Signature:
    """A Signature object represents the overall signature of a function."""

    __slots__ = ("_return_annotation", "_parameters")

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        params = _OrderedDict()
        top = _POSITIONAL_ONLY
        seen_default = False
        for param in parameters or ():
            kind = param.kind
            if __validate_parameters__:
                if kind < top:
                    raise ValueError(
                        f"wrong parameter order: {top.description} parameter before {kind.description} parameter"
                    )
                top = kind
                if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                    if param.default is _empty:
                        if seen_default:
                            raise ValueError("non-default argument follows default argument")
                    else:
                        seen_default = True
                if param.name in params:
                    raise ValueError(f"duplicate parameter name: {param.name!r}")
            params[param.name] = param
        self._parameters = types.MappingProxyType(params)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """Constructs Signature for the given callable object."""
        return _signature_of(obj, follow_wrapped, cls)

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    def replace(self, *, parameters=_empty, return_annotation=_empty):
        """Creates a customized copy of the Signature."""
        return type(self)(
            self.parameters.values() if parameters is _empty else parameters,
            return_annotation=self._return_annotation if return_annotation is _empty else return_annotation,
        )

    __replace__ = replace

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return (
            list(self.parameters.items()) == list(other.parameters.items())
            and self.return_annotation == other.return_annotation
        )

    def __hash__(self):
        return hash((tuple(self.parameters.values()), self.return_annotation))

    def _bind(self, args, kwargs, *, partial=False):
        arguments = {}
        parameters = list(self.parameters.values())
        args = list(args)
        kwargs = dict(kwargs)
        i = 0
        rest = []
        while i < len(parameters):
            param = parameters[i]
            if param.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                break
            if param.kind == _VAR_POSITIONAL:
                if args:
                    arguments[param.name] = tuple(args)
                    args = []
                i += 1
                continue
            if args:
                if param.name in kwargs and param.kind != _POSITIONAL_ONLY:
                    raise TypeError(f"multiple values for argument {param.name!r}")
                arguments[param.name] = args.pop(0)
                i += 1
                continue
            rest.append(param)
            i += 1
        if args:
            raise TypeError("too many positional arguments")
        kwargs_param = None
        positional_only_as_keyword = []
        for param in rest + parameters[i:]:
            if param.kind == _VAR_KEYWORD:
                kwargs_param = param
                continue
            if param.kind == _POSITIONAL_ONLY:
                if param.name in kwargs and not any(p.kind == _VAR_KEYWORD for p in parameters):
                    positional_only_as_keyword.append(param.name)
                    continue
                if param.default is _empty and not partial:
                    raise TypeError(f"missing a required argument: {param.name!r}")
                continue
            if param.name in kwargs:
                arguments[param.name] = kwargs.pop(param.name)
            elif not partial and param.default is _empty:
                word = " keyword-only" if param.kind == _KEYWORD_ONLY else ""
                raise TypeError(f"missing a required{word} argument: {param.name!r}")
        if kwargs:
            if kwargs_param is not None:
                arguments[kwargs_param.name] = kwargs
            elif positional_only_as_keyword:
                raise TypeError(
                    "got some positional-only arguments passed as keyword arguments: "
                    f"{', '.join(map(repr, positional_only_as_keyword))}"
                )
            else:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        order = {name: n for n, name in enumerate(self.parameters)}
        arguments = dict(sorted(arguments.items(), key=lambda item: order[item[0]]))
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        """Get a BoundArguments object, that maps the passed `args` and `kwargs` to the function's signature."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """Get a BoundArguments object, that partially maps the passed `args` and `kwargs`."""
        return self._bind(args, kwargs, partial=True)

    def __repr__(self):
        return f"<{self.__class__.__name__} {self}>"

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None):
        """Create a string representation of the Signature object."""
        result = []
        render_pos_only = False
        render_kw_only = True
        for param in self.parameters.values():
            formatted = str(param)
            kind = param.kind
            if kind == _POSITIONAL_ONLY:
                render_pos_only = True
            elif render_pos_only:
                result.append("/")
                render_pos_only = False
            if kind == _VAR_POSITIONAL:
                render_kw_only = False
            elif kind == _KEYWORD_ONLY and render_kw_only:
                result.append("*")
                render_kw_only = False
            result.append(formatted)
        if render_pos_only:
            result.append("/")
        rendered = f"({', '.join(result)})"
        if max_width is not None and len(rendered) > max_width:
            rendered = "(\n    " + ",\n    ".join(result) + "\n)"
        if self.return_annotation is not _empty:
            rendered += f" -> {formatannotation(self.return_annotation)}"
        return rendered


def _signature_of_function(func, cls=Signature):
    code = func.__code__
    names = code.co_varnames
    n_pos = code.co_argcount
    n_posonly = code.co_posonlyargcount
    n_kwonly = code.co_kwonlyargcount
    annotations = func.__annotations__
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    parameters = []
    first_default = n_pos - len(defaults)
    for i in range(n_pos):
        name = names[i]
        parameters.append(
            Parameter(
                name,
                _POSITIONAL_ONLY if i < n_posonly else _POSITIONAL_OR_KEYWORD,
                default=defaults[i - first_default] if i >= first_default else _empty,
                annotation=annotations.get(name, _empty),
            )
        )
    index = n_pos + n_kwonly
    if code.co_flags & CO_VARARGS:
        name = names[index]
        index += 1
        parameters.append(Parameter(name, _VAR_POSITIONAL, annotation=annotations.get(name, _empty)))
    for name in names[n_pos : n_pos + n_kwonly]:
        parameters.append(
            Parameter(
                name, _KEYWORD_ONLY, default=kwdefaults.get(name, _empty), annotation=annotations.get(name, _empty)
            )
        )
    if code.co_flags & CO_VARKEYWORDS:
        name = names[index]
        parameters.append(Parameter(name, _VAR_KEYWORD, annotation=annotations.get(name, _empty)))
    return cls(parameters, return_annotation=annotations.get("return", _empty))


def _without_first(sig):
    params = list(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if params[0].kind in (_POSITIONAL_OR_KEYWORD, _POSITIONAL_ONLY):
        params = params[1:]
    return sig.replace(parameters=params)


def _signature_of_text(text, name, cls):
    # `__text_signature__` of a native: "($self, iterable=(), /)".
    text = text.replace("$self, ", "").replace("$self", "").replace("<unrepresentable>", "None")
    namespace = {"sys": sys}
    inner = text[1:-1].strip()
    if inner.startswith("/"):
        inner = inner[1:].lstrip(", ")
    try:
        func = eval(f"lambda {inner}: None", namespace)
    except (SyntaxError, NameError):
        raise ValueError(f"no signature found for builtin {name!r}") from None
    return _signature_of_function(func, cls)


def _signature_of(obj, follow_wrapped, cls):
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if ismethod(obj):
        return _without_first(_signature_of(obj.__func__, follow_wrapped, cls))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__") or ismethod(f))
        if ismethod(obj):
            return _signature_of(obj, follow_wrapped, cls)
    sig = getattr(obj, "__signature__", None)
    if sig is not None:
        if not isinstance(sig, Signature):
            raise TypeError(f"unexpected object {sig!r} in __signature__ attribute")
        return sig
    if isfunction(obj):
        return _signature_of_function(obj, cls)
    if type(obj).__name__ == "partial" and hasattr(obj, "func"):
        return _signature_of_partial(_signature_of(obj.func, follow_wrapped, cls), obj)
    if isinstance(obj, type):
        for name in ("__new__", "__init__"):
            for base in obj.__mro__:
                if base is object:
                    break
                method = base.__dict__.get(name)
                if isinstance(method, staticmethod):
                    method = method.__func__
                if isfunction(method):
                    return _without_first(_signature_of(method, follow_wrapped, cls))
        if obj is object or all(base.__module__ != "builtins" or base is object for base in obj.__mro__):
            return cls()
        raise ValueError(f"no signature found for builtin type {obj!r}")
    if isbuiltin(obj) or ismethoddescriptor(obj) or ismethodwrapper(obj):
        text = getattr(obj, "__text_signature__", None)
        if text:
            return _signature_of_text(text, obj, cls)
        raise ValueError(f"no signature found for builtin {obj!r}")
    call = getattr(type(obj), "__call__", None)
    if call is not None:
        return _without_first(_signature_of(call, follow_wrapped, cls))
    raise ValueError(f"callable {obj!r} is not supported by signature")


def _signature_of_partial(sig, partial):
    ba = sig.bind_partial(*partial.args, **partial.keywords)
    new = []
    to_keyword = False
    for name, param in sig.parameters.items():
        if name in ba.arguments:
            value = ba.arguments[name]
            if param.kind == _POSITIONAL_ONLY:
                continue
            if param.kind == _POSITIONAL_OR_KEYWORD:
                if name in partial.keywords:
                    to_keyword = True
                    new.append(param.replace(default=value, kind=_KEYWORD_ONLY))
                continue
            if param.kind == _KEYWORD_ONLY:
                new.append(param.replace(default=value))
                continue
        if to_keyword:
            if param.kind == _VAR_POSITIONAL:
                continue
            if param.kind == _POSITIONAL_OR_KEYWORD:
                param = param.replace(kind=_KEYWORD_ONLY)
        new.append(param)
    return sig.replace(parameters=new)


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """Get a signature object for the passed callable."""
    return Signature.from_callable(
        obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals, eval_str=eval_str
    )


FullArgSpec = _namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")


def getfullargspec(func):
    """Get the names and default values of a callable object's parameters."""
    sig = _signature_of(func, False, Signature)
    args, kwonly, defaults = [], [], []
    varargs = varkw = None
    kwdefaults = {}
    annotations = {}
    for param in sig.parameters.values():
        if param.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            args.append(param.name)
            if param.default is not _empty:
                defaults.append(param.default)
        elif param.kind == _VAR_POSITIONAL:
            varargs = param.name
        elif param.kind == _KEYWORD_ONLY:
            kwonly.append(param.name)
            if param.default is not _empty:
                kwdefaults[param.name] = param.default
        else:
            varkw = param.name
        if param.annotation is not _empty:
            annotations[param.name] = param.annotation
    if sig.return_annotation is not _empty:
        annotations["return"] = sig.return_annotation
    return FullArgSpec(args, varargs, varkw, tuple(defaults) or None, kwonly, kwdefaults or None, annotations)


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """Compute the annotations dict for an object."""
    if isinstance(obj, type):
        annotations = obj.__dict__.get("__annotations__", None)
    else:
        annotations = getattr(obj, "__annotations__", None)
    if annotations is None:
        return {}
    if not eval_str:
        return dict(annotations)
    if globals is None:
        globals = getattr(unwrap(obj), "__globals__", None) or vars(sys.modules.get(obj.__module__))
    return {
        key: eval(value, globals, locals) if isinstance(value, str) else value for key, value in annotations.items()
    }
