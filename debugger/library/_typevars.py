# Type parameters: TypeVar, ParamSpec, TypeVarTuple, TypeAliasType and Generic, which CPython has written in C.

from _engine import generic_alias as _generic_alias
from _engine import union_of as _union_of

_GenericAlias = type(list[int])


class _NoDefault:
    __slots__ = ()

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


NoDefault = _NoDefault()
_UNSET = object()


def _caller_module():
    import sys

    try:
        return sys._getframe(1).f_globals.get("__name__")
    except ValueError:
        return None


def _or(left, right):
    import typing

    return typing.Union[left, right]


class _Param:
    # What the three kinds have in common.

    def __init_subclass__(cls, **kwargs):
        if cls.__module__ != "typing" and cls.__module__ != "_typevars":
            for base in cls.__bases__:
                if base in (TypeVar, ParamSpec, TypeVarTuple):
                    raise TypeError(f"type 'typing.{base.__name__}' is not an acceptable base type")

    @property
    def __default__(self):
        if self._default is _UNSET:
            self._default = NoDefault if self._compute_default is None else self._compute_default()
        return self._default

    def has_default(self):
        return self._compute_default is not None or self._default not in (_UNSET, NoDefault)

    def __or__(self, other):
        return _or(self, other)

    def __ror__(self, other):
        return _or(other, self)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class TypeVar(_Param):
    """Type variable."""

    def __init__(
        self, name, *constraints, bound=None, default=NoDefault, covariant=False, contravariant=False,
        infer_variance=False,
    ):
        if not isinstance(name, str):
            raise TypeError(f"TypeVar() argument 'name' must be str, not {type(name).__name__}")
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if infer_variance and (covariant or contravariant):
            raise ValueError("Variance cannot be specified with infer_variance.")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        self.__name__ = name
        self._bound = bound
        self._constraints = constraints
        self._compute_bound = self._compute_constraints = self._compute_default = None
        self._default = default
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self.__module__ = _caller_module()

    @property
    def __bound__(self):
        if self._compute_bound is not None:
            self._bound = self._compute_bound()
            self._compute_bound = None
        return self._bound

    @property
    def __constraints__(self):
        if self._compute_constraints is not None:
            self._constraints = self._compute_constraints()
            self._compute_constraints = None
        return self._constraints

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__

    def __typing_subst__(self, arg):
        return arg


class ParamSpecArgs:
    """The args for a ParamSpec object."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

    def __eq__(self, other):
        return isinstance(other, ParamSpecArgs) and self.__origin__ == other.__origin__

    __hash__ = None


class ParamSpecKwargs:
    """The kwargs for a ParamSpec object."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"

    def __eq__(self, other):
        return isinstance(other, ParamSpecKwargs) and self.__origin__ == other.__origin__

    __hash__ = None


class ParamSpec(_Param):
    """Parameter specification."""

    def __init__(
        self, name, *, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False
    ):
        self.__name__ = name
        self.__bound__ = bound
        self._compute_default = None
        self._default = default
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self.__module__ = _caller_module()

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class TypeVarTuple(_Param):
    """Type variable tuple."""

    def __init__(self, name, *, default=NoDefault):
        self.__name__ = name
        self._compute_default = None
        self._default = default
        self.__module__ = _caller_module()

    def __iter__(self):
        import typing

        yield typing.Unpack[self]

    def __repr__(self):
        return self.__name__


def declare(kind, name, compute_bound=None, compute_constraints=None):
    # `[T]`, `[T: bound]`, `[T: (a, b)]`, `[*Ts]`, `[**P]` in a type parameter list.
    self = object.__new__(kind)
    self.__name__ = name
    self._default = _UNSET
    self._compute_default = None
    if kind is not TypeVarTuple:
        self.__covariant__ = self.__contravariant__ = False
        self.__infer_variance__ = True
    if kind is TypeVar:
        self._bound = None
        self._constraints = ()
        self._compute_bound = compute_bound
        self._compute_constraints = compute_constraints
    elif kind is ParamSpec:
        self.__bound__ = None
    self.__module__ = _caller_module()
    return self


class TypeAliasType:
    """Type alias."""

    def __init__(self, name, value, *, type_params=()):
        self.__dict__["__name__"] = name
        self.__dict__["_value"] = value
        self.__dict__["_compute"] = None
        self.__dict__["__type_params__"] = type_params
        self.__dict__["__module__"] = _caller_module()

    @property
    def __value__(self):
        if self._compute is not None:
            self.__dict__["_value"] = self._compute()
            self.__dict__["_compute"] = None
        return self._value

    @property
    def __parameters__(self):
        return self.__type_params__

    def __setattr__(self, name, value):
        if name in ("__name__", "__value__", "__type_params__", "__parameters__"):
            raise AttributeError(f"readonly attribute")
        raise AttributeError(f"'typing.TypeAliasType' object has no attribute '{name}'")

    def __repr__(self):
        return self.__name__

    def __getitem__(self, item):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        return _generic_alias(self, item)

    def __or__(self, other):
        return _or(self, other)

    def __ror__(self, other):
        return _or(other, self)


def declare_alias(name, params, compute):
    # `type Name[params] = value`: the value is computed when first asked for.
    self = TypeAliasType(name, None, type_params=params or ())
    self.__dict__["_compute"] = compute
    self.__dict__["__module__"] = _caller_module()
    return self


class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        import typing

        return typing._generic_class_getitem(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        import typing

        typing._generic_init_subclass(Generic, cls, *args, **kwargs)


def subscript_generic(params):
    import typing

    # `class C[*Ts]` derives from Generic[*Ts].
    unpacked = []
    for p in params:
        if isinstance(p, TypeVarTuple):
            unpacked.extend(p)
        else:
            unpacked.append(p)
    return typing._GenericAlias(Generic, tuple(unpacked))


for _cls in (TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, ParamSpecArgs, ParamSpecKwargs, Generic, _NoDefault):
    _cls.__module__ = "typing"
_NoDefault.__name__ = _NoDefault.__qualname__ = "NoDefaultType"
NoDefaultType = _NoDefault
del _cls
