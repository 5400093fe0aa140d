export default function handler() {
  throw new RangeError('the older API failed')
}
