/** A text that is an address of the web as a link; any other text, whatever its scheme, as text. */
export function WebLink({ text }: { text: string }) {
  if (!isWebAddress(text)) return text
  return (
    <a href={text} target="_blank" rel="noopener noreferrer nofollow">
      {text}
    </a>
  )
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
}
