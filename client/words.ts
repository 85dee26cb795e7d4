// How a coroutine is put into words: labels, descriptions and tooltips for the tree, the status bar and the input boxes.
// Pure text; knows no editor.

import type { CoroutineInfo, Outcome } from './protocol.ts'

/** Whether a person can send to it, throw into it or close it. */
export const isDrivable = (info: CoroutineInfo): boolean =>
  !info.isMain && (info.state === 'CORO_CREATED' || info.state === 'CORO_SUSPENDED')

/** The state as a person says it: `suspended at line 14`. */
export function stateInWords(info: CoroutineInfo): string {
  const at = info.line === undefined ? '' : ` at line ${info.line}`
  switch (info.state) {
    case 'CORO_CREATED':
      return 'created, not started'
    case 'CORO_RUNNING':
      return `running${at}`
    case 'CORO_SUSPENDED':
      return info.awaiting === undefined ? `suspended${at}` : `awaits ${info.awaiting}${at}`
    case 'CORO_CLOSED':
      if (info.exception !== undefined) return `raised ${info.exception}`
      return info.result === undefined ? 'closed' : `returned ${info.result}`
  }
}

/** One line beside the name in the tree: state, then the last value that came out. */
export function description(info: CoroutineInfo): string {
  const yielded = info.state === 'CORO_SUSPENDED' && info.lastYielded !== undefined ? ` · ${info.lastYielded}` : ''
  return stateInWords(info) + yielded
}

/** Facts about a coroutine, one a line, for a tooltip. */
export function facts(info: CoroutineInfo, nameOf: (id: number) => string | undefined): string[] {
  const awaiter = info.awaitedBy === undefined ? undefined : nameOf(info.awaitedBy)
  const created = info.createdAt
  return [
    `${info.kind} · ${info.state}`,
    info.line === undefined ? '' : `at line ${info.line}`,
    info.awaiting === undefined ? '' : `awaits ${info.awaiting}`,
    awaiter === undefined ? '' : `awaited by ${awaiter}`,
    info.lastSent === undefined ? '' : `last sent ${info.lastSent}`,
    info.lastYielded === undefined ? '' : `last yielded ${info.lastYielded}`,
    info.result === undefined ? '' : `returned ${info.result}`,
    info.exception === undefined ? '' : `raised ${info.exception}`,
    created === undefined ? '' : `created at line ${created.line}`,
  ].filter(fact => fact !== '')
}

/** How long it has been there: `made 120 instructions ago`. */
export function ageInWords(info: CoroutineInfo, now: number): string {
  if (info.since === undefined || info.since > now) return ''
  return `made ${(now - info.since).toLocaleString('en')} instructions ago`
}

/** Text of the status bar item. */
export function statusText(info: CoroutineInfo): string {
  const value = info.state === 'CORO_SUSPENDED' && info.lastYielded !== undefined ? ` · ${info.lastYielded}` : ''
  const icon = info.state === 'CORO_RUNNING' ? 'play' : info.state === 'CORO_CREATED' ? 'circle-outline' : 'debug-pause'
  return `$(${icon}) ${info.name} ${info.state.slice('CORO_'.length).toLowerCase()}${value}`
}

/** What an action did or would do: `yields 'x?', prints "left"`. */
export function outcomeInWords(outcome: Outcome): string {
  const lines = (outcome.cleanups ?? []).map(place => place.line)
  const cleanups = lines.length === 0 ? '' : `, runs finally at line${lines.length > 1 ? 's' : ''} ${lines.join(', ')}`
  const printed = (outcome.output ? `, prints ${JSON.stringify(outcome.output.trimEnd())}` : '') + cleanups
  switch (outcome.outcome) {
    case 'yielded':
      return `yields ${outcome.value}${printed}`
    case 'returned':
      return `returns ${outcome.value}${printed}`
    case 'raised':
      return `raises ${outcome.type}${outcome.value ? `: ${outcome.value}` : ''}${printed}`
    case 'closed':
      return `closes it${printed}`
    case 'unfinished':
      return `goes on for a long time${printed}`
  }
}

/** A traceback of CPython's as one line, and the line of the program that it ends with: a notification has little room. */
export function failureInWords(text: string): { words: string; line: number | undefined } {
  const lines = text.trim().split('\n')
  const places = lines.flatMap(each => /^ *File ".*", line (\d+)/.exec(each)?.[1] ?? [])
  const line = places.length === 0 ? undefined : Number(places.at(-1))
  return { words: lines.at(-1)?.trim() ?? text, line }
}

/** The message of something thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
