// pure
/** Control characters, line separators and everything that turns or hides the direction of text. */
const unsafe =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/**
 * Text that came from a device, fit to be shown: whatever could hide, reorder or break it becomes `�`, and it is cut at
 * `longest` characters. It still must be put into a text node, never into markup.
 */
export function plain(text: string, longest = 256): string {
  const safe = text.replaceAll(unsafe, '\ufffd');
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}
