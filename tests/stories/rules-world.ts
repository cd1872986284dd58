/** Where the stories of rules happen: the real app, devices that measure every 10 s, and a clock that is moved. */
import { changeDevice, enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { agentActor, everywhere } from '@fettle/collector/domain/access/index';
import type { Finding, Rule } from '@fettle/collector/domain/rules/index';
import type { DeviceId, RuleId } from '@fettle/shared/ids';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { type TestApp, testApp } from '../support/app.ts';
import { cli, id, key, second } from './device-world.ts';

export const interval = 10 * second;
const disk = 'system.filesystem.utilization';
const mountpoint = 'system.filesystem.mountpoint';
const unit = { metric: 'systemd.unit.state', attributes: { 'systemd.unit.name': 'nginx.service' }, decimals: 0 };
const dictionary: Dictionary = {
  series: [
    { metric: disk, attributes: { [mountpoint]: '/var' }, decimals: 4 },
    { metric: disk, attributes: { [mountpoint]: '/home' }, decimals: 4 },
    { metric: 'system.cpu.busy', attributes: {}, decimals: 4 },
    unit,
  ],
};
const columns = ['/var', '/home', 'cpu', 'nginx'] as const;
export type Column = (typeof columns)[number];

/** One device of a story. */
export interface Actor {
  readonly id: DeviceId;
  /** What it measures; null: the series is not there. */
  readonly values: Record<Column, number | null>;
  /** Off: it does not measure. Cut: it measures, and keeps its frames until it may send again. */
  is: 'on' | 'cut' | 'off';
}

export const body = (fields: Partial<RuleBody> & Pick<RuleBody, 'when'>): RuleBody => ({
  name: 'A rule',
  selector: '',
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: '',
  overrides: [],
  ...fields,
});
/** Disks: warning at 85 %, clear below 80 %; critical at 95 %, clear below 90 %. */
export const full = (fields: Partial<RuleBody> = {}): RuleBody =>
  body({
    when: {
      kind: 'value',
      metric: disk,
      is: 'above',
      levels: { warning: { limit: 0.85, clear: 0.8 }, critical: { limit: 0.95, clear: 0.9 } },
    },
    ...fields,
  });

export interface WorldOptions {
  /** ms since 1970. */
  readonly begin?: number;
  /** How often devices measure, ms. */
  readonly every?: number;
}

export async function world(letters: readonly string[], { begin, every = interval }: WorldOptions = {}) {
  const findings: Finding[] = [];
  const options = {
    jobs: 'driven',
    onFindings: async (found: readonly Finding[]) => void findings.push(...found),
  } as const;
  let app = await testApp(options);
  const { clock, stores } = app;
  if (begin !== undefined) clock.time = begin;
  const span = { notBefore: clock.now() - 1, notAfter: clock.now() + 400 * 86_400_000 };
  const token = { key: key('k'), envelope: '{}', site: 'berlin', labels: { role: 'db' }, uses: 100, ...span };
  await publishToken({ store: stores.devices, now: clock.now() }, cli, token);
  const devices = new Map<string, Actor>();
  for (const letter of letters) {
    const record = { id: id(letter), host: `host-${letter}`, publicKey: key(letter), sealingKey: key(letter) };
    const enrolment = { record, tokenKey: token.key, agentVersion: '0.1.0' };
    await enrolDevice({ store: stores.devices, now: clock.now() }, agentActor(record.id), enrolment);
    app.agents.presence.connected(record.id, clock.now(), { version: '0.1.0', interval: every });
    devices.set(letter, { id: record.id, values: { '/var': 0.5, '/home': 0.5, cpu: 0.1, nginx: 1 }, is: 'on' });
  }
  const kept = new Map<DeviceId, Frame[]>();
  let sequence = 0;

  async function measure({ id: device, values, is }: Actor): Promise<void> {
    if (is === 'off') return;
    const row = Float64Array.from(columns, (column) => values[column] ?? Number.NaN);
    const frame: Frame = { sequence: ++sequence, time: clock.now(), offset: 0, values: row, tables: [] };
    const frames = [...(kept.get(device) ?? []), frame];
    kept.set(device, frames);
    if (is === 'cut') return;
    kept.set(device, []);
    for (let at = 0; at < frames.length; at += 64)
      await app.agents.verbs.ingest(device, frames.slice(at, at + 64), dictionary);
    app.agents.presence.change(device, 'frame', { lastFrame: clock.now(), lastHeard: clock.now() });
  }

  return {
    /** The one that runs now: another one after a start anew. */
    app: (): TestApp => app,
    clock,
    stores,
    findings,
    device: (letter: string): Actor => devices.get(letter) as Actor,
    /** Keeps a rule, new or changed, or removes it. */
    async rule(name: string, rule: RuleBody | null): Promise<void> {
      const before = await stores.rules.rule(name as RuleId);
      const [version, now] = [before?.version ?? 0, clock.now()];
      const made: Rule = {
        ...(rule ?? full()),
        id: name as RuleId,
        origin: 'person',
        createdAt: now,
        changedAt: now,
        version: version + 1,
      };
      const kind = rule ? (before ? 'rule.changed' : 'rule.created') : 'rule.deleted';
      const events = [{ time: now, kind, device: null, site: null, detail: { rule: name } }];
      const write = rule
        ? ({ what: 'put', rule: made, before: version } as const)
        : ({ what: 'remove', id: made.id, before: version } as const);
      await stores.rules.write([write], { events, audit: [] });
    },
    async labels(letter: string, labels: Record<string, string>): Promise<void> {
      const ports = { store: stores.devices, now: clock.now() };
      const version = (await stores.devices.device(everywhere, id(letter)))?.version ?? 0;
      await changeDevice(ports, cli, { id: id(letter), version, labels });
    },
    /** Lets time pass: each device measures every 10 s, and the collector does its work. */
    async pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += every) {
        clock.pass(every);
        for (const actor of devices.values()) await measure(actor);
        await app.jobs.runDue();
      }
    },
    /** Its connection breaks: cut off, it keeps what it measures; off, it measures nothing. */
    unplug(letter: string, is: 'cut' | 'off' = 'off'): void {
      const actor = devices.get(letter) as Actor;
      actor.is = is;
      const gone = { connected: false, since: clock.now(), ending: { goodbye: null, how: 'lost' } } as const;
      app.agents.presence.change(actor.id, 'disconnected', gone);
    },
    /** It is there again. */
    plug(letter: string): void {
      const actor = devices.get(letter) as Actor;
      actor.is = 'on';
      app.agents.presence.connected(actor.id, clock.now(), { version: '0.1.0', interval: every });
    },
    /**
     * The collector is down for so long; agents keep what they measure, and come back to it.
     * @param meanwhile what happens on the devices, each time before they measure
     */
    async restart(downMs: number, meanwhile?: (passed: number) => void): Promise<void> {
      const [...all] = devices.values();
      const were = all.map((actor) => actor.is);
      for (const actor of all) if (actor.is === 'on') actor.is = 'cut';
      for (let passed = 0; passed < downMs; passed += every) {
        clock.pass(every);
        meanwhile?.(passed);
        for (const actor of all) await measure(actor);
      }
      app = await testApp(options, { stores, clock });
      for (const [place, actor] of all.entries()) {
        actor.is = were[place] ?? 'on';
        if (actor.is === 'on')
          app.agents.presence.connected(actor.id, clock.now(), { version: '0.1.0', interval: every });
      }
    },
    incidents: () => stores.incidents.list(everywhere, { limit: 100 }),
    /** What was found since it was asked last. */
    told(): string[] {
      return findings.splice(0).map(({ rule, instance, severity }) => {
        const of = instance.split('=').at(-1) ?? '';
        return [rule, of, severity ?? 'clear'].filter((part) => part !== '').join(' ');
      });
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}
