import { defineConfig } from 'vitest/config'
import { aliasesOf, type ReactName } from './test/react/versions.js'

// Sources are tested, not builds: no test waits for a build, and a stack trace names the real file.
const conditions = ['@mayday/source']
const fromSource = {
  resolve: { conditions: [...conditions, 'module', 'import', 'default'] },
  // Node is given these too, and would hand what is required the modules that are for import.
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'default'] } },
}

/** A busy machine takes its time, which is no failure: what a test waits for ends long before, where all is well. */
const patient = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 15_000 } },
}

const packages = {
  ...patient,
  globalSetup: ['test/setup/temporary.ts'],
  setupFiles: [
    // First, before anything loads the module that it watches.
    'test/setup/valid-events.ts',
    'test/setup/quiet-console.ts',
    'test/setup/matchers.ts',
  ],
}

/** The tests of the React package once more, or those that the pattern names. */
const withReact = (name: ReactName, tests = '**/*') => ({
  ...fromSource,
  define: { REACT_NAME: JSON.stringify(name) },
  resolve: { ...fromSource.resolve, alias: aliasesOf(name) },
  test: { ...packages, name, include: [`packages/react/test/${tests}.test.{ts,tsx}`] },
})

export default defineConfig({
  test: {
    // Those that drive browsers wait more than they work.
    maxWorkers: 3,
    projects: [
      {
        ...fromSource,
        test: {
          ...packages,
          name: 'packages',
          include: ['packages/*/test/**/*.test.{ts,tsx}'],
          exclude: ['packages/inbox/**', '**/node_modules/**'],
        },
      },
      {
        ...fromSource,
        test: {
          ...packages,
          name: 'inbox',
          include: ['packages/inbox/test/**/*.test.{ts,tsx}'],
          globalSetup: [...packages.globalSetup, 'test/setup/inbox-seed.ts'],
        },
      },
      withReact('react-17'),
      withReact('react-18'),
      withReact('react-18-legacy', 'matrix'),
      {
        test: {
          ...patient,
          name: 'compat',
          globalSetup: ['test/setup/temporary.ts', 'test/setup/build.ts'],
          include: ['test/compat/*.test.ts'],
          setupFiles: ['test/setup/quiet-console.ts'],
          // Programs for Node say here what they expect; they run elsewhere.
          alias: { '@sentry/node': '@mayday/node' },
          // Each is a process, which has more to do than to wait.
          maxConcurrency: 2,
          testTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          ...patient,
          name: 'faults',
          include: ['test/faults/*.test.ts'],
          setupFiles: ['test/setup/valid-events.ts'],
          // Its tests wait more than they work.
          maxConcurrency: 6,
        },
      },
      {
        ...fromSource,
        test: {
          ...patient,
          // A file for each engine: one browser starts once, and can be asked for by its name.
          name: 'browsers',
          include: ['test/browsers/*.test.ts'],
          globalSetup: [
            'test/setup/temporary.ts',
            'test/setup/browsers.ts',
            'test/setup/build.ts',
            'test/browsers/setup.ts',
          ],
          setupFiles: ['test/setup/valid-events.ts'],
        },
      },
      {
        ...fromSource,
        test: {
          ...patient,
          name: 'workers',
          globalSetup: ['test/setup/browsers.ts'],
          include: ['test/workers/*.test.ts'],
          setupFiles: ['test/setup/valid-events.ts'],
        },
      },
      {
        ...fromSource,
        test: {
          ...patient,
          name: 'frameworks',
          include: ['test/frameworks/*.test.ts'],
          globalSetup: ['test/setup/temporary.ts', 'test/setup/browsers.ts', 'test/setup/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...fromSource,
        test: {
          ...patient,
          name: 'inbox-page',
          include: ['test/inbox-page/*.test.ts'],
          globalSetup: [
            'test/setup/temporary.ts',
            'test/setup/browsers.ts',
            'test/setup/build.ts',
            'test/setup/inbox-seed.ts',
          ],
          setupFiles: ['test/setup/quiet-console.ts'],
          testTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          ...patient,
          name: 'family',
          include: ['test/*.test.ts'],
          globalSetup: ['test/setup/temporary.ts', 'test/setup/browsers.ts', 'test/setup/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
