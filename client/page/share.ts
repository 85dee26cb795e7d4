// A program in an address: name, text, drive expression and what has been done so far, packed after the `#`, which browsers do not send
// anywhere.

/** What a link holds. */
export interface Shared {
  readonly name: string
  readonly source: string
  readonly drive: string
  /** The session, where something has been done: opened again, it is at the same moment. */
  readonly session?: string
}

const prefix = '#1.'

/** The fragment for a program, with its `#`. */
export async function toFragment(shared: Shared): Promise<string> {
  const parts = [shared.name, shared.source, shared.drive]
  const bytes = new TextEncoder().encode(
    JSON.stringify(shared.session === undefined ? parts : [...parts, shared.session]),
  )
  const packed = await through(bytes, new CompressionStream('deflate-raw'))
  let text = ''
  for (const byte of packed) text += String.fromCharCode(byte)
  return prefix + btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The program in a fragment; undefined for none; throws an Error that says what is wrong with a bad one. */
export async function fromFragment(fragment: string): Promise<Shared | undefined> {
  if (fragment === '' || fragment === '#') return undefined
  const broken = new Error('This link is damaged: the program in it cannot be read.')
  if (!fragment.startsWith(prefix)) throw broken
  try {
    const text = atob(fragment.slice(prefix.length).replaceAll('-', '+').replaceAll('_', '/'))
    const packed = Uint8Array.from(text, letter => letter.charCodeAt(0))
    const bytes = await through(packed, new DecompressionStream('deflate-raw'))
    const [name, source, drive, session] = JSON.parse(new TextDecoder().decode(bytes)) as unknown[]
    if (typeof name !== 'string' || typeof source !== 'string' || typeof drive !== 'string') throw broken
    if (session !== undefined && typeof session !== 'string') throw broken
    return { name: name.slice(0, 80), source, drive, ...(session === undefined ? {} : { session }) }
  } catch {
    throw broken
  }
}

/** Most a link may unpack to: a small link must not fill the memory. */
const mostBytes = 2_000_000

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value)
    size += part.value.length
    if (size > mostBytes) throw new Error('too large')
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
