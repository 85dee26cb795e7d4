// Serves the page on this machine, for looking at it: any static host does the same. Prints the address.
//
//   node scripts/serve-page.mjs [--port N] [--root DIR]        N: 4173, or the next free one if that is taken
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
}

/** Serves a folder on 127.0.0.1; resolves to the address and a function that stops it. */
export async function servePage({ root = 'dist/page', port = 4173, tries = 20 } = {}) {
  const server = createServer(async (request, response) => {
    try {
      const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname))
      const file = join(root, path.endsWith('/') ? `${path}index.html` : path)
      const body = await readFile(file)
      const type = types[extname(file)] ?? 'application/octet-stream'
      response.writeHead(200, {
        'content-type': type,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      response.end(body)
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' })
      response.end('not found\n')
    }
  })
  for (let offset = 0; ; offset++) {
    const wanted = port === 0 ? 0 : port + offset
    const problem = await new Promise(resolve => {
      server.once('error', resolve)
      server.listen(wanted, '127.0.0.1', () => resolve(undefined))
    })
    if (!problem) break
    if (problem.code !== 'EADDRINUSE' || offset >= tries || port === 0) throw problem
  }
  const stop = () => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${server.address().port}/`, stop }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const option = name => {
    const at = process.argv.indexOf(name)
    return at < 0 ? undefined : process.argv[at + 1]
  }
  const root = option('--root') ?? 'dist/page'
  const port = option('--port') === undefined ? 4173 : Number(option('--port'))
  if (!existsSync(join(root, 'index.html'))) {
    console.error(`There is no page in ${root} yet. Build it: npm run build`)
    process.exit(1)
  }
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    console.error('--port must be a number from 0 to 65535.')
    process.exit(2)
  }
  const { url } = await servePage({ root, port })
  console.log(`Coroscope: ${url}   (Ctrl+C ends it)`)
}
