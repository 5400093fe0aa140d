import {
  addBreadcrumb,
  captureEvent,
  captureException,
  captureMessage,
  type Options,
} from '@mayday/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { start } from './setup.js'

/** What arrives of a message. */
async function cleaned(text: string, options: Partial<Options> = {}): Promise<unknown> {
  const { captured } = start(options)
  captureMessage(text)
  return (await captured()).message
}

/** Credentials by the form that their issuers publish. */
const forms: Record<string, RegExp> = {
  'Stripe secret key': /^sk_live_[A-Za-z0-9]{24}$/,
  'Stripe restricted key': /^rk_test_[A-Za-z0-9]{24}$/,
  'Stripe webhook secret': /^whsec_[A-Za-z0-9+/]{32}$/,
  'GitHub token': /^gh[pousr]_[A-Za-z0-9]{36}$/,
  'GitHub fine-grained token': /^github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}$/,
  'GitLab token': /^glpat-[A-Za-z0-9_-]{20}$/,
  'AWS access key': /^(AKIA|ASIA)[A-Z2-7]{16}$/,
  'Google API key': /^AIza[A-Za-z0-9_-]{35}$/,
  'Google access token': /^ya29\.[A-Za-z0-9_-]{60}$/,
  'Google client secret': /^GOCSPX-[A-Za-z0-9_-]{28}$/,
  'Slack token': /^xox[abpr]-[0-9]{12}-[A-Za-z0-9]{24}$/,
  'Slack webhook': /^hooks\.slack\.com\/services\/T[A-Z0-9]{8}\/B[A-Z0-9]{8}\/[A-Za-z0-9]{24}$/,
  'npm token': /^npm_[A-Za-z0-9]{36}$/,
  'OpenAI key': /^sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}$/,
  'OpenAI project key': /^sk-proj-[A-Z][A-Za-z0-9_-]{47}$/,
  'Anthropic key': /^sk-ant-api03-[A-Za-z0-9_-]{93}AA$/,
  'JSON web token': /^eyJ[A-Za-z0-9_-]{20,40}\.eyJ[A-Za-z0-9_-]{20,60}\.[A-Za-z0-9_-]{43}$/,
}
const secret = fc.constantFrom(...Object.values(forms)).chain((form) => fc.stringMatching(form))
const word = fc.stringMatching(/^[a-z]{1,10}$/)
const words = fc.array(word, { maxLength: 5 }).map((list) => list.join(' '))
const before = fc.constantFrom(' ', '\n', '"', "'", '(', '[', '=', ': ', ', ', '<', '`', '?key=')
const after = fc.constantFrom(' ', '\n', '"', "'", ')', ']', ', ', '; ', '>', '&', '!')
/** A text with a secret in it, and that secret. */
const telling = fc
  .tuple(words, before, secret, after, words)
  .map(([left, open, key, close, right]) => ({ key, text: left + open + key + close + right }))

/** Puts a text on an event: everything that a program may give a text to. */
const places: Record<string, (text: string) => void> = {
  message: (text) => captureMessage(text),
  'exception value': (text) => captureException(new Error(text)),
  'the value of a cause': (text) => captureException(new Error('m', { cause: new Error(text) })),
  'thrown text': (text) => captureException(text),
  'member of a thrown object': (text) => captureException({ deep: { text } }),
  'name of an error': (text) => captureException(Object.assign(new Error('m'), { name: text })),
  'own property of an error': (text) => captureException(Object.assign(new Error('m'), { text })),
  'error that is extra': (text) => captureMessage('m', { extra: { error: new Error(text) } }),
  tag: (text) => captureMessage('m', { tags: { text } }),
  'deep extra': (text) =>
    captureMessage('m', { extra: { a: [{ b: text }], c: { d: { e: text } } } }),
  'name of a member': (text) => captureMessage('m', { extra: { by: { [text]: 1 } } }),
  context: (text) => captureMessage('m', { contexts: { mine: { text, list: [text] } } }),
  user: (text) => captureMessage('m', { user: { id: '1', text } }),
  fingerprint: (text) => captureMessage('m', { fingerprint: [text] }),
  transaction: (text) => captureEvent({ message: 'm', transaction: text }),
  'template and parameters': (text) =>
    captureEvent({ logentry: { message: text, params: [text], formatted: text } }),
  breadcrumb: (text) => {
    addBreadcrumb({ message: text, category: text, data: { text, deep: { list: [text] } } })
    captureMessage('m')
  },
  'address of a request': (text) =>
    captureEvent({ message: 'm', request: { url: `https://h.example/${text}?q=${text}#${text}` } }),
  request: (text) =>
    captureEvent({
      message: 'm',
      request: { headers: { 'X-Mine': text }, data: { text }, query_string: `a=${text}` },
    }),
  'data of a mechanism': (text) =>
    captureException(new Error('m'), { mechanism: { type: 'mine', data: { text } } }),
  'file of a frame': (text) => {
    const stack = `Error: m\n    at f (https://h.example/a.js?token=${encodeURI(text)}:1:1)`
    captureException(Object.assign(new Error('m'), { stack }))
  },
  'stack line that nobody understands': (text) => {
    captureException(
      Object.assign(new Error('m'), { stack: `Error: m\n${text}\n    at f (a.js:1:1)` }),
    )
  },
}

describe('a credential that can be told by its form', () => {
  it.each(Object.entries(forms))('never arrives: %s', async (_what, form) => {
    const { client } = start()
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(form), async (key) => {
        const shown = await client.preview(new Error(`with ${key} it was refused`))
        expect(shown).toContain('"with [Filtered] it was refused"')
      }),
      { numRuns: 20 },
    )
  })

  it.each(Object.entries(places))('never arrives, wherever it is in: %s', async (_what, put) => {
    await fc.assert(
      fc.asyncProperty(telling, fc.boolean(), async ({ key, text }, sendDefaultPii) => {
        const { client, envelopes } = start({ sendDefaultPii })
        put(text)
        await client.close()
        expect(envelopes).toHaveLength(1)
        expect(envelopes[0]).not.toContain(key)
        expect(envelopes[0]).not.toContain(key.slice(-16))
      }),
      { numRuns: 30 },
    )
  })

  it('is gone from what preview shows', async () => {
    const { client } = start()
    await fc.assert(
      fc.asyncProperty(telling, async ({ key, text }) => {
        const shown = await client.preview(new Error(text), { captureContext: { extra: { text } } })
        expect(shown).toContain('[Filtered]')
        expect(shown).not.toContain(key)
      }),
    )
  })
})

describe('a credential that is told by its name', () => {
  const name = fc.constantFrom(
    'password',
    'PASSWD',
    'db_password',
    'newPassword2',
    'client_secret',
    'accessToken',
    'refresh_token',
    'api_key',
    'apiKey',
    'x-api-key',
    'AWS_SECRET_ACCESS_KEY',
    'AccountKey',
    'private_key',
    'csrf',
    'PHPSESSID',
    'session_id',
    'Authorization',
    'jwt',
  )
  const value = fc.stringMatching(/^[A-Za-z0-9]{12,30}$/)
  const given = fc.constantFrom<(name: string, value: string) => string>(
    (name, value) => `${name}=${value} end`,
    (name, value) => `a=1;${name} = ${value};b=2`,
    (name, value) => `${name}: ${value}`,
    (name, value) => `{"${name}":"${value}","n":1}`,
    (name, value) => `{"${name}": "${value} ${value}", "n": 1}`,
    (name, value) => `{"${name}":"a\\"${value}","n":1}`,
    (name, value) => JSON.stringify({ body: JSON.stringify({ [name]: value, n: 1 }) }),
    (name, value) => `{ ${name}: '${value}', n: 1 }`,
    (name, value) => `'${name}' => '${value}'`,
    (name, value) => `<${name}>${value}</${name}>`,
    (name, value) => `--${name}="${value}"`,
    (name, value) => `GET https://h.example/a?b=1&${name}=${value}&c=2 failed`,
  )

  it('never arrives, in whatever syntax', async () => {
    const { client } = start({ sendDefaultPii: true })
    await fc.assert(
      fc.asyncProperty(name, value, given, async (name, value, put) => {
        expect(await client.preview(new Error(put(name, value)))).not.toContain(value)
      }),
      { numRuns: 200 },
    )
  })

  it('never arrives as a member, be it a text, a number or in a list', async () => {
    const { client } = start({ sendDefaultPii: true })
    await fc.assert(
      fc.asyncProperty(
        name,
        fc.nat().map((n) => n + 1e8),
        async (name, value) => {
          const extra = { a: { [name]: value }, b: { [name]: `x${value}` }, [name]: [`${value}`] }
          const shown = await client.preview(new Error('m'), { captureContext: { extra } })
          expect(shown).toContain('[Filtered]')
          expect(shown).not.toContain(`${value}`)
        },
      ),
    )
  })

  it.each([
    ['Cookie: sid=abc; theme=dark; remember=me', 'Cookie: [Filtered]'],
    ['Set-Cookie: sid=abc; Path=/\nHost: h', 'Set-Cookie: [Filtered]\nHost: h'],
    [
      'Authorization: Digest username="u", response="r"',
      'Authorization: [Filtered]"u", response="r"',
    ],
    [
      "curl -H 'Authorization: Bearer abc' https://h",
      "curl -H 'Authorization: [Filtered]' https://h",
    ],
    ["{ authorization: 'Bearer abc', n: 1 }", "{ authorization: '[Filtered]', n: 1 }"],
    ['bearer abcdefgh.ijkl was refused', 'bearer [Filtered] was refused'],
    ['Basic dXNlcjpwYXNz was refused', 'Basic [Filtered] was refused'],
    ['redis://:hunter2@cache:6379/0', 'redis://[Filtered]@cache:6379/0'],
    ['postgres://u:p@ss@db/x', 'postgres://[Filtered]@db/x'],
    ['AccountName=a;AccountKey=abc/def==;Suffix=x', 'AccountName=a;AccountKey=[Filtered];Suffix=x'],
    ['GET /a?code=abc&sig=d%2Fe&page=2', 'GET /a?code=[Filtered]&sig=[Filtered]&page=2'],
    [
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\\nabc\\n-----END PGP PRIVATE KEY BLOCK-----.',
      '[Filtered].',
    ],
    ['redirect%3DeyJhbGciOiJI.eyJzdWIi.abc', 'redirect%3D[Filtered]'],
    ['in JSON\\nghp_a1b2c3d4e5f6g7h8i9j0 too', 'in JSON\\n[Filtered] too'],
    ['token="" password=""', 'token="" password=""'],
  ])('goes, and what is beside it stays: %s', async (text, clean) => {
    expect(await cleaned(text, { sendDefaultPii: true })).toBe(clean)
  })
})

describe('what is personal', () => {
  it.each([
    ['jo%40mail.example asked', '[Filtered] asked'],
    ['<jo@163.com>', '<[Filtered]>'],
    ['6011 0009 9013 9424', '[Filtered]'],
    ['5555555555554444,', '[Filtered],'],
    ['6200000000000005', '[Filtered]'],
    ['paid 378282246310005 at once', 'paid [Filtered] at once'],
    ['/~jo@mail.example', '/~[Filtered]'],
  ])('goes from texts unless it is wanted: %s', async (text, clean) => {
    expect(await cleaned(text)).toBe(clean)
    expect(await cleaned(text, { sendDefaultPii: true })).toBe(text)
  })

  it('goes from numbers, too, and others stay numbers', async () => {
    const { captured } = start({ maxValueLength: 12 })
    const extra = {
      card: 4111111111111111,
      at: 1700000000004,
      total_tokens: 512,
      TOKENS: 2e6,
      n: -1.5,
    }
    captureMessage('m', { extra })
    expect((await captured()).extra).toEqual({ ...extra, card: '[Filtered]' })
  })
})

describe('what is none', () => {
  it.each([
    '123e4567-e89b-42d3-a456-426614174000',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'e83c5163316f89bfbde7d9ab23ca2e25604af290',
    'sha512-iK2f+YrcmoeGqk6fA0ea2bptcu/itMIm4NfEozq6N25+aG6h7s5HZbB/k1aV7b5w5sFLMCbbtRUsTVR+BgC3xw==',
    '2024-01-31T12:00:00.123+01:00',
    '1700000000000 1700000000123456 1700000000123456789',
    '@mayday/core@1.2.3-rc.1+build.5',
    'node_modules/.pnpm/react-dom@19.2.0_react@19.2.0/node_modules/react-dom/index.js',
    'img/logo@2x.png',
    'C:\\Users\\jo\\project\\src\\pages\\index.tsx:12:34',
    'webpack-internal:///(app-pages-browser)/./src/app/page.tsx',
    '.sk-folding-cube .sk-cube-grid-animation-delay-long',
    'task-management-system-of-the-future-v2',
    'npm_config_legacy_peer_deps and sk-circle-fade-delay of ASIA-PACIFIC-REGION-2',
    'basic type-checking, bearer of bad news, a basic self-assessment.',
    'div#root > main.app__main--wide > button[type="submit"]',
    'laughs_per_minute_total_of_the_last_hour, npm_lifecycle_event',
    'order 4000123412341234999 of 2024',
    'DE89 3704 0044 0532 0130 00',
    'call +49 30 1234 5678 or 030/12345678',
    'Unexpected token < in JSON at position 0',
    'Unexpected token : in JSON at position 5',
    'Unexpected token \'}\', "{"a":}" is not valid JSON',
    'Cannot read properties of undefined (reading "token")',
    'TokenExpiredError: jwt expired',
    'InvalidPasswordException: too short',
    'token: undefined',
    'used tokens: 512',
    'author: Jo, keyboard: de',
    'Basic authentication is needed, and basic understanding too',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'GET http://[::1]:8080/a/b?page=2&sort=name',
    '{"url":"https://h.example","by":"x@y"}',
    'the secret of a password is a token',
  ])('stays as it is: %s', async (text) => {
    expect(await cleaned(text)).toBe(text)
  })

  it('stays as it is in a text of any words and numbers', async () => {
    const { client } = start()
    const any = fc.stringMatching(/^[a-z]{1,12}$|^[a-z]{1,5}[0-9]{1,4}$|^[0-9]{1,8}$/)
    await fc.assert(
      fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 12 }), async (list) => {
        const text = list.join('; ')
        expect(await client.preview(new Error(text))).toContain(`"value":"${text}"`)
      }),
    )
  })

  it.each([
    '?v=1a2b3c4d',
    '?t=1700000000000',
    '?import&react-refresh',
    '?vue&type=script&setup=true',
  ])('stays in the names of files, by which source maps are found: %s', async (query) => {
    const { captured } = start()
    const filename = `https://h.example/src/App.js${query}`
    const stack = `Error: m\n    at f (${filename}:1:2)`
    captureException(Object.assign(new Error('m'), { stack }))
    const [value] = (await captured()).exception?.values ?? []
    expect(value?.stacktrace?.frames).toMatchObject([{ filename, lineno: 1, colno: 2 }])
  })

  it('stays in ids that happen to look like a card', async () => {
    const { captured } = start()
    const span_id = '4111111111111111'
    captureMessage('m', { contexts: { trace: { trace_id: '1'.repeat(32), span_id } } })
    expect((await captured()).contexts?.trace).toMatchObject({ span_id })
  })

  it('stays where source maps are found, while tokens beside it go', async () => {
    const { captured } = start()
    const stack = 'Error: m\n    at f (https://u:p@h.example/a.js?token=abc&v=1a2b:1:2)'
    captureException(Object.assign(new Error('m'), { stack }))
    const [value] = (await captured()).exception?.values ?? []
    expect(value?.stacktrace?.frames?.[0]?.filename).toBe(
      'https://[Filtered]@h.example/a.js?token=[Filtered]&v=1a2b',
    )
  })
})

it('cleaning what is clean changes nothing', async () => {
  const piece = fc.oneof(
    secret.map((key) => `${key} `),
    word,
    fc.constantFrom(
      '[Filtered]',
      'password',
      'token',
      'Cookie',
      'Authorization',
      'Bearer',
      'basic',
    ),
    fc.constantFrom(
      '=',
      ':',
      ': ',
      ' ',
      '"',
      "'",
      '\\"',
      '?',
      '&',
      '://',
      '@',
      '/',
      '>',
      '<',
      '\n',
      ',',
    ),
    fc.constantFrom(
      'jo@mail.example',
      '4111 1111 1111 1111',
      'eyJ',
      'sk-',
      '-----BEGIN PRIVATE KEY',
    ),
  )
  const { client } = start()
  const clean = async (text: string): Promise<string> => {
    const [, , event = ''] = (await client.preview(new Error(text))).split('\n')
    return JSON.parse(event).exception.values[0].value as string
  }
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
      const once = await clean(pieces.join(''))
      expect(await clean(once)).toBe(once)
    }),
    { numRuns: 300 },
  )
})

it('a secret that is cut through by the limit of a text is gone whole', async () => {
  const { client } = start({ maxValueLength: 100 })
  await fc.assert(
    fc.asyncProperty(secret, fc.nat(110), async (key, at) => {
      const text = `${'x '.repeat(60).slice(0, at)} ${key} ${'y '.repeat(100)}`
      const shown = await client.preview(new Error(text))
      for (let length = key.length; length > 12; length--) {
        expect(shown).not.toContain(key.slice(0, length))
      }
    }),
  )
})

describe('what a member called dsn holds', () => {
  const dsnOf = async (dsn: string): Promise<unknown> => {
    const { captured } = start()
    captureMessage('m', { extra: { dsn } })
    return (await captured()).extra?.dsn
  }

  it.each([
    [
      'keeps the key of a DSN, which is public',
      'https://key@host.example/1',
      'https://key@host.example/1',
    ],
    ['loses the secret of one', 'https://key:secret@host.example/1', 'https://key@host.example/1'],
    [
      'loses what else is secret in one',
      'https://key@host.example/?password=hunter2/1',
      expect.not.stringContaining('hunter2'),
    ],
    [
      'loses the user of anything else',
      'postgres://user:pw@host.example/db',
      'postgres://[Filtered]@host.example/db',
    ],
  ])('%s', async (_what, given, arrived) => {
    expect(await dsnOf(given)).toEqual(arrived)
  })
})
