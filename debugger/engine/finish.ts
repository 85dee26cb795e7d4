// What happens with the result of a frame (or with the exception that leaves it) before its caller sees it: the continuations
// of instructions and natives, as numbers, so that a frame stays plain data. A frame holds up to four, one byte each, applied
// from the lowest; the last `Push` (0) hands the value to the frame below.
//
// Knows nothing of instructions; `finish-apply.ts` does what the kinds say.

export enum Finish {
  /** The value goes on the operand stack of the frame below. */
  Push,
  /** The value is dropped; nothing is pushed. Must be the last one. */
  Discard,
  /** None instead of the value. */
  None,
  /** `bool(value)`: may call again. */
  Truth,
  /** Result of `__bool__`: must be a bool. */
  CheckBool,
  /** Result of `__len__`, as an int. */
  CheckLen,
  /** Result of `__len__` when it was asked for a truth value. */
  LenToBool,
  Not,
  /** Result of `__hash__`: must be an int; delivers the hash. */
  CheckHash,
  CheckRepr,
  CheckStr,
  CheckFormat,
  CheckBytes,
  CheckIndex,
  CheckInt,
  CheckFloat,
  CheckComplex,
  /** Result of `__iter__`: must have `__next__`. Data: nothing. */
  CheckIter,
  /** Result of `__await__`: must be an iterator and no coroutine. */
  CheckAwait,
  /** Result of `__aiter__`. */
  CheckAiter,
  /** Result of `__anext__`, made awaitable. */
  CheckAnext,
  /** Result of `__init__`: must be None; delivers data (the instance). */
  Init,
  /** Result of `__new__`: calls `__init__` if it is an instance of the class. Data: {cls, args, kwargs}. */
  New,
  /** StopIteration is the end of a `for`: see ForIter. */
  ForNext,
  /** StopIteration gives data (the default). */
  StopDefault,
  /** StopIteration raised by a foreign iterator under `yield from`: Send jumps to its target with the value. */
  SendNext,
  /** AttributeError gives data (the default). */
  AttributeDefault,
  /** AttributeError gives False, a value gives True. */
  HasAttribute,
  /** AttributeError calls `__getattr__`. Data: {object, name}. */
  GetattrHook,
  /** Data instead of the value. */
  Data,
  /** A comparison was asked of this side: NotImplemented asks the other. Data: {left, right, op, step}. */
  Compare,
  /** A binary operator was asked of this side: NotImplemented asks the next. Data: {…}. */
  Binary,
  /** `__instancecheck__`, `__subclasscheck__`, `__contains__`: the truth of the result. */
  TruthPush,
  /** The run ends here: drive() and evaluate() get their outcome. */
  Outcome,
  /** A class body has run: data makes the class. */
  BuildClass,
  /** The metaclass has made the class: its `__class__` cell is checked. Data: the cell. */
  CheckClassCell,
  /** A module body has run (or raised). Data: what import goes on with. */
  Import,
  /** Next `__set_name__` / `__init_subclass__` of a new class. Data: the list that is left. */
  ClassHooks,
  /** (function, self) of LoadMethod: the value and NULL are pushed. */
  PushNull,
  /** The old value below (iterator …) stays; ForIter's value is pushed. */
  AfterIterator,
  /** Result of `__enter__`, `__aenter__` of a with statement. */
  Enter,
  /** The callee was asked by sort/min/… natively. */
  CheckAwaitable,
  /** Result of a metaclass's `__prepare__`: the class body starts. */
  Prepare,
  /** Result of `__missing__`-like hooks: KeyError with data. */
  Missing,
  /** Result of a descriptor's `__get__`: it is called with data, an argument list. */
  CallWith,
  /** `object.__ne__`: the opposite of what `__eq__` said, unless that is NotImplemented. */
  Opposite,
}
