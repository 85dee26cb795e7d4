/** Names, modules and attributes that are not there. What CPython says when the line runs, and the nearest name that is. */

import { type Analysis, type Part, statementAt } from '../analyze.ts'
import type { ModuleTypes, Program } from '../inference/program.ts'
import { absentName } from '../library/absences.ts'
import { builtin, builtinNames, isHiddenName, moduleNames } from '../library/names.ts'
import type { Scope } from '../scope.ts'
import type { NameInScope } from '../scope-parts.ts'
import { standardModules } from '../standard-modules.ts'
import type { Node, Span } from '../tree.ts'
import { eachChild } from '../tree-walk.ts'
import { replace } from './fixes.ts'
import type { Context, Fix, Looks } from './rule.ts'
import { typeOf } from './rule.ts'

/** What every module has without anybody binding it. */
const moduleAttributes: ReadonlySet<string> = new Set(
  '__name__ __file__ __doc__ __package__ __loader__ __spec__ __builtins__ __path__ __cached__ __dict__ __annotations__ __debug__ __build_class__ __import__'.split(
    ' ',
  ),
)
const classAttributes: ReadonlySet<string> = new Set([
  '__module__',
  '__qualname__',
  '__class__',
  '__classdict__',
  '__firstlineno__',
  '__static_attributes__',
  '__annotations__',
])

/** A report without the rest of a context. */
export type ReportName = (
  id: string,
  span: Span,
  message: string,
  more?: { readonly hint?: string; readonly fixes?: readonly Fix[] },
) => void

/** Names that are read and that nobody binds, in a whole module. */
export function checkNames(analysis: Analysis, report: ReportName): void {
  // After a star import any name may be there.
  if (analysis.scopes.imports.some(node => node.names[0]?.name === '*')) return
  const { module } = analysis.scopes
  const missing: NameInScope[] = []
  const known = new Map<string, boolean>()
  const isMissing = (name: string): boolean => {
    let is = known.get(name)
    if (is === undefined) {
      const global = module.symbols.get(name)
      is = !(global?.isBound || global?.isGlobal || isDeclaredSomewhere(analysis, name))
      known.set(name, is)
    }
    return is
  }
  for (const part of analysis.parts) {
    if (complete.get(part) === part.stamp) continue
    const before = missing.length
    for (const name of ownNames(part)) {
      if (!isMissing(name)) continue
      const atTop = part.symbols.get(name)
      if (atTop !== undefined) missing.push({ scope: module, symbol: atTop })
      missing.push(...(part.globals.get(name) ?? []).filter(item => item.scope !== module))
    }
    if (missing.length === before) complete.set(part, part.stamp)
  }
  if (missing.length === 0 || bindsByText(analysis)) return
  const nears = new Nears(module)
  for (const { scope, symbol } of missing) {
    const { name } = symbol
    if (symbol.references.length === 0 || isInAnnotation(scope) || isInClassAround(scope, name)) continue
    if (scope.kind === 'class' && symbol.isBound) continue
    for (const place of symbol.references) {
      if (place.end === place.start || isExpected(analysis, place, /\bNameError\b/)) continue
      const near = nears.of(name, scope)
      const fixes = near === undefined ? importFix(analysis, name) : [replace(`Change to '${near}'`, place, near)]
      report('undefined-name', place, `name '${name}' is not defined`, {
        ...(near === undefined ? {} : { hint: `Did you mean: '${near}'?` }),
        fixes,
      })
    }
  }
}

/** With more different names missing than this a text is not a program in which one of them is misspelt. */
const maximumNears = 100

/** The nearest names to those that are missing, each looked for once. */
class Nears {
  private readonly module: Scope
  private readonly found = new Map<Scope, Map<string, string | undefined>>()
  private count = 0

  constructor(module: Scope) {
    this.module = module
  }

  of(name: string, scope: Scope): string | undefined {
    let inScope = this.found.get(scope)
    if (inScope === undefined) {
      inScope = new Map()
      this.found.set(scope, inScope)
    }
    if (inScope.has(name)) return inScope.get(name)
    const near = this.count++ < maximumNears ? nearest(name, namesInReach(scope, this.module)) : undefined
    inScope.set(name, near)
    return near
  }
}

/** Parts all of whose names were bound when they bore this stamp. */
const complete = new WeakMap<Part, number>()

const own = new WeakMap<Part, readonly string[]>()

/** The names that a part reads of the module, those of Python itself left out. */
function ownNames(part: Part): readonly string[] {
  let names = own.get(part)
  if (names === undefined) {
    const found = new Set<string>()
    for (const [name, symbol] of part.symbols) if (symbol.references.length > 0 && !isBuiltin(name)) found.add(name)
    for (const name of part.globals.keys()) if (!isBuiltin(name)) found.add(name)
    names = [...found]
    own.set(part, names)
  }
  return names
}

function isBuiltin(name: string): boolean {
  return (
    name === '' ||
    builtin(name) !== undefined ||
    isHiddenName('builtins', name) ||
    moduleAttributes.has(name) ||
    classAttributes.has(name)
  )
}

/** `global x` in a function makes it one of the module. */
function isDeclaredSomewhere(analysis: Analysis, name: string): boolean {
  return analysis
    .partsUsing(name)
    .some(part =>
      part.globals.get(name)?.some(({ symbol }) => symbol.resolution === 'global explicit' && symbol.isBound),
    )
}

/** Type scopes see the class that they stand in, however deep. */
function isInClassAround(scope: Scope, name: string): boolean {
  for (
    let at: Scope | undefined = scope;
    at !== undefined && at.kind !== 'function' && at.kind !== 'lambda';
    at = at.parent
  ) {
    if (at.kind === 'class' && at !== scope) return at.symbols.get(name)?.isBound ?? false
    if (at.kind === 'class' || at.kind === 'comprehension') return false
  }
  return false
}

/** Nothing evaluates an annotation under `from __future__ import annotations`. */
function isInAnnotation(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.kind === 'annotation') return true
  return false
}

/** With these, names come to be that no statement binds. */
function bindsByText({ source, partsUsing }: Analysis): boolean {
  if (source.includes('global_enum') || source.includes('_convert_(')) return true
  return ['exec', 'globals', 'builtins', '__builtins__'].some(name => partsUsing(name).length > 0)
}

/** Whether the program expects what is reported: a clause around names the exception. */
function isExpected(analysis: Analysis, place: Span, exceptions: RegExp): boolean {
  const { source } = analysis
  const holds = (node: Node): boolean => node.start <= place.start && place.end <= node.end
  let inner: Node | undefined = statementAt(analysis, place.start)
  while (inner !== undefined && holds(inner)) {
    const node: Node = inner
    if ((node.kind === 'Try' || node.kind === 'TryStar') && node.body.some(holds)) {
      if (node.handlers.some(({ type }) => type !== null && exceptions.test(source.slice(type.start, type.end))))
        return true
    }
    inner = undefined
    eachChild(node, child => {
      if (holds(child)) inner = child
    })
  }
  return false
}

function namesInReach(scope: Scope, module: Scope): string[] {
  const names: string[] = []
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at !== scope && at.kind === 'class') continue
    for (const symbol of at.symbols.values()) if (symbol.isBound) names.push(symbol.name)
  }
  for (const symbol of module.symbols.values()) if (symbol.isBound) names.push(symbol.name)
  return [...names, ...builtinNames().map(item => item.name)]
}

/** A module of the library that was forgotten. */
function importFix({ tree, text }: Analysis, name: string): Fix[] {
  if (moduleNames(name) === undefined || name === 'builtins') return []
  const first = tree.body.find(
    (item, i) => !(i === 0 && item.kind === 'Expr') && !(item.kind === 'ImportFrom' && item.module === '__future__'),
  )
  const start =
    first === undefined
      ? 0
      : text.lineSpan(
          text.lineAt(
            'decorator_list' in first && first.decorator_list.length > 0 ? first.decorator_list[0].start : first.start,
          ),
        ).start
  return [
    {
      title: `Add 'import ${name}'`,
      edits: [{ span: { start, end: start }, newText: `import ${name}\n` }],
      isPreferred: true,
    },
  ]
}

/** The names that the engine has of its library, by module. */
export type EngineModules = ReadonlyMap<string, readonly string[]>

/** Imports of modules and names that are not there. `canRead` says whether files beside can be looked at at all. */
export function checkImports(
  types: ModuleTypes,
  canResolve: boolean,
  engine: EngineModules | undefined,
  report: ReportName,
): void {
  const { analysis, program } = types
  for (const node of analysis.scopes.imports) {
    if (isExpected(analysis, node, /\b(?:ImportError|ModuleNotFoundError|Exception)\b/)) continue
    if (node.kind === 'Import') {
      for (const alias of node.names)
        checkModule(types, program, alias.name, 0, alias.nameSpan, canResolve, engine, report)
      continue
    }
    const module = node.module ?? ''
    if (module === '__future__' || node.names[0]?.name === '*') continue
    if (module !== '' && !checkModule(types, program, module, node.level, node.moduleSpan, canResolve, engine, report))
      continue
    const local = program.imported(types, module, node.level)
    for (const alias of node.names) {
      if (alias.name === '' || /^__\w+__$/.test(alias.name)) continue
      if (local !== undefined) {
        if (
          local === types ||
          hasName(local, alias.name) ||
          program.imported(types, module === '' ? alias.name : `${module}.${alias.name}`, node.level) !== undefined
        )
          continue
        const near = nearest(alias.name, [...local.bindings.keys()])
        report(
          'unresolved-import',
          alias.nameSpan,
          `cannot import name '${alias.name}' from '${module || '.'}'`,
          nearFix(near, alias.nameSpan),
        )
      } else if (node.level === 0) {
        const names = knownNames(module, engine)
        if (
          names === undefined ||
          names.has(alias.name) ||
          moduleNames(`${module}.${alias.name}`) !== undefined ||
          engine?.has(`${module}.${alias.name}`) ||
          comesLater(module, alias.name)
        )
          continue
        if (engine === undefined && isHiddenName(module, alias.name)) continue
        // Of a package of the library not all modules are recorded.
        if (engine === undefined && packages.has(module) && nearest(alias.name, [...names]) === undefined) continue
        const isPythons = moduleNames(module)?.has(alias.name) === true || isHiddenName(module, alias.name)
        report(
          'unresolved-import',
          alias.nameSpan,
          isPythons
            ? (absentName(module, alias.name) ?? `'${module}.${alias.name}' is not in Coro`)
            : `cannot import name '${alias.name}' from '${module}'`,
          nearFix(nearest(alias.name, [...names]), alias.nameSpan),
        )
      }
    }
  }
}

function checkModule(
  types: ModuleTypes,
  program: Program,
  name: string,
  level: number,
  span: Span,
  canResolve: boolean,
  engine: EngineModules | undefined,
  report: ReportName,
): boolean {
  const top = name.split('.')[0]
  if (name === '' || program.imported(types, name, level) !== undefined) return true
  if (level === 0 && (standardModules.has(top) || moduleNames(name) !== undefined || engine?.has(name))) {
    // What of the library the engine has not got is refused elsewhere.
    return true
  }
  if (!canResolve || (level === 0 && program.imported(types, top, 0) !== undefined && name === top)) return true
  if (level > 0 && program.imported(types, '', level) === undefined) return true
  const near =
    level === 0 && name === top
      ? nearest(
          name,
          [...standardModules].filter(item => moduleNames(item) !== undefined),
        )
      : undefined
  report('unresolved-import', span, `No module named '${'.'.repeat(level)}${name}'`, nearFix(near, span))
  return false
}

function hasName(types: ModuleTypes, name: string): boolean {
  if (types.bindings.has(name) || moduleAttributes.has(name)) return true
  const { scopes } = types.analysis
  // A star import, `__getattr__` or a `global` may bring it.
  return (
    types.bindings.has('__getattr__') ||
    types.bindings.has('*') ||
    scopes.module.symbols.get(name)?.isBound === true ||
    scopes.all.some(
      scope => scope.symbols.get(name)?.resolution === 'global explicit' && scope.symbols.get(name)?.isBound,
    )
  )
}

/** The names of a module of the library: those the engine has, where that is known. */
function knownNames(module: string, engine: EngineModules | undefined): ReadonlySet<string> | undefined {
  const own = engine?.get(module)
  if (own !== undefined) return new Set(own)
  const recorded = moduleNames(module)
  return recorded === undefined ? undefined : new Set(recorded.keys())
}

/** Packages of the library of which the table has the names, not the modules inside. */
const packages: ReadonlySet<string> = new Set(['asyncio', 'collections', 'json', 'logging', 'unittest'])

/** Names that a module gets only on some system, or when something has happened. */
function comesLater(module: string, name: string): boolean {
  return (
    (module === 'sys' && /^(?:ps[12]|last_\w+|dllhandle|winver|getwindowsversion|tracebacklimit)$/.test(name)) ||
    (module === 'typing' && /^(?:Match|Pattern|re|io)$/.test(name))
  )
}

/** `module.name` where the module has no such name. */
export function attributeLooks(engine: EngineModules | undefined): Looks {
  return {
    Attribute: (node, context) => {
      if (node.ctx !== 'Load' || node.attr === '' || /^__\w+__$/.test(node.attr)) return
      const type = typeOf(context, node.value)
      if (type.kind !== 'module' || isGuarded(context)) return
      if (type.types !== undefined) {
        if (
          hasName(type.types, node.attr) ||
          context.module.program.imported(context.module, `${type.name}.${node.attr}`, 0) !== undefined ||
          isSubmodule(context, type.name, node.attr)
        )
          return
        missing(node.attrSpan, type.name, node.attr, [...type.types.bindings.keys()], context)
        return
      }
      const names = knownNames(type.name, engine)
      const inner = `${type.name}.${node.attr}`
      if (
        names === undefined ||
        names.has(node.attr) ||
        moduleNames(inner) !== undefined ||
        engine?.has(inner) ||
        isSubmodule(context, type.name, node.attr)
      )
        return
      if (engine === undefined && isHiddenName(type.name, node.attr)) return
      if (moduleNames(type.name)?.has(node.attr) || isHiddenName(type.name, node.attr)) {
        const why = absentName(type.name, node.attr) ?? `'${inner}' is not in Coro`
        context.report('unresolved-attribute', node.attrSpan, why, {
          hint: 'CPython has it, the engine has not.',
        })
        return
      }
      if (comesLater(type.name, node.attr)) return
      // Private names come and go; the table does not list them.
      if (!node.attr.startsWith('_')) missing(node.attrSpan, type.name, node.attr, [...names], context)
    },
  }
}

/** `import a.b` makes `b` an attribute of `a`. */
function isSubmodule({ analysis }: Context, module: string, name: string): boolean {
  return analysis.scopes.imports.some(
    node =>
      node.kind === 'Import' &&
      node.names.some(alias => alias.name === `${module}.${name}` || alias.name.startsWith(`${module}.${name}.`)),
  )
}

/** Who asks first with `hasattr` or catches AttributeError knows. */
function isGuarded({ around, analysis }: Context): boolean {
  return around.some(item => {
    if (item.kind === 'If' || item.kind === 'IfExp' || item.kind === 'While')
      return /\bhasattr\b|\bversion_info\b|\bplatform\b/.test(analysis.source.slice(item.test.start, item.test.end))
    return (
      item.kind === 'Try' &&
      item.handlers.some(
        ({ type }) =>
          type === null ||
          /\b(?:AttributeError|Exception|BaseException)\b/.test(analysis.source.slice(type.start, type.end)),
      )
    )
  })
}

function missing(span: Span, module: string, name: string, names: readonly string[], context: Context): void {
  context.report(
    'unresolved-attribute',
    span,
    `module '${module}' has no attribute '${name}'`,
    nearFix(nearest(name, names), span),
  )
}

function nearFix(near: string | undefined, span: Span): { hint?: string; fixes: readonly Fix[] } {
  return near === undefined
    ? { fixes: [] }
    : { hint: `Did you mean: '${near}'?`, fixes: [replace(`Change to '${near}'`, span, near)] }
}

/** The name most like another: at most a third of its letters away. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const other of names) {
    if (other === name || Math.abs(other.length - name.length) >= bestDistance) continue
    const distance = editDistance(name, other, bestDistance)
    if (distance < bestDistance) {
      best = other
      bestDistance = distance
    }
  }
  return best
}

/** Names longer than this are like no other. */
const longestName = 100

/** The three last rows of the table of distances, each used again and again: names are compared by the thousand while somebody types. */
let row = new Uint16Array(longestName + 1)
let before = new Uint16Array(longestName + 1)
let next = new Uint16Array(longestName + 1)

/** How many letters lie between two names, half for one in the other case; `limit` when there are as many or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (a.length > longestName || b.length > longestName) return limit
  for (let j = 0; j <= b.length; j++) row[j] = j * 2
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1)
    next[0] = i * 2
    let least = i * 2
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1)
      const same = letter === other ? 0 : folded(letter) === folded(other) ? 1 : 2
      let cost = Math.min(row[j] + 2, next[j - 1] + 2, row[j - 1] + same)
      const isSwapped = i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other
      if (isSwapped) cost = Math.min(cost, before[j - 2] + 2)
      next[j] = cost
      least = Math.min(least, cost)
    }
    if (least >= limit * 2) return limit
    const oldest = before
    before = row
    row = next
    next = oldest
  }
  return Math.min(row[b.length] / 2, limit)
}

/** An ASCII letter in lower case. */
function folded(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}
