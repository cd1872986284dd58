import {
  Problem,
  ProblemChange,
  ProblemCreate,
  ProblemPage,
  ProblemParameter,
  ProblemQuery,
} from '@fettle/shared/api/problems';
import { changeProblem, createProblem, getProblem, listProblems } from '../../../domain/problems/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** Problems: what repeats, its cause and what helps. */
export const problemRoutes: Routes = (app, { problemPorts }) => {
  const read = { permission: 'problem.read' } as const;
  const change = { permission: 'problem.change' } as const;

  app.get(
    '/api/v1/problems',
    {
      config: read,
      schema: {
        summary: 'Problems that are not over, newest first',
        querystring: ProblemQuery,
        response: { 200: ProblemPage },
      },
    },
    async (request) => ({ items: await listProblems(problemPorts(), actorOf(request), request.query), next: null }),
  );
  app.get(
    '/api/v1/problems/:id',
    { config: read, schema: { summary: 'One problem', params: ProblemParameter, response: { 200: Problem } } },
    (request) => getProblem(problemPorts(), actorOf(request), request.params),
  );
  app.post(
    '/api/v1/problems',
    { config: change, schema: { summary: 'Make one of incidents', body: ProblemCreate, response: { 201: Problem } } },
    async (request, reply) => {
      const { id } = await createProblem(problemPorts(), actorOf(request), request.body);
      return reply.code(201).send(await getProblem(problemPorts(), actorOf(request), { id }));
    },
  );
  app.patch(
    '/api/v1/problems/:id',
    {
      config: change,
      schema: {
        summary: 'Change state, root cause, workaround, owner or title',
        params: ProblemParameter,
        body: ProblemChange,
        response: { 200: Problem },
      },
    },
    async (request) => {
      const { id } = await changeProblem(problemPorts(), actorOf(request), { ...request.params, ...request.body });
      return getProblem(problemPorts(), actorOf(request), { id });
    },
  );
};
