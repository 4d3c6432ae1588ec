export type LoginSettings = {
  connection: { apiId: number; apiHash: string; proxy: string | undefined }
  /** By QR code, without asking for a phone. */
  isByToken: boolean
  /** Where the monitor reads its sessions from, if from a file. */
  sessionsFile: string | undefined
  databaseUrl: string | undefined
}
