// Random coroutine programs, a function of their seed: coroutines, generators and async generators that await, delegate, catch,
// clean up and return, custom awaitables with every set of send, throw and close, objects with __del__ and weak references, and a
// main() that drives them (also by their wrappers, and by asend() and athrow() objects that it keeps) with send, throw, close and
// del. Every program ends, and prints no address.

import { draw } from './fuzz-random.mjs'

const PRELUDE = `\
import inspect, sys, types, weakref
class Ping:
    def __init__(self, n): self.n = n
    def __await__(self):
        got = yield self.n
        print("- ping got", got)
        return got
class Bare:
    def __init__(self, n): self.n = n
    def __await__(self): return self
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration("bare")
        return ("bare", self.n)
class Sends(Bare):
    def send(self, v):
        print("- sends.send", v)
        if v == 3: raise LookupError("three")
        return self.__next__()
class Throws(Bare):
    def throw(self, *a):
        e = a[0] if isinstance(a[0], BaseException) else a[0]()
        print("- throws.throw", type(e).__name__)
        try:
            if isinstance(e, LookupError): raise StopIteration("thrown")
            if isinstance(e, ValueError): raise RuntimeError("other")
            raise e
        finally: del a, e
class Closes(Bare):
    def close(self):
        print("- closes.close")
        if self.n == 0: raise KeyError("close")
class Full(Bare):
    def send(self, v):
        print("- full.send", v); return self.__next__()
    def throw(self, *a):
        print("- full.throw", type(a[0]).__name__ if isinstance(a[0], BaseException) else a[0].__name__)
        if isinstance(a[0], KeyError): return "swallowed"
        try: raise a[0]
        # An exception must not hold the frame that holds it: a cycle lives until the collector runs.
        finally: del a
    def close(self): print("- full.close")
class Late:
    def __init__(self, n): self.n = n
    def __getattr__(self, name):
        print("- late", name); raise AttributeError(name)
    def __await__(self): return iter(self)
    def __iter__(self): return iter([self.n, "late"])
class Wrapped:
    def __init__(self, inner): self.inner = inner
    def __await__(self): return self.inner.__await__()
class Through:
    def __init__(self, inner): self.inner = inner
    def __await__(self):
        try: return (yield from self.inner.__await__())
        finally: print("- through over")
@types.coroutine
def old(n):
    try:
        got = yield ("old", n)
        print("- old got", got)
    except LookupError as e:
        print("- old caught", chain(e)); got = yield "again"
    finally:
        print("- old over")
    return got
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("- del", self.n)
    def __repr__(self): return f"D({self.n})"
class CM:
    def __init__(self, n, eat): self.n = n; self.eat = eat
    def __enter__(self): print("- enter", self.n); return self
    def __exit__(self, t, v, tb):
        print("- exit", self.n, t and t.__name__); return self.eat and t is not None and issubclass(t, self.eat)
class ACM(CM):
    async def __aenter__(self):
        print("- aenter", self.n); await Ping(("aenter", self.n)); return self
    async def __aexit__(self, t, v, tb):
        print("- aexit", self.n, t and t.__name__); await Ping(("aexit", self.n)); return self.eat and t is not None and issubclass(t, self.eat)
class AIter:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        self.n -= 1
        if self.n < 0: raise StopAsyncIteration
        if self.n == 1: await Ping("anext")
        return self.n
def chain(e):
    out = []
    seen = set()
    while e is not None and id(e) not in seen:
        seen.add(id(e)); out.append(f"{type(e).__name__}({e})"); e = e.__cause__ if e.__cause__ is not None else e.__context__
    return " < ".join(out)
def now():
    e = sys.exception()
    return e if e is None else type(e).__name__
def state(x):
    if inspect.iscoroutine(x): return inspect.getcoroutinestate(x), x.cr_running, type(x.cr_await).__name__
    if inspect.isgenerator(x): return inspect.getgeneratorstate(x), x.gi_running, type(x.gi_yieldfrom).__name__
    if inspect.isasyncgen(x): return inspect.getasyncgenstate(x), x.ag_running, type(x.ag_await).__name__
    return type(x).__name__
def line(x):
    frame = getattr(x, "cr_frame", None) or getattr(x, "gi_frame", None) or getattr(x, "ag_frame", None)
    if frame is None: return None
    return frame.f_lineno, sorted(frame.f_locals)
`

const ERRORS = [
  'ValueError',
  'KeyError',
  'RuntimeError',
  'StopIteration',
  'GeneratorExit',
  'StopAsyncIteration',
  'LookupError',
]
const CATCHES = [
  'ValueError',
  'KeyError',
  'RuntimeError',
  'Exception',
  'BaseException',
  'GeneratorExit',
  'LookupError',
  '(ValueError, KeyError)',
]
const AWAITABLES = ['Bare', 'Full', 'Sends', 'Throws', 'Closes']

/** The text of the program with this seed. */
export function program(seed) {
  const { below, pick, chance, next } = draw(seed)
  const functions = []
  let label = 0

  function value() {
    return pick([
      () => 'None',
      () => String(below(10)),
      () => `"s${below(5)}"`,
      () => 'x',
      () => '[x]',
      () => `(x, ${below(9)})`,
    ])()
  }
  function error() {
    return chance(0.2) ? `${pick(ERRORS)}` : `${pick(ERRORS)}("e${++label}")`
  }
  const named = (index, kind) => functions.slice(0, index).filter(f => f.kind === kind)
  function awaitable(index) {
    const earlier = named(index, 'coroutine')
    const options = [
      () => `Ping(${below(50)})`,
      () => `Ping(${below(50)})`,
      () => `${pick(AWAITABLES)}(${1 + below(2)})`,
      () => `${pick(AWAITABLES)}(${1 + below(2)})`,
      () => `old(${below(9)})`,
      () => `Late(${below(9)})`,
    ]
    if (earlier.length > 0) {
      const call = () => `${pick(earlier).name}(${value()})`
      for (let i = 0; i < 4; i++) options.push(call)
      options.push(
        () => `Wrapped(${call()})`,
        () => `Through(${call()})`,
      )
    }
    const agens = named(index, 'async generator')
    if (agens.length > 0) {
      const call = () => `${pick(agens).name}(${value()})`
      options.push(
        () => `anext(${call()})`,
        () => `anext(${call()}, "default")`,
        () => `${call()}.asend(None)`,
        () => `${call()}.athrow(${error()})`,
        () => `${call()}.aclose()`,
      )
    }
    return pick(options)()
  }
  function iterable(index) {
    const earlier = named(index, 'generator')
    return earlier.length > 0 && chance(0.8)
      ? `${pick(earlier).name}(${value()})`
      : pick(['range(2)', '"ab"', '[x, 1]', '(y for y in [x, 2])'])
  }
  function block(index, kind, depth, inLoop) {
    const lines = []
    const count = 1 + below(3)
    for (let i = 0; i < count; i++) lines.push(...statement(index, kind, depth, inLoop))
    return lines.map(line => `    ${line}`)
  }
  function suspend(index, kind) {
    if (kind === 'coroutine') {
      const agens = named(index, 'async generator')
      if (agens.length > 0 && chance(0.08)) return [`x = [i async for i in ${pick(agens).name}(${value()})]`]
      return [`x = await ${awaitable(index)}`]
    }
    if (kind === 'generator') return chance(0.35) ? [`x = yield from ${iterable(index)}`] : [`x = yield ${value()}`]
    return chance(0.5) ? [`x = yield ${value()}`] : [`x = await ${awaitable(index)}`]
  }
  /** Statements that make, hold and drop things. */
  function holding(index) {
    const own = named(index, 'coroutine')
    const gens = named(index, 'generator')
    const options = [
      () => [`d = D(${++label})`],
      () => [`d = [D(${++label})]`, 'del d'],
      () => [`D(${++label})`],
      () => [`x = D(${++label})`],
      () => ['x = None'],
      () => ['print("- now", now())'],
    ]
    if (gens.length > 0) {
      const g = () => `${pick(gens).name}(${value()})`
      options.push(
        () => [`g = ${g()}`, 'next(g, None)'],
        () => [`g = ${g()}`, 'print("- next", next(g, None))', 'del g'],
        () => [`g = ${g()}`, 'next(g, None)', 'g.close()'],
        () => [`print("- list", list(${g()}))`],
        () => [`x = ${g()}`, 'next(x, None)'],
        () => [`r = weakref.ref(${g()})`, 'print("- dead", r() is None)'],
        () => [`a, *b = ${g()}`],
      )
    }
    if (own.length > 0) {
      const c = () => `${pick(own).name}(${value()})`
      options.push(
        () => [`x = ${c()}`],
        () => [`k = [${c()}]`, 'k.clear()'],
        () => [`k = ${c()}`, 'k.close()'],
      )
    }
    return pick(options)()
  }
  function statement(index, kind, depth, inLoop) {
    const roll = next()
    if (depth === 0 || roll < 0.3) return suspend(index, kind)
    if (roll < 0.37) return [`print("- at ${++label}", x if isinstance(x, (int, str)) else type(x).__name__)`]
    if (roll < 0.43) return holding(index)
    if (roll < 0.47) return [`raise ${error()}`]
    if (roll < 0.5) return [`raise ${error()} from ${pick(['None', 'ValueError("cause")', 'sys.exception()'])}`]
    if (roll < 0.55) return [kind === 'async generator' ? 'return' : `return ${value()}`]
    if (roll < 0.59 && inLoop) return [pick(['break', 'continue'])]
    if (roll < 0.66) {
      const mode = kind === 'generator' ? '' : chance(0.6) ? 'async ' : ''
      const eat = chance(0.3) ? pick(['ValueError', 'Exception', 'KeyError']) : 'None'
      return [
        `${mode}with ${mode === '' ? 'CM' : 'ACM'}(${++label}, ${eat})${chance(0.5) ? ' as w' : ''}:`,
        ...block(index, kind, depth - 1, inLoop),
      ]
    }
    if (roll < 0.74) {
      const agens = named(index, 'async generator')
      const name = `i${++label}`
      const more = () => (chance(0.15) ? ['else:', ...block(index, kind, depth - 1, inLoop)] : [])
      if (kind !== 'generator' && chance(0.6)) {
        const source = agens.length > 0 && chance(0.85) ? `${pick(agens).name}(${value()})` : `AIter(${below(3)})`
        return [
          `async for ${name} in ${source}:`,
          `    print("- item", ${name})`,
          ...block(index, kind, depth - 1, true),
          ...more(),
        ]
      }
      return [`for ${name} in ${iterable(index)}:`, ...block(index, kind, depth - 1, true), ...more()]
    }
    if (roll < 0.78)
      return [`if ${pick(['x', 'x is None', 'isinstance(x, int)'])}:`, ...block(index, kind, depth - 1, inLoop)]
    const lines = ['try:', ...block(index, kind, depth - 1, inLoop)]
    const form = next()
    if (form < 0.75) {
      if (chance(0.12)) {
        // A group may neither be left by return, break or continue, nor hold what is no Exception with a BaseException pattern.
        const inner = block(index, kind, depth - 1, false).filter(line => !/\b(return|break|continue)\b/.test(line))
        const whole = inner.every(line => !/:$/.test(line)) ? inner : []
        lines.push(`except* ${pick(['ValueError', 'KeyError', 'LookupError'])} as e:`)
        lines.push('    print("- group", len(e.exceptions), chain(e.exceptions[0]))', ...whole)
      } else {
        lines.push(
          `except ${pick(CATCHES)} as e:`,
          `    print("- caught", chain(e))`,
          ...block(index, kind, depth - 1, inLoop),
        )
        if (chance(0.2)) lines.push(pick(['    raise', '    raise', '    raise e', '    raise KeyError("k") from e']))
        if (chance(0.2)) lines.push('else:', ...block(index, kind, depth - 1, inLoop))
      }
    }
    if (form > 0.5)
      lines.push(
        'finally:',
        `    print("- finally ${++label}")`,
        ...(chance(0.4) ? block(index, kind, depth - 1, false) : []),
      )
    return lines
  }

  const count = 3 + below(5)
  for (let i = 0; i < count; i++) {
    const kind = pick(['coroutine', 'coroutine', 'coroutine', 'generator', 'generator', 'async generator'])
    const name = `${kind[0] === 'c' ? 'co' : kind[0] === 'g' ? 'gen' : 'agen'}${i}`
    const body = [...block(i, kind, 3, false)]
    if (kind === 'generator' && !body.some(line => /\byield\b/.test(line))) body.push('    yield x')
    if (kind === 'async generator') {
      if (!body.some(line => /\byield\b/.test(line))) body.push('    yield x')
    }
    functions.push({ name, kind, text: [`${kind === 'generator' ? '' : 'async '}def ${name}(x):`, ...body].join('\n') })
  }

  const main = ['def main():', '    x = 0', '    pool = []']
  const made = []
  const steps = 6 + below(16)
  const attempt = (text, shown) => [
    '    try:',
    `        r = ${text}`,
    `        print("${shown} ->", state(r) if hasattr(r, "send") else r)`,
    '    except BaseException as e:',
    `        print("${shown} !!", chain(e))`,
  ]
  for (let i = 0; i < steps; i++) {
    const roll = next()
    if (made.length === 0 || roll < 0.25) {
      const f = pick(functions)
      const name = `v${made.length}`
      if (made.length > 0 && chance(0.25)) {
        // Another way to drive one of those that there are.
        const target = pick(made.filter(each => each.kind !== 'step'))
        const make = {
          coroutine: `${target.name}.__await__()`,
          generator: `iter(${target.name})`,
          'async generator': pick([
            `${target.name}.asend(${value()})`,
            `${target.name}.athrow(${error()})`,
            `${target.name}.aclose()`,
            `anext(${target.name}, "default")`,
          ]),
        }[target.kind]
        made.push({ name, kind: 'step' })
        main.push(
          '    try:',
          `        ${name} = ${make}`,
          '    except (AttributeError, TypeError):',
          `        ${name} = old(1)`,
        )
        continue
      }
      made.push({ name, kind: f.kind })
      main.push(`    ${name} = ${f.name}(${value()})`)
      if (chance(0.1)) main.push(`    f${name} = weakref.ref(${name}, lambda _: print("- lost ${name}"))`)
      continue
    }
    const target = pick(made)
    const object = target.name
    if (target.kind === 'async generator' && roll < 0.9) {
      const call = pick([`asend(${value()})`, '__anext__()', `athrow(${error()})`, 'aclose()', 'asend(None)'])
      const step = pick(['send(None)', 'send(None)', 'close()', `throw(${error()})`])
      main.push(...attempt(`${object}.${call}.${step}`, `${object}.${call.split('(')[0]}.${step.split('(')[0]}`))
    } else if (roll < 0.58) {
      main.push(...attempt(`${object}.send(${chance(0.7) ? 'None' : value()})`, `${object}.send`))
    } else if (roll < 0.69) main.push(...attempt(`${object}.throw(${error()})`, `${object}.throw`))
    else if (roll < 0.77) main.push(...attempt(`${object}.close()`, `${object}.close`))
    else if (roll < 0.83) main.push(`    ${object} = None`, ...attempt(`${object}.send(None)`, `${object}.send`))
    else if (roll < 0.86) main.push(`    ${object} = ${pick(made).name}`)
    else if (roll < 0.9) main.push(`    pool.append(${object})`)
    else if (roll < 0.92) main.push('    pool.clear()', '    print("cleared")')
    else if (roll < 0.94) main.push('    if pool: pool.pop()', '    print("popped")')
    else if (roll < 0.95) main.push(`    del ${object}`, `    ${object} = None`)
    else if (roll < 0.97) main.push(`    print("${object} line", line(${object}))`)
    else main.push(`    print("${object}", state(${object}))`)
  }
  main.push('    print("end")')
  return `${PRELUDE}${functions.map(f => f.text).join('\n')}\n${main.join('\n')}\nmain()\n`
}
