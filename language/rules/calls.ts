/** Calls of asyncio with what it does not take, calls that stop the event loop, and calls where no loop runs or one does. */

import type { Analysis } from '../analyze.ts'
import { awaitedType, iteratedType } from '../inference/protocol.ts'
import { isInstanceOf, membersOf, type Type, typeName } from '../inference/type.ts'
import type { Call, Expression, Node } from '../tree.ts'
import { asyncioName, at, importEdit, replace } from './fixes.ts'
import { type Context, type Fix, isAsync, type Looks, libraryName, source, typeOf } from './rule.ts'

// What is handed to asyncio

const takesOne: ReadonlySet<string> = new Set([
  'asyncio.create_task',
  'asyncio.ensure_future',
  'asyncio.run',
  'asyncio.shield',
  'asyncio.wait_for',
  'asyncio.run_coroutine_threadsafe',
  'asyncio.TaskGroup.create_task',
  'asyncio.AbstractEventLoop.create_task',
  'asyncio.AbstractEventLoop.run_until_complete',
  'asyncio.Runner.run',
])

/** Of these only a coroutine will do, not any awaitable. */
const wantsCoroutine: ReadonlySet<string> = new Set([
  'asyncio.create_task',
  'asyncio.run',
  'asyncio.run_coroutine_threadsafe',
  'asyncio.TaskGroup.create_task',
  'asyncio.AbstractEventLoop.create_task',
  'asyncio.Runner.run',
])

function checkAwaitableArgument(node: Expression, name: string, context: Context): void {
  const type = typeOf(context, node)
  const short = name.slice(name.lastIndexOf('.') + 1)
  if (type.kind === 'function' && type.fn.node.kind !== 'Lambda') {
    const { module } = context
    const kind = type.fn.module.kindOf(type.fn.node)
    const result = module.program.resultOf(type.fn, type.self)
    const isCoroutineFunction = kind === 'coroutine' && result.kind === 'coroutine'
    if (kind === 'coroutine' && !isCoroutineFunction) return
    const { args } = type.fn.node
    const required =
      [...args.posonlyargs, ...args.args].length - args.defaults.length - (type.self === undefined ? 0 : 1)
    context.report(
      'not-a-coroutine',
      node,
      `${short}() is given the function '${type.fn.node.name}', not a coroutine`,
      {
        hint: isCoroutineFunction ? 'Call it: that makes the coroutine.' : 'It is not a coroutine function.',
        fixes: isCoroutineFunction && required <= 0 ? [replace('Call it', at(node.end), '()')] : [],
      },
    )
    return
  }
  const program = context.module.program
  if (awaitedType(program, type).can === 'no') {
    // What asyncio takes for a future need not be one that can be awaited.
    const looksLikeFuture = membersOf(type).some(
      item =>
        item.kind === 'object' &&
        item.cls.kind === 'user' &&
        program.findMember(item.cls, '_asyncio_future_blocking').found !== 'no',
    )
    if (looksLikeFuture) return
    context.report('not-a-coroutine', node, `a coroutine was expected, got ${described(type)}`, {
      hint:
        type.kind === 'async generator' || type.kind === 'generator'
          ? 'Iterate over it in a coroutine, and hand that over.'
          : `${short}() takes a coroutine.`,
    })
  } else if (wantsCoroutine.has(name) && isFuture(type)) {
    if (short === 'run' || short === 'create_task' || short === 'run_coroutine_threadsafe') {
      context.report('not-a-coroutine', node, `a coroutine was expected, got a ${typeName(type)}`, {
        hint:
          short === 'create_task'
            ? 'A task or future runs already: await it.'
            : "Wrap it in a coroutine: 'async def main(): await …'.",
      })
    }
  }
}

function isFuture(type: Type): boolean {
  return isInstanceOf(type, 'asyncio', 'Future', 'Task')
}

function described(type: Type): string {
  const name = type.kind === 'union' ? typeName(type.members[0]) : typeName(type)
  return name === 'NoneType' ? 'None' : `a value of type '${name}'`
}

function checkGather(node: Call, context: Context): void {
  const { program } = context.module
  const only = node.args.length === 1 ? node.args[0] : undefined
  for (const arg of node.args) {
    if (arg.kind === 'Starred') continue
    const type = typeOf(context, arg)
    const isList = isInstanceOf(type, 'builtins', 'list', 'tuple', 'set', 'dict')
    const isGenerator = type.kind === 'generator' && !type.awaitable
    if ((isList || isGenerator) && iteratedType(program, type, false).can === 'yes') {
      const message =
        isList && !isInstanceOf(type, 'builtins', 'tuple')
          ? `unhashable type: '${typeName(type)}'`
          : 'An asyncio.Future, a coroutine or an awaitable is required'
      context.report('gather-collection', arg, message, {
        hint: "gather() takes awaitables one by one: put a '*' before the collection.",
        fixes: only === arg || node.args.length > 1 ? [starFix(node, arg, context)] : [],
      })
    } else if (type.kind === 'function' || awaitedType(program, type).can === 'no')
      checkAwaitableArgument(arg, 'asyncio.gather', context)
  }
}

/** A generator expression that is the only argument needs its own parentheses behind a star. */
function starFix(node: Call, arg: Expression, context: Context): Fix {
  const isBare =
    arg.kind === 'GeneratorExp' && arg.start === node.func.end && source(context, node).endsWith(source(context, arg))
  if (!isBare) return replace("Put a '*' before it", at(arg.start), '*')
  return {
    title: "Put a '*' before it",
    edits: [
      { span: at(arg.start), newText: '(*' },
      { span: at(arg.end), newText: ')' },
    ],
    isPreferred: true,
  }
}

function checkWait(node: Call, context: Context): void {
  const [arg] = node.args
  if (arg === undefined) return
  const type = typeOf(context, arg)
  if (type.kind === 'coroutine' || isFuture(type)) {
    context.report(
      'wait-coroutines',
      arg,
      `expect a list of futures, not ${type.kind === 'coroutine' ? 'coroutine' : typeName(type)}`,
      {
        hint: 'Put it in a list or set; of coroutines make tasks first.',
      },
    )
    return
  }
  const elements = type.kind === 'object' && isInstanceOf(type, 'builtins', 'list', 'set', 'tuple') ? type.args : []
  if (elements.length > 0 && elements.some(item => item.kind === 'coroutine')) {
    const fixes: Fix[] = []
    const name = asyncioName(context)
    const display =
      arg.kind === 'List' || arg.kind === 'Set'
        ? arg.elts
        : arg.kind === 'ListComp' || arg.kind === 'SetComp'
          ? [arg.elt]
          : []
    if (name !== undefined && display.length > 0 && display.every(item => typeOf(context, item).kind === 'coroutine')) {
      const edits = display.flatMap(item => [
        { span: at(item.start), newText: `${name}.create_task(` },
        { span: at(item.end), newText: ')' },
      ])
      fixes.push({ title: 'Make tasks of them', edits, isPreferred: true })
    }
    context.report('wait-coroutines', arg, 'Passing coroutines is forbidden, use tasks explicitly.', { fixes })
  }
}

// Calls that stop the loop

/** What blocks, and what to use instead. */
const blocking: Readonly<Record<string, string>> = {
  'time.sleep': 'await asyncio.sleep(…)',
  'builtins.input': 'await asyncio.to_thread(input, …)',
  'builtins.open': 'await asyncio.to_thread(open, …)',
  'io.open': 'await asyncio.to_thread(open, …)',
}

/** Modules the recorded library has no names of: by how they are imported and called. */
const blockingModules: Readonly<Record<string, { readonly names: RegExp; readonly instead: string }>> = {
  requests: {
    names: /^(?:get|post|put|patch|delete|head|options|request)$/,
    instead: 'an asynchronous client, or asyncio.to_thread(…)',
  },
  httpx: { names: /^(?:get|post|put|patch|delete|head|options|request|stream)$/, instead: 'httpx.AsyncClient' },
  'urllib.request': { names: /^(?:urlopen|urlretrieve)$/, instead: 'an asynchronous client, or asyncio.to_thread(…)' },
  subprocess: {
    names: /^(?:run|call|check_call|check_output|getoutput|getstatusoutput|Popen)$/,
    instead: 'asyncio.create_subprocess_exec(…)',
  },
  os: {
    names: /^(?:system|popen|wait|waitpid|wait3|wait4|waitid|posix_spawn|spawn\w+)$/,
    instead: 'asyncio.create_subprocess_shell(…)',
  },
  'os.path': { names: /^(?:exists|isfile|isdir|getsize|getmtime|realpath)$/, instead: 'asyncio.to_thread(…)' },
  socket: {
    names: /^(?:create_connection|getaddrinfo|gethostbyname)$/,
    instead: 'asyncio.open_connection(…) or the methods of the loop',
  },
  select: { names: /^select$/, instead: 'the event loop itself' },
}

function checkBlocking(node: Call, callee: Type, name: string | undefined, context: Context): void {
  const instead = name === undefined ? undefined : blocking[name]
  if (name !== undefined && instead !== undefined) {
    context.report(
      'blocking-call',
      node,
      `${name.replace('builtins.', '')}() stops the event loop and every task in it`,
      {
        hint: `Use '${instead}'.`,
        fixes: name === 'time.sleep' ? sleepFix(node, context) : [],
      },
    )
    return
  }
  if (node.func.kind === 'Attribute' && node.func.value.kind === 'Call' && pathMethods.test(node.func.attr)) {
    const made = importedPath(node.func.value.func, context)
    if (made?.module === 'pathlib' && /^(?:Posix|Windows)?Path$/.test(made.name)) {
      context.report('blocking-call', node, `Path.${node.func.attr}() stops the event loop and every task in it`, {
        hint: 'Use asyncio.to_thread(…).',
      })
      return
    }
  }
  const dotted = importedPath(node.func, context)
  const table = dotted && blockingModules[dotted.module]
  if (dotted === undefined || table === undefined || !table.names.test(dotted.name) || callee.kind === 'function')
    return
  context.report('blocking-call', node, `${dotted.module}.${dotted.name}() stops the event loop and every task in it`, {
    hint: `Use ${table.instead}.`,
  })
}

/** Methods of paths that ask the file system. */
const pathMethods =
  /^(?:read_text|write_text|read_bytes|write_bytes|open|exists|is_file|is_dir|stat|unlink|mkdir|rmdir|rename|touch|iterdir|glob|rglob|resolve)$/

interface ImportedNames {
  /** Modules by the name they were given. */
  readonly aliases: ReadonlyMap<string, string>
  readonly names: ReadonlyMap<string, { readonly module: string; readonly name: string }>
}

const importedNames = new WeakMap<Analysis, ImportedNames>()

function importsOf(analysis: Analysis): ImportedNames {
  const known = importedNames.get(analysis)
  if (known !== undefined) return known
  const aliases = new Map<string, string>()
  const names = new Map<string, { module: string; name: string }>()
  for (const statement of analysis.scopes.imports) {
    if (statement.kind === 'Import')
      for (const alias of statement.names)
        aliases.set(
          alias.asname ?? alias.name.split('.')[0],
          alias.asname === null ? alias.name.split('.')[0] : alias.name,
        )
    else if (statement.level === 0 && statement.module !== null) {
      for (const alias of statement.names)
        names.set(alias.asname ?? alias.name, { module: statement.module, name: alias.name })
    }
  }
  const found = { aliases, names }
  importedNames.set(analysis, found)
  return found
}

/** `module.name` as imported, for modules of which no names are known. */
function importedPath(node: Expression, { analysis }: Context): { module: string; name: string } | undefined {
  const { aliases, names } = importsOf(analysis)
  if (node.kind === 'Name') return names.get(node.id)
  if (node.kind !== 'Attribute') return undefined
  const path = dottedPath(node.value)
  if (path === undefined) return undefined
  const [first, ...rest] = path
  const from = names.get(first)
  const top = aliases.get(first) ?? (from && `${from.module}.${from.name}`)
  return top === undefined ? undefined : { module: [top, ...rest].join('.'), name: node.attr }
}

function dottedPath(node: Expression): string[] | undefined {
  if (node.kind === 'Name') return [node.id]
  if (node.kind !== 'Attribute') return undefined
  const before = dottedPath(node.value)
  return before && [...before, node.attr]
}

function sleepFix(node: Call, context: Context): Fix[] {
  const name = asyncioName(context)
  const edits = [
    { span: { start: node.start, end: node.func.end }, newText: `await ${name ?? 'asyncio'}.sleep` },
    ...(name === undefined ? [importEdit(context, 'asyncio')] : []),
  ]
  return [{ title: "Use 'await asyncio.sleep'", edits, isPreferred: true }]
}

// Calls that need a loop, or that there is none

function checkRun(node: Call, name: string, context: Context): void {
  const isRun = name === 'asyncio.run'
  if (
    !isRun &&
    name !== 'asyncio.AbstractEventLoop.run_until_complete' &&
    name !== 'asyncio.AbstractEventLoop.run_forever' &&
    name !== 'asyncio.Runner.run'
  )
    return
  const [main] = node.args
  // A loop of another thread may be run there.
  const message = isRun
    ? 'asyncio.run() cannot be called from a running event loop'
    : name === 'asyncio.Runner.run'
      ? 'Runner.run() cannot be called from a running event loop'
      : 'This event loop is already running'
  const fixes: Fix[] = []
  if (main !== undefined && node.args.length === 1 && typeOf(context, main).kind === 'coroutine') {
    fixes.push({
      title: "Use 'await'",
      edits: [
        { span: { start: node.start, end: main.start }, newText: 'await ' },
        { span: { start: main.end, end: node.end }, newText: '' },
      ],
      isPreferred: true,
    })
  }
  context.report('run-in-loop', node, message, { hint: 'Await the coroutine instead.', fixes })
}

/** A plain function that calls `asyncio.run` on every path, called from a coroutine. */
function checkRunInside(node: Call, callee: Type, context: Context, seen = new Set<Node>()): void {
  const inner = callee.kind === 'function' ? runCallIn(callee, seen) : undefined
  if (inner === undefined || callee.kind !== 'function' || callee.fn.node.kind === 'Lambda') return
  const line = callee.fn.module.analysis.text.lineAt(inner.start) + 1
  context.report('run-in-loop', node, 'asyncio.run() cannot be called from a running event loop', {
    hint: `'${callee.fn.node.name}' calls it in line ${line}. Await the coroutine instead.`,
  })
}

function runCallIn(callee: Extract<Type, { kind: 'function' }>, seen: Set<Node>): Node | undefined {
  const { node, module } = callee.fn
  if (
    node.kind !== 'FunctionDef' ||
    seen.has(node) ||
    seen.size > 20 ||
    module.kindOf(node) !== 'function' ||
    node.decorator_list.length > 0
  )
    return undefined
  seen.add(node)
  const walk = module.walk(node)
  for (const statement of node.body) {
    const value =
      statement.kind === 'Expr' || statement.kind === 'Assign'
        ? statement.value
        : statement.kind === 'Return'
          ? statement.value
          : null
    if (statement.kind === 'Return' || statement.kind === 'Expr' || statement.kind === 'Assign') {
      if (value?.kind !== 'Call') continue
      const type = walk.types.get(value.func)
      if (type === undefined) continue
      if (libraryName(type) === 'asyncio.run') return value
      if (type.kind === 'function' && runCallIn(type, seen) !== undefined) return value
    } else if (
      statement.kind !== 'Import' &&
      statement.kind !== 'ImportFrom' &&
      statement.kind !== 'AnnAssign' &&
      statement.kind !== 'FunctionDef' &&
      statement.kind !== 'AsyncFunctionDef'
    ) {
      return undefined
    }
  }
  return undefined
}

/** At the top level of a module no loop runs yet. */
function checkAtImport(node: Call, name: string, context: Context): void {
  if (context.unit.kind !== 'module' || context.inner !== undefined) return
  if (context.around.some(item => item.kind === 'Try' || item.kind === 'TryStar')) return
  if (name === 'asyncio.get_event_loop') {
    context.report('loop-at-import', node, 'There is no current event loop when a module is imported', {
      hint: 'Ask for it in a coroutine with get_running_loop(), and start with asyncio.run(main()).',
      fixes: [
        replace(
          "Use 'new_event_loop'",
          node.func.kind === 'Attribute' ? node.func.attrSpan : node.func,
          'new_event_loop',
          false,
        ),
      ],
    })
  } else if (name === 'asyncio.create_task' || name === 'asyncio.get_running_loop' || name === 'asyncio.current_task') {
    context.report('loop-at-import', node, 'no running event loop', {
      hint: 'Call it in a coroutine that asyncio.run() runs.',
    })
  }
}

export const callLooks: Looks = {
  Call: (node, context) => {
    const callee = typeOf(context, node.func)
    const name = libraryName(callee)
    if (name !== undefined) {
      if (takesOne.has(name) && node.args[0] !== undefined && node.args[0].kind !== 'Starred')
        checkAwaitableArgument(node.args[0], name, context)
      if (name === 'asyncio.gather') checkGather(node, context)
      if (name === 'asyncio.wait') checkWait(node, context)
      checkAtImport(node, name, context)
    }
    if (!isAsync(context)) return
    checkBlocking(node, callee, name, context)
    if (name !== undefined) checkRun(node, name, context)
    checkRunInside(node, callee, context)
  },
}
