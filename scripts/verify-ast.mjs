/**
 * Compares our trees with CPython 3.13's over its whole standard library: `npm run verify:ast [-- FILE|DIRECTORY …]`.
 *
 * For every file that this Python compiles, `dump ast -a` (positions too) must be `ast.dump(ast.parse(source), indent=3,
 * include_attributes=True)`, character for character. One Python process answers with a digest for each file, so that
 * hundreds of megabytes need not pass between the two; the texts themselves are fetched for the first differences.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPython, loadLanguage } from './python.mjs'

const digests = `
import ast, hashlib, io, os, sys, tokenize, warnings
warnings.simplefilter('ignore')
sys.setrecursionlimit(20000)
for path in sys.stdin.read().split('\\n'):
    if not path: continue
    try:
        with open(path, 'rb') as file: data = file.read()
        compile(data, path, 'exec', dont_inherit=True)
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
        if encoding not in ('utf-8', 'utf-8-sig', 'iso-8859-1', 'ascii'): print('-', path); continue
        source = data.decode(encoding)
        text = ast.dump(ast.parse(source), indent=3, include_attributes=True)
    except (SyntaxError, ValueError, UnicodeError, RecursionError, MemoryError) as error:
        print('-', path); continue
    print(hashlib.sha1(text.encode('utf-8', 'surrogatepass')).hexdigest(), path)
`

const oneDump = `
import ast, io, sys, tokenize, warnings
warnings.simplefilter('ignore')
data = open(sys.argv[1], 'rb').read()
source = data.decode(tokenize.detect_encoding(io.BytesIO(data).readline)[0])
sys.stdout.reconfigure(errors='surrogatepass', encoding='utf-8')
print(ast.dump(ast.parse(source), indent=3, include_attributes=True))
`

function pythonFiles(path, out = []) {
  if (path.endsWith('.py')) out.push(path)
  else {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) {
        if (entry.name !== '__pycache__' && entry.name !== 'site-packages') pythonFiles(join(path, entry.name), out)
      } else if (entry.name.endsWith('.py')) out.push(join(path, entry.name))
    }
  }
  return out
}

function readSource(path) {
  const bytes = readFileSync(path)
  const head = bytes
    .subarray(0, 200)
    .toString('latin1')
    .split(/\r\n?|\n/, 2)
    .join('\n')
  const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m.exec(head)
  return bytes.toString(cookie !== null && /^(?:iso-8859-1|latin-?1|iso-latin-1)/i.test(cookie[1]) ? 'latin1' : 'utf8')
}

/** SHA-1 of the text in UTF-8, lone surrogates encoded as Python's `surrogatepass` does. */
function digestOf(text) {
  const hash = createHash('sha1')
  if (text.isWellFormed()) hash.update(text)
  else for (const char of text) hash.update(char.isWellFormed() ? char : surrogateBytes(char.charCodeAt(0)))
  return hash.digest('hex')
}

function surrogateBytes(unit) {
  return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)])
}

function main() {
  const python = findPython()
  const language = loadLanguage()
  const arguments_ = process.argv.slice(2)
  const library = execFileSync(python, ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
    encoding: 'utf8',
  }).trim()
  const files = (arguments_.length > 0 ? arguments_ : [library]).flatMap(path => pythonFiles(path)).sort()
  const answer = spawnSync(python, ['-c', digests], { input: files.join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 })
  if (answer.status !== 0) {
    console.error(answer.stderr)
    process.exit(2)
  }
  let compared = 0
  let skipped = 0
  let parseTime = 0
  let size = 0
  const different = []
  for (const line of answer.stdout.split('\n')) {
    if (line === '') continue
    const space = line.indexOf(' ')
    const digest = line.slice(0, space)
    const path = line.slice(space + 1)
    if (digest === '-') {
      skipped++
      continue
    }
    const source = readSource(path)
    const before = performance.now()
    const { tree, text, diagnostics } = language.parse(source)
    parseTime += performance.now() - before
    size += source.length
    compared++
    const errors = diagnostics.filter(item => item.severity === 'error')
    const dump = language.dumpAst(tree, text, { attributes: true })
    if (errors.length > 0 || digestOf(dump) !== digest) different.push({ path, dump, errors })
  }
  for (const { path, dump, errors } of different.slice(0, 10)) report(python, path, dump, errors)
  for (const { path } of different.slice(10)) console.log(`different: ${path}`)
  const same = compared - different.length
  const percent = compared === 0 ? 0 : Math.floor((same / compared) * 10000) / 100
  console.log(
    `${same} of ${compared} files give the same tree: ${percent} % (${skipped} skipped, which this Python does not compile)`,
  )
  console.log(
    `parsed ${(size / 1e6).toFixed(1)} MB in ${(parseTime / 1000).toFixed(2)} s: ${(size / 1000 / parseTime).toFixed(1)} MB/s`,
  )
  process.exit(different.length > 0 ? 1 : 0)
}

function report(python, path, dump, errors) {
  console.log(`different: ${path}`)
  for (const error of errors.slice(0, 3)) console.log(`  our error at ${error.start}: ${error.message}`)
  const theirs = spawnSync(python, ['-c', oneDump, path], { encoding: 'utf8', maxBuffer: 1 << 30 }).stdout.split('\n')
  const ours = dump.split('\n')
  const at = ours.findIndex((line, index) => line !== theirs[index])
  if (at < 0) return
  console.log(`  line ${at + 1} of the dump: ours ${ours[at].trim()} / CPython ${(theirs[at] ?? '').trim()}`)
  console.log(
    ours
      .slice(Math.max(0, at - 6), at)
      .map(line => `    ${line}`)
      .join('\n'),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
