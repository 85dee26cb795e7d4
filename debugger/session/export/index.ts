// A session and its trace in the forms that others read.

import type { TraceEvent } from '../../trace/index.ts'
import type { LaunchOptions, SessionHost } from '../contract.ts'
import { SessionError } from '../contract.ts'
import { folderOf } from '../program.ts'
import type { Session } from '../session.ts'
import { decodeSource, nameOf } from '../source.ts'
import { traceChrome } from './chrome.ts'
import { traceHtml } from './html.ts'
import { traceMermaid } from './mermaid.ts'
import { drivePytest, testName } from './pytest.ts'
import { inputsOf, openKept, optionsOf } from './rerun.ts'
import { runPytest } from './run-pytest.ts'
import { type Kept, readSessionFile, sessionFileText } from './session-file.ts'
import { traceJsonLines, traceText } from './text.ts'

export const traceFormats = ['text', 'jsonl', 'mermaid', 'chrome', 'html'] as const
export type TraceFormat = (typeof traceFormats)[number]

/** `events` in `format`; `title` names the program. */
export function exportTrace(events: readonly TraceEvent[], format: TraceFormat, title: string): string {
  switch (format) {
    case 'text':
      return traceText(events)
    case 'jsonl':
      return traceJsonLines(events)
    case 'mermaid':
      return traceMermaid(events)
    case 'chrome':
      return traceChrome(events, title)
    case 'html':
      return traceHtml(events, title)
  }
}

/** Everything that a session can be written as. */
export const exportFormats = ['pytest', 'session', ...traceFormats] as const
export type ExportFormat = (typeof exportFormats)[number]

/** A file that somebody may write. */
export interface Exported {
  readonly format: ExportFormat
  /** A good name for it. */
  readonly fileName: string
  readonly mimeType: string
  readonly content: string
}

const forms: Record<ExportFormat, { readonly suffix: string; readonly mimeType: string }> = {
  pytest: { suffix: '.py', mimeType: 'text/x-python' },
  session: { suffix: '.session.json', mimeType: 'application/json' },
  text: { suffix: '.trace.txt', mimeType: 'text/plain' },
  jsonl: { suffix: '.trace.jsonl', mimeType: 'application/jsonl' },
  mermaid: { suffix: '.mmd', mimeType: 'text/vnd.mermaid' },
  chrome: { suffix: '.trace.json', mimeType: 'application/json' },
  html: { suffix: '.trace.html', mimeType: 'text/html' },
}

/** A session as it is now, in `format`. `path`: where the file is going to lie, if that is known. */
export function exportSession(
  session: Session,
  host: SessionHost,
  format: ExportFormat,
  path: string | undefined,
): Exported {
  const kept = session.keep()
  const { suffix, mimeType } = forms[format]
  const name = nameOf(kept.program.path)
  const fileName = format === 'pytest' ? testName(kept) : name.replace(/\.\w+$/, '') + suffix
  const content = (): string => {
    switch (format) {
      case 'session':
        return sessionFileText(kept)
      case 'pytest':
        return pytestOf(session, host, kept, path && host.resolve(path))
      default:
        return exportTrace(session.trace(0, Number.MAX_SAFE_INTEGER).events, format, name)
    }
  }
  return { format, fileName, mimeType, content: content() }
}

/** A drive as it was recorded; a program that nobody drove is run once more by itself. */
function pytestOf(session: Session, host: SessionHost, kept: Kept, path: string | undefined): string {
  if (kept.launch.drive !== undefined) return drivePytest(host, kept, path)
  const inputs = inputsOf(kept)
  if (kept.moment.choices > inputs.length)
    throw new SessionError(
      'You changed what this program does while it ran: a test cannot do that. Drive a coroutine of it instead (launch attribute drive).',
    )
  const { launch, source } = kept
  return runPytest(
    host,
    {
      program: session.program,
      name: launch.program,
      args: launch.args,
      source,
      input: () => inputs.shift() ?? undefined,
    },
    path,
  )
}

/** A program run by itself as a test for CPython, or its trace in another form. */
export { type PlainRun, runPytest } from './run-pytest.ts'

/** A session file in another form. */
export function convertSession(
  host: SessionHost,
  file: string,
  program: string | undefined,
  format: ExportFormat,
  path: string | undefined,
): Exported {
  let problem: string | undefined
  const nothing = (): void => {}
  const session = openKept(host, reopenOptions(host, file, program), {
    output: (category, text) => {
      if (category === 'important') problem ??= text.trimEnd()
    },
    stopped: nothing,
    continued: nothing,
    coroutine: nothing,
    breakpointChanged: nothing,
    sourceLoaded: nothing,
    changed: nothing,
    ended: nothing,
  })
  if (problem !== undefined) throw new SessionError(problem)
  const exported = exportSession(session, host, format, path)
  session.abandon()
  return exported
}

/** The options that open the session of a file again, or a SessionError that says why it cannot be. */
export function reopenOptions(
  host: SessionHost,
  file: string,
  program: string | undefined,
  text?: string,
): LaunchOptions {
  const kept = readSessionFile(text ?? sessionText(host, file), nameOf(file))
  if (program !== undefined || kept.source !== undefined) return optionsOf(kept, program)
  // The files may have been moved together.
  const beside = `${folderOf(host.resolve(file))}/${nameOf(kept.program.path)}`
  if (host.read(kept.program.path).kind !== 'file' && host.read(beside).kind === 'file') return optionsOf(kept, beside)
  // As it was named: the program may look at its arguments.
  const isSame = host.resolve(kept.launch.program) === kept.program.path
  return optionsOf(kept, isSame ? kept.launch.program : kept.program.path)
}

/** Text of a session file, or a `SessionError` that says why there is none. */
function sessionText(host: SessionHost, file: string): string {
  const contents = host.read(host.resolve(file))
  if (contents.kind !== 'file') {
    const why = { folder: 'it is a folder', missing: 'there is no such file', unreadable: '' }[contents.kind]
    throw new SessionError(
      `The session file '${file}' cannot be read: ${contents.kind === 'unreadable' ? contents.reason : why}.`,
    )
  }
  const decoded = decodeSource(contents.bytes, file)
  if (decoded.kind === 'error') throw new SessionError(`'${nameOf(file)}' is no session file: it is not text.`)
  return decoded.text
}
