/**
 * A small server of one's own for the agent and its peers: a real systemd in namespaces (tests/support/systemd.ts) with
 * services at work, two more network interfaces and the programs that are measured. A program by itself, because it is given
 * systemd's path by its environment; it prints what `npm run bench -- agent --json` prints inside.
 */
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkoutInside, Systemd } from '../../support/systemd.ts';

/** Inside there is this file. */
export const marker = '/run/fettle-bench';
export const outside = { services: 30, processesAService: 2, interfaces: 2 } as const;

const name = 'fettle-bench.service';
const printed = join(import.meta.dirname, '../../../dist/bench-agent.out');
const inside = `${checkoutInside}/dist/bench-agent.out`;
const node = `${checkoutInside}/node_modules/.bin/node`;

async function furnish(systemd: Systemd): Promise<void> {
  await systemd.write(marker, '');
  await systemd.write('/etc/hosts', '127.0.0.1 localhost\n::1 localhost\n');
  // A cable whose two ends are both here; the kernel's own greetings go through it.
  await systemd.ask('ip', 'link', 'add', 'port0', 'type', 'veth', 'peer', 'name', 'port1');
  // Some programs take no address of their own for one while the machine has none but the loopback's.
  await systemd.ask('ip', 'address', 'add', '10.77.0.1/24', 'dev', 'port0');
  for (const end of ['port0', 'port1']) await systemd.ask('ip', 'link', 'set', end, 'up');
  for (let at = 0; at < outside.services; at++) {
    const sleepers = Array.from({ length: outside.processesAService }, () => 'sleep infinity &').join(' ');
    await systemd.ask('systemd-run', '--quiet', `--unit=duty-${at}`, 'sh', '-c', `${sleepers} wait`);
  }
}

async function main(args: readonly string[]): Promise<number> {
  await using systemd = await Systemd.boot();
  await furnish(systemd);
  writeFileSync(printed, '');
  const limits = [
    'LimitNOFILE=1048576',
    'TasksMax=infinity',
    'StandardError=journal',
    `StandardOutput=append:${inside}`,
  ];
  await systemd.ask(
    'systemd-run',
    '--quiet',
    `--unit=${name}`,
    '--remain-after-exit',
    `--working-directory=${checkoutInside}`,
    '--setenv=HOME=/root',
    '--setenv=PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    ...limits.flatMap((limit) => ['-p', limit]),
    node,
    'tests/bench/run.ts',
    'agent',
    '--json',
    ...args,
  );
  let told = 0;
  for (;;) {
    const state = await systemd.ask('systemctl', 'show', '--value', '--property=SubState,ExecMainStatus', name);
    const text = readFileSync(printed, 'utf8');
    const end = text.lastIndexOf('\n') + 1;
    process.stdout.write(text.slice(told, end));
    told = end;
    const [status = '1', sub] = state.trim().split('\n').toSorted();
    if (sub === 'running') {
      await sleep(2_000);
      continue;
    }
    if (status !== '0')
      process.stderr.write((await systemd.run('journalctl', '-u', name, '--no-pager', '-n', '30')).stdout);
    rmSync(printed);
    return Number(status);
  }
}

if (import.meta.main) {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  process.exitCode = await main(process.argv.slice(2));
  if (process.stdout.writableLength > 0) await once(process.stdout, 'drain');
}
