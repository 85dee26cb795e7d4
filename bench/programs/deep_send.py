# The flat_send awaitable under a chain of D nested awaits; time per send as a function of D.
import sys
import time

clock = getattr(time, "perf_counter", time.time)

NAME = "deep_send"
N = 12000000
DEPTHS = (1, 10, 100, 1000)


class Ping:
    def __await__(self):
        x = yield 1
        return x


async def consumer(p):
    s = 0
    while True:
        v = await p
        if v < 0:
            return s
        s += v


async def nest(d, p):
    if d == 0:
        return await consumer(p)
    return await nest(d - 1, p)


def run(d, n):
    # d awaits stand between the sender and the consumer: d - 1 of nest plus the one that runs consumer.
    c = nest(d - 1, Ping())
    c.send(None)
    for i in range(n):
        c.send(i)
    try:
        c.send(-1)
    except StopIteration as e:
        assert e.value == n * (n - 1) // 2
    else:
        raise RuntimeError("the coroutine did not return")


def never_called():
    return 0


def main():
    try:
        sys.setrecursionlimit(20000)
    except AttributeError:
        pass
    for d in DEPTHS:
        n = N // (d + 19)
        best = 1e9
        for _ in range(3):
            t0 = clock()
            run(d, n)
            t = clock() - t0
            if t < best:
                best = t
        print(NAME + "_" + str(d), n, best, best * 1e9 / n)


main()
