import { signIn } from '../../api/session.ts';
import { PlainFascia } from '../../parts/fascia.tsx';
import { FullDisk } from '../../parts/full-disk.tsx';
import { Field, Form } from '../../parts/form.tsx';
import { checkSession } from '../../state/session.ts';

/** Signs in; the app then goes where one came from. */
export function LoginPage() {
  return (
    <>
      <PlainFascia title="Sign in">Sign in to see how your machines are.</PlainFascia>
      <main id="main" tabIndex={-1}>
        <FullDisk />
        <Form
          action="Sign in"
          busy="Signing in"
          send={async ({ name = '', password = '' }) => {
            await signIn(name, password);
            await checkSession();
          }}
        >
          <Field name="name" label="Name" complete="username" focus />
          <Field name="password" label="Password" secret complete="current-password" />
        </Form>
      </main>
    </>
  );
}
