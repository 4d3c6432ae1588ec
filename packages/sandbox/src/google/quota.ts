import { GoogleFailure } from './google-failure.js'

const perMinute = 60

/**
 * 60 reads and 60 writes per minute per user (developers.google.com/workspace/sheets/api/limits); a batch counts as one. Any 60 seconds are
 * a minute here, which is the stricter reading.
 */
export function createQuota(): { take(kind: 'read' | 'write'): void } {
  const taken = { read: [] as number[], write: [] as number[] }
  return {
    take(kind) {
      const now = Date.now()
      const recent = taken[kind].filter((at) => at > now - 60_000)
      taken[kind] = recent
      if (recent.length >= perMinute) {
        const name = kind === 'read' ? 'Read' : 'Write'
        throw new GoogleFailure('RESOURCE_EXHAUSTED', `Quota exceeded for quota metric '${name} requests' and limit '${name} requests per minute per user' of service 'sheets.googleapis.com' for consumer 'project_number:100000000001'.`)
      }
      recent.push(now)
    },
  }
}
