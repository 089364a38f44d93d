// SPDX-License-Identifier: MIT
// W3C WebDriver, as far as the journeys need it: over HTTP for the drivers of Chromium and WebKit, and over the socket of
// Firefox's own Marionette, which takes the same commands; geckodriver, which Debian lacks, only translates them.
import { connect } from "node:net";
import { expect } from "@playwright/test";

/** A command's method and path in a session over HTTP, and its name for Marionette. */
const commands = {
  navigate: ["POST", "/url", "WebDriver:Navigate"],
  execute: ["POST", "/execute/async", "WebDriver:ExecuteAsyncScript"],
  perform: ["POST", "/actions", "WebDriver:PerformActions"],
  setSize: ["POST", "/window/rect", "WebDriver:SetWindowRect"],
  enterFrame: ["POST", "/frame", "WebDriver:SwitchToFrame"],
  quit: ["DELETE", "", "Marionette:Quit"],
} as const;

/** Sends a command and gives its value; rejects with what the browser says of a failure. */
export type Send = (command: keyof typeof commands, parameters?: object) => Promise<unknown>;

function failure(command: string, error: { error: string; message: string }): Error {
  return new Error(`${command}: ${error.error}: ${error.message}`);
}

async function request(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: { error: string; message: string } | null };
  if (!response.ok) throw failure(url, value!);
  return value;
}

/** A session of the driver that listens on this port of this computer, once it does. */
export async function sessionOverHttp(port: number, capabilities: object): Promise<Send> {
  const driver = `http://127.0.0.1:${port}`;
  const listens = () => fetch(`${driver}/status`).then(({ ok }) => ok, () => false); // prettier-ignore
  await expect.poll(listens, { timeout: 20_000 }).toBe(true);
  const session = await request("POST", `${driver}/session`, { capabilities: { alwaysMatch: capabilities } });
  const { sessionId } = session as { sessionId: string };
  return (command, parameters = {}) => {
    const [method, path] = commands[command];
    return request(method, `${driver}/session/${sessionId}${path}`, method === "POST" ? parameters : undefined);
  };
}

/** What Marionette sends: each message is its length in bytes, a colon, and JSON. */
function readMessages(onMessage: (message: unknown) => void): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (data) => {
    rest = Buffer.concat([rest, data]);
    for (let colon = rest.indexOf(":"); colon >= 0; colon = rest.indexOf(":")) {
      const end = colon + 1 + Number(rest.subarray(0, colon));
      if (rest.length < end) return;
      onMessage(JSON.parse(rest.subarray(colon + 1, end).toString()));
      rest = rest.subarray(end);
    }
  };
}

type Answer = [kind: 1, id: number, error: { error: string; message: string } | null, result: { value?: unknown }];

/** A session of the Firefox whose Marionette listens on this port. */
export async function sessionOverMarionette(port: number): Promise<Send> {
  const socket = connect(port, "127.0.0.1");
  const answers = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  const call = async (name: string, parameters: object): Promise<unknown> => {
    const id = ++lastId;
    const text = JSON.stringify([0, id, name, parameters]);
    const answered = new Promise<Answer>((resolve) => answers.set(id, resolve));
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [, , error, result] = await answered;
    if (error) throw failure(name, error);
    return result && "value" in result ? result.value : result;
  };
  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    const receive = (message: unknown) => {
      if (Array.isArray(message)) answers.get(message[1])?.(message as Answer);
      else resolve(); // it greets first
    };
    socket.on("data", readMessages(receive));
  });
  await call("WebDriver:NewSession", {});
  return (command, parameters = {}) => call(commands[command][2], parameters);
}
