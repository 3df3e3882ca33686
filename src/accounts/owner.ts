/** The system role of which one enabled user must remain. */
export const OWNER = 'owner';
