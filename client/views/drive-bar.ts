// The controls beside the state: send a value, throw an exception, close; and the steps of the debugger. What is typed is tried
// while it is typed; an error stands beside the field it belongs to. A control that cannot be used says why.

import type { Action, Outcome } from './debuggee.ts'
import { h } from './dom.ts'
import { recorded } from './recording.ts'
import type { Offer, Run } from './run.ts'
import { outcomeInWords } from './words.ts'

interface Field {
  readonly action: Action
  readonly input: HTMLInputElement
  readonly button: HTMLButtonElement
  readonly hint: HTMLElement
  readonly form: HTMLElement
}

const steps: [command: string, label: string, title: string][] = [
  ['stepBack', '◂ Back', 'Undo the last step'],
  ['next', 'Step ▸', 'Step over: to the next suspension, or the next line inside running code'],
  ['stepIn', 'Into ▸', 'Step into: to the first line it runs'],
  ['stepOut', 'Out ▸', 'Step out: until control is handed back; at a suspension: close'],
  ['continue', 'Run ▸▸', 'Run to the next breakpoint or the end'],
]

export class DriveBar {
  readonly element: HTMLElement
  private readonly run: Run
  private readonly preview: (offer: Offer | undefined) => void
  private readonly fields: readonly Field[]
  private readonly close: HTMLButtonElement
  private readonly stepButtons: readonly HTMLButtonElement[]
  private readonly start: HTMLButtonElement | undefined
  private readonly status = h('p', { class: 'message', role: 'status' })
  private asked = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private shownTime = -1

  constructor(run: Run, preview: (offer: Offer | undefined) => void, start: (() => void) | undefined) {
    this.run = run
    this.preview = preview
    this.fields = [
      this.field('send', 'Value to send', 'None', 'a value: 3, "text", [1, 2]'),
      this.field('throw', 'Exception to throw', '', 'ValueError("no")'),
    ]
    this.close = h('button', { type: 'button', onclick: () => void run.drive('close') }, 'Close')
    this.stepButtons = steps.map(([command, label, title]) => {
      const onclick = () => void run.step(command === 'continue' && run.phase === 'running' ? 'pause' : command)
      return h('button', { type: 'button', title, 'data-command': command, 'data-label': label, onclick }, label)
    })
    this.start = start && h('button', { type: 'button', class: 'start lit', onclick: start }, 'Start again')
    const bar = h('div', { class: 'steps', role: 'toolbar', 'aria-label': 'Steps' }, ...this.stepButtons, this.start)
    const fields = h('div', { class: 'fields' }, ...this.fields.map(field => field.form), this.close)
    this.element = h('div', { class: 'drive' }, fields, bar, this.status)
    this.element.addEventListener('click', event => this.refuse(event), { capture: true })
  }

  update(): void {
    const { run } = this
    const why = run.whyNot
    const isFresh = run.selected?.state === 'CORO_CREATED'
    for (const field of this.fields) {
      const reason =
        why ?? (isFresh && field.action === 'send' ? 'Not started yet: only None can be sent to it.' : undefined)
      field.input.readOnly = reason !== undefined
      field.input.classList.toggle('off', reason !== undefined)
      if (isFresh && field.action === 'send') field.input.value = 'None'
      setReason(field.button, why, field.action === 'send' ? 'Send this value' : 'Throw this exception')
      field.input.title = reason ?? ''
      if (run.time !== this.shownTime) say(field, '', false)
    }
    this.shownTime = run.time
    setReason(this.close, why, 'Throw GeneratorExit in, so that finally blocks run')
    const whyNoStep = run.phase === 'stopped' ? undefined : (why ?? 'The program is running.')
    for (const button of this.stepButtons) {
      const { command, label } = button.dataset
      const title = steps.find(([name]) => name === command)?.[2] ?? ''
      if (command === 'continue' && run.phase === 'running') {
        button.textContent = 'Pause ‖'
        setReason(button, undefined, 'Stop where it is')
      } else {
        button.textContent = label ?? ''
        const isAtStart = command === 'stepBack' && run.past === 0
        // In a recording one goes back, and anywhere on the timeline; nothing runs.
        const whyNot = run.isRecorded && command !== 'stepBack' ? recorded : whyNoStep
        setReason(button, whyNot ?? (isAtStart ? 'This is the beginning.' : undefined), title)
      }
    }
    if (this.start) {
      this.start.hidden = !(run.phase === 'over' || run.phase === 'none' || isFinished(run))
      this.start.textContent = run.phase === 'none' ? 'Start' : 'Start again'
    }
    const text = run.message?.text ?? ''
    if (this.status.textContent !== text) this.status.textContent = text
    this.status.classList.toggle('error', run.message?.isError ?? false)
  }

  /** A control that is turned off says why instead of acting. */
  private refuse(event: Event): void {
    const button = (event.target as Element).closest('button[aria-disabled="true"]')
    if (!(button instanceof HTMLElement)) return
    event.preventDefault()
    event.stopPropagation()
    this.status.textContent = button.title
    this.status.classList.remove('error')
  }

  private field(action: Action, label: string, value: string, placeholder: string): Field {
    const id = `drive-${action}`
    const hint = h('span', { class: 'hint', id: `${id}-hint`, role: 'status' })
    const input = h('input', {
      id,
      type: 'text',
      value,
      placeholder,
      'aria-label': label,
      'aria-describedby': hint.id,
      spellcheck: 'false',
      autocomplete: 'off',
      autocapitalize: 'off',
    })
    const button = h('button', { type: 'submit' }, action === 'send' ? 'Send ▸' : 'Throw ▸')
    const form = h('form', { class: `field ${action}` }, h('label', { for: id }, action), input, button, hint)
    const field: Field = { action, input, button, hint, form }
    form.addEventListener('submit', event => {
      event.preventDefault()
      void this.submit(field)
    })
    input.addEventListener('input', () => this.tryLater(field))
    input.addEventListener('focus', () => this.tryLater(field))
    input.addEventListener('blur', () => this.preview(undefined))
    return field
  }

  private async submit(field: Field): Promise<void> {
    const reason = this.run.whyNot
    const expression = field.input.value.trim()
    if (reason !== undefined) return say(field, reason, true)
    if (expression === '')
      return say(
        field,
        field.action === 'send' ? 'Write a value.' : 'Write an exception, such as ValueError("no").',
        true,
      )
    this.asked++
    clearTimeout(this.timer)
    this.preview(undefined)
    say(field, '', false)
    const isDone = await this.run.drive(field.action, expression)
    if (!isDone && this.run.message) {
      // Said beside the field, and not a second time below it.
      say(field, this.run.message.text, true)
      this.run.dismiss()
    }
  }

  /** Tries what is typed, once the person pauses. */
  private tryLater(field: Field): void {
    clearTimeout(this.timer)
    const expression = field.input.value.trim()
    const turn = ++this.asked
    if (expression === '' || this.run.whyNot !== undefined) {
      say(field, '', false)
      this.preview(undefined)
      return
    }
    this.timer = setTimeout(async () => {
      const result = await this.run.preview(field.action, expression).catch((error: unknown) => error)
      if (turn !== this.asked) return
      if (result instanceof Error) {
        say(field, result.message, true)
        this.preview(undefined)
      } else if (result) {
        const outcome = result as Outcome
        say(field, outcomeInWords(outcome), false)
        this.preview({ action: field.action, expression, outcome, problem: undefined })
      }
    }, 160)
  }
}

function say(field: Field, text: string, isError: boolean): void {
  field.hint.textContent = text
  field.hint.title = text
  field.hint.classList.toggle('error', isError)
  if (isError) field.input.setAttribute('aria-invalid', 'true')
  else field.input.removeAttribute('aria-invalid')
}

/** Turned off with a reason that can be read: `aria-disabled`, so that it keeps its place in the tab order. */
function setReason(button: HTMLButtonElement, reason: string | undefined, title: string): void {
  if (reason === undefined) button.removeAttribute('aria-disabled')
  else button.setAttribute('aria-disabled', 'true')
  button.title = reason ?? title
}

const isFinished = (run: Run): boolean => run.selected?.state === 'CORO_CLOSED'
