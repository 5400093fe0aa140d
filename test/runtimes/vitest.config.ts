import { defineConfig } from 'vitest/config'

const conditions = ['@mayday/source', 'module', 'node', 'default']

export default defineConfig({
  // What tests use of the packages is their sources; what runtimes run is what is published.
  ssr: { resolve: { conditions } },
  test: {
    name: 'runtimes',
    include: ['test/runtimes/*.test.ts'],
    globalSetup: ['test/setup/temporary.ts', 'test/setup/build.ts'],
    setupFiles: [
      'test/setup/valid-events.ts',
      'test/setup/quiet-console.ts',
      'test/setup/matchers.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
