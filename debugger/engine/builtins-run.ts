// Built-in functions that look at or start code: globals, locals, vars, dir, compile, eval, exec, open, breakpoint.

import {
  analyze,
  bind,
  type Diagnostic,
  firstSyntaxError,
  parseExpression,
  type SourceText,
  validate,
  warningsBefore,
  warningsOf,
} from '../../language/index.ts'
import { enter } from './call.ts'
import type { Code } from './code.ts'
import { codeObject, PyCode } from './code-object.ts'
import { decode } from './codec.ts'
import { compileExpression, compileModule } from './compile.ts'
import { checkCount } from './containers.ts'
import { PyDict } from './dict.ts'
import { Fail } from './fail.ts'
import { Finish } from './finish.ts'
import { Frame, visibleFrame } from './frame.ts'
import type { Machine } from './machine.ts'
import { defineModule } from './native.ts'
import { frameLocals } from './session-run.ts'
import { asStr, PyBytes, type Result, type Value } from './value.ts'

// ---- names ----

function globals(m: Machine): Result {
  return visibleFrame(m.frame)?.globals ?? m.namespace()
}

/** `locals()`: the namespace of a module or class; in a function a new dict each time (PEP 667). */
function locals(m: Machine): Value {
  const frame = visibleFrame(m.frame)
  if (frame === null) return m.namespace()
  return frame.locals ?? frameLocals(m, frame)
}

function vars(m: Machine, object: Value | undefined): Result {
  return object === undefined ? locals(m) : m.callPrelude('vars_of', object)
}

function dir(m: Machine, object: Value | undefined): Result {
  if (object !== undefined) return m.callPrelude('dir_of', object)
  const names = locals(m)
  return names instanceof PyDict
    ? m.callPrelude('sorted_list', names, null, false)
    : m.callPrelude('sorted_keys', names)
}

// ---- code from text ----

type Mode = 'exec' | 'eval' | 'single'

// What the tokenizer of CPython says comes with the line without its end.
const TOKENIZER_ERROR =
  /^(unterminated |unmatched |closing parenthesis |invalid (character|non-printable|decimal|hexadecimal|octal|binary|digit)|leading zeros|unexpected character after line|too many nested)/

// The SyntaxError of a text; undefined, so that natives can return it.
function raiseSyntaxError(
  m: Machine,
  diagnostic: Diagnostic,
  text: SourceText,
  filename: string,
  mode: Mode,
): undefined {
  const { lineno, offset, end_lineno, end_offset } = diagnostic.reported ?? {
    lineno: text.lineAt(diagnostic.start) + 1,
    offset: text.codePointColumn(diagnostic.start) + 1,
    end_lineno: text.lineAt(diagnostic.end) + 1,
    end_offset: text.codePointColumn(diagnostic.end) + 1,
  }
  // The compiler, unlike the parser, looks for the line in a file, and there is none.
  const isParser = (diagnostic.phase ?? 'parse') === 'parse'
  const line = lineno === null || !isParser ? null : text.lineText(lineno - 1)
  // Modules get a line end when they have none, expressions and single statements do not.
  const hasEnd = mode === 'exec' || text.source.split('\n').length > (lineno ?? 1)
  const shown = line === null || !hasEnd || TOKENIZER_ERROR.test(diagnostic.message) ? line : `${line}\n`
  const where = m.tuple([filename, lineno, offset, shown, end_lineno, end_offset])
  return m.raiseArgs(diagnostic.type, [diagnostic.message, where])
}

/** What CPython prints while it compiles: SyntaxWarnings, whose line it cannot show. */
function writeWarnings(m: Machine, diagnostics: readonly Diagnostic[], text: SourceText, filename: string): void {
  for (const { type, message, reported, start } of diagnostics) {
    m.write('stderr', `${filename}:${reported?.lineno ?? text.lineAt(start) + 1}: ${type}: ${message}\n`)
  }
}

/** Compiles a text; undefined when it raised. */
export function compileText(m: Machine, source: string, filename: string, mode: Mode): Code | undefined {
  if (source.includes('\0')) return m.raise('SyntaxError', 'source code string cannot contain null bytes')
  if (mode === 'eval') {
    const parsed = parseExpression(source)
    const scopes = bind(parsed.tree, parsed.text)
    const later = parsed.diagnostics.some(one => one.severity === 'error')
      ? []
      : [...scopes.diagnostics, ...validate(parsed.tree, parsed.text, scopes)]
    const error = firstSyntaxError([...parsed.diagnostics, ...later])
    writeWarnings(m, warningsBefore(error, [...parsed.diagnostics, ...later]), parsed.text, filename)
    if (error !== undefined) return raiseSyntaxError(m, error, parsed.text, filename, mode)
    return compileExpression({ source, tree: parsed.tree, scopes }, filename, { hasSeparateLocals: true })
  }
  const analysis = analyze(source, { path: filename })
  const error = firstSyntaxError(analysis.diagnostics)
  writeWarnings(m, warningsOf(analysis, error), analysis.text, filename)
  if (error !== undefined) return raiseSyntaxError(m, error, analysis.text, filename, mode)
  return compileModule(analysis, filename, { hasSeparateLocals: true, isInteractive: mode === 'single' })
}

function textOf(m: Machine, name: string, source: Value): string | undefined {
  const text = asStr(source)
  if (text !== undefined) return text
  if (source instanceof PyBytes) return decodeSource(m, source)
  return m.raise('TypeError', `${name}() arg 1 must be a string, bytes or code object`)
}

function decodeSource(m: Machine, source: PyBytes): string | undefined {
  const text = decode(source.bytes, 'utf-8', 'strict')
  return text instanceof Fail ? m.raise('SyntaxError', '(unicode error) source is not valid utf-8') : text
}

function compile(m: Machine, source: Value, filename: Value, mode: Value): Result {
  const name = asStr(filename)
  if (name === undefined) {
    return m.raise('TypeError', `expected str, bytes or os.PathLike object, not ${m.typeName(filename)}`)
  }
  const kind = asStr(mode)
  if (kind === undefined) return m.raise('TypeError', `compile() argument 'mode' must be str, not ${m.typeName(mode)}`)
  if (kind !== 'exec' && kind !== 'eval' && kind !== 'single') {
    return m.raise('ValueError', "compile() mode must be 'exec', 'eval' or 'single'")
  }
  if (asStr(source) === undefined && !(source instanceof PyBytes)) {
    return m.raise('TypeError', 'compile() arg 1 must be a string, bytes or AST object')
  }
  const text = source instanceof PyBytes ? decodeSource(m, source) : asStr(source)
  if (text === undefined) return undefined
  const code = compileText(m, text, name, kind)
  return code && codeObject(m, code)
}

// Where the code runs: globals and locals as exec and eval take them. Undefined: it raised.
function scope(
  m: Machine,
  name: string,
  globals: Value | undefined,
  locals_: Value | undefined,
): [PyDict, Value] | undefined {
  if (globals !== undefined && globals !== null && !(globals instanceof PyDict)) {
    const word =
      name === 'eval' ? 'globals must be a dict' : `${name}() globals must be a dict, not ${m.typeName(globals)}`
    return m.raise('TypeError', word)
  }
  if (locals_ !== undefined && locals_ !== null && m.typeOf(locals_).slots.getItem === null) {
    const word =
      name === 'eval'
        ? 'locals must be a mapping'
        : `${name}() locals must be a mapping or None, not ${m.typeName(locals_)}`
    return m.raise('TypeError', word)
  }
  const frame = visibleFrame(m.frame)
  if (globals === undefined || globals === null) {
    const own = frame?.globals ?? m.namespace()
    return [own, locals_ ?? locals(m)]
  }
  return [globals, locals_ ?? globals]
}

function runCode(m: Machine, code: Code, globals: PyDict, locals_: Value): Result {
  if (globals.getStr('__builtins__') === undefined) {
    m.touch(globals)
    globals.setStr('__builtins__', m.modules.getStr('builtins') ?? null)
  }
  const frame = new Frame(m.epoch, code, globals, m.builtins, locals_, null, m.frame)
  return enter(m, frame)
}

function codeFor(m: Machine, name: 'exec' | 'eval', source: Value): Code | undefined {
  if (source instanceof PyCode) {
    if (source.code.freeNames.length > 0) {
      return m.raise('TypeError', `code object passed to ${name}() may not contain free variables`)
    }
    return source.code
  }
  const text = textOf(m, name, source)
  return text === undefined ? undefined : compileText(m, text, '<string>', name)
}

function exec(m: Machine, source: Value, globals?: Value, locals_?: Value): Result {
  const where = scope(m, 'exec', globals, locals_)
  const code = where && codeFor(m, 'exec', source)
  return where && code && m.after(runCode(m, code, where[0], where[1]), Finish.None)
}

function evaluate(m: Machine, source: Value, globals?: Value, locals_?: Value): Result {
  const where = scope(m, 'eval', globals, locals_)
  const code = where && codeFor(m, 'eval', source)
  return where && code && runCode(m, code, where[0], where[1])
}

defineModule('builtins', {
  functions: {
    'globals()': globals,
    'locals()': locals,
    'vars(object=<unrepresentable>, /)': vars,
    'dir(object=<unrepresentable>, /)': dir,
    'compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)': compile,
    'exec(source, /, globals=None, locals=None, *, closure=None)': exec,
    'eval(source, /, globals=None, locals=None)': evaluate,
    'open(file, *args, **kwargs)': (m: Machine) =>
      m.raise('PermissionError', 'open() is not in Coro: a program reaches no files; use io.StringIO or io.BytesIO'),
    'input(*args)': (m: Machine, args: Value[]) =>
      checkCount(m, 'input', args, 0, 1) ? m.callPrelude('input_line', ...args) : undefined,
    'breakpoint(*args, **kws)': () => null,
  },
})
