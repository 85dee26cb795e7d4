// What the page of each rule says: why it matters, a program in which it speaks, and the same put right. The id, the title and the
// level come from the table of the rules.

const imports = 'import asyncio\n\n'
const fetch = `${imports}async def fetch(n):\n    await asyncio.sleep(1)\n    return n\n\n`

export const pages = {
  'never-awaited': {
    why: 'Calling an `async def` function runs nothing: it makes a coroutine, and only `await`, a task or a loop run it. One that is dropped, overwritten or still unused when its function returns never runs, and CPython warns about it only when it is destroyed. The rule follows the value along every path: it also speaks when the coroutine is awaited on some paths and not on others. It is silent as soon as the value is handed to anybody else: passed to a call, stored, captured, returned.',
    wrong: `${fetch}async def main():\n    result = fetch(1)\n    print("done")`,
    right: `${fetch}async def main():\n    result = await fetch(1)\n    print("done", result)`,
  },
  'never-iterated': {
    why: 'Calling a generator function runs nothing either. A generator that nobody iterates over does none of what its body says.',
    wrong: 'def numbers():\n    print("making numbers")\n    yield 1\n\ndef main():\n    numbers()',
    right:
      'def numbers():\n    print("making numbers")\n    yield 1\n\ndef main():\n    for n in numbers():\n        print(n)',
  },
  'task-not-kept': {
    why: 'The event loop holds tasks weakly. A task that nothing else holds can be collected in the middle of its work, and what it raises is reported late or never. Tasks of an `asyncio.TaskGroup` are held by the group.',
    wrong: `${fetch}async def main():\n    asyncio.create_task(fetch(1))\n    await asyncio.sleep(5)`,
    right: `${fetch}async def main():\n    task = asyncio.create_task(fetch(1))\n    await asyncio.sleep(5)\n    await task`,
  },
  'awaited-twice': {
    why: 'A coroutine runs once. A second `await` of the same object raises `RuntimeError: cannot reuse already awaited coroutine`. The rule sees it across branches, loops and retries; tasks and futures can be awaited as often as you like.',
    wrong: `${fetch}async def main():\n    request = fetch(1)\n    for attempt in range(3):\n        try:\n            return await request\n        except OSError:\n            pass`,
    right: `${fetch}async def main():\n    for attempt in range(3):\n        try:\n            return await fetch(1)\n        except OSError:\n            pass`,
  },
  'iterated-twice': {
    why: 'A generator that has ended stays ended: a second loop over it runs no round, without an error.',
    wrong:
      'def numbers():\n    yield 1\n    yield 2\n\ndef main():\n    found = numbers()\n    print(sum(found))\n    print(max(found))',
    right:
      'def numbers():\n    yield 1\n    yield 2\n\ndef main():\n    found = list(numbers())\n    print(sum(found))\n    print(max(found))',
  },
  'always-true': {
    why: 'A coroutine or generator object is always true, whatever its code would return.',
    wrong: `${imports}async def is_ready():\n    await asyncio.sleep(0)\n    return False\n\nasync def main():\n    if is_ready():\n        print("go")`,
    right: `${imports}async def is_ready():\n    await asyncio.sleep(0)\n    return False\n\nasync def main():\n    if await is_ready():\n        print("go")`,
  },
  'coroutine-argument': {
    why: 'A function that only looks at what it is given, such as `print`, `str`, `len`, an f-string or a function of yours that does no more than that, cannot await. The coroutine made for it is lost.',
    wrong: `${fetch}async def main():\n    print(fetch(1))`,
    right: `${fetch}async def main():\n    print(await fetch(1))`,
  },
  'coroutine-operand': {
    why: 'Arithmetic, indexing, calling or taking an attribute of a coroutine raises TypeError or AttributeError; comparing one compares the object itself.',
    wrong: `${fetch}async def main():\n    return fetch(1) + 1`,
    right: `${fetch}async def main():\n    return await fetch(1) + 1`,
  },
  'not-awaitable': {
    why: 'Only coroutines, tasks, futures, generators of `types.coroutine` and objects with `__await__` can be awaited. The message is that of the TypeError that CPython raises.',
    wrong: `${imports}def compute():\n    return 42\n\nasync def main():\n    await compute()\n    await asyncio.sleep(0)`,
    right: `${imports}def compute():\n    return 42\n\nasync def main():\n    compute()\n    await asyncio.sleep(0)`,
  },
  'not-iterable': {
    why: '`for` needs `__iter__`, `async for` needs `__aiter__`; neither can do the other.',
    wrong: `${imports}async def ticks():\n    yield 1\n    await asyncio.sleep(1)\n\nasync def main():\n    for tick in ticks():\n        print(tick)`,
    right: `${imports}async def ticks():\n    yield 1\n    await asyncio.sleep(1)\n\nasync def main():\n    async for tick in ticks():\n        print(tick)`,
  },
  'not-a-context': {
    why: '`with` needs `__enter__` and `__exit__`, `async with` needs `__aenter__` and `__aexit__`. The locks, timeouts and task groups of asyncio have only the latter.',
    wrong: `${imports}async def main(lock: asyncio.Lock):\n    with lock:\n        await asyncio.sleep(1)`,
    right: `${imports}async def main(lock: asyncio.Lock):\n    async with lock:\n        await asyncio.sleep(1)`,
  },
  'special-method': {
    why: 'CPython calls special methods itself and does not await them, save `__anext__`, `__aenter__` and `__aexit__`, which must give something to await. An `async def __init__` raises TypeError; an `async def __exit__` silently swallows every exception, since the coroutine that it gives is true.',
    wrong: 'class Client:\n    async def __init__(self):\n        self.sockets = []',
    right: `${imports}class Client:\n    def __init__(self):\n        self.sockets = []\n\n    @classmethod\n    async def connect(cls):\n        await asyncio.sleep(1)\n        return cls()`,
  },
  'not-a-coroutine': {
    why: '`create_task`, `run`, `gather`, `wait_for` and the like take a coroutine, not the function that makes it.',
    wrong: `${imports}async def work():\n    await asyncio.sleep(1)\n\nasync def main():\n    task = asyncio.create_task(work)\n    await task`,
    right: `${imports}async def work():\n    await asyncio.sleep(1)\n\nasync def main():\n    task = asyncio.create_task(work())\n    await task`,
  },
  'gather-collection': {
    why: '`asyncio.gather` takes its awaitables one by one. A list is not hashable, a generator is no awaitable: both raise TypeError.',
    wrong: `${fetch}async def main():\n    return await asyncio.gather([fetch(n) for n in range(3)])`,
    right: `${fetch}async def main():\n    return await asyncio.gather(*[fetch(n) for n in range(3)])`,
  },
  'wait-coroutines': {
    why: 'Since Python 3.11 `asyncio.wait` takes tasks and futures only.',
    wrong: `${fetch}async def main():\n    await asyncio.wait([fetch(1), fetch(2)])`,
    right: `${fetch}async def main():\n    await asyncio.wait([asyncio.create_task(fetch(1)), asyncio.create_task(fetch(2))])`,
  },
  'run-in-loop': {
    why: '`asyncio.run` starts an event loop of its own and raises RuntimeError where one runs already, that is in every coroutine. The rule also speaks where a coroutine calls a plain function whose body calls it on every path.',
    wrong: `${fetch}async def main():\n    return asyncio.run(fetch(1))`,
    right: `${fetch}async def main():\n    return await fetch(1)`,
  },
  'loop-at-import': {
    why: 'While a module is imported no event loop runs: `get_running_loop` and `create_task` raise RuntimeError, and `get_event_loop` warns and will raise. An object bound to that loop does not work in the one that `asyncio.run` makes.',
    wrong: `${imports}loop = asyncio.get_event_loop()`,
    right: `${imports}async def main():\n    loop = asyncio.get_running_loop()\n    print(loop.time())\n    await asyncio.sleep(0)\n\nasyncio.run(main())`,
  },
  'blocking-call': {
    why: 'The event loop is one thread. A call that waits without `await` stops every task, timer and connection: `time.sleep`, `input`, `open`, `subprocess.run`, `os.system`, requests, urllib.',
    wrong: `${imports}import time\n\nasync def main():\n    await asyncio.sleep(0)\n    time.sleep(1)`,
    right: `${imports}async def main():\n    await asyncio.sleep(0)\n    await asyncio.sleep(1)`,
  },
  'loop-without-suspension': {
    why: 'A coroutine keeps control until it awaits something that really waits. A loop that never does hangs the whole program, cancellation and Ctrl-C handlers of asyncio included. A loop that waits for a flag without letting go waits for ever: nobody gets to run who could set it.',
    wrong: `${imports}async def main(queue):\n    await asyncio.sleep(0)\n    while not queue:\n        pass`,
    right: `${imports}async def main(ready: asyncio.Event):\n    await ready.wait()`,
  },
  'never-suspends': {
    why: 'Every await in the function leads to functions of this program in which nothing can wait: no event, timer, task or unknown object. It runs from start to end in one go, so it gives nobody else a turn and cannot be cancelled.',
    wrong: `async def answer():\n    return 42\n\nasync def main():\n    return await answer()`,
    right: `${imports}async def answer():\n    await asyncio.sleep(0)\n    return 42\n\nasync def main():\n    return await answer()`,
  },
  'async-without-await': {
    why: 'A function without `await`, `async for` or `async with` suspends nowhere; as a plain function it is simpler to call. Methods, decorated functions and stubs are left alone: somebody else gives them their shape.',
    wrong: 'async def double(n):\n    return 2 * n',
    right: 'def double(n):\n    return 2 * n',
  },
  'busy-wait': {
    why: 'A loop that sleeps and looks again wakes too often or too late. `asyncio.Event`, `Condition` and futures wake exactly when it is time.',
    wrong: `${imports}async def main(job):\n    while not job.done:\n        await asyncio.sleep(0.1)`,
    right: `${imports}async def main(done: asyncio.Event):\n    await done.wait()`,
  },
  'timeout-without-await': {
    why: 'A timeout cancels its block where that suspends. A block without an await runs through, however long it takes.',
    wrong: `${imports}async def main(numbers):\n    async with asyncio.timeout(1):\n        total = sum(numbers)\n    return total`,
    right: `${imports}async def main(source):\n    async with asyncio.timeout(1):\n        total = await source.total()\n    return total`,
  },
  unreachable: {
    why: 'Code after a `return`, `raise`, `break` or `continue`, or after a loop that never ends, never runs.',
    wrong: `${imports}async def main():\n    while True:\n        await asyncio.sleep(1)\n    print("bye")`,
    right: `${imports}async def main():\n    for _ in range(3):\n        await asyncio.sleep(1)\n    print("bye")`,
  },
  'cancelled-swallowed': {
    why: '`task.cancel()` raises CancelledError in the task. A clause that takes it and does not raise it again leaves the task running: timeouts do not time out, task groups hang, programs do not stop. A clause is left alone when it keeps the exception for somebody, or when the function cancelled the awaited task itself.',
    wrong: `${imports}async def main(queue: asyncio.Queue):\n    while True:\n        try:\n            print(await queue.get())\n        except BaseException:\n            pass`,
    right: `${imports}async def main(queue: asyncio.Queue):\n    while True:\n        try:\n            print(await queue.get())\n        except Exception as error:\n            print(error)`,
  },
  'jump-in-finally': {
    why: 'A `return`, `break` or `continue` in a `finally` throws away the exception that is on its way, GeneratorExit and CancelledError with the rest.',
    wrong: `${imports}async def main(source):\n    try:\n        await source.read()\n    finally:\n        return "done"`,
    right: `${imports}async def main(source):\n    try:\n        await source.read()\n    finally:\n        print("done")`,
  },
  'close-ignored': {
    why: '`close()` raises GeneratorExit where the generator waits. If the way from there leads to another `yield`, or for a coroutine to another `await` that suspends, CPython raises `RuntimeError: generator ignored GeneratorExit`, at a time when nobody expects it: in `close()`, or when the object is destroyed. Generators are judged where they are written, coroutines where the program calls `close()` on them.',
    wrong: 'def numbers():\n    try:\n        yield 1\n    finally:\n        yield 2',
    right: 'def numbers():\n    try:\n        yield 1\n    finally:\n        print("closed")',
  },
  'await-in-generator-finally': {
    why: 'Who leaves an `async for` by `break`, `return` or an exception does not close the generator. Its `finally` runs later, in a task that the event loop makes for it, or, when the loop has ended, never: the await has nobody to wait for it (PEP 525, PEP 533).',
    wrong: `${imports}async def rows(cursor):\n    try:\n        yield 1\n    finally:\n        await cursor.close()`,
    right: `${imports}import contextlib\n\n@contextlib.asynccontextmanager\nasync def rows(cursor):\n    try:\n        yield 1\n    finally:\n        await cursor.close()`,
  },
  'yield-in-async-with': {
    why: 'While an async generator is suspended inside `async with`, the resource stays entered. Who leaves the loop early leaves it so until the generator is closed, which may be much later or in another task.',
    wrong: `${imports}async def rows(lock: asyncio.Lock):\n    async with lock:\n        yield 1`,
    right: `${imports}async def rows(lock: asyncio.Lock):\n    async with lock:\n        found = [1]\n    for row in found:\n        yield row`,
  },
  'yield-in-scope': {
    why: 'A task group or timeout cancels the task that runs its block. Between the yields of an async generator that task runs the code of whoever iterates: this gets cancelled in the place of the block.',
    wrong: `${imports}async def rows(source):\n    async with asyncio.timeout(5):\n        yield await source.read()`,
    right: `${imports}async def rows(source):\n    async with asyncio.timeout(5):\n        row = await source.read()\n    yield row`,
  },
  'contextmanager-yields': {
    why: "A generator under `@contextmanager` or `@asynccontextmanager` must yield exactly once on every path: not at all gives `RuntimeError: generator didn't yield`, twice `generator didn't stop`, again after an exception `generator didn't stop after throw()`.",
    wrong:
      'from contextlib import contextmanager\n\n@contextmanager\ndef opened(path):\n    if path is None:\n        return\n    yield path',
    right:
      'from contextlib import contextmanager\n\n@contextmanager\ndef opened(path):\n    if path is None:\n        raise ValueError("no path")\n    yield path',
  },
  'stop-iteration': {
    why: 'StopIteration must not leave a generator or coroutine: it becomes `RuntimeError: generator raised StopIteration` (PEP 479).',
    wrong: 'def first(items):\n    for item in items:\n        yield item\n        raise StopIteration',
    right: 'def first(items):\n    for item in items:\n        yield item\n        return',
  },
  'lock-not-released': {
    why: 'A lock or semaphore that is acquired and not released on every way out, exceptions and cancellation included, stops everybody who waits for it. `async with` releases it always. A lock that another function of the module releases is left alone.',
    wrong: `${imports}async def main(work):\n    lock = asyncio.Lock()\n    await lock.acquire()\n    await work()\n    lock.release()`,
    right: `${imports}async def main(work):\n    lock = asyncio.Lock()\n    async with lock:\n        await work()`,
  },
  'task-outlives-context': {
    why: 'The tasks of a group may run until the group is left. What is entered inside the group and given to one of its tasks has been closed by then.',
    wrong: `${imports}import io\n\nasync def use(file):\n    await asyncio.sleep(1)\n\nasync def main():\n    async with asyncio.TaskGroup() as group:\n        with io.StringIO() as file:\n            group.create_task(use(file))`,
    right: `${imports}import io\n\nasync def use(file):\n    await asyncio.sleep(1)\n\nasync def main():\n    with io.StringIO() as file:\n        async with asyncio.TaskGroup() as group:\n            group.create_task(use(file))`,
  },
  'jump-out-of-group': {
    why: 'Leaving a task group waits for all its tasks, also by `return`, `break` or `continue`: the jump happens when they have ended.',
    wrong: `${fetch}async def main():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(fetch(1))\n        return "early"`,
    right: `${fetch}async def main():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(fetch(1))\n    return "late"`,
  },
  'group-member-raised': {
    why: 'An exception taken out of its group and raised alone hides the others, and where it came from.',
    wrong:
      'def main(work):\n    try:\n        work()\n    except ExceptionGroup as group:\n        raise group.exceptions[0]',
    right:
      'def main(work):\n    try:\n        work()\n    except ExceptionGroup as group:\n        raise group.exceptions[0] from group',
  },
  'group-without-derive': {
    why: '`split`, `subgroup` and `except*` make new groups by `derive`. A subclass without one comes out of them as a plain ExceptionGroup.',
    wrong: 'class Failures(ExceptionGroup):\n    pass',
    right:
      'class Failures(ExceptionGroup):\n    def derive(self, exceptions):\n        return Failures(self.message, exceptions)',
  },
  'except-star-attribute': {
    why: 'In an `except*` clause the name is bound to a group, never to one of the exceptions.',
    wrong: 'def main(work):\n    try:\n        work()\n    except* OSError as error:\n        print(error.errno)',
    right:
      'def main(work):\n    try:\n        work()\n    except* OSError as group:\n        for error in group.exceptions:\n            print(error)',
  },
  'needless-task-group': {
    why: 'A task group that starts one task and nothing else waits for that task: an `await` does the same with less. Off unless asked for.',
    wrong: `${fetch}async def main():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(fetch(1))`,
    right: `${fetch}async def main():\n    await fetch(1)`,
  },
  'timeout-parameter': {
    why: 'A timeout that is passed from function to function adds up, and each has to be trusted to keep it. `asyncio.timeout` around the call bounds all of it. Off unless asked for.',
    wrong: `${imports}async def fetch(timeout):\n    await asyncio.sleep(timeout)`,
    right: `${imports}async def fetch():\n    await asyncio.sleep(1)\n\nasync def main():\n    async with asyncio.timeout(5):\n        await fetch()`,
  },
  'await-in-finally': {
    why: 'A task that is being cancelled can be cancelled again: an await in its `finally`, or in a clause that catches CancelledError, is then interrupted, and the cleanup stays undone. Off unless asked for, since a single cancellation does no harm.',
    wrong: `${imports}async def main(connection):\n    try:\n        await connection.use()\n    finally:\n        await connection.close()`,
    right: `${imports}async def main(connection):\n    try:\n        await connection.use()\n    finally:\n        connection.abort()`,
  },
  'await-in-except': {
    why: 'While a clause awaits, a cancellation can come: CancelledError then takes the place of the exception that was being handled. Off unless asked for.',
    wrong: `${imports}async def main(connection):\n    try:\n        await connection.use()\n    except OSError:\n        await connection.close()\n        raise`,
    right: `${imports}async def main(connection):\n    try:\n        await connection.use()\n    except OSError:\n        connection.abort()\n        raise`,
  },
  'unsafe-async-generator': {
    why: 'Nothing closes an async generator for whoever leaves its loop early. The strict school writes them only as context managers. Off unless asked for.',
    wrong: `${imports}async def ticks():\n    while True:\n        yield 1\n        await asyncio.sleep(1)`,
    right: `${imports}import contextlib\n\n@contextlib.asynccontextmanager\nasync def ticks(queue):\n    yield queue\n    await asyncio.sleep(1)`,
  },
  'no-guaranteed-checkpoint': {
    why: 'Whether the function gives others a turn depends on the way through it. Off unless asked for.',
    wrong: `${imports}async def fetch(cache, key):\n    if key in cache:\n        return cache[key]\n    await asyncio.sleep(1)\n    return key`,
    right: `${imports}async def fetch(cache, key):\n    await asyncio.sleep(0)\n    if key in cache:\n        return cache[key]\n    return key`,
  },
  'undefined-name': {
    why: 'No scope around binds the name, and it is not built in: NameError when the line runs. Programs that make names by `exec`, `globals()` or a star import are left alone, and so are names whose NameError is caught.',
    wrong: 'def main(count):\n    return cuont + 1',
    right: 'def main(count):\n    return count + 1',
  },
  'unresolved-import': {
    why: 'No module of that name is built in or stands beside the program, or the module has no such name.',
    wrong: 'from asyncio import sleeep',
    right: 'from asyncio import sleep',
  },
  'unresolved-attribute': {
    why: 'The module has no such name: AttributeError when the line runs. With a hint where a name is nearly the same.',
    wrong: `${imports}async def main():\n    await asyncio.sleeep(1)`,
    right: `${imports}async def main():\n    await asyncio.sleep(1)`,
  },
  'unused-ignore': {
    why: 'A comment that silences a rule which finds nothing there would hide the next finding.',
    wrong: 'print(1)  # coro: ignore[never-awaited]',
    right: 'print(1)',
  },
}
