import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

function thrownIn(...files: string[]) {
  const error = new Error(files.join(' '))
  error.stack = `Error: x\n${files.map((file) => `    at f (https://shop.example/${file}:3:7)`).join('\n')}`
  return error
}

export async function run() {
  Object.assign(globalThis, {
    _sentryModuleMetadata: {
      'Error\n    at https://shop.example/own.js:1:9': { '_sentryBundlerPluginAppKey:shop': true },
    },
  })
  const found: unknown[] = []
  for (const behaviour of [
    'drop-error-if-contains-third-party-frames',
    'drop-error-if-exclusively-contains-third-party-frames',
    'apply-tag-if-contains-third-party-frames',
    'apply-tag-if-exclusively-contains-third-party-frames',
  ] as const) {
    const filter = Sentry.thirdPartyErrorFilterIntegration({ filterKeys: ['shop'], behaviour })
    Sentry.init({ dsn, transport, integrations: [filter] })
    const before = events().length
    for (const files of [['own.js'], ['own.js', 'ad.js'], ['ad.js']]) {
      Sentry.captureException(thrownIn(...files))
    }
    await Sentry.flush(1000)
    const arrived = events().slice(before)
    found.push(
      arrived.map(({ exception, tags }) => [
        exception?.values?.[0]?.value,
        String(tags?.third_party_code ?? ''),
      ]),
    )
  }
  return found
}

export const expected = [
  [['own.js', '']],
  [
    ['own.js', ''],
    ['own.js ad.js', ''],
  ],
  [
    ['own.js', ''],
    ['own.js ad.js', 'true'],
    ['ad.js', 'true'],
  ],
  [
    ['own.js', ''],
    ['own.js ad.js', ''],
    ['ad.js', 'true'],
  ],
]
