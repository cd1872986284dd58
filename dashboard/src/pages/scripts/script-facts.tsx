import type { ScriptBody, ScriptDetail } from '@fettle/shared/api/scripts';
import { formatValue } from '@fettle/shared/units';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { span } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { classWords } from './class-words.ts';

const codes = (some: readonly number[]) => (some.length === 0 ? 'none' : some.join(', '));

/** What is known of it before it runs. */
export function ScriptFacts({ body, detail }: { body: ScriptBody; detail: ScriptDetail }) {
  const { exits, parameters, timeout, runAs, check, undo, output, manualMinutes } = body;
  const kept = formatValue(output, 'By', 3);
  return (
    <>
      <Section title="About it">
        <dl class="facts">
          <dt>Class</dt>
          <dd>
            {classWords[body.class].word}. <span class="quiet">{classWords[body.class].note}</span>
          </dd>
          <dt>Runs as</dt>
          <dd>{runAs === 'system' ? 'the system' : plain(runAs, 32)}</dd>
          <dt>At most</dt>
          <dd>{span(timeout * 1_000)}, then it is ended with all it began</dd>
          <dt>Dry run</dt>
          <dd>{check ? 'yes' : 'no'}</dd>
          <dt>Undo</dt>
          <dd>{undo ? 'yes' : 'no'}</dd>
          <dt>Exit codes</dt>
          <dd>
            done {codes(exits.done)}; not applicable {codes(exits.notApplicable)}; restart needed{' '}
            {codes(exits.rebootNeeded)}; all others failed
          </dd>
          <dt>Output kept</dt>
          <dd>
            {kept.figure} {kept.unit}
          </dd>
          <dt>By hand</dt>
          <dd>{manualMinutes === 0 ? 'not said' : `about ${counted(manualMinutes, 'minute')}`}</dd>
          <dt>Used</dt>
          <dd>
            <a class="src" href={`/runs?script=${encodeURIComponent(detail.name)}`}>
              {counted(detail.runs, 'run')} in 30 days
            </a>
          </dd>
        </dl>
      </Section>
      {parameters.length > 0 ? (
        <Section title="Parameters">
          <dl class="facts">
            {parameters.map(({ name, title, type, required, default: usual, choices, min, max }) => (
              <div key={name} class="contents">
                <dt class="mono">{name}</dt>
                <dd>
                  {plain(title, 200)}{' '}
                  <span class="quiet">
                    {type}
                    {required ? ', needed' : ''}
                    {usual === null || usual === '' ? '' : `, usually ${plain(String(usual), 80)}`}
                    {choices.length > 0 ? `: ${choices.map((one) => plain(one, 40)).join(', ')}` : ''}
                    {type === 'integer' ? `, ${min} to ${max}` : ''}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      ) : null}
    </>
  );
}
