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
