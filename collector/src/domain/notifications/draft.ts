// pure
import type { IncidentId } from '@fettle/shared/ids';
import type { Matter, Recipient } from './pipeline/matter.ts';
import type { Telling } from './types.ts';

/** One notice to one place: of one incident, or of all that one rule found at once. */
export interface Draft {
  readonly telling: Telling;
  readonly recipient: Recipient;
  readonly incidents: readonly IncidentId[];
  /** The same incidents, told for the same reason to the same place, have the same key. */
  readonly key: string;
}

/** What is told together: the same reason, the same rule, the same place. */
export function draft(matters: readonly Matter[]): Draft[] {
  const drafts = new Map<string, { matters: Matter[]; recipient: Recipient; telling: Telling }>();
  for (const matter of matters) {
    const { telling, rule } = matter.thread;
    if (telling === null) continue;
    for (const recipient of matter.recipients) {
      const place = JSON.stringify([telling, rule, recipient.channel, recipient.target]);
      const found = drafts.get(place);
      if (found) found.matters.push(matter);
      else drafts.set(place, { matters: [matter], recipient, telling });
    }
  }
  return [...drafts].map(([place, { matters: together, recipient, telling }]) => ({
    telling,
    recipient,
    incidents: together.map(({ incident }) => incident.id),
    key: `${place} ${together
      .map(({ thread }) => `${thread.incident}.${thread.turn}`)
      .toSorted()
      .join()}`,
  }));
}
