/**
 * A text of somebody else's with what would turn the order of its letters around made visible: a file is to look like
 * what it is, and a line of code too.
 */
export function plain(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16)}`
  })
}
