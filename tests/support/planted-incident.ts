/** Incidents of the past with known times, for reports that are to say them. */
import type { Incident } from '@fettle/collector/domain/incidents/index';
import type { DeviceId, IncidentId, RuleId } from '@fettle/shared/ids';

/** What is particular of an incident that was. */
export interface Planted {
  readonly rule: string;
  readonly device: DeviceId;
  readonly from: number;
  readonly to: number | null;
  readonly acknowledged?: number;
  readonly script?: boolean;
  readonly by?: string;
}

let made = 0;
/** An incident of the past, as records keep it. */
export function incident({ rule, device, from, to, acknowledged, script = false }: Planted): Incident {
  const run = `x${String(++made).padStart(16, '0')}`;
  return {
    id: `i${String(made).padStart(16, '0')}` as IncidentId,
    rule: rule as RuleId,
    ruleName: rule,
    device,
    deviceName: device,
    site: 'berlin',
    instance: String(made),
    metric: null,
    attributes: {},
    reason: 'value',
    severity: 'warning',
    worst: 'warning',
    state: to === null ? 'open' : 'closed',
    words: `${rule} on ${device}`,
    value: null,
    limit: null,
    openedAt: from,
    acknowledgedAt: acknowledged ?? null,
    resolvedAt: to,
    closedAt: to,
    reopened: 0,
    owner: null,
    priority: 3,
    quiet: null,
    hushes: { window: null, cause: null, flapping: null, snoozed: null },
    storm: null,
    problem: null,
    likely: null,
    clocks: { waitingSince: from, pauses: [], toldAcknowledge: null, toldResolve: null },
    turns: [from],
    remedy: script
      ? {
          run,
          by: 'order',
          outcome: 'done',
          startedAt: from,
          endedAt: from,
          cleared: true,
          measuredAt: from,
          credited: true,
          escalatedAt: null,
        }
      : null,
    version: 1,
  };
}
