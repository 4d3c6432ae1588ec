import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

let isLoaded: Promise<void> | null = null

/**
 * Prisma's own schema engine as WebAssembly: the same code as `prisma migrate`, without its native binary, which is a download.
 * Opened for one piece of `work`; its connections are closed when that ends.
 */
export async function withSchemaEngine<T>(databaseUrl: string, work: (engine: bindings.SchemaEngine) => Promise<T>): Promise<T> {
  isLoaded ??= loadWasm()
  await isLoaded
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const factory = Object.assign(new PrismaPg(pool), { connectToShadowDb: () => connectToShadowDatabase(pool, databaseUrl) })
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  } finally {
    await pool.end()
  }
}

/** In place of the adapter's own, which drops the shadow database while its connections are still open and is refused. */
async function connectToShadowDatabase(pool: pg.Pool, databaseUrl: string): ReturnType<PrismaPg['connectToShadowDb']> {
  const name = `shadow_${randomUUID().replaceAll('-', '')}`
  await pool.query(`CREATE DATABASE ${name}`)
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  const shadowPool = new pg.Pool({ connectionString: url.href })
  readCharAsText(shadowPool)
  const adapter = await new PrismaPg(shadowPool).connect()
  return Object.assign(adapter, {
    dispose: async () => {
      await shadowPool.end()
      await pool.query(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  })
}

/** The engine reads catalogue columns of the internal type "char" (oid 18), which the adapter refuses; as text (oid 25) they are the same. */
function readCharAsText(pool: pg.Pool): void {
  const query = pool.query.bind(pool)
  const readable = async (config: pg.QueryArrayConfig): Promise<pg.QueryArrayResult> => {
    const result = await query(config)
    for (const field of result.fields) if (field.dataTypeID === 18) field.dataTypeID = 25
    return result
  }
  Object.assign(pool, { query: readable })
}

/** The part of WebAssembly's JavaScript interface used here; TypeScript declares it only with the whole DOM. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>
  instantiate(module: object, imports: Record<string, object>): Promise<{ exports: Record<string, unknown> }>
}

async function loadWasm(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const module = await WebAssembly.compile(await readFile(entry.replace(/\.js$/, '.wasm')))
  const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': bindings })
  callable(bindings, '__wbg_set_wasm')(exports)
  callable(exports, '__wbindgen_start')()
}

/** wasm-bindgen's module has these functions at run time; its type declarations leave them out. */
function callable(module: object, name: string): (...values: unknown[]) => void {
  const found: unknown = Reflect.get(module, name)
  if (typeof found !== 'function') throw new Error(`the schema engine has no function ${name}`)
  return found as (...values: unknown[]) => void
}
