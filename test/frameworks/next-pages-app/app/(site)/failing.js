'use client'

import { useEffect, useState } from 'react'

/** Fails once it is clicked, and at once where it says so. */
export function Failing({ at = 'update' }) {
  const [hasFailed, setFailed] = useState(at === 'render')
  if (hasFailed) throw new RangeError(`the ${at} failed`)
  return <Button onClick={() => setFailed(true)} />
}

export function FailingHandler() {
  const fail = () => {
    throw new RangeError('the handler failed')
  }
  return <Button onClick={fail} />
}

/** Says when it can be clicked: React is there then. */
export function Button({ onClick, type = 'button' }) {
  useEffect(() => {
    globalThis.isReady = true
  }, [])
  return (
    <button type={type} onClick={onClick}>
      Fail
    </button>
  )
}

/** Not the same in the page as on the server. */
export function Place() {
  return <p role="alert">{globalThis.document ? 'in the page' : 'on the server'}</p>
}
