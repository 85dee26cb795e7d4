"""Classes that mainly hold data: their methods are written from the annotations of the class body."""

# How a class is finished: a Blueprint gathers the fields (those of the bases, then the class's own), writes the methods
# as one text, compiles it in the module of the class, and puts the results on the class where it has none of its own.

import sys
import types
from abc import update_abstractmethods as _update_abstractmethods
from inspect import get_annotations as _annotations_of
from keyword import iskeyword as _iskeyword
from reprlib import recursive_repr as _recursive_repr

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict", "astuple",
    "make_dataclass", "replace", "is_dataclass",
]


class FrozenInstanceError(AttributeError):
    """What writing to a frozen instance raises."""


# ---- words that stand for something ----


class _MISSING_TYPE:
    """The class of MISSING: no default was given."""


class _KW_ONLY_TYPE:
    """The class of KW_ONLY: the annotations after it are keyword-only."""


class _Word:
    # Told apart by identity, shown as what it is.
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()
_HAS_DEFAULT_FACTORY = _Word("<factory>")
_FIELD, _FIELD_CLASSVAR, _FIELD_INITVAR = map(_Word, ("_FIELD", "_FIELD_CLASSVAR", "_FIELD_INITVAR"))
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"
_NO_METADATA = types.MappingProxyType({})


class InitVar:
    """Marks a parameter of __init__ that is handed to __post_init__ and not kept."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return cls(type)

    def __repr__(self):
        plain = isinstance(self.type, type) and not isinstance(self.type, types.GenericAlias)
        return f"dataclasses.InitVar[{self.type.__name__ if plain else repr(self.type)}]"


class Field:
    """What is known of one field; made by field()."""

    __slots__ = (
        "name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only",
        "_field_type",
    )

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = self._field_type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare, self.kw_only = init, repr, hash, compare, kw_only
        self.metadata = _NO_METADATA if metadata is None else types.MappingProxyType(metadata)

    @_recursive_repr()
    def __repr__(self):
        shown = (
            "name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata", "kw_only",
            "_field_type",
        )
        return f"Field({','.join([f'{name}={getattr(self, name)!r}' for name in shown])})"

    def __set_name__(self, owner, name):
        # A default that is a descriptor wants to know its name as if it stood in the class body itself.
        told = getattr(type(self.default), "__set_name__", None)
        if told:
            told(self.default, owner, name)

    __class_getitem__ = classmethod(types.GenericAlias)


class _DataclassParams:
    __slots__ = (
        "init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots", "weakref_slot",
    )

    def __init__(self, **chosen):
        for name in self.__slots__:
            setattr(self, name, chosen[name])

    def __repr__(self):
        return f"_DataclassParams({','.join([f'{name}={getattr(self, name)!r}' for name in self.__slots__])})"


def field(
    *, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
    kw_only=MISSING,
):
    """Says more of a field than its annotation and a default can."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def dataclass(
    cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
    kw_only=False, slots=False, weakref_slot=False,
):
    """Gives a class the methods that follow from its annotations; with or without parentheses."""
    params = _DataclassParams(
        init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen, match_args=match_args,
        kw_only=kw_only, slots=slots, weakref_slot=weakref_slot,
    )

    def finish(cls):
        return _Blueprint(cls, params).finish()

    return finish if cls is None else finish(cls)


# ---- what an annotation means ----


def _means(annotation, owner):
    """ClassVar, InitVar or KW_ONLY when an annotation says so, else None."""
    if isinstance(annotation, str):
        annotation = _leading_object(annotation, owner)
    if annotation is KW_ONLY:
        return KW_ONLY
    if annotation is InitVar or type(annotation) is InitVar:
        return InitVar
    typing = sys.modules.get("typing")
    if typing is None:
        return None
    if annotation is typing.ClassVar or typing.get_origin(annotation) is typing.ClassVar:
        return typing.ClassVar
    return None


def _leading_object(text, owner):
    # What the first words of an annotation in quotes name, without evaluating it: `x` or `module.x`, the module being
    # typing or dataclasses itself under whatever name.
    names = vars(sys.modules[owner.__module__]) if owner.__module__ in sys.modules else {}
    first, rest = _split_word(text)
    if not first:
        return None
    if not rest.startswith("."):
        return names.get(first)
    module = names.get(first)
    if module is not None and (module is sys.modules.get("typing") or module is sys.modules[__name__]):
        return vars(module).get(_split_word(rest[1:])[0])
    return None


def _split_word(text):
    # The word a text begins with, and what follows, blanks left out.
    text = text.lstrip()
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end], text[end:].lstrip()


# ---- from class body to class ----


class _Methods:
    """The text of the methods of one class, and the objects that it names."""

    def __init__(self, owner):
        self.owner = owner
        self.lines = []
        self.names = []
        self.objects = {}

    def add(self, name, parameters, body, decorator=None, returns=None):
        if decorator is not None:
            self.lines.append(f" @{decorator}")
        arrow = "" if returns is None else f" -> {returns}"
        self.lines.append(f" def {name}({', '.join(parameters)}){arrow}:")
        self.lines += [f"  {line}" for line in body]
        self.names.append(name)

    def compiled(self):
        """The functions, by name."""
        if not self.names:
            return {}
        text = "\n".join([f"def __create_fn__({', '.join(self.objects)}):", *self.lines, f" return {', '.join(self.names)},"])
        module = sys.modules.get(self.owner.__module__)
        made = {}
        exec(text, {} if module is None else vars(module), made)
        functions = dict(zip(self.names, made["__create_fn__"](**self.objects)))
        for name, function in functions.items():
            function.__qualname__ = f"{self.owner.__qualname__}.{name}"
        return functions


def _tuple_of(holder, fields):
    return f"({''.join([f'{holder}.{f.name},' for f in fields])})"


def _has_default(f):
    return f.default is not MISSING or f.default_factory is not MISSING


class _Blueprint:
    """A class on its way to being a data class."""

    def __init__(self, cls, params):
        self.cls = cls
        self.params = params
        self.fields = {}

    def finish(self):
        cls, params = self.cls, self.params
        # Read before this class gets its own.
        bases = [base for base in cls.__mro__[:0:-1] if getattr(base, _FIELDS, None) is not None]
        setattr(cls, _PARAMS, params)
        for base in bases:
            self.fields |= {f.name: f for f in getattr(base, _FIELDS).values()}
        self.take_own_fields()
        self.check_freezing([getattr(base, _PARAMS).frozen for base in bases])
        setattr(cls, _FIELDS, self.fields)
        # Whoever writes __eq__ without __hash__ has a __hash__ that Python put there.
        own = vars(cls)
        hashes_itself = "__hash__" in own and not (own["__hash__"] is None and "__eq__" in own)
        if params.order and not params.eq:
            raise ValueError("eq must be true if order is true")
        self.put("__replace__", _replaced)
        self.put_methods(hashes_itself)
        if not cls.__doc__:
            cls.__doc__ = cls.__name__ + self.signature_text()
        if params.match_args:
            self.put("__match_args__", tuple([f.name for f in self.of_init() if f.init and not f.kw_only]))
        if params.weakref_slot and not params.slots:
            raise TypeError("weakref_slot is True but slots is False")
        return _update_abstractmethods(self.with_slots() if params.slots else cls)

    # -- fields --

    def take_own_fields(self):
        cls, kw_only = self.cls, self.params.kw_only
        annotations = _annotations_of(cls)
        marked = False
        own = []
        for name, annotation in annotations.items():
            meaning = _means(annotation, cls)
            if meaning is not KW_ONLY:
                own.append(self.field_of(name, annotation, meaning, kw_only))
                continue
            if marked:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            marked = kw_only = True
        for f in own:
            self.fields[f.name] = f
            # The class attribute becomes what it would have been without field().
            if isinstance(getattr(cls, f.name, None), Field):
                if f.default is MISSING:
                    delattr(cls, f.name)
                else:
                    setattr(cls, f.name, f.default)
        for name, value in vars(cls).items():
            if isinstance(value, Field) and name not in annotations:
                raise TypeError(f"{name!r} is a field but has no type annotation")

    def field_of(self, name, annotation, meaning, kw_only):
        f = getattr(self.cls, name, MISSING)
        if isinstance(f, types.MemberDescriptorType):
            f = MISSING
        if not isinstance(f, Field):
            f = field(default=f)
        f.name, f.type = name, annotation
        f._field_type = _FIELD if meaning is None else _FIELD_INITVAR if meaning is InitVar else _FIELD_CLASSVAR
        if meaning is not None and f.default_factory is not MISSING:
            raise TypeError(f"field {name} cannot have a default factory")
        if f._field_type is not _FIELD_CLASSVAR:
            if f.kw_only is MISSING:
                f.kw_only = kw_only
        elif f.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
        if meaning is None and type(f.default).__hash__ is None:
            raise ValueError(f"mutable default {type(f.default)} for field {name} is not allowed: use default_factory")
        return f

    def check_freezing(self, bases_frozen):
        if any(bases_frozen) and not self.params.frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if self.params.frozen and not all(bases_frozen):
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")

    def kept(self):
        """The fields that instances hold."""
        return [f for f in self.fields.values() if f._field_type is _FIELD]

    def of_init(self):
        """The fields that concern __init__, positional ones first."""
        concerned = [f for f in self.fields.values() if f._field_type is not _FIELD_CLASSVAR]
        return [f for f in concerned if not f.kw_only] + [f for f in concerned if f.kw_only]

    # -- methods --

    def put(self, name, value):
        """Sets an attribute unless the class body has set it; tells whether it had."""
        if name in vars(self.cls):
            return True
        setattr(self.cls, name, value)
        return False

    def put_methods(self, hashes_itself):
        params, methods = self.params, _Methods(self.cls)
        compared = [f for f in self.kept() if f.compare]
        comparisons = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="} if params.order else {}
        if params.init:
            self.write_init(methods)
        if params.repr:
            methods.objects["__dataclass_recursive_repr__"] = _recursive_repr()
            shown = ", ".join([f"{f.name}={{self.{f.name}!r}}" for f in self.kept() if f.repr])
            line = f'return f"{{self.__class__.__qualname__}}({shown})"'
            methods.add("__repr__", ["self"], [line], decorator="__dataclass_recursive_repr__")
        if params.eq:
            same = " and ".join([f"self.{f.name}==other.{f.name}" for f in compared]) or "True"
            methods.add("__eq__", ["self", "other"], [
                "if self is other:", " return True", "if other.__class__ is self.__class__:", f" return {same}",
                "return NotImplemented",
            ])
        for name, sign in comparisons.items():
            methods.add(name, ["self", "other"], [
                "if other.__class__ is self.__class__:", f" return {_tuple_of('self', compared)}{sign}{_tuple_of('other', compared)}",
                "return NotImplemented",
            ])
        if params.frozen:
            self.write_guards(methods)
        hashing = self.hashing(hashes_itself)
        if hashing == "write":
            hashed = [f for f in self.kept() if (f.compare if f.hash is None else f.hash)]
            methods.add("__hash__", ["self"], [f"return hash({_tuple_of('self', hashed)})"])
        made = methods.compiled()
        if hashing is not None:
            self.cls.__hash__ = made.pop("__hash__", None)
        refused = {**dict.fromkeys(comparisons, " Consider using functools.total_ordering"), "__setattr__": "", "__delattr__": ""}
        for name, function in made.items():
            if self.put(name, function) and name in refused:
                raise TypeError(f"Cannot overwrite attribute {name} in class {self.cls.__name__}{refused[name]}")

    def hashing(self, hashes_itself):
        """What becomes of __hash__: "write", "remove", or None when it stays as it is. Language reference, object.__hash__."""
        params = self.params
        if params.unsafe_hash:
            if hashes_itself:
                raise TypeError(f"Cannot overwrite attribute __hash__ in class {self.cls.__name__}")
            return "write"
        if not params.eq or hashes_itself:
            return None
        return "write" if params.frozen else "remove"

    def write_init(self, methods):
        concerned = self.of_init()
        me = "__dataclass_self__" if "self" in self.fields else "self"
        objects = methods.objects
        objects["__dataclass_factory__"] = _HAS_DEFAULT_FACTORY
        objects["__dataclass_object__"] = object
        positional, keyword, body = [], [], []
        before = None
        for f in concerned:
            if f.init:
                if not f.kw_only and before is not None and not _has_default(f):
                    raise TypeError(f"non-default argument {f.name!r} follows default argument {before!r}")
                if not f.kw_only and _has_default(f):
                    before = f.name
                (keyword if f.kw_only else positional).append(self.parameter(f, objects))
            value = self.initial_value(f, objects)
            if value is None or f._field_type is _FIELD_INITVAR:
                continue
            if self.params.frozen:
                body.append(f"__dataclass_object__.__setattr__({me}, {f.name!r}, {value})")
            else:
                body.append(f"{me}.{f.name} = {value}")
        if hasattr(self.cls, _POST_INIT_NAME):
            handed = ", ".join([f.name for f in concerned if f._field_type is _FIELD_INITVAR])
            body.append(f"{me}.{_POST_INIT_NAME}({handed})")
        parameters = [me, *positional] + (["*", *keyword] if keyword else [])
        methods.add("__init__", parameters, body or ["pass"], returns="None")

    def parameter(self, f, objects):
        objects[f"__dataclass_type_{f.name}__"] = f.type
        if f.default is not MISSING:
            default = f" = __dataclass_default_{f.name}__"
        else:
            default = " = __dataclass_factory__" if f.default_factory is not MISSING else ""
        return f"{f.name}: __dataclass_type_{f.name}__{default}"

    def initial_value(self, f, objects):
        """What __init__ gives the field, as text; None when the class attribute serves."""
        default = f"__dataclass_default_{f.name}__"
        if _has_default(f):
            objects[default] = f.default if f.default_factory is MISSING else f.default_factory
        if f.default_factory is not MISSING:
            return f"{default}() if {f.name} is __dataclass_factory__ else {f.name}" if f.init else f"{default}()"
        if f.init:
            return f.name
        # Without a class attribute, which a slot would hide.
        return default if self.params.slots and f.default is not MISSING else None

    def write_guards(self, methods):
        methods.objects["__dataclass_class__"] = self.cls
        methods.objects["__dataclass_frozen__"] = FrozenInstanceError
        kept = "".join([f"{f.name!r}, " for f in self.kept()])
        guarded = f"type(self) is __dataclass_class__{f' or name in ({kept})' if kept else ''}"
        for name, more, verb in (("__setattr__", ["value"], "assign to"), ("__delattr__", [], "delete")):
            methods.add(name, ["self", "name", *more], [
                f"if {guarded}:", f' raise __dataclass_frozen__(f"cannot {verb} field {{name!r}}")',
                f"super(__dataclass_class__, self).{name}({', '.join(['name', *more])})",
            ])

    def signature_text(self):
        from inspect import signature

        try:
            return str(signature(self.cls)).replace(" -> None", "")
        except (TypeError, ValueError):
            return ""

    # -- slots --

    def with_slots(self):
        """The class made once more: slots cannot be added to one that is there."""
        cls = self.cls
        body = dict(vars(cls))
        if "__slots__" in body:
            raise TypeError(f"{cls.__name__} already specifies __slots__")
        names = [f.name for f in self.kept()]
        taken = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
        wanted = names + (["__weakref__"] if self.params.weakref_slot else [])
        body["__slots__"] = tuple([name for name in wanted if name not in taken])
        for name in (*names, "__dict__", "__weakref__"):
            body.pop(name, None)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        if self.params.frozen:
            # object's own would set the slots one by one, which a frozen instance does not allow.
            for name, function in (("__getstate__", _dataclass_getstate), ("__setstate__", _dataclass_setstate)):
                if name not in body:
                    setattr(made, name, function)
        return made


def _slots_of(base):
    # The names that instances have room for because of this class.
    slots = vars(base).get("__slots__")
    if slots is None:
        return ("__weakref__",) if "__weakref__" in vars(base) else ()
    if isinstance(slots, str):
        return (slots,)
    if hasattr(slots, "__next__"):
        raise TypeError(f"Slots of '{base.__name__}' cannot be determined")
    return tuple(slots)


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def make_dataclass(
    cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
    frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False, module=None,
):
    """A data class from names, or (name, type) and (name, type, default) tuples."""
    annotations = {}
    body = {} if namespace is None else dict(namespace)
    for entry in fields:
        parts = (entry, "typing.Any") if isinstance(entry, str) else entry
        if not 2 <= len(parts) <= 3:
            raise TypeError(f"Invalid field: {entry!r}")
        name = parts[0]
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if _iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = parts[1]
        if len(parts) == 3:
            body[name] = parts[2]
    body["__annotations__"] = annotations
    cls = types.new_class(cls_name, bases, {}, lambda ns: ns.update(body))
    # As with namedtuple(): the module of the caller.
    cls.__module__ = module or sys._getframemodulename(1) or "__main__"
    return dataclass(
        cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen, match_args=match_args,
        kw_only=kw_only, slots=slots, weakref_slot=weakref_slot,
    )


# ---- functions on instances ----


def is_dataclass(obj):
    """Is it a data class, or an instance of one?"""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def fields(class_or_instance):
    """The fields of a data class or an instance, in order, without ClassVar and InitVar."""
    found = getattr(class_or_instance, _FIELDS, None)
    if found is None:
        raise TypeError("must be called with a dataclass type or instance")
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance as a dict; instances, lists, tuples and dicts within it are converted too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _unfold(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """The values of an instance as a tuple; instances, lists, tuples and dicts within it are converted too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _unfold(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


# Values that stand for themselves, so that nobody asks how to copy them.
_ATOMS = frozenset([
    types.NoneType, bool, int, float, str, complex, bytes, types.EllipsisType, types.NotImplementedType, types.CodeType,
    types.BuiltinFunctionType, types.FunctionType, type, range, property,
])


def _unfold(value, whole):
    # `whole` makes the result for an instance from its (name, value) pairs.
    kind = type(value)
    if kind in _ATOMS:
        return value
    if hasattr(kind, _FIELDS):
        return whole([(f.name, _unfold(getattr(value, f.name), whole)) for f in fields(value)])
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return kind(*[_unfold(item, whole) for item in value])
    if kind is list or kind is tuple:
        return kind([_unfold(item, whole) for item in value])
    if issubclass(kind, (list, tuple)):
        return kind(_unfold(item, whole) for item in value)
    if issubclass(kind, dict):
        pairs = ((_unfold(key, whole), _unfold(item, whole)) for key, item in value.items())
        if not hasattr(kind, "default_factory"):
            return kind(pairs)
        filled = kind(value.default_factory)
        for key, item in pairs:
            filled[key] = item
        return filled
    from copy import deepcopy

    return deepcopy(value)


def replace(obj, /, **changes):
    """A new instance of the same class, with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replaced(obj, **changes)


def _replaced(self, /, **changes):
    for name, f in getattr(self, _FIELDS).items():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        given = name in changes
        if not f.init:
            if given:
                raise TypeError(f"field {name} is declared with init=False, it cannot be specified with replace()")
        elif not given:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {name!r} must be specified with replace()")
            changes[name] = getattr(self, name)
    return self.__class__(**changes)


_replaced.__name__ = _replaced.__qualname__ = "_replace"
