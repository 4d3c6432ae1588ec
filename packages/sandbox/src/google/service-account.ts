import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
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

export type ServiceAccount = z.output<typeof serviceAccount>

/** A new account with a key pair of its own, whose tokens come from the sandbox at `publicUrl`. */
export function createServiceAccount(publicUrl: string): ServiceAccount {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  return {
    type: 'service_account',
    project_id: 'sandbox-project',
    private_key_id: randomUUID().replaceAll('-', ''),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: 'cars-sheet@sandbox-project.iam.gserviceaccount.com',
    client_id: '100000000000000000001',
    token_uri: tokenUri(publicUrl),
  }
}

export function tokenUri(publicUrl: string): string {
  return `${publicUrl}/google/token`
}

/** The account in the file, its address brought up to date; a new one when there is no file. The file holds the result afterwards. */
export function keepServiceAccount(file: string, publicUrl: string, fresh: () => ServiceAccount): ServiceAccount {
  const kept = existsSync(file) ? serviceAccount.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
  const account = { ...(kept ?? fresh()), token_uri: tokenUri(publicUrl) }
  if (kept?.token_uri !== account.token_uri) writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 })
  return account
}

export function publicKeyOf(account: ServiceAccount): ReturnType<typeof createPublicKey> {
  return createPublicKey(account.private_key)
}
