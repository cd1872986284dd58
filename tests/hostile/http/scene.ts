// The matrix's collector with everything of maintenance in it: some of it theirs who ask, some of it not, and marked so.
import { acceptInvitation, invitePerson, Passwords, publishRoot } from '@fettle/collector/domain/access/index';
import { startSession } from '@fettle/collector/domain/access/sessions';
import { putDraft } from '@fettle/collector/domain/orders/index';
import type { PersonId } from '@fettle/shared/ids';
import { payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import {
  enrolled,
  orderOver,
  ordersRoot,
  type OrdersWorld,
  published,
  scriptBody,
  signedOf,
  standingOver,
  system,
  type TestDevice,
} from '../../support/orders-world.ts';
import { type Caller, matrixWorld, type World } from '../../support/matrix/world.ts';

/** Who asks, and what no answer to them may hold. */
export interface Asker {
  readonly name: string;
  /** Null: nobody in particular. */
  readonly caller: Pick<Caller, 'kind' | 'role'> | null;
  headers: Readonly<Record<string, string>>;
  readonly hidden: readonly string[];
  /** Of a person. */
  readonly person: PersonId | null;
}

export interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly askers: readonly Asker[];
  /** What is there, by the part of a path or the property that names it: of theirs and of others'. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** What nobody may see, whoever it is. */
  readonly secret: readonly string[];
  /** Ids of orders, runs and drafts that lie wholly outside of where the matrix's callers may look. */
  readonly outside: readonly string[];
}

const password = 'correct horse battery staple';
const sealed = { v: 1 as const, key: 'AAAA', nonce: 'AAAA', box: Buffer.from('secret-sealed').toString('base64') };

export async function hostileScene(): Promise<Scene> {
  const world = await matrixWorld();
  const { app } = world;
  const { stores, clock } = app;
  const chain = [sign(payloadTypes.root, ordersRoot(), [signerOf('ann'), signerOf('ben')])];
  await publishRoot({ store: stores.access, now: clock.now() }, system, { chain });
  const script = await published(app, 'clear-temp', scriptBody());
  const [here, also, far, test] = [
    await enrolled(app, 'inside-worker', { env: 'prod' }),
    await enrolled(app, 'inside-second', { env: 'prod' }),
    await enrolled(app, 'hidden-worker-rome', { env: 'prod' }, 'rome'),
    await enrolled(app, 'hidden-worker-test', { env: 'test' }),
  ];
  const orders = { app, script };
  const work = await planted(orders, [here, also, far, test]);
  const roman = await somebodyOfRome(app);
  const hiddenHere = ['inside-worker', 'inside-second', world.devices.inside, here.id];
  // Events about people are told to everybody, by id alone: a stranger's id is a number to them.
  const things = world.hidden.filter((marker) => !/^p[a-z0-9]{16}$/.test(marker));
  const own = [...things, far.id, test.id];
  return {
    world,
    askers: [
      { name: 'nobody', caller: null, headers: {}, hidden: [...own, ...hiddenHere], person: null },
      {
        name: 'a liar',
        caller: null,
        headers: { ...cookie('none'), authorization: 'Bearer x' },
        hidden: own,
        person: null,
      },
      ...world.callers.map((caller) => askerOf(caller, own)),
      {
        name: 'an administrator of Rome',
        caller: { kind: 'person', role: 'admin' },
        headers: cookie(roman.cookie),
        hidden: hiddenHere,
        person: roman.person.id,
      },
    ],
    ids: idsOf(world, [here, also, far, test], work),
    secret: [sealed.box, 'secret-sealed', password],
    outside: work.outside,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

interface Planted {
  readonly orders: readonly string[];
  readonly runs: readonly string[];
  readonly drafts: readonly string[];
  readonly standing: readonly string[];
  readonly outside: readonly string[];
}

/** Orders of here, of both and of elsewhere, run and waiting for a second signature, with what they said; drafts; a standing order. */
async function planted(orders: Pick<OrdersWorld, 'app' | 'script'>, devices: TestDevice[]): Promise<Planted> {
  const { app } = orders;
  const [here, also, far] = devices as [TestDevice, TestDevice, TestDevice];
  const wipe = await published(app, 'wipe', scriptBody({ class: 'dangerous', title: 'Wipe' }));
  const step = { what: { script: { name: 'wipe', version: 1, statement: wipe } }, mode: 'run' as const };
  const dangerous = {
    action: { kind: 'script' as const, steps: [{ ...step, parameters: {}, secrets: {}, when: null }] },
    class: 'dangerous' as const,
  };
  const submit = async (over: TestDevice[], change: object = {}) => {
    const envelope = orderOver(orders, over, ['ann'], change);
    const brought = { ...signedOf([envelope], [over]), sealed: Object.fromEntries(over.map(({ id }) => [id, sealed])) };
    return { envelope, id: (await app.orders.submit(system, brought)).id };
  };
  const mine = await submit([here, also], { reason: 'inside-reason' });
  const both = await submit([here, far]);
  const theirs = await submit([far], { reason: 'hidden-reason of Rome' });
  const waiting = [
    await submit([here], dangerous),
    await submit([also, far], dangerous),
    await submit([far], { ...dangerous, reason: 'hidden-reason of what waits' }),
  ];
  await app.orders.tend();
  for (const device of [here, far]) {
    for (const envelope of await device.orders()) await device.run(envelope, { text: `said by ${device.host}\n` });
  }
  const standing = await app.orders.submit(system, { ...signedOf([standingOver(orders)], []) });
  const second = await app.orders.submit(system, {
    ...signedOf([standingOver(orders, ['ann'], { name: 'Waits' })], []),
  });
  const drafts = [await drafted(app, [here]), await drafted(app, [far]), await drafted(app, [here, far])];
  const runs = await app.stores.runs.runs({ sites: 'all' }, { sort: 'time', limit: 100 });
  const isOutside = (site: string) => site !== 'berlin';
  return {
    orders: [mine, both, theirs, ...waiting].map(({ id }) => id),
    runs: runs.map(({ id }) => id),
    drafts,
    standing: [standing.id, second.id],
    outside: [
      theirs.id,
      waiting[2]?.id ?? '',
      ...runs.filter(({ site }) => isOutside(site)).map(({ id }) => id),
      ...drafts.slice(1),
    ],
  };
}

/** What somebody wrote over some devices. */
async function drafted(app: World['app'], devices: readonly TestDevice[]): Promise<string> {
  const isHere = devices.every(({ host }) => !host.startsWith('hidden-'));
  const body = {
    title: `${isHere ? 'inside' : 'hidden'}-draft`,
    reason: isHere ? 'inside-reason' : 'hidden-reason of a draft',
    change: null,
    incident: null,
    what: {
      kind: 'order' as const,
      action: {
        kind: 'script' as const,
        steps: [{ script: 'clear-temp', mode: 'run' as const, parameters: {}, when: null }],
      },
      targets: { kind: 'devices' as const, devices: devices.map(({ id }) => id) },
      notBefore: null,
      expiresInMs: 3_600_000,
      rings: null,
    },
  };
  return (await putDraft(app.orders.ports(), system, { body, version: 0 })).id;
}

async function somebodyOfRome({ stores, clock }: World['app']) {
  const ports = {
    store: stores.access,
    people: stores.people,
    now: clock.now(),
    passwords: new Passwords({ memoryKiB: 64, passes: 1 }),
  };
  const invitee = {
    name: 'the Roman',
    role: 'admin' as const,
    sites: ['rome'],
    selector: '',
    zone: 'UTC',
    contacts: [],
  };
  const { code } = await invitePerson(ports, system, invitee);
  return acceptInvitation(ports, { code, password });
}

const cookie = (value: string) => ({ cookie: `fettle=${value}` });

function askerOf(caller: Caller & { readonly id?: string }, hidden: readonly string[]): Asker {
  const person = caller.kind === 'person' ? ((caller.id ?? null) as PersonId | null) : null;
  return { name: caller.name, caller, headers: caller.headers, hidden, person };
}

/** Who signed themselves out comes back. */
export async function signIn({ world }: Scene, asker: Asker): Promise<void> {
  const { stores, clock } = world.app;
  const person = asker.person === null ? null : await stores.access.person(asker.person);
  if (person) asker.headers = cookie((await startSession({ store: stores.access, now: clock.now() }, person)).cookie);
}

function idsOf({ devices, troubles, work, spare }: World, more: readonly TestDevice[], rows: Planted) {
  const all = <Item>(of: Readonly<Record<string, Item>>) => Object.values(of);
  return {
    device: [...all(devices), ...more.map(({ id }) => id)],
    devices: [...all(devices), ...more.map(({ id }) => id)],
    incident: all(troubles).map((one) => one.incident),
    incidents: all(troubles).map((one) => one.incident),
    problems: all(troubles).map((one) => one.problem),
    problem: all(troubles).map((one) => one.problem),
    plans: all(troubles).map((one) => one.plan),
    change: all(troubles).map((one) => one.plan),
    orders: [...all(work).map((one) => one.order), ...rows.orders],
    order: [...all(work).map((one) => one.order), ...rows.orders, ...rows.standing],
    runs: [...all(work).map((one) => one.run), ...rows.runs],
    run: [...all(work).map((one) => one.run), ...rows.runs],
    approvals: [...rows.orders, ...rows.standing],
    drafts: rows.drafts,
    draft: rows.drafts,
    'standing-orders': rows.standing,
    standing: rows.standing,
    scripts: ['clear-temp', 'wipe', 'new-one'],
    script: ['clear-temp', 'wipe', 'new-one'],
    versions: ['1', '2'],
    people: [spare.person],
    tokens: [spare.token],
    teams: ['night'],
    rosters: ['night'],
    rules: ['disk-full', 'mine'],
    windows: ['rome', 'mine'],
    channels: ['ops', 'mine'],
    routes: ['rome', 'mine'],
    overrides: ['none'],
    metric: ['system.cpu.busy'],
    selector: ['', 'env=prod', 'site=rome', 'site in (berlin, rome)', 'not has env'],
  };
}
