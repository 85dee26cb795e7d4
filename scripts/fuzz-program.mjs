// Random coroutine programs, a function of their seed: coroutines, generators and async generators that await, delegate, catch,
// clean up and return, custom awaitables with and without send, throw and close, and a main() that drives them with send, throw,
// close and del. Every program ends, and prints no address.

const PRELUDE = `\
import inspect
class Ping:
    def __init__(self, n): self.n = n
    def __await__(self):
        got = yield self.n
        print("  ping got", got)
        return got
class Bare:
    def __init__(self, n): self.n = n
    def __await__(self): return self
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration("bare")
        return ("bare", self.n)
class Full(Bare):
    def send(self, v):
        print("  full.send", v); return self.__next__()
    def throw(self, *a):
        print("  full.throw", type(a[0]).__name__ if isinstance(a[0], BaseException) else a[0].__name__)
        if isinstance(a[0], KeyError): return "swallowed"
        try: raise a[0]
        # An exception must not hold the frame that holds it: a cycle lives until the collector runs.
        finally: del a
    def close(self): print("  full.close")
class CM:
    def __init__(self, n, eat): self.n = n; self.eat = eat
    def __enter__(self): print("  enter", self.n); return self
    def __exit__(self, t, v, tb):
        print("  exit", self.n, t and t.__name__); return self.eat and t is not None and issubclass(t, self.eat)
class ACM(CM):
    async def __aenter__(self):
        print("  aenter", self.n); await Ping(("aenter", self.n)); return self
    async def __aexit__(self, t, v, tb):
        print("  aexit", self.n, t and t.__name__); await Ping(("aexit", self.n)); return self.eat and t is not None and issubclass(t, self.eat)
def chain(e):
    out = []
    seen = set()
    while e is not None and id(e) not in seen:
        seen.add(id(e)); out.append(f"{type(e).__name__}({e})"); e = e.__cause__ if e.__cause__ is not None else e.__context__
    return " < ".join(out)
def state(x):
    if inspect.iscoroutine(x): return inspect.getcoroutinestate(x)
    if inspect.isgenerator(x): return inspect.getgeneratorstate(x)
    return type(x).__name__
`

/** A generator of pseudo-random numbers below 1 (mulberry32). */
function random(seed) {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

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

/** The text of the program with this seed. */
export function program(seed) {
  const next = random(seed)
  const below = n => Math.floor(next() * n)
  const pick = list => list[below(list.length)]
  const chance = p => next() < p
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
  function awaitable(index) {
    const earlier = functions.slice(0, index).filter(f => f.kind === 'coroutine')
    const options = [
      () => `Ping(${below(50)})`,
      () => `Ping(${below(50)})`,
      () => `Bare(${1 + below(2)})`,
      () => `Full(${1 + below(2)})`,
    ]
    if (earlier.length > 0) for (let i = 0; i < 4; i++) options.push(() => `${pick(earlier).name}(${value()})`)
    return pick(options)()
  }
  function iterable(index) {
    const earlier = functions.slice(0, index).filter(f => f.kind === 'generator')
    return earlier.length > 0 && chance(0.8)
      ? `${pick(earlier).name}(${value()})`
      : pick(['range(2)', '"ab"', '[x, 1]'])
  }
  function block(index, kind, depth, inLoop) {
    const lines = []
    const count = 1 + below(3)
    for (let i = 0; i < count; i++) lines.push(...statement(index, kind, depth, inLoop))
    return lines.map(line => `    ${line}`)
  }
  function suspend(index, kind) {
    if (kind === 'coroutine') return [`x = await ${awaitable(index)}`]
    if (kind === 'generator') return chance(0.35) ? [`x = yield from ${iterable(index)}`] : [`x = yield ${value()}`]
    return chance(0.5) ? [`x = yield ${value()}`] : [`x = await ${awaitable(index)}`]
  }
  function statement(index, kind, depth, inLoop) {
    const roll = next()
    if (depth === 0 || roll < 0.32) return suspend(index, kind)
    if (roll < 0.42) return [`print("  at ${++label}", x)`]
    if (roll < 0.47) return [`raise ${error()}`]
    if (roll < 0.5) return [`raise ${error()} from ${pick(['None', 'ValueError("cause")'])}`]
    if (roll < 0.55) return [kind === 'async generator' ? 'return' : `return ${value()}`]
    if (roll < 0.59 && inLoop) return [pick(['break', 'continue'])]
    if (roll < 0.66) {
      const mode = kind === 'generator' ? '' : chance(0.6) ? 'async ' : ''
      const eat = chance(0.3) ? pick(['ValueError', 'Exception', 'KeyError']) : 'None'
      return [
        `${mode}with ${mode === '' ? 'CM' : 'ACM'}(${++label}, ${eat}) as w:`,
        ...block(index, kind, depth - 1, inLoop),
      ]
    }
    if (roll < 0.74) {
      const agens = functions.slice(0, index).filter(f => f.kind === 'async generator')
      const name = `i${++label}`
      if (kind !== 'generator' && agens.length > 0 && chance(0.6)) {
        return [
          `async for ${name} in ${pick(agens).name}(${value()}):`,
          `    print("  item", ${name})`,
          ...block(index, kind, depth - 1, true),
        ]
      }
      return [`for ${name} in ${iterable(index)}:`, ...block(index, kind, depth - 1, true)]
    }
    if (roll < 0.78)
      return [`if ${pick(['x', 'x is None', 'isinstance(x, int)'])}:`, ...block(index, kind, depth - 1, inLoop)]
    const lines = ['try:', ...block(index, kind, depth - 1, inLoop)]
    const form = next()
    if (form < 0.75) {
      lines.push(
        `except ${pick(CATCHES)} as e:`,
        `    print("  caught", chain(e))`,
        ...block(index, kind, depth - 1, inLoop),
      )
      if (chance(0.2)) lines.push('    raise')
      if (chance(0.2)) lines.push('else:', ...block(index, kind, depth - 1, inLoop))
    }
    if (form > 0.5)
      lines.push(
        'finally:',
        `    print("  finally ${++label}")`,
        ...(chance(0.4) ? block(index, kind, depth - 1, false) : []),
      )
    return lines
  }

  const count = 3 + below(5)
  for (let i = 0; i < count; i++) {
    const kind = pick(['coroutine', 'coroutine', 'coroutine', 'generator', 'generator', 'async generator'])
    const name = `${kind[0] === 'c' ? 'co' : kind[0] === 'g' ? 'gen' : 'agen'}${i}`
    const body = [...block(i, kind, 3, false)]
    if (kind === 'generator' && !body.some(line => line.includes('yield'))) body.push('    yield x')
    if (kind === 'async generator') {
      if (!body.some(line => /\byield\b/.test(line))) body.push('    yield x')
    }
    functions.push({ name, kind, text: [`${kind === 'generator' ? '' : 'async '}def ${name}(x):`, ...body].join('\n') })
  }

  const main = ['def main():', '    x = 0', '    pool = []']
  const made = []
  const steps = 6 + below(14)
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
      made.push({ name, kind: f.kind })
      main.push(`    ${name} = ${f.name}(${value()})`)
      continue
    }
    const target = pick(made)
    const object = target.name
    if (target.kind === 'async generator') {
      const call = pick([`asend(${value()})`, '__anext__()', `athrow(${error()})`, 'aclose()', 'asend(None)'])
      const step = pick(['send(None)', 'send(None)', 'close()', `throw(${error()})`])
      main.push(...attempt(`${object}.${call}.${step}`, `${object}.${call.split('(')[0]}.${step.split('(')[0]}`))
    } else if (roll < 0.6) {
      main.push(...attempt(`${object}.send(${chance(0.7) ? 'None' : value()})`, `${object}.send`))
    } else if (roll < 0.72) main.push(...attempt(`${object}.throw(${error()})`, `${object}.throw`))
    else if (roll < 0.8) main.push(...attempt(`${object}.close()`, `${object}.close`))
    else if (roll < 0.86) main.push(`    ${object} = None`, ...attempt(`${object}.send(None)`, `${object}.send`))
    else if (roll < 0.9) main.push(`    pool.append(${object})`)
    else if (roll < 0.93) main.push('    pool.clear()', '    print("cleared")')
    else main.push(`    print("${object}", state(${object}))`)
  }
  main.push('    print("end")')
  return `${PRELUDE}${functions.map(f => f.text).join('\n')}\n${main.join('\n')}\nmain()\n`
}
