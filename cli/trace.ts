// `coroscope trace`: runs a program and prints what happened to its coroutines instead of what it prints.

import { Machine } from '../debugger/engine/index.ts'
import { isHeapFull } from '../debugger/main/host.ts'
import { library } from '../debugger/main/library.ts'
import type { TraceFormat } from '../debugger/session/export/index.ts'
import { exportTrace, traceFormats } from '../debugger/session/export/index.ts'
import { folderOf, loadProgram, moduleFinder } from '../debugger/session/program.ts'
import { files } from './files.ts'
import { Input } from './input.ts'
import { Output } from './output.ts'

const usage = `usage: coroscope trace FILE [--format ${traceFormats.join('|')}] [ARG…]\n`
/** A program that does not end is stopped here: a trace of more is of no use to anybody. */
const longest = 200_000_000

export async function trace(args: readonly string[]): Promise<void> {
  const out = new Output(1)
  const err = new Output(2)
  const request = parseTrace(args)
  if (request === undefined) {
    err.write(usage)
    process.exitCode = 2
  } else process.exitCode = traceFile(request, out, err)
  out.flush()
  err.flush()
}

interface Request {
  readonly path: string
  readonly format: TraceFormat
  readonly args: readonly string[]
}

function parseTrace(args: readonly string[]): Request | undefined {
  let format: string | undefined = 'text'
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--format') format = args[++i]
    else if (args[i].startsWith('--format=')) format = args[i].slice('--format='.length)
    else rest.push(args[i])
  }
  const known = traceFormats.find(name => name === format)
  const [path, ...others] = rest
  return known === undefined || path === undefined ? undefined : { path, format: known, args: others }
}

function traceFile(request: Request, out: Output, err: Output): number {
  const program = loadProgram(files, request.path, undefined, 'coroscope')
  if (program.kind === 'failed') {
    err.write(program.text)
    return program.status
  }
  const sources = new Map([[program.path, program.source]])
  const machine = new Machine({
    argv: [request.path, ...request.args],
    // What the program prints is among the events; its errors a person should see all the same.
    write: (stream, text) => {
      if (stream === 'stderr') err.write(text)
    },
    modules: moduleFinder(files, folderOf(program.path), found => sources.set(found.path, found.source)),
    source: filename => sources.get(filename),
    library,
    isHeapFull,
  })
  machine.startModule(program.code, '__main__')
  const input = new Input()
  let status: number | undefined
  while (status === undefined && machine.time < longest) {
    const stop = machine.run(longest)
    if (stop.kind === 'finished') status = stop.status
    else if (stop.kind === 'waiting for input') machine.feedInput(input.line())
  }
  if (status === undefined)
    err.write(`coroscope: the trace ends after ${longest} instructions; the program had not ended\n`)
  out.write(exportTrace(machine.trace.events(), request.format, request.path))
  return status ?? 0
}
