/** Repairs for what the diagnostics say, each a small edit. */

import type { Analysis, Diagnostic, Span } from '../../language/index.ts'
import { type Finding, findingsAt } from '../../language/rules/index.ts'
import type { Feature } from '../feature.ts'
import { isFunction, nodePath } from '../nodes.ts'
import { ruleOptions, typesOf } from '../types.ts'
import type { Edit } from './rename.ts'

export interface CodeActionData {
  readonly title: string
  readonly diagnostic: Diagnostic
  readonly edits: readonly Edit[]
  readonly isPreferred: boolean
}

export const codeActions: Feature<[range: Span], CodeActionData[]> = {
  capability: { codeActionProvider: { codeActionKinds: ['quickfix'], resolveProvider: true } },
  answer(analysis, range) {
    const options = ruleOptions(analysis)
    const ofFrontEnd = options.coroutinesOnly ? [] : analysis.diagnostics
    const found = findingsAt(typesOf(analysis), range, options)
    return [
      ...ofFrontEnd
        .filter(item => item.start <= range.end && item.end >= range.start)
        .flatMap(item => repairs(analysis, item)),
      ...found.flatMap(repairsOfRule),
      ...found.flatMap(item => silenced(analysis, item)),
    ]
  },
}

/** The repairs that a rule has thought of. */
function repairsOfRule(finding: Finding): CodeActionData[] {
  const { fixes = [] } = finding
  return fixes.map(({ title, edits, isPreferred }) => ({ title, diagnostic: finding, edits, isPreferred }))
}

/** A comment that silences a rule on its line, joined to one that is there already. */
function silenced({ text, source }: Analysis, finding: Finding): CodeActionData[] {
  if (finding.code === 'unused-ignore') return []
  const line = text.lineSpan(text.lineAt(finding.start))
  const written = source.slice(line.start, line.end)
  const present = /#\s*coro:\s*ignore\[([^\]]*)/.exec(written)
  const end = line.start + (present === null ? written.trimEnd().length : present.index + present[0].length)
  const newText = present === null ? `  # coro: ignore[${finding.code}]` : `, ${finding.code}`
  const title = `Ignore '${finding.code}' on this line`
  return [{ title, diagnostic: finding, edits: [{ span: { start: end, end }, newText }], isPreferred: false }]
}

function repairs(analysis: Analysis, diagnostic: Diagnostic): CodeActionData[] {
  const repair = (title: string, ...edits: Edit[]): CodeActionData => ({ title, diagnostic, edits, isPreferred: true })
  const { message, start, end } = diagnostic
  if (diagnostic.code === 'not-in-coro') return withoutModule(analysis, diagnostic)
  if (/outside (?:of an )?async(?:hronous)? function$/.test(message)) {
    const edit = asyncEdit(analysis, start)
    return edit === undefined ? [] : [repair(`Make '${edit.name}' an async function`, edit.edit)]
  }
  const literal = /^"(is|is not)" with/.exec(message)
  if (literal !== null) {
    const operator = operatorIn(analysis, { start, end }, literal[1])
    const newText = literal[1] === 'is' ? '==' : '!='
    return operator === undefined ? [] : [repair(`Use '${newText}'`, { span: operator, newText })]
  }
  if (message.endsWith('perhaps you missed a comma?')) {
    return [repair('Add a comma', { span: { start: end, end }, newText: ',' })]
  }
  const invalid = /^invalid escape sequence '(\\.)'/.exec(message)
  if (invalid !== null) {
    const at = analysis.source.indexOf(invalid[1], start)
    return at < 0 || at > end ? [] : [repair('Double the backslash', { span: { start: at, end: at }, newText: '\\' })]
  }
  return []
}

/** What asyncio has under the names of the modules for threads. */
const inAsyncio: ReadonlySet<string> = new Set([
  'Barrier',
  'BoundedSemaphore',
  'Condition',
  'Event',
  'LifoQueue',
  'Lock',
  'PriorityQueue',
  'Queue',
  'Semaphore',
])

/** Repairs of a refused import: what asyncio has of it, doing without it, or leaving it out. */
function withoutModule(analysis: Analysis, diagnostic: Diagnostic): CodeActionData[] {
  const statement = nodePath(analysis, diagnostic.start).find(
    node => node.kind === 'Import' || node.kind === 'ImportFrom',
  )
  if (statement?.kind !== 'Import' && statement?.kind !== 'ImportFrom') return []
  const { text, source } = analysis
  const line = text.lineSpan(text.lineAt(statement.start))
  const indent = source.slice(line.start, statement.start)
  const rest = source.slice(statement.end, text.lineSpan(text.lineAt(statement.end)).end)
  const action = (title: string, span: Span, newText: string, isPreferred: boolean): CodeActionData => ({
    title,
    diagnostic,
    edits: [{ span, newText }],
    isPreferred,
  })
  const found: CodeActionData[] = []
  const isOfThreads = statement.kind === 'ImportFrom' && /^(?:queue|threading)$/.test(statement.module ?? '')
  if (isOfThreads && statement.names.every(alias => inAsyncio.has(alias.name))) {
    found.push(action('Import it from asyncio', statement.moduleSpan, 'asyncio', true))
  }
  // Only a statement that has its lines for itself can be put in a block.
  if (indent.trim() !== '' || rest.replace(/#.*/, '').trim() !== '' || statement.names[0]?.name === '*') return found
  const names = statement.names.map(
    ({ asname, name }) => asname ?? (statement.kind === 'Import' ? name.split('.')[0] : name),
  )
  const absent = names.map(name => `${indent}    ${name} = None`).join('\n')
  const written = source.slice(statement.start, statement.end)
  if (!written.includes('\n')) {
    const optional = `try:\n${indent}    ${written}\n${indent}except ImportError:\n${absent}`
    found.push(action('Do without it where it is missing', statement, optional, false))
  }
  if (statement.names.length === 1) {
    const isAlone = analysis.tree.body.includes(statement)
    const next = text.lineAt(statement.end) + 1
    const whole = { start: line.start, end: next < text.lineCount ? text.lineSpan(next).start : source.length }
    found.push(
      isAlone
        ? action('Take the import away', whole, '', false)
        : action('Take the import away', statement, 'pass', false),
    )
  }
  return found
}

interface AsyncEdit {
  readonly name: string
  readonly edit: Edit
}

/** Turns the plain function around a place into an async one. */
function asyncEdit(analysis: Analysis, offset: number): AsyncEdit | undefined {
  const around = nodePath(analysis, offset)
    .reverse()
    .find(node => isFunction(node) || node.kind === 'Lambda' || node.kind === 'ClassDef')
  if (around?.kind !== 'FunctionDef') return undefined
  return { name: around.name, edit: { span: { start: around.start, end: around.start }, newText: 'async ' } }
}

/** The `is` or `is not` of a comparison: the first between its ends that is a word of its own. */
function operatorIn(analysis: Analysis, { start, end }: Span, words: string): Span | undefined {
  const pattern = words === 'is' ? /\bis\b(?!\s+not\b)/ : /\bis\s+not\b/
  const found = pattern.exec(analysis.source.slice(start, end))
  return found === null ? undefined : { start: start + found.index, end: start + found.index + found[0].length }
}
