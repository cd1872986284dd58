import { useEffect, useState } from 'preact/hooks';
import type { ApiProblem } from '../api/problem.ts';
import { Icon } from './symbols.tsx';

/** How long something has been under way: nothing for 200 ms, then an outline, after 3 s words. */
function useStage(): 'nothing' | 'outline' | 'words' {
  const [stage, setStage] = useState<'nothing' | 'outline' | 'words'>('nothing');
  useEffect(() => {
    const soon = setTimeout(() => setStage('outline'), 200);
    const late = setTimeout(() => setStage('words'), 3_000);
    return () => {
      clearTimeout(soon);
      clearTimeout(late);
    };
  }, []);
  return stage;
}

const widths = [16, 23, 19, 25, 17, 21];

/** The outline of rows to come. */
export function Waiting({ what, rows = 5, cancel }: { what: string; rows?: number; cancel?: () => void }) {
  const stage = useStage();
  return (
    <div class="waiting">
      <p class="hide" role="status">
        Reading {what}
      </p>
      <svg width="100%" height={rows * 30 + 6} aria-hidden="true">
        {stage === 'nothing'
          ? null
          : Array.from({ length: rows }, (_, row) => (
              <g key={row} class="ghost">
                <rect x="0" y={row * 30 + 8} width="7%" height="12" rx="2" />
                <rect x="10%" y={row * 30 + 8} width={`${widths[row % 6] ?? 20}%`} height="12" rx="2" />
                <rect x="42%" y={row * 30 + 8} width={`${widths[(row + 3) % 6] ?? 20}%`} height="12" rx="2" />
                <rect x="88%" y={row * 30 + 8} width="12%" height="12" rx="2" />
              </g>
            ))}
      </svg>
      {stage === 'words' ? (
        <p class="quiet acts">
          <span>Still reading {what}.</span>
          {cancel ? (
            <button class="b" type="button" onClick={cancel}>
              Cancel
            </button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

const advice: Readonly<Record<string, string>> = {
  not_allowed: 'An admin of this collector can give you a role that may.',
  not_found: 'It may have been removed, or it lies outside your sites.',
  query_too_large: 'Choose a shorter time.',
  cancelled: 'You stopped it.',
  unreachable: 'Check that the collector runs and that this browser can reach it.',
};

interface FailedProps {
  /** "This chart", "The list of devices" */
  readonly what: string;
  readonly problem: ApiProblem;
  readonly again: () => void;
  readonly children?: preact.ComponentChildren;
}

/** One part failed: said in its place, with the next step, the code last. */
export function Failed({ what, problem, again, children }: FailedProps) {
  const { code, status, message } = problem;
  const barred = code === 'not_allowed';
  return (
    <div class="frame" role={code === 'cancelled' ? undefined : 'alert'}>
      <h3>
        <Icon name={barred ? 'lock' : 'unknown'} /> {what} {barred ? 'is outside your role.' : 'could not be read.'}
      </h3>
      <p>
        {message} {advice[code] ?? ''}
      </p>
      <div class="acts">
        {children}
        {barred ? null : (
          <button class="b" type="button" onClick={again}>
            Try again
          </button>
        )}
        <span class="code">
          {code}
          {status > 0 ? ` · ${status}` : ''}
        </span>
      </div>
    </div>
  );
}
