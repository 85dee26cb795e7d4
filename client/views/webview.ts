// The board in the editor's panel: requests go through the extension, which holds the debug session.

import { Board } from './board.ts'
import { Run } from './run.ts'
import { EditorLink, type FromEditor } from './webview-link.ts'

type ToView =
  | FromEditor
  | { readonly type: 'trace'; readonly name: string; readonly text: string; readonly role: 'open' | 'compare' }

const run = new Run()
const link = new EditorLink(run)
const board = new Board(run, {
  reveal: (file, line) => link.post({ type: 'reveal', file, line }),
  selected: threadId => link.post({ type: 'select', threadId }),
  fork: ({ action, expression }, threadId) => link.post({ type: 'fork', threadId, action, expression }),
})
document.body.append(board.element)

// A theme change replaces classes of the body.
new MutationObserver(() => board.timeline.restyle()).observe(document.body, { attributeFilter: ['class'] })

window.addEventListener('message', ({ data }: MessageEvent<ToView>) => {
  if (data.type !== 'trace') return link.receive(data, link)
  board.openTrace(data.name, data.text, data.role).catch((error: unknown) => {
    run.tell(error instanceof Error ? error.message : String(error), true)
  })
})
link.post({ type: 'ready' })
