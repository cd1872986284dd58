/** The shapes, once a page; everything else refers to them by name. LOOK.md says what each means. */
const line = { fill: 'none', stroke: 'currentColor' } as const;

export type SymbolName =
  | 'critical'
  | 'warning'
  | 'unknown'
  | 'window'
  | 'order'
  | 'off'
  | 'right'
  | 'running'
  | 'change'
  | 'dot'
  | 'seek'
  | 'theme'
  | 'lock'
  | 'word'
  | 'notice'
  | 'queued'
  | 'run'
  | 'stop';

const shapes: Readonly<Record<SymbolName, preact.ComponentChildren>> = {
  critical: <path d="M8 0l8 8-8 8-8-8z" fill="currentColor" />,
  warning: <path d="M8 1l8 14H0z" fill="currentColor" />,
  unknown: <rect x="1.5" y="1.5" width="13" height="13" {...line} stroke-width="2.4" stroke-dasharray="4 2.5" />,
  window: <path d="M2 1h4.5v14H2zM9.5 1H14v14H9.5z" fill="currentColor" />,
  order: <rect x="4.5" y="4.5" width="7" height="7" rx="1" fill="currentColor" />,
  off: <circle cx="8" cy="8" r="4.5" {...line} stroke-width="1.8" />,
  right: <path d="M1.5 8.5l4.5 4.5 8.5-10" {...line} stroke-width="2.6" />,
  running: <path d="M8 2a6 6 0 1 1-6 6" {...line} stroke-width="2.6" />,
  change: (
    <>
      <circle cx="8" cy="8" r="5" {...line} stroke-width="2" />
      <circle cx="8" cy="8" r="1.6" fill="currentColor" />
    </>
  ),
  dot: <circle cx="8" cy="8" r="8" fill="currentColor" />,
  seek: (
    <>
      <circle cx="6.5" cy="6.5" r="5" {...line} stroke-width="1.8" />
      <path d="M10.5 10.5L15 15" stroke="currentColor" stroke-width="1.8" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="6.5" {...line} stroke-width="1.6" />
      <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
    </>
  ),
  word: <path d="M1.5 2.5h13v8.5H7l-3.5 3v-3h-2z" {...line} stroke-width="1.8" />,
  notice: (
    <path d="M3 11.5h10l-1.5-2V6.5a3.5 3.5 0 0 0-7 0v3zM6.5 13.5a1.5 1.5 0 0 0 3 0" {...line} stroke-width="1.8" />
  ),
  queued: <rect x="4" y="4" width="8" height="8" {...line} stroke-width="1.6" />,
  run: <path d="M8 1v9M4 6.5l4 4 4-4M2 14.5h12" {...line} stroke-width="2" />,
  stop: <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" {...line} stroke-width="1.8" />,
  lock: <path d="M2.5 7h11v8h-11zM5 7V4.5a3 3 0 0 1 6 0V7" {...line} stroke-width="1.8" />,
};

/** Once, at the root of the page. */
export function Symbols() {
  return (
    <svg width="0" height="0" class="hide" aria-hidden="true" focusable="false">
      <defs>
        {Object.entries(shapes).map(([name, shape]) => (
          <symbol key={name} id={name} viewBox="0 0 16 16">
            {shape}
          </symbol>
        ))}
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatchline" d="M0 0v6" />
        </pattern>
      </defs>
    </svg>
  );
}

/** A shape in a line of text. With a label it is an image to everybody, without one only to those who see it. */
export function Icon({ name, label }: { name: SymbolName; label?: string }) {
  return label === undefined ? (
    <svg class="i" aria-hidden="true">
      <use href={`#${name}`} />
    </svg>
  ) : (
    <svg class="i" role="img" aria-label={label}>
      <use href={`#${name}`} />
    </svg>
  );
}
