import type { Integration } from '@mayday/core'
import { whenIdle } from '../instrument/idle.js'

/**
 * Says how the visitor's browser writes: language, time zone and calendar. Asking it is dear the first time, so that it
 * is done once the page is idle; events before that go without.
 */
export function cultureContextIntegration(): Integration {
  let culture: Record<string, string> | undefined
  return {
    name: 'CultureContext',
    setup: () =>
      whenIdle(() => {
        const { locale, timeZone, calendar } = Intl.DateTimeFormat().resolvedOptions()
        culture = { locale, timezone: timeZone, calendar }
      }),
    preprocessEvent(event) {
      if (!culture) return
      const { contexts } = event
      event.contexts = { ...contexts, culture: { ...culture, ...contexts?.culture } }
    },
  }
}
