# A coroutine catching every ValueError thrown into it with .throw(); N times.
import time

clock = getattr(time, "perf_counter", time.time)

NAME = "throw_catch"
N = 500000


class Ping:
    def __await__(self):
        x = yield 1
        return x


async def catcher(p):
    n = 0
    while True:
        try:
            await p
        except ValueError:
            n += 1
        except KeyError:
            return n


def run(n):
    c = catcher(Ping())
    c.send(None)
    for _ in range(n):
        c.throw(ValueError())
    try:
        c.throw(KeyError())
    except StopIteration as e:
        assert e.value == n
    else:
        raise RuntimeError("the coroutine did not return")


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
