// How full the heap is: a program that uses up the memory gets a MemoryError before the process ends. Asked for seldom; the host's modules for
// it are not loaded before.

/** What a program may use, in bytes, unless Node itself grants less. */
const mostHeap = 2 ** 30

let collect: (() => void) | undefined

/** Has the program used up its memory, garbage not counted? */
export function isHeapFull(): boolean {
  const { getHeapStatistics, setFlagsFromString } = v8()
  const granted = getHeapStatistics().heap_size_limit
  const most = Math.min(mostHeap, 0.7 * granted)
  if (usedHeap() < most) return false
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void
  }
  collect()
  return usedHeap() >= most
}

function usedHeap(): number {
  const { used_heap_size, external_memory } = v8().getHeapStatistics()
  return used_heap_size + external_memory
}

const v8 = () => process.getBuiltinModule('node:v8')
