import type { Brand } from '@fettle/shared/api/reports';
import { useId, useState } from 'preact/hooks';

/** Bytes of a picture that are taken: as base 64 they are a third more. */
const most = 290_000;

/** A picture from a file: PNG or JPEG. */
export function LogoField({ logo, set }: { logo: Brand['logo']; set: (logo: Brand['logo']) => void }) {
  const id = useId();
  const [wrong, setWrong] = useState<string>();
  async function read(file: File | undefined) {
    if (!file) return;
    if (file.type !== 'image/png' && file.type !== 'image/jpeg') return setWrong('It must be a PNG or a JPEG.');
    if (file.size > most) return setWrong('It is larger than 290 kB. Save it smaller: 600 pixels wide are plenty.');
    const bytes = new Uint8Array(await file.arrayBuffer());
    setWrong(undefined);
    set({ type: file.type, base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) });
  }
  return (
    <div class="l">
      <label for={id}>Logo</label>
      <input
        id={id}
        class="f"
        type="file"
        accept="image/png,image/jpeg"
        aria-describedby={`${id}-about`}
        aria-invalid={wrong !== undefined}
        onChange={(event) => void read(event.currentTarget.files?.[0])}
      />
      <small id={`${id}-about`} class={wrong === undefined ? undefined : 'wrong'}>
        {wrong ?? 'PNG or JPEG; it stands at the left of the name.'}
      </small>
      {logo === null ? null : (
        <button class="b bare" type="button" onClick={() => set(null)}>
          Take the logo away
        </button>
      )}
    </div>
  );
}
