import {
  IncidentAct,
  IncidentActed,
  IncidentDetail,
  IncidentPage,
  IncidentParameter,
  IncidentQuery,
  IncidentTargets,
  IncidentTargetsChange,
  Standing,
} from '@fettle/shared/api/incidents';
import {
  actOnIncidents,
  getIncident,
  getTargets,
  listIncidents,
  setTargets,
  standing,
  viewIncidents,
} from '../../../domain/incidents/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** Incidents: the list, one, deeds, what is wrong now, target times. */
export const incidentRoutes: Routes = (app, { incidentPorts }) => {
  const read = { permission: 'incident.read' } as const;

  app.get(
    '/api/v1/incidents',
    {
      config: read,
      schema: {
        summary: 'Incidents, worst and oldest first',
        querystring: IncidentQuery,
        response: { 200: IncidentPage },
      },
    },
    async (request) => {
      const [ports, actor] = [incidentPorts(), actorOf(request)];
      const { items, next } = await listIncidents(ports, actor, request.query);
      return { items: await viewIncidents(ports, actor, items), next };
    },
  );
  app.get(
    '/api/v1/incidents/:id',
    {
      config: read,
      schema: {
        summary: 'One incident, with evidence and timeline',
        params: IncidentParameter,
        response: { 200: IncidentDetail },
      },
    },
    (request) => getIncident(incidentPorts(), actorOf(request), request.params),
  );
  app.post(
    '/api/v1/incidents/act',
    {
      config: { permission: 'incident.act' },
      schema: { summary: 'Do one thing to one or many', body: IncidentAct, response: { 200: IncidentActed } },
    },
    async (request) => {
      const [ports, actor] = [incidentPorts(), actorOf(request)];
      const acted = await actOnIncidents(ports, actor, request.body);
      const done = acted.flatMap((one) => ('incident' in one ? [one.incident] : []));
      const views = new Map((await viewIncidents(ports, actor, done)).map((one) => [one.id, one]));
      const items = acted.map((one) =>
        'refused' in one
          ? { id: one.id, incident: null, ...one.refused }
          : { id: one.id, incident: views.get(one.id) ?? null, code: null, message: null },
      );
      return { items };
    },
  );
  app.get(
    '/api/v1/standing',
    { config: read, schema: { summary: 'What is wrong now', response: { 200: Standing } } },
    async (request) => {
      const [ports, actor] = [incidentPorts(), actorOf(request)];
      const { worst, ...found } = await standing(ports, actor);
      const [item = null] = await viewIncidents(ports, actor, worst ? [worst] : []);
      return { ...found, worst: item };
    },
  );
  app.get(
    '/api/v1/incident-targets',
    { config: read, schema: { summary: 'Target times by severity', response: { 200: IncidentTargets } } },
    async (request) => {
      const { targets, version } = await getTargets(incidentPorts(), actorOf(request));
      return { ...targets, version };
    },
  );
  app.put(
    '/api/v1/incident-targets',
    {
      config: { permission: 'incident.targets' },
      schema: { summary: 'Set the target times', body: IncidentTargetsChange, response: { 200: IncidentTargets } },
    },
    async (request) => {
      const { version, ...targets } = request.body;
      const set = await setTargets(incidentPorts(), actorOf(request), { targets, version });
      return { ...set.targets, version: set.version };
    },
  );
};
