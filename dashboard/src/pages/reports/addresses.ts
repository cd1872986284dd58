// pure
/** What a mail address looks like; whether there is one, the other end says. */
export const isAddress = (text: string): boolean => /^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\]+$/.test(text);
/** Addresses of a text, one a line or with commas between, each once. */
export const addressesIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter((one) => one !== ''))];
/** The first that is no address. */
export const wrongAddress = (text: string): string | undefined => addressesIn(text).find((one) => !isAddress(one));
