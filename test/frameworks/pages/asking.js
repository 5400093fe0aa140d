// A page whose boundary asks by itself: it does not have the dialog before.
import { ErrorBoundary, init } from '@mayday/react'
import { createElement, useState } from 'react'
import { createRoot } from 'react-dom/client'

init({ dsn: `${location.protocol}//key@${location.host}/1` })

function Part() {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) throw new Error('in a part')
  return createElement('button', { type: 'button', onClick: () => setBroken(true) }, 'Break')
}

createRoot(document.querySelector('#root'), { onCaughtError() {} }).render(
  createElement(
    ErrorBoundary,
    { fallback: createElement('p', null, 'sorry'), showDialog: true },
    createElement(Part),
  ),
)
