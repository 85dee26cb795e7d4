// The page: an editor with a program in it, the board that shows its coroutines, and what starts them. Everything runs in this
// page: the debug adapter and the language server are web workers, no request leaves it.

import { Board } from '../views/board.ts'
import type { TraceAnswer } from '../views/debuggee.ts'
import { h } from '../views/dom.ts'
import { type Machine, machineFrom } from '../views/machine.ts'
import { MachineView } from '../views/machine-view.ts'
import { type Offer, Run } from '../views/run.ts'
import { hueClass } from '../views/state-card.ts'
import { DebugSession } from './dap.ts'
import { Editor, type Mark } from './editor.ts'
import { LanguageServer } from './language.ts'
import { Output } from './output.ts'
import { driveOf, titleOf } from './sample-text.ts'
import { samples } from './samples.ts'
import { fromFragment, type Shared, toFragment } from './share.ts'
import { themeButton } from './theme.ts'

/** How long a notice stays at least, in ms. */
const readingTime = 4000

class Page {
  private readonly run = new Run()
  private readonly output = new Output()
  private readonly server = new LanguageServer()
  private readonly editor: Editor
  private readonly board: Board
  private readonly machineView: MachineView
  private machine: Machine | undefined
  private machineAsked = 0
  private machineTimer: ReturnType<typeof setTimeout> | undefined
  private session: DebugSession | undefined
  /** Counts starts, so that a late answer of an earlier one is known as such. */
  private starts = 0
  private name = 'program.coro'
  private isStale = false
  private saidAt = 0
  /** Whether somebody could have driven yet. */
  private isInteractive = false
  private restart: ReturnType<typeof setTimeout> | undefined

  private readonly menu = h('select', {
    'aria-label': 'Sample',
    onchange: () => this.openSample(Number(this.menu.value)),
  })
  private readonly drive = h('input', {
    id: 'drive-expression',
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    placeholder: 'nothing: run the file',
    title: 'The call that makes what you drive; leave it empty to run the file',
  })
  private readonly startButton = h('button', { type: 'submit', title: 'Start (Ctrl+Enter in the editor)' }, 'Start ▸')
  private readonly notice = h('p', { class: 'notice', role: 'status' })
  private readonly file = h('input', {
    type: 'file',
    accept: '.coro,.py,.jsonl,text/x-python',
    hidden: true,
    onchange: () => void this.openFile(),
  })

  constructor() {
    this.editor = new Editor({
      changed: () => this.edited(),
      breakpointsChanged: lines => void this.session?.setBreakpoints(lines).catch(error => this.say(messageOf(error))),
      start: () => void this.start(),
      moved: () => this.moved(),
    })
    this.machineView = new MachineView({
      reveal: (_file, line) => this.editor.reveal(line),
      save: (name, text) => download(name, text),
    })
    this.board = new Board(
      this.run,
      {
        reveal: (file, line) => {
          if (file === this.name) this.editor.reveal(line)
          else this.say(`Line ${line} of ${file} is not part of this program's text.`)
        },
        start: () => void this.start(),
        opened: () => this.endSession(),
        fork: (offer, threadId) => void this.fork(offer, threadId),
      },
      {
        view: this.machineView,
        current: () => this.machine && { machine: this.machine, paths: [this.name] },
        shown: () => void this.askMachine(),
      },
    )
    this.run.onChange(() => this.update())
    this.menu.append(
      ...samples.map((sample, index) => h('option', { value: index }, titleOf(sample))),
      h('option', { value: -1, hidden: true }, 'Your program'),
    )
    document.body.replaceChildren(this.layout())
    for (const act of ['pointerdown', 'keydown'])
      document.addEventListener(act, () => performance.now() > this.saidAt + readingTime && this.say(''), true)
    window.addEventListener('hashchange', () => void this.openLink())
  }

  async open(): Promise<void> {
    if (await this.openLink()) return
    const kept = remembered()
    if (!kept) return this.openSample(0)
    const sample = samples.findIndex(each => each.name === kept.name && each.source === kept.source)
    this.menu.value = String(sample)
    this.load(kept.name, kept.source, kept.drive)
  }

  private layout(): HTMLElement {
    const form = h(
      'form',
      { class: 'drive-line' },
      h('label', { for: 'drive-expression' }, 'Drive'),
      this.drive,
      this.startButton,
    )
    form.addEventListener('submit', event => {
      event.preventDefault()
      void this.start()
    })
    this.drive.addEventListener('input', () => this.edited())
    const button = (label: string, title: string, act: () => void) =>
      h('button', { type: 'button', title, onclick: act }, label)
    const header = h(
      'header',
      {},
      h('h1', {}, 'Coroscope'),
      this.menu,
      button('Open', 'Open a .coro or .py file, or a trace (.jsonl)', () => this.file.click()),
      button('Save', 'Save the program as a file', () => this.save()),
      button('Share', 'Copy a link that holds the program', () => void this.share()),
      this.notice,
      themeButton(() => this.board.timeline.restyle()),
      this.file,
    )
    const left = h('div', { class: 'left' }, form, this.editor.element, this.output.element)
    const right = h('div', { class: 'right' }, this.board.element)
    return h('main', { class: 'page board-page' }, header, left, right)
  }

  private openSample(index: number): void {
    const sample = samples[index]
    if (!sample) return
    this.menu.value = String(index)
    if (location.hash !== '') window.history.replaceState(undefined, '', location.pathname + location.search)
    this.load(sample.name, sample.source, driveOf(sample.source))
  }

  private load(name: string, source: string, drive: string, session?: string): void {
    this.name = name
    this.drive.value = drive
    this.editor.load(source, this.server.extension(name))
    this.machine = undefined
    this.remember()
    this.moved()
    void this.start(session)
  }

  private async openLink(): Promise<boolean> {
    try {
      const shared = await fromFragment(location.hash)
      if (!shared) return false
      this.menu.value = '-1'
      this.load(shared.name, shared.source, shared.drive, shared.session)
      return true
    } catch (error) {
      this.say(messageOf(error))
      return false
    }
  }

  private async openFile(): Promise<void> {
    const file = this.file.files?.[0]
    this.file.value = ''
    if (!file) return
    const text = await file.text()
    if (text.includes('\0')) return this.say(`${file.name} is not a text file.`)
    if (/\.(?:jsonl|ndjson)$/i.test(file.name)) return this.openTrace(file.name, text)
    this.menu.value = '-1'
    this.load(file.name, text, driveOf(text))
  }

  /** A trace is shown instead of the run; while something is compared, beside it. */
  private openTrace(name: string, text: string): void {
    const role = this.board.isComparing ? 'compare' : 'open'
    this.board.openTrace(name, text, role).catch(error => this.say(messageOf(error)))
  }

  /** The program that ran has made place for a recording. */
  private endSession(): void {
    this.starts++
    this.session?.end()
    this.session = undefined
    this.output.clear()
    this.update()
  }

  private save(): void {
    download(this.name, this.editor.text)
  }

  /** A page that is loaded again in this tab has the program that was in it. */
  private remember(): void {
    try {
      const kept = { name: this.name, source: this.editor.text, drive: this.drive.value }
      sessionStorage.setItem(memory, JSON.stringify(kept))
    } catch {
      // Storage may be refused to a page; then nothing is remembered.
    }
  }

  /** The state machine of the function under the cursor; where there is none, of what is driven. */
  private async askMachine(): Promise<void> {
    clearTimeout(this.machineTimer)
    const turn = ++this.machineAsked
    const source = this.editor.text
    const positions = [this.editor.position, positionOf(source, this.drive.value)].filter(each => each !== undefined)
    for (const position of positions) {
      const answer = await this.server.stateMachine(this.name, position).catch(() => undefined)
      if (turn !== this.machineAsked) return
      if (!answer) continue
      this.machine = machineFrom(answer, this.name, source)
      return this.board.updateMachine()
    }
    this.machine = undefined
    this.machineView.say('Put the cursor into an async function or a generator function.')
    this.board.updateMachine()
  }

  /** The cursor has moved or the text has changed. */
  private moved(): void {
    if (this.machineView.element.hidden) return
    clearTimeout(this.machineTimer)
    this.machineTimer = setTimeout(() => void this.askMachine(), 200)
  }

  private async share(): Promise<void> {
    const session = await this.kept()
    const shared = { name: this.name, source: this.editor.text, drive: this.drive.value }
    const fragment = await toFragment(session === undefined ? shared : { ...shared, session })
    window.history.replaceState(undefined, '', fragment)
    const isCopied = await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    )
    const what = session === undefined ? 'the program is in it' : 'the program and what you did are in it'
    this.say(isCopied ? `Link copied: ${what}.` : `The link is in the address bar: ${what}.`)
  }

  /** The session as it can be opened again; undefined when nothing has been done, or the text is another one by now. */
  private async kept(): Promise<string | undefined> {
    const { session, run } = this
    if (!session || this.isStale || run.phase !== 'stopped' || run.isRecorded) return undefined
    if (!run.lanes.events.some(event => event.kind === 'resume')) return undefined
    const kept = await session
      .request<{ content: string }>('coroscope/export', { format: 'session' })
      .catch(() => undefined)
    return kept?.content
  }

  /** Takes a step on a fork: another run that has come to the same place, shown under this one. */
  private async fork(offer: Offer, threadId: number): Promise<void> {
    const { session } = this
    if (!session) return
    const words = `${offer.action} ${offer.expression ?? ''}`.trim()
    let other: DebugSession | undefined
    let tell: (event: string) => void = () => undefined
    try {
      const { content } = await session.request<{ content: string }>('coroscope/export', { format: 'session' })
      const launch = { program: this.name, source: '', drive: undefined, breakpoints: [], session: content }
      const standing = new Promise<void>((resolve, reject) => {
        tell = event => {
          if (event === 'stopped') resolve()
          else if (event === 'terminated') reject(new Error('it ended before it came to this place.'))
        }
      })
      other = await DebugSession.launch(launch, event => tell(event))
      await standing
      const asked = offer.expression === undefined ? {} : { expression: offer.expression }
      await other.request('coroscope/drive', { threadId, action: offer.action, ...asked })
      const trace = await other.request<TraceAnswer>('coroscope/trace', {})
      this.board.compareWith(`fork: ${words}`, trace.events)
    } catch (error) {
      this.say(`No fork was made: ${messageOf(error)}`)
    } finally {
      other?.end()
    }
  }

  /** Stays until the person has had time to read it and does something. */
  private say(text: string): void {
    this.notice.textContent = text
    this.saidAt = performance.now()
  }

  /** The text or the call has changed: a run that nobody has driven yet starts anew, another one is marked as of before. */
  private edited(): void {
    clearTimeout(this.restart)
    this.remember()
    const isFresh =
      this.run.phase === 'none' ||
      this.run.phase === 'starting' ||
      !this.run.lanes.events.some(each => each.kind === 'resume')
    if (isFresh) {
      this.restart = setTimeout(() => void this.start(), 600)
      return
    }
    this.isStale = true
    this.update()
  }

  /** Starts the program; `kept`: a session to open again. */
  private async start(kept?: string): Promise<void> {
    clearTimeout(this.restart)
    const turn = ++this.starts
    this.session?.end()
    this.session = undefined
    this.isStale = false
    this.output.clear()
    const drive = this.drive.value.trim()
    this.run.use(undefined)
    this.run.phase = 'starting'
    // Events come before the start is over; they belong to this run only as long as no other has begun.
    const early: [string, unknown][] = []
    let isUsed = false
    const onEvent = (event: string, body: unknown) => {
      if (turn !== this.starts) return
      if (event === 'output') this.printed(body)
      else if (isUsed) this.run.onEvent(event, body)
      else early.push([event, body])
    }
    try {
      const launch = {
        program: this.name,
        source: this.editor.text,
        drive: drive === '' ? undefined : drive,
        breakpoints: this.editor.breakpoints,
        session: kept,
      }
      const session = await DebugSession.launch(launch, onEvent)
      if (turn !== this.starts) return session.end()
      this.session = session
      this.run.use(session, drive !== '')
      isUsed = true
      for (const [event, body] of early) this.run.onEvent(event, body)
    } catch (error) {
      if (turn !== this.starts) return
      // What was done cannot be done again: the program is there all the same.
      if (kept !== undefined) {
        this.say(`The steps in it were left out: ${messageOf(error)}`)
        return void this.start()
      }
      this.run.use(undefined)
      this.output.note(messageOf(error))
      this.update()
    }
  }

  /** The program's own output is in the trace; what else the debugger says is kept. */
  private printed(body: unknown): void {
    const { category, output } = body as { category?: string; output: string }
    if (category === 'stdout' || category === 'telemetry') return
    if (category === 'stderr') this.output.error(output)
    else this.output.note(output)
    this.update()
  }

  private update(): void {
    if (!this.isInteractive && this.run.phase === 'stopped' && this.run.offers.some(each => each.outcome)) {
      this.isInteractive = true
      performance.mark('coroscope: interactive')
    }
    this.output.update(this.run)
    const canStart = this.isStale || this.run.phase === 'none' || this.run.phase === 'over'
    this.startButton.classList.toggle('lit', canStart)
    this.startButton.textContent =
      this.run.phase === 'none' ? 'Start ▸' : this.isStale ? 'Edited: start again ▸' : 'Start again'
    this.editor.mark(this.isStale ? [] : this.marks())
  }

  /** The lines where coroutines are suspended, and where the selected one stands. */
  private marks(): Mark[] {
    return this.run.coroutines
      .filter(info => info.line !== undefined && info.file === this.name && info.state !== 'CORO_CREATED')
      .filter(info => info.state === 'CORO_SUSPENDED' || info.id === this.run.selectedId)
      .map(info => ({
        line: info.line!,
        name: info.name,
        isSelected: info.id === this.run.selectedId,
        hue: hueClass(info.id),
      }))
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Where the program of this tab is kept. */
const memory = 'coroscope.program'

/** The program that was in this tab; undefined when there was none, or none that can be read. */
function remembered(): Shared | undefined {
  try {
    const { name, source, drive } = JSON.parse(sessionStorage.getItem(memory) ?? '{}') as Record<string, unknown>
    if (typeof name !== 'string' || typeof source !== 'string' || typeof drive !== 'string') return undefined
    return { name, source, drive }
  } catch {
    return undefined
  }
}

/** Hands a text to the person as a file. */
function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  h('a', { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

/** Where the function that a call names is defined. */
function positionOf(source: string, call: string): { line: number; character: number } | undefined {
  const name = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*\(/u.exec(call)?.[1]
  if (name === undefined) return undefined
  for (const [line, text] of source.split(/\r\n|\r|\n/).entries()) {
    const found = new RegExp(`^\\s*(?:async\\s+)?def\\s+(${name})\\b`, 'u').exec(text)
    if (found) return { line, character: found[0].length - 1 }
  }
  return undefined
}

void new Page().open()
