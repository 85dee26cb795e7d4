// Messages of the protocol in a stream of bytes: `Content-Length: n`, an empty line, n bytes of JSON. Bytes that are no message are
// skipped up to the next header, and said. Knows nothing of what a message means.

const separator = Buffer.from('\r\n\r\n')
const header = Buffer.from('Content-Length:')
/** No client sends more in one message; a larger length is a mistake. */
const longest = 256 * 1024 * 1024
/** What a header may be long before it is taken for something else. */
const longestHeader = 8192

export interface Receiver {
  message(message: unknown): void
  /** What came was no message; `problem` is a sentence. */
  garbled(problem: string): void
}

/** Cuts a stream into messages. */
export class FrameReader {
  private data: Buffer = Buffer.alloc(0)
  private readonly receiver: Receiver
  /** Bytes of the body that is being read, or -1 between messages. */
  private expected = -1
  /** The last that came was no message. */
  private isLost = false

  constructor(receiver: Receiver) {
    this.receiver = receiver
  }

  push(chunk: Buffer): void {
    this.data = this.data.length === 0 ? chunk : Buffer.concat([this.data, chunk])
    while (this.expected < 0 ? this.readHeader() : this.readBody()) {
      // Each turn takes one header or one body.
    }
  }

  private readHeader(): boolean {
    const end = this.data.indexOf(separator)
    if (end < 0) {
      if (this.data.length > longestHeader) {
        this.receiver.garbled('What came is no message of the Debug Adapter Protocol: no header was found.')
        const next = this.data.indexOf(header, 1)
        this.data = next < 0 ? Buffer.alloc(0) : this.data.subarray(next)
        return next >= 0
      }
      return false
    }
    const text = this.data.toString('latin1', 0, end)
    const length = /(?:^|\r\n)Content-Length:[ \t]*(\d+)[ \t]*(?:\r\n|$)/i.exec(text)
    if (length === null || Number(length[1]) > longest) {
      // Said once: what follows a message of a wrong length is part of the same mistake.
      if (!this.isLost) this.receiver.garbled('A message came without a Content-Length that makes sense.')
      this.isLost = true
      const next = this.data.indexOf(header, 1)
      this.data = next < 0 ? Buffer.alloc(0) : this.data.subarray(next)
      return this.data.length > 0
    }
    this.data = this.data.subarray(end + separator.length)
    this.expected = Number(length[1])
    return true
  }

  private readBody(): boolean {
    if (this.data.length < this.expected) return false
    const body = this.data.subarray(0, this.expected)
    this.data = this.data.subarray(this.expected)
    this.expected = -1
    let message: unknown
    try {
      message = JSON.parse(body.toString('utf8'))
    } catch {
      this.receiver.garbled('A message came that is not JSON.')
      this.isLost = true
      // Its length was too large when the next one begins in it.
      const bytes = Buffer.concat([body, this.data])
      const next = bytes.indexOf(header)
      if (next >= 0 && next < body.length) this.data = bytes.subarray(next)
      return true
    }
    this.isLost = false
    this.receiver.message(message)
    return true
  }
}

/** `message` as bytes to write. */
export function frame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8')
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, 'latin1'), body])
}
