/**
 * Builds the dashboard into `dashboard/dist`, unless what lies there was built from the same files.
 * @returns whether it was built anew
 * @throws Error when the build fails; vite has said why
 */
export declare function buildDashboard(root: string): boolean;
