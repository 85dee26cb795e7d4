# Common denominator for peers without async def: bare generators (no yield from, no return value) and plain functions.
import time

clock = getattr(time, "perf_counter", time.time)

NAME = "bare"
N = 800000
FIB = 24


def consumer(out):
    s = 0
    while True:
        v = yield 1
        if v < 0:
            out.append(s)
            yield 0
        s += v


def run_send(n):
    out = []
    g = consumer(out)
    next(g)
    for i in range(n):
        g.send(i)
    g.send(-1)
    assert out[0] == n * (n - 1) // 2


def catcher(out):
    n = 0
    while True:
        try:
            yield 1
        except ValueError:
            n += 1
            out[0] = n


def run_throw(n):
    out = [0]
    g = catcher(out)
    next(g)
    for i in range(n):
        g.throw(ValueError())
    assert out[0] == n


def run_close(n):
    k = 0
    for i in range(n):
        g = catcher([0])
        k += next(g)
        g.close()
    assert k == n


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def run_fib(n):
    for i in range(n):
        assert fib(FIB) == 46368


def run_loop(n):
    s = 0
    i = 0
    while i < n:
        s = (s + i * 3) % 1000003
        i += 1
    assert s >= 0


def run_build(n):
    d = {}
    out = []
    for i in range(n):
        key = "k" + str(i % 1000)
        d[key] = d.get(key, 0) + i
        out.append((i, key))
    keys = [k for k in d if d[k] % 2 == 0]
    text = ",".join(keys)
    assert len(out) + len(text) >= n


def never_called():
    return 0


def bench(name, f, n, ops):
    best = 1e9
    for r in range(3):
        t0 = clock()
        f(n)
        t = clock() - t0
        if t < best:
            best = t
    print(NAME + "_" + name, ops, best, best * 1e9 / ops)


bench("send", run_send, N, N)
bench("fib", run_fib, max(1, N // 1000000), 150049 * max(1, N // 1000000))
bench("loop", run_loop, N, N)
bench("build", run_build, N // 4, N // 4)
bench("close", run_close, N // 4, N // 4)
bench("throw", run_throw, N // 4, N // 4)
