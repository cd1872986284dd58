// pure
import type { PublicStatus, ServiceState } from '@fettle/shared/api/services';
import { plain as safe } from '@fettle/shared/plain';
import { dayWords, shortDay, spanWords, stateMark, stateWords, utcBeside, utcSpan, utcTime } from './status-words.ts';

type Shown = PublicStatus['services'][number];

const escape: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const e = (text: string) =>
  safe(text.replaceAll(/[\r\n\t]+/g, ' '), Number.POSITIVE_INFINITY).replaceAll(
    /[&<>"']/g,
    (mark) => escape[mark] ?? mark,
  );

/** The status page: one sentence, then each service with its days, then what is planned. It needs no script. */
export function statusPage(status: PublicStatus): string {
  const made = utcTime(status.madeAt);
  return page(
    `${status.name}: ${plain(status.services)}`,
    `<header><div class="bar"><div class="inner"><b>${level(status.services)}${e(status.name)}</b><time datetime="${iso(status.madeAt)}">As of ${made}</time></div></div>
<div class="inner"><h1>${sentence(status)}</h1></div></header>
<main class="inner"><section aria-labelledby="services"><h2 id="services">Services</h2>
<p class="note">The last 90 days, one bar a day. Days and times are of UTC.</p>
${status.services.map((one) => service(one, status.madeAt)).join('\n')}
</section>
<p class="key">${(['in-order', 'window', 'degraded', 'down', 'unknown'] as const).map(key).join('')}</p>
<section aria-labelledby="planned"><h2 id="planned">Planned work</h2>${plannedList(status)}</section></main>
<footer class="inner">As it was known at ${made}. Load the page anew to see what has changed since.</footer>`,
  );
}

/** What is shown where there is no such page. */
export function statusGone(): string {
  return page(
    'Nothing here',
    `<header><div class="bar"><div class="inner"><b>Status</b></div></div><div class="inner"><h1>There is no page at this address.</h1></div></header>
<main class="inner"><p>Its address was mistyped, or it was taken back. Ask whoever gave it to you for the one of now.</p></main>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow"><title>${e(title)}</title><link rel="icon" href="/mark.svg"><link rel="stylesheet" href="/status.css"></head><body>${body}</body></html>`;
}

const iso = (time: number) => new Date(time).toISOString();
const of = (services: readonly Shown[], state: ServiceState) => services.filter((one) => one.state === state);
const names = (services: readonly Shown[]) => new Intl.ListFormat('en-GB').format(services.map(({ name }) => name));
const verb = (services: readonly Shown[]) => (services.length === 1 ? 'is' : 'are');

/** What is wrong now, worst first, in one line without marks. */
function plain(services: readonly Shown[]): string {
  for (const state of ['down', 'degraded', 'unknown', 'window'] as const) {
    const some = of(services, state);
    if (some.length > 0) return `${names(some)} ${verb(some)} ${stateWords[state].said}`;
  }
  return services.length === 0 ? 'nothing to show' : 'everything is in order';
}

function sentence({ services, madeAt }: PublicStatus): string {
  if (services.length === 0) return 'There is no service to show.';
  const loud = (['down', 'degraded'] as const).flatMap((state) => said(services, state, madeAt));
  const pale = (['unknown', 'window'] as const).flatMap((state) => said(services, state, madeAt));
  if (loud.length === 0 && pale.length === 0) return 'Everything is in order.';
  const [first, rest] = loud.length > 0 ? [loud, pale] : [pale, []];
  const words = rest.length > 0 ? ` <span>${rest.join(' ')}</span>` : '';
  const mark = loud.length > 0 ? stateMark(of(services, 'down').length > 0 ? 'down' : 'degraded') : '';
  return `${mark}${first.join(' ')}${words}`;
}

function said(services: readonly Shown[], state: ServiceState, madeAt: number): string[] {
  const some = of(services, state);
  const [one] = some;
  if (!one) return [];
  const since = some.length === 1 && one.since !== null ? ` since ${utcBeside(one.since, madeAt)}` : '';
  return [`<strong>${e(names(some))}</strong> ${verb(some)} ${stateWords[state].said}${since}.`];
}

function service(one: Shown, madeAt: number): string {
  const { word } = stateWords[one.state];
  const since = one.since === null || one.state === 'in-order' ? '' : ` since ${utcBeside(one.since, madeAt)}`;
  const about = one.description.trim() === '' ? '' : `<p class="about">${e(one.description)}</p>`;
  return `<article><div class="head"><h3>${e(one.name)}</h3><span class="st ${one.state}">${stateMark(one.state)}${word}${since}</span></div>${about}
${bars(one)}${dayByDay(one)}</article>`;
}

const heights: Readonly<Record<ServiceState, number>> = {
  down: 32,
  degraded: 22,
  window: 14,
  unknown: 3,
  'in-order': 7,
};

function bars({ days, name }: Shown): string {
  const width = days.length * 4;
  const rects = days.map(({ day, state, downSeconds }, i) => {
    const height = heights[state];
    return `<rect class="d-${state}" x="${i * 4}" y="${32 - height}" width="3" height="${height}"><title>${dayWords({ day, state, downSeconds })}</title></rect>`;
  });
  const label = `${name}: ${summary(days)}`;
  return `<svg class="days" viewBox="0 0 ${width} 32" preserveAspectRatio="none" role="img" aria-label="${e(label)}">${rects.join('')}</svg>
<div class="ends"><span>${shortDay(days[0]?.day)}</span><span class="sum">${summary(days)}</span><span>today</span></div>`;
}

/** The days in words. */
function summary(days: Shown['days']): string {
  const known = days.filter(({ state }) => state !== 'unknown').length;
  const down = days.filter(({ downSeconds }) => downSeconds > 0);
  const seconds = down.reduce((sum, { downSeconds }) => sum + downSeconds, 0);
  const from = known < days.length && known > 0 ? `, known for ${known} ${known === 1 ? 'day' : 'days'}` : '';
  if (known === 0) return 'nothing known yet';
  if (down.length === 0) return `no outage${from}`;
  return `an outage on ${down.length} ${down.length === 1 ? 'day' : 'days'}, ${spanWords(seconds)} in all${from}`;
}

function dayByDay({ days }: Shown): string {
  const told = days.filter(({ state }) => state !== 'in-order' && state !== 'unknown').toReversed();
  if (told.length === 0) return '';
  const items = told.map(({ day, state, downSeconds }) => {
    const span = downSeconds > 0 ? `, ${spanWords(downSeconds)}` : '';
    return `<li><time datetime="${day}">${shortDay(day)}</time><span class="st ${state}">${stateMark(state)}${stateWords[state].word}${span}</span></li>`;
  });
  return `<details><summary>Day by day</summary><ul class="list">${items.join('')}</ul></details>`;
}

const key = (state: ServiceState) =>
  `<span><svg viewBox="0 0 3 32" preserveAspectRatio="none" aria-hidden="true"><rect class="d-${state}" y="${32 - heights[state]}" width="3" height="${heights[state]}"/></svg>${stateWords[state].word}</span>`;

function plannedList({ planned, madeAt }: PublicStatus): string {
  if (planned.length === 0) return '<p class="note">Nothing in the next 14 days.</p>';
  const items = planned.map(({ name, from, to }) => {
    return `<li><span>${utcSpan(from, to, madeAt)}</span><span>${e(name)}</span></li>`;
  });
  return `<ul class="list">${items.join('')}</ul>`;
}

/** The mark: the bubble stands between its ticks when all is in order. */
function level(services: readonly Shown[]): string {
  const drift = of(services, 'down').length > 0 ? 26 : of(services, 'degraded').length > 0 ? 23 : 17;
  const tint = drift === 26 ? '#f4697e' : drift === 23 ? '#fdb531' : '#68caaf';
  return `<svg viewBox="0 0 34 16" aria-hidden="true"><rect x="1" y="1" width="32" height="14" rx="7" fill="none" stroke="#e4edea" stroke-width="1.6"/><path d="M12.500 1v14M21.500 1v14" stroke="#e4edea" stroke-width="1.200"/><circle cx="${drift}" cy="8" r="3.600" fill="${tint}"/></svg>`;
}
