// A recorded drive as a test that CPython runs: each send, throw and close with what came of it, by type and repr, and what was printed.
// Plain asserts and the standard library only. Knows what was recorded; not how.

import type { SessionHost } from '../contract.ts'
import { SessionError } from '../contract.ts'
import { nameOf } from '../source.ts'
import type { Deed } from '../witness.ts'
import { driver, loader } from './pytest-parts.ts'
import { type Rerun, relativePath, rerun } from './rerun.ts'
import type { Kept } from './session-file.ts'

/** `path`: where the test is going to lie, if that is known. */
export function drivePytest(host: SessionHost, kept: Kept, path: string | undefined): string {
  const { drive } = kept.launch
  if (drive === undefined) throw new SessionError('Only a session in drive mode has a drive that can be tested.')
  if (kept.launch.clock === 'real')
    throw new SessionError('This session read the real clock: no test can do that again. Use the virtual clock.')
  const told = rerun(host, kept)
  const kind = told.deeds[0]?.made
  if (kind === undefined) throw new SessionError(`'${drive}' made nothing that was driven: there is nothing to test.`)
  const file = nameOf(kept.program.path)
  const subject = /^[\s(]*([A-Za-z_]\w*)/.exec(drive)?.[1] ?? 'drive'
  const lines = [
    `"""${docstring(`${drive} of ${file}, driven by hand and recorded by Coroscope`)}.`,
    '',
    `Run it with  python -m pytest ${testName(kept)}  or  python ${testName(kept)}  (Python 3.13).`,
    'Every step says what came of it: what was yielded, returned or raised (type and repr), and what was printed.',
    '"""',
    '',
    ...loader(kept, programPlaces(kept, path), told.outset.imports, told.input),
    '',
    '',
    ...driver,
    '',
    '',
    `def test_${subject}():`,
    ...steps(told, drive).map(line => (line === '' ? '' : `    ${line}`)),
    '',
    '',
    'if __name__ == "__main__":',
    `    test_${subject}()`,
    '    print("passed")',
  ]
  return `${lines.join('\n')}\n`
}

/** `test_retry.py` */
export function testName(kept: Pick<Kept, 'program'>): string {
  return `test_${nameOf(kept.program.path)
    .replace(/\.\w+$/, '')
    .replace(/\W/g, '_')}.py`
}

/** Where the test looks for the program, in this order: from where it lies itself, then where it lay when it was recorded. */
export function programPlaces(kept: Pick<Kept, 'program'>, path: string | undefined): string[] {
  const { path: program } = kept.program
  const near = path === undefined ? nameOf(program) : relativePath(path, program)
  return [...new Set([near, nameOf(program), program])]
}

function steps(told: Rerun, drive: string): string[] {
  const lines: string[] = []
  let isDriving = false
  for (const deed of told.deeds) {
    const [what, ...rest] = JSON.parse(deed.choice.key) as [string, ...unknown[]]
    if (what === 'begin') {
      const load = isDriving ? 'drive.again' : 'drive = Drive'
      lines.push(`${load}(${literal(String(rest[0] ?? drive))})`)
      const before = isDriving ? '' : told.outset.printed
      const printed = before === undefined || deed.printed === undefined ? '' : before + deed.printed
      if (printed !== '') lines.push(`assert drive.printed == shown(${literal(printed)}), drive.printed`)
      isDriving = true
    } else if (what === 'drive') lines.push(...driven(deed, rest))
    else if (what === 'execute') lines.push(...executed(deed, rest))
    else
      throw new SessionError(
        what === 'jump'
          ? 'The program was made to jump to another line: a test cannot do that.'
          : 'A task of the loop was acted on from outside: a test cannot do that.',
      )
  }
  const last = told.deeds.findLast(deed => deed.target === 'driven')?.outcome?.outcome
  if (last === undefined || last === 'yielded') lines.push('drive.leave()')
  return lines
}

function driven(deed: Deed, [, action, expression]: unknown[]): string[] {
  if (deed.outcome === undefined) return [`# ${String(action)} was still going on when this was recorded.`]
  const receiver = receiverOf(deed)
  const given = typeof expression === 'string' ? literal(expression) : ''
  const message = receiver === 'drive' ? ', drive.last' : ''
  return [`assert ${receiver}.${String(action)}(${given}) == ${outcome(deed)}${message}`]
}

function executed(deed: Deed, [text, seat]: unknown[]): string[] {
  const height = (seat as { readonly height?: number } | null)?.height
  if (height !== undefined && height !== 0)
    throw new SessionError('Something was executed inside a call that was going on: a test cannot do that.')
  if (height === undefined) return [`exec(${literal(String(text))}, drive.names)`]
  return [`${receiverOf(deed)}.execute(${literal(String(text))})`]
}

function receiverOf({ target }: Deed): string {
  if (target === undefined)
    throw new SessionError('A coroutine was driven that no variable of the program leads to: a test could not find it.')
  return target === 'driven' ? 'drive' : `drive.at(${literal(target)})`
}

/** `yielded("str", "'x?'", prints="…")` */
function outcome({ outcome: told, printed }: Deed): string {
  const { outcome: kind, type, value } = told!
  const parts = [literal(type), literal(value.replace(/\bat 0x[0-9a-f]+/g, 'at 0x...'))]
  if (printed !== undefined && printed !== '') parts.push(`prints=${literal(printed)}`)
  return `${kind}(${parts.join(', ')})`
}

/** A text as Python writes it: JSON's escapes are Python's. */
export function literal(text: string): string {
  const quoted = JSON.stringify(text)
  if (!text.includes('"') || text.includes("'")) return quoted
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`
}

/** Text inside triple quotes. */
export const docstring = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"')
