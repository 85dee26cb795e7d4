/**
 * Compares our front end with CPython 3.13 on random programs: `node scripts/fuzz-syntax.mjs [seed] [count]`.
 *
 * Programs are made by a small grammar, most of them right and some of them nearly so; half are then damaged in one or two places.
 * A right one must give the same tree, positions included; a wrong one the same error: type, words, line and columns. What differs
 * is printed; it belongs into test/fixtures.
 */

import { createHash } from 'node:crypto'
import { askPython, findPython, loadLanguage } from './python.mjs'

const verdicts = `
import ast, hashlib, json, sys, warnings
warnings.simplefilter('ignore')
def verdict(source):
    try:
        text = ast.dump(ast.parse(source), indent=1, include_attributes=True)
    except SyntaxError as e:
        return [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
    except Exception:  # CPython's own trouble with its tree
        return None
    return hashlib.sha1(text.encode('utf-8', 'surrogatepass')).hexdigest()
json.dump([verdict(source) for source in json.load(sys.stdin)], sys.stdout)
`

const [seed = 1, count = 5000] = process.argv.slice(2).map(Number)
let state = seed

/** A number from 0 up to `limit`, from a linear congruential generator: the same programs for the same seed. */
function random(limit) {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0
  return Math.floor((state / 4294967296) * limit)
}

function pick(choices) {
  const choice = choices[random(choices.length)]
  return typeof choice === 'function' ? choice() : choice
}

let depth = 0

/** Calls `make` unless that is deep enough already. */
function nest(limit, make, leaf) {
  if (depth >= limit) return leaf()
  depth++
  const text = make()
  depth--
  return text
}

const atoms = 'a b c 1 2.5 3j \'s\' b"t" None True x.y f(x) a[0] match type case _ print ... u"x" (a) [] f"{a}"'.split(
  ' ',
)
const expression = () =>
  nest(
    6,
    () => pick(expressions),
    () => pick(atoms),
  )
const e = expression
const inString = () => e().replaceAll("'", '"')
const binary = [' + ', ' - ', '*', '/', '//', '%', '@', '**', ' | ', '&', '^', '<<', '>>', ' ']
const comparing = [' and ', ' or ', ' < ', ' == ', ' is not ', ' not in ', ' in ', ' is ', '!=', '>=', '<>']
const prefixes = ['not ', '-', '+', '~', 'await ', '*', '**', 'lambda: ', 'lambda x, *y: ', 'yield ', 'yield from ']
const loops = () => ` for ${target()} in ${e()}${pick(['', () => ` if ${e()}`, () => ` for ${target()} in ${e()}`])}`
const index = [
  e,
  () => `${e()}:${e()}`,
  ':',
  () => `::${e()}`,
  () => `${e()}, ${e()}`,
  () => `*${e()}`,
  () => `${e()}:${e()}:${e()}, ${e()}`,
  () => `n := ${e()}`,
]
const conversions = ['', '=', '!r', '!r:x', () => `:x{${inString()}}`, ':', ' = ', '!z']
const expressions = [
  ...Array(12).fill(() => pick(atoms)),
  () => e() + pick(binary) + e(),
  () => e() + pick(comparing) + e(),
  () => pick(prefixes) + e(),
  () => `${e()} if ${e()} else ${e()}`,
  () => `(${e()})`,
  () => `(${e()}, ${e()})`,
  () => `[${e()}${pick([() => `, ${e()}`, ',', ''])}]`,
  () => `{${e()}: ${e()}${pick([() => `, **${e()}`, () => `, ${e()}: ${e()}`, ','])}}`,
  () => `{${e()}, ${e()}}`,
  () => `${pick(['[', '(', '{'])}${e()}${loops()}${pick([']', ')', '}'])}`,
  () => `[${e()}${loops()}]`,
  () => `${e()}(${callArguments()})`,
  () => `${e()}[${pick(index)}]`,
  () => `${e()}.n`,
  () => `(n := ${e()})`,
  () => `n := ${e()}`,
  () => `f'{${inString()}${pick(conversions)}}'`,
  () => `lambda ${parameters()}: ${e()}`,
  () => `${e()}, ${e()}`,
]

const several = make => Array.from({ length: random(5) }, (_, i) => make(i)).join(', ') + pick(['', '', ','])
const callArguments = () =>
  several(() =>
    pick([e, e, () => `*${e()}`, () => `**${e()}`, () => `k=${e()}`, () => `n := ${e()}`, () => e() + loops()]),
  )
const parameters = () =>
  several(i =>
    pick([`p${i}`, () => `p${i}=${e()}`, '*', '/', `*q${i}`, `**r${i}`, () => `p${i}: ${e()}`, () => `*s: *${e()}`]),
  )
const target = () => pick(['x', 'x, y', '(x, *y)', 'x.a', 'x[0]', '*x', 'x,', '[x, y]', e])

const pattern = () =>
  nest(
    6,
    () => pick(patterns),
    () => pick(['_', '1', 'a', 'None']),
  )
const p = pattern
const patterns = [
  ...['a.b', '-1', '1+2j', '*_', '*n', 'a.b.C()', "'s'", '_', 'x', '0'],
  () => `${p()} | ${p()}`,
  () => `[${p()}, ${p()}]`,
  () => `(${p()})`,
  () => `${p()}, ${p()}`,
  () => `{${e()}: ${p()}}`,
  () => `{"k": ${p()}, **r}`,
  () => `C(${p()}, k=${p()})`,
  () => `${p()} as n`,
  e,
]

const simple = () => pick(simples)
const simples = [
  e,
  () => `${target()} = ${e()}`,
  () => `${target()} += ${e()}`,
  () => `${target()}: ${e()}`,
  () => `${target()}: ${e()} = ${e()}`,
  () => `return ${e()}`,
  () => `del ${target()}`,
  () => `raise ${e()} from ${e()}`,
  () => `assert ${e()}, ${e()}`,
  'import a.b as c',
  'from .a import (b, c as d,)',
  'global x, y',
  'pass',
  () => `x = y = ${e()}`,
  () => `type X[T: ${e()}, *U = ${e()}] = ${e()}`,
  'pass; pass;',
  () => `${e()}; ${e()}`,
]

const block = indent => pick([() => ` ${simple()}\n`, () => `\n${indent}    ${statement(`${indent}    `)}`])
const aliases = ['', () => ` as ${target()}`, () => ` as x, ${e()}`]
const handlers = [
  'finally:',
  'except:',
  () => `except ${e()}:`,
  () => `except* ${e()} as n:`,
  () => `except ${e()} as n:`,
]

function statement(indent) {
  const body = () => block(indent)
  const compound = [
    () => `if ${e()}:${body()}${pick(['', () => `${indent}elif ${e()}:${body()}`, () => `${indent}else:${body()}`])}`,
    () => `for ${target()} in ${e()}:${body()}`,
    () => `while ${e()}:${body()}`,
    () => `with ${e()}${pick(aliases)}:${body()}`,
    () => `with (${e()}${pick(aliases)}):${body()}`,
    () => `try:${body()}${indent}${pick(handlers)}${body()}`,
    () => `def f(${parameters()})${pick(['', () => ` -> ${e()}`])}:${body()}`,
    () => `async def f(${parameters()}):${body()}`,
    () => `class C${pick(['', () => `(${callArguments()})`, '[T]'])}:${body()}`,
    () => `@${e()}\n${indent}def g(): pass\n`,
    () => `match ${e()}:\n${indent}    case ${p()}${pick(['', () => ` if ${e()}`])}:${block(`${indent}    `)}`,
    () => `${simple()}\n${indent}${statement(indent)}`,
  ]
  return nest(
    7,
    () => (random(3) === 0 ? `${simple()}\n` : pick(compound)),
    () => `${simple()}\n`,
  )
}

const rubbish = `'"{}()[]:!=,.\\#\n\t @*-+<>%$?;éü€0x9jJeE_fFrRbBuU`.split('')

/** Takes out, doubles, moves or replaces a token, or strews in a character. */
function damage(source, language) {
  const { significant: tokens } = language.parse(source).tokens
  const token = () => {
    const at = random(tokens.length)
    return [tokens.starts[at], tokens.ends[at]]
  }
  const [start, end] = token()
  const [from, to] = token()
  return pick([
    () => source.slice(0, start) + source.slice(end),
    () => source.slice(0, end) + source.slice(start),
    () => source.slice(0, start) + source.slice(from, to) + source.slice(end),
    () => source.slice(0, start) + pick(rubbish) + source.slice(start),
    () => source.slice(0, random(source.length)),
  ])
}

/** SHA-1 of a text in UTF-8, lone surrogates as Python's `surrogatepass` writes them. */
function digest(text) {
  const hash = createHash('sha1')
  for (const part of text.isWellFormed() ? [text] : text) {
    const unit = part.charCodeAt(0)
    hash.update(
      part.isWellFormed() ? part : Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)]),
    )
  }
  return hash.digest('hex')
}

function ourVerdict(source, language) {
  const { tree, text, diagnostics } = language.parse(source)
  const error = language.firstSyntaxError(diagnostics)
  if (error === undefined) return digest(language.dumpAst(tree, text, { attributes: true, indent: 1 }))
  const { lineno, offset, end_lineno, end_offset } = error.reported ?? {}
  return [error.type, error.message, lineno, offset, end_lineno, end_offset]
}

const python = findPython()
const language = loadLanguage()
const programs = []
while (programs.length < count) {
  depth = 0
  let program = statement('')
  for (let rest = random(4) - 1; rest > 0; rest--) program = damage(program, language)
  if (program.length < 2000) programs.push(program)
}
const theirs = askPython(python, verdicts, programs)
let different = 0
let right = 0
for (const [index, program] of programs.entries()) {
  if (theirs[index] === null) continue
  if (typeof theirs[index] === 'string') right++
  const ours = ourVerdict(program, language)
  if (JSON.stringify(ours) === JSON.stringify(theirs[index])) continue
  different++
  if (different > 20) continue
  console.log(
    `${JSON.stringify(program)}\n  ours    ${JSON.stringify(ours)}\n  CPython ${JSON.stringify(theirs[index])}`,
  )
}
console.log(`${count} programs from seed ${seed}, ${right} of them right: ${different} different`)
process.exit(different > 0 ? 1 : 0)
