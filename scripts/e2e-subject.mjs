// What the end-to-end tests in a real VS Code have in common: the package that is tested, and a program to drive.
import { existsSync, readFileSync } from 'node:fs'

export const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

/** The package named on the command line, else the one that `npm run package` makes; ends the process when there is none. */
export function packaged() {
  const named = process.argv.slice(2).find(word => word.endsWith('.vsix'))
  const vsix = named ?? `${manifest.name}-${manifest.version}.vsix`
  if (existsSync(vsix)) return vsix
  console.error(`${vsix} is not there; make it: npm run package`)
  return process.exit(2)
}

export const talk = `class Ask:
    def __init__(self, question):
        self.question = question

    def __await__(self):
        answer = yield self.question
        return answer


async def talk(limit):
    total = 0
    try:
        while total < limit:
            total += await Ask(f"have {total}")
        return total
    finally:
        print("left with", total)
`
