/** Every rule with its id, in the order of the documentation. The ids are for ever: settings and comments bear them. */

import type { RuleInfo } from './rule.ts'

const rule = (id: string, level: RuleInfo['level'], title: string, ...alike: string[]): RuleInfo => ({
  id,
  level,
  title,
  ...(alike.length > 0 ? { alike } : {}),
})

export const rules: readonly RuleInfo[] = [
  // Made and lost
  rule(
    'never-awaited',
    'warning',
    'a coroutine that nobody ever awaits',
    'ASYNC105',
    'reportUnusedCoroutine',
    'unused-coroutine',
  ),
  rule('never-iterated', 'warning', 'a generator that nobody iterates over'),
  rule('task-not-kept', 'warning', 'a task that nothing holds', 'RUF006', 'ASYNC300'),
  rule('awaited-twice', 'error', 'a coroutine that is awaited again'),
  rule('iterated-twice', 'warning', 'a generator that is iterated over again after its end'),
  // Put where a result is meant
  rule(
    'always-true',
    'warning',
    'a coroutine or generator used as a condition',
    'reportUnnecessaryComparison',
    'truthy-bool',
  ),
  rule('coroutine-argument', 'warning', 'a coroutine given to a function that only looks at it'),
  rule('coroutine-operand', 'error', 'an operation on a coroutine instead of on its result'),
  // The wrong protocol
  rule('not-awaitable', 'error', 'await of what cannot be awaited'),
  rule('not-iterable', 'error', 'the wrong one of for and async for', 'E1133'),
  rule('not-a-context', 'error', 'the wrong one of with and async with', 'E1129', 'E1701'),
  rule('special-method', 'warning', 'a special method of the wrong colour'),
  // asyncio
  rule('not-a-coroutine', 'error', 'something else handed over where asyncio takes a coroutine'),
  rule('gather-collection', 'error', 'gather() given a collection instead of its elements'),
  rule('wait-coroutines', 'error', 'wait() given coroutines instead of tasks'),
  rule('run-in-loop', 'error', 'asyncio.run() where a loop runs already'),
  rule('loop-at-import', 'warning', 'an event loop asked for where none can run'),
  rule(
    'blocking-call',
    'warning',
    'a call that stops the event loop',
    'ASYNC210',
    'ASYNC220',
    'ASYNC230',
    'ASYNC250',
    'ASYNC251',
  ),
  // Suspension
  rule('loop-without-suspension', 'warning', 'a loop in a coroutine that never lets go', 'ASYNC913'),
  rule('never-suspends', 'hint', 'a chain of awaits that can never suspend', 'ASYNC910'),
  rule('async-without-await', 'hint', 'an async function that awaits nothing', 'ASYNC124', 'RUF029'),
  rule('busy-wait', 'information', 'a loop that sleeps until something is true', 'ASYNC110'),
  rule('timeout-without-await', 'warning', 'a timeout around nothing that can suspend', 'ASYNC100'),
  rule('unreachable', 'hint', 'code that no path leads to'),
  // Cancellation and closing
  rule(
    'cancelled-swallowed',
    'warning',
    'cancellation that is not passed on',
    'ASYNC103',
    'ASYNC104',
    'E722',
    'BLE001',
  ),
  rule('jump-in-finally', 'warning', 'a jump out of a finally, which swallows exceptions', 'B012', 'PLE0116'),
  rule('close-ignored', 'warning', 'a close() that will be ignored'),
  rule('await-in-generator-finally', 'warning', 'cleanup of an async generator that nobody waits for', 'ASYNC102'),
  rule('yield-in-async-with', 'warning', 'a yield inside async with in an async generator', 'ASYNC119'),
  rule('yield-in-scope', 'error', 'a yield inside a task group or timeout', 'ASYNC101'),
  rule('contextmanager-yields', 'warning', 'a context manager that does not yield exactly once'),
  rule('stop-iteration', 'error', 'StopIteration raised in a generator or coroutine', 'PLR1708'),
  // Locks and groups
  rule('lock-not-released', 'warning', 'a lock that stays locked'),
  rule('task-outlives-context', 'warning', 'a task given what is closed before it ends', 'ASYNC111'),
  rule('jump-out-of-group', 'hint', 'a return, break or continue inside a task group', 'ASYNC121'),
  rule('group-member-raised', 'information', 'one exception of a group raised alone', 'ASYNC123'),
  rule('group-without-derive', 'warning', 'an exception group class without derive()', 'ASYNC126'),
  rule('except-star-attribute', 'warning', 'an attribute that a group does not have', 'ASYNC400'),
  // Stricter schools
  rule('needless-task-group', 'off', 'a task group for one task', 'ASYNC112'),
  rule('timeout-parameter', 'off', 'an async function with a timeout parameter', 'ASYNC109'),
  rule('await-in-finally', 'off', 'an await in cleanup that a second cancellation can end', 'ASYNC102'),
  rule('await-in-except', 'off', 'an await while an exception is handled', 'ASYNC120'),
  rule('unsafe-async-generator', 'off', 'an async generator that nobody is sure to close', 'ASYNC900'),
  rule('no-guaranteed-checkpoint', 'off', 'a coroutine that may end without having awaited', 'ASYNC910'),
  // Names
  rule('undefined-name', 'warning', 'a name that nobody binds', 'F821'),
  rule('unresolved-import', 'warning', 'a module or name that cannot be imported'),
  rule('unresolved-attribute', 'warning', 'a name that a module does not have'),
  // Comments
  rule('unused-ignore', 'hint', 'a comment that silences nothing'),
]

export const ruleIds: ReadonlySet<string> = new Set(rules.map(item => item.id))

/** Rules that say nothing about coroutines: left to others in files that others look after. */
export const generalRules: ReadonlySet<string> = new Set([
  'undefined-name',
  'unresolved-import',
  'unresolved-attribute',
  'unreachable',
])
