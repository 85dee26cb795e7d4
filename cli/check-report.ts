// What a check found, in the forms that people and programs read: text with the source, JSON, SARIF 2.1.0, annotations of GitHub.

import type { Diagnostic, Severity, SourceText } from '../language/index.ts'
import { type Fix, rules } from '../language/rules/index.ts'

/** One finding and where it is. */
export interface Report {
  readonly path: string
  readonly text: SourceText
  readonly finding: Diagnostic & { readonly fixes?: readonly Fix[] }
}

export const formats = ['text', 'json', 'sarif', 'github'] as const
export type Format = (typeof formats)[number]

export function reportText(reports: readonly Report[], format: Format, version: string, fileCount: number): string {
  switch (format) {
    case 'text':
      return reports.length === 0 ? '' : `${reports.map(excerpted).join('')}${summary(reports, fileCount)}`
    case 'json':
      return `${JSON.stringify(reports.map(plain), undefined, 2)}\n`
    case 'sarif':
      return `${JSON.stringify(sarif(reports, version), undefined, 2)}\n`
    case 'github':
      return reports.map(annotation).join('')
  }
}

/** Lines and columns from 1; columns count UTF-16 units. */
function place({ text }: Report, offset: number): { line: number; column: number } {
  const { line, character } = text.positionAt(offset)
  return { line: line + 1, column: character + 1 }
}

/** A rule's id, or the name that CPython has for it. */
function codeOf({ finding }: Report): string {
  return finding.code ?? finding.type
}

// Text

function excerpted(report: Report): string {
  const { path, finding } = report
  const { line, column } = place(report, finding.start)
  const type = finding.code === undefined ? `${finding.type}: ` : ''
  const code = finding.code === undefined ? '' : ` [${finding.code}]`
  return `${path}:${line}:${column}: ${finding.severity}: ${type}${finding.message}${code}\n${source(report)}${hint(report)}`
}

/** The line with a mark under what is meant; of more lines the first. */
function source({ text, finding }: Report): string {
  const line = text.lineAt(finding.start)
  const { start, end } = text.lineSpan(line)
  const written = text.source.slice(start, end).replace(/[\r\n]+$/, '')
  if (written.trim() === '' || written.length > 300) return ''
  const number = String(line + 1)
  const before = written.slice(0, finding.start - start)
  const marked = written.slice(finding.start - start, Math.max(finding.end - start, finding.start - start))
  // Tabs keep their width, so that the mark stands where it should.
  const indent = before.replace(/[^\t]/g, ' ')
  const mark = '^'.repeat(Math.max(1, [...marked].length))
  const shown = written.replace(/(?!\t)\p{Cc}/gu, '\ufffd')
  return `  ${number} | ${shown}\n  ${' '.repeat(number.length)} | ${indent}${mark}\n`
}

function hint({ text, finding }: Report): string {
  const margin = ' '.repeat(String(text.lineAt(finding.start) + 1).length + 2)
  const lines = finding.hint === undefined ? [] : [finding.hint]
  const [fix] = finding.fixes ?? []
  if (fix !== undefined) lines.push(`fix: ${fix.title}`)
  return lines.map(item => `${margin} = ${item}\n`).join('')
}

function summary(reports: readonly Report[], fileCount: number): string {
  const parts: string[] = []
  for (const severity of ['error', 'warning', 'information', 'hint'] as const) {
    const count = reports.filter(({ finding }) => finding.severity === severity).length
    if (count > 0) parts.push(`${count} ${severity}${count === 1 || severity === 'information' ? '' : 's'}`)
  }
  return `${parts.join(', ')} in ${fileCount} file${fileCount === 1 ? '' : 's'}\n`
}

// JSON

function plain(report: Report): object {
  const { path, finding } = report
  const start = place(report, finding.start)
  const end = place(report, finding.end)
  return {
    file: path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    severity: finding.severity,
    code: codeOf(report),
    message: finding.message,
    ...(finding.hint === undefined ? {} : { hint: finding.hint }),
    ...(finding.fixes === undefined || finding.fixes.length === 0
      ? {}
      : { fixes: finding.fixes.map(fix => plainFix(report, fix)) }),
  }
}

function plainFix(report: Report, { title, edits, isPreferred }: Fix): object {
  return {
    title,
    isPreferred,
    edits: edits.map(({ span, newText }) => ({
      start: place(report, span.start),
      end: place(report, span.end),
      newText,
    })),
  }
}

// SARIF (OASIS, Static Analysis Results Interchange Format 2.1.0)

const sarifLevels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
}

function sarif(reports: readonly Report[], version: string): object {
  const ids = new Set(reports.map(codeOf))
  const described = new Map(rules.map(rule => [rule.id, rule.title]))
  const shown = [...ids].sort().map(id => ({ id, shortDescription: { text: described.get(id) ?? id } }))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'coroscope', version, rules: shown } },
        columnKind: 'utf16CodeUnits',
        results: reports.map(report => ({
          ruleId: codeOf(report),
          ruleIndex: shown.findIndex(item => item.id === codeOf(report)),
          level: sarifLevels[report.finding.severity],
          message: { text: words(report) },
          locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(report.path) }, region: region(report) } }],
          ...sarifFixes(report),
        })),
      },
    ],
  }
}

function region(report: Report, { start, end } = report.finding as { start: number; end: number }): object {
  const from = place(report, start)
  const to = place(report, end)
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }
}

function sarifFixes(report: Report): object {
  const { fixes = [] } = report.finding
  if (fixes.length === 0) return {}
  return {
    fixes: fixes.map(({ title, edits }) => ({
      description: { text: title },
      artifactChanges: [
        {
          artifactLocation: { uri: uriOf(report.path) },
          replacements: edits.map(({ span, newText }) => ({
            deletedRegion: region(report, span),
            insertedContent: { text: newText },
          })),
        },
      ],
    })),
  }
}

/** A relative reference, as RFC 3986 has it, or the address of a file whose whole path is given. */
function uriOf(path: string): string {
  const encoded = encodeURI(path.replaceAll('\\', '/')).replace(/[?#]/g, encodeURIComponent)
  if (encoded.startsWith('/')) return `file://${encoded}`
  // What stands before a colon in the first segment would be taken for a scheme.
  return /^[^/]*:/.test(encoded) ? `./${encoded}` : encoded
}

function words({ finding }: Report): string {
  return finding.hint === undefined ? finding.message : `${finding.message}\n${finding.hint}`
}

// GitHub (workflow commands)

const githubWords: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
}

function annotation(report: Report): string {
  const { finding, path } = report
  const start = place(report, finding.start)
  const end = place(report, finding.end)
  const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
  // Columns are taken only where start and end are on one line.
  const columns = start.line === end.line ? `,col=${start.column},endColumn=${end.column}` : ''
  const where = `file=${property(path)},line=${start.line},endLine=${end.line}${columns},title=${property(codeOf(report))}`
  return `::${githubWords[finding.severity]} ${where}::${data(words(report))}\n`
}
