import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Cell, ReportDocument } from '@fettle/shared/reports/document';
import { hostileTexts } from '../../support/hostile-texts.ts';
import { everywhere, sampleReport } from '../../support/sample-report.ts';
import { policyOf, renderHtml } from '@fettle/collector/edge/renderers/html';

const place = { address: 'https://fettle.example', id: 'k1' };
const html = renderHtml(sampleReport, place);
const text = (markup: string) =>
  markup
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&');
const linksIn = (markup: string) =>
  [...markup.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

function cells(document: ReportDocument): Cell[] {
  return document.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      if (block.kind === 'figures' || block.kind === 'ledger') return block.items.map(({ cell }) => cell);
      return block.kind === 'table' ? [...block.rows, block.total ?? []].flat() : [];
    }),
  );
}

describe('a report as HTML', () => {
  it('is one file: no script, no address but those of its links, its own sheet by its hash', () => {
    expect(html).not.toMatch(/<script|javascript:|@import|url\((?!data:|#)/);
    expect(linksIn(html).filter((href) => !/^(?:#|https:\/\/fettle\.example\/)/.test(href))).toEqual([]);
    const [, sheet = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    expect(policyOf(html)).toBe(
      `default-src 'none'; style-src 'sha256-${createHash('sha256').update(sheet).digest('base64')}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/ style=/);
  });

  it('leads every number that has a basis to it, and names to their pages', () => {
    const counted = cells(sampleReport).filter(({ basis }) => basis !== undefined).length;
    const shown = linksIn(html).filter((href) => href.startsWith('https://fettle.example/reports/k1/bases/'));
    // More, for sentences and the values of charts lead there too.
    expect(shown.length).toBeGreaterThan(counted);
    expect(new Set(shown.map((href) => href.split('/').at(-1)))).toEqual(new Set(Object.keys(sampleReport.bases)));
    expect(linksIn(html)).toContain('https://fettle.example/devices/d7');
    expect(linksIn(renderHtml(sampleReport, { ...place, id: null })).some((href) => href.includes('/bases/'))).toBe(
      false,
    );
  });

  it('says the numbers as people read them', () => {
    const said = text(html);
    for (const words of [
      '99.93%',
      '38min 12s',
      '€1,430.05',
      '212h',
      '5min',
      '€609.65',
      '15.4GiB',
      '88.9%',
      'nobody',
      'no data',
    ])
      expect(said).toContain(words);
    expect(said).toContain(
      'Made 1 Nov 2026 00:04, Europe/Berlin, from 1,904,113,207\u00a0samples, 184\u00a0incidents, 1,204\u00a0runs of 412\u00a0devices',
    );
    expect(said).toContain('Compared with 1 Sep 2026 – 30 Sep 2026');
  });

  it('shows as many rows as it is told and says that there are more', () => {
    const [section] = sampleReport.sections.slice(-1);
    const block = section?.blocks[0];
    if (section === undefined || block?.kind !== 'table') throw new Error('the sample ends with a table');
    const cut = renderHtml({ ...sampleReport, sections: [{ ...section, blocks: [{ ...block, shown: 20 }] }] }, place);
    expect(cut.split('<tr>')).toHaveLength(1 + 1 + 20 + 1);
    expect(text(cut)).toContain('20 of 400; CSV and JSON have all.');
  });

  it('has a brand’s name, colour and logo, and nothing that only looks like one', () => {
    const logo = { type: 'image/png', base64: 'iVBORw0KGgo=' } as const;
    const branded = renderHtml(
      { ...sampleReport, brand: { name: 'Holm & Partner', accent: '#5f2679', logo, foot: 'Malmö' } },
      place,
    );
    expect(branded).toContain('<img class="logo" alt="" src="data:image/png;base64,iVBORw0KGgo=">Holm &amp; Partner');
    expect(branded).toContain('.fascia{--fascia:#5f2679}');
    const wrong = renderHtml(
      {
        ...sampleReport,
        brand: { name: 'x', accent: '#fff}body{display:none', logo: { ...logo, base64: '"><script>' }, foot: '' },
      },
      place,
    );
    expect(wrong).not.toMatch(/display:none\}|<script|class="logo"/);
  });

  it.each(Object.entries(hostileTexts))('takes %s everywhere as text', (_, hostile) => {
    const attacked = everywhere(hostile.slice(0, 300), {
      ...sampleReport,
      sections: sampleReport.sections.slice(0, -1),
    });
    const markup = renderHtml(
      { ...attacked, brand: { name: hostile, accent: null, logo: null, foot: hostile } },
      { ...place, id: hostile },
    );
    const tags = new Set(
      [...markup.replaceAll(/<style>[\s\S]*?<\/style>/g, '').matchAll(/<([a-z]\w*)/g)].map(([, tag]) => tag),
    );
    expect([...tags].filter((tag) => /^(?:script|img|iframe|object|base)$/.test(tag ?? ''))).toEqual([]);
    expect(markup).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)*\son\w+=/);
    expect(linksIn(markup).filter((href) => !/^(?:#|https:\/\/fettle\.example\/)/.test(href))).toEqual([]);
    expect(markup.match(/<\/style>/g)).toHaveLength(1);
    expect(markup).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it('puts no address before its links that is none', () => {
    expect(
      linksIn(renderHtml(sampleReport, { address: 'javascript:alert(1)//', id: 'k1' })).filter((href) =>
        href.includes('javascript'),
      ),
    ).toEqual([]);
  });
});
