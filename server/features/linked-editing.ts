/**
 * What is written twice and must be the same: the name in `T = TypeVar('T')` and its like, and both names of `from m import x as x`,
 * which hands `x` on. The one follows the other while it is typed.
 */

import type { Analysis, Expression, Node, Span } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { nodePath, touches } from '../nodes.ts'

/** What is called with the name of what it makes. */
const namesItsResult: ReadonlySet<string> = new Set(
  'TypeVar ParamSpec TypeVarTuple NewType TypeAliasType namedtuple NamedTuple TypedDict Enum IntEnum StrEnum Flag IntFlag'.split(
    ' ',
  ),
)

/** The spans that are edited together; undefined where there is nothing of the kind. */
export const linkedEditing: Feature<[offset: number], readonly [Span, Span] | undefined> = {
  capability: { linkedEditingRangeProvider: true },
  answer(analysis, offset) {
    for (const node of nodePath(analysis, offset)) {
      const spans = spansIn(analysis, node)
      if (spans?.some(span => touches(span, offset))) return spans
    }
    return undefined
  },
}

function spansIn({ source }: Analysis, node: Node): readonly [Span, Span] | undefined {
  if (node.kind === 'alias') {
    return node.asname === node.name && node.asnameSpan !== null ? [node.nameSpan, node.asnameSpan] : undefined
  }
  if (node.kind !== 'Assign' || node.value.kind !== 'Call') return undefined
  const [target] = node.targets
  const [name] = node.value.args
  if (node.targets.length > 1 || target.kind !== 'Name' || name?.kind !== 'Constant') return undefined
  if (!namesItsResult.has(lastName(node.value.func))) return undefined
  // Plainly written: between two quotes, nothing before them.
  const inner = { start: name.start + 1, end: name.end - 1 }
  const isPlain = /^(['"]).*\1$/.test(source.slice(name.start, name.end))
  return isPlain && source.slice(inner.start, inner.end) === target.id ? [target, inner] : undefined
}

function lastName(node: Expression): string {
  return node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : ''
}
