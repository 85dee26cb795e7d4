"""String constants, Template and Formatter."""

__all__ = [
    "ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits", "octdigits", "printable",
    "punctuation", "whitespace", "Formatter", "Template",
]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalize each word of the text."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


class _LazyPattern:
    # The regular expression of a class of templates, compiled when it is first needed.

    def __get__(self, obj, cls):
        import re

        mark = re.escape(cls.delimiter)
        inside = cls.braceidpattern or cls.idpattern
        cls.pattern = _compiled(
            cls,
            f"{mark}(?:(?P<escaped>{mark})|(?P<named>{cls.idpattern})|{{(?P<braced>{inside})}}|(?P<invalid>))",
        )
        return cls.pattern


def _compiled(cls, pattern):
    import re

    return re.compile(pattern, (re.IGNORECASE if cls.flags is None else cls.flags) | re.VERBOSE)


_unset = {}


class Template:
    """A text with placeholders $name and ${name}; $$ is a dollar sign. Classes may choose other marks and names."""

    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = None
    pattern = _LazyPattern()

    def __init_subclass__(cls):
        super().__init_subclass__()
        own = cls.__dict__.get("pattern")
        cls.pattern = _LazyPattern() if own is None else _compiled(cls, own)

    def __init__(self, template):
        self.template = template

    def _invalid(self, match):
        start = match.start("invalid")
        lines = self.template[:start].splitlines(keepends=True)
        column = start - len("".join(lines[:-1])) if lines else 1
        raise ValueError(f"Invalid placeholder in string: line {len(lines) or 1}, col {column}")

    def _filled(self, convert):
        def replace(match):
            name = match.group("named") or match.group("braced")
            if name is not None:
                return convert(name, match)
            if match.group("escaped") is not None:
                return self.delimiter
            return convert(None, match)

        return self.pattern.sub(replace, self.template)

    def substitute(self, mapping=_unset, /, **kws):
        """The text with all placeholders replaced; KeyError for a missing one."""
        values = kws if mapping is _unset else _Both(kws, mapping) if kws else mapping

        def convert(name, match):
            if name is None:
                if match.group("invalid") is not None:
                    self._invalid(match)
                raise ValueError("Unrecognized named group in pattern", self.pattern)
            return str(values[name])

        return self._filled(convert)

    def safe_substitute(self, mapping=_unset, /, **kws):
        """The text with those placeholders replaced that have a value; the others stay."""
        values = kws if mapping is _unset else _Both(kws, mapping) if kws else mapping

        def convert(name, match):
            if name is None:
                if match.group("invalid") is not None:
                    return match.group()
                raise ValueError("Unrecognized named group in pattern", self.pattern)
            try:
                return str(values[name])
            except KeyError:
                return match.group()

        return self._filled(convert)

    def _names(self):
        for match in self.pattern.finditer(self.template):
            name = match.group("named") or match.group("braced")
            if name is None and match.group("escaped") is None and match.group("invalid") is None:
                raise ValueError("Unrecognized named group in pattern", self.pattern)
            yield name, match

    def is_valid(self):
        """Whether all placeholders are well formed."""
        return not any(match.group("invalid") is not None for name, match in self._names())

    def get_identifiers(self):
        """The names of the placeholders, in the order of their first use."""
        return list({name: None for name, match in self._names() if name is not None})


class _Both:
    # Values by name: the first mapping goes before the second.
    def __init__(self, first, second):
        self._first = first
        self._second = second

    def __getitem__(self, key):
        return self._first[key] if key in self._first else self._second[key]


class Formatter:
    """str.format as a class whose steps can be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal_text, field_name, format_spec, conversion in self.parse(format_string):
            if literal_text:
                result.append(literal_text)
            if field_name is not None:
                if field_name == "":
                    if auto_arg_index is False:
                        raise ValueError(
                            "cannot switch from manual field specification to automatic field numbering"
                        )
                    field_name = str(auto_arg_index)
                    auto_arg_index += 1
                elif field_name.isdigit():
                    if auto_arg_index:
                        raise ValueError(
                            "cannot switch from automatic field numbering to manual field specification"
                        )
                    auto_arg_index = False
                obj, arg_used = self.get_field(field_name, args, kwargs)
                used_args.add(arg_used)
                obj = self.convert_field(obj, conversion)
                format_spec, auto_arg_index = self._vformat(
                    format_spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index
                )
                result.append(self.format_field(obj, format_spec))
        return "".join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        from _text import template_pieces

        for piece in template_pieces(format_string):
            if isinstance(piece, BaseException):
                raise piece
            literal, name, spec, conversion, _ = piece
            yield literal, name, spec, conversion

    def get_field(self, field_name, args, kwargs):
        from _text import field_name as split_name

        first, steps = split_name(field_name)
        obj = self.get_value(first, args, kwargs)
        for step in steps:
            if isinstance(step, BaseException):
                raise step
            is_attr, key = step
            obj = getattr(obj, key) if is_attr else obj[key]
        return obj, first
