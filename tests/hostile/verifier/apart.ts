/** What the two judges once did not agree on, or the specification did not say, and what has to come out since. */
import type { Question } from '@fettle/shared/trust/accept/accept';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { publishedScripts } from '@fettle/shared/trust/maintenance.fixture';
import { seal } from '@fettle/shared/trust/sealed';
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
function withBox(scene: Scene, content: (secret: { readonly salt: string }) => object): OrderQuestion {
  const secret = scene.secret();
  const ephemeral = { key: scene.random.bytes(32), nonce: scene.random.bytes(12) };
  return { ...scene.order(secret.steps), sealed: seal(content(secret) as never, scene.place.sealingKey, ephemeral) };
}

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
    what: 'a dangerous standing order that is over, by one person',
    expected: 'accepted',
    make: (scene) => scene.standing({ class: 'dangerous', enabled: false }, ['ann']),
  },
  {
    what: 'a cron whose steps are longer than its field',
    expected: 'accepted',
    make: (scene) =>
      scene.standing({
        trigger: { kind: 'clock', cron: '*/75 0-23/24 * * *', zone: 'UTC', jitter: 0, missed: 'skip' },
      }),
  },
  {
    what: 'a box that holds more than secrets',
    expected: 'parameters',
    make: (scene) =>
      withBox(scene, ({ salt }) => ({ secrets: { '0.password': { salt, value: 'correct horse' } }, more: 1 })),
  },
  {
    what: 'a box with a secret that no step asks for and that has no salt',
    expected: 'parameters',
    make: (scene) =>
      withBox(scene, ({ salt }) => ({
        secrets: { '0.password': { salt, value: 'correct horse' }, '1.other': { salt: '', value: '' } },
      })),
  },
  {
    what: 'a name in spaces that are not U+0020',
    expected: 'accepted',
    make: (scene) => scene.standing({ name: '\u00a0a\u3000' }),
  },
  {
    what: 'a script that is signed as an order, and no body',
    expected: 'script-statement',
    make: (scene) => ({
      ...withScripts(sealed('order', payloadOf(list), 'pia'))(scene),
      bodies: new Map<string, Uint8Array>(),
    }),
  },
];
