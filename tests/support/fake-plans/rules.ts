/** Invented rules and what they would have done, for rendering tests. */
import type { BackTest, BackTestQuery, Fired, Rule, RulePut } from '@fettle/shared/api/rules';
import { ruleWords } from '@fettle/shared/rules/sentence';
import { fleetOf } from '../fake-fleet.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Body = Omit<RulePut, 'version'>;
const usual = { selector: '', forMs: 10 * minute, clearForMs: 5 * minute, enabled: true, runbook: '', overrides: [] };

const bodies: Readonly<Record<string, Body>> = {
  'file-system-full': {
    ...usual,
    name: 'File system fills up',
    when: {
      kind: 'value',
      metric: 'system.filesystem.utilization',
      is: 'above',
      levels: { warning: { limit: 0.87, clear: 0.85 }, critical: { limit: 0.95, clear: 0.93 } },
    },
    forMs: 20 * minute,
    runbook: 'See which folder grows.\nhttps://wiki.example/disk',
    overrides: [
      {
        selector: 'role=db',
        where: { 'system.filesystem.mountpoint': '/var/*' },
        levels: { warning: { limit: 0.8 }, critical: { limit: 0.9 } },
      },
    ],
  },
  'file-system-full-soon': {
    ...usual,
    name: 'File system full soon',
    when: {
      kind: 'trend',
      metric: 'system.filesystem.utilization',
      reaches: 1,
      withinMs: { warning: 7 * day, critical: day },
      historyMs: 7 * day,
    },
  },
  'cpu-busy': {
    ...usual,
    name: 'CPU busy',
    selector: 'role in (db, web, app)',
    when: { kind: 'value', metric: 'system.cpu.busy', is: 'above', levels: { warning: { limit: 0.9, clear: 0.8 } } },
    overrides: [{ calendar: { days: [1, 2, 3, 4, 5], from: '22:00', to: '05:00', zone: 'Europe/Berlin' }, off: true }],
  },
  'memory-used': {
    ...usual,
    name: 'Memory nearly used up',
    when: {
      kind: 'value',
      metric: 'system.memory.utilization',
      is: 'above',
      levels: { warning: { limit: 0.9 }, critical: { limit: 0.97 } },
    },
  },
  'unit-failed': {
    ...usual,
    name: 'A service has failed',
    when: { kind: 'state', metric: 'systemd.unit.state', states: { critical: ['failed'] } },
    forMs: 0,
  },
  'device-silent': {
    ...usual,
    name: 'Device silent',
    when: { kind: 'device', states: { warning: ['offline'], critical: ['unreachable'] } },
    forMs: 5 * minute,
  },
  'widget-pressure': {
    ...usual,
    name: 'Widget pressure leaves its band',
    selector: 'has acme',
    enabled: false,
    when: {
      kind: 'value',
      metric: 'acme.widget.pressure',
      is: 'outside',
      levels: { warning: { limit: [2, 9] } },
    },
  },
};

const counts: Readonly<Record<string, readonly [devices: number, incidents: number]>> = {
  'file-system-full': [99, 1],
  'unit-failed': [99, 1],
  'memory-used': [99, 2],
  'device-silent': [99, 1],
  'cpu-busy': [60, 0],
  'widget-pressure': [0, 0],
};

export function ruleOf(id: string, body: Body, version: number, origin: Rule['origin'], now: number): Rule {
  const [devices, incidents] = counts[id] ?? [99, 0];
  const words = ruleWords(body);
  return { id, ...body, origin, createdAt: now, changedAt: now, version, words, file: '', devices, incidents };
}

export function rulesAt(now: number): Map<string, Rule> {
  const origin = (id: string) => (id === 'widget-pressure' ? 'file' : id === 'cpu-busy' ? 'person' : 'default');
  return new Map(Object.entries(bodies).map(([id, body]) => [id, ruleOf(id, body, 1, origin(id), now)]));
}

/** The lower its limit, the more often it would have fired. */
function firedBy(rule: Body, { from, to }: { from: number; to: number }): Fired[] {
  const { when } = rule;
  const limit = 'levels' in when ? (when.levels.warning ?? when.levels.critical)?.limit : 0.9;
  const often = typeof limit === 'number' && limit <= 1 ? Math.round(Math.max(0, 1.2 - limit) * 40) : 6;
  const devices = fleetOf(to);
  return Array.from({ length: often }, (_, n): Fired => {
    const device = devices[(n % 4) * 11 + 1];
    const start = from + ((n + 0.4) * (to - from)) / often;
    const lasts = (1 + (n % 5)) * 2.6 * hour;
    return {
      device: device?.id ?? '',
      deviceName: device?.name ?? '',
      instance: 'metric' in when && when.metric.includes('filesystem') ? 'system.filesystem.mountpoint=/var' : '',
      severity: n % 3 === 0 ? 'critical' : 'warning',
      from: start,
      to: n === often - 1 ? null : start + lasts,
      peak: 0.9 + (n % 8) / 100,
    };
  }).toSorted((a, b) => (b.to ?? to) - b.from - ((a.to ?? to) - a.from));
}

function reckoned(rule: Body, span: { from: number; to: number }): BackTest['then'] {
  const fired = firedBy(rule, span);
  return {
    count: fired.length,
    devices: new Set(fired.map(({ device }) => device)).size,
    lasted: fired.reduce((sum, one) => sum + (one.to ?? span.to) - one.from, 0),
    fired,
  };
}

export function backTestOf({ rule, from, to }: BackTestQuery, kept: Rule | undefined, now: number): BackTest {
  const span = { from: from ?? now - 30 * day, to: to ?? now };
  return {
    ...span,
    step: 300_000,
    devices: 99,
    samples: 1_243_008,
    tookMs: 1_840,
    notes: ['3 devices were enrolled less than 30 days ago: their history begins there.'],
    // oxlint-disable-next-line unicorn/no-thenable -- the word of the API
    then: reckoned(rule, span),
    now: kept ? reckoned(kept, span) : null,
  };
}
