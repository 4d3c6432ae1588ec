import { stat } from 'node:fs/promises'
import { hashedSide, perceptualHash } from '@cars-bot/domain'
import sharp from 'sharp'

/** Larger than any photo Telegram keeps; what claims to be larger is not decoded. */
const mostPixels = 40_000_000

/** The perceptual hash of a picture file; null for a plain picture, and for a file that is no picture. */
export async function photoHash(path: string): Promise<bigint | null> {
  try {
    const grey = await sharp(path, { limitInputPixels: mostPixels, failOn: 'none' }).greyscale().resize(hashedSide, hashedSide, { fit: 'fill' }).raw().toBuffer()
    return perceptualHash(grey)
  } catch {
    return null
  }
}

const mostPhotoBytes = 10 * 1_024 * 1_024
const mostSidesTogether = 10_000
const mostRatio = 20
/** Telegram shows no photo larger than this. */
const longestSide = 2_560

export type FittedPhoto = { kind: 'fits' } | { kind: 'encoded'; bytes: Buffer } | { kind: 'unusable' }

/**
 * Whether a bot may send the file as a photo: JPEG or PNG of at most 10 MB, its sides at most 10 000 pixels together and 20 to 1 (core.telegram.org/bots/api#sendphoto). A picture
 * that may not be sent as it is comes back encoded anew as a JPEG that may; a strip and a file that is no picture are unusable.
 */
export async function fitPhoto(path: string): Promise<FittedPhoto> {
  try {
    const [{ size }, { format, width, height }] = await Promise.all([stat(path), sharp(path, { limitInputPixels: mostPixels }).metadata()])
    if (Math.max(width, height) > mostRatio * Math.min(width, height)) return { kind: 'unusable' }
    if ((format === 'jpeg' || format === 'png') && size <= mostPhotoBytes && width + height <= mostSidesTogether) return { kind: 'fits' }
    const inside = { width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true } as const
    const bytes = await sharp(path, { limitInputPixels: mostPixels, failOn: 'none' }).rotate().resize(inside).flatten({ background: '#fff' }).jpeg({ quality: 88 }).toBuffer()
    return { kind: 'encoded', bytes }
  } catch {
    return { kind: 'unusable' }
  }
}
