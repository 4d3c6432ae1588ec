import { fitPhoto } from '@cars-bot/adapters/pictures'
import type { PostMediaModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { unusablePhotoText } from './texts.js'

/** The media of a post with each stored photo as a bot may send it: what Telegram would refuse is encoded anew in the store, what can't be is skipped with a note. Safe to run twice. */
export async function fitPhotos(app: Pick<App, 'db' | 'media'>, media: readonly PostMediaModel[]): Promise<PostMediaModel[]> {
  return Promise.all(media.map((item) => fit(app, item)))
}

async function fit({ db, media }: Pick<App, 'db' | 'media'>, item: PostMediaModel): Promise<PostMediaModel> {
  const { id, kind, status, contentHash, botFileId } = item
  if (kind !== 'PHOTO' || status !== 'STORED' || botFileId !== null || contentHash === null || !(await media.has(contentHash))) return item
  const photo = await fitPhoto(media.path(contentHash))
  switch (photo.kind) {
    case 'fits':
      return item
    case 'encoded':
      return db.postMedia.update({ where: { id }, data: { ...(await media.put(photo.bytes)), mimeType: 'image/jpeg' } })
    case 'unusable':
      return db.postMedia.update({ where: { id }, data: { status: 'SKIPPED', statusReason: unusablePhotoText } })
  }
}
