/** Small words between the code: what calling a function makes, and the numbers of its suspension points. */

import { type Analysis, type Span, suspensionPoints, walk } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { kindOf } from '../functions.ts'
import { isFunction } from '../nodes.ts'

export interface InlayData {
  readonly offset: number
  readonly label: string
  readonly tooltip: string
  readonly paddingLeft: boolean
}

export const inlayHints: Feature<[range: Span], InlayData[]> = {
  capability: { inlayHintProvider: true },
  answer: (analysis, range) => hints(analysis).filter(({ offset }) => range.start <= offset && offset <= range.end),
}

function hints(analysis: Analysis): InlayData[] {
  const found: InlayData[] = []
  walk(analysis.tree, node => {
    if (!isFunction(node) || node.kind === 'AsyncFunctionDef') return undefined
    // An `async def` says itself that it makes a coroutine; that a plain `def` makes a generator is easily missed.
    if (kindOf(analysis, node) !== 'generator') return undefined
    const header = analysis.text.lineSpan(analysis.text.lineAt(node.body[0]?.start ?? node.end)).start
    const end = node.returns?.end ?? Math.max(node.args.end + 1, node.nameSpan.end)
    const count = suspensionPoints(node).length
    if (end > header && node.body.length === 0) return undefined
    found.push({
      offset: end,
      label: '→ generator',
      tooltip: `Calling it runs nothing yet: it makes a generator with ${count} suspension point${count === 1 ? '' : 's'}.`,
      paddingLeft: true,
    })
    return undefined
  })
  return found.sort((a, b) => a.offset - b.offset)
}
