/** Planned reports of a real collector that are mailed to a real server, under a clock that the test moves. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { noticeKey } from '@fettle/collector/commands/notice-key';
import { systemActor } from '@fettle/collector/domain/access/index';
import { type ChannelBody, putChannel } from '@fettle/collector/domain/notifications/index';
import { applyFiles } from '@fettle/collector/edge/files/index';
import type { DevicePage } from '@fettle/shared/api/devices';
import type { Report } from '@fettle/shared/api/reports';
import type { DeviceId } from '@fettle/shared/ids';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { beside } from './beside.ts';
import { type Fettle, until } from './fettle.ts';
import { mailbox } from './mailbox.ts';
import { incident } from './planted-incident.ts';

const wrongClock = fileURLToPath(new URL('wrong-clock.mjs', import.meta.url));
const cli = systemActor('cli');
const hour = 3_600_000;
const day = 24 * hour;

export type ReportMail = Awaited<ReturnType<typeof reportMail>>;

/**
 * A server for mail, a channel that leads to it and a plan, put there while no collector runs.
 * @param plan lines of its file, without its name and channel
 */
export async function reportMail(fettle: Fettle, plan: Readonly<Record<string, string>>) {
  const box = await mailbox();
  const lines = Object.entries({ ...plan, channel: 'mail' }).map(([key, value]) => `    ${key}: ${value}\n`);
  const given = [{ name: 'reports.yaml', text: `reports:\n  plan:\n${lines.join('')}` }];
  await beside(fettle, async (records) => {
    const [now, key] = [Date.now(), await noticeKey(fettle.data)];
    const to: ChannelBody = {
      kind: 'email',
      host: '127.0.0.1',
      port: box.port,
      security: 'none',
      from: 'f@example.org',
      to: [],
    };
    await putChannel({ channels: records.channels, now, key }, cli, {
      id: 'mail',
      name: 'Mail',
      enabled: true,
      to,
      version: 0,
    });
    const { problems } = await applyFiles({ ...records, now }, cli, given, { prune: false, dryRun: false });
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
  });
  const clock = join(fettle.folder, 'wrong-clock');
  fettle.environment = { ...fettle.environment, NODE_OPTIONS: `--import=${wrongClock}`, FETTLE_WRONG_CLOCK: clock };
  const records = () => new DatabaseSync(join(fettle.data, 'records.db'), { timeout: 10_000 });
  return {
    box,
    /** From now on it is so late for every program of `fettle`. */
    itIs: (time: number) => writeFileSync(clock, String(time - Date.now())),
    /** What stands in the records, or a change of them, beside a collector that runs or is busy. */
    sql<Row>(text: string): Row[] {
      const db = records();
      try {
        return db.prepare(text).all() as Row[];
      } finally {
        db.close();
      }
    },
    reports: async (): Promise<Report[]> => (await fettle.api<{ items: Report[] }>('/api/v1/reports?plan=plan')).items,
    document: (id: string) => fettle.api<ReportDocument>(`/api/v1/reports/${id}/document`),
    /** A device, with four incidents before a time: resolved after 1, 2, 3 and 6 hours. */
    async history(before: number): Promise<void> {
      await fettle.enrol();
      const device = await until('the device', async () => {
        const { items } = await fettle.api<DevicePage>('/api/v1/devices');
        return items[0]?.id as DeviceId | undefined;
      });
      const writes = [1, 2, 3, 6].map((hours, place) => {
        const from = before - (10 + place) * day;
        const after = incident({ rule: 'disk', device, from, acknowledged: from + hour, to: from + hours * hour });
        return { before: null, after, timeline: [] };
      });
      const answer = await beside(fettle, ({ incidents }) => incidents.write(writes, { events: [], audit: [] }));
      if (answer !== 'written') throw new Error(`the history was not written: ${answer}`);
    },
    [Symbol.asyncDispose]: () => box[Symbol.asyncDispose](),
  };
}

/** The parts of a mail by their file names, decoded. */
export function filesOf(raw: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const [, head = '', body = ''] of raw.matchAll(/\r\n--[^\r\n]+\r\n((?:[^\r\n]+\r\n)+)\r\n([^]*?)(?=\r\n--)/g)) {
    const name = /filename="?([^"\r\n;]+)/.exec(head)?.[1];
    if (name !== undefined) found.set(name, Buffer.from(body, 'base64'));
  }
  return found;
}

/** Rows of a CSV (RFC 4180). */
export function rowsOf(csv: string): string[][] {
  return csv.split('\r\n').map((line) => {
    const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
    return [...cells].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);
  });
}
