// The compiler: everything it makes uses the operand stack consistently, and small programs become what CPython 3.13 makes
// of them: the same instructions, at the same places in the source, with the same handlers.

import { deepEqual, equal } from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Code } from '../../debugger/engine/code.ts'
import { compileModule } from '../../debugger/engine/compile.ts'
import { checkCode, isCode } from '../../debugger/engine/compile-check.ts'
import { dumpCode } from '../../debugger/engine/dump-code.ts'
import { OPS, Op } from '../../debugger/engine/op.ts'
import { analyze } from '../../language/index.ts'
import { examples, fixtures, repository } from './corpus.ts'
import { type Listing, listing } from './listing.ts'

function compile(source: string, path = 'test.py'): Code {
  return compileModule(analyze(source, { path }), path)
}

describe('compiler', () => {
  it('has a row with a sentence for each instruction', () => {
    for (const name of Object.keys(Op).filter(key => Number.isNaN(Number(key)))) {
      const info = OPS[Op[name as keyof typeof Op]]
      equal(info?.name, name)
      equal(info!.sentence.length > 20, true, `${name} has no sentence`)
    }
  })

  it('keeps the operand stack consistent over the corpus', () => {
    for (const { program } of [...fixtures(), ...examples()]) {
      const source = readFileSync(program, 'utf8')
      const analysis = analyze(source, { path: program })
      if (analysis.diagnostics.some(d => d.severity === 'error' && d.code !== 'not-in-coro')) continue
      deepEqual(checkCode(compileModule(analysis, program)), [], program)
    }
  })

  it('keeps the operand stack consistent over the library', () => {
    const root = join(repository, 'debugger/library')
    for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (path.endsWith('.py')) deepEqual(checkCode(compile(readFileSync(join(root, path), 'utf8'), path)), [], path)
    }
  })

  it('notices an inconsistent stack', () => {
    const code = compile('x = 1\n')
    code.ops[2 * 1] = Op.PopTop
    equal(checkCode(code).length > 0, true)
  })

  it('writes code as text', () => {
    equal(
      dumpCode(compile('while a:\n    b += 1\n')),
      [
        '<module> line 1',
        '    0     0 Resume 0 (Start)',
        '    1*    1 LoadGlobal 0 (a)',
        '          2 ToBool',
        '          3 PopJumpIfFalse 12',
        '    2*>   4 LoadGlobal 1 (b)',
        '          5 LoadConst 0 (1)',
        '          6 BinaryOp 13 (+=)',
        '          7 StoreGlobal 1 (b)',
        '    1*    8 LoadGlobal 0 (a)',
        '          9 ToBool',
        '         10 PopJumpIfTrue 4',
        '         11 ReturnConst 1 (None)',
        '      >  12 ReturnConst 1 (None)',
        '',
      ].join('\n'),
    )
  })
})

describe('compiler against CPython', () => {
  const root = join(repository, 'test/fixtures/code')
  for (const file of readdirSync(root).filter(name => name.endsWith('.py'))) {
    const programs = readFileSync(join(root, file), 'utf8').split(/^#=== (.*)\n/m)
    const expected = JSON.parse(readFileSync(join(root, file.replace(/py$/, 'expected.json')), 'utf8')) as Record<
      string,
      Listing[]
    >
    for (let i = 1; i < programs.length; i += 2) {
      const name = programs[i]!
      it(`${file} ${name}`, () => deepEqual(listings(compile(programs[i + 1]!)), expected[name]))
    }
  }
})

/** The listing of the code and of those in it, depth first. */
function listings(code: Code): Listing[] {
  return [listing(code), ...code.consts.filter(isCode).flatMap(listings)]
}
