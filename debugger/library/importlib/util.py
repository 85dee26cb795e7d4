"""Looking for modules without importing them, as far as sys.modules tells."""

import sys as _sys

__all__ = ["find_spec", "module_from_spec", "resolve_name", "spec_from_loader"]


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


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """The spec of a module that this loader loads."""
    from importlib.machinery import ModuleSpec

    if is_package is None and hasattr(loader, "is_package"):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def module_from_spec(spec):
    """The module of a spec, not executed yet."""
    module = spec.loader.create_module(spec) if hasattr(spec.loader, "create_module") else None
    if module is None:
        module = type(_sys)(spec.name)
    module.__name__, module.__loader__, module.__package__, module.__spec__ = spec.name, spec.loader, spec.parent, spec
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    return module


def _load(spec):
    # The import of a module that a finder has found.
    module = module_from_spec(spec)
    _sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        _sys.modules.pop(spec.name, None)
        raise
    return _sys.modules[spec.name]
