// Runs before the SDK: notes what the page's policies refuse.

const violations = []
document.addEventListener('securitypolicyviolation', (event) => {
  // Firefox asks for it by itself.
  if (event.blockedURI.endsWith('/favicon.ico')) return
  violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`)
})

globalThis.violations = violations
