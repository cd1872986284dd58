import type { CompiledQuery, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

interface Compiles {
  compile(): CompiledQuery;
}

/** Texts by the dialect that they are in and by name. */
const texts = new WeakMap<object, Map<string, CompiledQuery>>();

/**
 * Executes a statement whose text is always the same: made once, and after that only its values are put in. To make the text
 * of an insert of thousands of values takes longer than the insert.
 * @param name one for each text @param values in the order in which the text takes them
 */
export async function executePrepared(
  transaction: Transaction<Schema>,
  name: string,
  values: readonly unknown[],
  build: () => Compiles,
): Promise<void> {
  const { adapter } = transaction.getExecutor();
  const known = texts.get(adapter) ?? new Map<string, CompiledQuery>();
  texts.set(adapter, known);
  const compiled = known.get(name) ?? build().compile();
  known.set(name, compiled);
  await transaction.executeQuery({ ...compiled, parameters: values });
}
