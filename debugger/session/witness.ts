// Watching what a session does as somebody would who had to do it again elsewhere: which coroutine each choice was about, what came of it, and
// what was printed meanwhile. Reads; changes nothing.

import type { Outcome as MachineOutcome } from '../engine/index.ts'
import { Coroutine, kindWord } from '../engine/index.ts'
import type { Outcome } from './contract.ts'
import type { Driving } from './driving.ts'
import { nameIn } from './naming.ts'
import { describeOutcome } from './outcomes.ts'
import type { Drive, Run } from './run.ts'
import type { Choice } from './timeline.ts'

/** What was there before the first choice. */
export interface Outset {
  /** Undefined: it was too much to be kept. */
  readonly printed: string | undefined
  /** Library modules that the program had imported. */
  readonly imports: readonly string[]
}

/** One choice, and what came of it. */
export interface Deed {
  readonly choice: Choice
  /** The coroutine that it was about, as an expression from the program's globals and `driven`; undefined: it cannot be named. */
  readonly target: string | undefined
  /** For a beginning: what was made. */
  readonly made: 'coroutine' | 'generator' | 'async generator' | undefined
  /** Of a drive; undefined while it goes on. `value` is the repr also of an exception. */
  readonly outcome: Outcome | undefined
  readonly printed: string | undefined
}

export interface DeedWatcher {
  outset(outset: Outset): void
  /** Told when it is over, or when the next begins. */
  deed(deed: Deed): void
}

/** Makes `watcher` see every choice of a run from now on. Gives what is to be called when there are no more. */
export function watchDeeds(run: Run, driving: Driving, watcher: DeedWatcher): () => void {
  const { machine, timeline, progress } = run
  let open: Deed | undefined
  let from = 0
  const printed = (): string | undefined => {
    const { trace } = machine
    if (trace.first > from) return undefined
    let text = ''
    for (const event of trace.events(from)) if (event.kind === 'output' && event.stream === 'stdout') text += event.text
    return text
  }
  const end = (): void => {
    if (open !== undefined) watcher.deed({ ...open, printed: printed() })
    open = undefined
  }
  const outset = (): void => {
    const files = run.index.allFiles().filter(file => file.isLibrary)
    watcher.outset({ printed: printed(), imports: files.map(file => file.module) })
  }
  let isFirst = progress.phase === 'program'
  timeline.beforeChoice = choice => {
    // What is typed in belongs to what is going on.
    if (inputOf(choice) !== undefined) return
    if (isFirst) outset()
    isFirst = false
    end()
    from = machine.trace.length
    const id = subject(choice)
    const about = id === undefined ? undefined : run.inspector.find(id)
    const target = about === undefined ? undefined : nameIn(run, about)
    open = { choice, target, made: undefined, outcome: undefined, printed: undefined }
  }
  driving.witness = (drive, outcome) => {
    if (open === undefined) return
    const made = drive.coroutine === undefined && outcome.kind !== 'raised' ? outcome.value : undefined
    const kind = made instanceof Coroutine ? kindWord(made) : undefined
    open = { ...open, made: kind, outcome: told(run, drive, outcome) }
    end()
  }
  return () => {
    if (isFirst) outset()
    end()
  }
}

/** The line of input that a choice gave (null: its end); undefined: it is none. */
export function inputOf({ key }: Pick<Choice, 'key'>): string | null | undefined {
  const [what, line] = JSON.parse(key) as [string, string | null]
  return what === 'input' ? line : undefined
}

/** The coroutine that a choice is about: that of a drive, or the owner of the frame where something was executed. */
function subject(choice: Choice): number | undefined {
  const [what, first, second] = JSON.parse(choice.key) as [string, unknown, { readonly owner?: number } | null]
  if (what === 'drive') return first as number
  return what === 'execute' ? second?.owner : undefined
}

function told(run: Run, drive: Drive, outcome: MachineOutcome): Outcome {
  const described = describeOutcome(run.machine, run.values, drive, outcome)
  if (outcome.kind !== 'raised' || described.outcome !== 'raised') return described
  return { ...described, value: run.values.text(outcome.exception) }
}
