/** Repairs that several rules offer. Each is a small edit whose result is a program again. */

import type { Expression, Node, Span } from '../tree.ts'
import type { Context, Fix } from './rule.ts'

/** Puts `await` before an expression, with parentheses where something follows that binds tighter. */
export function addAwait(context: Context, node: Expression): Fix[] {
  const { unit, inner, around } = context
  if (inner !== undefined) return []
  const needsBrackets = bindsTighter(around[around.length - 1], node)
  const edits = needsBrackets
    ? [
        { span: at(node.start), newText: '(await ' },
        { span: at(node.end), newText: ')' },
      ]
    : [{ span: at(node.start), newText: 'await ' }]
  if (unit.node.kind === 'AsyncFunctionDef') return [{ title: "Add 'await'", edits, isPreferred: true }]
  if (unit.node.kind === 'FunctionDef') {
    if (unit.kind !== 'function' || /^__\w+__$/.test(unit.node.name)) return []
    const makeAsync = { span: at(unit.node.start), newText: 'async ' }
    return [
      { title: `Make '${unit.node.name}' async and add 'await'`, edits: [makeAsync, ...edits], isPreferred: false },
    ]
  }
  return runAtTop(context, node)
}

/** `asyncio.run(…)` around a coroutine at the top level of a module. */
function runAtTop(context: Context, node: Expression): Fix[] {
  const name = asyncioName(context)
  const edits = [
    { span: at(node.start), newText: `${name ?? 'asyncio'}.run(` },
    { span: at(node.end), newText: ')' },
  ]
  const fix = {
    title: "Run it with 'asyncio.run'",
    edits: name === undefined ? [importEdit(context, 'asyncio'), ...edits] : edits,
    isPreferred: true,
  }
  return [fix]
}

/** Under what name the module has asyncio. */
export function asyncioName({ analysis }: Context): string | undefined {
  return moduleAlias(analysis.tree.body, 'asyncio')
}

export function moduleAlias(body: readonly Node[], module: string): string | undefined {
  for (const statement of body) {
    if (statement.kind !== 'Import') continue
    for (const alias of statement.names) if (alias.name === module) return alias.asname ?? module
  }
  return undefined
}

/** An edit that imports a module: after the docstring and the `__future__` imports, before the rest. */
export function importEdit({ analysis }: Context, module: string): { span: Span; newText: string } {
  let after = 0
  for (const [i, statement] of analysis.tree.body.entries()) {
    const isDocstring =
      i === 0 &&
      statement.kind === 'Expr' &&
      statement.value.kind === 'Constant' &&
      statement.value.value.type === 'str'
    const isFuture = statement.kind === 'ImportFrom' && statement.module === '__future__'
    if (!isDocstring && !isFuture) {
      // Before the line of the first statement, so that a comment above it stays with it.
      const start =
        statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef' || statement.kind === 'ClassDef'
          ? (statement.decorator_list[0]?.start ?? statement.start)
          : statement.start
      after = analysis.text.lineSpan(analysis.text.lineAt(start)).start
      break
    }
    after = statement.end
  }
  const needsLine = after > 0 && analysis.source[after - 1] !== '\n'
  return { span: at(after), newText: needsLine ? `\nimport ${module}` : `import ${module}\n` }
}

export const at = (offset: number): Span => ({ start: offset, end: offset })

export function replace(title: string, span: Span, newText: string, isPreferred = true): Fix {
  return { title, edits: [{ span, newText }], isPreferred }
}

/** What stands around an `await` would take its operand away. */
function bindsTighter(parent: Node | undefined, node: Expression): boolean {
  switch (parent?.kind) {
    case 'Attribute':
      return parent.value === node
    case 'Subscript':
      return parent.value === node
    case 'Call':
      return parent.func === node
    case 'Await':
      return true
    default:
      return false
  }
}
