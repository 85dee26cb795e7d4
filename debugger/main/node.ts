// The Debug Adapter as a Node program: `--stdio` or `--port N`.

import { inlineMore } from './inlining.ts'
import { serveArguments } from './serve.ts'

const serve = serveArguments(process.argv.slice(2))
if (serve === undefined) {
  process.stderr.write('usage: debug-adapter [--stdio | --port N]\n')
  process.exitCode = 2
} else {
  inlineMore()
  serve()
}
