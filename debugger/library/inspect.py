"""What live objects are: classes, functions, coroutines and their states, members and documentation."""

# Signatures are in _inspect_signature, what looks at sources, frames and trees of classes in _inspect_source: both are
# loaded when somebody asks for a name of theirs, since most programs only ask what something is.

import sys
import types
from collections.abc import Awaitable as _Awaitable

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
(
    CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR, CO_NOFREE, CO_COROUTINE,
    CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR,
) = [1 << bit for bit in range(10)]

_PARTS = {
    "_inspect_signature": (
        "BoundArguments FullArgSpec Parameter Signature _KEYWORD_ONLY _POSITIONAL_ONLY _POSITIONAL_OR_KEYWORD _ParameterKind "
        "_VAR_KEYWORD _VAR_POSITIONAL _empty _signature_fromstr formatannotation getfullargspec signature"
    ).split(),
    "_inspect_source": (
        "ArgInfo Arguments Attribute ClassFoundException ClosureVars EndOfBlock FrameInfo Traceback classify_class_attrs "
        "findsource formatannotationrelativeto formatargvalues getabsfile getargs getargvalues getblock getcallargs "
        "getclasstree getclosurevars getcomments getframeinfo getinnerframes getlineno getmembers_static getmodulename "
        "getouterframes getsource getsourcelines indentsize stack trace walktree"
    ).split(),
}


def __getattr__(name):
    for part, names in _PARTS.items():
        if name in names:
            found = vars(__import__(part))
            globals().update({each: found[each] for each in names})
            return found[name]
    if name == "BufferFlags":
        global BufferFlags
        BufferFlags = _buffer_flags()
        return BufferFlags
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *__all__})


def _buffer_flags():
    from enum import IntFlag

    bits = {
        "SIMPLE": 0x0, "WRITABLE": 0x1, "FORMAT": 0x4, "ND": 0x8, "STRIDES": 0x18, "C_CONTIGUOUS": 0x38,
        "F_CONTIGUOUS": 0x58, "ANY_CONTIGUOUS": 0x98, "INDIRECT": 0x118, "CONTIG": 0x9, "CONTIG_RO": 0x8,
        "STRIDED": 0x19, "STRIDED_RO": 0x18, "RECORDS": 0x1D, "RECORDS_RO": 0x1C, "FULL": 0x11D, "FULL_RO": 0x11C,
        "READ": 0x100, "WRITE": 0x200,
    }
    return IntFlag("BufferFlags", bits, module=__name__)


# ---- what something is ----


def ismodule(object):
    """Is it a module?"""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Is it a class?"""
    return isinstance(object, type)


def isfunction(object):
    """Is it a function that is written in Python?"""
    return isinstance(object, types.FunctionType)


def ismethod(object):
    """Is it a function bound to an object?"""
    return isinstance(object, types.MethodType)


def isbuiltin(object):
    """Is it a built-in function, or a built-in method bound to an object?"""
    return isinstance(object, types.BuiltinFunctionType)


def ismethodwrapper(object):
    """Is it a special method of a built-in class, bound to an object?"""
    return isinstance(object, types.MethodWrapperType)


def ismemberdescriptor(object):
    """Is it what a slot is in its class?"""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Is it a computed attribute of a built-in class?"""
    return isinstance(object, types.GetSetDescriptorType)


def _binds_itself(object):
    # Those answer for themselves, though their classes are descriptors.
    return isclass(object) or ismethod(object) or isfunction(object)


def isdatadescriptor(object):
    """Does its class say what setting or deleting an attribute does?"""
    kind = type(object)
    return not _binds_itself(object) and (hasattr(kind, "__set__") or hasattr(kind, "__delete__"))


def ismethoddescriptor(object):
    """Does its class only say what getting an attribute does (and it is no function)?"""
    kind = type(object)
    return not _binds_itself(object) and hasattr(kind, "__get__") and not isdatadescriptor(object)


def isroutine(object):
    """Is it a function or method of any kind?"""
    return any([check(object) for check in (isbuiltin, isfunction, ismethod, ismethoddescriptor, ismethodwrapper)])


def isabstract(object):
    """Is it a class with abstract methods left?"""
    names = getattr(object, "__abstractmethods__", None) if isclass(object) else None
    return bool(names) and not isdatadescriptor(names)


def istraceback(object):
    """Is it a traceback?"""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Is it a frame?"""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Is it a code object?"""
    return isinstance(object, types.CodeType)


def isgenerator(object):
    """Is it a generator (not the function that makes one)?"""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Is it a coroutine (not the function that makes one)?"""
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    """Is it an asynchronous generator (not the function that makes one)?"""
    return isinstance(object, types.AsyncGeneratorType)


def isawaitable(object):
    """May it stand behind `await`?"""
    if isgenerator(object):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    return iscoroutine(object) or isinstance(object, _Awaitable)


class _Mark:
    __slots__ = ()


_is_coroutine_mark = _Mark()


def markcoroutinefunction(func):
    """Has a function counted as one that makes coroutines; for use as a decorator."""
    target = getattr(func, "__func__", func)
    target._is_coroutine_mark = _is_coroutine_mark
    return target


def _innermost(obj):
    # The function within bound methods and partials.
    partial = getattr(sys.modules.get("functools"), "partial", ())
    while True:
        if ismethod(obj):
            obj = obj.__func__
        elif isinstance(obj, partial):
            obj = obj.func
        elif isinstance(method := getattr(obj, "__partialmethod__", None), getattr(sys.modules.get("functools"), "partialmethod", ())):
            obj = method.func
        else:
            return obj


def _makes(obj, flag):
    function = _innermost(obj)
    return isfunction(function) and bool(function.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """Does a call make a generator?"""
    return _makes(obj, CO_GENERATOR)


def isasyncgenfunction(obj):
    """Does a call make an asynchronous generator?"""
    return _makes(obj, CO_ASYNC_GENERATOR)


def iscoroutinefunction(obj):
    """Does a call make a coroutine?"""
    marked = _innermost(obj)
    is_marked = not isclass(marked) and not ismodule(marked) and getattr(marked, "_is_coroutine_mark", None) is _is_coroutine_mark
    return is_marked or _makes(obj, CO_COROUTINE)


# ---- states ----

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"
AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "AGEN_CLOSED"


def _state(obj, letters, word):
    if getattr(obj, f"{letters}_running"):
        phase = "RUNNING"
    elif getattr(obj, f"{letters}_suspended"):
        phase = "SUSPENDED"
    else:
        phase = "CLOSED" if getattr(obj, f"{letters}_frame") is None else "CREATED"
    return f"{word}_{phase}"


def _locals_of(obj, name):
    frame = getattr(obj, name, None)
    return {} if frame is None else frame.f_locals


def getgeneratorstate(generator):
    """One of the GEN_ constants."""
    return _state(generator, "gi", "GEN")


def getcoroutinestate(coroutine):
    """One of the CORO_ constants."""
    return _state(coroutine, "cr", "CORO")


def getasyncgenstate(agen):
    """One of the AGEN_ constants."""
    return _state(agen, "ag", "AGEN")


def getgeneratorlocals(generator):
    """The local variables of a generator; none once it has ended."""
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    return _locals_of(generator, "gi_frame")


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine; none once it has ended."""
    return _locals_of(coroutine, "cr_frame")


def getasyncgenlocals(agen):
    """The local variables of an asynchronous generator; none once it has ended."""
    if not isasyncgen(agen):
        raise TypeError(f"{agen!r} is not a Python async generator")
    return _locals_of(agen, "ag_frame")


# ---- members ----


def getmro(cls):
    """The class and its bases, in the order attributes are looked for."""
    return cls.__mro__


def _member_names(object):
    # dir(), and what is only there for instances though it has a meaning on the class.
    names = set(dir(object))
    if isclass(object):
        for base in object.__bases__:
            names.update([name for name, value in vars(base).items() if isinstance(value, types.DynamicClassAttribute)])
    return sorted(names)


def getmembers(object, predicate=None):
    """(name, value) of everything an object has, by name."""
    found = []
    for name in _member_names(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            value = _raw(getattr(object, "__mro__", ()), name)
            if value is _absent:
                continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


_absent = _Mark()


def _raw(classes, name):
    # What the first of the classes to have it has in its namespace.
    for cls in classes:
        if name in vars(cls):
            return vars(cls)[name]
    return _absent


def _own_dict(obj):
    try:
        own = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return {}
    return own if isinstance(own, dict) else {}


def getattr_static(obj, attr, default=_absent):
    """An attribute as it lies in an object or its class, without running any code to get it."""
    if isclass(obj):
        found = _raw(obj.__mro__, attr)
        if found is _absent:
            found = _raw(type(obj).__mro__, attr)
    else:
        found = _raw(type(obj).__mro__, attr)
        own = _own_dict(obj)
        takes_all = hasattr(type(found), "__get__") and (hasattr(type(found), "__set__") or hasattr(type(found), "__delete__"))
        if attr in own and not takes_all:
            found = own[attr]
    if found is not _absent:
        return found
    if default is _absent:
        raise AttributeError(attr)
    return default


def unwrap(func, *, stop=None):
    """What is beneath the wrappers of functools.wraps(); `stop` may tell where to end."""
    seen = []
    inner = func
    while not isclass(inner) and hasattr(inner, "__wrapped__") and not (stop is not None and stop(inner)):
        seen.append(id(inner))
        inner = inner.__wrapped__
        if id(inner) in seen:
            raise ValueError(f"wrapper loop when unwrapping {func!r}")
    return inner


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of a module, class or function as a new dict; `eval_str` evaluates those that are strings."""
    if isclass(obj):
        found = vars(obj).get("__annotations__")
        found = None if isgetsetdescriptor(found) else found
    elif ismodule(obj) or callable(obj):
        found = getattr(obj, "__annotations__", None)
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    if not eval_str or not found:
        return dict(found)
    theirs, own = _names_around(obj)
    globals = theirs if globals is None else globals
    locals = (own if locals is None else locals) or {}
    parameters = {each.__name__: each for each in getattr(obj, "__type_params__", ())}
    names = {**parameters, **locals}
    return {key: eval(value, globals, names) if isinstance(value, str) else value for key, value in found.items()}


def _names_around(obj):
    # The global names where something was written, and the local ones.
    if ismodule(obj):
        return vars(obj), None
    if isclass(obj):
        return vars(sys.modules[obj.__module__]) if obj.__module__ in sys.modules else None, dict(vars(obj))
    return getattr(_innermost(unwrap(_innermost(obj))), "__globals__", None), None


# ---- documentation ----


def cleandoc(doc):
    """A docstring without the indentation of the lines below its first, and without empty lines around it."""
    first, *rest = doc.expandtabs().split("\n")
    margin = min([len(line) - len(line.lstrip(" ")) for line in rest if line.strip(" ")], default=0)
    lines = [first.lstrip(" "), *[line[margin:] for line in rest]]
    while lines and not lines[-1]:
        del lines[-1]
    while lines and not lines[0]:
        del lines[0]
    return "\n".join(lines)


def getdoc(object):
    """The docstring of an object, cleaned; that of a base when a class or method has none of its own."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        try:
            doc = _inherited_doc(object)
        except (AttributeError, TypeError):
            return None
    return cleandoc(doc) if isinstance(doc, str) else None


def _inherited_doc(obj):
    if isclass(obj):
        docs = [base.__doc__ for base in obj.__mro__ if base is not object]
    else:
        name, owner = _place_of(obj)
        docs = [getattr(base, name, None).__doc__ for base in owner.__mro__ if hasattr(base, name)]
    return next((doc for doc in docs if doc is not None), None)


def _place_of(obj):
    # The name of a method or property, and the class that has it; TypeError for anything else.
    if isinstance(obj, property):
        obj = obj.fget
    if ismethod(obj):
        holder = obj.__self__
        return obj.__name__, holder if isclass(holder) else type(holder)
    if isfunction(obj):
        owner = sys.modules.get(obj.__module__)
        for part in obj.__qualname__.split(".")[:-1]:
            owner = getattr(owner, part)
        if isclass(owner):
            return obj.__name__, owner
    elif hasattr(obj, "__objclass__"):
        return obj.__name__, obj.__objclass__
    raise TypeError(f"{obj!r} has no place in a class")


# ---- where something is from ----


def getmodule(object, _filename=None):
    """The module that something was defined in, or None."""
    return object if ismodule(object) else sys.modules.get(getattr(object, "__module__", None))


def currentframe():
    """The frame of whoever calls this."""
    return sys._getframe(1)


def getfile(object):
    """The file that something was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        if object.__module__ == "__main__":
            raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    # From the outside in: each has the next.
    inner = object
    for check, attribute in ((ismethod, "__func__"), (isfunction, "__code__"), (istraceback, "tb_frame"), (isframe, "f_code")):
        if check(inner):
            inner = getattr(inner, attribute)
    if iscode(inner):
        return inner.co_filename
    raise TypeError(
        "module, class, method, function, traceback, frame, or "
        f"code object was expected, got {type(object).__name__}"
    )


def getsourcefile(object):
    """The file that holds the source of something."""
    return getfile(object)
