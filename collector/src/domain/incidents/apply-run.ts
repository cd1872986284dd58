import { FettleError } from '@fettle/shared/errors';
import type { IncidentId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { everywhere } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import { attachRun, remedyKind } from './attach-run.ts';
import { type IncidentPorts, newIncidentId, readAround, type RuleSheet, untilWritten } from './context.ts';
import type { Drafts } from './draft.ts';
import type { RemedyFiring, RemedyRun } from './remedy-run.ts';
import { settings as usual, type Settings } from './settings.ts';
import { settle } from './settle.ts';
import { closed, takeFinding } from './take-finding.ts';
import { isLive } from './transitions.ts';
import { unseenBreach } from './unseen-breach.ts';
import type { Incident } from './types.ts';

/** What became of a run: the incident that it is attached to (null: none yet), and whether it was opened for it. */
export interface AppliedRun {
  readonly incident: IncidentId | null;
  readonly opened: Incident | null;
}

/** Frames come a little after the device acted on them. */
const slackMs = 60_000;

/**
 * Attaches a run to the incident that it is for: the one that people named, else that of its rule, device and instance. Where
 * the device put something right before an incident was opened, one is opened that is over already. In whatever order a breach, its
 * run and what was measured come, the same comes of it; the same again changes nothing.
 * @throws FettleError `changed_meanwhile` when others kept changing the same incident
 */
export async function applyRun(ports: IncidentPorts, run: RemedyRun): Promise<AppliedRun> {
  const rule = run.firing ? await ports.rule(run.firing.rule) : null;
  return untilWritten(
    () => attempt(ports, run, rule),
    () => new FettleError('changed_meanwhile'),
  );
}

const nothing: AppliedRun = { incident: null, opened: null };

async function attempt(
  ports: IncidentPorts,
  run: RemedyRun,
  rule: RuleSheet | null,
): Promise<AppliedRun | 'changed_meanwhile'> {
  const { store, now, settings = usual } = ports;
  const found = await foundFor(ports, run);
  const { drafts, around, devices } = await readAround(ports, found ? [found] : []);
  const device = devices.get(run.device);
  if (!device) return nothing;
  // Who named the incident may not see its site: an order says nothing in a site that it does not run at.
  if (run.incident !== null && found && found.site !== device.site) return nothing;
  const place = placeFor(found ?? undefined, run);
  const id = place === 'anew' ? openFor(drafts, found ?? undefined, { run, rule, device, settings, now }) : found?.id;
  const incident = id === undefined || place === 'wait' ? undefined : drafts.get(id);
  if (!incident) return nothing;
  const before = (await store.evidence(everywhere, incident.id)).find(({ kind }) => kind === remedyKind(run.id));
  attachRun(drafts, incident, run, { before, unit: unitOf(incident, rule), now });
  if (place === 'anew') end(drafts, incident.id, { run, found, settings, now });
  settle(drafts, around);
  const writes = drafts.writes();
  if (
    writes.length > 0 &&
    (await store.write(writes, { events: drafts.events(), audit: [] })) === 'changed_meanwhile'
  ) {
    return 'changed_meanwhile';
  }
  const opened = place === 'anew' ? (drafts.get(incident.id) ?? null) : null;
  return { incident: incident.id, opened };
}

async function foundFor({ store }: IncidentPorts, run: RemedyRun): Promise<Incident | null> {
  if (run.incident !== null) return (await store.several(everywhere, [run.incident]))[0] ?? null;
  if (!run.firing) return null;
  const { rule, instance } = run.firing;
  return (await store.current(everywhere, [{ rule, device: run.device, instance }]))[0] ?? null;
}

/** Whether a run belongs to the incident that was found, opens one of its own, or has to wait for its incident. */
function placeFor(found: Incident | undefined, { incident, firing, startedAt }: RemedyRun): 'found' | 'anew' | 'wait' {
  if (incident !== null) return found ? 'found' : 'wait';
  if (!firing) return 'wait';
  const { cleared, measuredAt } = firing;
  if (found) {
    const isLater = isLive(found) && cleared === true && found.openedAt > (measuredAt ?? startedAt) + slackMs;
    const isEarlier = !isLive(found) && (found.resolvedAt ?? 0) < Math.min(startedAt, firing.since);
    if (!isLater && !isEarlier) return 'found';
  }
  return cleared === true ? 'anew' : 'wait';
}

interface Opening {
  readonly run: RemedyRun;
  readonly rule: RuleSheet | null;
  readonly device: Device;
  readonly settings: Settings;
  readonly now: number;
}

/** The incident of a breach that was over before the collector saw it. */
function openFor(drafts: Drafts, found: Incident | undefined, opening: Opening): IncidentId | undefined {
  const { run, rule, device, settings, now } = opening;
  const firing = run.firing as RemedyFiring;
  const finding = unseenBreach(run, firing, rule);
  const sighted = {
    finding,
    ruleName: rule?.name ?? firing.rule,
    deviceName: device.name,
    site: device.site,
    newId: newIncidentId,
  };
  // Of a key there is one that is not closed: the live one of a later breach stays that one.
  const current = found && isLive(found) ? undefined : found;
  return takeFinding(drafts, current, sighted, settings, now) ?? current?.id;
}

interface Ending {
  readonly run: RemedyRun;
  readonly found: Incident | null;
  readonly settings: Settings;
  readonly now: number;
}

/** It is over: resolved when that was measured, and closed where a later one is live. */
function end(drafts: Drafts, id: IncidentId, { run, found, settings, now }: Ending): void {
  const incident = drafts.get(id);
  const firing = run.firing as RemedyFiring;
  if (!incident) return;
  const { rule, device, instance, metric, attributes, reason } = incident;
  const time = Math.min(firing.measuredAt ?? run.endedAt ?? now, now);
  const over = { since: time, time, severity: null, value: firing.after, limit: null, words: '', reason } as const;
  const finding = { rule, device, instance, metric, attributes, ...over };
  const names = { ruleName: incident.ruleName, deviceName: incident.deviceName, site: incident.site };
  takeFinding(drafts, incident, { finding, ...names, newId: newIncidentId }, settings, now);
  const after = drafts.get(id);
  if (!found || !isLive(found) || !after || isLive(after)) return;
  const words = 'Closed: it broke again later, and that is another incident.';
  drafts.step(closed(after, 'superseded', time), {
    entry: { time, kind: 'closed', actor: null, words, detail: { by: 'superseded' } },
    event: { kind: 'incident.closed', detail: { by: 'superseded' } },
  });
}

function unitOf({ metric }: Incident, rule: RuleSheet | null): string {
  if (metric !== null) return metricNamed(metric)?.unit ?? '';
  return rule?.when?.kind === 'formula' ? (rule.when.unit ?? '') : '';
}
