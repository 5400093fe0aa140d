/** The tests across packages run what is published, so it has to be built. */
export async function setup(): Promise<void> {
  const { buildIfNeeded } = await import('../../scripts/build.js')
  await buildIfNeeded()
}
