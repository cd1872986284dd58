import type { Evidence } from '@fettle/shared/api/incidents';
import { plain } from '../../../format/text.ts';
import { Section } from '../../../parts/section.tsx';

type KnownErrorOf = Extract<Evidence, { kind: 'known-error' }>;

const special = /(https?:\/\/[^\s<>"`]+[^\s<>".,;:)`]|`[^`]+`)/u;

/** Text with its addresses as links and its `commands` set apart. What people wrote is text, never markup. */
function Linked({ line }: { line: string }) {
  return (
    <>
      {plain(line, 1_000)
        .split(special)
        .map((part, index) =>
          index % 2 === 0 ? (
            part
          ) : part.startsWith('`') ? (
            <code key={index}>{part.slice(1, -1)}</code>
          ) : (
            <a key={index} href={part} target="_blank" rel="noreferrer noopener">
              {part}
            </a>
          ),
        )}
    </>
  );
}

/** Several lines of plain text, with its addresses and commands. */
export function Lines({ text }: { text: string }) {
  return (
    <div class="prose-lines">
      {text.split('\n').map((line, index) => (
        <p key={index}>
          <Linked line={line} />
        </p>
      ))}
    </div>
  );
}

/** What to do about it, as its rule says. */
export function Runbook({ text, rule }: { text: string; rule: string }) {
  return (
    <Section
      title="Runbook"
      aside={
        <span class="aside">
          <a class="src" href={`/rules/${encodeURIComponent(rule)}`}>
            its rule
          </a>
        </span>
      }
    >
      {text.trim() === '' ? (
        <p class="quiet dense">None is written yet; it is kept with the rule.</p>
      ) : (
        <Lines text={text} />
      )}
    </Section>
  );
}

/** Seen before: what was found out, and what helps until it is mended. */
export function KnownError({ evidence: { problem, title, rootCause, workaround } }: { evidence: KnownErrorOf }) {
  return (
    <Section
      title="Known error"
      aside={
        <span class="aside">
          <a class="src" href={`/problems/${encodeURIComponent(problem)}`}>
            the problem
          </a>
        </span>
      }
    >
      <p class="dense">
        <b>{plain(title)}</b>
      </p>
      {rootCause === '' ? null : <Lines text={rootCause} />}
      {workaround === '' ? null : (
        <>
          <p class="dense quiet">What helps until then</p>
          <Lines text={workaround} />
        </>
      )}
    </Section>
  );
}
