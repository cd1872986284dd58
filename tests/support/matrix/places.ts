// What a route is asked with. A new route is asked by itself; here is what cannot be guessed of it.
import type { Permission } from '@fettle/collector/domain/access/index';
import type { Place, World } from './world.ts';

export interface Parameter {
  /** What stands in the path for a device of that place. */
  readonly value: (world: World, place: Place) => string;
  /** True: it belongs to a device, and of devices out of scope it is not found. */
  readonly scoped: boolean;
  /** Who may not do this is shown only what is their own, and in the world there is none of theirs. */
  readonly needs?: Permission;
}

const always = (value: string): Parameter => ({ value: () => value, scoped: false });

/** By the part of the path before it: `devices/:id`. What belongs to a device is `scoped` and made in world.ts. */
export const parameters: Readonly<Record<string, Parameter>> = {
  '*': always('fleet'),
  'devices/:id': { value: ({ devices }, place) => devices[place], scoped: true },
  'people/:id': { value: ({ spare }) => spare.person, scoped: false },
  'tokens/:id': { value: ({ spare }) => spare.token, scoped: false },
  'teams/:id': always('night'),
  'incidents/:id': { value: ({ troubles }, place) => troubles[place].incident, scoped: true },
  'plans/:id': { value: ({ troubles }, place) => troubles[place].plan, scoped: true },
  'problems/:id': { value: ({ troubles }, place) => troubles[place].problem, scoped: true },
  // Nothing is called so: what is of no device is only asked for by whom.
  'rules/:id': always('none'),
  'windows/:id': always('none'),
  'services/:id': { value: ({ services }, place) => services[place], scoped: true },
  'public-links/:id': always('none'),
  // The token in the address is the key, whoever has it.
  'status/:token': always('none'),
  'calendar/:token': always('none'),
  'channels/:id': always('none'),
  'capacity/:id': { value: ({ troubles }, place) => troubles[place].forecast, scoped: true },
  'capacity-limits/:id': always('none'),
  'rosters/:id': always('night'),
  'request-items/:id': always('none'),
  'requests/:id': { value: ({ troubles }, place) => troubles[place].request, scoped: true, needs: 'request.read' },
  // Of no device: what is of no site is for who sees everything.
  'improvements/:id': always('1'),
  'projects/:id': always('1'),
  'overrides/:override': always('none'),
  // The link of a notice is its own key, whoever has it.
  'act/:code': always('none'),
  ':code/:deed': always('acknowledge'),
  'routes/:id': always('none'),
  'scripts/:name': always('none'),
  'versions/:version': always('1'),
  'drafts/:id': always('none'),
  'orders/:id': { value: ({ work }, place) => work[place].order, scoped: true },
  'runs/:id': { value: ({ work }, place) => work[place].run, scoped: true },
  'standing-orders/:id': always('none'),
  'approvals/:id': always('none'),
  'reports/:id': { value: ({ business }, place) => business[place].report, scoped: true },
  // As the report there has it.
  'bases/:key': always('availability'),
  'report-plans/:id': { value: ({ business }, place) => business[place].plan, scoped: true },
  'brands/:id': always('none'),
  'calendars/:id': always('none'),
  'objectives/:id': { value: ({ business }, place) => business[place].objective, scoped: true },
  'views/:id': { value: ({ business }, place) => business[place].view, scoped: true },
};

/** Of queries, by name; others are made from their schema. `device` is always that of the place. */
export const queries: Readonly<Record<string, (world: World, place: Place) => string>> = {
  device: ({ devices }, place) => devices[place],
  metric: () => 'system.cpu.busy',
  from: ({ now }) => String(now - 3_600_000),
  to: ({ now }) => String(now + 1),
  at: ({ now }) => String(now),
  version: () => '1',
  // Of those whose reports tell of no money.
  kind: () => 'trends',
};

/** Of bodies, by method and path, where what is made from the schema is not of use. */
export const bodies: Readonly<Record<string, (world: World, place: Place) => unknown>> = {
  // A rule that would have fired everywhere.
  'POST /api/v1/rules/back-test': ({ now }) => ({ rule: busy, from: now - 3_600_000, to: now }),
  'PUT /api/v1/services/:id': ({ devices }, place) => serviceOf(devices[place]),
  'PUT /api/v1/objectives/:id': ({ services }, place) => objectiveOf(services[place]),
  'PUT /api/v1/report-plans/:id': () => reportPlan,
  'POST /api/v1/reports/:id/send': () => ({ to: ['a@example.org'], channel: 'post', attach: [] }),
  'PUT /api/v1/views/:id': () => ({ name: 'Mine', query: 'metric=system.cpu.busy', version: 1 }),
  'POST /api/v1/restore-tests': ({ devices, now }, place) => ({
    device: devices[place],
    time: now - 1,
    ok: true,
    words: 'restored',
  }),
  'POST /api/v1/changes/plans': ({ devices, now }, place) => planOf(devices[place], now, 0),
  'PUT /api/v1/changes/plans/:id': ({ devices, now }, place) => planOf(devices[place], now, 1),
  'POST /api/v1/incidents/act': ({ troubles }, place) => ({
    incidents: [{ id: troubles[place].incident, version: 1 }],
    act: { kind: 'acknowledge' },
  }),
};

const planOf = (device: string, now: number, version: number) => ({
  body: {
    title: 'Patch',
    reason: 'It is time.',
    risk: 'low',
    wayBack: '',
    selector: null,
    devices: [device],
    from: now,
    to: now + 3_600_000,
    window: false,
  },
  version,
});

const objectiveOf = (service: string) => ({
  service,
  name: 'Mail',
  kind: 'availability',
  targetPpm: 999_000,
  calendar: null,
  zone: 'UTC',
  period: 'month',
  windows: 'leave-out',
  degraded: 'up',
  withinMs: null,
  burnRules: false,
  version: 1,
});

const reportPlan = {
  name: 'Mine',
  enabled: false,
  kind: 'trends',
  period: 'month',
  zone: 'UTC',
  site: null,
  selector: '',
  service: null,
  schedule: null,
  to: [],
  channel: null,
  attach: [],
  brand: null,
  madeFor: '',
  version: 1,
};

const serviceOf = (device: string) => ({
  name: 'Mail',
  description: '',
  owner: null,
  pointPerson: null,
  criticality: 'vital',
  calendar: null,
  costPerHour: null,
  site: null,
  parts: [{ name: 'all', of: { kind: 'device', ids: [device], counts: 'any' }, need: { kind: 'all' }, impact: 'down' }],
  version: 1,
});

const busy = {
  name: 'Busy',
  selector: '',
  when: { kind: 'value', metric: 'system.cpu.busy', is: 'above', levels: { warning: { limit: 0.1 } } },
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: '',
  overrides: [],
};

/** @throws Error that says where a new parameter goes */
export function parameterNamed(url: string, name: string): Parameter {
  const before = url.slice(0, url.indexOf(name)).split('/').filter(Boolean).at(-1);
  const key = name === '*' ? name : `${before}/${name}`;
  const known = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  if (known) return known;
  throw new Error(
    `Nobody knows what to put for ${key} of ${url}. Add a line for it to \`parameters\` in tests/support/matrix/places.ts.`,
  );
}
