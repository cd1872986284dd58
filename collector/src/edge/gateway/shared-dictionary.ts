import { createHash } from 'node:crypto';
import type { Dictionary } from '@fettle/shared/protocol/frame';

/** By their content; what no connection uses any more may go. */
const known = new Map<string, WeakRef<Dictionary>>();
const gone = new FinalizationRegistry<string>((key) => {
  if (known.get(key)?.deref() === undefined) known.delete(key);
});

/**
 * The same object for the same series: devices of a kind have the same ones, and a dictionary of sixty takes more memory than
 * all else that is kept of a connection.
 */
export function sharedDictionary(dictionary: Dictionary): Dictionary {
  const key = createHash('sha256').update(JSON.stringify(dictionary.series)).digest('base64');
  const same = known.get(key)?.deref();
  if (same !== undefined) return same;
  known.set(key, new WeakRef(dictionary));
  gone.register(dictionary, key);
  return dictionary;
}
