export default function Page() {
  return <p>fine</p>
}
