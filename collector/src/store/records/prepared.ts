import type { CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

interface Compiles<Row> {
  compile(): CompiledQuery<Row>;
}

/** Texts by the dialect that they are in and by name. */
const texts = new WeakMap<object, Map<string, CompiledQuery>>();

/**
 * Executes a statement whose text is always the same: made once, and after that only its values are put in. To make the text
 * of an insert of thousands of values takes longer than the insert, that of a short question as long as the question.
 * @param db a transaction, too
 * @param name one for each text @param values in the order in which the text takes them @returns the rows of a question
 */
export async function executePrepared<Row>(
  db: Kysely<Schema>,
  name: string,
  values: readonly unknown[],
  build: () => Compiles<Row>,
): Promise<Row[]> {
  const { adapter } = db.getExecutor();
  const known = texts.get(adapter) ?? new Map<string, CompiledQuery>();
  texts.set(adapter, known);
  const compiled = (known.get(name) as CompiledQuery<Row> | undefined) ?? build().compile();
  known.set(name, compiled);
  const query: CompiledQuery<Row> = { ...compiled, parameters: values };
  const { rows } = await db.executeQuery(query);
  return rows;
}
