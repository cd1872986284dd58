// pure
/** The page where a standing order is composed, with the draft that is kept. */
export const standingDraftPath = (id: string) => `/standing/new?draft=${encodeURIComponent(id)}`;
