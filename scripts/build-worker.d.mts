/** Builds the thread of the embedded database; answers where the file is. */
export function buildWorker(file?: string): Promise<string>
