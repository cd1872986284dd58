export type Pdf = PDFKit.PDFDocument;
export type Element = PDFKit.PDFStructureElement;

/** A4 in points, with room for the foot. */
export const sheet = { width: 595.28, height: 841.89, left: 42, right: 42, top: 42, bottom: 58 } as const;
export const contentWidth = sheet.width - sheet.left - sheet.right;
export const contentBottom = sheet.height - sheet.bottom;
