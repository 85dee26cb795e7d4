/**
 * The rules over programs that work: the standard library's asyncio, our own library, the examples, and the programs that the engine is
 * tried with. What is said of these is listed with the reason why it is true; anything else would be a false alarm.
 */

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Analysis, analyze } from '../../language/index.ts'
import { type LoadedModule, Program } from '../../language/inference/index.ts'
import { check } from '../../language/rules/index.ts'
import { quiet } from './program.ts'

const listed = 'test/rules/on-purpose.json'

interface OnPurpose {
  /** By rule: why its findings are true, and where they are. */
  rules: Record<string, { why: string; where: string[] }>
  /** The programs whose findings have been looked at, one by one. */
  programs: string[]
}

const analyses = new Map<string, Analysis | undefined>()

function analysisOf(path: string): Analysis | undefined {
  if (!analyses.has(path)) {
    analyses.set(path, existsSync(path) ? analyze(readFileSync(path, 'utf8'), { path }) : undefined)
  }
  return analyses.get(path)
}

function resolve(from: string, name: string, level: number): LoadedModule | undefined {
  let folder = dirname(from)
  for (let up = 1; up < level; up++) folder = dirname(folder)
  const stem = name === '' ? folder : join(folder, ...name.split('.'))
  for (const end of ['.py', '/__init__.py']) {
    const analysis = analysisOf(stem + end)
    if (analysis !== undefined) return { address: stem + end, analysis }
  }
  return undefined
}

/** What is said of some files: `rule` to `file:line`. */
function findings(paths: readonly string[], root: string): Map<string, string[]> {
  const program = new Program(resolve)
  const found = new Map<string, string[]>()
  for (const path of paths) {
    const analysis = analysisOf(path)
    assert.ok(analysis)
    if (analysis.diagnostics.some(item => item.severity === 'error' && item.phase !== 'subset')) continue
    for (const item of check(program.typesOf(analysis, path), quiet)) {
      const where = `${root === '' ? path : path.slice(root.length + 1)}:${analysis.text.lineAt(item.start) + 1}`
      const places = found.get(item.code) ?? []
      if (!places.includes(where)) places.push(where)
      found.set(item.code, places)
    }
  }
  return found
}

function filesIn(folder: string, end: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(end))
    .sort()
    .map(name => join(folder, name))
}

describe('rules: over programs that work', function () {
  this.timeout(300_000)

  it('say nothing of the examples and of our library', () => {
    const found = findings([...filesIn('examples', '.coro'), ...filesIn('debugger/library', '.py')], '')
    assert.deepEqual([...found], [])
  })

  it('say nothing of programs written as such programs are', () => {
    const found = findings(filesIn('test/fixtures/idioms', '.py'), '')
    assert.deepEqual([...found], [])
  })

  it('say of the programs of the engine what these show on purpose', () => {
    const root = 'test/fixtures/run'
    const known: OnPurpose = JSON.parse(readFileSync(listed, 'utf8'))
    const present = filesIn(root, '.py').map(path => path.slice(root.length + 1).replaceAll('\\', '/'))
    // With UPDATE=1 what is new is written down, to be looked at and given its reason.
    const programs = process.env.UPDATE ? present : known.programs.filter(path => present.includes(path))
    const found = findings(
      programs.map(path => join(root, path)),
      root,
    )
    const places = [...found].sort().map(([id, where]) => [id, where.sort()] as const)
    if (process.env.UPDATE) {
      known.programs = programs
      known.rules = Object.fromEntries(places.map(([id, where]) => [id, { why: known.rules[id]?.why ?? '', where }]))
      writeFileSync(listed, `${JSON.stringify(known, undefined, 2)}\n`)
    }
    assert.deepEqual(
      Object.fromEntries(places),
      Object.fromEntries(Object.entries(known.rules).map(([id, { where }]) => [id, where])),
    )
    for (const [id, { why }] of Object.entries(known.rules)) assert.ok(why.length > 20, `${id} has no reason`)
    assert.ok(programs.length > 500)
  })

  it('say nothing of asyncio in the standard library of CPython 3.13', function () {
    const python = process.env.PYTHON313 ?? ''
    const folder = join(dirname(dirname(python)), 'lib/python3.13/asyncio')
    if (python === '' || !existsSync(folder)) this.skip()
    assert.deepEqual([...findings(filesIn(folder, '.py'), folder)], [])
  })
})
