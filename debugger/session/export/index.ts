// A trace in the forms that others read.

import type { TraceEvent } from '../../trace/index.ts'
import { traceChrome } from './chrome.ts'
import { traceHtml } from './html.ts'
import { traceMermaid } from './mermaid.ts'
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
