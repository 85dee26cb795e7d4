// What the program has printed up to where the debugger is. Read from the trace, so that going back takes output back; what
// the debugger itself says comes after it.

import { h } from '../views/dom.ts'
import type { Run } from '../views/run.ts'

/** At most so many of the last characters are in the page. */
const mostCharacters = 100_000

export class Output {
  readonly element: HTMLElement
  private readonly text = h('pre', { class: 'printed', tabindex: 0, role: 'log', 'aria-label': 'Output' })
  private notes: string[] = []
  private errors: string[] = []
  private shown = ''

  constructor() {
    this.element = h('section', { class: 'output', 'aria-label': 'Output' }, h('h2', {}, 'Output'), this.text)
  }

  /** Something the debugger says. */
  note(text: string): void {
    this.notes.push(text)
  }

  /** Text on standard error: shown only where there is no trace to hold it, as when a program cannot be started. */
  error(text: string): void {
    this.errors.push(text)
  }

  clear(): void {
    this.notes = []
    this.errors = []
  }

  update(run: Run): void {
    const parts: { text: string; kind: string }[] = []
    let size = 0
    const { outputs } = run.lanes
    for (let i = outputs.length - 1; i >= 0 && size < mostCharacters; i--) {
      const output = outputs[i]!
      // Undone by going back.
      if (output.event >= run.past) continue
      size += output.text.length
      const last = parts.at(-1)
      if (last && last.kind === output.stream) last.text = output.text + last.text
      else parts.push({ text: output.text, kind: output.stream })
    }
    parts.reverse()
    if (!outputs.some(output => output.stream === 'stderr'))
      for (const text of this.errors) parts.push({ text, kind: 'stderr' })
    for (const note of this.notes) parts.push({ text: note.endsWith('\n') ? note : `${note}\n`, kind: 'note' })
    const key = JSON.stringify(parts)
    if (key === this.shown) return
    this.shown = key
    this.text.replaceChildren(...parts.map(part => h('span', { class: part.kind }, part.text)))
    if (parts.length === 0) this.text.append(h('span', { class: 'nothing' }, 'Nothing has been printed.'))
    this.text.scrollTop = this.text.scrollHeight
  }
}
