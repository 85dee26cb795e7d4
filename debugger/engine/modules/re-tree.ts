// The tree of a regular expression, and what can be said of it without matching: its width.
//
// Knows nothing of text.

/** Flags, the bits of re.RegexFlag. */
export const RE = { I: 2, L: 4, M: 8, S: 16, U: 32, X: 64, DEBUG: 128, A: 256 } as const

/** Repetitions without an upper bound. */
export const MAXREPEAT = 4294967295

export type Category = 'digit' | 'space' | 'word'
export type Place = 'start' | 'string start' | 'end' | 'string end' | 'boundary' | 'no boundary'

export type SetItem =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'category'; readonly category: Category; readonly negated: boolean }

export type Node =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly items: readonly SetItem[] }
  | { readonly kind: 'at'; readonly place: Place }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'branch'; readonly items: readonly Node[] }
  | {
      readonly kind: 'repeat'
      readonly min: number
      readonly max: number
      readonly mode: 'greedy' | 'lazy' | 'possessive'
      readonly item: Node
    }
  | {
      readonly kind: 'group'
      readonly index: number | undefined
      readonly add: number
      readonly remove: number
      readonly item: Node
    }
  | { readonly kind: 'atomic'; readonly item: Node }
  | {
      readonly kind: 'look'
      readonly behind: boolean
      readonly negated: boolean
      readonly item: Node
      readonly position: number
    }
  | { readonly kind: 'reference'; readonly group: number }
  | { readonly kind: 'conditional'; readonly group: number; readonly yes: Node; readonly no: Node | undefined }
  | { readonly kind: 'failure' }

/** What is wrong with a pattern, and where (code points); `type` is the exception when it is not re.PatternError. */
export interface PatternError {
  readonly message: string
  readonly position: number | undefined
  readonly type?: 'OverflowError' | 'ValueError' | 'IndexError'
}

export interface ParsedPattern {
  readonly node: Node
  readonly flags: number
  /** Number of groups, group 0 not counted. */
  readonly groups: number
  readonly groupIndex: ReadonlyMap<string, number>
  /** Smallest and largest width of each group, by index. */
  readonly widths: readonly (readonly [number, number])[]
}
/** Smallest and largest number of characters a node matches. CPython: SubPattern.getwidth. */
export function widthOf(
  node: Node,
  groups: readonly (readonly [number, number] | undefined)[],
): readonly [number, number] {
  const clip = (n: number) => Math.min(n, MAXREPEAT)
  switch (node.kind) {
    case 'char':
    case 'any':
    case 'set':
      return [1, 1]
    case 'sequence': {
      let low = 0
      let high = 0
      for (const item of node.items) {
        const [a, b] = widthOf(item, groups)
        low += a
        high += b
      }
      return [clip(low), clip(high)]
    }
    case 'branch': {
      const widths = node.items.map(item => widthOf(item, groups))
      return [
        widths.reduce((least, w) => Math.min(least, w[0]), Infinity),
        widths.reduce((most, w) => Math.max(most, w[1]), 0),
      ]
    }
    case 'repeat': {
      const [a, b] = widthOf(node.item, groups)
      return [clip(a * node.min), b === 0 ? 0 : clip(b * node.max)]
    }
    case 'group':
    case 'atomic':
      return widthOf(node.item, groups)
    case 'reference':
      return groups[node.group] ?? [0, 0]
    case 'conditional': {
      const yes = widthOf(node.yes, groups)
      const no = node.no === undefined ? ([0, 0] as const) : widthOf(node.no, groups)
      return [Math.min(yes[0], no[0]), Math.max(yes[1], no[1])]
    }
    case 'at':
    case 'look':
    case 'failure':
      return [0, 0]
  }
}
