/** Links in a text: each module that an import names leads to its file, or to its page of the library's documentation. */

import { type Span, standardModules } from '../../language/index.ts'
import type { Feature } from '../feature.ts'

export interface LinkData {
  readonly span: Span
  readonly target: string
  readonly tooltip: string
}

/** The address of the module beside the program of this name, `level` dots before it. */
export type AddressOf = (module: string, level: number) => string | undefined

export const documentLinks: Feature<[addressOf: AddressOf], LinkData[]> = {
  capability: { documentLinkProvider: { resolveProvider: false } },
  answer(analysis, addressOf) {
    const found: LinkData[] = []
    const add = (span: Span, module: string, level: number): void => {
      const target = addressOf(module, level)
      if (target !== undefined) found.push({ span, target, tooltip: `Open ${target.split('/').pop()}` })
      else if (level === 0 && standardModules.has(module.split('.')[0]) && !module.startsWith('_')) {
        const page = `https://docs.python.org/3.13/library/${pageOf(module)}.html`
        found.push({ span, target: page, tooltip: `Documentation of ${module}` })
      }
    }
    for (const node of analysis.scopes.imports) {
      if (node.kind === 'Import') for (const alias of node.names) add(alias.nameSpan, alias.name, 0)
      else {
        if (node.module !== null) add(node.moduleSpan, node.module, node.level)
        // `from . import a` and `from package import a` may name modules.
        for (const alias of node.names) {
          const module = node.module === null ? alias.name : `${node.module}.${alias.name}`
          const target = alias.name === '*' ? undefined : addressOf(module, node.level)
          if (target !== undefined) add(alias.nameSpan, module, node.level)
        }
      }
    }
    return found.sort((a, b) => a.span.start - b.span.start)
  },
}

/** Some modules are described on the page of the one above them. */
function pageOf(module: string): string {
  const own = ['collections.abc', 'importlib.metadata', 'importlib.resources', 'concurrent.futures', 'os.path']
  return own.includes(module) ? module : module.split('.')[0]
}
