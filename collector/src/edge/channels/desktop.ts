import type { LiveNotice } from '@fettle/shared/api/live';
import { type Scope, seesDevice } from '../../domain/access/index.ts';
import type { Message, Send } from '../../domain/notifications/index.ts';

type Placed = Parameters<typeof seesDevice>[1];

export interface Dashboards {
  /** Shows to whoever has the dashboard open what `of` gives for their scope; null: nothing. Gives to how many. */
  readonly show: (of: (scope: Scope) => LiveNotice | null) => number;
  /** The devices of incidents as they are now, by incident; those that are gone are absent. */
  readonly devices: (incidents: readonly string[]) => Promise<ReadonlyMap<string, Placed>>;
}

/**
 * Shows a notice to whoever has the dashboard open, of its incidents those whose devices they see; that it was shown to
 * nobody is no failure.
 */
export function desktopSender({ show, devices }: Dashboards): Send {
  return async (_channel, _target, message) => {
    const known = await devices(message.incidents);
    const seen = show((scope) => noticeFor(scope, message, known));
    const answer = seen === 1 ? 'Shown in 1 open dashboard.' : `Shown in ${seen} open dashboards.`;
    return { ok: true, answer };
  };
}

/** The notice as somebody of a scope may read it. Pure. */
export function noticeFor(scope: Scope, message: Message, devices: ReadonlyMap<string, Placed>): LiveNotice | null {
  const { incidents, site } = message;
  // Of no incident, such as that notices fail: nothing says of which devices it speaks, so those of a selection do not hear it.
  if (incidents.length === 0) {
    const { sites, selector } = scope;
    const isTheirs = selector === undefined && (sites === 'all' || (site !== null && sites.includes(site)));
    return isTheirs ? noticeOf(message) : null;
  }
  const seen = incidents.filter((id) => {
    const device = devices.get(id);
    return device !== undefined && seesDevice(scope, device);
  });
  if (seen.length === 0) return null;
  return noticeOf(seen.length === incidents.length ? message : { ...message, ...message.part(new Set(seen)) });
}

function noticeOf({ key, kind, subject, severity, incidents, site, time }: Message): LiveNotice {
  return { key, kind, subject, severity, incidents: [...incidents], site, time };
}
