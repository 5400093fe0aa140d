'use client'

import { captureException } from '@mayday/react'
import { useEffect } from 'react'

export default function Failed({ error }) {
  useEffect(() => {
    captureException(error)
  }, [error])
  return <p role="alert">sorry</p>
}
