/** What stands where an answer should: what went wrong, and a way on. */
export function Failure({ title, error }: { title: string; error: Error }) {
  return (
    <section className="empty">
      <title>{`${title} · Mayday Inbox`}</title>
      <h1>{title}</h1>
      <p>{error.message}</p>
      <p>
        <a href="/">All issues</a>
      </p>
    </section>
  )
}
