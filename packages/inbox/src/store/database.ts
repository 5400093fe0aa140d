/** A value as both databases take it: a list stands for an array of the type that the statement names. */
export type SqlValue = string | number | boolean | null | Uint8Array | SqlValue[]

/** Where statements are run: a database, or a transaction in it. */
export interface Sql {
  /** The rows that a statement gives. Counts are numbers, times are `Date`s, bytes are `Uint8Array`s. */
  query<Row extends object = Record<string, unknown>>(
    statement: string,
    values?: SqlValue[],
  ): Promise<Row[]>
}

/** PostgreSQL, embedded or elsewhere. Both speak the same SQL and run the same migrations. */
export interface Database extends Sql {
  /**
   * Runs all of `work` or nothing of it; rejects with what it rejects with. Transactions run one after another, those of
   * other Inboxes on the same database included.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Where it keeps its data, for people to read; without a password. */
  readonly place: string
  /** Makes the room of deleted rows of tables usable again, where the database does not do that by itself. */
  reclaim?(tables: readonly string[]): Promise<void>
  close(): Promise<void>
}
