import type { ScriptDetail } from '@fettle/shared/api/scripts';
import { useState } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, scriptPath } from '../../routes.ts';
import { detailProblems, details, readDetail } from '../../state/scripts.ts';
import { newScript, scriptDraft } from './draft.ts';
import { Editor } from './editor.tsx';

function headOf(detail: ScriptDetail | undefined, id: string): Piece[] {
  if (id === 'new')
    return [{ text: 'A new script. ' }, { text: 'It runs nowhere until a publisher has signed it.', lesser: true }];
  if (!detail) return [{ text: 'Reading this script.', lesser: true }];
  const { waiting, published, title } = detail;
  const stays = published === null ? '' : ` Version ${published} stays what it is.`;
  return [
    { text: waiting ? 'What waits to be published of ' : 'A new version of ' },
    { text: plain(title, 80), strong: true },
    { text: '. ' },
    { text: `It runs nowhere until a publisher has signed it.${stays}`, lesser: true },
  ];
}

/** Writes a script, or a new version of one. */
export function ScriptEditPage({ id }: { id: string }) {
  const detail = details.value.get(id);
  const problem = detailProblems.value.get(id);
  const [filled, setFilled] = useState(0);
  const made = id !== 'new';
  const body = detail?.waiting?.body ?? detail?.current;
  const start = made ? body && scriptDraft(id, body) : newScript;
  const read = () => {
    if (made) void readDetail(id);
  };
  const home = made ? scriptPath(id) : '/scripts';
  return (
    <Page
      name={`script edit ${id}`}
      crumb={
        <>
          <a href="/scripts">Scripts</a>
          <span class="sep">/</span>
          {made ? (
            <>
              <a href={home}>{plain(detail?.title ?? id, 80)}</a>
              <span class="sep">/</span>
              <b>edit</b>
            </>
          ) : (
            <b>New script</b>
          )}
        </>
      }
      pieces={headOf(detail, id)}
      read={read}
      keys={{ Escape: () => go(home) }}
      told={[[['Esc'], 'back']]}
    >
      {start ? (
        <Editor
          key={`${id} ${filled}`}
          detail={detail}
          start={start}
          fill={() => void Promise.resolve(made ? readDetail(id) : undefined).then(() => setFilled(filled + 1))}
        />
      ) : problem ? (
        <Failed what="This script" problem={problem} again={read}>
          <a class="b main" href="/scripts">
            To the scripts
          </a>
        </Failed>
      ) : (
        <Waiting what="this script" rows={8} />
      )}
    </Page>
  );
}
