// pure
/** Times as people read them here: 24 h clock, the browser's zone. All arguments are ms since 1970. */
const two = (n: number) => String(n).padStart(2, '0');
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** "14:38" */
export function clock(time: number): string {
  const at = new Date(time);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** "14:38:09" */
export function clockSeconds(time: number): string {
  return `${clock(time)}:${two(new Date(time).getSeconds())}`;
}

/** "Thursday" */
export function weekday(time: number): string {
  return weekdays[new Date(time).getDay()] ?? '';
}

/** "19 Nov", with the year where it is not this year. */
export function date(time: number, now = time): string {
  const at = new Date(time);
  const year = at.getFullYear() === new Date(now).getFullYear() ? '' : ` ${at.getFullYear()}`;
  return `${at.getDate()} ${months[at.getMonth()] ?? ''}${year}`;
}

const startOfDay = (time: number) => new Date(time).setHours(0, 0, 0, 0);

/** "14:38" today, "yesterday 14:38", "Mon 14:38" within a week, else "3 Nov 14:38". */
export function moment(time: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / day);
  if (days === 0) return clock(time);
  if (days === 1) return `yesterday ${clock(time)}`;
  if (days > 1 && days < 7) return `${weekday(time).slice(0, 3)} ${clock(time)}`;
  return `${date(time, now)} ${clock(time)}`;
}

/** For a `title`: local time with its zone, and UTC. */
export function exact(time: number): string {
  const local = new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
  return `${local} · ${new Date(time).toISOString().replace('T', ' ').replace('Z', ' UTC')}`;
}

/** A span in its two largest units: "4 s", "17 min", "2 h 14 min", "3 d 6 h". Negative spans are 0. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return join(hours, 'h', minutes % 60, 'min');
  return join(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** A long span in round words: "14 d", "5 y". */
export function long(ms: number): string {
  const days = Math.round(ms / day);
  return days >= 730 ? `${Math.round(days / 365.25)} y` : `${days} d`;
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** An age as a figure with one unit, for columns: { figure: "17", unit: "min" }. Below 10 s with one digit after the point. */
export function age(ms: number): { figure: string; unit: string } {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return { figure: seconds.toFixed(1), unit: 's' };
  if (seconds < 120) return { figure: String(Math.round(seconds)), unit: 's' };
  if (seconds < 7200) return { figure: String(Math.round(seconds / 60)), unit: 'min' };
  if (seconds < 172_800) return { figure: String(Math.round(seconds / 3600)), unit: 'h' };
  return { figure: String(Math.round(seconds / 86_400)), unit: 'd' };
}

/** "every 10 s", "every 5 min" */
export function every(interval: number): string {
  return interval < 1000 ? `every ${interval} ms` : `every ${span(interval)}`;
}
