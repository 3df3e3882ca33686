import { useEffect } from 'react';

let site = 'AxonHub';
let page: string | undefined;

const show = (): void => {
  document.title = page === undefined ? site : `${page} · ${site}`;
};

export function setSiteName(name: string): void {
  site = name;
  show();
}

/** What the window is called while something is shown. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    page = title;
    show();
    return () => {
      page = undefined;
      show();
    };
  }, [title]);
}
