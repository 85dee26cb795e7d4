// The board in the editor's panel: requests go through the extension, which holds the debug session.

import { Board } from './board.ts'
import type { Debuggee } from './debuggee.ts'
import { Run } from './run.ts'

/** What the extension posts. */
type ToView =
  | { readonly type: 'session'; readonly name?: string; readonly isDriven: boolean; readonly isStopped: boolean }
  | { readonly type: 'selected'; readonly threadId: number }
  | { readonly type: 'event'; readonly event: string; readonly body: unknown }
  | { readonly type: 'answer'; readonly seq: number; readonly body?: unknown; readonly error?: string }

declare function acquireVsCodeApi(): { postMessage(message: object): void }

const editor = acquireVsCodeApi()
const waiting = new Map<number, { resolve(body: unknown): void; reject(error: Error): void }>()
let seq = 0

const debuggee: Debuggee = {
  request: <Answer>(command: string, args?: object) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.set(++seq, { resolve: body => resolve(body as Answer), reject })
      editor.postMessage({ type: 'request', seq, command, arguments: args })
    }),
}

const run = new Run()
const board = new Board(run, {
  reveal: (file, line) => editor.postMessage({ type: 'reveal', file, line }),
  selected: threadId => editor.postMessage({ type: 'select', threadId }),
})
document.body.append(board.element)

// A theme change replaces classes of the body.
new MutationObserver(() => board.timeline.restyle()).observe(document.body, { attributeFilter: ['class'] })

window.addEventListener('message', ({ data }: MessageEvent<ToView>) => {
  switch (data.type) {
    case 'session':
      // When a session ends its picture stays, to be looked at.
      if (data.name === undefined) run.onEvent('terminated', undefined)
      else run.use(debuggee, data.isDriven)
      if (data.name !== undefined && data.isStopped) run.onEvent('stopped', undefined)
      return
    case 'selected':
      run.selectThread(data.threadId)
      void run.refresh()
      return
    case 'event':
      run.onEvent(data.event, data.body)
      return
    case 'answer': {
      const asked = waiting.get(data.seq)
      waiting.delete(data.seq)
      if (data.error === undefined) asked?.resolve(data.body)
      else asked?.reject(new Error(data.error))
      return
    }
  }
})
editor.postMessage({ type: 'ready' })
