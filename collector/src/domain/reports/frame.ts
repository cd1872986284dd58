// pure
import type { Brand, Figure, Phrase, ReportDocument, Section, Sentence } from '@fettle/shared/reports/document';
import { looseEnds } from './basis-book.ts';
import type { Ask, ReportBody, ReportKind } from './kind.ts';
import { spanWords } from './period.ts';

/** For whom a report is, and how it looks. */
export interface Dress {
  readonly madeFor: string | null;
  readonly brand: Brand | null;
}

/** Puts the frame around what a kind gave. @throws Error when a number of it cannot be followed: the kind is wrong */
export function frame(
  kind: Pick<ReportKind, 'id' | 'title'>,
  ask: Ask,
  body: ReportBody,
  { madeFor, brand }: Dress,
): ReportDocument {
  const [loose] = looseEnds(body);
  if (loose !== undefined) throw new Error(`report ${kind.id}: ${loose}`);
  const { from, to, zone, before, now, currency } = ask;
  return {
    version: 1,
    kind: kind.id,
    title: kind.title,
    subtitle: subtitleOf(ask),
    sentence: tidy(body.sentence),
    from,
    to,
    zone,
    before,
    madeAt: now,
    madeFor,
    currency,
    brand,
    counted: body.counted,
    sections: body.sections.map(leading),
    bases: body.bases,
  };
}

/** One space between two pieces, none at the end. */
function tidy(sentence: Sentence): Sentence {
  const found = sentence.filter(({ text }) => text !== '');
  return found.map((phrase, place) => {
    const isAfterSpace = place === 0 || (found[place - 1]?.text.endsWith(' ') ?? false);
    const text = isAfterSpace ? phrase.text.trimStart() : phrase.text;
    return { ...phrase, text: place === found.length - 1 ? text.trimEnd() : text };
  });
}

/** The numbers of a figure’s note lead where the figure does, unless they lead elsewhere. */
function leading(section: Section): Section {
  const blocks = section.blocks.map((block) =>
    block.kind === 'figures' ? { ...block, items: block.items.map(withNote) } : block,
  );
  return { ...section, blocks };
}

function withNote(figure: Figure): Figure {
  const { note, cell } = figure;
  const { basis } = cell;
  if (note === undefined || basis === undefined) return figure;
  const leads = (one: Phrase) => (one.basis === undefined && /\d/.test(one.text) ? { ...one, basis } : one);
  return { ...figure, note: note.map(leads) };
}

/** `October 2026, all sites, Europe/Berlin` */
export function subtitleOf({ from, to, zone, period, site, service, scope }: Ask): string {
  const { sites, selector } = scope;
  const where = site ?? (sites === 'all' ? 'all sites' : sites.join(', '));
  const narrowed = [selector ?? null, service === null ? null : `service ${service}`].filter((one) => one !== null);
  return [spanWords({ from, to, zone, period }), where, ...narrowed, zone].join(', ');
}
