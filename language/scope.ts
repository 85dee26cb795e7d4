/**
 * Scopes and the symbols in them: what the binder finds out about each name, as CPython's symbol table keeps it
 * (Include/internal/pycore_symtable.h).
 *
 * This file holds the shapes only: it knows neither how names are collected (`symbols.ts`) nor how they are resolved
 * (`scope-resolve.ts`), and nothing of code or slots.
 */

import type { Diagnostic } from './diagnostic.ts'
import type { Call, Import, ImportFrom, Node, Span, TypeParameter } from './tree.ts'

/** What is known of a name in one scope, as bits. The names follow CPython's `DEF_*`. */
export enum Flag {
  /** Named in a `global` statement (or a walrus target that a comprehension hands out to the module). */
  Global = 1,
  /** Bound by assignment, `def`, `class`, `for`, `with`, `except`, `del`, a pattern or an annotation. */
  Local = 2,
  Parameter = 4,
  /** Named in a `nonlocal` statement (or a walrus target that a comprehension hands out to its function). */
  Nonlocal = 8,
  /** Read somewhere. */
  Used = 16,
  Imported = 32,
  Annotated = 64,
  TypeParameter = 128,
  /** Target of a `for` of the comprehension. */
  Iteration = 256,
  /** In a class (or a scope that sees one): also free in a scope below, beside what it is here. */
  FreeInClass = 512,
  /** A cell of a comprehension that was inlined here. */
  ComprehensionCell = 1024,
  /** Any way of binding. */
  Bound = 2 | 4 | 32 | 128,
}

export type Resolution = 'local' | 'cell' | 'free' | 'global explicit' | 'global implicit'

const nowhere: readonly Span[] = []

/** One name in one scope. */
export class ScopeSymbol {
  /** Mangled (`_C__x`), the key in `Scope.symbols`. */
  readonly name: string
  /** Bits of `Flag`. */
  flags = 0
  /** Where the name lives as seen from this scope. */
  resolution: Resolution = 'global implicit'
  /** Places of the name where it is bound or declared in this scope, in the order in which the binder meets them. */
  definitions: readonly Span[] = nowhere
  /** Places where it is read. */
  references: readonly Span[] = nowhere

  constructor(name: string) {
    this.name = name
  }

  /** Notes a place. For the binder. */
  addPlace(place: Span, isDefinition: boolean): void {
    // Most symbols have places of one sort only; an array is made when the first comes.
    const places = isDefinition ? this.definitions : this.references
    if (places !== nowhere) (places as Span[]).push(place)
    else if (isDefinition) this.definitions = [place]
    else this.references = [place]
  }

  get isParameter(): boolean {
    return (this.flags & Flag.Parameter) !== 0
  }
  get isAssigned(): boolean {
    return (this.flags & Flag.Local) !== 0
  }
  get isImported(): boolean {
    return (this.flags & Flag.Imported) !== 0
  }
  get isAnnotated(): boolean {
    return (this.flags & Flag.Annotated) !== 0
  }
  get isGlobal(): boolean {
    return (this.flags & Flag.Global) !== 0
  }
  get isNonlocal(): boolean {
    return (this.flags & Flag.Nonlocal) !== 0
  }
  get isReferenced(): boolean {
    return (this.flags & Flag.Used) !== 0
  }
  get isTypeParameter(): boolean {
    return (this.flags & Flag.TypeParameter) !== 0
  }
  get isBound(): boolean {
    return (this.flags & Flag.Bound) !== 0
  }
}

export type ScopeKind =
  | 'module'
  | 'function'
  | 'lambda'
  | 'class'
  | 'comprehension'
  /** An annotation under `from __future__ import annotations`: read by nobody, so not among its parent's children. */
  | 'annotation'
  | 'type parameters'
  | 'type alias'
  /** The bound, constraints or default of a type parameter. */
  | 'type variable'

export type ComprehensionKind = 'list' | 'set' | 'dict' | 'generator'

/** One block of names. Everything is settled when `bind` returns. */
export class Scope {
  readonly kind: ScopeKind
  /** As in `co_name`: `<module>`, `<lambda>`, `<listcomp>`, or the name of the function, class, alias or type parameter. */
  readonly name: string
  readonly node: Node
  readonly parent: Scope | undefined
  /** Scopes directly inside, in the order of CPython's symbol table; inlined comprehensions stay in the list. */
  readonly children: Scope[] = []
  /** By mangled name, in the order of first sight. */
  readonly symbols = new Map<string, ScopeSymbol>()
  /** Mangled names of the parameters as in `co_varnames`: positional-only, positional, keyword-only, `*args`, `**kwargs`. */
  readonly parameters: string[] = []
  /** The class whose name mangles private names here. */
  readonly privateName: string | undefined
  /** Function, lambda, comprehension or a type scope: names live in slots, and `nested` counts from here. */
  readonly isFunctionLike: boolean
  /** Inside a function-like scope (CO_NESTED). */
  readonly isNested: boolean

  /** For comprehensions: which one. */
  comprehension: ComprehensionKind | undefined
  /** PEP 709: runs in the frame of the scope around it. */
  isInlined = false
  /** Contains `yield`, or is a generator expression. */
  yields = false
  /** `async def`, or contains `await`, `async for` or an asynchronous comprehension. */
  isAsync = false
  /** Has a `return` with a value. */
  returnsValue = false
  hasVarargs = false
  hasVarkeywords = false
  /** A class some method of which needs `__class__`. */
  needsClassCell = false
  /** A class some annotation scope of which needs `__classdict__`. */
  needsClassDict = false
  /** A type scope directly in a class: it sees the names of the class. */
  seesClass = false
  /** In the type parameters of a class, and inside them: only these names are mangled. */
  mangledNames: Set<string> | undefined
  /** What a `type variable` scope is part of, for messages: `a TypeVar bound`. */
  part: string | undefined

  constructor(kind: ScopeKind, name: string, node: Node, parent: Scope | undefined, privateName: string | undefined) {
    this.kind = kind
    this.name = name
    this.node = node
    this.parent = parent
    this.privateName = privateName
    this.isFunctionLike = kind !== 'module' && kind !== 'class' && kind !== 'annotation'
    this.isNested = parent !== undefined && (parent.isNested || parent.isFunctionLike)
  }

  /** Code flag CO_GENERATOR. */
  get isGenerator(): boolean {
    return this.isFunctionLike && this.yields && !this.isAsync
  }
  /** Code flag CO_COROUTINE. */
  get isCoroutine(): boolean {
    return this.isFunctionLike && !this.yields && this.isAsync
  }
  /** Code flag CO_ASYNC_GENERATOR. */
  get isAsyncGenerator(): boolean {
    return this.isFunctionLike && this.yields && this.isAsync
  }

  /** The symbol of `name` as it is written in the source (it is mangled here). */
  lookup(name: string): ScopeSymbol | undefined {
    return this.symbols.get(this.mangle(name))
  }

  /** The name under which `name` is stored in this scope (`__x` in class `C` is `_C__x`). */
  mangle(name: string): string {
    if (this.privateName === undefined || name.charCodeAt(0) !== underscore) return name
    return this.mangledNames !== undefined && !this.mangledNames.has(name) ? name : mangle(this.privateName, name)
  }

  /**
   * Names of the cells this scope makes, sorted as CPython's compiler numbers them: by code point, then `__class__` and
   * `__classdict__` of a class. `co_cellvars` lists first, in the order of `co_varnames`, those that have a place there too:
   * parameters, and targets of inlined comprehensions.
   */
  get cellNames(): string[] {
    const names = this.sortedNames(symbol => symbol.resolution === 'cell' || hasFlag(symbol, Flag.ComprehensionCell))
    if (this.needsClassCell && !names.includes('__class__')) names.push('__class__')
    if (this.needsClassDict && !names.includes('__classdict__')) names.push('__classdict__')
    return names
  }

  /** Names of the cells this scope receives, sorted by code point (`co_freevars`). */
  get freeNames(): string[] {
    return this.sortedNames(symbol => symbol.resolution === 'free' || hasFlag(symbol, Flag.FreeInClass))
  }

  private sortedNames(accept: (symbol: ScopeSymbol) => boolean): string[] {
    const names: string[] = []
    for (const symbol of this.symbols.values()) if (accept(symbol)) names.push(symbol.name)
    return names.sort(compareByCodePoint)
  }
}

function hasFlag(symbol: ScopeSymbol, flag: Flag): boolean {
  return (symbol.flags & flag) !== 0
}

/** All scopes of a tree. */
export interface Scopes {
  readonly module: Scope
  /** Every scope, outer before inner, in the order in which the binder enters them. */
  readonly all: readonly Scope[]
  /** Errors of CPython's symbol table, in the order in which it would find them. */
  readonly diagnostics: readonly Diagnostic[]
  /** The import statements, wherever they stand. Noted on the way, so that nobody has to go over the tree for them. */
  readonly imports: readonly (Import | ImportFrom)[]
  /** The calls of a plain name with keyword arguments, with the scope they stand in. Noted on the way too. */
  readonly keywordCalls: readonly { readonly node: Call; readonly scope: Scope }[]
  /** `from __future__ import annotations` is in force. */
  readonly futureAnnotations: boolean
  /** The scope that a module, function, lambda, class, comprehension or `type` statement opens. */
  of(node: Node): Scope
  /** As `of`, or undefined for a node that opens none. */
  find(node: Node): Scope | undefined
  /** The scope of the type parameters of a generic function, class or type alias. */
  typeParametersOf(node: Node): Scope | undefined
  /** The scope of the bound or constraints of a type parameter. */
  boundOf(parameter: TypeParameter): Scope | undefined
  /** The scope of the default of a type parameter. */
  defaultOf(parameter: TypeParameter): Scope | undefined
}

const underscore = 95

/** Private name mangling (Reference 6.2.1; CPython: Python/compile.c `_Py_Mangle`). */
export function mangle(privateName: string | undefined, name: string): string {
  if (privateName === undefined || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name
  const stripped = privateName.replace(/^_+/, '')
  return stripped === '' ? name : `_${stripped}${name}`
}

/** Orders strings as Python does. */
export function compareByCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // A surrogate stands for a code point above all of the basic plane.
    return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
