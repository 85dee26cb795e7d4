// The Debug Adapter in a web worker: each message of the protocol is one `postMessage`. There are no files: the text of the program
// comes with `launch`.

import { CoroAdapter } from '../dap/index.ts'
import { workerHost } from './worker-host.ts'

const adapter = new CoroAdapter(workerHost())
adapter.onDidSendMessage(message => self.postMessage(message))
adapter.onDisconnect = () => self.close()
self.onmessage = (event: MessageEvent) => adapter.receive(event.data)
