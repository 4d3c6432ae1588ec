import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

export type Reached = { functions: number; reached: number; missed: string[] }

type Script = { url: string; functions: { functionName: string; ranges: { count: number }[] }[] }

/**
 * The functions of a process that ran, by what Node writes into `NODE_V8_COVERAGE` when the process ends of itself (nodejs.org/api/cli.html#node_v8_coveragedir).
 * Of the scripts whose address holds `part`; those missed as «file function», without the nameless.
 */
export async function functionsReached(directory: string, part: string): Promise<Reached> {
  const files = await readdir(directory)
  const counts = new Map<string, number>()
  for (const file of files) {
    for (const { url, functions } of scriptsOf(await readFile(path.join(directory, file), 'utf8'))) {
      const at = url.indexOf(part)
      if (at === -1) continue
      for (const { functionName, ranges } of functions) {
        if (functionName === '') continue
        const name = `${url.slice(at + part.length)} ${functionName}`
        counts.set(name, (counts.get(name) ?? 0) + (ranges[0]?.count ?? 0))
      }
    }
  }
  const missed = [...counts].flatMap(([name, count]) => (count === 0 ? [name] : [])).toSorted()
  return { functions: counts.size, reached: counts.size - missed.length, missed }
}

/** The shape is V8's own. */
function scriptsOf(json: string): Script[] {
  return (JSON.parse(json) as { result: Script[] }).result
}
