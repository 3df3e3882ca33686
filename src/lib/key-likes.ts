/** What keys of well-known makers begin with, ours among them. */
const KEY_LIKE = /(?<![\w-])(sk-|r8_|AIza|ah-(?=[0-9A-Za-z]{20})|[Bb]earer )[\w.-]{6,}/g;

/** A text from outside that goes to the log: what looks like a key in it, whosever that is, is cut off behind its beginning. */
export const withoutKeyLikes = (text: string): string => text.replace(KEY_LIKE, '$1…');
