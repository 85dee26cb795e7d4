// Brings in the files that define containers, iterators, built-in functions and native modules: importing this one makes them
// known (defineType, defineModule). The number and text types have their own files.

import './builtins-iterate.ts'
import './builtins-number.ts'
import './builtins-object.ts'
import './builtins-print.ts'
import './dict-methods.ts'
import './dict-views.ts'
import './generic-alias.ts'
import './iterator-tools.ts'
import './iterators.ts'
import './list.ts'
import './mapping-proxy.ts'
import './modules/deque.ts'
import './prelude-natives.ts'
import './set-methods.ts'
import './text-stream.ts'
import './tuple.ts'
