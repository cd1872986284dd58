import { describe, expect } from 'vitest';
import { machineKinds, onThrowAway, ThrowAway } from '../../support/throw-away.ts';
import { until } from '../../support/fettle.ts';

/** A program by a name of its own that keeps a processor busy, or sleeps. */
const busy = '#!/bin/sh\nwhile :; do :; done\n';
const deaf = "#!/bin/sh\ntrap '' TERM\nwhile :; do :; done\n";
const quick = { sample: 1, grace: 1, cpu: 1 };

for (const kind of machineKinds) {
  const on = onThrowAway(kind);
  /** Starts a program under a name and gives its number within the machine. */
  async function start(machine: ThrowAway, name: string, text: string): Promise<string> {
    machine.write(`/opt/${name}`, text);
    machine.start(`/opt/${name}`);
    return until(name, async () => (await numbers(machine, name)) || null);
  }
  const numbers = async (machine: ThrowAway, name: string) =>
    (
      await machine.sh(
        'for f in /proc/[0-9]*; do read -r c <$f/comm && [ "$c" = "$1" ] && echo "${f#/proc/}"; done 2>/dev/null || :',
        name,
      )
    ).trim();

  describe.concurrent(`kill-runaway, ${kind}`, () => {
    on.test('ends the one that runs away, insists where it must, and no other', async () => {
      await using machine = await ThrowAway.open(kind);
      const pid = await start(machine, 'run away (1)', busy);
      const other = await start(machine, 'run-away', busy);
      const parameters = { ...quick, name: 'run away (1)' };
      const look = await machine.script('kill-runaway', { mode: 'check', parameters });
      expect(look.first).toMatch(
        new RegExp(`^Would end 1 process of run away \\(1\\): ${pid} used \\d+ % of a processor and \\d+ MiB\\.$`),
      );
      expect(await numbers(machine, 'run away (1)')).toBe(pid);
      const { code, out } = await machine.script('kill-runaway', { parameters });
      expect([code, out.split(':')[0]], out).toEqual([0, 'Ended 1 process of run away (1)']);
      expect([await numbers(machine, 'run away (1)'), await numbers(machine, 'run-away')]).toEqual(['', other]);

      await start(machine, 'deaf', deaf);
      const insisted = await machine.script('kill-runaway', { parameters: { ...quick, name: 'deaf' } });
      expect([insisted.code, insisted.out]).toEqual([
        0,
        expect.stringMatching(/did not end when asked, and was killed after 1 s\.\n$/),
      ]);
      expect(await numbers(machine, 'deaf')).toBe('');
    });

    on.test('spares what uses little, what a system needs, and what runs the script', async () => {
      await using machine = await ThrowAway.open(kind);
      machine.write('/opt/idle', '#!/bin/sh\nsleep 1000 & wait\n');
      machine.start('/opt/idle');
      await until('idle', async () => (await numbers(machine, 'idle')) || null);
      const ended = async (parameters: Record<string, string | number>) =>
        (await machine.script('kill-runaway', { parameters: { ...quick, ...parameters } })).code;
      expect(await ended({ name: 'idle' })).toBe(10);
      expect(await ended({ name: 'idle', cpu: 0, memory: 4_000 })).toBe(10);
      expect(await ended({ name: 'nobody-here' })).toBe(10);
      for (const name of ['init', 'systemd-logind', 'sshd', 'fettle-agent', '/bin/sh', 'a\nb', ''])
        expect(await ended({ name }), name).toBe(2);
      expect(await ended({ name: 'idle', cpu: 0, memory: 0 })).toBe(2);
      // Also by the name of the shell that runs it, and of process 1.
      const shells = await numbers(machine, 'sh');
      expect(await ended({ name: 'sh', cpu: 0, memory: 1 })).toBe(10);
      expect(shells.split('\n')).toContain('1');
      expect(await numbers(machine, 'idle')).not.toBe('');
    });
  });

  describe.concurrent(`memory-report, ${kind}`, () => {
    on.test('adds up by program, whatever its name', async () => {
      await using machine = await ThrowAway.open(kind);
      await start(machine, 'VmRSS: 99999999', busy);
      const before = machine.files();
      const { code, out, first } = await machine.script('memory-report', { parameters: { top: 50 } });
      expect(code, out).toBe(0);
      expect(first).toMatch(/^[\d.]+ [GM]iB of [\d.]+ [GM]iB are available; .+ uses most\.$/);
      expect(out).toMatch(/^ +\d+ MiB {2}VmRSS: 99999999 \(1\)$/m);
      expect(machine.files()).toEqual(before);
    });
  });
}
