import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The dashboard's own sheets, from this checkout: a report on paper speaks its language because it is the same. */
const folder = new URL('../../../../../dashboard/src/styles/', import.meta.url);
const sheets = ['tokens', 'base', 'states', 'page', 'table', 'level', 'charts', 'lists', 'document'];
const own = new URL('page.css', import.meta.url);

let read: string | undefined;

/** Fonts become part of the sheet; no address is left in it. */
function withFonts(sheet: string): string {
  return sheet.replaceAll(/url\('(fonts\/[\w-]+\.woff2)'\)/g, (_, path: string) => {
    // Selectors and hashes do not stand in reports: their font is left out.
    if (path.includes('mono')) return "local('monospace')";
    return `url(data:font/woff2;base64,${readFileSync(new URL(path, folder)).toString('base64')})`;
  });
}

const bare = (sheet: string) => sheet.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\n\s*/g, '\n');

/** All that a report needs, read once. */
function styleSheet(): string {
  read ??= withFonts(
    bare(
      [...sheets.map((name) => readFileSync(new URL(`${name}.css`, folder), 'utf8')), readFileSync(own, 'utf8')].join(
        '\n',
      ),
    ),
  );
  return read;
}

/** What a name or a foot may hold inside a quoted text of CSS. */
const quoted = (text: string) =>
  `"${text.replaceAll(/[^\p{L}\p{N} .,:–·-]/gu, (sign) => `\\${(sign.codePointAt(0) ?? 0).toString(16)} `)}"`;

interface Own {
  /** `#12393a`; anything else is not taken. */
  readonly accent: string | null;
  /** The foot of every printed page. */
  readonly foot: string;
}

/** The sheet of one report, and the policy that lets exactly this sheet in and no script at all. */
export function styleOf({ accent, foot }: Own): { sheet: string; policy: string } {
  const brand =
    accent !== null && /^#[0-9a-f]{6}$/i.test(accent)
      ? `.fascia{--fascia:${accent}}.fascia>*{--ink-2:#fff;--ink-3:#fff}.fascia .sentence{color:#fff}`
      : '';
  const page = `@page{@bottom-left{content:${quoted(foot)};font:7.5pt "Atkinson Next",sans-serif;color:#5d6c68}@bottom-right{content:counter(page) " of " counter(pages);font:7.5pt "Atkinson Next",sans-serif;color:#5d6c68}}`;
  const sheet = `\n${styleSheet()}${brand}${page}\n`;
  const hash = createHash('sha256').update(sheet).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
  return { sheet, policy };
}
