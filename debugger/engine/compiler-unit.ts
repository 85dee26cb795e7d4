/**
 * The state of compiling one block of code: instructions so far, tables of names and constants, and the enclosing
 * statements that a jump out has to unwind. CPython: Python/compile.c struct compiler_unit.
 *
 * Knows no statements and no expressions.
 */

import type { Scope, ScopeSymbol, Scopes } from '../../language/scope.ts'
import type { SourceText } from '../../language/text.ts'
import type { Span, Statement } from '../../language/tree.ts'
import { assemble } from './assemble.ts'
import { CO, type Code } from './code.ts'
import { type Constant, ConstantTable, NONE } from './compiler-constant.ts'
import { type Instruction, Label, type Opcode, Pseudo } from './compiler-instruction.ts'
import { type Location, locationOf, NOWHERE } from './compiler-location.ts'
import { Intrinsic1, Op, ResumeAt } from './op.ts'

/** What all units of one compilation share. */
export interface Compilation {
  readonly filename: string
  readonly text: SourceText
  readonly scopes: Scopes
  readonly futureAnnotations: boolean
  /** Top level names go through the locals mapping: `exec` and `eval` with separate locals, the debug console. */
  readonly hasSeparateLocals: boolean
  /** Top level expression statements print their value. */
  readonly isInteractive: boolean
  /** Frames of this code are the library's own. */
  readonly isHidden: boolean
}

export type UnitKind = 'module' | 'class' | 'function' | 'lambda' | 'comprehension' | 'type parameters'

/** An enclosing statement that leaving by break, continue or return has to unwind. CPython: struct fblockinfo. */
export interface Enclosure {
  readonly kind:
    | 'while'
    | 'for'
    | 'try'
    | 'finally try'
    | 'finally end'
    | 'with'
    | 'async with'
    | 'handler'
    | 'group handler'
    | 'handler cleanup'
    | 'kept value'
    | 'other'
  /** Where `continue` goes. */
  readonly start: Label | null
  /** Where `break` goes. */
  readonly exit: Label | null
  readonly location: Location
  /** The `finally` body, to be compiled again at each way out. */
  readonly body?: readonly Statement[]
  /** Name bound by `except … as name`. */
  readonly name?: string | null
}

export class Unit {
  readonly compilation: Compilation
  readonly kind: UnitKind
  readonly scope: Scope
  readonly name: string
  readonly qualname: string
  readonly firstLine: number
  readonly parent: Unit | null
  readonly instructions: Instruction[] = []
  readonly constants = new ConstantTable()
  readonly names: string[] = []
  readonly locals: string[] = []
  readonly cells: readonly string[]
  readonly frees: readonly string[]
  readonly enclosures: Enclosure[] = []
  /** Names that an inlined comprehension keeps in slots although this is a module or class. */
  readonly hiddenLocals = new Set<string>()
  /** Symbols as the inlined comprehension being compiled sees them. */
  readonly overrides = new Map<string, ScopeSymbol>()
  inlinedDepth = 0
  argCount = 0
  posOnlyCount = 0
  kwOnlyCount = 0
  doc: string | null = null
  /** Attributes that methods of this class assign to on `self`. */
  readonly staticAttributes = new Set<string>()
  private readonly nameIndexes = new Map<string, number>()
  private readonly localIndexes = new Map<string, number>()

  constructor(
    compilation: Compilation,
    kind: UnitKind,
    scope: Scope,
    name: string,
    firstLine: number,
    parent: Unit | null,
  ) {
    this.compilation = compilation
    this.kind = kind
    this.scope = scope
    this.name = name
    this.firstLine = firstLine
    this.parent = parent
    this.qualname = kind === 'module' ? name : qualifiedName(this, name)
    for (const parameter of scope.parameters) this.localIndex(parameter)
    const cells = scope.cellNames
    const isParameter = new Set(scope.parameters)
    this.cells = [...scope.parameters.filter(p => cells.includes(p)), ...cells.filter(c => !isParameter.has(c))]
    this.frees = scope.freeNames
    const line = kind === 'module' ? 0 : firstLine
    this.emit({ line, endLine: firstLine, column: 0, endColumn: 0 }, Op.Resume, ResumeAt.Start)
  }

  // Emitting

  emit(location: Location, op: Opcode, arg = 0): void {
    this.instructions.push({ op, arg, location, target: null })
  }

  emitJump(location: Location, op: Opcode, target: Label): void {
    this.instructions.push({ op, arg: 0, location, target })
  }

  place(label: Label): void {
    label.position = this.instructions.length
  }

  load(location: Location, constant: Constant): void {
    this.emit(location, Op.LoadConst, this.constants.add(constant))
  }

  /** An instruction whose operand is a name (attribute, global, import). */
  emitName(location: Location, op: Op, name: string): void {
    this.emit(location, op, this.nameIndex(name))
  }

  nameIndex(name: string): number {
    let index = this.nameIndexes.get(name)
    if (index === undefined) {
      index = this.names.length
      this.names.push(name)
      this.nameIndexes.set(name, index)
    }
    return index
  }

  localIndex(name: string): number {
    let index = this.localIndexes.get(name)
    if (index === undefined) {
      index = this.locals.length
      this.locals.push(name)
      this.localIndexes.set(name, index)
    }
    return index
  }

  /** Index into cells followed by free variables; a class that has a cell of a free name passes the free one. */
  cellIndex(name: string): number {
    const cell = this.cells.indexOf(name)
    return cell >= 0 ? cell : this.freeIndex(name)
  }

  freeIndex(name: string): number {
    const free = this.frees.indexOf(name)
    if (free < 0) throw new Error(`${this.qualname} has no cell for ${name}`)
    return this.cells.length + free
  }

  at(span: Span): Location {
    return locationOf(this.compilation.text, span)
  }

  /** A symbol of this scope by its mangled name, as the code being compiled sees it. */
  symbol(mangled: string): ScopeSymbol | undefined {
    return this.overrides.get(mangled) ?? this.scope.symbols.get(mangled)
  }

  // Enclosing statements

  enter(enclosure: Enclosure): void {
    this.enclosures.push(enclosure)
  }

  leave(): void {
    this.enclosures.pop()
  }

  /** Suspends until `send`, `throw` or `close` have finished the delegate: `yield from` and `await`. CPython: ADD_YIELD_FROM. */
  delegate(location: Location, resume: ResumeAt): void {
    const send = new Label()
    const fail = new Label()
    const exit = new Label()
    this.load(location, NONE)
    this.place(send)
    this.emitJump(location, Op.Send, exit)
    this.emitJump(location, Pseudo.SetupFinally, fail)
    this.emit(location, Op.YieldValue, 1)
    this.emit(NOWHERE, Pseudo.PopBlock)
    this.emit(location, Op.Resume, resume)
    this.emitJump(location, Pseudo.JumpNoInterrupt, send)
    this.place(fail)
    this.emit(location, Op.CleanupThrow)
    this.place(exit)
    this.emit(location, Op.EndSend)
  }

  /** A StopIteration that leaves a generator or coroutine becomes a RuntimeError. CPython: wrap_in_stopiteration_handler. */
  wrapInStopIterationHandler(): void {
    const handler = new Label()
    const targets = new Set(this.instructions.map(i => i.target))
    for (const target of targets) if (target !== null) target.position++
    this.instructions.unshift({ op: Pseudo.SetupCleanup, arg: 0, location: NOWHERE, target: handler })
    this.load(NOWHERE, NONE)
    this.emit(NOWHERE, Op.ReturnValue)
    this.place(handler)
    this.emit(NOWHERE, Op.CallIntrinsic1, Intrinsic1.StopIterationError)
    this.emit(NOWHERE, Op.Reraise, 1)
  }

  /** Ends the code with `return None`, or with what is on the stack. */
  finish(returnsNone: boolean): Code {
    if (returnsNone) this.load(NOWHERE, NONE)
    this.emit(NOWHERE, Op.ReturnValue)
    const { compilation } = this
    return assemble(this.instructions, {
      name: this.name,
      qualname: this.qualname,
      filename: compilation.filename,
      firstLine: this.firstLine,
      flags: this.flags(),
      argCount: this.argCount,
      posOnlyCount: this.posOnlyCount,
      kwOnlyCount: this.kwOnlyCount,
      locals: this.locals,
      parameters: this.scope.parameters.length,
      cells: this.cells,
      frees: this.frees,
      names: this.names,
      constants: this.constants,
      doc: this.doc,
    })
  }

  private flags(): number {
    const { scope, compilation } = this
    let flags = 0
    if (scope.isFunctionLike) {
      flags |= CO.NEWLOCALS | CO.OPTIMIZED
      if (scope.isNested) flags |= CO.NESTED
      if (scope.isGenerator) flags |= CO.GENERATOR
      if (scope.isCoroutine) flags |= CO.COROUTINE
      if (scope.isAsyncGenerator) flags |= CO.ASYNC_GENERATOR
      if (scope.hasVarargs) flags |= CO.VARARGS
      if (scope.hasVarkeywords) flags |= CO.VARKEYWORDS
    }
    if (compilation.futureAnnotations) flags |= CO.FUTURE_ANNOTATIONS
    if (compilation.isHidden) flags |= CO.HIDDEN
    return flags
  }
}

/** CPython: compiler_set_qualname. */
function qualifiedName(unit: Unit, name: string): string {
  let parent = unit.parent!
  if (parent.kind === 'type parameters') {
    if (parent.parent === null || parent.parent.kind === 'module') return name
    parent = parent.parent
  }
  if (parent.kind === 'module') return name
  if (unit.kind === 'function' || unit.kind === 'class') {
    const symbol = parent.scope.symbols.get(parent.scope.mangle(name))
    if (symbol?.resolution === 'global explicit') return name
  }
  const isFunction = parent.kind === 'function' || parent.kind === 'lambda'
  return isFunction ? `${parent.qualname}.<locals>.${name}` : `${parent.qualname}.${name}`
}
