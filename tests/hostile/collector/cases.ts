/** What a collector that holds every secret of the server sends: six of ten validly signed with the wrong meaning, one a replay. */
import type { Question } from '@fettle/shared/trust/accept/question';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { allBodies } from '@fettle/shared/trust/maintenance.fixture';
import type { OrderStatement, StandingStatement, Step } from '@fettle/shared/trust/statements';
import { payloadOf } from '../../support/trust/envelopes.ts';
import { caseOf, controls, makers, wrongBytes, wrongEnvelope } from '../trust-cases.ts';
import type { Maker } from '../trust-maker.ts';
import { type Case, examplePlace, Random, Scene } from '../trust-scene.ts';

export interface Sent {
  readonly what: string;
  readonly question: Question;
  /** Programs that it must start: their bodies' hashes, null for a closed deed; of what is refused none. */
  readonly programs: readonly (string | null)[];
  readonly isRight: boolean;
  /** The right keys signed it, and it means something that is not to be done here and now. */
  readonly isWrongMeaning: boolean;
}

/** Of these the envelope itself is wrong. */
const ofEnvelopes: ReadonlySet<string | null> = new Set([
  'size',
  'b64',
  'type',
  'key',
  'signature',
  'json',
  'canonical',
]);

/** The same from the same seed, `n` of them; a new device every so many. @param aimed only what this check has to find, and what is right */
export function* hostileCases(seed: number, n: number, aimed: readonly string[] = []): Generator<Sent> {
  const chosen = makers.filter(({ check }) => aimed.length === 0 || aimed.includes(check ?? ''));
  let last: Sent | null = null;
  for (let i = 0; i < n; i++) {
    const scene = new Scene(examplePlace, new Random(Math.imul(seed, 1_000_003) + i));
    const way = i % 10;
    if (way < 6) yield sent(asItStands(chosen, scene), (check) => !ofEnvelopes.has(check));
    else if (way === 6) yield sent(wrongBytes(scene), () => true);
    else if (way === 7) yield sent(wrongEnvelope(scene), () => false);
    else if (way === 8 || last === null) yield (last = sent(asItStands(controls, scene), () => false));
    else yield { ...last, what: `once more: ${last.what}`, programs: [], isRight: false, isWrongMeaning: true };
  }
}

/** A device here holds what `heldAt` says, and nothing else. */
function asItStands(from: readonly Maker[], scene: Scene): Case {
  for (;;) {
    const one = caseOf(scene.random.of(from), scene);
    if (Object.keys(one.held).length === 0) return one;
  }
}

function sent({ what, question, expected, check }: Case, isWrong: (check: string | null) => boolean): Sent {
  const isRight = expected === 'accepted';
  const programs = isRight && question.kind !== 'standing' ? programsOf(question.envelope as Envelope) : [];
  return { what, question, programs, isRight, isWrongMeaning: !isRight && isWrong(check) };
}

function programsOf(envelope: Envelope): (string | null)[] {
  const statement = JSON.parse(Buffer.from(payloadOf(envelope)).toString('utf8')) as OrderStatement | StandingStatement;
  if ('steps' in statement) return statement.steps.map(hashOf);
  const { action } = statement;
  if (action.kind === 'script') return action.steps.map(hashOf);
  return action.kind === 'reboot' || action.kind === 'unit-restart' ? [null] : [];
}

const names = ['list', 'clear', 'wipe'];
function hashOf({ what }: Step): string | null {
  if ('raw' in what) return what.raw.sha256;
  return [...allBodies.keys()][names.indexOf(what.script.name)] ?? '';
}
