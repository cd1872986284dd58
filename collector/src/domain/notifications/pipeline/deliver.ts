// pure
import type { Stage } from './matter.ts';
import { recipientsOf, toldBefore } from './recipients.ts';

/** Finds the places of the people that a step names. */
export const deliver: Stage = {
  name: 'deliver',
  decide(matter, world) {
    const { recipients, missing } =
      matter.thread.telling === 'resolved' ? toldBefore(matter, world) : recipientsOf(matter, world);
    const [first] = missing;
    if (recipients.length === 0) {
      return { passed: false, reason: first ?? 'there is nobody to tell', again: null };
    }
    const told = recipients.map(({ channel, target }) => `${target} by ${channel}`).join(', ');
    return { passed: true, reason: [told, ...missing].join('; '), adds: { recipients } };
  },
};
