import { accept } from '../../api/people.ts';
import { PlainFascia } from '../../parts/fascia.tsx';
import { Field, Form } from '../../parts/form.tsx';
import { FullDisk } from '../../parts/full-disk.tsx';
import { go } from '../../routes.ts';
import { checkSession } from '../../state/session.ts';

/** Who was invited chooses a password, and is in. */
export function InvitePage({ code }: { code: string }) {
  return (
    <>
      <PlainFascia title="You are invited">
        <b>Choose a password</b>, and you are in.
      </PlainFascia>
      <main id="main" tabIndex={-1}>
        <FullDisk />
        {code === '' ? (
          <div class="frame">
            <h3>This link is not whole.</h3>
            <p>Copy all of it, up to its end, or ask for a new one.</p>
          </div>
        ) : (
          <Form
            action="Choose it and sign in"
            busy="Signing in"
            send={async ({ password = '' }) => {
              await accept(code, password);
              // The code stays in no address.
              go('/', true);
              await checkSession();
            }}
          >
            <Field
              name="password"
              label="Password"
              note="At least 12 characters. Common ones are refused. The name is the one by which you were invited."
              secret
              complete="new-password"
              least={12}
              focus
            />
          </Form>
        )}
      </main>
    </>
  );
}
