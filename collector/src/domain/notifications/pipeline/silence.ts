// pure
import type { Stage } from './matter.ts';

/** What flaps is looked at again so often, should nobody say that it has ended. */
const againMs = 60_000;

/** Nobody is told during maintenance, while it is snoozed, and while it flaps; what still hurts then is told as new. */
export const silence: Stage = {
  name: 'silence',
  decide({ thread, incident, device }, { now, openWindow }) {
    if (thread.telling === 'resolved') return { passed: true, reason: 'an end disturbs nobody' };
    const window = openWindow(device.id);
    if (window !== null) return { passed: false, reason: `window ${window.name} is open`, again: window.until };
    const { snoozed, flapping } = incident.hushes;
    if (snoozed !== null && snoozed.until > now) return { passed: false, reason: 'snoozed', again: snoozed.until };
    if (flapping !== null) return { passed: false, reason: 'it flaps', again: now + againMs };
    return { passed: true, reason: 'no window, not snoozed, not flapping' };
  },
};
