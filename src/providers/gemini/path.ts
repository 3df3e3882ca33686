/** `models/google-name` → `/models/google-name:action`. */
export function modelPath(model: string, action: string): string {
  return `/models/${bareName(model)}:${action}`;
}

/** Google writes `models/` before its ids, some catalogues too. */
export const bareName = (model: string): string => encodeURIComponent(model.replace(/^models\//, ''));

export const contentPath = (model: string, stream: boolean): string =>
  modelPath(model, stream ? 'streamGenerateContent?alt=sse' : 'generateContent');
