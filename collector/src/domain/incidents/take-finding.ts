// pure
import type { IncidentId } from '@fettle/shared/ids';
import { severityRank } from '@fettle/shared/severity';
import type { Finding } from '../rules/index.ts';
import { paused, resumed } from './clocks.ts';
import type { Drafts } from './draft.ts';
import { withTurn } from './flapping.ts';
import { noHushes } from './hushes.ts';
import { creditWords, deserves } from './remedy-words.ts';
import type { Settings } from './settings.ts';
import { isLive, moved, type MoveReason } from './transitions.ts';
import type { Incident, NewTimelineEntry, TimelineKind } from './types.ts';

/** A finding with what incidents say beside it. */
export interface Sighted {
  readonly finding: Finding;
  readonly ruleName: string;
  readonly deviceName: string;
  readonly site: string;
  readonly newId: () => IncidentId;
}

/**
 * Makes of a finding what is to happen to its incident: opens, reopens, changes or resolves it. The same finding again
 * changes nothing. Gives the id of an incident that it opened.
 * @param current the incident of the finding's key that is not closed
 */
export function takeFinding(
  drafts: Drafts,
  current: Incident | undefined,
  sighted: Sighted,
  settings: Settings,
  now: number,
): IncidentId | undefined {
  const { finding } = sighted;
  const time = Math.min(finding.time, now);
  if (finding.severity === null) {
    if (current && isLive(current)) resolve(drafts, current, { finding, time, settings });
    return undefined;
  }
  if (!current) return open(drafts, sighted, time);
  if (isLive(current)) change(drafts, current, finding, time);
  else if (wasRemedied(current, time)) foldIn(drafts, current, finding);
  else if (time - (current.resolvedAt ?? 0) <= settings.reopenMs) reopen(drafts, current, { finding, time, settings });
  else {
    supersede(drafts, current, time);
    return open(drafts, sighted, time);
  }
  return undefined;
}

const line = (
  time: number,
  kind: TimelineKind,
  words: string,
  detail: NewTimelineEntry['detail'] = {},
): NewTimelineEntry => ({
  time,
  kind,
  actor: null,
  words,
  detail,
});

function open(drafts: Drafts, { finding, ruleName, deviceName, site, newId }: Sighted, time: number): IncidentId {
  const { rule, device, instance, metric, attributes, words, value, limit, reason } = finding;
  const severity = finding.severity ?? 'warning';
  const incident: Incident = {
    id: newId(),
    rule,
    ruleName,
    device,
    deviceName,
    site,
    instance,
    metric,
    attributes,
    reason,
    severity,
    worst: severity,
    state: 'open',
    words,
    value,
    limit,
    openedAt: time,
    acknowledgedAt: null,
    resolvedAt: null,
    closedAt: null,
    reopened: 0,
    owner: null,
    priority: severity === 'critical' ? 2 : 3,
    quiet: null,
    hushes: noHushes,
    storm: null,
    problem: null,
    likely: null,
    clocks: { waitingSince: time, pauses: [], toldAcknowledge: null, toldResolve: null },
    turns: [time],
    remedy: null,
    version: 0,
  };
  drafts.open(incident, {
    entry: line(time, 'opened', `Opened: ${words}`, { severity, value, limit, since: finding.since }),
  });
  return incident.id;
}

/** It was put right, and the breach that is told now is older than that: a late word of what is over. */
function wasRemedied({ state, remedy, resolvedAt }: Incident, time: number): boolean {
  return state === 'resolved' && remedy?.cleared === true && time < (resolvedAt ?? 0) && time < (remedy.measuredAt ?? 0);
}

/** What the device's run told is completed by what the collector saw itself. */
function foldIn(drafts: Drafts, current: Incident, { severity, words, value, limit }: Finding): void {
  const isWorse = severityRank(severity) > severityRank(current.worst);
  const worst = isWorse && severity !== null ? severity : current.worst;
  if (worst === current.worst && words === current.words && value === current.value) return;
  drafts.step({ ...current, severity: worst, worst, words, value, limit }, { event: { kind: 'incident.changed' } });
}

function change(drafts: Drafts, current: Incident, finding: Finding, time: number): void {
  const { words, value, limit } = finding;
  const severity = finding.severity ?? current.severity;
  if (severity === current.severity) {
    if (words === current.words && value === current.value && limit === current.limit) return;
    drafts.step({ ...current, words, value, limit }, { event: { kind: 'incident.changed' } });
    return;
  }
  const worse = severityRank(severity) > severityRank(current.severity);
  const worst = severityRank(severity) > severityRank(current.worst) ? severity : current.worst;
  const detail = { from: current.severity, to: severity };
  drafts.step(
    { ...current, severity, worst, words, value, limit },
    {
      entry: line(time, 'severity', `${worse ? 'Worse' : 'Better'}: ${severity} now. ${words}`, {
        ...detail,
        value,
        limit,
      }),
      event: { kind: 'incident.severity', detail: { ...detail, words } },
    },
  );
}

interface Turn {
  readonly finding: Finding;
  readonly time: number;
  readonly settings: Settings;
}

const clearings: Readonly<Record<'cleared' | 'rule_gone' | 'instance_gone', string>> = {
  cleared: 'Resolved: the condition holds no more.',
  rule_gone: 'Resolved: the rule was changed, switched off or deleted, or does not apply to this device any more.',
  instance_gone: 'Resolved: what it was about is not there any more.',
};

function resolve(drafts: Drafts, current: Incident, { finding, time, settings }: Turn): void {
  const by = finding.reason === 'rule_gone' || finding.reason === 'instance_gone' ? finding.reason : 'cleared';
  const after = resolved(current, by, time, settings);
  const { remedy } = after;
  const isRemedied = by === 'cleared' && remedy !== null && deserves(remedy, time);
  const lead = isRemedied ? creditWords(remedy) : clearings[by];
  const words = by === 'cleared' && finding.words !== '' ? `${lead} ${finding.words}` : lead;
  const run = isRemedied ? { run: remedy.run } : {};
  drafts.step(isRemedied ? { ...after, remedy: { ...remedy, credited: true } } : after, {
    entry: line(time, 'resolved', words, { by, value: finding.value, ...run }),
    event: { kind: 'incident.resolved', detail: { by, ...run } },
  });
}

function reopen(drafts: Drafts, current: Incident, { finding, time, settings }: Turn): void {
  const { words, value, limit } = finding;
  const severity = finding.severity ?? current.severity;
  const worst = severityRank(severity) > severityRank(current.worst) ? severity : current.worst;
  drafts.step(reopened({ ...current, severity, worst, words, value, limit }, 'breached_again', time, settings), {
    entry: line(time, 'reopened', `Again: ${words}`, { severity, value, limit }),
    event: { kind: 'incident.reopened', detail: { severity } },
  });
}

function supersede(drafts: Drafts, current: Incident, time: number): void {
  drafts.step(closed(current, 'superseded', time), {
    entry: line(time, 'closed', 'Closed: the same trouble came back later than it would have reopened this incident.'),
    event: { kind: 'incident.closed', detail: { by: 'superseded' } },
  });
}

/** @throws RangeError when the table has no such move */
function stateAfter({ state, id }: Incident, reason: MoveReason): Incident['state'] {
  const next = moved(state, reason);
  if (next === null) throw new RangeError(`${id} is ${state}: ${reason} leads nowhere`);
  return next;
}

/** The incident as it is once it was resolved: its clocks rest. */
export function resolved(current: Incident, reason: MoveReason, time: number, { flapping }: Settings): Incident {
  const resolvedAt = Math.max(time, current.openedAt);
  const pauses = paused(resumed(current.clocks.pauses, resolvedAt), resolvedAt, 'resolved');
  return {
    ...current,
    state: stateAfter(current, reason),
    resolvedAt,
    clocks: { ...current.clocks, pauses },
    turns: withTurn(current.turns, resolvedAt, flapping),
  };
}

/** As it is once it is open again: it waits for somebody anew, and the clock of its whole life goes on. */
export function reopened(current: Incident, reason: MoveReason, time: number, { flapping }: Settings): Incident {
  const again = Math.max(time, current.resolvedAt ?? time);
  return {
    ...current,
    state: stateAfter(current, reason),
    acknowledgedAt: null,
    resolvedAt: null,
    reopened: current.reopened + 1,
    clocks: {
      ...current.clocks,
      waitingSince: again,
      pauses: resumed(current.clocks.pauses, again),
      toldAcknowledge: null,
    },
    turns: withTurn(current.turns, again, flapping),
  };
}

export function closed(current: Incident, reason: MoveReason, time: number): Incident {
  return { ...current, state: stateAfter(current, reason), closedAt: Math.max(time, current.resolvedAt ?? time) };
}
