// The grammar colours Coro as an editor would: the scopes of chosen words, through the tokenizer that VS Code uses.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { IGrammar } from 'vscode-textmate'

const load = createRequire(`${process.cwd()}/package.json`)

async function grammar(): Promise<IGrammar> {
  const textmate: typeof import('vscode-textmate') = load('vscode-textmate')
  const oniguruma: typeof import('vscode-oniguruma') = load('vscode-oniguruma')
  const wasm = readFileSync(load.resolve('vscode-oniguruma/release/onig.wasm'))
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength))
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: text => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () =>
      textmate.parseRawGrammar(readFileSync('syntaxes/coro.tmLanguage.json', 'utf8'), 'coro.tmLanguage.json'),
  })
  const loaded = await registry.loadGrammar('source.coro')
  assert.ok(loaded)
  return loaded
}

describe('grammar', () => {
  let coro: IGrammar
  before(async () => {
    coro = await grammar()
  })

  /** Tokenizes the text; the words between «» must carry the scope that stands at the same place in `scopes`. */
  function check(marked: string, ...scopes: string[]): void {
    const { INITIAL }: typeof import('vscode-textmate') = load('vscode-textmate')
    let stack = INITIAL
    let expected = 0
    for (const markedLine of marked.split('\n')) {
      const line = markedLine.replace(/[«»]/g, '')
      const { tokens, ruleStack } = coro.tokenizeLine(line, stack)
      stack = ruleStack
      let shift = 0
      for (const mark of markedLine.matchAll(/«([^»]*)»/g)) {
        const offset = mark.index - shift
        shift += 2
        const token = tokens.find(each => each.startIndex <= offset && offset < each.endIndex)
        const wanted = scopes[expected++] ?? ''
        assert.ok(
          token?.scopes.some(scope => scope.split(' ').some(word => word === wanted || word.startsWith(`${wanted}.`))),
          `«${mark[1]}» in ${JSON.stringify(line)}: wanted ${wanted}, got ${token?.scopes.join(' › ')}`,
        )
      }
    }
    assert.equal(expected, scopes.length, 'as many marks as scopes')
  }

  it('async def, its name and parameters', () =>
    check(
      '«async» «def» «talk»(«self», «n»: «int» = «3») -> «str»«:»',
      'storage.type.function.async',
      'storage.type.function',
      'entity.name.function',
      'variable.parameter.function.language.special.self',
      'variable.parameter.function.language',
      'support.type',
      'constant.numeric.dec',
      'support.type',
      'punctuation.section.function.begin',
    ))

  it('await and yield stand out from other keywords', () =>
    check(
      'x = «await» f() if «y» else («yield from» g())\n«return» x',
      'keyword.control.flow.coroutine',
      'variable.other',
      'keyword.control.flow.coroutine',
      'keyword.control.flow',
    ))

  it('send, throw and close are coroutine methods', () =>
    check(
      'c.«send»(None); c.«throw»(«ValueError»("x")); c.«other»()',
      'support.function.coroutine',
      'support.function.coroutine',
      'support.type.exception',
      'entity.name.function.call',
    ))

  it('f-strings with nested quotes, conversions, formats and the debug form', () =>
    check(
      'print(«f»"«a» {«x»!r:>{«10»}} {d[«"k"»]} {y«=»} «{{» «\\n»")',
      'storage.type.string',
      'string.interpolated',
      'variable.other',
      'constant.numeric.dec',
      'string.quoted.single',
      'storage.type.format',
      'constant.character.escape',
      'constant.character.escape',
    ))

  it('an f-string over several lines ends where it should', () =>
    check("s = f'''a\n«b» {«c»}'''\n«d»", 'string.interpolated', 'variable.other', 'variable.other'))

  it('a string that is not closed ends with its line', () => check('s = "abc\n«while» True:', 'keyword.control.flow'))

  it('match and case are keywords only where they are statements', () =>
    check(
      '«match» command:\n    «case» {"go": place}:\n«match» = 1\nprint(«match»)\n«match»(x)',
      'keyword.control.flow',
      'keyword.control.flow',
      'variable.other',
      'variable.other',
      'meta.function-call.generic',
    ))

  it('type statements and type parameters', () =>
    check(
      '«type» «Pair»[«T»] = tuple[T, T]\n«type»(x)',
      'storage.type.alias',
      'entity.name.type.alias',
      'entity.name.type.parameter',
      'support.type',
    ))

  it('classes with bases, decorators, docstrings', () =>
    check(
      '«@dataclass»(frozen=«True»)\n«class» «Box»(«Base», «metaclass»=M):\n    «"""Doc."""»\n    «LIMIT» = 3',
      'entity.name.function.decorator',
      'constant.language',
      'storage.type.class',
      'entity.name.type.class',
      'entity.other.inherited-class',
      'variable.parameter.function-call',
      'string.quoted.docstring',
      'constant.other.caps',
    ))

  it('numbers of every kind', () =>
    check(
      '«0xFF» «0b1_0» «0o17» «1_000» «1.5e-3» «.5» «2j»',
      'constant.numeric.hex',
      'constant.numeric.bin',
      'constant.numeric.oct',
      'constant.numeric.dec',
      'constant.numeric.float',
      'constant.numeric.float',
      'constant.numeric.float',
    ))

  it('imports and comments', () =>
    check(
      '«from» «.box.lid» «import» a «as» b  «# why»',
      'keyword.control.import',
      'entity.name.namespace',
      'keyword.control.import',
      'keyword.control.import',
      'comment.line.number-sign',
    ))

  it('lambda parameters and the walrus', () =>
    check(
      'f = «lambda» «a», b=«1»: a\nif (n «:=» 3): pass',
      'storage.type.function.lambda',
      'variable.parameter.function.language',
      'constant.numeric.dec',
      'keyword.operator.assignment.walrus',
    ))

  it('names of attributes that are keywords elsewhere stay attributes', () =>
    check('x.«match».«type» = 1', 'variable.other.property', 'variable.other.property'))
})
