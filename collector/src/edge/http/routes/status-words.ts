// pure
import type { ServiceState } from '@fettle/shared/api/services';

/** A state by itself, and in a sentence after “is”. */
export const stateWords: Readonly<Record<ServiceState, { readonly word: string; readonly said: string }>> = {
  down: { word: 'Down', said: 'down' },
  degraded: { word: 'Not quite in order', said: 'not quite in order' },
  window: { word: 'Planned work', said: 'out for planned work' },
  unknown: { word: 'Nobody can tell', said: 'out of sight: nobody can tell' },
  'in-order': { word: 'In order', said: 'in order' },
};

const shapes: Readonly<Record<ServiceState, string>> = {
  down: '<path d="M8 0l8 8-8 8-8-8z"/>',
  degraded: '<path d="M8 1l8 14H0z"/>',
  window: '<path d="M2 1h4v14H2zM10 1h4v14h-4z"/>',
  unknown: '<rect x="2" y="2" width="12" height="12"/>',
  'in-order': '<rect x="4" y="4" width="8" height="8"/>',
};

/** The shape of a state: seen without its colour it is still another. */
export const stateMark = (state: ServiceState) =>
  `<svg class="m-${state}" viewBox="0 0 16 16" aria-hidden="true">${shapes[state]}</svg>`;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `30 Nov 2026` of `2026-11-30`. */
export function shortDay(day = ''): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${months[Number(month) - 1] ?? ''} ${year}`;
}

/** `30 Nov 2026, 01:20 UTC` */
export function utcTime(time: number): string {
  const text = new Date(time).toISOString();
  return `${shortDay(text.slice(0, 10))}, ${text.slice(11, 16)} UTC`;
}

/** `14:26 UTC` of the same day, `3 Jun, 14:26 UTC` of the same year. */
export function utcBeside(time: number, now: number): string {
  const [text, other] = [time, now].map((one) => new Date(one).toISOString()) as [string, string];
  const hour = `${text.slice(11, 16)} UTC`;
  if (text.slice(0, 10) === other.slice(0, 10)) return hour;
  const day = shortDay(text.slice(0, 10));
  return `${text.slice(0, 4) === other.slice(0, 4) ? day.slice(0, -5) : day}, ${hour}`;
}

/** `15 Jun, 18:00 to 22:00 UTC` */
export function utcSpan(from: number, to: number, now: number): string {
  const day = utcTime(from).slice(0, -' UTC'.length);
  const begin = new Date(from).getUTCFullYear() === new Date(now).getUTCFullYear() ? day.replace(/ \d{4},/, ',') : day;
  return `${begin} to ${utcBeside(to, from)}`;
}

/** `42 s`, `12 min`, `3 h 5 min`, `2 d 4 h`; of minutes and longer rounded half up to the smaller unit. */
export function spanWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60 + 0.5);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'min');
  const whole = Math.floor(minutes / 60 + 0.5);
  return pair(Math.floor(whole / 24), 'd', whole % 24, 'h');
}

const pair = (a: number, unit: string, b: number, smaller: string) =>
  `${a} ${unit}${b === 0 ? '' : ` ${b} ${smaller}`}`;

export function dayWords(one: { readonly day: string; readonly state: ServiceState; readonly downSeconds: number }) {
  const span = one.downSeconds > 0 ? `, down for ${spanWords(one.downSeconds)}` : '';
  return `${shortDay(one.day)}: ${stateWords[one.state].word.toLowerCase()}${span}`;
}
