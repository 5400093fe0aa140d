import { useEffect, useRef } from 'react'

/** Whether the component is on the page: React 17 complains of what is told to one that has gone. */
export function useIsMounted(): { readonly current: boolean } {
  const isMounted = useRef(true)
  useEffect(() => {
    isMounted.current = true
    return () => {
      isMounted.current = false
    }
  }, [])
  return isMounted
}
