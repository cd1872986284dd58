import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { type Actor, allow, everywhere } from '../access/index.ts';
import { actNote, type ProblemPorts } from './context.ts';
import { findProblem } from './list.ts';
import type { ProblemPatch } from './store.ts';
import { readable } from './texts.ts';
import type { Problem, ProblemState } from './types.ts';

export interface ProblemChangeInput {
  readonly id: string;
  /** The version that was read. */
  readonly version: number;
  readonly title?: string;
  readonly state?: ProblemState;
  readonly rootCause?: string;
  readonly workaround?: string;
  /** A person's id, `me`, or null. */
  readonly owner?: string | null;
}

/** Where each state may go; people never propose. */
const moves: Readonly<Record<ProblemState, readonly ProblemState[]>> = {
  proposed: ['open', 'known-error', 'closed', 'dismissed'],
  open: ['known-error', 'closed', 'dismissed'],
  'known-error': ['open', 'closed'],
  closed: ['open', 'known-error'],
  dismissed: ['open'],
};

/**
 * Changes what people say of a problem: its state, root cause, workaround, owner, title.
 * @throws FettleError `not_found`, `changed_meanwhile`, `input_invalid`, `not_allowed`, also where it has incidents that the actor does not see
 */
export async function changeProblem(ports: ProblemPorts, actor: Actor, input: ProblemChangeInput): Promise<Problem> {
  allow(actor, 'problem.change');
  const before = await findProblem(ports, actor, input);
  await allowWhole(ports, actor, before);
  if (before.version !== input.version) throw new FettleError('changed_meanwhile');
  const patch = await patchOf(ports, actor, before, input);
  if (Object.keys(patch).length === 0) return before;
  const note = actNote(actor, ports.now, {
    kind: 'problem.changed',
    action: 'problems.change',
    id: before.id,
    detail: patch,
  });
  const answer = await ports.store.change(before.id, input.version, patch, note);
  if (answer === 'exists') {
    throw new FettleError('input_invalid', 'What it is about has another problem by now. Use that one.');
  }
  if (typeof answer === 'string') throw new FettleError(answer);
  return answer;
}

/** What is written of a problem is told to all whom it concerns, also in notices. @throws FettleError `not_allowed` */
async function allowWhole({ store }: Pick<ProblemPorts, 'store'>, actor: Actor, { id }: Problem): Promise<void> {
  const [own, all] = await Promise.all([store.spans(actor.scope, [id]), store.spans(everywhere, [id])]);
  if (own.get(id)?.incidents === all.get(id)?.incidents) return;
  throw new FettleError('not_allowed', 'This problem is also about devices that are none of yours.');
}

async function patchOf(
  ports: ProblemPorts,
  actor: Actor,
  before: Problem,
  input: ProblemChangeInput,
): Promise<ProblemPatch> {
  const { title, state, rootCause, workaround, owner } = input;
  return {
    ...(title !== undefined && { title: readable(title, 'A title', 200) }),
    ...(rootCause !== undefined && { rootCause: rootCause.trim() }),
    ...(workaround !== undefined && { workaround: workaround.trim() }),
    ...(owner !== undefined && { owner: await ownerOf(ports, actor, owner) }),
    ...(state !== undefined && state !== before.state && moved(before, state, input, ports.now)),
  };
}

function moved(
  before: Problem,
  state: ProblemState,
  input: ProblemChangeInput,
  now: number,
): Pick<Problem, 'state' | 'closedAt'> {
  if (!moves[before.state].includes(state)) {
    throw new FettleError('input_invalid', `A problem that is ${before.state} cannot become ${state}.`);
  }
  const workaround = (input.workaround ?? before.workaround).trim();
  if (state === 'known-error' && workaround === '') {
    throw new FettleError('input_invalid', 'A known error says what to do: write the workaround first.');
  }
  return { state, closedAt: state === 'closed' || state === 'dismissed' ? now : null };
}

async function ownerOf({ person }: ProblemPorts, actor: Actor, owner: string | null): Promise<PersonId | null> {
  if (owner === null) return null;
  const wanted = owner === 'me' && actor.kind === 'person' ? actor.id.slice('person:'.length) : owner;
  const found = await person(wanted as PersonId);
  if (!found) throw new FettleError('input_invalid', 'There is nobody with this id. Choose another owner.');
  return found.id;
}
