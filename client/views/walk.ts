// Which coroutine lights a state machine: the selected one if it is of that function, else the first alive one that is.

import { type Machine, type Walk, walkOf } from './machine.ts'
import type { Run } from './run.ts'

/** The walk of a live coroutine through a machine of a file known under `paths`; undefined when none is of that function. */
export function machineWalk(machine: Machine, paths: readonly string[], run: Run): Walk | undefined {
  if (run.phase === 'none') return undefined
  const isOf = (name: string, file: string | undefined) =>
    functionName(name) === machine.name && (file === undefined || paths.some(path => isSame(path, file)))
  const { selected } = run
  const found =
    selected && isOf(selected.name, selected.file)
      ? selected
      : (run.coroutines.find(info => isOf(info.name, info.file)) ?? run.all.find(info => isOf(info.name, info.file)))
  return found && walkOf(machine, run.lanes.events.slice(0, run.past), found.id, found.name)
}

/** `fetch` from `Client.fetch#3`. */
const functionName = (name: string): string => name.replace(/#\d+$/, '').split('.').at(-1) ?? name

const isSame = (path: string, file: string): boolean => path === file || path.endsWith(`/${file}`)
