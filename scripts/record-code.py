"""Records what CPython 3.13 compiles the programs of test/fixtures/code/*.py to, in the form of test/engine/listing.ts.

Run by scripts/record-fixtures.mjs. Each file holds several programs, each after a line `#=== name`.
"""

import dis
import json
import pathlib
import re
import sys
import types

RENAMED = {
    "CallFunctionEx": "CallEx",
    "JumpForward": "Jump",
    "JumpBackward": "Jump",
    "JumpBackwardNoInterrupt": "Jump",
}
PAIRS = {
    "LOAD_FAST_LOAD_FAST": ("LoadFast", "LoadFast"),
    "STORE_FAST_LOAD_FAST": ("StoreFast", "LoadFast"),
    "STORE_FAST_STORE_FAST": ("StoreFast", "StoreFast"),
}


def pascal(name):
    name = "".join(part.capitalize() for part in name.split("_"))
    return RENAMED.get(name, name)


def constant(value):
    if isinstance(value, types.CodeType):
        return "code"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value) if isinstance(value, int) else "…"


class Lister:
    def __init__(self, code):
        self.code = code
        self.out = []
        self.index = {}
        previous = None
        for i in dis.get_instructions(code):
            if i.opname in ("CACHE", "EXTENDED_ARG"):
                continue
            self.index[i.offset] = len(self.out)
            if not (i.opname == "END_FOR" or (i.opname == "POP_TOP" and previous == "END_FOR")):
                self.one(i)
            previous = i.opname

    def add(self, name, operand, i):
        self.out.append((name, operand, i.positions))

    def one(self, i):
        code, arg, name = self.code, i.arg or 0, pascal(i.opname)
        if i.opname in PAIRS:
            first, second = PAIRS[i.opname]
            self.add(first, code._varname_from_oparg(arg >> 4), i)
            self.add(second, code._varname_from_oparg(arg & 15), i)
        elif name == "LoadGlobal":
            self.add(name, code.co_names[arg >> 1], i)
            if arg & 1:
                self.add("PushNull", None, i)
        elif name == "LoadAttr":
            self.add("LoadMethod" if arg & 1 else name, code.co_names[arg >> 1], i)
        elif name == "CompareOp":
            self.add(name, (arg >> 5) | (arg & 16), i)
        elif name == "CallIntrinsic1" and arg == 4:
            self.add("AsyncGenWrap", None, i)
        elif name == "Resume":
            self.add(name, arg & 3, i)
        elif i.jump_target is not None:
            self.add(name, ("jump", i.jump_target), i)
        elif i.opcode in dis.hasname:
            if code.co_name == "<module>":
                name = name.replace("Name", "Global") if name.endswith("Name") and "Import" not in name else name
            self.add(name, code.co_names[arg], i)
        elif i.opcode in dis.haslocal or i.opcode in dis.hasfree:
            self.add(name, code._varname_from_oparg(arg), i)
        elif i.opcode in dis.hasconst:
            self.add(name, constant(code.co_consts[arg]), i)
        else:
            self.add(name, i.arg, i)

    def at(self, offset):
        return self.index.get(offset, len(self.out))

    def text(self, entry):
        name, operand, p = entry
        if isinstance(operand, tuple):
            operand = self.at(operand[1])
        place = ""
        # Where two fast instructions are one in CPython, only the first has its place.
        if p.lineno is not None and name not in ("LoadFast", "StoreFast", "LoadFastCheck"):
            column, end = (-1 if x is None else x for x in (p.col_offset, p.end_col_offset))
            place = f" {p.lineno}:{column}-{p.end_lineno}:{end}"
        return f"{name}{'' if operand is None else f' {operand}'}{place}"

    def listing(self):
        code = self.code
        return {
            "name": code.co_qualname,
            "flags": code.co_flags & ~0x4000000,
            "locals": list(code.co_varnames),
            "cells": list(code.co_cellvars),
            "frees": list(code.co_freevars),
            "instructions": [self.text(entry) for entry in self.out],
            "handlers": self.handlers(),
        }

    def handlers(self):
        """The table; a gap of nothing but jumps, which raise nothing, is closed."""
        merged = []
        for e in dis._parse_exception_table(self.code):
            start, end, rest = self.at(e.start), self.at(e.end), (self.at(e.target), e.depth, e.lasti)
            if merged and merged[-1][2] == rest and all("Jump" in name for name, *_ in self.out[merged[-1][1] : start]):
                merged[-1][1] = end
            else:
                merged.append([start, end, rest])
        return [f"{a}-{b} {t} {depth}{' lasti' if lasti else ''}" for a, b, (t, depth, lasti) in merged]


def listings(code):
    found = [Lister(code).listing()]
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            found += listings(value)
    return found


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    parts = re.split(r"^#=== (.*)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    record = {name: listings(compile(source, "test.py", "exec")) for name, source in zip(parts[1::2], parts[2::2])}
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    path.with_suffix(".expected.json").write_text(text, encoding="utf-8")
    print(f"{path.name}: {len(record)} programs")
