/** The spellings of a new provider's name. */
export interface Names {
  /** As in the configuration: `acme-pictures`. */
  readonly id: string;
  /** As in code: `acmePictures`. */
  readonly camel: string;
  /** As in `startAcmePictures`. */
  readonly pascal: string;
  /** As people read it: `Acme Pictures`. */
  readonly title: string;
  /** As in the environment: `ACME_PICTURES`. */
  readonly upper: string;
}

/** @throws TypeError when the name cannot be a folder and a type in the configuration. */
export function namesOf(id: string): Names {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    throw new TypeError(
      `"${id}" is no name for a provider: lower-case words joined by dashes, as in acme-pictures`,
    );
  }
  const words = id.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  const pascal = words.join('');
  return {
    id,
    camel: pascal.slice(0, 1).toLowerCase() + pascal.slice(1),
    pascal,
    title: words.join(' '),
    upper: id.toUpperCase().replaceAll('-', '_'),
  };
}
