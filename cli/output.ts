// Writing to standard output and error so that all of it arrives: synchronously, before the process may end. A reader who has gone
// (`| head`) is no error.

import { writeSync } from 'node:fs'

const limit = 1 << 16

/** Text for one file descriptor, written in blocks. */
export class Output {
  private readonly fd: number
  private parts: string[] = []
  private size = 0
  /** The reader has gone; what is written goes nowhere. */
  isClosed = false

  constructor(fd: number) {
    this.fd = fd
  }

  write(text: string): void {
    this.parts.push(text)
    this.size += text.length
    if (this.size >= limit) this.flush()
  }

  flush(): void {
    if (this.size === 0) return
    const data = Buffer.from(this.parts.join(''), 'utf8')
    this.parts = []
    this.size = 0
    for (let at = 0; at < data.length && !this.isClosed; ) {
      try {
        at += writeSync(this.fd, data, at)
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code
        if (code === 'EAGAIN') waitBriefly()
        else if (code === 'EPIPE' || code === 'ECONNRESET') this.isClosed = true
        else throw error
      }
    }
  }
}

/** The pipe is full and does not block: the reader gets a moment. */
function waitBriefly(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
}
