import type { ApiProblem } from '../../api/problem.ts';
import { PlainFascia } from '../../parts/fascia.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { checkSession } from '../../state/session.ts';
import { useEffect } from 'preact/hooks';

/** The collector did not say who is signed in: tried again every 3 s. */
export function UnreachablePage({ problem }: { problem: ApiProblem }) {
  useEffect(() => {
    const timer = setInterval(() => void checkSession(), 3_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <PlainFascia title="No answer">The collector does not answer. This page tries again every 3 seconds.</PlainFascia>
      <main id="main" tabIndex={-1}>
        <Failed what="Who you are" problem={problem} again={() => void checkSession()} />
      </main>
    </>
  );
}
