// pure
// What is wrong with what people read of the business: pages, calendars, tables.

/** What a terminal obeys, and what hides or turns writing. */
export const steering = /[^\P{C}\r\n\t]|[\p{Zl}\p{Zp}]/u;
const plainTag = /^<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?>$/i;

/** Markup that nobody of ours wrote, in a page of ours: scripts, handlers, pictures of elsewhere, text that steers. */
export function wrongInPage(html: string): string[] {
  const wrong: string[] = [];
  const tags = html.match(/<[^>]*>/g) ?? [];
  for (const tag of tags) {
    if (/^<(?:script|iframe|object|embed|form|base)\b/i.test(tag)) wrong.push(`has ${tag.slice(0, 80)}`);
    // Attributes without what stands in their quotes.
    const bare = tag.replaceAll(/"[^"]*"/g, '""');
    if (/\son[a-z]+\s*=/i.test(bare)) wrong.push(`acts: ${tag.slice(0, 80)}`);
    if (/(?:src|href)\s*=\s*"?\s*(?:javascript|data:text)/i.test(tag)) wrong.push(`leads to ${tag.slice(0, 80)}`);
    if (!plainTag.test(tag) && !/^<!/.test(tag)) wrong.push(`is no tag: ${tag.slice(0, 80)}`);
  }
  const steers = steering.exec(html);
  if (steers) wrong.push(`steers: U+${steers[0].codePointAt(0)?.toString(16)}`);
  return wrong;
}

const known =
  /^(?:BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|X-WR-CALNAME|REFRESH-INTERVAL;VALUE=DURATION|X-PUBLISHED-TTL|UID|DTSTAMP|DTSTART|DTEND|SUMMARY|CATEGORIES|STATUS|TRANSP):/;

/** @param events so many entries were put into it */
export function wrongInCalendar(text: string, events: number): string[] {
  const wrong: string[] = [];
  const raw = text.split('\r\n');
  if (raw.some((line) => Buffer.byteLength(line) > 75)) wrong.push('a line is longer than 75 octets');
  if (raw.some((line) => /[\r\n]/.test(line))) wrong.push('a line ends otherwise');
  const lines = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  for (const line of lines) if (!known.test(line)) wrong.push(`has a line ${line.slice(0, 60)}`);
  for (const name of ['BEGIN:VEVENT', 'END:VEVENT', 'UID:', 'SUMMARY:']) {
    const count = lines.filter((line) => line.startsWith(name)).length;
    if (count !== events) wrong.push(`has ${count} lines ${name}`);
  }
  if (steering.test(text)) wrong.push('steers');
  return wrong;
}

/** Cells of RFC 4180, row by row. */
export function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^,\r\n"]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

/** Cells that a spreadsheet would reckon with, and what steers a terminal that shows them. */
export function wrongInCsv(csv: string): string[] {
  const cells = cellsOf(csv);
  const wrong = cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell) && !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(cell));
  return [...wrong.map((cell) => `reckons: ${cell.slice(0, 60)}`), ...(steering.test(csv) ? ['steers'] : [])];
}
