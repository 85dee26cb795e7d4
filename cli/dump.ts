// `coroscope dump`: each stage between the text of a program and its code, as text.

import { compileModule, dumpCode } from '../debugger/engine/index.ts'
import { files } from '../debugger/main/files.ts'
import { analyzeFor, isRefusal, loadProgram } from '../debugger/session/program.ts'
import { syntaxErrorText } from '../debugger/session/syntax-error.ts'
import type { Analysis, Scope } from '../language/index.ts'
import { dumpAst, dumpTokens, dumpTree, firstSyntaxError } from '../language/index.ts'
import { Output } from './output.ts'

const usage = `usage: coroscope dump tokens|tree|ast|scopes|code FILE
       coroscope dump ast -a FILE     with positions, as ast.dump(…, include_attributes=True, indent=3)
`
const help = `${usage}
Shows one of the stages between the text of a program and its code. Nothing is run.

  tokens   what the tokenizer makes of the text
  tree     the syntax tree, also of text with mistakes
  ast      the tree as Python 3.13 shows it: ast.dump(ast.parse(source), indent=3)
  scopes   each scope with its names, and where each name lives
  code     the machine's instructions
`
const stages = ['tokens', 'tree', 'ast', 'scopes', 'code'] as const
type Stage = (typeof stages)[number]

export async function dump(args: readonly string[]): Promise<void> {
  const attributes = args.includes('-a')
  const [wanted, path, more] = args.filter(arg => arg !== '-a')
  const stage = stages.find(name => name === wanted)
  const out = new Output(1)
  const err = new Output(2)
  if (args[0] === '--help' || args[0] === '-h') out.write(help)
  else if (stage === undefined)
    process.exitCode = refuse(wanted === undefined ? 'what?' : `'${wanted}' cannot be shown: ${stages.join(', ')}`, err)
  else if (path === undefined || more !== undefined)
    process.exitCode = refuse(path === undefined ? 'which file?' : 'one file at a time', err)
  else process.exitCode = dumpFile(stage, path, attributes, out, err)
  out.flush()
  err.flush()
}

function refuse(problem: string, err: Output): number {
  err.write(`coroscope dump: ${problem}\n${usage}`)
  return 2
}

function dumpFile(stage: Stage, path: string, attributes: boolean, out: Output, err: Output): number {
  const program = loadProgram(files, path, undefined, 'coroscope')
  const { source } = program
  if (source === undefined) {
    err.write(program.kind === 'failed' ? program.text : '')
    return program.kind === 'failed' ? program.status : 0
  }
  const full = files.resolve(path)
  const analysis = program.kind === 'ready' ? program.analysis : analyzeFor(files, full, source)
  // Tokens and trees there are for any text; the rest only for programs without an error.
  if (stage === 'tokens') out.write(dumpTokens(analysis.tokens))
  else if (stage === 'tree') out.write(dumpTree(analysis.tree))
  else {
    const error = firstSyntaxError(analysis.diagnostics)
    const stops = error !== undefined && !isRefusal(error) && (stage !== 'ast' || (error.phase ?? 'parse') === 'parse')
    if (stops) {
      err.write(syntaxErrorText(error, source, full))
      return 1
    }
    if (stage === 'code' && program.kind === 'failed') {
      err.write(program.text)
      return program.status
    }
    out.write(stageText(stage, analysis, attributes, full))
  }
  return 0
}

function stageText(stage: 'ast' | 'scopes' | 'code', analysis: Analysis, attributes: boolean, path: string): string {
  switch (stage) {
    case 'ast':
      return `${dumpAst(analysis.tree, analysis.text, { attributes, indent: 3 })}\n`
    case 'scopes':
      return scopeText(analysis.scopes.module, analysis, 0)
    case 'code':
      return `${dumpCode(compileModule(analysis, path)).trimEnd()}\n`
  }
}

/** A scope, its names with where each lives, then the scopes inside it. */
function scopeText(scope: Scope, analysis: Analysis, depth: number): string {
  const indent = '  '.repeat(depth)
  const line = analysis.text.lineAt(scope.node.start) + 1
  let text = `${indent}${scope.kind} ${scope.name} line ${line}\n`
  for (const symbol of scope.symbols.values()) {
    const marks = [symbol.isParameter && 'parameter', symbol.isAssigned && 'assigned', symbol.isImported && 'imported']
    text += `${indent}  ${symbol.name}: ${[symbol.resolution, ...marks.filter(mark => mark !== false)].join(', ')}\n`
  }
  for (const child of scope.children) text += scopeText(child, analysis, depth + 1)
  return text
}
