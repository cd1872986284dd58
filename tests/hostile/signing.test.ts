/** A collector that lies to who signs: nothing that it invents is shown as true, signed, or sealed to. */
import { writeKnown } from '@fettle/collector/operator/known';
import { openKey } from '@fettle/collector/operator/keys';
import { prepareApproval } from '@fettle/collector/operator/prepare-approval';
import { openDraft } from '@fettle/collector/operator/prepare-order';
import { prepareRevoke } from '@fettle/collector/operator/prepare-others';
import { asText } from '@fettle/collector/operator/words/paper';
import type { OrderSigned } from '@fettle/shared/api/orders';
import { type Envelope, open, payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { isCommitted, unseal } from '@fettle/shared/trust/sealed';
import type { OrderStatement } from '@fettle/shared/trust/statements';
import { describe, expect, test } from 'vitest';
import { exampleDraft, exampleScript, now, passphrase, secretScript, World } from '../support/signing/world.ts';

const failure = (code: string) => expect.objectContaining({ name: 'FettleError', code });
const none = new Map<string, string>();

async function prepared(world: World, kit: object, secrets = none) {
  world.serveDraft(kit);
  return (await openDraft(await world.desk(), 'q1')).prepare(secrets);
}
const ownKey = async (world: World) => openKey((await world.desk()).home, null, passphrase);
const payloadOf = (envelope: unknown, world: World) =>
  open(envelope, payloadTypes.order, [world.people.ann.publicKey]).statement as OrderStatement;

test('what is signed is what was shown: devices, script, time, reason', async () => {
  await using world = await World.create();
  const devices = [world.device('db-1'), world.device('db-2', { site: 'bonn' })];
  const { paper, sign: signIt } = await prepared(world, world.kit({}, devices));
  expect(asText(paper)).toMatch(/berlin \(1\):\n +db-1\n +bonn \(1\):\n +db-2/);
  await signIt(await ownKey(world));
  const { envelopes, rings, fresh } = world.posted('/api/v1/orders')[0] as OrderSigned;
  expect(payloadOf(envelopes[0], world)).toMatchObject({
    op: world.people.ann.keyId,
    seq: 1,
    iat: now,
    nbf: now,
    exp: now + 86_400_000,
    targets: { count: 2 },
    class: 'change',
  });
  expect(rings).toEqual([devices.map(({ id, host }) => ({ id, host }))]);
  expect((fresh as Envelope).payloadType).toBe(payloadTypes.fresh);
});

test('a secret is sealed to the device that an enroller let in, and committed to in the order', async () => {
  await using world = await World.create();
  const device = world.device('db-1');
  const { sign: signIt } = await prepared(
    world,
    world.kit({ scripts: [world.script(secretScript)] }, [device]),
    new Map([['0.token', 'hunter2']]),
  );
  await signIt(await ownKey(world));
  const { envelopes, sealed } = world.posted('/api/v1/orders')[0] as OrderSigned;
  const { secrets } = unseal(sealed[device.id], device.unsealing);
  const { action } = payloadOf(envelopes[0], world);
  const commitment = action.kind === 'script' ? action.steps[0]?.secrets['token'] : undefined;
  expect(secrets['0.token']?.value).toBe('hunter2');
  expect(isCommitted(commitment ?? '', secrets['0.token'] ?? { salt: '', value: '' })).toBe(true);
});

describe('devices that it invents', () => {
  test.each<[string, (world: World) => object]>([
    [
      'let in by a token of its own',
      (world) =>
        world.device(
          'db-1',
          {},
          world.people.ann && { ...world.people.ann, keyId: 'kx', sign: () => new Uint8Array(64) },
        ),
    ],
    ['without a token', (world) => world.device('db-1', { token: null as never })],
    ['with the token of another device', (world) => world.device('db-1', { token: world.device('db-2').token })],
  ])('get no secret: %s', async (_name, make) => {
    await using world = await World.create();
    const kit = world.kit({ scripts: [world.script(secretScript)] }, [make(world) as never]);
    await expect(prepared(world, kit, new Map([['0.token', 'hunter2']]))).rejects.toEqual(failure('statement_refused'));
    expect(JSON.stringify(world.asked)).not.toContain('hunter2');
  });
  test('nor does one whose record names another host or key', async () => {
    await using world = await World.create();
    for (const change of [{ host: 'db-9' }, { id: world.device('x').id }])
      await expect(prepared(world, world.kit({}, [{ ...world.device('db-1'), ...change }]))).rejects.toEqual(
        failure('statement_refused'),
      );
  });
});

describe('trust that it invents', () => {
  test('another chain of roots is refused, and so is a shorter one of its own', async () => {
    await using world = await World.create();
    await using other = await World.create();
    world.json('GET /api/v1/trust/statements', { roots: other.roots, revoke: null, fresh: null });
    await expect(prepared(world, world.kit())).rejects.toEqual(failure('root_mismatch'));
    world.json('GET /api/v1/trust/statements', { roots: [...world.roots, other.roots[0]], revoke: null, fresh: null });
    await expect(prepared(world, world.kit())).rejects.toEqual(failure('root_mismatch'));
  });
  test('a revocation that it keeps back is remembered here', async () => {
    await using world = await World.create();
    const { cleo, ben } = world.people;
    const statement = {
      v: 1,
      tenant: world.root.tenant,
      version: 3,
      iat: now,
      keys: [cleo.keyId],
      orders: [],
      stop: 0,
    };
    const revoke = sign(payloadTypes.revoke, statement, [ben]);
    await writeKnown((await world.desk()).home, { v: 1, revoke, orders: {} });
    // Cleo published the script.
    await expect(prepared(world, world.kit())).rejects.toEqual(failure('statement_refused'));
    const own = world.kit({ scripts: [world.script(exampleScript, { by: ben })] });
    await expect(prepared(world, own)).resolves.toMatchObject({ key: world.people.ann.keyId });
  });
  test('one that nobody with the right signed is refused', async () => {
    await using world = await World.create();
    await using other = await World.create();
    const statement = { v: 1, tenant: world.root.tenant, version: 9, iat: now, keys: [], orders: [], stop: 0 };
    world.json('GET /api/v1/trust/statements', {
      roots: world.roots,
      revoke: sign(payloadTypes.revoke, statement, [other.people.ben]),
      fresh: null,
    });
    await expect(prepared(world, world.kit())).rejects.toEqual(failure('statement_refused'));
  });
  test('a revocation holds all of the one before', async () => {
    await using world = await World.create();
    const desk = await world.desk();
    const first = await prepareRevoke(desk, { keys: [world.people.cleo.keyId], orders: [], stop: 0 });
    await first.sign(await ownKey(world));
    const [{ envelope }] = world.posted('/api/v1/trust/statements') as [{ envelope: Envelope }];
    world.json('GET /api/v1/trust/statements', { roots: world.roots, revoke: envelope, fresh: null });
    const stop = await prepareRevoke(desk, { keys: [], orders: [], stop: now });
    expect(asText(stop.paper)).toContain('Stops everything');
    expect(asText(stop.paper)).not.toContain(world.people.cleo.keyId);
    await expect(stop.sign(await ownKey(world))).resolves.toMatchObject({
      result: { version: 2, keys: [world.people.cleo.keyId], stop: now },
    });
    await expect(prepareRevoke(desk, { keys: [world.people.cleo.keyId], orders: [], stop: 0 })).rejects.toEqual(
      failure('input_invalid'),
    );
  });
});

describe('scripts that it invents', () => {
  test.each<[string, (world: World) => object]>([
    [
      'of another tenant',
      (world) => {
        const made = world.script();
        return {
          ...made,
          envelope: sign(
            payloadTypes.script,
            {
              ...(open(made.envelope, payloadTypes.script, [world.people.cleo.publicKey]).statement as object),
              tenant: '0'.repeat(26),
            },
            [world.people.cleo],
          ),
        };
      },
    ],
    ['without their body', (world) => ({ ...world.script(), bodies: {} })],
    [
      'with a body that ends otherwise',
      (world) => {
        const made = world.script();
        return {
          ...made,
          bodies: Object.fromEntries(Object.entries(made.bodies).map(([hash, body]) => [hash, `${body} `])),
        };
      },
    ],
    [
      'as another kind of statement',
      (world) => {
        const made = world.script();
        return { ...made, envelope: { ...made.envelope, payloadType: payloadTypes.order } };
      },
    ],
  ])('%s are refused', async (_name, make) => {
    await using world = await World.create();
    await expect(prepared(world, world.kit({ scripts: [make(world)] }))).rejects.toEqual(failure('statement_refused'));
  });
  test('a new version is shown as the difference from the one that was signed for last', async () => {
    await using world = await World.create();
    const first = await prepared(world, world.kit());
    await first.sign(await ownKey(world));
    expect(asText((await prepared(world, world.kit())).paper)).toContain('the same that you last signed for');
    const [program] = exampleScript.programs;
    const changed = { ...exampleScript, programs: [{ ...program!, body: 'echo "hello $FETTLE_P_WHOM"\nrm -rf /\n' }] };
    expect(
      asText((await prepared(world, world.kit({ scripts: [world.script(changed, { version: 2 })] }))).paper),
    ).toMatch(/differs from version 1[^]*\+rm -rf \//);
  });
});

describe('what it gives to be approved', () => {
  /** Ben's order, as the collector holds it. */
  async function waiting(world: World, change: (order: OrderStatement) => object = (order) => order) {
    const kit = world.kit();
    const { sign: signIt } = await prepared(world, kit);
    await signIt(await ownKey(world));
    const { envelopes } = world.posted('/api/v1/orders')[0] as OrderSigned;
    const order = payloadOf(envelopes[0], world);
    const signed = sign(
      payloadTypes.order,
      { ...order, ...change({ ...order, op: world.people.ben.keyId }), op: world.people.ben.keyId },
      [world.people.ben],
    );
    return { ...kit, draft: null, envelopes: [signed] };
  }
  test('is shown from its own bytes, and gets a second signature under the same ones', async () => {
    await using world = await World.create();
    const kit = await waiting(world);
    world.json('GET /api/v1/approvals/o1/signing', kit);
    world.json('POST /api/v1/orders/o1/approve', { id: 'o1', state: 'running' });
    const { paper, sign: signIt } = await prepareApproval(await world.desk(), 'o1');
    expect(asText(paper)).toContain('db-1');
    await signIt(await ownKey(world));
    const [{ envelopes }] = world.posted('/api/v1/orders/o1/approve') as [{ envelopes: Envelope[] }];
    expect(envelopes[0]?.payload).toBe(kit.envelopes[0]?.payload);
    expect(envelopes[0]?.signatures).toHaveLength(2);
  });
  test.each<[string, string, (world: World, kit: Awaited<ReturnType<typeof waiting>>) => object]>([
    [
      'statement_refused',
      'other devices than the order’s',
      (world, kit) => ({ ...kit, rings: world.kit({}, [world.device('db-2')]).rings }),
    ],
    [
      'statement_refused',
      'another script than the order’s',
      (world, kit) => ({ ...kit, scripts: [world.script({ ...exampleScript, title: 'Other' })] }),
    ],
    ['message_malformed', 'nothing', (_world, kit) => ({ ...kit, envelopes: [] })],
    [
      'statement_refused',
      'a changed payload',
      (_world, kit) => ({
        ...kit,
        envelopes: kit.envelopes.map((one) => ({ ...one, payload: Buffer.from('{}').toString('base64') })),
      }),
    ],
  ])('%s: %s', async (code, _name, change) => {
    await using world = await World.create();
    world.json('GET /api/v1/approvals/o1/signing', change(world, await waiting(world)));
    await expect(prepareApproval(await world.desk(), 'o1')).rejects.toEqual(failure(code));
  });
  test('your own order is not yours to approve', async () => {
    await using world = await World.create();
    const { sign: signIt } = await prepared(world, world.kit());
    await signIt(await ownKey(world));
    const { envelopes } = world.posted('/api/v1/orders')[0] as OrderSigned;
    world.json('GET /api/v1/approvals/o1/signing', { ...world.kit(), draft: null, envelopes });
    await expect(prepareApproval(await world.desk(), 'o1')).rejects.toEqual(failure('not_allowed'));
  });
});

test('dangerous orders say why, and who must sign as well', async () => {
  await using world = await World.create();
  const many = Array.from({ length: 26 }, (_, i) => world.device(`web-${i}`));
  const { paper } = await prepared(world, world.kit({ draft: exampleDraft() }, many));
  expect(paper.count).toBe(26);
  expect(asText(paper)).toMatch(/!! Class: dangerous\n {2}because it goes to more devices/);
  expect(asText(paper)).toContain('waits for an approver: ben or cleo');
});
