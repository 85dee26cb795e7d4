/** What a text is cut into. */

import assert from 'node:assert/strict'
import { dumpTokens, parse } from '../../language/index.ts'

/** Kinds and texts, a token a line, layout without text. */
function checkTokens(source: string, expected: string): void {
  const lines = dumpTokens(parse(source).tokens)
    .trimEnd()
    .split('\n')
    .map(line => line.replace(/^\S+\s+(\S+)\s+(.*)$/, '$1 $2'))
  assert.equal(lines.join('\n'), expected.trim())
}

describe('tokens', () => {
  it('layout, comments and continuation lines', () => {
    checkTokens(
      'if x:  # c\n\n    y = (1,\n  2) + \\\n 3\nz',
      `
If "if"
Name "x"
Colon ":"
Comment "# c"
Newline "\\n"
BlankNewline "\\n"
Indent ""
Name "y"
Equal "="
LeftParenthesis "("
Number "1"
Comma ","
BlankNewline "\\n"
Number "2"
RightParenthesis ")"
Plus "+"
Continuation "\\\\\\n"
Number "3"
Newline "\\n"
Dedent ""
Name "z"
Newline ""
EndMarker ""`,
    )
  })

  it('f-strings', () => {
    checkTokens(
      'f"a{{{b!r:>{c}}}}"',
      `
FStringStart "f\\""
FStringMiddle "a{{"
LeftBrace "{"
Name "b"
Exclamation "!"
Name "r"
Colon ":"
FStringMiddle ">"
LeftBrace "{"
Name "c"
RightBrace "}"
FStringMiddle ""
RightBrace "}"
FStringMiddle "}}"
FStringEnd "\\""
Newline ""
EndMarker ""`,
    )
  })

  it('a byte order mark', () => checkTokens('\ufeffx', 'Mark "\ufeff"\nName "x"\nNewline ""\nEndMarker ""'))

  it('the longest operator', () => {
    checkTokens(
      'a**=b//c->d...<>:=',
      'Name "a"\nDoubleStarEqual "**="\nName "b"\nDoubleSlash "//"\nName "c"\nArrow "->"\nName "d"\nEllipsis "..."\nLessGreater "<>"\nColonEqual ":="\nNewline ""\nEndMarker ""',
    )
  })

  it('a line that starts a statement closes the brackets before it', () => {
    checkTokens(
      'f(a,\ndef g',
      'Name "f"\nLeftParenthesis "("\nName "a"\nComma ","\nNewline "\\n"\nDef "def"\nName "g"\nNewline ""\nEndMarker ""',
    )
    checkTokens(
      'x = (yield\nfrom y)',
      'Name "x"\nEqual "="\nLeftParenthesis "("\nYield "yield"\nBlankNewline "\\n"\nFrom "from"\nName "y"\nRightParenthesis ")"\nNewline ""\nEndMarker ""',
    )
  })
})
