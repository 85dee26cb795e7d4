/**
 * The rules over a module: which nodes are shown to which, and what of their findings is kept.
 *
 * Findings are kept by part of the text, as long as neither the part nor anything it relies on changes. Knows no files and no protocol.
 */

import type { Analysis, Part } from '../analyze.ts'
import type { ModuleTypes } from '../inference/program.ts'
import type { FunctionNode } from '../inference/type.ts'
import { type Walk, walkModule } from '../inference/walk.ts'
import type { Module, Node, Span, Statement } from '../tree.ts'
import { eachChild } from '../tree-walk.ts'
import { awaitingLooks, lookAtEvents } from './awaiting.ts'
import { callLooks } from './calls.ts'
import { cancellationLooks } from './cancellation.ts'
import { generatorLooks } from './generators.ts'
import { groupLooks, lookAtLocks } from './groups.ts'
import { ignoreComments } from './ignore.ts'
import { checkBody, loopLooks } from './loops.ts'
import { methodLooks } from './methods.ts'
import { attributeLooks, checkImports, checkNames, type EngineModules } from './names.ts'
import { protocolLooks } from './protocol.ts'
import type { Context, Finding, Level, Look, Looks, Unit } from './rule.ts'
import { isFunction } from './syntax.ts'
import { generalRules, ruleIds, rules } from './table.ts'

export interface CheckOptions {
  /** How loud rules are, by id, where that is not as the table says. */
  readonly levels?: Readonly<Record<string, Level>>
  /** The names that the engine has of its library, by module; left out, what Python has counts. */
  readonly engine?: EngineModules
  /** Modules beside the program can be found, so that one that is not found is not there. */
  readonly canResolve?: boolean
  /** Only what is about coroutines: others look after the rest of the file. */
  readonly coroutinesOnly?: boolean
}

/** What was found in a part, with offsets from its start. */
interface PartFindings {
  readonly findings: readonly Finding[]
  /** The line of its start: messages that name lines are good for it only. */
  readonly line: number
  readonly namesLines: boolean
  /** Of the statements at the top level that are neither functions nor classes. */
  ofCode: readonly Finding[] | undefined
}

const tables = new WeakMap<object, ReadonlyMap<string, readonly Look[]>>()
const withoutEngine = {}

/** The rules by the kind of node they look at. */
function looksOf(engine: EngineModules | undefined): ReadonlyMap<string, readonly Look[]> {
  const key = engine ?? withoutEngine
  let table = tables.get(key)
  if (table === undefined) {
    const byKind = new Map<string, Look[]>()
    const all: Looks[] = [
      awaitingLooks,
      protocolLooks,
      methodLooks,
      callLooks,
      loopLooks,
      cancellationLooks,
      generatorLooks,
      groupLooks,
      attributeLooks(engine),
    ]
    for (const looks of all) {
      for (const [kind, look] of Object.entries(looks)) {
        const list = byKind.get(kind)
        if (list === undefined) byKind.set(kind, [look as Look])
        else list.push(look as Look)
      }
    }
    table = byKind
    tables.set(key, table)
  }
  return table
}

/** What the rules say of a module, in the order of the text; repairs are left to `findingsAt`. */
export function check(types: ModuleTypes, options: CheckOptions = {}): readonly Finding[] {
  const checker = new Checker(types, options)
  const found = checker.all()
  return kept(types.analysis, [...found, ...checker.ofImports()], options)
}

/** The findings that touch a span, with their repairs. */
export function findingsAt(types: ModuleTypes, span: Span, options: CheckOptions = {}): readonly Finding[] {
  const { parts } = types.analysis
  const checker = new Checker(types, options)
  const found: Finding[] = []
  parts.forEach((part, i) => {
    const end = parts[i + 1]?.start ?? types.analysis.source.length
    if (part.start <= span.end && end >= span.start) found.push(...checker.ofPart(part), ...checker.ofCode(part))
  })
  return kept(types.analysis, [...found, ...checker.ofImports()], options).filter(
    item => item.start <= span.end && item.end >= span.start,
  )
}

class Checker {
  private readonly types: ModuleTypes
  private readonly analysis: Analysis
  private readonly options: CheckOptions
  private readonly looks: ReadonlyMap<string, readonly Look[]>
  private moduleUnit: Unit | undefined

  constructor(types: ModuleTypes, options: CheckOptions) {
    this.types = types
    this.analysis = types.analysis
    this.options = options
    this.looks = looksOf(options.engine)
  }

  /** From what is known of each part, and anew where nothing is. */
  all(): Finding[] {
    const { parts, text } = this.analysis
    const facts = this.types.facts as Map<Part, PartFindings>
    for (const part of parts) {
      const known = facts.get(part)
      const line = text.lineAt(part.start)
      if (known !== undefined && (known.line === line || !known.namesLines)) continue
      const findings = this.ofPart(part)
      if (!hasCode(part)) findings.push(...this.ofCode(part))
      const namesLines = findings.some(item => /\bline \d/.test(item.message + (item.hint ?? '')))
      facts.set(part, {
        findings: findings.map(item => relative(item, part.start)),
        line,
        namesLines,
        ofCode: undefined,
      })
    }
    // What the code at the top level does with an object may be spread over it.
    const withCode = parts.filter(hasCode)
    if (withCode.some(part => facts.get(part)?.ofCode === undefined)) {
      for (const part of withCode) facts.get(part)!.ofCode = this.ofCode(part).map(item => relative(item, part.start))
    }
    return parts.flatMap(part => {
      const { findings, ofCode = [] } = facts.get(part)!
      return [...findings, ...ofCode].map(item => relative(item, -part.start))
    })
  }

  /** What is found in the functions and classes of a part. */
  ofPart(part: Part): Finding[] {
    const found: Finding[] = []
    for (const scope of part.scopes) {
      if (scope.kind === 'function' && isFunction(scope.node))
        this.inUnit(this.unitOf(scope.node), scope.node.body, found)
    }
    const { module } = this.analysis.scopes
    const tables = part.scopes.filter(scope => scope !== module).map(scope => ({ scope, symbols: scope.symbols }))
    checkNames(this.analysis, [...tables, { scope: module, symbols: part.symbols }], this.reporter(found))
    return found
  }

  /** What is found at the top level of a part, class bodies included. */
  ofCode(part: Part): Finding[] {
    const found: Finding[] = []
    this.inUnit(this.top(), part.statements, found, part)
    return found
  }

  ofImports(): Finding[] {
    const found: Finding[] = []
    const { engine, canResolve = false } = this.options
    checkImports(this.types, undefined, canResolve, engine, this.reporter(found))
    return found
  }

  private reporter(found: Finding[]): Context['report'] {
    return (id, { start, end }, message, { hint, fixes } = {}) => {
      found.push({
        start,
        end,
        severity: 'warning',
        type: 'RuntimeWarning',
        message,
        code: id,
        ...(hint === undefined ? {} : { hint }),
        ...(fixes === undefined || fixes.length === 0 ? {} : { fixes }),
      })
    }
  }

  private unitOf(node: FunctionNode): Unit {
    const { types } = this
    return {
      node,
      get walk(): Walk {
        return types.walk(node)
      },
      kind: types.kindOf(node),
    }
  }

  private top(): Unit {
    const { types } = this
    let walk: Walk | undefined
    this.moduleUnit ??= {
      node: types.analysis.tree,
      get walk(): Walk {
        walk ??= walkModule(types)
        return walk
      },
      kind: 'module',
    }
    return this.moduleUnit
  }

  private inUnit(unit: Unit, body: readonly Statement[], found: Finding[], part?: Part): void {
    const around: Node[] = [unit.node]
    const report = this.reporter(found)
    const context: Context = { module: this.types, analysis: this.analysis, unit, around, inner: undefined, report }
    const visit = (node: Node): void => {
      const looks = isFunction(node) ? undefined : this.looks.get(node.kind)
      if (looks !== undefined) for (const look of looks) look(node, context)
      // Bodies of functions are units of their own; those of lambdas are not walked.
      if (node.kind === 'Lambda') return
      around.push(node)
      if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') {
        for (const item of node.decorator_list) visit(item)
        visit(node.args)
      } else eachChild(node, visit)
      around.pop()
    }
    // A function looks at itself as a unit, so that its rules know its body.
    if (unit.node.kind !== 'Module') for (const look of this.looks.get(unit.node.kind) ?? []) look(unit.node, context)
    if (part === undefined) checkBody(body, context)
    for (const statement of body) {
      if (part !== undefined && isFunction(statement)) {
        around.push(statement)
        for (const item of statement.decorator_list) visit(item)
        visit(statement.args)
        around.pop()
      } else visit(statement)
    }
    if (part !== undefined && !hasCode(part)) return
    this.ofEvents(unit, body, found, context, part !== undefined)
    withoutNeedlessHint(unit, found)
  }

  /** What the walk noticed, where nothing more telling has been said. */
  private ofEvents(unit: Unit, body: readonly Statement[], found: Finding[], context: Context, isPart: boolean): void {
    const { events } = unit.walk
    const own = events.filter(
      ({ site: { node } }) =>
        (!isPart || body.some(item => item.start <= node.start && node.end <= item.end)) &&
        !found.some(item => item.start === node.start && item.end === node.end),
    )
    if (own.length === 0) return
    const contextOf = (node: Node): Context => ({ ...context, around: pathTo(unit.node, node) })
    lookAtEvents(own, contextOf)
    lookAtLocks(own, contextOf)
  }
}

/** That a function awaits nothing goes without saying where it should. */
function withoutNeedlessHint({ node }: Unit, found: Finding[]): void {
  const at = found.findIndex(
    item => item.code === 'async-without-await' && item.start >= node.start && item.end <= node.end,
  )
  if (at < 0) return
  const { start } = found[at]
  if (found.some(item => item.start > start && item.end <= node.end && item.code !== 'async-without-await'))
    found.splice(at, 1)
}

/** The nodes around a node, from the unit inwards. */
function pathTo(root: FunctionNode | Module, node: Node): Node[] {
  const path: Node[] = []
  for (let at: Node | undefined = root; at !== undefined && at !== node; ) {
    path.push(at)
    let next: Node | undefined
    eachChild(at, child => {
      if (child === node || (next !== node && child.start <= node.start && node.end <= child.end)) next = child
    })
    at = next
  }
  return path
}

/** Statements that do something at the top level, beside making functions, classes and imports. */
function hasCode(part: Part): boolean {
  return part.statements.some(
    ({ kind }) =>
      kind !== 'FunctionDef' &&
      kind !== 'AsyncFunctionDef' &&
      kind !== 'ClassDef' &&
      kind !== 'Import' &&
      kind !== 'ImportFrom',
  )
}

function relative(item: Finding, offset: number): Finding {
  const { fixes: _fixes, ...rest } = item
  return { ...rest, start: item.start - offset, end: item.end - offset }
}

const defaultLevels: Readonly<Record<string, Level>> = Object.fromEntries(rules.map(item => [item.id, item.level]))

/** With the levels that are wanted, and without what comments silence. */
function kept(
  analysis: Analysis,
  findings: readonly Finding[],
  { levels = {}, coroutinesOnly = false }: CheckOptions,
): Finding[] {
  const levelOf = (id: string): Level => levels[id] ?? levels['*'] ?? defaultLevels[id] ?? 'warning'
  const seen = new Set<string>()
  const result: Finding[] = []
  const comments = ignoreComments(analysis)
  const used = new Set<Span>()
  const broken = brokenStatements(analysis)
  for (const item of findings) {
    const severity = levelOf(item.code)
    if (severity === 'off' || (coroutinesOnly && generalRules.has(item.code))) continue
    const key = `${item.start} ${item.end} ${item.code} ${item.message}`
    if (seen.has(key)) continue
    seen.add(key)
    if (broken.some(span => span.start <= item.start && item.end <= span.end)) continue
    const line = analysis.text.lineAt(item.start)
    const endLine = analysis.text.lineAt(item.end)
    let isSilenced = false
    for (const comment of comments) {
      if (comment.line !== -1 && comment.line !== line && comment.line !== endLine) continue
      if (comment.ids === undefined) {
        isSilenced = true
        used.add(comment)
        continue
      }
      for (const { id, span } of comment.ids) {
        if (id !== item.code) continue
        isSilenced = true
        used.add(span)
      }
    }
    if (!isSilenced) result.push({ ...item, severity })
  }
  const level = levelOf('unused-ignore')
  if (level !== 'off' && broken.length === 0) result.push(...unusedIgnores(comments, used, level))
  return result.sort((a, b) => a.start - b.start || a.end - b.end)
}

function unusedIgnores(
  comments: ReturnType<typeof ignoreComments>,
  used: ReadonlySet<Span>,
  severity: Exclude<Level, 'off'>,
): Finding[] {
  const found: Finding[] = []
  const add = ({ start, end }: Span, message: string, removed: Span): void => {
    found.push({
      start,
      end,
      severity,
      type: 'RuntimeWarning',
      message,
      code: 'unused-ignore',
      fixes: [{ title: 'Take the comment away', edits: [{ span: removed, newText: '' }], isPreferred: true }],
    })
  }
  for (const comment of comments) {
    if (comment.ids === undefined) {
      if (!used.has(comment)) add(comment, 'this comment silences nothing', comment)
      continue
    }
    for (const { id, span } of comment.ids) {
      if (!ruleIds.has(id)) add(span, `there is no rule '${id}'`, comment.ids.length === 1 ? comment : span)
      else if (!used.has(span)) add(span, `'${id}' finds nothing here`, comment.ids.length === 1 ? comment : span)
    }
  }
  return found
}

/** Statements in which the parser had to guess: what follows from a guess is not worth saying. */
function brokenStatements({ diagnostics, tree }: Analysis): Span[] {
  const errors = diagnostics.filter(item => item.severity === 'error' && (item.phase ?? 'parse') === 'parse')
  return errors.length === 0
    ? []
    : tree.body.filter(statement => errors.some(item => statement.start <= item.start && item.start <= statement.end))
}
