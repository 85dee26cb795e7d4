"""Looking for modules without importing them, as far as sys.modules tells."""

import sys as _sys

__all__ = ["find_spec", "resolve_name"]


def resolve_name(name, package):
    """The absolute name of a relative one."""
    dots = len(name) - len(name.lstrip("."))
    if not dots:
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module names)")
    above = package.rsplit(".", dots - 1) if dots > 1 else [package]
    if len(above) < dots:
        raise ImportError("attempted relative import beyond top-level package")
    return f"{above[0]}.{name[dots:]}" if name[dots:] else above[0]


def find_spec(name, package=None):
    """The spec of a module that can be imported; None for any other. The module is imported to find out."""
    full = resolve_name(name, package)
    module = _sys.modules.get(full)
    if module is None:
        known = set(_sys.modules)
        try:
            __import__(full)
        except ModuleNotFoundError:
            return None
        module = _sys.modules[full]
        for other in [one for one in _sys.modules if one not in known]:
            del _sys.modules[other]
    if module.__spec__ is None:
        raise ValueError(f"{full}.__spec__ is None")
    return module.__spec__
