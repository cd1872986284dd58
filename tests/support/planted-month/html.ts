// pure
/** Numbers of a report's HTML that lead nowhere, by reading it as a browser would meet it: figures, and cells that stand at the right. */

const tagless = (html: string) =>
  html
    .replaceAll(/<svg[\s\S]*?<\/svg>|<sup[\s\S]*?<\/sup>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .trim();
/** `9 Oct 2026, 14:05` is when, not how much. */
const isTime = (text: string) => /^\d{1,2} [A-Z][a-z]{2,} \d{4}/.test(text);

/** @param leads whether an address of a link in the file is one that there is */
export function numbersWithoutLink(html: string, leads: (href: string) => boolean): string[] {
  const figures = [...html.matchAll(/<p class="fig">([\s\S]*?)<\/p>/g)];
  const cells = [...html.matchAll(/<t[dh](?: scope="row")? class="[^"]*\bn\b[^"]*">([\s\S]*?)<\/t[dh]>/g)];
  return [...figures, ...cells].flatMap(([, inside = '']) => {
    const text = tagless(inside);
    if (!/\d/.test(text) || isTime(text)) return [];
    const href = /<a [^>]*href="([^"]*)"/.exec(inside)?.[1];
    return href !== undefined && leads(href) ? [] : [`${text}: ${href ?? 'no link'}`];
  });
}

/** How many numbers there are to be followed, so that a test cannot pass by finding none. */
export const linksIn = (html: string) => html.match(/<a class="src" href="/g)?.length ?? 0;
