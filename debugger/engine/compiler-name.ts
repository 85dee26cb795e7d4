/**
 * Loading, storing and deleting a name: which instruction, from where the binder says the name lives.
 * CPython: Python/compile.c compiler_nameop.
 */

import type { Context } from '../../language/tree.ts'
import type { Location } from './compiler-location.ts'
import type { Unit } from './compiler-unit.ts'
import { Op } from './op.ts'

/** Where a name is found at run time. */
type Place = 'fast' | 'global' | 'name' | 'cell'

export function nameOperation(unit: Unit, location: Location, name: string, context: Context): void {
  const mangled = unit.scope.mangle(name)
  const symbol = unit.symbol(mangled)
  const resolution = symbol?.resolution ?? 'global implicit'
  let place: Place = 'name'
  switch (resolution) {
    case 'free':
    case 'cell':
      place = 'cell'
      break
    case 'local':
      if (unit.scope.isFunctionLike || unit.hiddenLocals.has(mangled)) place = 'fast'
      break
    case 'global implicit':
      if (unit.scope.isFunctionLike) place = 'global'
      break
    case 'global explicit':
      place = 'global'
      break
  }
  // At module level the locals are the globals.
  if (place === 'name' && unit.kind === 'module' && !unit.compilation.hasSeparateLocals) place = 'global'
  switch (place) {
    case 'fast': {
      const slot = unit.localIndex(mangled)
      unit.emit(location, pick(context, Op.LoadFast, Op.StoreFast, Op.DeleteFast), slot)
      break
    }
    case 'cell': {
      const cell = resolution === 'free' ? unit.freeIndex(mangled) : unit.cellIndex(mangled)
      if (context === 'Load' && unit.kind === 'class' && unit.inlinedDepth === 0) {
        unit.emit(location, Op.LoadLocals)
        unit.emit(location, Op.LoadFromDictOrDeref, cell)
      } else if (context === 'Load' && unit.scope.seesClass) {
        unit.emit(location, Op.LoadDeref, unit.cellIndex('__classdict__'))
        unit.emit(location, Op.LoadFromDictOrDeref, cell)
      } else unit.emit(location, pick(context, Op.LoadDeref, Op.StoreDeref, Op.DeleteDeref), cell)
      break
    }
    case 'global':
      if (context === 'Load' && unit.scope.seesClass && resolution === 'global implicit') {
        unit.emit(location, Op.LoadDeref, unit.cellIndex('__classdict__'))
        unit.emitName(location, Op.LoadFromDictOrGlobals, mangled)
      } else unit.emitName(location, pick(context, Op.LoadGlobal, Op.StoreGlobal, Op.DeleteGlobal), mangled)
      break
    case 'name': {
      // A comprehension in a class does not see the names of the class.
      const load = unit.kind === 'class' && unit.inlinedDepth > 0 ? Op.LoadGlobal : Op.LoadName
      unit.emitName(location, pick(context, load, Op.StoreName, Op.DeleteName), mangled)
    }
  }
}

function pick(context: Context, load: Op, store: Op, del: Op): Op {
  return context === 'Load' ? load : context === 'Store' ? store : del
}
