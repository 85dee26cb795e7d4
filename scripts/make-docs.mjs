// Writes docs/language.md: which modules there are, what each has and lacks, and what is refused, from the tables that the program
// itself uses.
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
    contents: `
      export { absentNames, modulesWithAbsences, refusals } from './language/index.ts'
      export { moduleNames } from './language/library/names.ts'
      export { LIBRARY_NAMES } from './debugger/library/generated.ts'`,
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
})
const { absentNames, modulesWithAbsences, refusals, moduleNames, LIBRARY_NAMES } = createRequire(import.meta.url)(
  outfile,
)

const modules = Object.keys(LIBRARY_NAMES)
  .filter(name => name === '__future__' || !name.split('.').some(part => part.startsWith('_')))
  .sort()
/** Names of a module that CPython's shows, or all where those are not recorded; not what a module only imports. */
function shown(module) {
  const recorded = moduleNames(module)
  const names = LIBRARY_NAMES[module]
  return recorded === undefined ? names : names.filter(name => recorded.has(name))
}
const code = names => names.map(name => `\`${name}\``).join(' ')

const missing = modulesWithAbsences.flatMap(module => {
  const byRow = new Map()
  for (const [name, row] of absentNames(module)) byRow.set(row, [...(byRow.get(row) ?? []), name])
  return [...byRow].map(([row, names]) => `| \`${module}\` | ${code(names)} | ${row.reason} |`)
})
const refused = refusals.map(row => {
  const names = [
    ...(row.modules ?? []).filter(name => !name.startsWith('_') && LIBRARY_NAMES[name] === undefined),
    ...(row.builtins ?? []).map(name => `${name}()`),
  ]
  return `| ${row.what} | ${code(names) || 'every other module'} | ${row.reason} | ${row.instead} |`
})

writeFileSync(
  join(root, 'docs/language.md'),
  `# What is in Coro, and what is refused

Written by \`npm run docs\` from the tables that the editor, the command and the debugger use.

Coro is Python 3.13: all of its syntax, the data model and the built-in functions. What a program can import is below, and any \`.coro\` or
\`.py\` module or package beside the program. What is outside is refused before anything runs, with the line and what to write instead.

## Modules

${code(modules)}

## Names of each module

| module | names |
|---|---|
${modules.map(name => `| \`${name}\` | ${code(shown(name))} |`).join('\n')}

## Names that CPython's modules have and these lack

The editor underlines them; importing one raises ImportError with the reason.

| module | names | because |
|---|---|---|
${missing.join('\n')}

What there is of some modules works up to a point: starting a thread (\`threading\`), opening a file (\`io\`, \`logging\`), a connection, a server
or a process (\`asyncio\`) is refused when it is asked for, with NotImplementedError and what to do instead.

## Refused

| what | modules and built-ins | because | instead |
|---|---|---|---|
${refused.join('\n')}
`,
)
console.log(`docs/language.md: ${modules.length} modules, ${refusals.length} refusals`)
