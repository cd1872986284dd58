import type { Problem } from '@fettle/shared/api/problems';
import { changeProblem } from '../../api/problems.ts';
import { tell } from '../../parts/toast.tsx';
import { problems } from '../../state/problems.ts';
import { type State, words } from './standing.ts';

/** Puts a problem into another state, with the way back. @throws ApiProblem */
export async function putInto(problem: Problem, to: State): Promise<void> {
  const { id, version, state } = problem;
  const after = await changeProblem(id, { version, state: to });
  await problems.load();
  tell(`It is ${words[to]} now.`, async () => {
    await changeProblem(id, { version: after.version, state });
    await problems.load();
  });
}
