import { useLayoutEffect, useState } from 'preact/hooks';

/** Where the list lies against the view, in pixels. */
export interface View {
  /** How far its top lies over that of the view. */
  readonly above: number;
  readonly view: number;
  /** Height of a line, as those that are drawn have it. */
  readonly row: number;
}

const usualRow = 31;
const heightOf = (element: Element) => element.getBoundingClientRect().height;

function rowHeight(body: HTMLTableSectionElement): number {
  const drawn = body.querySelectorAll('tr:not(.gap)').length;
  const gaps = [...body.querySelectorAll('tr.gap')].reduce((sum, gap) => sum + heightOf(gap), 0);
  const height = heightOf(body) - gaps;
  return drawn > 0 && height > 0 ? height / drawn : usualRow;
}

/** The view as it is now, and after every scroll and change of size. */
export function useView(body: { current: HTMLTableSectionElement | null }): View {
  const [view, setView] = useState<View>({ above: 0, view: globalThis.innerHeight, row: usualRow });
  const measure = () => {
    const element = body.current;
    if (!element) return;
    const row = rowHeight(element);
    const above = -element.getBoundingClientRect().top;
    setView((before) =>
      Math.abs(before.above - above) < 1 && Math.abs(before.row - row) < 0.05 && before.view === innerHeight
        ? before
        : { above, view: innerHeight, row },
    );
  };
  useLayoutEffect(() => {
    measure();
    let asked = 0;
    const later = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(measure);
    };
    addEventListener('scroll', later, { passive: true });
    const sizes = new ResizeObserver(later);
    sizes.observe(document.body);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener('scroll', later);
      sizes.disconnect();
    };
  }, []);
  return view;
}
