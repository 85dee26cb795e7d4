// `coroscope graph`: the state machine of each function of a file that can be suspended, or of one of them, for Mermaid, Graphviz or
// to read.

import { files } from '../debugger/main/files.ts'
import { loadProgram } from '../debugger/session/program.ts'
import type { AsyncFunctionDef, FunctionDef, SourceText, StateMachine } from '../language/index.ts'
import { dumpMachine, machineToDot, machineToMermaid } from '../language/index.ts'
import { type ModuleTypes, typedStateMachine } from '../language/inference/index.ts'
import { Output } from './output.ts'
import { Project } from './project.ts'

const formats = ['mermaid', 'dot', 'text'] as const
type Format = (typeof formats)[number]

const usage = `usage: coroscope graph FILE [NAME] [--format ${formats.join('|')}]

  NAME   one function: 'fetch', or 'Client.fetch' in a class or function; otherwise all that make a coroutine or generator
`

export async function graph(args: readonly string[]): Promise<void> {
  const out = new Output(1)
  const err = new Output(2)
  if (args[0] === '--help' || args[0] === '-h') out.write(usage)
  else process.exitCode = run(args, out, err)
  out.flush()
  err.flush()
}

function run(args: readonly string[], out: Output, err: Output): number {
  let format = 'mermaid'
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--format') format = args[++i] ?? ''
    else if (args[i].startsWith('--format=')) format = args[i].slice('--format='.length)
    else rest.push(args[i])
  }
  const wanted = formats.find(item => item === format)
  const [path, name, more] = rest
  if (wanted === undefined || path === undefined || more !== undefined || rest.some(arg => arg.startsWith('-'))) {
    err.write(
      wanted === undefined
        ? `coroscope graph: there is no format '${format}'; there are ${formats.join(', ')}\n`
        : usage,
    )
    return 2
  }
  const program = loadProgram(files, path, undefined, 'coroscope')
  if (program.source === undefined || (program.kind === 'failed' && program.status === 1)) {
    err.write(program.kind === 'failed' ? program.text : '')
    return program.kind === 'failed' ? program.status : 0
  }
  const types = new Project().typesOf(path, program.source)
  const found = suspendable(types).filter(
    item => name === undefined || item.name === name || item.name.endsWith(`.${name}`),
  )
  if (found.length === 0) {
    err.write(
      name === undefined
        ? `coroscope graph: nothing in ${path} can be suspended\n`
        : `coroscope graph: ${path} has no function '${name}' that can be suspended\n`,
    )
    return 1
  }
  out.write(text(found, types.analysis.text, wanted))
  return 0
}

interface Named {
  readonly name: string
  readonly machine: StateMachine
}

/** Functions whose call makes something to drive, by qualified name, in the order of the text. */
function suspendable(types: ModuleTypes): Named[] {
  const { scopes } = types.analysis
  const found: { name: string; node: FunctionDef | AsyncFunctionDef }[] = []
  for (const scope of scopes.all) {
    const { node } = scope
    const isFunction = node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef'
    if (scope.kind !== 'function' || !isFunction || !(scope.isGenerator || scope.isCoroutine || scope.isAsyncGenerator))
      continue
    const path: string[] = []
    for (let at: typeof scope | undefined = scope; at !== undefined && at.kind !== 'module'; at = at.parent) {
      if (at.kind === 'function' || at.kind === 'class') path.unshift(at.name)
    }
    found.push({ name: path.join('.'), node })
  }
  return found
    .sort((a, b) => a.node.start - b.node.start)
    .map(({ name, node }) => ({ name, machine: { ...typedStateMachine(types, node), name } }))
}

function text(found: readonly Named[], source: SourceText, format: Format): string {
  if (format === 'text')
    return found.map(({ name, machine }) => `${name}\n${indented(dumpMachine(machine, source))}`).join('\n')
  if (found.length === 1) return (format === 'dot' ? machineToDot : machineToMermaid)(found[0].machine, source)
  const parts = found.map(({ machine }, i) => apart(machine, `m${i + 1}_`))
  if (format === 'mermaid') {
    const inner = parts.map((machine, i) => {
      const lines = machineToMermaid(machine, source).trimEnd().split('\n').slice(1)
      return `  subgraph g${i + 1}["${machine.name}"]\n${lines.map(line => `  ${line}\n`).join('')}  end\n`
    })
    return `flowchart TD\n${inner.join('')}`
  }
  const inner = parts.map((machine, i) => {
    const lines = machineToDot(machine, source).trimEnd().split('\n').slice(1, -1)
    return `  subgraph cluster_${i + 1} {\n    label="${machine.name}";\n${lines.map(line => `  ${line}\n`).join('')}  }\n`
  })
  return `digraph coroutines {\n${inner.join('')}}\n`
}

/** The same machine with state ids of its own, so that several stand in one picture. */
function apart(machine: StateMachine, prefix: string): StateMachine {
  return {
    ...machine,
    states: machine.states.map(state => ({ ...state, id: prefix + state.id })),
    transitions: machine.transitions.map(item => ({ ...item, from: prefix + item.from, to: prefix + item.to })),
  }
}

const indented = (lines: string): string => lines.replace(/^(?=.)/gm, '  ')
