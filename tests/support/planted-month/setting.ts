/** What a manager sets before the month begins: services, hours, objectives, what things are worth; through the API. */
import type { Month } from './month.ts';
import { machines, restored, services, targets, value, window, zone } from './truths.ts';

export async function setMonth({ ask, ids, person }: Month): Promise<void> {
  await ask('PUT', '/api/v1/calendars/office', {
    name: 'Office hours',
    zone,
    hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
    holidays: [],
    version: 0,
  });
  await ask('PUT', '/api/v1/windows/patching', {
    name: 'Patching the database',
    selector: 'role=db',
    reason: 'planned',
    when: { zone, start: window.start, lastsMs: window.lastsMs, repeat: { every: 'once' } },
    enabled: true,
    version: 0,
  });
  const service = {
    description: '',
    owner: person.Ida,
    pointPerson: null,
    criticality: 'vital',
    site: null,
    version: 0,
  };
  const part = { impact: 'down', need: { kind: 'all' } };
  await ask('PUT', '/api/v1/services/order-intake', {
    ...service,
    ...services['order-intake'],
    calendar: 'office',
    parts: [{ ...part, name: 'Database', of: { kind: 'device', ids: [ids.db], counts: 'critical' } }],
  });
  await ask('PUT', '/api/v1/services/web-shop', {
    ...service,
    ...services['web-shop'],
    calendar: null,
    parts: [
      {
        ...part,
        name: 'Web',
        need: { kind: 'any' },
        of: { kind: 'devices', selector: 'role=web', counts: 'critical' },
      },
    ],
  });
  await ask('PUT', '/api/v1/services/mail', {
    ...service,
    ...services.mail,
    site: machines.mail.site,
    calendar: null,
    parts: [{ ...part, name: 'Server', of: { kind: 'device', ids: [ids.mail], counts: 'away' } }],
  });
  await setObjectives({ ask });
  await ask('PUT', '/api/v1/value-settings', {
    currency: 'EUR',
    hourlyRate: value.hourlyRate,
    toolCostPerMonth: 0,
    toolHoursPerMonth: 0,
    deviceCosts: [{ selector: '', perMonth: value.device }],
    scriptMinutes: { 'clear-temp': value.clearTempMinutes },
    version: 0,
  });
}

async function setObjectives({ ask }: Pick<Month, 'ask'>): Promise<void> {
  const objective = {
    kind: 'availability',
    zone,
    period: 'month',
    windows: 'leave-out',
    degraded: 'up',
    withinMs: null,
    burnRules: false,
    version: 0,
  };
  const all = [
    { service: 'order-intake', name: 'Order intake available', targetPpm: targets['order-intake'], calendar: 'office' },
    { service: 'web-shop', name: 'Web shop available', targetPpm: targets['web-shop'], calendar: null },
    { service: 'mail', name: 'Mail available', targetPpm: targets.mail, calendar: null },
  ];
  for (const one of all) await ask('PUT', `/api/v1/objectives/${one.service}`, { ...objective, ...one });
}

/** What people told when the month was over. */
export async function tellMonth({ ask, ids }: Month): Promise<void> {
  const test = { device: ids.db, time: restored, ok: true, words: 'The whole database, into an empty machine.' };
  await ask('POST', '/api/v1/restore-tests', test);
}
