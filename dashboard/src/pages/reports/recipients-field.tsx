import { plain } from '../../format/text.ts';
import { AreaField, Checks } from '../../parts/fields.tsx';
import { people } from '../../state/notices.ts';
import { wrongAddress } from './addresses.ts';

interface RecipientsProps {
  readonly chosen: readonly string[];
  readonly addresses: string;
  readonly set: (some: { chosen?: string[]; addresses?: string }) => void;
  readonly error?: string | undefined;
}

/** To whom: people who have a mail address here, and addresses. */
export function Recipients({ chosen, addresses, set, error }: RecipientsProps) {
  const known = (people.value.value ?? []).filter(
    ({ state, contacts }) => state !== 'disabled' && contacts.some(({ kind }) => kind === 'email'),
  );
  const wrong = wrongAddress(addresses);
  return (
    <>
      {known.length === 0 ? null : (
        <Checks
          label="People"
          choices={known.map(({ id, name }) => ({ value: id, name: plain(name, 60) }))}
          chosen={chosen}
          set={(ids) => set({ chosen: ids })}
        />
      )}
      <AreaField
        label="Addresses"
        value={addresses}
        set={(text) => set({ addresses: text })}
        rows={2}
        whole
        hint="k.holm@customer.example"
        error={wrong === undefined ? error : `“${plain(wrong, 60)}” is no mail address.`}
        note="One a line. Each gets a mail of its own, and once."
      />
    </>
  );
}
