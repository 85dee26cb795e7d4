"""Configuration texts of sections with options."""

import functools
import itertools
import re
import sys
from collections import ChainMap as _ChainMap
from collections.abc import MutableMapping

__all__ = (
    "NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError", "InterpolationError",
    "InterpolationDepthError", "InterpolationMissingOptionError", "InterpolationSyntaxError", "ParsingError",
    "MissingSectionHeaderError", "MultilineContinuationError", "ConfigParser", "RawConfigParser", "Interpolation",
    "BasicInterpolation", "ExtendedInterpolation", "SectionProxy", "ConverterMapping", "DEFAULTSECT",
    "MAX_INTERPOLATION_DEPTH", "UNNAMED_SECTION",
)

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10


# ---- errors ----


class Error(Exception):
    """The base of the errors here."""

    def __init__(self, msg=""):
        self.message = msg
        Exception.__init__(self, msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    """There is no such section."""

    def __init__(self, section):
        Error.__init__(self, f"No section: {section!r}")
        self.section = section
        self.args = (section,)


def _already(what, source, lineno):
    line = "" if lineno is None else f" [line {lineno:2d}]"
    return f"While reading from {source!r}{line}: {what} already exists"


class DuplicateSectionError(Error):
    """A section is there twice."""

    def __init__(self, section, source=None, lineno=None):
        text = f"Section {section!r} already exists" if source is None else _already(f"section {section!r}", source, lineno)
        Error.__init__(self, text)
        self.section, self.source, self.lineno = section, source, lineno
        self.args = (section, source, lineno)


class DuplicateOptionError(Error):
    """An option is in its section twice."""

    def __init__(self, section, option, source=None, lineno=None):
        what = f"{'O' if source is None else 'o'}ption {option!r} in section {section!r}"
        Error.__init__(self, f"{what} already exists" if source is None else _already(what, source, lineno))
        self.section, self.option, self.source, self.lineno = section, option, source, lineno
        self.args = (section, option, source, lineno)


class NoOptionError(Error):
    """There is no such option."""

    def __init__(self, option, section):
        Error.__init__(self, f"No option {option!r} in section: {section!r}")
        self.option, self.section = option, section
        self.args = (option, section)


class InterpolationError(Error):
    """A value cannot be filled in."""

    def __init__(self, option, section, msg):
        Error.__init__(self, msg)
        self.option, self.section = option, section
        self.args = (option, section, msg)


class InterpolationMissingOptionError(InterpolationError):
    """A value names an option that there is not."""

    def __init__(self, option, section, rawval, reference):
        text = (
            f"Bad value substitution: option {option!r} in section {section!r} contains an interpolation key {reference!r} "
            f"which is not a valid option name. Raw value: {rawval!r}"
        )
        InterpolationError.__init__(self, option, section, text)
        self.reference = reference
        self.args = (option, section, rawval, reference)


class InterpolationSyntaxError(InterpolationError):
    """A value names options in a wrong way."""


class InterpolationDepthError(InterpolationError):
    """Values name each other without end."""

    def __init__(self, option, section, rawval):
        text = (
            f"Recursion limit exceeded in value substitution: option {option!r} in section {section!r} contains an "
            f"interpolation key which cannot be substituted in {MAX_INTERPOLATION_DEPTH} steps. Raw value: {rawval!r}"
        )
        InterpolationError.__init__(self, option, section, text)
        self.args = (option, section, rawval)


class ParsingError(Error):
    """Lines that mean nothing."""

    def __init__(self, source, *args):
        super().__init__(f"Source contains parsing errors: {source!r}")
        self.source = source
        self.errors = []
        self.args = (source,)
        for lineno, line in args:
            self.append(lineno, line)

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line!r}"

    def combine(self, others):
        for other in others:
            for lineno, line in other.errors:
                self.append(lineno, line)
        return self


class MissingSectionHeaderError(ParsingError):
    """There is an option before the first section."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, f"File contains no section headers.\nfile: {filename!r}, line: {lineno}\n{line!r}")
        self.source, self.lineno, self.line = filename, lineno, line
        self.errors = []
        self.args = (filename, lineno, line)


class MultilineContinuationError(ParsingError):
    """A line goes on where nothing can."""

    def __init__(self, filename, lineno, line):
        Error.__init__(
            self, f"Key without value continued with an indented line.\nfile: {filename!r}, line: {lineno}\n{line!r}"
        )
        self.source, self.lineno, self.line = filename, lineno, line
        self.errors = []
        self.args = (filename, lineno, line)


class _UnnamedSection:
    def __repr__(self):
        return "<UNNAMED_SECTION>"


UNNAMED_SECTION = _UnnamedSection()
_missing = object()


# ---- values that name other values ----


class Interpolation:
    """Leaves values as they are; the base of those that do not."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    def before_read(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value


class _Filling(Interpolation):
    # Values in which a sign begins the name of an option.
    _sign = ""

    def before_get(self, parser, section, option, value, defaults):
        parts = []
        self._fill(parser, option, parts, value, section, defaults, 1)
        return "".join(parts)

    def before_set(self, parser, section, option, value):
        left = self._without_names(value)
        if self._sign in left:
            raise ValueError(f"invalid interpolation syntax in {value!r} at position {left.find(self._sign)}")
        return value

    def _fill(self, parser, option, parts, rest, section, names, depth):
        raw = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        while rest:
            before, sign, rest = rest.partition(self._sign)
            parts.append(before)
            if not sign:
                return
            if rest[:1] == self._sign:
                parts.append(sign)
                rest = rest[1:]
            else:
                rest = self._name(parser, option, parts, sign + rest, section, names, depth, raw)


class BasicInterpolation(_Filling):
    """%(name)s stands for an option of the section or the defaults."""

    _sign = "%"
    _NAME = re.compile(r"%\(([^)]+)\)s")

    def _without_names(self, value):
        return self._NAME.sub("", value.replace("%%", ""))

    def _name(self, parser, option, parts, rest, section, names, depth, raw):
        if rest[1:2] != "(":
            raise InterpolationSyntaxError(option, section, f"'%' must be followed by '%' or '(', found: {rest!r}")
        found = self._NAME.match(rest)
        if found is None:
            raise InterpolationSyntaxError(option, section, f"bad interpolation variable reference {rest!r}")
        name = parser.optionxform(found[1])
        try:
            value = names[name]
        except KeyError:
            raise InterpolationMissingOptionError(option, section, raw, name) from None
        if "%" in value:
            self._fill(parser, option, parts, value, section, names, depth + 1)
        else:
            parts.append(value)
        return rest[found.end() :]


class ExtendedInterpolation(_Filling):
    """${name} stands for an option of the section or the defaults, ${section:name} for one of another section."""

    _sign = "$"
    _NAME = re.compile(r"\$\{([^}]+)\}")

    def _without_names(self, value):
        return self._NAME.sub("", value.replace("$$", ""))

    def _name(self, parser, option, parts, rest, section, names, depth, raw):
        if rest[1:2] != "{":
            raise InterpolationSyntaxError(option, section, f"'$' must be followed by '$' or '{{', found: {rest!r}")
        found = self._NAME.match(rest)
        if found is None:
            raise InterpolationSyntaxError(option, section, f"bad interpolation variable reference {rest!r}")
        path = found[1].split(":")
        where, what = section, option
        try:
            if len(path) == 1:
                what = parser.optionxform(path[0])
                value = names[what]
            elif len(path) == 2:
                where, what = path[0], parser.optionxform(path[1])
                value = parser.get(where, what, raw=True)
            else:
                raise InterpolationSyntaxError(option, section, f"More than one ':' found: {rest[found.end() :]!r}")
        except (KeyError, NoSectionError, NoOptionError):
            raise InterpolationMissingOptionError(option, section, raw, ":".join(path)) from None
        if "$" in value:
            self._fill(parser, what, parts, value, where, dict(parser.items(where, raw=True)), depth + 1)
        else:
            parts.append(value)
        return rest[found.end() :]


# ---- parsers ----


class RawConfigParser(MutableMapping):
    """Sections of options, read from text; values stay as they are."""

    BOOLEAN_STATES = {
        "1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False,
    }
    SECTCRE = re.compile(r"\[(?P<header>.+)\]")
    NONSPACECRE = re.compile(r"\S")
    _DEFAULT_INTERPOLATION = Interpolation()

    def __init__(
        self, defaults=None, dict_type=dict, allow_no_value=False, *, delimiters=("=", ":"), comment_prefixes=("#", ";"),
        inline_comment_prefixes=None, strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT,
        interpolation=_missing, converters=_missing, allow_unnamed_section=False,
    ):
        self._dict = dict_type
        self._sections, self._defaults = dict_type(), dict_type()
        self._proxies = dict_type()
        self._converters = ConverterMapping(self)
        self.default_section = default_section
        self._proxies[default_section] = SectionProxy(self, default_section)
        self._delimiters = tuple(delimiters)
        self._comments = tuple(comment_prefixes or ())
        self._inline_comments = tuple(inline_comment_prefixes or ())
        self._strict, self._allow_no_value = strict, allow_no_value
        self._empty_lines, self._allow_unnamed = empty_lines_in_values, allow_unnamed_section
        self._interpolation = self._DEFAULT_INTERPOLATION if interpolation is _missing else interpolation or Interpolation()
        if not isinstance(self._interpolation, Interpolation):
            raise TypeError(f"interpolation= must be None or an instance of Interpolation; got an object of type {type(self._interpolation)}")
        signs = "|".join([re.escape(sign) for sign in self._delimiters])
        end = r"(?:(?P<vi>%s)\s*(?P<value>.*))?$" if allow_no_value else r"(?P<vi>%s)\s*(?P<value>.*)$"
        self.OPTCRE = self._optcre = re.compile(rf"(?P<option>.*?)\s*{end % signs}")
        if converters is not _missing:
            self._converters.update(converters)
        if defaults:
            self.read_dict({default_section: defaults})

    def optionxform(self, optionstr):
        """What names of options are compared by."""
        return optionstr.lower()

    # -- sections and options --

    def defaults(self):
        return self._defaults

    def sections(self):
        """The names of all sections but the defaults."""
        return list(self._sections)

    def add_section(self, section):
        """A new section without options."""
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = self._dict()
        self._proxies[section] = SectionProxy(self, section)

    def has_section(self, section):
        return section in self._sections

    def _options_of(self, section):
        try:
            return self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None

    def options(self, section):
        """The names of the options of a section, the defaults among them."""
        return list({**self._options_of(section), **self._defaults})

    def has_option(self, section, option):
        if not section or section == self.default_section:
            return self.optionxform(option) in self._defaults
        if section not in self._sections:
            return False
        option = self.optionxform(option)
        return option in self._sections[section] or option in self._defaults

    def _names(self, section, variables):
        # What values are looked up in: variables, the section, the defaults.
        own = {}
        if section in self._sections:
            own = self._sections[section]
        elif section != self.default_section:
            raise NoSectionError(section)
        given = {self.optionxform(key): None if value is None else str(value) for key, value in (variables or {}).items()}
        return _ChainMap(given, own, self._defaults)

    def get(self, section, option, *, raw=False, vars=None, fallback=_missing):
        """The value of an option."""
        try:
            names = self._names(section, vars)
        except NoSectionError:
            if fallback is _missing:
                raise
            return fallback
        option = self.optionxform(option)
        if option not in names:
            if fallback is _missing:
                raise NoOptionError(option, section)
            return fallback
        value = names[option]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, names)

    def _get_conv(self, section, option, conv, *, raw=False, vars=None, fallback=_missing, **kwargs):
        try:
            value = self.get(section, option, raw=raw, vars=vars, **kwargs)
        except (NoSectionError, NoOptionError):
            if fallback is _missing:
                raise
            return fallback
        return conv(value)

    def getint(self, section, option, *, raw=False, vars=None, fallback=_missing, **kwargs):
        return self._get_conv(section, option, int, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_missing, **kwargs):
        return self._get_conv(section, option, float, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_missing, **kwargs):
        return self._get_conv(section, option, self._convert_to_boolean, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def _convert_to_boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError(f"Not a boolean: {value}")
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_missing, raw=False, vars=None):
        """(name, section) pairs, or the (name, value) pairs of one section."""
        if section is _missing:
            return super().items()
        found = {**self._defaults}
        if section in self._sections:
            found |= self._sections[section]
        elif section != self.default_section:
            raise NoSectionError(section)
        order = list(found)
        found |= {self.optionxform(key): value for key, value in (vars or {}).items()}
        get = lambda option: self._interpolation.before_get(self, section, option, found[option], found)
        return [(option, found[option] if raw or found[option] is None else get(option)) for option in order]

    def set(self, section, option, value=None):
        """Gives an option a value."""
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        if not section or section == self.default_section:
            self._defaults[self.optionxform(option)] = value
        else:
            self._options_of(section)[self.optionxform(option)] = value

    def remove_option(self, section, option):
        """Takes an option away; tells whether it was there."""
        options = self._defaults if not section or section == self.default_section else self._options_of(section)
        return options.pop(self.optionxform(option), _missing) is not _missing

    def remove_section(self, section):
        """Takes a section away; tells whether it was there."""
        found = section in self._sections
        if found:
            del self._sections[section], self._proxies[section]
        return found

    def popitem(self):
        for name in self.sections():
            value = self[name]
            del self[name]
            return name, value
        raise KeyError

    # -- as a mapping --

    def __getitem__(self, key):
        if key != self.default_section and not self.has_section(key):
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self and self[key] is value:
            return
        if key == self.default_section:
            self._defaults.clear()
        elif key in self._sections:
            self._sections[key].clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.has_section(key):
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or self.has_section(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return itertools.chain((self.default_section,), self._sections.keys())

    @property
    def converters(self):
        return self._converters

    # -- reading --

    def read(self, filenames, encoding=None):
        """Would read files: refused, as a program reaches none."""
        raise PermissionError(
            "configparser.ConfigParser.read() is not in Coro: a program reaches no files; use read_string() or read_dict()"
        )

    def read_file(self, f, source=None):
        """Reads lines, from anything that can be iterated."""
        self._read(f, getattr(f, "name", "<???>") if source is None else source)

    def read_string(self, string, source="<string>"):
        """Reads a text."""
        self._read(string.splitlines(True), source)

    def read_dict(self, dictionary, source="<dict>"):
        """Takes sections from a mapping of mappings."""
        seen = set()
        for section, options in dictionary.items():
            try:
                self.add_section(section)
            except (DuplicateSectionError, ValueError):
                if self._strict and section in seen:
                    raise
            seen.add(section)
            for key, value in options.items():
                key = self.optionxform(str(key))
                if self._strict and (section, key) in seen:
                    raise DuplicateOptionError(section, key, source)
                seen.add((section, key))
                self.set(section, key, None if value is None else str(value))

    def _without_comment(self, line):
        # The line as far as a comment in it; None when all of it is one.
        if line.strip().startswith(self._comments or ("\0",)):
            return None
        ends = [len(line)]
        for prefix in self._inline_comments:
            place = line.find(prefix)
            while place >= 0:
                if place == 0 or line[place - 1].isspace():
                    ends.append(place)
                    break
                place = line.find(prefix, place + 1)
        return line[: min(ends)]

    def _read(self, lines, source):
        options = section = option = None
        level = 0
        seen = set()
        wrong = []
        for number, line in enumerate(lines, 1):
            kept = self._without_comment(line)
            value = "" if kept is None else kept.strip()
            if not value:
                if self._empty_lines:
                    # An empty line may be part of a value; a comment is not.
                    if kept is not None and kept == line and options is not None and option and options[option] is not None:
                        options[option].append("")
                else:
                    level = sys.maxsize
                continue
            place = len(line) - len(line.lstrip())
            if options is not None and option and place > level:
                if options[option] is None:
                    raise MultilineContinuationError(source, number, line)
                options[option].append(value)
                continue
            if self._allow_unnamed and section is None:
                section = UNNAMED_SECTION
                options = self._sections[section] = self._dict()
                self._proxies[section] = SectionProxy(self, section)
            level = place
            header = self.SECTCRE.match(value)
            if header:
                section, option = header["header"], None
                options = self._begin(section, seen, source, number)
                continue
            if options is None:
                raise MissingSectionHeaderError(source, number, line)
            found = self._optcre.match(value)
            if not found:
                wrong.append(ParsingError(source, (number, line)))
                continue
            option, _, text = found.group("option", "vi", "value")
            if not option:
                wrong.append(ParsingError(source, (number, line)))
            option = self.optionxform(option.rstrip())
            if self._strict and (section, option) in seen:
                raise DuplicateOptionError(section, option, source, number)
            seen.add((section, option))
            options[option] = None if text is None else [text.strip()]
        self._join_lines()
        if wrong:
            raise wrong[0].combine(wrong[1:])

    def _begin(self, section, seen, source, number):
        if section == self.default_section:
            return self._defaults
        if section in self._sections:
            if self._strict and section in seen:
                raise DuplicateSectionError(section, source, number)
        else:
            self._sections[section] = self._dict()
            self._proxies[section] = SectionProxy(self, section)
        seen.add(section)
        return self._sections[section]

    def _join_lines(self):
        for section, options in [(self.default_section, self._defaults), *self._sections.items()]:
            for name, value in options.items():
                if isinstance(value, list):
                    value = "\n".join(value).rstrip()
                options[name] = self._interpolation.before_read(self, section, name, value)

    # -- writing --

    def write(self, fp, space_around_delimiters=True):
        """Writes all sections to an object with a write method."""
        sign = f" {self._delimiters[0]} " if space_around_delimiters else self._delimiters[0]
        everything = [(self.default_section, self._defaults)] if self._defaults else []
        everything += sorted(self._sections.items(), key=lambda pair: pair[0] is not UNNAMED_SECTION)
        for section, options in everything:
            if section is not UNNAMED_SECTION:
                fp.write(f"[{section}]\n")
            for name, value in options.items():
                value = self._interpolation.before_write(self, section, name, value)
                lacks = value is None and self._allow_no_value
                text = "" if lacks else sign + str(value).replace("\n", "\n\t")
                fp.write(f"{name}{text}\n")
            fp.write("\n")


class ConfigParser(RawConfigParser):
    """Sections of options, whose values may name other options."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        """Gives an option a value, which is a text."""
        self._check(option=option, value=value)
        super().set(section, option, value)

    def add_section(self, section):
        """A new section without options."""
        self._check(section=section)
        super().add_section(section)

    def _check(self, *, section="", option="", value=""):
        if not isinstance(section, str):
            raise TypeError("section names must be strings")
        if not isinstance(option, str):
            raise TypeError("option keys must be strings")
        if not isinstance(value, str) and (value is not None or not self._allow_no_value):
            raise TypeError("option values must be strings")

    def read_dict(self, dictionary, source="<dict>"):
        """Takes sections from a mapping of mappings."""
        if self.default_section in dictionary and not self._sections and not self._defaults:
            # What defaults are given at the beginning is not looked at for names.
            plain, self._interpolation = self._interpolation, Interpolation()
            try:
                super().read_dict({self.default_section: dictionary[self.default_section]}, source)
            finally:
                self._interpolation = plain
            dictionary = {key: value for key, value in dictionary.items() if key != self.default_section}
        super().read_dict(dictionary, source)


class SectionProxy(MutableMapping):
    """One section of a parser as a mapping."""

    def __init__(self, parser, name):
        self._parser, self._name = parser, name
        for kind in parser.converters:
            setattr(self, f"get{kind}", functools.partial(self.get, _impl=getattr(parser, f"get{kind}")))

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        if isinstance(self._parser, ConfigParser):
            self._parser._check(option=key, value=value)
        return self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key) and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _options(self):
        is_default = self._name == self._parser.default_section
        return list(self._parser.defaults()) if is_default else self._parser.options(self._name)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    @property
    def parser(self):
        return self._parser

    @property
    def name(self):
        return self._name

    def get(self, option, fallback=None, *, raw=False, vars=None, _impl=None, **kwargs):
        """The value of an option, or the fallback."""
        get = _impl or self._parser.get
        return get(self._name, option, raw=raw, vars=vars, fallback=fallback, **kwargs)


class ConverterMapping(MutableMapping):
    """What get…() methods a parser and its sections have, by their endings."""

    def __init__(self, parser):
        self._parser = parser
        self._found = {name: getattr(parser, f"get{name}") for name in ("boolean", "float", "int")}

    def __getitem__(self, key):
        return self._found[key]

    def __setitem__(self, key, value):
        if not key.isidentifier():
            raise ValueError(f"Incompatible key: {key} (type: {type(key)})")
        get = functools.partial(self._parser._get_conv, conv=value)
        get.converter = value
        self._found[key] = get
        setattr(self._parser, f"get{key}", get)
        for proxy in self._parser._proxies.values():
            setattr(proxy, f"get{key}", functools.partial(proxy.get, _impl=get))

    def __delitem__(self, key):
        del self._found[key]
        for one in (self._parser, *self._parser._proxies.values()):
            if f"get{key}" in vars(one):
                delattr(one, f"get{key}")

    def __iter__(self):
        return iter(self._found)

    def __len__(self):
        return len(self._found)
