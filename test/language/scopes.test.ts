/** Scopes and symbols are CPython's: each program of fixtures/scopes against what its symbol table and compiler recorded. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { bind, Flag, parse, type Scope } from '../../language/index.ts'

interface RecordedTable {
  readonly name: string
  readonly parameters: readonly string[]
  readonly nested: boolean
  readonly symbols: Readonly<Record<string, number>>
  readonly children: readonly RecordedTable[]
}

interface RecordedCode {
  readonly name: string
  readonly flags: number
  readonly arguments: readonly string[]
  readonly cells: readonly string[]
  readonly free: readonly string[]
}

interface Fixture {
  readonly source: string
  readonly table: RecordedTable
  readonly codes: readonly RecordedCode[]
}

const fixtures: Fixture[] = JSON.parse(readFileSync('test/fixtures/scopes/scopes.json', 'utf8'))

/** CPython's bit for each of ours (pycore_symtable.h). */
const bits: readonly (readonly [Flag, number])[] = [
  [Flag.Global, 1],
  [Flag.Local, 2],
  [Flag.Parameter, 4],
  [Flag.Nonlocal, 8],
  [Flag.Used, 16],
  [Flag.Imported, 128],
  [Flag.Annotated, 256],
  [Flag.Iteration, 512],
  [Flag.TypeParameter, 1024],
  [Flag.FreeInClass, 64],
  [Flag.ComprehensionCell, 2048],
]

const resolutions = { local: 1, 'global explicit': 2, 'global implicit': 3, free: 4, cell: 5 } as const

/** `_symtable` calls these scopes by other names than their code objects. */
const names: Readonly<Record<string, string>> = {
  '<module>': 'top',
  '<lambda>': 'lambda',
  '<genexpr>': 'genexpr',
  '<listcomp>': 'listcomp',
  '<setcomp>': 'setcomp',
  '<dictcomp>': 'dictcomp',
}

/** As CPython lists them: the scopes inside an inlined comprehension take its place. */
function visibleChildren(scope: Scope): Scope[] {
  return scope.children.flatMap(child => (child.isInlined ? visibleChildren(child) : [child]))
}

function tableOf(scope: Scope): RecordedTable {
  const symbols: Record<string, number> = {}
  for (const symbol of scope.symbols.values()) {
    let flags = resolutions[symbol.resolution] << 12
    for (const [ours, theirs] of bits) if (symbol.flags & ours) flags |= theirs
    symbols[symbol.name] = flags
  }
  return {
    name: names[scope.name] ?? scope.name,
    parameters: scope.parameters,
    nested: scope.isNested,
    symbols,
    children: visibleChildren(scope).map(tableOf),
  }
}

function codesOf(scope: Scope): RecordedCode[] {
  let flags = 0
  if (scope.isFunctionLike) {
    if (scope.hasVarargs) flags |= 4
    if (scope.hasVarkeywords) flags |= 8
    if (scope.isNested) flags |= 16
    if (scope.isGenerator) flags |= 32
    if (scope.isCoroutine) flags |= 128
    if (scope.isAsyncGenerator) flags |= 512
  }
  const isType = scope.kind === 'type parameters'
  const code = {
    name: isType ? `<generic parameters of ${scope.name}>` : scope.name,
    flags,
    // CPython counts the parameters of a type parameter scope by what is there: `.defaults`, `.kwdefaults`.
    arguments: isType ? [] : scope.parameters,
    cells: scope.cellNames,
    free: scope.freeNames,
  }
  return [code, ...visibleChildren(scope).flatMap(codesOf)]
}

/** In an order of their own. The order of cells is the code generator's where a comprehension was inlined. */
function sorted(codes: readonly RecordedCode[]): string[] {
  return codes
    .map(code => {
      const parameters = code.name.startsWith('<generic') ? [] : code.arguments
      return JSON.stringify({ ...code, arguments: parameters, cells: [...code.cells].sort() })
    })
    .sort()
}

describe('language: scopes', () => {
  for (const fixture of fixtures) {
    it(JSON.stringify(fixture.source.slice(0, 70)), () => {
      const { tree, text, diagnostics } = parse(fixture.source)
      assert.deepEqual(diagnostics, [])
      const scopes = bind(tree, text)
      assert.deepEqual(scopes.diagnostics, [])
      assert.deepEqual(tableOf(scopes.module), fixture.table)
      assert.deepEqual(sorted(codesOf(scopes.module)), sorted(fixture.codes))
    })
  }

  it('survives what nests or leans without end', () => {
    for (const source of [`x${'.a'.repeat(50_000)}`, `x${' + x'.repeat(50_000)}`, `${'not '.repeat(3000)}x`]) {
      const { tree, text } = parse(source)
      bind(tree, text)
    }
  })
})
