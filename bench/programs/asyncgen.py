# async for over an async generator of N items, driven by a hand-written loop:
# "asyncgen" never suspends the driver; "asyncgen_await" also awaits a Ping per item (N sends).
import time

clock = getattr(time, "perf_counter", time.time)

NAME = "asyncgen"
N = 800000


class Ping:
    def __await__(self):
        x = yield 1
        return x


async def plain(n):
    for i in range(n):
        yield i


async def awaiting(n, p):
    for i in range(n):
        await p
        yield i


async def total(it):
    s = 0
    async for x in it:
        s += x
    return s


def drive(c):
    sends = 0
    try:
        while True:
            c.send(None)
            sends += 1
    except StopIteration as e:
        return e.value, sends


def run_plain(n):
    assert drive(total(plain(n))) == (n * (n - 1) // 2, 0)


def run_await(n):
    assert drive(total(awaiting(n, Ping()))) == (n * (n - 1) // 2, n)


def never_called():
    return 0


def bench(name, run):
    best = 1e9
    for _ in range(3):
        t0 = clock()
        run(N)
        t = clock() - t0
        if t < best:
            best = t
    print(name, N, best, best * 1e9 / N)


bench(NAME, run_plain)
bench(NAME + "_await", run_await)
