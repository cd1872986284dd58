import type { ReportDocument, Section } from '@fettle/shared/reports/document';
import { useState } from 'preact/hooks';
import { Section as Part } from '../parts/section.tsx';
import { BasisSheet } from './basis-sheet.tsx';
import { BlockView } from './blocks.tsx';
import { clean } from './cell.tsx';
import type { Paper } from './paper.ts';

export interface DocumentViewProps {
  readonly document: ReportDocument;
  /** Its id where it is kept: then every number leads to the page of what it was reckoned from, else to a sheet that says it. */
  readonly report?: string | undefined;
}

/** The sections of a report on a page of the dashboard; its sentence stands in the page's own head. */
export function DocumentView({ document, report }: DocumentViewProps) {
  const [shown, setShown] = useState<string>();
  const frame = { currency: document.currency, zone: document.zone };
  const paper: Paper = { document, frame, report, open: setShown };
  return (
    <div class="doc">
      {document.sections.map((section) => (
        <SectionView key={section.id} paper={paper} section={section} />
      ))}
      {shown === undefined ? null : (
        <BasisSheet
          key={shown}
          document={document}
          shown={shown}
          open={setShown}
          close={() => setShown((now) => (now === shown ? undefined : now))}
        />
      )}
    </div>
  );
}

function SectionView({ paper, section: { title, note, width = 3, blocks } }: { paper: Paper; section: Section }) {
  const alone = blocks.filter((block) => 'title' in block).length < 2;
  return (
    <Part title={clean(title)} note={note === undefined ? undefined : clean(note)} class={`w${width}`}>
      {blocks.map((block, index) => (
        <BlockView key={index} paper={paper} block={block} section={title} alone={alone} />
      ))}
    </Part>
  );
}
