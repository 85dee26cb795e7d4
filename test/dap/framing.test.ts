import assert from 'node:assert/strict'
import { FrameReader, frame } from '../../debugger/main/framing.ts'

function read(chunks: (string | Buffer)[]): { messages: unknown[]; problems: number } {
  const messages: unknown[] = []
  let problems = 0
  const reader = new FrameReader({
    message: message => messages.push(message),
    garbled: () => problems++,
  })
  for (const chunk of chunks) reader.push(Buffer.from(chunk))
  return { messages, problems }
}

describe('framing of protocol messages', () => {
  it('reads what it writes, whatever the pieces', () => {
    const bytes = Buffer.concat([frame({ a: 'ü€😀' }), frame({ b: 2 })])
    for (let size = 1; size < bytes.length; size += 7) {
      const chunks: Buffer[] = []
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
      assert.deepEqual(read(chunks), { messages: [{ a: 'ü€😀' }, { b: 2 }], problems: 0 })
    }
  })
  it('takes other headers and any case', () => {
    const body = '{"x":1}'
    const text = `Content-Type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    assert.deepEqual(read([text]).messages, [{ x: 1 }])
  })
  it('goes on after a body that is not JSON', () => {
    assert.deepEqual(read(['Content-Length: 3\r\n\r\n{x}', frame({ ok: true })]), {
      messages: [{ ok: true }],
      problems: 1,
    })
  })
  it('goes on after a header without a length, a wrong one, and a huge one', () => {
    for (const header of ['Nonsense: 1', 'Content-Length: many', 'Content-Length: -5', 'Content-Length: 99999999999']) {
      const { messages, problems } = read([`${header}\r\n\r\n`, frame({ ok: 1 })])
      assert.deepEqual(messages, [{ ok: 1 }], header)
      assert.equal(problems, 1, header)
    }
  })
  it('goes on after a length that is too small, and one that is too large', () => {
    const body = '{"lost":"here"}'
    for (const length of [0, 4, body.length - 1, body.length + 1, body.length + 30]) {
      const { messages, problems } = read([
        `Content-Length: ${length}\r\n\r\n${body}`,
        frame({ ok: 1 }),
        frame({ ok: 2 }),
      ])
      assert.deepEqual(messages, [{ ok: 1 }, { ok: 2 }], String(length))
      assert.equal(problems, 1, String(length))
    }
  })
  it('does not keep endless rubbish', () => {
    const { messages, problems } = read([Buffer.alloc(20000, 'x'), frame({ ok: 1 })])
    assert.equal(messages.length, 1)
    assert.ok(problems >= 1)
  })
})
