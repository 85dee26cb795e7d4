/**
 * Programs with what is to be said of them: `# <- id` at the end of a line means that the rule speaks there; of the other lines nothing
 * is said. Each rule has programs in which it speaks and programs in which it must not.
 */

export const cases: Readonly<Record<string, readonly string[]>> = {
  'never-awaited': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
class C:
    async def m(self): await asyncio.sleep(0)
    @classmethod
    async def make(cls): await asyncio.sleep(0)
    @staticmethod
    async def plain(): await asyncio.sleep(0)
    async def both(self):
        self.m()  # <- never-awaited
        await self.m()
async def main(c: C):
    f()  # <- never-awaited
    c.m()  # <- never-awaited
    C().m()  # <- never-awaited
    C.make()  # <- never-awaited
    C.plain()  # <- never-awaited
    asyncio.sleep(1)  # <- never-awaited
    asyncio.wait_for(f(), 1)  # <- never-awaited
    x = f()  # <- never-awaited
    _ = f()  # <- never-awaited
    a, b = f(), f()  # <- never-awaited
    await a
    [f() for _ in range(3)]  # <- never-awaited
    xs = [f(), f()]  # <- never-awaited
    asyncio.gather(f(), f())  # <- never-awaited
    asyncio.Event().wait()  # <- never-awaited
def sync():
    f()  # <- never-awaited
f()  # <- never-awaited
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def on_a_path(flag):
    c = f()  # <- never-awaited
    if flag:
        return
    await c
async def in_one_branch(flag):
    c = f()  # <- never-awaited
    if flag:
        await c
async def made_again():
    c = f()  # <- never-awaited
    c = f()
    await c
async def in_a_loop(n):
    for i in range(n):
        c = f()  # <- never-awaited
    await c
async def deleted():
    c = f()  # <- never-awaited
    del c
async def after_an_exception():
    c = f()  # <- never-awaited
    try:
        await asyncio.sleep(1)
    except ValueError:
        return
    await c
`,
    `
import asyncio, functools
async def f(): await asyncio.sleep(0)
async def ok(flag, many, pool):
    await f()
    c = f()
    await c
    d = f()
    task = asyncio.create_task(d)
    e = f()
    many.append(e)
    pool["x"] = f()
    g = f() if flag else f()
    await g
    cs = [f() for _ in range(3)]
    await asyncio.gather(*cs)
    for one in [f(), f()]:
        await one
    h = f()
    def later(): return h
    i = f()
    try:
        await asyncio.sleep(0)
    finally:
        await i
    j = f()
    if flag:
        await j
    else:
        j.close()
    k = f()
    while True:
        await k
        break
    await task
    return f()
async def returned(): return await (x := f())
def hand_on(): return f()
def deco(fn): return fn
@deco
async def unclear(): pass
unclear()
module_level = f()
async def correlated(flag):
    if flag:
        c = f()
    await asyncio.sleep(0)
    if flag:
        await c
class Sub(Unknown):  # <- undefined-name
    def go(self): self.m()
async def a_gather():
    result = asyncio.gather(f())
    return await result
async def yields():
    c = f()
    yield c
`,
    `
import asyncio, functools
async def f(x=0): await asyncio.sleep(x)
async def nobody_takes_it(r, ids):
    f() if r else None  # <- never-awaited
    r and f()  # <- never-awaited
    f(), f()  # <- never-awaited
    functools.partial(f, 1)()  # <- never-awaited
    {i: f(i) for i in ids}  # <- never-awaited
    {"a": f()}  # <- never-awaited
async def on_no_path(flag):
    if flag:
        x = f()  # <- never-awaited
async def nor_in_a_with(cm):
    with cm:
        x = f()  # <- never-awaited
async def taken_out(n):
    cs = [f() for _ in range(n)]
    await cs[0]
async def taken_over(n):
    cs = [f()]
    cs += [f()]
    cs = cs + [f()]
    for i, c in enumerate(cs): await c
async def one_or_the_other(flag):
    c = f()
    t = asyncio.create_task(c) if flag else None
    if t is None:
        c.close()
        return
    await t
async def wrapped(x):
    if asyncio.iscoroutine(x): c = x
    else: c = f()
    return asyncio.create_task(c)
`,
  ],
  'never-iterated': [
    `
def g(): yield 1
async def ag(): yield 1
def f():
    g()  # <- never-iterated
    x = g()  # <- never-iterated
    ag()  # <- never-iterated
`,
    `
def g(): yield 1
def f():
    for x in g(): print(x)
    it = g()
    next(it)
    print(list(g()), *g())
    yield from g()
    total = sum(g())
    a, = g()
    h = g()
    h.send(None)
    return g()
def either(flag, other):
    made = g()
    chosen = other if flag else made
    return chosen
`,
    `
def g(): yield 1
def on_no_path(n):
    it = g()  # <- never-iterated
    if n: return 3
    return 4
def on_another_path(n):
    it = g()
    while True:
        try: return n()
        except OSError: next(it)
`,
  ],
  'task-not-kept': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    asyncio.create_task(f())  # <- task-not-kept
    asyncio.ensure_future(f())  # <- task-not-kept
    asyncio.get_running_loop().create_task(f())  # <- task-not-kept
    t = asyncio.create_task(f())  # <- task-not-kept
    await asyncio.sleep(1)
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
kept = set()
async def main():
    async with asyncio.TaskGroup() as tg, asyncio.TaskGroup() as inner:
        tg.create_task(f())
        inner.create_task(f())
    t = asyncio.create_task(f())
    kept.add(t)
    await asyncio.create_task(f())
    u = asyncio.create_task(f())
    u.add_done_callback(kept.discard)
    return asyncio.create_task(f())
`,
    `
import asyncio
kept = set()
async def f(): await asyncio.sleep(0)
def spawn(coro):
    task = asyncio.create_task(coro)
    kept.add(task)
    return task
def start(coro): return asyncio.create_task(coro)
async def main():
    spawn(f())
    start(f())  # <- task-not-kept
    [asyncio.create_task(f()) for _ in range(3)]  # <- task-not-kept
    asyncio.Task(f())  # <- task-not-kept
`,
  ],
  'awaited-twice': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    c = f()
    await c
    await c  # <- awaited-twice
    d = f()
    while True:
        await d  # <- awaited-twice
async def retry():
    c = f()
    for attempt in range(3):
        try:
            return await c  # <- awaited-twice
        except OSError:
            pass
async def alias():
    a = f()
    b = a
    await a
    await b  # <- awaited-twice
async def after_a_task():
    c = f()
    t = asyncio.create_task(c)
    await c  # <- awaited-twice
    await t
async def after_a_timeout():
    c = f()
    await asyncio.wait_for(c, 1)
    await c  # <- awaited-twice
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main(flag):
    c = f()
    await c
    c = f()
    await c
    for _ in range(3):
        d = f()
        await d
    e = f()
    if flag: await e
    else: await e
    t = asyncio.create_task(f())
    await t
    await t
    g = f()
    while True:
        await g
        break
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    c = f()
    c.close()
    await c  # <- awaited-twice
    d = f()
    await asyncio.gather(d, d)
    e = f()
    e.close()
    e.close()
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def in_a_branch(flag):
    c = f()
    if flag: await c
    await c  # <- awaited-twice
async def after_a_try():
    c = f()
    try: await c
    except OSError: pass
    await c  # <- awaited-twice
async def hangs_together(flag):
    c = f()
    if flag: await c
    if not flag: await c
    d = f()
    done = False
    if flag:
        await d
        done = True
    if not done: await d
    e = f()
    if flag:
        await e
        e = f()
    await e
    g = f()
    if flag:
        await g
        return
    await g
    h = f()
    if flag: await h
    return None if flag else await h
async def in_a_loop(n):
    while True:
        c = f()
        if n:
            await c
            continue
        await c
`,
  ],
  'iterated-twice': [
    `
def g():
    yield 1
def main():
    it = g()
    for x in it: print(x)
    for x in it: print(x)  # <- iterated-twice
    all_of = g()
    print(list(all_of), sum(all_of))  # <- iterated-twice
`,
    `
def g():
    yield 1
def main():
    it = g()
    for x in it: break
    for x in it: print(x)
    for x in g(): print(x)
    for x in g(): print(x)
    xs = list(g())
    for x in xs: pass
    for x in xs: pass
`,
  ],
  'always-true': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
def g(): yield
async def main():
    if f(): pass  # <- always-true
    while f(): break  # <- always-true
    x = 1 if f() else 2  # <- always-true
    assert f()  # <- always-true
    if not f(): pass  # <- always-true
    if f() and x: pass  # <- always-true
    if f: pass  # <- always-true
    return [y for y in range(3) if f()]  # <- always-true
def sync():
    if g(): pass  # <- always-true
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main(fn=None):
    if await f(): pass
    task = None
    if task: await task
    task = f()
    if task is not None: await task
    if fn: fn()
`,
    `
import asyncio
async def f(x=0): await asyncio.sleep(x)
async def main():
    if (c := f()):  # <- always-true
        await c
    print(any(f(i) for i in range(3)))  # <- always-true
    print(any([await f(i) for i in range(3)]))
`,
  ],
  'coroutine-argument': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
def show(x): print("value", x)
async def main():
    print(f())  # <- coroutine-argument
    str(f())  # <- coroutine-argument
    len(f())  # <- coroutine-argument
    int(f())  # <- coroutine-argument
    text = f"{f()}"  # <- coroutine-argument
    show(f())  # <- coroutine-argument
    print(1, f(), sep="")  # <- coroutine-argument
    return text
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
def run(c):
    print(c)
    return asyncio.run(c)
def keep(c, store=[]): store.append(c)
run(f())
async def main(unknown):
    print(await f())
    keep(f())
    unknown(f())
    c = f()
    print(c)
    await c
    print(isinstance(c, object))
`,
    `
import asyncio, time
async def f(x=0): await asyncio.sleep(x)
async def main():
    "{}".format(f())  # <- coroutine-argument
    sum([f(), f()])  # <- coroutine-argument
    ",".join(f() for _ in range(2))  # <- coroutine-argument
    for i in range(f()): pass  # <- coroutine-argument
    sorted([await f(), await f()])
def sync():
    time.sleep(f())  # <- coroutine-argument
    open(f())  # <- coroutine-argument
`,
  ],
  'coroutine-operand': [
    `
import asyncio
async def f():
    await asyncio.sleep(0)
    return 1
async def main():
    a = f() + 1  # <- coroutine-operand
    b = 2 * f()  # <- coroutine-operand
    c = -f()  # <- coroutine-operand
    d = f() == 1  # <- coroutine-operand
    e = f() < 2  # <- coroutine-operand
    n = 0
    n += f()  # <- coroutine-operand
    x = f()[0]  # <- coroutine-operand
    y = f().value  # <- coroutine-operand
    z = f()()  # <- coroutine-operand
    return a, b, c, d, e, n, x, y, z
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main(other):
    a = await f() + 1
    c = f()
    if c is not None: c.send(None)
    print(c.cr_frame, c.__name__)
    c.close()
    return a
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    f().x = 1  # <- coroutine-operand
    del f().x  # <- coroutine-operand
`,
  ],
  'not-awaitable': [
    `
import asyncio
def plain(): return 1
def nothing(): print(1)
def g(): yield 1
async def ag(): yield 1
async def co(): await asyncio.sleep(0)
class Thing:
    pass
async def main(n: int):
    await plain()  # <- not-awaitable
    await nothing()  # <- not-awaitable
    await g()  # <- not-awaitable
    await ag()  # <- not-awaitable
    await 1  # <- not-awaitable
    await co  # <- not-awaitable
    await None  # <- not-awaitable
    await [co()]  # <- not-awaitable
    await n  # <- not-awaitable
    await Thing()  # <- not-awaitable
    await asyncio.Lock()  # <- not-awaitable
`,
    `
import asyncio, types
class Waits:
    def __await__(self): yield
class Base:
    def hook(self): pass
    async def go(self): await self.hook()
@types.coroutine
def old(): yield
def steps(): yield
@types.coroutine
def wrapped(): return steps()
async def waits(): await wrapped()
async def co(): await asyncio.sleep(0)
def forward(): return co()
def maybe(flag):
    if flag: return 1
    return co()
async def main(x, fn, t: asyncio.Task, w: "Waits | None"):
    await Waits()
    await old()
    await forward()
    await maybe(1)
    await x
    await fn()
    await t
    if w is not None: await w
    await asyncio.gather(co())
    task = None
    for i in range(3):
        if i: await task
        task = asyncio.create_task(co())
    await task
`,
  ],
  'not-iterable': [
    `
import asyncio
async def ag(): yield 1
async def co(): await asyncio.sleep(0)
def g(): yield 1
async def main():
    for x in ag(): pass  # <- not-iterable
    for x in co(): pass  # <- not-iterable
    async for x in g(): pass  # <- not-iterable
    async for x in [1]: pass  # <- not-iterable
    async for x in co(): pass  # <- not-iterable
    print(list(ag()))  # <- not-iterable
    print(next(ag()))  # <- not-iterable
    return [x for x in ag()]  # <- not-iterable
def sub():
    yield from co()  # <- not-iterable
`,
    `
import asyncio
async def ag(): yield 1
class A:
    def __aiter__(self): return self
    async def __anext__(self): raise StopAsyncIteration
class I:
    def __getitem__(self, i): raise IndexError
async def main(x, reader: asyncio.StreamReader):
    async for y in ag(): pass
    async for y in A(): pass
    async for line in reader: pass
    for y in I(): pass
    for y in x: pass
    async for y in x: pass
    return [y async for y in ag()]
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def ag(): yield 1
async def main():
    a, b = f()  # <- not-iterable
    c, d = ag()  # <- not-iterable
    print([*ag()], *f(), {**f()})  # <- not-iterable
    with open("x") as lines:  # <- blocking-call
        async for line in lines: pass
    async for line in open("x"): pass  # <- not-iterable, blocking-call
`,
  ],
  'not-a-context': [
    `
import asyncio, contextlib
@contextlib.asynccontextmanager
async def acm(): yield 1
@contextlib.contextmanager
def cm(): yield 1
class A:
    async def __aenter__(self): return self
    async def __aexit__(self, *e): pass
class S:
    def __enter__(self): return self
    def __exit__(self, *e): pass
async def co(): await asyncio.sleep(0)
async def main():
    with acm(): pass  # <- not-a-context
    with asyncio.Lock(): pass  # <- not-a-context
    with asyncio.timeout(1): await co()  # <- not-a-context
    with asyncio.TaskGroup() as tg: pass  # <- not-a-context
    with A(): pass  # <- not-a-context
    async with S(): pass  # <- not-a-context
    async with cm(): pass  # <- not-a-context
    async with co(): pass  # <- not-a-context
class Owner:
    def __init__(self): self.lock = asyncio.Lock()
    def use(self):
        with self.lock: pass  # <- not-a-context
`,
    `
import asyncio, contextlib, threading
class A:
    async def __aenter__(self): return self
    async def __aexit__(self, *e): pass
class S(A):
    def __enter__(self): return self
    def __exit__(self, *e): pass
class Mixin:
    def use(self):
        with self: pass
async def main(x):
    async with A(): pass
    with S(): pass
    async with S(): pass
    with x: pass
    async with x: pass
    with threading.Lock(): pass
    with contextlib.nullcontext(): pass
    async with contextlib.nullcontext(), asyncio.Lock(): pass
`,
    `
import asyncio
class C:
    async def __aenter__(self): return self
    async def __aexit__(self, *e): pass
class M(type):
    async def __aenter__(cls): return cls
    async def __aexit__(cls, *e): pass
class D(metaclass=M): pass
async def main():
    async with asyncio.TaskGroup as tg: pass  # <- not-a-context
    async with C: pass  # <- not-a-context
    async with D: pass
    async with open("x") as f: pass  # <- not-a-context, blocking-call
`,
  ],
  'special-method': [
    `
class C:
    async def __init__(self): pass  # <- special-method
    async def __aiter__(self): return self  # <- special-method
    def __anext__(self): return 1  # <- special-method
    async def __enter__(self): return self  # <- special-method
    async def __exit__(self, *e): pass  # <- special-method
    async def __len__(self): return 1  # <- special-method
    async def __str__(self): return ""  # <- special-method
    async def __bool__(self): return True  # <- special-method
    async def __iter__(self): return iter([])  # <- special-method
    async def __next__(self): return 1  # <- special-method
    async def __await__(self): return 1  # <- special-method
    async def __del__(self): pass  # <- special-method
    async def __contains__(self, x): return True  # <- special-method
class D:
    def __aenter__(self): return self  # <- special-method
    def __aexit__(self, *e): return False  # <- special-method
    def __aiter__(self): yield 1  # <- special-method
class E:
    def __init__(self): yield 1  # <- special-method
class F:
    def __aexit__(self, *e): pass  # <- special-method
`,
    `
import asyncio
class C:
    def __init__(self): pass
    def __aiter__(self): return self
    async def __anext__(self): raise StopAsyncIteration
    async def __aenter__(self): return self
    async def __aexit__(self, *e): pass
    async def __call__(self): pass
    def __await__(self): yield
    async def aside(self): return 1
class D:
    async def __aiter__(self): yield 1
    def __anext__(self): return self.fetch()
    async def fetch(self): return 1
class E:
    def __aenter__(self): return asyncio.sleep(0)
    def __aexit__(self, *e): raise NotImplementedError
    def __anext__(self): return self.unknown
`,
    `
async def co(): pass
class C:
    def __await__(self): return co()  # <- special-method
class D:
    def __await__(self): return [1]  # <- special-method
    def __aiter__(self): return iter([1])
class E:
    def __await__(self): return co().__await__()
    def __aiter__(self): return [1]  # <- special-method
    async def __iter__(self): yield 1  # <- special-method
    async def __post_init__(self): pass  # <- special-method
class F:
    def __await__(self): return iter([])
    def __aiter__(self): return self.items()
    async def items(self): yield 1
class G:
    def __await__(self): raise NotImplementedError
    def __aiter__(self): return Unmade()  # <- undefined-name
`,
  ],
  'not-a-coroutine': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def needs(x): await asyncio.sleep(x)
def plain(): return 1
async def ag(): yield 1
async def main():
    t = asyncio.create_task(f)  # <- not-a-coroutine
    await asyncio.gather(f, f())  # <- not-a-coroutine
    await asyncio.wait_for(f, 1)  # <- not-a-coroutine
    u = asyncio.create_task(needs)  # <- not-a-coroutine
    v = asyncio.create_task(plain())  # <- not-a-coroutine
    await t; await u; await v
    async with asyncio.TaskGroup() as tg:
        tg.create_task(f)  # <- not-a-coroutine
asyncio.run(main)  # <- not-a-coroutine
asyncio.run(ag())  # <- not-a-coroutine
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
class Duck:
    _asyncio_future_blocking = False
    def __iter__(self): return self
async def main(x, fn):
    asyncio.ensure_future(Duck())
    t = asyncio.create_task(f())
    await asyncio.shield(t)
    await asyncio.wait_for(t, 1)
    u = asyncio.create_task(x)
    v = asyncio.create_task(fn())
    await asyncio.gather(t, u, v, f())
    await asyncio.to_thread(print)
asyncio.run(main(1, f))
`,
  ],
  'gather-collection': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main(ids):
    await asyncio.gather([f(), f()])  # <- gather-collection
    await asyncio.gather([f() for _ in ids])  # <- gather-collection
    await asyncio.gather(f() for _ in ids)  # <- gather-collection
    cs = [f(), f()]
    await asyncio.gather(cs)  # <- gather-collection
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main(ids, x):
    await asyncio.gather(*[f(), f()])
    await asyncio.gather(*(f() for _ in ids))
    await asyncio.gather(f(), f())
    await asyncio.gather(x)
    await asyncio.gather()
`,
  ],
  'wait-coroutines': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    await asyncio.wait([f(), f()])  # <- wait-coroutines
    await asyncio.wait({f() for _ in range(2)})  # <- wait-coroutines
    await asyncio.wait(f())  # <- wait-coroutines
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main(x):
    await asyncio.wait([asyncio.create_task(f())])
    await asyncio.wait(x)
`,
  ],
  'run-in-loop': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
def aside(): asyncio.run(f())
def deeper():
    x = aside()
    return x
async def main():
    asyncio.run(f())  # <- run-in-loop
    aside()  # <- run-in-loop
    deeper()  # <- run-in-loop
    asyncio.get_running_loop().run_until_complete(f())  # <- run-in-loop
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
def aside(): asyncio.run(f())
def careful():
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(f())
async def main():
    await asyncio.to_thread(aside)
    def inner(): asyncio.run(f())
    careful()
    return inner
def sync():
    aside()
    asyncio.new_event_loop().run_until_complete(f())
asyncio.run(main())
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    with asyncio.Runner() as runner:
        runner.run(f())  # <- run-in-loop
def outside():
    with asyncio.Runner() as runner:
        runner.run(f())
`,
  ],
  'loop-at-import': [
    `
import asyncio
loop = asyncio.get_event_loop()  # <- loop-at-import
asyncio.get_running_loop()  # <- loop-at-import
class C:
    loop = asyncio.get_event_loop()  # <- loop-at-import
`,
    `
import asyncio
loop = asyncio.new_event_loop()
async def main(): return asyncio.get_event_loop()
def sync(): return asyncio.get_event_loop()
`,
  ],
  'blocking-call': [
    `
import asyncio, time, subprocess, os, requests
from time import sleep
from urllib.request import urlopen
async def main(path):
    time.sleep(1)  # <- blocking-call
    sleep(1)  # <- blocking-call
    input("?")  # <- blocking-call
    open(path)  # <- blocking-call
    subprocess.run(["ls"])  # <- blocking-call
    os.system("ls")  # <- blocking-call
    requests.get("http://x")  # <- blocking-call
    urlopen("http://x")  # <- blocking-call
    await asyncio.sleep(0)
`,
    `
import asyncio, time
def sync(): time.sleep(1)
async def main():
    await asyncio.sleep(1)
    await asyncio.to_thread(time.sleep, 1)
    def inner(): time.sleep(1)
    return inner, lambda: time.sleep(1)
`,
  ],
  'loop-without-suspension': [
    `
import asyncio
async def quick(): return 1
async def main(done, event: asyncio.Event):
    while not done: pass  # <- loop-without-suspension
    while not event.is_set(): pass  # <- loop-without-suspension
    while not done.is_set(): continue  # <- loop-without-suspension
async def spin():
    while True:  # <- loop-without-suspension
        pass
async def works():
    n = 0
    while True:  # <- loop-without-suspension
        n += 1
async def awaits_in_vain():
    while True:  # <- loop-without-suspension
        await quick()
`,
    `
import asyncio
async def main(q, items):
    while True:
        if items.pop(): break
    while items: items.pop()
    while True:
        async with q: pass
async def sleeps():
    while True:
        await asyncio.sleep(0)
def sync():
    while True: pass
async def drains(q):
    try:
        while True: q.get_nowait()
    except asyncio.QueueEmpty:
        await asyncio.sleep(0)
async def ends(q):
    while True:
        item = q.get_nowait()
        if item is None: return
async def gen():
    while True: yield 1
`,
  ],
  'busy-wait': [
    `
import asyncio
async def main(state):
    while not state.ready:  # <- busy-wait
        await asyncio.sleep(0.1)
`,
    `
import asyncio
async def main(state):
    while state.next():
        await asyncio.sleep(1)
        print(state)
    while True:
        await asyncio.sleep(1)
`,
  ],
  'timeout-without-await': [
    `
import asyncio
async def main():
    async with asyncio.timeout(1):  # <- timeout-without-await
        print(1)
    async with asyncio.timeout_at(1):  # <- timeout-without-await
        def inner(): pass
`,
    `
import asyncio
async def main(lock: asyncio.Lock):
    async with asyncio.timeout(1):
        await asyncio.sleep(0)
    async with asyncio.timeout(1):
        async with lock: pass
    async with asyncio.timeout(1), lock:
        pass
`,
  ],
  unreachable: [
    `
import asyncio
async def main():
    while True:
        await asyncio.sleep(1)
    print("done")  # <- unreachable
def f(x):
    if x:
        return 1
        print(x)  # <- unreachable
    else:
        raise ValueError
    print(x)  # <- unreachable
`,
    `
def f(x):
    try:
        return x
    except NameError:
        pass
    return 1
def g():
    return
    yield
def h(cm, x):
    with cm:
        raise ValueError
    print(x)
    while True:
        if x: break
    print(x)
def i(x):
    for _ in x:
        return
    print(x)
    match x:
        case 1: return
    print(x)
`,
  ],
  'cancelled-swallowed': [
    `
import asyncio, contextlib
async def f(): await asyncio.sleep(0)
async def a():
    try: await f()
    except BaseException: pass  # <- cancelled-swallowed
async def b():
    try: await f()
    except asyncio.CancelledError:  # <- cancelled-swallowed
        print("cancelled")
async def c():
    while True:
        try: await f()
        except: continue  # <- cancelled-swallowed
async def d():
    try: await f()
    except (ValueError, asyncio.CancelledError) as e:  # <- cancelled-swallowed
        print(e)
async def e():
    with contextlib.suppress(asyncio.CancelledError):  # <- cancelled-swallowed
        await f()
`,
    `
import asyncio, contextlib
async def f(): await asyncio.sleep(0)
async def a():
    try: await f()
    except Exception: pass
async def b():
    try: await f()
    except asyncio.CancelledError:
        print("cleanup")
        raise
async def c(task):
    task.cancel()
    try: await task
    except asyncio.CancelledError: pass
async def d(future):
    try: await f()
    except BaseException as e: future.set_exception(e)
async def e():
    try: print(1)
    except BaseException: pass
    await f()
async def g(task):
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError): await task
def sync():
    try: print(1)
    except BaseException: pass
async def h():
    try: await f()
    except asyncio.CancelledError: raise
    except BaseException: pass
async def k(state):
    import sys
    try: await f()
    except BaseException: state.set_exception(sys.exc_info())
async def i():
    try: await f()
    except BaseException as e:
        kept = e
        print(kept)
`,
    `
import asyncio
from asyncio import CancelledError as Stop
async def f(): await asyncio.sleep(0)
async def renamed():
    try: await f()
    except Stop: pass  # <- cancelled-swallowed
async def later():
    while True:
        try: await f()
        except asyncio.CancelledError: break
    raise asyncio.CancelledError
`,
  ],
  'jump-in-finally': [
    `
import asyncio
async def a():
    try: await asyncio.sleep(0)
    finally: return 1  # <- jump-in-finally
async def b():
    while True:
        try: await asyncio.sleep(0)
        finally: break  # <- jump-in-finally
def g():
    try: yield 1
    finally: return  # <- jump-in-finally
`,
    `
import asyncio
async def a(items):
    try: await asyncio.sleep(0)
    finally:
        for x in items:
            if x: break
        def inner(): return 1
def f():
    try: print(1)
    finally: return 2
`,
  ],
  'close-ignored': [
    `
import asyncio
def g():
    try: yield 1
    finally: yield 2  # <- close-ignored
def h():
    while True:
        try: yield 1  # <- close-ignored
        except GeneratorExit: print("no")
async def ag():
    try: yield 1
    except GeneratorExit: yield 2  # <- close-ignored
async def co():
    try: await asyncio.sleep(1)
    finally: await asyncio.sleep(1)
def drive():
    c = co()
    c.send(None)
    c.close()  # <- close-ignored
`,
    `
import asyncio
def g():
    try: yield 1
    finally: print("done")
def h():
    while True:
        try: yield 1
        except Exception: print("go on")
def i():
    try: yield 1
    except GeneratorExit:
        print("bye")
        raise
def j():
    try: yield 1
    except GeneratorExit: return
async def ag():
    try: yield 1
    except GeneratorExit:
        await asyncio.sleep(0)
        raise
async def co():
    try: await asyncio.sleep(1)
    finally: await asyncio.sleep(1)
def drop():
    c = co()
    c.close()
`,
  ],
  'await-in-generator-finally': [
    `
import asyncio
async def g():
    try: yield 1
    finally: await asyncio.sleep(0)  # <- await-in-generator-finally
`,
    `
import asyncio, contextlib
@contextlib.asynccontextmanager
async def cm():
    try: yield 1
    finally: await asyncio.sleep(0)
async def g():
    try: yield 1
    finally: print(1)
async def c():
    try: await asyncio.sleep(1)
    finally: await asyncio.sleep(0)
async def closed():
    try: yield 1
    finally: await asyncio.sleep(0)
async def user():
    async with contextlib.aclosing(closed()) as items:
        async for item in items: print(item)
async def before():
    try: await asyncio.sleep(1)
    finally: await asyncio.sleep(0)
    yield 1
`,
  ],
  'yield-in-async-with': [
    `
import asyncio
async def g(lock: asyncio.Lock, x):
    async with lock:
        yield 1  # <- yield-in-async-with
    async with x:
        for i in range(3): yield i  # <- yield-in-async-with
`,
    `
import asyncio, contextlib
@contextlib.asynccontextmanager
async def cm(lock):
    async with lock: yield 1
async def g(lock):
    async with lock: x = 1
    yield x
def s(x):
    with x: yield 1
`,
  ],
  'yield-in-scope': [
    `
import asyncio
async def g():
    async with asyncio.timeout(1):
        yield 1  # <- yield-in-scope
    async with asyncio.TaskGroup() as tg:
        yield tg  # <- yield-in-scope
`,
    `
import asyncio, contextlib
@contextlib.asynccontextmanager
async def cm():
    async with asyncio.TaskGroup() as tg: yield tg
`,
  ],
  'contextmanager-yields': [
    `
from contextlib import asynccontextmanager, contextmanager
@contextmanager
def twice(flag):
    yield 1
    if flag:
        yield 2  # <- contextmanager-yields
@contextmanager
def not_at_all(flag):  # <- contextmanager-yields
    if flag: yield 1
@contextmanager
def after_throw():
    try: yield 1
    except ValueError: yield 2  # <- contextmanager-yields
@asynccontextmanager
async def also(flag):  # <- contextmanager-yields
    if flag: return
    yield
@contextmanager
async def wrong():  # <- contextmanager-yields
    yield
`,
    `
from contextlib import asynccontextmanager, contextmanager
@contextmanager
def plain():
    yield 1
@contextmanager
def either(flag):
    if flag: yield 1
    else: yield 2
@contextmanager
def raises(flag):
    if flag: raise ValueError
    try: yield
    except KeyError: print("no")
    finally: print("done")
@asynccontextmanager
async def waits(x):
    await x
    try: yield x
    finally: await x.close()
`,
  ],
  'stop-iteration': [
    `
def g():
    yield 1
    raise StopIteration  # <- stop-iteration
async def ag():
    yield 1
    raise StopAsyncIteration  # <- stop-iteration
async def co():
    raise StopIteration(1)  # <- stop-iteration
`,
    `
class I:
    def __next__(self): raise StopIteration
    async def __anext__(self): raise StopAsyncIteration
def g():
    try: raise StopIteration
    except StopIteration: pass
    yield 1
`,
  ],
  'lock-not-released': [
    `
import asyncio
async def a():
    lock = asyncio.Lock()
    await lock.acquire()  # <- lock-not-released
    print(1)
async def b(work):
    lock = asyncio.Lock()
    await lock.acquire()  # <- lock-not-released
    await work()
    lock.release()
class C:
    def __init__(self): self.sem = asyncio.Semaphore(2)
    async def use(self, work):
        await self.sem.acquire()  # <- lock-not-released
        if work: return
        self.sem.release()
`,
    `
import asyncio
async def a(work):
    lock = asyncio.Lock()
    await lock.acquire()
    try: await work()
    finally: lock.release()
async def b(work):
    lock = asyncio.Lock()
    async with lock: await work()
class C:
    def __init__(self): self.lock = asyncio.Lock()
    async def __aenter__(self): await self.lock.acquire()
    async def __aexit__(self, *e): self.lock.release()
async def c(lock: asyncio.Lock):
    await lock.acquire()
async def later():
    lock = asyncio.Lock()
    await lock.acquire()
    asyncio.get_running_loop().call_later(1, lock.release)
`,
  ],
  'task-outlives-context': [
    `
import asyncio, io
async def use(f): await asyncio.sleep(0)
async def main():
    async with asyncio.TaskGroup() as tg:
        with io.StringIO() as f:
            tg.create_task(use(f))  # <- task-outlives-context
`,
    `
import asyncio, io
async def use(f): await asyncio.sleep(0)
async def main():
    with io.StringIO() as f:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(use(f))
`,
  ],
  'jump-out-of-group': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(f())
        return 1  # <- jump-out-of-group
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    async with asyncio.TaskGroup() as tg:
        for x in range(3):
            if x: break
            tg.create_task(f())
    return 1
`,
  ],
  'group-member-raised': [
    `
def f(g):
    try: g()
    except ExceptionGroup as e:
        raise e.exceptions[0]  # <- group-member-raised
`,
    `
def f(g):
    try: g()
    except ExceptionGroup as e:
        raise e.exceptions[0] from e
`,
  ],
  'group-without-derive': [
    `
class Errors(ExceptionGroup): pass  # <- group-without-derive
`,
    `
class Errors(ExceptionGroup):
    def derive(self, exceptions): return Errors(self.message, exceptions)
`,
  ],
  'except-star-attribute': [
    `
def f(g):
    try: g()
    except* OSError as e: print(e.errno)  # <- except-star-attribute
`,
    `
def f(g):
    try: g()
    except* OSError as e: print(e.exceptions, e.message)
`,
  ],
  'undefined-name': [
    `
def f(counter):
    return countr  # <- undefined-name
print(asyncio)  # <- undefined-name
class C:
    x = missing  # <- undefined-name
`,
    `
import sys
def f():
    global made
    made = 1
    return later, __name__, __file__
later = 1
class C:
    x = 1
    y = x, __qualname__, __module__
    def m(self): return __class__
try: unicode
except NameError: unicode = str
def g(): return [x for x in range(3)], made
type Alias[T] = list[T]
`,
    `
from somewhere import *
print(anything)
`,
  ],
  'unresolved-attribute': [
    `
import asyncio, math
asyncio.sleeep(1)  # <- unresolved-attribute
print(math.sqroot(2))  # <- unresolved-attribute
`,
    `
import asyncio, math, os.path
from unknown import thing
print(math.sqrt(2), asyncio.sleep, os.path, thing.x)
if hasattr(asyncio, "other"): print(asyncio.other)
try: asyncio.ancient()
except AttributeError: pass
`,
  ],
  'unresolved-import': [
    `
from asyncio import sleeep  # <- unresolved-import
`,
    `
from asyncio import sleep
import requests
from requests import get
try: from math import nothing
except ImportError: pass
`,
  ],
  'unused-ignore': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    f()  # coro: ignore[never-awaited]
    # coro: ignore
    f()
    await f()  # coro: ignore[never-awaited] # <- unused-ignore
    f()  # coro: ignore[no-such-rule] # <- unused-ignore, never-awaited
`,
  ],
}

/** Hints of which each program would otherwise be full. */
export const hints: Readonly<Record<string, readonly string[]>> = {
  'async-without-await': [
    `
async def f(): return 1  # <- async-without-await
`,
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def stub(): raise NotImplementedError
async def gen(): yield 1
class C:
    async def method(self): return 1
def deco(f): return f
@deco
async def decorated(): return 1
`,
  ],
  'never-suspends': [
    `
async def one(): return 1  # <- async-without-await
async def two(): return await one()  # <- never-suspends
async def three():  # <- never-suspends
    await two()
    await two()
`,
    `
import asyncio
async def one(): await asyncio.sleep(0)
async def two(): await one()
async def three(x): await x

`,
  ],
}

/** Rules that are off until they are asked for: heard one at a time. */
export const strict: Readonly<Record<string, readonly string[]>> = {
  'needless-task-group': [
    `
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    async with asyncio.TaskGroup() as tg:  # <- needless-task-group
        tg.create_task(f())
`,
    `
import asyncio
async def f(g=None): await asyncio.sleep(0)
async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(f())
        tg.create_task(f())
    async with asyncio.TaskGroup() as tg:
        tg.create_task(f(tg))
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(f())
    return task.result()
`,
  ],
  'timeout-parameter': [
    `
import asyncio
async def f(timeout): await asyncio.sleep(timeout)  # <- timeout-parameter
def g(timeout): return timeout
async def h(delay): await asyncio.sleep(delay)
`,
  ],
  'await-in-finally': [
    `
import asyncio
async def f(c):
    try: await c.use()
    finally: await c.close()  # <- await-in-finally
async def g(c):
    try: await c.use()
    except BaseException:
        await c.close()  # <- await-in-finally
        raise
async def h(c):
    try: await c.use()
    except OSError: await c.close()
    finally: c.abort()
`,
  ],
  'await-in-except': [
    `
async def f(c):
    try: await c.use()
    except OSError: await c.close()  # <- await-in-except
async def g(c):
    try: await c.use()
    except OSError: c.abort()
    await c.close()
`,
  ],
  'unsafe-async-generator': [
    `
import contextlib
async def f(): yield 1  # <- unsafe-async-generator
@contextlib.asynccontextmanager
async def g(): yield 1
def h(): yield 1
`,
  ],
  'no-guaranteed-checkpoint': [
    `
async def f(c, x):  # <- no-guaranteed-checkpoint
    if x: return 1
    await c
async def g(c, x):  # <- no-guaranteed-checkpoint
    for y in x: await c
async def h(c, x):
    await c
    if x: return 1
async def i(c, x):
    if x: raise ValueError
    while True:
        await c
        break
`,
  ],
}
