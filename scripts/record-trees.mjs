/**
 * Asks CPython 3.13 for the tree of each program in test/fixtures/tree/*.txt and writes it below the program:
 * `node scripts/record-trees.mjs`.
 *
 * A file is a row of cases: `# title`, the program, a line `==>`, what `ast.dump(…, indent=3)` prints, and the SHA-1 of the same
 * with positions.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askPython, findPython, root } from './python.mjs'

const code = `
import ast, hashlib, json, sys, warnings
warnings.simplefilter('ignore')
def dump(source):
    tree = ast.parse(source)
    placed = ast.dump(tree, indent=3, include_attributes=True).encode('utf-8', 'surrogatepass')
    return ast.dump(tree, indent=3) + '\\npositions ' + hashlib.sha1(placed).hexdigest()
json.dump([dump(source) for source in json.load(sys.stdin)], sys.stdout)
`

const directory = join(root, 'test/fixtures/tree')
const python = findPython()
for (const name of readdirSync(directory).sort()) {
  const path = join(directory, name)
  const cases = readFileSync(path, 'utf8')
    .split(/^(?=# case )/m)
    .filter(text => text.trim() !== '')
    .map(text => {
      const [head, ...rest] = text.split('\n')
      return { head, program: rest.join('\n').split(/^==>$/m)[0] }
    })
  const dumps = askPython(
    python,
    code,
    cases.map(({ program }) => program),
  )
  const texts = cases.map(({ head, program }, index) => `${head}\n${program}==>\n${dumps[index]}\n`)
  writeFileSync(path, texts.join('\n'))
  console.log(`${name}: ${cases.length} programs`)
}
