/** A stream that passes messages on in one piece each: whoever reads them is woken once, not for the header and again for the rest. */

import { Writable } from 'node:stream'

/** Takes header and content of each message by turns, as `vscode-jsonrpc` writes them. */
export class WholeMessages extends Writable {
  private readonly to: Writable
  private header: Buffer | undefined

  constructor(to: Writable) {
    super()
    this.to = to
    to.on('error', error => this.destroy(error))
    to.on('close', () => this.destroy())
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    if (this.header === undefined) {
      this.header = chunk
      done()
      return
    }
    const whole = Buffer.concat([this.header, chunk])
    this.header = undefined
    this.to.write(whole, done)
  }
}
