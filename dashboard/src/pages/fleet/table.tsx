import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { minute, span as spanWords } from '../../format/time.ts';
import { useKeys } from '../../parts/keys.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { clockNow } from '../../state/clock.ts';
import { readSparks, type Sparks, sparkWindow } from '../../state/fleet.ts';
import { resource } from '../../state/resource.ts';
import { DeviceRow } from './device-row.tsx';
import { useFigures } from './figures.ts';
import type { Line } from './groups.ts';
import { toSee, windowOf } from './window.ts';

/** The lines of the rows in sight, read anew every minute, and when one has scrolled and rests. */
function useSparks(ids: readonly string[], window: ReturnType<typeof sparkWindow>): Sparks {
  const key = ids.toSorted().join();
  const current = useRef({ key, window });
  current.current = { key, window };
  const [sparks] = useState(() =>
    resource<Sparks>((signal) =>
      readSparks(current.current.key.split(','), { ...current.current.window, now: clockNow() }, signal),
    ),
  );
  useEffect(() => {
    if (key === '') return undefined;
    const soon = setTimeout(() => void sparks.load(), 200);
    const timer = setInterval(() => document.hidden || void sparks.load(), Math.min(minute, 6 * window.step));
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [key, window.span]);
  return sparks.value.value ?? new Map();
}

/** Where the list lies against the view, in pixels; a line's height is measured on those that are drawn. */
function useView(body: { current: HTMLTableSectionElement | null }) {
  const [view, setView] = useState({ above: 0, view: globalThis.innerHeight, row: 31 });
  const measure = () => {
    const element = body.current;
    if (!element) return;
    const drawn = [...element.querySelectorAll<HTMLElement>('tr:not(.gap)')];
    const [first, last] = [drawn[0], drawn.at(-1)];
    const height = first && last ? last.getBoundingClientRect().bottom - first.getBoundingClientRect().top : 0;
    const row = drawn.length > 0 && height > 0 ? height / drawn.length : 31;
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

/** `j` and `k`: from device to device, also to those that are not drawn yet. */
function useSteps(lines: readonly Line[], view: ReturnType<typeof useView>, body: { current: HTMLElement | null }) {
  const at = useRef<string | undefined>(undefined);
  const wanted = useRef<string | undefined>(undefined);
  const focus = () => {
    const row = wanted.current === undefined ? null : body.current?.querySelector(`[data-key="${wanted.current}"] a`);
    if (!(row instanceof HTMLElement)) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  };
  useLayoutEffect(focus);
  const step = (by: 1 | -1) => {
    const focused = document.activeElement?.closest<HTMLElement>('tr[data-key]')?.dataset['key'];
    const from = lines.findIndex(({ key }) => key === (focused ?? at.current));
    let to = from < 0 ? (by > 0 ? 0 : lines.length - 1) : from + by;
    while (lines[to]?.kind === 'group') to += by;
    const line = lines[to];
    if (!line) return;
    at.current = line.key;
    wanted.current = line.key;
    const above = -(body.current?.getBoundingClientRect().top ?? 0);
    const move = toSee(to, { ...view, above });
    if (move !== 0) scrollBy({ top: move, behavior: 'instant' });
    focus();
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
}

const heads = ['State', 'Device', 'What is wrong', 'Site'] as const;

interface TableProps {
  readonly lines: readonly Line[];
  readonly oldest: number | null;
  readonly now: number;
}

/** The table of devices; only the lines near the view are on the page. */
export function Table({ lines, oldest, now }: TableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const view = useView(body);
  useSteps(lines, view, body);
  const { first, last } = windowOf(lines.length, view);
  const drawn = lines.slice(first, last);
  const ids = drawn.flatMap((line) => (line.kind === 'row' ? line.key : []));
  const window = sparkWindow(oldest, now);
  const figures = useFigures(ids);
  const sparks = useSparks(ids, window);
  const span = spanWords(window.span);
  return (
    <table class="t pile fixed" role="table" aria-rowcount={lines.length + 1}>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {heads.map((head) => (
            <th
              key={head}
              role="columnheader"
              class={`c-${head.split(' ')[0]?.toLowerCase()}${head === 'Site' ? ' xl' : ''}`}
            >
              {head}
            </th>
          ))}
          {['CPU', 'Memory', 'Fullest disk'].map((head) => (
            <th key={head} role="columnheader" class="n c-share">
              {head}, {span}
            </th>
          ))}
          <th role="columnheader" class="n opt c-last">
            Last frame
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        <Gap lines={first} row={view.row} />
        {drawn.map((line, index) =>
          line.kind === 'group' ? (
            <GroupRow key={line.key} line={line} place={first + index + 2} />
          ) : (
            <DeviceRow
              key={line.key}
              row={line.row}
              item={figures.get(line.key)}
              place={first + index + 2}
              sparks={sparks.get(line.key)}
              window={window}
              now={now}
            />
          ),
        )}
        <Gap lines={lines.length - last} row={view.row} />
      </tbody>
    </table>
  );
}

/** The room of the lines that are not drawn. */
function Gap({ lines, row }: { lines: number; row: number }) {
  if (lines <= 0) return null;
  return <tr class="gap" aria-hidden="true" style={{ height: `${lines * row}px` }} />;
}

function GroupRow({ line, place }: { line: Extract<Line, { kind: 'group' }>; place: number }) {
  return (
    <tr class="group" role="row" aria-rowindex={place}>
      <th colSpan={4} role="rowheader">
        {line.shape ? <StateMark shape={line.shape} word={line.word} /> : <b class="word">{plain(line.word, 64)}</b>}{' '}
        <span>{line.note}</span>
      </th>
    </tr>
  );
}
