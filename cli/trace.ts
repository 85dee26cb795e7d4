// `coroscope trace`: runs a program, or a session that was saved, and writes what happened to its coroutines instead of what it prints.

import { writeFileSync } from 'node:fs'
import { Machine } from '../debugger/engine/index.ts'
import { files } from '../debugger/main/files.ts'
import { isHeapFull } from '../debugger/main/heap.ts'
import { nodeHost } from '../debugger/main/host.ts'
import { library } from '../debugger/main/library.ts'
import type { ExportFormat } from '../debugger/session/index.ts'
import {
  convertSession,
  exportFormats,
  exportTrace,
  folderOf,
  loadProgram,
  moduleFinder,
  runPytest,
  SessionError,
} from '../debugger/session/index.ts'
import { Input } from './input.ts'
import { Output } from './output.ts'

const usage = `usage: coroscope trace [--format FORMAT] [--output FILE] FILE [ARG…]
       coroscope trace [--format FORMAT] [--output FILE] --session SESSION [FILE]
`
const help = `${usage}
Runs FILE, or what was done in a saved session, and writes what happened to its coroutines. What the program prints is part of that.

  --format text      a line for each event (the default)
           jsonl     the same as JSON, an object on each line
           mermaid   a sequence diagram
           chrome    Trace Event JSON, for https://ui.perfetto.dev
           html      one page with a picture of the lanes; needs no network
           pytest    a test that passes on CPython 3.13: of a run, what it printed and what each coroutine yielded, returned and raised; of a
                     session, each send, throw and close with its outcome
           session   (with --session) the session file again
  --output FILE      write to FILE, not to standard output
  --session SESSION  a session file ('save' in coroscope drive, or coroscope/export); FILE says where the program is now

Status: that of the program; 2 when there is nothing to run.
`
/** A program that does not end is stopped here: a trace of more is of no use to anybody. */
const longest = 200_000_000

interface Request {
  readonly path: string | undefined
  readonly session: string | undefined
  readonly format: ExportFormat
  readonly output: string | undefined
  readonly args: readonly string[]
}

/** What the arguments ask for; a `problem` says what is wrong with them. */
export function parseTrace(args: readonly string[]): Request | 'help' | { readonly problem: string } {
  const options: Record<string, string | undefined> = {}
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const [, name = args[i], inline] = /^(--\w+)=(.*)$/s.exec(args[i]) ?? []
    if (name === '--') {
      rest.push(...args.slice(i + 1))
      break
    }
    if (name === '--help' || (name === '-h' && rest.length === 0)) return 'help'
    if (name === '--format' || name === '--output' || name === '--session') {
      const value = inline ?? args[++i]
      if (value === undefined || value === '') return { problem: `${name} needs a value` }
      options[name] = value
    } else if (rest.length === 0 && args[i].startsWith('-')) return { problem: `there is no option '${name}'` }
    else rest.push(args[i])
  }
  const { '--format': wanted = 'text', '--output': output, '--session': session } = options
  const format = exportFormats.find(name => name === wanted)
  if (format === undefined) return { problem: `there is no format '${wanted}': ${exportFormats.join(', ')}` }
  const [path, ...others] = rest
  if (session === undefined && path === undefined) return { problem: 'which file?' }
  if (session === undefined && format === 'session')
    return { problem: 'a run by itself is no session: coroscope drive makes one, with its command save' }
  if (session !== undefined && others.length > 0) return { problem: 'a session has its arguments in it' }
  return { path, session, format, output, args: others }
}

export async function trace(args: readonly string[]): Promise<void> {
  const out = new Output(1)
  const err = new Output(2)
  const request = parseTrace(args)
  if (request === 'help') out.write(help)
  else if ('problem' in request) {
    err.write(`coroscope trace: ${request.problem}\n${usage}`)
    process.exitCode = 2
  } else {
    try {
      process.exitCode = request.session === undefined ? traceFile(request, out, err) : traceSession(request, out)
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      err.write(`coroscope trace: ${error.message}\n`)
      process.exitCode = 2
    }
  }
  out.flush()
  err.flush()
}

function traceSession({ session, path, format, output }: Request, out: Output): number {
  write(convertSession(nodeHost, session!, path, format, output).content, output, out)
  return 0
}

function write(content: string, file: string | undefined, out: Output): void {
  if (file === undefined) {
    out.write(content)
    return
  }
  try {
    writeFileSync(file, content)
  } catch (error) {
    throw new SessionError(`'${file}' cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
  }
}

function traceFile(request: Request, out: Output, err: Output): number {
  const name = request.path!
  const program = loadProgram(files, name, undefined, 'coroscope')
  if (program.kind === 'failed') {
    err.write(program.text)
    return program.status
  }
  const input = new Input()
  if (request.format === 'pytest') {
    const run = { program, name, args: request.args, source: undefined, input: () => input.line() }
    const path = request.output === undefined ? undefined : files.resolve(request.output)
    write(runPytest(nodeHost, run, path), request.output, out)
    return 0
  }
  const sources = new Map([[program.path, program.source]])
  const machine = new Machine({
    argv: [name, ...request.args],
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
  let status: number | undefined
  while (status === undefined && machine.time < longest) {
    const stop = machine.run(longest)
    if (stop.kind === 'finished') status = stop.status
    else if (stop.kind === 'waiting for input') machine.feedInput(input.line())
  }
  if (status === undefined)
    err.write(`coroscope: the trace ends after ${longest} instructions; the program had not ended\n`)
  if (machine.trace.first > 0)
    err.write(`coroscope: the first ${machine.trace.first} events are not kept: the trace begins after them\n`)
  write(
    exportTrace(machine.trace.events(), request.format as Exclude<ExportFormat, 'pytest' | 'session'>, name),
    request.output,
    out,
  )
  return status ?? 0
}
