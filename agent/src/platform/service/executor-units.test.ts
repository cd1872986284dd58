import { expect, test } from 'vitest';
import { executorText, socketText } from './executor-units.ts';
import { systemdTexts } from './systemd.ts';

const lines = (text: string) => text.split('\n');
const plan = {
  program: ['/lib/fettle/node', '/lib/fettle/agent.mjs'],
  folder: '/var/lib/fettle-agent',
  user: 'fettle',
};

test('only the agent’s user may ask', () => {
  const socket = lines(socketText('/run/x.sock', 'watcher'));
  for (const line of ['ListenStream=/run/x.sock', 'SocketUser=watcher', 'SocketMode=0600'])
    expect(socket).toContain(line);
});

test('the service listens, is not started by itself, and ends what it runs in order', () => {
  const unit = lines(executorText(['/lib/fettle/node', '/lib/fettle/agent-executor.mjs'], '/var/lib/x'));
  expect(unit).toContain('ExecStart=/lib/fettle/node /lib/fettle/agent-executor.mjs --folder /var/lib/x --listen');
  for (const line of ['Requires=fettle-executor.socket', 'Delegate=yes', 'KillMode=mixed', 'UMask=0077'])
    expect(unit).toContain(line);
  expect(unit.filter((line) => /^(\[Install\]|Restart=|User=)/.test(line))).toEqual([]);
});

test('what is printed is all that is written, and for monitoring only the agent’s unit without an executor', () => {
  const all = systemdTexts(plan);
  expect(all).toContain('--executor /run/fettle-executor.sock');
  expect(all).toContain('agent-executor.mjs --folder /var/lib/fettle-executor --listen');
  const watching = systemdTexts({ ...plan, monitorOnly: true });
  expect(watching).toContain('--executor off');
  expect(watching).not.toContain('fettle-executor');
});
