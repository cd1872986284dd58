/** What a device may call itself, its processes, its mount points, to harm whoever shows it. */
export declare const hostileTexts: Readonly<Record<string, string>>;
