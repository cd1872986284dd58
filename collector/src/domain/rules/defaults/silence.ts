// pure
import { minute, routers, servers, shipped } from './shipped.ts';

const steps = [
  'Is it only this one? When a whole site is silent look at its line and its router first.',
  'Reach it another way: `ping`, its console, its management board (IPMI, iDRAC, iLO).',
  'It runs, and only the agent is silent: `systemctl status fettle-agent`, `fettle-agent doctor`.',
  'It is off: was somebody there? After it is back see the last minutes before in its charts and `journalctl -b -1 -e`.',
];

export const silenceRules = {
  'server-silent': shipped({
    name: 'A server does not answer',
    selector: servers,
    when: { kind: 'device', states: { warning: ['stopped'], critical: ['offline', 'unreachable'] } },
    forMs: 3 * minute,
    clearForMs: 1 * minute,
    runbook: [
      ...steps,
      'It said that it stops: somebody shut it down. Make a window for such work, and nobody is called.',
    ],
  }),
  'router-silent': shipped({
    name: 'A router does not answer',
    selector: routers,
    when: { kind: 'device', states: { critical: ['offline', 'unreachable', 'stopped'] } },
    forMs: 2 * minute,
    clearForMs: 1 * minute,
    runbook: [
      'What is behind it is silent too, and listed here as affected: this is the one to mend.',
      'Power and lamps: call somebody at the site. A restart (30 s without power) mends much.',
      'The line: look at the provider’s page of disturbances, and at the modem.',
      'The router is reached by another line, but not by this collector: its agent (`/etc/init.d/fettle-agent status`), its DNS, its clock.',
    ],
  }),
};
