// What happens with the result of a frame (or with the exception that leaves it) before its caller sees it: the continuations
// of instructions and natives, as numbers with data, so that a frame stays plain data. A frame (or an Activation) holds the
// first in `finish` and `finishData` and the rest, rarely any, in `finishNext`; when all are done the value is pushed.
//
// Knows nothing of instructions; `finish-apply.ts` does what the kinds say.

export enum Finish {
  /** The value goes on the operand stack of the frame below. */
  Push,
  /** The value is dropped; nothing is pushed. Must be the last one. */
  Discard,
  /** None instead of the value. */
  None,
  /** Data instead of the value. */
  Data,
  /** `bool(value)`: may call again. */
  Truth,
  /** The opposite of a bool. */
  Not,
  /** Result of `__bool__`: must be a bool. */
  CheckBool,
  /** Result of `__len__`, as an int. */
  CheckLen,
  /** Result of `__len__` when it was asked for a truth value. */
  LenToBool,
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
  /** Result of `__iter__`: must have `__next__`. */
  CheckIter,
  /** Result of `__await__`: must be an iterator and no coroutine. */
  CheckAwait,
  /** Result of `__aiter__`: must have `__anext__`. */
  CheckAiter,
  /** Result of `__anext__`, for `async for`: data is the async iterator; delivers its awaitable's iterator. */
  CheckAnext,
  /** Result of `__await__` of what `__anext__` gave. Data: that object. */
  CheckAnextAwait,
  /** Result of `__init__`: must be None; delivers data (the instance). */
  Init,
  /** Result of `__new__`: calls `__init__` if it is an instance of the class. Data: {type, args, names}. */
  New,
  /** Result of a descriptor's `__get__`: it is called with data, an argument list. */
  CallWith,
  /** StopIteration is END: `for`, and natives that iterate. Data, if any, is delivered instead (next() with a default). */
  ForNext,
  /** StopIteration gives data (the default). */
  StopDefault,
  /** StopIteration from a foreign iterator under `yield from` or `await`: Send jumps to its target with the value. */
  SendNext,
  /** AttributeError gives data (the default). */
  AttributeDefault,
  /** AttributeError gives False, a value gives True. */
  HasAttribute,
  /** AttributeError calls `__getattr__`. Data: {object, name}. */
  GetattrHook,
  /** NotImplemented asks the other operand: data {receiver, found, argument}. */
  OrElse,
  /** A comparison was asked of one side: NotImplemented asks the next. Data: CompareState. */
  Compare,
  /** A binary operator was asked of one side: NotImplemented asks the next. Data: BinaryState. */
  Binary,
  /** `object.__ne__`: the opposite of what `__eq__` said, unless that is NotImplemented. */
  Opposite,
  /** KeyError from a locals mapping: the name is looked for in globals and builtins. Data: the name. */
  NameFallback,
  /** The run ends here: drive() and evaluate() get their outcome. Data: the frame that ran before. */
  Outcome,
  /** `value` and NULL go on the stack: LoadMethod. */
  PushNull,
  /** A module body has run (or raised). Data: see import.ts. */
  Import,
  /** A step of a task has ended: the loop's round goes on. Data: the handle that runs (asyncio-loop.ts). */
  TaskStep,
  /** Reflects data when something must go on natively: `(m, value) => Result` by name in CONTINUATIONS. Data: {name, data}. */
  Native,
}

/** One more continuation of a frame, after the first. Immutable. */
export interface Continuation {
  readonly finish: Finish
  readonly data: unknown
  readonly next: Continuation | null
}

/** The list with one more at its end. */
export function append(list: Continuation | null, last: Continuation): Continuation {
  return list === null ? last : { ...list, next: append(list.next, last) }
}
