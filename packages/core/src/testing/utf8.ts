/** UTF-8, by hand where an environment of a test runner has no classes for it, as jsdom in jest. */

interface Encodings {
  TextEncoder?: new () => { encode(text: string): Uint8Array }
  TextDecoder?: new (
    label: 'utf-8',
    options: { fatal: boolean },
  ) => { decode(bytes: Uint8Array): string }
}

const { TextEncoder, TextDecoder } = globalThis as Encodings

/** Half a surrogate pair becomes U+FFFD. */
export function encode(text: string): Uint8Array {
  if (TextEncoder) return new TextEncoder().encode(text)
  const octets = text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[^ -~]+/g, (run) =>
      encodeURIComponent(run).replace(/%(..)/g, (_escape, hex) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    )
  return Uint8Array.from(octets, (octet) => octet.charCodeAt(0))
}

/** @param isStrict throws when the bytes are no UTF-8, where else U+FFFD stands for what is none */
export function decode(bytes: Uint8Array, isStrict: boolean): string {
  if (TextDecoder) return new TextDecoder('utf-8', { fatal: isStrict }).decode(bytes)
  const octets = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return decodeURIComponent(
    octets.replace(/[^ -$&-~]/g, (octet) => {
      return `%${octet.charCodeAt(0).toString(16).padStart(2, '0')}`
    }),
  )
}
