// Programs that the dialogues are about; line numbers are looked up by a comment on the line, so that a program can be edited.

/** A program with places marked by `# @name`. */
export interface Marked {
  readonly path: string
  readonly source: string
  line(mark: string): number
}

export function marked(name: string, source: string): Marked {
  const lines = source.split('\n')
  return {
    path: `/programs/${name}.coro`,
    source,
    line: mark => {
      const index = lines.findIndex(line => line.endsWith(`# @${mark}`))
      if (index < 0) throw new Error(`no line is marked ${mark}`)
      return index + 1
    },
  }
}

export const talk = marked(
  'talk',
  `class Ask:
    def __init__(self, question):
        self.question = question

    def __await__(self):
        answer = yield self.question  # @ask
        return answer  # @answer


async def inner(n):  # @inner
    x = await Ask('x?')  # @x
    print('x is', x)  # @printed
    return x + n  # @return


async def talk(n):  # @talk
    total = 0  # @first
    try:
        total += await inner(n)  # @await
        y = await Ask('y?')  # @y
        total += y
    except ValueError as e:
        print('caught', e)  # @caught
        total = -1
    finally:
        print('leaving')  # @leaving
    return total  # @last


def counter(limit):
    n = 0
    while n < limit:
        step = yield n  # @yield
        n += step or 1


class Loud:
    def __repr__(self):
        print('a repr ran')
        return '<Loud>'
`,
)

export const script = marked(
  'script',
  `import sys  # @import


def fib(n):
    if n < 2:  # @test
        return n
    return fib(n - 1) + fib(n - 2)


def work(items):
    total = 0  # @start
    for item in items:  # @loop
        total += fib(item)  # @body
    print('total', total)  # @print
    return total  # @done


numbers = [1, 2, 3, 4, 5]
result = work(numbers)  # @call
print('result', result)  # @end
`,
)

export const endless = marked(
  'endless',
  `n = 0
while True:  # @loop
    n += 1
`,
)

export const ring = marked(
  'ring',
  `from collections import deque


class Turn:
    def __await__(self):
        yield


async def worker(name, count):  # @worker
    done = 0  # @begin
    for i in range(count):  # @for
        await Turn()  # @turn
        done += 1  # @after
    return done  # @finish


def run(tasks):
    ready = deque(tasks)
    while ready:
        task = ready.popleft()
        try:
            task.send(None)  # @send
        except StopIteration as stop:  # @stop
            print('done', stop.value)
        else:
            ready.append(task)


run([worker('a', 3), worker('b', 3)])  # @run
print('over')  # @over
`,
)

export const failing = marked(
  'failing',
  `def risky(n):
    if n == 2:
        raise KeyError('two')  # @raise
    return n


for n in range(4):
    try:
        print(risky(n))  # @try
    except KeyError as error:
        print('missing', error)  # @except
raise ValueError('at last')  # @last
`,
)
