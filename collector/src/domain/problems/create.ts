import { FettleError } from '@fettle/shared/errors';
import type { IncidentId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { actNote, newProblemId, type ProblemPorts } from './context.ts';
import { readable } from './texts.ts';
import type { Problem } from './types.ts';

/**
 * Makes a problem of incidents that somebody put together; those that belong to another one stay there.
 * @throws FettleError `not_found` (an incident), `input_invalid`, `not_allowed`
 */
export async function createProblem(
  { store, incidents, now }: ProblemPorts,
  actor: Actor,
  input: { readonly title: string; readonly incidents: readonly string[] },
): Promise<Problem> {
  allow(actor, 'problem.change');
  const title = readable(input.title, 'A title', 200);
  const ids = [...new Set(input.incidents)] as IncidentId[];
  const found = await incidents.several(actor.scope, ids);
  if (found.length < ids.length) throw new FettleError('not_found');
  const id = newProblemId();
  const problem: Problem = {
    id,
    title,
    state: 'open',
    by: 'hand',
    key: id,
    why: '',
    rootCause: '',
    workaround: '',
    owner: null,
    createdAt: now,
    closedAt: null,
    version: 1,
  };
  const words = `Linked to the problem “${title}”.`;
  const line = { time: now, kind: 'problem' as const, actor: actor.id, words, detail: { problem: id } };
  await store.add(
    problem,
    ids,
    line,
    actNote(actor, now, { kind: 'problem.created', action: 'problems.create', id, detail: { title } }),
  );
  return problem;
}
