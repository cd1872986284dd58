import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { Fettle, until } from '../support/fettle.ts';
import { requires } from '../support/requires.ts';
import { acknowledged, losses, timesOf } from '../support/stored.ts';

const ip = (...args: string[]) => void execFileSync('ip', args, { stdio: 'pipe' });

/** Whether two networks can be made here: root, Linux, iproute2, a kernel that has them. */
function canSeparate(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/sys/class/net')) return false;
  const name = `fettle-try-${process.pid}`;
  try {
    ip('netns', 'add', name);
    ip('netns', 'del', name);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
const networks = requires.kernel('network namespaces for this user', canSeparate());

/** Two networks, joined by one cable that can be pulled. */
class Networks implements Disposable {
  readonly collector = `fettle-c-${process.pid}`;
  readonly agent = `fettle-a-${process.pid}`;
  readonly address = '10.213.77.1';

  constructor() {
    for (const name of [this.collector, this.agent]) {
      ip('netns', 'add', name);
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    ip('link', 'add', 'here', 'netns', this.collector, 'type', 'veth', 'peer', 'name', 'there', 'netns', this.agent);
    ip('-n', this.collector, 'address', 'add', `${this.address}/30`, 'dev', 'here');
    ip('-n', this.agent, 'address', 'add', '10.213.77.2/30', 'dev', 'there');
    ip('-n', this.collector, 'link', 'set', 'here', 'up');
    this.cable('up');
  }

  cable(state: 'up' | 'down'): void {
    ip('-n', this.agent, 'link', 'set', 'there', state);
  }

  [Symbol.dispose](): void {
    for (const name of [this.collector, this.agent]) ip('netns', 'del', name);
  }
}

// Issue 3: agent and collector in two network namespaces, over TLS as ever between two machines; the link cut for 10 s.
networks.test('a link between two networks that is cut for ten seconds costs nothing', async () => {
  using two = new Networks();
  await using fettle = await Fettle.createSealed();
  fettle.environment = { FETTLE_HOST: two.address };
  fettle.through = {
    collector: ['ip', 'netns', 'exec', two.collector],
    agent: ['ip', 'netns', 'exec', two.agent],
  };
  const began = Date.now();
  fettle.via = await fettle.launchCollector();
  expect(fettle.via).toMatch(/^https:/);
  await fettle.enrol();
  await fettle.startAgent('1s');
  await until('the first acknowledgement', () => acknowledged(fettle) > 0);
  two.cable('down');
  await sleep(10_000);
  two.cable('up');
  const before = acknowledged(fettle);
  await until('frames after the cut', () => acknowledged(fettle) > before + 3);
  await fettle.agent?.stop();
  const count = acknowledged(fettle);
  await fettle.collector?.stop();
  // Back where the test can ask it.
  fettle.environment = {};
  fettle.through = { collector: [], agent: [] };
  await fettle.startCollector();
  const times = await timesOf(fettle, began - 60_000, Date.now() + 60_000);
  expect(losses(times)).toMatchObject({ lost: 0, doubled: 0 });
  expect(times.length).toBe(count);
});
