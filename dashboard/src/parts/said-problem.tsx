import type { ApiProblem } from '../api/problem.ts';
import { Icon } from './symbols.tsx';

interface SaidProblemProps {
  readonly problem: ApiProblem | undefined;
  /** Reads what somebody else made of it meanwhile. */
  readonly readAgain?: () => void;
}

/** What a form’s own deed came to, when it failed. */
export function SaidProblem({ problem, readAgain }: SaidProblemProps) {
  if (!problem) return null;
  const meanwhile = problem.code === 'changed_meanwhile';
  return (
    <div class="note critical" role="alert">
      <Icon name="critical" /> {problem.message}{' '}
      {problem.code === 'not_allowed' ? 'An admin of this collector can give you a role that may. ' : ''}
      <span class="code">{problem.code}</span>
      {meanwhile && readAgain ? (
        <p>
          <button class="b" type="button" onClick={readAgain}>
            Read it again, drop what I wrote
          </button>
        </p>
      ) : null}
    </div>
  );
}
