import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'receivers',
    include: ['test/receivers/*.test.ts'],
    globalSetup: ['test/setup/temporary.ts', 'test/setup/browsers.ts', 'test/setup/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
