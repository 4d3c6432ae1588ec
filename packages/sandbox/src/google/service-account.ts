import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** The key file of a service account, as Google's console gives it out (cloud.google.com/iam/docs/keys-create-delete). */
const serviceAccount = z.object({
  type: z.literal('service_account'),
  project_id: z.string(),
  private_key_id: z.string(),
  private_key: z.string(),
  client_email: z.string(),
  client_id: z.string(),
  token_uri: z.string(),
})

const clientEmail = 'cars-sheet@sandbox-project.iam.gserviceaccount.com'

export type ServiceAccount = z.output<typeof serviceAccount>

/** A new account with a key pair of its own, whose tokens come from the sandbox at `publicUrl`. */
export function createServiceAccount(publicUrl: string): ServiceAccount {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  return {
    type: 'service_account',
    project_id: 'sandbox-project',
    private_key_id: randomUUID().replaceAll('-', ''),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: clientEmail,
    client_id: '100000000000000000001',
    token_uri: tokenUri(publicUrl),
  }
}

export function tokenUri(publicUrl: string): string {
  return `${publicUrl}/google/token`
}

/**
 * The account in the file, its token address brought up to date; a new one when there is no file. The file holds the result afterwards.
 * A file that holds anything but a key of the sandbox is left alone and refused.
 */
export function keepServiceAccount(file: string, publicUrl: string): ServiceAccount {
  const kept = existsSync(file) ? ownAccount(file) : null
  const account = { ...(kept ?? createServiceAccount(publicUrl)), token_uri: tokenUri(publicUrl) }
  if (kept?.token_uri === account.token_uri) return account
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 })
  return account
}

export function publicKeyOf(account: ServiceAccount): ReturnType<typeof createPublicKey> {
  return createPublicKey(account.private_key)
}

function ownAccount(file: string): ServiceAccount {
  const account = serviceAccount.safeParse(parsedJson(readFileSync(file, 'utf8')))
  if (account.success && account.data.client_email === clientEmail) return account.data
  throw new Error(`${file} holds no service account key of the sandbox: remove it or choose another file`)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
