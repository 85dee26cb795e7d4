// Differential fuzzer of what is wrong with a program: pieces of the corpus, damaged, and given to CPython's compile() and to us. The
// report (line, caret, words) and the SyntaxWarnings before it must be the same. fuzz-syntax.mjs compares trees; this one sees all
// errors that come after the parser too: scopes, contexts of await, yield and return, targets, arguments, type parameters.
//
//   node scripts/fuzz-compile.mjs [COUNT [FIRST]]     COUNT programs (default 2000) from seed FIRST (default 1) on
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { draw } from './fuzz-random.mjs'
import { askPython, findPython } from './python.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const python = findPython()
const [count = 2000, first = 1] = process.argv.slice(2).map(Number)

const verdicts = `
import json, sys, traceback, warnings
def verdict(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always', SyntaxWarning)
        error = ''
        try:
            compile(source, '/program.py', 'exec', dont_inherit=True)
        except SyntaxError as e:
            # What the compiler says has its line from the file, which this program has not.
            if e.text is None and e.lineno: e.text = (source.split('\\n') + [''])[e.lineno - 1]
            error = ''.join(traceback.format_exception_only(e))
        except Exception as e:
            error = None
    return [error, [f'/program.py:{w.lineno}: {w.category.__name__}: {w.message}' for w in caught
        if w.category is SyntaxWarning]]
json.dump([verdict(source) for source in json.load(sys.stdin)], sys.stdout)
`

const outfile = join(root, 'out/fuzz-compile/load.cjs')
await build({
  stdin: {
    contents: `
import { libraryNames } from './debugger/main/library.ts'
import { loadProgram } from './debugger/session/program.ts'
export function verdict(source) {
  const files = {
    read: path => (path === '/program.py' ? { kind: 'file', bytes: new TextEncoder().encode(source) } : { kind: 'missing' }),
    resolve: path => path,
    libraryNames,
  }
  const program = loadProgram(files, '/program.py', undefined, 'coroscope')
  return program.kind === 'failed' ? program.text : program.warnings
}`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
})
const { verdict } = createRequire(import.meta.url)(outfile)

/** Statements of the corpus at the top level, of a few lines each. */
const pieces = readdirSync(join(root, 'test/fixtures/run'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.py'))
  .sort()
  .flatMap(name => {
    const text = readFileSync(join(root, 'test/fixtures/run', name), 'utf8')
    return text.split(/\n(?=\S)/).map(piece => `${piece.trimEnd()}\n`)
  })
  .filter(piece => piece.length > 30 && piece.split('\n').length < 20 && !/\t|[^\x20-\x7e\n]/.test(piece))

const STATEMENTS =
  `await x|yield 1|yield from x|return 1|return|nonlocal x|global x|global x, y; x = 1|nonlocal x, x|async with a: pass
async for a in b: pass|[x async for x in y]|{x: y async for x in z}|(x async for x in y)|break|continue|from a import *|import a.*|from __future__ import braces
from __future__ import annotations|del f()|del (x, 1)|x() = 1|*a = b|*a, *b = c|(a, b) += 1|(a, b): int = 1|[a]: int|x + 1 = 2|a and b = 1|not a = 1|f() += 1
def f(a, a): pass|def f(a=1, b): pass|def f(*): pass|def f(*, **k): pass|def f(**k, a): pass|def f(/, a): pass|def f(a, /, b, /): pass|def f(*a, *b): pass|def f(a, *, b=1, c, /): pass
f(x=1, 2)|f(**a, *b)|f(x for x in y, 1)|f(1, x for x in y)|f(a=1, a=2)|f(a.b=1)|f(True=1)|f(x=)|f(*)|f(**)|f(a b)|f(a, b c)|lambda: (yield)|lambda x, x: 1|lambda *: 1|lambda x=1, y: 1
class C[T, T]: pass|class C[T=int, U]: pass|type X[T] = (yield)|type X = await y|type X[T: (yield)] = 1|def f[T: (x := 1)](): pass|def f[*T=int, **P](): pass|class C[T](x := 1): pass|class C[T]: nonlocal T
try: pass|try: pass\nexcept* A: pass\nexcept B: pass|try: pass\nexcept*: pass|try: pass\nexcept* A:\n    return|try: pass\nexcept A, B: pass|try: pass\nexcept: pass\nexcept A: pass|try: pass\nexcept A as b.c: pass|try: pass\nfinally: pass\nelse: pass
match x:\n    case a: pass\n    case b: pass|match x:\n    case a | b: pass|match x:\n    case [a, a]: pass|match x:\n    case {**a, 'b': c}: pass|match x:\n    case C(a=1, 2): pass|match x:\n    case C(a=1, a=2): pass|match x:\n    case {1: a, 1: b}: pass|match x:\n    case *a: pass|match x:\n    case [*a, *b]: pass|match x:\n    case 1 + 2: pass|match x:\n    case -a: pass|match x:\n    case a as _: pass|match x:\n    case f'a': pass|match x:\n    case (a | 1): pass
f"{}"|f"{a b}"|f"{a!z}"|f"{a!}"|f"{a"|f"}"|f"{a:{b:{c}}}"|f"{*a}"|f"{**a}"|f"{lambda x: 1}"|f"{a = !r}"|f"{a:{}}"|f"{yield}"|f"{await x}"|f"{'a' 'b}"|f"{a!r b}"|f'{a["b}'|f"{#}"|f"{\\}"|b"é"|"a" b"c"|f"{a}" b"c"|"\\d"|"\\400"|b"\\400"|f"\\d{a}"|"\\N{no}"|"\\x1"|"\\u12"
(x := 1) = 2|x := 1|[x := 1 for x in y]|[y := 1 for x in (y := 2)]|[(x.a := 1)]|f(x := 1, y=(z := 1))|class D: [(z := 1) for x in y]|(yield) = 1|(await x) = 1|x = yield = 1|None = 1|True += 1|__debug__ = 1|def __debug__(): pass|for None in x: pass|for f() in x: pass|for x in *a: pass|for x, in: pass|with a as f(): pass|with a as 1: pass|with (a as b, c as d): pass|import a as b.c|from . import *|from a import (b, c|import|from a import|from .. import a b
if x = 1: pass|while x := 1: pass|if (x = 1): pass|elif x: pass|else: pass|except: pass|finally: pass|x = (1, 2|x = [1, 2)|x = {1: 2, 3}|x = {1, 2: 3}|x = {**a, b}|x = {*a: 1}|x = {1: *a}|x = {1:}|x = [*a for a in b]|x = {**a for a in b}|x = (*a)|x = *a|print 1|print "a" if x|exec "a"|raise a, b|raise from x|assert (x, 1)|assert|x is 1|x is not "a"|1 is x|1(2)|"a"[b, c]|[1][a, b]|(1, 2)(3)|1 2|a b|a b c|1a|0777|1_|0x|0b2|1__0|1.e|5j7|x = 1if y else 2|1or 2|0xfor x|x ? y|x $ y|x = 'a|x = """a|x++|x--|++x|!x|x <> y|a.1|a.if|a..b|x.|x[]|x[1:2:3:4]|x[*a: b]|(x for x in y for)|[x for x y]|[for x in y]|[x, y for x in z]|{x, y for x in z}|(x, y for x in z)|{x: y, z for x in a}|async def f(): [await x for x in y]|async x|async lambda: 1|async = 1|await = 1|def await(): pass|def f(await): pass|import await|class C: await x|class C: return|class C: yield|@await x\ndef f(): pass|@x y\ndef f(): pass|@\ndef f(): pass|def f()|def f() pass|def f: pass|def f(): return = 1|def (x): pass|def f(x y): pass|def f((x, y)): pass|def f(1): pass|def f(x=): pass|def f(x: int = ): pass|def f() -> : pass|class C(: pass|class C(x: pass|class: pass|class 1: pass|lambda x: yield|lambda (x): 1|lambda: x = 1|x = lambda: (yield from y)|nonlocal|global 1|global x.y|pass x|break x|continue 1|del|del *a|del a, *b|del (a, b), [c]|del a + b|del x if y else z|del None|del (a for a in b)|return *a, b|yield *a, b|return yield|x: int: str|x: int = y = 1|(x): int = 1|x.y: int|x: *a|x: yield|x: (yield)|x: (y := 1)|1: int|def g():\n    x = 1\n    global x|def g():\n    print(x)\n    nonlocal x|def g(x):\n    global x|def g(x):\n    nonlocal x|def g():\n    global x\n    nonlocal x|class D:\n    nonlocal __class__|def g():\n    x: int\n    global x|def g():\n    import x\n    global x|def g():\n    for x in y: pass\n    global x|def g():\n    (x := 1)\n    global x|def g():\n    def h(): nonlocal zz|async def g():\n    yield 1\n    return 2|async def g():\n    yield from x|async def g():\n    return [await x for x in y if await z]|def g():\n    return [await x for x in y]|def g():\n    return (await x for x in y)|async def g():\n    return lambda: await x|async def g():\n    def h(): await x|async def g(x=await y): pass|async def g(x: await y): pass|def g() -> (yield): pass|def g(x: (yield)): pass|async def g():\n    class D: await x|async def g():\n    [(yield x) for x in y]|def g():\n    [(yield x) for x in y]|def g():\n    {(yield x): 1 for x in y}|def g():\n    ((yield x) for x in y)|def g():\n    [x for x in (yield y)]|def g():\n    [x for x in y if (yield)]|while 1:\n    def h(): break|for x in y:\n    class D: continue|try: pass\nfinally:\n    continue|for x in y:\n    try: pass\n    finally: continue|for x in y:\n    try: pass\n    except* A: break|def g():\n    try: pass\n    except* A: return 1`
    .split(/[|\n]/)
    .map(text => text.replaceAll('\\n', '\n'))

const REPLACEMENTS =
  '(yield)|(yield from x)|await x|*x|**x|x := 1|(x := 1)|[y for y in x]|[y async for y in x]|(await y for y in x)|lambda: x|lambda: (yield)|None|True|__debug__|f"{x!z}"|f"{x y}"|f"{}"|"a" "b"|1|1.5|...|x.y|x[0]|f(x)|(x, y)|[x, y]|{x}|{x: y}|-x|not x|x if y else z|x and y|x < y|x = 1|b"x"|"\\d"'.split(
    '|',
  )
const KEYWORDS =
  'await async yield from return nonlocal global for in if else elif while with as try except finally raise def class lambda del import pass break continue not and or is None True False match case type _'.split(
    ' ',
  )
const RUBBISH = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  ',',
  '.',
  '=',
  ':=',
  '*',
  '**',
  '->',
  '@',
  ';',
  '!',
  '==',
  '"',
  "'",
  '\\',
  '+',
  'e',
  '0',
]
const TOKEN = /"[^"\n]*"|'[^'\n]*'|\w+|[^\s\w]/g

/** The damaged piece of the corpus with this seed. */
function program(seed) {
  const { below, pick, chance } = draw(seed * 7919)
  let text = pick(pieces)
  if (chance(0.15)) text = `def outer(x, y):\n${text.replace(/^(?=.)/gm, '    ')}`
  const tokens = () => [...text.matchAll(TOKEN)]
  const replaceToken = make => {
    const all = tokens()
    if (all.length === 0) return
    const at = pick(all)
    text = text.slice(0, at.index) + make(at[0], all) + text.slice(at.index + at[0].length)
  }
  const replaceLine = make => {
    const lines = text.split('\n')
    const at = below(lines.length - 1)
    lines.splice(at, 1, ...make(lines[at]))
    text = lines.join('\n')
  }
  const statement = line => {
    const indent = /^ */.exec(/:\s*$/.test(line) && chance(0.7) ? `${line}    `.replace(/^( *).*$/, '$1    ') : line)[0]
    return pick(STATEMENTS).replace(/^/gm, indent)
  }
  const damages = [
    () => replaceLine(line => [line, statement(line)]),
    () => replaceLine(line => [line, statement(line)]),
    () => replaceLine(line => [line, statement(line)]),
    () => replaceToken(token => (/^[A-Za-z_]/.test(token) ? pick(REPLACEMENTS) : token)),
    () => replaceToken(token => (/^[A-Za-z_]/.test(token) ? pick(REPLACEMENTS) : token)),
    () => replaceToken(token => (/^[A-Za-z_]/.test(token) ? pick(KEYWORDS) : token)),
    () => replaceToken(() => ''),
    () => replaceToken(token => `${token} ${pick(RUBBISH)}`),
    () => replaceToken((token, all) => `${token} ${pick(all)[0]}`),
    () => replaceToken((_, all) => pick(all)[0]),
    () =>
      replaceLine(line => [
        line.replace(/^ */, indent => ' '.repeat(Math.max(0, indent.length + pick([-4, -1, 1, 4])))),
      ]),
    () => replaceLine(line => (chance(0.5) ? [] : [line, line])),
  ]
  for (let i = chance(0.8) ? 1 : 2; i > 0; i--) pick(damages)()
  return text
}

/** At the end of a text compile() sees one more empty line than a run of a file does: then there is a caret. */
const comparable = text =>
  /block$|block after .*$|unexpected unindent$/.test(text.trimEnd())
    ? text.replace(/\n *\^+(?=\n)/, '').trimEnd()
    : text.trimEnd()
const words = text => (text === null ? '' : text.replace(/^/gm, '    '))
let different = 0
let wrong = 0
const BATCH = 2000
for (let start = first; start < first + count; start += BATCH) {
  const seeds = Array.from({ length: Math.min(BATCH, first + count - start) }, (_, i) => start + i)
  const programs = seeds.map(program)
  const theirs = askPython(python, verdicts, programs)
  for (const [i, [error, warned]] of theirs.entries()) {
    // CPython has trouble with itself.
    if (error === null) continue
    if (error !== '') wrong++
    let ours
    try {
      ours = verdict(programs[i])
    } catch (e) {
      ours = `OUR FAULT ${e.stack}`
    }
    const ourWarnings = ours.split('\n').filter(line => /Warning: /.test(line) && line.startsWith('/program.py'))
    // Each warning is followed by the line it is about.
    const lines = ours.split('\n')
    const at = lines.findIndex(line => /^ {2}File "|^SyntaxError|^IndentationError|^TabError|^OUR/.test(line))
    const ourError = at < 0 ? '' : lines.slice(at).join('\n')
    if (comparable(ourError) === comparable(error) && ourWarnings.join('\n') === warned.join('\n')) continue
    // What is refused by Coro alone is no error of CPython's.
    if (error === '' && !/^\w*Error: /m.test(ourError) && ourWarnings.join('\n') === warned.join('\n')) continue
    different++
    console.log(`seed ${seeds[i]}:\n${words(programs[i])}\n  ours\n${words(`${ourWarnings.join('\n')}\n${ourError}`)}`)
    console.log(`  CPython\n${words(`${warned.join('\n')}\n${error}`)}`)
  }
}
console.log(`${count} programs from seed ${first}, ${wrong} of them wrong: ${different} different`)
process.exitCode = different === 0 ? 0 : 1
