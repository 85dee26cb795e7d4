// What `coroscope drive` shows of a session that stands: state, chain, source, variables, what would come next. Reads only.

import type { Action, CoroutineInfo, FrameInfo, Outcome, PreviewOutcome, Session } from '../debugger/session/index.ts'
import { exportTrace, SessionError } from '../debugger/session/index.ts'

/** Marks for a terminal; text without them elsewhere. */
export interface Style {
  strong(text: string): string
  weak(text: string): string
  bad(text: string): string
}

const mark =
  (on: number, off: number) =>
  (text: string): string =>
    `\x1b[${on}m${text}\x1b[${off}m`

export const plain: Style = { strong: text => text, weak: text => text, bad: text => text }
export const coloured: Style = { strong: mark(1, 22), weak: mark(2, 22), bad: mark(31, 39) }

export class View {
  private readonly session: Session
  private readonly style: Style

  constructor(session: Session, style: Style) {
    this.session = session
    this.style = style
  }

  info(id: number): CoroutineInfo | undefined {
    return this.session.coroutines().find(one => one.id === id)
  }

  /** State, chain and what would come next. */
  situation(id: number): string {
    const one = this.info(id)
    if (one === undefined) return 'finished; back undoes the last step, restart makes a fresh one'
    const place = one.file === undefined ? '' : this.style.weak(`  ${shortPath(one.file)}:${one.line}`)
    const lines = [`${this.style.strong(one.name)}  ${one.state}${place}`]
    if (one.state === 'CORO_RUNNING') return [...lines, this.list(id, 1)].filter(line => line !== '').join('\n')
    if (one.state === 'CORO_SUSPENDED') lines.push(this.where(id))
    lines.push(this.next(id))
    return lines.filter(line => line !== '').join('\n')
  }

  /** The frames, innermost first. */
  where(id: number): string {
    const frames = this.session.stack(id).filter(frame => frame.kind !== 'label')
    return frames
      .map((frame, i) => {
        const isOther = i > 0 && frames[i - 1].coroutine !== frame.coroutine
        return `  ${i === 0 ? 'at' : isOther ? 'awaited at' : 'called at'} ${frame.name}, line ${frame.line}`
      })
      .join('\n')
  }

  /** The source around the line of the innermost frame that has one. */
  list(id: number, around: number): string {
    const frame = this.session.stack(id).find(one => one.kind !== 'label' && one.source !== undefined)
    if (frame?.source === undefined) return ''
    const text = this.session.sourceText(frame.source.path).split('\n')
    const first = Math.max(1, frame.line - around)
    const shown = text.slice(first - 1, frame.line + around)
    return shown
      .map((line, i) => {
        const here = first + i === frame.line
        const numbered = `  ${here ? '▸' : ' '}${String(first + i).padStart(4)}  ${line}`.trimEnd()
        return here ? this.style.strong(numbered) : this.style.weak(numbered)
      })
      .join('\n')
  }

  locals(id: number): string {
    const frame = this.frame(id)
    if (frame === undefined) return ''
    const scope = this.session.scopes(frame).find(one => one.name === 'Locals')
    const page = { start: 0, count: 0, filter: undefined, hex: false } as const
    if (scope === undefined) return ''
    const children = this.session.children(scope.container, page)
    return children.map(v => `  ${v.name} = ${v.value}`).join('\n')
  }

  /** What each way to go on would lead to. */
  next(id: number): string {
    const frame = this.frame(id)
    if (frame === undefined) return 'finished'
    const targets = this.session.stepInTargets(frame).filter(target => target.drive !== undefined)
    const width = Math.max(...targets.map(target => target.label.length))
    return targets
      .map(target => `  ${target.label.padEnd(width)} ${this.style.weak('→')} ${this.outlook(id, target.drive!)}`)
      .join('\n')
  }

  coroutines(): string {
    return this.session
      .coroutines()
      .map(one => {
        const awaiting = one.awaiting === undefined ? '' : `  awaiting ${one.awaiting}`
        const line = one.line === undefined ? '' : `  line ${one.line}`
        return `  ${String(one.id).padStart(3)}  ${one.name}  ${one.state}${line}${awaiting}`
      })
      .join('\n')
  }

  trace(count: number): string {
    const { events } = this.session.trace(0, Number.MAX_SAFE_INTEGER)
    return exportTrace(events, 'text', '').trimEnd().split('\n').slice(-count).join('\n')
  }

  /** The coroutine's own frame, below what it awaits; of running code the innermost. */
  frame(id: number): FrameInfo | undefined {
    return this.session.stack(id).find(frame => frame.coroutine === id && frame.kind !== 'label')
  }

  outcome(outcome: Outcome): string {
    const text = outcomeLine(outcome)
    return outcome.outcome === 'raised' ? this.style.bad(text) : text
  }

  private outlook(id: number, step: { readonly action: Action; readonly expression: string | undefined }): string {
    try {
      const [outcome] = this.session.preview(id, [step])
      return outlookLine(outcome)
    } catch (error) {
      if (error instanceof SessionError) return error.message
      throw error
    }
  }
}

const outlookLine = (outcome: PreviewOutcome): string =>
  `${outcomeLine(outcome)}${outcome.output === '' ? '' : `, printing ${JSON.stringify(outcome.output)}`}`

function outcomeLine(outcome: Outcome): string {
  const { outcome: kind, value, type } = outcome
  if (kind === 'raised') return `raised ${type}${value === '' ? '' : `: ${value}`}`
  if (kind === 'closed') return value === 'None' ? 'closed' : `closed, returning ${value}`
  return kind === 'unfinished' ? value.replace(/\.$/, '') : `${kind} ${value}`
}

/** As seen from the folder where the person is. */
function shortPath(path: string): string {
  const here = `${process.cwd()}/`
  return path.startsWith(here) ? path.slice(here.length) : path
}
