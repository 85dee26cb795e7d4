// `coroscope run`: output and exit status as `python3.13 FILE`. No debugger is attached and no history kept.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isatty } from 'node:tty'
import { Machine } from '../debugger/engine/index.ts'
import { files } from '../debugger/main/files.ts'
import { isHeapFull } from '../debugger/main/heap.ts'
import { library } from '../debugger/main/library.ts'
import { compileConsole } from '../debugger/session/console.ts'
import type { Program } from '../debugger/session/program.ts'
import { compileProgram, folderOf, loadModule, loadProgram, moduleFinder } from '../debugger/session/program.ts'
import { Input } from './input.ts'
import { Output } from './output.ts'

/** Instructions between two looks at whether the person has pressed Ctrl-C. */
const sliceLength = 4_000_000
/** How many instructions Ctrl-C waits for the end of a loop, where CPython hears it. */
const mostToLoopEnd = 1000
const usage =
  'usage: coroscope run [--clock virtual|real] FILE [ARG…]\n       coroscope run [--clock virtual|real] -m MODULE [ARG…]\n'
const help = `${usage}
Runs a program; output and exit status are those of python3.13 FILE. FILE -: the program comes from standard input.

  --clock virtual|real   what time is to the program: part of the run, so that sleeping costs nothing and each run is the same (the
                         default), or the clock of this machine
  -m MODULE              a module, or the __main__ of a package, in this folder

Status 2: the file cannot be read, or the program uses what is not in Coro (each place is said before anything runs).
`

interface Request {
  readonly kind: 'file' | 'module'
  readonly name: string
  readonly args: readonly string[]
  readonly clock: 'virtual' | 'real'
}

/** What the arguments ask for; a string says what is wrong with them. */
export function parseRun(args: readonly string[]): Request | string {
  let clock: Request['clock'] = 'virtual'
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    const value = arg === '--clock' ? args[++i] : /^--clock=(.*)$/.exec(arg)?.[1]
    if (arg.startsWith('--clock')) {
      if (value !== 'virtual' && value !== 'real') return `--clock is 'virtual' or 'real'`
      clock = value
    } else if (arg === '-m') {
      const name = args[i + 1]
      return name === undefined
        ? '-m needs the name of a module'
        : { kind: 'module', name, args: args.slice(i + 2), clock }
    } else if (arg === '--') {
      const name = args[i + 1]
      return name === undefined ? 'which file?' : { kind: 'file', name, args: args.slice(i + 2), clock }
    } else if (arg.startsWith('-') && arg !== '-') return `there is no option '${arg}'`
    else return { kind: 'file', name: arg, args: args.slice(i + 1), clock }
  }
  return 'which file?'
}

export async function run(args: readonly string[]): Promise<void> {
  if (args[0] === '--help' || args[0] === '-h') {
    process.stdout.write(help)
    return
  }
  const request = parseRun(args)
  if (typeof request === 'string') {
    process.stderr.write(`coroscope run: ${request}\n${usage}`)
    process.exitCode = 2
    return
  }
  const program = load(request)
  const out = new Output(1)
  const err = new Output(2)
  let status: number | 'interrupted'
  try {
    status = await execute(program, request, out, err)
  } finally {
    out.flush()
    err.flush()
  }
  process.exitCode = status === 'interrupted' ? 130 : status
  // As Python, which ends itself by the signal then: a shell stops what it was doing.
  if (status === 'interrupted' && process.platform !== 'win32') process.kill(process.pid, 'SIGINT')
}

function load(request: Request): Program {
  if (request.kind === 'module') return loadModule(files, request.name, '.', 'coroscope')
  if (request.name === '-') return compileProgram(files, '<stdin>', readFileSync(0, 'utf8'))
  return loadProgram(files, request.name, undefined, 'coroscope')
}

async function execute(program: Program, request: Request, out: Output, err: Output): Promise<number | 'interrupted'> {
  if (program.kind === 'failed') {
    err.write(program.text)
    return program.status
  }
  err.write(program.warnings)
  const sources = new Map([[program.path, program.source]])
  const isModule = request.kind === 'module'
  let wasInterrupted = false
  const machine = new Machine({
    argv: [isModule ? program.path : request.name, ...request.args],
    write: (stream, text) => {
      if (stream === 'stdout') out.write(text)
      else {
        // As CPython: standard error is not held back, and what was printed before comes before on a terminal.
        if (process.stdout.isTTY) out.flush()
        err.write(text)
        err.flush()
        wasInterrupted = /(?:^|\n)KeyboardInterrupt\n$/.test(text)
      }
    },
    modules: moduleFinder(files, isModule ? resolve('.') : folderOf(program.path), found =>
      sources.set(found.path, found.source),
    ),
    source: filename => sources.get(filename),
    library,
    isHeapFull,
    isTerminal: stream => isatty(['stdin', 'stdout', 'stderr'].indexOf(stream)),
    ...(request.clock === 'real' ? realClock(out) : {}),
  })
  machine.trace.isOn = false
  const main = machine.startModule(program.code, '__main__')
  if (program.package !== undefined) {
    // As runpy: the package around the module is imported before the module runs.
    main.dict.setStr('__package__', program.package)
    if (program.package !== '') machine.evaluate(compileConsole(`import ${program.package}`).code, null)
  }
  const status = await drain(machine, out)
  return status === 1 && wasInterrupted ? 'interrupted' : status
}

/** The host's clock. While the program sleeps nothing is heard: Ctrl-C then ends the process, as it does by itself. */
function realClock(out: Output): { now: () => number; sleep: (seconds: number) => void } {
  return {
    now: () => Date.now() / 1000,
    sleep: seconds => {
      out.flush()
      const listeners = process.listeners('SIGINT')
      process.removeAllListeners('SIGINT')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000)
      for (const listener of listeners) process.on('SIGINT', listener)
    },
  }
}

function feed(machine: Machine, input: Input): void {
  const line = input.line()
  machine.feedInput(line, input.hadEnd)
}

/** Runs the machine to its end, a slice at a time. */
async function drain(machine: Machine, out: Output): Promise<number> {
  const input = new Input()
  let isInterrupted = false
  let stepsOn = 0
  const interrupt = (): void => {
    isInterrupted = true
  }
  process.on('SIGINT', interrupt)
  try {
    for (;;) {
      const stop = machine.run(machine.time + (isInterrupted ? 1 : sliceLength))
      switch (stop.kind) {
        case 'finished':
          return stop.status
        case 'waiting for input':
          out.flush()
          // While a read waits nothing else is heard: Ctrl-C then ends the process at once, as it does by itself.
          process.off('SIGINT', interrupt)
          feed(machine, input)
          process.on('SIGINT', interrupt)
          break
        case 'limit':
          if (!isInterrupted) {
            out.flush()
            if (out.isClosed) return 1
            await new Promise<void>(resolve => setImmediate(resolve))
            stepsOn = mostToLoopEnd
          } else if (machine.isAtLoopEnd || --stepsOn <= 0) {
            isInterrupted = false
            machine.interrupt()
          }
          break
        case 'outcome':
          if (stop.outcome.kind === 'raised') machine.raised = stop.outcome.exception
          break
        case 'break':
        case 'trap':
        case 'raise':
          break
      }
    }
  } finally {
    process.off('SIGINT', interrupt)
  }
}
