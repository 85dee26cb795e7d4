/**
 * Code as text, one line an instruction: line, mark of a line start, index, name, operand and what it means.
 */

import { CO, type Code } from './code.ts'
import { isCode } from './compile-check.ts'
import { floatRepr } from './float-text.ts'
import {
  AwaitableOf,
  BINARY_SYMBOLS,
  COMPARE_SYMBOLS,
  COMPARE_TO_BOOL,
  Conversion,
  FunctionAttribute,
  Intrinsic1,
  Intrinsic2,
  OPS,
  ResumeAt,
} from './op.ts'
import { strRepr } from './str-repr.ts'
import { PyBytes, PyComplex, PyFloat, PyTuple, Singleton } from './value.ts'

/** The code and, after it, the codes in it. */
export function dumpCode(code: Code): string {
  const lines = [`${code.qualname} line ${code.firstLine}${flagNames(code.flags)}`]
  if (code.varNames.length > 0) lines.push(`  slots ${code.varNames.join(' ')}`)
  const isTarget = targets(code)
  const count = code.original.length / 2
  let previous = -1
  for (let pc = 0; pc < count; pc++) {
    const line = code.positions[4 * pc]!
    const shown = line !== previous && line >= 0 ? String(line) : ''
    previous = line
    const mark = isTarget.has(pc) ? '>' : ' '
    const info = OPS[code.original[2 * pc]!]!
    const arg = code.original[2 * pc + 1]!
    const operand = info.operand === 'none' ? '' : ` ${arg}${meaning(code, pc)}`
    const start = code.lineStarts[pc] ? '*' : ' '
    lines.push(`${shown.padStart(5)}${start}${mark}${String(pc).padStart(4)} ${info.name}${operand}`)
  }
  for (const { start, end, target, depth, lasti } of code.exceptionTable)
    lines.push(`  ${start}..${end - 1} -> ${target} depth ${depth}${lasti ? ' lasti' : ''}`)
  const inner = code.consts.filter(isCode).map(dumpCode)
  return [`${lines.join('\n')}\n`, ...inner].join('\n')
}

function flagNames(flags: number): string {
  const names = Object.entries(CO).filter(([, bit]) => flags & bit)
  return names.map(([name]) => ` ${name.toLowerCase()}`).join('')
}

function targets(code: Code): Set<number> {
  const found = new Set(code.exceptionTable.map(entry => entry.target))
  for (let pc = 0; 2 * pc < code.original.length; pc++)
    if (OPS[code.original[2 * pc]!]!.operand === 'jump') found.add(code.original[2 * pc + 1]!)
  return found
}

function meaning(code: Code, pc: number): string {
  const arg = code.original[2 * pc + 1]!
  switch (OPS[code.original[2 * pc]!]!.operand) {
    case 'constant':
      return ` (${constantText(code.consts[arg])})`
    case 'name':
      return ` (${code.names[arg]})`
    case 'slot':
      return ` (${code.varNames[arg]})`
    case 'binary':
      return ` (${BINARY_SYMBOLS[arg]})`
    case 'compare':
      return ` (${COMPARE_SYMBOLS[arg & 15]}${arg & COMPARE_TO_BOOL ? ' to bool' : ''})`
    case 'conversion':
      return ` (${Conversion[arg]})`
    case 'awaitable of':
      return ` (${AwaitableOf[arg]})`
    case 'resume at':
      return ` (${ResumeAt[arg]})`
    case 'intrinsic 1':
      return ` (${Intrinsic1[arg]})`
    case 'intrinsic 2':
      return ` (${Intrinsic2[arg]})`
    case 'function attribute':
      return ` (${FunctionAttribute[arg]})`
    default:
      return ''
  }
}

function constantText(value: unknown): string {
  if (isCode(value)) return `code ${value.qualname}`
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return strRepr(value)
  if (value instanceof PyFloat) return floatRepr(value.value)
  if (value instanceof PyComplex) return `${value.imag}j`
  if (value instanceof PyTuple)
    return `(${value.items.map(constantText).join(', ')}${value.items.length === 1 ? ',' : ''})`
  if (value instanceof PyBytes) return `${value.bytes.length} bytes`
  if (value instanceof Singleton) return value.text
  return typeof value === 'object' ? 'frozenset' : String(value)
}
