import type { WhatIfAnswer } from '@fettle/shared/api/capacity';
import { useState } from 'preact/hooks';
import { askWhatIf } from '../../api/capacity.ts';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date } from '../../format/time.ts';
import { TextField } from '../../parts/fields.tsx';
import { Figure } from '../../parts/figure.tsx';
import { Level } from '../../parts/level.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { now } from '../../state/clock.ts';
import { useSaving } from '../../state/saving.ts';
import { moneyText } from '../../state/services.ts';
import { decimalsOf, forecastPath, readUnit } from './words.ts';

/** So many more like these: what runs out. */
export function WhatIfSection() {
  const [selector, setSelector] = useState('');
  const [more, setMore] = useState('20');
  const [answer, setAnswer] = useState<WhatIfAnswer>();
  const saving = useSaving();
  const count = Number(more);
  const wrong = Number.isInteger(count) && count >= 1 && count <= 10_000 ? undefined : 'A whole number, 1 to 10,000.';
  const ask = () =>
    void saving.run(async () => setAnswer(await askWhatIf(selector.trim() === '' ? 'has kind' : selector, count)));
  return (
    <Section title="What if" note="so many more like these, and what they would use up">
      <form
        class="what-if"
        aria-label="What if there were more"
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) ask();
        }}
      >
        <TextField label="More" type="number" value={more} set={setMore} error={wrong} />
        <SelectorField value={selector} set={setSelector} />
        <div class="acts">
          <button class="b" type="submit" disabled={saving.busy || wrong !== undefined}>
            {saving.busy ? 'Reckoning' : 'Reckon'}
          </button>
        </div>
      </form>
      <SaidProblem problem={saving.problem} />
      <div aria-live="polite">{answer ? <Answer answer={answer} more={count} /> : null}</div>
    </Section>
  );
}

function Answer({ answer: { like, lines, cost, remark }, more }: { answer: WhatIfAnswer; more: number }) {
  return (
    <>
      <p>
        There are {counted(like, 'device')} like that.
        {cost === null ? '' : ` ${number(more)} more would cost ${moneyText(cost)} a month.`} {remark}
      </p>
      {lines.length === 0 ? null : (
        <table class="t pile">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" class="n opt">
                Each
              </th>
              <th scope="col">Then</th>
              <th scope="col" class="n opt">
                Full now
              </th>
              <th scope="col" class="n opt">
                Full then
              </th>
              <th scope="col">In words</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Line({ line }: { line: WhatIfAnswer['lines'][number] }) {
  const { id, title, each, after, limit, fullAtBefore, fullAtAfter, words } = line;
  const unit = readUnit(line.unit);
  const over = after > limit;
  const when = (time: number | null) => (time === null ? 'no date' : time <= now.value ? 'now' : date(time, now.value));
  const percent = Math.round((after / limit) * 100);
  return (
    <tr>
      <td class="name">
        <a href={forecastPath(id)}>{plain(title, 80)}</a>
      </td>
      <td class="n opt">
        <Figure value={each} unit={unit} decimals={unit === '{seat}' ? 2 : decimalsOf(unit)} />
      </td>
      <td class="used">
        <Level
          share={after / limit}
          shape={over ? 'warning' : undefined}
          limits={[1]}
          label={`${percent} percent used then`}
        />
        <span class="of">
          {percent}
          <span class="u">%</span>
        </span>
      </td>
      <td class="n opt">{when(fullAtBefore)}</td>
      <td class="n opt">{when(fullAtAfter)}</td>
      <td class="why">{words}</td>
    </tr>
  );
}
