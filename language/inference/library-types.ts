/**
 * What calls of Python's library give, as far as coroutine programs care: a table beside the recorded names and signatures.
 *
 * Facts of the documentation of Python 3.13. Knows nothing of a program.
 */

/** The result of a call, as a word: `Task<0>` is a task of what the first argument gives when it is awaited. */
export type Result = string

const functions: Readonly<Record<string, Result>> = {
  'asyncio.create_task': 'Task<0>',
  'asyncio.ensure_future': 'Task<0>',
  'asyncio.shield': 'Future<0>',
  'asyncio.gather': 'Future list',
  'asyncio.wrap_future': 'Future',
  'asyncio.sleep': 'coroutine argument 1',
  'asyncio.wait_for': 'coroutine<0>',
  'asyncio.wait': 'coroutine tuple',
  'asyncio.to_thread': 'coroutine',
  'asyncio.open_connection': 'coroutine streams',
  'asyncio.open_unix_connection': 'coroutine streams',
  'asyncio.start_server': 'coroutine asyncio.Server',
  'asyncio.start_unix_server': 'coroutine asyncio.Server',
  'asyncio.create_subprocess_exec': 'coroutine asyncio.subprocess.Process',
  'asyncio.create_subprocess_shell': 'coroutine asyncio.subprocess.Process',
  'asyncio.run': 'await<0>',
  'asyncio.timeout': 'asyncio.Timeout',
  'asyncio.timeout_at': 'asyncio.Timeout',
  'asyncio.get_running_loop': 'asyncio.AbstractEventLoop',
  'asyncio.get_event_loop': 'asyncio.AbstractEventLoop',
  'asyncio.new_event_loop': 'asyncio.AbstractEventLoop',
  'asyncio.iscoroutine': 'bool',
  'asyncio.iscoroutinefunction': 'bool',
  'asyncio.isfuture': 'bool',
  'asyncio.all_tasks': 'set',
  'time.time': 'float',
  'time.monotonic': 'float',
  'time.perf_counter': 'float',
  'time.sleep': 'None',
  'json.dumps': 'str',
  'math.sqrt': 'float',
  'math.floor': 'int',
  'math.ceil': 'int',
  'random.random': 'float',
  'random.randint': 'int',
  'random.randrange': 'int',
  'random.uniform': 'float',
  'builtins.abs': 'unknown',
  'builtins.all': 'bool',
  'builtins.any': 'bool',
  'builtins.ascii': 'str',
  'builtins.bin': 'str',
  'builtins.callable': 'bool',
  'builtins.chr': 'str',
  'builtins.dir': 'list',
  'builtins.format': 'str',
  'builtins.globals': 'dict',
  'builtins.hasattr': 'bool',
  'builtins.hash': 'int',
  'builtins.hex': 'str',
  'builtins.id': 'int',
  'builtins.input': 'str',
  'builtins.isinstance': 'bool',
  'builtins.issubclass': 'bool',
  'builtins.len': 'int',
  'builtins.locals': 'dict',
  'builtins.oct': 'str',
  'builtins.open': 'io.TextIOWrapper',
  'builtins.ord': 'int',
  'builtins.print': 'None',
  'builtins.repr': 'str',
  'builtins.setattr': 'None',
  'builtins.delattr': 'None',
  'builtins.sorted': 'list',
  'builtins.vars': 'dict',
  'inspect.iscoroutine': 'bool',
  'inspect.isawaitable': 'bool',
  'inspect.iscoroutinefunction': 'bool',
}

/** Methods, by the class that shows them and their name. */
const methods: Readonly<Record<string, Readonly<Record<string, Result>>>> = {
  'asyncio.Lock': { acquire: 'coroutine bool', release: 'None', locked: 'bool' },
  'asyncio.Semaphore': { acquire: 'coroutine bool', release: 'None', locked: 'bool' },
  'asyncio.BoundedSemaphore': { acquire: 'coroutine bool', release: 'None', locked: 'bool' },
  'asyncio.Condition': {
    acquire: 'coroutine bool',
    release: 'None',
    locked: 'bool',
    wait: 'coroutine bool',
    wait_for: 'coroutine',
    notify: 'None',
    notify_all: 'None',
  },
  'asyncio.Event': { wait: 'coroutine bool', set: 'None', clear: 'None', is_set: 'bool' },
  'asyncio.Barrier': { wait: 'coroutine int', reset: 'coroutine None', abort: 'coroutine None' },
  'asyncio.Queue': {
    get: 'coroutine argument of class',
    put: 'coroutine None',
    join: 'coroutine None',
    get_nowait: 'argument of class',
    put_nowait: 'None',
    empty: 'bool',
    full: 'bool',
    qsize: 'int',
    task_done: 'None',
    shutdown: 'None',
  },
  'asyncio.Task': {
    cancel: 'bool',
    done: 'bool',
    cancelled: 'bool',
    cancelling: 'int',
    uncancel: 'int',
    result: 'argument of class',
    get_name: 'str',
    set_name: 'None',
    add_done_callback: 'None',
  },
  'asyncio.Future': {
    cancel: 'bool',
    done: 'bool',
    cancelled: 'bool',
    result: 'argument of class',
    set_result: 'None',
    set_exception: 'None',
    add_done_callback: 'None',
  },
  'asyncio.TaskGroup': { create_task: 'Task<0>' },
  'asyncio.Timeout': { expired: 'bool', reschedule: 'None' },
  'asyncio.Runner': { run: 'await<0>', get_loop: 'asyncio.AbstractEventLoop', close: 'None' },
  'asyncio.AbstractEventLoop': {
    create_task: 'Task<0>',
    create_future: 'Future',
    run_until_complete: 'await<0>',
    run_in_executor: 'Future',
    run_forever: 'None',
    stop: 'None',
    close: 'None',
    time: 'float',
    is_running: 'bool',
    is_closed: 'bool',
    shutdown_asyncgens: 'coroutine None',
    shutdown_default_executor: 'coroutine None',
    create_connection: 'coroutine',
    create_server: 'coroutine',
    create_datagram_endpoint: 'coroutine',
    create_unix_connection: 'coroutine',
    create_unix_server: 'coroutine',
    connect_accepted_socket: 'coroutine',
    connect_read_pipe: 'coroutine',
    connect_write_pipe: 'coroutine',
    subprocess_exec: 'coroutine',
    subprocess_shell: 'coroutine',
    start_tls: 'coroutine',
    sendfile: 'coroutine',
    getaddrinfo: 'coroutine',
    getnameinfo: 'coroutine',
    sock_recv: 'coroutine',
    sock_recv_into: 'coroutine',
    sock_sendall: 'coroutine',
    sock_connect: 'coroutine',
    sock_accept: 'coroutine',
    sock_sendfile: 'coroutine',
  },
  'asyncio.StreamReader': {
    read: 'coroutine bytes',
    readline: 'coroutine bytes',
    readexactly: 'coroutine bytes',
    readuntil: 'coroutine bytes',
    at_eof: 'bool',
  },
  'asyncio.StreamWriter': {
    drain: 'coroutine None',
    wait_closed: 'coroutine None',
    start_tls: 'coroutine None',
    write: 'None',
    writelines: 'None',
    close: 'None',
    is_closing: 'bool',
  },
  'asyncio.Server': {
    serve_forever: 'coroutine None',
    start_serving: 'coroutine None',
    wait_closed: 'coroutine None',
    close: 'None',
    is_serving: 'bool',
  },
  'asyncio.subprocess.Process': { wait: 'coroutine int', communicate: 'coroutine tuple' },
  'contextlib.AsyncExitStack': {
    enter_async_context: 'coroutine',
    aclose: 'coroutine None',
    push_async_callback: 'unknown',
  },
  'builtins.str': {
    ...Object.fromEntries(
      'capitalize casefold center expandtabs format format_map join ljust lower lstrip removeprefix removesuffix replace rjust rstrip strip swapcase title translate upper zfill'
        .split(' ')
        .map(name => [name, 'str']),
    ),
    ...Object.fromEntries('count find index rfind rindex'.split(' ').map(name => [name, 'int'])),
    ...Object.fromEntries(
      'endswith startswith isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper'
        .split(' ')
        .map(name => [name, 'bool']),
    ),
    split: 'list',
    rsplit: 'list',
    splitlines: 'list',
    partition: 'tuple',
    encode: 'bytes',
  },
  'builtins.list': {
    append: 'None',
    extend: 'None',
    insert: 'None',
    remove: 'None',
    clear: 'None',
    sort: 'None',
    reverse: 'None',
    index: 'int',
    count: 'int',
    copy: 'self',
    pop: 'argument of class',
  },
  'builtins.set': { add: 'None', discard: 'None', remove: 'None', clear: 'None', update: 'None', copy: 'self' },
  'builtins.dict': { clear: 'None', update: 'None', copy: 'self', keys: 'unknown', items: 'unknown' },
  'builtins.bytes': { decode: 'str' },
}

/** The class under whose name the methods stand. */
const sameMethods: Readonly<Record<string, string>> = {
  'asyncio.LifoQueue': 'asyncio.Queue',
  'asyncio.PriorityQueue': 'asyncio.Queue',
  'asyncio.BaseEventLoop': 'asyncio.AbstractEventLoop',
  'asyncio.EventLoop': 'asyncio.AbstractEventLoop',
  'asyncio.SelectorEventLoop': 'asyncio.AbstractEventLoop',
}

export function resultOfFunction(module: string, name: string): Result | undefined {
  const key = `${module}.${name}`
  return Object.hasOwn(functions, key) ? functions[key] : undefined
}

/** What a method of a class of the library gives; undefined for a method that the table does not have. */
export function resultOfMethod(cls: string, name: string): Result | undefined {
  const table = methods[sameMethods[cls] ?? cls]
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}

/** Classes of the library of which it is certain how they can be used. */
interface Abilities {
  readonly awaitable?: true
  readonly contextManager?: true
  readonly asyncContextManager?: true
  readonly iterable?: true
  readonly asyncIterable?: true
}

const asyncContext: Abilities = { asyncContextManager: true }
const container: Abilities = { iterable: true }

const abilities: Readonly<Record<string, Abilities>> = {
  'asyncio.Lock': asyncContext,
  'asyncio.Semaphore': asyncContext,
  'asyncio.BoundedSemaphore': asyncContext,
  'asyncio.Condition': asyncContext,
  'asyncio.Barrier': asyncContext,
  'asyncio.Event': {},
  'asyncio.Queue': {},
  'asyncio.LifoQueue': {},
  'asyncio.PriorityQueue': {},
  'asyncio.TaskGroup': asyncContext,
  'asyncio.Timeout': asyncContext,
  'asyncio.Server': asyncContext,
  'asyncio.StreamReader': { asyncIterable: true },
  'asyncio.StreamWriter': {},
  'asyncio.Runner': { contextManager: true },
  'asyncio.AbstractEventLoop': {},
  'asyncio.Task': { awaitable: true, iterable: true },
  'asyncio.Future': { awaitable: true, iterable: true },
  'contextlib.AsyncExitStack': asyncContext,
  'contextlib.aclosing': asyncContext,
  'contextlib._AsyncGeneratorContextManager': asyncContext,
  'contextlib._GeneratorContextManager': { contextManager: true },
  'contextlib.ExitStack': { contextManager: true },
  'contextlib.closing': { contextManager: true },
  'contextlib.suppress': { contextManager: true },
  'contextlib.redirect_stdout': { contextManager: true },
  'contextlib.redirect_stderr': { contextManager: true },
  'contextlib.nullcontext': { contextManager: true, asyncContextManager: true },
  'threading.Lock': { contextManager: true },
  'threading.RLock': { contextManager: true },
  'typing.Awaitable': { awaitable: true },
  'typing.Iterable': container,
  'typing.Iterator': container,
  'typing.AsyncIterable': { asyncIterable: true },
  'typing.AsyncIterator': { asyncIterable: true },
  'typing.ContextManager': { contextManager: true },
  'typing.AsyncContextManager': asyncContext,
  'io.TextIOWrapper': { contextManager: true, iterable: true },
  'builtins.int': {},
  'builtins.float': {},
  'builtins.complex': {},
  'builtins.bool': {},
  'builtins.str': container,
  'builtins.bytes': container,
  'builtins.bytearray': container,
  'builtins.list': container,
  'builtins.tuple': container,
  'builtins.dict': container,
  'builtins.set': container,
  'builtins.frozenset': container,
  'builtins.range': container,
  'builtins.enumerate': container,
  'builtins.zip': container,
  'builtins.map': container,
  'builtins.filter': container,
  'builtins.reversed': container,
  'builtins.slice': {},
  'builtins.object': {},
  'builtins.BaseException': {},
  'builtins.ellipsis': {},
}

/** What the instances of a class can be used for; undefined for one that the table does not have. */
export function abilitiesOf(cls: string): Abilities | undefined {
  return Object.hasOwn(abilities, cls) ? abilities[cls] : undefined
}

/**
 * Functions that look at an argument and give it back to nobody: a coroutine that is made for them is lost. `asyncio.run` and the
 * like are not among them.
 */
const onlyLook: ReadonlySet<string> = new Set(
  `print str repr ascii len format int float complex bool hash abs round divmod pow sum min max sorted bytes bytearray ord chr hex oct
bin id callable list tuple set frozenset dict enumerate zip any all reversed iter next range open input slice chr exit`
    .split(/\s+/)
    .map(name => `builtins.${name}`)
    .concat([
      'json.dumps',
      'json.loads',
      'pprint.pprint',
      'pprint.pformat',
      'math.sqrt',
      'math.floor',
      'math.ceil',
      'copy.copy',
      'time.sleep',
      'time.localtime',
      'time.strftime',
      'random.choice',
      'random.randint',
      'random.seed',
      'random.shuffle',
      'os.path.join',
      'os.path.exists',
    ])
    .concat([
      'logging.debug',
      'logging.info',
      'logging.warning',
      'logging.error',
      'logging.critical',
      'logging.exception',
    ]),
)

export function onlyLooks(module: string, name: string): boolean {
  return onlyLook.has(`${module}.${name}`)
}
