import { useState } from 'preact/hooks';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Icon } from '../../parts/symbols.tsx';
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
          <CopyLine line="fettle stop" />
        </StopDialog>
      ) : null}
    </>
  );
}
