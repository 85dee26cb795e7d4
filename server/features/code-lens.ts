/** Actions shown above the code: Run and Debug for the file, Drive… for every function and method whose call makes something to drive. */

import { type Analysis, type Span, walk } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { kindOf, parametersOf } from '../functions.ts'
import { members } from '../infer.ts'
import { type ClassNode, type FunctionNode, isFunction } from '../nodes.ts'

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

/** Functions inside functions cannot be called from outside: only those of the module and of its classes have a lens. */
function drives(analysis: Analysis): Lens[] {
  const found: Lens[] = []
  const drive = (node: FunctionNode, name: string, skipsFirst: boolean): void => {
    const kind = kindOf(analysis, node)
    if (kind === 'function' || node.name === '') return
    const parameters = parametersOf(analysis, node.args).slice(skipsFirst ? 1 : 0)
    found.push({
      span: node.nameSpan,
      title: '$(rocket) Drive…',
      command: 'coroscope.drive',
      rest: [name, parameters.map(parameter => parameter.label), kind],
    })
  }
  walk(analysis.tree, node => {
    if (isFunction(node)) drive(node, node.name, false)
    if (node.kind === 'ClassDef') methods(analysis, node, drive)
    return !isFunction(node) && node.kind !== 'ClassDef'
  })
  return found
}

/** A method is driven on a new object; what its class must be given is part of the call to fill in. */
function methods(
  analysis: Analysis,
  node: ClassNode,
  drive: (node: FunctionNode, name: string, skipsFirst: boolean) => void,
): void {
  const init = members(analysis, node).get('__init__')?.node
  const needed = isFunction(init)
    ? parametersOf(analysis, init.args)
        .slice(1)
        .filter(parameter => parameter.isRequired)
        .map(({ name, kind }) => (kind === 'keyword-only' ? `${name}=${name}` : name))
    : []
  for (const method of node.body) {
    // Special methods are called by something else than their name.
    if (!isFunction(method) || /^__\w+__$/.test(method.name)) continue
    const decorators = method.decorator_list.map(item => (item.kind === 'Name' ? item.id : ''))
    if (decorators.includes('staticmethod')) drive(method, `${node.name}.${method.name}`, false)
    else if (decorators.includes('classmethod')) drive(method, `${node.name}.${method.name}`, true)
    else if (decorators.length === 0) drive(method, `${node.name}(${needed.join(', ')}).${method.name}`, true)
  }
}
