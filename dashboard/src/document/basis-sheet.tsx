import type { Basis, ReportDocument } from '@fettle/shared/reports/document';
import { useEffect, useRef } from 'preact/hooks';
import { counted, number } from '../format/count.ts';
import { incidentPath, runPath } from '../routes.ts';
import { clean } from './cell.tsx';
import { ownPath } from './paper.ts';

interface BasisSheetProps {
  readonly document: ReportDocument;
  readonly shown: string;
  readonly open: (key: string) => void;
  readonly close: () => void;
}

/** So many of a list stand in the sheet; a kept report has a page for all. */
const most = 30;

function links(basis: Basis): { href: string; words: string }[] {
  const of = (ids: readonly string[] | undefined, path: (id: string) => string, what: string) =>
    (ids ?? []).map((id, index) => ({ href: path(id), words: `${what} ${number(index + 1)}` }));
  const series = (basis.series ?? []).map(({ device, metric, from, to }) => ({
    href: `/explore?${new URLSearchParams({ device, metric, from: String(from), to: String(to) })}`,
    words: metric,
  }));
  const services = (basis.services ?? []).map(({ id }) => ({ href: `/services/${encodeURIComponent(id)}`, words: id }));
  const pages = (basis.pages ?? []).flatMap(({ words, link }) => {
    const href = ownPath(link);
    return href === undefined ? [] : [{ href, words: clean(words) }];
  });
  return [
    ...of(basis.incidents, incidentPath, 'incident'),
    ...of(basis.runs, runPath, 'run'),
    ...services,
    ...series,
    ...pages,
  ];
}

/** What a number of a document that is not kept was reckoned from. */
export function BasisSheet({ document, shown, open, close }: BasisSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const basis = document.bases[shown];
  if (basis === undefined) return null;
  const all = links(basis);
  return (
    <dialog ref={dialog} class="sheet basis-sheet" aria-labelledby="basis-title" onClose={close}>
      <h2 id="basis-title">{clean(basis.title)}</h2>
      <p>{clean(basis.formula)}</p>
      {(basis.bases ?? []).length === 0 ? null : (
        <p class="dense">
          Reckoned from{' '}
          {(basis.bases ?? []).map((key, index) => (
            <span key={key}>
              {index === 0 ? '' : ', '}
              <button class="src" type="button" onClick={() => open(key)}>
                {clean(document.bases[key]?.title ?? key)}
              </button>
            </span>
          ))}
          .
        </p>
      )}
      {all.length === 0 ? null : (
        <ul class="basis-links">
          {all.slice(0, most).map(({ href, words }) => (
            <li key={`${href} ${words}`}>
              <a href={href}>{words}</a>
            </li>
          ))}
        </ul>
      )}
      {all.length > most ? (
        <p class="quiet dense">
          and {counted(all.length - most, 'more', 'more')}; a report that is kept has them all on a page.
        </p>
      ) : null}
      <div class="acts">
        <button class="b" type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}
