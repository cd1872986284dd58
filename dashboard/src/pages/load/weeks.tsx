import type { Manpower } from '@fettle/shared/api/manpower';
import { number } from '../../format/count.ts';
import { date, span } from '../../format/time.ts';
import { Level } from '../../parts/level.tsx';

/** What scripts, people and time itself put right, a row a week, newest first. */
export function ResolvedWeeks({ weeks }: { weeks: Manpower['byScript'] }) {
  return (
    <table class="t weeks">
      <thead>
        <tr>
          <th scope="col">Week of</th>
          <th scope="col" class="n">
            By script
          </th>
          <th scope="col" class="n">
            By hand
          </th>
          <th scope="col" class="n">
            By itself
          </th>
          <th scope="col" class="lv opt">
            Share of scripts
          </th>
        </tr>
      </thead>
      <tbody>
        {weeks.toReversed().map(({ week, script, hand, itself }) => {
          const worked = script + hand;
          return (
            <tr key={week}>
              <td class="nowrap">{date(week)}</td>
              <td class="n main-v">{number(script)}</td>
              <td class="n">{number(hand)}</td>
              <td class="n">{number(itself)}</td>
              <td class="lv opt">
                {worked === 0 ? (
                  <span class="quiet">nothing to do</span>
                ) : (
                  <Level share={script / worked} label={`${script} of ${worked} by script`} />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What the next weeks are like, if it goes on so. */
export function ComingWeeks({ weeks }: { weeks: Manpower['forecast'] }) {
  const most = Math.max(1, ...weeks.map(({ high }) => high));
  return (
    <table class="t weeks">
      <thead>
        <tr>
          <th scope="col">Week of</th>
          <th scope="col" class="n">
            Incidents
          </th>
          <th scope="col" class="n">
            Four of five times
          </th>
          <th scope="col" class="n">
            Takes people
          </th>
          <th scope="col" class="lv opt">
            <span class="hide">Likely, up to</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {weeks.map(({ week, low, median, high, hours }) => (
          <tr key={week}>
            <td class="nowrap">{date(week)}</td>
            <td class="n main-v">{number(Math.round(median))}</td>
            <td class="n nowrap">
              {number(Math.round(low))} to {number(Math.round(high))}
            </td>
            <td class="n">{hours === null ? <span class="quiet">not known</span> : span(hours * 3_600_000)}</td>
            <td class="lv opt">
              <Level
                share={median / most}
                limits={[low / most, high / most]}
                label={`likely ${Math.round(median)}, between ${Math.round(low)} and ${Math.round(high)}`}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
