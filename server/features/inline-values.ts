/** Where a debugger that has stopped may show values: the variables of the function it stands in, and attributes of `self`. */

import { eachChild, type Node, type Span } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { namesOf } from '../names.ts'
import { isFunction, nodePath } from '../nodes.ts'

/** A place and what to show there: a variable to look up, or an expression to evaluate. */
export interface InlineValueData {
  readonly span: Span
  readonly kind: 'variable' | 'expression'
  readonly text: string
}

/**
 * @param range what is in view
 * @param stopped the end of the line at which the program has stopped: what comes later has no value yet
 */
export const inlineValues: Feature<[range: Span, stopped: number], InlineValueData[]> = {
  capability: { inlineValueProvider: true },
  answer(analysis, range, stopped) {
    const around = nodePath(analysis, stopped).findLast(isFunction)
    const scope = around === undefined ? analysis.scopes.module : analysis.scopes.find(around)
    if (scope === undefined) return []
    const self = scope.parent?.kind === 'class' ? scope.parameters[0] : undefined
    const names = namesOf(analysis)
    const found: InlineValueData[] = []
    const seen = new Set<string>()
    const add = (span: Span, kind: InlineValueData['kind'], text: string): void => {
      const line = analysis.text.lineAt(span.start)
      if (span.end > stopped || span.start < range.start || span.end > range.end || seen.has(`${line} ${text}`)) return
      seen.add(`${line} ${text}`)
      found.push({ span, kind, text })
    }
    const visit = (node: Node): void => {
      if (node !== around && (isFunction(node) || node.kind === 'ClassDef' || node.kind === 'Lambda')) return
      if (node.kind === 'Name' || node.kind === 'arg') {
        const span = node.kind === 'arg' ? node.argSpan : node
        const binding = names.at(span.start)?.binding
        // What `self` is says little; what its attributes are is shown.
        if (binding?.name === self) return
        const isValue = binding?.owner === scope && !binding.definitions.some(({ span: place }) => isNoValue(place))
        if (isValue) add(span, 'variable', binding.name)
      } else if (node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === self) {
        if (!isCalled.has(node)) add(node, 'expression', `${node.value.id}.${node.attr}`)
      }
      if (node.kind === 'Call') isCalled.add(node.func)
      eachChild(node, visit)
    }
    const isCalled = new Set<Node>()
    const isNoValue = (place: Span): boolean => {
      const node = names.definitionAt(place)?.node
      return isFunction(node) || node?.kind === 'ClassDef' || node?.kind === 'alias'
    }
    if (around === undefined) for (const statement of analysis.tree.body) visit(statement)
    else visit(around)
    return found
  },
}
