/** What flags of a draft mean. */
import { checked } from '@fettle/shared/api/checked';
import type { DraftStep } from '@fettle/shared/api/orders';
import { ScriptDetail, type ScriptParameter } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import type { Collector } from '../operator/reach/client.ts';
import { systemClock } from '../clock.ts';
import { zoneHere } from './flags.ts';

const wrong = (text: string) => new FettleError('config_invalid', text);

/** `1,10%` → one device, then a tenth, then the rest; `5` → five, then the rest. */
export function ringsOf(text: string | undefined, haltAt: string, waitMs: number) {
  if (text === undefined) return null;
  const [, first, share] = /^(\d{1,4})(?:,(\d{1,3}(?:\.\d+)?)%)?$/.exec(text.replaceAll(' ', '')) ?? [];
  if (first === undefined || Number(first) < 1)
    throw wrong(`--rings ${text}: write it as 1,10% (one device, then a tenth, then the rest).`);
  return {
    first: Number(first),
    share: shareOf(share ?? '0', '--rings'),
    haltAt: shareOf(haltAt, '--halt-at'),
    waitMs,
  };
}

function shareOf(text: string, flag: string): number {
  const share = Number(text.replace(/%$/, '')) / 100;
  if (Number.isFinite(share) && share >= 0 && share <= 1) return share;
  throw wrong(`${flag} ${text}: write a share such as 20%.`);
}

/** `22:00` is the next time it is that here; without a zone it is local time. */
export function timeAt(text: string): number {
  const zone = zoneHere();
  try {
    if (/^\d{1,2}:\d\d$/.test(text)) return nextTime(text.padStart(5, '0'), zone);
    if (/(?:Z|[+-]\d\d:?\d\d)(?:\[.+\])?$/.test(text))
      return Temporal.Instant.from(text.replace(/\[.+\]$/, '')).epochMilliseconds;
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    throw wrong(`--at ${text}: write 22:00, 2026-12-06T22:00, or a time with its zone such as 2026-12-06T22:00+01:00.`);
  }
}

function nextTime(text: string, zone: string): number {
  const now = Temporal.Instant.fromEpochMilliseconds(systemClock.now()).toZonedDateTimeISO(zone);
  const today = now.withPlainTime(Temporal.PlainTime.from(text));
  return (Temporal.ZonedDateTime.compare(today, now) > 0 ? today : today.add({ days: 1 })).epochMilliseconds;
}

/** Steps from `--script` and `--param`, values as the script's schema has them. */
export async function stepsFrom(
  collector: Collector,
  scripts: readonly string[],
  params: readonly string[],
  mode: DraftStep['mode'],
): Promise<DraftStep[]> {
  const given = params.map((text) => paramOf(text, scripts.length));
  return Promise.all(
    scripts.map(async (text, place): Promise<DraftStep> => {
      const [, name, version] = /^([a-z0-9][a-z0-9-]{0,63})(?:@(\d{1,9}))?$/.exec(text) ?? [];
      if (name === undefined) throw wrong(`--script ${text}: write NAME or NAME@VERSION.`);
      const { current, waiting } = checked(ScriptDetail, await collector.ask('GET', `/scripts/${name}`), 'The script');
      const schema = (current ?? waiting?.body)?.parameters ?? [];
      const mine = given
        .filter((one) => one.place === place)
        .map(({ key, value }) => [key, valueOf(schema, name, key, value)] as const);
      return {
        script: name,
        ...(version && { version: Number(version) }),
        mode,
        parameters: Object.fromEntries(mine),
        when: null,
      };
    }),
  );
}

function paramOf(text: string, steps: number) {
  const [, step, key, value] = /^(?:(\d{1,2})\.)?([a-z][a-z0-9_]{0,31})=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw wrong(`--param ${text}: write it as key=value.`);
  const place = Number(step ?? 1) - 1;
  if (place < 0 || place >= steps || (step === undefined && steps > 1))
    throw wrong(`--param ${text}: of ${steps} steps, say which: ${steps > 1 ? '2.' : '1.'}${key}=…`);
  return { place, key, value };
}

function valueOf(
  schema: readonly ScriptParameter[],
  script: string,
  key: string,
  value: string,
): string | number | boolean {
  const parameter = schema.find(({ name }) => name === key);
  if (parameter === undefined)
    throw wrong(
      `--param ${key}: ${script} has no such parameter. It has: ${schema.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  if (parameter.type === 'secret')
    throw wrong(`--param ${key}: that is a secret. It is asked for when the draft is signed.`);
  if (parameter.type === 'integer') {
    if (/^-?\d+$/.test(value)) return Number(value);
    throw wrong(`--param ${key}: must be a whole number.`);
  }
  if (parameter.type !== 'flag') return value;
  if (['true', 'yes', 'false', 'no'].includes(value)) return value === 'true' || value === 'yes';
  throw wrong(`--param ${key}: must be yes or no.`);
}
