import { CopyLine } from '../../parts/copy-line.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { consoleOf } from '../../state/console.ts';

interface SignLineProps {
  readonly kind: 'order' | 'standing' | 'approve' | 'script';
  readonly id: string;
  readonly command: string;
}

/** How it is signed: in the console by its own page, elsewhere by a command where the key is. */
export function SignLine({ kind, id, command }: SignLineProps) {
  const signing = consoleOf(kind, id);
  if (signing !== undefined) {
    return (
      <div class="acts">
        <a class="b main" href={signing} target="_blank" rel="noopener">
          Sign…
        </a>
        <span class="quiet dense">opens the confirmation page, where the passphrase is typed</span>
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
        <Icon name="running" /> It shows what these bytes will do, and asks. When it is signed, this page goes on by
        itself.
      </p>
    </div>
  );
}
