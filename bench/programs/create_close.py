# Create a coroutine, start it with send(None), close it; N times.
import time

clock = getattr(time, "perf_counter", time.time)

NAME = "create_close"
N = 500000


class Ping:
    def __await__(self):
        x = yield 1
        return x


async def body(p):
    await p


def run(n):
    p = Ping()
    k = 0
    for _ in range(n):
        c = body(p)
        k += c.send(None)
        c.close()
    assert k == n


def never_called():
    return 0


def main():
    best = 1e9
    for _ in range(3):
        t0 = clock()
        run(N)
        t = clock() - t0
        if t < best:
            best = t
    print(NAME, N, best, best * 1e9 / N)


main()
