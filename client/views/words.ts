// Events and outcomes as sentences: for the table beside the picture, for screen readers and for the line that tells what has
// just happened. Pure text.

import type { TraceEvent } from '../../debugger/trace/index.ts'
import type { CoroutineInfo, Outcome } from './debuggee.ts'

/** An event as a sentence: `main sends 5 to talk#1`, `you send 5 to talk#1`. */
export function eventInWords(event: TraceEvent, name: (id: number) => string): string {
  const does = (id: number, verb: string) => `${name(id)} ${name(id) === 'you' ? verb : `${verb}s`}`
  switch (event.kind) {
    case 'create':
      return `${does(event.by, 'make')} ${event.name}#${event.id} (${event.type})`
    case 'resume': {
      const inner =
        event.inner === undefined || event.inner === event.id ? '' : `, which goes on in ${name(event.inner)}`
      if (event.how === 'close') return `${does(event.by, 'close')} ${name(event.id)}${inner}`
      if (event.how === 'throw')
        return `${does(event.by, 'throw')} ${event.exception ?? 'an exception'} into ${name(event.id)}${inner}`
      return `${does(event.by, 'send')} ${event.value ?? 'None'} to ${name(event.id)}${inner}`
    }
    case 'await':
      return `${name(event.id)} awaits ${event.target === 0 ? event.what : name(event.target)} at line ${event.line}`
    case 'yield':
      return `${name(event.id)} yields ${event.value} to ${name(event.to)} and is suspended at line ${event.line}`
    case 'return':
      return `${name(event.id)} returns ${event.value} to ${name(event.to)}`
    case 'raise':
      return `${event.exception}${event.message && ` (${event.message})`} leaves ${name(event.id)} for ${name(event.to)}`
    case 'close':
      return `${name(event.id)} is closed without running`
    case 'never awaited':
      return `${name(event.id)} was never awaited`
    case 'task':
      return taskInWords(event, name)
    case 'output':
      return `${does(event.by, 'print')} ${JSON.stringify(event.text.trimEnd())}`
  }
}

/** `main schedules Task-2 (fetch#3)`, `fetch#3 wakes Task-1 (main#1): Future is done`, `fetch#3 sets a timer for 2.5 s`. */
function taskInWords(event: TraceEvent & { kind: 'task' }, name: (id: number) => string): string {
  const who = name(event.by)
  const plural = who === 'you' ? '' : 's'
  const task = event.id === 0 ? event.name : `${event.name} (${name(event.id)})`
  switch (event.what) {
    case 'scheduled':
      return `${who} schedule${plural} ${task}${event.text && `, which gets ${event.text}`}`
    case 'woken':
      return `${who} wake${plural} ${task}: ${event.text} is done`
    case 'cancelled':
      return `${who} cancel${plural} ${task}${event.text && `: ${event.text}`}`
    case 'timer set':
      return `${who} set${plural} a timer for ${event.text} s: ${event.name}`
    case 'timer fired':
      return `the timer for ${event.text} s fires: ${event.name}`
    case 'timer cancelled':
      return `${who} cancel${plural} the timer for ${event.text} s: ${event.name}`
  }
}

/** What an action would do: `yields 'x?', prints "left"`. */
export function outcomeInWords(outcome: Outcome): string {
  const printed = outcome.output ? `prints ${JSON.stringify(outcome.output.trimEnd())}` : ''
  const result = resultInWords(outcome)
  return [result, printed, cleanupsInWords(outcome)].filter(part => part !== '').join(', ')
}

/** `runs finally at line 26`. */
export function cleanupsInWords({ cleanups = [] }: Outcome): string {
  if (cleanups.length === 0) return ''
  const lines = cleanups.map(place => place.line)
  return `runs finally at line${lines.length > 1 ? 's' : ''} ${lines.join(', ')}`
}

function resultInWords(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'yielded':
      return `yields ${outcome.value}`
    case 'returned':
      return `returns ${outcome.value}`
    case 'raised':
      return `raises ${outcome.type}${outcome.value ? `: ${outcome.value}` : ''}`
    case 'closed':
      return 'closed'
    case 'unfinished':
      return 'runs on for long'
  }
}

/** Where a coroutine is in its life, for somebody who sees one for the first time. */
export function storyOf(info: CoroutineInfo): string {
  const yielded = info.lastYielded
  switch (info.state) {
    case 'CORO_CREATED':
      return 'It has been made. Nothing in it has run yet: send None to start it.'
    case 'CORO_RUNNING':
      return 'It has control.'
    case 'CORO_SUSPENDED': {
      const handed = yielded === undefined || yielded === 'None' ? 'It gave control back' : `It handed out ${yielded}`
      const waits = info.awaiting === undefined ? '' : ` It awaits ${info.awaiting}.`
      return `${handed} and waits at line ${info.line ?? '?'}, all its variables kept.${waits}`
    }
    case 'CORO_CLOSED':
      if (info.exception !== undefined) return `It is over: ${info.exception} left it.`
      return info.result === undefined ? 'It is over: it was closed.' : `It is over: it returned ${info.result}.`
  }
}

/** Why a coroutine cannot be driven, or undefined when it can. */
export function whyNotDrivable(info: CoroutineInfo): string | undefined {
  if (info.isMain) return 'The main program runs by itself; pick a coroutine.'
  if (info.state === 'CORO_RUNNING') return 'It is running.'
  if (info.state !== 'CORO_CLOSED') return undefined
  if (info.exception !== undefined) return `Finished: raised ${info.exception}.`
  return info.result === undefined ? 'Finished: closed.' : `Finished: returned ${info.result}.`
}
