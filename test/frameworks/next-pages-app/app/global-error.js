'use client'

import { captureException } from '@mayday/react'
import { useEffect } from 'react'

export default function GlobalError({ error }) {
  useEffect(() => {
    captureException(error)
  }, [error])
  return (
    <html lang="en">
      <body>
        <p role="alert">nothing works</p>
      </body>
    </html>
  )
}
