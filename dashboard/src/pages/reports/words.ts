// pure
import type { Report, ReportAsk, ReportPlan } from '@fettle/shared/api/reports';
import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { moment, span } from '../../format/time.ts';
import type { Piece } from '../../parts/piece.ts';

type Period = NonNullable<ReportAsk['period']>;
export const periodNames: Readonly<Record<Period, string>> = {
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
  'last-7': 'last 7 days',
  'last-30': 'last 30 days',
};
export const periodChoices = Object.entries(periodNames).map(([value, name]) => ({ value: value as Period, name }));
export const fileNames = { pdf: 'PDF', csv: 'CSV', html: 'HTML', json: 'JSON' } as const;

/** `1.2 MB`, for downloads. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${number(Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** What is under way, what failed, what comes next: the head of the gallery. */
export function gallerySentence(reports: readonly Report[], plans: readonly ReportPlan[], now: number): Piece[] {
  const making = reports.filter(({ state }) => state === 'making');
  const failed = reports.filter(({ state, startedAt }) => state === 'failed' && now - startedAt < 7 * 86_400_000);
  const unsent = reports.filter(
    ({ sent, startedAt }) => now - startedAt < 7 * 86_400_000 && sent.some(({ ok }) => !ok),
  );
  const next = plans
    .flatMap(({ name, nextAt, enabled }) => (enabled && nextAt !== null ? [{ name, at: nextAt }] : []))
    .toSorted((a, b) => a.at - b.at)[0];
  const pieces: Piece[] = [];
  const [bad] = failed;
  if (bad) {
    const more = failed.length > 1 ? ` and ${number(failed.length - 1)} more` : '';
    pieces.push(
      { text: plain(bad.title, 80), shape: 'critical', href: `/reports/${bad.id}` },
      { text: `${more} could not be made. ` },
    );
  }
  const [lost] = unsent;
  if (lost)
    pieces.push(
      { text: plain(lost.title, 80), shape: 'warning', href: `/reports/${lost.id}` },
      { text: ' did not reach everybody. ' },
    );
  const [first] = making;
  if (first)
    pieces.push(
      { text: `${plain(first.title, 80)} is being made`, strong: true },
      { text: `, ${Math.round(first.progress * 100)} %. ` },
    );
  const newest = reports.find(({ state }) => state === 'made');
  if (pieces.length === 0) {
    if (newest?.madeAt) pieces.push({ text: `${plain(newest.title, 80)} was made ${moment(newest.madeAt, now)}. ` });
    else pieces.push({ text: 'No report was made yet. ' });
  }
  pieces.push({
    text: next ? `${plain(next.name, 80)} comes next, in ${span(next.at - now)}.` : 'None is planned.',
    lesser: true,
  });
  return pieces;
}

/** The address of a preview. */
export function previewPath(ask: ReportAsk): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(ask))
    if (value !== undefined && value !== '') query.set(name, String(value));
  return `/reports/preview?${query}`;
}
