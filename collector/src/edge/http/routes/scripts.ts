import {
  ScriptDetail,
  ScriptDraftPut,
  ScriptName,
  ScriptPage,
  ScriptPublish,
  ScriptQuery,
  ScriptRestore,
  ScriptVersionDetail,
  ScriptVersionParameter,
} from '@fettle/shared/api/scripts';
import { Closed } from '@fettle/shared/api/schema';
import { Type } from 'typebox';
import {
  dropScriptDraft,
  getScript,
  getScriptVersion,
  listScripts,
  publishScript,
  putScriptDraft,
  restoreScript,
} from '../../../domain/scripts/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** Five bodies of 128 KiB, escaped as JSON. */
const bodyLimit = 2 * 1024 * 1024;
const DraftDelete = Closed({ version: Type.Integer({ minimum: 0 }) });

/** The library: what may be run, in which versions, and what waits to be signed. */
export const scriptRoutes: Routes = (app, { scriptPorts }) => {
  const read = { permission: 'script.read' } as const;
  const change = { permission: 'script.change' } as const;

  app.get(
    '/api/v1/scripts',
    {
      config: read,
      schema: { summary: 'The script library, by name', querystring: ScriptQuery, response: { 200: ScriptPage } },
    },
    (request) => listScripts(scriptPorts(), actorOf(request), request.query),
  );
  app.get(
    '/api/v1/scripts/:name',
    { config: read, schema: { summary: 'One script', params: ScriptName, response: { 200: ScriptDetail } } },
    (request) => getScript(scriptPorts(), actorOf(request), request.params),
  );
  app.get(
    '/api/v1/scripts/:name/versions/:version',
    {
      config: read,
      schema: {
        summary: 'One published version, whole',
        params: ScriptVersionParameter,
        response: { 200: ScriptVersionDetail },
      },
    },
    (request) => getScriptVersion(scriptPorts(), actorOf(request), request.params),
  );
  app.put(
    '/api/v1/scripts/:name/draft',
    {
      config: change,
      bodyLimit,
      schema: {
        summary: 'Write what is to be signed next',
        params: ScriptName,
        body: ScriptDraftPut,
        response: { 200: ScriptDetail },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await putScriptDraft(scriptPorts(), actor, { ...request.params, ...request.body });
      return getScript(scriptPorts(), actor, request.params);
    },
  );
  app.delete(
    '/api/v1/scripts/:name/draft',
    {
      config: change,
      schema: { summary: 'Throw away what waits to be signed', params: ScriptName, querystring: DraftDelete },
    },
    async (request, reply) => {
      await dropScriptDraft(scriptPorts(), actorOf(request), { ...request.params, ...request.query });
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/v1/scripts/:name/restore',
    {
      config: change,
      schema: {
        summary: 'Make an older version what is to be signed next',
        params: ScriptName,
        body: ScriptRestore,
        response: { 200: ScriptDetail },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await restoreScript(scriptPorts(), actor, { ...request.params, ...request.body });
      return getScript(scriptPorts(), actor, request.params);
    },
  );
  app.post(
    '/api/v1/scripts/:name/publish',
    {
      config: { permission: 'script.publish' },
      bodyLimit,
      schema: {
        summary: 'Bring the signed statement of a script',
        params: ScriptName,
        body: ScriptPublish,
        response: { 200: ScriptDetail },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await publishScript(scriptPorts(), actor, { ...request.params, ...request.body });
      return getScript(scriptPorts(), actor, request.params);
    },
  );
};
