/**
 * Two networks of this machine, joined by one cable that can be pulled, slowed and torn by the kernel itself. For root on Linux.
 *   using two = new Networks();
 *   two.cut(); … two.calm();
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { requires } from './requires.ts';

const run = (program: string, ...args: readonly string[]) =>
  execFileSync(program, args, { stdio: 'pipe', encoding: 'utf8' });
const ip = (...args: readonly string[]) => run('ip', ...args);
/** Ethernet's usual, and one at which every message is many packets (IPv4 asks for 68). */
const mtu = { usual: 1_500, tiny: 100 } as const;

/** Whether a program that needs the kernel's help does its work. */
function works(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Does something in a network that is thrown away. */
function inTrial(work: (name: string) => void): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/sys/class/net')) return false;
  const name = `fettle-try-${process.pid}`;
  return works(() => {
    ip('netns', 'add', name);
    try {
      work(name);
    } finally {
      ip('netns', 'del', name);
    }
  });
}

const onLoopback = (name: string, ...discipline: string[]) => ip('netns', 'exec', name, 'tc', ...discipline);

/** Whether a connection can be ended from outside: then `ss` lists it. */
async function canReset(): Promise<boolean> {
  const server = createServer((far) => far.on('error', () => far.destroy())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const near = connect(port, '127.0.0.1');
  near.on('error', () => near.destroy());
  await once(near, 'connect');
  let listed = false;
  const ended = works(
    () => (listed = run('ss', '-K', 'dst', '127.0.0.1', 'dport', '=', String(port)).includes(`:${port}`)),
  );
  near.destroy();
  server.close();
  return ended && listed;
}

const separate = inTrial(() => {});

/** What tests need of the kernel, each by its name. */
export const networks = {
  separate: requires.kernel('network namespaces for this user', separate),
  delay: requires.kernel(
    'network emulator (sch_netem)',
    separate && inTrial((name) => onLoopback(name, 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms')),
  ),
  throttle: requires.kernel(
    'token bucket filter (sch_tbf)',
    separate &&
      inTrial((name) =>
        onLoopback(name, 'qdisc', 'add', 'dev', 'lo', 'root', 'tbf', 'rate', '1mbit', 'burst', '2kb', 'latency', '1s'),
      ),
  ),
  reset: requires.kernel('way to end a connection (INET_DIAG_DESTROY)', separate && (await canReset())),
} as const;

export class Networks implements Disposable {
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
    ip('-n', this.agent, 'link', 'set', 'there', 'up');
  }

  /** What begins each program in its network. */
  get through() {
    const into = (name: string) => ['ip', 'netns', 'exec', name];
    return { collector: into(this.collector), agent: into(this.agent) };
  }

  /** Nothing passes, and nobody is told: short it is a cut, long both sides believe in a connection that is none. */
  cut(): void {
    ip('-n', this.agent, 'link', 'set', 'there', 'down');
  }

  delay(ms: number): void {
    this.#queue('netem', 'delay', `${ms}ms`);
  }

  throttle(bitsPerSecond: number): void {
    this.#queue('tbf', 'rate', `${bitsPerSecond}bit`, 'burst', '2kb', 'latency', '5s');
  }

  /** Every message becomes many small packets. */
  split(): void {
    this.#mtu(mtu.tiny);
  }

  /** Ends every connection at once, with a TCP reset to the other side. */
  reset(): void {
    ip('netns', 'exec', this.agent, 'ss', '-K', 'dst', this.address);
  }

  /** As it was in the beginning. */
  calm(): void {
    ip('-n', this.agent, 'link', 'set', 'there', 'up');
    this.#mtu(mtu.usual);
    const queues = ip('netns', 'exec', this.agent, 'tc', 'qdisc', 'show', 'dev', 'there', 'root');
    if (/\b(netem|tbf)\b/.test(queues)) ip('netns', 'exec', this.agent, 'tc', 'qdisc', 'del', 'dev', 'there', 'root');
  }

  #queue(...discipline: readonly string[]): void {
    ip('netns', 'exec', this.agent, 'tc', 'qdisc', 'add', 'dev', 'there', 'root', ...discipline);
  }

  #mtu(bytes: number): void {
    ip('-n', this.agent, 'link', 'set', 'there', 'mtu', String(bytes));
    ip('-n', this.collector, 'link', 'set', 'here', 'mtu', String(bytes));
  }

  [Symbol.dispose](): void {
    for (const name of [this.collector, this.agent]) ip('netns', 'del', name);
  }
}
