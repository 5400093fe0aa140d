const styles = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const

export type Style = keyof typeof styles

/** Makes text of an event fit to be shown, in a style where colours are wanted. */
export type Paint = (text: string, style?: Style) => string

/** A line stays a line, whatever an event calls its functions. */
const longestText = 300

/**
 * A function through which everything goes that an event says. Control characters in it are replaced, with colours or
 * without: an event is somebody else's text and may not send commands to the terminal.
 */
export function painter(color: boolean): Paint {
  return (text, style) => {
    const plain = harmless(text)
    if (!color || style === undefined || plain === '') return plain
    const [on, off] = styles[style]
    return `\x1b[${on}m${plain}\x1b[${off}m`
  }
}

/** Without control characters, line ends among them, and marks that reorder or hide what is shown. */
export function harmless(text: string, longest: number = longestText): string {
  return text.slice(0, longest).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
}

/**
 * Whether output to this stream may be coloured: `FORCE_COLOR` says it, else `NO_COLOR` forbids it, else terminals are.
 *
 * @see https://no-color.org
 */
export function wantsColor(stream: { isTTY?: boolean }): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused } = process.env
  if (forced) return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && !refused
}

export function levelStyle(level: string): Style {
  if (level === 'fatal' || level === 'error') return 'red'
  return level === 'warning' ? 'yellow' : 'cyan'
}
