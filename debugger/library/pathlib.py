"""Paths as values. What would look at files is refused."""

import os
import posixpath
import re
import sys
from _ntpaths import ntpath

__all__ = ["UnsupportedOperation", "PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath", "WindowsPath"]


class UnsupportedOperation(NotImplementedError):
    """Something that there is not on this system."""


class _Parents:
    """The directories above a path, nearest first."""

    def __init__(self, path):
        self._path = path
        self._drive, self._root, self._tail = path.drive, path.root, path._tail

    def __len__(self):
        return len(self._tail)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple([self[i] for i in range(*index.indices(len(self)))])
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        return self._path._of_parts(self._drive, self._root, self._tail[: len(self) - 1 - index])

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __contains__(self, value):
        return any(one is value or one == value for one in self)

    def index(self, value):
        for place, one in enumerate(self):
            if one == value:
                return place
        raise ValueError

    def count(self, value):
        return sum([one == value for one in self])

    def __reversed__(self):
        return iter(list(self)[::-1])

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


class PurePath:
    """A path that no file has to be at: comparable, hashable, with / to join."""

    __slots__ = ("_given", "_drive", "_root", "_names", "_text")
    parser = posixpath

    def __new__(cls, *args, **kwargs):
        return object.__new__(PurePosixPath if cls is PurePath else cls)

    def __init__(self, *args):
        given = []
        for arg in args:
            if isinstance(arg, PurePath):
                # Paths of the other kind are written our way.
                texts = [str(arg).replace("\\", "/")] if arg.parser is ntpath and self.parser is posixpath else arg._given
                given += texts
                continue
            text = os.fspath(arg) if hasattr(type(arg), "__fspath__") else arg
            if not isinstance(text, str):
                raise TypeError(
                    "argument should be a str or an os.PathLike object where __fspath__ returns a str, "
                    f"not {type(text).__name__!r}"
                )
            given.append(text)
        self._given = given
        self._text = None

    def with_segments(self, *pathsegments):
        """A path of the same kind; what every derived path is made by."""
        return type(self)(*pathsegments)

    # -- parts --

    def _read(self):
        # Fills in drive, root and names.
        if self._text is not None:
            return
        joined = self.parser.join(*self._given) if self._given else ""
        if self.parser is ntpath:
            joined = joined.replace("/", "\\")
        drive, root, rest = self.parser.splitroot(joined)
        sep = self.parser.sep
        if not root and drive.startswith(sep) and not drive.endswith(sep):
            pieces = drive.split(sep)
            if len(pieces) == 4 and pieces[2] not in "?." or len(pieces) == 6:
                # \\server\share is a root by itself.
                root = sep
        self._set(drive, root, [name for name in rest.split(sep) if name and name != "."])

    def _set(self, drive, root, names):
        self._drive, self._root, self._names = drive, root, names
        sep = self.parser.sep
        if drive or root:
            self._text = drive + root + sep.join(names)
        elif names and self.parser.splitdrive(names[0])[0]:
            self._text = sep.join([".", *names])
        else:
            self._text = sep.join(names) or "."

    def _of_parts(self, drive, root, names):
        text = drive + root + self.parser.sep.join(names)
        if not drive and not root and names and self.parser.splitdrive(names[0])[0]:
            text = f".{self.parser.sep}{text}"
        made = self.with_segments(text or ".")
        made._set(drive, root, list(names))
        return made

    @property
    def drive(self):
        """The drive letter or share, or ''."""
        self._read()
        return self._drive

    @property
    def root(self):
        """The separator an absolute path begins with, or ''."""
        self._read()
        return self._root

    @property
    def _tail(self):
        self._read()
        return self._names

    @property
    def anchor(self):
        """Drive and root."""
        return self.drive + self.root

    @property
    def parts(self):
        """Everything between separators, the anchor first."""
        return (self.anchor, *self._tail) if self.anchor else tuple(self._tail)

    @property
    def name(self):
        """The last part, or ''."""
        return self._tail[-1] if self._tail else ""

    @property
    def suffix(self):
        """The last ending of the name, with its dot."""
        place = self.name.rfind(".")
        return self.name[place:] if 0 < place < len(self.name) - 1 else ""

    @property
    def suffixes(self):
        """All endings of the name."""
        if self.name.endswith("."):
            return []
        return [f".{ending}" for ending in self.name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        """The name without its last ending."""
        return self.name[: len(self.name) - len(self.suffix)] if self.suffix else self.name

    @property
    def parent(self):
        """The directory it is in."""
        names = self._tail
        return self._of_parts(self._drive, self._root, names[:-1]) if names else self

    @property
    def parents(self):
        """The directories above it."""
        return _Parents(self)

    # -- derived --

    def with_name(self, name):
        """The same with another name."""
        parser = self.parser
        if not name or name == "." or parser.sep in name or parser.altsep and parser.altsep in name:
            raise ValueError(f"Invalid name {name!r}")
        if not self._tail:
            raise ValueError(f"{self!r} has an empty name")
        return self._of_parts(self._drive, self._root, [*self._names[:-1], name])

    def with_stem(self, stem):
        """The same with another name before the last ending."""
        if not self.suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f"{self!r} has a non-empty suffix")
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """The same with another last ending, or without one."""
        if not self.stem:
            raise ValueError(f"{self!r} has an empty name")
        if suffix and (not suffix.startswith(".") or suffix == "."):
            raise ValueError(f"Invalid suffix {suffix!r}")
        return self.with_name(self.stem + suffix)

    def joinpath(self, *pathsegments):
        """With more behind it."""
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def relative_to(self, other, *_deprecated, walk_up=False):
        """How to get here from another path; with `walk_up`, through .. too."""
        other = self._other(other, _deprecated, "relative_to")
        ups = []
        for place in (other, *other.parents):
            if place == self or place in self.parents:
                names = self._tail[len(place._tail) :]
                return self._of_parts("", "", ups + names)
            if not walk_up:
                raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
            if place.name == "..":
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
            ups.append("..")
        raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")

    def is_relative_to(self, other, *_deprecated):
        """Is it the other path or below it?"""
        other = self._other(other, _deprecated, "is_relative_to")
        return other == self or other in self.parents

    def _other(self, other, more, method):
        if more:
            import warnings

            warnings.warn(
                f"support for supplying more than one positional argument to pathlib.PurePath.{method}() is deprecated and "
                "scheduled for removal in Python 3.14", DeprecationWarning, stacklevel=3,
            )
            return self.with_segments(other, *more)
        return other if hasattr(other, "with_segments") else self.with_segments(other)

    def is_absolute(self):
        """Does it begin at a root (and drive, where there are drives)?"""
        if self.parser is ntpath and self.drive[:2] == "\\\\":
            return True
        return bool(self.root) and (self.parser is posixpath or bool(self.drive))

    def is_reserved(self):
        """Is it a name that Windows keeps for itself?"""
        import warnings

        warnings.warn(
            "pathlib.PurePath.is_reserved() is deprecated and scheduled for removal in Python 3.15. "
            "Use os.path.isreserved() to detect reserved paths on Windows.",
            DeprecationWarning, stacklevel=2,
        )
        return self.parser is ntpath and ntpath.isreserved(str(self))

    # -- patterns --

    def match(self, path_pattern, *, case_sensitive=None):
        """Do the last parts match a pattern; all parts, if the pattern is absolute?"""
        pattern = path_pattern if isinstance(path_pattern, PurePath) else self.with_segments(path_pattern)
        wanted, there = pattern.parts[::-1], self.parts[::-1]
        if not wanted:
            raise ValueError("empty pattern")
        if len(there) < len(wanted) or len(there) > len(wanted) and pattern.anchor:
            return False
        exact = self._exact(case_sensitive)
        return all([_part_regex(one, exact)(part) for one, part in zip(wanted, there)])

    def full_match(self, pattern, *, case_sensitive=None):
        """Does the whole path match a pattern, where ** stands for any number of parts?"""
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        sep = "" if str(self) == "." else str(self)
        wanted = [] if str(pattern) == "." else [part for part in re.split(f"[{re.escape(self.parser.sep)}]", str(pattern))]
        return re.fullmatch(_pattern_regex(wanted, self.parser.sep), sep, 0 if self._exact(case_sensitive) else re.IGNORECASE) is not None

    def _exact(self, case_sensitive):
        return self.parser is posixpath if case_sensitive is None else case_sensitive

    # -- looks --

    def __str__(self):
        self._read()
        return self._text

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    def as_posix(self):
        """As text with forward slashes."""
        return str(self).replace(self.parser.sep, "/")

    def as_uri(self):
        """As a file: URL."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote_from_bytes

        text, drive = self.as_posix(), self.drive
        if len(drive) == 2 and drive[1] == ":":
            return f"file:///{drive}{quote_from_bytes(os.fsencode(text[2:]))}"
        return ("file:" if drive else "file://") + quote_from_bytes(os.fsencode(text))

    def __repr__(self):
        return f"{type(self).__name__}({self.as_posix()!r})"

    # -- order --

    def _key(self):
        return str(self) if self.parser is posixpath else str(self).lower()

    def _sort_key(self):
        return self._key().split(self.parser.sep)

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self.parser is other.parser and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def _ordered(self, other, holds):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return holds(self._sort_key(), other._sort_key())

    def __lt__(self, other):
        return self._ordered(other, lambda mine, theirs: mine < theirs)

    def __le__(self, other):
        return self._ordered(other, lambda mine, theirs: mine <= theirs)

    def __gt__(self, other):
        return self._ordered(other, lambda mine, theirs: mine > theirs)

    def __ge__(self, other):
        return self._ordered(other, lambda mine, theirs: mine >= theirs)

    def __reduce__(self):
        return self.__class__, tuple(self._given)


def _part_regex(pattern, exact):
    # A part that is ** counts as * here.
    from fnmatch import translate

    return re.compile(translate(pattern), 0 if exact else re.IGNORECASE).match


def _pattern_regex(parts, sep):
    inside = f"[^{re.escape(sep)}]"
    bar = re.escape(sep)
    written = ""
    for place, part in enumerate(parts):
        last = place + 1 == len(parts)
        if part == "**":
            if last:
                written += "(?s:.*)"
            elif place == 0 or parts[place - 1] != "**":
                written += f"(?:(?s:.+){bar})?"
            continue
        if part == "*":
            written += f"{inside}+"
        else:
            written += _name_regex(part, inside)
        written += "" if last else bar
    return written


def _name_regex(pattern, inside):
    from fnmatch import translate

    found = ""
    for piece in re.split(r"(\*+|\?|\[!?\]?[^\]]*\])", pattern):
        if piece[:1] == "*":
            found += f"{inside}*"
        elif piece == "?":
            found += inside
        elif piece[:1] == "[" and piece[-1:] == "]":
            found += translate(piece)[4:-3]
        else:
            found += re.escape(piece)
    return found


class PurePosixPath(PurePath):
    """A path as POSIX has it."""

    __slots__ = ()


class PureWindowsPath(PurePath):
    """A path as Windows has it."""

    __slots__ = ()
    parser = ntpath


os.PathLike.register(PurePath)


class Path(PurePath):
    """A path on this system. Asking what is there is refused: a program reaches no files."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        return object.__new__(PosixPath if cls is Path else cls)

    def absolute(self):
        """The path from the root; a relative one would need the working directory."""
        return self if self.is_absolute() else _refuse("Path.absolute() of a relative path")

    @classmethod
    def from_uri(cls, uri):
        """The path that a file: URL names."""
        if not uri.startswith("file:"):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        from urllib.parse import unquote_to_bytes

        text = uri[5:]
        if text[:3] == "///":
            text = text[2:]
        elif text[:12] == "//localhost/":
            # CPython 3.13.0 takes the root away with the host.
            text = text[12:]
        path = cls(os.fsdecode(unquote_to_bytes(text)))
        if not path.is_absolute():
            raise ValueError(f"URI is not absolute: {uri!r}")
        return path


def _refuse(what):
    raise PermissionError(f"pathlib.{what} is not in Coro: a program reaches no files; use io.StringIO or io.BytesIO")


def _refused(name):
    def method(self, *args, **kwargs):
        _refuse(f"Path.{name}()")

    method.__name__, method.__qualname__ = name, f"Path.{name}"
    return method


for _name in (
    "chmod", "exists", "expanduser", "glob", "group", "hardlink_to", "is_block_device", "is_char_device", "is_dir", "is_fifo",
    "is_file", "is_junction", "is_mount", "is_socket", "is_symlink", "iterdir", "lchmod", "lstat", "mkdir", "open", "owner",
    "read_bytes", "read_text", "readlink", "rename", "replace", "resolve", "rglob", "rmdir", "samefile", "stat", "symlink_to",
    "touch", "unlink", "walk", "write_bytes", "write_text",
):
    setattr(Path, _name, _refused(_name))
for _name in ("cwd", "home"):
    setattr(Path, _name, classmethod(_refused(_name)))
del _name


class PosixPath(Path, PurePosixPath):
    """A path on a POSIX system."""

    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """A path on Windows."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise UnsupportedOperation(f"cannot instantiate {cls.__name__!r} on your system")


# Where CPython has them: types are printed with it.
UnsupportedOperation.__module__ = "pathlib._abc"
for _class in (PurePath, PurePosixPath, PureWindowsPath, Path, PosixPath, WindowsPath):
    _class.__module__ = "pathlib._local"
del _class
sys.modules["pathlib._local"] = sys.modules["pathlib._abc"] = sys.modules[__name__]
