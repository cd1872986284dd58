import type { OrderDetail, RunState } from '@fettle/shared/api/orders';
import { useMemo } from 'preact/hooks';
import type { ApiProblem } from '../../api/problem.ts';
import { counted, number } from '../../format/count.ts';
import { moment } from '../../format/time.ts';
import { Level } from '../../parts/level.tsx';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import { box, type Cell, countCells, ringsOf } from './cells.ts';
import { RingCells } from './ring-cells.tsx';
import { looks, tallyOf, tallyWords } from './states.ts';

interface MatrixProps {
  readonly order: OrderDetail;
  readonly cells: readonly Cell[] | undefined;
  readonly problem: ApiProblem | undefined;
  readonly again: () => void;
}

/** Few devices are drawn large, thousands small. */
const pitchOf = (count: number) => (count <= 60 ? 26 : count <= 400 ? 19 : count <= 3_000 ? box : 11);

/** Every device of the order in ring order, a cell each. */
export function Matrix({ order, cells, problem, again }: MatrixProps) {
  const rings = useMemo(() => ringsOf(cells ?? []), [cells]);
  if (!cells) {
    if (problem) return <Failed what="The devices of this order" problem={problem} again={again} />;
    return <Waiting what="its devices" rows={4} />;
  }
  const hrefOf = (device: string) => `/runs?order=${encodeURIComponent(order.id)}&device=${encodeURIComponent(device)}`;
  return (
    <Section
      title="Every device"
      note={rings.length > 1 ? 'in the order of its rings' : counted(cells.length, 'device')}
      aside={<Legend cells={cells} />}
    >
      <div class="ring-list">
        {rings.map(({ ring, cells: some }) => (
          <Ring
            key={ring}
            order={order}
            ring={ring}
            alone={rings.length === 1}
            cells={some}
            pitch={pitchOf(cells.length)}
            hrefOf={hrefOf}
          />
        ))}
      </div>
    </Section>
  );
}

/** What the shapes mean, with how many there are of each, worst first. */
function Legend({ cells }: { cells: readonly Cell[] }) {
  const counts = countCells(cells);
  const found = (Object.keys(counts) as RunState[]).toSorted((a, b) => looks[b].rank - looks[a].rank);
  return (
    <span class="aside key">
      {found.map((state) => (
        <span key={state} class={looks[state].shape}>
          <Icon name={looks[state].icon} />
          {looks[state].word} {number(counts[state] ?? 0)}
        </span>
      ))}
    </span>
  );
}

interface RingProps {
  readonly order: OrderDetail;
  readonly ring: number;
  readonly alone: boolean;
  readonly cells: readonly Cell[];
  readonly pitch: number;
  readonly hrefOf: (device: string) => string;
}

function standsAt({ ringItems, haltAt }: OrderDetail, ring: number, time: number): string {
  const item = ringItems[ring];
  if (!item || item.startedAt === null) return 'not begun';
  if (item.state === 'halted') return 'halted';
  if (item.endedAt !== null) return `over ${moment(item.endedAt, time)}`;
  return `since ${moment(item.startedAt, time)}${haltAt === null ? '' : `, halts above ${Math.round(haltAt * 1_000) / 10} % failed`}`;
}

function Ring({ order, ring, alone, cells, pitch, hrefOf }: RingProps) {
  const counts = countCells(cells);
  const { well, bad, open } = tallyOf(counts);
  const ended = cells.length - open;
  const words = tallyWords(counts, cells.length);
  const cross = useMemo(
    () => <RingCells cells={cells} label={`Ring ${ring + 1}: ${words}`} pitch={pitch} hrefOf={hrefOf} />,
    [cells, pitch],
  );
  return (
    <section aria-label={`Ring ${ring + 1}`}>
      {alone ? null : (
        <h3>
          Ring {ring + 1}{' '}
          <span>
            {number(well)} of {number(cells.length)} done
            {bad > 0 ? <b class="hurtv critical">, {number(bad)} failed</b> : null} · {standsAt(order, ring, now.value)}
          </span>
          <span class="vial">
            <Level
              share={ended / Math.max(1, cells.length)}
              shape={
                bad > 0 && order.haltAt !== null && bad / Math.max(1, ended) > order.haltAt ? 'critical' : undefined
              }
              label={words}
            />
          </span>
        </h3>
      )}
      {cross}
    </section>
  );
}
