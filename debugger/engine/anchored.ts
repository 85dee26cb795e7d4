// Classes whose instances something else keeps alive for as long as they matter: the tasks, futures and handles of asyncio,
// which the loop holds. Destruction neither suspects them nor looks through them, so that a loop with many unfinished
// coroutines costs no search at each step.
//
// The library says which (`_engine.anchor`). A future or task that is done is held by nobody but the program any more; it is looked at
// when its end may hold something: an exception holds the frames it passed.

import { BareYield } from './bare-yield.ts'
import { holdsItsEnd, TaskStep } from './modules/asyncio-objects.ts'
import { NativeFunction } from './native.ts'
import { BoundMethod, Instance, type Obj, type PyType } from './value.ts'

/** From now on instances of exactly this class are taken to be held. */
export function anchor(cls: PyType): void {
  cls.isAnchored = true
}

/** Is it an instance of such a class, or a method bound to one? */
export function isAnchored(object: Obj): boolean {
  if (object instanceof Instance) return object.cls.isAnchored && !holdsItsEnd(object)
  if (object instanceof BoundMethod || object instanceof NativeFunction) {
    return object.self instanceof Instance && object.self.cls.isAnchored
  }
  return object instanceof TaskStep || object instanceof BareYield
}
