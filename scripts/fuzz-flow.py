"""Random coroutine programs, and what CPython 3.13 prints for each.

    python3.13 fuzz-flow.py FIRST COUNT FOLDER [--drop]

Writes FOLDER/p<seed>.py for each seed whose program compiles, and FOLDER/records.json. A program has functions, generators,
coroutines and async generators of nested try, with, for, while, match, closures, comprehensions and yields, and drives each by
random send, throw and close. What it prints shows the order in which everything happens, the values and exceptions that come
out, their chains and their lines. With --drop nothing keeps the driven objects alive, so that destruction shows as well.
"""

import contextlib
import gc
import io
import json
import pathlib
import random
import signal
import sys
import warnings

HEAD = '''import sys
s = {seed}
def c(n=3):
    global s
    s = (s * 1103515245 + 12345) & 0x7fffffff
    return (s >> 16) % n
fuel = 60
def more():
    global fuel
    fuel -= 1
    return fuel > 0 and c(4) != 0
def p(x):
    print(x, end=' ')
    return x
class E1(Exception): pass
class E2(E1): pass
class E3(Exception): pass
EX = [E1, E2, E3]
class CM:
    def __init__(self, n): self.n = n
    def __enter__(self):
        p(f'+{{self.n}}')
        if c(9) == 0: raise E3('enter')
        return self.n
    def __exit__(self, t, v, tb):
        p(f'-{{self.n}}{{t and t.__name__}}')
        k = c(8)
        if k == 0: raise E2('exit')
        return k == 1
    async def __aenter__(self):
        await S('ae')
        return self.__enter__()
    async def __aexit__(self, *a):
        if c(2): await S('ax')
        return self.__exit__(*a)
class S:
    def __init__(self, v): self.v = v
    def __await__(self):
        try: r = yield self.v
        except E1 as e:
            p('~')
            raise
        return r
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration
        if c(12) == 0: raise E2('next')
        return self.n
class AIt(It):
    def __aiter__(self): return self
    async def __anext__(self):
        if c(3) == 0: await S('an')
        try: return self.__next__()
        except StopIteration: raise StopAsyncIteration
def chain(e):
    out = []
    n = 0
    while e is not None and n < 6:
        out.append(f'{{type(e).__name__}}({{e}})' + ('c' if e.__cause__ else '') + ('s' if e.__suppress_context__ else ''))
        if isinstance(e, BaseExceptionGroup): out.append('[' + ','.join(chain(x) for x in e.exceptions) + ']')
        e = e.__cause__ or e.__context__
        n += 1
    return '<'.join(out)
def lines(e):
    tb = e.__traceback__
    r = []
    while tb:
        r.append(tb.tb_lineno)
        tb = tb.tb_next
    return r
{keep}
def kept(x):
    KEEP.append(x)
    return x
'''

TAIL = '''
def guard(f):
    try: r = f()
    except StopIteration as e: p(f'SI{e.value!r}')
    except StopAsyncIteration: p('SAI')
    except BaseException as e: p(f'!{chain(e)}@{lines(e)}')
    else:
        p(f'={r!r}')
        return False
    return True
def drive(make, n):
    o = kept(make())
    if guard(lambda: o.send(None)): return
    for k in range(n):
        x = c(6)
        if x < 3: f = lambda: o.send(k)
        elif x == 3: f = lambda: o.throw(EX[c(3)](f't{k}'))
        elif x == 4: f = lambda: o.throw(GeneratorExit)
        else: f = lambda: o.close()
        if guard(f) or x == 5: break
    guard(o.close)
    print()
def drive_async(n):
    o = kept(ag(c()))
    for k in range(n):
        x = c(6)
        if x == 2: aw = o.asend(k)
        elif x == 3: aw = o.athrow(EX[c(3)](f'at{k}'))
        elif x == 4: aw = o.aclose()
        else: aw = o.__anext__()
        kept(aw)
        for j in range(5):
            y = c(7)
            f = (lambda: aw.send(None)) if j == 0 or y < 5 else (lambda: aw.throw(E1('aw'))) if y == 5 else aw.close
            if guard(f): break
        else: guard(aw.close)
    print()
make_asub = asub
def asub(a): return kept(make_asub(a))
for v in range(4):
    fuel = 60
    guard(lambda: plain(v))
    print()
def sub(a): return kept(gsub(a))
for v in range(3):
    fuel = 60
    drive(lambda: g(v), 8)
def sub(a): return kept(csub(a))
for v in range(4):
    fuel = 60
    drive(lambda: co(v), 8)
for v in range(3):
    fuel = 60
    drive_async(6)
'''

DROP = "class Keep:\n    def append(self, x): pass\nKEEP = Keep()"


class Program:
    """One random program. `kind` is what is being written: fn, gen, co or agen."""

    def __init__(self, seed, drops):
        self.random = random.Random(seed)
        self.seed = seed
        self.drops = drops
        self.count = 0
        self.kind = "fn"
        self.has_sub = False

    def number(self):
        self.count += 1
        return self.count

    @property
    def is_async(self):
        return self.kind in ("co", "agen")

    @property
    def yields(self):
        return self.kind in ("gen", "agen")

    def text(self):
        keep = DROP if self.drops else "KEEP = []"
        parts = [HEAD.format(seed=self.seed, keep=keep)]
        for head, kind, has_sub in (
            ("def plain(a):", "fn", False),
            ("def gsub(a):", "gen", False),
            ("def g(a):", "gen", True),
            ("async def csub(a):", "co", False),
            ("async def asub(a):", "agen", False),
            ("async def co(a):", "co", True),
            ("async def ag(a):", "agen", True),
        ):
            self.kind, self.has_sub = kind, has_sub
            body = ["    b = 1", "    i = 0", *self.block(3, False, 1)]
            if self.yields:
                body.append("    yield 99")
            parts += [head, *body]
        return "\n".join([*parts, TAIL])

    def expression(self, depth=2):
        choice, again = self.random.randrange(16), lambda: self.expression(depth - 1)
        if depth <= 0 or choice < 4:
            return self.random.choice(["a", "b", f"p({self.number()})", str(self.random.randrange(4)), "c()"])
        if choice == 13:
            if self.yields:
                return f"((yield {again()}) or 0)"
            return f"((await S({again()})) or 0)" if self.kind == "co" else f"(a := {again()})"
        if choice == 14 and self.is_async:
            return f"len([z async for z in AIt({self.random.randrange(3)}) if z != {self.random.randrange(3)}])"
        forms = {
            4: lambda: f"({again()} and {again()})",
            5: lambda: f"({again()} or {again()})",
            6: lambda: f"({again()} if {again()} else {again()})",
            7: lambda: f"(not {again()})",
            8: lambda: f"({again()} < {again()} <= {again()})",
            9: lambda: f"sum([{again()} for b in range({self.random.randrange(3)}) if {again()}])",
            10: lambda: f"(lambda x, y={again()}: x + y)({again()})",
            11: lambda: f"[{again()}, {again()}][c(2)]",
            12: lambda: f"(a := {again()})",
            14: lambda: f"({again()} + {again()})",
            15: lambda: f"len({{p({self.number()}): 1, **{{{again()}: 2}}}})",
        }
        return forms[choice]()

    def block(self, depth, in_loop, indent):
        count = self.random.randrange(1, 4)
        return [line for _ in range(count) for line in self.statement(depth, in_loop, indent)]

    def statement(self, depth, in_loop, indent):
        margin = "    " * indent
        lines = self.simple(in_loop) if depth <= 0 or self.random.random() < 0.4 else None
        if lines is not None:
            return [margin + line for line in lines]
        inner = lambda loop=in_loop: self.block(depth - 1, loop, indent + 1)
        writers = [self.if_, self.if_, self.for_, self.while_, self.try_, self.try_, self.try_, self.with_, self.with_]
        return self.random.choice([*writers, self.async_for, self.match, self.nested])(margin, inner, depth, in_loop, indent)

    def simple(self, in_loop):
        e, choose = self.expression, self.random.choice
        x = self.random.randrange(12)
        if x == 3:
            return [f"{choose('ab')} = {e()}"]
        if x == 4:
            return [f"{choose('ab')} += {e()}"]
        if x == 5 and in_loop:
            return [f"if {e(1)}: {choose(['break', 'continue'])}"]
        if x == 6:
            return ["if c(3) == 0: return" + ("" if self.kind == "agen" else f" {e()}")]
        if x == 7:
            cause = choose(["", "", ' from E1("z")', " from None"])
            return [f"if c(3) == 0: raise {choose(['E1', 'E2', 'E3'])}({self.number()}){cause}"]
        if x == 8 and self.yields:
            return [f"{choose(['a = ', ''])}yield {e(1)}"]
        if x == 8 and self.kind == "co":
            return [f"{choose(['a = ', ''])}await S({e(1)})"]
        if x == 9:
            return ["a, b = b, a"]
        if x == 10 and self.kind == "gen":
            return ["a = (yield from sub(a)) or 1" if self.has_sub else f"yield from It({self.random.randrange(3)})"]
        if x == 10 and self.is_async and self.has_sub:
            return ["a = (await sub(a)) or 1"]
        if x == 11:
            return ["del a", f"a = {e(1)}"]
        return [f"p({e()})"] if x < 3 else ["p((a, b))"]

    def if_(self, margin, inner, depth, in_loop, indent):
        out = [f"{margin}if {self.expression()}:", *inner()]
        if self.random.random() < 0.4:
            out += [f"{margin}elif {self.expression(1)}:", *inner()]
        if self.random.random() < 0.5:
            out += [f"{margin}else:", *inner()]
        return out

    def loop(self, margin, head, inner):
        out = [margin + head, *inner(True)]
        return out + [f"{margin}else:", *inner()] if self.random.random() < 0.3 else out

    def for_(self, margin, inner, depth, in_loop, indent):
        n = self.random.randrange(4)
        sources = [f"range({n})", f"It({n})", f"(p(q) for q in range({n}))", f"[{self.expression(1)}, {self.expression(1)}]"]
        return self.loop(margin, f"for {self.random.choice('ai')} in {self.random.choice(sources)}:", inner)

    def while_(self, margin, inner, depth, in_loop, indent):
        return self.loop(margin, "while more():", inner)

    def async_for(self, margin, inner, depth, in_loop, indent):
        if not self.is_async:
            return self.for_(margin, inner, depth, in_loop, indent)
        source = self.random.choice(["AIt(3)", "AIt(2)", "asub(a)" if self.has_sub else "AIt(1)"])
        return self.loop(margin, f"async for i in {source}:", inner)

    def try_(self, margin, inner, depth, in_loop, indent):
        out = [f"{margin}try:", *inner()]
        form = self.random.randrange(4)
        if form < 3 and self.random.random() < 0.15:
            out += [f"{margin}except* E1 as e:", f"{margin}    p(chain(e))", f"{margin}except* E3:", f"{margin}    p({self.number()})"]
        elif form < 3:
            for _ in range(self.random.randrange(1, 3)):
                kinds = ["E1", "E2", "E3", "(E2, E3)", "TypeError", "Exception"]
                out.append(f"{margin}except {self.random.choice(kinds)}{self.random.choice([' as e', ''])}:")
                if self.random.random() < 0.6:
                    out.append(f"{margin}    p(chain(sys.exception()))")
                out += inner()
            if self.random.random() < 0.1:
                out += [f"{margin}except:", *inner(), f"{margin}    raise"]
        if form < 3 and self.random.random() < 0.3:
            out += [f"{margin}else:", *inner()]
        if form >= 2:
            out += [f"{margin}finally:", *inner()]
        return out

    def with_(self, margin, inner, depth, in_loop, indent):
        word = "async with" if self.is_async and self.random.random() < 0.6 else "with"
        names = ["", " as a", " as i"]
        items = [f"CM({self.number()}){self.random.choice(names)}" for _ in range(self.random.randrange(1, 3))]
        return [f"{margin}{word} {', '.join(items)}:", *inner()]

    def match(self, margin, inner, depth, in_loop, indent):
        patterns = ["0", "1 | 2", "[x, y]", "[x, *_]", "{0: x}", "int(x)", "(0, y) | (y, 0)", "[_, _, z]", "x if x"]
        out = [f"{margin}match {self.random.choice(['a', '(a, b)', '[a, b, 1]', '{0: a}'])}:"]
        for pattern in [*self.random.sample(patterns, 2), "_"]:
            out += [f"{margin}    case {pattern}:", *self.block(depth - 1, in_loop, indent + 2)]
        return out

    def nested(self, margin, inner, depth, in_loop, indent):
        name, kind = f"f{self.number()}", self.kind
        default = self.expression(1)
        self.kind = "fn"
        body = self.block(depth - 1, False, indent + 1)
        self.kind = kind
        head = [f"{margin}def {name}(x={default if '(yield' not in default and 'await' not in default else 'c()'}):"]
        return [*head, f"{margin}    nonlocal a", f"{margin}    b = x", *body, f"{margin}b = {name}({self.expression(1)}) or 0"]


class TooLong(BaseException):
    pass


def stop(*_):
    raise TooLong


def record(code):
    """What the program prints, or None when it does not end."""
    out = io.StringIO()
    signal.alarm(5)
    try:
        with contextlib.redirect_stdout(out):
            exec(code, {"__name__": "__main__"})
    except TooLong:
        return None
    finally:
        signal.alarm(0)
    return out.getvalue()


def main():
    first, count, folder = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
    warnings.simplefilter("ignore")
    # One program's garbage must not speak in the next.
    gc.disable()
    sys.unraisablehook = lambda *_: None
    signal.signal(signal.SIGALRM, stop)
    folder.mkdir(parents=True, exist_ok=True)
    records = {}
    for seed in range(first, first + count):
        text = Program(seed, "--drop" in sys.argv).text()
        try:
            code = compile(text, f"p{seed}.py", "exec", dont_inherit=True)
        except SyntaxError:
            continue
        seen = record(code)
        if seen is None:
            continue
        (folder / f"p{seed}.py").write_text(text, encoding="utf-8")
        records[f"p{seed}.py"] = seen
    (folder / "records.json").write_text(json.dumps(records), encoding="utf-8")


main()
