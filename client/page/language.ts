// The language server beside the editor: a web worker, and CodeMirror's client for it.

import { LSPClient, languageServerExtensions, type Transport } from '@codemirror/lsp-client'
import type { Extension } from '@codemirror/state'
import type { MachineAnswer } from '../views/machine.ts'

export class LanguageServer {
  private readonly client: LSPClient

  constructor() {
    this.client = new LSPClient({
      rootUri: 'file:///',
      timeout: 10_000,
      extensions: languageServerExtensions(),
      sanitizeHTML: withoutMarkup,
    })
    this.client.connect(workerTransport(new Worker(new URL('server.js', import.meta.url))))
  }

  /** The state machine of the function at a place. */
  async stateMachine(name: string, position: { line: number; character: number }): Promise<MachineAnswer | undefined> {
    const textDocument = { uri: addressOf(name) }
    this.client.sync()
    const answer = await this.client.request<object, MachineAnswer | null>('coroscope/stateMachine', {
      textDocument,
      position,
    })
    return answer ?? undefined
  }

  /** What an editor of this file needs to talk to the server. */
  extension(name: string): Extension {
    return this.client.plugin(addressOf(name), 'coro')
  }
}

const addressOf = (name: string): string => `file:///${encodeURIComponent(name)}`

function workerTransport(worker: Worker): Transport {
  const handlers = new Set<(value: string) => void>()
  worker.onmessage = message => {
    const text = JSON.stringify(message.data)
    for (const handler of handlers) handler(text)
  }
  return {
    send: text => {
      const message = JSON.parse(text)
      // CodeMirror says it asks for diagnostics, but it only listens: a server that believes it would send none.
      if (message.method === 'initialize') delete message.params.capabilities?.textDocument?.diagnostic
      worker.postMessage(message)
    },
    subscribe: handler => handlers.add(handler),
    unsubscribe: handler => handlers.delete(handler),
  }
}

const kept = new Set(['P', 'PRE', 'CODE', 'EM', 'STRONG', 'UL', 'OL', 'LI', 'HR', 'BR', 'SPAN', 'H1', 'H2', 'H3', 'H4'])

/** Documentation keeps its paragraphs and code; anything that could act or load is left out. */
function withoutMarkup(html: string): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  for (const element of [...parsed.body.querySelectorAll('*')]) {
    if (!kept.has(element.tagName)) element.replaceWith(...element.childNodes)
    else for (const { name } of [...element.attributes]) if (name !== 'class') element.removeAttribute(name)
  }
  return parsed.body.innerHTML
}
