// The SDKs that are measured, each started in the same way: its own default integrations for a program without a
// platform, and a transport that writes the envelope in the wire format and goes no further.

export const PEERS = {
  mayday: { label: '@mayday/core', start: startMayday },
  'sentry-10': { label: '@sentry/core 10', start: () => startSentry('sentry-core-10') },
  'sentry-11': {
    label: '@sentry/core 11',
    start: () => startSentry('sentry-core-11', 'sentry-core-11/server'),
  },
}

/**
 * Starts one of them as this process's SDK.
 * @returns its name and version, its functions, and what arrives: a count, and the next bodies on request
 */
export async function startPeer(name) {
  const receiver = createReceiver()
  const { label, start } = PEERS[name]
  const { sdk, init, version } = await start()
  init({
    dsn: 'https://public@receiver.example/1',
    release: 'bench@1.0.0',
    transport: (options) => sdk.createTransport(options, receiver.request),
  })
  return {
    label: label.includes(' ') ? label.replace(/\d+$/, version) : `${label} ${version}`,
    sdk,
    receiver,
  }
}

async function startMayday() {
  const sdk = await import('@mayday/core')
  // The peers hold nothing back, and what is held back costs next to nothing: that would be no comparison.
  const init = (options) => sdk.init({ ...options, floodControl: false })
  return { sdk, version: sdk.VERSION, init }
}

/** Sentry's core alone has no `init()` of its own; this is what its README has an SDK on top of it do. */
async function startSentry(main, server = main) {
  const sdk = await import(main)
  const { ServerRuntimeClient, nodeStackLineParser } = await import(server)
  const init = (options) =>
    sdk.initAndBind(ServerRuntimeClient, {
      ...options,
      stackParser: sdk.createStackParser(nodeStackLineParser()),
      integrations: [
        sdk.eventFiltersIntegration(),
        sdk.functionToStringIntegration(),
        sdk.linkedErrorsIntegration(),
        sdk.dedupeIntegration(),
      ],
    })
  return { sdk, version: sdk.SDK_VERSION, init }
}

function createReceiver() {
  let wake = () => {}
  const receiver = {
    events: 0,
    last: '',
    request({ body }) {
      if (body.includes('{"type":"event"')) {
        receiver.events++
        receiver.last = body
        wake()
      }
      return Promise.resolve({ statusCode: 200, headers: {} })
    },
    /** Resolves once so many events have arrived in all. */
    arrived: (count) =>
      new Promise((resolve) => {
        wake = () => receiver.events >= count && resolve()
        wake()
      }),
  }
  return receiver
}
