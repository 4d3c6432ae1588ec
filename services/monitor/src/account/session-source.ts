import { readFile } from 'node:fs/promises'

/** Session strings as they stand in the settings, or a file with one per line, which may change at any time. */
export type SessionSource = readonly string[] | { file: string }

/** The session strings without repeats; null while the file can't be read. Lines of the file that begin with `#` are comments. */
export async function readSessions(source: SessionSource): Promise<string[] | null> {
  if (!('file' in source)) return [...new Set(source)]
  try {
    const lines = (await readFile(source.file, 'utf8')).split('\n').filter((line) => !line.trimStart().startsWith('#'))
    return [...new Set(lines.join('\n').split(/[\s,]+/).filter(Boolean))]
  } catch {
    return null
  }
}

/** Where the sessions come from; null when both are given, which would leave it open. */
export function chooseSessions(given: readonly string[] | undefined, file: string | undefined): SessionSource | null {
  if (file === undefined) return given ?? []
  return given === undefined ? { file } : null
}
