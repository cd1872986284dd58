/** The databases that the collector is measured beside, as Debian packages them. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { Peer } from '../../support/peer.ts';
import { programOf } from '../agent/child.ts';
import { usedBy } from '../agent/tree.ts';

export interface Database extends AsyncDisposable {
  readonly name: 'prometheus' | 'victoriametrics';
  readonly pid: number;
  /** Where remote write goes. */
  readonly writeUrl: string;
  /** @throws Error unless the answer is 200 */
  readonly get: (path: string) => Promise<Buffer>;
  readonly residentBytes: () => number;
  /** What is in memory goes to disk, as it is kept for good. @returns bytes of that */
  sealedBytes(): Promise<number>;
}

/** Starts those that this machine has; says which it has not. */
export async function startDatabases(): Promise<Database[]> {
  return [await prometheus(), await victoriaMetrics()].filter((one) => one !== null);
}

function skipped(name: string): null {
  process.stderr.write(`${name} is skipped: it is not on this machine (Debian: ${name}).\n`);
  return null;
}

async function prometheus(): Promise<Database | null> {
  const program = programOf('prometheus');
  if (program === undefined) return skipped('prometheus');
  const peer = await Peer.start({
    program,
    prepare: (dir) => writeFileSync(join(dir, 'prometheus.yml'), 'global: {}\n', { mode: 0o644 }),
    args: (dir, port) => [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      '--web.enable-admin-api',
      '--storage.tsdb.retention.time=60d',
      '--query.max-samples=200000000',
      '--log.level=error',
    ],
    ready: (_dir, port) => answers(port, '/-/ready'),
  });
  return {
    ...overHttp(peer),
    name: 'prometheus',
    writeUrl: `http://127.0.0.1:${peer.port}/api/v1/write`,
    // A snapshot holds what is in memory as a block, beside the blocks that are there.
    async sealedBytes() {
      await ask(peer.port, '/api/v1/admin/tsdb/snapshot', 'POST');
      return bytesIn(join(peer.dir, 'data', 'snapshots'));
    },
  };
}

async function victoriaMetrics(): Promise<Database | null> {
  const program = programOf('victoria-metrics');
  if (program === undefined) return skipped('victoria-metrics');
  const peer = await Peer.start({
    program,
    args: (dir, port) => [
      `-storageDataPath=${join(dir, 'data')}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-retentionPeriod=12',
      '-search.maxUniqueTimeseries=1000000',
      '-loggerLevel=ERROR',
    ],
    ready: (_dir, port) => answers(port, '/health'),
  });
  return {
    ...overHttp(peer),
    name: 'victoriametrics',
    writeUrl: `http://127.0.0.1:${peer.port}/api/v1/write`,
    async sealedBytes() {
      await ask(peer.port, '/internal/force_flush');
      await ask(peer.port, '/internal/force_merge');
      return bytesIn(join(peer.dir, 'data', 'data')) + bytesIn(join(peer.dir, 'data', 'indexdb'));
    },
  };
}

function overHttp(peer: Peer): Pick<Database, 'get' | 'pid' | 'residentBytes' | typeof Symbol.asyncDispose> {
  return {
    pid: peer.pid,
    residentBytes: () => usedBy(peer.pid).residentMb * 1e6,
    get: (path) => ask(peer.port, path),
    [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose](),
  };
}

const agent = new Agent({ keepAlive: true });

async function ask(port: number, path: string, method = 'GET'): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const asked = request({ host: '127.0.0.1', port, path, method, agent }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const body = Buffer.concat(chunks);
      if ((answer.statusCode ?? 0) < 300) resolve(body);
      else reject(new Error(`${path}: ${answer.statusCode} ${body.toString('utf8', 0, 300)}`));
    });
  });
  asked.on('error', reject);
  asked.end();
  return promise;
}

const answers = (port: number, path: string) =>
  ask(port, path).then(
    () => true,
    () => false,
  );

function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true }) as string[];
  return names.reduce((sum, name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return sum + (found?.isFile() ? found.size : 0);
  }, 0);
}
