import { AS_BEFORE } from './laid-out.ts';

/** Members of frames that say who and what rather than what was said. */
const HEAD = new Set([
  ...['id', 'object', 'created', 'model', 'system_fingerprint', 'provider'],
  ...['response', 'item_id', 'modelVersion', 'responseId'],
]);

type Members = Readonly<Record<string, unknown>>;

/** A stream's frames, each without those members of its head that the last frame which had them said already. */
export function newsOf(frames: readonly unknown[]): unknown[] {
  let known: Members = {};
  return frames.map((frame) => {
    if (!isMembers(frame)) return frame;
    const heads = Object.fromEntries(Object.entries(frame).filter(([name]) => HEAD.has(name)));
    const news = { ...frame, ...without(heads, known) };
    const told = Object.entries(news).filter(([name]) => name in frame && !isKnown(name, frame, known));
    const left = told.length < Object.keys(frame).length ? { [AS_BEFORE]: true } : {};
    known = { ...known, ...heads };
    return { ...left, ...Object.fromEntries(told) };
  });
}

const isKnown = (name: string, frame: Members, known: Members): boolean =>
  HEAD.has(name) && name in known && isSame(frame[name], known[name]);

/** The members that are new; of objects, their new members. */
function without(now: Members, before: Members): Members {
  const entries = Object.entries(now).map(([name, value]) => {
    const was = before[name];
    if (!isMembers(value) || !isMembers(was)) return [name, value] as const;
    const fresh = Object.entries(value).filter(([inner, each]) => !isSame(each, was[inner]));
    return [name, { [AS_BEFORE]: true, ...Object.fromEntries(fresh) }] as const;
  });
  return Object.fromEntries(entries);
}

const isMembers = (tree: unknown): tree is Members =>
  typeof tree === 'object' && tree !== null && !Array.isArray(tree);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
