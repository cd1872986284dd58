import type { Brand, BrandPut } from '@fettle/shared/api/reports';
import { useState } from 'preact/hooks';
import { deleteBrand, putBrand } from '../../api/reports.ts';
import { plain } from '../../format/text.ts';
import { Deed } from '../../parts/deed.tsx';
import { EditPage } from '../../parts/edit-page.tsx';
import { TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { type NamedDraft, namedErrors } from '../../parts/named-errors.ts';
import { Step } from '../../parts/step.tsx';
import { brands } from '../../state/reports.ts';
import { isSame } from '../../state/unsaved.ts';
import { BrandPreview } from './brand-preview.tsx';
import { LogoField } from './logo-field.tsx';

type Body = Omit<BrandPut, 'version'>;
interface Draft extends NamedDraft {
  readonly sites: string;
  readonly accent: string;
  readonly logo: Brand['logo'];
  readonly foot: string;
}

const blank: Draft = { id: '', name: '', sites: '', accent: '#12393a', logo: null, foot: '' };
const draftOf = ({ id, name, sites, accent, logo, foot }: Brand): Draft => {
  return { id, name, sites: sites.join(', '), accent: accent ?? '', logo, foot };
};

function readDraft(draft: Draft): { errors: ReadonlyMap<string, string>; body: Body | undefined } {
  const errors = namedErrors(draft);
  const accent = draft.accent.trim().toLowerCase();
  if (accent !== '' && !/^#[0-9a-f]{6}$/.test(accent)) errors.set('accent', 'A colour such as #12393a.');
  const sites = [...new Set(draft.sites.split(',').map((one) => one.trim()))].filter((one) => one !== '');
  if (errors.size > 0) return { errors, body: undefined };
  return {
    errors,
    body: {
      name: draft.name.trim(),
      sites,
      accent: accent === '' ? null : accent,
      logo: draft.logo,
      foot: draft.foot.trim(),
    },
  };
}

/** How a customer's reports look, or are to. */
export function BrandPage({ id }: { id: string }) {
  return (
    <EditPage
      id={id}
      list={brands}
      home="/reports"
      homeName="Reports"
      what="brand"
      also={() => {}}
      head={({ sites }) => [
        {
          text:
            sites.length === 0
              ? 'No site has this brand yet.'
              : `The reports of ${sites.map((one) => plain(one, 40)).join(', ')} look like this.`,
        },
      ]}
      form={(brand: Brand | undefined, fill) => <Form brand={brand} fill={fill} />}
    />
  );
}

function Form({ brand, fill }: { brand: Brand | undefined; fill: () => void }) {
  const [start] = useState(() => (brand ? draftOf(brand) : blank));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const { errors: all, body } = readDraft(draft);
  const errors = tried ? all : new Map([...all].filter(([path]) => path !== 'name' && path !== 'id'));
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The brand">
        <Step no={1} title="Name">
          <Named
            draft={draft}
            errors={errors}
            change={change}
            made={brand !== undefined}
            note="Stands in the head of its reports."
          />
        </Step>
        <Step no={2} title="Whose" note="the reports of one of these sites have it by themselves">
          <TextField
            label="Sites"
            value={draft.sites}
            set={(sites) => change({ sites })}
            hint="Malmö, Gdańsk"
            note="With commas between."
          />
        </Step>
        <Step no={3} title="Looks">
          <div class="fields">
            <TextField
              label="Colour"
              mono
              value={draft.accent}
              set={(accent) => change({ accent })}
              error={errors.get('accent')}
              hint="#12393a"
              note="White letters stand on it. Nothing: Fettle’s own."
            />
            <LogoField logo={draft.logo} set={(logo) => change({ logo })} />
          </div>
          <TextField
            label="Foot"
            value={draft.foot}
            set={(foot) => change({ foot })}
            hint="Holm & Partner, Malmö, +46 40 123 456"
            note="A line at the foot of each page."
          />
        </Step>
      </form>
      <Deed
        kept={brand && { id: brand.id, name: brand.name, version: brand.version, body: bodyOf(brand) }}
        id={draft.id}
        body={body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
        list={brands}
        home="/reports"
        below="/brands"
        put={(at, some, version) => putBrand(at, { ...some, version })}
        remove={deleteBrand}
        make="Make the brand"
        losing="Reports that are made from now on have Fettle’s own head."
      >
        <BrandPreview name={draft.name} accent={body?.accent ?? null} logo={draft.logo} foot={draft.foot} />
      </Deed>
    </div>
  );
}

const bodyOf = ({ name, sites, accent, logo, foot }: Brand): Body => ({ name, sites, accent, logo, foot });
