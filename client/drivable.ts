// Which functions of a text can be driven: top-level `async def`s, and `def`s with a `yield` of their own. Reads lines and
// indentation, so that a half-typed file still gets its code lenses. Not a parser: strings over several lines may mislead it.

/** A function whose call makes a coroutine, generator or async generator. */
export interface Drivable {
  readonly name: string
  /** Parameters as written, `self` and `cls` left out. */
  readonly parameters: string
  /** Line of `def`, counted from 0. */
  readonly line: number
  readonly kind: 'coroutine' | 'generator' | 'async generator'
}

const header = /^(async[ \t]+)?def[ \t]+([\p{L}_][\p{L}\p{N}_]*)[ \t]*(?:\[[^\]]*\])?\(/u

/** Every drivable function at the top level of a text. */
export function drivableFunctions(text: string): Drivable[] {
  const lines = text.split(/\r\n|\r|\n/)
  const found: Drivable[] = []
  for (const [line, code] of lines.entries()) {
    const match = header.exec(code)
    if (!match) continue
    const parameters = parametersFrom(lines, line, match[0].length)
    const yields = hasYield(lines, line)
    if (!match[1] && !yields) continue
    const kind = !match[1] ? 'generator' : yields ? 'async generator' : 'coroutine'
    found.push({ name: match[2] ?? '', parameters, line, kind })
  }
  return found
}

/** The call of this function that a text asks to be driven with, if it does: `Drive it:  talk("Ada")` in its docstring. */
export function suggestedCall(text: string, name: string): string | undefined {
  const call = /^[\s#]*Drive it:[ \t]+(.+?)(?:[ \t]{2,}then\b.*)?[ \t]*$/m.exec(text)?.[1]
  return call?.startsWith(`${name}(`) ? call : undefined
}

/** The text between the brackets of a `def`, which may go on over lines. */
function parametersFrom(lines: readonly string[], line: number, column: number): string {
  let depth = 1
  let text = ''
  for (let at = line; at < Math.min(lines.length, line + 30); at++) {
    const code = withoutStrings(lines[at] ?? '')
    for (let i = at === line ? column : 0; i < code.length; i++) {
      const letter = code[i] ?? ''
      if ('([{'.includes(letter)) depth++
      if (')]}'.includes(letter) && --depth === 0) return text.replace(/\s+/g, ' ').trim().replace(/,$/, '')
      text += (lines[at] ?? '')[i]
    }
    text += ' '
  }
  return text.trim()
}

/** Whether the function that starts at `start` yields itself, not in a function inside it. */
function hasYield(lines: readonly string[], start: number): boolean {
  let inner: number | undefined
  for (let at = start + 1; at < lines.length; at++) {
    const code = withoutStrings(lines[at] ?? '')
    if (code.trim() === '') continue
    const indent = code.length - code.trimStart().length
    if (indent === 0 && !/^[)\]}]/.test(code))
      return /^(?:async[ \t]+)?def\b.*:[ \t]*.*\byield\b/.test(lines[start] ?? '')
    if (inner !== undefined && indent <= inner) inner = undefined
    if (inner !== undefined) continue
    if (/^\s*(?:async\s+def|def|class)\b/.test(code)) inner = indent
    else if (/(?<![\w.])yield\b/.test(code)) return true
  }
  return false
}

/** The line with the insides of its strings and its comment blanked, columns kept. */
export function withoutStrings(code: string): string {
  return code.replace(/("""|'''|"|')(?:\\.|(?!\1).)*(?:\1|$)|#.*$/g, part => ' '.repeat(part.length))
}

/** Names of the parameters that a caller must give. */
export function requiredParameters(parameters: string): string[] {
  let depth = 0
  let part = ''
  const parts: string[] = []
  for (const letter of withoutStrings(parameters)) {
    if ('([{'.includes(letter)) depth++
    if (')]}'.includes(letter)) depth--
    if (letter === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  parts.push(part)
  return parts
    .map(each => each.trim())
    .filter(each => each !== '' && !/^[*/]/.test(each) && !each.includes('='))
    .map(each => each.split(':')[0]?.trim() ?? '')
}
