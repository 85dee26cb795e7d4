/** Actions shown above the code: Run and Debug for the file, Drive… for every function whose call makes something to drive. */

import { type Analysis, type Span, walk } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { kindOf, parametersOf } from '../functions.ts'
import { isFunction } from '../nodes.ts'

/** A command above a line. Its arguments are the address of the document and then `rest`. */
export interface Lens {
  readonly span: Span
  readonly title: string
  readonly command: string
  readonly rest: readonly unknown[]
}

export const codeLens: Feature<[], Lens[]> = {
  capability: { codeLensProvider: { resolveProvider: false } },
  answer(analysis) {
    const top = { start: 0, end: 0 }
    const isEmpty = analysis.tree.body.length === 0
    const file: Lens[] = isEmpty
      ? []
      : [
          { span: top, title: '$(play) Run', command: 'coroscope.run', rest: [] },
          { span: top, title: '$(debug-alt) Debug', command: 'coroscope.debug', rest: [] },
        ]
    return [...file, ...drives(analysis)]
  },
}

/** Functions inside functions cannot be called from outside, and methods need an object first: neither has a lens. */
function drives(analysis: Analysis): Lens[] {
  const found: Lens[] = []
  walk(analysis.tree, node => {
    if (isFunction(node) && node.name !== '') {
      const kind = kindOf(analysis, node)
      if (kind !== 'function') {
        const parameters = parametersOf(analysis, node.args).map(parameter => parameter.label)
        found.push({
          span: node.nameSpan,
          title: '$(rocket) Drive…',
          command: 'coroscope.drive',
          rest: [node.name, parameters, kind],
        })
      }
    }
    return !isFunction(node) && node.kind !== 'ClassDef'
  })
  return found
}
