// A kept session run again from its beginning, in a machine of its own, and what each of its choices led to. Nobody else sees it.

import type { LaunchOptions, SessionHost, SessionListener } from '../contract.ts'
import { SessionError } from '../contract.ts'
import { folderOf } from '../program.ts'
import { Session } from '../session.ts'
import { type Deed, inputOf, type Outset } from '../witness.ts'
import type { Kept } from './session-file.ts'

export interface Rerun {
  /** What the top level of the program printed before the drive began, or all that it printed. */
  readonly outset: Outset
  readonly deeds: readonly Deed[]
  /** What was typed in. */
  readonly input: string
  /** How the program ended by itself; undefined: it is still there. */
  readonly status: number | undefined
}

/** The options that start a kept session again. `program` says where it is now. */
export function optionsOf(kept: Kept, program = kept.launch.program): LaunchOptions {
  const { drive, args, justMyCode, clock } = kept.launch
  return {
    program,
    source: kept.source,
    drive,
    args,
    stopOnEntry: false,
    justMyCode,
    clock,
    noDebug: false,
    maxHistoryMB: 256,
    kept,
  }
}

/** Runs all that was done up to the moment at which the session was kept. */
export function rerun(host: SessionHost, kept: Kept): Rerun {
  const waiting: (() => void)[] = []
  const quiet: SessionHost = { ...host, schedule: slice => waiting.push(slice) }
  let problem: string | undefined
  let status: number | undefined
  const nothing = (): void => {}
  const listener: SessionListener = {
    output: (category, text) => {
      if (category === 'important') problem ??= text.trimEnd()
    },
    stopped: nothing,
    continued: nothing,
    coroutine: nothing,
    breakpointChanged: nothing,
    sourceLoaded: nothing,
    changed: nothing,
    ended: code => {
      status = code
    },
  }
  const session = new Session(quiet, listener)
  const deeds: Deed[] = []
  let outset: Outset = { printed: '', imports: [] }
  session.launch(optionsOf({ ...kept, end: kept.moment }, kept.program.path))
  const finish = session.watchDeeds({
    outset: seen => {
      outset = seen
    },
    deed: deed => void deeds.push(deed),
  })
  session.begin()
  for (let slice = waiting.shift(); slice !== undefined; slice = waiting.shift()) slice()
  finish()
  session.abandon()
  const inputs = inputsOf(kept)
  if (problem !== undefined && deeds.length + inputs.length < kept.moment.choices) throw new SessionError(problem)
  return { outset, deeds, input: inputs.map(line => (line === null ? '' : `${line}\n`)).join(''), status }
}

/** The lines that were typed in as far as the moment at which the session was kept; null: the end of input. */
export function inputsOf(kept: Kept): (string | null)[] {
  const all = kept.choices.slice(0, kept.moment.choices).map(inputOf)
  return all.filter(line => line !== undefined)
}

/** Opens a kept session again, all at once, for whoever only wants to read it. */
export function openKept(host: SessionHost, options: LaunchOptions, listener: SessionListener): Session {
  const waiting: (() => void)[] = []
  const session = new Session({ ...host, schedule: slice => waiting.push(slice) }, listener)
  session.launch(options)
  session.begin()
  for (let slice = waiting.shift(); slice !== undefined; slice = waiting.shift()) slice()
  return session
}

/** Where the program lies as seen from a folder: `../x/y.coro`; the whole path when they have nothing in common. */
export function relativePath(from: string, to: string): string {
  const [a, b] = [folderOf(from).split('/'), to.split('/')]
  let same = 0
  while (same < a.length && same < b.length - 1 && a[same] === b[same]) same++
  if (same <= 1) return to
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/')
}
