import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cellWritten } from '@fettle/shared/reports/format';
import { hostileTexts } from '../../support/hostile-texts.ts';
import { requires } from '../../support/requires.ts';
import { everywhere, sampleReport } from '../../support/sample-report.ts';
import { renderPdf } from '@fettle/collector/edge/renderers/pdf';

const place = { address: 'https://fettle.example', id: 'k1' };
const pdf = Buffer.from(await renderPdf(sampleReport, place));
const raw = pdf.toString('latin1');

/** The objects of a file with their streams opened. */
function opened(bytes: Buffer): string {
  const file = bytes.toString('latin1');
  return file.replaceAll(/stream\n([\s\S]*?)\nendstream/g, (whole, data: string) => {
    try {
      return inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
    } catch {
      return whole;
    }
  });
}

function textOfPdf(bytes: Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'fettle-pdf-')), 'report.pdf');
  writeFileSync(file, bytes);
  return execFileSync(requires('pdftotext').path, ['-layout', file, '-'], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
}
const tight = (text: string) => text.replaceAll(/\s/gu, '');

describe('a report as PDF', () => {
  it('is tagged: a language, a title, heads of tables, figures that say what they show', () => {
    expect(raw.startsWith('%PDF-1.7')).toBe(true);
    for (const part of ['/Marked true', '/Lang (en-GB)', '/StructTreeRoot', '/DisplayDocTitle true'])
      expect(raw).toContain(part);
    const counts = Object.fromEntries(
      ['H1', 'H2', 'H3', 'Table', 'TR', 'TH', 'TD', 'Figure', 'Note', 'Link'].map((tag) => [
        tag,
        raw.split(new RegExp(`/S /${tag}\\b`)).length - 1,
      ]),
    );
    expect(counts).toMatchObject({ H1: 1, H2: sampleReport.sections.length + 1, Table: 3, Note: 6, Link: 6 });
    // 400 devices, 6 services, 4 names, each table with its head, two with a total.
    expect(counts['TR']).toBe(400 + 6 + 4 + 3 + 2);
    expect(raw.split('/Scope /Column').length - 1).toBe(7 + 9 + 3);
    expect(raw.match(/\/S \/Figure/g)).toHaveLength((raw.match(/\/Alt \(/g)?.length ?? 0) - (counts['Link'] ?? 0));
  });

  it('has its fonts inside, as subsets, and no other', () => {
    const fonts = [...raw.matchAll(/\/BaseFont \/([\w+-]+)/g)].map(([, name = '']) => name);
    expect(fonts.length).toBeGreaterThan(1);
    expect(fonts.filter((name) => !/^[A-Z]{6}\+(?:AtkinsonHyperlegibleNext|NotoSans)/.test(name))).toEqual([]);
  });

  it('has a list of contents, and says nothing that runs', () => {
    expect(raw.match(/\/Title \(/g)?.length).toBeGreaterThanOrEqual(sampleReport.sections.length);
    expect(opened(pdf)).not.toMatch(/\/(?:JavaScript|JS|Launch|OpenAction|EmbeddedFile|AA)\b/);
    expect(raw).toMatch(/\/Type \/Outlines|\/Outlines /);
  });

  it('is the same twice', async () => {
    const short = { ...sampleReport, sections: sampleReport.sections.slice(0, 5) };
    const [one, again] = [await renderPdf(short, place), await renderPdf(short, place)];
    const fixed = (bytes: Uint8Array) =>
      Buffer.from(bytes)
        .toString('latin1')
        .replaceAll(/\/ID \[[^\]]*\]/g, '')
        .replaceAll(/uuid:[\w-]+/g, '');
    expect(fixed(again)).toBe(fixed(one));
  });

  requires('pdftotext').test('says every number of the document, and which page of how many', () => {
    const said = tight(textOfPdf(pdf));
    const frame = { currency: 'EUR', zone: 'Europe/Berlin' };
    const missing: string[] = [];
    for (const { blocks } of sampleReport.sections) {
      for (const block of blocks) {
        if (block.kind !== 'table' && block.kind !== 'figures') continue;
        const cells =
          block.kind === 'figures'
            ? block.items.map((item) => ({ cell: item.cell, how: item }))
            : block.rows.flatMap((row) => row.map((cell, index) => ({ cell, how: block.columns[index] })));
        for (const { cell, how } of cells) {
          if (how === undefined || typeof cell.value !== 'number') continue;
          const { before, parts } = cellWritten(cell, how, frame);
          const words = tight(`${before}${parts.map(({ figure, unit }) => `${figure}${unit}`).join('')}`);
          if (!said.includes(words)) missing.push(words);
        }
      }
    }
    expect(missing).toEqual([]);
    expect(said).toContain('1of12');
    expect(said).toContain('https://fettle.example/reports/k1/bases/order-intake');
    // Letters that are drawn as boxes can be copied all the same.
    expect(said).toContain('東京');
    expect(said).toContain('Αθήνα,Київ');
  });

  it.each(Object.entries(hostileTexts).filter(([name]) => name !== 'long'))(
    'takes %s everywhere as text',
    async (_, hostile) => {
      const bytes = Buffer.from(
        await renderPdf(
          {
            ...everywhere(hostile, { ...sampleReport, sections: sampleReport.sections.slice(0, -1) }),
            brand: { name: hostile, accent: null, logo: { type: 'image/png', base64: 'AAAA' }, foot: hostile },
          },
          place,
        ),
      );
      expect(opened(bytes)).not.toMatch(/\/(?:JavaScript|JS|Launch|OpenAction|AA)\b/);
      const titles = [...bytes.toString('latin1').matchAll(/\/Title \((?:[^()\\]|\\.)*\)/gs)];
      expect(titles.length).toBeGreaterThan(5);
    },
  );

  it('breaks a word of ten thousand letters rather than run off the paper', async () => {
    const words = 'x'.repeat(10_240);
    const short = { ...sampleReport, sections: sampleReport.sections.slice(0, 2) };
    expect((await renderPdf(everywhere(words, short), place)).length).toBeGreaterThan(10_000);
  });
});
