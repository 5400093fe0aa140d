/** An empty cluster, made by the build: beside `dist/esm` and `dist/cjs`, or in `dist` when this runs from source. */
export const seedUrl: URL = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/seed.tar.gz' : '../../seed.tar.gz',
  import.meta.url,
)
