/** Recorded by record.py from CPython 3.13; `names.ts` reads it. */
export const libraryNames = `
module abc
C ABC()
C ABCMeta(name, bases, namespace, /, **kwargs)
C abstractclassmethod(callable)
F abstractmethod(funcobj)
C abstractproperty(fget=None, fset=None, fdel=None, doc=None)
C abstractstaticmethod(callable)
F get_cache_token()
F update_abstractmethods(cls)
also _abc_init _abc_instancecheck _abc_register _abc_subclasscheck _get_dump _reset_caches _reset_registry
module array
C ArrayType
C array
V typecodes
also _array_reconstructor
module asyncio
V ALL_COMPLETED
C AbstractChildWatcher()
C AbstractEventLoop()
C AbstractEventLoopPolicy()
C AbstractServer()
C Barrier(parties)
C BaseEventLoop()
C BaseProtocol()
C BaseTransport(extra=None)
C BoundedSemaphore(value=1)
E BrokenBarrierError
C BufferedProtocol()
E CancelledError
C Condition(lock=None)
C DatagramProtocol()
C DatagramTransport(extra=None)
C DefaultEventLoopPolicy()
C Event()
C EventLoop(selector=None)
V FIRST_COMPLETED
V FIRST_EXCEPTION
C FastChildWatcher()
C Future(*, loop=None)
C Handle(callback, args, loop, context=None)
E IncompleteReadError
E InvalidStateError
C LifoQueue(maxsize=0)
E LimitOverrunError
C Lock()
C MultiLoopChildWatcher()
C PidfdChildWatcher()
C PriorityQueue(maxsize=0)
C Protocol()
C Queue(maxsize=0)
E QueueEmpty
E QueueFull
E QueueShutDown
C ReadTransport(extra=None)
C Runner(*, debug=None, loop_factory=None)
C SafeChildWatcher()
C SelectorEventLoop(selector=None)
C Semaphore(value=1)
E SendfileNotAvailableError
C Server(loop, sockets, protocol_factory, ssl_context, backlog, ssl_handshake_timeout, ssl_shutdown_timeout=None)
C StreamReader(limit=65536, loop=None)
C StreamReaderProtocol(stream_reader, client_connected_cb=None, loop=None)
C StreamWriter(transport, protocol, reader, loop)
C SubprocessProtocol()
C SubprocessTransport(extra=None)
C Task(coro, *, loop=None, name=None, context=None, eager_start=False)
C TaskGroup()
C ThreadedChildWatcher()
C Timeout(when: Optional[float]) -> None
E TimeoutError
C TimerHandle(when, callback, args, loop, context=None)
C Transport(extra=None)
C WriteTransport(extra=None)
F all_tasks(loop=None)
F as_completed(fs, *, timeout=None)
F create_eager_task_factory(custom_task_constructor)
A create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None, limit=65536, **kwds)
A create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=65536, **kwds)
F create_task(coro, *, name=None, context=None)
F current_task(loop=None)
F eager_task_factory(loop, coro, *, name=None, context=None)
F ensure_future(coro_or_future, *, loop=None)
F gather(*coros_or_futures, return_exceptions=False)
F get_child_watcher()
F get_event_loop()
F get_event_loop_policy()
F get_running_loop()
F iscoroutine(obj)
F iscoroutinefunction(func)
F isfuture(obj)
F new_event_loop()
A open_connection(host=None, port=None, *, limit=65536, **kwds)
A open_unix_connection(path=None, *, limit=65536, **kwds)
F run(main, *, debug=None, loop_factory=None)
F run_coroutine_threadsafe(coro, loop)
F set_child_watcher(watcher)
F set_event_loop(loop)
F set_event_loop_policy(policy)
F shield(arg)
A sleep(delay, result=None)
A start_server(client_connected_cb, host=None, port=None, *, limit=65536, **kwds)
A start_unix_server(client_connected_cb, path=None, *, limit=65536, **kwds)
F timeout(delay: Optional[float]) -> asyncio.timeouts.Timeout
F timeout_at(when: Optional[float]) -> asyncio.timeouts.Timeout
A to_thread(func, /, *args, **kwargs)
A wait(fs, *, timeout=None, return_when='ALL_COMPLETED')
A wait_for(fut, timeout)
F wrap_future(future, *, loop=None)
also _enter_task _get_running_loop _leave_task _register_task _set_running_loop _unregister_task base_events base_futures base_subprocess base_tasks constants coroutines events exceptions format_helpers futures locks log mixins protocols queues runners selector_events sslproto staggered streams subprocess sys taskgroups tasks threads timeouts transports trsock unix_events
module base64
F a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \\t\\n\\r\\x0b')
F a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False)
F b16decode(s, casefold=False)
F b16encode(s)
F b32decode(s, casefold=False, map01=None)
F b32encode(s)
F b32hexdecode(s, casefold=False)
F b32hexencode(s)
F b64decode(s, altchars=None, validate=False)
F b64encode(s, altchars=None)
F b85decode(b)
F b85encode(b, pad=False)
F decode(input, output)
F decodebytes(s)
F encode(input, output)
F encodebytes(s)
F standard_b64decode(s)
F standard_b64encode(s)
F urlsafe_b64decode(s)
F urlsafe_b64encode(s)
F z85decode(s)
F z85encode(s)
also MAXBINSIZE MAXLINESIZE _85encode _A85END _A85START _B32_DECODE_DOCSTRING _B32_DECODE_MAP01_DOCSTRING _B32_ENCODE_DOCSTRING _a85chars _a85chars2 _b32alphabet _b32decode _b32encode _b32hexalphabet _b32rev _b32tab2 _b85alphabet _b85chars _b85chars2 _b85dec _bytes_from_decode_data _input_type_check _urlsafe_decode_translation _urlsafe_encode_translation _z85_b85_decode_diff _z85_decode_translation _z85_encode_translation _z85alphabet binascii bytes_types main re struct
module binascii
E Error
E Incomplete
F a2b_base64(data, /, *, strict_mode=False)
F a2b_hex(hexstr, /)
F a2b_qp(data, header=False)
F a2b_uu(data, /)
F b2a_base64(data, /, *, newline=True)
F b2a_hex
F b2a_qp(data, quotetabs=False, istext=True, header=False)
F b2a_uu(data, /, *, backtick=False)
F crc32(data, crc=0, /)
F crc_hqx(data, crc, /)
F hexlify
F unhexlify(hexstr, /)
also 
module bisect
F bisect(a, x, lo=0, hi=None, *, key=None)
F bisect_left(a, x, lo=0, hi=None, *, key=None)
F bisect_right(a, x, lo=0, hi=None, *, key=None)
F insort(a, x, lo=0, hi=None, *, key=None)
F insort_left(a, x, lo=0, hi=None, *, key=None)
F insort_right(a, x, lo=0, hi=None, *, key=None)
also 
module builtins
E ArithmeticError
E AssertionError
E AttributeError
E BaseException
E BaseExceptionGroup
E BlockingIOError
E BrokenPipeError
E BufferError
E BytesWarning
E ChildProcessError
E ConnectionAbortedError
E ConnectionError
E ConnectionRefusedError
E ConnectionResetError
E DeprecationWarning
E EOFError
V Ellipsis
E EncodingWarning
E EnvironmentError
E Exception
E ExceptionGroup
V False
E FileExistsError
E FileNotFoundError
E FloatingPointError
E FutureWarning
E GeneratorExit
E IOError
E ImportError
E ImportWarning
E IndentationError
E IndexError
E InterruptedError
E IsADirectoryError
E KeyError
E KeyboardInterrupt
E LookupError
E MemoryError
E ModuleNotFoundError
E NameError
V None
E NotADirectoryError
V NotImplemented
E NotImplementedError
E OSError
E OverflowError
E PendingDeprecationWarning
E PermissionError
E ProcessLookupError
E PythonFinalizationError
E RecursionError
E ReferenceError
E ResourceWarning
E RuntimeError
E RuntimeWarning
E StopAsyncIteration
E StopIteration
E SyntaxError
E SyntaxWarning
E SystemError
E SystemExit
E TabError
E TimeoutError
V True
E TypeError
E UnboundLocalError
E UnicodeDecodeError
E UnicodeEncodeError
E UnicodeError
E UnicodeTranslateError
E UnicodeWarning
E UserWarning
E ValueError
E Warning
E ZeroDivisionError
F abs(x, /)
F aiter(async_iterable, /)
F all(iterable, /)
F anext
F any(iterable, /)
F ascii(obj, /)
F bin(number, /)
C bool(object=False, /)
F breakpoint(*args, **kws)
C bytearray
C bytes
F callable(obj, /)
F chr(i, /)
C classmethod(function, /)
F compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)
C complex(real=0, imag=0)
F copyright()
F credits()
F delattr(obj, name, /)
C dict
F dir
F divmod(x, y, /)
C enumerate(iterable, start=0)
F eval(source, /, globals=None, locals=None)
F exec(source, /, globals=None, locals=None, *, closure=None)
F exit(code=None)
C filter(function, iterable, /)
C float(x=0, /)
F format(value, format_spec='', /)
C frozenset(iterable=(), /)
F getattr
F globals()
F hasattr(obj, name, /)
F hash(obj, /)
F help(*args, **kwds)
F hex(number, /)
F id(obj, /)
F input(prompt='', /)
C int
F isinstance(obj, class_or_tuple, /)
F issubclass(cls, class_or_tuple, /)
F iter
F len(obj, /)
F license()
C list(iterable=(), /)
F locals()
C map(function, iterable, /, *iterables)
F max
C memoryview(object)
F min
F next
C object()
F oct(number, /)
F open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)
F ord(c, /)
F pow(base, exp, mod=None)
F print(*args, sep=' ', end='\\n', file=None, flush=False)
C property(fget=None, fset=None, fdel=None, doc=None)
F quit(code=None)
C range
F repr(obj, /)
C reversed(sequence, /)
F round(number, ndigits=None)
C set(iterable=(), /)
F setattr(obj, name, value, /)
C slice
F sorted(iterable, /, *, key=None, reverse=False)
C staticmethod(function, /)
C str
F sum(iterable, /, start=0)
C super
C tuple(iterable=(), /)
C type
F vars
C zip(*iterables, strict=False)
also _IncompleteInputError
module calendar
V APRIL
V AUGUST
C Calendar(firstweekday=0)
V DECEMBER
C Day(*values)
V FEBRUARY
V FRIDAY
C HTMLCalendar(firstweekday=0)
E IllegalMonthError
E IllegalWeekdayError
V JANUARY
V JULY
V JUNE
C LocaleHTMLCalendar(firstweekday=0, locale=None)
C LocaleTextCalendar(firstweekday=0, locale=None)
V MARCH
V MAY
V MONDAY
C Month(*values)
V NOVEMBER
V OCTOBER
V SATURDAY
V SEPTEMBER
V SUNDAY
V THURSDAY
V TUESDAY
C TextCalendar(firstweekday=0)
V WEDNESDAY
F calendar(theyear, w=2, l=1, c=6, m=3)
V day_abbr
V day_name
F firstweekday()
F isleap(year)
F leapdays(y1, y2)
F month(theyear, themonth, w=0, l=0)
V month_abbr
V month_name
F monthcalendar(year, month)
F monthrange(year, month)
F prcal(theyear, w=0, l=0, c=6, m=3)
F prmonth(theyear, themonth, w=0, l=0)
F setfirstweekday(firstweekday)
F timegm(tuple)
F weekday(year, month, day)
F weekheader(width)
also EPOCH IntEnum _EPOCH_ORD _colwidth _get_default_locale _locale _localized_day _localized_month _monthlen _nextmonth _prevmonth _spacing c datetime different_locale error format formatstring global_enum main mdays prweek repeat sys week
module cmath
F acos(z, /)
F acosh(z, /)
F asin(z, /)
F asinh(z, /)
F atan(z, /)
F atanh(z, /)
F cos(z, /)
F cosh(z, /)
V e
F exp(z, /)
V inf
V infj
F isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)
F isfinite(z, /)
F isinf(z, /)
F isnan(z, /)
F log
F log10(z, /)
V nan
V nanj
F phase(z, /)
V pi
F polar(z, /)
F rect(r, phi, /)
F sin(z, /)
F sinh(z, /)
F sqrt(z, /)
F tan(z, /)
F tanh(z, /)
V tau
also 
module collections
C ChainMap(*maps)
C Counter(iterable=None, /, **kwds)
C OrderedDict
C UserDict(dict=None, /, **kwargs)
C UserList(initlist=None)
C UserString(seq)
M abc
C defaultdict
C deque
F namedtuple(typename, field_names, *, rename=False, defaults=None, module=None)
also _Link _OrderedDictItemsView _OrderedDictKeysView _OrderedDictValuesView _chain _collections_abc _count_elements _deque_iterator _eq _iskeyword _itemgetter _proxy _recursive_repr _repeat _starmap _sys _tuplegetter
module collections.abc
C AsyncGenerator()
C AsyncIterable()
C AsyncIterator()
C Awaitable()
C Buffer()
C ByteString()
C Callable()
C Collection()
C Container()
C Coroutine()
C Generator()
C Hashable()
C ItemsView(mapping)
C Iterable()
C Iterator()
C KeysView(mapping)
C Mapping()
C MappingView(mapping)
C MutableMapping()
C MutableSequence()
C MutableSet()
C Reversible()
C Sequence()
C Set()
C Sized()
C ValuesView(mapping)
also ABCMeta EllipsisType FunctionType GenericAlias _CallableGenericAlias _DeprecateByteStringMeta _check_methods _is_param_expr _type_repr abstractmethod async_generator bytearray_iterator bytes_iterator coroutine dict_itemiterator dict_items dict_keyiterator dict_keys dict_valueiterator dict_values framelocalsproxy generator list_iterator list_reverseiterator longrange_iterator mappingproxy range_iterator set_iterator str_iterator sys tuple_iterator zip_iterator
module colorsys
F hls_to_rgb(h, l, s)
F hsv_to_rgb(h, s, v)
F rgb_to_hls(r, g, b)
F rgb_to_hsv(r, g, b)
F rgb_to_yiq(r, g, b)
F yiq_to_rgb(y, i, q)
also ONE_SIXTH ONE_THIRD TWO_THIRD _v
module configparser
C BasicInterpolation()
C ConfigParser(...)
C ConverterMapping(parser)
V DEFAULTSECT
E DuplicateOptionError
E DuplicateSectionError
C ExtendedInterpolation()
C Interpolation()
E InterpolationDepthError
E InterpolationError
E InterpolationMissingOptionError
E InterpolationSyntaxError
V MAX_INTERPOLATION_DEPTH
E MissingSectionHeaderError
E MultilineContinuationError
E NoOptionError
E NoSectionError
E ParsingError
C RawConfigParser(...)
C SectionProxy(parser, name)
V UNNAMED_SECTION
also Error Iterable MutableMapping _ChainMap _Line _ReadState _UNSET _UnnamedSection _default_dict contextlib functools io itertools os re sys types
module contextlib
C AbstractAsyncContextManager()
C AbstractContextManager()
C AsyncExitStack()
C ContextDecorator()
C ExitStack()
C aclosing(thing)
F asynccontextmanager(func)
C chdir(path)
C closing(thing)
F contextmanager(func)
C nullcontext(enter_result=None)
C redirect_stderr(new_target)
C redirect_stdout(new_target)
C suppress(*exceptions)
also AsyncContextDecorator GenericAlias MethodType _AsyncGeneratorContextManager _BaseExitStack _GeneratorContextManager _GeneratorContextManagerBase _RedirectStream _collections_abc deque os sys wraps
module contextvars
C Context
C ContextVar
C Token
F copy_context()
also 
module copy
E Error
F copy(x)
F deepcopy(x, memo=None, _nil=[])
F replace(obj, /, **changes)
also _copy_dispatch _copy_immutable _deepcopy_atomic _deepcopy_dict _deepcopy_dispatch _deepcopy_list _deepcopy_method _deepcopy_tuple _keep_alive _reconstruct dispatch_table error
module csv
C Dialect()
C DictReader(f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kwds)
C DictWriter(f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kwds)
E Error
V QUOTE_ALL
V QUOTE_MINIMAL
V QUOTE_NONE
V QUOTE_NONNUMERIC
V QUOTE_NOTNULL
V QUOTE_STRINGS
C Sniffer()
C excel()
C excel_tab()
F field_size_limit
F get_dialect(name)
F list_dialects()
F reader
F register_dialect
C unix_dialect()
F unregister_dialect(name)
F writer
also StringIO _Dialect re types
module dataclasses
C Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)
E FrozenInstanceError
C InitVar(type)
V KW_ONLY
V MISSING
F asdict(...)
F astuple(...)
F dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False)
F field(...)
F fields(class_or_instance)
F is_dataclass(obj)
F make_dataclass(...)
F replace(obj, /, **changes)
also _ATOMIC_TYPES _DataclassParams _EMPTY_METADATA _FIELD _FIELDS _FIELD_BASE _FIELD_CLASSVAR _FIELD_INITVAR _FuncBuilder _HAS_DEFAULT_FACTORY _HAS_DEFAULT_FACTORY_CLASS _KW_ONLY_TYPE _MISSING_TYPE _MODULE_IDENTIFIER_RE _PARAMS _POST_INIT_NAME _add_slots _asdict_inner _astuple_inner _dataclass_getstate _dataclass_setstate _field_assign _field_init _fields_in_init_order _frozen_get_del_attr _get_field _get_slots _hash_action _hash_add _hash_exception _hash_set_none _init_fn _init_param _is_classvar _is_dataclass_instance _is_initvar _is_kw_only _is_type _process_class _replace _set_new_attribute _tuple_str copy inspect itertools keyword re recursive_repr sys types
module datetime
V MAXYEAR
V MINYEAR
V UTC
C date
C datetime
C time
C timedelta
C timezone
C tzinfo
also datetime_CAPI
module decimal
V BasicContext
E Clamped
C Context(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)
E ConversionSyntax
C Decimal(value='0', context=None)
E DecimalException
C DecimalTuple(sign, digits, exponent)
V DefaultContext
E DivisionByZero
E DivisionImpossible
E DivisionUndefined
V ExtendedContext
E FloatOperation
V HAVE_CONTEXTVAR
V HAVE_THREADS
E Inexact
E InvalidContext
E InvalidOperation
V MAX_EMAX
V MAX_PREC
V MIN_EMIN
V MIN_ETINY
E Overflow
V ROUND_05UP
V ROUND_CEILING
V ROUND_DOWN
V ROUND_FLOOR
V ROUND_HALF_DOWN
V ROUND_HALF_EVEN
V ROUND_HALF_UP
V ROUND_UP
E Rounded
E Subnormal
E Underflow
F getcontext()
F localcontext(ctx=None, **kwargs)
F setcontext(context, /)
also 
module difflib
C Differ(linejunk=None, charjunk=None)
C HtmlDiff(...)
F IS_CHARACTER_JUNK(ch, ws=' \\t')
F IS_LINE_JUNK(...)
C Match(a, b, size)
C SequenceMatcher(isjunk=None, a='', b='', autojunk=True)
F context_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\\n')
F diff_bytes(dfunc, a, b, fromfile=b'', tofile=b'', fromfiledate=b'', tofiledate=b'', n=3, lineterm=b'\\n')
F get_close_matches(word, possibilities, n=3, cutoff=0.6)
F ndiff(...)
F restore(delta, which)
F unified_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\\n')
also GenericAlias _calculate_ratio _check_types _file_template _format_range_context _format_range_unified _keep_original_ws _legend _mdiff _namedtuple _nlargest _styles _table_template _test
module enum
V CONFORM
V CONTINUOUS
V EJECT
C Enum(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)
C EnumCheck(*values)
C EnumDict()
C EnumMeta(cls, bases, classdict, *, boundary=None, _simple=False, **kwds)
C EnumType(cls, bases, classdict, *, boundary=None, _simple=False, **kwds)
C Flag(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)
C FlagBoundary(*values)
C IntEnum(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)
C IntFlag(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)
V KEEP
V NAMED_FLAGS
C ReprEnum(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)
V STRICT
C StrEnum(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)
V UNIQUE
C auto(value=_auto_null)
F global_enum(cls, update_str=False)
F global_enum_repr(self)
F global_flag_repr(self)
F global_str(self)
C member(value)
C nonmember(value)
F pickle_by_enum_name(self, proto)
F pickle_by_global_name(self, proto)
C property(fget=None, fset=None, fdel=None, doc=None)
F unique(enumeration)
C verify(*checks)
also DynamicClassAttribute MappingProxyType _EnumDict _auto_null _dataclass_repr _dedent _high_bit _is_descriptor _is_dunder _is_internal_class _is_private _is_single_bit _is_sunder _iter_bits_lsb _make_class_unpicklable _not_given _old_convert_ _proto_member _reduce_ex_by_global_name _simple_enum _stdlib_enums _test_simple_enum bin bltns show_flag_values sys
module fnmatch
F filter(names, pat)
F fnmatch(name, pat)
F fnmatchcase(name, pat)
F translate(pat)
also _compile_pattern _join_translated_parts _translate functools os posixpath re
module fractions
C Fraction(numerator=0, denominator=None)
also Decimal _FLOAT_FORMAT_SPECIFICATION_MATCHER _GENERAL_FORMAT_SPECIFICATION_MATCHER _PyHASH_INF _PyHASH_MODULUS _RATIONAL_FORMAT _hash_algorithm _round_to_exponent _round_to_figures functools math numbers operator re sys
module functools
V WRAPPER_ASSIGNMENTS
V WRAPPER_UPDATES
F cache(user_function, /)
C cached_property(func)
F cmp_to_key(mycmp)
F lru_cache(maxsize=128, typed=False)
C partial(func, /, *args, **keywords)
C partialmethod(func, /, *args, **keywords)
F reduce
F singledispatch(func)
C singledispatchmethod(func)
F total_ordering(cls)
F update_wrapper(wrapper, wrapped, assigned=('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__'), updated=('__dict__',))
F wraps(wrapped, assigned=('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__'), updated=('__dict__',))
also GenericAlias RLock _CacheInfo _HashedSeq _NOT_FOUND _c3_merge _c3_mro _compose_mro _convert _find_impl _ge_from_gt _ge_from_le _ge_from_lt _gt_from_ge _gt_from_le _gt_from_lt _initial_missing _le_from_ge _le_from_gt _le_from_lt _lru_cache_wrapper _lt_from_ge _lt_from_gt _lt_from_le _make_key _unwrap_partial _unwrap_partialmethod get_cache_token namedtuple recursive_repr
module gc
V DEBUG_COLLECTABLE
V DEBUG_LEAK
V DEBUG_SAVEALL
V DEBUG_STATS
V DEBUG_UNCOLLECTABLE
V callbacks
F collect(generation=2)
F disable()
F enable()
F freeze()
V garbage
F get_count()
F get_debug()
F get_freeze_count()
F get_objects(generation=None)
F get_referents(*objs)
F get_referrers(*objs)
F get_stats()
F get_threshold()
F is_finalized(obj, /)
F is_tracked(obj, /)
F isenabled()
F set_debug(flags, /)
F set_threshold
F unfreeze()
also 
module graphlib
E CycleError
C TopologicalSorter(graph=None)
also GenericAlias _NODE_DONE _NODE_OUT _NodeInfo
module hashlib
V algorithms_available
V algorithms_guaranteed
C blake2b(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)
C blake2s(data=b'', /, *, digest_size=32, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)
F file_digest(fileobj, digest, /, *, _bufsize=262144)
F md5(string=b'', *, usedforsecurity=True)
F new(name, data=b'', **kwargs)
F pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)
F sha1(string=b'', *, usedforsecurity=True)
F sha224(string=b'', *, usedforsecurity=True)
F sha256(string=b'', *, usedforsecurity=True)
F sha384(string=b'', *, usedforsecurity=True)
F sha3_224(string=b'', *, usedforsecurity=True)
F sha3_256(string=b'', *, usedforsecurity=True)
F sha3_384(string=b'', *, usedforsecurity=True)
F sha3_512(string=b'', *, usedforsecurity=True)
F sha512(string=b'', *, usedforsecurity=True)
F shake_128(string=b'', *, usedforsecurity=True)
F shake_256(string=b'', *, usedforsecurity=True)
also _hashlib scrypt
module heapq
F heapify(heap, /)
F heappop(heap, /)
F heappush(heap, item, /)
F heappushpop(heap, item, /)
F heapreplace(heap, item, /)
F merge(*iterables, key=None, reverse=False)
F nlargest(n, iterable, key=None)
F nsmallest(n, iterable, key=None)
also _heapify_max _heappop_max _heapreplace_max _siftdown _siftdown_max _siftup _siftup_max
module html
F escape(s, quote=True)
F unescape(s)
also _charref _html5 _invalid_charrefs _invalid_codepoints _re _replace_charref entities
module inspect
V AGEN_CLOSED
V AGEN_CREATED
V AGEN_RUNNING
V AGEN_SUSPENDED
C ArgInfo(args, varargs, keywords, locals)
C Arguments(args, varargs, varkw)
C Attribute(name, kind, defining_class, object)
C BlockFinder()
C BoundArguments(signature, arguments)
C BufferFlags(*values)
V CORO_CLOSED
V CORO_CREATED
V CORO_RUNNING
V CORO_SUSPENDED
V CO_ASYNC_GENERATOR
V CO_COROUTINE
V CO_GENERATOR
V CO_ITERABLE_COROUTINE
V CO_NESTED
V CO_NEWLOCALS
V CO_NOFREE
V CO_OPTIMIZED
V CO_VARARGS
V CO_VARKEYWORDS
E ClassFoundException
C ClosureVars(nonlocals, globals, builtins, unbound)
E EndOfBlock
C FrameInfo(frame, filename, lineno, function, code_context, index, *, positions=None)
C FullArgSpec(args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations)
V GEN_CLOSED
V GEN_CREATED
V GEN_RUNNING
V GEN_SUSPENDED
C Parameter(name, kind, *, default, annotation)
C Signature(parameters=None, *, return_annotation, __validate_parameters__=True)
V TPFLAGS_IS_ABSTRACT
C Traceback(filename, lineno, function, code_context, index, *, positions=None)
F classify_class_attrs(cls)
F cleandoc(doc)
F currentframe()
F findsource(object)
F formatannotation(annotation, base_module=None)
F formatannotationrelativeto(object)
F formatargvalues(...)
F get_annotations(obj, *, globals=None, locals=None, eval_str=False)
F getabsfile(object, _filename=None)
F getargs(co)
F getargvalues(frame)
F getasyncgenlocals(agen)
F getasyncgenstate(agen)
F getattr_static(...)
F getblock(lines)
F getcallargs(func, /, *positional, **named)
F getclasstree(classes, unique=False)
F getclosurevars(func)
F getcomments(object)
F getcoroutinelocals(coroutine)
F getcoroutinestate(coroutine)
F getdoc(object)
F getfile(object)
F getframeinfo(frame, context=1)
F getfullargspec(func)
F getgeneratorlocals(generator)
F getgeneratorstate(generator)
F getinnerframes(tb, context=1)
F getlineno(frame)
F getmembers(object, predicate=None)
F getmembers_static(object, predicate=None)
F getmodule(object, _filename=None)
F getmodulename(path)
F getmro(cls)
F getouterframes(frame, context=1)
F getsource(object)
F getsourcefile(object)
F getsourcelines(object)
F indentsize(line)
F isabstract(object)
F isasyncgen(object)
F isasyncgenfunction(obj)
F isawaitable(object)
F isbuiltin(object)
F isclass(object)
F iscode(object)
F iscoroutine(object)
F iscoroutinefunction(obj)
F isdatadescriptor(object)
F isframe(object)
F isfunction(object)
F isgenerator(object)
F isgeneratorfunction(obj)
F isgetsetdescriptor(object)
F ismemberdescriptor(object)
F ismethod(object)
F ismethoddescriptor(object)
F ismethodwrapper(object)
F ismodule(object)
F isroutine(object)
F istraceback(object)
F markcoroutinefunction(func)
F signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False)
F stack(context=1)
F trace(context=1)
F unwrap(func, *, stop=None)
F walktree(classes, children, parent)
also OrderedDict _FrameInfo _KEYWORD_ONLY _NonUserDefinedCallables _POSITIONAL_ONLY _POSITIONAL_OR_KEYWORD _ParameterKind _Traceback _VAR_KEYWORD _VAR_POSITIONAL _check_class _check_instance _descriptor_get _empty _filesbymodname _findclass _finddoc _get_code_position _get_code_position_from_tb _get_dunder_dict_of_class _getmembers _has_code_flag _has_coroutine_mark _is_coroutine_mark _main _missing_arguments _sentinel _shadowed_dict _shadowed_dict_from_weakref_mro_tuple _signature_bound_method _signature_from_builtin _signature_from_callable _signature_from_function _signature_fromstr _signature_get_partial _signature_get_user_defined_method _signature_is_builtin _signature_is_functionlike _signature_strip_non_python_syntax _static_getmro _too_many _void ast attrgetter builtins collections dis enum functools importlib iskeyword itertools linecache make_weakref modulesbyfile namedtuple os re sys token tokenize types
module io
E BlockingIOError
C BufferedIOBase()
C BufferedRWPair(reader, writer, buffer_size=8192, /)
C BufferedRandom(raw, buffer_size=8192)
C BufferedReader(raw, buffer_size=8192)
C BufferedWriter(raw, buffer_size=8192)
C BytesIO(initial_bytes=b'')
V DEFAULT_BUFFER_SIZE
C FileIO(file, mode='r', closefd=True, opener=None)
C IOBase()
C IncrementalNewlineDecoder(decoder, translate, errors='strict')
C RawIOBase()
V SEEK_CUR
V SEEK_END
V SEEK_SET
C StringIO(initial_value='', newline='\\n')
C TextIOBase()
C TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)
E UnsupportedOperation
F open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)
F open_code(path)
F text_encoding(encoding, stacklevel=2, /)
also _io
module ipaddress
E AddressValueError
V IPV4LENGTH
V IPV6LENGTH
C IPv4Address(address)
C IPv4Interface(address)
C IPv4Network(address, strict=True)
C IPv6Address(address)
C IPv6Interface(address)
C IPv6Network(address, strict=True)
E NetmaskValueError
F collapse_addresses(addresses)
F get_mixed_type_key(obj)
F ip_address(address)
F ip_interface(address)
F ip_network(address, strict=True)
F summarize_address_range(first, last)
F v4_int_to_packed(address)
F v6_int_to_packed(address)
also _BaseAddress _BaseConstants _BaseNetwork _BaseV4 _BaseV6 _IPAddressBase _IPv4Constants _IPv6Constants _address_fmt_re _collapse_addresses_internal _count_righthand_zero_bits _find_address_range _split_optional_netmask functools
module itertools
C accumulate(iterable, func=None, *, initial=None)
C batched(iterable, n, *, strict=False)
C chain(*iterables)
C combinations(iterable, r)
C combinations_with_replacement(iterable, r)
C compress(data, selectors)
C count(start=0, step=1)
C cycle(iterable, /)
C dropwhile(predicate, iterable, /)
C filterfalse(function, iterable, /)
C groupby(iterable, key=None)
C islice
C pairwise(iterable, /)
C permutations(iterable, r=None)
C product(*iterables, repeat=1)
C repeat
C starmap(function, iterable, /)
C takewhile(predicate, iterable, /)
F tee(iterable, n=2, /)
C zip_longest(*iterables, fillvalue=None)
also _grouper _tee _tee_dataobject
module json
E JSONDecodeError
C JSONDecoder(*, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None)
C JSONEncoder(*, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None, separators=None, default=None)
F dump(obj, fp, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw)
F dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw)
F load(fp, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw)
F loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw)
also _default_decoder _default_encoder codecs decoder detect_encoding encoder scanner
module keyword
F iskeyword(object, /)
F issoftkeyword(object, /)
V kwlist
V softkwlist
also 
module locale
V CHAR_MAX
E Error
V LC_ALL
V LC_COLLATE
V LC_CTYPE
V LC_MESSAGES
V LC_MONETARY
V LC_NUMERIC
V LC_TIME
F atof(...)
F atoi(string)
F currency(val, symbol=True, grouping=False, international=False)
F format_string(f, val, grouping=False, monetary=False)
F getdefaultlocale(envvars=('LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE'))
F getencoding()
F getlocale(category=0)
F getpreferredencoding(do_setlocale=True)
F localeconv()
F normalize(localename)
F setlocale(category, locale=None)
F str(val)
F strcoll(os1, os2, /)
F strxfrm(string, /)
also ABDAY_1 ABDAY_2 ABDAY_3 ABDAY_4 ABDAY_5 ABDAY_6 ABDAY_7 ABMON_1 ABMON_10 ABMON_11 ABMON_12 ABMON_2 ABMON_3 ABMON_4 ABMON_5 ABMON_6 ABMON_7 ABMON_8 ABMON_9 ALT_DIGITS AM_STR CODESET CRNCYSTR DAY_1 DAY_2 DAY_3 DAY_4 DAY_5 DAY_6 DAY_7 D_FMT D_T_FMT ERA ERA_D_FMT ERA_D_T_FMT ERA_T_FMT MON_1 MON_10 MON_11 MON_12 MON_2 MON_3 MON_4 MON_5 MON_6 MON_7 MON_8 MON_9 NOEXPR PM_STR RADIXCHAR THOUSEP T_FMT T_FMT_AMPM YESEXPR _append_modifier _build_localename _builtin_str _collections_abc _format _getdefaultlocale _group _grouping_intervals _localeconv _localize _override_localeconv _parse_localename _percent_re _print_locale _replace_encoding _setlocale _strcoll _strip_padding _strxfrm _test bind_textdomain_codeset bindtextdomain dcgettext delocalize dgettext encodings functools gettext locale_alias locale_encoding_alias localize nl_langinfo re sys textdomain windows_locale
module logging
V BASIC_FORMAT
C BufferingFormatter(linefmt=None)
V CRITICAL
V DEBUG
V ERROR
V FATAL
C FileHandler(filename, mode='a', encoding=None, delay=False, errors=None)
C Filter(name='')
C Formatter(fmt=None, datefmt=None, style='%', validate=True, *, defaults=None)
C Handler(level=0)
V INFO
C LogRecord(name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs)
C Logger(name, level=0)
C LoggerAdapter(logger, extra=None, merge_extra=False)
V NOTSET
C NullHandler(level=0)
C StreamHandler(stream=None)
V WARN
V WARNING
F addLevelName(level, levelName)
F basicConfig(**kwargs)
F captureWarnings(capture)
F critical(msg, *args, **kwargs)
F debug(msg, *args, **kwargs)
F disable(level=50)
F error(msg, *args, **kwargs)
F exception(msg, *args, exc_info=True, **kwargs)
F fatal(msg, *args, **kwargs)
F getHandlerByName(name)
F getHandlerNames()
F getLevelName(level)
F getLevelNamesMapping()
F getLogRecordFactory()
F getLogger(name=None)
F getLoggerClass()
F info(msg, *args, **kwargs)
V lastResort
F log(level, msg, *args, **kwargs)
F makeLogRecord(dict)
V raiseExceptions
F setLogRecordFactory(factory)
F setLoggerClass(klass)
F shutdown(...)
F warn(msg, *args, **kwargs)
F warning(msg, *args, **kwargs)
also Filterer GenericAlias Manager PercentStyle PlaceHolder RootLogger StrFormatStyle StringTemplateStyle Template _STYLES _StderrHandler _addHandlerRef _afterFork _after_at_fork_child_reinit_locks _at_fork_reinit_lock_weakset _checkLevel _defaultFormatter _defaultLastResort _handlerList _handlers _is_internal_frame _levelToName _lock _logRecordFactory _loggerClass _nameToLevel _prepareFork _register_at_fork_reinit_lock _removeHandlerRef _showwarning _srcfile _startTime _str_formatter _warnings_showwarning atexit collections currentframe io logAsyncioTasks logMultiprocessing logProcesses logThreads os re root sys threading time traceback warnings weakref
module math
F acos(x, /)
F acosh(x, /)
F asin(x, /)
F asinh(x, /)
F atan(x, /)
F atan2(y, x, /)
F atanh(x, /)
F cbrt(x, /)
F ceil(x, /)
F comb(n, k, /)
F copysign(x, y, /)
F cos(x, /)
F cosh(x, /)
F degrees(x, /)
F dist(p, q, /)
V e
F erf(x, /)
F erfc(x, /)
F exp(x, /)
F exp2(x, /)
F expm1(x, /)
F fabs(x, /)
F factorial(n, /)
F floor(x, /)
F fma(x, y, z, /)
F fmod(x, y, /)
F frexp(x, /)
F fsum(seq, /)
F gamma(x, /)
F gcd(*integers)
F hypot
V inf
F isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)
F isfinite(x, /)
F isinf(x, /)
F isnan(x, /)
F isqrt(n, /)
F lcm(*integers)
F ldexp(x, i, /)
F lgamma(x, /)
F log
F log10(x, /)
F log1p(x, /)
F log2(x, /)
F modf(x, /)
V nan
F nextafter(x, y, /, *, steps=None)
F perm(n, k=None, /)
V pi
F pow(x, y, /)
F prod(iterable, /, *, start=1)
F radians(x, /)
F remainder(x, y, /)
F sin(x, /)
F sinh(x, /)
F sqrt(x, /)
F sumprod(p, q, /)
F tan(x, /)
F tanh(x, /)
V tau
F trunc(x, /)
F ulp(x, /)
also 
module numbers
C Complex()
C Integral()
C Number()
C Rational()
C Real()
also ABCMeta abstractmethod
module operator
F abs(a, /)
F add(a, b, /)
F and_(a, b, /)
C attrgetter(attr, /, *attrs)
F call(obj, /, *args, **kwargs)
F concat(a, b, /)
F contains(a, b, /)
F countOf(a, b, /)
F delitem(a, b, /)
F eq(a, b, /)
F floordiv(a, b, /)
F ge(a, b, /)
F getitem(a, b, /)
F gt(a, b, /)
F iadd(a, b, /)
F iand(a, b, /)
F iconcat(a, b, /)
F ifloordiv(a, b, /)
F ilshift(a, b, /)
F imatmul(a, b, /)
F imod(a, b, /)
F imul(a, b, /)
F index(a, /)
F indexOf(a, b, /)
F inv(a, /)
F invert(a, /)
F ior(a, b, /)
F ipow(a, b, /)
F irshift(a, b, /)
F is_(a, b, /)
F is_not(a, b, /)
F isub(a, b, /)
C itemgetter(item, /, *items)
F itruediv(a, b, /)
F ixor(a, b, /)
F le(a, b, /)
F length_hint(obj, default=0, /)
F lshift(a, b, /)
F lt(a, b, /)
F matmul(a, b, /)
C methodcaller(name, /, *args, **kwargs)
F mod(a, b, /)
F mul(a, b, /)
F ne(a, b, /)
F neg(a, /)
F not_(a, /)
F or_(a, b, /)
F pos(a, /)
F pow(a, b, /)
F rshift(a, b, /)
F setitem(a, b, c, /)
F sub(a, b, /)
F truediv(a, b, /)
F truth(a, /)
F xor(a, b, /)
also _abs
module pathlib
C Path(*args, **kwargs)
C PosixPath(*args, **kwargs)
C PurePath(*args, **kwargs)
C PurePosixPath(*args, **kwargs)
C PureWindowsPath(*args, **kwargs)
E UnsupportedOperation
C WindowsPath(*args, **kwargs)
also _abc _local
module pprint
C PrettyPrinter(indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False)
F isreadable(object)
F isrecursive(object)
F pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False)
F pp(object, *args, sort_dicts=False, **kwargs)
F pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False)
F saferepr(object)
also _StringIO _builtin_scalars _collections _dataclasses _recursion _safe_key _safe_tuple _sys _types _wrap_bytes_repr re
module random
C Random(x=None)
C SystemRandom(x=None)
F betavariate(alpha, beta)
F binomialvariate(n=1, p=0.5)
F choice(seq)
F choices(population, weights=None, *, cum_weights=None, k=1)
F expovariate(lambd=1.0)
F gammavariate(alpha, beta)
F gauss(mu=0.0, sigma=1.0)
F getrandbits(k, /)
F getstate()
F lognormvariate(mu, sigma)
F normalvariate(mu=0.0, sigma=1.0)
F paretovariate(alpha)
F randbytes(n)
F randint(a, b)
F random()
F randrange(start, stop=None, step=1)
F sample(population, k, *, counts=None)
F seed(a=None, version=2)
F setstate(state)
F shuffle(x)
F triangular(low=0.0, high=1.0, mode=None)
F uniform(a, b)
F vonmisesvariate(mu, kappa)
F weibullvariate(alpha, beta)
also BPF LOG4 NV_MAGICCONST RECIP_BPF SG_MAGICCONST TWOPI _ONE _Sequence _accumulate _acos _bisect _ceil _cos _e _exp _fabs _floor _index _inst _isfinite _lgamma _log _log2 _os _parse_args _pi _random _repeat _sha512 _sin _sqrt _test _test_generator _urandom main
module re
V A
V ASCII
V DOTALL
V I
V IGNORECASE
V L
V LOCALE
V M
V MULTILINE
C Match()
V NOFLAG
C Pattern()
E PatternError
C RegexFlag(*values)
V S
V U
V UNICODE
V VERBOSE
V X
F compile(pattern, flags=0)
E error
F escape(pattern)
F findall(pattern, string, flags=0)
F finditer(pattern, string, flags=0)
F fullmatch(pattern, string, flags=0)
F match(pattern, string, flags=0)
F purge()
F search(pattern, string, flags=0)
F split(pattern, string, maxsplit=0, flags=0)
F sub(pattern, repl, string, count=0, flags=0)
F subn(pattern, repl, string, count=0, flags=0)
also DEBUG Scanner _MAXCACHE _MAXCACHE2 _ZeroSentinel _cache _cache2 _casefix _compile _compile_template _compiler _constants _parser _pickle _special_chars_map _sre _zero_sentinel copyreg enum functools
module reprlib
C Repr(*, maxlevel=6, maxtuple=6, maxlist=6, maxarray=5, maxdict=4, maxset=6, maxfrozenset=6, maxdeque=6, maxstring=30, maxlong=40, maxother=30, fillvalue='...', indent=None)
F recursive_repr(fillvalue='...')
F repr(x)
also _possibly_sorted aRepr builtins get_ident islice
module secrets
C SystemRandom(x=None)
F choice(seq)
F compare_digest(a, b, /)
F randbelow(exclusive_upper_bound)
F randbits(k)
F token_bytes(nbytes=None)
F token_hex(nbytes=None)
F token_urlsafe(nbytes=None)
also DEFAULT_ENTROPY _sysrand base64
module shlex
F join(split_command)
F quote(s)
C shlex(instream=None, infile=None, posix=False, punctuation_chars=False)
F split(s, comments=False, posix=True)
also StringIO _find_unsafe _print_tokens deque os re sys
module statistics
C NormalDist(mu=0.0, sigma=1.0)
E StatisticsError
F correlation(x, y, /, *, method='linear')
F covariance(x, y, /)
F fmean(data, weights=None)
F geometric_mean(data)
F harmonic_mean(data, weights=None)
F kde(data, h, kernel='normal', *, cumulative=False)
F kde_random(data, h, kernel='normal', *, seed=None)
F linear_regression(x, y, /, *, proportional=False)
F mean(data)
F median(data)
F median_grouped(data, interval=1.0)
F median_high(data)
F median_low(data)
F mode(data)
F multimode(data)
F pstdev(data, mu=None)
F pvariance(data, mu=None)
F quantiles(data, *, n=4, method='exclusive')
F stdev(data, xbar=None)
F variance(data, xbar=None)
also Counter Decimal Fraction LinearRegression _SQRT2 _coerce _convert _decimal_sqrt_of_frac _exact_ratio _fail_neg _float_sqrt_of_frac _integer_sqrt_of_frac_rto _isfinite _kernel_invcdfs _mean_stdev _newton_raphson _normal_dist_inv_cdf _quartic_invcdf _quartic_invcdf_estimate _random _rank _sqrt_bit_width _sqrtprod _ss _sum _triweight_invcdf _triweight_invcdf_estimate acos asin atan bisect_left bisect_right cos cosh count defaultdict erf exp fabs fsum groupby hypot isfinite isinf itemgetter log math namedtuple numbers pi random reduce repeat sin sqrt sumprod sys tan tau
module string
C Formatter()
C Template(template)
V ascii_letters
V ascii_lowercase
V ascii_uppercase
F capwords(s, sep=None)
V digits
V hexdigits
V octdigits
V printable
V punctuation
V whitespace
also _ChainMap _re _sentinel_dict _string
module struct
C Struct
F calcsize(format, /)
E error
F iter_unpack(format, buffer, /)
F pack
F pack_into
F unpack(format, buffer, /)
F unpack_from(format, /, buffer, offset=0)
also _clearcache
module sys
V abiflags
F activate_stack_trampoline(backend, /)
F addaudithook(hook)
V api_version
V argv
F audit(event, /, *args)
V base_exec_prefix
V base_prefix
F breakpointhook(*args, **kwargs)
V builtin_module_names
V byteorder
F call_tracing(func, args, /)
V copyright
F deactivate_stack_trampoline()
F displayhook(object, /)
V dont_write_bytecode
F exc_info()
F excepthook(exctype, value, traceback, /)
F exception()
V exec_prefix
V executable
F exit(status=None, /)
V flags
V float_info
V float_repr_style
F get_asyncgen_hooks()
F get_coroutine_origin_tracking_depth()
F get_int_max_str_digits()
F getallocatedblocks()
F getdefaultencoding()
F getdlopenflags()
F getfilesystemencodeerrors()
F getfilesystemencoding()
F getprofile()
F getrecursionlimit()
F getrefcount(object, /)
F getsizeof
F getswitchinterval()
F gettrace()
F getunicodeinternedsize(*, _only_immortal=False)
V hash_info
V hexversion
V implementation
V int_info
F intern(string, /)
F is_finalizing()
F is_stack_trampoline_active()
V maxsize
V maxunicode
V meta_path
V modules
V orig_argv
V path
V path_hooks
V path_importer_cache
V platform
V platlibdir
V prefix
V pycache_prefix
F set_asyncgen_hooks
F set_coroutine_origin_tracking_depth(depth)
F set_int_max_str_digits(maxdigits)
F setdlopenflags(flags, /)
F setprofile(function, /)
F setrecursionlimit(limit, /)
F setswitchinterval(interval, /)
F settrace(function, /)
V stderr
V stdin
V stdlib_module_names
V stdout
V thread_info
F unraisablehook(unraisable, /)
V version
V version_info
V warnoptions
also _base_executable _baserepl _clear_internal_caches _clear_type_cache _current_exceptions _current_frames _debugmallocstats _framework _get_cpu_count_config _getframe _getframemodulename _git _home _is_gil_enabled _is_interned _setprofileallthreads _settraceallthreads _stdlib_dir _xoptions monitoring
module textwrap
C TextWrapper(...)
F dedent(text)
F fill(text, width=70, **kwargs)
F indent(text, prefix, predicate=None)
F shorten(text, width, **kwargs)
F wrap(text, width=70, **kwargs)
also _leading_whitespace_re _whitespace _whitespace_only_re re
module time
V CLOCK_BOOTTIME
V CLOCK_MONOTONIC
V CLOCK_MONOTONIC_RAW
V CLOCK_PROCESS_CPUTIME_ID
V CLOCK_REALTIME
V CLOCK_TAI
V CLOCK_THREAD_CPUTIME_ID
V altzone
F asctime
F clock_getres
F clock_gettime(clk_id, /)
F clock_gettime_ns(clk_id, /)
F clock_settime
F clock_settime_ns
F ctime
V daylight
F get_clock_info
F gmtime
F localtime
F mktime(object, /)
F monotonic()
F monotonic_ns()
F perf_counter()
F perf_counter_ns()
F process_time()
F process_time_ns()
F pthread_getcpuclockid
F sleep(object, /)
F strftime
F strptime
C struct_time(iterable=(), /)
F thread_time()
F thread_time_ns()
F time()
F time_ns()
V timezone
V tzname
F tzset()
also _STRUCT_TM_ITEMS
module timeit
C Timer(stmt='pass', setup='pass', timer=<built-in function perf_counter>, globals=None)
F default_timer()
F repeat(stmt='pass', setup='pass', timer=<built-in function perf_counter>, repeat=5, number=1000000, globals=None)
F timeit(stmt='pass', setup='pass', timer=<built-in function perf_counter>, number=1000000, globals=None)
also _globals default_number default_repeat dummy_src_name gc itertools main reindent sys template time
module token
V AMPER
V AMPEREQUAL
V AT
V ATEQUAL
V CIRCUMFLEX
V CIRCUMFLEXEQUAL
V COLON
V COLONEQUAL
V COMMA
V COMMENT
V DEDENT
V DOT
V DOUBLESLASH
V DOUBLESLASHEQUAL
V DOUBLESTAR
V DOUBLESTAREQUAL
V ELLIPSIS
V ENCODING
V ENDMARKER
V EQEQUAL
V EQUAL
V ERRORTOKEN
V EXCLAMATION
V FSTRING_END
V FSTRING_MIDDLE
V FSTRING_START
V GREATER
V GREATEREQUAL
V INDENT
F ISEOF(x)
F ISNONTERMINAL(x)
F ISTERMINAL(x)
V LBRACE
V LEFTSHIFT
V LEFTSHIFTEQUAL
V LESS
V LESSEQUAL
V LPAR
V LSQB
V MINEQUAL
V MINUS
V NAME
V NEWLINE
V NL
V NOTEQUAL
V NT_OFFSET
V NUMBER
V N_TOKENS
V OP
V PERCENT
V PERCENTEQUAL
V PLUS
V PLUSEQUAL
V RARROW
V RBRACE
V RIGHTSHIFT
V RIGHTSHIFTEQUAL
V RPAR
V RSQB
V SEMI
V SLASH
V SLASHEQUAL
V SOFT_KEYWORD
V STAR
V STAREQUAL
V STRING
V TILDE
V TYPE_COMMENT
V TYPE_IGNORE
V VBAR
V VBAREQUAL
V tok_name
also EXACT_TOKEN_TYPES
module tokenize
V AMPER
V AMPEREQUAL
V AT
V ATEQUAL
V CIRCUMFLEX
V CIRCUMFLEXEQUAL
V COLON
V COLONEQUAL
V COMMA
V COMMENT
V DEDENT
V DOT
V DOUBLESLASH
V DOUBLESLASHEQUAL
V DOUBLESTAR
V DOUBLESTAREQUAL
V ELLIPSIS
V ENCODING
V ENDMARKER
V EQEQUAL
V EQUAL
V ERRORTOKEN
V EXCLAMATION
V FSTRING_END
V FSTRING_MIDDLE
V FSTRING_START
V GREATER
V GREATEREQUAL
V INDENT
F ISEOF(x)
F ISNONTERMINAL(x)
F ISTERMINAL(x)
V LBRACE
V LEFTSHIFT
V LEFTSHIFTEQUAL
V LESS
V LESSEQUAL
V LPAR
V LSQB
V MINEQUAL
V MINUS
V NAME
V NEWLINE
V NL
V NOTEQUAL
V NT_OFFSET
V NUMBER
V N_TOKENS
V OP
V PERCENT
V PERCENTEQUAL
V PLUS
V PLUSEQUAL
V RARROW
V RBRACE
V RIGHTSHIFT
V RIGHTSHIFTEQUAL
V RPAR
V RSQB
V SEMI
V SLASH
V SLASHEQUAL
V SOFT_KEYWORD
V STAR
V STAREQUAL
V STRING
V TILDE
V TYPE_COMMENT
V TYPE_IGNORE
E TokenError
C TokenInfo(type, string, start, end, line)
V VBAR
V VBAREQUAL
F detect_encoding(readline)
F generate_tokens(readline)
F open(filename)
V tok_name
F tokenize(readline)
F untokenize(iterable)
also BOM_UTF8 Binnumber Comment ContStr Decnumber Double Double3 EXACT_TOKEN_TYPES Expfloat Exponent Floatnumber Funny Hexnumber Ignore Imagnumber Intnumber Name Number Octnumber PlainToken Pointfloat PseudoExtras PseudoToken Single Single3 Special String StringPrefix TextIOWrapper Token Triple Untokenizer Whitespace _all_string_prefixes _builtin_open _compile _generate_tokens_from_c_tokenizer _get_normal_name _itertools _tokenize _transform_msg any blank_re collections cookie_re endpats functools group lookup main maybe re single_quoted sys tabsize triple_quoted
module traceback
C FrameSummary(filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None, end_colno=None)
C StackSummary(iterable=(), /)
C TracebackException(exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False, compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None)
F clear_frames(tb)
F extract_stack(f=None, limit=None)
F extract_tb(tb, limit=None)
F format_exc(limit=None, chain=True)
F format_exception(exc, /, value=<implicit>, tb=<implicit>, limit=None, chain=True, **kwargs)
F format_exception_only(exc, /, value=<implicit>, *, show_group=False, **kwargs)
F format_list(extracted_list)
F format_stack(f=None, limit=None)
F format_tb(tb, limit=None)
F print_exc(limit=None, file=None, chain=True)
F print_exception(exc, /, value=<implicit>, tb=<implicit>, limit=None, file=None, chain=True, **kwargs)
F print_last(limit=None, file=None, chain=True)
F print_stack(f=None, limit=None, file=None)
F print_tb(tb, limit=None, file=None)
F walk_stack(f)
F walk_tb(tb)
also ANSIColors BUILTIN_EXCEPTION_LIMIT _Anchors _CASE_COST _ExceptionPrintContext _MAX_CANDIDATE_ITEMS _MAX_STRING_SIZE _MOVE_COST _RECURSIVE_CUTOFF _Sentinel _WIDE_CHAR_SPECIFIERS _byte_offset_to_character_offset _cause_message _colorize _compute_suggestion_error _context_message _display_width _extract_caret_anchors_from_line_segment _format_final_exc_line _get_code_position _levenshtein_distance _parse_value_tb _print_exception_bltin _safe_string _sentinel _substitution_cost _walk_tb_with_full_positions collections itertools linecache print_list suppress sys textwrap warnings
module types
C AsyncGeneratorType()
C BuiltinFunctionType()
C BuiltinMethodType()
C CellType
C ClassMethodDescriptorType()
C CodeType(...)
C CoroutineType()
C DynamicClassAttribute(fget=None, fset=None, fdel=None, doc=None)
C EllipsisType()
C FrameType()
C FunctionType(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)
C GeneratorType()
C GenericAlias(origin, args, /)
C GetSetDescriptorType()
C LambdaType(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)
C MappingProxyType(mapping)
C MemberDescriptorType()
C MethodDescriptorType()
C MethodType(function, instance, /)
C MethodWrapperType()
C ModuleType(name, doc=None)
C NoneType()
C NotImplementedType()
C SimpleNamespace(mapping_or_iterable=(), /, **kwargs)
C TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)
C UnionType()
C WrapperDescriptorType()
F coroutine(func)
F get_original_bases(cls, /)
F new_class(name, bases=(), kwds=None, exec_body=None)
F prepare_class(name, bases=(), kwds=None)
F resolve_bases(bases)
also _GeneratorWrapper _calculate_meta
module typing
F AbstractSet(*args, **kwargs)
F Annotated(*args, **kwds)
C Any(*args, **kwargs)
V AnyStr
F AsyncGenerator(*args, **kwargs)
F AsyncIterable(*args, **kwargs)
F AsyncIterator(*args, **kwargs)
F Awaitable(*args, **kwargs)
C BinaryIO()
F ByteString(*args, **kwargs)
F Callable(*args, **kwargs)
F ChainMap(*args, **kwargs)
F ClassVar(*args, **kwds)
F Collection(*args, **kwargs)
F Concatenate(*args, **kwds)
F Container(*args, **kwargs)
F Coroutine(*args, **kwargs)
F Counter(*args, **kwargs)
F DefaultDict(*args, **kwargs)
F Deque(*args, **kwargs)
F Dict(*args, **kwargs)
F Final(*args, **kwds)
C ForwardRef(arg, is_argument=True, module=None, *, is_class=False)
F FrozenSet(*args, **kwargs)
F Generator(*args, **kwargs)
C Generic()
F Hashable(*args, **kwargs)
C IO()
F ItemsView(*args, **kwargs)
F Iterable(*args, **kwargs)
F Iterator(*args, **kwargs)
F KeysView(*args, **kwargs)
F List(*args, **kwargs)
F Literal(*args, **kwds)
F LiteralString(*args, **kwds)
F Mapping(*args, **kwargs)
F MappingView(*args, **kwargs)
F MutableMapping(*args, **kwargs)
F MutableSequence(*args, **kwargs)
F MutableSet(*args, **kwargs)
F NamedTuple(typename, fields=<sentinel>, /, **kwargs)
F Never(*args, **kwds)
C NewType(name, tp)
V NoDefault
F NoReturn(*args, **kwds)
F NotRequired(*args, **kwds)
F Optional(*args, **kwds)
F OrderedDict(*args, **kwargs)
C ParamSpec
C ParamSpecArgs
C ParamSpecKwargs
C Protocol()
F ReadOnly(*args, **kwds)
F Required(*args, **kwds)
F Reversible(*args, **kwargs)
F Self(*args, **kwds)
F Sequence(*args, **kwargs)
F Set(*args, **kwargs)
F Sized(*args, **kwargs)
C SupportsAbs(*args, **kwargs)
C SupportsBytes(*args, **kwargs)
C SupportsComplex(*args, **kwargs)
C SupportsFloat(*args, **kwargs)
C SupportsIndex(*args, **kwargs)
C SupportsInt(*args, **kwargs)
C SupportsRound(*args, **kwargs)
V TYPE_CHECKING
C Text
C TextIO()
F Tuple(*args, **kwargs)
F Type(*args, **kwargs)
F TypeAlias(*args, **kwds)
C TypeAliasType
F TypeGuard(*args, **kwds)
F TypeIs(*args, **kwds)
C TypeVar
C TypeVarTuple
F TypedDict(typename, fields=<sentinel>, /, *, total=True)
F Union(*args, **kwds)
F Unpack(*args, **kwds)
F ValuesView(*args, **kwargs)
F assert_never(arg: Never, /) -> Never
F assert_type(val, typ, /)
F cast(typ, val)
F clear_overloads()
F dataclass_transform(...)
F final(f)
F get_args(tp)
F get_origin(tp)
F get_overloads(func)
F get_protocol_members(tp: type, /) -> frozenset[str]
F get_type_hints(obj, globalns=None, localns=None, include_extras=False)
F is_protocol(tp: type, /) -> bool
F is_typeddict(tp)
F no_type_check(arg)
F no_type_check_decorator(decorator)
F overload(func)
F override(method: F, /) -> F
F reveal_type(obj: T, /) -> T
F runtime_checkable(cls)
also ABCMeta CT_co EXCLUDED_ATTRIBUTES GenericAlias KT MethodDescriptorType MethodWrapperType NamedTupleMeta T T_co T_contra VT VT_co V_co WrapperDescriptorType _ASSERT_NEVER_REPR_MAX_LENGTH _AnnotatedAlias _AnyMeta _BaseGenericAlias _CallableGenericAlias _CallableType _ConcatenateGenericAlias _DeprecatedGenericAlias _Final _Func _GenericAlias _IdentityCallable _LiteralGenericAlias _NamedTuple _NotIterable _PROTO_ALLOWLIST _ProtocolMeta _SPECIAL_NAMES _Sentinel _SpecialForm _SpecialGenericAlias _TYPING_INTERNALS _TupleType _TypedCacheSpecialForm _TypedDict _TypedDictMeta _TypingEllipsis _UnionGenericAlias _UnpackGenericAlias _abc_instancecheck _abc_subclasscheck _alias _allow_reckless_class_checks _allowed_types _caches _caller _check_generic_specialization _cleanups _collect_type_parameters _compare_args_orderless _deduplicate _deduplicate_unhashable _deprecation_warning_for_no_type_params_passed _eval_type _flatten_literal_params _generic_class_getitem _generic_init_subclass _get_protocol_attrs _get_typeddict_qualifiers _idfunc _is_dunder _is_param_expr _is_typevar_like _is_unpacked_typevartuple _lazy_load_getattr_static _make_nmtuple _make_union _namedtuple_mro_entries _no_init_or_replace_init _overload_dummy _overload_registry _paramspec_prepare_subst _paramspec_subst _prohibited _proto_hook _remove_dups_flatten _sentinel _should_unflatten_callable_args _special _strip_annotations _tp_cache _type_check _type_check_issubclass_arg_1 _type_convert _type_repr _typevar_subst _typevartuple_prepare_subst _unpack_args _value_and_type_iter abstractmethod collections copyreg defaultdict functools operator sys types
module unicodedata
C UCD()
F bidirectional(chr, /)
F category(chr, /)
F combining(chr, /)
F decimal
F decomposition(chr, /)
F digit
F east_asian_width(chr, /)
F is_normalized(form, unistr, /)
F lookup(name, /)
F mirrored(chr, /)
F name
F normalize(form, unistr, /)
F numeric
V ucd_3_2_0
V unidata_version
also _ucnhash_CAPI
module unittest
C FunctionTestCase(testFunc, setUp=None, tearDown=None, description=None)
C IsolatedAsyncioTestCase(methodName='runTest')
E SkipTest
C TestCase(methodName='runTest')
C TestLoader()
C TestResult(stream=None, descriptions=None, verbosity=None)
C TestSuite(tests=())
C TextTestResult(stream, descriptions, verbosity, *, durations=None)
C TextTestRunner(stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None, warnings=None, *, tb_locals=False, durations=None)
F addModuleCleanup(function, /, *args, **kwargs)
V defaultTestLoader
F doModuleCleanups()
F enterModuleContext(cm)
F expectedFailure(test_item)
F installHandler()
C main(...)
F registerResult(result)
F removeHandler(method=None)
F removeResult(result)
F skip(reason)
F skipIf(condition, reason)
F skipUnless(condition, reason)
also BaseTestSuite TestProgram async_case case loader result runner signals suite util
module urllib.parse
C DefragResult(url, fragment)
C DefragResultBytes(url, fragment)
C ParseResult(scheme, netloc, path, params, query, fragment)
C ParseResultBytes(scheme, netloc, path, params, query, fragment)
C SplitResult(scheme, netloc, path, query, fragment)
C SplitResultBytes(scheme, netloc, path, query, fragment)
F parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&')
F parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&')
F quote(string, safe='/', encoding=None, errors=None)
F quote_from_bytes(bs, safe='/')
F quote_plus(string, safe='', encoding=None, errors=None)
F unquote(string, encoding='utf-8', errors='replace')
F unquote_plus(string, encoding='utf-8', errors='replace')
F unquote_to_bytes(string)
F urldefrag(url)
F urlencode(...)
F urljoin(base, url, allow_fragments=True)
F urlparse(url, scheme='', allow_fragments=True)
F urlsplit(url, scheme='', allow_fragments=True)
F urlunparse(components)
F urlunsplit(components)
also ResultBase _ALWAYS_SAFE _ALWAYS_SAFE_BYTES _DefragResultBase _NetlocResultMixinBase _NetlocResultMixinBytes _NetlocResultMixinStr _ParseResultBase _Quoter _ResultMixinBytes _ResultMixinStr _SplitResultBase _UNSAFE_URL_BYTES_TO_REMOVE _WHATWG_C0_CONTROL_OR_SPACE _asciire _byte_quoter_factory _check_bracketed_host _checknetloc _coerce_args _decode_args _encode_result _generate_unquoted_parts _hexdig _hextobyte _hostprog _implicit_encoding _implicit_errors _noop _portprog _splitattr _splithost _splitnetloc _splitnport _splitparams _splitpasswd _splitport _splitquery _splittag _splittype _splituser _splitvalue _to_bytes _typeprog _unquote_impl clear_cache functools ipaddress math namedtuple non_hierarchical re scheme_chars splitattr splithost splitnport splitpasswd splitport splitquery splittag splittype splituser splitvalue to_bytes types unwrap uses_fragment uses_netloc uses_params uses_query uses_relative warnings
module uuid
C Enum(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)
V NAMESPACE_DNS
V NAMESPACE_OID
V NAMESPACE_URL
V NAMESPACE_X500
V RESERVED_FUTURE
V RESERVED_MICROSOFT
V RESERVED_NCS
V RFC_4122
C SafeUUID(*values)
C UUID(hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *, is_safe=<SafeUUID.unknown: None>)
C bytes_
F getnode()
C int_
F main()
F uuid1(node=None, clock_seq=None)
F uuid3(namespace, name)
F uuid4()
F uuid5(namespace, name)
also _AIX _GETTERS _LINUX _MAC_DELIM _MAC_OMITS_LEADING_ZEROES _OS_GETTERS _UuidCreate _arp_getnode _find_mac_near_keyword _find_mac_under_heading _generate_time_safe _get_command_stdout _ifconfig_getnode _ip_getnode _is_universal _lanscan_getnode _last_timestamp _netstat_getnode _node _parse_mac _random_getnode _simple_enum _unix_getnode _uuid _windll_getnode os sys
module warnings
C catch_warnings(...)
C deprecated(...)
F filterwarnings(...)
F formatwarning(message, category, filename, lineno, line=None)
F resetwarnings()
F showwarning(message, category, filename, lineno, file=None, line=None)
F simplefilter(...)
F warn
F warn_explicit
also WarningMessage _DEPRECATED_MSG _OptionError _add_filter _defaultaction _deprecated _filters_mutated _formatwarning_orig _formatwarnmsg _formatwarnmsg_impl _getaction _getcategory _is_filename_to_skip _is_internal_filename _is_internal_frame _next_external_frame _onceregistry _processoptions _setoption _showwarning_orig _showwarnmsg _showwarnmsg_impl _warn_unawaited_coroutine defaultaction filters onceregistry sys
module weakref
C CallableProxyType()
C ProxyType()
V ProxyTypes
C ReferenceType
C WeakKeyDictionary(dict=None)
C WeakMethod(meth, callback=None)
C WeakSet(data=None)
C WeakValueDictionary(other=(), /, **kw)
C finalize(obj, func, /, *args, **kwargs)
F getweakrefcount(object, /)
F getweakrefs(object, /)
F proxy(object, callback=None, /)
C ref
also KeyedRef _IterationGuard _collections_abc _remove_dead_weakref itertools sys
module zlib
V DEFLATED
V DEF_BUF_SIZE
V DEF_MEM_LEVEL
V MAX_WBITS
V ZLIB_RUNTIME_VERSION
V ZLIB_VERSION
V Z_BEST_COMPRESSION
V Z_BEST_SPEED
V Z_BLOCK
V Z_DEFAULT_COMPRESSION
V Z_DEFAULT_STRATEGY
V Z_FILTERED
V Z_FINISH
V Z_FIXED
V Z_FULL_FLUSH
V Z_HUFFMAN_ONLY
V Z_NO_COMPRESSION
V Z_NO_FLUSH
V Z_PARTIAL_FLUSH
V Z_RLE
V Z_SYNC_FLUSH
V Z_TREES
F adler32(data, value=1, /)
F compress(data, /, level=-1, wbits=15)
F compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)
F crc32(data, value=0, /)
F decompress(data, /, wbits=15, bufsize=16384)
F decompressobj(wbits=15, zdict=b'')
E error
also _ZlibDecompressor
type str
F capitalize(self, /)
F casefold(self, /)
F center(self, width, fillchar=' ', /)
F count(...)
F encode(self, /, encoding='utf-8', errors='strict')
F endswith(...)
F expandtabs(self, /, tabsize=8)
F find(...)
F format(self, /, *args, **kwargs)
F format_map(self, mapping, /)
F index(...)
F isalnum(self, /)
F isalpha(self, /)
F isascii(self, /)
F isdecimal(self, /)
F isdigit(self, /)
F isidentifier(self, /)
F islower(self, /)
F isnumeric(self, /)
F isprintable(self, /)
F isspace(self, /)
F istitle(self, /)
F isupper(self, /)
F join(self, iterable, /)
F ljust(self, width, fillchar=' ', /)
F lower(self, /)
F lstrip(self, chars=None, /)
F maketrans(...)
F partition(self, sep, /)
F removeprefix(self, prefix, /)
F removesuffix(self, suffix, /)
F replace(self, old, new, /, count=-1)
F rfind(...)
F rindex(...)
F rjust(self, width, fillchar=' ', /)
F rpartition(self, sep, /)
F rsplit(self, /, sep=None, maxsplit=-1)
F rstrip(self, chars=None, /)
F split(self, /, sep=None, maxsplit=-1)
F splitlines(self, /, keepends=False)
F startswith(...)
F strip(self, chars=None, /)
F swapcase(self, /)
F title(self, /)
F translate(self, table, /)
F upper(self, /)
F zfill(self, width, /)
type bytes
F capitalize(self, /)
F center(self, width, fillchar=b' ', /)
F count(...)
F decode(self, /, encoding='utf-8', errors='strict')
F endswith(...)
F expandtabs(self, /, tabsize=8)
F find(...)
F fromhex(string, /)
F hex(...)
F index(...)
F isalnum(self, /)
F isalpha(self, /)
F isascii(self, /)
F isdigit(self, /)
F islower(self, /)
F isspace(self, /)
F istitle(self, /)
F isupper(self, /)
F join(self, iterable_of_bytes, /)
F ljust(self, width, fillchar=b' ', /)
F lower(self, /)
F lstrip(self, bytes=None, /)
F maketrans(frm, to, /)
F partition(self, sep, /)
F removeprefix(self, prefix, /)
F removesuffix(self, suffix, /)
F replace(self, old, new, count=-1, /)
F rfind(...)
F rindex(...)
F rjust(self, width, fillchar=b' ', /)
F rpartition(self, sep, /)
F rsplit(self, /, sep=None, maxsplit=-1)
F rstrip(self, bytes=None, /)
F split(self, /, sep=None, maxsplit=-1)
F splitlines(self, /, keepends=False)
F startswith(...)
F strip(self, bytes=None, /)
F swapcase(self, /)
F title(self, /)
F translate(self, table, /, delete=b'')
F upper(self, /)
F zfill(self, width, /)
type bytearray
F append(self, item, /)
F capitalize(self, /)
F center(self, width, fillchar=b' ', /)
F clear(self, /)
F copy(self, /)
F count(...)
F decode(self, /, encoding='utf-8', errors='strict')
F endswith(...)
F expandtabs(self, /, tabsize=8)
F extend(self, iterable_of_ints, /)
F find(...)
F fromhex(string, /)
F hex(...)
F index(...)
F insert(self, index, item, /)
F isalnum(self, /)
F isalpha(self, /)
F isascii(self, /)
F isdigit(self, /)
F islower(self, /)
F isspace(self, /)
F istitle(self, /)
F isupper(self, /)
F join(self, iterable_of_bytes, /)
F ljust(self, width, fillchar=b' ', /)
F lower(self, /)
F lstrip(self, bytes=None, /)
F maketrans(frm, to, /)
F partition(self, sep, /)
F pop(self, index=-1, /)
F remove(self, value, /)
F removeprefix(self, prefix, /)
F removesuffix(self, suffix, /)
F replace(self, old, new, count=-1, /)
F reverse(self, /)
F rfind(...)
F rindex(...)
F rjust(self, width, fillchar=b' ', /)
F rpartition(self, sep, /)
F rsplit(self, /, sep=None, maxsplit=-1)
F rstrip(self, bytes=None, /)
F split(self, /, sep=None, maxsplit=-1)
F splitlines(self, /, keepends=False)
F startswith(...)
F strip(self, bytes=None, /)
F swapcase(self, /)
F title(self, /)
F translate(self, table, /, delete=b'')
F upper(self, /)
F zfill(self, width, /)
type int
F as_integer_ratio(self, /)
F bit_count(self, /)
F bit_length(self, /)
F conjugate(self, /)
V denominator
F from_bytes(bytes, byteorder='big', *, signed=False)
V imag
F is_integer(self, /)
V numerator
V real
F to_bytes(self, /, length=1, byteorder='big', *, signed=False)
type float
F as_integer_ratio(self, /)
F conjugate(self, /)
F fromhex(string, /)
F hex(self, /)
V imag
F is_integer(self, /)
V real
type complex
F conjugate(self, /)
V imag
V real
type bool
F as_integer_ratio(self, /)
F bit_count(self, /)
F bit_length(self, /)
F conjugate(self, /)
V denominator
F from_bytes(bytes, byteorder='big', *, signed=False)
V imag
F is_integer(self, /)
V numerator
V real
F to_bytes(self, /, length=1, byteorder='big', *, signed=False)
type list
F append(self, object, /)
F clear(self, /)
F copy(self, /)
F count(self, value, /)
F extend(self, iterable, /)
F index(self, value, start=0, stop=9223372036854775807, /)
F insert(self, index, object, /)
F pop(self, index=-1, /)
F remove(self, value, /)
F reverse(self, /)
F sort(self, /, *, key=None, reverse=False)
type tuple
F count(self, value, /)
F index(self, value, start=0, stop=9223372036854775807, /)
type dict
F clear(self, /)
F copy(self, /)
F fromkeys(iterable, value=None, /)
F get(self, key, default=None, /)
F items(self, /)
F keys(self, /)
F pop(...)
F popitem(self, /)
F setdefault(self, key, default=None, /)
F update(...)
F values(self, /)
type set
F add(self, object, /)
F clear(self, /)
F copy(self, /)
F difference(self, /, *others)
F difference_update(self, /, *others)
F discard(self, object, /)
F intersection(self, /, *others)
F intersection_update(self, /, *others)
F isdisjoint(self, other, /)
F issubset(self, other, /)
F issuperset(self, other, /)
F pop(self, /)
F remove(self, object, /)
F symmetric_difference(self, other, /)
F symmetric_difference_update(self, other, /)
F union(self, /, *others)
F update(self, /, *others)
type frozenset
F copy(self, /)
F difference(self, /, *others)
F intersection(self, /, *others)
F isdisjoint(self, other, /)
F issubset(self, other, /)
F issuperset(self, other, /)
F symmetric_difference(self, other, /)
F union(self, /, *others)
type range
F count(self, object, /)
F index(self, object, /)
V start
V step
V stop
type slice
F indices(self, object, /)
V start
V step
V stop
type memoryview
V c_contiguous
F cast(...)
V contiguous
V f_contiguous
V format
F hex(...)
V itemsize
V nbytes
V ndim
V obj
V readonly
F release(self, /)
V shape
V strides
V suboffsets
F tobytes(self, /, order='C')
F tolist(self, /)
F toreadonly(self, /)
type generator
F close(self, /)
V gi_code
V gi_frame
V gi_running
V gi_suspended
V gi_yieldfrom
F send(self, object, /)
F throw(...)
type coroutine
F close(self, /)
V cr_await
V cr_code
V cr_frame
V cr_origin
V cr_running
V cr_suspended
F send(self, object, /)
F throw(...)
type async_generator
F aclose(self, /)
V ag_await
V ag_code
V ag_frame
V ag_running
V ag_suspended
F asend(self, object, /)
F athrow(...)
type function
type type
F mro(self, /)
type BaseException
F add_note(self, object, /)
V args
F with_traceback(self, object, /)
type property
F deleter(self, object, /)
V fdel
V fget
V fset
F getter(self, object, /)
F setter(self, object, /)
type StopIteration
F add_note(self, object, /)
V args
V value
F with_traceback(self, object, /)
type BaseExceptionGroup
F add_note(self, object, /)
V args
F derive(self, object, /)
V exceptions
V message
F split(self, object, /)
F subgroup(self, object, /)
F with_traceback(self, object, /)
type asyncio.Queue
F empty(self)
F full(self)
F get(self)
F get_nowait(self)
F join(self)
V maxsize
F put(self, item)
F put_nowait(self, item)
F qsize(self)
F shutdown(self, immediate=False)
F task_done(self)
type asyncio.Lock
F acquire(self)
F locked(self)
F release(self)
type asyncio.Event
F clear(self)
F is_set(self)
F set(self)
F wait(self)
type asyncio.Condition
F notify(self, n=1)
F notify_all(self)
F wait(self)
F wait_for(self, predicate)
type asyncio.Semaphore
F acquire(self)
F locked(self)
F release(self)
type asyncio.Barrier
F abort(self)
V broken
V n_waiting
V parties
F reset(self)
F wait(self)
type asyncio.Task
F add_done_callback(...)
F cancel(self, /, msg=None)
F cancelled(self, /)
F cancelling(self, /)
F done(self, /)
F exception(self, /)
F get_context(self, /)
F get_coro(self, /)
F get_loop(self, /)
F get_name(self, /)
F get_stack(self, /, *, limit=None)
F print_stack(self, /, *, limit=None, file=None)
F remove_done_callback(self, fn, /)
F result(self, /)
F set_exception(self, exception, /)
F set_name(self, value, /)
F set_result(self, result, /)
F uncancel(self, /)
type asyncio.Future
F add_done_callback(...)
F cancel(self, /, msg=None)
F cancelled(self, /)
F done(self, /)
F exception(self, /)
F get_loop(self, /)
F remove_done_callback(self, fn, /)
F result(self, /)
F set_exception(self, exception, /)
F set_result(self, result, /)
type asyncio.TaskGroup
F create_task(self, coro, *, name=None, context=None)
type asyncio.Runner
F close(self)
F get_loop(self)
F run(self, coro, *, context=None)
type asyncio.Timeout
F expired(self) -> bool
F reschedule(self, when: Optional[float]) -> None
F when(self) -> Optional[float]
type collections.deque
F append(self, item, /)
F appendleft(self, item, /)
F clear(self, /)
F copy(self, /)
F count(self, value, /)
F extend(self, iterable, /)
F extendleft(self, iterable, /)
F index(...)
F insert(self, index, value, /)
V maxlen
F pop(self, /)
F popleft(self, /)
F remove(self, value, /)
F reverse(self, /)
F rotate(self, n=1, /)
type collections.Counter
F clear(self, /)
F copy(self)
F elements(self)
F fromkeys(iterable, v=None)
F get(self, key, default=None, /)
F items(self, /)
F keys(self, /)
F most_common(self, n=None)
F pop(...)
F popitem(self, /)
F setdefault(self, key, default=None, /)
F subtract(self, iterable=None, /, **kwds)
F total(self)
F update(self, iterable=None, /, **kwds)
F values(self, /)
type collections.OrderedDict
F clear(self, /)
F copy(self, /)
F fromkeys(iterable, value=None)
F get(self, key, default=None, /)
F items(self, /)
F keys(self, /)
F move_to_end(self, /, key, last=True)
F pop(...)
F popitem(self, /, last=True)
F setdefault(self, /, key, default=None)
F update(...)
F values(self, /)
type collections.defaultdict
F clear(self, /)
F copy(self, /)
V default_factory
F fromkeys(iterable, value=None, /)
F get(self, key, default=None, /)
F items(self, /)
F keys(self, /)
F pop(...)
F popitem(self, /)
F setdefault(self, key, default=None, /)
F update(...)
F values(self, /)
type collections.ChainMap
F clear(self)
F copy(self)
F fromkeys(iterable, value=None, /)
F get(self, key, default=None)
F items(self)
F keys(self)
F new_child(self, m=None, **kwargs)
V parents
F pop(self, key, *args)
F popitem(self)
F setdefault(self, key, default=None)
F update(self, other=(), /, **kwds)
F values(self)
type contextlib.ExitStack
F callback(self, callback, /, *args, **kwds)
F close(self)
F enter_context(self, cm)
F pop_all(self)
F push(self, exit)
type contextlib.AsyncExitStack
F aclose(self)
F callback(self, callback, /, *args, **kwds)
F enter_async_context(self, cm)
F enter_context(self, cm)
F pop_all(self)
F push(self, exit)
F push_async_callback(self, callback, /, *args, **kwds)
F push_async_exit(self, exit)
type contextvars.ContextVar
F get(...)
V name
F reset(self, token, /)
F set(self, value, /)
type contextvars.Context
F copy(self, /)
F get(self, key, default=None, /)
F items(self, /)
F keys(self, /)
F run(...)
F values(self, /)
type datetime.datetime
F astimezone(...)
F combine(...)
F ctime(self, /)
F date(self, /)
V day
F dst(self, /)
V fold
F fromisocalendar(...)
F fromisoformat(object, /)
F fromordinal(...)
F fromtimestamp(...)
V hour
F isocalendar(self, /)
F isoformat(...)
F isoweekday(self, /)
V max
V microsecond
V min
V minute
V month
F now(tz=None)
F replace(...)
V resolution
V second
F strftime(...)
F strptime(...)
F time(self, /)
F timestamp(self, /)
F timetuple(self, /)
F timetz(self, /)
F today()
F toordinal(self, /)
V tzinfo
F tzname(self, /)
F utcfromtimestamp(...)
F utcnow()
F utcoffset(self, /)
F utctimetuple(self, /)
F weekday(self, /)
V year
type datetime.timedelta
V days
V max
V microseconds
V min
V resolution
V seconds
F total_seconds(self, /)
type datetime.date
F ctime(self, /)
V day
F fromisocalendar(...)
F fromisoformat(object, /)
F fromordinal(...)
F fromtimestamp(timestamp, /)
F isocalendar(self, /)
F isoformat(self, /)
F isoweekday(self, /)
V max
V min
V month
F replace(...)
V resolution
F strftime(...)
F timetuple(self, /)
F today()
F toordinal(self, /)
F weekday(self, /)
V year
type decimal.Decimal
F adjusted(self, /)
F as_integer_ratio(self, /)
F as_tuple(self, /)
F canonical(self, /)
F compare(self, /, other, context=None)
F compare_signal(self, /, other, context=None)
F compare_total(self, /, other, context=None)
F compare_total_mag(self, /, other, context=None)
F conjugate(self, /)
F copy_abs(self, /)
F copy_negate(self, /)
F copy_sign(self, /, other, context=None)
F exp(self, /, context=None)
F fma(self, /, other, third, context=None)
F from_float(f, /)
V imag
F is_canonical(self, /)
F is_finite(self, /)
F is_infinite(self, /)
F is_nan(self, /)
F is_normal(self, /, context=None)
F is_qnan(self, /)
F is_signed(self, /)
F is_snan(self, /)
F is_subnormal(self, /, context=None)
F is_zero(self, /)
F ln(self, /, context=None)
F log10(self, /, context=None)
F logb(self, /, context=None)
F logical_and(self, /, other, context=None)
F logical_invert(self, /, context=None)
F logical_or(self, /, other, context=None)
F logical_xor(self, /, other, context=None)
F max(self, /, other, context=None)
F max_mag(self, /, other, context=None)
F min(self, /, other, context=None)
F min_mag(self, /, other, context=None)
F next_minus(self, /, context=None)
F next_plus(self, /, context=None)
F next_toward(self, /, other, context=None)
F normalize(self, /, context=None)
F number_class(self, /, context=None)
F quantize(self, /, exp, rounding=None, context=None)
F radix(self, /)
V real
F remainder_near(self, /, other, context=None)
F rotate(self, /, other, context=None)
F same_quantum(self, /, other, context=None)
F scaleb(self, /, other, context=None)
F shift(self, /, other, context=None)
F sqrt(self, /, context=None)
F to_eng_string(self, /, context=None)
F to_integral(self, /, rounding=None, context=None)
F to_integral_exact(self, /, rounding=None, context=None)
F to_integral_value(self, /, rounding=None, context=None)
type fractions.Fraction
F as_integer_ratio(self)
F conjugate(self)
V denominator
F from_decimal(dec)
F from_float(f)
V imag
F is_integer(self)
F limit_denominator(self, max_denominator=1000000)
V numerator
V real
type io.StringIO
F close(self, /)
V closed
F detach(self, /)
V encoding
V errors
F fileno(self, /)
F flush(self, /)
F getvalue(self, /)
F isatty(self, /)
V line_buffering
V newlines
F read(self, size=-1, /)
F readable(self, /)
F readline(self, size=-1, /)
F readlines(self, hint=-1, /)
F seek(self, pos, whence=0, /)
F seekable(self, /)
F tell(self, /)
F truncate(self, pos=None, /)
F writable(self, /)
F write(self, s, /)
F writelines(self, lines, /)
type random.Random
V VERSION
F betavariate(self, alpha, beta)
F binomialvariate(self, n=1, p=0.5)
F choice(self, seq)
F choices(self, population, weights=None, *, cum_weights=None, k=1)
F expovariate(self, lambd=1.0)
F gammavariate(self, alpha, beta)
F gauss(self, mu=0.0, sigma=1.0)
F getrandbits(self, k, /)
F getstate(self)
F lognormvariate(self, mu, sigma)
F normalvariate(self, mu=0.0, sigma=1.0)
F paretovariate(self, alpha)
F randbytes(self, n)
F randint(self, a, b)
F random(self, /)
F randrange(self, start, stop=None, step=1)
F sample(self, population, k, *, counts=None)
F seed(self, a=None, version=2)
F setstate(self, state)
F shuffle(self, x)
F triangular(self, low=0.0, high=1.0, mode=None)
F uniform(self, a, b)
F vonmisesvariate(self, mu, kappa)
F weibullvariate(self, alpha, beta)
type re.Pattern
F findall(self, /, string, pos=0, endpos=9223372036854775807)
F finditer(self, /, string, pos=0, endpos=9223372036854775807)
V flags
F fullmatch(self, /, string, pos=0, endpos=9223372036854775807)
V groupindex
V groups
F match(self, /, string, pos=0, endpos=9223372036854775807)
V pattern
F scanner(self, /, string, pos=0, endpos=9223372036854775807)
F search(self, /, string, pos=0, endpos=9223372036854775807)
F split(self, /, string, maxsplit=0)
F sub(self, /, repl, string, count=0)
F subn(self, /, repl, string, count=0)
type re.Match
F end(self, group=0, /)
V endpos
F expand(self, /, template)
F group(...)
F groupdict(self, /, default=None)
F groups(self, /, default=None)
V lastgroup
V lastindex
V pos
V re
V regs
F span(self, group=0, /)
F start(self, group=0, /)
V string
type types.SimpleNamespace
`
