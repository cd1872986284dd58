/** An invented executive month, for rendering tests: every number has its basis. */
import type { Basis, ReportDocument } from '@fettle/shared/reports/document';
import { deviceId, incidentId } from '../fake-incidents.ts';

const count = (title: string, value: number, some: Partial<Basis> = {}): Basis => ({
  title,
  formula: `${value} of them in the span`,
  value,
  how: 'count',
  ...some,
});

/** The month that holds a time, with the calendar of UTC; what begins a little before it, as months of other zones do, is of it too. */
export function monthOf(at: number, now: number): ReportDocument {
  const date = new Date(at + 12 * 3_600_000);
  const from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const to = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  const incidents = [1, 2, 3].map(incidentId);
  const series = [{ device: deviceId(1), metric: 'system.cpu.utilization', from, to }];
  return {
    version: 1,
    kind: 'executive',
    title: 'Executive month',
    subtitle: `${date.toLocaleString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })}, all sites, Europe/Berlin`,
    sentence: [
      { text: '11 of 12 objectives were kept. ', tone: 'strong', basis: 'kept' },
      { text: 'Order intake', tone: 'critical', basis: 'over' },
      { text: ' overspent its error budget by 5 minutes. ' },
      { text: 'Two disks need money before January.', tone: 'quiet' },
    ],
    from,
    to,
    zone: 'Europe/Berlin',
    before: { from: from - 30 * 86_400_000, to: from },
    madeAt: now,
    madeFor: 'Karin Holm',
    currency: 'EUR',
    brand: null,
    counted: { samples: 1_900_000_000, incidents: 3, runs: 1_204, devices: 99 },
    sections: [
      {
        id: 'figures',
        title: 'The month in five figures',
        width: 3,
        blocks: [
          {
            kind: 'figures',
            items: [
              {
                id: 'availability',
                title: 'Availability, all services',
                format: 'ppm',
                cell: { value: 999_300, basis: 'over' },
              },
              {
                id: 'incidents',
                title: 'Incidents',
                format: 'integer',
                cell: { value: 3, basis: 'incidents' },
                turn: 'better',
              },
            ],
          },
        ],
      },
      {
        id: 'services',
        title: 'Services against their objectives',
        width: 3,
        blocks: [
          {
            kind: 'table',
            id: 'services',
            title: 'Services against their objectives',
            columns: [
              { id: 'state', title: 'State', format: 'state' },
              { id: 'service', title: 'Service', format: 'text' },
              { id: 'value', title: 'So far', format: 'ppm' },
              { id: 'budget', title: 'Error budget spent', format: 'level' },
            ],
            rows: [
              [
                { value: 'missed', state: 'critical' },
                { value: 'Order intake', link: '/services/order-intake' },
                { value: 998_700, state: 'critical', basis: 'over' },
                { value: { value: 0.87, ticks: [0.667] } },
              ],
            ],
            empty: 'Nothing is promised.',
          },
        ],
      },
    ],
    bases: {
      kept: count('Objectives that were kept', 11, {
        pages: [{ words: 'Objectives', link: '/objectives', api: '/api/v1/objectives' }],
      }),
      incidents: count('Incidents that opened', 3, { incidents }),
      over: {
        title: 'Availability of Order intake',
        formula: '1 − 39 min ÷ 30 d of business hours',
        value: 998_700,
        how: 'reckoned',
        incidents,
        series,
        services: [{ id: 'order-intake', from, to }],
        bases: ['incidents'],
      },
    },
  };
}
