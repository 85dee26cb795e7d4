/**
 * The rules over a module: which nodes are shown to which, and what of their findings is kept.
 *
 * Findings are kept by part of the text, as long as neither the part nor anything it relies on changes. Knows no files and no protocol.
 */

import { type Analysis, type Part, statementAt } from '../analyze.ts'
import type { ModuleTypes } from '../inference/program.ts'
import type { FunctionNode } from '../inference/type.ts'
import { type Walk, walkModule } from '../inference/walk.ts'
import type { Scope } from '../scope.ts'
import type { Module, Node, Span, Statement } from '../tree.ts'
import { eachChild } from '../tree-walk.ts'
import { awaitingLooks, lookAtEvents } from './awaiting.ts'
import { callLooks } from './calls.ts'
import { cancellationLooks } from './cancellation.ts'
import { needsClosing } from './closing.ts'
import { generatorLooks } from './generators.ts'
import { groupLooks, lookAtLocks } from './groups.ts'
import { ignoreComments } from './ignore.ts'
import { checkBody, loopLooks } from './loops.ts'
import { carriedOver, type Findings } from './meanwhile.ts'
import { methodLooks } from './methods.ts'
import { attributeLooks, checkImports, checkNames, type EngineModules } from './names.ts'
import { protocolLooks } from './protocol.ts'
import type { Context, Finding, Level, Look, Looks, Unit } from './rule.ts'
import { strictLooks } from './strict-style.ts'
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
  /** What the part depended on. */
  readonly stamp: number
  /** The version of the text, where that may change what is found however far away it changes. */
  readonly version: number | undefined
  readonly findings: readonly Finding[]
  /** The line of its start: messages that name lines are good for it only. */
  readonly line: number
  readonly namesLines: boolean
  /** Of the statements at the top level, in a part that has more than functions, classes and imports. */
  readonly ofCode: readonly Finding[]
  readonly hasFreshCode: boolean
}

const deepest = 500

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
      strictLooks,
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
  return checkWithin(types, options, () => true).found
}

/** What has been found in a part that takes longer than there is time at once. */
interface Begun {
  readonly stamp: number
  readonly version: number
  /** The scope that comes next. */
  next: number
  readonly found: Finding[]
}

const begun = new WeakMap<Part, Begun>()

/** All that was found in a module when there last was time for all of it. */
const lastFindings = new WeakMap<ModuleTypes, Findings>()

/**
 * The same as far as there is time for it. A part that is not looked at again yet says what it said before.
 * @param goesOn asked before each piece of work
 */
export function checkWithin(
  types: ModuleTypes,
  options: CheckOptions,
  goesOn: () => boolean,
): { readonly found: readonly Finding[]; readonly isComplete: boolean } {
  const checker = new Checker(types, options)
  const { found, isComplete } = checker.all(goesOn)
  return { found: kept(types.analysis, [...found, ...checker.ofNames()], options), isComplete }
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
  return kept(types.analysis, [...found, ...checker.ofNames()], options).filter(
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
  all(goesOn: () => boolean): { found: Finding[]; isComplete: boolean } {
    const { parts, text, source } = this.analysis
    const facts = this.types.facts as Map<Part, PartFindings>
    let isComplete = true
    for (const part of parts) {
      const known = facts.get(part)
      if (known !== undefined && this.isGood(known, part)) continue
      const findings = this.soFar(part, goesOn)
      if (findings === undefined) {
        isComplete = false
        break
      }
      const line = text.lineAt(part.start)
      if (!hasCode(part)) findings.push(...this.ofCode(part))
      const namesLines = findings.some(item => /\bline \d/.test(item.message + (item.hint ?? '')))
      const ofCode = known?.ofCode ?? []
      const isVolatile = this.isVolatile(part)
      facts.set(part, {
        stamp: part.stamp,
        version: isVolatile ? this.types.version : undefined,
        findings: moved(findings, -part.start),
        line,
        namesLines,
        ofCode,
        hasFreshCode: !hasCode(part),
      })
    }
    // What the code at the top level does with an object may be spread over it.
    const withCode = parts.filter(hasCode)
    if (isComplete && withCode.some(part => !facts.get(part)!.hasFreshCode)) {
      for (const part of withCode) {
        const known = facts.get(part)!
        facts.set(part, { ...known, ofCode: moved(this.ofCode(part), -part.start), hasFreshCode: true })
      }
    }
    const found: Finding[] = []
    const unknown: Span[] = []
    parts.forEach((part, i) => {
      const known = facts.get(part)
      if (known === undefined) {
        unknown.push({ start: part.start, end: parts[i + 1]?.start ?? source.length })
        return
      }
      if (known.findings.length > 0) found.push(...moved(known.findings, part.start))
      if (known.ofCode.length > 0) found.push(...moved(known.ofCode, part.start))
    })
    if (isComplete) lastFindings.set(this.types, { source, found })
    else found.push(...this.ofBefore(unknown))
    return { found, isComplete }
  }

  /** What was found before in stretches of which nothing is known now. */
  private ofBefore(stretches: readonly Span[]): Finding[] {
    const last = lastFindings.get(this.types)
    if (last === undefined || last.found.length === 0 || stretches.length === 0) return []
    const carried = carriedOver(last, this.analysis.source)
    return carried.filter(item => stretches.some(({ start, end }) => start <= item.start && item.start < end))
  }

  /** What is found in the functions and classes of a part, as far as there is time; undefined while that is not all. */
  private soFar(part: Part, goesOn: () => boolean): Finding[] | undefined {
    const { version } = this.types
    let progress = begun.get(part)
    if (progress === undefined || progress.version !== version || progress.stamp !== part.stamp)
      progress = { stamp: part.stamp, version, next: 0, found: [] }
    // A part without functions takes time as well.
    if (part.scopes.length === 0 && !goesOn()) return undefined
    for (; progress.next < part.scopes.length; progress.next++) {
      if (!goesOn()) {
        begun.set(part, progress)
        return undefined
      }
      this.ofScope(part.scopes[progress.next], progress.found)
    }
    begun.delete(part)
    return progress.found
  }

  private isGood(known: PartFindings, part: Part): boolean {
    const isOfNow = known.version === undefined || known.version === this.types.version
    if (known.stamp !== part.stamp || !isOfNow) return false
    return !known.namesLines || known.line === this.analysis.text.lineAt(part.start)
  }

  /** Whether a lock is released, or an async generator closed, may be written anywhere in the text. */
  private isVolatile(part: Part): boolean {
    return part.scopes.some(({ kind, node, isAsyncGenerator }) => {
      if (kind !== 'function' || !isFunction(node)) return false
      return (
        (isAsyncGenerator && needsClosing(node)) ||
        this.types.walk(node).events.some(({ site }) => site.what === 'lock')
      )
    })
  }

  /** What is found in the functions and classes of a part. */
  ofPart(part: Part): Finding[] {
    const found: Finding[] = []
    for (const scope of part.scopes) this.ofScope(scope, found)
    return found
  }

  private ofScope({ kind, node }: Scope, found: Finding[]): void {
    if (kind === 'function' && isFunction(node)) this.inUnit(this.unitOf(node), node.body, found)
  }

  /** What is found at the top level of a part, class bodies included. */
  ofCode(part: Part): Finding[] {
    const found: Finding[] = []
    for (const statement of part.statements) {
      // Nothing before a function, class or import says anything of it, so that it is the same wherever it stands.
      const unit = isPlain(statement) ? this.unitOfTop([statement]) : this.top()
      this.inUnit(unit, [statement], found)
    }
    return found
  }

  /** Of imports and names: they depend on all of the module, and are quickly looked through. */
  ofNames(): Finding[] {
    const found: Finding[] = []
    const { engine, canResolve = false } = this.options
    checkImports(this.types, canResolve, engine, this.reporter(found))
    checkNames(this.analysis, this.reporter(found))
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

  /** The top level as one. */
  private top(): Unit {
    this.moduleUnit ??= this.unitOfTop(this.analysis.tree.body)
    return this.moduleUnit
  }

  private unitOfTop(statements: readonly Statement[]): Unit {
    const { types } = this
    let walk: Walk | undefined
    return {
      node: types.analysis.tree,
      get walk(): Walk {
        walk ??= walkModule(types, statements)
        return walk
      },
      kind: 'module',
    }
  }

  private inUnit(unit: Unit, body: readonly Statement[], found: Finding[]): void {
    const isTop = unit.node.kind === 'Module'
    const around: Node[] = [unit.node]
    const report = this.reporter(found)
    const context: Context = { module: this.types, analysis: this.analysis, unit, around, inner: undefined, report }
    const visit = (node: Node): void => {
      // Nested so deep it is nobody's program.
      if (around.length > deepest) return
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
    if (!isTop) for (const look of this.looks.get(unit.node.kind) ?? []) look(unit.node, context)
    if (!isTop) checkBody(body, context)
    for (const statement of body) {
      if (isTop && isFunction(statement)) {
        around.push(statement)
        for (const item of statement.decorator_list) visit(item)
        visit(statement.args)
        around.pop()
      } else visit(statement)
    }
    if (isTop && body.every(isPlain)) return
    this.ofEvents(unit, body, found, context)
    withoutNeedlessHint(unit, found)
  }

  /** What the walk noticed, where nothing more telling has been said. */
  private ofEvents(unit: Unit, body: readonly Statement[], found: Finding[], context: Context): void {
    const { events } = unit.walk
    const own = events.filter(
      ({ site: { node } }) =>
        (unit.node.kind !== 'Module' || body.some(item => item.start <= node.start && node.end <= item.end)) &&
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

const codeOfPart = new WeakMap<Part, boolean>()

/** A part that does something at the top level, beside making functions, classes and imports. */
function hasCode(part: Part): boolean {
  let found = codeOfPart.get(part)
  if (found === undefined) {
    found = !part.statements.every(isPlain)
    codeOfPart.set(part, found)
  }
  return found
}

function isPlain({ kind }: Statement): boolean {
  return (
    kind === 'FunctionDef' ||
    kind === 'AsyncFunctionDef' ||
    kind === 'ClassDef' ||
    kind === 'Import' ||
    kind === 'ImportFrom'
  )
}

/** Repairs hold offsets all over the text, and are not kept. */
function moved(findings: readonly Finding[], by: number): Finding[] {
  return findings.map(({ fixes: _fixes, ...item }) => ({ ...item, start: item.start + by, end: item.end + by }))
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
    const statement = broken.size === 0 ? undefined : statementAt(analysis, item.start)
    if (statement !== undefined && broken.has(statement) && item.end <= statement.end) continue
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
  if (level !== 'off' && broken.size === 0) result.push(...unusedIgnores(comments, used, level))
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
function brokenStatements(analysis: Analysis): ReadonlySet<Statement> {
  const broken = new Set<Statement>()
  for (const item of analysis.diagnostics) {
    if (item.severity !== 'error' || (item.phase ?? 'parse') !== 'parse') continue
    const statement = statementAt(analysis, item.start)
    if (statement !== undefined && item.start <= statement.end) broken.add(statement)
  }
  return broken
}
