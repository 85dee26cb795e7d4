/**
 * Asks CPython 3.13 what it says of each program in test/fixtures/invalid/*.json and writes it beside the program:
 * `node scripts/record-invalid.mjs`.
 *
 * `stage` tells who speaks: `parse` (tokenizer and parser), `compile` (what comes after them), or `none` (nobody).
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askPython, findPython, root } from './python.mjs'

const code = `
import ast, json, sys, warnings
warnings.simplefilter('ignore')
def verdict(source):
    stage = 'parse'
    try:
        ast.parse(source)
        stage = 'compile'
        compile(source, '<string>', 'exec', dont_inherit=True)
    except SyntaxError as error:
        return {'stage': stage, 'type': type(error).__name__, 'message': error.msg, 'lineno': error.lineno,
                'offset': error.offset, 'end_lineno': error.end_lineno, 'end_offset': error.end_offset}
    return {'stage': 'none'}
json.dump([verdict(source) for source in json.load(sys.stdin)], sys.stdout)
`

const directory = join(root, 'test/fixtures/invalid')
const python = findPython()
for (const name of readdirSync(directory).sort()) {
  if (!name.endsWith('.json')) continue
  const path = join(directory, name)
  const programs = JSON.parse(readFileSync(path, 'utf8')).map(entry =>
    typeof entry === 'string' ? entry : entry.program,
  )
  const verdicts = askPython(python, code, programs)
  const lines = programs.map((program, index) => JSON.stringify({ program, ...verdicts[index] }))
  writeFileSync(path, `[\n${lines.join(',\n')}\n]\n`)
  console.log(`${name}: ${programs.length} programs`)
}
