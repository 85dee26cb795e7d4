// `coroscope check`: what is wrong with programs, without running them. Files and folders; `-` is standard input. Exit status 1 when
// there are errors, refusals among them; 2 when a file cannot be read or the command is not understood.

import { readFileSync } from 'node:fs'
import { files } from '../debugger/main/files.ts'
import { loadProgram } from '../debugger/session/program.ts'
import { SourceText } from '../language/index.ts'
import { check as checkRules, type Finding, findingsAt, type Level, ruleIds } from '../language/rules/index.ts'
import { engineNames } from '../server/main/engine-names.ts'
import { type Format, formats, type Report, reportText } from './check-report.ts'
import { Output } from './output.ts'
import { Project, programsAt } from './project.ts'
import { version } from './version.ts'

const usage = `usage: coroscope check [--format ${formats.join('|')}] [--rule ID=LEVEL] [--coroutines] FILE|FOLDER|-…

  --format FORMAT   text with excerpts of the source (default), json, sarif (2.1.0) or github (annotations of a workflow)
  --rule ID=LEVEL   how loud a rule is: error, warning, information, hint or off; may be repeated, * is every rule
  --coroutines      only what the rules about coroutines find: for Python that other tools look after

Exit status 0: no errors, 1: errors, 2: a file cannot be read, or the command is wrong.
`

interface Request {
  readonly paths: readonly string[]
  readonly format: Format
  readonly levels: Readonly<Record<string, Level>>
  readonly coroutinesOnly: boolean
}

export async function check(args: readonly string[]): Promise<void> {
  const out = new Output(1)
  const err = new Output(2)
  const request = parse(args)
  if (args[0] === '--help' || args[0] === '-h') out.write(usage)
  else if (typeof request === 'string') {
    err.write(request)
    process.exitCode = 2
  } else process.exitCode = checkAll(request, out, err)
  out.flush()
  err.flush()
}

function parse(args: readonly string[]): Request | string {
  const paths: string[] = []
  const levels: Record<string, Level> = {}
  let format: string = 'text'
  let coroutinesOnly = false
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    const [name, attached] =
      arg.startsWith('--') && arg.includes('=')
        ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]
        : [arg]
    if (name === '--format') format = attached ?? args[++i] ?? ''
    else if (name === '--rule') {
      const [id, level] = (attached ?? args[++i] ?? '').split('=')
      if (id !== '*' && !ruleIds.has(id)) return `coroscope check: there is no rule '${id}'\n`
      if (!isLevel(level))
        return `coroscope check: '${level ?? ''}' is none of error, warning, information, hint and off\n`
      levels[id] = level
    } else if (arg === '--coroutines') coroutinesOnly = true
    else if (arg.startsWith('-') && arg !== '-') return usage
    else paths.push(arg)
  }
  const known = formats.find(item => item === format)
  if (known === undefined) return `coroscope check: there is no format '${format}'; there are ${formats.join(', ')}\n`
  return paths.length === 0 ? usage : { paths, format: known, levels, coroutinesOnly }
}

const isLevel = (text: string | undefined): text is Level =>
  ['error', 'warning', 'information', 'hint', 'off'].includes(text ?? '')

function checkAll(request: Request, out: Output, err: Output): number {
  const project = new Project()
  const reports: Report[] = []
  let status = 0
  let count = 0
  for (const path of request.paths.flatMap(programsAt)) {
    count++
    const source = path === '-' ? readFileSync(0, 'utf8') : undefined
    const shown = path === '-' ? '<stdin>' : path
    const program = loadProgram(files, shown, source, 'coroscope')
    if (program.source === undefined) {
      if (program.kind !== 'failed') continue
      status = Math.max(status, program.status)
      // What is there and is no text is wrong as a program may be; what is not there is a wrong command.
      if (program.status === 1 && path !== '-') reports.push(undecodable(shown, program.text))
      else err.write(program.text)
      continue
    }
    const found = findings(project, shown, program.source, request)
    reports.push(...found)
    if (found.some(({ finding }) => finding.severity === 'error')) status = Math.max(status, 1)
  }
  out.write(reportText(reports, request.format, version(), count))
  return status
}

function findings(project: Project, path: string, source: string, { levels, coroutinesOnly }: Request): Report[] {
  const types = project.typesOf(path, source)
  const { analysis } = types
  const options = { levels, coroutinesOnly, engine: engineNames, canResolve: path !== '<stdin>' }
  const found = checkRules(types, options)
  const repaired = found.length === 0 ? [] : findingsAt(types, { start: 0, end: source.length }, options)
  const all = [...(coroutinesOnly ? [] : analysis.diagnostics), ...found.map(item => withRepairs(item, repaired))]
  // What CPython says comes first, in its order.
  return all.map(finding => ({ path, text: analysis.text, finding }))
}

/** A file that is no text: what CPython says of it, at its beginning. */
function undecodable(path: string, said: string): Report {
  const message = said.replace(/^.*?SyntaxError: /s, '').trimEnd()
  return {
    path,
    text: new SourceText(''),
    finding: { start: 0, end: 0, severity: 'error', type: 'SyntaxError', message },
  }
}

function withRepairs(finding: Finding, repaired: readonly Finding[]): Finding {
  return (
    repaired.find(
      item =>
        item.start === finding.start &&
        item.end === finding.end &&
        item.code === finding.code &&
        item.message === finding.message,
    ) ?? finding
  )
}
