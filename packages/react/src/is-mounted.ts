import * as React from 'react'

/** Whether the component is on the page: React 17 complains of what is told to one that has gone. */
export function useIsMounted(): { readonly current: boolean } {
  const isMounted = React.useRef(true)
  React.useEffect(() => {
    isMounted.current = true
    return () => {
      isMounted.current = false
    }
  }, [])
  return isMounted
}
