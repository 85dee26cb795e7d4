"""Writes recorded-names.ts beside this file: names and signatures of built-ins and of the modules a coroutine program imports.

    python3.13 record.py

Facts only (names, kinds, parameters), from `dir` and `inspect.signature`. What of it the engine has is told by its own index.
"""

import builtins
import importlib
import inspect
import os
import sys
import types

assert sys.version_info[:2] == (3, 13), "needs Python 3.13"

modules = """abc array asyncio base64 binascii bisect builtins calendar cmath collections collections.abc colorsys configparser contextlib
contextvars copy csv dataclasses datetime decimal difflib enum fnmatch fractions functools gc graphlib hashlib heapq html
inspect io ipaddress itertools json keyword locale logging math numbers operator pathlib pprint random re reprlib secrets shlex
statistics string struct sys textwrap time timeit token tokenize traceback types typing unicodedata unittest urllib.parse uuid warnings
weakref zlib""".split()
kinds = {
    "str": str, "bytes": bytes, "bytearray": bytearray, "int": int, "float": float, "complex": complex, "bool": bool,
    "list": list, "tuple": tuple, "dict": dict, "set": set, "frozenset": frozenset, "range": range, "slice": slice,
    "memoryview": memoryview, "generator": types.GeneratorType, "coroutine": types.CoroutineType,
    "async_generator": types.AsyncGeneratorType, "function": types.FunctionType, "type": type,
    "BaseException": BaseException, "property": property, "StopIteration": StopIteration,
    "BaseExceptionGroup": BaseExceptionGroup,
}
for qualified in """asyncio.Queue asyncio.Lock asyncio.Event asyncio.Condition asyncio.Semaphore asyncio.Barrier asyncio.Task
    asyncio.Future asyncio.TaskGroup asyncio.Runner asyncio.Timeout collections.deque collections.Counter
    collections.OrderedDict collections.defaultdict collections.ChainMap contextlib.ExitStack contextlib.AsyncExitStack
    contextvars.ContextVar contextvars.Context datetime.datetime datetime.timedelta datetime.date decimal.Decimal
    fractions.Fraction io.StringIO random.Random re.Pattern re.Match types.SimpleNamespace""".split():
    module, name = qualified.rsplit(".", 1)
    kinds[qualified] = getattr(importlib.import_module(module), name)


def signature(value):
    try:
        return str(inspect.signature(value)).replace("<object object>", "...").replace("\n", " ")
    except (ValueError, TypeError):
        return None


def described(value, name):
    """`C` class, `E` exception class, `F` function, `A` coroutine function, `M` module, `V` other value."""
    text = None
    if inspect.isclass(value):
        kind = "E" if issubclass(value, BaseException) else "C"
        if kind == "C":
            text = signature(value)
    elif inspect.ismodule(value):
        kind = "M"
    elif callable(value):
        kind = "A" if inspect.iscoroutinefunction(value) else "F"
        text = signature(value)
    else:
        kind = "V"
    if text is not None and (len(text) > 200 or " at 0x" in text or "<class" in text):
        text = "(...)"
    return f"{kind} {name}{text or ''}"


def is_public(module, name, value):
    if name.startswith("_"):
        return False
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return name in listed
    return not inspect.ismodule(value)


def lines():
    for name in modules:
        module = importlib.import_module(name)
        yield f"module {name}"
        for attribute in sorted(dir(module)):
            value = getattr(module, attribute, None)
            if is_public(module, attribute, value) or (name == "collections" and attribute == "abc"):
                yield described(value, attribute)
        # Names that are there, though not to be offered.
        others = [item for item in dir(module) if not is_public(module, item, getattr(module, item, None)) and item != "abc"]
        yield "also " + " ".join(item for item in sorted(others) if not item.startswith("__"))
    for name, kind in kinds.items():
        yield f"type {name}"
        for attribute in sorted(dir(kind)):
            if attribute.startswith("_"):
                continue
            value = getattr(kind, attribute)
            text = signature(value) if callable(value) else None
            yield f"{'F' if callable(value) else 'V'} {attribute}{text or ('(...)' if callable(value) else '')}"


path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded-names.ts")
with open(path, "w", encoding="utf-8") as file:
    file.write("/** Recorded by record.py from CPython 3.13; `names.ts` reads it. */\n")
    text = "\n".join(lines()).replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    file.write(f"export const libraryNames = `\n{text}\n`\n")
