// The lines that come in, from a terminal or from a script: most are commands, some are what the driven program asked for. Knows nothing of
// either.

import { createInterface, type Interface } from 'node:readline'
import { readHistory, writeHistory } from './drive-history.ts'

const prompt = '(drive) '

export interface LineEvents {
  complete(line: string): [string[], string]
  /** Ctrl-C: true when something was broken off. */
  interrupt(): boolean
}

/** Takes a line of input for the program, or its end; false: it is not wanted any more. */
type Given = (line: string | undefined) => boolean

export class Lines {
  /** Is somebody typing? Otherwise it is a script, and there are no prompts. */
  readonly isTerminal = process.stdin.isTTY === true
  /** How many have come. */
  count = 0
  private readonly reader: Interface
  private readonly waiting: { readonly text: string; readonly number: number }[] = []
  private isEnded = false
  private wanted: (() => void) | undefined
  private input: Given | undefined

  constructor(events: LineEvents) {
    this.reader = createInterface({
      input: process.stdin,
      ...(this.isTerminal
        ? {
            output: process.stdout,
            completer: (line: string) => events.complete(line),
            history: readHistory(),
            removeHistoryDuplicates: true,
          }
        : {}),
      prompt,
    })
    let number = 0
    this.reader.on('line', text => {
      number++
      this.waiting.push({ text, number })
      this.serve()
    })
    this.reader.on('close', () => {
      this.isEnded = true
      if (this.isTerminal) process.stdout.write('\n')
      this.serve()
    })
    if (!this.isTerminal) return
    this.reader.on('history', history => writeHistory(history))
    this.reader.on('SIGINT', () => {
      if (events.interrupt()) return
      process.stdout.write('\n(quit or Ctrl-D leaves)\n')
      this.reader.prompt()
    })
  }

  /** The next command; undefined: there are no more. */
  async next(): Promise<string | undefined> {
    if (this.isTerminal && !this.isEnded) {
      this.reader.setPrompt(prompt)
      this.reader.prompt()
    }
    while (this.waiting.length === 0 && !this.isEnded)
      await new Promise<void>(resolve => {
        this.wanted = resolve
      })
    const line = this.waiting.shift()
    if (line !== undefined) this.count = line.number
    return line?.text
  }

  /** The next line is for the program. `shown`: what it has written on the line where one types. */
  ask(shown: string, given: Given): void {
    this.input = given
    if (this.isTerminal) {
      this.reader.setPrompt(shown)
      this.reader.prompt(true)
    }
    // Not at once: whoever asked is still about it.
    setImmediate(() => this.serve())
  }

  close(): void {
    this.isEnded = true
    this.reader.removeAllListeners('close')
    this.reader.close()
  }

  private serve(): void {
    const { input } = this
    if (input !== undefined && (this.waiting.length > 0 || this.isEnded)) {
      this.input = undefined
      // One that is not wanted any more is a command after all.
      if (input(this.waiting[0]?.text)) {
        this.waiting.shift()
        return
      }
    }
    this.wanted?.()
    this.wanted = undefined
  }
}
