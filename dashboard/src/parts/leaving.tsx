import { answerLeaving, leaving } from '../state/unsaved.ts';
import { Ask } from './ask.tsx';

/** Asks before a form that nobody saved is left. */
export function Leaving() {
  if (!leaving.value) return null;
  return (
    <Ask
      title="Leave without saving?"
      deed="Leave"
      stay="Stay"
      danger
      yes={() => answerLeaving(true)}
      no={() => answerLeaving(false)}
    >
      <p>What you wrote on this page is not kept.</p>
    </Ask>
  );
}
