// Writes docs/language.md: which modules there are and what is refused, from the tables the program itself uses.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const outfile = join(root, 'out/docs/tables.cjs')
mkdirSync(dirname(outfile), { recursive: true })
await build({
  stdin: {
    contents: `export { refusals } from './language/index.ts'; export { LIBRARY_NAMES } from './debugger/library/generated.ts'`,
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
})
const { refusals, LIBRARY_NAMES } = createRequire(import.meta.url)(outfile)

const modules = Object.keys(LIBRARY_NAMES)
  .filter(name => !name.startsWith('_') || name === '__future__')
  .sort()
const refused = refusals.map(row => {
  const names = [
    ...(row.modules ?? []).filter(name => !name.startsWith('_')),
    ...(row.builtins ?? []).map(name => `${name}()`),
  ]
  return `| ${row.what} | ${names.map(name => `\`${name}\``).join(' ') || 'every other module'} | ${row.reason} | ${row.instead} |`
})

writeFileSync(
  join(root, 'docs/language.md'),
  `# What is in Coro, and what is refused

Written by \`npm run docs\` from the tables that the editor, the command and the debugger use.

Coro is Python 3.13: all of its syntax, the data model and the built-in functions. What a program can import is below, and any \`.coro\` or
\`.py\` module or package beside the program. What is outside is refused before anything runs, with the line and what to write instead.

## Modules

${modules.map(name => `\`${name}\``).join(' ')}

## Names of each module

| module | names |
|---|---|
${modules.map(name => `| \`${name}\` | ${LIBRARY_NAMES[name].map(each => `\`${each}\``).join(' ')} |`).join('\n')}

## Refused

| what | modules and built-ins | because | instead |
|---|---|---|---|
${refused.join('\n')}
`,
)
console.log(`docs/language.md: ${modules.length} modules, ${refusals.length} refusals`)
