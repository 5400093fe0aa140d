/** Why SDKs do not send what they have captured, in words. */
const reasons: Record<string, string> = {
  queue_overflow: 'more was waiting to be sent than the SDK keeps',
  cache_overflow: 'more was kept for later than the SDK keeps on disk',
  buffer_overflow: 'more was collected than the SDK holds at a time',
  ratelimit_backoff: 'the receiver had asked for less, so that the SDK paused',
  network_error: 'the receiver could not be reached',
  sample_rate: 'sampling left it out, as sampleRate or tracesSampleRate say',
  before_send: 'a beforeSend callback returned null',
  event_processor: 'an event processor or a filter such as ignoreErrors left it out',
  send_error: 'the receiver refused it',
  internal_sdk_error: 'the SDK itself failed',
  insufficient_data: 'there was too little of it to be of use',
  backpressure: 'the program was under load, so that the SDK sampled less',
  ignored: 'a rule to ignore it applied',
  invalid: 'it was not valid',
  no_parent_span: 'its span had no parent',
  callback_error: 'a callback of the program threw',
}

export function reasonInWords(reason: string): string {
  return (
    (Object.hasOwn(reasons, reason) && reasons[reason]) || 'a reason that has no explanation here'
  )
}

const kinds: Record<string, [one: string, many: string]> = {
  error: ['error', 'errors'],
  default: ['message', 'messages'],
  transaction: ['transaction', 'transactions'],
  span: ['span', 'spans'],
  session: ['session', 'sessions'],
  attachment: ['attachment', 'attachments'],
  log_item: ['log', 'logs'],
  log_byte: ['byte of logs', 'bytes of logs'],
  monitor: ['check-in', 'check-ins'],
  feedback: ['feedback', 'feedbacks'],
  replay: ['replay', 'replays'],
  profile: ['profile', 'profiles'],
  trace_metric: ['metric', 'metrics'],
}

/** `3 errors`, `1 log` */
export function quantityInWords(category: string, quantity: number): string {
  const known = Object.hasOwn(kinds, category) ? kinds[category] : undefined
  const [one, many] = known ?? [category, category]
  return `${quantity.toLocaleString('en')} ${quantity === 1 ? one : many}`
}
