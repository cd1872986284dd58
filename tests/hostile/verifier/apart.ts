/** What the two judges once did not agree on, or the specification did not say, and what has to come out since. */
import type { Question } from '@fettle/shared/trust/accept/accept';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { publishedScripts } from '@fettle/shared/trust/maintenance.fixture';
import { payloadOf, sealed } from '../../support/trust/envelopes.ts';
import type { Expected, OrderQuestion, Scene } from '../trust-scene.ts';

export interface Once {
  readonly what: string;
  readonly expected: Expected;
  readonly make: (scene: Scene) => Question;
}

const [list, ...others] = publishedScripts as readonly [Envelope, ...Envelope[]];
const unsigned = { ...list, signatures: [] };
const withPath = (change: (path: OrderQuestion['path']) => unknown) => (scene: Scene) => {
  const question = scene.order();
  return { ...question, path: change(question.path) as OrderQuestion['path'] };
};
const withScripts =
  (...scripts: readonly unknown[]) =>
  (scene: Scene) => {
    return { ...scene.order(), scripts: scripts as readonly Envelope[] };
  };

export const once: readonly Once[] = [
  { what: 'no path', expected: 'target-id', make: withPath(() => null) },
  { what: 'a path of nothing', expected: 'target-id', make: withPath(() => ({})) },
  {
    what: 'a path whose hashes are a text',
    expected: 'target-id',
    make: withPath(({ index }) => ({ index, hashes: 'a' })),
  },
  {
    what: 'a path with a list for a hash',
    expected: 'target-id',
    make: withPath(({ index, hashes }) => ({ index, hashes: hashes.map((one) => [one]) })),
  },
  {
    what: 'a path that says more',
    expected: 'accepted',
    make: withPath((path) => ({ ...path, host: 'db-9.example' })),
  },
  { what: 'a script twice, the last unsigned', expected: 'script-statement', make: withScripts(list, unsigned) },
  { what: 'a script twice, the first unsigned', expected: 'accepted', make: withScripts(unsigned, list, ...others) },
  {
    what: 'what is no envelope, before and behind',
    expected: 'accepted',
    make: withScripts(null, 7, list, { ...list, more: 1 }),
  },
  { what: 'a script with a field more', expected: 'script-hash', make: withScripts({ ...list, more: 1 }) },
  {
    what: 'a script that is signed as an order, and no body',
    expected: 'script-statement',
    make: (scene) => ({
      ...withScripts(sealed('order', payloadOf(list), 'pia'))(scene),
      bodies: new Map<string, Uint8Array>(),
    }),
  },
];
