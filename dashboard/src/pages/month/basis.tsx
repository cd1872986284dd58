import type { Basis, ReportDocument } from '@fettle/shared/reports/document';
import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Section } from '../../parts/section.tsx';
import { incidentPath, runPath, servicePath } from '../../routes.ts';
import { fleet } from '../../state/fleet.ts';
import { serviceName } from '../../state/services.ts';
import { exploreLink } from '../explore/view.ts';

interface BasisProps {
  readonly document: ReportDocument;
  readonly of: string;
  /** Where the basis of another figure is shown, and the page without any. */
  readonly linkOf: (key: string) => string;
}

const most = 60;
const ownLink = (link: string) => (/^\/(?![/\\])/.test(link) ? link : '/');

/** What one figure was reckoned from: its formula, and everything that it counts, each a way further. */
export function BasisPart({ document: { bases }, of, linkOf }: BasisProps) {
  const basis = bases[of];
  if (!basis) {
    return (
      <div class="frame" id="basis">
        <h3>Nothing is known of that figure.</h3>
        <p>The report was made anew meanwhile.</p>
      </div>
    );
  }
  return (
    <div id="basis" class="basis" tabIndex={-1}>
      <Section
        title={plain(basis.title, 120)}
        note="what this figure was reckoned from"
        aside={
          <span class="aside">
            <a class="b" href={linkOf('')}>
              Close
            </a>
          </span>
        }
      >
        <p class="formula">{plain(basis.formula, 600)}</p>
        <Lists basis={basis} />
        <Others basis={basis} bases={bases} linkOf={linkOf} />
      </Section>
    </div>
  );
}

function Links({ title, links }: { title: string; links: readonly { href: string; words: string }[] }) {
  if (links.length === 0) return null;
  return (
    <div>
      <h3 class="dense">
        {title}, {number(links.length)}
      </h3>
      <ul class="basis-links">
        {links.slice(0, most).map(({ href, words }, index) => (
          <li key={index}>
            <a href={href}>{plain(words, 120)}</a>
          </li>
        ))}
        {links.length > most ? <li class="quiet">and {number(links.length - most)} more</li> : null}
      </ul>
    </div>
  );
}

function Lists({ basis }: { basis: Basis }) {
  const nameOf = (id: string) => fleet.value.value?.devices.get(id)?.name ?? id;
  const { incidents = [], runs = [], series = [], services = [], changes = [], pages = [] } = basis;
  return (
    <div class="basis-lists">
      <Links title="Incidents" links={incidents.map((id) => ({ href: incidentPath(id), words: id }))} />
      <Links title="Runs" links={runs.map((id) => ({ href: runPath(id), words: id }))} />
      <Links
        title="Series"
        links={series.map(({ device, metric, attributes = {}, from, to }) => ({
          href: exploreLink({ metric, devices: [device], only: attributes, range: { from, to } }),
          words: `${nameOf(device)}: ${[metric, ...Object.values(attributes)].join(' ')}`,
        }))}
      />
      <Links title="Services" links={services.map(({ id }) => ({ href: servicePath(id), words: serviceName(id) }))} />
      <Links title="Changes" links={changes.map((id) => ({ href: '/changes', words: id }))} />
      <Links title="Pages" links={pages.map(({ words, link }) => ({ href: ownLink(link), words }))} />
    </div>
  );
}

function Others({
  basis,
  bases,
  linkOf,
}: {
  basis: Basis;
  bases: ReportDocument['bases'];
  linkOf: BasisProps['linkOf'];
}) {
  const links = (basis.bases ?? []).map((key) => ({ href: linkOf(key), words: bases[key]?.title ?? key }));
  return <Links title="Reckoned from" links={links} />;
}
