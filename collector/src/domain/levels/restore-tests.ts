import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow, audited, personOf } from '../access/index.ts';
import type { Device, DeviceStore } from '../devices/index.ts';
import { newTestId } from './context.ts';
import type { LevelStore } from './store.ts';
import type { RestoreTest } from './types.ts';

export interface RestorePorts {
  readonly levels: LevelStore;
  readonly devices: Pick<DeviceStore, 'devices' | 'device'>;
  readonly now: number;
}

export interface SeenTest {
  readonly test: RestoreTest;
  readonly device: Device;
}

const most = 1_000;

/** Restore tests on the actor's devices, newest first, at most 1,000. @throws FettleError `not_allowed` */
export async function listRestoreTests({ levels, devices }: RestorePorts, actor: Actor): Promise<SeenTest[]> {
  allow(actor, 'level.read');
  const seen = new Map((await devices.devices(actor.scope)).map((device) => [device.id, device]));
  const tests = await levels.restoreTests({ devices: [...seen.keys()], limit: most });
  return tests.flatMap((test) => {
    const device = seen.get(test.device);
    return device ? [{ test, device }] : [];
  });
}

export interface TestInput {
  readonly device: string;
  readonly time: number;
  readonly ok: boolean;
  readonly words: string;
}

/** Tells that a backup was tried. @throws FettleError `not_allowed`, `not_found`, `input_invalid` */
export async function tellRestoreTest(ports: RestorePorts, actor: Actor, input: TestInput): Promise<SeenTest> {
  allow(actor, 'level.change');
  const { levels, devices, now } = ports;
  const { time, ok, words } = input;
  const device = await devices.device(actor.scope, input.device as DeviceId);
  if (device === null) throw new FettleError('not_found');
  if (time > now) throw new FettleError('input_invalid', 'A test is told once it is over: `time` lies ahead.');
  if (words.trim() === '') throw new FettleError('input_invalid', 'Say what was restored, and what was looked at.');
  const test: RestoreTest = {
    id: newTestId(),
    device: device.id,
    time,
    ok,
    words: words.trim(),
    person: personOf(actor),
    run: null,
  };
  await levels.addTest(test, {
    events: [{ time: now, kind: 'restore.tested', device: device.id, site: device.site, detail: { ok } }],
    audit: [audited(actor, now, 'levels.restore-test', `device:${device.id}`, { time, ok, words: test.words })],
  });
  return { test, device };
}
