import { useSyncExternalStore } from 'react';

/** Further than the head of a page. */
const FROM_PX = 160;

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('scroll', listener, { passive: true });
  return () => window.removeEventListener('scroll', listener);
};

/** Whether the reader is further down than the beginning of the page. */
export const useScrolledDown = (): boolean => useSyncExternalStore(subscribe, () => window.scrollY > FROM_PX);
