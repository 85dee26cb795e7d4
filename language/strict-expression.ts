/**
 * The expressions of Python 3.13 as a PEG, with CPython's rules for wrong ones, in CPython's order.
 *
 * Source of behaviour: CPython 3.13 Grammar/python.gram and Parser/action_helpers.c, confirmed program by program by
 * test/fixtures/invalid. What matters is which alternatives there are and in which order they are tried; what a tree needs is
 * left out.
 */

import { numberValue } from './number.ts'
import type { Captures, Grammar, Match, Rule, Special } from './strict-engine.ts'
import { always, at, bad, flatten, from, last, next, range, target } from './strict-raise.ts'
import type { Strict } from './strict-state.ts'
import { decodeBytes, decodeString, literalParts } from './string-literal.ts'

type Rules = Record<string, Rule | Special>

function rule(...alternatives: Rule['alternatives']): Rule {
  return { alternatives }
}

function memo(...alternatives: Rule['alternatives']): Rule {
  return { alternatives, memo: true }
}

/** A left-recursive binary operator, as a loop: the same things are tried in the same order. */
function chain(operand: string, operators: readonly string[], first = operand): Special {
  return loop(
    first,
    operators.map(operator => `${operator} ${operand}`),
    operators.map(() => 'BinOp'),
  )
}

/** `first` followed by any number of `rests`; the match is named after the last of them. */
function loop(first: string, rests: readonly string[], kinds: readonly string[], ahead?: string): Special {
  return (grammar: Grammar) => {
    const start = grammar.pattern(first)
    const steps = rests.map(rest => grammar.pattern(ahead === undefined ? rest : `${rest} ${ahead}`))
    return strict => {
      const mark = strict.mark
      strict.enter()
      let match = start(strict)
      while (match !== undefined) {
        let grown: Match | undefined
        for (let i = 0; i < steps.length && grown === undefined; i++) {
          const part = steps[i](strict)
          if (part !== undefined) grown = { kind: kinds[i], first: mark, last: strict.mark - 1, items: [match, part] }
        }
        if (grown === undefined) break
        match = grown
      }
      strict.leave()
      return match
    }
  }
}

/** Turns the call of rules for wrong text off inside `pattern`. */
function quietly(pattern: string): Special {
  return grammar => {
    const inner = grammar.pattern(pattern)
    return strict => {
      const before = strict.invalid
      strict.invalid = false
      const match = inner(strict)
      strict.invalid = before
      return match
    }
  }
}

function missingComma(strict: Strict, { a, b }: Captures): void {
  if (a.first === a.last && /^(?:print|exec)$/.test(strict.tokenText(a.first))) return
  // Outside of brackets a comma would seldom help.
  if (strict.levelAfter(strict.mark - 1) === 0) return
  strict.raiseRange('invalid syntax. Perhaps you forgot a comma?', a.first, b.last)
}

function legacyStatement(strict: Strict, { a, b }: Captures): void {
  const word = strict.tokenText(a.first)
  if (word !== 'print' && word !== 'exec') return
  strict.raiseRange(`Missing parentheses in call to '${word}'. Did you mean ${word}(...)?`, a.first, b.last)
}

/** `x for x in y` as one of several arguments. */
function bareGenerator(strict: Strict, { a, b }: Captures): void {
  const positional = flatten(a).filter(item => item.kind !== 'keyword' && item.kind !== 'doubleStar')
  if (positional.length <= 1) return
  strict.raiseRange(bareGeneratorMessage, positional[positional.length - 1].first, clausesEnd(b))
}

/** The generator expression that the match `a` and the clauses `b` would make. */
function unparenthesizedGenerator(strict: Strict, { a, b }: Captures): void {
  strict.raiseRange(bareGeneratorMessage, a.first, clausesEnd(b))
}

/** The last token of the last expression of comprehension clauses (`_PyPegen_get_last_comprehension_item`). */
function clausesEnd(clauses: Match): number {
  const all = flatten(clauses)
  const parts = all[all.length - 1].items.flatMap(flatten)
  return parts[parts.length - 1].last
}

const bareGeneratorMessage = 'Generator expression must be parenthesized'

function mixedArguments(strict: Strict, { a }: Captures): void {
  const unpacking = flatten(a).some(item => item.kind === 'doubleStar') ? ' unpacking' : ''
  strict.raiseAtToken(`positional argument follows keyword argument${unpacking}`)
}

function keyWithoutColon(strict: Strict, { a }: Captures): void {
  strict.raiseAfterKey(a.first, a.last)
}

/** The strings at hand, decoded: what is wrong with one is found in the first pass (`_PyPegen_concatenate_strings`). */
const strings: Special = grammar => {
  const one = grammar.pattern('fstring | STRING')
  return strict => {
    const memo = strict.memo('strings')
    const mark = strict.mark
    const known = memo.get(mark)
    if (known !== undefined) {
      if (known === null) return undefined
      strict.mark = known.last + 1
      return known.match
    }
    let bytes = 0
    let count = 0
    let joined = false
    for (let part = one(strict); part !== undefined; part = one(strict)) {
      count++
      if (part.kind === 'JoinedStr') joined = true
      else if (checkLiteral(strict, part.first)) bytes++
    }
    if (count === 0) {
      memo.set(mark, null)
      return undefined
    }
    if (bytes > 0 && bytes < count) strict.raiseAtToken('cannot mix bytes and nonbytes literals')
    const match: Match = { kind: joined ? 'JoinedStr' : 'Constant', first: mark, last: strict.mark - 1, items: [] }
    memo.set(mark, { match, last: match.last })
    return match
  }
}

/** Raises what is wrong with a literal; tells whether it is one of bytes. */
function checkLiteral(strict: Strict, index: number): boolean {
  const text = strict.tokenText(index)
  const parts = literalParts(text)
  const body = text.slice(parts.bodyStart, parts.bodyEnd)
  const { error } = parts.isBytes ? decodeBytes(body, parts.isRaw) : decodeString(body, parts.isRaw)
  if (error !== undefined) {
    if (error.startsWith('(')) strict.raiseAtToken(error)
    strict.raiseRange(error, index, index)
  }
  return parts.isBytes
}

/** An f-string; its text is decoded when its end has been read. */
const fstring: Special = grammar => {
  const whole = grammar.captured('a=FSTRING_START b=fstring_middle* FSTRING_END')
  return strict => {
    const mark = strict.mark
    const captures = whole(strict)
    if (captures === undefined) return undefined
    const isRaw = /r/i.test(strict.tokenText(captures.a.first))
    for (const part of captures.b.items) if (part.kind === 'token') checkFStringText(strict, part.first, isRaw)
    return { kind: 'JoinedStr', first: mark, last: strict.mark - 1, items: [] }
  }
}

function checkFStringText(strict: Strict, index: number, isRaw: boolean): void {
  let body = strict.tokenText(index)
  if (body.endsWith('{{') || body.endsWith('}}')) body = body.slice(0, -1)
  const { error } = decodeString(body, isRaw)
  if (error !== undefined) strict.raiseAtToken(error)
}

/** `!r` (`_PyPegen_check_fstring_conversion`). */
const conversion: Special = grammar => {
  const whole = grammar.captured("a='!' b=NAME")
  return strict => {
    const mark = strict.mark
    const captures = whole(strict)
    if (captures === undefined) return undefined
    const sign = captures.a.first
    const word = captures.b.first
    if (strict.tokenEnd(sign) !== strict.tokenStart(word)) {
      // The misspelling is CPython's.
      const message = 'f-string: conversion type must come right after the exclamanation mark'
      strict.raiseRange(message, sign, word)
    }
    return { kind: 'conversion', first: mark, last: strict.mark - 1, items: [] }
  }
}

/** A replacement field; its conversion is looked at when all of it has been read (`_PyPegen_formatted_value`). */
const wholeField: Special = grammar => {
  const whole = grammar.captured("'{' (yield_expr | star_expressions) '='? a=[conversion] [':' spec_part*] '}'")
  return strict => {
    const mark = strict.mark
    const captures = whole(strict)
    if (captures === undefined) return undefined
    const { last } = captures.a
    const text = strict.tokenText(last)
    if (last >= captures.a.first && !/^[sra]$/.test(text)) {
      strict.raiseRange(`f-string: invalid conversion character '${text}': expected 's', 'r', or 'a'`, last, last)
    }
    return { kind: 'FormattedValue', first: mark, last: strict.mark - 1, items: [] }
  }
}

/** A name that some soft keyword begins with: CPython compares no more than the length of the name. */
const softKeywordStart: Special = grammar => {
  const name = grammar.pattern('NAME')
  return strict => {
    const mark = strict.mark
    const match = name(strict)
    if (match === undefined) return undefined
    const word = strict.tokenText(match.first)
    if (['_', 'case', 'match', 'type'].some(keyword => keyword.startsWith(word))) return match
    strict.mark = mark
    return undefined
  }
}

const number: Special = grammar => {
  const token = grammar.pattern('NUMBER')
  return strict => {
    const match = token(strict)
    if (match === undefined) return undefined
    const value = numberValue(strict.tokenText(match.first))
    if ('tooLong' in value) strict.raiseTooManyDigits(match.first, value.tooLong)
    return { ...match, kind: 'Constant' }
  }
}

/** Parameters of a function or, with the prefix `l_`, of a lambda: the same rules with another end. */
function parameterRules(prefix: '' | 'l_', end: "')'" | "':'", what: 'Function' | 'Lambda expression'): Rules {
  const p = prefix
  const isLambda = p === 'l_'
  const comment = isLambda ? '' : 'TYPE_COMMENT?'
  const grouped = isLambda ? `','.${p}param+` : `${p}plain+`
  const bareStar = isLambda
    ? ([`'*' (${end} | ',' (${end} | '**'))`, last('named arguments must follow bare *')] as const)
    : ([`a='*' (${end} | ',' (${end} | '**'))`, at('named arguments must follow bare *')] as const)
  return {
    [`${p}params`]: rule(
      bad(
        [`a='/' ','`, at('at least one argument must precede /')],
        [`(${p}slash_plain | ${p}slash_valued) ${p}any* a='/'`, at('/ may appear only once')],
        [
          `${p}slash_plain? ${p}plain* (${p}slash_valued | ${p}valued+) a=${p}plain`,
          at('parameter without a default follows parameter with a default'),
        ],
        [`${p}plain* a='(' ${grouped} ','? b=')'`, range(`${what} parameters cannot be parenthesized`)],
        [
          `(${p}slash_plain | ${p}slash_valued)? ${p}any* '*' (',' | ${p}plain) ${p}any* a='/'`,
          at('/ must be ahead of *'),
        ],
        [`${p}any+ '/' a='*'`, at('expected comma between / and *')],
      ),
      `${p}slash_plain ${p}plain* ${p}valued* [${p}star]`,
      `${p}slash_valued ${p}valued* [${p}star]`,
      `${p}plain+ ${p}valued* [${p}star]`,
      `${p}valued+ [${p}star]`,
      `${p}star`,
    ),
    [`${p}slash_plain`]: rule(`${p}plain+ '/' ','`, `${p}plain+ '/' &${end}`),
    [`${p}slash_valued`]: rule(`${p}plain* ${p}valued+ '/' ','`, `${p}plain* ${p}valued+ '/' &${end}`),
    [`${p}star`]: rule(
      bad(
        bareStar,
        [`'*' ${p}param a='='`, at('var-positional argument cannot have default value')],
        [`'*' (${p}plain | ',') ${p}any* a='*' (${p}plain | ',')`, at('* argument may appear only once')],
      ),
      `'*' ${p}plain ${p}any* [${p}double]`,
      ...(isLambda ? [] : [`'*' star_plain any* [double]`]),
      `'*' ',' ${p}any+ [${p}double]`,
      `${p}double`,
    ),
    [`${p}double`]: rule(
      bad(
        [`'**' ${p}param a='='`, at('var-keyword argument cannot have default value')],
        [`'**' ${p}param ',' a=${p}param`, at('arguments cannot follow var-keyword argument')],
        [`'**' ${p}param ',' a=('*' | '**' | '/')`, at('arguments cannot follow var-keyword argument')],
      ),
      `'**' ${p}plain`,
    ),
    [`${p}plain`]: rule(`a=${p}param ',' ${comment} -> =a`, `${p}param &${end}`),
    [`${p}valued`]: rule(`${p}param default ',' ${comment}`, `${p}param default &${end}`),
    [`${p}any`]: rule(`${p}param default? ',' ${comment}`, `${p}param default? &${end}`),
  }
}

const wrongNamed = bad(
  ["a=expression ':=' expression", at('cannot use assignment expressions with {a}')],
  ["a=NAME '=' b=bitwise_or !('=' | ':=')", range("invalid syntax. Maybe you meant '==' or ':=' instead of '='?")],
  [
    "!(list | tuple | genexp | 'True' | 'None' | 'False') a=bitwise_or b='=' bitwise_or !('=' | ':=')",
    at("cannot assign to {a} here. Maybe you meant '==' instead of '='?"),
  ],
)

const wrongKeyword = bad(
  [
    "a=('True' | 'False' | 'None') b='='",
    (strict, { a, b }) => {
      strict.raiseRange(`cannot assign to ${strict.tokenText(a.first)}`, a.first, b.last)
    },
  ],
  ["a=NAME b='=' expression for_if_clauses", range("invalid syntax. Maybe you meant '==' or ':=' instead of '='?")],
  ["!(NAME '=') a=expression b='='", range('expression cannot contain assignment, perhaps you meant "=="?')],
  ["a='**' expression '=' b=expression", range('cannot assign to keyword argument unpacking')],
)

const wrongComprehension = bad(
  ["('[' | '(' | '{') a=starred_expression for_if_clauses", at('iterable unpacking cannot be used in comprehension')],
  [
    "('[' | '{') a=star_named_expression ',' b=star_named_expressions for_if_clauses",
    (strict, { a, b }) => {
      const items = flatten(b)
      const message = 'did you forget parentheses around the comprehension target?'
      strict.raiseRange(message, a.first, items[items.length - 1].last)
    },
  ],
  [
    "('[' | '{') a=star_named_expression b=',' for_if_clauses",
    range('did you forget parentheses around the comprehension target?'),
  ],
)

const wrongForTarget = bad(["'async'? 'for' a=star_expressions", target('for')])

const positional = "(starred_expression | (assignment_expression | expression !':=') !'=')"

const wrongField = bad(
  ["'{' a='='", at("f-string: valid expression required before '='")],
  ["'{' a='!'", at("f-string: valid expression required before '!'")],
  ["'{' a=':'", at("f-string: valid expression required before ':'")],
  ["'{' a='}'", at("f-string: valid expression required before '}'")],
  ["'{' !(yield_expr | star_expressions)", next("f-string: expecting a valid expression after '{'")],
  [
    "'{' (yield_expr | star_expressions) !('=' | '!' | ':' | '}')",
    next("f-string: expecting '=', or '!', or ':', or '}'"),
  ],
  ["'{' (yield_expr | star_expressions) '=' !('!' | ':' | '}')", next("f-string: expecting '!', or ':', or '}'")],
  ["'{' (yield_expr | star_expressions) '='? wrong_conversion"],
  ["'{' (yield_expr | star_expressions) '='? ['!' NAME] !(':' | '}')", next("f-string: expecting ':' or '}'")],
  [
    "'{' (yield_expr | star_expressions) '='? ['!' NAME] ':' spec_part* !'}'",
    next("f-string: expecting '}', or format specs"),
  ],
  ["'{' (yield_expr | star_expressions) '='? ['!' NAME] !'}'", next("f-string: expecting '}'")],
)

export const expressionRules: Rules = {
  expressions: rule("expression (',' expression)+ [','] -> Tuple", "expression ',' -> Tuple", 'expression'),
  expression: memo(
    bad(
      ['!(NAME STRING | soft_keyword) a=disjunction b=expression_without_invalid', missingComma],
      ["a=disjunction 'if' b=disjunction !('else' | ':')", range("expected 'else' after 'if' expression")],
      [
        "a='lambda' [l_params] b=':' &FSTRING_MIDDLE",
        range('f-string: lambda expressions are not allowed without parentheses'),
      ],
    ),
    bad(["a=NAME !'(' b=star_expressions", legacyStatement]),
    "disjunction 'if' disjunction 'else' expression -> IfExp",
    'disjunction',
    'lambdef',
  ),
  soft_keyword: softKeywordStart,
  expression_without_invalid: quietly(
    "(disjunction 'if' disjunction 'else' expression -> IfExp) | disjunction | lambdef",
  ),
  yield_expr: rule("'yield' 'from' expression -> Yield", "'yield' [star_expressions] -> Yield"),
  star_expressions: rule(
    "star_expression (',' star_expression)+ [','] -> Tuple",
    "star_expression ',' -> Tuple",
    'star_expression',
  ),
  star_expression: memo("'*' bitwise_or -> Starred", 'expression'),
  star_named_expressions: rule("','.star_named_expression+ [',']"),
  star_named_expression: rule("'*' bitwise_or -> Starred", 'named_expression'),
  assignment_expression: rule("NAME ':=' ~ expression -> NamedExpr"),
  named_expression: rule('assignment_expression', 'wrong_named_expression', "a=expression !':=' -> =a"),
  wrong_named_expression: { ...memo(wrongNamed), onlyInvalid: true },

  disjunction: memo("conjunction ('or' conjunction)+ -> BoolOp", 'conjunction'),
  conjunction: memo("inversion ('and' inversion)+ -> BoolOp", 'inversion'),
  inversion: memo("'not' inversion -> UnaryOp", 'comparison'),
  comparison: rule('bitwise_or comparison_rest+ -> Compare', 'bitwise_or'),
  comparison_rest: rule(
    "'==' bitwise_or",
    "'!=' bitwise_or",
    "'<=' bitwise_or",
    "'<' bitwise_or",
    "'>=' bitwise_or",
    "'>' bitwise_or",
    "'not' 'in' bitwise_or",
    "'in' bitwise_or",
    "'is' 'not' bitwise_or",
    "'is' bitwise_or",
  ),
  bitwise_or: remembered('bitwise_or', chain('bitwise_xor', ["'|'"])),
  bitwise_xor: remembered('bitwise_xor', chain('bitwise_and', ["'^'"])),
  bitwise_and: remembered('bitwise_and', chain('shift_expr', ["'&'"])),
  shift_expr: remembered('shift_expr', chain('sum', ["'<<'", "'>>'"], 'shift_start')),
  shift_start: rule(
    bad([
      "sum ('+' | '-' | '*' | '/' | '%' | '//' | '@') a='not' b=inversion",
      range("'not' after an operator must be parenthesized"),
    ]),
    'sum',
  ),
  term_start: rule(
    bad(["('+' | '-' | '~') a='not' b=factor", range("'not' after an operator must be parenthesized")]),
    'factor',
  ),
  sum: remembered('sum', chain('term', ["'+'", "'-'"])),
  term: remembered('term', chain('factor', ["'*'", "'/'", "'//'", "'%'", "'@'"], 'term_start')),
  factor: memo("'+' factor -> UnaryOp", "'-' factor -> UnaryOp", "'~' factor -> UnaryOp", 'power'),
  power: rule("await_primary '**' factor -> BinOp", 'await_primary'),
  await_primary: memo("'await' primary -> Await", 'primary'),
  primary: remembered(
    'primary',
    loop(
      'atom',
      ["'.' NAME", 'genexp', "'(' [arguments] ')'", "'[' slices ']'"],
      ['Attribute', 'Call', 'Call', 'Subscript'],
    ),
  ),
  slices: rule("a=slice !',' -> =a", "','.(slice | starred_expression)+ [','] -> Tuple"),
  slice: rule("[expression] ':' [expression] [':' [expression]] -> Slice", 'named_expression'),
  atom: rule(
    'NAME -> Name',
    "'True' -> True",
    "'False' -> False",
    "'None' -> None",
    'strings',
    'number',
    "&'(' (tuple | group | genexp)",
    "&'[' (list | listcomp)",
    "&'{' (dict | set | dictcomp | setcomp)",
    "'...' -> Ellipsis",
  ),
  number,
  strings,
  fstring,
  group: rule(
    "'(' a=(yield_expr | named_expression) ')' -> =a",
    bad(
      ["'(' a=starred_expression ')'", at('cannot use starred expression here')],
      ["'(' a='**' expression ')'", at('cannot use double starred expression here')],
    ),
  ),
  lambdef: rule("'lambda' [l_params] ':' expression -> Lambda"),
  ...parameterRules('l_', "':'", 'Lambda expression'),
  l_param: rule('NAME -> Name'),
  ...parameterRules('', "')'", 'Function'),
  star_plain: rule("param_star_annotated ',' TYPE_COMMENT?", "param_star_annotated &')'"),
  param: rule("NAME [':' expression] -> arg"),
  param_star_annotated: rule("NAME ':' star_expression -> arg"),
  default: rule("'=' expression", bad(["a='=' &(')' | ',')", at('expected default value expression')])),

  fstring_middle: rule('field', 'FSTRING_MIDDLE'),
  field: rule('whole_field', wrongField),
  whole_field: wholeField,
  conversion,
  wrong_conversion: rule(
    bad(
      ["'!' &(':' | '}')", next('f-string: missing conversion character')],
      ["'!' !NAME", next('f-string: invalid conversion character')],
    ),
  ),
  spec_part: rule('FSTRING_MIDDLE', 'field'),

  list: rule("'[' [star_named_expressions] ']' -> List"),
  tuple: rule("'(' [star_named_expression ',' [star_named_expressions]] ')' -> Tuple"),
  set: rule("'{' star_named_expressions '}' -> Set"),
  dict: rule("'{' [pairs] '}' -> Dict", always(bad(["'{' wrong_pairs '}'"]))),
  pairs: rule("','.pair+ [',']"),
  pair: rule("'**' bitwise_or", 'key_value'),
  key_value: rule("expression ':' expression"),
  wrong_pairs: rule(
    always(
      bad(
        ["','.pair+ ',' wrong_pair"],
        ["expression ':' a='*' bitwise_or", from('cannot use a starred expression in a dictionary value')],
        ["expression a=':' &('}' | ',')", at("expression expected after dictionary key and ':'")],
      ),
    ),
  ),
  wrong_pair: rule(
    always(
      bad(
        ["a=expression !(':')", keyWithoutColon],
        ["expression ':' a='*' bitwise_or", from('cannot use a starred expression in a dictionary value')],
        ["expression a=':' &('}' | ',')", at("expression expected after dictionary key and ':'")],
      ),
    ),
  ),
  for_if_clauses: rule('for_if_clause+'),
  for_if_clause: rule(
    "'async' 'for' star_targets 'in' ~ disjunction ('if' disjunction)* -> comprehension",
    "'for' star_targets 'in' ~ disjunction ('if' disjunction)* -> comprehension",
    always(
      bad([
        "'async'? 'for' (bitwise_or (',' bitwise_or)* [',']) !'in'",
        last("'in' expected after for-loop variables"),
      ]),
    ),
    wrongForTarget,
  ),
  listcomp: rule("'[' named_expression for_if_clauses ']' -> ListComp", wrongComprehension),
  setcomp: rule("'{' named_expression for_if_clauses '}' -> SetComp", wrongComprehension),
  genexp: rule("'(' (assignment_expression | expression !':=') for_if_clauses ')' -> GeneratorExp", wrongComprehension),
  dictcomp: rule(
    "'{' key_value for_if_clauses '}' -> DictComp",
    bad(["'{' a='**' bitwise_or for_if_clauses '}'", at('dict unpacking cannot be used in dict comprehension')]),
  ),

  arguments: memo(
    "a=args [','] &')' -> =a",
    bad(
      [
        `((','.${positional}+ ',' kwargs) | kwargs) a=',' ','.(starred_expression !'=')+`,
        from('iterable argument unpacking follows keyword argument unpacking'),
      ],
      ["a=expression b=for_if_clauses ',' [args | expression for_if_clauses]", unparenthesizedGenerator],
      ["a=NAME b='=' expression for_if_clauses", range("invalid syntax. Maybe you meant '==' or ':=' instead of '='?")],
      ["(args ',')? a=NAME b='=' &(',' | ')')", range('expected argument value expression')],
      ['a=args b=for_if_clauses', bareGenerator],
      ["args ',' a=expression b=for_if_clauses", unparenthesizedGenerator],
      ["a=args ',' args", mixedArguments],
    ),
  ),
  args: rule(`','.${positional}+ [',' kwargs]`, 'kwargs'),
  kwargs: rule("','.keyword_or_star+ ',' ','.keyword_or_double+", "','.keyword_or_star+", "','.keyword_or_double+"),
  starred_expression: rule(
    bad(["a='*' expression '=' b=expression", range('cannot assign to iterable argument unpacking')]),
    "'*' expression -> Starred",
    always(bad(["'*'", last('Invalid star expression')])),
  ),
  keyword_or_star: rule(wrongKeyword, "NAME '=' expression -> keyword", 'starred_expression'),
  keyword_or_double: rule(wrongKeyword, "NAME '=' expression -> keyword", "'**' expression -> doubleStar"),

  star_targets: rule("a=star_target !',' -> =a", "star_target (',' star_target)* [','] -> Tuple"),
  star_targets_list: rule("','.star_target+ [',']"),
  star_targets_tuple: rule("star_target (',' star_target)+ [',']", "star_target ','"),
  star_target: memo("'*' (!'*' star_target) -> Starred", 'target_with_star_atom'),
  target_with_star_atom: memo(
    "t_primary '.' NAME !t_ahead -> Attribute",
    "t_primary '[' slices ']' !t_ahead -> Subscript",
    'star_atom',
  ),
  star_atom: rule(
    'NAME -> Name',
    "'(' a=target_with_star_atom ')' -> =a",
    "'(' [star_targets_tuple] ')' -> Tuple",
    "'[' [star_targets_list] ']' -> List",
  ),
  single_target: rule('single_place', 'NAME -> Name', "'(' a=single_target ')' -> =a"),
  single_place: rule("t_primary '.' NAME !t_ahead -> Attribute", "t_primary '[' slices ']' !t_ahead -> Subscript"),
  t_primary: remembered(
    't_primary',
    loop(
      '(a=atom &t_ahead -> =a)',
      ["'.' NAME", "'[' slices ']'", 'genexp', "'(' [arguments] ')'"],
      ['Attribute', 'Subscript', 'Call', 'Call'],
      '&t_ahead',
    ),
  ),
  t_ahead: rule("'(' | '[' | '.'"),
  del_targets: rule("','.del_target+ [',']"),
  del_target: memo(
    "t_primary '.' NAME !t_ahead -> Attribute",
    "t_primary '[' slices ']' !t_ahead -> Subscript",
    'NAME -> Name',
    "'(' a=del_target ')' -> =a",
    "'(' [del_targets] ')' -> Tuple",
    "'[' [del_targets] ']' -> List",
  ),
}

/** Rules that CPython writes left-recursively remember what they matched. */
function remembered(name: string, special: Special): Special {
  return grammar => {
    const inner = special(grammar)
    return strict => {
      const memo = strict.memo(name)
      const mark = strict.mark
      const known = memo.get(mark)
      if (known !== undefined) {
        if (known === null) return undefined
        strict.mark = known.last + 1
        return known.match
      }
      const match = inner(strict)
      memo.set(mark, match === undefined ? null : { match, last: strict.mark - 1 })
      return match
    }
  }
}
