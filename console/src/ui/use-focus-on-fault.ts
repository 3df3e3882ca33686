import { useEffect } from 'react';

/** Forms that were sent and have not been edited since: an error that turns up in one of them is the answer. */
const sent = new WeakSet<EventTarget>();
document.addEventListener('submit', ({ target }) => target && sent.add(target), true);
document.addEventListener(
  'input',
  ({ target }) => {
    const form = target instanceof Element && target.closest('form');
    if (form) sent.delete(form);
  },
  true,
);

/** Takes whoever has sent a form to the first field that was refused. @param error of the control with this id, or of one inside; undefined: none */
export function useFocusOnFault(id: string, error: string | undefined): void {
  useEffect(() => {
    if (error === undefined) return;
    const place = document.getElementById(id);
    const form = place?.closest('form');
    if (!place || !form || !sent.has(form)) return;
    const first = form.querySelector<HTMLElement>('[aria-invalid=true]:not(:disabled)');
    if (first && place.contains(first)) first.focus();
  }, [id, error]);
}
