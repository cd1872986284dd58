// pure
import { shipped } from './shipped.ts';

/** What no metric shows. */
export const toldRules = {
  'reported-trouble': shipped({
    name: 'Somebody reports a trouble',
    when: { kind: 'told', severity: 'warning' },
    runbook: [
      'Read what the person wrote, and how the device stood at that moment: both are in the request that this incident names.',
      'Ask them when it began, and what they did then. Look at what was altered on the device before.',
      'Resolve it with a note: its last words are what the person is told.',
    ],
  }),
};
