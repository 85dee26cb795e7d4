"""What a program is told of the machine it runs on: the same everywhere, so that a run is a function of the program."""

import sys as _sys
from collections import namedtuple as _namedtuple

__all__ = [
    "architecture", "libc_ver", "machine", "node", "platform", "processor", "python_branch", "python_build",
    "python_compiler", "python_implementation", "python_revision", "python_version", "python_version_tuple", "release",
    "system", "uname", "uname_result", "version",
]

uname_result = _namedtuple("uname_result", "system node release version machine processor")
_UNAME = uname_result("Linux", "coroscope", "1.0", "1", "x86_64", "")


def uname():
    """Names of the system and the machine."""
    return _UNAME


def system():
    """'Linux'."""
    return _UNAME.system


def node():
    """The name in a network."""
    return _UNAME.node


def release():
    """The release of the system."""
    return _UNAME.release


def version():
    """The version of the system."""
    return _UNAME.version


def machine():
    """The kind of machine."""
    return _UNAME.machine


def processor():
    """The name of the processor, which is not known."""
    return _UNAME.processor


def architecture(executable="", bits="", linkage=""):
    """Bits and linkage of the interpreter."""
    return bits or "64bit", linkage


def libc_ver(executable=None, lib="", version="", chunksize=16384):
    """The C library: there is none."""
    return lib, version


def platform(aliased=False, terse=False):
    """All of it in one text."""
    if terse:
        return f"{_UNAME.system}-{_UNAME.release}"
    return f"{_UNAME.system}-{_UNAME.release}-{_UNAME.machine}"


def python_implementation():
    """'CPython': programs are run as it would run them."""
    return "CPython"


def python_version():
    """'3.13.0'."""
    return ".".join(python_version_tuple())


def python_version_tuple():
    """('3', '13', '0')."""
    return tuple(str(part) for part in _sys.version_info[:3])


def python_branch():
    """The branch it was built of."""
    return ""


def python_revision():
    """The revision it was built of."""
    return ""


def python_build():
    """Number and date of the build."""
    return "main", "Jan  1 2025 00:00:00"


def python_compiler():
    """What compiled it."""
    return "Coroscope"
