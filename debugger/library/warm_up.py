# A little of everything that programs do, run once for the host's compiler before a program that runs for longer. See engine/warm-up.ts.

class Point:
    kind = "point"
    __slots__ = ("x",)
    def __init__(self, x): self.x = x
    def move(self, by, scale=1): self.x += by * scale; return self
class Box:
    size = 3
    def __init__(self, *items, **named): self.items = list(items); self.named = named; self.size = len(items)
    def __getitem__(self, i): return self.items[i]
    def __eq__(self, other): return self is other
    def __await__(self):
        got = yield self.size
        return got
def count(n):
    while n > 0:
        sent = yield n
        n -= 1 if sent is None else sent
    return "done"
def chained(n):
    result = yield from count(n)
    return result
async def inner(box): return await box
async def outer(box, times):
    total = 0
    for _ in range(times):
        try:
            got = await inner(box)
            if got: total = got + total
        except ValueError as e:
            total -= 1
    return total
async def ticks(n):
    for i in range(n): yield i
async def listen(n):
    seen = []
    async for tick in ticks(n): seen.append(tick)
    return seen
def make(step):
    def add(n):
        nonlocal step
        step += 1
        return n + step
    return add
def fail(n):
    if n % 2: raise ValueError(n)
    return {"a": n}["b"]
def drive(coroutine, *values):
    try:
        sent = None
        for value in (None, *values):
            sent = coroutine.throw(ValueError("no")) if value == "no" else coroutine.send(value)
    except StopIteration as stop: return stop.value
    finally: coroutine.close()
def round(k):
    point = Point(k)
    box = Box(k, "a", 2.5, b=k)
    add = make(k)
    table = {}
    text = ""
    numbers = [3, 1, 2]
    pair = (1, 2)
    for i in range(6):
        key = "k" + str(i % 3)
        table[key] = table.get(key, 0) + i * 2 - 1
        numbers[i % 3] = add(i) // 2
        numbers.append(i)
        first, second = pair
        pair = second, first
        text += f"{i} {key!r:>4}"
        if not i or i == 3 and point.move(i, scale=2).x != 7: continue
        if i > 4 or key in table and numbers[-1] is not None: point.move(pair[0])
        if box == numbers or "z" in text or -i in numbers or i < 0: break
    else:
        text = text.upper()
    a = b = numbers[1:3]
    a, *rest = numbers
    total = 0
    for n in numbers: total += n
    for n in pair: total -= n * 1.5 if n > 1 else n
    for name in table: total = total + table[name] if total <= 1e9 else 0
    for value in count(3): total += value
    for value in chained(2): total += value ^ 1
    squares = [n * n for n in numbers if n % 2 == 0]
    pairs = {n: str(n) for n in squares}
    lengths = sum(len(s) for s in pairs.values())
    for n in (1, 2, 1):
        try: fail(n)
        except (ValueError, TypeError) as e: total = e.args[0]
        except KeyError: total = 0
        finally: box.size = n
    ordered = sorted(numbers, key=lambda n: -n)
    drive(outer(box, 4), 1, 2, "no", 3, 4)
    drive(listen(3))
    late = count(9)
    next(late)
    late.send(1)
    late = None
    box.size = box[0]
    del table["k1"], box.named
    if k >= 0: maybe = (pair[0], pair[-1])
    if not k < 0 or k == 5: total = maybe[0]
    part = k * 1.5
    part = part * part - part / 2 if part < k else part + part - 1
    far = 2000000000 + k
    far = (far + far - k) * 2 - far
    far += far
    known = [far > k, far != k, part <= far, k < 3, k == n, k is None, not k, name in table, n > 1.5]
    while not (k > 3 or total == 0): k += 2
    return total, lengths, ordered, squares, Point.kind, box.size
for k in range(12): round(k)
