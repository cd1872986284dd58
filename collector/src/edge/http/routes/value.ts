import { Value, ValueQuery, ValueSettings } from '@fettle/shared/api/value';
import { getValue, getValueSettings, setValueSettings } from '../../../domain/value/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

const read = { permission: 'value.read' } as const;

/** What it is worth and what it costs. */
export const valueRoutes: Routes = (app, { peopleDesk }) => {
  app.get(
    '/api/v1/value',
    {
      config: read,
      schema: { summary: 'Saved, lost and spent, with formulas', querystring: ValueQuery, response: { 200: Value } },
    },
    (request) => getValue(peopleDesk.valuePorts(), actorOf(request), request.query),
  );
  app.get(
    '/api/v1/value-settings',
    { config: read, schema: { summary: 'What things cost', response: { 200: ValueSettings } } },
    (request) => getValueSettings(peopleDesk.valuePorts(), actorOf(request)),
  );
  app.put(
    '/api/v1/value-settings',
    {
      config: { permission: 'value.change' },
      schema: { summary: 'Say what things cost', body: ValueSettings, response: { 200: ValueSettings } },
    },
    (request) => setValueSettings(peopleDesk.valuePorts(), actorOf(request), request.body),
  );
};
