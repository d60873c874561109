export function buildForm(): Promise<string>
