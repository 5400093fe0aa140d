export default function Layout() {
  throw new RangeError('the root layout failed')
}
