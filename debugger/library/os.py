"""What of an operating system a program meets that reaches nothing outside itself: paths as texts, its variables, names."""

import abc as _abc
import sys
from collections.abc import MutableMapping as _MutableMapping

name = "posix"
linesep = "\n"
supports_bytes_environ = True
error = OSError

F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
P_WAIT, P_NOWAIT, P_NOWAITO = 0, 1, 1
O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_TRUNC, O_CLOEXEC = 0, 1, 2, 1024, 64, 128, 512, 524288
EX_OK, EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_SOFTWARE, EX_OSERR, EX_IOERR, EX_CONFIG = 0, 64, 65, 66, 70, 71, 74, 78


def fspath(path):
    """The text of a path: a str or bytes as it is, any other object by its __fspath__()."""
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path)
    try:
        method = kind.__fspath__
    except AttributeError:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {kind.__name__}") from None
    text = method(path)
    if isinstance(text, (str, bytes)):
        return text
    raise TypeError(f"expected {kind.__name__}.__fspath__() to return str or bytes, not {type(text).__name__}")


class PathLike(_abc.ABC):
    """Whatever says by __fspath__() which path it stands for."""

    __slots__ = ()

    @_abc.abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is not PathLike:
            return NotImplemented
        return any("__fspath__" in base.__dict__ for base in subclass.__mro__) or NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


def fsencode(filename):
    """The bytes of a path."""
    path = fspath(filename)
    return path.encode("utf-8", "surrogateescape") if isinstance(path, str) else path


def fsdecode(filename):
    """The text of a path."""
    path = fspath(filename)
    return path.decode("utf-8", "surrogateescape") if isinstance(path, bytes) else path


import posixpath as path  # noqa: E402

sys.modules["os.path"] = path
curdir, pardir, sep, altsep, extsep = path.curdir, path.pardir, path.sep, path.altsep, path.extsep
pathsep, defpath, devnull = path.pathsep, path.defpath, path.devnull


# ---- variables ----


def _text(value):
    if not isinstance(value, str):
        raise TypeError(f"str expected, not {type(value).__name__}")
    return value


class _Environ(_MutableMapping):
    # The program's own variables: none of the host's is seen, and none set here leaves the program.

    def __init__(self, values):
        self._data = values

    def __getitem__(self, key):
        try:
            return self._data[_text(key)]
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        self._data[_text(key)] = _text(value)

    def __delitem__(self, key):
        try:
            del self._data[_text(key)]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        yield from list(self._data)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        shown = ", ".join(f"{key!r}: {value!r}" for key, value in self._data.items())
        return f"environ({{{shown}}})"

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __or__(self, other):
        return {**self, **other} if isinstance(other, _mapping) else NotImplemented

    def __ror__(self, other):
        return {**other, **self} if isinstance(other, _mapping) else NotImplemented

    def __ior__(self, other):
        self.update(other)
        return self


_mapping = _MutableMapping.__mro__[1]
environ = _Environ({})


def getenv(key, default=None):
    """A variable of os.environ, or the default."""
    return environ.get(key, default)


def putenv(name, value, /):
    """Nothing: nobody outside sees a program's variables."""
    _text(name), _text(value)


def unsetenv(name, /):
    """Nothing: nobody outside sees a program's variables."""
    _text(name)


# ---- what the same program is told everywhere ----


def getpid():
    """A number for the process, the same in every run."""
    return 4242


def getppid():
    """A number for the process that started this one, the same in every run."""
    return 4241


def cpu_count():
    """One: everything runs on one."""
    return 1


process_cpu_count = cpu_count


def urandom(size, /):
    """Bytes from the run's own seeded source, so that a run can be repeated: no secrets."""
    import secrets

    if size < 0:
        raise ValueError("negative argument not allowed")
    return secrets.token_bytes(size)


def getrandom(size, flags=0):
    """As urandom()."""
    return urandom(size)


def uname():
    """Names of the system and the machine, as platform.uname() has them."""
    import platform

    return uname_result(*platform.uname()[:5])


def strerror(code, /):
    """What an error number means."""
    import errno

    return errno._MESSAGES.get(code, f"Unknown error {code}")


def __getattr__(attribute):
    if attribute == "uname_result":
        from collections import namedtuple

        globals()[attribute] = made = namedtuple(attribute, "sysname nodename release version machine", module="posix")
        return made
    if attribute == "terminal_size":
        from collections import namedtuple

        globals()[attribute] = made = namedtuple(attribute, "columns lines", module="os")
        return made
    raise AttributeError(f"module 'os' has no attribute {attribute!r}", name=attribute, obj=sys.modules["os"])


# ---- what is refused when it is asked for ----


def _refused(what, why):
    def refused(*args, **kwargs):
        raise PermissionError(f"os.{what}() is not in Coro: {why}")

    refused.__name__ = refused.__qualname__ = what
    return refused


for _what in (
    "access", "chdir", "chmod", "chown", "close", "dup", "dup2", "fdopen", "fsync", "ftruncate", "fwalk", "getcwd", "getcwdb", "link",
    "listdir", "lseek", "lstat", "makedirs", "mkdir", "mkfifo", "open", "pipe", "read", "readlink", "remove", "removedirs", "rename",
    "renames", "replace", "rmdir", "scandir", "stat", "symlink", "sync", "truncate", "umask", "unlink", "utime", "walk", "write",
    "isatty", "fstat", "get_terminal_size",
):
    globals()[_what] = _refused(_what, "a program reaches no files; use io.StringIO or io.BytesIO")
for _what in (
    "abort", "_exit", "execl", "execle", "execlp", "execv", "execve", "execvp", "fork", "kill", "killpg", "nice", "popen",
    "posix_spawn", "setsid", "spawnl", "spawnv", "system", "wait", "waitpid", "getuid", "getgid", "geteuid", "getegid", "getlogin",
    "getloadavg", "times",
):
    globals()[_what] = _refused(_what, "a program reaches nothing outside itself")
del _what

__all__ = sorted(key for key in globals() if not key.startswith("_") and key not in ("sys", "abc"))
