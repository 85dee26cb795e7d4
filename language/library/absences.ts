/**
 * Which names of CPython's modules the engine's modules lack, and why: what the editor, the documentation and a running program
 * say of them. The rows of `refusals` give the words.
 */

import { type Refusal, refusals } from '../refusal.ts'

/** By module: names and the row of `refusals` (its code) that says why they are not there. */
const absences: Readonly<Record<string, readonly (readonly [names: string, code: string])[]>> = {
  asyncio: [
    ['AbstractChildWatcher FastChildWatcher MultiLoopChildWatcher PidfdChildWatcher SafeChildWatcher', 'processes'],
    ['ThreadedChildWatcher', 'processes'],
  ],
  base64: [['z85decode z85encode', 'library']],
  binascii: [['a2b_qp a2b_uu b2a_qp b2a_uu', 'library']],
  calendar: [['HTMLCalendar LocaleHTMLCalendar LocaleTextCalendar', 'library']],
  csv: [['Sniffer', 'library']],
  difflib: [['HtmlDiff', 'library']],
  gc: [['get_objects get_referents get_referrers', 'interpreter']],
  hashlib: [['blake2b blake2s shake_128 shake_256', 'library']],
  inspect: [['BlockFinder', 'library']],
  io: [
    ['BufferedRWPair BufferedRandom BufferedReader BufferedWriter FileIO TextIOWrapper', 'files'],
    ['IncrementalNewlineDecoder open_code text_encoding', 'files'],
  ],
  'logging.config': [['DEFAULT_LOGGING_CONFIG_PORT stopListening', 'network']],
  sys: [
    ['activate_stack_trampoline deactivate_stack_trampoline is_stack_trampoline_active monitoring', 'interpreter'],
    ['getdlopenflags setdlopenflags stdlib_module_names thread_info', 'interpreter'],
  ],
  time: [['CLOCK_TAI clock_settime clock_settime_ns pthread_getcpuclockid', 'files']],
  typing: [['ByteString no_type_check_decorator', 'library']],
  unicodedata: [['UCD bidirectional decomposition east_asian_width mirrored ucd_3_2_0', 'library']],
  zlib: [
    ['DEFLATED DEF_BUF_SIZE DEF_MEM_LEVEL MAX_WBITS ZLIB_RUNTIME_VERSION ZLIB_VERSION', 'library'],
    ['Z_BEST_COMPRESSION Z_BEST_SPEED Z_BLOCK Z_DEFAULT_COMPRESSION Z_DEFAULT_STRATEGY Z_FILTERED', 'library'],
    ['Z_FINISH Z_FIXED Z_FULL_FLUSH Z_HUFFMAN_ONLY Z_NO_COMPRESSION Z_NO_FLUSH Z_PARTIAL_FLUSH Z_RLE', 'library'],
    ['Z_SYNC_FLUSH Z_TREES compress compressobj decompress decompressobj error', 'library'],
  ],
}

/** The modules that lack names. */
export const modulesWithAbsences: readonly string[] = Object.keys(absences)

/** The names a module lacks, with the row that says why. */
export function absentNames(module: string): ReadonlyMap<string, Refusal> {
  const found = new Map<string, Refusal>()
  if (!Object.hasOwn(absences, module)) return found
  for (const [names, code] of absences[module]) {
    const row = refusals.find(one => one.code === code)
    if (row !== undefined) for (const name of names.split(' ')) found.set(name, row)
  }
  return found
}

/** What a program is told that asks a module for a name that CPython's has and the engine's has not. */
export function absentName(module: string, name: string): string | undefined {
  const row = absentNames(module).get(name)
  if (row === undefined) return undefined
  const instead = row.code === 'library' ? 'do without it, or write it beside the program' : row.instead
  return `'${module}.${name}' is not in Coro: ${row.reason}; ${instead}`
}
