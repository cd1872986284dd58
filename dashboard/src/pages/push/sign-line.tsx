import { CopyLine } from '../../parts/copy-line.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { type Signing, signingPage } from '../../state/console.ts';

interface SignLineProps {
  readonly signing: Signing;
  readonly command: string;
  /** What the button says where it can be signed at once. */
  readonly deed?: string;
  /** What the command does. */
  readonly note?: string;
}

/** How something is signed: in the console by its own page, elsewhere by a command where the key is. */
export function SignLine({ signing, command, deed = 'Sign…', note }: SignLineProps) {
  const page = signingPage(signing);
  if (page !== undefined) {
    return (
      <div class="acts sign-here">
        <a class="b main" href={page}>
          {deed}
        </a>
        <span class="quiet dense">leads to the confirmation page, where the passphrase is typed</span>
      </div>
    );
  }
  return (
    <div class="sign">
      <p class="dense">
        <b>Where your key is, run:</b>
      </p>
      <CopyLine line={command} />
      <p class="quiet dense" role="status">
        <Icon name="running" />{' '}
        {note ?? 'It shows what these bytes will do, and asks. When it is signed, this page goes on by itself.'}
      </p>
    </div>
  );
}
