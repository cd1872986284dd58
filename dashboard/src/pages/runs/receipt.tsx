import type { RunDetail } from '@fettle/shared/api/orders';
import { formatValue } from '@fettle/shared/units';
import { number } from '../../format/count.ts';
import { shortHash } from '../../format/hash.ts';
import { plain } from '../../format/text.ts';
import { downloadText } from '../../parts/download.ts';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';

/** What the device signed of it, and whether that holds. */
export function Receipt({ run }: { run: RunDetail }) {
  const { receipt, receiptSeq, receiptEnvelope, outputSha256, outputTotal, words, id } = run;
  if (receipt === null) {
    return (
      <Section title="Receipt">
        <p class="quiet dense">
          The device signs one when it is over. Until then what you see here is its word of now, not yet its signature.
        </p>
      </Section>
    );
  }
  const broken = receipt === 'broken';
  return (
    <Section title="Receipt">
      <p class={broken ? 'note critical' : 'dense'}>
        <span class={broken ? 'critical' : 'st right'}>
          <Icon name={broken ? 'critical' : 'right'} />
        </span>{' '}
        <b>{broken ? 'It does not hold.' : 'Verified.'}</b>{' '}
        {broken
          ? plain(words, 400)
          : 'Signed by the device’s own key, and in its place in the chain of all its receipts.'}
      </p>
      <dl class="facts gapped">
        <dt>Number</dt>
        <dd>{receiptSeq === null ? 'not known' : `${number(receiptSeq)} on this device`}</dd>
        <dt>Output</dt>
        <dd>
          {outputSha256 === null ? (
            'none'
          ) : (
            <span class="mono" title={outputSha256}>
              {shortHash(outputSha256)}
            </span>
          )}{' '}
          <span class="quiet">
            {formatValue(outputTotal, 'By', 3).figure} {formatValue(outputTotal, 'By', 3).unit}
          </span>
        </dd>
      </dl>
      {receiptEnvelope === null ? null : (
        <p class="gapped">
          <button
            class="b bare"
            type="button"
            onClick={() => downloadText(`receipt-${id}.json`, JSON.stringify(receiptEnvelope), 'application/json')}
          >
            Save the signed receipt
          </button>
        </p>
      )}
    </Section>
  );
}
