import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

interface PageLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  /** Path of a page, as `/traces`; `.`: this one. */
  readonly to: string;
  /** What the address says then, which the page reads by `useUrlState`. */
  readonly search: Readonly<Record<string, string>>;
}

/** Leads to a page with these words in its address. Pages are data, of which the router knows no types: it is told so here. */
export const PageLink = ({ search, ...rest }: PageLinkProps) => <Link search={search as never} {...rest} />;
