"""The part of inspect that looks at sources, frames, arguments and trees of classes."""

__name__ = "inspect"  # which is where the names below are found

import sys
from _engine import source_lines as _source_lines
from collections import namedtuple as _namedtuple

Traceback = _namedtuple("Traceback", ("filename", "lineno", "function", "code_context", "index"))
FrameInfo = _namedtuple(
    "FrameInfo", ("frame", "filename", "lineno", "function", "code_context", "index")
)
ArgInfo = _namedtuple("ArgInfo", "args varargs keywords locals")
Arguments = _namedtuple("Arguments", "args, varargs, varkw")
ClosureVars = _namedtuple("ClosureVars", "nonlocals globals builtins unbound")
Attribute = _namedtuple("Attribute", "name kind defining_class object")


class EndOfBlock(Exception):
    """Kept for programs that name it."""


class ClassFoundException(Exception):
    """Kept for programs that name it."""


# ---- sources ----


def _file_lines(filename):
    return [line + "\n" for line in _source_lines(filename)]


def findsource(object):
    """All lines of the file an object is in, and the index of its first line."""
    from inspect import getfile, iscode, isframe, isfunction, ismethod, ismodule, istraceback

    if isinstance(object, type):
        module = sys.modules.get(object.__module__)
        filename = getattr(module, "__file__", None)
        if filename is None:
            raise OSError("source code not available" if module is not None else "could not get source code")
    else:
        filename = getfile(object)
    lines = _file_lines(filename)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isinstance(object, type):
        try:
            return lines, vars(object)["__firstlineno__"] - 1
        except (TypeError, KeyError):
            raise OSError("source code not available") from None
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return lines, object.co_firstlineno - 1
    raise OSError("could not find code object")


def getblock(lines):
    """The lines of the definition that begins with the first of these."""
    end = 1
    indent = None
    depth = 0
    quote = None
    header = True
    for i, line in enumerate(lines):
        text = line.strip()
        continues = depth > 0 or quote is not None
        if not continues and text and not text.startswith("#"):
            own = len(line) - len(line.lstrip())
            if indent is None:
                indent = own
            elif not header and own <= indent:
                break
        depth, quote = _state_after(line, depth, quote)
        if text and (not text.startswith("#") or continues):
            end = i + 1
        if header and indent is not None and depth == 0 and quote is None and not text.startswith("@"):
            header = False
            if text and not text.startswith("#") and not text.split("#")[0].rstrip().endswith(":"):
                # All of it stands in one line.
                break
    return lines[:end]


def _state_after(line, depth, quote):
    # Open brackets, and the quotes of a text that goes on in the next line.
    i = 0
    while i < len(line):
        if quote is not None:
            if line[i] == "\\":
                i += 2
            elif line.startswith(quote, i):
                i += len(quote)
                quote = None
            else:
                i += 1
            continue
        char = line[i]
        if char == "#":
            break
        if char in "\"'":
            quote = char * 3 if line.startswith(char * 3, i) else char
            i += len(quote)
            continue
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        i += 1
    return depth, quote if quote is not None and len(quote) == 3 else None


def getsourcelines(object):
    """The lines of an object's source, and the number of the first."""
    from inspect import isframe, ismodule, istraceback, unwrap

    object = unwrap(object)
    lines, start = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or isframe(object) and object.f_code.co_name == "<module>":
        return lines, 0
    return getblock(lines[start:]), start + 1


def getsource(object):
    """The text of an object's source."""
    return "".join(getsourcelines(object)[0])


def getcomments(object):
    """The comment lines right above an object, or at the beginning of a module."""
    from inspect import ismodule

    try:
        lines, start = findsource(object)
    except (OSError, TypeError):
        return None
    found = []
    if ismodule(object):
        i = 1 if lines and lines[0][:2] == "#!" else 0
        while i < len(lines) and lines[i].strip() in ("", "#"):
            i += 1
        while i < len(lines) and lines[i][:1] == "#":
            found.append(lines[i].expandtabs())
            i += 1
        return "".join(found) or None
    margin = indentsize(lines[start])
    i = start - 1
    while i >= 0 and lines[i].lstrip()[:1] == "#" and indentsize(lines[i]) == margin:
        found.insert(0, lines[i].expandtabs().lstrip())
        i -= 1
    while found and found[0].strip() == "#":
        found.pop(0)
    while found and found[-1].strip() == "#":
        found.pop()
    return "".join(found) or None


def indentsize(line):
    """How many columns a line is indented, with tabs to every eighth."""
    text = line.expandtabs()
    return len(text) - len(text.lstrip())


def getmodulename(path):
    """The name of the module that a file would be, or None."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return name[:-3] if name.endswith(".py") else name[:-4] if name.endswith(".pyc") else None


def getabsfile(object, _filename=None):
    """The file an object is in."""
    from inspect import getfile

    return getfile(object) if _filename is None else _filename


# ---- frames ----


def _context_of(filename, lineno, context):
    if context <= 0:
        return None, None
    start = lineno - 1 - context // 2
    lines = _file_lines(filename)
    if not lines:
        return None, None
    start = max(0, min(start, len(lines) - context))
    return lines[start : start + context], lineno - 1 - start


def getframeinfo(frame, context=1):
    """File, line, function and so many lines of source around the line of a frame or traceback."""
    from inspect import isframe, istraceback

    if istraceback(frame):
        lineno, frame = frame.tb_lineno, frame.tb_frame
    elif isframe(frame):
        lineno = frame.f_lineno
    else:
        raise TypeError(f"{frame!r} is not a frame or traceback object")
    code = frame.f_code
    lines, index = _context_of(code.co_filename, lineno, context)
    return Traceback(code.co_filename, lineno, code.co_name, lines, index)


def getlineno(frame):
    """The line of a frame."""
    return frame.f_lineno


def getouterframes(frame, context=1):
    """A frame and those that called it."""
    found = []
    while frame:
        found.append(FrameInfo(frame, *getframeinfo(frame, context)))
        frame = frame.f_back
    return found


def getinnerframes(tb, context=1):
    """The frames of a traceback."""
    found = []
    while tb:
        found.append(FrameInfo(tb.tb_frame, *getframeinfo(tb, context)))
        tb = tb.tb_next
    return found


def stack(context=1):
    """The frame of the caller and those above it."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """The frames between here and where the exception that is handled was raised."""
    error = sys.exception()
    return getinnerframes(None if error is None else error.__traceback__, context)


# ---- arguments ----


def getargs(co):
    """The names of the parameters of a code object."""
    from inspect import iscode

    if not iscode(co):
        raise TypeError(f"{co!r} is not a code object")
    names = co.co_varnames
    n = co.co_argcount + co.co_kwonlyargcount
    varargs = varkw = None
    after = n
    if co.co_flags & 4:
        varargs = names[after]
        after += 1
    if co.co_flags & 8:
        varkw = names[after]
    return Arguments(list(names[:n]), varargs, varkw)


def getargvalues(frame):
    """The parameters of a frame and its local variables."""
    return ArgInfo(*getargs(frame.f_code), frame.f_locals)


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: "*" + name,
                    formatvarkw=lambda name: "**" + name, formatvalue=lambda value: "=" + repr(value)):
    """Parameters with their values as text."""
    parts = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        parts.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        parts.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return f"({', '.join(parts)})"


def formatannotationrelativeto(object):
    """A function that writes annotations as they are written in the module of an object."""
    from inspect import formatannotation

    module = getattr(object, "__module__", None)
    return lambda annotation: formatannotation(annotation, module)


def getcallargs(func, /, *positional, **named):
    """What each parameter would be given by a call; TypeError as the call would raise."""
    from inspect import getfullargspec, ismethod

    spec = getfullargspec(func)
    name = func.__name__
    args = list(spec.args)
    if ismethod(func):
        # A method has been given its first argument.
        positional = (func.__self__, *positional)
        code = func.__func__.__code__
        args = list(code.co_varnames[: code.co_argcount])
    values = {}
    for arg, value in zip(args, positional):
        values[arg] = value
    if spec.varargs:
        values[spec.varargs] = tuple(positional[len(args) :])
    known = {*args, *spec.kwonlyargs}
    if spec.varkw:
        values[spec.varkw] = {}
    for key, value in named.items():
        if key not in known:
            if not spec.varkw:
                raise TypeError(f"{name}() got an unexpected keyword argument {key!r}")
            values[spec.varkw][key] = value
            continue
        if key in values:
            raise TypeError(f"{name}() got multiple values for argument {key!r}")
        values[key] = value
    defaults = spec.defaults or ()
    if len(positional) > len(args) and not spec.varargs:
        _too_many(name, args, spec, defaults, positional, values)
    if len(positional) < len(args):
        needed = args[: len(args) - len(defaults)]
        missing = [arg for arg in needed if arg not in values]
        if missing:
            _missing(name, missing, "positional")
        for arg, value in zip(args[len(args) - len(defaults) :], defaults):
            values.setdefault(arg, value)
    missing = []
    for arg in spec.kwonlyargs:
        if arg not in values:
            if spec.kwonlydefaults and arg in spec.kwonlydefaults:
                values[arg] = spec.kwonlydefaults[arg]
            else:
                missing.append(arg)
    if missing:
        _missing(name, missing, "keyword-only")
    return values


def _too_many(name, args, spec, defaults, positional, values):
    n = len(args)
    if defaults:
        takes = f"from {n - len(defaults)} to {n}"
    else:
        takes = str(n)
    plural = bool(defaults) or n != 1
    given = len(positional)
    extra = sum(1 for arg in spec.kwonlyargs if arg in values)
    shown = ""
    if extra:
        shown = (
            f" positional argument{'s' if given != 1 else ''} (and {extra} keyword-only "
            f"argument{'s' if extra != 1 else ''})"
        )
    raise TypeError(
        f"{name}() takes {takes} positional argument{'s' if plural else ''} but {given}{shown} "
        f"{'was' if given == 1 and not extra else 'were'} given"
    )


def _missing(name, names, kind):
    shown = [repr(each) for each in names]
    if len(shown) == 1:
        text = shown[0]
    elif len(shown) == 2:
        text = " and ".join(shown)
    else:
        text = f"{', '.join(shown[:-1])}, and {shown[-1]}"
    raise TypeError(f"{name}() missing {len(names)} required {kind} argument{'s' if len(names) > 1 else ''}: {text}")


def getclosurevars(func):
    """The variables a function takes from outside it, by where they come from."""
    from inspect import isfunction, ismethod, ismodule

    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    code = func.__code__
    nonlocals = {}
    for name, cell in zip(code.co_freevars, func.__closure__ or ()):
        try:
            nonlocals[name] = cell.cell_contents
        except ValueError:
            pass
    builtins = func.__globals__.get("__builtins__", __builtins__)
    if ismodule(builtins):
        builtins = builtins.__dict__
    found = ({}, {})
    unbound = set()
    for name in code.co_names:
        if name in ("None", "True", "False"):
            continue
        for into, namespace in zip(found, (func.__globals__, builtins)):
            if name in namespace:
                into[name] = namespace[name]
                break
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, *found, unbound)


# ---- classes ----


def getmembers_static(object, predicate=None):
    """As getmembers, without running code for any of them."""
    from inspect import getattr_static

    found = []
    for name in dir(object):
        try:
            value = getattr_static(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return sorted(found, key=lambda pair: pair[0])


def classify_class_attrs(cls):
    """(name, kind, class that defines it, object) of everything a class has."""
    from inspect import _member_names

    places = [*cls.__mro__, *[each for each in type(cls).__mro__ if each not in (type, object)]]
    found = []
    for name in _member_names(cls):
        home = next((place for place in places if name in vars(place)), None)
        if home is not None:
            raw = vars(home)[name]
        else:
            try:
                raw = getattr(cls, name)
            except AttributeError:
                continue
            home = getattr(raw, "__objclass__", None)
        found.append(Attribute(name, _kind_of(name, raw), home, raw))
    return found


def _kind_of(name, raw):
    if isinstance(raw, staticmethod) or name == "__new__" and callable(raw):
        return "static method"
    if isinstance(raw, classmethod) or type(raw).__name__ == "classmethod_descriptor":
        return "class method"
    if isinstance(raw, property):
        return "property"
    return "method" if callable(raw) and not isinstance(raw, type) else "data"


def walktree(classes, children, parent):
    """The tree of classes below a parent, as lists in lists."""
    found = []
    for cls in sorted(classes, key=lambda each: (each.__module__, each.__name__)):
        found.append((cls, cls.__bases__))
        if cls in children:
            found.append(walktree(children[cls], children, cls))
    return found


def getclasstree(classes, unique=False):
    """The tree of some classes: each is below its bases, or, if unique, below the first only."""
    children = {}
    roots = []
    for cls in classes:
        if not cls.__bases__:
            if cls not in roots:
                roots.append(cls)
            continue
        for base in cls.__bases__:
            below = children.setdefault(base, [])
            if cls not in below:
                below.append(cls)
            if unique and base in classes:
                break
    roots += [parent for parent in children if parent not in classes]
    return walktree(roots, children, None)
