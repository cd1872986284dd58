import { expect, test } from 'vitest';
import { planIn, quoted, type ServicePlan, unitText } from './unit-file.ts';

const plan: ServicePlan = {
  program: ['/opt/fettle/node', '/opt/fettle/agent.mjs'],
  folder: '/var/lib/fettle-agent',
  user: 'fettle',
};
const lines = (text: string) => new Set(text.split('\n'));

test('runs the agent as the user, over its folder, and nothing else may be written', () => {
  const unit = lines(unitText(plan));
  expect(unit).toContain(
    'ExecStart=/opt/fettle/node /opt/fettle/agent.mjs run --data /var/lib/fettle-agent --executor /run/fettle-executor.sock',
  );
  for (const line of ['User=fettle', 'StateDirectory=fettle-agent', 'ProtectSystem=strict', 'CapabilityBoundingSet=']) {
    expect(unit).toContain(line);
  }
  expect([...unit].some((line) => line.startsWith('ReadWritePaths='))).toBe(false);
});

test('a folder elsewhere is the one that may be written', () => {
  const unit = lines(unitText({ ...plan, folder: '/srv/my fettle' }));
  expect(unit).toContain('ReadWritePaths="/srv/my fettle"');
  expect([...unit].some((line) => line.startsWith('StateDirectory'))).toBe(false);
  expect(lines(unitText({ ...plan, folder: '/var/lib/a/b' }))).toContain('ReadWritePaths=/var/lib/a/b');
});

test('says what must not be in it for a reason', () => {
  const settings = unitText(plan)
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  for (const name of ['MemoryDenyWriteExecute', 'PrivateDevices', 'ProtectProc', 'PrivateUsers', 'ProtectHostname']) {
    expect(settings.filter((line) => line.startsWith(name))).toEqual([]);
    expect(unitText(plan)).toContain(name);
  }
});

test('what it uses can be read from it again, from others nothing', () => {
  expect(planIn(unitText(plan))).toEqual({ user: 'fettle', folder: '/var/lib/fettle-agent' });
  expect(planIn('')).toBeNull();
  expect(planIn('[Service]\nUser=fettle\nData=/x\n')).toBeNull();
});

test.each([
  ['/a/b', '/a/b'],
  ['/a b', '"/a b"'],
  ['/50%', '/50%%'],
  ['/$HOME', '/$$HOME'],
  ['/a"b\\c', '"/a\\"b\\\\c"'],
])('%s stands in a command line as %s', (word, text) => {
  expect(quoted(word)).toBe(text);
});
