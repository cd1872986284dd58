// pure
import { cut } from './texts.ts';
import type { Request } from './types.ts';

/** Characters of what an endpoint is told. */
const longest = 2_000;

/** How it stands, in a sentence for who asked. */
export function wordsFor({ state, outcome, draft, script, incident, order, decidedBy, owner }: Request): string {
  if (outcome !== '') return cut(outcome, longest);
  const by = decidedBy === null ? '' : ` by ${decidedBy.name}`;
  switch (state) {
    case 'waiting':
      return 'It waits for somebody’s approval.';
    case 'approved':
      if (script !== null && draft !== null) return `It is approved${by}, and waits for an operator’s signature.`;
      return owner === null ? 'It waits for somebody to do it.' : 'Somebody has taken it on.';
    case 'running':
      if (order !== null) return 'It was signed, and is being done.';
      return incident === null ? 'It is being done.' : 'Somebody works on it.';
    case 'done':
      return 'Done.';
    case 'failed':
      return 'It could not be done.';
    case 'refused':
      return `It was refused${by}.`;
    case 'cancelled':
  }
  return 'It was taken back.';
}
