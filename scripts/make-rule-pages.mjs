// Writes docs/rules: a page for each rule and an index, and the setting `coroscope.rules` in the manifest, from the table of the rules
// and the texts beside this file.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { pages } from './rule-pages.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'docs/rules')
const outfile = join(root, 'out/docs/rules.cjs')
mkdirSync(folder, { recursive: true })
mkdirSync(dirname(outfile), { recursive: true })
await build({
  stdin: { contents: `export { rules, generalRules } from './language/rules/index.ts'`, resolveDir: root },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
})
const { rules, generalRules } = createRequire(import.meta.url)(outfile)

for (const old of readdirSync(folder)) if (old.endsWith('.md')) rmSync(join(folder, old))

const levels = ['error', 'warning', 'information', 'hint', 'off']
const code = text => `\`\`\`python\n${text}\n\`\`\``

for (const { id, title, level, alike = [] } of rules) {
  const page = pages[id]
  if (page === undefined) throw new Error(`no page for ${id}`)
  const others = alike.length === 0 ? '' : ` Related: ${alike.map(name => `\`${name}\``).join(', ')}.`
  const scope = generalRules.has(id) ? ' Not in Python files, where other tools say it.' : ''
  writeFileSync(
    join(folder, `${id}.md`),
    `# ${id}

${title[0].toUpperCase()}${title.slice(1)}. Severity: **${level}**.${scope}${others}

${page.why}

## Wrong

${code(page.wrong)}

## Right

${code(page.right)}

## Silencing it

\`# coro: ignore[${id}]\` at the end of the line, or on a line of its own before it; \`# coro: ignore-file[${id}]\` for the whole file;
\`"coroscope.rules": { "${id}": "off" }\` in the settings, \`coroscope check --rule ${id}=off\` on the command line.
`,
  )
}

writeFileSync(
  join(folder, 'README.md'),
  `# The rules

Written by \`npm run docs\` from the table of the rules. What they say is certain: where the types of a program do not tell, a rule is
silent. The editor shows them as you type, with repairs; \`coroscope check\` prints them.

How loud a rule is: \`"coroscope.rules": { "never-awaited": "error", "*": "off" }\` in the settings (\`*\` is every rule that is not
named), \`--rule ID=LEVEL\` on the command line; ${levels.map(each => `\`${each}\``).join(', ')}. A comment \`# coro: ignore[id]\` silences
rules on its line, or, alone on a line, on the next; \`# coro: ignore\` all of them; \`# coro: ignore-file[id]\` in the whole file.

| rule | severity | what it finds |
|---|---|---|
${rules.map(({ id, level, title }) => `| [${id}](${id}.md) | ${level} | ${title} |`).join('\n')}
`,
)

const manifestPath = join(root, 'package.json')
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'))
manifest.contributes.configuration.properties['coroscope.rules'] = {
  type: 'object',
  default: {},
  markdownDescription:
    'How loud each rule about coroutines is: `error`, `warning`, `information`, `hint` or `off`. `*` stands for every rule that is not named.',
  properties: Object.fromEntries(
    [{ id: '*', title: 'every rule that is not named' }, ...rules].map(({ id, title, level }) => [
      id,
      { type: 'string', enum: levels, description: title, ...(level === undefined ? {} : { default: level }) },
    ]),
  ),
  additionalProperties: false,
  order: 10,
}
manifest.contributes.configuration.properties['coroscope.python'] = {
  type: 'string',
  enum: ['off', 'coroutines'],
  enumDescriptions: [
    'Nothing: other extensions look after Python files.',
    'What other Python extensions lack: the rules about coroutines, hints, lenses, the state machine.',
  ],
  default: 'off',
  description: 'What the language server does in Python files.',
  order: 11,
}
writeFileSync(manifestPath, `${JSON.stringify(manifest, undefined, 2)}\n`)
