# What tests ask of the system they run on.

import unittest

name = "posix"
sep = "/"
environ = {}
PathLike = type("PathLike", (), {})


class path:
    sep = "/"

    @staticmethod
    def join(*parts):
        return "/".join(parts)

    @staticmethod
    def basename(name):
        return name.rsplit("/", 1)[-1]

    @staticmethod
    def dirname(name):
        return name.rpartition("/")[0]

    @staticmethod
    def abspath(name):
        return name

    @staticmethod
    def exists(name):
        return False


def fspath(name):
    return name if isinstance(name, (str, bytes)) else type(name).__fspath__(name)


def getpid():
    return 1


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)

    def missing(*args, **kwargs):
        raise unittest.SkipTest(f"needs os.{name}")

    return missing
