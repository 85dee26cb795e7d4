// `coroscope check`: what is wrong with programs, without running them. One line for each finding: `file:line:column: severity: message`.

import { analyzeFor, loadProgram } from '../debugger/session/program.ts'
import type { Analysis, Diagnostic } from '../language/index.ts'
import { files } from './files.ts'
import { Output } from './output.ts'

export async function check(paths: readonly string[]): Promise<void> {
  const out = new Output(1)
  const err = new Output(2)
  if (paths.length === 0 || paths.some(path => path.startsWith('-'))) {
    err.write('usage: coroscope check FILE…\n')
    err.flush()
    process.exitCode = 2
    return
  }
  let status = 0
  for (const path of paths) status = Math.max(status, checkFile(path, out, err))
  out.flush()
  err.flush()
  process.exitCode = status
}

function checkFile(path: string, out: Output, err: Output): number {
  const program = loadProgram(files, path, undefined, 'coroscope')
  const { source } = program
  if (source === undefined) {
    err.write(program.kind === 'failed' ? program.text : '')
    return program.kind === 'failed' ? program.status : 0
  }
  const analysis = program.kind === 'ready' ? program.analysis : analyzeFor(files, files.resolve(path), source)
  for (const finding of analysis.diagnostics) out.write(findingText(finding, analysis, path))
  return program.kind === 'failed' ? program.status : 0
}

function findingText(finding: Diagnostic, analysis: Analysis, path: string): string {
  const { line, character } = analysis.text.positionAt(finding.start)
  const type = finding.code === 'not-in-coro' ? '' : `${finding.type}: `
  const hint = finding.hint === undefined ? '' : ` (${finding.hint})`
  return `${path}:${line + 1}:${character + 1}: ${finding.severity}: ${type}${finding.message}${hint}\n`
}
