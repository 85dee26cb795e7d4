// The rows of the Coroutines view: who stands under whom, by await, by creator or by file; what a filter leaves. Pure data; knows no
// editor.

import type { CoroutineInfo, NeverAwaited } from './protocol.ts'
import { stateInWords } from './words.ts'

export type Grouping = 'await' | 'creator' | 'file'

export type Row =
  | { readonly kind: 'coroutine'; readonly key: string; readonly info: CoroutineInfo; readonly rows: readonly Row[] }
  /** A file, or those that nobody awaited. */
  | {
      readonly kind: 'group'
      readonly key: string
      readonly name: string
      readonly file?: string
      readonly rows: readonly Row[]
    }
  | { readonly kind: 'never awaited'; readonly key: string; readonly lost: NeverAwaited; readonly rows: readonly [] }

export interface RowOptions {
  readonly grouping: Grouping
  /** Words that name, state or values must have; empty: all. */
  readonly filter: string
  /** Whether coroutines that the library made for itself have rows. */
  readonly showsLibrary: boolean
}

export function rowsOf(
  coroutines: readonly CoroutineInfo[],
  neverAwaited: readonly NeverAwaited[],
  { grouping, filter, showsLibrary }: RowOptions,
): readonly Row[] {
  const shown = coroutines.filter(info => showsLibrary || !info.isInternal)
  const kept = filtered(shown, filter, grouping)
  const rows = grouping === 'file' ? byFile(kept) : tree(kept, coroutines, grouping)
  const wanted = filter.trim().toLowerCase()
  const lost = neverAwaited.filter(each => each.name.toLowerCase().includes(wanted))
  if (lost.length === 0) return rows
  const lostRows = lost.map((each): Row => ({ kind: 'never awaited', key: `lost ${each.id}`, lost: each, rows: [] }))
  return [...rows, { kind: 'group', key: 'never awaited', name: 'Never awaited', rows: lostRows }]
}

/** Those that match, and in a tree those above them, so that each stands where it belongs. */
function filtered(all: readonly CoroutineInfo[], filter: string, grouping: Grouping): readonly CoroutineInfo[] {
  const wanted = filter.trim().toLowerCase()
  if (wanted === '') return all
  const matches = all.filter(info => textOf(info).toLowerCase().includes(wanted))
  if (grouping === 'file') return matches
  const byId = new Map(all.map(info => [info.id, info]))
  const kept = new Set<CoroutineInfo>()
  for (const match of matches)
    for (let at: CoroutineInfo | undefined = match; at && !kept.has(at); ) {
      kept.add(at)
      const above: number | undefined = grouping === 'await' ? at.awaitedBy : at.createdBy
      at = above === undefined ? undefined : byId.get(above)
    }
  return all.filter(info => kept.has(info))
}

const textOf = (info: CoroutineInfo): string =>
  [info.name, info.kind, info.state, stateInWords(info), info.lastYielded ?? '', info.file ?? ''].join(' ')

function tree(shown: readonly CoroutineInfo[], all: readonly CoroutineInfo[], grouping: 'await' | 'creator'): Row[] {
  const visible = new Set(shown.map(info => info.id))
  const byId = new Map(all.map(info => [info.id, info]))
  const above = (info: CoroutineInfo) =>
    grouping === 'await' ? info.awaitedBy : info.id === 0 ? undefined : info.createdBy
  /** The next one above that has a row: what is left out stands for nobody. */
  const parentOf = (info: CoroutineInfo): number | undefined => {
    const seen = new Set([info.id])
    for (let id = above(info); id !== undefined && !seen.has(id); ) {
      if (visible.has(id)) return id
      seen.add(id)
      const next = byId.get(id)
      id = next && above(next)
    }
    return undefined
  }
  const inner = new Map<number | undefined, CoroutineInfo[]>()
  for (const info of shown) {
    const parent = parentOf(info)
    const list = inner.get(parent)
    if (list) list.push(info)
    else inner.set(parent, [info])
  }
  const build = (parent: number | undefined, depth: number): Row[] =>
    depth > 200
      ? []
      : (inner.get(parent) ?? []).map(info => ({
          kind: 'coroutine',
          key: String(info.id),
          info,
          rows: build(info.id, depth + 1),
        }))
  return build(undefined, 0)
}

function byFile(shown: readonly CoroutineInfo[]): Row[] {
  const files = new Map<string, CoroutineInfo[]>()
  for (const info of shown) {
    const file = info.file ?? ''
    const list = files.get(file)
    if (list) list.push(info)
    else files.set(file, [info])
  }
  return [...files].map(([file, infos]) => ({
    kind: 'group',
    key: `file ${file}`,
    name: file === '' ? 'no file' : (file.split(/[\\/]/).at(-1) ?? file),
    file,
    rows: infos.map(info => ({ kind: 'coroutine', key: String(info.id), info, rows: [] })),
  }))
}
