import type { Turn } from '@fettle/shared/api/notices';
import { plain } from '../../format/text.ts';
import { date as dateWords, exact, weekday } from '../../format/time.ts';

interface RailProps {
  readonly turns: readonly Turn[];
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly name: string;
}

/** Whose turn it is over four weeks; a swap has a dashed edge. */
export function Rail({ turns, from, to, now, name }: RailProps) {
  const share = (time: number) => `${(((time - from) / (to - from)) * 100).toFixed(3)}%`;
  const weeks = [0, 1, 2, 3].map((n) => from + (n * (to - from)) / 4);
  return (
    <div class="rail">
      <ol aria-label={`Turns of ${name}, four weeks`}>
        {turns.map((turn) => {
          const [begins, ends] = [Math.max(from, turn.from), Math.min(to, turn.to)];
          const current = turn.from <= now && turn.to > now;
          return (
            <li
              key={`${turn.person.id} ${turn.from}`}
              class={`${current ? 'here' : ''} ${turn.override === null ? '' : 'swap'}`}
              style={{ '--from': share(begins), '--wide': share(from + ends - begins) }}
              title={`${plain(turn.person.name, 80)}: ${exact(turn.from)} to ${exact(turn.to)}`}
            >
              <span>
                {plain(turn.person.name, 60)}
                <span class="hide">
                  {turn.override === null ? '' : ', swapped'}, from {dateWords(turn.from)} to {dateWords(turn.to)}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
      <svg aria-hidden="true">
        {weeks.map((time) => (
          <text key={time} x={share(time)} y="12">
            {weekday(time).slice(0, 3)} {dateWords(time)}
          </text>
        ))}
        <line class="now" x1={share(now)} x2={share(now)} y1="-36" y2="0" />
      </svg>
    </div>
  );
}
