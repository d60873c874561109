export function buildSnippet(): Promise<string>
