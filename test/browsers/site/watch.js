// Runs before the SDK: notes what the page's policies refuse.

const violations = []
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`)
})

globalThis.violations = violations
