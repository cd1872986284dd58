import type { Problem as ProblemItem } from '@fettle/shared/api/problems';
import { FettleError } from '@fettle/shared/errors';
import type { PersonId, ProblemId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { ProblemPorts } from './context.ts';
import type { Problem, ProblemSpan, ProblemState } from './types.ts';

const states: readonly ProblemState[] = ['proposed', 'open', 'known-error', 'closed', 'dismissed'];
const usual: readonly ProblemState[] = ['proposed', 'open', 'known-error'];

/** A problem that the actor may see. @throws FettleError `not_found`, `not_allowed` */
export async function findProblem(
  { store }: Pick<ProblemPorts, 'store'>,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Problem> {
  allow(actor, 'problem.read');
  const problem = await store.problem(id as ProblemId);
  if (!problem) throw new FettleError('not_found');
  const spans = await store.spans(actor.scope, [problem.id]);
  if (!seenBy(actor, problem, spans)) throw new FettleError('not_found');
  return problem;
}

/** Problems of which the actor sees an incident; whoever sees everything sees all. Those that are not over, or those of a state. */
export async function listProblems(
  ports: ProblemPorts,
  actor: Actor,
  query: { readonly state?: string },
): Promise<ProblemItem[]> {
  allow(actor, 'problem.read');
  const wanted = states.find((one) => one === query.state);
  if (query.state !== undefined && !wanted) {
    throw new FettleError('input_invalid', `“${query.state}” is no state of a problem. Use ${states.join(', ')}.`);
  }
  const found = await ports.store.problems(wanted ? [wanted] : usual);
  const spans = await ports.store.spans(
    actor.scope,
    found.map(({ id }) => id),
  );
  return viewProblems(
    ports,
    found.filter((one) => seenBy(actor, one, spans)),
    spans,
  );
}

/** As the API gives it. @throws FettleError `not_found`, `not_allowed` */
export async function getProblem(
  ports: ProblemPorts,
  actor: Actor,
  input: { readonly id: string },
): Promise<ProblemItem> {
  const problem = await findProblem(ports, actor, input);
  const spans = await ports.store.spans(actor.scope, [problem.id]);
  const [item] = await viewProblems(ports, [problem], spans);
  if (!item) throw new FettleError('not_found');
  return item;
}

function seenBy({ scope }: Actor, { id }: Problem, spans: ReadonlyMap<ProblemId, ProblemSpan>): boolean {
  return spans.has(id) || (scope.sites === 'all' && scope.selector === undefined);
}

async function viewProblems(
  { person }: ProblemPorts,
  problems: readonly Problem[],
  spans: ReadonlyMap<ProblemId, ProblemSpan>,
): Promise<ProblemItem[]> {
  const owners = new Map<PersonId, string>();
  for (const { owner } of problems) {
    if (owner !== null && !owners.has(owner)) owners.set(owner, (await person(owner))?.name ?? 'somebody who left');
  }
  return problems.map(({ closedAt: _over, owner, ...problem }) => ({
    ...problem,
    owner: owner === null ? null : { id: owner, name: owners.get(owner) ?? '' },
    ...(spans.get(problem.id) ?? { incidents: 0, devices: 0, firstAt: null, lastAt: null }),
  }));
}
