import { everywhere } from '../access/index.ts';
import type { NoticesContext } from './context.ts';
import { hear, incidentOf } from './hear.ts';
import type { Thread } from './types.ts';

const atOnce = 500;

/** Hears what happened to incidents since the last time, once each, whatever ended in between. Gives how many events it read. */
export async function listen({ notices, events }: Pick<NoticesContext, 'notices' | 'events'>): Promise<number> {
  const from = await notices.cursor();
  const found = await events.after(everywhere, from ?? 0, atOnce);
  const last = found.at(-1);
  if (last === undefined) return 0;
  const incidents = found.flatMap((event) => incidentOf(event) ?? []);
  const known = new Map((await notices.threads([...new Set(incidents)])).map((thread) => [thread.incident, thread]));
  const changed = new Map<string, Thread>();
  for (const event of found) {
    const incident = incidentOf(event);
    if (incident === null) continue;
    const thread = hear(changed.get(incident) ?? known.get(incident) ?? null, event);
    if (thread !== null) changed.set(incident, thread);
  }
  await notices.heard(from, last.sequence, [...changed.values()], []);
  return found.length;
}
