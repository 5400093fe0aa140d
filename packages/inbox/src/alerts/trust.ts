/** Of those that nobody known has signed, which Node can be told to trust. */
const unknown = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/
const invalid = /CERT_|_CERT/

/** What is wrong with a receiver's certificate, if that is what an error's code says. */
export function distrust(code: string | undefined): string | undefined {
  if (code === undefined) return undefined
  if (unknown.test(code)) {
    return `its certificate is signed by nobody who is trusted here (${code}; NODE_EXTRA_CA_CERTS=<file> adds one)`
  }
  return invalid.test(code) ? `its certificate is not valid (${code})` : undefined
}
