import { type DragEvent, useEffect, useRef, useState } from 'react';
import { type Picture, pictureOf } from './picture.ts';

/** Pictures among what was dropped or pasted. */
export const picturesAmong = (files: Iterable<File>): Picture[] =>
  [...files].filter(({ type }) => type.startsWith('image/')).map(pictureOf);

/**
 * Takes pictures that are pasted anywhere on the page, or dropped on the part with these handlers.
 * @returns the handlers, and whether something is being dragged over it
 */
export function useDropped(onPictures: (pictures: readonly Picture[]) => void) {
  const [over, setOver] = useState(false);
  const take = useRef(onPictures);
  take.current = onPictures;
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      // A dialog in front has its own uses for what is pasted.
      if (document.querySelector('dialog[open]')) return;
      const pictures = picturesAmong(event.clipboardData?.files ?? []);
      if (pictures.length === 0) return;
      event.preventDefault();
      take.current(pictures);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
  const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(false);
        onPictures(picturesAmong(event.dataTransfer.files));
      },
    },
  };
}
