/**
 * Of the report dialog, in the colours of the visitor's system, light or dark. It is out of reach of the page's own style,
 * and the page out of its; as a constructed stylesheet it needs no leave of a content security policy.
 */
export const STYLE = `
:host { all: initial !important }
dialog {
  color-scheme: light dark;
  box-sizing: border-box;
  inline-size: min(30rem, calc(100vw - 2rem));
  padding: 1.5rem;
  border: 1px solid GrayText;
  border-radius: .5rem;
  background: Canvas;
  color: CanvasText;
  font: 1rem/1.4 system-ui, sans-serif;
}
dialog::backdrop { background: rgb(0 0 0 / .5) }
h2 { margin: 0; font-size: 1.25rem }
p { margin: .5rem 0 }
label { display: block; margin-block: .75rem }
input, textarea, button { font: inherit; box-sizing: border-box }
input, textarea { display: block; inline-size: 100%; margin-block-start: .25rem }
textarea { min-block-size: 6rem; resize: vertical }
[aria-invalid] { outline: 2px solid; outline-offset: 1px }
[role=status] { min-block-size: 1.4em }
div { display: flex; flex-wrap: wrap; gap: .75rem }
button { padding: .4rem 1rem }
`
