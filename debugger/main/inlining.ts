// How much the host's compiler may put together: an interpreter's loop is one function that reaches very many small ones, and V8's
// usual allowance is spent on whichever it meets first. Which these are differs from run to run, and with them the speed of calls.

import { setFlagsFromString } from 'node:v8'

/** Bytes of V8's own bytecode that may be inlined into one function: 920 without this. A process that is an adapter asks for it first. */
export function inlineMore(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=4000')
}
