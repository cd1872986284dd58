/** What a report's head and foot say, the same on every kind of paper. */
import type { ReportDocument } from './document.ts';
import { dateText, grouped, timeText } from './format.ts';

/** `1 Oct 2026 – 31 Oct 2026`: the end is the last moment in it, and the times stand where the span is not of whole days. */
export function spanWords(from: number, to: number, zone: string): string {
  const whole = timeText(from, zone).endsWith(' 00:00') && timeText(to, zone).endsWith(' 00:00');
  if (!whole) return `${timeText(from, zone)} – ${timeText(to, zone)}`;
  const [first, last] = [dateText(from, zone), dateText(to - 1, zone)];
  return first === last ? first : `${first} – ${last}`;
}

const counted = (count: number, one: string) => `${grouped(count, 0)}\u00a0${one}${count === 1 ? '' : 's'}`;

/** What a report was reckoned from, as far as it counts such: `184 incidents, 1,204 runs of 412 devices`; nothing: empty. */
export function countedWords({ samples, incidents, runs, devices }: ReportDocument['counted']): string {
  const all = [
    ...(samples > 0 ? [counted(samples, 'sample')] : []),
    ...(incidents > 0 ? [counted(incidents, 'incident')] : []),
    ...(runs > 0 ? [counted(runs, 'run')] : []),
  ].join(', ');
  const of = devices > 0 ? counted(devices, 'device') : '';
  return all === '' || of === '' ? `${all}${of}` : `${all} of ${of}`;
}

/** `Made 1 Nov 2026 00:04, Europe/Berlin, from 1,904,113,207 samples, 184 incidents, 1,204 runs of 412 devices`. */
export function madeWords({ madeAt, zone, counted: from }: ReportDocument): string {
  const all = countedWords(from);
  return `Made ${timeText(madeAt, zone)}, ${zone}${all === '' ? '' : `, from ${all}`}`;
}

/** `Compared with 1 Sep 2026 – 30 Sep 2026`; nothing when there is nothing before. */
export function comparedWords({ before, zone }: ReportDocument): string {
  return before === null ? '' : `Compared with ${spanWords(before.from, before.to, zone)}`;
}
