// Lines of standard input, read when a program asks for one.

import { readSync } from 'node:fs'

const block = 4096

export class Input {
  private data: Buffer = Buffer.alloc(0)
  private atEnd = false

  /** Did the line that was given last end in a line end? The last one of an input may not. */
  hadEnd = true

  /** The next line without its line end; undefined at the end. */
  line(): string | undefined {
    for (;;) {
      const end = this.data.indexOf(10)
      if (end >= 0 || this.atEnd) {
        if (end < 0 && this.data.length === 0) return undefined
        const text = this.data.toString('utf8', 0, end < 0 ? this.data.length : end)
        this.hadEnd = end >= 0
        this.data = end < 0 ? Buffer.alloc(0) : this.data.subarray(end + 1)
        return text
      }
      this.fill()
    }
  }

  private fill(): void {
    const chunk = Buffer.alloc(block)
    try {
      const count = readSync(0, chunk, 0, block, null)
      if (count === 0) this.atEnd = true
      else this.data = Buffer.concat([this.data, chunk.subarray(0, count)])
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EOF') this.atEnd = true
      else if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
      else throw error
    }
  }
}
