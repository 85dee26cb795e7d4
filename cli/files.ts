// The files of this machine, as loading a program wants them.

import { nodeHost } from '../debugger/main/host.ts'
import type { Files } from '../debugger/session/program.ts'

export const files: Files = nodeHost
