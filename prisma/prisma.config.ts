/** Read by Prisma's CLI; paths are relative to this file. */
export default { schema: 'schema.prisma', migrations: { path: 'migrations' } }
