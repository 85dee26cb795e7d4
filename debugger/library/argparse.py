"""Reading command lines: arguments by position and by option, subcommands, help."""

import re as _re
import sys as _sys

__all__ = [
    "ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType", "HelpFormatter",
    "ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter", "RawTextHelpFormatter", "MetavarTypeHelpFormatter",
    "Namespace", "Action", "ONE_OR_MORE", "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE",
]

SUPPRESS = "==SUPPRESS=="
OPTIONAL = "?"
ZERO_OR_MORE = "*"
ONE_OR_MORE = "+"
PARSER = "A..."
REMAINDER = "..."
_UNRECOGNIZED_ARGS_ATTR = "_unrecognized_args"


class ArgumentError(Exception):
    """An argument is wrong: `argument_name`, or None, and `message`."""

    def __init__(self, argument, message):
        self.argument_name = _name_of(argument)
        self.message = message

    def __str__(self):
        return self.message if self.argument_name is None else f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    """Raised by the `type` of an argument to say in its own words what is wrong."""


class Namespace:
    """The attributes that parsing has set."""

    def __init__(self, **kwargs):
        for name in kwargs:
            setattr(self, name, kwargs[name])

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        parts = []
        others = {}
        for name, value in self.__dict__.items():
            if name.isidentifier():
                parts.append(f"{name}={value!r}")
            else:
                others[name] = value
        if others:
            parts.append(f"**{others!r}")
        return f"{type(self).__name__}({', '.join(parts)})"


def _name_of(action):
    # How messages name an argument.
    if action is None:
        return None
    if action.option_strings:
        return "/".join(action.option_strings)
    if action.metavar not in (None, SUPPRESS):
        metavar = action.metavar
        if not isinstance(metavar, tuple):
            return metavar
        if action.nargs == ZERO_OR_MORE and len(metavar) == 2:
            return f"{metavar[0]}[, {metavar[1]}]"
        if action.nargs == ONE_OR_MORE:
            return f"{metavar[0]}[, {metavar[1]}]"
        return ", ".join(metavar)
    if action.dest not in (None, SUPPRESS):
        return action.dest
    if action.choices:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return None


# ---- help ----


class HelpFormatter:
    """Makes the text of help: usage, then sections of arguments with their explanations in a column of their own."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        # The width of the terminal is not known here: 80, less 2.
        self._prog = prog
        self._indent_increment = indent_increment
        self._width = width = 78 if width is None else width
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._current_indent = 0
        self._action_max_length = 0
        self._sections = [[]]

    # Parts are functions that give text: the column of the explanations is known when all arguments are.

    def start_section(self, heading):
        """Begin a section."""
        self._indent()
        self._sections.append([heading])

    def end_section(self):
        """End it; without contents it is left out."""
        self._dedent()
        heading, *parts = self._sections.pop()
        indent = self._current_indent
        self._sections[-1].append(lambda: self._section(heading, parts, indent))

    def _indent(self):
        self._current_indent += self._indent_increment

    def _dedent(self):
        self._current_indent -= self._indent_increment

    def _section(self, heading, parts, indent):
        text = "".join(part() for part in parts)
        if not text:
            return ""
        title = ""
        if heading is not SUPPRESS and heading is not None:
            title = f"{' ' * indent}{heading}:\n"
        return f"\n{title}{text}\n"

    def add_text(self, text):
        """A paragraph."""
        if text is not SUPPRESS and text is not None:
            indent = self._current_indent
            self._sections[-1].append(lambda: self._format_text(text, indent))

    def add_usage(self, usage, actions, groups, prefix=None):
        """How the command is called."""
        if usage is not SUPPRESS:
            self._sections[-1].append(lambda: self._format_usage(usage, actions, groups, prefix))

    def add_argument(self, action):
        """An argument with its explanation."""
        if action.help is SUPPRESS:
            return
        indents = [(self._current_indent, action)]
        self._indent()
        indents += [(self._current_indent, each) for each in self._iter_indented_subactions(action)]
        self._dedent()
        for indent, each in indents:
            length = indent + len(self._format_action_invocation(each))
            self._action_max_length = max(self._action_max_length, length)
        indent = self._current_indent
        self._sections[-1].append(lambda: self._format_action(action, indent))

    def add_arguments(self, actions):
        """Several arguments."""
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        """The text."""
        text = "".join(part() for part in self._sections[0])
        if not text:
            return text
        return _re.sub(r"\n\n\n+", "\n\n", text).strip("\n") + "\n"

    def _format_text(self, text, indent):
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        return self._fill_text(text, max(self._width - indent, 11), " " * indent) + "\n\n"

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = "usage: "
        if usage is not None:
            return f"{prefix}{usage % {'prog': self._prog}}\n\n"
        prog = str(self._prog)
        if not actions:
            return f"{prefix}{prog}\n\n"
        options = [action for action in actions if action.option_strings]
        positionals = [action for action in actions if not action.option_strings]
        option_parts = self._usage_parts(options, groups)
        positional_parts = self._usage_parts(positionals, groups)
        line = " ".join([prog, *option_parts, *positional_parts])
        room = self._width
        if len(prefix) + len(line) > room:
            line = self._usage_lines(prog, prefix, option_parts, positional_parts, room)
        return f"{prefix}{line}\n\n"

    def _usage_lines(self, prog, prefix, options, positionals, room):
        if len(prefix) + len(prog) <= 0.75 * room:
            indent = " " * (len(prefix) + len(prog) + 1)
            if options:
                lines = _lines_of([prog, *options], indent, len(prefix) - 1, room)
                lines += _lines_of(positionals, indent, None, room)
            elif positionals:
                lines = _lines_of([prog, *positionals], indent, len(prefix) - 1, room)
            else:
                lines = [prog]
        else:
            indent = " " * len(prefix)
            lines = _lines_of(options + positionals, indent, None, room)
            if len(lines) > 1:
                lines = _lines_of(options, indent, None, room) + _lines_of(positionals, indent, None, room)
            lines = [prog, *lines]
        return "\n".join(lines)

    def _usage_parts(self, actions, groups):
        # The words of the usage line; those of a group that excludes one another are one.
        together = {}
        for group in groups:
            members = group._group_actions
            shown = [each for each in members if each.help is not SUPPRESS]
            if not members or not all(each in actions for each in members) or not shown:
                continue
            start = actions.index(members[0])
            if actions[start : start + len(members)] == members:
                together[start] = group, shown
        parts = []
        i = 0
        while i < len(actions):
            if i in together:
                group, shown = together[i]
                words = [self._usage_of(each, True, group.required) for each in shown]
                text = " | ".join(words)
                if len(words) > 1 or not group.required:
                    text = f"({text})" if group.required else f"[{text}]"
                parts.append(text)
                i += len(group._group_actions)
                continue
            if actions[i].help is not SUPPRESS:
                parts.append(self._usage_of(actions[i], False, False))
            i += 1
        return parts

    def _usage_of(self, action, in_group, group_required):
        if not action.option_strings:
            text = self._format_args(action, self._get_default_metavar_for_positional(action))
            # In a group the brackets are those of the group.
            if in_group and text.startswith("[") and text.endswith("]"):
                text = text[1:-1]
            return text
        option = action.option_strings[0]
        if action.nargs == 0:
            text = action.format_usage()
        else:
            text = f"{option} {self._format_args(action, self._get_default_metavar_for_optional(action))}"
        return text if action.required or in_group else f"[{text}]"

    def _format_action(self, action, indent):
        position = min(self._action_max_length + 2, self._max_help_position)
        width = max(self._width - position, 11)
        column = position - indent - 2
        header = self._format_action_invocation(action)
        has_help = bool(action.help and action.help.strip())
        lines = []
        first_indent = 0
        if not action.help:
            lines.append(f"{' ' * indent}{header}\n")
        elif len(header) <= column:
            lines.append(f"{' ' * indent}{header:<{column}}  ")
        else:
            lines.append(f"{' ' * indent}{header}\n")
            first_indent = position
        if has_help:
            text = self._expand_help(action)
            if text:
                first, *rest = self._split_lines(text, width)
                lines.append(f"{' ' * first_indent}{first}\n")
                lines += [f"{' ' * position}{line}\n" for line in rest]
        elif not lines[-1].endswith("\n"):
            lines.append("\n")
        for each in self._iter_indented_subactions(action):
            lines.append(self._format_action(each, indent + self._indent_increment))
        return "".join(lines)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            return " ".join(self._metavar_formatter(action, self._get_default_metavar_for_positional(action))(1))
        names = ", ".join(action.option_strings)
        if action.nargs == 0:
            return names
        return f"{names} {self._format_args(action, self._get_default_metavar_for_optional(action))}"

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = "{" + ",".join(map(str, action.choices)) + "}"
        else:
            result = default_metavar
        return lambda count: result if isinstance(result, tuple) else (result,) * count

    def _format_args(self, action, default_metavar):
        metavar = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None:
            return "%s" % metavar(1)
        if nargs == OPTIONAL:
            return "[%s]" % metavar(1)
        if nargs == ZERO_OR_MORE:
            names = metavar(1)
            return "[%s [%s ...]]" % names if len(names) == 2 else "[%s ...]" % names
        if nargs == ONE_OR_MORE:
            return "%s [%s ...]" % metavar(2)
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return "%s ..." % metavar(1)
        if nargs == SUPPRESS:
            return ""
        try:
            return " ".join(["%s"] * nargs) % metavar(nargs)
        except TypeError:
            raise ValueError("invalid nargs value") from None

    def _expand_help(self, action):
        text = self._get_help_string(action)
        if "%" not in text:
            return text
        values = {**vars(action), "prog": self._prog}
        values = {name: value for name, value in values.items() if value is not SUPPRESS}
        for name, value in values.items():
            if hasattr(value, "__name__"):
                values[name] = value.__name__
        if values.get("choices") is not None:
            values["choices"] = ", ".join(map(str, values["choices"]))
        return text % values

    def _iter_indented_subactions(self, action):
        get = getattr(action, "_get_subactions", None)
        if get is not None:
            yield from get()

    def _split_lines(self, text, width):
        import textwrap

        return textwrap.wrap(_one_space(text), width)

    def _fill_text(self, text, width, indent):
        import textwrap

        return textwrap.fill(_one_space(text), width, initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


def _one_space(text):
    return " ".join(text.split())


def _lines_of(parts, indent, start, room):
    # As many parts in a line as fit; `start` is where the first line begins, and the indent is left out there.
    lines = []
    line = []
    length = start if start is not None else len(indent) - 1
    for part in parts:
        if line and length + 1 + len(part) > room:
            lines.append(indent + " ".join(line))
            line = []
            length = len(indent) - 1
        line.append(part)
        length += len(part) + 1
    if line:
        lines.append(indent + " ".join(line))
    if start is not None and lines:
        lines[0] = lines[0][len(indent) :]
    return lines


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves the line breaks of descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return "".join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves the line breaks of all help as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds the default to the help of each argument."""

    def _get_help_string(self, action):
        text = action.help or ""
        if "%(default)" not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Names the values of arguments by their types."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__


# ---- actions ----


class Action:
    """What is done with an argument and its values: calling it sets an attribute of the namespace."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None, deprecated=False):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar
        self.deprecated = deprecated

    def __repr__(self):
        names = (
            "option_strings", "dest", "nargs", "const", "default", "type", "choices", "required", "help", "metavar",
            "deprecated",
        )
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def format_usage(self):
        """How the option is written."""
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None, deprecated=False):
        if nargs == 0:
            raise ValueError(
                "nargs for store actions must be != 0; if you have nothing to store, actions such as store true or "
                "store const may be more appropriate"
            )
        if const is not None and nargs != OPTIONAL:
            raise ValueError(f"nargs must be {OPTIONAL!r} to supply const")
        super().__init__(
            option_strings, dest, nargs, const, default, type, choices, required, help, metavar, deprecated
        )

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None,
                 deprecated=False):
        super().__init__(
            option_strings, dest, nargs=0, const=const, default=default, required=required, help=help,
            deprecated=deprecated,
        )

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None, deprecated=False):
        super().__init__(
            option_strings, dest, const=True, default=default, required=required, help=help, deprecated=deprecated
        )


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None, deprecated=False):
        super().__init__(
            option_strings, dest, const=False, default=default, required=required, help=help, deprecated=deprecated
        )


def _items_so_far(namespace, dest):
    items = getattr(namespace, dest, None)
    if items is None:
        return []
    if type(items) is list:
        return items[:]
    import copy

    return copy.copy(items)


class _AppendAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None, deprecated=False):
        if nargs == 0:
            raise ValueError(
                "nargs for append actions must be != 0; if arg strings are not supplying the value to append, the "
                "append const action may be more appropriate"
            )
        if const is not None and nargs != OPTIONAL:
            raise ValueError(f"nargs must be {OPTIONAL!r} to supply const")
        super().__init__(
            option_strings, dest, nargs, const, default, type, choices, required, help, metavar, deprecated
        )

    def __call__(self, parser, namespace, values, option_string=None):
        items = _items_so_far(namespace, self.dest)
        items.append(values)
        setattr(namespace, self.dest, items)


class _ExtendAction(_AppendAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _items_so_far(namespace, self.dest)
        items.extend(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None,
                 deprecated=False):
        super().__init__(
            option_strings, dest, nargs=0, const=const, default=default, required=required, help=help, metavar=metavar,
            deprecated=deprecated,
        )

    def __call__(self, parser, namespace, values, option_string=None):
        items = _items_so_far(namespace, self.dest)
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None, deprecated=False):
        super().__init__(
            option_strings, dest, nargs=0, default=default, required=required, help=help, deprecated=deprecated
        )

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class BooleanOptionalAction(Action):
    """--name sets True, --no-name False."""

    def __init__(self, option_strings, dest, default=None, type=None, choices=None, required=False, help=None,
                 metavar=None, deprecated=False):
        names = []
        for option in option_strings:
            names.append(option)
            if option.startswith("--"):
                if option.startswith("--no-"):
                    raise ValueError(f"invalid option name {option!r} for BooleanOptionalAction")
                names.append("--no-" + option[2:])
        super().__init__(
            names, dest, nargs=0, default=default, required=required, help=help, deprecated=deprecated
        )

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        return " | ".join(self.option_strings)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None, deprecated=False):
        super().__init__(option_strings, dest, nargs=0, default=default, help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None, deprecated=False):
        if help is None:
            help = "show program's version number and exit"
        super().__init__(option_strings, dest, nargs=0, default=default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        version = parser.version if self.version is None else self.version
        formatter = parser._get_formatter()
        formatter.add_text(version)
        parser._print_message(formatter.format_help(), _sys.stdout)
        parser.exit()


class _Choice(Action):
    # A subcommand in the help.
    def __init__(self, name, aliases, help):
        title = name + (f" ({', '.join(aliases)})" if aliases else "")
        super().__init__([], dest=name, help=help, metavar=title)


class _SubParsersAction(Action):
    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        self._prog_prefix = prog
        self._parser_class = parser_class
        self._name_parser_map = {}
        self._choices_actions = []
        self._deprecated = set()
        super().__init__(
            option_strings, dest, nargs=PARSER, choices=self._name_parser_map, required=required, help=help,
            metavar=metavar,
        )

    def add_parser(self, name, *, deprecated=False, **kwargs):
        """The parser of a subcommand."""
        if kwargs.get("prog") is None:
            kwargs["prog"] = f"{self._prog_prefix} {name}"
        aliases = kwargs.pop("aliases", ())
        for each in (name, *aliases):
            if each in self._name_parser_map:
                kind = "subparser" if each == name else "subparser alias"
                raise ValueError(f"conflicting {kind}: {each}")
        if "help" in kwargs:
            self._choices_actions.append(_Choice(name, aliases, kwargs.pop("help")))
        parser = self._parser_class(**kwargs)
        for each in (name, *aliases):
            self._name_parser_map[each] = parser
            if deprecated:
                self._deprecated.add(each)
        return parser

    def _get_subactions(self):
        return self._choices_actions

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        try:
            chosen = self._name_parser_map[name]
        except KeyError:
            raise ArgumentError(
                self, f"unknown parser {name!r} (choices: {', '.join(self._name_parser_map)})"
            ) from None
        if name in self._deprecated:
            parser._warning(f"command {name!r} is deprecated")
        # In a namespace of its own, so that its defaults go before those of this parser.
        own, unknown = chosen.parse_known_args(rest, None)
        for key, value in vars(own).items():
            setattr(namespace, key, value)
        if unknown:
            namespace.__dict__.setdefault(_UNRECOGNIZED_ARGS_ATTR, []).extend(unknown)


class FileType:
    """Refused when used: a program reaches no files."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode

    def __call__(self, string):
        if string == "-":
            return _sys.stdin if "r" in self._mode else _sys.stdout
        raise NotImplementedError("argparse.FileType() is not in Coro: a program reaches no files; take the name as a str")

    def __repr__(self):
        return f"{type(self).__name__}({self._mode!r})"


# ---- collecting arguments ----


class _ActionsContainer:
    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        self.description = description
        self.argument_default = argument_default
        self.prefix_chars = prefix_chars
        self.conflict_handler = conflict_handler
        self._registries = {}
        for name, action in _ACTIONS:
            self.register("action", name, action)
        self._check_conflict_handler()
        self._actions = []
        self._option_string_actions = {}
        self._action_groups = []
        self._mutually_exclusive_groups = []
        self._defaults = {}
        self._has_negative_number_optionals = []

    def _check_conflict_handler(self):
        if self.conflict_handler not in ("error", "resolve"):
            raise ValueError(f"invalid conflict_resolution value: {self.conflict_handler!r}")

    def register(self, registry_name, value, object):
        """Let `action` or `type` be given by this name."""
        self._registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        return self._registries.get(registry_name, {}).get(value, default)

    def set_defaults(self, **kwargs):
        """Set defaults of attributes, also of those no argument sets."""
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        """The default of an attribute."""
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def add_argument(self, *args, **kwargs):
        """Add an argument: a name for one by position, or option strings."""
        chars = self.prefix_chars
        if not args or len(args) == 1 and args[0][0] not in chars:
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            options = self._positional_options(*args, **kwargs)
        else:
            options = self._optional_options(*args, **kwargs)
        if "default" not in options:
            dest = options["dest"]
            if dest in self._defaults:
                options["default"] = self._defaults[dest]
            elif self.argument_default is not None:
                options["default"] = self.argument_default
        name = options.pop("action", None)
        make = self._registry_get("action", name, name)
        if not callable(make):
            raise ValueError(f'unknown action "{make}"')
        action = make(**options)
        kind = self._registry_get("type", action.type, action.type)
        if kind is not None and not callable(kind):
            raise ValueError(f"{kind!r} is not callable")
        if kind is FileType:
            raise ValueError(f"{kind!r} is a FileType class object, instance of it must be passed")
        if hasattr(self, "_get_formatter"):
            try:
                self._get_formatter()._format_args(action, "")
            except TypeError:
                raise ValueError("length of metavar tuple does not match nargs") from None
        return self._add_action(action)

    def _positional_options(self, dest, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        if kwargs.get("nargs") == 0:
            raise ValueError("nargs for positionals must be != 0")
        if kwargs.get("nargs") not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS):
            kwargs["required"] = True
        if kwargs.get("nargs") == ZERO_OR_MORE and "default" not in kwargs:
            kwargs["required"] = True
        return dict(kwargs, dest=dest, option_strings=[])

    def _optional_options(self, *args, **kwargs):
        chars = self.prefix_chars
        long = None
        for option in args:
            if option[0] not in chars:
                raise ValueError(
                    f"invalid option string {option!r}: must start with a character {chars!r}"
                )
            if long is None and len(option) > 1 and option[1] in chars:
                long = option
        dest = kwargs.pop("dest", None)
        if dest is None:
            dest = (args[0] if long is None else long).lstrip(chars)
            if not dest:
                raise ValueError(f"dest= is required for options like {args[0]!r}")
            dest = dest.replace("-", "_")
        return dict(kwargs, dest=dest, option_strings=list(args))

    def add_argument_group(self, *args, **kwargs):
        """A section of its own in the help."""
        group = _ArgumentGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, **kwargs):
        """Arguments of which only one may be given."""
        group = _MutuallyExclusiveGroup(self, **kwargs)
        self._mutually_exclusive_groups.append(group)
        return group

    def _add_action(self, action):
        self._resolve_conflicts(action)
        self._actions.append(action)
        action.container = self
        for option in action.option_strings:
            self._option_string_actions[option] = action
            if _NEGATIVE_NUMBER.match(option) and not self._has_negative_number_optionals:
                self._has_negative_number_optionals.append(True)
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _resolve_conflicts(self, action):
        known = [(o, self._option_string_actions[o]) for o in action.option_strings if o in self._option_string_actions]
        if not known:
            return
        if self.conflict_handler == "error":
            names = ", ".join(option for option, _ in known)
            raise ArgumentError(action, f"conflicting option string{'s' if len(known) > 1 else ''}: {names}")
        for option, other in known:
            other.option_strings.remove(option)
            del self._option_string_actions[option]
            if not other.option_strings:
                other.container._remove_action(other)

    def _take_over(self, container):
        # The arguments of a parent.
        titles = {group.title: group for group in self._action_groups}
        place = {}
        for group in container._action_groups:
            if group.title not in titles:
                titles[group.title] = self.add_argument_group(
                    title=group.title, description=group.description, conflict_handler=group.conflict_handler
                )
            for action in group._group_actions:
                place[action] = titles[group.title]
        for group in container._mutually_exclusive_groups:
            new = self.add_mutually_exclusive_group(required=group.required)
            for action in group._group_actions:
                place[action] = new
        for action in container._actions:
            place.get(action, self)._add_action(action)


_ACTIONS = (
    (None, _StoreAction), ("store", _StoreAction), ("store_const", _StoreConstAction), ("store_true", _StoreTrueAction),
    ("store_false", _StoreFalseAction), ("append", _AppendAction), ("append_const", _AppendConstAction),
    ("count", _CountAction), ("help", _HelpAction), ("version", _VersionAction), ("parsers", _SubParsersAction),
    ("extend", _ExtendAction),
)

_NEGATIVE_NUMBER = _re.compile(r"-(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)$")


class _ArgumentGroup(_ActionsContainer):
    def __init__(self, container, title=None, description=None, **kwargs):
        kwargs.setdefault("conflict_handler", container.conflict_handler)
        kwargs.setdefault("prefix_chars", container.prefix_chars)
        kwargs.setdefault("argument_default", container.argument_default)
        super().__init__(description=description, **kwargs)
        self.title = title
        self._group_actions = []
        # What belongs to the parser belongs to its groups.
        self._registries = container._registries
        self._actions = container._actions
        self._option_string_actions = container._option_string_actions
        self._defaults = container._defaults
        self._has_negative_number_optionals = container._has_negative_number_optionals
        self._mutually_exclusive_groups = container._mutually_exclusive_groups

    def _add_action(self, action):
        action = super()._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        super()._remove_action(action)
        self._group_actions.remove(action)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required
        self._container = container

    def _add_action(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        action = self._container._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        self._container._remove_action(action)
        self._group_actions.remove(action)


# ---- the parser ----


class ArgumentParser(_ActionsContainer):
    """Reads the arguments of a command line into a Namespace; wrong ones end the program with a message and status 2."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[], formatter_class=HelpFormatter,
                 prefix_chars="-", fromfile_prefix_chars=None, argument_default=None, conflict_handler="error",
                 add_help=True, allow_abbrev=True, exit_on_error=True):
        super().__init__(description, prefix_chars, argument_default, conflict_handler)
        self.prog = _sys.argv[0].replace("\\", "/").rpartition("/")[2] if prog is None else prog
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._positionals = self.add_argument_group("positional arguments")
        self._optionals = self.add_argument_group("options")
        self._subparsers = None
        self.register("type", None, lambda string: string)
        if add_help:
            prefix = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(
                prefix + "h", prefix * 2 + "help", action="help", default=SUPPRESS,
                help="show this help message and exit",
            )
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError("parents must be a list of ArgumentParser")
            self._take_over(parent)
            self._defaults.update(parent._defaults)

    def __repr__(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def add_subparsers(self, **kwargs):
        """Let subcommands follow, each with a parser of its own: add_parser() of the result."""
        if self._subparsers is not None:
            raise ArgumentError(None, "cannot have multiple subparser arguments")
        kwargs.setdefault("parser_class", type(self))
        if "title" in kwargs or "description" in kwargs:
            self._subparsers = self.add_argument_group(
                kwargs.pop("title", "subcommands"), kwargs.pop("description", None)
            )
        else:
            self._subparsers = self._positionals
        if kwargs.get("prog") is None:
            formatter = self._get_formatter()
            formatter.add_usage(
                self.usage, self._get_positional_actions(), self._mutually_exclusive_groups, ""
            )
            kwargs["prog"] = formatter.format_help().strip()
        action = self._registry_get("action", kwargs.pop("action", "parsers"), _SubParsersAction)(
            option_strings=[], **kwargs
        )
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        (self._optionals if action.option_strings else self._positionals)._add_action(action)
        return action

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    # -- reading --

    def parse_args(self, args=None, namespace=None):
        """The namespace of the arguments (sys.argv); all must be known."""
        namespace, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self._complain(f"unrecognized arguments: {' '.join(unknown)}")
        return namespace

    def _complain(self, message):
        if self.exit_on_error:
            self.error(message)
        raise ArgumentError(None, message)

    def parse_known_args(self, args=None, namespace=None):
        """The namespace, and the arguments that are not known."""
        return self._parse_known(args, namespace, False)

    def _parse_known(self, args, namespace, intermixed):
        args = _sys.argv[1:] if args is None else list(args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        try:
            namespace, unknown = _Reading(self, args, namespace, intermixed).run()
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))
        if hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
            unknown.extend(getattr(namespace, _UNRECOGNIZED_ARGS_ATTR))
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
        return namespace, unknown

    def parse_intermixed_args(self, args=None, namespace=None):
        """As parse_args, with options between the arguments by position."""
        namespace, unknown = self.parse_known_intermixed_args(args, namespace)
        if unknown:
            self._complain(f"unrecognized arguments: {' '.join(unknown)}")
        return namespace

    def parse_known_intermixed_args(self, args=None, namespace=None):
        """As parse_known_args, with options between the arguments by position."""
        for action in self._get_positional_actions():
            if action.nargs in (PARSER, REMAINDER):
                raise TypeError(f"parse_intermixed_args: positional arg with nargs={action.nargs}")
        return self._parse_known(args, namespace, True)

    def _option_of(self, text):
        # What an argument means: None by position, else candidates (action, option string, separator, value).
        chars = self.prefix_chars
        if not text or text[0] not in chars:
            return None
        if text in self._option_string_actions:
            return [(self._option_string_actions[text], text, None, None)]
        if len(text) == 1:
            return None
        name, separator, value = text.partition("=")
        if separator and name in self._option_string_actions:
            return [(self._option_string_actions[name], name, separator, value)]
        found = self._get_option_tuples(text)
        if found:
            return found
        if _NEGATIVE_NUMBER.match(text) and not self._has_negative_number_optionals:
            return None
        if " " in text:
            return None
        return [(None, text, None, None)]

    def _get_option_tuples(self, text):
        # Options that are abbreviated, or short ones with their values or others behind them.
        chars = self.prefix_chars
        found = []
        if text[0] in chars and text[1] in chars:
            if self.allow_abbrev:
                name, separator, value = text.partition("=")
                separator = separator or None
                value = value if separator else None
                for option, action in self._option_string_actions.items():
                    if option.startswith(name):
                        found.append((action, option, separator, value))
        else:
            name, separator, value = text.partition("=")
            for option, action in self._option_string_actions.items():
                if option == text[:2]:
                    found.append((action, option, "", text[2:]))
                elif self.allow_abbrev and option.startswith(name if separator else text):
                    found.append((action, option, separator or None, value if separator else None))
        return found

    def _get_values(self, action, strings):
        nargs = action.nargs
        if not strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str) and value is not SUPPRESS:
                value = self._get_value(action, value)
            return value
        if not strings and nargs == ZERO_OR_MORE and not action.option_strings:
            if action.default is not None:
                return action.default
            return []
        if len(strings) == 1 and nargs in (None, OPTIONAL):
            value = self._get_value(action, strings[0])
            self._check_value(action, value)
            return value
        if nargs == REMAINDER:
            return [self._get_value(action, each) for each in strings]
        if nargs == PARSER:
            values = [self._get_value(action, each) for each in strings]
            self._check_value(action, values[0])
            return values
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self._get_value(action, each) for each in strings]
        for value in values:
            self._check_value(action, value)
        return values

    def _get_value(self, action, string):
        convert = self._registry_get("type", action.type, action.type)
        if not callable(convert):
            raise TypeError(f"{convert!r} is not callable")
        try:
            return convert(string)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error)) from None
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {string!r}") from None

    def _check_value(self, action, value):
        choices = action.choices
        if choices is None:
            return
        if isinstance(choices, str):
            choices = iter(choices)
        if value not in choices:
            shown = ", ".join(map(repr, action.choices))
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {shown})")

    def convert_arg_line_to_args(self, arg_line):
        """The arguments in a line of a file."""
        return [arg_line]

    # -- telling --

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        """The usage."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        """The help."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        """Print the usage."""
        self._print_message(self.format_usage(), _sys.stdout if file is None else file)

    def print_help(self, file=None):
        """Print the help."""
        self._print_message(self.format_help(), _sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            (file or _sys.stderr).write(message)

    def exit(self, status=0, message=None):
        """End the program, with a message on standard error."""
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        """End the program: the usage and the message on standard error, status 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")

    def _warning(self, message):
        self._print_message(f"{self.prog}: warning: {message}\n", _sys.stderr)


class _Reading:
    # One command line being read. `pattern` has a letter for each argument: O an option, A a value, - the argument '--'.

    def __init__(self, parser, args, namespace, intermixed):
        self.parser = parser
        self.args = args
        self.namespace = namespace
        self.intermixed = intermixed
        self.positionals = parser._get_positional_actions()
        self.options = {}
        self.unknown = []
        self.seen = set()
        self.given = set()
        self.warned = set()
        letters = []
        for i, text in enumerate(args):
            if text == "--" and "-" not in letters:
                letters.append("-")
                letters += ["A"] * (len(args) - i - 1)
                break
            found = parser._option_of(text)
            if found is not None:
                self.options[i] = found
            letters.append("A" if found is None else "O")
        self.pattern = "".join(letters)

    def run(self):
        i = 0
        last = max(self.options, default=-1)
        waiting = []
        while i <= last:
            following = i
            while following <= last and following not in self.options:
                following += 1
            if not self.intermixed and i != following:
                end = self.take_positionals(i)
                if end > i:
                    i = end
                    continue
            if i not in self.options:
                # What no positional took.
                (waiting if self.intermixed else self.unknown).extend(self.args[i:following])
                i = following
            i = self.take_option(i)
        if self.intermixed:
            waiting.extend(self.args[i:])
            self.args = waiting
            self.pattern = "".join("-" if text == "--" else "A" for text in waiting)
            i = 0
        end = self.take_positionals(i)
        self.unknown.extend(self.args[end:])
        self.check()
        return self.namespace, self.unknown

    def check(self):
        missing = []
        for action in self.parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_name_of(action))
            elif (
                action.default is not None and isinstance(action.default, str)
                and hasattr(self.namespace, action.dest)
                and action.default is getattr(self.namespace, action.dest)
            ):
                # The default of an argument that was not given is read as if it had been.
                setattr(self.namespace, action.dest, self.parser._get_value(action, action.default))
        if missing:
            raise ArgumentError(None, f"the following arguments are required: {', '.join(missing)}")
        for group in self.parser._mutually_exclusive_groups:
            if group.required and not any(action in self.given for action in group._group_actions):
                names = [_name_of(action) for action in group._group_actions if action.help is not SUPPRESS]
                raise ArgumentError(None, f"one of the arguments {' '.join(names)} is required")

    def do(self, action, strings, option=None):
        self.seen.add(action)
        values = self.parser._get_values(action, strings)
        if values is not action.default:
            self.given.add(action)
            for group in self.parser._mutually_exclusive_groups:
                if action in group._group_actions:
                    for other in group._group_actions:
                        if other is not action and other in self.given:
                            raise ArgumentError(action, f"not allowed with argument {_name_of(other)}")
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option)

    def take_option(self, start):
        candidates = self.options[start]
        if len(candidates) > 1:
            shown = ", ".join(option for action, option, separator, value in candidates)
            raise ArgumentError(None, f"ambiguous option: {self.args[start]} could match {shown}")
        action, option, separator, value = candidates[0]
        todo = []
        while True:
            if action is None:
                self.unknown.append(self.args[start])
                return start + 1
            if value is None:
                stop = start + 1
                count = self.match(action, self.pattern[stop:])
                strings = self.args[stop : stop + count]
                todo.append((action, strings, option))
                end = stop + count
                break
            count = self.match(action, "A")
            chars = self.parser.prefix_chars
            if count == 0 and option[1] not in chars and value != "":
                # Short options may be written together.
                if separator or value[0] in chars:
                    raise ArgumentError(action, f"ignored explicit argument {value!r}")
                todo.append((action, [], option))
                letter = option[0]
                option = letter + value[0]
                if option not in self.parser._option_string_actions:
                    self.unknown.append(letter + value)
                    end = start + 1
                    break
                action = self.parser._option_string_actions[option]
                rest = value[1:]
                if not rest:
                    value = separator = None
                elif rest[0] == "=":
                    separator, value = "=", rest[1:]
                else:
                    separator, value = "", rest
            elif count == 1:
                todo.append((action, [value], option))
                end = start + 1
                break
            else:
                raise ArgumentError(action, f"ignored explicit argument {value!r}")
        for action, strings, option in todo:
            if action.deprecated and option not in self.warned:
                self.parser._warning(f"option {option!r} is deprecated")
                self.warned.add(option)
            self.do(action, [each for each in strings if each != "--"] if "--" in strings[:1] else strings, option)
        return end

    def match(self, action, pattern):
        # How many of the following arguments an option takes.
        found = _re.match(_nargs_pattern(action), pattern)
        if found is None:
            nargs = action.nargs
            if nargs in _EXPECTED:
                raise ArgumentError(action, _EXPECTED[nargs])
            raise ArgumentError(action, f"expected {nargs} argument{'s' if nargs != 1 else ''}")
        return len(found.group(1))

    def take_positionals(self, start):
        # As many positionals as the arguments from here on allow, each with as many values as it can take.
        pattern = self.pattern[start:]
        counts = []
        for n in range(len(self.positionals), 0, -1):
            found = _re.match("".join(_nargs_pattern(each) for each in self.positionals[:n]), pattern)
            if found is not None:
                counts = [len(group) for group in found.groups()]
                break
        # Nothing is taken for one that could take more behind the options that follow.
        taken = 0
        for action, count in zip(self.positionals, counts):
            ends_at_option = "O" in self.pattern[start:]
            if count == 0 and ends_at_option and action.nargs not in (PARSER, REMAINDER) and self.pattern[start : start + 1] != "A":
                break
            strings = self.args[start : start + count]
            if action.nargs == PARSER:
                if self.pattern[start : start + 1] == "-":
                    strings.remove("--")
            elif action.nargs != REMAINDER and "-" in self.pattern[start : start + count]:
                strings.remove("--")
            start += count
            taken += 1
            if action.deprecated:
                self.parser._warning(f"argument {action.dest!r} is deprecated")
            self.do(action, strings)
        del self.positionals[:taken]
        return start


_EXPECTED = {
    None: "expected one argument", OPTIONAL: "expected at most one argument", ONE_OR_MORE: "expected at least one argument",
}


def _nargs_pattern(action):
    # The values of an argument as a regular expression over the letters of _Reading.pattern.
    nargs = action.nargs
    if nargs is None:
        pattern = "(-*A-*)"
    elif nargs == OPTIONAL:
        pattern = "(-*A?-*)"
    elif nargs == ZERO_OR_MORE:
        pattern = "(-*[A-]*)"
    elif nargs == ONE_OR_MORE:
        pattern = "(-*A[A-]*)"
    elif nargs == REMAINDER:
        pattern = "([AO-]*)"
    elif nargs == PARSER:
        pattern = "(-*A[AO-]*)"
    elif nargs == SUPPRESS:
        pattern = "(-*)"
    else:
        pattern = "(-*%s-*)" % "-*".join("A" * nargs)
    if action.option_strings:
        # An option does not take '--'.
        pattern = pattern.replace("-*", "").replace("-", "")
    return pattern
