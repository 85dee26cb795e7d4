/** Task groups, timeouts, exception groups and locks, used in a way that defeats them. */

import { isInstanceOf } from '../inference/type.ts'
import type { FlowEvent } from '../inference/walk.ts'
import { pathText } from '../inference/walk.ts'
import type { AsyncWith, Call, ClassDef, Node, Raise, Statement, TryStar } from '../tree.ts'
import { type Context, type Fix, type FixEdit, type Looks, libraryName, source, typeOf } from './rule.ts'
import { hasSuspension, hasYield, isFunction, some } from './syntax.ts'

// Timeouts

function checkTimeout(node: AsyncWith, context: Context): void {
  const last = node.items[node.items.length - 1]
  if (last === undefined || !isInstanceOf(typeOf(context, last.context_expr), 'asyncio', 'Timeout')) return
  if (hasSuspension(node.body) || hasYield(node.body)) return
  const name =
    last.context_expr.kind === 'Call' ? source(context, last.context_expr.func) : source(context, last.context_expr)
  context.report(
    'timeout-without-await',
    last.context_expr,
    `nothing is awaited in this '${name}': it can never expire`,
    {
      hint: 'A timeout takes effect where the block suspends.',
    },
  )
}

// Task groups

function groupName(node: AsyncWith, context: Context): string | undefined {
  const item = node.items.find(({ context_expr: expr }) => isInstanceOf(typeOf(context, expr), 'asyncio', 'TaskGroup'))
  return item?.optional_vars?.kind === 'Name' ? item.optional_vars.id : undefined
}

/** What a task of the group is given has been closed by the time the group is left. */
function checkTaskArguments(node: Call, context: Context): void {
  const { func } = node
  if (func.kind !== 'Attribute' || func.attr !== 'create_task' || func.value.kind !== 'Name') return
  const group = func.value.id
  const at = context.around.findIndex(item => item.kind === 'AsyncWith' && groupName(item, context) === group)
  if (at < 0) return
  for (const inner of context.around.slice(at)) {
    if (inner.kind !== 'With' && inner.kind !== 'AsyncWith') continue
    const own =
      inner.kind === 'AsyncWith'
        ? inner.items.findIndex(item => item.optional_vars?.kind === 'Name' && item.optional_vars.id === group)
        : -1
    for (const { optional_vars: target, context_expr } of inner.items.slice(own + 1)) {
      if (target?.kind !== 'Name') continue
      const used = findName(node.args, target.id)
      if (used === undefined) continue
      context.report(
        'task-outlives-context',
        used,
        `the task may still use '${target.id}' when '${source(context, context_expr)}' has been left`,
        {
          hint: `Enter it before the task group, or in the task.`,
        },
      )
      return
    }
  }
}

function findName(nodes: readonly Node[], name: string): Node | undefined {
  let found: Node | undefined
  some(nodes, item => {
    if (item.kind === 'Name' && item.id === name) found = item
    return found !== undefined
  })
  return found
}

/** `return` in a task group waits for all its tasks first. */
function checkJumpsOut(node: AsyncWith, context: Context): void {
  if (!node.items.some(({ context_expr: item }) => isInstanceOf(typeOf(context, item), 'asyncio', 'TaskGroup'))) return
  const visit = (body: readonly Statement[], inLoop: boolean): void => {
    for (const item of body) {
      if (item.kind === 'Return' || (!inLoop && (item.kind === 'Break' || item.kind === 'Continue'))) {
        context.report(
          'jump-out-of-group',
          { start: item.start, end: item.start + item.kind.length },
          `this '${item.kind.toLowerCase()}' first waits for every task of the group`,
          {
            hint: 'Put it after the block, or cancel the tasks before.',
          },
        )
      }
      const loops = inLoop || item.kind === 'For' || item.kind === 'AsyncFor' || item.kind === 'While'
      if (item.kind === 'If' || item.kind === 'For' || item.kind === 'AsyncFor' || item.kind === 'While') {
        visit(item.body, loops)
        visit(item.orelse, loops)
      } else if (item.kind === 'With' || item.kind === 'AsyncWith') visit(item.body, loops)
      else if (item.kind === 'Try') for (const block of [item.body, item.orelse, item.finalbody]) visit(block, loops)
    }
  }
  visit(node.body, false)
}

// Exception groups

const groupAttributes = /^(?:message|exceptions|split|subgroup|derive|args|add_note|with_traceback|__\w+__)$/

function checkExceptStar(node: TryStar, context: Context): void {
  for (const { name, body } of node.handlers) {
    if (name === null) continue
    some(body, item => {
      if (
        item.kind === 'Attribute' &&
        item.value.kind === 'Name' &&
        item.value.id === name &&
        item.ctx === 'Load' &&
        !groupAttributes.test(item.attr)
      ) {
        context.report('except-star-attribute', item, `'ExceptionGroup' object has no attribute '${item.attr}'`, {
          hint: `In 'except*' the name is bound to a group: look at each of '${name}.exceptions'.`,
        })
      }
      return false
    })
  }
}

function checkGroupMember(node: Raise, context: Context): void {
  const { exc } = node
  if (
    exc?.kind !== 'Subscript' ||
    exc.value.kind !== 'Attribute' ||
    exc.value.attr !== 'exceptions' ||
    node.cause !== null
  )
    return
  context.report('group-member-raised', exc, 'raising one exception of a group loses its context, and the others', {
    hint: "Raise the group, or 'raise … from' it.",
    fixes: fromFix(node, exc.value.value, context),
  })
}

function fromFix(node: Raise, group: Node, context: Context): Fix[] {
  return [
    {
      title: `Add 'from ${source(context, group)}'`,
      edits: [{ span: { start: node.end, end: node.end }, newText: ` from ${source(context, group)}` }],
      isPreferred: true,
    },
  ]
}

function checkGroupClass(node: ClassDef, context: Context): void {
  const isGroup = node.bases.some(base => {
    const name = libraryName(typeOf(context, base.kind === 'Subscript' ? base.value : base))
    return name === 'builtins.ExceptionGroup' || name === 'builtins.BaseExceptionGroup'
  })
  if (!isGroup || node.body.some(item => isFunction(item) && item.name === 'derive')) return
  context.report(
    'group-without-derive',
    node.nameSpan,
    `split() and 'except*' turn a '${node.name}' into a plain ExceptionGroup`,
    { hint: "Define 'derive(self, exceptions)'." },
  )
}

// Locks

export function lookAtLocks(events: readonly FlowEvent[], contextOf: (node: Node) => Context): void {
  const leaving = new Map<Node, FlowEvent>()
  for (const event of events) {
    if (event.site.what !== 'lock') continue
    const known = leaving.get(event.site.node)
    // What holds it for ever says more than what may.
    if (known === undefined || (known.kind === 'held when raised' && event.kind === 'held at exit'))
      leaving.set(event.site.node, event)
  }
  for (const [node, event] of leaving) {
    const context = contextOf(node)
    const { unit, analysis } = context
    const { name } = event.site
    const isReleased = unit.node.kind !== 'Module' && some(unit.node.body, item => isRelease(item, name))
    // Somebody else may release it: another method, a callback, a caller.
    if (!isReleased && isReleasedElsewhere(name, context)) continue
    if (unit.node.kind !== 'Module' && some(unit.node.body, item => isReleaseHandedOn(item, name))) continue
    const line = event.at === undefined ? undefined : analysis.text.lineAt(event.at.start) + 1
    const span = node as Call
    if (event.kind === 'held at exit') {
      const where = isReleased && line !== undefined ? ` when line ${line} returns` : ''
      context.report('lock-not-released', span, `'${name}' is acquired and never released${where}`, {
        hint: `Use 'async with ${name}:'.`,
        fixes: withFix(name, context),
      })
    } else if (isReleased && !isAround(event.at, node)) {
      context.report('lock-not-released', span, `'${name}' stays locked if line ${line} raises`, {
        hint: `Use 'async with ${name}:', or release it in a finally.`,
        fixes: withFix(name, context),
      })
    }
  }
}

/** What is raised comes of the expression that acquires. */
function isAround(outer: Node | undefined, node: Node): boolean {
  return outer !== undefined && outer.start <= node.start && node.end <= outer.end
}

function isRelease(node: Node, path: string): boolean {
  return node.kind === 'Attribute' && node.attr === 'release' && pathText(node.value) === path
}

/** `loop.call_later(1, lock.release)`. */
function isReleaseHandedOn(node: Node, path: string): boolean {
  return (
    node.kind === 'Call' && [...node.args, ...node.keywords.map(item => item.value)].some(arg => isRelease(arg, path))
  )
}

function isReleasedElsewhere(path: string, { analysis, unit }: Context): boolean {
  const last = path.slice(path.lastIndexOf('.') + 1)
  const scope = analysis.scopes.find(unit.node)
  const symbol = path.includes('.') ? undefined : scope?.lookup(path)
  // Nobody else sees a lock that only this function has, unless it is handed on.
  const isOwn = symbol?.resolution === 'local' && !symbol.isParameter
  const pattern = new RegExp(`\\b${last}\\s*\\.\\s*release\\b`)
  const own = analysis.source.slice(unit.node.start, unit.node.end)
  const others = analysis.source.slice(0, unit.node.start) + analysis.source.slice(unit.node.end)
  if (isOwn) return symbol.references.length > (own.match(new RegExp(`\\b${last}\\b`, 'g'))?.length ?? 0)
  return symbol?.isParameter === true || pattern.test(others) || path.startsWith('cls.')
}

/** `await lock.acquire()` and the rest of its block become one `async with`; a `release()` on the same level goes. */
function withFix(path: string, context: Context): Fix[] {
  const { analysis } = context
  const statement = context.around.findLast(item => item.kind === 'Expr')
  const owner = context.around[context.around.length - 3]
  if (statement === undefined || owner === undefined || !('body' in owner)) return []
  const body = owner.body as readonly Statement[]
  const index = body.indexOf(statement as Statement)
  if (index < 0) return []
  const releaseAt = body.findIndex(
    (item, i) => i > index && item.kind === 'Expr' && item.value.kind === 'Call' && isRelease(item.value.func, path),
  )
  const inside = body.slice(index + 1, releaseAt < 0 ? undefined : releaseAt)
  if (inside.length === 0 || inside.some(item => some([item], inner => isRelease(inner, path)))) return []
  const first = analysis.text.lineAt(statement.start)
  const from = analysis.text.lineAt(inside[0].start)
  const to = analysis.text.lineAt(inside[inside.length - 1].end)
  if (from <= first || hasLongString(inside)) return []
  const edits: FixEdit[] = [{ span: statement, newText: `async with ${path}:` }]
  for (let line = from; line <= to; line++) {
    const { start, end } = analysis.text.lineSpan(line)
    if (analysis.source.slice(start, end).trim() !== '') edits.push({ span: { start, end: start }, newText: '    ' })
  }
  if (releaseAt >= 0) {
    const { start } = analysis.text.lineSpan(analysis.text.lineAt(body[releaseAt].start))
    const { end } = analysis.text.lineSpan(analysis.text.lineAt(body[releaseAt].end))
    const hasNext = analysis.source[end] === '\n'
    edits.push({ span: { start, end: hasNext ? end + 1 : end }, newText: '' })
  }
  return [{ title: `Use 'async with ${path}'`, edits, isPreferred: true }]
}

/** Moving the lines of such a string would change it. */
function hasLongString(body: readonly Node[]): boolean {
  return some(
    body,
    item =>
      (item.kind === 'Constant' && item.value.type === 'str' && item.value.value.includes('\n')) ||
      item.kind === 'JoinedStr',
  )
}

export const groupLooks: Looks = {
  AsyncWith: (node, context) => {
    checkTimeout(node, context)
    checkJumpsOut(node, context)
  },
  Call: checkTaskArguments,
  TryStar: checkExceptStar,
  Raise: checkGroupMember,
  ClassDef: checkGroupClass,
}
