// A Lambda function with what AWS runs it by: it asks for an invocation, has the handler deal with it, tells the
// outcome, and asks for the next. It may be frozen, or ended, as soon as it has told.
const { MAYDAY_URL, DSN, AWS_LAMBDA_RUNTIME_API } = process.env
const { captureMessage, init, wrapHandler } = await import(MAYDAY_URL)

init({ dsn: DSN, spool: false })

const handlers = {
  async asynchronous({ fail }) {
    if (fail) throw new RangeError('of a promise')
    return 'fine'
  },
  callback({ fail }, _context, callback) {
    setTimeout(() => callback(fail ? new RangeError('of a callback') : null, 'fine'), 5)
  },
  synchronous({ fail }) {
    if (fail) throw new RangeError('at once')
  },
  async message() {
    captureMessage('said on the way')
    return 'fine'
  },
}

const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`

async function serveNext() {
  const invocation = await fetch(`${api}/next`)
  const id = invocation.headers.get('lambda-runtime-aws-request-id')
  const deadline = Number(invocation.headers.get('lambda-runtime-deadline-ms'))
  const event = await invocation.json()
  const context = {
    awsRequestId: id,
    functionName: 'shop',
    functionVersion: '3',
    invokedFunctionArn: invocation.headers.get('lambda-runtime-invoked-function-arn'),
    logGroupName: '/aws/lambda/shop',
    logStreamName: '2026/11/22/[3]abc',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  }
  const handler = wrapHandler(handlers[event.form])
  const outcome = await new Promise((resolve) => {
    const tell = (error, result) => resolve(error ? { error } : { result })
    try {
      const result = handler(event, context, tell)
      if (typeof result?.then === 'function') result.then((value) => tell(null, value), tell)
      else if (handler.length < 3) tell(null, null)
    } catch (error) {
      tell(error)
    }
  })
  const { error, result = null } = outcome
  const body = error ? { errorType: error.name, errorMessage: error.message } : result
  await fetch(`${api}/${id}/${error ? 'error' : 'response'}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
}

for (;;) await serveNext()
