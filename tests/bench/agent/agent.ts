/** A real collector with TLS, and agents as users run them, each in a folder of its own behind a counting relay. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { agentBundle } from '../../../scripts/agent-program.mjs';
import { ask } from '../../support/ask.ts';
import { Fettle, until } from '../../support/fettle.ts';
import { Child } from './child.ts';

export interface AgentUnderTest {
  readonly pid: number;
  readonly tls: boolean;
  /** Bytes that it has sent: TLS records with everything in them, without TCP's and IP's headers. */
  bytes(): number;
  /** Values that are present in its latest frame at the collector. */
  values(): Promise<number>;
  /** What Node was started with. */
  flags(): readonly string[];
  stop(): Promise<void>;
}

export interface CollectorUnderTest extends AsyncDisposable {
  /** Enrols an agent that is not started. @returns its folder */
  enrol(name: string): Promise<string>;
  /** Enrols an agent and starts it. @param interval ms */
  agent(name: string, interval: number): Promise<AgentUnderTest>;
}

export async function startCollector(): Promise<CollectorUnderTest> {
  const fettle = await Fettle.createSealed();
  // An address that others could reach is served by TLS only.
  fettle.environment = { FETTLE_HOST: '0.0.0.0', FETTLE_TLS_NAMES: 'localhost' };
  const address = await fettle.launchCollector();
  const tls = address.startsWith('https:');
  /** @param port where it is to find the collector */
  async function enrolAt(port: number, name: string): Promise<string> {
    const { token } = JSON.parse(await fettle.cli('token', 'enrol', '--json')) as { token: string };
    const url = `${tls ? 'https' : 'http'}://localhost:${port}`;
    const data = join(fettle.folder, name);
    await fettle.agentCli('enrol', '--collector', url, '--token', token, '--data', data);
    return data;
  }
  return {
    enrol: (name) => enrolAt(fettle.port, name),
    async agent(name, interval) {
      const relay = await countingRelay(fettle.port);
      const data = await enrolAt(relay.port, name);
      const args = [agentBundle, 'run', '--data', data, '--interval', `${interval}ms`];
      const child = new Child(process.execPath, args, { ...fettle.env, FETTLE_LOG_LEVEL: 'info' });
      await until('the agent to be connected', () => {
        if (!child.alive) throw new Error(`the agent ended:\n${child.output}`);
        return child.output.includes('connected to the collector');
      });
      return {
        pid: child.pid,
        tls,
        bytes: () => relay.sent,
        values: () => valuesOf(fettle, address, data),
        flags: () =>
          readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')
            .split('\0')
            .filter(
              (word) =>
                word.startsWith('--max') || word.startsWith('--v8') || word.startsWith('--no-') || word === '--jitless',
            ),
        async stop() {
          await child.stop();
          relay.close();
        },
      };
    },
    [Symbol.asyncDispose]: () => fettle[Symbol.asyncDispose](),
  };
}

/** As the collector tells it: the series that have a value of the newest time. */
async function valuesOf(fettle: Fettle, address: string, data: string): Promise<number> {
  const { device } = JSON.parse(readFileSync(join(data, 'enrolment.json'), 'utf8')) as { device: string };
  const { token } = JSON.parse(await fettle.cli('token', 'create', '--role', 'admin', '--json')) as { token: string };
  const ca = readFileSync(join(fettle.data, 'tls', 'ca.crt'), 'utf8');
  const headers = { authorization: `Bearer ${token}` };
  const { body } = await ask(`${address}/api/v1/devices/${device}/latest`, ca, { headers });
  const { items } = JSON.parse(body) as { items: { time: number }[] };
  const newest = Math.max(...items.map(({ time }) => time));
  return items.filter(({ time }) => time === newest).length;
}

interface Relay {
  readonly port: number;
  sent: number;
  close(): void;
}

async function countingRelay(target: number): Promise<Relay> {
  const lines = new Set<Socket>();
  const relay: Relay = { port: 0, sent: 0, close: () => undefined };
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      lines.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    near.on('data', (chunk: Buffer) => (relay.sent += chunk.length));
    near.pipe(far);
    far.pipe(near);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return Object.assign(relay, {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const line of lines) line.destroy();
      server.close();
    },
  });
}
