import { useEffect } from 'react';

interface Steps {
  readonly undo: () => void;
  readonly redo: () => void;
}

const MAC = /mac|iphone|ipad/i.test(navigator.platform);

/** The keys as they stand on the keyboard in use, and as `aria-keyshortcuts` wants them. */
export const UNDO_KEYS = {
  undo: { shown: MAC ? '⌘Z' : 'Ctrl+Z', aria: 'Control+Z Meta+Z' },
  redo: { shown: MAC ? '⇧⌘Z' : 'Ctrl+Shift+Z', aria: 'Control+Shift+Z Meta+Shift+Z Control+Y' },
} as const;

function stepOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): keyof Steps | undefined {
  if (altKey || !(ctrlKey || metaKey)) return undefined;
  // With Shift, or Caps Lock, the key is a capital.
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && ctrlKey && !shiftKey ? 'redo' : undefined;
}

/** Takes steps back and makes them again by the usual keys, wherever the focus is while this is shown. */
export function useUndoKeys({ undo, redo }: Steps): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const step = stepOf(event);
      if (!step) return;
      // Or the browser would take back what was typed somewhere else on the page.
      event.preventDefault();
      if (step === 'undo') undo();
      else redo();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [undo, redo]);
}
