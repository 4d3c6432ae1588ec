import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** docker-compose.yml shows the folder ./telegram-sessions to the monitor by this name; its user there is 1000. */
const composeFolder = '/data/telegram-sessions'
const composeUser = 1000

/** Where the file of TELEGRAM_SESSIONS_FILE is for a command that runs beside the containers, in the folder of docker-compose.yml. */
export function sessionsFileHere(file: string): string {
  const inside = path.relative(composeFolder, file)
  const isComposes = !inside.startsWith('..') && !existsSync(composeFolder)
  return isComposes ? path.join('telegram-sessions', inside) : file
}

/**
 * Puts a session into the sessions file, one per line, in place of the lines that `isReplaced` picks. The file is replaced as a whole, so that
 * a monitor reading it at that moment never sees half a line. It keeps its mode and owner; a new one may be read by its owner alone.
 */
export async function saveSession(file: string, session: string, isReplaced: (line: string) => Promise<boolean>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const known = existsSync(file) ? await stat(file) : null
  const kept: string[] = []
  for (const line of known ? linesOf(await readFile(file, 'utf8')) : []) if (line !== session && !(await isReplaced(line))) kept.push(line)
  const written = `${file}.new`
  await writeFile(written, `${[...kept, session].join('\n')}\n`, { mode: 0o600 })
  if (known) await chmod(written, known.mode & 0o777)
  if (process.getuid?.() === 0) await chown(written, known?.uid ?? composeUser, known?.gid ?? composeUser)
  await rename(written, file)
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean)
}
