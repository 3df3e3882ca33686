import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

const files = import.meta.glob<{ default: Record<string, unknown> }>('../locales/*/*.json');
export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const;
export type Language = keyof typeof LANGUAGES;
const STORED = 'axonhub.language';

function preferred(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'en' || stored === 'zh-CN') return stored;
  return navigator.languages.some((language) => language.startsWith('zh')) &&
    !navigator.language.startsWith('en')
    ? 'zh-CN'
    : 'en';
}

/** Every file of the language's folder is a namespace named as the file; only the language in use is loaded. */
async function wordsOf(language: Language): Promise<Record<string, Record<string, unknown>>> {
  const own = Object.entries(files).filter(([path]) => path.includes(`/${language}/`));
  const loaded = await Promise.all(
    own.map(
      async ([path, load]) => [/([^/]+)\.json$/.exec(path)?.[1] ?? path, (await load()).default] as const,
    ),
  );
  return Object.fromEntries(loaded);
}

export async function startI18n(): Promise<void> {
  const language = preferred();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    resources: { [language]: await wordsOf(language) },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

export async function changeLanguage(language: Language): Promise<void> {
  for (const [namespace, words] of Object.entries(await wordsOf(language))) {
    i18next.addResourceBundle(language, namespace, words, true, true);
  }
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
