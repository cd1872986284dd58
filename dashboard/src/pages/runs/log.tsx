import type { RunDetail } from '@fettle/shared/api/orders';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatValue } from '@fettle/shared/units';
import { outputText } from '../../format/terminal.ts';
import { hear } from '../../live/live.ts';
import { downloadText } from '../../parts/download.ts';
import { Section } from '../../parts/section.tsx';
import { Segment } from '../../parts/segment.tsx';

/** What is shown at most, characters; the rest is in the file. */
const longest = 400_000;

interface Piece {
  /** Its place in the output, bytes. */
  readonly at: number;
  readonly text: string;
}

/** Output that came live after what was read, in order; pieces that were read already are left out. */
export function useOutput({ id, output, outputTotal }: RunDetail): string {
  const [pieces, setPieces] = useState<readonly Piece[]>([]);
  useEffect(() => {
    const heard: Piece[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = hear((message) => {
      if (message.name !== 'output' || message.data.run !== id) return;
      heard.push({ at: message.data.at, text: message.data.text });
      // Thousands of lines a second are put on the page a few times a second.
      timer ??= setTimeout(() => {
        timer = undefined;
        setPieces([...heard]);
      }, 150);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [id]);
  const fresh = pieces.filter(({ at }) => at >= outputTotal);
  return fresh.length === 0 ? output : output + fresh.map(({ text }) => text).join('');
}

const follows = [
  { value: 'follow', name: 'Follow' },
  { value: 'pause', name: 'Pause' },
] as const;

interface LogProps {
  readonly run: RunDetail;
  readonly running: boolean;
}

/** What the program said. Text only, whatever is in it. */
export function Log({ run, running }: LogProps) {
  const output = useOutput(run);
  const [held, setHeld] = useState<string>();
  const [said, setSaid] = useState('Copy');
  const box = useRef<HTMLPreElement>(null);
  const text = useMemo(() => outputText(held ?? output), [held ?? output]);
  const shown = text.length > longest ? text.slice(-longest) : text;
  const follow = held === undefined;
  useLayoutEffect(() => {
    if (running && follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [shown, running, follow]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Not allowed'); // the browser keeps the clipboard from this page
    }
    setTimeout(() => setSaid('Copy'), 4_000);
  }
  const total = formatValue(run.outputTotal, 'By', 3);
  return (
    <Section
      title={running ? 'Live log' : 'Output'}
      note={`${total.figure} ${total.unit} in all, without what would colour or move it`}
      aside={
        <span class="aside acts">
          {running ? (
            <Segment
              label="Log"
              choices={follows}
              chosen={follow ? 'follow' : 'pause'}
              choose={(way) => setHeld(way === 'pause' ? output : undefined)}
            />
          ) : null}
          <button class="b" type="button" onClick={() => void copy()}>
            <span role="status">{said}</span>
          </button>
          <button class="b" type="button" onClick={() => downloadText(`run-${run.id}.txt`, text)}>
            Save as text
          </button>
        </span>
      }
    >
      {shown === '' ? (
        <p class="quiet dense">{running ? 'It has said nothing yet.' : 'It said nothing.'}</p>
      ) : (
        <pre ref={box} class="log" tabIndex={0} role="log" aria-label="What it said" aria-live="off">
          {shown.length < text.length ? `… the first ${text.length - longest} characters are in the file\n` : ''}
          {shown}
        </pre>
      )}
    </Section>
  );
}
