import { useState } from 'preact/hooks';

/** The rule as it stands in a file, to be copied. */
export function TextFile({ text }: { text: string | undefined }) {
  const [said, setSaid] = useState('Copy');
  if (text === undefined) return null;
  async function copy() {
    try {
      await navigator.clipboard.writeText(text ?? '');
      setSaid('Copied');
    } catch {
      setSaid('Select and copy it'); // the browser keeps the clipboard from this page
    }
    setTimeout(() => setSaid('Copy'), 4_000);
  }
  return (
    <details>
      <summary>As a file, for fettle apply</summary>
      <div class="text-file">
        <pre tabIndex={0} role="region" aria-label="The rule as a file">
          {text}
        </pre>
        <button class="b" type="button" onClick={() => void copy()}>
          <span role="status">{said}</span>
        </button>
      </div>
    </details>
  );
}
