import type { Integration } from '@mayday/core'

/** Says which runtime the event came to be in. */
export function runtimeContextIntegration(): Integration {
  return {
    name: 'Context',
    processEvent(event) {
      const name = runtimeName()
      const contexts = {
        ...(name && { runtime: { name } }),
        ...(name === 'cloudflare' && { cloud_resource: { 'cloud.provider': 'cloudflare' } }),
      }
      return { ...event, contexts: { ...contexts, ...event.contexts } }
    },
  }
}

function runtimeName(): string | undefined {
  const { navigator, EdgeRuntime } = globalThis as {
    navigator?: { userAgent?: string }
    EdgeRuntime?: unknown
  }
  if (navigator?.userAgent === 'Cloudflare-Workers') return 'cloudflare'
  return EdgeRuntime === undefined ? undefined : 'vercel-edge'
}
