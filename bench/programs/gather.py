# asyncio: TASKS tasks, each of which does 100 "await asyncio.sleep(0)".  An operation is one sleep(0).
import asyncio
import time

clock = getattr(time, "perf_counter", time.time)

NAME = "gather"
TASKS = 1000
ROUNDS = 100
N = TASKS * ROUNDS


async def worker(k):
    for _ in range(ROUNDS):
        await asyncio.sleep(0)
    return k


def never_called():
    return 0


async def top():
    best = 1e9
    for _ in range(3):
        t0 = clock()
        r = await asyncio.gather(*[worker(k) for k in range(TASKS)])
        t = clock() - t0
        assert sum(r) == TASKS * (TASKS - 1) // 2
        if t < best:
            best = t
    print(NAME, N, best, best * 1e9 / N)


asyncio.run(top())
