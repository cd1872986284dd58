import { hasBasis, ownPath, type Paper, basisPath } from './paper.ts';

interface LedProps {
  readonly paper: Paper;
  readonly basis?: string | null | undefined;
  readonly link?: string | undefined;
  readonly children: preact.ComponentChildren;
}

/** What is inside leads to what it was reckoned from, else to its page, else nowhere. */
export function Led({ paper, basis, link, children }: LedProps) {
  if (hasBasis(paper, basis)) {
    if (paper.report !== undefined)
      return (
        <a class="src" href={basisPath(paper.report, basis)}>
          {children}
        </a>
      );
    return (
      <button class="src" type="button" onClick={() => paper.open(basis)}>
        {children}
      </button>
    );
  }
  const page = ownPath(link);
  return page === undefined ? <>{children}</> : <a href={page}>{children}</a>;
}
