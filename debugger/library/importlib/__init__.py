"""Importing by a name that is found out while the program runs."""

import sys as _sys

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

__import__ = __import__


def import_module(name, package=None):
    """The module of this dotted name; with leading dots, of the name relative to the package."""
    dots = len(name) - len(name.lstrip("."))
    if dots:
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        above = package.rsplit(".", dots - 1) if dots > 1 else [package]
        if len(above) < dots:
            raise ImportError("attempted relative import beyond top-level package")
        name = f"{above[0]}.{name[dots:]}" if name[dots:] else above[0]
    __import__(name)
    return _sys.modules[name]


def invalidate_caches():
    """Nothing: what is looked for is looked for each time."""


def reload(module):
    """Run a module again, in the namespace that it has."""
    if not isinstance(module, type(_sys)):
        raise TypeError("reload() argument must be a module")
    name = module.__spec__.name if module.__spec__ is not None else module.__name__
    if _sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    del _sys.modules[name]
    try:
        __import__(name)
        fresh = _sys.modules[name]
        module.__dict__.update(fresh.__dict__)
    finally:
        _sys.modules[name] = module
    return module


def __getattr__(name):
    if name in ("metadata", "util", "machinery"):
        return import_module(f"importlib.{name}")
    raise AttributeError(f"module 'importlib' has no attribute {name!r}", name=name, obj=_sys.modules["importlib"])
