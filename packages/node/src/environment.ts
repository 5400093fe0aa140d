/** Options that the environment of the process has, where the program does not say them itself. */
import { parseDsn, safely, warn } from '@mayday/core'
import type { NodeOptions } from './init.js'

/** Ours first; the others are those that services have had for years. */
const PREFIXES = ['MAYDAY_', 'SENTRY_'] as const

/** Where builders and hosts say which commit they have: the most particular names first. */
const COMMITS =
  // GitHub Actions, GitLab, Bitbucket
  'GITHUB_SHA CI_MERGE_REQUEST_SOURCE_BRANCH_SHA CI_BUILD_REF CI_COMMIT_SHA BITBUCKET_COMMIT ' +
  // AppVeyor, AWS CodeBuild and Amplify, Azure Pipelines, Bitrise, Buddy, Buildkite, CircleCI, Cirrus, Codefresh
  'APPVEYOR_PULL_REQUEST_HEAD_COMMIT APPVEYOR_REPO_COMMIT CODEBUILD_RESOLVED_SOURCE_VERSION AWS_COMMIT_ID ' +
  'BUILD_SOURCEVERSION GIT_CLONE_COMMIT_HASH BUDDY_EXECUTION_REVISION BUILDKITE_COMMIT CIRCLE_SHA1 ' +
  'CIRRUS_CHANGE_IN_REPO CF_REVISION ' +
  // Codemagic, Cloudflare Pages, Drone, Flightcontrol, Heroku, Railway, Render, Semaphore, Travis
  'CM_COMMIT CF_PAGES_COMMIT_SHA DRONE_COMMIT_SHA FC_GIT_COMMIT_SHA HEROKU_TEST_RUN_COMMIT_VERSION ' +
  'HEROKU_BUILD_COMMIT HEROKU_SLUG_COMMIT RAILWAY_GIT_COMMIT_SHA RENDER_GIT_COMMIT SEMAPHORE_GIT_SHA ' +
  'TRAVIS_PULL_REQUEST_SHA ' +
  // Vercel, also by its old name
  'VERCEL_GIT_COMMIT_SHA VERCEL_GITHUB_COMMIT_SHA VERCEL_GITLAB_COMMIT_SHA VERCEL_BITBUCKET_COMMIT_SHA ' +
  'ZEIT_GITHUB_COMMIT_SHA ZEIT_GITLAB_COMMIT_SHA ZEIT_BITBUCKET_COMMIT_SHA ' +
  // CodeShip, Coolify, Heroku, Jenkins, Netlify, TeamCity
  'CI_COMMIT_ID SOURCE_COMMIT SOURCE_VERSION GIT_COMMIT COMMIT_REF BUILD_VCS_NUMBER'

/** The options, with what they leave open as the environment has it. An empty text is an answer, too. */
export function withEnvironment(options: NodeOptions): NodeOptions {
  return {
    ...options,
    dsn: options.dsn ?? read(dsnOfEnvironment),
    release: options.release ?? read(releaseOfEnvironment),
    environment: options.environment ?? read(() => named('ENVIRONMENT')?.value),
    debug: options.debug ?? read(() => flag(named('DEBUG')?.value)),
  }
}

/** What the environment calls this machine. */
export function nameOfEnvironment(): string | undefined {
  return read(() => named('NAME')?.value)
}

/** Some runtimes have no environment, or keep it from programs. */
function read<T>(what: () => T): T | undefined {
  return safely('environment', what)
}

/** An empty one counts as none: it often comes from a configuration that does not set it. */
function variable(name: string): string | undefined {
  return process.env[name]?.trim() || undefined
}

function named(name: string): { name: string; value: string } | undefined {
  for (const prefix of PREFIXES) {
    const value = variable(prefix + name)
    if (value) return { name: prefix + name, value }
  }
  return undefined
}

const warned = /* @__PURE__ */ new Set<string>()

function dsnOfEnvironment(): string | undefined {
  const { name = '', value } = named('DSN') ?? {}
  if (!value || parseDsn(value)) return value
  // A program that was preloaded with it starts once more.
  if (!warned.has(name)) warn(`${name} is no DSN, so that nothing is captured`)
  warned.add(name)
  return undefined
}

function releaseOfEnvironment(): string | undefined {
  const { SENTRY_RELEASE } = globalThis as { SENTRY_RELEASE?: { id?: string } }
  // Bundler plugins write the second.
  const said = named('RELEASE')?.value ?? SENTRY_RELEASE?.id
  if (said) return said
  for (const name of COMMITS.split(' ')) {
    const value = variable(name)
    if (value) return value
  }
  return undefined
}

const OFF = /^(?:false|f|no?|off|0)$/i

function flag(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : !OFF.test(text)
}
