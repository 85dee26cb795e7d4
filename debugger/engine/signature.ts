// Text signatures of natives, as Argument Clinic writes them: 'sorted(iterable, /, *, key=None, reverse=False)'.
// Defaults are only shown, never evaluated: the native gets `undefined`.

/** What a call must look like. Parameter order is the order of the native's arguments. */
export interface Signature {
  readonly name: string
  /** All named parameters: positional-only, then positional-or-keyword, then keyword-only. */
  readonly names: readonly string[]
  /** How many of them are positional-only. */
  readonly posOnly: number
  /** How many can be given by position. */
  readonly positional: number
  /** How many of the positional ones must be given. */
  readonly required: number
  /** Which of `names` must be given (for keyword-only ones too). */
  readonly isRequired: readonly boolean[]
  /** `*args` comes after the positional ones. */
  readonly varargs: boolean
  /** `**kwargs` comes last. */
  readonly kwargs: boolean
  /** No parameter can be given by keyword and there is neither `*args` nor `**kwargs`. */
  readonly isPositionalOnly: boolean
  /** All parameters can be given by position, and there is neither `*args` nor `**kwargs`. */
  readonly isPlain: boolean
  /** Between the parentheses, as written. */
  readonly text: string
}

export function parseSignature(source: string): Signature {
  const open = source.indexOf('(')
  const name = source.slice(0, open)
  const text = source.slice(open + 1, source.lastIndexOf(')'))
  const names: string[] = []
  const isRequired: boolean[] = []
  let posOnly = 0
  let positional = -1
  let varargs = false
  let kwargs = false
  for (const part of splitParameters(text)) {
    if (part === '/') posOnly = names.length
    else if (part === '*') positional = names.length
    else if (part.startsWith('**')) kwargs = true
    else if (part.startsWith('*')) {
      varargs = true
      positional = names.length
    } else {
      const equals = part.indexOf('=')
      names.push(equals < 0 ? part : part.slice(0, equals).trim())
      isRequired.push(equals < 0)
    }
  }
  if (positional < 0) positional = names.length
  let required = 0
  while (required < positional && isRequired[required]) required++
  const isPositionalOnly = posOnly === names.length && !varargs && !kwargs
  const isPlain = positional === names.length && !varargs && !kwargs
  return { name, names, posOnly, positional, required, isRequired, varargs, kwargs, isPositionalOnly, isPlain, text }
}

// Splits at commas that are not inside brackets or quotes.
function splitParameters(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (quote) {
      if (c === quote) quote = ''
    } else if (c === "'" || c === '"') quote = c
    else if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) depth--
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  const last = text.slice(start).trim()
  if (last) parts.push(last)
  return parts
}
