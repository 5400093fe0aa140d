// What a page loads when it is idle is at hand in all tests but those that are about loading it.
import '@mayday/browser/complete'
