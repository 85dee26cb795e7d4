"""Paths as texts, as POSIX writes them. What would look at files is refused."""

import os as _os

__all__ = [
    "abspath", "basename", "commonpath", "commonprefix", "curdir", "devnull", "altsep", "defpath", "dirname", "expanduser", "expandvars",
    "extsep", "isabs", "join", "normcase", "normpath", "pardir", "pathsep", "relpath", "sep", "split", "splitdrive", "splitext",
    "splitroot", "supports_unicode_filenames",
]

sep, altsep, extsep, pathsep = "/", None, ".", ":"
curdir, pardir, devnull, defpath = ".", "..", "/dev/null", "/bin:/usr/bin"
supports_unicode_filenames = False


def _words(path):
    # A path with the texts of its kind: separator, dot, two dots, nothing.
    path = _os.fspath(path)
    return (path, b"/", b".", b"..", b"") if isinstance(path, bytes) else (path, "/", ".", "..", "")


def normcase(s):
    """The path unchanged: case matters here."""
    return _os.fspath(s)


def isabs(s):
    """Does it begin at the root?"""
    path, slash, *_ = _words(s)
    return path.startswith(slash)


def join(a, *p):
    """The parts with separators between them; an absolute part makes those before it meaningless."""
    path, slash, *_ = _words(a)
    for part in p:
        part = _os.fspath(part)
        if isinstance(part, bytes) is not isinstance(path, bytes):
            raise TypeError("Can't mix strings and bytes in path components") from None
        if part.startswith(slash) or not path:
            path = part
        elif path.endswith(slash):
            path += part
        else:
            path += slash + part
    return path


def split(p):
    """(everything before the last separator, what comes after it)."""
    path, slash, *_ = _words(p)
    at = path.rfind(slash) + 1
    head = path[:at]
    return head.rstrip(slash) or head, path[at:]


def splitext(p):
    """(the path without its ending, the ending with its dot). Leading dots of a name begin no ending."""
    path, slash, dot, _, nothing = _words(p)
    start = path.rfind(slash) + 1
    name = path[start:]
    at = name.rfind(dot)
    if at < 0 or not name[:at].strip(dot):
        return path, nothing
    return path[: start + at], name[at:]


def splitdrive(p):
    """('', path): there are no drives."""
    path, *_, nothing = _words(p)
    return nothing, path


def splitroot(p):
    """('', the root, the rest)."""
    path, slash, _, _, nothing = _words(p)
    rest = path.lstrip(slash)
    slashes = len(path) - len(rest)
    root = slash * 2 if slashes == 2 else slash if slashes else nothing
    return nothing, root, path[len(root):]


def basename(p):
    """The last part."""
    return split(p)[1]


def dirname(p):
    """What the last part lies in."""
    return split(p)[0]


def commonprefix(m):
    """The longest beginning that all have, letter by letter."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = [_os.fspath(one) for one in m]
    least, greatest = min(m), max(m)
    for i, item in enumerate(least):
        if item != greatest[i]:
            return least[:i]
    return least


def commonpath(paths):
    """The longest path that all have."""
    paths = [_os.fspath(one) for one in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    _, slash, dot, _, nothing = _words(paths[0])
    if any(isinstance(one, bytes) is not isinstance(slash, bytes) for one in paths):
        raise TypeError("Can't mix strings and bytes in path components")
    absolute = {one.startswith(slash) for one in paths}
    if len(absolute) > 1:
        raise ValueError("Can't mix absolute and relative paths") from None
    common = commonprefix([[part for part in one.split(slash) if part and part != dot] for one in paths])
    return (slash if absolute.pop() else nothing) + slash.join(common)


def normpath(path):
    """Without doubled separators, dots and the parts that '..' takes back."""
    path, slash, dot, dots, nothing = _words(path)
    if not path:
        return dot
    _, root, rest = splitroot(path)
    kept = []
    for part in rest.split(slash):
        if not part or part == dot:
            continue
        if part != dots or (not root and not kept) or (kept and kept[-1] == dots):
            kept.append(part)
        elif kept:
            kept.pop()
    return root + slash.join(kept) or dot


def abspath(path):
    """The normal form of an absolute path. A relative one would need the folder the program runs in."""
    path, slash, *_ = _words(path)
    if not path.startswith(slash):
        path = join(_os.getcwdb() if isinstance(path, bytes) else _os.getcwd(), path)
    return normpath(path)


def relpath(path, start=None):
    """The way from `start` to the path."""
    path, slash, dot, dots, _ = _words(path)
    if not path:
        raise ValueError("no path specified")
    start = dot if start is None else _os.fspath(start)
    if isabs(path) != isabs(start):
        path, start = abspath(path), abspath(start)
    here = [part for part in normpath(start).split(slash) if part and part != dot]
    there = [part for part in normpath(path).split(slash) if part and part != dot]
    same = len(commonprefix([here, there]))
    return slash.join([dots] * (len(here) - same) + there[same:]) or dot


def expanduser(path):
    """'~' becomes what the variable HOME says, if it is set."""
    path, slash, *_ = _words(path)
    mark = b"~" if isinstance(path, bytes) else "~"
    if path != mark and not path.startswith(mark + slash):
        return path
    home = _os.environ.get("HOME")
    if home is None:
        return path
    home = _os.fsencode(home) if isinstance(path, bytes) else home
    return home.rstrip(slash) + path[1:] or slash


def expandvars(path):
    """$name and ${name} become the variables of os.environ; an unknown one stays."""
    import re

    path = _os.fspath(path)
    if isinstance(path, bytes):
        return _os.fsencode(expandvars(_os.fsdecode(path)))

    def value(match):
        return _os.environ.get(match[1] or match[2], match[0])

    return re.sub(r"\$(?:(\w+)|\{([^}]*)\})", value, path, flags=re.ASCII)


def _refused(name):
    def refused(*args, **kwargs):
        raise PermissionError(f"os.path.{name}() is not in Coro: a program reaches no files; use io.StringIO or io.BytesIO")

    refused.__name__ = refused.__qualname__ = name
    return refused


for _name in (
    "exists", "lexists", "isfile", "isdir", "islink", "ismount", "isjunction", "isdevdrive", "getsize", "getmtime", "getatime",
    "getctime", "realpath", "samefile", "sameopenfile", "samestat",
):
    globals()[_name] = _refused(_name)
    __all__.append(_name)
del _name
