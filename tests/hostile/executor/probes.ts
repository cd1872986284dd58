/** What the executor does beside judging, each tried by itself on its own code, or on a copy that lacks something. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from '@fettle/agent/executor/platform/platform';
import type { Ask } from '@fettle/agent/executor/wire';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signed } from '@fettle/shared/trust/example.fixture';
import { bytesOf, day, firstMaintenanceRoot, sha256 } from '@fettle/shared/trust/maintenance.fixture';
import type { Sealed } from '@fettle/shared/trust/sealed';
import { examplePlace, Random, Scene } from '../trust-scene.ts';
import type { ExecutorCode } from '../collector/code.ts';
import { Rig, type RigOptions } from '../collector/rig.ts';
import { WatchedDisk } from './disk.ts';
import { withEnvironment } from '../../support/with-environment.ts';

/** @returns whether it did what it must */
type Probe = (code: ExecutorCode) => Promise<boolean>;

const sceneOf = (seed: number) => new Scene(examplePlace, new Random(seed));
type Order = ReturnType<Scene['order']>;

const beside = ({ scripts, sealed, bodies }: Pick<Order, 'scripts' | 'sealed' | 'bodies'>) => ({
  scripts: scripts as Envelope[],
  sealed: sealed as Sealed | null,
  blobs: Object.fromEntries([...bodies].map(([hash, bytes]) => [hash, Buffer.from(bytes).toString('base64')])),
});
const askOf = (order: Order): Ask => ({
  ask: 'order',
  envelope: order.envelope as Envelope,
  path: order.path,
  ...beside(order),
});

async function ready(code: ExecutorCode, options: Omit<RigOptions, 'code'> = {}): Promise<Rig> {
  const rig = new Rig({ ...options, code });
  await rig.start();
  await rig.trust();
  return rig;
}

/** The command of a right order, and what held while it would have started. */
async function started(code: ExecutorCode, look: (rig: Rig, command: Command) => boolean): Promise<boolean> {
  let held = true;
  const scene = sceneOf(1);
  const { steps, sealed } = scene.secret('correct horse');
  using rig = await ready(code, { spawning: (command) => (held = look(rig, command) && held) });
  await rig.ask(askOf({ ...scene.order(steps), sealed }));
  return held && rig.spawned.length === 1;
}

const fileOf = ({ argv }: Command, folder: string) => argv.find((one) => dirname(one) === join(folder, 'run')) ?? '';

async function refusesFile(code: ExecutorCode, make: (path: string, other: string) => void): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-hostile-'));
  try {
    const [path, other] = [join(folder, 'body'), join(folder, 'other')];
    writeFileSync(other, 'mine');
    make(path, other);
    const bytes = bytesOf('theirs');
    try {
      code.placeBody(path, { bytes, sha256: sha256(bytes) });
      return false;
    } catch {
      return readFileSync(other, 'utf8') === 'mine';
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A program of the system’s own. */
async function says(code: ExecutorCode, body: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-hostile-'));
  const bytes = bytesOf(body);
  let text = '';
  try {
    const program = { argv: ['/bin/sh'], parameters: [], env: {}, account: null, timeoutMs: 3_000 };
    await code.runProgram(
      { ...program, body: { bytes, sha256: sha256(bytes), ending: '' } },
      {
        platform: code.platformOf(),
        folder,
        cookie: sha256(bytesOf(folder)).slice(0, 32),
        stop: new AbortController().signal,
        output: (more) => (text += more.toString()),
        grace: { timeout: 100, stop: 100 },
      },
    );
    return text;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const probes = {
  'its intent is on disk before anything starts': async (code) => {
    using disk = new WatchedDisk();
    return await started(code, ({ folder }) => {
      const intents = join(folder, 'state/intents');
      const [name = ''] = existsSync(intents) ? readdirSync(intents) : [];
      return name !== '' && disk.isOnDisk(join(intents, name));
    });
  },
  'the floor is kept before anything starts': async (code) =>
    started(code, ({ folder, now }) => {
      const { floor } = JSON.parse(readFileSync(join(folder, 'state/kept.json'), 'utf8')) as { floor: number };
      return floor > now - 3_600_000 && floor < now;
    }),
  'an order runs once, also in the life after': async (code) => {
    using rig = await ready(code);
    const ask = askOf(sceneOf(2).order());
    for (let life = 0; life < 2; life++) {
      await Promise.all([rig.ask(ask), rig.ask(ask)]);
      await rig.start();
    }
    return rig.spawned.length === 1;
  },
  'programs run one at a time': async (code) => {
    using rig = await ready(code);
    await Promise.all([1, 2, 3].map((seed) => rig.ask(askOf(sceneOf(seed).order()))));
    return rig.spawned.length === 3 && rig.most === 1;
  },
  'what was written is what is hashed': async (code) => {
    using rig = await ready(code);
    using _disk = new WatchedDisk((path) => dirname(path) === join(rig.folder, 'run'));
    await rig.ask(askOf(sceneOf(3).order()));
    return rig.spawned.length === 0;
  },
  'a file that is there is not written': async (code) => refusesFile(code, (path) => writeFileSync(path, 'there')),
  'a link is not followed': async (code) => refusesFile(code, (path, other) => symlinkSync(other, path)),
  'nobody may change what runs': async (code) =>
    started(code, ({ folder }, command) => (statSync(fileOf(command, folder)).mode & 0o222) === 0),
  'its working folder is its own': async (code) => started(code, (_rig, { cwd }) => (statSync(cwd).mode & 0o077) === 0),
  'names cannot be guessed': async (code) => {
    using rig = await ready(code);
    for (const seed of [1, 2]) await rig.ask(askOf(sceneOf(seed).order()));
    const [one, other] = rig.spawned.map(({ command }) => fileOf(command, rig.folder));
    return one !== other && /\/[0-9a-f]{32}$/.test(one ?? '');
  },
  'nothing is left where it ran': async (code) => {
    using rig = await ready(code);
    await rig.ask(askOf(sceneOf(4).order()));
    return rig.spawned.length === 1 && readdirSync(join(rig.folder, 'run')).length === 0;
  },
  'the environment is clean': async (code) =>
    withEnvironment({ FETTLE_CANARY: 'a secret of whoever started it' }, () =>
      started(code, (_rig, { env }) => !('FETTLE_CANARY' in env) && env['FETTLE_RUN'] !== undefined),
    ),
  'a secret is neither in the file nor among the arguments': async (code) =>
    started(code, ({ folder }, command) => {
      const all = [...command.argv, readFileSync(fileOf(command, folder), 'utf8')].join('\n');
      return !all.includes('correct horse') && Object.values(command.env).includes('correct horse');
    }),
  'a secret is masked in what it wrote': async (code) => {
    const scene = sceneOf(5);
    const { steps, sealed } = scene.secret('correct horse');
    using rig = await ready(code, { output: ({ env }) => `it is ${Object.values(env).join(' ')}\n` });
    const answers = await rig.ask(askOf({ ...scene.order(steps), sealed }));
    const texts = answers.flatMap((one) =>
      one.answer === 'receipt' ? [one.output] : one.answer === 'output' ? [one.data] : [],
    );
    const text = texts.map((one) => Buffer.from(one, 'base64').toString()).join('');
    return texts.length >= 2 && text.includes('***') && !text.includes('correct horse');
  },
  'what is locked stays locked': async (code) => {
    using rig = await ready(code);
    code.lockExecutor(rig.folder, rig.now);
    await rig.ask(askOf(sceneOf(6).order()));
    return rig.spawned.length === 0;
  },
  'only the pinned root is taken': async (code) => {
    using rig = new Rig({ code });
    await rig.start();
    const other = firstMaintenanceRoot({ expires: examplePlace.now + 900 * day });
    const [kept] = await rig.ask({ ask: 'keep', envelopes: [signed('root', other, 'ann', 'ben')] });
    return kept?.answer === 'kept' && kept.codes[0] !== null && kept.state.root === 0;
  },
  'a firing is counted before it starts': async (code) => {
    const question = sceneOf(7).firing();
    const standing = JSON.parse(Buffer.from((question.envelope as Envelope).payload, 'base64').toString()) as {
      id: string;
    };
    let counted = false;
    using rig = await ready(code, {
      spawning() {
        const file = join(rig.folder, 'state/standing', `${standing.id}.json`);
        counted = (JSON.parse(readFileSync(file, 'utf8')) as { runs: unknown[] }).runs.length === 1;
      },
    });
    await rig.ask({ ask: 'keep', envelopes: [question.envelope as Envelope] });
    await rig.ask({ ask: 'fire', standing: standing.id, firing: question.firing, ...beside(question) });
    return counted && rig.spawned.length === 1;
  },
  'refusals cannot fill the disk': async (code) => {
    using rig = await ready(code);
    const refused = (seed: number) => rig.ask(askOf(sceneOf(seed).order({ root: 1 })));
    await refused(1);
    const receipts = join(rig.folder, 'state/receipts');
    for (let seq = 2; seq < 500; seq++) copyFileSync(join(receipts, '1.json'), join(receipts, `${seq}.json`));
    await rig.start();
    for (const seed of [2, 3, 4]) await refused(seed);
    return readdirSync(receipts).length === 500 && rig.spawned.length === 0;
  },
  'what it makes is its owner’s alone': async (code) => (await says(code, 'umask\n')) === '0077\n',
  'nobody can be asked': async (code) =>
    (await says(code, 'read x && echo "$x"; readlink /proc/self/fd/0\n')) === '/dev/null\n',
} satisfies Readonly<Record<string, Probe>>;

export type ProbeName = keyof typeof probes;
