import type { Brand, ReportDocument } from '@fettle/shared/reports/document';
import { comparedWords, madeWords, spanWords } from '@fettle/shared/reports/frame-words';
import { notesOf } from '@fettle/shared/reports/notes';
import { sectionMarkup } from './html/blocks.ts';
import { sentenceMarkup } from './html/cells.ts';
import { Markup, markup } from './html/markup.ts';
import { basisOf, type Paper } from './html/paper.ts';
import { symbols } from './html/shapes.ts';
import { styleOf } from './html/styles.ts';

/** Where a page that leaves the collector leads back to. */
export interface Place {
  /** The collector's address, `https://fettle.example`, without a slash at its end. */
  readonly address: string;
  /** The report's id; null: it is not kept, so its numbers lead nowhere. */
  readonly id: string | null;
}

/** The document as one HTML file: its styles and fonts inside, no script, its own content security policy. */
export function renderHtml(document: ReportDocument, place: Place): string {
  const notes = place.id === null ? new Map() : notesOf(document);
  const frame = { currency: document.currency, zone: document.zone };
  const paper: Paper = { document, frame, address: trusted(place.address), id: place.id, notes };
  const { sheet, policy } = styleOf({ accent: document.brand?.accent ?? null, foot: footOf(document) });
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${document.title} · ${document.subtitle}</title>
<style>${new Markup(sheet)}</style>
</head>
<body>
${symbols}
<a class="skip" href="#main">Skip to the content</a>
${headOf(paper)}
<main id="main" class="doc" tabindex="-1">
${document.sections.map((section, index) => sectionMarkup(paper, section, index))}
${footnotes(paper)}
</main>
${feet(document)}
</body>
</html>
`.text;
}

/** The policy that the file names in its head; whoever serves it must not send another that is stricter. */
export function policyOf(html: string): string {
  return /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "default-src 'none'";
}

/** Only an address of the web may stand before the paths of a report. */
const trusted = (address: string) => (/^https?:\/\/[^\s"'<>]+$/.test(address) ? address.replace(/\/+$/, '') : '');

const footOf = (document: ReportDocument) =>
  [document.brand?.name, document.title, spanWords(document.from, document.to, document.zone), madeWords(document)]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');

const mark = markup`<svg viewBox="0 0 34 16" aria-hidden="true"><rect x="1" y="1" width="32" height="14" rx="7" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M11 1v14M23 1v14" stroke="currentColor" stroke-width="1.4"/><circle cx="17" cy="8" r="3.8" fill="currentColor"/></svg>`;

function brandMark(brand: Brand | null): Markup {
  if (brand === null) return markup`<span class="mark">${mark}Fettle</span>`;
  const { logo, name } = brand;
  const known = logo !== null && /^image\/(png|jpeg)$/.test(logo.type) && /^[A-Za-z0-9+/=]*$/.test(logo.base64);
  const image = known && markup`<img class="logo" alt="" src="data:${logo.type};base64,${new Markup(logo.base64)}">`;
  return markup`<span class="mark">${image}${name}</span>`;
}

function headOf(paper: Paper): Markup {
  const { title, subtitle, madeFor, sentence, brand } = paper.document;
  const made = madeFor === null || madeFor === '' ? '' : markup`<span class="sep">·</span>made for ${madeFor}`;
  return markup`<header class="fascia"><div class="bar">${brandMark(brand)}</div><div class="say"><h1><b>${title}</b><span class="sep">·</span>${subtitle}${made}</h1><p class="sentence">${sentenceMarkup(paper, sentence)}</p></div></header>`;
}

/** On paper only: what each number was reckoned from, and where that is kept. */
function footnotes(paper: Paper): Markup {
  if (paper.notes.size === 0) return markup``;
  const items = [...paper.notes.values()].map(
    ({ key, basis }) =>
      markup`<li><b>${basis.title}.</b> ${basis.formula} <span class="address">${basisOf(paper, key)}</span></li>`,
  );
  return markup`<section class="sec w3 footnotes" aria-label="Where the numbers come from"><header><h2>Where the numbers come from</h2></header><ol>${items}</ol></section>`;
}

function feet(document: ReportDocument): Markup {
  const parts = [
    madeWords(document),
    comparedWords(document),
    document.brand?.foot ?? '',
    document.brand === null ? '' : 'Made with Fettle',
  ];
  return markup`<footer class="foot">${parts.filter((part) => part !== '').map((part) => markup`<span>${part}</span>`)}</footer>`;
}
