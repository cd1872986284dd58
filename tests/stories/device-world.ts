/** Where the stories of devices happen: records, actors, names, times. */
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, agentActor, everywhere, systemActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { openRecords } from '@fettle/collector/store/open';
import { expect } from 'vitest';

export const start = 1_790_812_800_000;
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
export const cli = systemActor('cli');
export const jobs = systemActor('jobs');
export const code = (expected: string) => expect.objectContaining({ code: expected });

export const person = (role: Actor['role'], ...sites: string[]): Actor => ({
  kind: 'person',
  id: 'person:pada',
  role,
  scope: sites.length > 0 ? { sites } : everywhere,
});
export const id = (letter: string) => `d${letter.repeat(26)}` as DeviceId;
export const key = (letter: string) => `${letter.repeat(43)}=`;

/** A collector with empty records; its verbs are called with the times of the story. */
export async function collector() {
  const records = await openRecords({ sqlite: ':memory:' });
  const at = (now: number) => ({ store: records.devices, now });
  const token = (fields: Partial<Parameters<typeof publishToken>[2]> = {}) => ({
    key: key('k'),
    envelope: '{}',
    site: 'berlin',
    labels: { role: 'db' },
    uses: 1,
    notBefore: start,
    notAfter: start + day,
    ...fields,
  });
  const enrol = (letter: string, now = start, tokenKey = key('k')) => {
    const record = { id: id(letter), host: `host-${letter}`, publicKey: key(letter), sealingKey: key(letter) };
    return enrolDevice(at(now), agentActor(record.id), { record, tokenKey, agentVersion: '0.1.0' });
  };
  const enrolAll = async (now: number, site: string, letters: readonly string[]) => {
    const own = token({ key: key(site.charAt(0)), site, uses: 100, notBefore: now, notAfter: now + 400 * day });
    await publishToken(at(now), cli, own);
    for (const letter of letters) await enrol(letter, now, own.key);
  };
  return {
    ...records,
    at,
    token,
    enrol,
    /** Devices named by letters, all of one site. */
    async with(site: string, ...letters: string[]) {
      await enrolAll(start, site, letters);
    },
    /** The same at some other time. */
    enrolAll,
    kinds: async () => (await records.events.after(everywhere, 0, 1_000)).map(({ kind }) => kind),
    [Symbol.asyncDispose]: () => records.close(),
  };
}
