/** What comes with a mail, and what stands on paper. */
import { execFileSync } from 'node:child_process';
import { requires } from './requires.ts';

/** The files of a mail, by the kinds they say they are. */
export function filesIn(raw: string): Map<string, Buffer> {
  const parts = raw.split(/\r\n--[^\r\n]+/).map((part) => part.split(/\r\n\r\n([\s\S]*)/));
  return new Map(
    parts.flatMap(([head = '', body = '']) => {
      const kind = /content-type: ([\w/-]+)/i.exec(head)?.[1];
      return kind !== undefined && /base64/i.test(head) ? [[kind, Buffer.from(body, 'base64')]] : [];
    }),
  );
}

/** Lines are broken where the paper wants it. */
export const tight = (text: string) => text.replaceAll(/\s/gu, '');

/** All that a PDF says, without spaces. */
export const paperText = (file: string) =>
  tight(execFileSync(requires('pdftotext').path, ['-layout', file, '-'], { encoding: 'utf8' }));
