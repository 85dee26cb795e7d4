/**
 * The statements of Python 3.13 as a PEG, with CPython's rules for wrong ones, in CPython's order; see strict-expression.ts.
 */

import type { BadGroup, Captures, Raise, Rule } from './strict-engine.ts'
import { always, at, bad, flatten, from, last, noBlock, range, target } from './strict-raise.ts'
import type { Strict } from './strict-state.ts'

function rule(...alternatives: Rule['alternatives']): Rule {
  return { alternatives }
}

function memo(...alternatives: Rule['alternatives']): Rule {
  return { alternatives, memo: true }
}

const colon = last("expected ':'")

/** The head `head` of a block without its colon, or without its block; the keyword is the match `a`. */
function wrongHead(head: string, what: string): BadGroup {
  return bad([`${head} NEWLINE`, colon], [`${head} ':' NEWLINE !INDENT`, noBlock(what)])
}

function illegalAugmented(strict: Strict, captures: Captures): void {
  at("'{a}' is an illegal expression for augmented assignment")(strict, captures)
}

const wrongAssignment = bad(
  ["a=wrong_annotation_target ':' expression", at('only single target (not {a}) can be annotated')],
  [
    "a=star_named_expression ',' star_named_expressions* ':' expression",
    at('only single target (not tuple) can be annotated'),
  ],
  ["a=expression ':' expression", at('illegal target for annotation')],
  ["(star_targets '=')* a=star_expressions '='", target('assign')],
  ["(star_targets '=')* a=yield_expr '='", at('assignment to yield expression not possible')],
  ['a=star_expressions augassign (yield_expr | star_expressions)', illegalAugmented],
)

const wrongExcept = bad(
  [
    "'except' '*'? a=expression ',' expressions ['as' NAME] ':'",
    from('multiple exception types must be parenthesized'),
  ],
  ["'except' '*'? expression ['as' NAME] NEWLINE", colon],
  ["'except' NEWLINE", colon],
  ["'except' '*' (NEWLINE | ':')", last('expected one or more exception types')],
)

const wrongTry = bad(
  ["a='try' ':' NEWLINE !INDENT", noBlock("'try' statement")],
  ["'try' ':' block !('except' | 'finally')", last("expected 'except' or 'finally' block")],
  [
    "'try' ':' block* except_block+ a='except' b='*' expression ['as' NAME] ':'",
    range("cannot have both 'except' and 'except*' on the same 'try'"),
  ],
  [
    "'try' ':' block* except_star_block+ a='except' [expression ['as' NAME]] ':'",
    at("cannot have both 'except' and 'except*' on the same 'try'"),
  ],
)

const withItems = "','.(expression ['as' star_target])+"
const bracketedItems = "'(' ','.(expressions ['as' star_target])+ ','? ')'"

const wrongImportTargets: BadGroup = bad(
  ["import_as_names ',' NEWLINE", last('trailing comma not allowed without surrounding parentheses')],
  ['a=NEWLINE', from("Expected one or more names after 'import'")],
)

const positionalAfterKeyword: Raise = (strict, { a }) => {
  const patterns = flatten(a)
  const final = patterns[patterns.length - 1]
  strict.raiseRange('positional patterns follow keyword patterns', patterns[0].first, final.last)
}

const functionHead = "NAME [type_params] '(' [params] ')' ['->' expression] ':' block"
const forcedHead = "NAME [type_params] &&'(' [params] ')' ['->' expression] &&':' block"

export const statementRules: Readonly<Record<string, Rule>> = {
  file: rule('[statements] END'),
  eval: rule('expressions NEWLINE* END'),
  statements: rule('statement+'),
  statement: rule('compound_stmt', 'simple_stmts'),
  simple_stmts: rule("simple_stmt !';' NEWLINE", "';'.simple_stmt+ [';'] NEWLINE"),
  simple_stmt: memo(
    'assignment',
    '&"type" type_alias',
    'star_expressions',
    "&'return' return_stmt",
    "&('import' | 'from') import_stmt",
    "&'raise' raise_stmt",
    "'pass'",
    "&'del' del_stmt",
    "&'yield' yield_expr",
    "&'assert' assert_stmt",
    "'break'",
    "'continue'",
    "&'global' global_stmt",
    "&'nonlocal' nonlocal_stmt",
  ),
  compound_stmt: rule(
    "&('def' | '@' | 'async') function_def",
    "&'if' if_stmt",
    "&('class' | '@') class_def",
    "&('with' | 'async') with_stmt",
    "&('for' | 'async') for_stmt",
    "&'try' try_stmt",
    "&'while' while_stmt",
    'match_stmt',
  ),

  assignment: rule(
    "NAME ':' expression ['=' (yield_expr | star_expressions)]",
    "('(' single_target ')' | single_place) ':' expression ['=' (yield_expr | star_expressions)]",
    "(star_targets '=')+ (yield_expr | star_expressions) !'='",
    'single_target augassign ~ (yield_expr | star_expressions)',
    wrongAssignment,
  ),
  wrong_annotation_target: rule('list', 'tuple', "'(' a=wrong_annotation_target ')' -> =a"),
  augassign: rule("'+=' | '-=' | '*=' | '@=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '**=' | '//='"),
  return_stmt: rule("'return' [star_expressions]"),
  raise_stmt: rule("'raise' expression ['from' expression]", "'raise'"),
  global_stmt: rule("'global' ','.NAME+"),
  nonlocal_stmt: rule("'nonlocal' ','.NAME+"),
  del_stmt: rule("'del' del_targets &(';' | NEWLINE)", bad(["'del' a=star_expressions", target('delete')])),
  assert_stmt: rule("'assert' expression [',' expression]"),
  import_stmt: rule(
    bad(
      ["a='import' ','.dotted_name+ 'from' dotted_name", from("Did you mean to use 'from ... import ...' instead?")],
      ["'import' a=NEWLINE", from("Expected one or more names after 'import'")],
    ),
    "'import' ','.dotted_as_name+",
    "'from' ('.' | '...')* dotted_name 'import' import_targets",
    "'from' ('.' | '...')+ 'import' import_targets",
  ),
  import_targets: rule("'(' import_as_names [','] ')'", "import_as_names !','", "'*'", wrongImportTargets),
  import_as_names: rule("','.import_as_name+"),
  import_as_name: rule("NAME ['as' NAME]"),
  dotted_as_name: rule("dotted_name ['as' NAME]"),
  dotted_name: rule("NAME ('.' NAME)*"),
  type_alias: rule(`"type" NAME [type_params] '=' expression`),
  type_params: rule(bad(["'[' a=']'", from('Type parameter list cannot be empty')]), "'[' ','.type_param+ [','] ']'"),
  type_param: memo(
    "NAME [':' expression] ['=' expression]",
    always(
      bad(
        ["'*' NAME a=':' b=expression", boundOf('TypeVarTuple')],
        ["'**' NAME a=':' b=expression", boundOf('ParamSpec')],
      ),
    ),
    "'*' NAME ['=' star_expression]",
    "'**' NAME ['=' expression]",
  ),

  block: memo(
    'NEWLINE INDENT statements DEDENT',
    'simple_stmts',
    bad([
      'NEWLINE !INDENT',
      strict => {
        strict.raiseAtToken('expected an indented block', strict.filled - 1, 'IndentationError')
      },
    ]),
  ),
  decorators: rule("('@' named_expression NEWLINE)+"),
  class_def: rule('decorators class_raw', 'class_raw'),
  class_raw: rule(
    wrongHead("a='class' NAME [type_params] ['(' [arguments] ')']", 'class definition'),
    "'class' NAME [type_params] ['(' [arguments] ')'] ':' block",
  ),
  function_def: rule('decorators function_raw', 'function_raw'),
  function_raw: rule(
    bad(
      [
        "'async'? a='def' NAME [type_params] '(' [params] ')' ['->' expression] ':' NEWLINE !INDENT",
        noBlock('function definition'),
      ],
      [`'async'? 'def' ${forcedHead}`],
    ),
    `'def' ${functionHead}`,
    `'async' 'def' ${functionHead}`,
  ),

  if_stmt: rule(
    wrongHead("a='if' named_expression", "'if' statement"),
    "'if' named_expression ':' block elif_stmt",
    "'if' named_expression ':' block [else_block]",
  ),
  elif_stmt: rule(
    wrongHead("a='elif' named_expression", "'elif' statement"),
    "'elif' named_expression ':' block elif_stmt",
    "'elif' named_expression ':' block [else_block]",
  ),
  else_block: rule(bad(["a='else' ':' NEWLINE !INDENT", noBlock("'else' statement")]), "'else' &&':' block"),
  while_stmt: rule(
    wrongHead("a='while' named_expression", "'while' statement"),
    "'while' named_expression ':' block [else_block]",
  ),
  for_stmt: rule(
    wrongHead("'async'? a='for' star_targets 'in' star_expressions", "'for' statement"),
    "'for' star_targets 'in' ~ star_expressions ':' block [else_block]",
    "'async' 'for' star_targets 'in' ~ star_expressions ':' block [else_block]",
    bad(["'async'? 'for' a=star_expressions", target('for')]),
  ),
  with_stmt: rule(
    bad(
      [`'async'? a='with' ${withItems} ':' NEWLINE !INDENT`, noBlock("'with' statement")],
      [`'async'? a='with' ${bracketedItems} ':' NEWLINE !INDENT`, noBlock("'with' statement")],
    ),
    "'with' '(' ','.with_item+ ','? ')' ':' block",
    "'with' ','.with_item+ ':' block",
    "'async' 'with' '(' ','.with_item+ ','? ')' ':' block",
    "'async' 'with' ','.with_item+ ':' block",
    bad([`'async'? 'with' ${withItems} NEWLINE`, colon], [`'async'? 'with' ${bracketedItems} NEWLINE`, colon]),
  ),
  with_item: rule(
    "expression 'as' star_target &(',' | ')' | ':')",
    bad(["expression 'as' a=expression &(',' | ')' | ':')", target('assign')]),
    'expression',
  ),
  try_stmt: rule(
    wrongTry,
    "'try' &&':' block finally_block",
    "'try' &&':' block except_block+ [else_block] [finally_block]",
    "'try' &&':' block except_star_block+ [else_block] [finally_block]",
  ),
  except_block: rule(
    bad(
      ["a='except' expression ['as' NAME] ':' NEWLINE !INDENT", noBlock("'except' statement")],
      ["a='except' ':' NEWLINE !INDENT", noBlock("'except' statement")],
    ),
    "'except' expression ['as' NAME] ':' block",
    "'except' ':' block",
    wrongExcept,
  ),
  except_star_block: rule(
    bad(["a='except' '*' expression ['as' NAME] ':' NEWLINE !INDENT", noBlock("'except*' statement")]),
    "'except' '*' expression ['as' NAME] ':' block",
    wrongExcept,
  ),
  finally_block: rule(
    bad(["a='finally' ':' NEWLINE !INDENT", noBlock("'finally' statement")]),
    "'finally' &&':' block",
  ),

  match_stmt: rule(
    `"match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT`,
    wrongHead(`a="match" subject_expr`, "'match' statement"),
  ),
  subject_expr: rule("star_named_expression ',' star_named_expressions?", 'named_expression'),
  case_block: rule(wrongHead(`a="case" patterns guard?`, "'case' statement"), `"case" patterns guard? ':' block`),
  guard: rule("'if' named_expression"),
  patterns: rule('open_sequence', 'pattern'),
  pattern: rule('as_pattern', 'or_pattern'),
  as_pattern: rule(
    "or_pattern 'as' capture_target -> pattern",
    bad(
      [`or_pattern 'as' a="_"`, at("cannot use '_' as a target")],
      ["or_pattern 'as' !NAME a=expression", at('invalid pattern target')],
    ),
  ),
  or_pattern: rule("'|'.closed_pattern+ -> pattern"),
  closed_pattern: memo(
    'literal_pattern',
    'capture_target',
    '"_"',
    "attribute !('.' | '(' | '=')",
    "'(' pattern ')'",
    "'[' sequence? ']'",
    "'(' open_sequence? ')'",
    'mapping_pattern',
    'class_pattern',
  ),
  literal_pattern: rule("signed_number !('+' | '-')", 'complex_number', 'strings', "'None'", "'True'", "'False'"),
  complex_number: rule("signed_real '+' imaginary", "signed_real '-' imaginary"),
  signed_number: rule('number', "'-' number"),
  signed_real: rule('real', "'-' real"),
  capture_target: rule(`!"_" NAME !('.' | '(' | '=') -> Name`),
  attribute: memo("NAME ('.' NAME)+"),
  name_or_attribute: rule('attribute', 'NAME'),
  open_sequence: rule("maybe_star ',' sequence?"),
  sequence: rule("','.maybe_star+ ','?"),
  maybe_star: rule('star_pattern', 'pattern'),
  star_pattern: memo("'*' capture_target", `'*' "_"`),
  mapping_pattern: rule(
    "'{' '}'",
    "'{' double_star ','? '}'",
    "'{' mapping_items ',' double_star ','? '}'",
    "'{' mapping_items ','? '}'",
  ),
  mapping_items: rule("','.mapping_item+"),
  mapping_item: rule("(literal_expr | attribute) ':' pattern"),
  literal_expr: rule("signed_number !('+' | '-')", 'complex_number', 'strings', "'None'", "'True'", "'False'"),
  double_star: rule("'**' capture_target"),
  class_pattern: rule(
    "name_or_attribute '(' ')'",
    "name_or_attribute '(' positional_patterns ','? ')'",
    "name_or_attribute '(' keyword_patterns ','? ')'",
    "name_or_attribute '(' positional_patterns ',' keyword_patterns ','? ')'",
    bad([
      "name_or_attribute '(' [positional_patterns ','] keyword_patterns ',' a=positional_patterns",
      positionalAfterKeyword,
    ]),
  ),
  positional_patterns: rule("','.pattern+"),
  keyword_patterns: rule("','.keyword_pattern+"),
  keyword_pattern: rule("NAME '=' pattern"),
}

function boundOf(what: string): Raise {
  return (strict, { a, b }) => {
    strict.raiseFrom(`cannot use ${b.kind === 'Tuple' ? 'constraints' : 'bound'} with ${what}`, a.first)
  }
}
