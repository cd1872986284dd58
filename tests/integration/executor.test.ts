import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { openReceipt, requireNext } from '@fettle/shared/trust/open';
import type { ReceiptStatement } from '@fettle/shared/trust/receipt';
import type { StandingStatement } from '@fettle/shared/trust/standing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type AskFire,
  blobsOf,
  device,
  ExecutorWorld,
  type Published,
  published,
  read,
  secretOf,
  stepOf,
} from '../support/executor-world.ts';
import { Executor } from '../../agent/src/executor/executor.ts';
import { Folder } from '../../agent/src/executor/folder.ts';
import { lockExecutor } from '../../agent/src/executor/lock.ts';
import { platformOf } from '../../agent/src/executor/platform/platforms.ts';
import { recover } from '../../agent/src/executor/recover.ts';
import type { Answer, Ask } from '../../agent/src/executor/wire.ts';

const start = 1_800_000_000_000;
const minute = 60_000;
let world: ExecutorWorld;
let executor: Executor;
let now = start;
let uptime = 100_000;
const clock = { now: () => now, uptime: () => uptime };
const ports = { clock, platform: platformOf(), grace: { timeout: 300, stop: 300 }, at: () => {} };

async function restart(): Promise<void> {
  const folder = new Folder(world.folder);
  await recover(folder, clock, ports.platform);
  executor = new Executor(folder, ports);
}

async function ask(
  one: Ask,
): Promise<{ answers: Answer[]; error: string | null; receipt: ReceiptStatement | null; output: string }> {
  const answers: Answer[] = [];
  executor.ahead(one);
  const error = await executor.answer(one, async (answer) => void answers.push(answer));
  const found = answers.findLast((answer) => answer.answer === 'receipt');
  const receipt = found === undefined ? null : (read(found.receipt) as ReceiptStatement);
  return { answers, error, receipt, output: found === undefined ? '' : Buffer.from(found.output, 'base64').toString() };
}
const keep = async (...envelopes: Envelope[]) => {
  const { answers } = await ask({ ask: 'keep', envelopes });
  const [answer] = answers;
  if (answer?.answer !== 'kept') throw new Error('it was not kept');
  return answer;
};

beforeEach(async () => {
  now = start;
  uptime = 100_000;
  world = new ExecutorWorld(start);
  await restart();
  expect((await keep(...world.trust())).codes).toEqual([null, null, null]);
});
afterEach(() => world[Symbol.dispose]());

const counter = () => join(world.folder, 'effects');
const effects = () => (existsSync(counter()) ? readFileSync(counter(), 'utf8').trim().split('\n') : []);
/** Leaves a line where tests look. */
const effective = (more = ''): Published => published(`echo "$FETTLE_MODE" >> ${counter()}\n${more}`);

describe('an order', () => {
  test('is run once, with its receipt, however often it comes', async () => {
    const order = world.scriptOrder(effective('echo hello'));
    const first = await ask(order);
    expect(first.error).toBeNull();
    expect(first.answers.map(({ answer }) => answer)).toEqual(['began', 'step', 'output', 'receipt']);
    expect(first.output).toBe('hello\n');
    expect(first.receipt).toMatchObject({
      device,
      seq: 1,
      previous: null,
      kind: 'order',
      run: 1,
      outcome: 'done',
      code: null,
      steps: [{ step: 0, name: 'example@1', mode: 'run', outcome: 'done', exit: 0 }],
      output: { kept: 6, total: 6 },
    });
    for (let i = 0; i < 5; i++) {
      if (i === 2) await restart();
      expect((await ask(order)).receipt).toEqual(first.receipt);
    }
    await ask({ ask: 'forget', upTo: 1 });
    await ask(world.scriptOrder(published('exit 1')));
    await ask({ ask: 'forget', upTo: 2 });
    expect(await ask(order)).toMatchObject({ error: 'replay', receipt: null });
    expect(effects()).toEqual(['run']);
  });

  test('leaves receipts that follow each other and verify with the device’s key', async () => {
    for (const exit of [0, 10, 20, 3]) await ask(world.scriptOrder(effective(`exit ${exit}`)));
    const { answers } = await ask({ ask: 'receipts', after: 1 });
    const receipts = answers.flatMap((answer) => (answer.answer === 'receipt' ? [answer.receipt] : []));
    const opened = receipts.map((one) => openReceipt(one, { id: device, key: signerOf('device').publicKey }));
    expect(opened.map(({ statement }) => [statement.seq, statement.outcome])).toEqual([
      [2, 'not-applicable'],
      [3, 'reboot-needed'],
      [4, 'failed'],
    ]);
    for (const [i, one] of opened.entries()) {
      const before = opened[i - 1];
      if (before !== undefined) requireNext({ seq: before.statement.seq, hash: before.hash }, one.statement);
    }
    await ask({ ask: 'forget', upTo: 99 });
    expect((await ask({ ask: 'receipts', after: 0 })).receipt?.seq).toBe(4);
    await restart();
    expect((await ask(world.scriptOrder(effective()))).receipt).toMatchObject({ seq: 5, previous: opened[2]?.hash });
  });

  test('runs its steps by their conditions, in their modes', async () => {
    const [first, second, third] = [
      published(`echo one >> ${counter()}; exit 3`, { statement: { name: 'one' } }),
      published(`echo "two $FETTLE_MODE" >> ${counter()}`, { statement: { name: 'two' } }),
      published(`echo three >> ${counter()}`, { statement: { name: 'three' } }),
    ];
    const steps = [
      stepOf(first),
      stepOf(third),
      stepOf(second, { mode: 'check', when: { step: 0, exits: [3] } }),
      stepOf(third, { when: { step: 0, exits: [0] } }),
    ];
    const { receipt } = await ask(world.order({ kind: 'script', steps }, [first, second, third]));
    expect(receipt?.outcome).toBe('done');
    expect(receipt?.steps.map(({ name, outcome, exit }) => [name, outcome, exit])).toEqual([
      ['one@1', 'failed', 3],
      ['three@1', null, null],
      ['two@1', 'done', 0],
      ['three@1', null, null],
    ]);
    expect(effects()).toEqual(['one', 'two check']);
  });

  test('gives parameters as arguments and both kinds by environment, and masks what is secret', async () => {
    const parameter = { title: 'x', required: true, default: null, min: 0, max: 100, choices: [] };
    const script = published('echo "$* $FETTLE_P_PATH $FETTLE_P_PASSWORD"; tr "\\0" " " < /proc/$$/cmdline', {
      statement: {
        parameters: [
          { ...parameter, name: 'path', type: 'text' },
          { ...parameter, name: 'password', type: 'secret' },
        ],
      },
    });
    const { secrets, sealed } = secretOf('password', 'hunter2 ');
    const order = { ...world.scriptOrder(script, { parameters: { path: '/a; rm b' }, secrets }), sealed };
    const { output, error, answers } = await ask(order);
    expect(error).toBeNull();
    expect(output).toMatch(/^--path=\/a; rm b \/a; rm b \*\*\*/);
    expect(output).not.toContain('password');
    expect(JSON.stringify(answers)).not.toContain(Buffer.from('hunter2').toString('base64').slice(0, 8));
    expect(readdirSync(join(world.folder, 'run'))).toEqual([]);
  });

  test('that nobody signed is told so, without a receipt', async () => {
    const order = world.scriptOrder(effective());
    const { payload } = world.scriptOrder(effective('true')).envelope;
    for (const envelope of [
      { ...order.envelope, payload },
      signed('order', read(order.envelope) as object, 'eve'),
      {} as never,
    ]) {
      const { error, answers } = await ask({ ...order, envelope });
      expect(['signature', 'key', 'fields']).toContain(error);
      expect(answers).toEqual([]);
    }
    expect(effects()).toEqual([]);
  });

  test('that is refused has one receipt that says why, and is run when nothing speaks against it any more', async () => {
    const order = world.scriptOrder(effective());
    now += 14 * 24 * 60 * minute;
    const late = { ...order, envelope: resigned(order.envelope, { exp: now + minute, nbf: start, iat: start }) };
    const refused = await ask(late);
    expect(refused.receipt).toMatchObject({ seq: 1, outcome: 'refused', code: 'fresh', steps: [] });
    expect((await ask(late)).receipt).toEqual(refused.receipt);
    now = start;
    expect((await ask(late)).receipt).toMatchObject({ seq: 2, outcome: 'done' });
    expect(effects()).toEqual(['run']);
  });

  test('whose time has not come is told when to ask again', async () => {
    const order = world.scriptOrder(effective(), {}, { nbf: start + minute });
    expect((await ask(order)).answers).toMatchObject([{ answer: 'waiting', until: start + minute, code: 'nbf' }]);
    now += minute;
    expect((await ask(order)).receipt?.outcome).toBe('done');
  });

  test('is refused where the owner has locked the device, for good', async () => {
    expect(lockExecutor(world.folder, now)).toBe(true);
    expect(lockExecutor(world.folder, now)).toBe(false);
    expect((await ask(world.scriptOrder(effective()))).receipt).toMatchObject({ outcome: 'refused', code: 'lock' });
    await restart();
    expect((await keep()).state.locked).toBe(true);
    expect((await ask(world.scriptOrder(effective()))).receipt?.code).toBe('lock');
    expect(effects()).toEqual([]);
  });

  test('that asks for an update of the agent is refused with a code', async () => {
    const action = { kind: 'agent-update', version: '1.0.0', sha256: 'a'.repeat(64), size: 1 } as const;
    const order = world.order(action, [], { class: 'dangerous' }, ['ann', 'ben']);
    expect((await ask(order)).receipt).toMatchObject({ outcome: 'refused', code: 'unsupported' });
  });

  test('ends when it is stopped, and when it is revoked, while it runs', async () => {
    const ends = [() => ask({ ask: 'stop' }), () => keep(world.revoke({ stop: start }))];
    for (const end of ends) {
      const order = world.scriptOrder(effective('sleep 60'));
      const running = ask(order);
      await expect.poll(() => effects().length).toBe(1 + ends.indexOf(end));
      void end();
      expect((await running).receipt).toMatchObject({
        outcome: 'stopped',
        steps: [{ outcome: 'stopped', exit: null }],
      });
    }
    expect((await ask(world.scriptOrder(effective()))).receipt?.code).toBe('revoked');
  });
});

describe('where one person is enough', () => {
  test('what is dangerous waits ten minutes from the first sight, also over restarts', async () => {
    world[Symbol.dispose]();
    world = new ExecutorWorld(start, { policy: { solo: true, freshness: 14, bulk: 25 } });
    await restart();
    await keep(...world.trust());
    const order = world.scriptOrder(
      published(`echo x >> ${counter()}`, { statement: { class: 'dangerous' } }),
      {},
      { class: 'dangerous' },
    );
    const until = start + 10 * minute;
    expect((await ask(order)).answers).toMatchObject([{ answer: 'waiting', until, code: 'solo' }]);
    now = until - 1;
    await restart();
    expect((await ask(order)).answers).toMatchObject([{ answer: 'waiting', until }]);
    now = until;
    expect((await ask(order)).receipt?.outcome).toBe('done');
  });
});

describe('a standing order', () => {
  const fire = (script: Published, standing: Envelope, due: number): AskFire => ({
    ask: 'fire',
    standing: (read(standing) as { id: string }).id,
    firing: { kind: 'clock', due },
    scripts: [script.envelope],
    sealed: null,
    blobs: blobsOf([script]),
  });

  test('fires, counts its runs, and never twice for one time', async () => {
    const script = effective();
    const standing = world.standing(script);
    const { codes, state } = await keep(standing);
    expect([codes, state.inForce, state.standing]).toEqual([
      [null],
      [standing],
      [{ id: (read(standing) as { id: string }).id, version: 1, stopped: false }],
    ]);
    expect((await ask(fire(script, standing, start - 5))).receipt).toMatchObject({
      kind: 'standing',
      run: 1,
      firing: { kind: 'clock' },
    });
    expect((await ask(fire(script, standing, start - 5))).error).toBe('replay');
    await restart();
    expect((await ask(fire(script, standing, start - 5))).error).toBe('replay');
    expect((await ask(fire(script, standing, start - 4))).receipt).toMatchObject({ run: 2, outcome: 'done' });
    expect((await ask(fire(script, standing, start - 3))).receipt).toMatchObject({ run: 3 });
    expect(await ask(fire(script, standing, start - 2))).toMatchObject({ error: 'rate', receipt: null });
    now += 61 * minute;
    expect((await ask(fire(script, standing, start - 2))).receipt).toMatchObject({ run: 4 });
    expect(effects()).toHaveLength(4);
  });

  const ruled = {
    trigger: {
      kind: 'rule',
      rule: { id: 'disk-full', when: { kind: 'limit' }, for: 0, clearFor: 0 },
      severity: 'warning',
      settle: 30,
    },
  } as unknown as Partial<StandingStatement>;
  const breach = (script: Published, standing: Envelope): AskFire => ({
    ...fire(script, standing, 0),
    firing: { kind: 'rule', rule: 'disk-full', instance: '/', severity: 'critical', since: start },
  });

  test.each([
    ['told not to have helped', true],
    ['of which nobody tells', false],
  ])('stops after as many runs %s as it may fail, until it is signed anew', async (_name, told) => {
    const script = effective();
    const standing = world.standing(script, ruled);
    expect((await keep(standing)).codes).toEqual([null]);
    const { id } = read(standing) as { id: string };
    for (const run of [1, 2]) {
      expect((await ask(breach(script, standing))).receipt).toMatchObject({
        run,
        outcome: 'done',
        firing: { instance: '/' },
      });
      if (told) await ask({ ask: 'judged', standing: id, run, cleared: false });
      await restart();
    }
    if (told) {
      expect((await ask(breach(script, standing))).error).toBe('rate');
      expect((await keep()).state.standing).toMatchObject([{ stopped: true }]);
    } else {
      expect((await ask(breach(script, standing))).receipt?.run).toBe(3);
      await ask({ ask: 'judged', standing: id, run: 3, cleared: false });
      expect((await keep()).state.standing).toMatchObject([{ stopped: true }]);
    }
    expect((await keep(world.standing(script, { ...ruled, id, version: 2 }))).codes).toEqual([null]);
    now += 61 * minute;
    expect((await ask(breach(script, standing))).receipt?.outcome).toBe('done');
  });

  test('is not fired soon after the start, nor when it is not kept, nor when it is over', async () => {
    const script = effective();
    const standing = world.standing(script, ruled);
    expect((await ask(breach(script, standing))).error).toBe('standing_unknown');
    await keep(standing);
    uptime = 800;
    expect((await ask(breach(script, standing))).error).toBe('rate');
    uptime = 901;
    const { id } = read(standing) as { id: string };
    expect((await keep(world.standing(script, { ...ruled, id, version: 2, enabled: false }))).state.inForce).toEqual(
      [],
    );
    expect((await ask(breach(script, standing))).error).toBe('exp');
    expect((await keep(standing)).codes).toEqual(['replay']);
    expect(effects()).toEqual([]);
  });

  test('cools down no longer for a clock that was years ahead', async () => {
    const script = effective();
    const standing = world.standing(script, { caps: { perHour: 9, coolDown: 600, bootGuard: 0, failures: 3 } });
    await keep(standing);
    await ask(fire(script, standing, start - 9));
    const file = join(world.folder, 'state/standing', readdirSync(join(world.folder, 'state/standing'))[0] ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(String(start), String(start + 1e11)));
    await restart();
    expect((await ask(fire(script, standing, start - 8))).error).toBe('rate');
    now += 11 * minute;
    expect((await ask(fire(script, standing, start - 8))).receipt?.outcome).toBe('done');
  });
});

describe('without a pin or a root', () => {
  test('nothing is done', async () => {
    world[Symbol.dispose]();
    world = new ExecutorWorld(start);
    await restart();
    expect((await ask(world.scriptOrder(effective()))).error).toBe('not_pinned');
    const other = new ExecutorWorld(start, { collectors: [], expires: start + 1e9 });
    expect((await keep(other.rootEnvelope)).codes).toEqual(['fingerprint']);
    other[Symbol.dispose]();
    expect((await keep(...world.trust(), world.rootEnvelope)).codes).toEqual([null, null, null, 'root']);
  });
});

test('a file of its state that is damaged ends all, rather than something running twice', () => {
  writeFileSync(join(world.folder, 'state/intents', `${'0'.repeat(26)}.json`), '{"half');
  expect(() => new Folder(world.folder)).toThrow(SyntaxError);
});

function resigned(envelope: Envelope, change: object): Envelope {
  return signed('order', { ...(read(envelope) as object), ...change }, 'ann');
}
