// Which lane stands in which row: grouped by who awaits whom, by who made whom, or by function; folded where the person wants it,
// pinned ones first. Knows no pixels.

import type { Lane, Lanes, Row } from './lanes.ts'

export type Grouping = 'await' | 'creator' | 'function'

export interface Arranged {
  readonly rows: readonly Row[]
  /** Row of each lane, by id; of a folded one, the row that stands for it. */
  readonly rowOf: ReadonlyMap<number, number>
  /** So many of the first rows stay where they are while the others scroll. */
  readonly pinned: number
}

export class Arrangement {
  grouping: Grouping = 'await'
  private readonly folded = new Set<number>()
  private readonly pins = new Set<number>()
  private version = 0
  private known: { readonly key: readonly unknown[]; readonly arranged: Arranged } | undefined

  /** Forgets folds and pins: another run has come. */
  reset(): void {
    this.folded.clear()
    this.pins.clear()
    this.version++
  }

  group(by: Grouping): void {
    this.grouping = by
    this.folded.clear()
    this.version++
  }

  isPinned(id: number): boolean {
    return this.pins.has(id)
  }

  togglePin(id: number): void {
    if (!this.pins.delete(id)) this.pins.add(id)
    this.version++
  }

  /** Folds what stands under a lane, or shows it again. */
  toggleFold(id: number): void {
    if (!this.folded.delete(id)) this.folded.add(id)
    this.version++
  }

  /** Folds every lane with others under it, or none. */
  foldAll(lanes: Lanes): void {
    if (this.folded.size > 0) this.folded.clear()
    else for (const { lane, hasInner } of this.arrange(lanes).rows) if (hasInner) this.folded.add(lane.id)
    this.version++
  }

  arrange(lanes: Lanes): Arranged {
    const order = lanes.order()
    const key = [order, this.grouping, this.version]
    if (this.known && key.every((part, at) => part === this.known?.key[at])) return this.known.arranged
    const tree = this.grouping === 'await' ? order : grouped(lanes, this.grouping)
    const arranged = this.fold(tree)
    this.known = { key, arranged }
    return arranged
  }

  private fold(tree: readonly Row[]): Arranged {
    const open: Row[] = []
    const standsFor = new Map<number, number>()
    let under: { row: Row & { folded: Lane[] }; depth: number } | undefined
    for (const [at, row] of tree.entries()) {
      if (under && row.depth > under.depth) {
        under.row.folded.push(row.lane)
        standsFor.set(row.lane.id, under.row.lane.id)
        continue
      }
      under = undefined
      const hasInner = (tree[at + 1]?.depth ?? 0) > row.depth
      const isFolded = hasInner && this.folded.has(row.lane.id)
      const folded: Lane[] = []
      const made = { lane: row.lane, depth: row.depth, hasInner, isFolded, folded }
      open.push(made)
      if (isFolded) under = { row: made, depth: row.depth }
    }
    const pinned = open.filter(row => this.pins.has(row.lane.id)).map(row => ({ ...row, depth: 0, isPinned: true }))
    const rows = [...pinned, ...(pinned.length === 0 ? open : open.filter(row => !this.pins.has(row.lane.id)))]
    const rowOf = new Map(rows.map(({ lane }, index) => [lane.id, index]))
    for (const [id, other] of standsFor) {
      const row = rowOf.get(other)
      if (row !== undefined) rowOf.set(id, row)
    }
    return { rows, rowOf, pinned: pinned.length }
  }
}

/** Lanes as a tree by creator, or each function's first one over the others. */
function grouped(lanes: Lanes, by: 'creator' | 'function'): Row[] {
  const first = new Map<string, number>()
  const parentOf = (lane: Lane): number | undefined => {
    if (lane.id === 0) return undefined
    if (by === 'creator')
      return lane.createdBy !== lane.id && lanes.byId.has(lane.createdBy) ? lane.createdBy : undefined
    const name = lane.name.replace(/#\d+$/, '')
    const found = first.get(name)
    if (found === undefined) first.set(name, lane.id)
    return found
  }
  const inner = new Map<number, Lane[]>()
  const roots: Lane[] = []
  for (const lane of lanes.byId.values()) {
    const parent = parentOf(lane)
    // Ids grow: a creator that is younger is a circle that somebody wrote by hand.
    if (parent === undefined || parent >= lane.id) roots.push(lane)
    else {
      const list = inner.get(parent)
      if (list) list.push(lane)
      else inner.set(parent, [lane])
    }
  }
  const rows: Row[] = []
  const stack = roots.reverse().map(lane => ({ lane, depth: 0 }))
  for (let row = stack.pop(); row; row = stack.pop()) {
    rows.push(row)
    const under = inner.get(row.lane.id) ?? []
    for (let i = under.length - 1; i >= 0; i--) stack.push({ lane: under[i]!, depth: row.depth + 1 })
  }
  return rows
}
