import { useState } from 'preact/hooks';
import { Icon } from '../../parts/symbols.tsx';
import { SignLine } from '../push/sign-line.tsx';
import { StopDialog } from './stop-dialog.tsx';

/** Always at the same place, top right: how everything is ended that runs by anybody's signature. */
export function StopSwitch() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button class="b danger stop" type="button" onClick={() => setOpen(true)}>
        <Icon name="stop" />
        Stop everything…
      </button>
      {open ? (
        <StopDialog close={() => setOpen(false)}>
          <SignLine
            signing={{ what: 'stop' }}
            command="fettle stop"
            deed="Stop everything…"
            note="It says what becomes void, and asks."
          />
        </StopDialog>
      ) : null}
    </>
  );
}
