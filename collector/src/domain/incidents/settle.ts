// pure
import type { IncidentId } from '@fettle/shared/ids';
import { byId } from './by-id.ts';
import { causesOf } from './causes.ts';
import type { Bystander, Drafts } from './draft.ts';
import { flaps, isCalm } from './flapping.ts';
import { hushed } from './hushes.ts';
import type { Settings } from './settings.ts';
import { stormsOf } from './storms.ts';
import type { Hushes, Incident, NewTimelineEntry, TimelineKind } from './types.ts';

/** What is so around the incidents. */
export interface Surroundings {
  readonly devices: readonly Bystander[];
  /** The window that a device is in; null: none. Without it windows stay as they are. */
  readonly windowOf: ((device: Bystander) => string | null) | null;
  readonly settings: Settings;
  readonly now: number;
}

/**
 * Brings in line what incidents say of each other and of their surroundings: causes, storms, windows, flapping, snoozes
 * that ended. Then tells of those that are new. Doing it twice changes nothing.
 */
export function settle(drafts: Drafts, around: Surroundings): void {
  settleCauses(drafts, around);
  settleStorms(drafts, around);
  const devices = byId(around.devices);
  for (const incident of drafts.all()) {
    if (incident.state === 'closed') continue;
    const device = devices.get(incident.device);
    if (around.windowOf) settleWindow(drafts, incident.id, device ? around.windowOf(device) : null, around.now);
    settleFlapping(drafts, incident.id, around);
    settleSnooze(drafts, incident.id, around.now);
  }
  drafts.tellOpened();
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

/** Changes what quiets an incident, with a line that says why; who reads events hears what quiets it now. */
function hush(drafts: Drafts, incident: Incident, change: Partial<Hushes>, entry: NewTimelineEntry): void {
  const after = hushed(incident, change);
  drafts.step(after, {
    entry,
    ...(drafts.isNew(after.id) ? {} : { event: { kind: 'incident.quiet', detail: { quiet: after.quiet } } }),
  });
}

function settleCauses(drafts: Drafts, { devices, settings, now }: Surroundings): void {
  const live = drafts.live();
  const causes = causesOf(live, devices);
  const known = byId(devices);
  const joined = new Map<IncidentId, Incident[]>();
  for (const incident of live) {
    const wanted = causes.get(incident.id) ?? null;
    const { cause } = incident.hushes;
    if (wanted === cause) continue;
    const root = wanted === null ? undefined : drafts.get(wanted);
    if (root) {
      hush(
        drafts,
        incident,
        { cause: root.id },
        line(now, 'quiet', `Follows from ${root.deviceName}: ${root.words}`, { cause: root.id }),
      );
      joined.set(root.id, [...(joined.get(root.id) ?? []), incident]);
    } else if (
      cause !== null &&
      (causes.has(cause) ||
        !mayComeRight(drafts.get(cause), known.get(incident.device)?.stateSince ?? 0, settings, now))
    ) {
      hush(
        drafts,
        incident,
        { cause: null },
        line(now, 'quiet', 'Stands by itself: what it followed from is over.', { cause: null }),
      );
    }
  }
  for (const [id, followers] of joined) {
    const root = drafts.get(id);
    if (root) drafts.step({ ...root }, { entry: affected(followers, now) });
  }
}

/**
 * Its cause has only just been resolved, or is about to be, for the device itself or its site has just come back: what
 * followed may still come right by itself.
 * @param movedAt since when its device is in its state
 */
function mayComeRight(cause: Incident | undefined, movedAt: number, { graceMs }: Settings, now: number): boolean {
  if (!cause) return false;
  return now - (cause.resolvedAt ?? movedAt) < graceMs;
}

const namedAtOnce = 5;

function affected(followers: readonly Incident[], now: number): NewTimelineEntry {
  const names = [...new Set(followers.map(({ deviceName }) => deviceName))];
  const more = names.length - namedAtOnce;
  const shown = names.slice(0, namedAtOnce).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return line(now, 'affected', `Also affected: ${shown}`, { incidents: followers.map(({ id }) => id) });
}

function settleStorms(drafts: Drafts, { settings }: Surroundings): void {
  const storms = stormsOf(drafts.live(), settings.storm);
  for (const [id, storm] of storms) {
    const incident = drafts.get(id);
    if (incident && incident.storm !== storm) drafts.step({ ...incident, storm });
  }
}

function settleWindow(drafts: Drafts, id: IncidentId, window: string | null, now: number): void {
  const incident = drafts.get(id);
  if (!incident || incident.hushes.window === window) return;
  const words =
    window === null ? 'The maintenance window is over.' : `In the maintenance window “${window}”: nobody is told.`;
  hush(drafts, incident, { window }, line(now, 'quiet', words, { window }));
}

function settleFlapping(drafts: Drafts, id: IncidentId, { settings: { flapping }, now }: Surroundings): void {
  const incident = drafts.get(id);
  if (!incident) return;
  const { turns, hushes } = incident;
  const calm = isCalm(turns, now, flapping);
  if (hushes.flapping === null && !calm && flaps(turns, flapping)) {
    const words = `Flaps: it changed ${flapping.turns} times within ${minutes(flapping.withinMs)}. Nobody is told until it was calm for ${minutes(flapping.calmMs)}.`;
    hush(drafts, incident, { flapping: now }, line(now, 'flapping', words, { turns: turns.length }));
  } else if (hushes.flapping !== null && calm) {
    hush(
      drafts,
      incident,
      { flapping: null },
      line(now, 'flapping', `Flaps no more: calm for ${minutes(flapping.calmMs)}.`),
    );
  }
}

const minutes = (ms: number) => `${Math.round(ms / 60_000)} minutes`;

function settleSnooze(drafts: Drafts, id: IncidentId, now: number): void {
  const incident = drafts.get(id);
  const until = incident?.hushes.snoozed?.until;
  if (!incident || until === undefined || until > now) return;
  hush(drafts, incident, { snoozed: null }, line(now, 'snoozed', 'The snooze is over.'));
}
