// SPDX-License-Identifier: MIT
// The built site for one test, at an origin of its own, with a script before the page's that takes down its faults.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveFolder, type StaticServer } from "../e2e/static-server";

const built = fileURLToPath(new URL("../../web/dist/site", import.meta.url));

/**
 * A phone's window: none of these browsers makes its own so narrow, so the page is put into a frame of that size. It
 * stands in the window's corner, for they disagree about where a frame's pointer counts from.
 */
const phone = (fragment: string) => `<!doctype html><title>Phone</title>
<iframe src="./#${fragment}" width="390" height="740" style="position: fixed; inset: 0; border: 0"></iframe>`;

/** Runs in the page, ahead of its own code: WebDriver does not tell what stands on the console. */
function takeDownFaults() {
  const faults = ((window as unknown as { faults: string[] }).faults = [] as string[]);
  for (const kind of ["error", "warn"] as const) {
    const say = console[kind];
    console[kind] = (...said) => (faults.push(said.join(" ")), say(...said));
  }
  addEventListener("error", ({ message, filename }) => faults.push(`${message} in ${filename}`));
  addEventListener("unhandledrejection", ({ reason }) => faults.push(`unhandled: ${reason}`));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    faults.push(`${blockedURI} against ${violatedDirective}`),
  );
}

export interface Site extends StaticServer {
  /** Leads to a page with the playground, at this fragment, in a frame as large as a phone. */
  phoneUrl(fragment: string): string;
}

export async function openSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "playground-"));
  cpSync(built, folder, { recursive: true, filter: (name) => !/\.(br|gz)$/.test(name) });
  const [, main] = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(
    readFileSync(join(folder, "index.html"), "utf8"),
  )!;
  const script = join(folder, main!);
  writeFileSync(script, `(${takeDownFaults})();\n${readFileSync(script, "utf8")}`);
  const server = await serveFolder(folder);
  return {
    ...server,
    phoneUrl(fragment) {
      writeFileSync(join(folder, "phone.html"), phone(fragment.replaceAll("&", "&amp;")));
      return `${server.url}phone.html`;
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
