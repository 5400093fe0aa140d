/** The receivers are Python programs, installed by `npm run test:receivers` into an environment of their own. */
export const python: string = process.env.RECEIVERS_PYTHON ?? ''
if (!python) throw new Error('The receivers are installed and tested by: npm run test:receivers')
