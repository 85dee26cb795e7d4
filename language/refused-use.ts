/**
 * Uses of what a library module has but cannot do here: starting a thread, opening a file, tracing. Only what is called by its plain
 * name is seen, outside of a `try` that catches what would be raised: a program that runs is never refused.
 */

import type { Scopes } from './scope.ts'
import type { Call, Expression, Import, ImportFrom, Module, Span } from './tree.ts'
import { walk } from './tree-walk.ts'

/** Dotted names that are refused when they are called, with the row of `refusals` (its code) that says why. */
const refusedCalls: readonly (readonly [name: string, code: string])[] = [
  ['asyncio.to_thread', 'threads'],
  ['builtins.open', 'files'],
  ['concurrent.futures.ProcessPoolExecutor', 'processes'],
  ['concurrent.futures.ThreadPoolExecutor', 'threads'],
  ['gc.get_objects', 'interpreter'],
  ['gc.get_referents', 'interpreter'],
  ['gc.get_referrers', 'interpreter'],
  ['io.open', 'files'],
  ['sys.setprofile', 'interpreter'],
  ['sys.settrace', 'interpreter'],
  ['threading.Thread', 'threads'],
  ['threading.Timer', 'threads'],
]

/** What can be made, and is refused when it is started. */
const refusedWhenStarted: ReadonlySet<string> = new Set(['threading.Thread', 'threading.Timer'])

/** One call that is refused: where its name stands, the name, and the row's code. */
export interface RefusedUse {
  readonly span: Span
  readonly name: string
  readonly code: string
}

/** The calls that are refused. `references`: where the module's name is read, in any scope. */
export function refusedUses(
  scopes: Scopes,
  isOurs: (module: string) => boolean,
  references: (name: string) => Iterable<Span>,
  tree: Module,
  source: string,
): RefusedUse[] {
  const found: RefusedUse[] = []
  for (const node of scopes.imports) {
    for (const { binding, name, rest, code } of boundBy(node)) {
      if (!isOurs(name.split('.')[0])) continue
      const symbol = scopes.module.symbols.get(binding)
      if (symbol === undefined || !symbol.isImported || symbol.isAssigned) continue
      const called = new RegExp(`${rest.map(part => `[ \\t]*\\.[ \\t]*${part}`).join('')}[ \\t]*\\(`, 'y')
      for (const { start, end } of references(binding)) {
        called.lastIndex = end
        const match = called.exec(source)
        if (match === null) continue
        const span = { start, end: end + match[0].trimEnd().length - 1 }
        if (refusedWhenStarted.has(name) && !isStarted(tree, start, source)) continue
        if (!found.some(one => one.span.start === start)) found.push({ span, name, code })
      }
    }
  }
  return found
}

interface Bound {
  readonly binding: string
  /** What is refused, and what must follow the binding to mean it. */
  readonly name: string
  readonly rest: readonly string[]
  readonly code: string
}

/** The names that an import binds through which something refused can be called. */
function boundBy(node: Import | ImportFrom): Bound[] {
  const found: Bound[] = []
  if (node.kind === 'ImportFrom' && (node.level !== 0 || node.module === null)) return found
  for (const alias of node.names) {
    const whole = node.kind === 'Import' ? alias.name : `${node.module}.${alias.name}`
    for (const [name, code] of refusedCalls) {
      if (name !== whole && !name.startsWith(`${whole}.`)) continue
      const isPlain = node.kind === 'Import' && alias.asname === null
      const binding = isPlain ? whole.split('.')[0] : (alias.asname ?? alias.name)
      const rest = name.slice((isPlain ? binding : whole).length + 1)
      found.push({ binding, name, rest: rest === '' ? [] : rest.split('.'), code })
    }
  }
  return found
}

/** Is what the call that begins at `start` makes started by `.start()`, at once or by the name that it is given? */
function isStarted(tree: Module, start: number, source: string): boolean {
  const textOf = (node: Expression): string => source.slice(node.start, node.end)
  const makers = new Set<string>()
  const started: Call[] = []
  walk(tree, node => {
    if (node.kind === 'Assign' && node.value.kind === 'Call' && node.value.start === start)
      for (const target of node.targets) makers.add(textOf(target))
    if (node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'start') started.push(node)
    return true
  })
  return started.some(({ func }) => {
    if (func.kind !== 'Attribute') return false
    return (func.value.kind === 'Call' && func.value.start === start) || makers.has(textOf(func.value))
  })
}
