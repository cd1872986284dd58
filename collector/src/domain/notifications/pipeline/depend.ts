// pure
import type { Stage } from './matter.ts';

const againMs = 60_000;

/** What follows from another incident is told by that one. */
export const depend: Stage = {
  name: 'depend',
  decide({ thread, incident }, { now }) {
    const { cause } = incident.hushes;
    if (cause === null || thread.telling === 'resolved') return { passed: true, reason: 'follows from nothing known' };
    return { passed: false, reason: `follows from incident ${cause}`, again: now + againMs };
  },
};
