import { describe, expect, test } from 'vitest';
import { ownCgroup } from './cgroup.ts';
import { platformOf } from './platforms.ts';

const everything = () => true;
const nothing = () => false;

describe.each([
  ['darwin', 'macos', ['/bin/launchctl', 'kickstart', '-k', 'system/org.x'], ['/sbin/shutdown', '-r', '+2', 'why']],
  ['freebsd', 'freebsd', ['/usr/sbin/service', 'org.x', 'restart'], ['/sbin/shutdown', '-r', '+2', 'why']],
  [
    'win32',
    'windows',
    [expect.stringMatching(/powershell\.exe$/), '-NoProfile', '-Command', "Restart-Service -Name 'org.x'"],
    [expect.stringMatching(/shutdown\.exe$/), '/r', '/t', '120', '/c', 'why'],
  ],
] as const)('%s', (name, programs, restart, reboot) => {
  test('has its own programs, by full paths', () => {
    const platform = platformOf(name, everything);
    expect(platform.programs).toBe(programs);
    expect(platform.restart('org.x')).toEqual(restart);
    expect(platform.reboot(2, 'why')).toEqual(reboot);
    for (const one of ['sh', 'bash', 'python3', 'powershell'] as const) {
      const found = platform.interpreter(one);
      if (found === null) expect([name, one]).not.toEqual([name, name === 'win32' ? 'powershell' : 'sh']);
      else expect(found.argv[0]).toMatch(/^(\/|[A-Z]:\\)/);
    }
    expect(platform.interpreter('powershell')?.ending).toBe('.ps1');
  });

  test('has none where there is none', () => {
    const platform = platformOf(name, nothing);
    expect(platform.interpreter(name === 'win32' ? 'powershell' : 'sh')).toBeNull();
    expect([platform.restart('x'), platform.reboot(1, 'x')]).toEqual([null, null]);
  });
});

test('on Windows scripts run as the executor alone, with the environment of the system', () => {
  const platform = platformOf('win32', everything);
  expect(platform.account('somebody')).toBeNull();
  expect(platform.environment(null)).toMatchObject({ SystemRoot: 'C:\\Windows' });
});

test('a system that nobody has thought of is refused', () => {
  expect(() => platformOf('aix')).toThrow(/does not know aix/);
});

describe('this process’s control group', () => {
  const mount = (root: string) => `30 23 0:26 ${root} /sys/fs/cgroup/unified rw,nosuid shared:9 - cgroup2 cgroup2 rw\n`;
  const v1 = '31 23 0:27 / /sys/fs/cgroup/memory rw shared:10 - cgroup cgroup rw,memory\n';
  test.each([
    [
      'below the hierarchy',
      mount('/'),
      '4:memory:/x\n0::/system.slice/a.service\n',
      '/sys/fs/cgroup/unified/system.slice/a.service',
    ],
    [
      'where only a part of it is mounted',
      mount('/system.slice'),
      '0::/system.slice/a.service\n',
      '/sys/fs/cgroup/unified/a.service',
    ],
    ['outside of the part that is mounted', mount('/system.slice'), '0::/system.slicex/a\n', null],
    ['without a v2 hierarchy', v1, '4:memory:/x\n', null],
    ['in none of it', mount('/'), '4:memory:/x\n', null],
  ])('%s', (_name, mountinfo, membership, expected) => {
    expect(ownCgroup(v1 + mountinfo, membership)).toBe(expected);
  });
});
