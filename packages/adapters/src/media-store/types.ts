/** Files by the SHA-256 of their content, in one folder shared by monitor and worker. */
export type MediaStore = {
  /** Writes atomically; the same content twice is one file. */
  put(content: Uint8Array): Promise<{ contentHash: string; sizeBytes: number }>
  path(contentHash: string): string
  has(contentHash: string): Promise<boolean>
  /** True when there was such a file. */
  remove(contentHash: string): Promise<boolean>
}
