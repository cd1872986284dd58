import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How wide an element is, CSS pixels; 0 until it is on the page. */
export function useWidth<Of extends HTMLElement>() {
  const element = useRef<Of>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const own = element.current;
    if (!own) return undefined;
    const measure = () => setWidth(own.clientWidth);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(own);
    return () => sizes.disconnect();
  }, []);
  return { element, width };
}
