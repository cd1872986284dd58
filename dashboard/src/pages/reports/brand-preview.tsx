import type { Brand } from '@fettle/shared/api/reports';
import { plain } from '../../format/text.ts';

/** The head of a page of paper, as it will look. */
export function BrandPreview({ name, accent, logo, foot }: Pick<Brand, 'name' | 'accent' | 'logo' | 'foot'>) {
  const known = logo !== null && /^[A-Za-z0-9+/=]*$/.test(logo.base64);
  return (
    <figure class="brand-paper" aria-label="How its paper looks">
      <svg width="100%" height="8" aria-hidden="true">
        <rect width="100%" height="8" fill={accent ?? '#12393a'} />
      </svg>
      <div class="brand-head">
        {known ? <img src={`data:${logo.type};base64,${logo.base64}`} alt="" /> : null}
        <b>{name.trim() === '' ? 'Its name' : plain(name, 80)}</b>
      </div>
      <p class="quiet">Executive month · October 2026</p>
      <p class="said">
        <b>11 of 12 objectives were kept.</b> Scripts gave back <b>212 hours</b>.
      </p>
      <p class="quiet foot-line">{foot.trim() === '' ? 'Made 1 Nov 2026 00:04' : plain(foot, 300)}</p>
    </figure>
  );
}
