// The lines of a text on which a coroutine can be suspended: `await`, `yield`, `async for`, `async with`. Reads lines, so that a
// half-typed file has its marks too; strings over several lines are followed, nothing else is.

/** Numbers of the lines with a suspension point, from 1. */
export function suspensionLines(text: string): number[] {
  const found: number[] = []
  let quote: string | undefined
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    let code = ''
    for (let at = 0; at < line.length; ) {
      if (quote !== undefined) {
        const end = endOf(line, at, quote)
        at = end ?? line.length
        if (end !== undefined) quote = undefined
        continue
      }
      if (line[at] === '#') break
      const open = /^(?:"""|'''|"|')/.exec(line.slice(at, at + 3))?.[0]
      if (open === undefined) {
        code += line[at++]
        continue
      }
      const end = endOf(line, at + open.length, open)
      code += ' '
      at = end ?? line.length
      // One that does not end on its line goes on if its quotes are three.
      if (end === undefined && open.length === 3) quote = open
    }
    if (/(?<![\w.])(?:await|yield)\b|(?<![\w.])async\s+(?:for|with)\b/.test(code)) found.push(index + 1)
  }
  return found
}

/** Where a string that begins before `from` has ended; undefined: not on this line. */
function endOf(line: string, from: number, quote: string): number | undefined {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line.startsWith(quote, at)) return at + quote.length
  }
  return undefined
}
