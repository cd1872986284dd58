import { useRef } from 'preact/hooks';
import { changePassword } from '../../api/people.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { useSaving } from '../../state/saving.ts';

/** A new password; it asks for the present one. */
export function PasswordForm() {
  const form = useRef<HTMLFormElement>(null);
  const saving = useSaving();
  const save = (fields: FormData) =>
    saving.run(async () => {
      const [password, next] = [fields.get('password'), fields.get('next')];
      if (typeof password !== 'string' || typeof next !== 'string') return;
      await changePassword({ password, next });
      form.current?.reset();
      tell('Your password is changed. Your other sessions are over.');
    });
  return (
    <Section title="Password" note="your other sessions end when it changes">
      <form
        ref={form}
        class="person-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save(new FormData(event.currentTarget));
        }}
      >
        <SaidProblem problem={saving.problem} />
        <div class="fields">
          <label class="l">
            Present password
            <input class="f" type="password" name="password" autocomplete="current-password" required />
          </label>
          <label class="l">
            New password
            <input class="f" type="password" name="next" autocomplete="new-password" minLength={12} required />
            <small>At least 12 characters. Common ones are refused.</small>
          </label>
        </div>
        <div class="acts">
          <button class="b" type="submit" disabled={saving.busy}>
            Change the password
          </button>
        </div>
      </form>
    </Section>
  );
}
