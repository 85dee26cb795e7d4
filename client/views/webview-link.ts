// A webview's line to the extension, which holds the debug session: requests go out with a number, answers come back with it,
// events are handed to the run.

import type { Debuggee } from './debuggee.ts'
import type { Run } from './run.ts'

/** What the extension posts to any view. */
export type FromEditor =
  | { readonly type: 'session'; readonly name?: string; readonly isDriven: boolean; readonly isStopped: boolean }
  | { readonly type: 'selected'; readonly threadId: number }
  | { readonly type: 'event'; readonly event: string; readonly body: unknown }
  | { readonly type: 'answer'; readonly seq: number; readonly body?: unknown; readonly error?: string }

declare function acquireVsCodeApi(): { postMessage(message: object): void }

export class EditorLink implements Debuggee {
  private readonly run: Run
  private readonly editor = acquireVsCodeApi()
  private readonly waiting = new Map<number, { resolve(body: unknown): void; reject(error: Error): void }>()
  private seq = 0

  constructor(run: Run) {
    this.run = run
  }

  post(message: object): void {
    this.editor.postMessage(message)
  }

  request<Answer>(command: string, args?: object): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.waiting.set(++this.seq, { resolve: body => resolve(body as Answer), reject })
      this.post({ type: 'request', seq: this.seq, command, arguments: args })
    })
  }

  /** Takes a message of the extension. */
  receive(data: FromEditor, debuggee: Debuggee): void {
    const { run } = this
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
        const asked = this.waiting.get(data.seq)
        this.waiting.delete(data.seq)
        if (data.error === undefined) asked?.resolve(data.body)
        else asked?.reject(new Error(data.error))
        return
      }
    }
  }
}
