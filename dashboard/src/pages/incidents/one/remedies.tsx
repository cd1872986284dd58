import type { Evidence, IncidentDetail } from '@fettle/shared/api/incidents';
import { outputText } from '../../../format/terminal.ts';
import { plain } from '../../../format/text.ts';
import { exact, moment, span } from '../../../format/time.ts';
import { Figure } from '../../../parts/figure.tsx';
import { Section } from '../../../parts/section.tsx';
import { Icon } from '../../../parts/symbols.tsx';
import { runPath } from '../../../routes.ts';
import { now } from '../../../state/clock.ts';

type Remedy = Extract<Evidence, { kind: 'remedy' }>;

/** What was run to put it right, what was measured before and after, and the end of what it said. */
export function Remedies({ incident }: { incident: IncidentDetail }) {
  const remedies = incident.evidence.filter((one): one is Remedy => one.kind === 'remedy');
  if (remedies.length === 0) return null;
  return (
    <Section title="Tried against it" note="measured again afterwards">
      <ul class="rows remedies">
        {remedies
          .toSorted((a, b) => b.startedAt - a.startedAt)
          .map((one) => (
            <li key={one.run}>
              <One remedy={one} />
            </li>
          ))}
      </ul>
    </Section>
  );
}

function verdict({ cleared, outcome, endedAt }: Remedy) {
  if (cleared === true) return { shape: 'right', words: 'It helped.' } as const;
  if (cleared === false) return { shape: 'critical', words: 'It did not help.' } as const;
  if (endedAt === null) return { shape: 'running', words: 'It is running.' } as const;
  return {
    shape: outcome === 'done' ? 'running' : 'critical',
    words: outcome === 'done' ? 'It is being measured.' : `It ended: ${plain(outcome, 40)}.`,
  } as const;
}

function One({ remedy }: { remedy: Remedy }) {
  const { run, title, by, startedAt, endedAt, before, after, unit, output } = remedy;
  const { shape, words } = verdict(remedy);
  const lines = outputText(output).trim();
  return (
    <>
      <div class="top">
        <span>
          <span class={`st ${shape === 'running' ? 'order' : shape}`}>
            <Icon name={shape} />
          </span>{' '}
          <b>{words}</b>{' '}
          <a class="src" href={runPath(run)}>
            {plain(title, 80)}
          </a>{' '}
          <span class="quiet">by {plain(by, 80)}</span>
        </span>
        <span class="quiet" title={exact(startedAt)}>
          {moment(startedAt, now.value)}
          {endedAt === null ? '' : `, ${span(endedAt - startedAt)}`}
        </span>
      </div>
      {before === null && after === null ? null : (
        <p class="dense was-is">
          <Figure value={before} unit={unit} decimals={3} /> <span class="quiet">before</span> →{' '}
          <b>
            {after === null ? (
              <span class="quiet">not measured yet</span>
            ) : (
              <Figure value={after} unit={unit} decimals={3} />
            )}
          </b>{' '}
          {after === null ? null : <span class="quiet">after</span>}
        </p>
      )}
      {lines === '' ? null : (
        <pre class="log small" tabIndex={0} role="region" aria-label={`The end of what ${plain(title, 60)} said`}>
          {lines.split('\n').slice(-8).join('\n')}
        </pre>
      )}
    </>
  );
}
