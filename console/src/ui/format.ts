import { useTranslation } from 'react-i18next';

const NANO = 1_000_000_000;
const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** Numbers, times and money as the language in use writes them. */
export interface Format {
  /** @param time Unix milliseconds */
  time(time: number): string;
  number(value: number): string;
  /** @param nano billionths of a US dollar; null: unknown */
  cost(nano: number | null): string;
  /** @param ms milliseconds */
  duration(ms: number): string;
  bytes(count: number): string;
}

/** Days and months stand in the order of the reader's region, as far as their browser names one of that language. */
export const regionOf = (language: string, preferred: readonly string[] = navigator.languages): string =>
  preferred.find((each) => each.split('-')[0] === language.split('-')[0]) ?? language;

export function useFormat(): Format {
  const { i18n, t } = useTranslation();
  const { language } = i18n;
  return {
    time: (time) =>
      new Date(time).toLocaleString(regionOf(language), { dateStyle: 'short', timeStyle: 'medium' }),
    number: (value) => value.toLocaleString(language),
    cost: (nano) =>
      nano === null
        ? t('state.unknown')
        : (nano / NANO).toLocaleString(language, {
            style: 'currency',
            currency: 'USD',
            // What costs less than a thousandth of a cent is not nothing.
            maximumFractionDigits: nano < NANO / 100_000 ? 9 : 5,
          }),
    duration: (ms) =>
      ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`,
    bytes: (count) => {
      const step = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), UNITS.length - 1);
      return `${(count / 1_000 ** step).toFixed(step === 0 ? 0 : 1)} ${UNITS[step]}`;
    },
  };
}
