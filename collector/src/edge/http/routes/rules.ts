import {
  Applied,
  ApplyBody,
  ApplyQuery,
  BackTest,
  BackTestQuery,
  Exported,
  Rule,
  RuleDelete,
  RulePage,
  RuleParameter,
  RulePut,
} from '@fettle/shared/api/rules';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { Type } from 'typebox';
import { backTest, getRule, listRules, putRule, removeRule } from '../../../domain/rules/index.ts';
import { applyFiles, exportFile } from '../../files/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { ruleViews } from './rule-view.ts';

/** Rules, what they would have done, and the files that they come from and go to. */
export const ruleRoutes: Routes = (app, context) => {
  const read = { permission: 'rule.read' } as const;
  const change = { permission: 'rule.change' } as const;
  const at = () => ({ store: context.rules, now: context.clock.now() });
  const world = () => {
    const { rules, devices, clock } = context;
    const scripts = context.scriptPorts().store;
    const { reports, channels } = context;
    const { requests } = context.requestPorts();
    return {
      ...context.levelDesk.ports(),
      ...context.serviceDesk.ports(),
      rules,
      scripts,
      requests,
      devices,
      reports,
      channels,
      now: clock.now(),
    };
  };

  app.get(
    '/api/v1/rules',
    { config: read, schema: { summary: 'All rules, by id', response: { 200: RulePage } } },
    async (request) => {
      const rules = await listRules(at(), actorOf(request));
      const view = await ruleViews(context, actorOf(request));
      return { items: rules.map(view), next: null };
    },
  );
  app.get(
    '/api/v1/rules/:id',
    { config: read, schema: { summary: 'One rule', params: RuleParameter, response: { 200: Rule } } },
    async (request) => {
      const rule = await getRule(at(), actorOf(request), { id: request.params.id });
      return (await ruleViews(context, actorOf(request)))(rule);
    },
  );
  app.put(
    '/api/v1/rules/:id',
    {
      config: change,
      schema: {
        summary: 'Make a rule, or change it',
        params: RuleParameter,
        body: RulePut,
        response: { 200: Rule },
      },
    },
    async (request) => {
      const { version, ...rule } = request.body;
      const put = { id: request.params.id, rule: rule as RuleBody, version };
      const after = await putRule(at(), actorOf(request), put);
      return (await ruleViews(context, actorOf(request)))(after);
    },
  );
  app.delete(
    '/api/v1/rules/:id',
    {
      config: change,
      schema: {
        summary: 'Delete a rule',
        params: RuleParameter,
        querystring: RuleDelete,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeRule(at(), actorOf(request), { id: request.params.id, version: request.query.version });
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/rules/back-test',
    {
      config: { ...read, rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: { summary: 'What a rule would have done', body: BackTestQuery, response: { 200: BackTest } },
    },
    async (request) => {
      const { rules: store, devices, series, events, clock, plan } = context;
      const ports = { store, devices, series, events, clock, plan };
      return backTest(ports, actorOf(request), request.body);
    },
  );
  app.post(
    '/api/v1/apply',
    {
      config: change,
      schema: {
        summary: 'Make what a file says so, all or nothing; or say what that would change',
        querystring: ApplyQuery,
        body: ApplyBody,
        response: { 200: Applied },
      },
    },
    async (request) => {
      const { dryRun: dry, prune } = request.query;
      const way = { dryRun: dry === '1', prune: prune === '1' };
      const { changes, problems } = await applyFiles(world(), actorOf(request), [request.body], way);
      return {
        dryRun: way.dryRun,
        changes: changes.map(({ diff, ...rest }) => ({ ...rest, diff: [...diff] })),
        problems: problems.map(({ file: _file, ...problem }) => problem),
      };
    },
  );
  app.get(
    '/api/v1/export',
    { config: read, schema: { summary: 'All that files can hold, as one file', response: { 200: Exported } } },
    async (request) => ({ text: await exportFile(world(), actorOf(request)) }),
  );
};
