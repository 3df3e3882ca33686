/** Written out, not multiplied: each stays a literal type. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
/** Of 24 hours; the days of a time zone may have 23 or 25. */
export const DAY_MS = 86_400_000;
