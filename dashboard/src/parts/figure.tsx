import { formatValue } from '@fettle/shared/units';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A value with its unit in a paler voice. */
export function Figure({
  value,
  unit,
  decimals,
}: {
  value: number | null | undefined;
  unit: string;
  decimals?: number;
}) {
  if (value === null || value === undefined) return <span class="quiet">no data</span>;
  const shown = formatValue(value, unit, decimals);
  return (
    <>
      {shown.figure}
      {shown.unit === '' ? null : <span class="u">{shown.unit}</span>}
    </>
  );
}

/** A figure and a unit that are texts already, an age say. */
export function Told({ figure, unit }: { figure: string; unit: string }) {
  return (
    <>
      {figure}
      <span class="u">{unit}</span>
    </>
  );
}

/** Tints what it holds for a moment when `of` changes: give it something coarse, or everything blinks. */
export function Settling({ of, children }: { of: unknown; children: preact.ComponentChildren }) {
  const first = useRef(of);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (first.current === of) return undefined;
    first.current = of;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), 400);
    return () => clearTimeout(timer);
  }, [of]);
  return <span class={changed ? 'settling changed' : 'settling'}>{children}</span>;
}
