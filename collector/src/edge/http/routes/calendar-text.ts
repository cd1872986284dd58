// pure
import { plain } from '@fettle/shared/plain';
import type { PublicCalendar } from '../../../domain/services/index.ts';

/** Octets of one line, RFC 5545 section 3.1. */
const lineAtMost = 75;

/** A calendar as RFC 5545 has it: times of UTC, one event for each opening, the same id each time it is asked for. */
export function calendarText({ name, work }: PublicCalendar, now: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fettle//Planned work//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...work.flatMap((one) => [
      'BEGIN:VEVENT',
      `UID:${one.uid}@fettle`,
      `DTSTAMP:${utc(now)}`,
      `DTSTART:${utc(one.from)}`,
      `DTEND:${utc(one.to)}`,
      `SUMMARY:${escaped(one.name)}`,
      `CATEGORIES:${one.kind === 'window' ? 'MAINTENANCE' : 'CHANGE'}`,
      'STATUS:CONFIRMED',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** `20261130T010500Z`; parts of a second are left out. */
const utc = (time: number) => new Date(time).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

/** Texts, RFC 5545 section 3.3.11; what steers, hides or turns has no place in one. */
const escaped = (text: string) =>
  text
    .split(/\r\n|[\r\n]/)
    .map((one) => plain(one, Number.POSITIVE_INFINITY).replaceAll(/[\\;,]/g, (mark) => `\\${mark}`))
    .join('\\n');

/** No line is longer than 75 octets; a character is never cut in two. */
function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > lineAtMost) {
      pieces.push(piece);
      // The space that marks what goes on counts, too.
      piece = '';
      octets = 1;
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join('\r\n ');
}

function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
