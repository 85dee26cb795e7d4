"""Enumerations: classes whose attributes are the only instances they have."""

# The life of an enumeration: its body runs in an EnumDict, which tells members from everything else. EnumType puts a
# placeholder into the class for each member, and Python's own call of __set_name__ makes the member in its place, so
# that __init_subclass__ sees them. Afterwards EnumType settles which methods of a data type give way to Enum's.

import sys
from builtins import property as _property
from types import MappingProxyType, DynamicClassAttribute

__all__ = [
    "EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto", "unique",
    "property", "verify", "member", "nonmember", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP", "global_flag_repr",
    "global_enum_repr", "global_str", "global_enum", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE",
    "pickle_by_global_name", "pickle_by_enum_name",
]

# The classes below are enumerations themselves: until each is there, EnumType does without it.
Enum = ReprEnum = Flag = None


def _is_flag(cls):
    return Flag is not None and issubclass(cls, Flag)


# ---- what a body of a class may hold ----


class _Word:
    # Shown as its text, where a default is looked at.
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


_auto_null = _Word("_auto_null")
_not_given = _Word("<not given>")


class nonmember:
    """Wraps what shall not become a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Wraps what shall become a member though it looks like a method."""

    def __init__(self, value):
        self.value = value


class auto:
    """Stands for a value that _generate_next_value_ chooses."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return f"auto({self.value!r})"


def _is_descriptor(obj):
    return any(hasattr(obj, name) for name in ("__get__", "__set__", "__delete__"))


def _wrapped_in(name, mark):
    # `mark` at both ends and something else just inside.
    inside = name[len(mark) : -len(mark)]
    return name == f"{mark}{inside}{mark}" and inside != "" and inside[0] != "_" and inside[-1] != "_"


def _is_dunder(name):
    return _wrapped_in(name, "__")


def _is_sunder(name):
    return _wrapped_in(name, "_")


def _is_private(cls_name, name):
    # What the compiler has made of `__name` in the body of this class.
    start = f"_{cls_name}__"
    return name.startswith(start) and name != start and not name.endswith("__")


def _is_internal_class(cls_name, obj):
    # A class defined within the enumeration's body.
    if not isinstance(obj, type):
        return False
    path = getattr(obj, "__qualname__", "").split(".")
    return path[-2:] == [cls_name, obj.__name__]


class EnumDict(dict):
    """The namespace of the body of an enumeration: remembers members in order, and fills in values."""

    _ALLOWED = frozenset([
        "_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_", "_iter_member_",
        "_iter_member_by_value_", "_iter_member_by_def_", "_add_alias_", "_add_value_alias_",
    ])

    def __init__(self):
        super().__init__()
        self._cls_name = None
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._generate_next_value = None

    def __setitem__(self, key, value):
        if key == "__order__":
            key = "_order_"
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._setting(key, value)
        elif not _is_dunder(key) and key not in self._ignore or key in self._member_names:
            value = self._named(key, value)
        super().__setitem__(key, value)

    def _setting(self, key, value):
        # `_name_`: a way to steer the enumeration.
        if key not in self._ALLOWED:
            raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = value.__func__ if isinstance(value, staticmethod) else value
        elif key == "_ignore_":
            value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = value
            too_late = self._member_names.keys() & set(value)
            if too_late:
                raise ValueError(f"_ignore_ cannot specify already set names: {too_late!r}")
        return value

    def _named(self, key, value):
        # An ordinary name: notes it when it is a member; the value to store.
        known = key in self._member_names
        if not known:
            if isinstance(value, nonmember):
                return value.value
            if _is_descriptor(value):
                return value
            if self._cls_name is not None and _is_internal_class(self._cls_name, value):
                return value
        if known or key in self:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        if isinstance(value, member):
            value = value.value
        if isinstance(value, auto):
            value = self._chosen(key, value)
        elif isinstance(value, tuple) and any([isinstance(part, auto) for part in value]):
            parts = [self._chosen(key, part) if isinstance(part, auto) else part for part in value]
            try:
                value = type(value)(parts)
            except TypeError:
                # A named tuple takes its parts one by one.
                value = type(value)(*parts)
        else:
            self._last_values.append(value)
        self._member_names[key] = None
        return value

    def _chosen(self, key, choice):
        if choice.value is _auto_null:
            self._auto_called = True
            choice.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
        self._last_values.append(choice.value)
        return choice.value

    @_property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, *more_members, **more_kw):
        pairs = [(name, members[name]) for name in members.keys()] if hasattr(members, "keys") else members
        for name, value in [*pairs, *more_kw.items()]:
            self[name] = value


_EnumDict = EnumDict


# ---- bits ----


def _is_single_bit(num):
    return num > 0 and num.bit_count() == 1


def _iter_bits_lsb(num):
    original = num
    if isinstance(num, Enum):
        num = num.value
    if num < 0:
        raise ValueError(f"{original!r} is not a positive integer")
    for place in range(num.bit_length()):
        if num >> place & 1:
            yield 1 << place


def show_flag_values(value):
    """The bits that are set in a value, lowest first."""
    return list(_iter_bits_lsb(value))


def bin(num, max_bits=None):
    """The binary digits behind a sign bit; those of negative numbers are in two's complement."""
    places = num.bit_length()
    sign = "1" if num < 0 else "0"
    digits = format(num & (1 << places) - 1, "b").rjust(places, "0") if places else ""
    if max_bits is not None:
        digits = digits.rjust(max_bits, sign)
    return f"0b{sign} {digits}"


# ---- an attribute with two faces ----


class property(DynamicClassAttribute):
    """As the built-in property on members; on the class, the name is free for a member."""

    # The member of this name, and what the name means for instances beneath it: the word "value" when their value is to
    # be asked, a class when that one has the attribute.
    member = None
    _beneath = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
        elif self.fget is not None:
            return self.fget(instance)
        elif self._beneath is not None:
            return getattr(instance._value_ if self._beneath == "value" else self._beneath, self.name)
        elif self.name in ownerclass._member_map_:
            return ownerclass._member_map_[self.name]
        raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


def _bind_name(enum_class, name, one):
    """Makes a member reachable by a name; raises NameError when the name is another member's."""
    holder = enum_class._member_map_.setdefault(name, one)
    if holder is not one:
        raise NameError(f"{name!r} is already bound: {holder!r}")
    beneath = inherited = None
    for base in enum_class.__mro__[1:]:
        if name not in vars(base):
            continue
        attribute = vars(base)[name]
        if isinstance(attribute, DynamicClassAttribute):
            inherited, beneath = attribute, None
            break
        if _is_descriptor(attribute):
            inherited, beneath = attribute, beneath or "value"
        else:
            beneath = base
    if inherited is None:
        type.__setattr__(enum_class, name, one)
        return
    both = property()
    both.__set_name__(enum_class, name)
    both.member, both._beneath = one, beneath
    if beneath is None or beneath == "value":
        both.fget, both.fset, both.fdel = [getattr(inherited, part, None) for part in ("fget", "fset", "fdel")]
    both.__doc__ = getattr(inherited, "__doc__", None)
    type.__setattr__(enum_class, name, both)


# ---- from value to member ----


def _known(enum_class, value):
    """The member with this value, or None."""
    try:
        return enum_class._value2member_map_.get(value)
    except TypeError:
        pass
    # It has no hash: compare.
    for name, values in enum_class._unhashable_values_map_.items():
        if value in values:
            return enum_class._member_map_[name]
    for one in enum_class._member_map_.values():
        if one._value_ == value:
            return one
    return None


def _note_value(enum_class, value, one):
    # From now on the value leads to this member, unless it led to one before.
    try:
        enum_class._value2member_map_.setdefault(value, one)
    except TypeError:
        enum_class._unhashable_values_.append(value)
        enum_class._unhashable_values_map_.setdefault(one._name_, []).append(value)


class _proto_member:
    """The placeholder of a member; gives way to it as soon as the class is there."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, enum_class, name):
        type.__delattr__(enum_class, name)
        one = self.instance(enum_class, name)
        value = one._value_
        flag = _is_flag(enum_class)
        if flag and isinstance(value, int):
            enum_class._flag_mask_ |= value
            if _is_single_bit(value):
                enum_class._singles_mask_ |= value
            enum_class._all_bits_ = (1 << enum_class._flag_mask_.bit_length()) - 1
        first = _known(enum_class, value)
        if first is not None:
            one = first
        elif not flag or isinstance(value, int) and _is_single_bit(value):
            # Combinations of flags are aliases: they are not counted.
            enum_class._member_names_.append(name)
        _bind_name(enum_class, name, one)
        _note_value(enum_class, value, one)

    def instance(self, enum_class, name):
        value, kind = self.value, enum_class._member_type_
        args = value if isinstance(value, tuple) and kind is not tuple else (value,)
        one = enum_class._new_member_(enum_class, *args if enum_class._use_args_ else ())
        if not hasattr(one, "_value_"):
            try:
                one._value_ = value if kind is object else kind(*args)
            except Exception as error:
                raise TypeError("_value_ not set in __new__, unable to create it") from error
        one._name_ = name
        one.__objclass__ = enum_class
        one.__init__(*args)
        one._sort_order_ = len(enum_class._member_names_)
        return one


# ---- what an enumeration builds on ----


def _data_type_of(base):
    """The type of the values that a base brings along, or None."""
    lowest = None
    for cls in base.__mro__[:-1]:
        if isinstance(cls, EnumType):
            if cls._member_type_ is not object:
                return cls._member_type_
        elif "__new__" in vars(cls) or "__dataclass_fields__" in vars(cls):
            return lowest or cls
        else:
            lowest = lowest or cls
    return None


def _foundations(class_name, bases):
    """The type of the values and the enumeration that a class with these bases continues."""
    if not bases:
        return object, Enum
    if not isinstance(bases[-1], EnumType):
        raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`")
    kinds = {kind: None for kind in map(_data_type_of, bases) if kind is not None}
    if len(kinds) > 1:
        raise TypeError(f"too many data types for {class_name!r}: {set(kinds)!r}")
    return next(iter(kinds), object), bases[-1]


def _refuse_to_extend(class_name, bases):
    for base in bases:
        for cls in base.__mro__:
            if isinstance(cls, EnumType) and cls._member_names_:
                raise TypeError(f"<enum {class_name!r}> cannot extend {cls!r}")


def _maker(body, kind, parent):
    """What makes instances, and whether it is given the value's parts."""
    plain = (None, object.__new__, getattr(Enum, "__new__", None))
    own = body.get("__new__")
    if own is not None:
        make = own.__func__ if isinstance(own, staticmethod) else own
    else:
        candidates = [getattr(cls, name, None) for name in ("__new_member__", "__new__") for cls in (kind, parent)]
        make = next((one for one in candidates if one not in plain), object.__new__)
    if parent is None or make in plain:
        return object.__new__, False
    return make, True


def _value_repr(bases):
    """How values are shown within the repr of a member: a function, or None for repr()."""
    for base in bases:
        for cls in base.__mro__[:-1]:
            if isinstance(cls, EnumType):
                return cls._value_repr_
            own = vars(cls)
            if "__repr__" in own:
                written = "__dataclass_fields__" in own and "__dataclass_params__" in own
                return _dataclass_repr if written and own["__dataclass_params__"].repr else own["__repr__"]
    return None


def _dataclass_repr(self):
    return ", ".join([f"{name}={getattr(self, name)!r}" for name, field in self.__dataclass_fields__.items() if field.repr])


class EnumType(type):
    """The class of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        _refuse_to_extend(cls, bases)
        body = EnumDict()
        body._cls_name = cls
        parent = _foundations(cls, bases)[1]
        if parent is not None:
            body["_generate_next_value_"] = getattr(parent, "_generate_next_value_", None)
        return body

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        for name in [*classdict.get("_ignore_", ()), "_ignore_"]:
            classdict.pop(name, None)
        names = list(classdict._member_names)
        impossible = set(names) & {"mro", ""}
        if impossible:
            raise ValueError(f"invalid enum member name(s) {','.join([repr(name) for name in impossible])}")
        order = classdict.pop("_order_", None)
        kind, parent = _foundations(cls, bases)
        make, takes_parts = _maker(classdict, kind, parent)
        body = dict(classdict)
        if "_generate_next_value_" in body and not isinstance(body["_generate_next_value_"], staticmethod):
            body["_generate_next_value_"] = staticmethod(body["_generate_next_value_"])
        body |= {
            "_being_made_": True, "_new_member_": make, "_use_args_": takes_parts, "_member_names_": [], "_member_map_": {},
            "_value2member_map_": {}, "_unhashable_values_": [], "_unhashable_values_map_": {}, "_member_type_": kind,
            "_value_repr_": _value_repr(bases),
        }
        if boundary is not None or hasattr(parent, "_boundary_"):
            body |= {
                "_boundary_": boundary or parent._boundary_, "_flag_mask_": 0, "_singles_mask_": 0, "_all_bits_": 0,
                "_inverted_": None,
            }
        for name in names:
            # Anew, so that members come after everything else.
            body[name] = _proto_member(body.pop(name))
        try:
            enum_class = super().__new__(metacls, cls, bases, body, **kwds)
        except Exception as error:
            # How members are made is nobody's business: without the note that __set_name__ was at work.
            if hasattr(error, "__notes__"):
                del error.__notes__
            raise
        type.__delattr__(enum_class, "_being_made_")
        _settle_methods(enum_class, body, bases, kind, parent)
        if "__new__" in body and parent is not None:
            enum_class.__new_member__ = make
        if Enum is not None:
            enum_class.__new__ = Enum.__new__
        if order is not None:
            _check_order(enum_class, order)
        return enum_class

    def __call__(cls, value, names=_not_given, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        """Finds the member of a value; of an enumeration without members, makes a new one from names."""
        if cls._member_map_:
            return cls.__new__(cls, value if names is _not_given else (value, names, *values))
        if names is _not_given:
            if type is None:
                raise TypeError(f"{cls} has no members; specify `names=()` if you meant to create a new, empty, enum")
            names = None
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start, boundary=boundary)

    def __bool__(cls):
        return True

    def __contains__(cls, value):
        return isinstance(value, cls) or _known(cls, value) is not None

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        return f"<{'flag' if _is_flag(cls) else 'enum'} {cls.__name__!r}>"

    def __setattr__(cls, name, value):
        if name in vars(cls).get("_member_map_", ()):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, attr):
        if attr in vars(cls).get("_member_map_", ()):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __dir__(cls):
        shown = {
            "__class__", "__contains__", "__doc__", "__getitem__", "__init_subclass__", "__iter__", "__len__",
            "__members__", "__module__", "__name__", "__qualname__", *cls._member_names_,
        }
        if cls._new_member_ is not object.__new__:
            shown.add("__new__")
        return sorted(shown if cls._member_type_ is object else shown.union(dir(cls._member_type_)))

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        body = metacls.__prepare__(class_name, bases)
        next_value = _foundations(class_name, bases)[1]._generate_next_value_
        for name, value in _given_members(names, start, next_value):
            body[name] = value
        # The module of whoever called the enumeration, as it has no class statement.
        module = module or sys._getframemodulename(2)
        if module is not None:
            body["__module__"] = module
        else:
            _make_class_unpicklable(body)
        if qualname is not None:
            body["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, body, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Puts an enumeration in the place of a module's constants whose names pass the filter."""
        place = vars(sys.modules[module])
        members = [item for item in (place if source is None else vars(source)).items() if filter(item[0])]
        try:
            members.sort(key=lambda item: (item[1], item[0]))
        except TypeError:
            members.sort(key=lambda item: item[0])
        made = cls._create_(name, members, module=module, boundary=boundary or KEEP)
        made.__reduce_ex__ = _reduce_ex_by_global_name
        if as_global:
            global_enum(made)
        else:
            place.update(made.__members__)
        place[name] = made
        return made


EnumMeta = EnumType


def _given_members(names, start, next_value):
    # Pairs of name and value from all that the functional form takes.
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
        values = []
        for count, name in enumerate(names):
            values.append(next_value(name, start, count, values[:]))
            yield name, values[-1]
        return
    for item in () if names is None else names:
        yield (item, names[item]) if isinstance(item, str) else item


def _settle_methods(enum_class, body, bases, kind, parent):
    # Methods of the data type give way to those of Enum, but what the program wrote itself stays.
    if ReprEnum is not None and ReprEnum in bases:
        if kind is object:
            raise TypeError("ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)")
        if "__format__" not in body:
            enum_class.__format__ = kind.__format__
        if "__str__" not in body:
            enum_class.__str__ = kind.__repr__ if kind.__str__ == object.__str__ else kind.__str__
        body = {**body, "__format__": None, "__str__": None}
    for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
        if name not in body and parent is not None:
            if getattr(enum_class, name) in (getattr(kind, name), getattr(object, name)):
                setattr(enum_class, name, getattr(parent, name))
    if not _is_flag(enum_class):
        return
    for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
        if name not in body:
            setattr(enum_class, name, getattr(Flag, name))
    values = [one._value_ for one in enum_class]
    if values != sorted(values):
        enum_class._iter_member_ = enum_class._iter_member_by_def_


def _check_order(enum_class, order):
    counted, bound = enum_class._member_names_, enum_class._member_map_
    order = order.replace(",", " ").split() if isinstance(order, str) else order
    order = [name for name in order if name not in bound or name in counted]
    if order != counted:
        raise TypeError(f"member order does not match _order_:\n  {counted!r}\n  {order!r}")


# ---- pickling by other means ----


def pickle_by_global_name(self, proto):
    """For a __reduce_ex__: the member is a global of its module."""
    return self.name


def pickle_by_enum_name(self, proto):
    """For a __reduce_ex__: the member is found by its name, not its value."""
    return getattr, (self.__class__, self._name_)


_reduce_ex_by_global_name = pickle_by_global_name


def _make_class_unpicklable(obj):
    """Makes instances refuse to be pickled; `obj` is a class, or the namespace of one to come."""

    def __reduce_ex__(self, proto):
        raise TypeError(f"{self!r} cannot be pickled")

    for name, value in (("__reduce_ex__", __reduce_ex__), ("__module__", "<unknown>")):
        if isinstance(obj, dict):
            obj[name] = value
        else:
            setattr(obj, name, value)


# ---- the enumerations to derive from ----


class Enum(metaclass=EnumType):
    """The base of all enumerations."""

    @classmethod
    def __signature__(cls):
        if cls._member_names_:
            return "(*values)"
        return "(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)"

    def __new__(cls, value):
        # What `Colour(value)` comes to: it finds a member and makes none.
        if type(value) is cls:
            return value
        found = _known(cls, value)
        if found is not None:
            return found
        if "_being_made_" in vars(cls):
            raise TypeError("do not use `super().__new__; call the appropriate __new__ directly")
        if not cls._member_map_:
            raise TypeError(f"{cls!r} has no members defined")
        problem = None
        try:
            found = cls._missing_(value)
        except Exception as error:
            problem = error
        if isinstance(found, cls) or isinstance(found, int) and _is_flag(cls) and cls._boundary_ is EJECT:
            return found
        unknown = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        try:
            if problem is None and found is None:
                raise unknown
            if problem is None:
                problem = TypeError(f"error in {cls.__name__}._missing_: returned {found!r} instead of None or a valid member")
            if not isinstance(problem, ValueError):
                problem.__context__ = unknown
            raise problem
        finally:
            # The errors hold this frame: it lets go of them.
            problem = unknown = None

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        _bind_name(self.__class__, name, self)

    def _add_value_alias_(self, value):
        cls = self.__class__
        holder = _known(cls, value)
        if holder is None:
            _note_value(cls, value, self)
        elif holder is not self:
            raise ValueError(f"{value!r} is already bound: {holder!r}")

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """One more than the highest value so far."""
        if not last_values:
            return start
        try:
            highest = sorted(last_values)[-1]
        except TypeError:
            raise _without_cause(TypeError("unable to sort non-numeric values"))
        try:
            return highest + 1
        except TypeError:
            raise _without_cause(TypeError(f"unable to increment {highest!r}"))

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        show = self.__class__._value_repr_ or repr
        return f"<{self.__class__.__name__}.{self._name_}: {show(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __dir__(self):
        cls = self.__class__
        if cls._member_type_ is object:
            shown = {"__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"}
        else:
            shown = set(object.__dir__(self))
        shown.update([name for name in getattr(self, "__dict__", ()) if name[0] != "_" and name not in cls._member_map_])
        for base in cls.__mro__:
            for name, attribute in vars(base).items():
                if name[0] == "_":
                    continue
                behaves = isinstance(attribute, property) and attribute.fget is not None
                if behaves or name not in cls._member_map_:
                    shown.add(name)
                elif isinstance(attribute, property):
                    shown.discard(name)
        return sorted(shown)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_


def _without_cause(error):
    # As `raise error from None`, for an error that is raised elsewhere.
    error.__cause__ = None
    return error


class ReprEnum(Enum):
    """Changes the repr() of a data type, and leaves str() and format() as they are."""


class IntEnum(int, ReprEnum):
    """An enumeration whose members are ints too."""


class StrEnum(str, ReprEnum):
    """An enumeration whose members are strings too."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        for place, word in ((1, "encoding"), (2, "errors")):
            if len(values) > place and not isinstance(values[place], str):
                raise TypeError(f"{word} must be a string, not {values[place]!r}")
        text = str(*values)
        one = str.__new__(cls, text)
        one._value_ = text
        return one

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The name in lower case."""
        return name.lower()


class FlagBoundary(StrEnum):
    """What becomes of values with bits that no member has."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    """Members are bits that can be combined."""

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The lowest power of two above all values so far."""
        if not last_values:
            return 1 if start is None else start
        highest = max(last_values)
        try:
            return 1 << highest.bit_length()
        except Exception:
            raise TypeError(f"invalid flag value {highest!r}") from None

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda one: one._sort_order_)

    @classmethod
    def _missing_(cls, value):
        # A combination that nobody has asked for yet.
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        bits = value
        every = cls._all_bits_
        if not ~every <= bits <= every or bits & (every ^ cls._flag_mask_):
            if cls._boundary_ is EJECT:
                return bits
            bits = value = cls._brought_in(bits)
        if bits < 0:
            bits = every + 1 + bits if cls._boundary_ in (EJECT, KEEP) else bits & cls._singles_mask_
        if bits & ~cls._flag_mask_ and cls._boundary_ is not KEEP:
            stray = bits & ~cls._flag_mask_
            raise ValueError(f"{cls.__name__}({bits!r}) -->  unknown values {stray!r} [{bin(stray)}]")
        made = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, bits)
        if not hasattr(made, "_value_"):
            made._value_ = bits
        made._name_ = cls._combined_name(bits)
        made = cls._value2member_map_.setdefault(bits, made)
        if value < 0:
            cls._value2member_map_[value] = made
        return made

    @classmethod
    def _brought_in(cls, bits):
        # Bits that no member has, as the boundary wants them.
        if cls._boundary_ is CONFORM:
            return bits & cls._flag_mask_
        if cls._boundary_ is KEEP:
            return bits if bits >= 0 else max(cls._all_bits_ + 1, 1 << bits.bit_length()) + bits
        if cls._boundary_ is not STRICT:
            raise ValueError(f"{cls!r} unknown flag boundary {cls._boundary_!r}")
        width = max(bits.bit_length(), cls._flag_mask_.bit_length())
        raise ValueError(
            f"{cls!r} invalid value {bits!r}\n    given {bin(bits, width)}\n  allowed {bin(cls._flag_mask_, width)}"
        )

    @classmethod
    def _combined_name(cls, bits):
        parts = list(cls._iter_member_(bits & cls._singles_mask_))
        if bits & ~cls._singles_mask_:
            # Members of several bits help where single ones do not cover all.
            for one in cls._member_map_.values():
                if one not in parts and one._value_ and one._value_ & bits == one._value_:
                    parts.append(one)
        covered = 0
        for one in parts:
            covered |= one._value_
        if not covered:
            return None
        names = [one._name_ for one in parts]
        if bits != covered:
            if cls._boundary_ is STRICT:
                raise ValueError(f"{cls!r}: no members with value {bits ^ covered!r}")
            names.append(cls._numeric_repr_(bits ^ covered))
        return "|".join(names)

    def __contains__(self, other):
        """Are all bits of the other set in this one?"""
        if not isinstance(other, self.__class__):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {self.__class__.__qualname__!r}"
            )
        return not other._value_ & ~self._value_

    def __iter__(self):
        """The members of one bit that this one is made of."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __bool__(self):
        return bool(self._value_)

    def __repr__(self):
        name = "" if self._name_ is None else f".{self._name_}"
        return f"<{self.__class__.__name__}{name}: {(self.__class__._value_repr_ or repr)(self._value_)}>"

    def __str__(self):
        name = self.__class__.__name__
        return f"{name}({self._value_!r})" if self._name_ is None else f"{name}.{self._name_}"

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def _operand(self, other, sign):
        # The other side's bits; NotImplemented when it is no flag of this kind.
        bits = self._get_value(other)
        if bits is not NotImplemented:
            for side, value in ((self, self._value_), (other, bits)):
                if value is None:
                    raise TypeError(f"'{side}' cannot be combined with other flags with {sign}")
        return bits

    def __or__(self, other):
        bits = self._operand(other, "|")
        return bits if bits is NotImplemented else self.__class__(self._value_ | bits)

    def __and__(self, other):
        bits = self._operand(other, "&")
        return bits if bits is NotImplemented else self.__class__(self._value_ & bits)

    def __xor__(self, other):
        bits = self._operand(other, "^")
        return bits if bits is NotImplemented else self.__class__(self._value_ ^ bits)

    def __invert__(self):
        if self._value_ is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            rest = ~self._value_
            self._inverted_ = self.__class__(rest if self._boundary_ in (EJECT, KEEP) else rest & self._singles_mask_)
        return self._inverted_

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are ints too; bits without a name are kept."""


# ---- conditions on a whole enumeration ----


def _aliases_text(enumeration):
    return ", ".join([f"{name} -> {one.name}" for name, one in enumeration.__members__.items() if name != one.name])


def unique(enumeration):
    """Class decorator: no two names for one value."""
    aliases = _aliases_text(enumeration)
    if aliases:
        raise ValueError(f"duplicate values found in {enumeration!r}: {aliases}")
    return enumeration


class EnumCheck(StrEnum):
    """What verify() can look at."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Class decorator: the enumeration meets all of these conditions."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        looks = {UNIQUE: self._unique, CONTINUOUS: self._continuous, NAMED_FLAGS: self._named_flags}
        for check in self.checks:
            if check in looks:
                looks[check](enumeration)
        return enumeration

    def _unique(self, enumeration):
        aliases = _aliases_text(enumeration)
        if aliases:
            raise ValueError(f"aliases found in {enumeration!r}: {aliases}")

    def _continuous(self, enumeration):
        values = {one.value for one in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if _is_flag(enumeration):
            word, between = "flag", [1 << place for place in range(low.bit_length(), high.bit_length() - 1)]
        else:
            word, between = "enum", range(low + 1, high)
        missing = [str(value) for value in between if value not in values]
        if missing:
            raise ValueError(f"invalid {word} {enumeration.__name__!r}: missing values {', '.join(missing)}")

    def _named_flags(self, enumeration):
        if not _is_flag(enumeration):
            return
        names, unnamed = [], 0
        for name, one in enumeration.__members__.items():
            stray = one._value_ & ~enumeration._singles_mask_ if one._value_ > 0 else 0
            if stray:
                names.append(name)
                unnamed |= stray
        if not names:
            return
        who = f"alias {names[0]} is" if len(names) == 1 else f"aliases {', '.join(names[:-1])} and {names[-1]} are"
        what = "value" if _is_single_bit(unnamed) else "combined values of"
        raise ValueError(
            f"invalid Flag {enumeration.__name__!r}: {who} missing {what} {unnamed:#x} "
            "[use enum.show_flag_values(value) for details]"
        )


# ---- members as globals of their module ----


def _short_module(one):
    return one.__class__.__module__.split(".")[-1]


def global_enum_repr(self):
    """`module.NAME`."""
    return f"{_short_module(self)}.{self._name_}"


def global_flag_repr(self):
    """`module.ONE|module.TWO`."""
    module = _short_module(self)
    if self._name_ is None:
        return f"{module}.{self.__class__.__name__}({self._value_})"
    return "|".join([part if part[0].isdigit() else f"{module}.{part}" for part in self._name_.split("|")])


def global_str(self):
    """The name alone."""
    return f"{self.__class__.__name__}({self._value_!r})" if self._name_ is None else self._name_


def global_enum(cls, update_str=False):
    """Class decorator: members are globals of the module, and shown as such."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if update_str or not issubclass(cls, ReprEnum):
        cls.__str__ = global_str
    vars(sys.modules[cls.__module__]).update(cls.__members__)
    return cls


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Turn a plain class into an enumeration of that type."""

    def convert(cls):
        name = cls.__name__
        namespace = type(etype).__prepare__(name, (etype,))
        for key, value in cls.__dict__.items():
            if key not in ("__dict__", "__weakref__"):
                namespace[key] = value
        made = type(etype)(name, (etype,), namespace, boundary=boundary)
        made.__qualname__ = cls.__qualname__
        return made

    return convert


def _test_simple_enum(checked_enum, simple_enum):
    """TypeError with the differences between an enumeration and what _simple_enum() has made."""
    wrong = []
    for name in {**checked_enum.__members__, **simple_enum.__members__}:
        one, other = checked_enum.__members__.get(name), simple_enum.__members__.get(name)
        if one is None or other is None:
            wrong.append(f"{'missing' if other is None else 'extra'} member: {name!r}")
        elif one._value_ != other._value_:
            wrong.append(f"{name!r}: checked is {one._value_!r}, simple is {other._value_!r}")
    if wrong:
        raise TypeError("enum mismatch:\n   " + "\n   ".join(wrong))
