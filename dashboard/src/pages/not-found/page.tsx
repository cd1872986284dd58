import { PlainFascia } from '../../parts/fascia.tsx';
import { plain } from '../../format/text.ts';

/** An address that names nothing. */
export function NotFoundPage({ path }: { path: string }) {
  return (
    <>
      <PlainFascia title="Not found">Nothing is at this address.</PlainFascia>
      <main id="main" tabIndex={-1}>
        <div class="frame">
          <h3>
            There is no page <span class="mono">{plain(path)}</span>.
          </h3>
          <p>An address of a device begins with /devices/ and ends with its id.</p>
          <div class="acts">
            <a class="b main" href="/">
              Go to the fleet
            </a>
          </div>
        </div>
      </main>
    </>
  );
}
