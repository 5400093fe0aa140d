import type { Context } from '@mayday/core'

type Environment = NodeJS.ProcessEnv

/** By what a platform is known, in the order in which it is asked, and what it tells of where a program runs. */
const PLATFORMS: [known: (env: Environment) => unknown, tell: (env: Environment) => Context][] = [
  [({ VERCEL }) => VERCEL, (env) => facts('vercel', env.VERCEL_REGION)],
  [
    ({ AWS_REGION }) => AWS_REGION,
    (env) => facts('aws', env.AWS_REGION, { 'cloud.platform': env.AWS_EXECUTION_ENV }),
  ],
  [({ GCP_PROJECT }) => GCP_PROJECT, () => facts('gcp')],
  [
    ({ ALIYUN_REGION_ID }) => ALIYUN_REGION_ID,
    (env) => facts('alibaba_cloud', env.ALIYUN_REGION_ID),
  ],
  [
    ({ WEBSITE_SITE_NAME, REGION_NAME }) => WEBSITE_SITE_NAME && REGION_NAME,
    (env) => facts('azure', env.REGION_NAME),
  ],
  [({ IBM_CLOUD_REGION }) => IBM_CLOUD_REGION, (env) => facts('ibm_cloud', env.IBM_CLOUD_REGION)],
  [
    ({ TENCENTCLOUD_REGION }) => TENCENTCLOUD_REGION,
    (env) =>
      facts('tencent_cloud', env.TENCENTCLOUD_REGION, {
        'cloud.account.id': env.TENCENTCLOUD_APPID,
        'cloud.availability_zone': env.TENCENTCLOUD_ZONE,
      }),
  ],
  [({ NETLIFY }) => NETLIFY, () => facts('netlify')],
  [({ FLY_REGION }) => FLY_REGION, (env) => facts('fly.io', env.FLY_REGION)],
  [({ DYNO }) => DYNO, () => facts('heroku')],
]

/** Where in a cloud the process runs, as far as its environment says so; nobody is asked over the network. */
export function cloudResource(env: Environment = process.env): Context | undefined {
  return PLATFORMS.find(([isKnown]) => isKnown(env))?.[1](env)
}

function facts(provider: string, region?: string, more: Context = {}): Context {
  const all = { 'cloud.provider': provider, 'cloud.region': region, ...more }
  return Object.fromEntries(Object.entries(all).filter(([, fact]) => fact !== undefined))
}
