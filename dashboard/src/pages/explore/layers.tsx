import { number } from '../../format/count.ts';
import { Icon, type SymbolName } from '../../parts/symbols.tsx';
import { type ExploreView, type Layer, layers, type Show } from './view.ts';

const looks: Readonly<Record<Layer, { readonly shape: SymbolName; readonly words: string }>> = {
  incidents: { shape: 'critical', words: 'incidents' },
  changes: { shape: 'change', words: 'changes' },
  runs: { shape: 'run', words: 'runs' },
  windows: { shape: 'window', words: 'windows' },
};

interface LayersProps {
  readonly view: ExploreView;
  readonly show: Show;
  readonly counts: Readonly<Record<Layer, number>>;
}

/** What lies over the lines: its shape, its name and how many there are; pressed again it is gone. */
export function Layers({ view: { without }, show, counts }: LayersProps) {
  return (
    <span class="aside layers" role="group" aria-label="Over the lines">
      {layers.map((layer) => {
        const on = !without.includes(layer);
        const { shape, words } = looks[layer];
        return (
          <button
            key={layer}
            type="button"
            class={shape === 'critical' || shape === 'window' ? shape : undefined}
            aria-pressed={on}
            onClick={() =>
              show({ without: layers.filter((one) => (one === layer ? on : without.includes(one))) }, true)
            }
          >
            <Icon name={shape} />
            {words} <span class="quiet">{number(counts[layer])}</span>
          </button>
        );
      })}
    </span>
  );
}
