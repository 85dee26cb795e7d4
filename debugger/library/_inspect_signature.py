"""The part of inspect that knows signatures: parameters, how arguments fall to them, and where a callable's come from."""

__name__ = "inspect"  # which is where the names below are found

import sys
import types
from collections import OrderedDict as _OrderedDict
from collections import namedtuple as _namedtuple
from keyword import iskeyword as _iskeyword

from inspect import (
    _absent, _innermost, _raw, get_annotations, getattr_static, isbuiltin, isclass, isfunction, ismethod, ismethoddescriptor,
    ismethodwrapper, unwrap,
)


class _empty:
    """Stands where there is no default or annotation."""


# ---- parameters ----


class _ParameterKind(int):
    """How a parameter gets its argument. In the order in which kinds may follow each other."""

    def __new__(cls, value):
        return _KINDS[value]

    @property
    def value(self):
        return int(self)

    def __reduce__(self):
        return _ParameterKind, (int(self),)

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"


def _kinds():
    described = {
        "POSITIONAL_ONLY": "positional-only", "POSITIONAL_OR_KEYWORD": "positional or keyword",
        "VAR_POSITIONAL": "variadic positional", "KEYWORD_ONLY": "keyword-only", "VAR_KEYWORD": "variadic keyword",
    }
    for number, (name, description) in enumerate(described.items()):
        kind = int.__new__(_ParameterKind, number)
        kind.name, kind.description = name, description
        yield kind


_KINDS = tuple(_kinds())
_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = _KINDS
_BY_POSITION = (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD)
_VARIADIC = (_VAR_POSITIONAL, _VAR_KEYWORD)


def formatannotation(annotation, base_module=None):
    """An annotation as text; classes of `base_module` go by their bare names."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        home = annotation.__module__
        return annotation.__qualname__ if home in ("builtins", base_module) else f"{home}.{annotation.__qualname__}"
    return repr(annotation)


class Parameter:
    """One parameter of a signature. Does not change."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = _KINDS
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except (IndexError, TypeError):
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind") from None
        if default is not _empty and self._kind in _VARIADIC:
            raise ValueError(f"{self._kind.description} parameters cannot have default values")
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if name[:1] == "." and name[1:].isdigit():
            # The iterable that a comprehension is given: the compiler calls it `.0`.
            if self._kind != _POSITIONAL_OR_KEYWORD:
                words = "implicit arguments must be passed as positional or keyword arguments, not "
                raise ValueError(words + self._kind.description)
            self._kind = _POSITIONAL_ONLY
            name = f"implicit{name[1:]}"
        if not name.isidentifier() or self._kind != _POSITIONAL_ONLY and _iskeyword(name):
            raise ValueError(f"{name!r} is not a valid parameter name")
        self._name, self._default, self._annotation = name, default, annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, *, name=_empty, kind=_empty, annotation=_empty, default=_empty):
        """The same parameter, but for what is given here."""
        given = {"name": name, "kind": kind, "annotation": annotation, "default": default}
        return type(self)(**{key: getattr(self, key) if value is _empty else value for key, value in given.items()})

    __replace__ = replace

    def __reduce__(self):
        state = {"_default": self._default, "_annotation": self._annotation}
        return type(self), (self._name, self._kind), (None, state)

    def __str__(self):
        stars = {_VAR_POSITIONAL: "*", _VAR_KEYWORD: "**"}.get(self._kind, "")
        annotated = self._annotation is not _empty
        text = f"{stars}{self._name}: {formatannotation(self._annotation)}" if annotated else stars + self._name
        if self._default is _empty:
            return text
        return f"{text} = {self._default!r}" if annotated else f"{text}={self._default!r}"

    def __repr__(self):
        return f'<{self.__class__.__name__} "{self}">'

    def _parts(self):
        return self._name, int(self._kind), self._annotation, self._default

    def __hash__(self):
        return hash(self._parts())

    def __eq__(self, other):
        if self is other:
            return True
        return self._parts() == other._parts() if isinstance(other, Parameter) else NotImplemented


# ---- signatures ----


class BoundArguments:
    """What each parameter of a signature would be given by a call."""

    __slots__ = ("arguments", "_signature")

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    signature = property(lambda self: self._signature)

    def _split(self):
        # The arguments by position, then those by name. Behind a parameter without argument, all are by name.
        args, kwargs = [], {}
        by_name = False
        for name, param in self._signature.parameters.items():
            by_name = by_name or param.kind >= _KEYWORD_ONLY or name not in self.arguments
            if name not in self.arguments:
                continue
            value = self.arguments[name]
            if param.kind == _VAR_KEYWORD:
                kwargs.update(value)
            elif by_name:
                kwargs[name] = value
            elif param.kind == _VAR_POSITIONAL:
                args.extend(value)
            else:
                args.append(value)
        return tuple(args), kwargs

    args = property(lambda self: self._split()[0])
    kwargs = property(lambda self: self._split()[1])

    def apply_defaults(self):
        """Gives parameters without argument their defaults, () or {}."""
        complete = {}
        for name, param in self._signature.parameters.items():
            nothing = {_VAR_POSITIONAL: (), _VAR_KEYWORD: {}}.get(param.kind, param.default)
            value = self.arguments.get(name, nothing)
            if value is not _empty:
                complete[name] = value
        self.arguments = complete

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return (self._signature, self.arguments) == (other._signature, other.arguments)

    __hash__ = None

    def __repr__(self):
        return f"<{self.__class__.__name__} ({', '.join([f'{name}={value!r}' for name, value in self.arguments.items()])})>"


class Signature:
    """The parameters of a callable, and the annotation of what it returns. Does not change."""

    __slots__ = ("_return_annotation", "_parameters")

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        params = () if parameters is None else tuple(parameters)
        if __validate_parameters__:
            self._check(params)
        self._parameters = types.MappingProxyType(_OrderedDict([(param.name, param) for param in params]))
        self._return_annotation = return_annotation

    @staticmethod
    def _check(params):
        highest, default_seen, names = _POSITIONAL_ONLY, False, set()
        for param in params:
            if param.kind < highest:
                raise ValueError(
                    f"wrong parameter order: {highest.description} parameter before {param.kind.description} parameter"
                )
            highest = param.kind
            if param.kind in _BY_POSITION:
                if default_seen and param.default is _empty:
                    raise ValueError("non-default argument follows default argument")
                default_seen = param.default is not _empty
            if param.name in names:
                raise ValueError(f"duplicate parameter name: {param.name!r}")
            names.add(param.name)

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """The signature of a callable; see signature()."""
        return _Reader(cls, follow_wrapped, (globals, locals, eval_str)).read(obj)

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    def replace(self, *, parameters=_empty, return_annotation=_empty):
        """The same signature, but for what is given here."""
        if parameters is _empty:
            parameters = self._parameters.values()
        if return_annotation is _empty:
            return_annotation = self._return_annotation
        return type(self)(parameters, return_annotation=return_annotation)

    __replace__ = replace

    def __reduce__(self):
        return type(self), (tuple(self._parameters.values()),), (None, {"_return_annotation": self._return_annotation})

    def _parts(self):
        # Parameters that are given by name only are equal in any order.
        params = self._parameters.values()
        return (
            tuple([param for param in params if param.kind != _KEYWORD_ONLY]),
            frozenset([param for param in params if param.kind == _KEYWORD_ONLY]), self._return_annotation,
        )

    def __hash__(self):
        return hash(self._parts())

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        mine, theirs = dict(self._parameters), dict(other._parameters)
        ordered = [param for param in mine.values() if param.kind != _KEYWORD_ONLY]
        return (
            mine == theirs and ordered == [param for param in theirs.values() if param.kind != _KEYWORD_ONLY]
            and self._return_annotation == other._return_annotation
        )

    def bind(self, /, *args, **kwargs):
        """How a call with these arguments gives them to the parameters; TypeError when it cannot."""
        return self._bound(args, kwargs, partial=False)

    def bind_partial(self, /, *args, **kwargs):
        """As bind(), but arguments may be missing."""
        return self._bound(args, kwargs, partial=True)

    def _bound(self, args, kwargs, partial):
        params = self._parameters.values()
        by_name = dict(kwargs)
        rest = next((param for param in params if param.kind == _VAR_KEYWORD), None)
        arguments, misplaced = {}, []
        used = 0
        # Is everything so far from positional arguments? CPython words a missing argument by it.
        in_line = True
        for param in params:
            name, kind = param.name, param.kind
            more = used < len(args)
            if kind == _VAR_KEYWORD or kind == _KEYWORD_ONLY and more:
                if more:
                    raise TypeError("too many positional arguments")
            elif kind == _VAR_POSITIONAL:
                if more:
                    arguments[name] = tuple(args[used:])
                    used = len(args)
                in_line = False
            elif more:
                if kind != _POSITIONAL_ONLY and name in by_name:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args[used]
                used += 1
            else:
                if name in by_name:
                    if kind == _POSITIONAL_ONLY and in_line:
                        misplaced.append(name)
                        continue
                    arguments[name] = by_name.pop(name)
                elif param.default is _empty and not partial:
                    word = " keyword-only" if in_line and kind == _KEYWORD_ONLY else ""
                    raise TypeError(f"missing a required{word} argument: {name!r}")
                in_line = False
        if used < len(args):
            raise TypeError("too many positional arguments")
        if by_name and rest is not None:
            arguments[rest.name] = by_name
        elif by_name and misplaced:
            words = "got some positional-only arguments passed as keyword arguments"
            raise TypeError(f"{words}: {', '.join(misplaced)!r}")
        elif by_name:
            raise TypeError(f"got an unexpected keyword argument {next(iter(by_name))!r}")
        return BoundArguments(self, arguments)

    def __repr__(self):
        return f"<{self.__class__.__name__} {self}>"

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None):
        """As it stands in a definition; a parameter to a line when it is wider than `max_width`."""
        shown = []
        kinds = [param.kind for param in self._parameters.values()]
        for place, param in enumerate(self._parameters.values()):
            before = kinds[place - 1] if place else None
            if before == _POSITIONAL_ONLY and param.kind != _POSITIONAL_ONLY:
                shown.append("/")
            if param.kind == _KEYWORD_ONLY and before not in (_KEYWORD_ONLY, _VAR_POSITIONAL):
                shown.append("*")
            shown.append(str(param))
        if kinds and kinds[-1] == _POSITIONAL_ONLY:
            shown.append("/")
        text = f"({', '.join(shown)})"
        if max_width is not None and len(text) > max_width:
            text = "(\n    " + ",\n    ".join(shown) + "\n)"
        if self._return_annotation is _empty:
            return text
        return f"{text} -> {formatannotation(self._return_annotation)}"


# ---- where the signature of a callable comes from ----

# Of built-in functions and classes whose own text says less, or more, than CPython's.
_TEXTS = {
    "bool": "(object=False, /)", "classmethod": "(function, /)", "complex": "(real=0, imag=0)",
    "enumerate": "(iterable, start=0)", "float": "(x=0, /)", "frozenset": None, "getattr": None,
    "input": "(prompt='', /)", "iter": None, "list": "(iterable=(), /)", "map": "(function, iterable, /, *iterables)",
    "max": None, "min": None, "next": None, "object": "()",
    "open": "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    "property": "(fget=None, fset=None, fdel=None, doc=None)", "reversed": "(object, /)",
    "sorted": "(iterable, /, *, key=None, reverse=False)", "staticmethod": "(function, /)",
    "tuple": "(iterable=(), /)", "zip": "(*iterables, strict=False)", "bytearray": None, "bytes": None, "dict": None,
    "dir": None, "filter": "(function, iterable, /)", "int": None, "memoryview": "(object)", "range": None, "set": None,
    "slice": None, "str": None, "super": None, "type": None, "vars": None,
}


def _builtin_text(obj):
    if getattr(obj, "__module__", None) == "builtins" and obj.__qualname__ in _TEXTS:
        return _TEXTS[obj.__qualname__]
    return getattr(obj, "__text_signature__", None)


def _signature_fromstr(cls, obj, text, skip_bound_arg=True):
    """A signature from text as built-in functions give it: `($self, key, default=None, /)`."""
    inner = text[text.index("(") + 1 : text.rindex(")")]
    receiver = ""
    if inner.startswith("$"):
        receiver, _, inner = inner[1:].partition(",")
        inner = inner.strip()
        inner = inner[1:].lstrip(", ") if inner.startswith("/") and skip_bound_arg else inner
        if not skip_bound_arg:
            # Whoever is not bound is given the receiver by position.
            inner = f"{receiver}, {inner}" if inner.startswith("/") or "/" in inner else f"{receiver}, /{', ' + inner if inner else ''}"
    try:
        function = eval(f"lambda {inner.replace('<unrepresentable>', 'None')}: None", {"sys": sys})
    except (SyntaxError, NameError):
        raise ValueError(f"{obj!r} has invalid signature") from None
    return _Reader(cls, False, (None, None, False)).of_function(function)


class _Reader:
    """Finds the signature of a callable. `keeps_first`: a method's `self` is part of it."""

    def __init__(self, cls, follows, evaluation, keeps_first=False):
        self.cls = cls
        self.follows = follows
        self.evaluation = evaluation
        self.keeps_first = keeps_first

    def read(self, obj):
        if not callable(obj):
            raise TypeError(f"{obj!r} is not a callable object")
        if ismethod(obj):
            return self.bound(self.read(obj.__func__))
        if self.follows:
            obj = unwrap(obj, stop=lambda each: hasattr(each, "__signature__") or ismethod(each))
            if ismethod(obj):
                return self.read(obj)
        for way in (self.declared, self.of_partial_method, self.of_function_like, self.of_builtin, self.of_partial, self.of_class):
            found = way(obj)
            if found is not None:
                return found
        call = getattr_static(type(obj), "__call__", None)
        if call is not None:
            return self.bound(self.read(call))
        raise ValueError(f"callable {obj!r} is not supported by signature")

    def bound(self, sig):
        """Without the parameter that a method's object is given to."""
        if self.keeps_first:
            return sig
        params = list(sig.parameters.values())
        if not params or params[0].kind >= _KEYWORD_ONLY:
            raise ValueError("invalid method signature")
        return sig if params[0].kind == _VAR_POSITIONAL else sig.replace(parameters=params[1:])

    def declared(self, obj):
        """What `__signature__` says."""
        try:
            found = obj.__signature__
        except AttributeError:
            return None
        if found is None or isinstance(found, Signature):
            return found
        said = found
        if callable(found):
            said = found()
        if isinstance(said, str):
            return _signature_fromstr(self.cls, obj, said)
        if isinstance(said, Signature):
            return said
        raise TypeError(f"unexpected object {found!r} in __signature__ attribute")

    def of_partial_method(self, obj):
        method = getattr(obj, "__partialmethod__", None)
        if not isinstance(method, getattr(sys.modules.get("functools"), "partialmethod", ())):
            return None
        inner = self.read(method.func)
        first = next(iter(inner.parameters.values()))
        # The object comes before what the partial method gives.
        rest = self.left_over(inner, (None, *method.args), method.keywords, method)
        if first.kind == _VAR_POSITIONAL:
            return rest
        return inner.replace(parameters=[first, *rest.parameters.values()])

    def of_partial(self, obj):
        if not isinstance(obj, getattr(sys.modules.get("functools"), "partial", ())):
            return None
        return self.left_over(self.read(obj.func), obj.args, obj.keywords, obj)

    def left_over(self, sig, args, keywords, partial):
        """What can still be given behind a partial application."""
        try:
            given = sig.bind_partial(*args, **keywords).arguments
        except TypeError as error:
            raise ValueError(f"partial object {partial!r} has incorrect arguments") from error
        left = []
        by_name = False
        for name, param in sig.parameters.items():
            if name in given and param.kind not in _VARIADIC:
                if name not in keywords or param.kind == _POSITIONAL_ONLY:
                    continue
                # Given by name: can be given otherwise, by name again.
                by_name = True
                param = param.replace(default=given[name])
            if by_name and param.kind == _VAR_POSITIONAL:
                continue
            if by_name and param.kind == _POSITIONAL_OR_KEYWORD:
                param = param.replace(kind=_KEYWORD_ONLY)
            left.append(param)
        return sig.replace(parameters=left)

    def of_function_like(self, obj):
        return self.of_function(obj) if isfunction(obj) or _looks_like_function(obj) else None

    def of_function(self, function):
        code = function.__code__
        globals, locals, eval_str = self.evaluation
        annotations = get_annotations(function, globals=globals, locals=locals, eval_str=eval_str)
        names = iter(code.co_varnames)
        kinds = [_POSITIONAL_ONLY] * code.co_posonlyargcount
        kinds += [_POSITIONAL_OR_KEYWORD] * (code.co_argcount - code.co_posonlyargcount)
        kinds += [_KEYWORD_ONLY] * code.co_kwonlyargcount
        # The variadic ones come last among the variables, whatever their place.
        by_kind = [(kind, next(names)) for kind in kinds]
        for flag, kind in ((4, _VAR_POSITIONAL), (8, _VAR_KEYWORD)):
            if code.co_flags & flag:
                by_kind.append((kind, next(names)))
        by_kind.sort(key=lambda pair: pair[0])
        positional = [name for kind, name in by_kind if kind in _BY_POSITION]
        given = function.__defaults__ or ()
        defaults = dict(zip(positional[len(positional) - len(given) :], given))
        defaults |= function.__kwdefaults__ or {}
        return self.cls(
            [
                Parameter(name, kind, default=defaults.get(name, _empty), annotation=annotations.get(name, _empty))
                for kind, name in by_kind
            ],
            return_annotation=annotations.get("return", _empty), __validate_parameters__=isfunction(function),
        )

    def of_builtin(self, obj):
        if not (isbuiltin(obj) or ismethodwrapper(obj) or not isclass(obj) and type(obj).__name__ in _BUILTIN_DESCRIPTORS):
            return None
        text = _builtin_text(obj)
        if not text:
            raise ValueError(f"no signature found for builtin {obj!r}")
        is_bound = isbuiltin(obj) or ismethodwrapper(obj)
        if not is_bound and not text.startswith("($"):
            text = f"($self, {text[1:]}"
        return _signature_fromstr(self.cls, obj, text, is_bound and not self.keeps_first)

    def of_class(self, cls):
        if not isclass(cls):
            return None
        call = _written(type(cls), "__call__")
        if call is not None:
            return self.bound(self.read(call))
        for base in cls.__mro__:
            for name in ("__new__", "__init__"):
                if name in vars(base) and (method := _written(cls, name)) is not None:
                    return self.bound(self.read(method))
        for base in cls.__mro__[:-1]:
            text = _TEXTS.get(base.__name__) if base.__module__ == "builtins" else None
            if text:
                return _signature_fromstr(self.cls, cls, text)
        if type in cls.__mro__:
            raise ValueError(f"no signature found for builtin {cls!r}")
        if all(base.__module__ != "builtins" for base in cls.__mro__[:-1]):
            return self.cls()
        raise ValueError(f"no signature found for builtin type {cls!r}")


_BUILTIN_DESCRIPTORS = ("method_descriptor", "wrapper_descriptor", "classmethod_descriptor")


def _written(cls, name):
    # A special method of a class, if it is written in Python or is a partial: not that of a built-in class.
    found = _raw(cls.__mro__, name)
    if isinstance(found, (staticmethod, classmethod)):
        found = found.__func__
    if found is _absent or isbuiltin(found) or type(found).__name__ in (*_BUILTIN_DESCRIPTORS, "method-wrapper"):
        return None
    return found if callable(found) else None


def _looks_like_function(obj):
    # Compiled functions of other tools have all that one of Python has.
    if not callable(obj) or isclass(obj):
        return False
    return (
        isinstance(getattr(obj, "__name__", None), str)
        and isinstance(getattr(obj, "__code__", None), types.CodeType)
        and isinstance(getattr(obj, "__defaults__", 0), (tuple, types.NoneType))
        and isinstance(getattr(obj, "__kwdefaults__", 0), (dict, types.NoneType))
        and (isinstance(getattr(obj, "__annotations__", 0), (dict, types.NoneType)))
    )


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """How a callable can be called. ValueError when nobody knows, TypeError when it is no callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals, eval_str=eval_str)


FullArgSpec = _namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")


def getfullargspec(func):
    """The parameters of a function as lists of names and defaults; those of a method include its object."""
    try:
        sig = _Reader(Signature, False, (None, None, False), keeps_first=True).read(func)
    except Exception as error:
        raise TypeError("unsupported callable") from error
    params = sig.parameters.values()
    of_kind = lambda *kinds: [param for param in params if param.kind in kinds]
    name_of = lambda kind: next((param.name for param in of_kind(kind)), None)
    positional, keyword = of_kind(*_BY_POSITION), of_kind(_KEYWORD_ONLY)
    annotations = {} if sig.return_annotation is _empty else {"return": sig.return_annotation}
    annotations |= {param.name: param.annotation for param in params if param.annotation is not _empty}
    return FullArgSpec(
        [param.name for param in positional], name_of(_VAR_POSITIONAL), name_of(_VAR_KEYWORD),
        tuple([param.default for param in positional if param.default is not _empty]) or None,
        [param.name for param in keyword],
        {param.name: param.default for param in keyword if param.default is not _empty} or None, annotations,
    )
