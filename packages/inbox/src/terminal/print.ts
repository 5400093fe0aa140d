/** Resolves when the text has gone to where the output goes. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => void process.stdout.write(text, () => resolve()))
}

/**
 * A value as one line of JSON. It is the same value to whoever parses it; to a terminal it says nothing but letters,
 * which control characters and marks that reorder text would.
 */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
  return `${text}\n`
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}

/** Whoever reads may have seen enough, as `head` has: then nothing more is to be said, not even that. */
export function endWithReader(end: () => void): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') end()
    else throw error
  })
}
