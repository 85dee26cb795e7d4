// Preloaded into an adapter that the benchmark measures: when asked, collects garbage and tells what is left.
process.on('message', () => {
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send({ heap: heapUsed + external, rss })
})
process.channel?.unref()
