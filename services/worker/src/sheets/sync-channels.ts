import type { App } from '../app.js'
import { readTables } from './read-tables.js'
import { sheetDefinitions } from './sheet-definitions.js'
import { syncChannelRows } from './sync-channel-rows.js'
import { syncMerges } from './sync-merges.js'
import { syncModerationQueue } from './sync-moderation-queue.js'
import { syncSettings } from './sync-settings.js'
import { withSheetLock } from './with-sheet-lock.js'

/**
 * What the owner decides in the sheet to the database (channels, settings, posts waiting for a decision, merges to be undone), and what became of it back to the
 * sheet. One request to read, at most one to write cells and one per tab to append. The database is written first: whatever fails after
 * that is shown at the next run.
 */
export async function syncChannels(app: App): Promise<void> {
  await withSheetLock(app, async () => {
    const { channels, settings, moderation, merges } = await readTables(app, ['channels', 'settings', 'moderation', 'merges'])
    const channelUpdates = channels ? [...channels.headerUpdates, ...(await syncChannelRows(app, channels))] : []
    const settingsSync = settings ? await syncSettings(app, settings) : { updates: [], rowsToAppend: [] }
    const moderationSync = moderation ? await syncModerationQueue(app, moderation) : { updates: [], rowsToAppend: [] }
    const mergesSync = merges ? await syncMerges(app, merges) : { updates: [], rowsToAppend: [] }
    const updates = [...channelUpdates, ...settingsSync.updates, ...moderationSync.updates, ...mergesSync.updates]
    if (updates.length > 0) await app.sheets.writeCells(updates)
    if (settingsSync.rowsToAppend.length > 0) await app.sheets.appendRows(sheetDefinitions.settings.title, settingsSync.rowsToAppend)
    if (moderationSync.rowsToAppend.length > 0) await app.sheets.appendRows(sheetDefinitions.moderation.title, moderationSync.rowsToAppend)
    if (mergesSync.rowsToAppend.length > 0) await app.sheets.appendRows(sheetDefinitions.merges.title, mergesSync.rowsToAppend)
  })
}
