/**
 * The instruction set: one enum and one table. The compiler, the stack checker, the dump and the interpreter all read it here.
 *
 * Names and meanings are those of CPython 3.13's `dis` page; a row says where it differs. `NULL` on the stack is JavaScript's
 * `undefined`. Jump operands are absolute instruction indices. Whatever may run Python code is the LAST thing an instruction
 * does, and is one call whose result is what the instruction delivers; where CPython does more in one instruction there are two
 * here. Knows nothing of frames.
 */

export enum Op {
  // Moving values
  Nop,
  Resume,
  LoadFast,
  LoadFastCheck,
  LoadFastAndClear,
  StoreFast,
  DeleteFast,
  LoadConst,
  LoadGlobal,
  StoreGlobal,
  DeleteGlobal,
  LoadDeref,
  StoreDeref,
  DeleteDeref,
  LoadClosure,
  MakeCell,
  CopyFreeVars,
  LoadName,
  StoreName,
  DeleteName,
  LoadLocals,
  LoadFromDictOrGlobals,
  LoadFromDictOrDeref,
  LoadBuildClass,
  LoadAssertionError,
  SetupAnnotations,
  PopTop,
  Copy,
  Swap,
  PushNull,
  // Operators
  BinaryOp,
  CompareOp,
  IsOp,
  ContainsOp,
  UnaryNegative,
  UnaryInvert,
  UnaryNot,
  ToBool,
  // Attributes and items
  LoadAttr,
  LoadMethod,
  StoreAttr,
  DeleteAttr,
  BinarySubscr,
  StoreSubscr,
  DeleteSubscr,
  BinarySlice,
  StoreSlice,
  BuildSlice,
  // Jumps and loops
  Jump,
  JumpBackward,
  PopJumpIfFalse,
  PopJumpIfTrue,
  PopJumpIfNone,
  PopJumpIfNotNone,
  GetIter,
  ForIter,
  // Calls
  Call,
  CallKw,
  CallEx,
  ToArgs,
  ToMapping,
  ReturnValue,
  ReturnConst,
  MakeFunction,
  SetFunctionAttribute,
  // Building and taking apart
  BuildTuple,
  BuildList,
  BuildSet,
  BuildMap,
  BuildConstKeyMap,
  BuildString,
  ListAppend,
  SetAdd,
  MapAdd,
  ToList,
  ListExtend,
  SetUpdate,
  DictUpdate,
  DictMerge,
  UnpackPrepare,
  UnpackSequence,
  UnpackEx,
  ConvertValue,
  FormatSimple,
  FormatWithSpec,
  // Generators and coroutines
  ReturnGenerator,
  YieldValue,
  AsyncGenWrap,
  GetYieldFromIter,
  GetAwaitable,
  Send,
  EndSend,
  CleanupThrow,
  GetAiter,
  GetAnext,
  EndAsyncFor,
  // Exceptions and `with`
  BeforeWith,
  BeforeAsyncWith,
  WithExceptStart,
  PushExcInfo,
  PopExcept,
  CheckExcMatch,
  CheckEgMatch,
  EgMatched,
  Reraise,
  ToException,
  RaiseVarargs,
  // Pattern matching
  GetLen,
  MatchSequence,
  MatchMapping,
  MatchKeys,
  MatchClass,
  // Imports and intrinsics
  ImportName,
  ImportFrom,
  CallIntrinsic1,
  CallIntrinsic2,
  // Put in by the debugger, never by the compiler
  Break,
}

/** Operand of `BinaryOp` (CPython's NB_*): the in-place forms follow the plain ones. */
export enum Binary {
  Add,
  And,
  FloorDivide,
  Lshift,
  MatrixMultiply,
  Multiply,
  Remainder,
  Or,
  Power,
  Rshift,
  Subtract,
  TrueDivide,
  Xor,
  InplaceAdd,
  InplaceAnd,
  InplaceFloorDivide,
  InplaceLshift,
  InplaceMatrixMultiply,
  InplaceMultiply,
  InplaceRemainder,
  InplaceOr,
  InplacePower,
  InplaceRshift,
  InplaceSubtract,
  InplaceTrueDivide,
  InplaceXor,
}

/** `+`, `-` … by `Binary`; the in-place forms end in `=`. */
export const BINARY_SYMBOLS: readonly string[] = [
  ...['+', '&', '//', '<<', '@', '*', '%', '|', '**', '>>', '-', '/', '^'],
  ...['+=', '&=', '//=', '<<=', '@=', '*=', '%=', '|=', '**=', '>>=', '-=', '/=', '^='],
]

/** Low four bits of the operand of `CompareOp`, in CPython's order (Py_LT …). */
export enum Compare {
  Lt,
  Le,
  Eq,
  Ne,
  Gt,
  Ge,
}

export const COMPARE_SYMBOLS: readonly string[] = ['<', '<=', '==', '!=', '>', '>=']

/** Bit of the operand of `CompareOp`: deliver `bool(result)`, because a conditional jump follows. */
export const COMPARE_TO_BOOL = 16

/** Operand of `Resume`. */
export enum ResumeAt {
  Start,
  AfterYield,
  AfterYieldFrom,
  AfterAwait,
}

/** Operand of `GetAwaitable`: whose awaitable it is, for the TypeError. */
export enum AwaitableOf {
  Await,
  Aenter,
  Aexit,
}

/** Operand of `ConvertValue`. */
export enum Conversion {
  None,
  Str,
  Repr,
  Ascii,
}

/** Operand of `SetFunctionAttribute`. */
export enum FunctionAttribute {
  /** Tuple of positional defaults. */
  Defaults = 1,
  /** Dict of keyword-only defaults. */
  KwDefaults = 2,
  /** Tuple `(name, value, name, value, …)`. */
  Annotations = 4,
  /** Tuple of cells. */
  Closure = 8,
}

/** Operand of `CallIntrinsic1`: `value -- result`. */
export enum Intrinsic1 {
  Invalid,
  /** Interactive mode: `sys.displayhook(value)`; delivers None. */
  Print,
  /** `from m import *` into the locals; delivers None. */
  ImportStar,
  /** StopIteration (StopAsyncIteration in an async generator) → the RuntimeError PEP 479 wants; anything else → itself. */
  StopIterationError,
  /** Not used here: see Op.AsyncGenWrap. */
  AsyncGenWrap,
  UnaryPositive,
  ListToTuple,
  /** Name → TypeVar. */
  TypeVar,
  ParamSpec,
  TypeVarTuple,
  /** Tuple of type parameters → `Generic[...]`. */
  SubscriptGeneric,
  /** `(name, type parameters | None, function computing the value)` → TypeAliasType. */
  TypeAlias,
}

/** Operand of `CallIntrinsic2`: `a, b -- result`. */
export enum Intrinsic2 {
  Invalid,
  /** `original exception, list of what the except* clauses raised` → what is to be raised again, or None. */
  PrepReraiseStar,
  /** `name, function computing the bound` → TypeVar. */
  TypeVarWithBound,
  /** `name, function computing the constraints` → TypeVar. */
  TypeVarWithConstraints,
  /** `function, type parameters` → function, with `__type_params__` set. */
  SetFunctionTypeParams,
  /** `type parameter, function computing the default` → type parameter. */
  SetTypeparamDefault,
}

/** What the number after an instruction means. */
export type Operand =
  | 'none'
  | 'count'
  | 'depth'
  | 'flag'
  | 'constant'
  | 'name'
  | 'slot'
  | 'jump'
  | 'binary'
  | 'compare'
  | 'conversion'
  | 'awaitable of'
  | 'resume at'
  | 'unpack'
  | 'intrinsic 1'
  | 'intrinsic 2'
  | 'function attribute'

export interface OpInfo {
  readonly op: Op
  readonly name: string
  readonly operand: Operand
  /** `before -- after`, the top of the stack at the right; for a jump that is taken differently, the second picture after `|`. */
  readonly stack: string
  /** How many values it takes from the stack. */
  readonly pops: (arg: number) => number
  /** How many values it leaves in their place; `jump`: when it jumps. */
  readonly pushes: (arg: number, jump: boolean) => number
  /** What it does, and where CPython says so. */
  readonly sentence: string
  /** Nothing falls through to the next instruction. */
  readonly ends: boolean
}

type Amount = number | ((arg: number, jump: boolean) => number)

const rows = new Map<Op, OpInfo>()

function row(op: Op, operand: Operand, stack: string, pops: Amount, pushes: Amount, sentence: string): void {
  const amount = (a: Amount) => (typeof a === 'number' ? () => a : a)
  const ends = [Op.Jump, Op.JumpBackward, Op.ReturnValue, Op.ReturnConst, Op.Reraise, Op.RaiseVarargs].includes(op)
  const take = amount(pops)
  rows.set(op, {
    op,
    name: Op[op]!,
    operand,
    stack,
    pops: arg => take(arg, false),
    pushes: amount(pushes),
    sentence,
    ends,
  })
}

const n = (arg: number) => arg

// Moving values
row(Op.Nop, 'none', '--', 0, 0, 'Does nothing; carries a line (dis: NOP).')
row(
  Op.Resume,
  'resume at',
  '--',
  0,
  0,
  'Entry of a function and of each resumption: pause and trace are looked at here (dis: RESUME).',
)
row(Op.LoadFast, 'slot', '-- value', 0, 1, 'Pushes a local that is known to be bound (dis: LOAD_FAST).')
row(Op.LoadFastCheck, 'slot', '-- value', 0, 1, 'Pushes a local, or raises UnboundLocalError (dis: LOAD_FAST_CHECK).')
row(
  Op.LoadFastAndClear,
  'slot',
  '-- value | NULL',
  0,
  1,
  'Pushes what the slot holds, NULL if unbound, and unbinds it; around an inlined comprehension (dis: LOAD_FAST_AND_CLEAR; PEP 709).',
)
row(
  Op.StoreFast,
  'slot',
  'value | NULL --',
  1,
  0,
  'Binds a local; NULL unbinds it again after an inlined comprehension (dis: STORE_FAST, STORE_FAST_MAYBE_NULL).',
)
row(Op.DeleteFast, 'slot', '--', 0, 0, 'Unbinds a local, or raises UnboundLocalError (dis: DELETE_FAST).')
row(Op.LoadConst, 'constant', '-- value', 0, 1, 'Pushes a constant (dis: LOAD_CONST).')
row(
  Op.LoadGlobal,
  'name',
  '-- value',
  0,
  1,
  'Pushes a global or built-in, or raises NameError; never pushes NULL (dis: LOAD_GLOBAL).',
)
row(
  Op.StoreGlobal,
  'name',
  'value --',
  1,
  0,
  'Binds a global; also every name of module level code, whose locals are its globals (dis: STORE_GLOBAL).',
)
row(Op.DeleteGlobal, 'name', '--', 0, 0, 'Unbinds a global, or raises NameError (dis: DELETE_GLOBAL).')
row(
  Op.LoadDeref,
  'slot',
  '-- value',
  0,
  1,
  'Pushes what the cell in the slot holds, or raises UnboundLocalError or NameError (dis: LOAD_DEREF).',
)
row(Op.StoreDeref, 'slot', 'value --', 1, 0, 'Stores into the cell in the slot (dis: STORE_DEREF).')
row(Op.DeleteDeref, 'slot', '--', 0, 0, 'Empties the cell in the slot, or raises (dis: DELETE_DEREF).')
row(Op.LoadClosure, 'slot', '-- cell', 0, 1, 'Pushes the cell itself, for a closure tuple (dis: LOAD_CLOSURE).')
row(Op.MakeCell, 'slot', '--', 0, 0, 'Wraps what the slot holds, if anything, in a new cell (dis: MAKE_CELL).')
row(
  Op.CopyFreeVars,
  'count',
  '--',
  0,
  0,
  "Copies the function's closure into the last n slots before the operand stack (dis: COPY_FREE_VARS).",
)
row(
  Op.LoadName,
  'name',
  '-- value',
  0,
  1,
  'Looks in locals, globals, builtins: class bodies and code with separate locals (dis: LOAD_NAME).',
)
row(Op.StoreName, 'name', 'value --', 1, 0, 'Stores into the locals mapping (dis: STORE_NAME).')
row(Op.DeleteName, 'name', '--', 0, 0, 'Deletes from the locals mapping, or raises NameError (dis: DELETE_NAME).')
row(Op.LoadLocals, 'none', '-- mapping', 0, 1, 'Pushes the locals mapping of a class body (dis: LOAD_LOCALS).')
row(
  Op.LoadFromDictOrGlobals,
  'name',
  'mapping -- value',
  1,
  1,
  'Looks in the mapping, then globals, then builtins (dis: LOAD_FROM_DICT_OR_GLOBALS).',
)
row(
  Op.LoadFromDictOrDeref,
  'slot',
  'mapping -- value',
  1,
  1,
  'Looks in the mapping, then in the cell (dis: LOAD_FROM_DICT_OR_DEREF).',
)
row(Op.LoadBuildClass, 'none', '-- function', 0, 1, 'Pushes builtins.__build_class__ (dis: LOAD_BUILD_CLASS).')
row(
  Op.LoadAssertionError,
  'none',
  '-- type',
  0,
  1,
  'Pushes AssertionError, whatever the name is bound to (dis: LOAD_ASSERTION_ERROR).',
)
row(
  Op.SetupAnnotations,
  'none',
  '--',
  0,
  0,
  'Makes __annotations__ in the locals if it is not there (dis: SETUP_ANNOTATIONS).',
)
row(Op.PopTop, 'none', 'value --', 1, 0, 'Drops the top (dis: POP_TOP).')
row(
  Op.Copy,
  'depth',
  'x … -- x … x',
  n,
  i => i + 1,
  'Pushes the i-th value from the top again, 1 is the top (dis: COPY).',
)
row(Op.Swap, 'depth', 'x … y -- y … x', n, n, 'Exchanges the top and the i-th value from the top (dis: SWAP).')
row(Op.PushNull, 'none', '-- NULL', 0, 1, 'Pushes NULL (dis: PUSH_NULL).')

// Operators
row(
  Op.BinaryOp,
  'binary',
  'left, right -- result',
  2,
  1,
  'Applies a binary or in-place operator: method, then reflected method (dis: BINARY_OP; abstract.c binary_op1).',
)
row(
  Op.CompareOp,
  'compare',
  'left, right -- result',
  2,
  1,
  'Rich comparison by the low 4 bits; with 16 the result is made a bool (dis: COMPARE_OP; object.c do_richcompare).',
)
row(Op.IsOp, 'flag', 'left, right -- bool', 2, 1, '`is`, or `is not` when 1 (dis: IS_OP).')
row(
  Op.ContainsOp,
  'flag',
  'item, container -- bool',
  2,
  1,
  '`in`, or `not in` when 1 (dis: CONTAINS_OP; abstract.c PySequence_Contains).',
)
row(Op.UnaryNegative, 'none', 'value -- result', 1, 1, '`-value` (dis: UNARY_NEGATIVE).')
row(Op.UnaryInvert, 'none', 'value -- result', 1, 1, '`~value` (dis: UNARY_INVERT).')
row(Op.UnaryNot, 'none', 'bool -- bool', 1, 1, 'Negates an exact bool; ToBool stands before it (dis: UNARY_NOT).')
row(
  Op.ToBool,
  'none',
  'value -- bool',
  1,
  1,
  'Truth value: __bool__, else __len__, else True (dis: TO_BOOL; object.c PyObject_IsTrue).',
)

// Attributes and items
row(Op.LoadAttr, 'name', 'object -- value', 1, 1, '`getattr(object, name)` (dis: LOAD_ATTR with the low bit clear).')
row(
  Op.LoadMethod,
  'name',
  'object -- function, self  or  value, NULL',
  1,
  2,
  'Attribute that is called at once: an unbound function with its self, else the value and NULL (dis: LOAD_ATTR with the low bit set).',
)
row(Op.StoreAttr, 'name', 'value, object --', 2, 0, '`object.name = value` (dis: STORE_ATTR).')
row(Op.DeleteAttr, 'name', 'object --', 1, 0, '`del object.name` (dis: DELETE_ATTR).')
row(Op.BinarySubscr, 'none', 'container, key -- value', 2, 1, '`container[key]` (dis: BINARY_SUBSCR).')
row(Op.StoreSubscr, 'none', 'value, container, key --', 3, 0, '`container[key] = value` (dis: STORE_SUBSCR).')
row(Op.DeleteSubscr, 'none', 'container, key --', 2, 0, '`del container[key]` (dis: DELETE_SUBSCR).')
row(Op.BinarySlice, 'none', 'container, start, stop -- value', 3, 1, '`container[start:stop]` (dis: BINARY_SLICE).')
row(
  Op.StoreSlice,
  'none',
  'value, container, start, stop --',
  4,
  0,
  '`container[start:stop] = value` (dis: STORE_SLICE).',
)
row(Op.BuildSlice, 'count', 'start, stop [, step] -- slice', n, 1, 'Makes a slice of 2 or 3 values (dis: BUILD_SLICE).')

// Jumps and loops
row(
  Op.Jump,
  'jump',
  '--',
  0,
  0,
  'Goes on at the target, which is later, or the Send of an await (dis: JUMP_FORWARD, JUMP_BACKWARD_NO_INTERRUPT).',
)
row(
  Op.JumpBackward,
  'jump',
  '--',
  0,
  0,
  'Goes on at the target, which is earlier; pause is looked at here (dis: JUMP_BACKWARD).',
)
row(Op.PopJumpIfFalse, 'jump', 'bool --', 1, 0, 'Jumps on False; the value is an exact bool (dis: POP_JUMP_IF_FALSE).')
row(Op.PopJumpIfTrue, 'jump', 'bool --', 1, 0, 'Jumps on True; the value is an exact bool (dis: POP_JUMP_IF_TRUE).')
row(Op.PopJumpIfNone, 'jump', 'value --', 1, 0, 'Jumps on None (dis: POP_JUMP_IF_NONE).')
row(Op.PopJumpIfNotNone, 'jump', 'value --', 1, 0, 'Jumps on anything but None (dis: POP_JUMP_IF_NOT_NONE).')
row(Op.GetIter, 'none', 'iterable -- iterator', 1, 1, '`iter(iterable)` (dis: GET_ITER).')
row(
  Op.ForIter,
  'jump',
  'iterator -- iterator, value | --',
  1,
  (_, jump) => (jump ? 0 : 2),
  'Pushes the next value; when exhausted drops the iterator and jumps (dis: FOR_ITER with the END_FOR and POP_TOP it jumps to).',
)

// Calls
row(
  Op.Call,
  'count',
  'callable, self | NULL, arguments… -- result',
  i => i + 2,
  1,
  'Calls with n positional arguments (dis: CALL).',
)
row(
  Op.CallKw,
  'count',
  'callable, self | NULL, arguments…, names -- result',
  i => i + 3,
  1,
  'Calls; the last len(names) of the n arguments are named by the tuple on top (dis: CALL_KW).',
)
row(
  Op.CallEx,
  'flag',
  'callable, NULL, tuple [, dict] -- result',
  f => 3 + (f & 1),
  1,
  'Calls with an exact tuple, and an exact dict when 1 (dis: CALL_FUNCTION_EX).',
)
row(
  Op.ToArgs,
  'depth',
  'iterable -- tuple',
  1,
  1,
  'Iterates `*iterable`, the only one of a call, into an exact tuple; the callable, i-th from the top (the iterable is the 1st), names the TypeError (ceval.c check_args_iterable).',
)
row(
  Op.ToMapping,
  'depth',
  'mapping -- dict',
  1,
  1,
  'Makes an exact dict of `**mapping` by keys() and []; in a call the callable is i-th from the top and names the TypeError, 0 in a display (ceval.c _PyEval_FormatKwargsError).',
)
row(Op.ReturnValue, 'none', 'value --', 1, 0, 'Ends the frame with the value (dis: RETURN_VALUE).')
row(Op.ReturnConst, 'constant', '--', 0, 0, 'Ends the frame with a constant (dis: RETURN_CONST).')
row(Op.MakeFunction, 'none', 'code -- function', 1, 1, 'Makes a function of a code object (dis: MAKE_FUNCTION).')
row(
  Op.SetFunctionAttribute,
  'function attribute',
  'value, function -- function',
  2,
  1,
  'Gives a new function its defaults, annotations or closure (dis: SET_FUNCTION_ATTRIBUTE).',
)

// Building and taking apart
row(Op.BuildTuple, 'count', 'values… -- tuple', n, 1, 'Makes a tuple of n values (dis: BUILD_TUPLE).')
row(Op.BuildList, 'count', 'values… -- list', n, 1, 'Makes a list of n values (dis: BUILD_LIST).')
row(Op.BuildSet, 'count', 'values… -- set', n, 1, 'Makes a set of n values, hashing them in order (dis: BUILD_SET).')
row(
  Op.BuildMap,
  'count',
  'key, value, … -- dict',
  i => 2 * i,
  1,
  'Makes a dict of n pairs, hashing the keys in order (dis: BUILD_MAP).',
)
row(
  Op.BuildConstKeyMap,
  'count',
  'values…, keys -- dict',
  i => i + 1,
  1,
  'Makes a dict of n values and the tuple of their constant keys (dis: BUILD_CONST_KEY_MAP).',
)
row(Op.BuildString, 'count', 'strings… -- str', n, 1, 'Joins n strings (dis: BUILD_STRING).')
row(
  Op.ListAppend,
  'depth',
  'list … value -- list …',
  i => i + 1,
  n,
  'Appends to the list that is i-th from the top without the value (dis: LIST_APPEND).',
)
row(
  Op.SetAdd,
  'depth',
  'set … value -- set …',
  i => i + 1,
  n,
  'Adds to the set that is i-th from the top without the value (dis: SET_ADD).',
)
row(
  Op.MapAdd,
  'depth',
  'dict … key, value -- dict …',
  i => i + 2,
  n,
  'Sets an item of the dict that is i-th from the top without key and value (dis: MAP_ADD).',
)
row(
  Op.ToList,
  'none',
  'iterable -- list | tuple',
  1,
  1,
  'Iterates `*iterable` of a display or call into an exact list or tuple; TypeError: Value after * must be an iterable (first half of dis: LIST_EXTEND).',
)
row(
  Op.ListExtend,
  'depth',
  'list … sequence -- list …',
  i => i + 1,
  n,
  'Extends the list by an exact list or tuple (second half of dis: LIST_EXTEND).',
)
row(
  Op.SetUpdate,
  'depth',
  'set … sequence -- set …',
  i => i + 1,
  n,
  'Adds the items of an exact list or tuple (or a constant frozenset) to the set (second half of dis: SET_UPDATE).',
)
row(
  Op.DictUpdate,
  'depth',
  'dict … mapping -- dict …',
  i => i + 1,
  n,
  'Updates the dict by an exact dict (second half of dis: DICT_UPDATE).',
)
row(
  Op.DictMerge,
  'depth',
  'dict … mapping -- dict …',
  i => i + 1,
  n,
  "Updates a call's keyword dict by an exact dict, raising TypeError for a key it has; the callable is (i + 3)-th from the top without the mapping (second half of dis: DICT_MERGE).",
)
row(
  Op.UnpackPrepare,
  'unpack',
  'iterable -- sequence',
  1,
  1,
  'Makes an exact tuple or list of the right length: exactly i when i >= 0, else at least (~i & 255) + (~i >> 8); raises the TypeErrors and ValueErrors of unpacking, and takes no more items than it must (ceval.c _PyEval_UnpackIterableStackRef).',
)
row(
  Op.UnpackSequence,
  'count',
  'sequence -- last … first',
  1,
  n,
  'Pushes the items of an exact tuple or list so that the first is on top (dis: UNPACK_SEQUENCE).',
)
row(
  Op.UnpackEx,
  'unpack',
  'sequence -- last …, list, … first',
  1,
  i => (i & 255) + 1 + (i >> 8),
  'The same with a starred target: i & 255 items before it, i >> 8 after it (dis: UNPACK_EX).',
)
row(
  Op.ConvertValue,
  'conversion',
  'value -- str',
  1,
  1,
  '`str`, `repr` or `ascii` of a replacement field (dis: CONVERT_VALUE).',
)
row(Op.FormatSimple, 'none', 'value -- str', 1, 1, '`format(value, "")`; an exact str stays (dis: FORMAT_SIMPLE).')
row(Op.FormatWithSpec, 'none', 'value, spec -- str', 2, 1, '`format(value, spec)` (dis: FORMAT_WITH_SPEC).')

// Generators and coroutines
row(
  Op.ReturnGenerator,
  'none',
  '-- NULL',
  0,
  1,
  'Makes the generator, coroutine or async generator object of this frame and returns it; the value is what the first resumption sends, for the PopTop that follows (dis: RETURN_GENERATOR).',
)
row(
  Op.YieldValue,
  'flag',
  'value -- sent',
  1,
  1,
  'Suspends, giving the value to whoever resumed; 1: it is the yield of `yield from` or `await`, which hands on what the delegate gave (dis: YIELD_VALUE).',
)
row(
  Op.AsyncGenWrap,
  'none',
  'value -- wrapped',
  1,
  1,
  'Marks a value yielded by an async generator apart from what it awaits (dis: INTRINSIC_ASYNC_GEN_WRAP).',
)
row(
  Op.GetYieldFromIter,
  'none',
  'iterable -- iterator',
  1,
  1,
  'A generator as it is, a coroutine if allowed here, else iter() (dis: GET_YIELD_FROM_ITER).',
)
row(
  Op.GetAwaitable,
  'awaitable of',
  'awaitable -- iterator',
  1,
  1,
  'A coroutine as it is, else the checked result of __await__() (dis: GET_AWAITABLE; genobject.c _PyCoro_GetAwaitableIter).',
)
row(
  Op.Send,
  'jump',
  'receiver, value -- receiver, yielded | receiver, result',
  2,
  2,
  'Sends the value into the receiver; jumps to an EndSend with its result when it returns (dis: SEND).',
)
row(Op.EndSend, 'none', 'receiver, result -- result', 2, 1, 'Drops the receiver (dis: END_SEND).')
row(
  Op.CleanupThrow,
  'none',
  'receiver, last sent, exception -- None, result',
  3,
  2,
  'An exception came out of a throw() or close() into the delegate: a StopIteration gives its value, anything else is raised again (dis: CLEANUP_THROW).',
)
row(Op.GetAiter, 'none', 'object -- async iterator', 1, 1, 'Checked result of __aiter__() (dis: GET_AITER).')
row(
  Op.GetAnext,
  'none',
  'async iterator -- async iterator, awaitable',
  1,
  2,
  'Awaitable of __anext__(), as GetAwaitable (dis: GET_ANEXT).',
)
row(
  Op.EndAsyncFor,
  'none',
  'async iterator, exception --',
  2,
  0,
  'StopAsyncIteration ends the loop, anything else is raised again (dis: END_ASYNC_FOR).',
)

// Exceptions and `with`
row(
  Op.BeforeWith,
  'none',
  'manager -- exit, entered',
  1,
  2,
  "Looks up __enter__ and __exit__, pushes the bound __exit__ and __enter__()'s result (dis: BEFORE_WITH).",
)
row(
  Op.BeforeAsyncWith,
  'none',
  'manager -- exit, awaitable',
  1,
  2,
  'The same with __aenter__ and __aexit__; the result is awaited next (dis: BEFORE_ASYNC_WITH).',
)
row(
  Op.WithExceptStart,
  'none',
  'exit, lasti, previous, exception -- exit, lasti, previous, exception, result',
  4,
  5,
  'Calls exit(type, exception, traceback) (dis: WITH_EXCEPT_START).',
)
row(
  Op.PushExcInfo,
  'none',
  'exception -- previous, exception',
  1,
  2,
  'The exception becomes the handled one (sys.exception()); the one handled before, or None, is kept below it (dis: PUSH_EXC_INFO).',
)
row(Op.PopExcept, 'none', 'previous --', 1, 0, 'The previous exception is the handled one again (dis: POP_EXCEPT).')
row(
  Op.CheckExcMatch,
  'none',
  'exception, type -- exception, bool',
  2,
  2,
  'Is it an instance of the class or of one in the tuple; TypeError for anything else (dis: CHECK_EXC_MATCH).',
)
row(
  Op.CheckEgMatch,
  'none',
  'exception, type -- pair',
  2,
  1,
  'Tuple (match, rest) of splitting by except*: (None, exception) if nothing matches; a bare exception that matches is wrapped in a group (first half of dis: CHECK_EG_MATCH).',
)
row(
  Op.EgMatched,
  'none',
  'pair -- rest, match',
  1,
  2,
  'Takes the pair apart; a match that is not None becomes the handled exception (second half of dis: CHECK_EG_MATCH).',
)
row(
  Op.Reraise,
  'depth',
  '[lasti, values…,] exception --',
  i => i + 1,
  0,
  'Raises again without adding to the traceback; i > 0: as if from the instruction lasti, the (i + 1)-th from the top (dis: RERAISE).',
)
row(
  Op.ToException,
  'flag',
  'class or exception -- exception',
  1,
  1,
  'Instantiates a class and checks that it is an exception; 1: it is the cause after `from`, None is allowed (part of ceval.c do_raise).',
)
row(
  Op.RaiseVarargs,
  'count',
  '[exception [, cause]] --',
  n,
  0,
  'Raises again what is handled (0), or an exception (1), with a cause (2) (dis: RAISE_VARARGS; ceval.c do_raise).',
)

// Pattern matching
row(Op.GetLen, 'none', 'value -- value, int', 1, 2, 'Pushes len(value) (dis: GET_LEN).')
row(
  Op.MatchSequence,
  'none',
  'subject -- subject, bool',
  1,
  2,
  'Is it a sequence by its type flag (dis: MATCH_SEQUENCE).',
)
row(Op.MatchMapping, 'none', 'subject -- subject, bool', 1, 2, 'Is it a mapping by its type flag (dis: MATCH_MAPPING).')
row(
  Op.MatchKeys,
  'none',
  'subject, keys -- subject, keys, values | None',
  2,
  3,
  'Tuple of the values of the keys, or None if one is missing (dis: MATCH_KEYS).',
)
row(
  Op.MatchClass,
  'count',
  'subject, class, names -- values | None',
  3,
  1,
  'isinstance, then the attributes: n positional by __match_args__, and the named ones; None if it does not match (dis: MATCH_CLASS).',
)

// Imports and intrinsics
row(Op.ImportName, 'name', 'level, from list -- module', 2, 1, '`__import__(name, …)` (dis: IMPORT_NAME).')
row(
  Op.ImportFrom,
  'name',
  'module -- module, value',
  1,
  2,
  'Attribute of a module, else the submodule, else ImportError (dis: IMPORT_FROM).',
)
row(Op.CallIntrinsic1, 'intrinsic 1', 'value -- result', 1, 1, 'See Intrinsic1 (dis: CALL_INTRINSIC_1).')
row(Op.CallIntrinsic2, 'intrinsic 2', 'a, b -- result', 2, 1, 'See Intrinsic2 (dis: CALL_INTRINSIC_2).')
row(Op.Break, 'none', '--', 0, 0, 'Armed breakpoint: Code.original has the instruction that stood here.')

/** The table, by opcode. */
export const OPS: readonly OpInfo[] = Array.from({ length: rows.size }, (_, op) => rows.get(op)!)

/** Change of the stack depth by an instruction; `jump`: along its jump. */
export function stackEffect(op: Op, arg: number, jump = false): number {
  const info = OPS[op]!
  return info.pushes(arg, jump) - info.pops(arg)
}
