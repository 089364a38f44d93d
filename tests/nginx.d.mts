// SPDX-License-Identifier: MIT
// Types of nginx.mjs.
export const brotliModule: string | null;

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

export function startNginx(options?: { brotli?: boolean; more?: (folder: string) => string }): Promise<Nginx>;
