import type { OrderDraft } from '@fettle/shared/api/orders';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Step } from '../../parts/step.tsx';
import { Icon } from '../../parts/symbols.tsx';
import type { Preview } from '../../state/preview.ts';

interface Check {
  readonly shape: 'critical' | 'warning' | 'unknown' | 'right';
  readonly strong?: string;
  readonly words: string;
}

const labels = { critical: 'stands in the way: ', warning: 'mind: ', unknown: 'mind: ', right: 'good: ' } as const;

/** What speaks for it, what is to be minded, what stands in the way. Pure. */
export function checksOf(draft: OrderDraft): Check[] {
  const { what, problems, dangers, targets, secrets, needs } = draft;
  const others = needs.reduce((sum, { people }) => sum + people, 0) > 1;
  return [
    ...problems.map((words): Check => ({ shape: 'critical', words: plain(words, 400) })),
    ...(dangers.length > 0
      ? [
          {
            shape: 'warning',
            strong: `Class: dangerous. ${dangers.map((one) => plain(one, 200)).join(' ')}`,
            words: others ? 'A second person must sign; you cannot be both.' : 'Each device waits before it runs it.',
          } as const,
        ]
      : []),
    ...(what.kind === 'standing' && targets.leftOut > 0
      ? [
          {
            shape: 'warning',
            words: `${counted(targets.leftOut, 'device is', 'devices are')} left out: nobody has signed where they belong. Do so with npx --no fettle device grant --all.`,
          } as const,
        ]
      : []),
    ...(what.kind === 'order' && targets.offline > 0
      ? [
          {
            shape: 'unknown',
            words: `${counted(targets.offline, 'device is', 'devices are')} not online now; each runs it once if it is back in time.`,
          } as const,
        ]
      : []),
    ...secrets.map(({ title }): Check => ({
      shape: 'unknown',
      words: `Who signs is asked for “${plain(title, 100)}”.`,
    })),
    ...(problems.length === 0 ? [{ shape: 'right', words: 'Nothing stands in the way of signing it.' } as const] : []),
  ];
}

/** What the collector found when it looked at the order. The devices look again. */
export function Checked({ preview, no = 4 }: { preview: Preview; no?: number }) {
  const { draft, problem, late } = preview;
  return (
    <Step no={no} title="Checked before it is signed" {...(late && draft ? { note: 'checking' } : {})}>
      {problem ? (
        <p class="note critical" role="alert">
          <Icon name="critical" /> {plain(problem.message, 400)} <span class="code">{problem.code}</span>
        </p>
      ) : null}
      {draft ? (
        <ul class="found">
          {checksOf(draft).map(({ shape, strong, words }) => (
            <li key={words} class={shape}>
              <Icon name={shape} label={labels[shape]} />
              <span>
                {strong === undefined ? null : <b>{strong} </b>}
                {words}
              </span>
            </li>
          ))}
        </ul>
      ) : problem ? null : (
        <p class="quiet dense">Once every field can be read, it is looked at here.</p>
      )}
    </Step>
  );
}
