// A program of about as many lines as asked for, the same on every run: classes with coroutine methods, tasks, queues and generators,
// as they stand in real services.

/** @param {number} lines */
export function bigFile(lines) {
  const out = [
    '"""Written by the benchmark."""',
    'from __future__ import annotations',
    '',
    'import asyncio',
    'import contextlib',
    'from collections.abc import AsyncIterator',
    'from dataclasses import dataclass, field',
    '',
  ]
  for (let i = 0; out.length < lines - 4; i++) out.push(...block(i).split('\n'))
  out.push('', "if __name__ == '__main__':", '    asyncio.run(start_0())', '')
  return out.join('\n')
}

const block = i => `
@dataclass
class Order${i}:
    """One order, number ${i}."""

    name: str
    price: float = ${i % 90}.5
    needs: list[str] = field(default_factory=list)
    answer: int | None = None

    def ready(self, done: set[str]) -> bool:
        return self.answer is None and all(need in done for need in self.needs)


class Kitchen${i}:
    def __init__(self, places: int = ${(i % 7) + 1}) -> None:
        self.places = places
        self.orders: asyncio.Queue[Order${i}] = asyncio.Queue(maxsize=places * 2)
        self.lock = asyncio.Lock()
        self.served: dict[str, int] = {}

    async def __aenter__(self) -> Kitchen${i}:
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, kind, error, traceback) -> bool:
        await self.finish()
        return False

    async def take(self, order: Order${i}) -> None:
        async with self.lock:
            if order.name in self.served:
                raise KeyError(f'{order.name} was served by {self!r}')
            await self.orders.put(order)

    async def cook(self, cook: int) -> int:
        count = 0
        while True:
            order = await self.orders.get()
            try:
                async with asyncio.timeout(order.price):
                    await asyncio.sleep(order.price / 100)
                    self.served[order.name] = cook
                    count += 1
            except TimeoutError:
                print('late', order.name, cook)
            finally:
                self.orders.task_done()
            if count > self.places:
                return count

    async def finish(self) -> None:
        await self.orders.join()
        for name, cook in sorted(self.served.items()):
            print(f'{name:>10} {cook:03d}')

    async def events(self) -> AsyncIterator[Order${i}]:
        while not self.orders.empty():
            yield self.orders.get_nowait()
            await asyncio.sleep(0)


def menu_${i}(limit):
    total = 0
    while total < limit:
        received = yield total
        match received:
            case None:
                total += 1
            case int(step) if step > 0:
                total += step
            case _:
                return [n * n for n in range(total) if n % ${(i % 5) + 2}]


@contextlib.asynccontextmanager
async def opened_${i}(places=2):
    kitchen = Kitchen${i}(places)
    try:
        yield kitchen
    finally:
        kitchen.served.clear()


async def start_${i}() -> None:
    async with opened_${i}() as kitchen, asyncio.TaskGroup() as group:
        cooks = [group.create_task(kitchen.cook(n), name=f'cook-{n}') for n in range(kitchen.places)]
        for number in menu_${i}(10):
            await kitchen.take(Order${i}(f'order-{number}', needs=['salt', 'fire']))
        async for order in kitchen.events():
            if order.ready({'salt'}):
                print(order)
        for cook in cooks:
            cook.cancel()
    results = await asyncio.gather(*cooks, return_exceptions=True)
    print(sum(r for r in results if isinstance(r, int)))
`

/** One class of so many lines, as nobody should write it. @param {number} lines */
export function oneClass(lines) {
  const out = [
    'import asyncio',
    '',
    '',
    'class Everything:',
    '    def __init__(self):',
    '        self.lock = asyncio.Lock()',
  ]
  for (let i = 0; out.length < lines; i++) {
    out.push(
      '',
      `    async def step_${i}(self, value, delay=0.1):`,
      '        result = []',
      '        for item in range(value):',
      '            await asyncio.sleep(delay)',
      `            result.append(item * ${i})`,
      `            if item > 3:`,
      `                result.append(await self.step_${Math.max(0, i - 1)}(item))`,
      '        async with self.lock:',
      '            return result',
    )
  }
  return `${out.join('\n')}\n`
}

/** A sum on one line. @param {number} length in characters */
export function oneLine(length) {
  let terms = 'x = a'
  for (let i = 0; terms.length < length; i++) terms += ` + v${i % 1000}`
  return `a = 1\n${terms}\nb = 2\n`
}
