const mebibyte: number = 1024 * 1024

interface Limits {
  chunk: number
  chunksPerRequest: number
  request: number
  /** A bundle, as a zip. */
  bundle: number
  /** All files of a bundle, unpacked. */
  unpacked: number
  /** One file of a bundle, unpacked. */
  file: number
  /** Files in a bundle. */
  files: number
  /** Chunks whose bundle has not come yet. */
  chunks: number
  /** All that is kept, packed; the oldest bundles make room. */
  kept: number
}

/** What an upload may have. Bytes, unless they say something else. */
export const limits: Limits = {
  chunk: 8 * mebibyte,
  chunksPerRequest: 16,
  request: 32 * mebibyte,
  bundle: 128 * mebibyte,
  unpacked: 512 * mebibyte,
  file: 64 * mebibyte,
  files: 10_000,
  chunks: 1024 * mebibyte,
  kept: 2048 * mebibyte,
}

/** `64 MiB`. */
export function inMebibytes(bytes: number): string {
  return `${bytes / mebibyte} MiB`
}
