// A page that can be broken, and asks its visitors what has happened.
import {
  CrashFallback,
  captureException,
  ErrorBoundary,
  init,
  showReportDialog,
} from '@mayday/react'
import { createElement, useState } from 'react'
import { createRoot } from 'react-dom/client'

init({ dsn: `${location.protocol}//key@${location.host}/1` })

const isBroken = { current: false }

function Part() {
  const [, again] = useState(0)
  if (isBroken.current) throw new Error('in a part')
  const breakIt = () => {
    isBroken.current = true
    again(1)
  }
  return createElement('button', { type: 'button', onClick: breakIt }, 'Break')
}

function mended() {
  isBroken.current = false
}

function report() {
  showReportDialog({ eventId: captureException(new Error('told')), onClose: () => note('closed') })
}

function note(what) {
  document.querySelector('output').textContent = what
}

const page = createElement(
  'main',
  null,
  createElement('h1', null, 'Shop'),
  createElement('button', { type: 'button', onClick: report }, 'Report'),
  createElement('output', null),
  createElement(
    ErrorBoundary,
    { FallbackComponent: CrashFallback, onReset: mended },
    createElement(Part),
  ),
  createElement('button', { type: 'button' }, 'Other'),
)
createRoot(document.querySelector('#root'), { onCaughtError() {} }).render(page)
