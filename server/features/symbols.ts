/** The outline of a text: classes, functions and the names that modules and classes bind. */

import type { Analysis, Expression, Span, Statement } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { kindOf, parametersText } from '../functions.ts'
import { type FunctionNode, fullSpan } from '../nodes.ts'

export type OutlineKind =
  | 'class'
  | 'method'
  | 'constructor'
  | 'function'
  | 'field'
  | 'variable'
  | 'constant'
  | 'type parameter'

export interface OutlineNode {
  readonly name: string
  readonly detail: string
  readonly kind: OutlineKind
  readonly span: Span
  readonly nameSpan: Span
  readonly children: readonly OutlineNode[]
}

export const documentSymbols: Feature<[], OutlineNode[]> = {
  capability: { documentSymbolProvider: { label: 'Coro' } },
  answer: analysis => outline(analysis, analysis.tree.body, 'module'),
}

type Around = 'module' | 'class' | 'function'

function outline(analysis: Analysis, body: readonly Statement[], around: Around): OutlineNode[] {
  const out: OutlineNode[] = []
  const seen = new Set<string>()
  const variable = (target: Expression, statement: Statement): void => {
    if (around === 'function') return
    if (target.kind === 'Tuple' || target.kind === 'List') {
      for (const element of target.elts) variable(element, statement)
    } else if (target.kind === 'Name' && target.id !== '' && !seen.has(target.id)) {
      seen.add(target.id)
      const isConstant = /^[A-Z][A-Z0-9_]*$/.test(target.id)
      const kind = around === 'class' ? 'field' : isConstant ? 'constant' : 'variable'
      out.push({ name: target.id, detail: '', kind, span: statement, nameSpan: target, children: [] })
    }
  }
  for (const statement of body) {
    switch (statement.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        out.push(ofFunction(analysis, statement, around))
        break
      case 'ClassDef':
        if (statement.name === '') break
        out.push({
          name: statement.name,
          detail: '',
          kind: 'class',
          span: fullSpan(statement),
          nameSpan: statement.nameSpan,
          children: outline(analysis, statement.body, 'class'),
        })
        break
      case 'Assign':
        for (const target of statement.targets) variable(target, statement)
        break
      case 'AnnAssign':
        variable(statement.target, statement)
        break
      case 'TypeAlias':
        variable(statement.name, statement)
        break
      case 'If':
      case 'For':
      case 'AsyncFor':
      case 'While':
        out.push(...outline(analysis, [...statement.body, ...statement.orelse], around))
        break
      case 'With':
      case 'AsyncWith':
        out.push(...outline(analysis, statement.body, around))
        break
      case 'Try':
      case 'TryStar': {
        const handlers = statement.handlers.flatMap(handler => handler.body)
        const parts = [...statement.body, ...handlers, ...statement.orelse, ...statement.finalbody]
        out.push(...outline(analysis, parts, around))
        break
      }
      default:
    }
  }
  return out
}

function ofFunction(analysis: Analysis, node: FunctionNode, around: Around): OutlineNode {
  const kind = kindOf(analysis, node)
  const parameters = `(${parametersText(analysis, node.args)})`
  return {
    name: node.name === '' ? '…' : node.name,
    detail: kind === 'function' ? parameters : `${parameters} · ${kind}`,
    kind: around !== 'class' ? 'function' : node.name === '__init__' ? 'constructor' : 'method',
    span: fullSpan(node),
    nameSpan: node.nameSpan,
    children: outline(analysis, node.body, 'function'),
  }
}
