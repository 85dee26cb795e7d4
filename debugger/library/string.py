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


class Template:
    """A string class for supporting $-substitutions."""

    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _parts(self):
        text = self.template
        delimiter = self.delimiter
        i = 0
        while True:
            at = text.find(delimiter, i)
            if at < 0:
                yield "text", text[i:], None
                return
            yield "text", text[i:at], None
            rest = text[at + len(delimiter) :]
            if rest.startswith(delimiter):
                yield "text", delimiter, delimiter * 2
                i = at + 2 * len(delimiter)
                continue
            braced = rest.startswith("{")
            start = 1 if braced else 0
            end = start
            while end < len(rest) and (rest[end] == "_" or rest[end].isascii() and rest[end].isalnum()):
                end += 1
            name = rest[start:end]
            ok = bool(name) and not name[0].isdigit() and (not braced or rest[end : end + 1] == "}")
            if not ok:
                yield "invalid", at, delimiter
                i = at + len(delimiter)
                continue
            width = len(delimiter) + end + (1 if braced else 0)
            yield "name", name, text[at : at + width]
            i = at + width

    def _invalid(self, at):
        lines = self.template[:at].splitlines(keepends=True)
        if not lines:
            colno, lineno = 1, 1
        else:
            colno = at - len("".join(lines[:-1])) + 1 if not lines[-1].endswith("\n") else 1
            lineno = len(lines) if not lines[-1].endswith("\n") else len(lines) + 1
        raise ValueError(f"Invalid placeholder in string: line {lineno}, col {colno}")

    def substitute(self, mapping={}, /, **kws):
        """Replace each placeholder by its value; a missing one is a KeyError."""
        values = {**mapping, **kws} if kws else mapping
        result = []
        for kind, value, raw in self._parts():
            if kind == "name":
                result.append(str(values[value]))
            elif kind == "invalid":
                self._invalid(value)
            else:
                result.append(value)
        return "".join(result)

    def safe_substitute(self, mapping={}, /, **kws):
        """As substitute, but leaves what it cannot replace."""
        values = {**mapping, **kws} if kws else mapping
        result = []
        for kind, value, raw in self._parts():
            if kind == "name":
                try:
                    result.append(str(values[value]))
                except KeyError:
                    result.append(raw)
            elif kind == "invalid":
                result.append(raw)
            else:
                result.append(value)
        return "".join(result)

    def is_valid(self):
        """Are all placeholders well formed?"""
        return all(kind != "invalid" for kind, _, _ in self._parts())

    def get_identifiers(self):
        """The names of the placeholders, in order of their first use."""
        names = []
        for kind, value, _ in self._parts():
            if kind == "name" and value not in names:
                names.append(value)
        return names


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
