/** What terminals show two columns wide: East Asian scripts, and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

const segmenter = new Intl.Segmenter()

/** How many columns a text takes in a terminal. */
export function widthOf(text: string): number {
  let width = 0
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}

/** As much of a text as fits into so many columns, with a mark where it was cut. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let width = 1
  let kept = ''
  for (const { segment } of segmenter.segment(text)) {
    width += wide.test(segment) ? 2 : 1
    if (width > columns) break
    kept += segment
  }
  return `${kept}…`
}

/** A text with spaces behind it, or before it, up to a number of columns. */
export function padTo(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(columns - widthOf(text), 0))
  return side === 'left' ? text + space : space + text
}
