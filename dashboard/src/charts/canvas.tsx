import { formatValue } from '@fettle/shared/units';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { coloursOf } from './colours.ts';
import type { Drawing } from './draw.ts';
import type { Mark } from './marks.ts';
import type { Reading } from './overlay.ts';
import { drag, hover } from './pointer.ts';
import { type Range, zoomed } from './ranges.ts';
import { type ChartView, valueAt } from './view.ts';

interface CanvasProps {
  readonly view: ChartView;
  /** Changes when the colours of the page do. */
  readonly theme: number;
  readonly marks: readonly Mark[];
  readonly zoom: (range: Range) => void;
  readonly words: string;
}

/** Charts with few lines tell their values in the head. */
const fewKeys = 2;

/** What each named line says at a time. */
function readingsOf({ keys, least, unit, decimals }: ChartView, time: number | undefined): Reading[] {
  if (time === undefined || keys.length <= fewKeys) return [];
  return keys.map(({ tone, label, points }) => {
    const value = valueAt(points, time, least);
    const shown = value === undefined ? { figure: 'no data', unit: '' } : formatValue(value, unit, decimals);
    return { tone, text: `${label} ${shown.figure} ${shown.unit}`.trim() };
  });
}

/** Near the screen: worth being drawn. */
const margin = '300px';

/** The plot of a chart. It is drawn only while it is near the screen; chart.js comes with the first one. */
export function Canvas({ view, theme, marks, zoom, words }: CanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const near = useRef(false);
  const current = useRef({ view, marks });
  current.current = { view, marks };

  function show(): void {
    if (!drawing.current || !probe.current || !near.current) return;
    drawing.current.show(current.current.view, coloursOf(probe.current));
    point();
  }
  function point(): void {
    if (!near.current) return;
    const { view: shown, marks: changes } = current.current;
    drawing.current?.point({
      hover: hover.peek(),
      drag: drag.peek(),
      marks: changes,
      readings: readingsOf(shown, hover.peek()),
    });
  }

  useEffect(() => {
    let gone = false;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        near.current = entry?.isIntersecting ?? false;
        if (near.current) void begin();
      },
      { rootMargin: margin },
    );
    async function begin() {
      if (!drawing.current) {
        const { draw } = await import('./draw.ts');
        await document.fonts.ready;
        if (gone || drawing.current || !canvas.current || !probe.current) return;
        drawing.current = draw(canvas.current, current.current.view, coloursOf(probe.current));
      }
      show();
    }
    if (box.current) watcher.observe(box.current);
    return () => {
      gone = true;
      watcher.disconnect();
      drawing.current?.destroy();
      drawing.current = undefined;
    };
  }, []);
  useEffect(show, [view, theme, marks]);
  useSignalEffect(() => {
    void hover.value;
    void drag.value;
    point();
  });

  const timeAt = (event: PointerEvent) => drawing.current?.timeAt(event.clientX);
  return (
    <div class="plot" ref={box}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={words}
        onPointerMove={(event) => {
          const time = timeAt(event);
          hover.value = time;
          if (drag.peek() && time !== undefined) drag.value = [drag.peek()?.[0] ?? time, time];
        }}
        onPointerDown={(event) => {
          const time = timeAt(event);
          if (time === undefined || event.button !== 0 || event.pointerType === 'touch') return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.value = [time, time];
        }}
        onPointerUp={() => {
          const marked = drag.peek();
          drag.value = undefined;
          const range = marked && zoomed(...marked);
          if (range) zoom(range);
        }}
        onPointerCancel={() => (drag.value = undefined)}
        onPointerLeave={() => (hover.value = undefined)}
      />
      <span ref={probe} hidden />
    </div>
  );
}
