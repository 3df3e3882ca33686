import type { GatewayError } from '../contract/error.ts';
import type { AddressRules } from './address-rules.ts';

/** Makes the error of a reason such as `its address is no valid URL`. */
export type Problem = (reason: string) => GatewayError;

/** The URL, if somebody outside may name it. Where its name leads is checked when it is connected to. @throws what `problem` makes */
export function checkUrl(text: string, rules: AddressRules, problem: Problem, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw problem('its address is no valid URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw problem('only http and https addresses can be fetched');
  if (url.username !== '' || url.password !== '') throw problem('its address must not contain credentials');
  const port = portOf(url);
  if (isOddPort(port) && !rules.isExempt(url.hostname, port)) throw problem(`port ${port} is not allowed`);
  return url;
}

/** The other well-known ports (mail, shells, directories) speak other protocols, which a request could be made to poke. */
const isOddPort = (port: number): boolean => port < 1024 && port !== 80 && port !== 443;

export const portOf = ({ port, protocol }: Pick<URL, 'port' | 'protocol'>): number =>
  Number(port) || (protocol === 'https:' ? 443 : 80);
