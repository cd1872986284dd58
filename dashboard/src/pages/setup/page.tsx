import { setUp } from '../../api/session.ts';
import { PlainFascia } from '../../parts/fascia.tsx';
import { FullDisk } from '../../parts/full-disk.tsx';
import { Field, Form } from '../../parts/form.tsx';
import { checkSession } from '../../state/session.ts';

/** Makes the first admin; exists only until there is one. */
export function SetupPage() {
  return (
    <>
      <PlainFascia title="First start">
        This collector has nobody yet. <b>Make the first admin</b>, and this machine’s health is next.
      </PlainFascia>
      <main id="main" tabIndex={-1}>
        <FullDisk />
        <Form
          action="Make the admin and sign in"
          busy="Making the admin"
          send={async ({ code = '', name = '', password = '' }) => {
            await setUp({ code: code.trim(), name: name.trim(), password });
            await checkSession();
          }}
        >
          <Field
            name="code"
            label="Setup code"
            note="The collector printed it where you started it, after “Setup code:”. It holds for 30 minutes; a new start prints a new one."
            complete="one-time-code"
            mono
            focus
          />
          <Field name="name" label="Your name" note="What you sign in with." complete="username" />
          <Field
            name="password"
            label="Password"
            note="At least 12 characters. Common ones are refused."
            secret
            complete="new-password"
            least={12}
          />
        </Form>
      </main>
    </>
  );
}
