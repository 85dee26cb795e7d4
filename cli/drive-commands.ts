// What a person can say at the prompt of `coroscope drive`: the table of commands, and a line as one of them. Knows nothing of what they do.

import { exportFormats } from '../debugger/session/index.ts'

/** Command, what follows it, what it does. */
const table = [
  ['send', '[EXPR]', 'send a value; nothing: None'],
  ['throw', 'EXPR', 'throw an exception: throw ValueError("x")'],
  ['close', '', 'close it'],
  ['asend', '[EXPR]', 'the same for an async generator …'],
  ['athrow', 'EXPR', '… whose items come through awaitables'],
  ['aclose', '', ''],
  ['next', '', 'what send, throw and close would do'],
  ['step', '', 'the next line, into calls and awaits'],
  ['over', '', 'the next line of this coroutine'],
  ['out', '', 'until this coroutine hands control back'],
  ['continue', '', 'send(None) again and again, to a breakpoint or the end'],
  ['back', '[N]', 'undo the last of these, or the last N'],
  ['travel', 'TIME', 'to any time that the trace shows'],
  ['restart', '', 'a fresh coroutine from the same expression'],
  ['where', '', 'its frames: what it awaits, innermost first'],
  ['list', '', 'the source around the line'],
  ['locals', '', "the coroutine's variables"],
  ['print', 'EXPR', 'show a value, without changing anything'],
  ['run', 'CODE', "execute code in the coroutine's frame"],
  ['coroutines', '', 'all that are alive, with their states'],
  ['select', 'NUMBER', 'drive another of them'],
  ['break', '[LINE [if COND]]', 'set a breakpoint; nothing: list them'],
  ['clear', '[LINE]', 'remove a breakpoint, or all'],
  ['trace', '[N]', 'the last N events (20)'],
  ['save', '[FILE]', 'write the session to a file; coroscope drive --session FILE opens it again'],
  ['export', 'FORMAT [FILE]', `write it as ${exportFormats.join(', ')}; FILE -: to standard output`],
  ['help', '', ''],
  ['quit', '', 'leave (also Ctrl-D)'],
] as const

export type Word = (typeof table)[number][0]

export const words: readonly Word[] = table.map(([word]) => word)

const shorter: Readonly<Record<string, Word>> = {
  p: 'print',
  s: 'step',
  n: 'over',
  c: 'continue',
  b: 'break',
  w: 'where',
  chain: 'where',
  exec: 'run',
  reverse: 'back',
  undo: 'back',
  exit: 'quit',
  q: 'quit',
  '?': 'help',
}

export const help = table
  .map(([word, rest, what]) => `${`${word} ${rest}`.padEnd(24)}${what}`.trimEnd())
  .concat('', 'A call works too: send(3), throw(ValueError("x")), close().')
  .join('\n')

/** A line as a command: its word, and what follows. */
export interface Command {
  readonly word: Word
  /** Without white space around it; empty: nothing follows. */
  readonly rest: string
}

/** Undefined: an empty line, or a comment. A string is a word that is no command. */
export function parseCommand(line: string): Command | string | undefined {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return undefined
  const call = /^\.?(a?(?:send|throw|close))\s*\(([\s\S]*)\)$/.exec(text)
  const [, word = '', rest = ''] = call ?? /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  const known = words.find(one => one === word) ?? (Object.hasOwn(shorter, word) ? shorter[word] : undefined)
  return known === undefined ? word : { word: known, rest: rest.trim() }
}

/** Words that take nothing after them. */
export const isAlone = (word: Word): boolean => table.find(([one]) => one === word)?.[1] === ''

/** Commands that are spelled like `word`, to be suggested. */
export function likeWords(word: string): Word[] {
  return words.filter(one => one.startsWith(word) || (word.length > 2 && distance(one, word) <= 1))
}

/** Letters to change, add or drop (at most about two are told apart). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]
}
