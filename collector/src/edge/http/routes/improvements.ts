import {
  Improvement,
  ImprovementAct,
  ImprovementPage,
  ImprovementParameter,
  ImprovementPut,
  ImprovementQuery,
  Project,
  ProjectPage,
  ProjectProposals,
  ProjectPut,
} from '@fettle/shared/api/improvements';
import {
  actOnImprovement,
  getImprovement,
  listImprovements,
  listProjects,
  proposeProjects,
  putImprovement,
  putProject,
} from '../../../domain/improvements/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

const read = { permission: 'improvement.read' } as const;
const change = { permission: 'improvement.change' } as const;
const readProjects = { permission: 'project.read' } as const;
const changeProjects = { permission: 'project.change' } as const;

/** What is to get better, measured before and after. */
export const improvementRoutes: Routes = (app, { improvementPorts: ports }) => {
  app.get(
    '/api/v1/improvements',
    {
      config: read,
      schema: {
        summary: 'The register, newest first',
        querystring: ImprovementQuery,
        response: { 200: ImprovementPage },
      },
    },
    async (request) => ({ items: await listImprovements(ports(), actorOf(request), request.query), next: null }),
  );
  app.get(
    '/api/v1/improvements/:id',
    { config: read, schema: { summary: 'One of them', params: ImprovementParameter, response: { 200: Improvement } } },
    (request) => getImprovement(ports(), actorOf(request), request.params),
  );
  app.post(
    '/api/v1/improvements',
    {
      config: change,
      schema: {
        summary: 'Write a finding down; its baseline is measured',
        body: ImprovementPut,
        response: { 201: Improvement },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = await putImprovement(ports(), actor, request.body);
      return reply.code(201).send(await getImprovement(ports(), actor, { id }));
    },
  );
  app.put(
    '/api/v1/improvements/:id',
    {
      config: change,
      schema: {
        summary: 'Change it',
        params: ImprovementParameter,
        body: ImprovementPut,
        response: { 200: Improvement },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await putImprovement(ports(), actor, { ...request.body, ...request.params });
      return getImprovement(ports(), actor, request.params);
    },
  );
  app.post(
    '/api/v1/improvements/:id/act',
    {
      config: change,
      schema: {
        summary: 'Begin, finish, reopen or drop it, or measure it again',
        params: ImprovementParameter,
        body: ImprovementAct,
        response: { 200: Improvement },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await actOnImprovement(ports(), actor, { ...request.params, ...request.body });
      return getImprovement(ports(), actor, request.params);
    },
  );
};

/** Projects, scored by what shows them. */
export const projectRoutes: Routes = (app, { improvementPorts: ports }) => {
  app.get(
    '/api/v1/projects',
    { config: readProjects, schema: { summary: 'Projects by rank', response: { 200: ProjectPage } } },
    async (request) => ({ items: await listProjects(ports(), actorOf(request)), next: null }),
  );
  app.get(
    '/api/v1/projects/proposals',
    {
      config: readProjects,
      schema: { summary: 'What the trends suggest, with evidence', response: { 200: ProjectProposals } },
    },
    async (request) => ({ items: await proposeProjects(ports(), actorOf(request)) }),
  );
  app.post(
    '/api/v1/projects',
    { config: changeProjects, schema: { summary: 'Add a project', body: ProjectPut, response: { 201: Project } } },
    async (request, reply) => reply.code(201).send(await putProject(ports(), actorOf(request), request.body)),
  );
  app.put(
    '/api/v1/projects/:id',
    {
      config: changeProjects,
      schema: { summary: 'Change it', params: ImprovementParameter, body: ProjectPut, response: { 200: Project } },
    },
    (request) => putProject(ports(), actorOf(request), { ...request.body, ...request.params }),
  );
};
